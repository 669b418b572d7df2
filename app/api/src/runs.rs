//! Runs for programs of evaluation bodies.

use crate::json::{Listed, Sent, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use evaluation::permissions::{RUN_READ, RUN_RELEASE};
use evaluation::{Run, ShownCandidate};
use kernel::{BodyId, CivilDate, Problem, RunId};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A run.
#[derive(Serialize, ToSchema)]
pub(crate) struct RunRecord {
    /// The identifier.
    id: String,
    /// The body.
    body: String,
    /// The code of the occupation.
    occupation: String,
    /// The stored word of the level.
    level: String,
    /// The exam day.
    #[schema(value_type = String, format = Date)]
    exam_on: CivilDate,
    /// The rule under which its results were decided.
    rule: String,
    /// `draft`, `releasing`, `halted` or `released`.
    state: &'static str,
    /// Everybody with a result that stands.
    candidates: i64,
    /// Those who passed.
    passed: i64,
    /// Certificates issued so far.
    issued: i64,
    /// When its first result was entered.
    #[schema(format = DateTime)]
    created_at: String,
}

impl RunRecord {
    fn of(run: &Run) -> Self {
        RunRecord {
            id: run.id.to_string(),
            body: run.body.to_string(),
            occupation: run.occupation.to_string(),
            level: run.level.word().to_owned(),
            exam_on: run.exam_on,
            rule: run.rule.clone(),
            state: run.state.word(),
            candidates: run.candidates,
            passed: run.passed,
            issued: run.issued,
            created_at: run.created_at.rfc3339(),
        }
    }
}

/// A candidate of a run, masked.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateRecord {
    /// The identifier.
    id: String,
    /// The row in the file.
    row: i64,
    /// The masked name; absent once the person's data were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The masked document number.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// 工种 / 职业方向
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// Whether every condition holds.
    passed: bool,
    /// Whether the result was withdrawn.
    withdrawn: bool,
    /// The rule of the decision.
    rule: String,
    /// The conditions of the decision.
    conditions: Vec<ConditionRecord>,
    /// The certificate it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
}

/// One condition of a decision with the fact it looked at.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConditionRecord {
    /// `theory`, `skill` or `review`.
    part: &'static str,
    /// `yes`, `no` or `missing`.
    #[schema(value_type = String)]
    met: rules::Met,
    /// What the part gave: marks in hundredths of a point, or a word.
    #[schema(value_type = Option<Object>)]
    found: Option<rules::PartResult>,
    /// The marks needed, in hundredths of a point.
    needed: u32,
}

impl CandidateRecord {
    fn of(shown: ShownCandidate) -> Self {
        let one = shown.candidate;
        let condition = |condition: &rules::Condition| ConditionRecord {
            part: condition.part.word(),
            met: condition.met,
            found: condition.found,
            needed: condition.needed,
        };
        CandidateRecord {
            id: one.id.to_string(),
            row: one.row,
            name: shown.name,
            number: shown.number,
            variant: one.variant,
            passed: one.decision.passed,
            withdrawn: one.withdrawn,
            conditions: one.decision.conditions.iter().map(condition).collect(),
            rule: one.decision.rule,
            certificate: one.certificate.map(|certificate| certificate.to_string()),
        }
    }
}

/// That a run is to be released. Nothing has to be said about it.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct ReleaseOrder {}

pub(crate) fn operations() -> Vec<Operation> {
    let (read, release) = (Access::Action(RUN_READ.code), Access::Action(RUN_RELEASE.code));
    let at = Serves::INNER_AND_SITE;
    let of_body = Route::get("/api/v1/bodies/{id}/runs", read, at, of_body);
    let one = Route::get("/api/v1/runs/{id}", read, at, one);
    let candidates = Route::get("/api/v1/runs/{id}/candidates", read, at, candidates);
    let release = Route::post("/api/v1/runs/{id}/release", release, at, released);
    vec![
        Operation::new::<Listed<RunRecord>>(
            of_body,
            "listRunsOfBody",
            "runs",
            "Runs of a body, latest first.",
        )
        .path("id", "The body.")
        .paged(),
        Operation::new::<RunRecord>(one, "getRun", "runs", "A run and its progress.")
            .path("id", "The identifier."),
        Operation::new::<Listed<CandidateRecord>>(
            candidates,
            "listCandidates",
            "runs",
            "Candidates with the stored decisions, masked. The look is recorded.",
        )
        .path("id", "The run.")
        .query("purpose", "Why they are looked at.")
        .rows::<CandidateRecord>()
        .paged(),
        Operation::new::<RunRecord>(
            release,
            "releaseRun",
            "runs",
            "Release a run: its passes become certificates. Never by whoever prepared it.",
        )
        .path("id", "The identifier.")
        .takes::<ReleaseOrder>()
        .idempotent(),
    ]
}

async fn of_body(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let body: BodyId = id.parse().map_err(|_| Problem::not_found())?;
    let ctx = v.ctx(app.world.clone());
    let page = app.evaluation.runs(&ctx, body, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |run| RunRecord::of(&run)))
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: RunId = id.parse().map_err(|_| Problem::not_found())?;
    give(&RunRecord::of(&app.evaluation.run(&v.ctx(app.world.clone()), id).await?))
}

async fn candidates(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let id: RunId = id.parse().map_err(|_| Problem::not_found())?;
    let (ctx, purpose) = (v.ctx(app.world.clone()), form.value("purpose").to_owned());
    let page = list::page_request(&v.here);
    let (_, page) = app.evaluation.open_run(&ctx, id, &page, purpose).await?;
    give(&Listed::of(page, CandidateRecord::of))
}

async fn released(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(order): Sent<ReleaseOrder>,
) -> Answer {
    let id: RunId = id.parse().map_err(|_| Problem::not_found())?;
    let ctx = v.ctx(app.world.clone());
    let idem = idem(&app, &headers, &(id, &order))?;
    app.evaluation.release_run(&ctx, idem, id).await?;
    give(&RunRecord::of(&app.evaluation.run(&ctx, id).await?))
}
