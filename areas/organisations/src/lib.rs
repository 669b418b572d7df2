//! Organisations: authorities with territories, bodies, what they are filed for, and the keys with
//! which they sign.

pub mod application;
pub mod authority;
pub mod body;
pub mod facts;
pub mod filing;
pub mod filing_code;
mod holding;
pub mod industry;
pub mod instrument;
pub mod key;
pub mod may;
mod oversight;
mod past;
pub mod permissions;
pub mod public;
mod shipped;
pub mod site;
pub mod uscc;
mod use_cases;

pub use application::{Application, Applied, Handed, NewApplication, OfficeAct};
pub use authority::{
    Authority, AuthorityChange, AuthorityEnd, AuthorityEvent, AuthorityKind, AuthorityState,
    Function, Functions, NewAuthority,
};
pub use body::{Aftermath, Body, BodyChange, BodyKind, BodyQuery, BodyState, KindSet, NewBody};
pub use filing::{Filing, FilingStep, MayCertify, NewFiling, WhyNot};
pub use filing_code::{FiledWith, FilingClass, FilingCode, FilingCodeFinding, FilingRules};
pub use instrument::{
    ActKind, CheckOutcome, ExitKind, Held, Holdings, Instrument, InstrumentKind, InstrumentState,
    Line, NewInstrument, NewLine, Step, Todo, TodoKind, YearlyCheck,
};
pub use key::{BodyKey, Choice, KeyChoices, KeyState};
pub use may::{Act, ActRules, Answer, Condition, ConditionId, Outcome, Question, Standing};
pub use oversight::{Overseen, OverseenFiling};
pub use past::{Decided, Decision};
pub use site::{Datum, Equipment, NewSite, Position, Site};
pub use uscc::{BodyType, Uscc, UsccFinding};

use approval::Procedure;
use blobs::Blobs;
use body::store::Reach;
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{AuthorityId, BodyId, BodyKeyId, Ctx, FilingId, Page, PageRequest, Problem, Result};
use std::sync::Arc;
use store::{Idem, Store};

/// The use cases of this area.
#[derive(Clone)]
pub struct Organisations {
    store: Store,
    ring: Arc<KeyRing>,
    blobs: Blobs,
    procedures: Arc<Vec<Procedure>>,
    acts: Arc<ActRules>,
}

impl Organisations {
    /// The area on a store, with the keys under which secrets are sealed.
    pub fn new(store: Store, ring: Arc<KeyRing>) -> Self {
        let blobs = Blobs::new(store.clone(), Arc::clone(&ring));
        Organisations {
            store,
            ring,
            blobs,
            procedures: Arc::new(shipped::procedures()),
            acts: Arc::new(ActRules::shipped()),
        }
    }

    /// Enters an authority into the register.
    ///
    /// # Errors
    /// Refused without permission; `organisations-name` for an empty name;
    /// `organisations-territory` without a territory; `organisations-division` for a division that is
    /// not there; `organisations-functions` without a function; `organisations-parent` for one above
    /// that works no more.
    pub async fn register_authority(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewAuthority,
    ) -> Result<AuthorityId> {
        self.store
            .write(ctx, idem, move |tx| authority::register(tx, command.clone()).boxed())
            .await
    }

