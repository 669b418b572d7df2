//! 规划任务, given, reported on and accepted by the offices that work on them.

use super::oversight::authority_names;
use super::sign_in::refuse;
use super::{id, idem};
use crate::kit::{State as Word, Tone, show};
use crate::plan_tasks::{
    AssignPage, MilestoneRow, PlanPart, PlanTaskPage, PlanTasksPage, ReportPage, ReportRow, TaskRow,
};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AuthorityId, CivilDate, Ctx, FieldProblem, PlanId, Problem, Result, TaskId};
use platform::App;
use policy::permissions::{TASK_ACCEPT, TASK_ASSIGN, TASK_READ, TASK_REPORT};
use policy::{
    Hundredths, NewReport, NewTask, PlanFile, Report, ReportState, ReportStep, Task, TaskFile,
    TaskStanding, TaskTarget, Unit,
};
use std::collections::HashMap;
use web_kit::form::{date, number, text};
use web_kit::{Access, Answer, FormState, Route, Serves, Submitted, Visit};

/// Pages on which offices work under plans.
pub fn plan_task_routes() -> Vec<Route<App>> {
    let inner = Serves::INNER;
    let (read, assign) = (Access::Action(TASK_READ.code), Access::Action(TASK_ASSIGN.code));
    let accept = Access::Action(TASK_ACCEPT.code);
    let report = Access::Action(TASK_REPORT.code);
    vec![
        Route::get("/plans/tasks", read, inner, list),
        Route::get("/plans/tasks/{id}", read, inner, one),
        Route::post("/plans/tasks/{id}/reports", report, inner, send),
        Route::get("/plans/tasks/{id}/reports/{report}", accept, inner, ask),
        Route::post("/plans/tasks/{id}/reports/{report}", accept, inner, decide),
        Route::get("/plans/{id}/tasks/new", assign, inner, form),
        Route::post("/plans/{id}/tasks/new", assign, inner, save),
    ]
}

fn standing(standing: TaskStanding) -> Word {
    match standing {
        TaskStanding::Late => Word::new("plans-task-late", Tone::Attention),
        TaskStanding::UnderWay => Word::new("plans-task-under-way", Tone::Waiting),
        TaskStanding::Planned => Word::new("plans-task-planned", Tone::Quiet),
        TaskStanding::Done => Word::new("plans-task-done", Tone::Done),
    }
}

fn href(task: TaskId) -> String {
    format!("/plans/tasks/{task}")
}

fn task_row(ctx: &Ctx, task: &Task) -> TaskRow {
    let own = authz::offices_for(&ctx.actor, &TASK_READ);
    let reached = task.milestones.iter().filter(|one| task.is_reached(one.number)).count();
    TaskRow {
        title: task.title.clone(),
        href: href(task.id),
        measure: task.measure,
        role: if own.contains(&task.lead) { "plans-role-lead" } else { "plans-role-partner" },
        reached: format!("{reached} / {}", task.milestones.len()),
        due: task.next_due(),
        state: standing(task.standing(ctx.today())),
    }
}

async fn list(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let plans = app.policy.my_tasks(&ctx).await?;
    let is_late = |task: &&Task| task.standing(ctx.today()) == TaskStanding::Late;
    let late = plans.iter().flat_map(|plan| &plan.tasks).filter(is_late).count();
    let part = |plan: &policy::PlanTasks| PlanPart {
        title: plan.plan.title.for_reader(v.t.lang).to_owned(),
        href: format!("/plans/{}", plan.plan.id),
        tasks: plan.tasks.iter().map(|task| task_row(&ctx, task)).collect(),
    };
    show(&PlanTasksPage { late, plans: plans.iter().map(part).collect(), v })
}

fn report_row(task: &TaskFile, one: &Report, names: &HashMap<AuthorityId, String>) -> ReportRow {
    let milestones = &task.task.milestones;
    let milestone = milestones.iter().find(|step| step.number == one.milestone);
    let (state, reason) = match &one.state {
        ReportState::Reported => (Word::new("plans-report-reported", Tone::Waiting), ""),
        ReportState::Accepted { .. } => (Word::new("plans-report-accepted", Tone::Done), ""),
        ReportState::Returned { reason, .. } => {
            (Word::new("plans-report-returned", Tone::Stopped), reason.as_str())
        }
    };
    ReportRow {
        id: one.id.to_string(),
        milestone: milestone.map(|step| step.title.clone()).unwrap_or_default(),
        office: names.get(&one.office).cloned().unwrap_or_default(),
        at: one.reported_at,
        text: one.text.clone(),
        reference: one.reference.clone(),
        value: one.value.map(|value| value.to_string()).unwrap_or_default(),
        state,
        reason: reason.to_owned(),
        may_decide: task.may_accept && one.state == ReportState::Reported,
    }
}

fn unit(unit: Unit) -> String {
    format!("plans-indicator-unit-{}", unit.word())
}

