//! 统计报表, of the visitor's offices and of those below.

mod steps;

use super::{id, idem};
use crate::kit::{Condition, Met, State as Word, Tone, show};
use crate::returns::{
    DueRow, EnteredRow, FigureCell, FigureRow, LowerRow, OverviewPage, OverviewPart, ReturnPage,
    ReturnsPage, TrailPage, TrailRow, column,
};
use ::returns::form::{Row, Standing};
use ::returns::permissions::{
    RETURN_DECIDE, RETURN_FILL, RETURN_READ, RETURN_REOPEN, RETURN_SUBMIT,
};
use ::returns::sheet::find;
use ::returns::{
    Cell, Due, Finding, Form, Lower, Mark, NewReturn, ReturnFile, ReturnState, Sheet, Span, Verdict,
};
use access::permissions::STAFF_NAMES;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AccountId, AuthorityId, Ctx, Month, Result};
use platform::App;
use std::collections::HashMap;
use web_kit::{Access, Answer, Asked, FormState, Route, Serves, Submitted, Visit};

/// Pages of returns.
pub fn return_routes() -> Vec<Route<App>> {
    let inner = Serves::INNER;
    let read = Access::Action(RETURN_READ.code);
    let fill = Access::Action(RETURN_FILL.code);
    let submit = Access::Action(RETURN_SUBMIT.code);
    let decide = Access::Action(RETURN_DECIDE.code);
    let reopen = Access::Action(RETURN_REOPEN.code);
    vec![
        Route::get("/returns", read, inner, list),
        Route::get("/returns/overview", read, inner, overview),
        Route::post("/returns/begin/{authority}/{form}/{month}", fill, inner, begin),
        Route::get("/returns/{id}", read, inner, one),
        Route::get("/returns/{id}/return.xlsx", read, inner, spreadsheet),
        Route::get("/returns/{id}/trail", read, inner, trail),
        Route::get("/returns/{id}/fill", fill, inner, steps::ask_fill),
        Route::post("/returns/{id}/fill", fill, inner, steps::fill),
        Route::post("/returns/{id}/refill", fill, inner, steps::refill),
        Route::get("/returns/{id}/submit", submit, inner, steps::ask_submit),
        Route::post("/returns/{id}/submit", submit, inner, steps::submit),
        Route::get("/returns/{id}/decide", decide, inner, steps::ask_decide),
        Route::post("/returns/{id}/decide", decide, inner, steps::decide),
        Route::get("/returns/{id}/reopen", reopen, inner, steps::ask_reopen),
        Route::post("/returns/{id}/reopen", reopen, inner, steps::reopen),
    ]
}

fn href(sheet: &Sheet) -> String {
    format!("/returns/{}", sheet.id)
}

/// Where a return stands; nothing for one that was not begun.
pub(super) fn state(sheet: Option<&Sheet>) -> Word {
    match sheet.map(|sheet| &sheet.state) {
        None => Word::new("returns-state-none", Tone::Quiet),
        Some(ReturnState::Draft { .. }) => Word::new("returns-state-draft", Tone::Waiting),
        Some(ReturnState::Submitted { .. }) => Word::new("returns-state-submitted", Tone::Waiting),
        Some(ReturnState::Returned(_)) => Word::new("returns-state-returned", Tone::Attention),
        Some(ReturnState::Locked { .. }) => Word::new("returns-state-locked", Tone::Done),
    }
}

/// The form's number and title.
fn form_title(v: &Visit, form: &Form) -> String {
    format!("{} {}", form.number.of(v.t.lang), form.title.of(v.t.lang))
}

/// The same with the month.
pub(super) fn due_title(v: &Visit, due: &Due) -> String {
    format!("{} {}", form_title(v, &due.form), v.t.month(due.month))
}

fn file_title(v: &Visit, file: &ReturnFile) -> String {
    format!("{} {}", form_title(v, &file.form), v.t.month(file.sheet.month))
}

