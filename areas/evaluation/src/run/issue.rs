//! Issuing a released run: batch after batch, each with its numbers in one transaction.

use super::{Candidate, Run, RunState, store, use_cases};
use crate::facts::RunIssued;
use crate::import::finding::Why;
use crate::{Evaluation, Fresh};
use ::store::jobs::{self, Claimed};
use ::store::{About, Tx};
use certificates::Site;
use certificates::public::{IssueBatch, IssueItem, issue_many_in};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{PersonId, Problem, ProblemKind, Result, RunId};
use people::person::PersonState;
use rules::RuleBook;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Certificates of one transaction.
const BATCH: u32 = 250;

/// What a batch needs besides the transaction.
#[derive(Clone)]
struct Press {
    ring: Arc<KeyRing>,
    site: Site,
    rules: Arc<RuleBook>,
    job: Claimed,
    run: RunId,
}

pub(crate) async fn run(area: &Evaluation, fresh: &Fresh, job: &Claimed, id: RunId) -> Result<()> {
    let press = Press {
        ring: Arc::clone(&area.ring),
        site: area.site.clone(),
        rules: Arc::clone(&area.rules),
        job: job.clone(),
        run: id,
    };
    let mut after = None;
    loop {
        let step = press.clone();
        let ctx = fresh();
        let write = area.store.write(&ctx, None, move |tx| batch(tx, step.clone(), after).boxed());
        match write.await {
            Ok(Step::On(last)) => after = last,
            Ok(Step::Over) => return Ok(()),
            Err(problem) if settles(&problem) => {
                let (step, why) = (press.clone(), Why::with(problem.code(), problem.args()));
                let halt = area
                    .store
                    .write(&ctx, None, move |tx| halt(tx, step.clone(), why.clone()).boxed());
                return halt.await;
            }
            Err(problem) => return Err(problem),
        }
    }
}

/// Whether somebody has to settle something before issuing can go on.
fn settles(problem: &Problem) -> bool {
    problem.kind() == ProblemKind::Conflict && problem.code().starts_with("certificates-")
}

async fn load(tx: &mut Tx, id: RunId) -> Result<Run> {
    store::find(tx, id).await?.ok_or_else(|| Problem::inconsistent("job", "payload", id))
}

/// Whether the work goes on after a batch.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Step {
    /// It does, behind this candidate; from the beginning without one.
    On(Option<store::Place>),
    /// The run has come to its end, or somebody has to settle something.
    Over,
}

/// Issues the next certificates behind a candidate.
async fn batch(tx: &mut Tx, press: Press, after: Option<store::Place>) -> Result<Step> {
    jobs::hold(tx, &press.job).await?;
    let run = load(tx, press.run).await?;
    if !matches!(run.state, RunState::Releasing { .. }) {
        jobs::finish(tx, &press.job).await?;
        return Ok(Step::Over);
    }
    let waiting = store::to_issue(tx, run.id, after, BATCH).await?;
    let Some(last) = waiting.last().map(|one| (one.import, one.row)) else {
        if after.is_some() {
            // Once more from the beginning, so that nobody is left behind whatever happened.
            return Ok(Step::On(None));
        }
        finish(tx, &press, &run).await?;
        return Ok(Step::Over);
    };
    let Some(waiting) = without_erased(tx, &run, waiting).await? else {
        return Ok(Step::On(after));
    };
    let rule = press.rules.pass_rule_named(&run.rule);
    let rule = rule.ok_or_else(|| Problem::internal(format!("no rule {}", run.rule)))?.clone();
    let items = waiting.iter().map(|candidate| IssueItem {
        candidate: candidate.id,
        person: candidate.person,
        variant: candidate.variant.clone(),
        parts: candidate.parts.clone(),
    });
    let batch = IssueBatch {
        body: run.body,
        run: run.id,
        occupation: run.occupation,
        level: run.level,
        exam_on: run.exam_on,
        rule,
        items: items.collect(),
    };
    let certificates = issue_many_in(tx, &press.ring, &press.site, &batch).await?;
    let issued: Vec<_> = waiting.iter().map(|c| c.id).zip(certificates).collect();
    store::set_certificates(tx, run.id, &issued).await?;
    for (candidate, (_, certificate)) in waiting.iter().zip(&issued) {
        let state = json!({ "certificate": certificate });
        tx.history("candidate", candidate.id.cast(), candidate.version + 1, "certify", &state)?;
    }
    let total = run.issued + issued.len() as i64;
    let changed = Run { issued: total, ..run.clone() };
    store::update(tx, &changed).await?;
    let state = json!({ "issued": changed.issued });
    tx.history("run", run.id.cast(), run.version + 1, "issue", &state)?;
    Ok(Step::On(Some(last)))
}

/// The candidates whose people still have their data; the others are withdrawn, one in each step,
/// and then nothing is given.
async fn without_erased(
    tx: &mut Tx,
    run: &Run,
    waiting: Vec<Candidate>,
) -> Result<Option<Vec<Candidate>>> {
    let ids: Vec<PersonId> = waiting.iter().map(|candidate| candidate.person).collect();
    let people = people::public::people_in(tx, &ids).await?;
    let erased = waiting.iter().find(|candidate| {
        people.get(&candidate.person).is_none_or(|person| person.state == PersonState::Erased)
    });
    match erased {
        None => Ok(Some(waiting)),
        Some(candidate) => {
            use_cases::take_out(tx, run, candidate, "person-erased").await?;
            Ok(None)
        }
    }
}

async fn finish(tx: &mut Tx, press: &Press, run: &Run) -> Result<()> {
    let state = run.state.clone().finish(tx.now())?;
    use_cases::set_state(tx, run, state, "finish").await?;
    let fact = RunIssued { run: run.id, issued: run.issued };
    tx.fact(About::body(run.body).subject(run.id.cast()), &fact)?;
    jobs::finish(tx, &press.job).await
}

async fn halt(tx: &mut Tx, press: Press, why: Why) -> Result<()> {
    jobs::hold(tx, &press.job).await?;
    let run = load(tx, press.run).await?;
    let state = run.state.clone().halt(why, tx.now())?;
    use_cases::set_state(tx, &run, state, "halt").await?;
    jobs::finish(tx, &press.job).await
}
