//! Monthly statistical returns, as far as somebody's offices go.

use crate::json::{Listed, give};
use crate::operation::Operation;
use ::returns::form::Standing;
use ::returns::permissions::RETURN_READ;
use ::returns::{Cell, Due, Finding, ReturnFile, Verdict};
use axum::extract::{Path, State};
use kernel::{CivilDate, Page, Problem};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Route, Serves, Visit};

/// A return in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnRow {
    /// The identifier; absent for one that was not begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// The key of the form.
    form: String,
    /// 表号
    number: String,
    /// The form's title.
    title: String,
    /// The form's title in English.
    title_en: String,
    /// The month, as 2026-10.
    month: String,
    /// The identifier of the office.
    office: String,
    /// Its name.
    office_name: String,
    /// The last day in time.
    #[schema(value_type = String, format = Date)]
    due_on: CivilDate,
    /// none, draft, submitted, returned or locked.
    state: String,
    /// Whether it was handed in late, or its day is over.
    late: bool,
}

/// A return with its figures and checks.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnRecord {
    /// The return.
    #[serde(flatten)]
    row: ReturnRow,
    /// Whether the form is a sample; nobody prescribed it then.
    sample: bool,
    /// 修订: grows each time it is opened again.
    revision: i64,
    /// Its figures.
    cells: Vec<ReturnCell>,
    /// Its cross-checks.
    checks: Vec<ReturnCheck>,
    /// Names of offices below that are not in the sums.
    missing: Vec<String>,
}

/// One figure.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnCell {
    /// The row's code.
    row: String,
    /// month, year or total.
    column: String,
    /// The figure; absent while it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<i64>,
    /// Of it from the returns below.
    below: i64,
    /// Where the office's own figure comes from: journal, hand, changed or missing.
    mark: String,
    /// What the journal said; absent for a figure that is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<i64>,
    /// Why it was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// One cross-check.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnCheck {
    /// Its key within the form.
    key: String,
    /// The column in which it was made.
    column: String,
    /// What must be.
    sentence: String,
    /// The same in English.
    sentence_en: String,
    /// holds, broken or unknown.
    verdict: String,
    /// The cells that it looks at, as 03.month.
    cells: Vec<String>,
}

pub(crate) fn operations() -> Vec<Operation> {
    let read = Access::Action(RETURN_READ.code);
    let inner = Serves::INNER;
    let list = Route::get("/api/v1/returns", read, inner, list);
    let one = Route::get("/api/v1/returns/{id}", read, inner, one);
    vec![
        Operation::new::<Listed<ReturnRow>>(
            list,
            "listReturns",
            "returns",
            "The returns of one's offices for the last months, the first due first.",
        ),
        Operation::new::<ReturnRecord>(
            one,
            "getReturn",
            "returns",
            "A return with its figures, where each comes from, and its cross-checks.",
        )
        .path("id", "The identifier."),
    ]
}

fn row(due: &Due, today: CivilDate) -> ReturnRow {
    let form = &due.form;
    ReturnRow {
        id: due.sheet.as_ref().map(|sheet| sheet.id.to_string()),
        form: form.key.clone(),
        number: form.number.zh.clone(),
        title: form.title.zh.clone(),
        title_en: form.title.en.clone(),
        month: due.month.to_string(),
        office: due.office.id.to_string(),
        office_name: due.office.name.clone(),
        due_on: due.due_on,
        state: due.sheet.as_ref().map_or("none", |sheet| sheet.state.word()).to_owned(),
        late: due.is_late(today),
    }
}

async fn list(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let items = app.returns.due(&ctx).await?;
    give(&Listed::of(Page { items, next: None }, |one| row(&one, ctx.today())))
}

fn cell(one: &Cell) -> ReturnCell {
    ReturnCell {
        row: one.row.clone(),
        column: one.span.word().to_owned(),
        value: one.value(),
        below: one.below,
        mark: one.mark().word().to_owned(),
        journal: one.journal,
        reason: one.entered.as_ref().map(|entered| entered.reason.clone()),
    }
}

fn check(one: &Finding) -> ReturnCheck {
    let verdict = match one.verdict {
        Verdict::Holds => "holds",
        Verdict::Broken => "broken",
        Verdict::Unknown => "unknown",
    };
    let cells = one.cells.iter().map(|(row, span)| format!("{row}.{}", span.word()));
    ReturnCheck {
        key: one.check.clone(),
        column: one.span.word().to_owned(),
        sentence: one.sentence.zh.clone(),
        sentence_en: one.sentence.en.clone(),
        verdict: verdict.to_owned(),
        cells: cells.collect(),
    }
}

fn record(file: &ReturnFile, today: CivilDate) -> ReturnRecord {
    let sheet = &file.sheet;
    let missing = file.lower.iter().filter(|one| sheet.missing.contains(&one.office.id));
    let due = Due {
        office: file.office.clone(),
        form: file.form.clone(),
        month: sheet.month,
        due_on: file.due_on,
        sheet: Some(sheet.clone()),
        may_fill: file.may_fill,
        waits: false,
    };
    ReturnRecord {
        row: row(&due, today),
        sample: file.form.standing == Standing::Sample,
        revision: sheet.revision,
        cells: sheet.cells.iter().map(cell).collect(),
        checks: file.findings.iter().map(check).collect(),
        missing: missing.map(|one| one.office.name.clone()).collect(),
    }
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let ctx = v.ctx(app.world.clone());
    let file = app.returns.file(&ctx, id).await?;
    give(&record(&file, ctx.today()))
}
