//! One function for each use case that changes something.

use crate::entry::{Check, Sheet};
use crate::holding::HoldingStep;
use crate::kind::Kind;
use crate::round::{NewRound, RoundStep};
use crate::rounds::NewPool;
use crate::{Designations, entries, holdings, rounds};
use ::store::Idem;
use futures_util::FutureExt as _;
use kernel::{BodyId, CaseId, Ctx, DesignationId, EntryId, Result, RoundId};
use organisations::OfficeAct;
use organisations::application::{MOST_BYTES, paper};
use std::io::Read;
use std::sync::Arc;

/// What files of evidence are for.
const EVIDENCE: &str = "designation-evidence";

impl Designations {
    /// Enters a region's own kind, or a new version of one.
    ///
    /// # Errors
    /// Refused without permission; as [`Kind::check`]; the conflict `designations-kind-exists`.
    pub async fn add_kind(&self, ctx: &Ctx, idem: Option<Idem>, kind: Kind) -> Result<()> {
        self.store.write(ctx, idem, move |tx| rounds::add_kind(tx, kind.clone()).boxed()).await
    }

    /// Opens a round.
    ///
    /// # Errors
    /// Refused without permission; field problems, among them `designations-quota`.
    pub async fn open_round(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        new: NewRound,
    ) -> Result<RoundId> {
        self.store.write(ctx, idem, move |tx| rounds::open(tx, new.clone()).boxed()).await
    }

    /// Takes a round on. The list of experts is frozen with [`Designations::freeze`].
    ///
    /// # Errors
    /// Refused without permission; `problem-changed-meanwhile`; as [`crate::RoundState::after`].
    pub async fn step_round(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (RoundId, i64),
        step: RoundStep,
    ) -> Result<()> {
        let write = self
            .store
            .write(ctx, idem, move |tx| rounds::step(tx, id, version, step.clone()).boxed());
        write.await
    }

    /// Freezes the list of experts; whoever works for a candidate is passed over.
    ///
    /// # Errors
    /// As [`Designations::step_round`]; `designations-unchecked`, `designations-no-entries`; as
    /// [`crate::draw::check_list`].
    pub async fn freeze(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (RoundId, i64),
        pool: NewPool,
    ) -> Result<()> {
        let profile = self.profile;
        let write = self.store.write(ctx, idem, move |tx| {
            rounds::freeze(tx, profile, id, version, pool.clone()).boxed()
        });
        write.await
    }

    /// Lays the ranking before the office as a case.
    ///
    /// # Errors
    /// Refused without permission; `designations-sheets-missing`; `problem-changed-meanwhile`.
    pub async fn submit(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (RoundId, i64),
    ) -> Result<CaseId> {
        let shipped = Arc::clone(&self.procedures);
        let write = self.store.write(ctx, idem, move |tx| {
            rounds::submit(tx, Arc::clone(&shipped), id, version).boxed()
        });
        write.await
    }

    /// Begins a body's entry, or gives the one there is.
    ///
    /// # Errors
    /// Refused without permission; `designations-closed`, `designations-not-for-you`.
    pub async fn begin_entry(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        round: RoundId,
        body: BodyId,
    ) -> Result<EntryId> {
        self.store.write(ctx, idem, move |tx| entries::begin(tx, round, body).boxed()).await
    }

    /// Keeps the body's own points, and hands the entry in when asked to.
    ///
    /// # Errors
    /// Refused without permission; `designations-closed`, `designations-handed-in`; field problems of
    /// [`crate::entry::check_sheet`]; `designations-evidence-missing`.
    pub async fn claim(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (EntryId, i64),
        claims: Sheet,
        hand_in: bool,
    ) -> Result<()> {
        let write = self.store.write(ctx, idem, move |tx| {
            entries::claim(tx, id, version, claims.clone(), hand_in).boxed()
        });
        write.await
    }

    /// Keeps a file as PDF, PNG or JPEG for an indicator, in the place of an earlier one.
    ///
    /// # Errors
    /// Refused without permission; `organisations-paper-kind` for any other file;
    /// `problem-file-too-large`; as [`Designations::claim`].
    pub async fn attach(
        &self,
        ctx: &Ctx,
        id: EntryId,
        key: String,
        content: impl Read,
    ) -> Result<()> {
        let (media, whole) = paper(content)?;
        let blob = self.blobs.upload(ctx, id.home(), EVIDENCE, whole, MOST_BYTES).await?;
        let write = self.store.write(ctx, None, move |tx| {
            let file = (blob.clone(), media.to_owned());
            entries::attach(tx, id, key.clone(), file).boxed()
        });
        write.await
    }

    /// The office's word on an entry.
    ///
    /// # Errors
    /// Refused without permission; `designations-not-now`, `designations-under-notice`;
    /// `problem-changed-meanwhile`; `designations-reason`.
    pub async fn check_entry(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (EntryId, i64),
        check: Check,
    ) -> Result<()> {
        let write = self
            .store
            .write(ctx, idem, move |tx| entries::check(tx, id, version, check.clone()).boxed());
        write.await
    }

    /// Enters an expert's sheet.
    ///
    /// # Errors
    /// Refused without permission; `designations-not-now`; `problem-not-found` for somebody who is not
    /// on the panel; field problems of [`crate::entry::check_sheet`].
    pub async fn mark(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (EntryId, i64),
        expert: String,
        sheet: Sheet,
    ) -> Result<()> {
        let write = self.store.write(ctx, idem, move |tx| {
            entries::mark(tx, id, version, expert.clone(), sheet.clone()).boxed()
        });
        write.await
    }

    /// Does something with the case of a ranking, by the post whose step it is. A decision gives the
    /// designations.
    ///
    /// # Errors
    /// Refused without the post; `problem-changed-meanwhile`; as [`approval::act_in`].
    pub async fn act_on_ranking(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: OfficeAct,
    ) -> Result<()> {
        self.store.write(ctx, idem, move |tx| holdings::act(tx, command.clone()).boxed()).await
    }

    /// Assesses a designation, or ends it in two steps.
    ///
    /// # Errors
    /// Refused without permission; as [`crate::Designation::after`]; `problem-changed-meanwhile`.
    pub async fn step_holding(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (id, version): (DesignationId, i64),
        step: HoldingStep,
    ) -> Result<()> {
        let write = self
            .store
            .write(ctx, idem, move |tx| holdings::step(tx, id, version, step.clone()).boxed());
        write.await
    }
}
