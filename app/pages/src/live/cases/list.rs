//! The queue of an office, and one act for several cases.

use super::standing::{due, turn, word};
use super::{Names, hyphens, one};
use crate::cases::{BATCH, BatchPage, CaseRow, CasesPage, TABS, batch_acts};
use crate::kit::show;
use crate::live::oversight::authority_names;
use approval::{Case, Queue};
use axum::extract::State;
use kernel::{CaseId, FieldProblem, Problem, Result};
use organisations::OfficeAct;
use platform::App;
use web_kit::{Answer, Asked, FormState, Paging, Submitted, Visit, list};

/// The tab that the address names; what waits for the visitor when it names none.
fn tab(named: &str) -> (&'static str, Queue) {
    let word = TABS.into_iter().find(|word| *word == named).unwrap_or("mine");
    let queue = match word {
        "open" => Queue::Open,
        "late" => Queue::Late,
        "settled" => Queue::Settled,
        _ => Queue::Mine,
    };
    (word, queue)
}

/// The cases.
pub async fn page(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let which = form.value("which").to_owned();
    shown(v, &app, FormState::default(), &which).await
}

async fn shown(v: Visit, app: &App, form: FormState, which: &str) -> Answer {
    let (tab, queue) = tab(which);
    let ctx = v.ctx(app.world.clone());
    let page = app.cases(&ctx, queue, &list::page_request(&v.here)).await?;
    let names = authority_names(app).await?;
    show(&CasesPage {
        tab,
        rows: page.items.iter().map(|(case, _)| row(&v, app, case, &names)).collect(),
        paging: Paging::new(&v.here, &page, None),
        acts: batch_acts(&v),
        form,
        v,
    })
}

fn row(v: &Visit, app: &App, case: &Case, names: &Names) -> CaseRow {
    CaseRow {
        name: case.title.clone(),
        href: format!("/cases/{}", case.id),
        matter: case.procedure.name.get(v.t.lang).to_owned(),
        state: word(&case.progress.state),
        turn: turn(v, case, names),
        due: due(v, app, case),
        mark: format!("{}/{}", case.id, case.version),
    }
}

/// A ticked case with the version seen.
fn mark(text: &str) -> Option<(CaseId, i64)> {
    let (case, version) = text.split_once('/')?;
    Some((case.parse().ok()?, version.parse().ok()?))
}

/// Does one act for the ticked cases, each for itself.
pub async fn batch(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &approval::permissions::CASE_READ)?;
    let ticked: Vec<_> = form.many("case").into_iter().filter_map(mark).collect();
    if ticked.is_empty() {
        form.refuse(FieldProblem::new("case", "cases-batch-none"));
    }
    let chosen = BATCH.into_iter().find(|word| *word == form.value("act"));
    let act = match chosen {
        Some(word) => one::read_act(&mut form, word),
        None => {
            form.refuse(FieldProblem::new("act", "field-choose"));
            None
        }
    };
    let opinion = form.value("opinion").trim().to_owned();
    if act.as_ref().is_some_and(|act| act.needs_reason()) && opinion.is_empty() {
        form.refuse(FieldProblem::new("opinion", "approval-reason"));
    }
    let (Some(act), true) = (act, form.is_right()) else {
        return shown(v, &app, form, "mine").await;
    };
    let one = |(case, version): &(CaseId, i64)| OfficeAct {
        case: *case,
        version: *version,
        act: act.clone(),
        opinion: opinion.clone(),
        code: None,
    };
    let failed = app.act_on_cases(&ctx, ticked.iter().map(one).collect()).await;
    let word = format!("act-{}", hyphens(act.word()));
    told(v, &app, word, &ticked, failed).await
}

async fn told(
    v: Visit,
    app: &App,
    act: String,
    ticked: &[(CaseId, i64)],
    failed: Vec<platform::cases::Failed>,
) -> Answer {
    let mut page = BatchPage { act, done: Vec::new(), failed: Vec::new(), v };
    for (case, _) in ticked {
        let href = format!("/cases/{case}");
        let name = name(&page.v, app, *case).await?;
        match failed.iter().find(|failed| failed.case == *case) {
            None => page.done.push((name, href)),
            Some(failed) => {
                let (what, next) = why(&page.v, &failed.problem);
                page.failed.push((name, href, what, next));
            }
        }
    }
    show(&page)
}

/// What a case is called; nothing that the visitor may not see.
async fn name(v: &Visit, app: &App, case: CaseId) -> Result<String> {
    match app.case(&v.ctx(app.world.clone()), case).await {
        Ok(shown) => Ok(shown.record.case.title),
        Err(_) => Ok(case.to_string()),
    }
}

/// What went wrong, and what to do.
fn why(v: &Visit, problem: &Problem) -> (String, String) {
    match problem.field_problems().first() {
        Some(field) => (v.t.field(field), String::new()),
        None => (v.t.problem(problem), v.t.problem_next(problem)),
    }
}
