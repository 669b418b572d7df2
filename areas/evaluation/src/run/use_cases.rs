//! The use cases of runs, each inside the transaction that the facade has opened.

use super::{Candidate, Run, RunState, ShownCandidate, store};
use crate::facts::{ResultWithdrawn, RunReleased};
use crate::jobs::{ISSUE_RUN, IssueRun};
use crate::{permissions, public};
use ::store::looked::Look;
use ::store::{About, Conn, Tx};
use authz::Action;
use crypto::KeyRing;
use kernel::{
    BodyId, CandidateId, CivilDate, Ctx, FieldProblem, Home, OccupationCode, Office, Page,
    PageRequest, PersonId, Problem, Result, RunId, SkillLevel,
};
use organisations::KeyState;
use organisations::filing::{MayCertify, may_certify};
use people::Disclosure;
use serde_json::json;

/// The guard that whoever adds to, withdraws from or releases runs of this kind touches first.
pub(crate) fn guard(
    body: BodyId,
    occupation: OccupationCode,
    level: SkillLevel,
    exam_on: CivilDate,
) -> (Home, String) {
    (body.home(), format!("run/{body}/{occupation}/{}/{exam_on}", level.word()))
}

/// The run, if the actor may do this with it.
pub(crate) async fn open(conn: &mut Conn, ctx: &Ctx, action: &Action, id: RunId) -> Result<Run> {
    let run = store::find(conn, id).await?.ok_or_else(Problem::not_found)?;
    public::permit_body(conn, ctx, action, run.body).await?;
    Ok(run)
}

