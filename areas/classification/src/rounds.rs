//! What the office does with a round, inside the transaction that the facade has opened.

use crate::adjustment::{Adjustment, NewAdjustment, Open, Stage};
use crate::permissions::{ADJUSTMENT_DECIDE, ADJUSTMENT_HANDLE};
use crate::proposal::{Proposal, is_seen};
use crate::release::Release;
use crate::{adjustment, checks, comment, facts, proposal, release};
use approval::{Case, State};
use authz::{Action, Object};
use kernel::{AdjustmentId, CivilDate, FieldProblem, Home, Problem, ProposalId, Result};
use serde::Serialize;
use serde_json::json;
use store::{About, Conn, Tx};

/// What is done with a round.
#[derive(Clone, Debug, Serialize)]
pub enum RoundStep {
    /// Makes the call public.
    Confirm,
    /// Does not let the call out.
    Drop {
        /// Why.
        reason: String,
    },
    /// Asks the public.
    Consult,
    /// Puts the release together.
    Prepare {
        /// The first day on which it shall hold.
        from: CivilDate,
    },
    /// Sends the release back.
    SendBack,
    /// Releases it.
    Release,
}

impl RoundStep {
    /// The word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            RoundStep::Confirm => "confirm",
            RoundStep::Drop { .. } => "drop",
            RoundStep::Consult => "consult",
            RoundStep::Prepare { .. } => "prepare",
            RoundStep::SendBack => "send_back",
            RoundStep::Release => "release",
        }
    }

    /// What one needs to be allowed for it.
    pub fn action(&self) -> &'static Action {
        match self {
            RoundStep::Consult | RoundStep::Prepare { .. } => &ADJUSTMENT_HANDLE,
            RoundStep::Confirm
            | RoundStep::Drop { .. }
            | RoundStep::SendBack
            | RoundStep::Release => &ADJUSTMENT_DECIDE,
        }
    }
}

pub(crate) fn object(one: &Adjustment) -> Object {
    Object::offices(vec![one.office])
}

pub(crate) async fn load(conn: &mut Conn, id: AdjustmentId) -> Result<Adjustment> {
    adjustment::store::find(conn, id).await?.ok_or_else(Problem::not_found)
}

/// What was handed in in a round, each with its case.
pub(crate) async fn handed_in(conn: &mut Conn, id: AdjustmentId) -> Result<Vec<(Proposal, Case)>> {
    let proposals = proposal::store::of_adjustment(conn, id).await?;
    let ids: Vec<_> = proposals.iter().filter_map(|one| one.case).collect();
    let cases = approval::cases_in(conn, &ids).await?;
    let with_case = |one: Proposal| {
        let case = cases.iter().find(|case| Some(case.id) == one.case)?.clone();
        Some((one, case))
    };
    Ok(proposals.into_iter().filter_map(with_case).collect())
}

pub(crate) async fn begin(tx: &mut Tx, new: NewAdjustment) -> Result<AdjustmentId> {
    let object = Object::offices(vec![new.office]);
    authz::permit(tx.ctx(), &ADJUSTMENT_HANDLE, &object)?;
    let mut findings = Vec::new();
    checks::text("title", &new.title, 60, &mut findings);
    checks::text("call", &new.call, 4000, &mut findings);
    if new.closes_on < new.opens_on {
        findings.push(FieldProblem::new("closes_on", "classification-call-backwards"));
    }
    if new.closes_on < tx.ctx().today() {
        findings.push(FieldProblem::new("closes_on", "classification-call-past"));
    }
    if new.consult_days == 0 || new.consult_days > 90 {
        findings.push(FieldProblem::new("consult_days", "classification-consult-days"));
    }
    checks::refuse(findings)?;
    let one = Adjustment {
        id: AdjustmentId::new(new.office.home(), tx.now(), &tx.random()),
        version: 1,
        office: new.office,
        title: new.title.trim().to_owned(),
        call: new.call.trim().to_owned(),
        opens_on: new.opens_on,
        closes_on: new.closes_on,
        consult_days: new.consult_days,
        stage: Stage::Drafted,
        entered_by: tx.ctx().actor.word(),
        entered_at: tx.now(),
    };
    adjustment::store::insert(tx, &one).await?;
    moved(tx, &one, 1, "begin")?;
    Ok(one.id)
}

