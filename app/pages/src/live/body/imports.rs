//! 成绩导入, from the installation.

use super::{chosen, desk};
use crate::imports::{ImportPage, ImportRow, ImportsPage, Mistake, NewImportPage, Stage};
use crate::kit::show;
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect};
use evaluation::permissions::{IMPORT_READ, IMPORT_START};
use evaluation::{NewImport, ShownFinding, TemplateKind};
use kernel::{BodyId, FieldProblem, ImportId, Problem, Result};
use platform::App;
use web_kit::form::date;
use web_kit::{Answer, Asked, File, FormState, Paging, Submitted, Upload, Visit, download, list};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The imports of a body.
pub async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let body = chosen(&v, &app, &IMPORT_READ, form.value("body"))?;
    let page = app.evaluation.imports(&ctx, body, &list::page_request(&v.here)).await?;
    let row = |import: &evaluation::Import| ImportRow {
        file: import.file_name.clone(),
        href: format!("/imports/{}", import.id),
        at: import.created_at,
        stage: Stage::of(import),
        rows: import.rows,
    };
    show(&ImportsPage {
        desk: desk(&v, &app, &IMPORT_READ, body).await?,
        imports: page.items.iter().map(row).collect(),
        paging: Paging::new(&v.here, &page, None),
        may_import: app.evaluation.check_import(&ctx, body).await.is_ok(),
        v,
    })
}

/// The form of an upload.
pub async fn form(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let body = chosen(&v, &app, &IMPORT_START, form.value("body"))?;
    again(v, &app, body, FormState::default()).await
}

async fn again(v: Visit, app: &App, body: BodyId, form: FormState) -> Answer {
    app.evaluation.check_import(&v.ctx(app.world.clone()), body).await?;
    let desk = desk(&v, app, &IMPORT_START, body).await?;
    show(&NewImportPage { v, desk, form })
}

/// Takes the file in.
pub async fn start(v: Visit, State(app): State<App>, upload: Upload) -> Answer {
    let Upload { mut form, file } = upload;
    let body = chosen(&v, &app, &IMPORT_START, form.value("body"))?;
    let exam_on = form.optional("exam_on", date("exam_on"));
    if file.is_none() {
        form.refuse(FieldProblem::new("file", "field-file-required"));
    }
    let (Some(exam_on), Some(file)) = (exam_on, file) else {
        return again(v, &app, body, form).await;
    };
    let command = NewImport {
        body,
        file_name: file.name.clone(),
        exam_on,
        keep_good: form.chosen("keep", "yes"),
    };
    match take_in(&v, &app, &form, command, file).await {
        Ok(id) => Ok(Redirect::to(&format!("/imports/{id}")).into_response()),
        Err(problem) if form.absorb(&problem) => again(v, &app, body, form).await,
        Err(problem) => Err(problem.into()),
    }
}

async fn take_in(
    v: &Visit,
    app: &App,
    form: &FormState,
    command: NewImport,
    file: File,
) -> Result<ImportId> {
    let (ctx, area) = (v.ctx(app.world.clone()), app.evaluation.clone());
    let idem = idem(app, form, &command)?;
    file.read_by(
        move |content| async move { area.start_import(&ctx, idem, command, content).await },
    )
    .await
}

/// An empty spreadsheet.
pub async fn template(v: Visit, State(app): State<App>, Path(file): Path<String>) -> Answer {
    let kind = file.strip_suffix(".xlsx").and_then(TemplateKind::from_word);
    let kind = kind.ok_or_else(Problem::not_found)?;
    chosen(&v, &app, &IMPORT_READ, "")?;
    let bytes = app.evaluation.template_file(&v.ctx(app.world.clone()), kind, v.t.lang)?;
    Ok((attached(&file), bytes).into_response())
}

fn attached(name: &str) -> [(axum::http::HeaderName, String); 2] {
    let named = format!("attachment; filename=\"{name}\"");
    [(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, named)]
}

/// Somebody is done with the mistakes of an import.
pub async fn settle(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let id: ImportId = id(&text)?;
    let idem = idem(&app, &form, &("settle", id))?;
    app.evaluation.settle_import(&v.ctx(app.world.clone()), idem, id).await?;
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

/// An import: its progress, then its report.
pub async fn one(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let id: ImportId = id(&text)?;
    let import = app.evaluation.import(&ctx, id).await?;
    let findings = app.evaluation.findings(&ctx, id, &list::page_request(&v.here)).await?;
    let may_import = app.evaluation.check_import(&ctx, import.body).await.is_ok();
    let href = format!("/imports/{id}");
    let below = |word: &str, there: bool| match there {
        true => format!("{href}/{word}"),
        false => String::new(),
    };
    crate::imports::import(
        &headers,
        &ImportPage {
            desk: desk(&v, &app, &IMPORT_READ, import.body).await?,
            own: import.created_by == v.actor().word(),
            at: import.created_at,
            stage: Stage::of(&import),
            rows: import.rows,
            paging: Paging::new(&v.here, &findings, None),
            mistakes: findings.items.into_iter().map(|finding| mistake(&v, finding)).collect(),
            report_href: below("report.xlsx", import.report.is_some()),
            cancel_href: below("cancel", may_import && import.state.can_be_stopped()),
            settle_href: below("settle", may_import && import.waits_for_somebody()),
            file: import.file_name,
            href,
            may_import,
            v,
        },
    )
}

fn mistake(v: &Visit, finding: ShownFinding) -> Mistake {
    let column = match finding.heading.is_empty() {
        true => v.t.get(&finding.field.text()),
        false => finding.heading,
    };
    Mistake { row: finding.row.into(), column, value: finding.value, finding: finding.problem }
}

/// The spreadsheet with the mistakes marked.
pub async fn report(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let (ctx, area) = (v.ctx(app.world.clone()), app.evaluation.clone());
    let id: ImportId = id(&text)?;
    let body =
        download::written_by(move |mut out| async move { area.report(&ctx, id, &mut out).await });
    Ok((attached("report.xlsx"), body.await?).into_response())
}

/// Stops an import.
pub async fn cancel(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let id: ImportId = id(&text)?;
    let idem = idem(&app, &form, &("cancel", id))?;
    app.evaluation.cancel_import(&v.ctx(app.world.clone()), idem, id).await?;
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}