async fn list(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let due = app.returns.due(&ctx).await?;
    let today = ctx.today();
    let row = |one: &Due| DueRow {
        title: due_title(&v, one),
        href: one.sheet.as_ref().map(href).unwrap_or_default(),
        office: one.office.name.clone(),
        due: one.due_on,
        late: one.is_late(today),
        state: state(one.sheet.as_ref()),
        begin: match one.may_fill && one.sheet.is_none() {
            true => format!("/returns/begin/{}/{}/{}", one.office.id, one.form.key, one.month),
            false => String::new(),
        },
    };
    let open = |one: &&Due| one.sheet.as_ref().is_none_or(|sheet| sheet.handed_in_on.is_none());
    let late = due.iter().filter(open).filter(|one| one.is_late(today)).count();
    let rows = due.iter().map(row).collect();
    let upper = due.first().map(|one| one.month);
    let upper = match upper {
        Some(month) => !app.returns.overview(&ctx, month).await?.is_empty(),
        None => false,
    };
    show(&ReturnsPage { late, upper, rows, v })
}

/// Begins a return.
async fn begin(
    v: Visit,
    State(app): State<App>,
    Path((authority, form, month)): Path<(String, String, String)>,
    Submitted(submitted): Submitted,
) -> Answer {
    let authority: AuthorityId = id(&authority)?;
    let new = NewReturn { form, month: id::<Month>(&month)?, authority };
    let idem = idem(&app, &submitted, &new)?;
    let made = app.draft_return(&v.ctx(app.world.clone()), idem, new).await?;
    Ok(Redirect::to(&format!("/returns/{made}")).into_response())
}

fn row_name(v: &Visit, row: &Row) -> String {
    format!("{} {}", row.code, row.name.of(v.t.lang))
}

/// Row and column of a cell in words.
fn cell_name(v: &Visit, form: &Form, row: &str, span: Span) -> String {
    let name = form.row(row).map(|row| row_name(v, row)).unwrap_or_default();
    format!("{name}{}{}", v.t.lang.pick("，", ", "), v.t.get(span_key(span)))
}

fn span_key(span: Span) -> &'static str {
    match span {
        Span::Month => "returns-span-month",
        Span::Year => "returns-span-year",
        Span::Total => "returns-span-total",
    }
}

fn figure(v: &Visit, value: Option<i64>) -> String {
    value.map(|value| v.t.int(value)).unwrap_or_default()
}

fn figure_rows(v: &Visit, file: &ReturnFile) -> Vec<FigureRow> {
    let broken = |row: &str, span: Span| {
        let mut broken = file.findings.iter().filter(|one| one.verdict == Verdict::Broken);
        broken.any(|one| one.cells.iter().any(|(code, of)| code == row && *of == span))
    };
    let cell = |cell: &Cell| FigureCell {
        id: format!("c-{}", cell.span.word()),
        value: figure(v, cell.value()),
        mark: cell.mark().word(),
        below: if cell.below == 0 { String::new() } else { v.t.int(cell.below) },
        broken: broken(&cell.row, cell.span),
    };
    let row = |row: &Row| FigureRow {
        code: row.code.clone(),
        name: row.name.of(v.t.lang).to_owned(),
        unit: row.unit.of(v.t.lang).to_owned(),
        depth: row.depth,
        cells: file
            .form
            .columns
            .iter()
            .map(|of| find(&file.sheet.cells, &row.code, of.span).map(cell))
            .collect(),
    };
    file.form.rows.iter().map(row).collect()
}

/// Checks that are broken or could not be made, the broken first.
fn conditions(v: &Visit, file: &ReturnFile) -> Vec<Condition> {
    let condition = |one: &Finding| {
        let met = match one.verdict {
            Verdict::Holds => Met::Yes,
            Verdict::Broken => Met::No,
            Verdict::Unknown => Met::Missing,
        };
        let cells = one.cells.iter().map(|(row, span)| cell_name(v, &file.form, row, *span));
        let side = |side: Option<i64>| match side {
            Some(value) => v.t.int(value),
            None => v.t.get("returns-no-figure"),
        };
        let (left, right) = (side(one.left), side(one.right));
        Condition {
            met,
            text: one.sentence.of(v.t.lang).to_owned(),
            fact: v.t.with("returns-check-sides", &[("left", &left), ("right", &right)]),
            source: cells.collect::<Vec<_>>().join(v.t.lang.pick("；", "; ")),
        }
    };
    let of = |verdict| file.findings.iter().filter(move |one| one.verdict == verdict);
    of(Verdict::Broken).chain(of(Verdict::Unknown)).map(condition).collect()
}