/// History and fact of where a round stands now.
fn moved(tx: &mut Tx, one: &Adjustment, version: i64, action: &str) -> Result<()> {
    let state = json!({ "title": one.title, "stage": one.stage });
    tx.history("classification_adjustment", one.id.cast(), version, action, &state)?;
    let until = match &one.stage {
        Stage::Called { .. } => Some(one.closes_on),
        _ => one.comments_until(&tx.ctx().world.calendar),
    };
    let fact = facts::AdjustmentMoved {
        adjustment: one.id,
        office: one.office,
        stage: one.stage.word().to_owned(),
        until,
    };
    tx.fact(About::home(one.id.home()).subject(one.id.cast()), &fact)
}

/// What stands between a round and its release.
pub(crate) async fn open_of(conn: &mut Conn, all: &[(Proposal, Case)]) -> Result<Open> {
    let ids: Vec<ProposalId> = all.iter().map(|(one, _)| one.id).collect();
    let comments = comment::store::of_proposals(conn, &ids).await?;
    let settled = |case: &Case| case.progress.state.is_settled();
    Ok(Open {
        proposals: all.iter().filter(|(_, case)| !settled(case)).count(),
        comments: comments.iter().filter(|one| one.answer.is_none()).count(),
        approved: all.iter().filter(|(_, case)| is_approved(case)).count(),
    })
}

pub(crate) fn is_approved(case: &Case) -> bool {
    matches!(case.progress.state, State::Approved { .. })
}

fn approved(all: Vec<(Proposal, Case)>) -> Vec<Proposal> {
    all.into_iter().filter(|(_, case)| is_approved(case)).map(|(one, _)| one).collect()
}

pub(crate) async fn step(
    tx: &mut Tx,
    id: AdjustmentId,
    version: i64,
    step: RoundStep,
) -> Result<Stage> {
    let one = load(tx, id).await?;
    authz::permit(tx.ctx(), step.action(), &object(&one))?;
    if one.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let ctx = tx.ctx().clone();
    let (by, today, calendar) = (ctx.actor.word(), ctx.today(), &ctx.world.calendar);
    let stage = match &step {
        RoundStep::Confirm => one.confirm(&by)?,
        RoundStep::Drop { reason } => {
            let mut findings = Vec::new();
            checks::text("reason", reason, 500, &mut findings);
            checks::refuse(findings)?;
            one.drop_it(reason.trim(), &by)?
        }
        RoundStep::Consult => {
            let all = handed_in(tx, id).await?;
            let unseen = all.iter().filter(|(_, case)| !is_seen(case)).count();
            one.consult(today, unseen, calendar)?
        }
        RoundStep::Prepare { from } => {
            let all = handed_in(tx, id).await?;
            let open = open_of(tx, &all).await?;
            let stage = one.prepare(*from, open, &by, today, calendar)?;
            // What contradicts itself is told now, not on the day of the release.
            release::changes(&ctx.world, *from, &approved(all))?;
            stage
        }
        RoundStep::SendBack => one.send_back()?,
        RoundStep::Release => one.release(&by, today)?,
    };
    adjustment::store::set_stage(tx, &one, &stage).await?;
    let now = Adjustment { stage: stage.clone(), ..one };
    moved(tx, &now, version + 1, step.word())?;
    if let Stage::Released { from, .. } = &stage {
        enter(tx, &now, *from).await?;
    }
    Ok(stage)
}

/// Enters the new version of the classification.
async fn enter(tx: &mut Tx, one: &Adjustment, from: CivilDate) -> Result<()> {
    // Two releases wait for each other: each gives out the next free codes.
    tx.guard(vec![(Home::NODE, "classification-release".to_owned())]).await?;
    let all = handed_in(tx, one.id).await?;
    let world = std::sync::Arc::clone(&tx.ctx().world);
    // Another process may know a release that this one has not seen yet.
    let known = release::store::count(tx).await?;
    if world.version != crate::shipped::version_with(known) {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let changes = release::changes(&world, from, &approved(all))?;
    let release = Release { from, source: one.title.clone(), adjustment: one.id, changes };
    // The whole classification is made once with it: what cannot be loaded is not released.
    let mut releases = release::store::all(tx).await?;
    releases.push(release.clone());
    crate::shipped::world_with(world.demo, &releases)
        .map_err(|problem| Problem::conflict("classification-unloadable").detail(problem))?;
    release::store::insert(tx, &release).await?;
    let fact = facts::Released {
        adjustment: one.id,
        from,
        lines: release.changes.lines.clone(),
        defined: release.changes.definitions.iter().map(|(code, _)| *code).collect(),
    };
    tx.fact(About::home(one.id.home()).subject(one.id.cast()), &fact)
}