/// The run again, after its guard is held.
async fn open_guarded(tx: &mut Tx, action: &Action, id: RunId) -> Result<Run> {
    let ctx = tx.ctx().clone();
    let run = open(tx, &ctx, action, id).await?;
    tx.guard(vec![guard(run.body, run.occupation, run.level, run.exam_on)]).await?;
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Records that somebody looks at candidates of a run, for each of them: everybody sees in their own
/// archive who looked.
pub(crate) async fn look(
    tx: &mut Tx,
    id: RunId,
    purpose: String,
    mut people: Vec<PersonId>,
) -> Result<()> {
    let ctx = tx.ctx().clone();
    let action = &permissions::RUN_READ;
    let run = open(tx, &ctx, action, id).await?;
    let object = public::object_in(tx, run.body).await?;
    let office = match authz::acting_office(&ctx.actor, action, &object) {
        Some(Office::Authority { id, .. }) => Some(id.cast()),
        Some(Office::Body(id)) => Some(id.cast()),
        Some(Office::Node) | None => None,
    };
    people.sort();
    people.dedup();
    let mut looked: Vec<Option<PersonId>> = people.into_iter().map(Some).collect();
    if looked.is_empty() {
        looked.push(None); // the audit shows that somebody opened an empty list, too
    }
    for person in looked {
        let purpose = purpose.clone();
        tx.looked(&Look { person, office, action: action.code, purpose, withheld_until: None });
    }
    Ok(())
}

/// The run with a page of its candidates, masked.
pub(crate) async fn shown(
    conn: &mut Conn,
    ring: &KeyRing,
    ctx: &Ctx,
    id: RunId,
    page: &PageRequest,
) -> Result<(Run, Page<ShownCandidate>)> {
    let run = open(conn, ctx, &permissions::RUN_READ, id).await?;
    let rows = store::of_run(conn, id, page).await?;
    let page = Page::from_rows(rows, page.limit(), |one| format!("{}.{}", one.import, one.row));
    let people: Vec<PersonId> = page.items.iter().map(|candidate| candidate.person).collect();
    let personal = people::public::personal_in(conn, ring, &people).await?;
    let page = page.map(|candidate| {
        let personal = personal.get(&candidate.person);
        let number = personal.and_then(|p| p.documents.first());
        ShownCandidate {
            name: personal.map(|p| p.name.masked()),
            number: number.map(|document| document.number.masked(Disclosure::Clerk)),
            candidate,
        }
    });
    Ok((run, page))
}

/// The state after its release by the actor, or why they may not release it.
pub(crate) async fn released(conn: &mut Conn, ctx: &Ctx, run: &Run) -> Result<RunState> {
    let by = ctx.actor.word();
    let state = run.state.clone().release(by, &run.prepared_by, ctx.now)?;
    if run.passed <= run.issued {
        return Err(Problem::conflict("evaluation-nobody-passed"));
    }
    let filings = organisations::public::filings_in(conn, run.body).await?;
    if let MayCertify::No(why) = may_certify(&filings, run.occupation, run.level, run.exam_on) {
        return Err(Problem::conflict("certificates-not-filed").arg("reason", why.code()));
    }
    let keys = organisations::public::keys_in(conn, run.body).await?;
    if !keys.iter().any(|key| matches!(key.state, KeyState::Active { .. })) {
        return Err(Problem::conflict("certificates-no-key"));
    }
    Ok(state)
}

pub(crate) async fn release(tx: &mut Tx, id: RunId) -> Result<()> {
    let run = open_guarded(tx, &permissions::RUN_RELEASE, id).await?;
    let ctx = tx.ctx().clone();
    let state = released(tx, &ctx, &run).await?;
    set_state(tx, &run, state, "release").await?;
    let fact = RunReleased {
        run: id,
        occupation: run.occupation,
        level: run.level,
        exam_on: run.exam_on,
        candidates: run.candidates,
        passed: run.passed,
    };
    tx.fact(About::body(run.body).subject(id.cast()).rule(run.rule.as_str()), &fact)?;
    let now = tx.now();
    tx.enqueue(ISSUE_RUN, &IssueRun { run: id }, now).await?;
    Ok(())
}

/// Writes a new state with its history.
pub(crate) async fn set_state(tx: &mut Tx, run: &Run, state: RunState, action: &str) -> Result<()> {
    let changed = Run { state, ..run.clone() };
    store::update(tx, &changed).await?;
    tx.history("run", run.id.cast(), run.version + 1, action, &changed.state)
}

pub(crate) async fn withdraw(tx: &mut Tx, id: CandidateId, reason: String) -> Result<()> {
    let candidate = store::candidate(tx, id).await?.ok_or_else(Problem::not_found)?;
    let run = open_guarded(tx, &permissions::CANDIDATE_WITHDRAW, candidate.run).await?;
    if reason.trim().is_empty() {
        return Err(Problem::fields(vec![FieldProblem::new("reason", "evaluation-reason")]));
    }
    if !run.state.is_open() {
        return Err(Problem::conflict("evaluation-run-step"));
    }
    if candidate.withdrawn || candidate.certificate.is_some() {
        return Err(Problem::conflict("evaluation-withdrawn"));
    }
    take_out(tx, &run, &candidate, &reason).await
}

/// Withdraws a candidate of a run whose guard is held.
pub(crate) async fn take_out(
    tx: &mut Tx,
    run: &Run,
    candidate: &Candidate,
    reason: &str,
) -> Result<()> {
    store::withdraw(tx, candidate).await?;
    let passed = run.passed - i64::from(candidate.decision.passed);
    let changed = Run { candidates: run.candidates - 1, passed, ..run.clone() };
    store::update(tx, &changed).await?;
    let state = json!({ "reason": reason });
    tx.history("candidate", candidate.id.cast(), candidate.version + 1, "withdraw", &state)?;
    let counts = json!({ "candidates": changed.candidates, "passed": changed.passed });
    tx.history("run", run.id.cast(), run.version + 1, "withdraw", &counts)?;
    let about = About::person(candidate.person).at(run.body).subject(candidate.id.cast());
    tx.fact(about, &ResultWithdrawn { candidate: candidate.id, run: run.id })
}
