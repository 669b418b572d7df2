//! Filling a return, handing it in, accepting, returning and opening it again.

use super::{cell_name, conditions, figure, file_title, href, is_by_hand, missing, shown};
use crate::kit::show;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use crate::returns::{FillPage, StepPage};
use ::returns::form::Source;
use ::returns::permissions::{RETURN_DECIDE, RETURN_FILL, RETURN_REOPEN, RETURN_SUBMIT};
use ::returns::{Answer as Said, Cell, ReturnFile, Seen, Span, Typed};
use authz::Action;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{Ctx, FieldProblem, Problem, Result, ReturnId};
use platform::App;
use web_kit::{Answer, FormState, Submitted, Visit};

fn seen(form: &FormState) -> Result<Seen> {
    let version = form.value("version").parse().map_err(|_| Problem::not_found())?;
    Ok(Seen { version })
}

fn as_seen(file: &ReturnFile) -> FormState {
    FormState::with(&[("version", &file.sheet.version.to_string())])
}

fn field(cell: &Cell) -> String {
    format!("{}-{}", cell.row, cell.span.word())
}

/// A whole number as people type it, with or without commas.
fn whole(name: &'static str, row: &str, typed: &str) -> std::result::Result<i64, FieldProblem> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let value = digits.parse::<i64>().ok().filter(|value| *value >= 0);
    value.ok_or_else(|| FieldProblem::new(name, "returns-figure").arg("row", row))
}

fn fill_page(v: Visit, file: &ReturnFile, mut form: FormState) -> Answer {
    let by_hand: Vec<&Cell> = file.sheet.cells.iter().filter(|cell| is_by_hand(cell)).collect();
    if form.value("version").is_empty() {
        let version = file.sheet.version.to_string();
        let mut values = vec![("version".to_owned(), version)];
        for cell in &by_hand {
            let own = cell.own().map(|own| own.to_string()).unwrap_or_default();
            values.push((field(cell), own));
        }
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        form = FormState::with(&values);
    }
    let hint = |cell: &Cell| match file.form.row(&cell.row).map(|row| &row.source) {
        Some(Source::Hand(why)) => why.of(v.t.lang).to_owned(),
        _ => String::new(),
    };
    let label = |cell: &Cell| cell_name(&v, &file.form, &cell.row, cell.span);
    let fields = by_hand.iter().map(|cell| (field(cell), label(cell), hint(cell)));
    let others = file.sheet.cells.iter().filter(|cell| !is_by_hand(cell));
    let cells = others.map(|cell| {
        let colon = v.t.get("form-colon");
        (field(cell), format!("{}{colon}{}", label(cell), figure(&v, cell.own())))
    });
    show(&FillPage {
        title: file_title(&v, file),
        href: href(&file.sheet),
        fields: fields.collect(),
        cells: cells.collect(),
        form,
        v,
    })
}

/// The form with which a return is filled.
pub async fn ask_fill(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.returns.file_for(&ctx, id(&text)?, &RETURN_FILL).await?;
    file.sheet.state.is_open()?;
    fill_page(v, &file, FormState::default())
}

/// What was typed, for the cells that it changes; nothing when something is no number.
fn read_typed(form: &mut FormState, file: &ReturnFile) -> Option<Vec<Typed>> {
    let mut typed = Vec::new();
    let mut wrong = Vec::new();
    let mut take = |cell: &Cell, text: &str| {
        let value = match text.trim().is_empty() {
            true => Ok(None),
            false => whole("cells", &cell.row, text).map(Some),
        };
        match value {
            Ok(value) => typed.push(Typed { row: cell.row.clone(), span: cell.span, value }),
            Err(problem) => wrong.push(problem),
        }
    };
    for cell in file.sheet.cells.iter().filter(|cell| is_by_hand(cell)) {
        take(cell, form.value(&field(cell)));
    }
    let chosen = form.value("change").split_once('-').and_then(|(row, span)| {
        let span = Span::from_word(span)?;
        ::returns::sheet::find(&file.sheet.cells, row, span)
    });
    if let Some(cell) = chosen.filter(|cell| !is_by_hand(cell)) {
        take(cell, form.value("value"));
    }
    let right = wrong.is_empty();
    for problem in wrong {
        form.refuse(problem);
    }
    right.then_some(typed)
}