fn lower_row(ctx: &Ctx, one: &Lower) -> LowerRow {
    let handed_in = one.sheet.as_ref().and_then(|sheet| sheet.handed_in_on);
    LowerRow {
        office: one.office.name.clone(),
        href: one.sheet.as_ref().map(href).unwrap_or_default(),
        state: state(one.sheet.as_ref()),
        due: one.due_on,
        late: handed_in.unwrap_or(ctx.today()) > one.due_on,
    }
}

fn missing(v: &Visit, file: &ReturnFile) -> String {
    let names = file.lower.iter().filter(|one| file.sheet.missing.contains(&one.office.id));
    let names: Vec<&str> = names.map(|one| one.office.name.as_str()).collect();
    names.join(v.t.lang.pick("、", ", "))
}

fn account_of(word: &str) -> Option<AccountId> {
    word.rsplit(':').next().and_then(|id| id.parse().ok())
}

/// Who typed and decided, by name, for whoever may see it.
async fn names(
    app: &App,
    ctx: &Ctx,
    words: impl Iterator<Item = &str>,
) -> Result<HashMap<AccountId, String>> {
    if authz::permit(ctx, &STAFF_NAMES, &authz::Object::none()).is_err() {
        return Ok(HashMap::new());
    }
    let ids: Vec<AccountId> = words.filter_map(account_of).collect();
    app.access.staff_names(ctx, &ids).await
}

fn name(v: &Visit, names: &HashMap<AccountId, String>, word: &str) -> String {
    let known = account_of(word).and_then(|id| names.get(&id).cloned());
    known.unwrap_or_else(|| v.t.get("returns-somebody"))
}

fn facts(v: &Visit, file: &ReturnFile) -> Vec<(&'static str, String)> {
    let (lang, form) = (v.t.lang, &file.form);
    let until = form.valid_until.map(|month| v.t.month(month)).unwrap_or_default();
    vec![
        ("returns-office-name", file.office.name.clone()),
        ("returns-reviewer", file.reviewer.name.clone()),
        ("returns-due", v.t.date(file.due_on)),
        ("returns-number", form.number.of(lang).to_owned()),
        ("returns-issuer", form.issuer.of(lang).to_owned()),
        ("returns-approval", form.approval.of(lang).to_owned()),
        ("returns-valid-from", v.t.month(form.valid_from)),
        ("returns-valid-until", until),
        ("returns-revision", file.sheet.revision.to_string()),
        ("returns-filled-at", v.t.date_time(file.sheet.filled_at)),
    ]
}

fn reason(file: &ReturnFile) -> Option<(&'static str, String)> {
    match &file.sheet.state {
        ReturnState::Returned(why) => Some(("returns-returned-because", why.reason.clone())),
        ReturnState::Draft { reopened: Some(why) } => {
            Some(("returns-reopened-because", why.reason.clone()))
        }
        _ => None,
    }
}

fn moved(v: &Visit, file: &ReturnFile) -> Vec<(String, String)> {
    let change = |(then, now): &(Cell, Cell)| {
        let from_to = format!("{} → {}", figure(v, then.value()), figure(v, now.value()));
        (cell_name(v, &file.form, &then.row, then.span), from_to)
    };
    file.moved.iter().map(change).collect()
}

async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.returns.file(&ctx, id(&text)?).await?;
    shown(v, &app, &ctx, file, FormState::default()).await
}

