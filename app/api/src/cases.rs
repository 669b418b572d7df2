//! Cases of offices: the queue, one case, what is done with it; and what is under public notice.

use crate::json::{Listed, Sent, give, idem};
use crate::operation::Operation;
use approval::permissions::CASE_READ;
use approval::{Act, Case, Queue, State as Where};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::{CaseId, CivilDate, FieldProblem, Problem, Result};
use organisations::OfficeAct;
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A case in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseRow {
    /// The identifier.
    id: String,
    /// What it is for, such as `filing`.
    kind: String,
    /// Whose it is: the name of a body.
    applicant: String,
    /// The code of the division where it counts.
    division: String,
    /// Where it stands: `submitted`, `incomplete`, `in_review`, `assessing`, `noticed`, `approved`,
    /// `rejected`, `not_accepted`, `recalled`, `ending` or `ended`.
    state: String,
    /// The step of the procedure, counted from 0, while one has it in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<usize>,
    /// The last day in time; absent while no period runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<CivilDate>,
}

/// One case with everything that was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseFile {
    /// The case.
    #[serde(flatten)]
    case: CaseRow,
    /// The version, to be sent back with an act.
    version: i64,
    /// The words of the acts that the caller could do today.
    offers: Vec<String>,
    /// What was done, in order.
    acts: Vec<ActDone>,
    /// The letters, in order.
    letters: Vec<LetterRow>,
}

/// Something that was done with a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActDone {
    /// The word of the act.
    act: String,
    /// When, as RFC 3339.
    at: String,
    /// The opinion or reason.
    opinion: String,
}

/// A letter.
#[derive(Serialize, ToSchema)]
pub(crate) struct LetterRow {
    /// The identifier.
    id: String,
    /// The word of its kind.
    kind: String,
    /// Its number as printed.
    number: String,
    /// The heading and the paragraphs, in Chinese.
    text: Vec<String>,
}

/// Something to be done with a case.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct CaseAct {
    /// The version that was seen.
    version: i64,
    /// The act: its word as `act`, and what it carries (`missing`, `favourable`, `cause`, `how`,
    /// `effective`).
    #[schema(value_type = Object)]
    act: serde_json::Value,
    /// The opinion or reason.
    #[serde(default)]
    opinion: String,
    /// The filing code, where the act decides on a filing.
    code: Option<String>,
}

/// What was changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseDone {
    /// The identifier.
    id: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let at = Serves::INNER;
    let read = Access::Action(CASE_READ.code);
    let all = Route::get("/api/v1/cases", read, at, all);
    let one = Route::get("/api/v1/cases/{id}", read, at, one);
    // Which post an act needs depends on the case, so the use case asks for it.
    let act = Route::post("/api/v1/cases/{id}/acts", read, at, act);
    let notices = Route::get("/api/v1/notices", Access::Public, Serves::EVERYWHERE, notices);
    vec![
        Operation::new::<Listed<CaseRow>>(
            all,
            "listCases",
            "cases",
            "Cases of the caller's offices, the most urgent first.",
        )
        .query("queue", "`mine` (waiting for a post of the caller's), `open`, `late` or `settled`.")
        .paged(),
        Operation::new::<CaseFile>(
            one,
            "getCase",
            "cases",
            "A case with everything that was done.",
        )
        .path("id", "The case."),
        Operation::new::<CaseDone>(act, "actOnCase", "cases", "Do something with a case.")
            .path("id", "The case.")
            .takes::<CaseAct>()
            .idempotent(),
        Operation::new::<Listed<CaseRow>>(
            notices,
            "listNotices",
            "cases",
            "What is under public notice, the latest first.",
        )
        .paged(),
    ]
}

fn row(case: &Case, app: &App) -> CaseRow {
    let step = match case.progress.state {
        Where::InReview { step } | Where::Assessing { step, .. } => Some(step),
        _ => None,
    };
    let runs = !case.progress.state.is_settled();
    let due = case.progress.clock.due(&app.world.calendar).filter(|_| runs);
    CaseRow {
        id: case.id.to_string(),
        kind: case.procedure.kind.clone(),
        applicant: case.title.clone(),
        division: case.division.to_string(),
        state: case.progress.state.word().to_owned(),
        step,
        due_on: due.map(|(day, _)| day),
    }
}

fn queue(word: &str) -> Result<Queue> {
    match word {
        "" | "mine" => Ok(Queue::Mine),
        "open" => Ok(Queue::Open),
        "late" => Ok(Queue::Late),
        "settled" => Ok(Queue::Settled),
        _ => Err(Problem::fields(vec![FieldProblem::new("queue", "field-choose")])),
    }
}

async fn all(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let queue = queue(form.value("queue"))?;
    let ctx = v.ctx(app.world.clone());
    let page = app.cases(&ctx, queue, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |(case, _)| row(&case, &app)))
}

async fn notices(v: Visit, State(app): State<App>) -> Answer {
    let page = app.notices(&list::page_request(&v.here)).await?;
    give(&Listed::of(page, |case| row(&case, &app)))
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: CaseId = id.parse().map_err(|_| Problem::not_found())?;
    let shown = app.case(&v.ctx(app.world.clone()), id).await?;
    let record = &shown.record;
    let letter = |letter: &approval::Letter| {
        let page = &letter.text[0];
        let text = std::iter::once(&page.title).chain(&page.paragraphs);
        LetterRow {
            id: letter.id.to_string(),
            kind: letter.kind.word().to_owned(),
            number: letter.number.clone(),
            text: text.cloned().collect(),
        }
    };
    let done = |done: &approval::Done| ActDone {
        act: done.act.word().to_owned(),
        at: done.at.rfc3339(),
        opinion: done.opinion.clone(),
    };
    give(&CaseFile {
        case: row(&record.case, &app),
        version: record.case.version,
        offers: shown.offers.iter().map(|act| act.word().to_owned()).collect(),
        acts: record.acts.iter().map(done).collect(),
        letters: record.letters.iter().map(letter).collect(),
    })
}

async fn act(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(asked): Sent<CaseAct>,
) -> Answer {
    let case: CaseId = id.parse().map_err(|_| Problem::not_found())?;
    let idem = idem(&app, &headers, &(case, &asked))?;
    let act: Act = serde_json::from_value(asked.act)
        .map_err(|_| Problem::fields(vec![FieldProblem::new("act", "field-choose")]))?;
    let command =
        OfficeAct { case, version: asked.version, act, opinion: asked.opinion, code: asked.code };
    app.act_on_case(&v.ctx(app.world.clone()), idem, command).await?;
    give(&CaseDone { id })
}
