//! The use cases of this area: the dynamic adjustment of the classification.

use crate::adjustment::{Adjustment, NewAdjustment, Open, Stage};
use crate::comment::{Comment, CommentAnswer, Commenting};
use crate::permissions::{
    ADJUSTMENT_FILE, ADJUSTMENT_HANDLE, ADJUSTMENT_READ, COMMENT_ANSWER, PROPOSAL_MAKE,
    PROPOSAL_READ,
};
use crate::proposal::{Content, NewProposal, Proposal, is_public};
use crate::proposals::{self, KnownBodies, KnownOffices, ProposalAct};
use crate::release::Release;
use crate::rounds::{self, RoundStep, object};
use crate::{adjustment, comment, proposal, release};
use approval::{Case, Procedure};
use authz::Object;
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{
    AdjustmentId, BodyId, CaseId, CommentId, Ctx, Problem, ProblemKind, ProposalId, Result, World,
};
use std::sync::Arc;
use store::throttle::{self, Limit};
use store::{Idem, Store};

/// How many comments are taken from one address within an hour.
const COMMENTS: Limit = Limit { most: 5, window_seconds: 3600 };

/// The procedure for proposals where a region has none of its own.
const PROCEDURE: &str = include_str!("../../../data/procedures/classification.json");

/// The use cases of this area.
#[derive(Clone)]
pub struct Classification {
    store: Store,
    ring: Arc<KeyRing>,
    bodies: KnownBodies,
    offices: KnownOffices,
    procedures: Arc<Vec<Procedure>>,
}

/// A round as its office sees it.
#[derive(Clone, Debug)]
pub struct RoundFile {
    /// The round.
    pub round: Adjustment,
    /// What was handed in, each with its case.
    pub proposals: Vec<(Proposal, Case)>,
    /// Every comment, with who wrote it and what.
    pub comments: Vec<(Comment, Commenting)>,
    /// What stands between it and its release.
    pub open: Open,
    /// What the actor could do with it today: the words of the steps.
    pub offers: Vec<&'static str>,
    /// Whether the actor may answer comments.
    pub may_answer: bool,
}

/// A round as everybody sees it.
#[derive(Clone, Debug)]
pub struct PublicRound {
    /// The round.
    pub round: Adjustment,
    /// What the public may read of it, each with its case.
    pub proposals: Vec<(Proposal, Case)>,
}

/// A proposal that the public may read.
#[derive(Clone, Debug)]
pub struct PublicProposal {
    /// The round.
    pub round: Adjustment,
    /// The proposal.
    pub proposal: Proposal,
    /// Where it stands.
    pub case: Case,
    /// What the office made of the comments that it has answered.
    pub answers: Vec<CommentAnswer>,
    /// How many comments wait for an answer.
    pub waiting: usize,
}

/// A proposal as its body, and the office, see it.
#[derive(Clone, Debug)]
pub struct ProposalFile {
    /// The proposal.
    pub proposal: Proposal,
    /// The round.
    pub round: Adjustment,
    /// The case with everything that was done, once it was handed in.
    pub record: Option<approval::Record>,
    /// Whether the actor may change and hand it in.
    pub may_change: bool,
    /// How many comments came, and how many are answered.
    pub comments: (usize, usize),
}

impl Classification {
    /// The area on a store; `bodies` and `offices` know the registers of the installation.
    pub fn new(
        store: Store,
        ring: Arc<KeyRing>,
        bodies: KnownBodies,
        offices: KnownOffices,
    ) -> Self {
        let procedures = Procedure::read(PROCEDURE).into_iter().collect();
        Classification { store, ring, bodies, offices, procedures: Arc::new(procedures) }
    }

    /// The procedures that came with the program.
    pub fn procedures(&self) -> &[Procedure] {
        &self.procedures
    }

    /// Begins a round: a draft of its call.
    ///
    /// # Errors
    /// Refused without permission; field problems.
    pub async fn begin_round(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        new: NewAdjustment,
    ) -> Result<AdjustmentId> {
        self.store.write(ctx, idem, move |tx| rounds::begin(tx, new.clone()).boxed()).await
    }

