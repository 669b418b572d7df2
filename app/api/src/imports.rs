//! Imports of results for programs of evaluation bodies.

use crate::json::{Listed, ProblemField, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use evaluation::permissions::{IMPORT_READ, IMPORT_START};
use evaluation::{Import, NewImport, ShownFinding};
use kernel::{BodyId, CivilDate, ImportId, Problem};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::form::date;
use web_kit::{Access, Answer, Asked, Limits, Route, Serves, T, Visit, download, list, upload};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An import.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRecord {
    /// The identifier.
    id: String,
    /// The body whose results these are.
    body: String,
    /// The file's name.
    file_name: String,
    /// `waiting`, `checking`, `entering`, `done`, `refused`, `unreadable` or `cancelled`.
    state: &'static str,
    /// Why the file as a whole was not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ProblemField>,
    /// Whether rows without mistakes are entered although others have some.
    keep_good: bool,
    /// Units done in the present phase.
    progress_done: i64,
    /// Units of the present phase; 0 before it is known.
    progress_total: i64,
    /// Rows checked.
    rows: i64,
    /// Rows with mistakes.
    bad: i64,
    /// Results entered.
    entered: i64,
    /// Rows whose result was there already.
    known: i64,
    /// Of the results entered, passes.
    passed: i64,
    /// Whether there is a report to download.
    report: bool,
    /// When it was uploaded.
    #[schema(format = DateTime)]
    created_at: String,
}

impl ImportRecord {
    fn of(t: T, one: &Import) -> Self {
        let reason = match &one.state {
            evaluation::ImportState::Unreadable { why, .. } => Some(why.problem("file")),
            _ => None,
        };
        ImportRecord {
            id: one.id.to_string(),
            body: one.body.to_string(),
            file_name: one.file_name.clone(),
            state: one.state.word(),
            reason: reason.map(|problem| ProblemField::of(t, &problem)),
            keep_good: one.keep_good,
            progress_done: one.progress.done,
            progress_total: one.progress.total,
            rows: one.rows.total,
            bad: one.rows.bad,
            entered: one.rows.entered,
            known: one.rows.known,
            passed: one.rows.passed,
            report: one.report.is_some(),
            created_at: one.created_at.rfc3339(),
        }
    }
}

/// What is wrong with one cell.
#[derive(Serialize, ToSchema)]
pub(crate) struct FindingRow {
    /// The row as spreadsheets count it.
    row: u32,
    /// The heading of the column in the file.
    heading: String,
    /// What the cell shows, with personal parts hidden.
    value: String,
    /// What is wrong and what to do.
    problem: ProblemField,
}

pub(crate) fn operations() -> Vec<Operation> {
    let (start, read) = (Access::Action(IMPORT_START.code), Access::Action(IMPORT_READ.code));
    let at = Serves::INNER_AND_SITE;
    let upload = Route::post("/api/v1/bodies/{id}/imports", start, at, upload);
    let one = Route::get("/api/v1/imports/{id}", read, at, one);
    let findings = Route::get("/api/v1/imports/{id}/findings", read, at, findings);
    let report = Route::get("/api/v1/imports/{id}/report.xlsx", read, at, report);
    vec![
        Operation::new::<ImportRecord>(
            upload.limits(Limits::UPLOAD),
            "startImport",
            "imports",
            "Send a spreadsheet of results. Its template is recognised by its header; it is checked \
             in the background.",
        )
        .path("id", "The body whose results these are.")
        .query("name", "The file's name, for people.")
        .query("exam_on", "The exam day of rows that name none.")
        .query("keep", "`true`: rows without mistakes are entered although others have some.")
        .takes_file()
        .idempotent(),
        Operation::new::<ImportRecord>(one, "getImport", "imports", "An import and its progress.")
            .path("id", "The identifier."),
        Operation::new::<Listed<FindingRow>>(
            findings,
            "listFindings",
            "imports",
            "What is wrong with the rows, in the order of the file.",
        )
        .rows::<FindingRow>()
        .path("id", "The identifier.")
        .paged(),
        Operation::new::<ImportRecord>(
            report,
            "getImportReport",
            "imports",
            "The spreadsheet with the mistakes marked and what to do beside them.",
        )
        .path("id", "The identifier.")
        .gives_file(XLSX),
    ]
}

async fn upload(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Asked(mut form): Asked,
    upload::Sent(file): upload::Sent,
) -> Answer {
    let body: BodyId = id.parse().map_err(|_| Problem::not_found())?;
    let exam_on: Option<Option<CivilDate>> = form.optional("exam_on", date("exam_on"));
    let Some(exam_on) = exam_on else { return Err(Problem::fields(form.problems).into()) };
    let keep_good = form.value("keep") == "true";
    let command = NewImport { body, file_name: file.name.clone(), exam_on, keep_good };
    let (ctx, area) = (v.ctx(app.world.clone()), app.evaluation.clone());
    let idem = idem(&app, &headers, &command)?;
    let started = file.read_by(move |content| async move {
        let id = area.start_import(&ctx, idem, command, content).await?;
        area.import(&ctx, id).await
    });
    give(&ImportRecord::of(v.t, &started.await?))
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Problem::not_found())?;
    let import = app.evaluation.import(&v.ctx(app.world.clone()), id).await?;
    give(&ImportRecord::of(v.t, &import))
}

async fn findings(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Problem::not_found())?;
    let ctx = v.ctx(app.world.clone());
    let page = app.evaluation.findings(&ctx, id, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |one: ShownFinding| FindingRow {
        row: one.row,
        heading: one.heading,
        value: one.value,
        problem: ProblemField::of(v.t, &one.problem),
    }))
}

async fn report(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Problem::not_found())?;
    let (ctx, area) = (v.ctx(app.world.clone()), app.evaluation.clone());
    let body =
        download::written_by(move |mut out| async move { area.report(&ctx, id, &mut out).await });
    Ok(([(CONTENT_TYPE, XLSX)], body.await?).into_response())
}