    /// Enters a body into the register.
    ///
    /// # Errors
    /// Refused without permission; field problems for name, credit code and division; the conflict
    /// `organisations-uscc-taken`.
    pub async fn register_body(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewBody,
    ) -> Result<BodyId> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::register_body(tx, Arc::clone(&ring), command.clone()).boxed()
            })
            .await
    }

    /// Files a body for evaluation: from then on it may certify what the scope covers.
    ///
    /// # Errors
    /// Refused without permission; field problems for code, dates and scope; the conflict
    /// `organisations-filing-code-taken`.
    pub async fn file(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewFiling,
    ) -> Result<FilingId> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::file(tx, Arc::clone(&ring), command.clone()).boxed()
            })
            .await
    }

    /// Suspends, resumes or ends a filing.
    ///
    /// # Errors
    /// Refused without permission; `organisations-reason` without a reason; the conflict
    /// `organisations-filing-step`.
    pub async fn change_filing(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        filing: FilingId,
        step: FilingStep,
        reason: String,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::change_filing(tx, filing, step, reason.clone()).boxed()
            })
            .await
    }

    /// Makes a signing key for a body. It signs nothing until somebody else has confirmed it.
    ///
    /// # Errors
    /// Refused without permission; the conflict `organisations-key-waiting` while another key waits
    /// for confirmation.
    pub async fn propose_key(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        body: BodyId,
    ) -> Result<BodyKeyId> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| use_cases::propose_key(tx, Arc::clone(&ring), body).boxed())
            .await
    }

    /// Confirms or refuses a key that somebody else made. A confirmed key takes the place of the one
    /// that signed so far.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`KeyState::decide`].
    pub async fn decide_key(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        key: BodyKeyId,
        confirm: bool,
    ) -> Result<()> {
        self.store.write(ctx, idem, move |tx| use_cases::decide_key(tx, key, confirm).boxed()).await
    }

    /// Takes a key out of use, or reports that others know it.
    ///
    /// # Errors
    /// Refused without permission; the conflict `organisations-key-step`.
    pub async fn end_key(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        key: BodyKeyId,
        compromised: bool,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| use_cases::end_key(tx, key, compromised).boxed())
            .await
    }

    /// Moves up to `limit` signing keys, also those that sign no more, to the current master key. Gives
    /// how many it found under older keys.
    ///
    /// # Errors
    /// Refused without permission; an internal problem for a key that cannot be opened.
    pub async fn reseal_keys(&self, ctx: &Ctx, limit: u32) -> Result<u64> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, None, move |tx| {
                use_cases::reseal_keys(tx, Arc::clone(&ring), limit).boxed()
            })
            .await
    }

    /// Active bodies whose name contains the text, or whose code it is.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn search_bodies(
        &self,
        ctx: &Ctx,
        query: &BodyQuery,
        page: &PageRequest,
    ) -> Result<Page<Body>> {
        authz::permit(ctx, &permissions::BODY_READ, &authz::Object::none())?;
        let mut conn = self.store.read().await?;
        let rows = body::store::search(&mut conn, Reach::Public, query, page, ctx.today()).await?;
        Ok(Page::from_rows(rows, page.limit(), body::store::cursor))
    }

    /// A body with its filings, for its public page.
    ///
    /// # Errors
    /// `problem-not-found`.
    pub async fn body(&self, ctx: &Ctx, id: BodyId) -> Result<(Body, Vec<Filing>)> {
        authz::permit(ctx, &permissions::BODY_READ, &authz::Object::body(id))?;
        let mut conn = self.store.read().await?;
        let body = body::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        let filings = filing::store::of_body(&mut conn, id).await?;
        Ok((body, filings))
    }

    /// The filings of several bodies, latest first, for a list of bodies.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn filings(&self, ctx: &Ctx, ids: &[BodyId]) -> Result<Vec<Filing>> {
        authz::permit(ctx, &permissions::BODY_READ, &authz::Object::none())?;
        filing::store::of_bodies(&mut *self.store.read().await?, ids).await
    }

    /// The keys of a body, latest first.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn keys(&self, ctx: &Ctx, id: BodyId) -> Result<Vec<BodyKey>> {
        let mut conn = self.store.read().await?;
        let body = body::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        authz::permit(ctx, &permissions::KEY_READ, &use_cases::object(&body))?;
        key::store::of_body(&mut conn, id).await
    }

    /// The keys of a body, latest first, with what the actor may do with each, and whether they may
    /// make another one.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn key_choices(&self, ctx: &Ctx, id: BodyId) -> Result<(Choice, Vec<KeyChoices>)> {
        let mut conn = self.store.read().await?;
        let body = body::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        let object = use_cases::object(&body);
        authz::permit(ctx, &permissions::KEY_READ, &object)?;
        let may = |action| authz::permit(ctx, action, &object).is_ok();
        let keys = key::store::of_body(&mut conn, id).await?;
        let propose = match use_cases::may_propose(&keys) {
            _ if !may(&permissions::KEY_PROPOSE) => Choice::Not,
            Err(problem) => Choice::Refused(problem),
            Ok(()) => Choice::Open,
        };
        let (decide, end) = (may(&permissions::KEY_DECIDE), may(&permissions::KEY_END));
        let by = ctx.actor.word();
        let keys = keys.into_iter().map(|key| KeyChoices::new(key, decide, end, &by, ctx.now));
        Ok((propose, keys.collect()))
    }

    /// One key with what the actor may do with it.
    ///
    /// # Errors
    /// `problem-not-found`, also when it is none of the actor's business; refused without any post
    /// for it.
    pub async fn key(&self, ctx: &Ctx, id: BodyKeyId) -> Result<KeyChoices> {
        let mut conn = self.store.read().await?;
        let key = key::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        drop(conn);
        let (_, keys) = self.key_choices(ctx, key.body).await?;
        keys.into_iter().find(|one| one.key.id == id).ok_or_else(Problem::not_found)
    }

    /// Bodies of the actor's territory, closed ones too, by part of the name or a code in full.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn overseen(
        &self,
        ctx: &Ctx,
        query: &BodyQuery,
        page: &PageRequest,
    ) -> Result<Page<Body>> {
        oversight::list(&self.store, ctx, query, page).await
    }

    /// A body as the office sees that answers for it: filings, keys, what was decided, and what the
    /// actor may do.
    ///
    /// # Errors
    /// `problem-not-found`, also for a body outside of the actor's territory.
    pub async fn overseen_body(&self, ctx: &Ctx, id: BodyId) -> Result<Overseen> {
        oversight::one(&self.store, ctx, id).await
    }

    /// A filing with its body, for deciding about it.
    ///
    /// # Errors
    /// `problem-not-found`, also for a body outside of the actor's territory; refused without
    /// permission to change filings.
    pub async fn overseen_filing(&self, ctx: &Ctx, id: FilingId) -> Result<(Body, Filing)> {
        oversight::filing(&self.store, ctx, id).await
    }

    /// Renames an authority or changes what it is responsible for, on the basis of a document.
    ///
    /// # Errors
    /// Refused without permission; as [`Organisations::register_authority`]; `organisations-basis`
    /// without a document; the conflicts `organisations-authority-ended` and
    /// `problem-changed-meanwhile`.
    pub async fn change_authority(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: AuthorityChange,
    ) -> Result<()> {
        self.store.write(ctx, idem, move |tx| authority::change(tx, command.clone()).boxed()).await
    }

    /// Ends an authority (机构改革). Where another takes its place, its cases, posts and decisions go
    /// on there.
    ///
    /// # Errors
    /// Refused without permission; `organisations-basis`, `organisations-end-ahead`,
    /// `organisations-authority-itself`; the conflicts `organisations-authority-ended`,
    /// `problem-changed-meanwhile` and, where nobody takes its place, `organisations-authority-open`
    /// while it has open cases.
    pub async fn end_authority(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: AuthorityEnd,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| {
                let command = command.clone();
                match command.into {
                    Some(_) => authority::merge(tx, command).boxed(),
                    None => authority::abolish(tx, command).boxed(),
                }
            })
            .await
    }

    /// All authorities, in the order of their divisions, those that are no more too.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn authorities(&self) -> Result<Vec<Authority>> {
        authority::store::all(&mut *self.store.read().await?).await
    }

    /// An authority with what happened to it, the latest first.
    ///
    /// # Errors
    /// `problem-not-found`.
    pub async fn authority(&self, id: AuthorityId) -> Result<(Authority, Vec<AuthorityEvent>)> {
        let mut conn = self.store.read().await?;
        let found = authority::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        Ok((found, authority::past(&mut conn, id).await?))
    }
}
