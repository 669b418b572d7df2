//! 我的待办: what waits for whoever is signed in.

use super::cases::standing::{For, next};
use super::oversight::authority_names;
use super::policies::named;
use super::returns::due_title;
use crate::tasks::{Task, tasks};
use ::returns::permissions::RETURN_READ;
use approval::{Queue, State};
use axum::extract::State as Of;
use classification::Stage;
use classification::permissions::{ADJUSTMENT_FILE, PROPOSAL_MAKE};
use evaluation::{Import, ImportState, Run, RunState, permissions as evaluation_may};
use kernel::{BodyId, Ctx, Instant, PageRequest, Result, Role};
use organisations::{KeyState, permissions as organisations_may};
use people::duplicate::PairQueue;
use people::permissions as people_may;
use platform::App;
use policy::ReportState;
use policy::permissions::{DOCUMENT_CONFIRM, TASK_ACCEPT, TASK_READ, TASK_REPORT};
use store::jobs::JobState;
use web_kit::{Answer, Visit};

/// A task with the moment since when it waits.
type Since = (Instant, Task);

/// The start page after signing in, oldest first.
pub async fn page(v: Visit, Of(app): Of<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let mut waiting = Vec::new();
    // Files are for those who can upload them again.
    for body in authz::bodies_for(&ctx.actor, &evaluation_may::IMPORT_START) {
        imports(&v, &app, &ctx, body, &mut waiting).await?;
    }
    for body in authz::bodies_for(&ctx.actor, &evaluation_may::RUN_RELEASE) {
        runs(&v, &app, &ctx, body, &mut waiting).await?;
    }
    for body in authz::bodies_for(&ctx.actor, &organisations_may::KEY_DECIDE) {
        keys(&v, &app, &ctx, body, &mut waiting).await?;
    }
    for body in authz::bodies_for(&ctx.actor, &organisations_may::APPLICATION_MAKE) {
        applications(&v, &app, &ctx, body, &mut waiting).await?;
    }
    for body in authz::bodies_for(&ctx.actor, &PROPOSAL_MAKE) {
        proposals(&v, &app, &ctx, body, &mut waiting).await?;
    }
    cases(&v, &app, &ctx, &mut waiting).await?;
    rounds(&v, &app, &ctx, &mut waiting).await?;
    duplicates(&v, &app, &ctx, &mut waiting).await?;
    corrections(&v, &app, &ctx, &mut waiting).await?;
    documents(&v, &app, &ctx, &mut waiting).await?;
    plan_tasks(&v, &app, &ctx, &mut waiting).await?;
    returns(&v, &app, &ctx, &mut waiting).await?;
    dead_jobs(&v, &app, &ctx, &mut waiting).await?;
    waiting.sort_by_key(|(since, _)| *since);
    tasks(v, waiting.into_iter().map(|(_, task)| task).collect())
}

fn task(title: String, href: String, next: String) -> Task {
    Task { title, href, next, due: None, late: false }
}

/// Files whose rows have mistakes, until somebody is done with them, and files that are being read.
async fn imports(
    v: &Visit,
    app: &App,
    ctx: &Ctx,
    body: BodyId,
    waiting: &mut Vec<Since>,
) -> Result<()> {
    let recent = PageRequest { after: None, limit: Some(20) };
    for import in app.evaluation.imports(ctx, body, &recent).await?.items {
        let Some(next) = import_next(&import) else { continue };
        let title = v.t.with("tasks-import", &[("file", &import.file_name)]);
        let href = format!("/imports/{}", import.id);
        waiting.push((import.created_at, task(title, href, v.t.get(next))));
    }
    Ok(())
}

fn import_next(import: &Import) -> Option<&'static str> {
    match import.state {
        ImportState::Waiting | ImportState::Checking | ImportState::Entering => {
            Some("tasks-import-running")
        }
        ImportState::Done { .. } if import.waits_for_somebody() => Some("tasks-import-mistakes"),
        ImportState::Refused { .. } if import.waits_for_somebody() => Some("tasks-import-refused"),
        _ => None,
    }
}

/// Runs that can be released.
async fn runs(
    v: &Visit,
    app: &App,
    ctx: &Ctx,
    body: BodyId,
    waiting: &mut Vec<Since>,
) -> Result<()> {
    let recent = PageRequest { after: None, limit: Some(50) };
    for run in app.evaluation.runs(ctx, body, &recent).await?.items {
        let next = match run.state {
            RunState::Draft if run.passed > 0 => "tasks-run-next",
            RunState::Halted { .. } => "tasks-run-halted",
            _ => continue,
        };
        waiting.push((run.created_at, run_task(v, app, &run, next)));
    }
    Ok(())
}

fn run_task(v: &Visit, app: &App, run: &Run, next: &'static str) -> Task {
    let occupation = app.occupation_name(run.occupation, run.exam_on);
    let args: [(&str, &dyn web_kit::texts::Arg); 3] = [
        ("occupation", &occupation),
        ("level", &run.level.printed(v.t.lang)),
        ("date", &v.t.date(run.exam_on)),
    ];
    let next = v.t.with(next, &[("count", &run.passed)]);
    task(v.t.with("tasks-run", &args), format!("/runs/{}", run.id), next)
}