    /// Takes a step with a round. A release enters the new version; [`Classification::world`] has it
    /// afterwards.
    ///
    /// # Errors
    /// Refused without permission; `problem-changed-meanwhile`; as the steps of [`Adjustment`].
    pub async fn step_round(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: AdjustmentId,
        version: i64,
        step: RoundStep,
    ) -> Result<()> {
        let write = self.store.write(ctx, idem, move |tx| {
            let step = step.clone();
            async move { rounds::step(tx, id, version, step).await.map(|_| ()) }.boxed()
        });
        write.await
    }

    /// The rounds whose calls are public, the latest first.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn rounds(&self, ctx: &Ctx) -> Result<Vec<Adjustment>> {
        authz::permit(ctx, &ADJUSTMENT_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let mut all = adjustment::store::all(&mut conn).await?;
        all.retain(|one| is_out(&one.stage));
        Ok(all)
    }

    /// The rounds of the actor's offices, and the office in which they may begin one.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn own_rounds(
        &self,
        ctx: &Ctx,
    ) -> Result<(Vec<Adjustment>, Option<kernel::AuthorityId>)> {
        authz::permit_somewhere(ctx, &ADJUSTMENT_FILE)?;
        let mut conn = self.store.read().await?;
        let mut all = adjustment::store::all(&mut conn).await?;
        all.retain(|one| authz::permit(ctx, &ADJUSTMENT_FILE, &object(one)).is_ok());
        let begins = authz::offices_for(&ctx.actor, &ADJUSTMENT_HANDLE).first().copied();
        Ok((all, begins))
    }

    /// A round with all of its proposals, for its office.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn round(&self, ctx: &Ctx, id: AdjustmentId) -> Result<RoundFile> {
        let mut conn = self.store.read().await?;
        let round = rounds::load(&mut conn, id).await?;
        authz::permit(ctx, &ADJUSTMENT_FILE, &object(&round))?;
        let all = rounds::handed_in(&mut conn, id).await?;
        let open = rounds::open_of(&mut conn, &all).await?;
        let ids: Vec<ProposalId> = all.iter().map(|(one, _)| one.id).collect();
        let comments = comment::store::of_proposals(&mut conn, &ids).await?;
        let opened = |one: Comment| Ok((one.clone(), one.open(&self.ring)?));
        Ok(RoundFile {
            offers: offers(ctx, &round, open, &all),
            may_answer: authz::permit(ctx, &COMMENT_ANSWER, &object(&round)).is_ok(),
            comments: comments.into_iter().map(opened).collect::<Result<_>>()?,
            proposals: all,
            open,
            round,
        })
    }

    /// A round as everybody may see it.
    ///
    /// # Errors
    /// `problem-not-found` for one whose call is not public.
    pub async fn public_round(&self, ctx: &Ctx, id: AdjustmentId) -> Result<PublicRound> {
        authz::permit(ctx, &ADJUSTMENT_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let round = rounds::load(&mut conn, id).await?;
        if !is_out(&round.stage) {
            return Err(Problem::not_found());
        }
        let mut proposals = rounds::handed_in(&mut conn, id).await?;
        proposals.retain(|(_, case)| is_public(&round.stage, case));
        Ok(PublicRound { round, proposals })
    }

    /// A proposal that the public may read.
    ///
    /// # Errors
    /// `problem-not-found` for any other.
    pub async fn public_proposal(&self, ctx: &Ctx, id: ProposalId) -> Result<PublicProposal> {
        authz::permit(ctx, &ADJUSTMENT_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let (proposal, case) = proposals::public(&mut conn, id).await?;
        let round = rounds::load(&mut conn, proposal.adjustment).await?;
        let comments = comment::store::of_proposals(&mut conn, &[id]).await?;
        let waiting = comments.iter().filter(|one| one.answer.is_none()).count();
        let answers = comments.into_iter().filter_map(|one| one.answer).collect();
        Ok(PublicProposal { round, proposal, case, answers, waiting })
    }

    /// The proposal of a case, as far as it is public.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn public_proposal_of_case(&self, case: CaseId) -> Result<Option<Proposal>> {
        let mut conn = self.store.read().await?;
        proposal::store::of_case(&mut conn, case).await
    }

    /// Begins a proposal; it is handed in later.
    ///
    /// # Errors
    /// Refused without permission; field problems; the conflicts of [`Adjustment::takes_in`].
    pub async fn begin_proposal(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        new: NewProposal,
    ) -> Result<ProposalId> {
        let bodies = self.bodies;
        let write = self
            .store
            .write(ctx, idem, move |tx| proposals::begin(tx, bodies, new.clone()).boxed());
        write.await
    }

    /// Changes a proposal before it is handed in, or while something is missing.
    ///
    /// # Errors
    /// As [`Classification::begin_proposal`]; the conflicts `classification-handed-in` and
    /// `problem-changed-meanwhile`.
    pub async fn change_proposal(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ProposalId,
        version: i64,
        content: Content,
    ) -> Result<()> {
        let write = self.store.write(ctx, idem, move |tx| {
            proposals::change(tx, id, version, content.clone()).boxed()
        });
        write.await
    }

    /// Hands a proposal in, or what was missing from it.
    ///
    /// # Errors
    /// As [`Classification::change_proposal`].
    pub async fn hand_in_proposal(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ProposalId,
        version: i64,
    ) -> Result<()> {
        let shipped = Arc::clone(&self.procedures);
        let write = self.store.write(ctx, idem, move |tx| {
            proposals::hand_in(tx, Arc::clone(&shipped), id, version).boxed()
        });
        write.await
    }

    /// Takes a proposal back before it is decided.
    ///
    /// # Errors
    /// Refused without permission; the conflict `approval-not-now`.
    pub async fn recall_proposal(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ProposalId,
        reason: String,
    ) -> Result<()> {
        let write = self
            .store
            .write(ctx, idem, move |tx| proposals::recall(tx, id, reason.clone()).boxed());
        write.await
    }

    /// The proposals of a body with the case of each, the latest first.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn proposals_of(
        &self,
        ctx: &Ctx,
        body: BodyId,
    ) -> Result<Vec<(Proposal, Option<Case>)>> {
        authz::permit(ctx, &PROPOSAL_READ, &Object::body(body))?;
        let mut conn = self.store.read().await?;
        let all = proposal::store::of_body(&mut conn, body).await?;
        let ids: Vec<CaseId> = all.iter().filter_map(|one| one.case).collect();
        let cases = approval::cases_in(&mut conn, &ids).await?;
        let with_case = |one: Proposal| {
            let case = cases.iter().find(|case| Some(case.id) == one.case).cloned();
            (one, case)
        };
        Ok(all.into_iter().map(with_case).collect())
    }

    /// A proposal, for its body and the office.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn proposal(&self, ctx: &Ctx, id: ProposalId) -> Result<ProposalFile> {
        let mut conn = self.store.read().await?;
        let found = proposals::one(&mut conn, id).await?;
        self.file(&mut conn, ctx, found).await
    }

    /// The proposal of a case, for the office and the body.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` when the case is of another kind.
    pub async fn proposal_of_case(&self, ctx: &Ctx, case: CaseId) -> Result<ProposalFile> {
        let mut conn = self.store.read().await?;
        let found = proposal::store::of_case(&mut conn, case).await?;
        self.file(&mut conn, ctx, found.ok_or_else(Problem::not_found)?).await
    }

    async fn file(
        &self,
        conn: &mut store::Conn,
        ctx: &Ctx,
        found: Proposal,
    ) -> Result<ProposalFile> {
        let (proposal, case, comments) = proposals::shown(conn, ctx, found).await?;
        let round = rounds::load(conn, proposal.adjustment).await?;
        let answered = comments.iter().filter(|one| one.answer.is_some()).count();
        let makes = authz::permit(ctx, &PROPOSAL_MAKE, &Object::body(proposal.body)).is_ok();
        let may_change = makes && proposal::may_change(case.as_ref());
        let record = match case {
            Some(case) => Some(approval::file_of_in(conn, case).await?),
            None => None,
        };
        Ok(ProposalFile {
            comments: (comments.len(), answered),
            may_change,
            record,
            round,
            proposal,
        })
    }

    /// Does something with the case of a proposal, for the office.
    ///
    /// # Errors
    /// Refused without the post; as [`approval::act_in`] and [`Adjustment::may_decide`].
    pub async fn act_on_proposal(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: ProposalAct,
    ) -> Result<()> {
        let offices = self.offices;
        let write = self
            .store
            .write(ctx, idem, move |tx| proposals::act(tx, offices, command.clone()).boxed());
        write.await
    }

    /// Comments on a proposal from an address, from which only so many are taken within an hour.
    ///
    /// # Errors
    /// Field problems; `problem-not-found`; the conflict `classification-comments-closed`;
    /// `problem-too-many`.
    pub async fn comment(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ProposalId,
        commenting: Commenting,
        address: &str,
    ) -> Result<CommentId> {
        let ring = Arc::clone(&self.ring);
        let counted = ring.tag("comment-address", address.as_bytes());
        let write = self.store.write(ctx, idem, move |tx| {
            let (ring, commenting) = (Arc::clone(&ring), commenting.clone());
            async move {
                let made = proposals::comment(tx, &ring, id, &commenting).await?;
                if throttle::count(tx, counted, COMMENTS).await? > COMMENTS.most {
                    return Err(Problem::new(ProblemKind::TooMany, "problem-too-many"));
                }
                Ok(made)
            }
            .boxed()
        });
        write.await
    }

    /// Answers a comment.
    ///
    /// # Errors
    /// Refused without permission; field problems; the conflict `classification-answered-already`.
    pub async fn answer_comment(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: CommentId,
        answer: CommentAnswer,
    ) -> Result<()> {
        let write = self.store.write(ctx, idem, move |tx| {
            let answer = answer.clone();
            async move { proposals::answer(tx, id, &answer).await }.boxed()
        });
        write.await
    }

    /// Every release that came out of a round, oldest first.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn releases(&self) -> Result<Vec<Release>> {
        let mut conn = self.store.read().await?;
        release::store::all(&mut conn).await
    }

    /// The world with every release, when it is another than the one of this version.
    ///
    /// # Errors
    /// As [`Store::read`]; the fault of a release that cannot be loaded.
    pub async fn world(&self, demo: bool, known: u64) -> Result<Option<World>> {
        let mut conn = self.store.read().await?;
        let count = release::store::count(&mut conn).await?;
        if crate::shipped::version_with(count) == known {
            return Ok(None);
        }
        let releases = release::store::all(&mut conn).await?;
        drop(conn);
        crate::shipped::world_with(demo, &releases).map(Some)
    }
}

