//! The use cases of instruments, sites and what becomes of bodies.

use crate::instrument::use_cases;
use crate::may::may;
use crate::permissions::{BODY_READ, INSTRUMENT_READ};
use crate::use_cases::object;
use crate::{
    ActRules, Aftermath, Answer, BodyChange, Holdings, NewInstrument, NewSite, Organisations,
    Question, Step, body,
};
use ::store::Idem;
use authz::Object;
use futures_util::FutureExt as _;
use kernel::{BodyId, Ctx, InstrumentId, Result, SiteId};
use std::sync::Arc;

impl Organisations {
    /// The rules about which bodies do what on which instruments.
    pub fn act_rules(&self) -> &ActRules {
        &self.acts
    }

    /// Gives a body a licence or a place on a list.
    ///
    /// # Errors
    /// Refused without permission; field problems for number, dates and scope; the conflicts
    /// `organisations-instrument-number-taken` and `organisations-body-closed`.
    pub async fn enter_instrument(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewInstrument,
    ) -> Result<InstrumentId> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::enter(tx, Arc::clone(&ring), command.clone()).boxed()
            })
            .await
    }

    /// Checks, renews, suspends, resumes or ends a licence, filing or listing; over the version that
    /// was seen, where one is named.
    ///
    /// # Errors
    /// Refused without permission; `organisations-reason` where a reason is needed; the conflicts of
    /// [`crate::Instrument::after`] and `problem-changed-meanwhile`.
    pub async fn change_instrument(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: InstrumentId,
        version: Option<i64>,
        (step, reason): (Step, String),
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::step(tx, id, version, step, reason.clone()).boxed()
            })
            .await
    }

    /// Renames, closes or merges a body, or adds what it is; over the version that was seen, where one
    /// is named. Says what followed for its instruments.
    ///
    /// # Errors
    /// Refused without permission; field problems for reason, name, industry and the other body; the
    /// conflicts `organisations-body-open-case`, `organisations-body-closed`,
    /// `organisations-body-same-name` and `problem-changed-meanwhile`.
    pub async fn change_body(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: BodyId,
        version: Option<i64>,
        (change, reason): (BodyChange, String),
    ) -> Result<Aftermath> {
        self.store
            .write(ctx, idem, move |tx| {
                body::change::change(tx, id, version, change.clone(), reason.clone()).boxed()
            })
            .await
    }

    /// Opens a site of a body.
    ///
    /// # Errors
    /// Refused without permission; field problems; the conflict `organisations-body-closed`.
    pub async fn open_site(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewSite,
    ) -> Result<SiteId> {
        self.store
            .write(ctx, idem, move |tx| body::change::open_site(tx, command.clone()).boxed())
            .await
    }

    /// Closes a site of a body.
    ///
    /// # Errors
    /// Refused without permission; `organisations-reason`; the conflict `organisations-site-closed`.
    pub async fn close_site(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: SiteId,
        reason: String,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| body::change::close_site(tx, id, reason.clone()).boxed())
            .await
    }

    /// A body with its kinds, sites, former names and instruments: what stands in the register for
    /// everybody.
    ///
    /// # Errors
    /// `problem-not-found`.
    pub async fn holdings(&self, ctx: &Ctx, id: BodyId) -> Result<Holdings> {
        authz::permit(ctx, &BODY_READ, &Object::body(id))?;
        let mut conn = self.store.read().await?;
        use_cases::holdings(&mut conn, ctx, &self.acts, id).await
    }

    /// The same for the body's own people.
    ///
    /// # Errors
    /// Refused without a post in the body; `problem-not-found`.
    pub async fn own_holdings(&self, ctx: &Ctx, id: BodyId) -> Result<Holdings> {
        let mut conn = self.store.read().await?;
        let holdings = use_cases::holdings(&mut conn, ctx, &self.acts, id).await?;
        authz::permit(ctx, &INSTRUMENT_READ, &object(&holdings.body))?;
        Ok(holdings)
    }

    /// May this body do this here on this day? With everything the answer rests on.
    ///
    /// # Errors
    /// `problem-not-found`.
    pub async fn may(
        &self,
        ctx: &Ctx,
        id: BodyId,
        question: &Question,
    ) -> Result<(Answer, Holdings)> {
        let holdings = self.holdings(ctx, id).await?;
        Ok((may(&self.acts, &holdings.standing(), question), holdings))
    }

    /// An instrument with its body, for whoever may change it.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn instrument_to_change(
        &self,
        ctx: &Ctx,
        id: InstrumentId,
    ) -> Result<(crate::Held, Holdings)> {
        let mut conn = self.store.read().await?;
        let found = use_cases::find(&mut conn, id).await?;
        let holdings = use_cases::holdings(&mut conn, ctx, &self.acts, found.body).await?;
        let object = object(&holdings.body);
        authz::permit(ctx, &crate::permissions::INSTRUMENT_CHANGE, &object)?;
        let held = holdings.held.iter().find(|held| held.instrument.id == id).cloned();
        Ok((held.ok_or_else(kernel::Problem::not_found)?, holdings))
    }
}