/// Keys that somebody else of the body made.
async fn keys(
    v: &Visit,
    app: &App,
    ctx: &Ctx,
    body: BodyId,
    waiting: &mut Vec<Since>,
) -> Result<()> {
    let me = ctx.actor.word();
    for key in app.organisations.keys(ctx, body).await? {
        if let KeyState::Proposed { by, at } = &key.state
            && *by != me
        {
            let next = v.t.get("tasks-key-next");
            waiting.push((*at, task(v.t.get("tasks-key"), "/keys".to_owned(), next)));
        }
    }
    Ok(())
}

/// Applications that have not been handed in, or lack papers.
async fn applications(
    v: &Visit,
    app: &App,
    ctx: &Ctx,
    body: BodyId,
    waiting: &mut Vec<Since>,
) -> Result<()> {
    for (one, case) in app.organisations.applications(ctx, body).await? {
        let ((title, next), due) = match &case {
            None => (("tasks-application-draft", "tasks-application-draft-next"), None),
            Some(case) if matches!(case.progress.state, State::Incomplete { .. }) => {
                let due = case.progress.clock.due(&app.world.calendar).map(|(due, _)| due);
                (("tasks-application-incomplete", "tasks-application-incomplete-next"), due)
            }
            Some(_) => continue,
        };
        let href = format!("/applications/{}", one.id);
        let since = case.map_or(v.now, |case| case.opened_at);
        let late = due.is_some_and(|due| due < v.now.civil_date());
        waiting.push((since, Task { due, late, ..task(v.t.get(title), href, v.t.get(next)) }));
    }
    Ok(())
}

/// Proposals that have not been handed in, or lack something.
async fn proposals(
    v: &Visit,
    app: &App,
    ctx: &Ctx,
    body: BodyId,
    waiting: &mut Vec<Since>,
) -> Result<()> {
    for (one, case) in app.classification.proposals_of(ctx, body).await? {
        let next = match &case {
            None => "tasks-proposal-draft",
            Some(case) if matches!(case.progress.state, State::Incomplete { .. }) => {
                "tasks-proposal-incomplete"
            }
            Some(_) => continue,
        };
        let since = case.map_or(v.now, |case| case.opened_at);
        let title = super::adjustments::title(v, app, &one.content);
        waiting.push((since, task(title, format!("/proposals/{}", one.id), v.t.get(next))));
    }
    Ok(())
}

/// Rounds of adjustment with which the visitor can go on.
async fn rounds(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    if authz::offices_for(&ctx.actor, &ADJUSTMENT_FILE).is_empty() {
        return Ok(());
    }
    for one in app.classification.own_rounds(ctx).await?.0 {
        if matches!(one.stage, Stage::Dropped { .. } | Stage::Released { .. }) {
            continue;
        }
        let file = app.classification.round(ctx, one.id).await?;
        if file.offers.is_empty() && !(file.may_answer && file.open.comments > 0) {
            continue;
        }
        let next = super::adjustments::next(v, app, &file);
        waiting.push((one.entered_at, task(one.title, format!("/rounds/{}", one.id), next)));
    }
    Ok(())
}

/// Cases that wait for a post of the visitor, the most urgent ones.
async fn cases(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    if approval::posts_of(ctx).is_empty() {
        return Ok(());
    }
    let names = authority_names(app).await?;
    let first = PageRequest { after: None, limit: Some(50) };
    for (case, _) in app.cases(ctx, Queue::Mine, &first).await?.items {
        let matter = case.procedure.name.get(v.t.lang).to_owned();
        let title = v.t.with("tasks-case", &[("matter", &matter), ("name", &case.title)]);
        let next = next(v, app, &case, For::Office, &names);
        // A notice runs by itself; nothing has to be done by the last day of the period.
        let waits = !matches!(case.progress.state, State::Noticed { .. } | State::Ending { .. });
        let due = case.progress.clock.due(&app.world.calendar).filter(|_| waits);
        let due = due.map(|(due, _)| due);
        let late = due.is_some_and(|due| due < v.now.civil_date());
        let task = task(title, format!("/cases/{}", case.id), next);
        waiting.push((case.opened_at, Task { due, late, ..task }));
    }
    Ok(())
}

/// Pairs of records that wait for an opinion or for a second person.
async fn duplicates(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    for (action, queue, title, next) in [
        (
            &people_may::DUPLICATE_PROPOSE,
            PairQueue::Suspected,
            "tasks-duplicates",
            "tasks-duplicates-next",
        ),
        (
            &people_may::DUPLICATE_CONFIRM,
            PairQueue::Proposed,
            "tasks-duplicates-proposed",
            "tasks-duplicates-proposed-next",
        ),
    ] {
        if authz::territory_for(&ctx.actor, action).is_empty() {
            continue;
        }
        let count = app.people.count_duplicates(ctx, queue).await?;
        if count > 0 {
            let href = format!("/duplicates?which={}", queue.word());
            let title = v.t.with(title, &[("count", &count)]);
            waiting.push((v.now, task(title, href, v.t.get(next))));
        }
    }
    Ok(())
}

