//! People: one record per person, found by their documents, with everything that identifies them in
//! the vault.

pub mod correction;
pub mod document;
pub mod duplicate;
pub mod evidence;
pub mod facts;
pub mod jobs;
pub mod mask;
pub mod name;
pub mod permissions;
pub mod person;
pub mod public;
pub mod share;
mod use_cases;
pub mod vault;
mod whole;

pub use document::{
    DocumentFinding, DocumentKind, DocumentNumber, Sex, check, citizen_number, guess_kind,
};
pub use mask::{Disclosure, mask_name, mask_number, mask_phone};
pub use name::{NameFinding, PersonName};
pub use person::{Person, PersonState};
pub use use_cases::{PersonCard, PersonRecord};
pub use vault::{Document, Personal};

use correction::{Correction, Wanted};
use crypto::KeyRing;
use duplicate::{Assigning, PairAct, PairCard, PairDetail, PairQueue, listing};
use futures_util::FutureExt as _;
use kernel::{CivilDate, CorrectionId, Ctx, Page, PageRequest, PairId, PersonId, Result, ShareId};
use share::{NewShare, Share};
use std::sync::Arc;
use store::jobs::{Claimed, Step};
use store::{Idem, Store};

/// The use cases of this area.
#[derive(Clone)]
pub struct People {
    store: Store,
    ring: Arc<KeyRing>,
}

impl People {
    /// The area on a store, with the keys of the vault.
    pub fn new(store: Store, ring: Arc<KeyRing>) -> Self {
        People { store, ring }
    }

    /// Finds a person by a document. The look is recorded; a person outside the official's territory
    /// is not found.
    ///
    /// # Errors
    /// Refused without any post that may look; as [`Store::write`].
    pub async fn find_by_document(
        &self,
        ctx: &Ctx,
        document: Document,
        purpose: String,
    ) -> Result<Option<PersonCard>> {
        let ring = Arc::clone(&self.ring);
        let found = self.store.write(ctx, None, move |tx| {
            let look = use_cases::Search::Document(document.clone());
            use_cases::find(tx, Arc::clone(&ring), look, purpose.clone()).boxed()
        });
        self.cards(found.await?).await.map(|mut cards| cards.pop())
    }

    /// Finds people by name and birth date, at most 50. The look is recorded.
    ///
    /// # Errors
    /// As [`People::find_by_document`].
    pub async fn find_by_name(
        &self,
        ctx: &Ctx,
        name: PersonName,
        birth_on: CivilDate,
        purpose: String,
    ) -> Result<Vec<PersonCard>> {
        let ring = Arc::clone(&self.ring);
        let found = self.store.write(ctx, None, move |tx| {
            let look = use_cases::Search::Name(name.clone(), birth_on);
            use_cases::find(tx, Arc::clone(&ring), look, purpose.clone()).boxed()
        });
        self.cards(found.await?).await
    }

    /// Cards of people who were found: read outside the write, whose answers hold no names.
    async fn cards(&self, ids: Vec<PersonId>) -> Result<Vec<PersonCard>> {
        let mut conn = self.store.read().await?;
        use_cases::cards(&mut conn, &self.ring, &ids).await
    }

    /// Opens a person's record. The look is recorded before anything is shown. `unmask` asks for
    /// numbers in full and needs a permission of its own.
    ///
    /// # Errors
    /// `problem-not-found` for a person that does not exist or is none of the actor's business.
    pub async fn open(
        &self,
        ctx: &Ctx,
        id: PersonId,
        purpose: String,
        unmask: bool,
    ) -> Result<PersonRecord> {
        let opened = self
            .store
            .write(ctx, None, move |tx| use_cases::look(tx, id, purpose.clone(), unmask).boxed());
        opened.await?;
        let mut conn = self.store.read().await?;
        use_cases::record(&mut conn, &self.ring, id).await
    }