fn facts(
    v: &Visit,
    file: &TaskFile,
    names: &HashMap<AuthorityId, String>,
) -> Vec<(&'static str, String)> {
    let task = &file.task;
    let name = |office: &AuthorityId| names.get(office).cloned().unwrap_or_default();
    let partners: Vec<String> = task.partners.iter().map(name).collect();
    let measure = file.measure.title.for_reader(v.t.lang);
    let mut facts = vec![
        ("plans-lead-office", name(&task.lead)),
        ("plans-partners", partners.join(v.t.lang.pick("、", ", "))),
        ("plans-measure", format!("{} {measure}", task.measure)),
        ("plans-starts", v.t.date(task.starts_on).to_string()),
    ];
    if let Some(target) = &task.target {
        let counted = v.t.get(&unit(target.unit));
        facts.push(("plans-task-indicator", target.indicator.clone()));
        facts.push(("plans-value", format!("{} {counted}", target.value)));
        facts.push(("plans-by", target.by_year.to_string()));
        if let Some(reached) = task.reached() {
            facts.push(("plans-reached-value", format!("{reached} {counted}")));
        }
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

async fn shown(v: Visit, app: &App, file: TaskFile, form: FormState) -> Answer {
    let (names, today) = (authority_names(app).await?, v.now.civil_date());
    let task = &file.task;
    let milestones = task.milestones.iter();
    let milestones = milestones.map(|one| MilestoneRow {
        number: one.number,
        title: one.title.clone(),
        due_on: one.due_on,
        state: standing(task.milestone_standing(one, today)),
    });
    let open = task.milestones.iter().filter(|one| task.may_report(one.number).is_ok());
    let open = open.map(|one| (one.number.to_string(), one.title.clone()));
    show(&PlanTaskPage {
        form,
        title: task.title.clone(),
        href: href(task.id),
        state: standing(task.standing(today)),
        plan: file.plan.title.for_reader(v.t.lang).to_owned(),
        plan_href: format!("/plans/{}", file.plan.id),
        facts: facts(&v, &file, &names),
        milestones: milestones.collect(),
        reports: task.reports.iter().map(|one| report_row(&file, one, &names)).collect(),
        open: if file.may_report { open.collect() } else { Vec::new() },
        unit: task.target.as_ref().map(|target| unit(target.unit)),
        v,
    })
}

async fn one(v: Visit, State(app): State<App>, Path(task): Path<String>) -> Answer {
    let file = app.policy.task(&v.ctx(app.world.clone()), id(&task)?).await?;
    shown(v, &app, file, FormState::default()).await
}

fn hundredths(
    name: &'static str,
) -> impl FnOnce(&str) -> std::result::Result<Hundredths, FieldProblem> {
    move |typed| Hundredths::read(typed).ok_or(FieldProblem::new(name, "policy-number-form"))
}

/// Reports progress.
async fn send(
    v: Visit,
    State(app): State<App>,
    Path(task): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.policy.task(&ctx, id(&task)?).await?;
    authz::permit(&ctx, &TASK_REPORT, &authz::Object::offices(file.task.offices()))?;
    let milestone = form.required("milestone", number("milestone", 1..=999));
    let told = form.required("text", text("text", 1000));
    let value = form.optional("value", hundredths("value"));
    if let (Some(milestone), Some(told), Some(value)) = (milestone, told, value) {
        let reference = form.value("reference").trim().to_owned();
        let new = NewReport { task: file.task.id, milestone, text: told, reference, value };
        let idem = idem(&app, &form, &new)?;
        match app.policy.report(&ctx, idem, new).await {
            Ok(_) => return Ok(Redirect::to(&href(file.task.id)).into_response()),
            Err(problem) => refuse(&mut form, "milestone", problem)?,
        }
    }
    shown(v, &app, file, form).await
}

/// The task and one of its reports, as far as the visitor may decide about it.
async fn report_of(app: &App, ctx: &Ctx, task: &str, report: &str) -> Result<(TaskFile, Report)> {
    authz::permit_somewhere(ctx, &TASK_ACCEPT)?;
    let file = app.policy.task(ctx, id(task)?).await?;
    authz::permit(ctx, &TASK_ACCEPT, &authz::Object::offices(vec![file.task.lead]))?;
    let wanted = id(report)?;
    let found = file.task.reports.iter().find(|one| one.id == wanted).cloned();
    Ok((file, found.ok_or_else(Problem::not_found)?))
}

async fn asked(v: Visit, app: &App, (file, one): (TaskFile, Report), form: FormState) -> Answer {
    let names = authority_names(app).await?;
    show(&ReportPage {
        report: report_row(&file, &one, &names),
        task: file.task.title.clone(),
        href: href(file.task.id),
        form,
        v,
    })
}

async fn ask(
    v: Visit,
    State(app): State<App>,
    Path((task, report)): Path<(String, String)>,
) -> Answer {
    let found = report_of(&app, &v.ctx(app.world.clone()), &task, &report).await?;
    asked(v, &app, found, FormState::default()).await
}

/// Accepts or returns a report.
async fn decide(
    v: Visit,
    State(app): State<App>,
    Path((task, report)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let found = report_of(&app, &ctx, &task, &report).await?;
    let reason = form.value("reason").trim().to_owned();
    let step = form.required("decision", |typed| match typed {
        "accept" => Ok(ReportStep::Accept),
        "return" => Ok(ReportStep::Return { reason }),
        _ => Err(FieldProblem::new("decision", "field-choose")),
    });
    if let Some(step) = step {
        let report = found.1.id;
        let idem = idem(&app, &form, &(report, &step))?;
        match app.policy.decide_report(&ctx, idem, report, step).await {
            Ok(task) => return Ok(Redirect::to(&href(task)).into_response()),
            Err(problem) => refuse(&mut form, "decision", problem)?,
        }
    }
    asked(v, &app, found, form).await
}

async fn assignable(app: &App, ctx: &Ctx, plan: &str) -> Result<PlanFile> {
    let plan: PlanId = id(plan)?;
    app.policy.plan_for_tasks(ctx, plan).await
}

async fn assign_page(v: Visit, app: &App, file: &PlanFile, form: FormState) -> Answer {
    let mut offices: Vec<(String, String)> = app
        .organisations
        .authorities()
        .await?
        .into_iter()
        .map(|o| (o.id.to_string(), o.name))
        .collect();
    offices.sort_by(|a, b| a.1.cmp(&b.1));
    let measures = file.book.measures.iter();
    let measures = measures.map(|one| {
        let title: String = one.title.for_reader(v.t.lang).chars().take(60).collect();
        (one.number.to_string(), format!("{} {title}", one.number))
    });
    let units = Unit::ALL.iter().map(|one| (one.word().to_owned(), v.t.get(&unit(*one))));
    show(&AssignPage {
        plan: file.book.plan.title.for_reader(v.t.lang).to_owned(),
        plan_href: format!("/plans/{}", file.book.plan.id),
        measures: measures.collect(),
        units: units.collect(),
        offices,
        form,
        v,
    })
}

async fn form(v: Visit, State(app): State<App>, Path(plan): Path<String>) -> Answer {
    let file = assignable(&app, &v.ctx(app.world.clone()), &plan).await?;
    let today = v.now.civil_date().to_string();
    assign_page(v, &app, &file, FormState::with(&[("starts_on", &today)])).await
}

/// Milestones as people write them: the day and what will be there, one to a line.
fn read_milestones(typed: &str) -> std::result::Result<Vec<(String, CivilDate)>, FieldProblem> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let wrong =
                || FieldProblem::new("milestones", "policy-milestone-line").arg("line", line);
            let (day, title) = line.split_once(char::is_whitespace).ok_or_else(wrong)?;
            let day = date("milestones")(day).map_err(|_| wrong())?;
            Ok((title.trim().to_owned(), day))
        })
        .collect()
}

