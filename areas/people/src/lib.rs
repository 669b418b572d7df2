//! People: one record per person, found by their documents, with everything that identifies them in
//! the vault.

pub mod document;
pub mod duplicate;
pub mod evidence;
pub mod facts;
pub mod mask;
pub mod name;
pub mod permissions;
pub mod person;
pub mod public;
mod use_cases;
pub mod vault;

pub use document::{
    DocumentFinding, DocumentKind, DocumentNumber, Sex, check, citizen_number, guess_kind,
};
pub use mask::{Disclosure, mask_name, mask_number, mask_phone};
pub use name::{NameFinding, PersonName};
pub use person::{Person, PersonState};
pub use use_cases::{PersonCard, PersonRecord};
pub use vault::{Document, Personal};

use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{CivilDate, Ctx, PersonId, Result};
use std::sync::Arc;
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
