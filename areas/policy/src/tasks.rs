//! Giving tasks, reporting progress and accepting it, inside the transaction that the facade has
//! opened.

use crate::checks::{object, reason, refuse, short, text};
use crate::documents;
use crate::facts;
use crate::permissions::{TASK_ACCEPT, TASK_ASSIGN, TASK_REPORT};
use crate::plan;
use crate::task::store as rows;
use crate::task::{Milestone, NewReport, NewTask, Report, ReportState, ReportStep, Task};
use authz::Object;
use futures_util::future::BoxFuture;
use kernel::{AuthorityId, FieldProblem, Office, Problem, ReportId, Result, TaskId};
use serde_json::json;
use std::collections::HashMap;
use store::{About, Conn, Tx};

/// The names of those authorities among the ids that there are. The register of authorities is
/// another area's, so whoever puts the areas together says how it is asked.
pub type KnownOffices = for<'a> fn(
    &'a mut Conn,
    &'a [AuthorityId],
) -> BoxFuture<'a, Result<HashMap<AuthorityId, String>>>;

/// The most milestones of one task.
const MILESTONES: usize = 40;

pub(crate) async fn assign(tx: &mut Tx, offices: KnownOffices, new: NewTask) -> Result<TaskId> {
    let plan = plan::store::find(tx, new.plan).await?.ok_or_else(Problem::not_found)?;
    let document = documents::load(tx, plan.document).await?;
    let ctx = tx.ctx().clone();
    authz::permit(&ctx, &TASK_ASSIGN, &object(&ctx, document.division))?;
    let mut findings = check(&new);
    let measures = plan::store::measures(tx, plan.id).await?;
    if !measures.iter().any(|one| one.number == new.measure) {
        findings.push(FieldProblem::new("measure", "policy-task-measure"));
    }
    let mut named = new.partners.clone();
    named.push(new.lead);
    let known = offices(tx, &named).await?;
    if !known.contains_key(&new.lead) {
        findings.push(FieldProblem::new("lead", "policy-task-office"));
    }
    if new.partners.iter().any(|office| !known.contains_key(office)) {
        findings.push(FieldProblem::new("partners", "policy-task-office"));
    }
    refuse(findings)?;
    let task = made(tx, new);
    rows::insert(tx, &task).await?;
    let told = json!({ "plan": task.plan, "measure": task.measure, "lead": task.lead });
    tx.history("policy_task", task.id.cast(), 1, "assign", &told)?;
    let due_on = task.milestones.iter().map(|one| one.due_on).max();
    let fact = facts::TaskAssigned {
        task: task.id,
        plan: task.plan,
        measure: task.measure,
        lead: task.lead,
        partners: task.partners.clone(),
        due_on: due_on.ok_or_else(|| Problem::internal("a task without milestones"))?,
    };
    tx.fact(About::home(task.id.home()).subject(task.id.cast()), &fact)?;
    Ok(task.id)
}

fn check(new: &NewTask) -> Vec<FieldProblem> {
    let mut findings = Vec::new();
    text("title", &new.title, 200, &mut findings);
    if new.milestones.is_empty() || new.milestones.len() > MILESTONES {
        findings.push(FieldProblem::new("milestones", "policy-task-milestones"));
    }
    for (title, due_on) in &new.milestones {
        text("milestones", title, 200, &mut findings);
        if *due_on < new.starts_on {
            let finding = FieldProblem::new("milestones", "policy-task-due-before-start");
            findings.push(finding.arg("title", title));
        }
    }
    if new.partners.contains(&new.lead) {
        findings.push(FieldProblem::new("partners", "policy-task-lead-twice"));
    }
    if let Some(target) = &new.target {
        text("indicator", &target.indicator, 100, &mut findings);
    }
    findings
}

fn made(tx: &Tx, new: NewTask) -> Task {
    let mut partners = new.partners;
    partners.sort();
    partners.dedup();
    let milestones = new.milestones.into_iter().enumerate().map(|(at, (title, due_on))| {
        Milestone { number: at as i64 + 1, title: title.trim().to_owned(), due_on }
    });
    Task {
        // A task lives where its lead does.
        id: TaskId::new(new.lead.home(), tx.now(), &tx.random()),
        version: 1,
        plan: new.plan,
        measure: new.measure,
        title: new.title.trim().to_owned(),
        lead: new.lead,
        partners,
        starts_on: new.starts_on,
        target: new.target,
        milestones: milestones.collect(),
        reports: Vec::new(),
    }
}

pub(crate) async fn report(tx: &mut Tx, new: NewReport) -> Result<ReportId> {
    // Two reports on one milestone wait for each other.
    tx.guard(vec![(new.task.home(), format!("policy-task/{}", new.task))]).await?;
    let task = rows::find(tx, new.task).await?.ok_or_else(Problem::not_found)?;
    let ctx = tx.ctx().clone();
    let of = Object::offices(task.offices());
    authz::permit(&ctx, &TASK_REPORT, &of)?;
    task.may_report(new.milestone)?;
    let mut findings = Vec::new();
    text("text", &new.text, 1000, &mut findings);
    short("reference", &new.reference, 300, &mut findings);
    if new.value.is_some() && task.target.is_none() {
        findings.push(FieldProblem::new("value", "policy-report-no-target"));
    }
    refuse(findings)?;
    let Some(Office::Authority { id: office, .. }) =
        authz::acting_office(&ctx.actor, &TASK_REPORT, &of)
    else {
        return Err(Problem::not_found());
    };
    let one = Report {
        id: ReportId::new(task.id.home(), tx.now(), &tx.random()),
        version: 1,
        milestone: new.milestone,
        office,
        text: new.text.trim().to_owned(),
        reference: new.reference.trim().to_owned(),
        value: new.value,
        state: ReportState::Reported,
        reported_by: ctx.actor.word(),
        reported_at: tx.now(),
    };
    rows::insert_report(tx, task.id, &one).await?;
    let told = json!({ "task": task.id, "milestone": one.milestone, "office": office });
    tx.history("policy_report", one.id.cast(), 1, "report", &told)?;
    let fact = facts::ProgressReported {
        task: task.id,
        report: one.id,
        milestone: one.milestone,
        office,
        value: one.value,
    };
    tx.fact(About::home(task.id.home()).subject(task.id.cast()), &fact)?;
    Ok(one.id)
}

pub(crate) async fn decide(tx: &mut Tx, id: ReportId, step: ReportStep) -> Result<TaskId> {
    let task = rows::of_report(tx, id).await?.ok_or_else(Problem::not_found)?;
    let ctx = tx.ctx().clone();
    authz::permit(&ctx, &TASK_ACCEPT, &Object::offices(vec![task.lead]))?;
    let report = task.reports.iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    if let ReportStep::Return { reason: why } = &step {
        reason(why)?;
    }
    let state = report.state.decide(step, &report.reported_by, &ctx.actor.word(), tx.now())?;
    rows::set_report(tx, report, &state).await?;
    let done = match &state {
        ReportState::Accepted { .. } => "accept",
        ReportState::Reported | ReportState::Returned { .. } => "return",
    };
    let told = json!({ "task": task.id, "state": state });
    tx.history("policy_report", id.cast(), report.version + 1, done, &told)?;
    let fact = facts::ProgressDecided {
        task: task.id,
        report: id,
        milestone: report.milestone,
        accepted: matches!(state, ReportState::Accepted { .. }),
    };
    tx.fact(About::home(task.id.home()).subject(task.id.cast()), &fact)?;
    Ok(task.id)
}