/// Types figures into a return.
pub async fn fill(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.returns.file_for(&ctx, id(&text)?, &RETURN_FILL).await?;
    if let Some(typed) = read_typed(&mut form, &file) {
        let (seen, reason) = (seen(&form)?, form.value("reason").to_owned());
        let idem = idem(&app, &form, &(file.sheet.id, seen, &typed, &reason))?;
        match app.returns.enter(&ctx, idem, file.sheet.id, seen, (typed, reason)).await {
            Ok(()) => return Ok(Redirect::to(&href(&file.sheet)).into_response()),
            Err(problem) => refuse(&mut form, "cells", problem)?,
        }
    }
    fill_page(v, &file, form)
}

/// Fills a return again from the system.
pub async fn refill(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let (id, seen): (ReturnId, Seen) = (id(&text)?, seen(&form)?);
    let idem = idem(&app, &form, &("refill", id, seen))?;
    app.refill_return(&ctx, idem, id, seen).await?;
    let file = app.returns.file(&ctx, id).await?;
    shown(v, &app, &ctx, file, FormState::default()).await
}

fn step_page(v: Visit, file: &ReturnFile, step: &'static str, form: FormState) -> Answer {
    show(&StepPage {
        step,
        title: file_title(&v, file),
        office: file.office.name.clone(),
        href: href(&file.sheet),
        checks: conditions(&v, file),
        missing: missing(&v, file),
        form,
        v,
    })
}

/// A step's form, for whoever may take the step.
async fn ask(v: Visit, app: App, text: String, step: &'static str, action: &Action) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.returns.file_for(&ctx, id(&text)?, action).await?;
    step_page(v, &file, step, as_seen(&file))
}

/// The form with which a return is handed in.
pub async fn ask_submit(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    ask(v, app, text, "submit", &RETURN_SUBMIT).await
}

/// The form with which a return is accepted or returned.
pub async fn ask_decide(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    ask(v, app, text, "decide", &RETURN_DECIDE).await
}

/// The form with which a return is opened again.
pub async fn ask_reopen(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    ask(v, app, text, "reopen", &RETURN_REOPEN).await
}

/// After a step: back to the return, or the form again with what was refused.
fn after(
    v: Visit,
    file: &ReturnFile,
    step: &'static str,
    mut form: FormState,
    (field, done): (&'static str, Result<()>),
) -> Answer {
    match done {
        Ok(()) => Ok(Redirect::to(&href(&file.sheet)).into_response()),
        Err(problem) => {
            refuse(&mut form, field, problem)?;
            step_page(v, file, step, form)
        }
    }
}

/// What a step rests on: who asks, about what, and the version that was seen.
async fn begun(v: &Visit, app: &App, text: &str, action: &Action) -> Result<(Ctx, ReturnFile)> {
    let ctx = v.ctx(app.world.clone());
    let file = app.returns.file_for(&ctx, id(text)?, action).await?;
    Ok((ctx, file))
}

/// Hands a return in.
pub async fn submit(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let (ctx, file) = begun(&v, &app, &text, &RETURN_SUBMIT).await?;
    let (seen, note) = (seen(&form)?, form.value("note").to_owned());
    let idem = idem(&app, &form, &("submit", file.sheet.id, seen, &note))?;
    let done = app.returns.submit(&ctx, idem, file.sheet.id, seen, note).await;
    after(v, &file, "submit", form, ("note", done))
}

/// Accepts or returns a return.
pub async fn decide(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (ctx, file) = begun(&v, &app, &text, &RETURN_DECIDE).await?;
    let reason = form.value("reason").to_owned();
    let said = form.required("decision", |typed| match typed {
        "accept" => Ok(Said::Accept),
        "return" => Ok(Said::Return { reason }),
        _ => Err(FieldProblem::new("decision", "field-choose")),
    });
    let Some(said) = said else { return step_page(v, &file, "decide", form) };
    let seen = seen(&form)?;
    let idem = idem(&app, &form, &("decide", file.sheet.id, seen, &said))?;
    let done = app.returns.decide(&ctx, idem, file.sheet.id, seen, said).await;
    after(v, &file, "decide", form, ("decision", done))
}

/// Opens a locked return again.
pub async fn reopen(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let (ctx, file) = begun(&v, &app, &text, &RETURN_REOPEN).await?;
    let (seen, reason) = (seen(&form)?, form.value("reason").to_owned());
    let idem = idem(&app, &form, &("reopen", file.sheet.id, seen, &reason))?;
    let done = app.returns.reopen(&ctx, idem, file.sheet.id, seen, reason).await;
    after(v, &file, "reopen", form, ("reason", done))
}