/// Requests for correction that wait for the visitor's offices.
async fn corrections(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    if authz::territory_for(&ctx.actor, &people_may::CORRECTION_DECIDE).is_empty() {
        return Ok(());
    }
    let count = app.people.count_corrections(ctx).await?;
    if count > 0 {
        let title = v.t.with("tasks-corrections", &[("count", &count)]);
        let next = v.t.get("tasks-corrections-next");
        waiting.push((v.now, task(title, "/corrections".to_owned(), next)));
    }
    Ok(())
}

/// Documents of the policy library that somebody else entered.
async fn documents(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    if authz::permit_somewhere(ctx, &DOCUMENT_CONFIRM).is_err() {
        return Ok(());
    }
    for one in app.policy.waiting_for(ctx).await? {
        let title = v.t.with("tasks-policy", &[("title", &named(v, &one))]);
        let next = v.t.get("tasks-policy-next");
        let href = format!("/policies/{}/confirm", one.id);
        waiting.push((one.entered_at, task(title, href, next)));
    }
    Ok(())
}

/// How many days before its day a milestone is called for.
const SOON: i64 = 14;

/// Milestones to report on, and reports of others that one's office decides about as the lead.
async fn plan_tasks(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    if authz::permit_somewhere(ctx, &TASK_READ).is_err() {
        return Ok(());
    }
    let (today, leads) = (ctx.today(), authz::offices_for(&ctx.actor, &TASK_ACCEPT));
    let reports = !authz::offices_for(&ctx.actor, &TASK_REPORT).is_empty();
    for one in app.policy.my_tasks(ctx).await?.iter().flat_map(|plan| &plan.tasks) {
        let href = format!("/plans/tasks/{}", one.id);
        let told = |key: &str| v.t.with(key, &[("title", &one.title)]);
        let me = ctx.actor.word();
        let waits = one.reports.iter();
        let mut waits = waits
            .filter(|report| report.state == ReportState::Reported && report.reported_by != me);
        if let Some(report) = waits.next().filter(|_| leads.contains(&one.lead)) {
            let next = v.t.get("tasks-plan-report-next");
            let href = format!("{href}/reports/{}", report.id);
            waiting.push((report.reported_at, task(told("tasks-plan-report"), href, next)));
        }
        let open = one.milestones.iter().filter(|step| one.may_report(step.number).is_ok());
        let due = open.map(|step| step.due_on).min().filter(|_| reports);
        if let Some(due) = due.filter(|due| (*due - today).num_days() <= SOON) {
            let late = due < today;
            let title = told(if late { "tasks-plan-late" } else { "tasks-plan-due" });
            let since = Instant::start_of(due).min(v.now);
            let task = task(title, href, v.t.get("tasks-plan-next"));
            waiting.push((since, Task { due: Some(due), late, ..task }));
        }
    }
    Ok(())
}

/// Returns to fill, to hand in or to accept. One that was not begun is called for once its month is
/// over.
async fn returns(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    if authz::permit_somewhere(ctx, &RETURN_READ).is_err() {
        return Ok(());
    }
    let own = app.returns.due(ctx).await?.into_iter().filter(|due| due.waits);
    let mut seen = Vec::new();
    for due in own.chain(app.returns.to_decide(ctx).await?) {
        let id = due.sheet.as_ref().map(|sheet| sheet.id);
        if id.is_some_and(|id| seen.contains(&id)) {
            continue;
        }
        seen.extend(id);
        let (key, next) = match due.may_fill {
            true => ("tasks-return-fill", "tasks-return-fill-next"),
            false => ("tasks-return-step", "tasks-return-step-next"),
        };
        let title = v.t.with(key, &[("title", &due_title(v, &due))]);
        let href = id.map_or_else(|| "/returns".to_owned(), |id| format!("/returns/{id}"));
        let late = due.is_late(ctx.today());
        let since = Instant::start_of(due.month.next().first_day()).min(v.now);
        let task = task(title, href, v.t.get(next));
        waiting.push((since, Task { due: Some(due.due_on), late, ..task }));
    }
    Ok(())
}

/// Background work that was given up, for the system's administrator.
async fn dead_jobs(v: &Visit, app: &App, ctx: &Ctx, waiting: &mut Vec<Since>) -> Result<()> {
    let posts = ctx.actor.account().map(|actor| actor.posts.as_slice()).unwrap_or_default();
    if !posts.iter().any(|post| post.role == Role::SystemAdmin) {
        return Ok(());
    }
    let request = PageRequest { after: None, limit: Some(1) };
    let work = app.work(ctx, JobState::Dead, &request).await?;
    if let Some(job) = work.page.items.first() {
        let title = v.t.with("tasks-jobs", &[("count", &work.dead)]);
        let href = "/jobs?state=dead".to_owned();
        waiting.push((job.created_at, task(title, href, v.t.get("tasks-jobs-next"))));
    }
    Ok(())
}