fn is_out(stage: &Stage) -> bool {
    !matches!(stage, Stage::Drafted | Stage::Dropped { .. })
}

/// The words of the steps that the actor could take with a round today.
fn offers(
    ctx: &Ctx,
    round: &Adjustment,
    open: Open,
    all: &[(Proposal, Case)],
) -> Vec<&'static str> {
    let (by, today, calendar) = (ctx.actor.word(), ctx.today(), &ctx.world.calendar);
    let unseen = all.iter().filter(|(_, case)| !proposal::is_seen(case)).count();
    let possible = |step: &RoundStep| match step {
        RoundStep::Confirm => round.confirm(&by).is_ok(),
        RoundStep::Drop { reason } => round.drop_it(reason, &by).is_ok(),
        RoundStep::Consult => round.consult(today, unseen, calendar).is_ok(),
        RoundStep::Prepare { from } => round.prepare(*from, open, &by, today, calendar).is_ok(),
        RoundStep::SendBack => round.send_back().is_ok(),
        RoundStep::Release => round.release(&by, today).is_ok(),
    };
    let steps = [
        RoundStep::Confirm,
        RoundStep::Drop { reason: String::new() },
        RoundStep::Consult,
        RoundStep::Prepare { from: today },
        RoundStep::Release,
        RoundStep::SendBack,
    ];
    let theirs = |step: &RoundStep| authz::permit(ctx, step.action(), &object(round)).is_ok();
    steps.iter().filter(|step| theirs(step) && possible(step)).map(RoundStep::word).collect()
}

#[cfg(test)]
mod tests {
    use approval::Procedure;

    #[test]
    fn what_is_shipped_can_be_read() {
        let procedure = Procedure::read(super::PROCEDURE).map(|procedure| procedure.kind);
        assert_eq!(procedure, Ok(crate::proposal::CHANGE.to_owned()));
    }
}