async fn shown(v: Visit, app: &App, ctx: &Ctx, file: ReturnFile, form: FormState) -> Answer {
    let typed: Vec<&Cell> = file.sheet.cells.iter().filter(|cell| cell.entered.is_some()).collect();
    let by = typed.iter().filter_map(|cell| cell.entered.as_ref().map(|one| one.by.as_str()));
    let names = names(app, ctx, by).await?;
    let entered = typed.iter().filter_map(|cell| {
        let entered = cell.entered.as_ref()?;
        Some(EnteredRow {
            cell: cell_name(&v, &file.form, &cell.row, cell.span),
            value: v.t.int(entered.value),
            journal: figure(&v, cell.journal),
            who: name(&v, &names, &entered.by),
            at: entered.at,
            reason: entered.reason.clone(),
        })
    });
    let mut columns = vec![column(v.t.get("returns-row"), false)];
    columns.extend(file.form.columns.iter().map(|c| column(c.name.of(v.t.lang).into(), true)));
    show(&ReturnPage {
        form,
        title: form_title(&v, &file.form),
        month: v.t.month(file.sheet.month),
        href: href(&file.sheet),
        state: state(Some(&file.sheet)),
        late: file.sheet.handed_in_on.unwrap_or(ctx.today()) > file.due_on,
        is_sample: file.form.standing == Standing::Sample,
        facts: facts(&v, &file),
        reason: reason(&file),
        columns,
        rows: figure_rows(&v, &file),
        entered: entered.collect(),
        checks: conditions(&v, &file),
        holds: file.findings.iter().filter(|one| one.verdict == Verdict::Holds).count(),
        lower: file.lower.iter().map(|one| lower_row(ctx, one)).collect(),
        missing: missing(&v, &file),
        moved: moved(&v, &file),
        may_fill: file.may_fill,
        may_submit: file.may_submit,
        may_decide: file.may_decide,
        may_reopen: file.may_reopen,
        version: file.sheet.version,
        v,
    })
}

async fn spreadsheet(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let file = app.returns.file(&v.ctx(app.world.clone()), id(&text)?).await?;
    let bytes = app.return_xlsx(v.t, &file)?;
    let named = format!("attachment; filename=\"{}-{}.xlsx\"", file.form.key, file.sheet.month);
    let kind = platform::returns::XLSX.to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, named)], bytes).into_response())
}

async fn trail(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let (file, changes) = app.returns.trail(&ctx, id(&text)?).await?;
    let names = names(&app, &ctx, changes.iter().map(|one| one.by.as_str())).await?;
    let dash = |value| Some(figure(&v, value)).filter(|f| !f.is_empty()).unwrap_or("–".into());
    let row = |one: ::returns::Change| TrailRow {
        what: format!("returns-did-{}", one.what),
        revision: one.revision,
        cell: one
            .cell
            .as_ref()
            .map(|cell| cell_name(&v, &file.form, &cell.row, cell.span))
            .unwrap_or_default(),
        change: one
            .cell
            .as_ref()
            .map(|cell| format!("{} → {}", dash(cell.from), dash(cell.to)))
            .unwrap_or_default(),
        who: name(&v, &names, &one.by),
        at: one.at,
        reason: one.reason,
    };
    let rows = changes.into_iter().map(row).collect();
    show(&TrailPage { title: file_title(&v, &file), href: href(&file.sheet), rows, v })
}

async fn overview(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let last = Month::of(ctx.today()).previous();
    let month = form.value("month").parse().unwrap_or(last);
    let part = |one: ::returns::Overview| OverviewPart {
        title: form_title(&v, &one.form),
        office: one.office.name.clone(),
        locked: one
            .lower
            .iter()
            .filter_map(|lower| lower.sheet.as_ref())
            .filter(|sheet| matches!(sheet.state, ReturnState::Locked { .. }))
            .count(),
        rows: one.lower.iter().map(|lower| lower_row(&ctx, lower)).collect(),
    };
    let parts = app.returns.overview(&ctx, month).await?.into_iter().map(part).collect();
    let mut others = vec![month.previous()];
    if month < last {
        others.push(month.next());
    }
    let others = others
        .into_iter()
        .map(|month| (format!("/returns/overview?month={month}"), v.t.month(month)))
        .collect();
    show(&OverviewPage { month: v.t.month(month), others, parts, v })
}

/// Whether a cell's own figure is one that people enter.
fn is_by_hand(cell: &Cell) -> bool {
    match cell.mark() {
        Mark::Hand | Mark::Missing => true,
        Mark::Journal | Mark::Changed => false,
    }
}