fn read_target(form: &mut FormState) -> Option<Option<TaskTarget>> {
    if form.value("indicator").trim().is_empty() {
        return Some(None);
    }
    let indicator = form.required("indicator", text("indicator", 100));
    let value = form.required("value", hundredths("value"));
    let unit = form.required("unit", |typed| {
        Unit::from_word(typed).ok_or_else(|| FieldProblem::new("unit", "field-choose"))
    });
    let by_year = form.required("by_year", number("by_year", 2000..=2100));
    Some(Some(TaskTarget {
        indicator: indicator?,
        value: value?,
        unit: unit?,
        baseline: None,
        by_year: by_year?,
    }))
}

fn read_task(form: &mut FormState, plan: PlanId) -> Option<NewTask> {
    let measure = form.required("measure", number("measure", 1..=999));
    let title = form.required("title", text("title", 200));
    let lead = form.required("lead", |typed| {
        typed.parse().map_err(|_| FieldProblem::new("lead", "field-choose"))
    });
    let partners = form.many("partners").into_iter().filter_map(|one| one.parse().ok()).collect();
    let starts_on = form.required("starts_on", date("starts_on"));
    let milestones = form.required("milestones", read_milestones);
    let target = read_target(form);
    Some(NewTask {
        plan,
        measure: measure?,
        title: title?,
        lead: lead?,
        partners,
        starts_on: starts_on?,
        target: target?,
        milestones: milestones?,
    })
}

/// Gives a task.
async fn save(
    v: Visit,
    State(app): State<App>,
    Path(plan): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = assignable(&app, &ctx, &plan).await?;
    if let Some(new) = read_task(&mut form, file.book.plan.id) {
        let idem = idem(&app, &form, &new)?;
        match app.policy.assign(&ctx, idem, new).await {
            Ok(_) => {
                let plan = format!("/plans/{}", file.book.plan.id);
                return Ok(Redirect::to(&plan).into_response());
            }
            Err(problem) => refuse(&mut form, "measure", problem)?,
        }
    }
    assign_page(v, &app, &file, form).await
}