    /// Adds a further document to a person.
    ///
    /// # Errors
    /// Refused without permission; the conflict `people-document-taken` when it is known already,
    /// of this or another person.
    pub async fn add_document(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: PersonId,
        document: Document,
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::add_document(tx, Arc::clone(&ring), id, document.clone()).boxed()
            })
            .await
    }

    /// Corrects a person's name, on stated grounds.
    ///
    /// # Errors
    /// Refused without permission; `people-reason` without grounds.
    pub async fn correct_name(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: PersonId,
        name: PersonName,
        reason: String,
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                let (ring, name) = (Arc::clone(&ring), name.clone());
                use_cases::correct_name(tx, ring, id, name, reason.clone()).boxed()
            })
            .await
    }

    /// Erases everything that identifies a person. What happened stays, about nobody known, and
    /// whatever was sealed under the person's key can never be opened again.
    ///
    /// # Errors
    /// Refused without permission; `people-reason` without grounds; the conflict `people-erased`.
    pub async fn erase(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: PersonId,
        reason: String,
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::erase(tx, Arc::clone(&ring), id, reason.clone()).boxed()
            })
            .await
    }

    /// Pairs of records that may be of one human, both within the actor's territory; latest first.
    ///
    /// # Errors
    /// Refused without any post that may look; as [`Store::read`].
    pub async fn duplicates(
        &self,
        ctx: &Ctx,
        queue: PairQueue,
        page: &PageRequest,
    ) -> Result<Page<PairCard>> {
        let mut conn = self.store.read().await?;
        listing::list(&mut conn, &self.ring, ctx, queue, page).await
    }

    /// How many pairs wait in a queue of the actor.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn count_duplicates(&self, ctx: &Ctx, queue: PairQueue) -> Result<i64> {
        listing::count(&mut *self.store.read().await?, ctx, queue).await
    }

    /// One pair, with what agrees, what differs, and what was said. The look is recorded for both.
    ///
    /// # Errors
    /// `problem-not-found` for a pair that is not wholly the actor's business.
    pub async fn duplicate(&self, ctx: &Ctx, id: PairId) -> Result<PairDetail> {
        self.store.write(ctx, None, move |tx| listing::look(tx, id).boxed()).await?;
        let mut conn = self.store.read().await?;
        listing::open(&mut conn, &self.ring, ctx, id).await
    }

    /// Proposes, confirms or sends back: merging two records, keeping them apart, ending a merge.
    ///
    /// # Errors
    /// Refused without permission; `people-reason` without grounds; the conflicts of
    /// [`duplicate::PairState`] and [`duplicate::Links`], `people-pair-concerned` for whoever is one
    /// of the two, and `problem-changed-meanwhile` for another version.
    pub async fn act_on_duplicate(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        pair: (PairId, i64),
        act: PairAct,
        reason: String,
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                duplicate::act::act(tx, Arc::clone(&ring), pair, act, reason.clone()).boxed()
            })
            .await
    }

    /// Assigns what was recorded during a merge that has ended to one of the two records.
    ///
    /// # Errors
    /// Refused without permission; as [`duplicate::Assignments`].
    pub async fn assign_facts(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        pair: PairId,
        assigning: Assigning,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| duplicate::act::assign(tx, pair, assigning.clone()).boxed())
            .await
    }

    /// Asks to have something in one's own record corrected.
    ///
    /// # Errors
    /// `problem-not-found` for an account without a person; `people-reason` without a reason; the
    /// conflicts `people-correction-open` while another request about the same waits, and those of
    /// [`correction::Wanted::check`].
    pub async fn request_correction(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        wanted: Wanted,
        reason: String,
    ) -> Result<CorrectionId> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                let (ring, wanted) = (Arc::clone(&ring), wanted.clone());
                correction::act::request(tx, ring, wanted, reason.clone()).boxed()
            })
            .await
    }

    /// Takes one's own request back.
    ///
    /// # Errors
    /// `problem-not-found` for another's; the conflict `people-correction-step` once settled.
    pub async fn withdraw_correction(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: CorrectionId,
    ) -> Result<()> {
        self.store.write(ctx, idem, move |tx| correction::act::withdraw(tx, id).boxed()).await
    }

    /// Accepts a request, which changes the record in the same step, or refuses it with a reason.
    ///
    /// # Errors
    /// Refused without permission; the conflicts `people-correction-own` for whoever asked,
    /// `people-correction-step` once settled, `problem-changed-meanwhile` for another version;
    /// `people-correction-answer` when refusing without a reason; as [`People::add_document`].
    pub async fn decide_correction(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        named: (CorrectionId, i64),
        accept: bool,
        answer: String,
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                let ring = Arc::clone(&ring);
                correction::act::decide(tx, ring, named, accept, answer.clone()).boxed()
            })
            .await
    }

    /// Makes a link to parts of one's own archive.
    ///
    /// # Errors
    /// `problem-not-found` for an account without a person; as [`NewShare::check`]; the conflict
    /// `people-share-many` when as many as may hold at once do.
    pub async fn share(&self, ctx: &Ctx, idem: Option<Idem>, new: NewShare) -> Result<ShareId> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                share::act::make(tx, Arc::clone(&ring), new.clone()).boxed()
            })
            .await
    }

    /// Takes one's own link back.
    ///
    /// # Errors
    /// `problem-not-found` for another's; the conflict `people-share-over` when it leads nowhere
    /// already.
    pub async fn end_share(&self, ctx: &Ctx, idem: Option<Idem>, id: ShareId) -> Result<()> {
        self.store.write(ctx, idem, move |tx| share::act::end(tx, id).boxed()).await
    }

    /// The links of the person who is signed in, latest first.
    ///
    /// # Errors
    /// `problem-not-found` for an account without a person.
    pub async fn own_shares(&self, ctx: &Ctx) -> Result<Vec<Share>> {
        share::act::own(&mut *self.store.read().await?, &self.ring, ctx).await
    }

    /// The requests of the person who is signed in, latest first.
    ///
    /// # Errors
    /// `problem-not-found` for an account without a person.
    pub async fn own_corrections(&self, ctx: &Ctx) -> Result<Vec<Correction>> {
        correction::act::own(&mut *self.store.read().await?, &self.ring, ctx).await
    }

    /// Requests of the actor's territory, with the person masked: those that wait, or settled ones.
    ///
    /// # Errors
    /// Refused without any post that decides.
    pub async fn corrections(
        &self,
        ctx: &Ctx,
        waiting: bool,
        page: &PageRequest,
    ) -> Result<Page<(Correction, Option<PersonCard>)>> {
        let mut conn = self.store.read().await?;
        correction::act::list(&mut conn, &self.ring, ctx, waiting, page).await
    }

    /// How many requests wait for the actor.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn count_corrections(&self, ctx: &Ctx) -> Result<i64> {
        correction::act::count(&mut *self.store.read().await?, ctx).await
    }

    /// One request for an official, with the person masked, and whether it is the actor's own. The
    /// look is recorded.
    ///
    /// # Errors
    /// `problem-not-found` for a request that is none of the actor's business.
    pub async fn correction(
        &self,
        ctx: &Ctx,
        id: CorrectionId,
    ) -> Result<(Correction, Option<PersonCard>, bool)> {
        self.store.write(ctx, None, move |tx| correction::act::look(tx, id).boxed()).await?;
        correction::act::one(&mut *self.store.read().await?, &self.ring, ctx, id).await
    }

    /// Looks for duplicates among everybody, in the background.
    ///
    /// # Errors
    /// Refused without permission; as [`Store::write`].
    pub async fn search_duplicates(&self, ctx: &Ctx) -> Result<()> {
        authz::permit(ctx, &permissions::DUPLICATE_SEARCH, &authz::Object::none())?;
        let asked = jobs::FindDuplicates::everybody();
        self.store
            .write(ctx, None, move |tx| {
                let asked = asked.clone();
                async move {
                    let now = tx.now();
                    tx.enqueue(jobs::FIND_DUPLICATES, &asked, now).await.map(|_| ())
                }
                .boxed()
            })
            .await
    }

    /// One chunk of a search for duplicates.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn find_duplicates(&self, ctx: &Ctx, job: &Claimed) -> Result<Step> {
        jobs::find_duplicates(self, ctx, job).await
    }

    /// Wraps up to `limit` persons' keys under the current master key. Gives how many were left to
    /// do and are done now; 0 means that the rotation is complete. Reading and writing go on
    /// meanwhile.
    ///
    /// # Errors
    /// Refused without permission; as [`Store::write`].
    pub async fn rotate_vault(&self, ctx: &Ctx, limit: u32) -> Result<u64> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, None, move |tx| {
                use_cases::rotate_vault(tx, Arc::clone(&ring), limit).boxed()
            })
            .await
    }
}
