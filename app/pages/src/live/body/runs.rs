//! 考核批次, from the installation.

use super::{chosen, desk};
use crate::kit::show;
use crate::live::{id, idem};
use crate::runs::{
    CERTIFIED, CandidateRow, FAILED, PASSED, Release, RunPage, RunRow, RunsPage, Stage, WITHDRAWN,
    Withdrawal, condition,
};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect};
use evaluation::permissions::RUN_READ;
use evaluation::{Run, ShownCandidate};
use kernel::{CandidateId, ProblemKind, Result, RunId};
use platform::App;
use web_kit::form::text;
use web_kit::{Answer, Asked, FormState, Paging, Submitted, Visit, list};

/// Why a run's candidates are looked at.
const SHOWN: &str = "run-shown";

/// The runs of a body.
pub async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let body = chosen(&v, &app, &RUN_READ, form.value("body"))?;
    let page = app.evaluation.runs(&ctx, body, &list::page_request(&v.here)).await?;
    show(&RunsPage {
        desk: desk(&v, &app, &RUN_READ, body).await?,
        runs: page.items.iter().map(|run| row(&v, &app, run)).collect(),
        paging: Paging::new(&v.here, &page, None),
        v,
    })
}

pub(super) fn row(v: &Visit, app: &App, run: &Run) -> RunRow {
    RunRow {
        occupation: app.occupation_name(run.occupation, run.exam_on),
        level: run.level.printed(v.t.lang).to_owned(),
        href: format!("/runs/{}", run.id),
        exam_on: run.exam_on,
        stage: Stage::of(&run.state),
        candidates: run.candidates,
        passed: run.passed,
    }
}

/// A run with its candidates.
pub async fn one(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Answer {
    shown(v, &app, id(&text)?, &headers, FormState::default()).await
}

async fn shown(v: Visit, app: &App, id: RunId, headers: &HeaderMap, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let page = list::page_request(&v.here);
    let (run, candidates) = app.evaluation.open_run(&ctx, id, &page, SHOWN.to_owned()).await?;
    let may_withdraw = app.evaluation.may_withdraw(&ctx, &run).await?;
    let rows = candidates.items.iter().map(|one| candidate(&v, &run, one, may_withdraw));
    let rows: Vec<CandidateRow> = rows.collect();
    let wanted = v.here.query("withdraw").unwrap_or_default();
    let wanted = candidates.items.iter().position(|one| one.candidate.id.to_string() == wanted);
    let withdraw = wanted.filter(|_| may_withdraw).map(|at| Withdrawal {
        candidate: rows[at].clone(),
        action: withdraw_action(&v, id),
        back: back(&v, id),
        form,
    });
    crate::runs::run(
        headers,
        &RunPage {
            desk: desk(&v, app, &RUN_READ, run.body).await?,
            href: format!("/runs/{id}"),
            run: row(&v, app, &run),
            issued: run.issued,
            certificates_href: format!("/certificates?body={}&run={id}", run.body),
            own: run.prepared_by.contains(&v.actor().word()),
            release: release_offer(&v, app, id).await?,
            rule: run.rule,
            candidates: rows,
            paging: Paging::new(&v.here, &candidates, None),
            withdraw,
            v,
        },
    )
}

/// The part of the address that says which page is shown, for another path.
fn elsewhere(path: &str, here: &str) -> String {
    let query = here.split_once('?').map(|(_, query)| format!("?{query}"));
    format!("{path}{}", query.unwrap_or_default())
}

fn withdraw_action(v: &Visit, id: RunId) -> String {
    elsewhere(&format!("/runs/{id}/withdraw"), &v.here.to_string())
}

fn back(v: &Visit, id: RunId) -> String {
    elsewhere(&format!("/runs/{id}"), &v.here.without("withdraw"))
}

/// What a release would be refused for is told before anybody tries.
async fn release_offer(v: &Visit, app: &App, id: RunId) -> Result<Release> {
    match app.evaluation.check_release(&v.ctx(app.world.clone()), id).await {
        Ok(()) => Ok(Release::Open),
        Err(problem) if problem.code() == "evaluation-run-step" => Ok(Release::Not),
        Err(problem) => match problem.kind() {
            ProblemKind::Conflict => {
                Ok(Release::Refused(v.t.problem(&problem), v.t.problem_next(&problem)))
            }
            ProblemKind::Forbidden | ProblemKind::NotFound => Ok(Release::Not),
            _ => Err(problem),
        },
    }
}

fn candidate(v: &Visit, run: &Run, shown: &ShownCandidate, may_withdraw: bool) -> CandidateRow {
    let one = &shown.candidate;
    let state = match (one.withdrawn, one.certificate, one.decision.passed) {
        (true, _, _) => WITHDRAWN,
        (false, Some(_), _) => CERTIFIED,
        (false, None, true) => PASSED,
        (false, None, false) => FAILED,
    };
    let open = may_withdraw && !one.withdrawn && one.certificate.is_none();
    CandidateRow {
        row: one.row,
        name: shown.name.clone(),
        number: shown.number.clone().unwrap_or_default(),
        variant: one.variant.clone().unwrap_or_default(),
        state,
        parts: one.decision.conditions.iter().map(|c| condition(v.t, c)).collect(),
        rule: match one.decision.rule == run.rule {
            true => String::new(),
            false => one.decision.rule.clone(),
        },
        withdraw_href: match open {
            true => elsewhere(
                &format!("/runs/{}", run.id),
                &v.here.with("withdraw", &one.id.to_string()),
            ),
            false => String::new(),
        },
        certificate_href: one
            .certificate
            .map(|certificate| format!("/certificates/{certificate}"))
            .unwrap_or_default(),
    }
}

/// Releases a run.
pub async fn release(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let id: RunId = id(&text)?;
    let idem = idem(&app, &form, &("release", id))?;
    app.evaluation.release_run(&v.ctx(app.world.clone()), idem, id).await?;
    Ok(Redirect::to(&format!("/runs/{id}")).into_response())
}

/// Withdraws the candidate whom the address names.
pub async fn withdraw(
    v: Visit,
    State(app): State<App>,
    Path(run): Path<String>,
    headers: HeaderMap,
    Submitted(mut form): Submitted,
) -> Answer {
    let run: RunId = id(&run)?;
    let candidate: CandidateId = id(v.here.query("withdraw").unwrap_or_default())?;
    let reason = form.optional("reason", text("reason", 500));
    let Some(reason) = reason else { return shown(v, &app, run, &headers, form).await };
    let reason = reason.unwrap_or_default();
    let idem = idem(&app, &form, &("withdraw", candidate, &reason))?;
    let ctx = v.ctx(app.world.clone());
    match app.evaluation.withdraw(&ctx, idem, candidate, reason).await {
        Ok(()) => Ok(Redirect::to(&back(&v, run)).into_response()),
        Err(problem) if form.absorb(&problem) => shown(v, &app, run, &headers, form).await,
        Err(problem) => Err(problem.into()),
    }
}
