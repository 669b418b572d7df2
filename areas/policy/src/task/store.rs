//! Rows of tasks, their offices, milestones and reports.

use super::{Milestone, Report, ReportState, Task, TaskTarget};
use crate::plan::{Hundredths, Unit};
use ::store::{Conn, Row, Sql, Tx, Value, args, homes_and_ids, placeholders};
use kernel::{AuthorityId, Instant, PlanId, Problem, ReportId, Result, TaskId};
use std::collections::HashMap;

const COLUMNS: &str = "id, version, plan, measure, title, lead_office, starts_on, indicator, value, \
     unit, baseline, by_year";

fn task(row: &Row) -> Result<Task> {
    let id: TaskId = row.get("id")?;
    Ok(Task {
        id,
        version: row.get("version")?,
        plan: row.get("plan")?,
        measure: row.get("measure")?,
        title: row.get("title")?,
        lead: row.get("lead_office")?,
        partners: Vec::new(),
        starts_on: row.get("starts_on")?,
        target: target(row, id)?,
        milestones: Vec::new(),
        reports: Vec::new(),
    })
}

fn target(row: &Row, id: TaskId) -> Result<Option<TaskTarget>> {
    let wrong = || Problem::inconsistent("policy_task", "indicator", id);
    let Some(indicator) = row.get::<Option<String>>("indicator")? else { return Ok(None) };
    let unit: Option<String> = row.get("unit")?;
    Ok(Some(TaskTarget {
        indicator,
        value: Hundredths(row.get("value")?),
        unit: unit.as_deref().and_then(Unit::from_word).ok_or_else(wrong)?,
        baseline: row.get::<Option<i64>>("baseline")?.map(Hundredths),
        by_year: row.get("by_year")?,
    }))
}

pub(crate) async fn insert(tx: &mut Tx, one: &Task) -> Result<()> {
    let columns = &[
        "home",
        "id",
        "version",
        "plan",
        "measure",
        "title",
        "lead_office",
        "starts_on",
        "indicator",
        "value",
        "unit",
        "baseline",
        "by_year",
        "entered_by",
        "entered_at",
    ];
    let (by, now, home) = (tx.ctx().actor.word(), tx.now(), one.id.home());
    let target = one.target.as_ref();
    let row = args![
        home,
        one.id,
        one.version,
        one.plan,
        one.measure,
        one.title.as_str(),
        one.lead,
        one.starts_on,
        target.map(|target| target.indicator.as_str()),
        target.map(|target| target.value.0),
        target.map(|target| target.unit.word()),
        target.and_then(|target| target.baseline).map(|baseline| baseline.0),
        target.map(|target| target.by_year),
        by,
        now,
    ];
    tx.insert_many("policy_task", columns, vec![row]).await?;
    let offices = one.offices().into_iter().map(|office| args![home, one.id, office]);
    let columns = &["home", "task", "office"];
    tx.insert_many("policy_task_office", columns, offices.collect()).await?;
    let milestones = one.milestones.iter();
    let milestones =
        milestones.map(|step| args![home, one.id, step.number, step.title.as_str(), step.due_on]);
    let columns = &["home", "task", "number", "title", "due_on"];
    tx.insert_many("policy_milestone", columns, milestones.collect()).await
}

pub(crate) async fn insert_report(tx: &mut Tx, task: TaskId, one: &Report) -> Result<()> {
    let sql = "INSERT INTO policy_report (home, id, version, task, milestone, office, text,
                                          reference, value, state, reported_by, reported_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = args![
        task.home(),
        one.id,
        one.version,
        task,
        one.milestone,
        one.office,
        one.text.as_str(),
        one.reference.as_str(),
        one.value.map(|value| value.0),
        one.state.word(),
        one.reported_by.as_str(),
        one.reported_at,
    ];
    tx.execute_one(sql, values).await
}

/// Sets the state of the version that was loaded.
pub(crate) async fn set_report(tx: &mut Tx, one: &Report, state: &ReportState) -> Result<()> {
    let (by, at, reason) = match state {
        ReportState::Reported => (None, None, None),
        ReportState::Accepted { by, at } => (Some(by.as_str()), Some(*at), None),
        ReportState::Returned { by, at, reason } => {
            (Some(by.as_str()), Some(*at), Some(reason.as_str()))
        }
    };
    let sql = "UPDATE policy_report SET state = $4, decided_by = $5, decided_at = $6, reason = $7,
                                        version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![one.id.home(), one.id, one.version, state.word(), by, at, reason];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: TaskId) -> Result<Option<Task>> {
    let sql = format!("SELECT {COLUMNS} FROM policy_task WHERE home = $1 AND id = $2");
    let rows = conn.fetch_all(Sql::assembled(sql), args![id.home(), id]).await?;
    let mut found = whole(conn, rows.iter().map(task).collect::<Result<_>>()?).await?;
    Ok(found.pop())
}

/// The task a report belongs to.
pub(crate) async fn of_report(conn: &mut Conn, id: ReportId) -> Result<Option<Task>> {
    let sql = "SELECT task FROM policy_report WHERE home = $1 AND id = $2";
    match conn.fetch_optional(sql, args![id.home(), id]).await? {
        Some(row) => find(conn, row.get("task")?).await,
        None => Ok(None),
    }
}

/// The tasks on which these offices work, under all plans or one, in the order of their measures.
pub(crate) async fn of_offices(
    conn: &mut Conn,
    offices: Option<&[AuthorityId]>,
    plan: Option<PlanId>,
) -> Result<Vec<Task>> {
    let mut values: Vec<Value> = Vec::new();
    let mut conditions = vec!["1 = 1".to_owned()];
    if let Some(offices) = offices {
        if offices.is_empty() {
            return Ok(Vec::new());
        }
        let list = placeholders(1, offices.len());
        values.extend(offices.iter().map(|office| Value::from(*office)));
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM policy_task_office o
                     WHERE o.home = t.home AND o.task = t.id AND o.office IN {list})"
        ));
    }
    if let Some(plan) = plan {
        values.push(Value::from(plan));
        conditions.push(format!("t.plan = ${}", values.len()));
    }
    // fan-out: an office works on tasks that other offices lead, whose homes are theirs
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_task t WHERE {} ORDER BY plan, measure, id",
        conditions.join(" AND ")
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    whole(conn, rows.iter().map(task).collect::<Result<_>>()?).await
}

/// The tasks with their offices, milestones and reports.
async fn whole(conn: &mut Conn, mut tasks: Vec<Task>) -> Result<Vec<Task>> {
    if tasks.is_empty() {
        return Ok(tasks);
    }
    let ids: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
    let at: HashMap<TaskId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let (pairs, values) = homes_and_ids(&ids);
    // fan-out: the tasks of one page may live in several homes, each named
    let sql = format!(
        "SELECT task, office FROM policy_task_office WHERE (home, task) IN {pairs} ORDER BY office"
    );
    for row in conn.fetch_all(Sql::assembled(sql), values.clone()).await? {
        let task = &mut tasks[at[&row.get::<TaskId>("task")?]];
        let office = row.get("office")?;
        if office != task.lead {
            task.partners.push(office);
        }
    }
    // fan-out: as above
    let sql = format!(
        "SELECT task, number, title, due_on FROM policy_milestone
         WHERE (home, task) IN {pairs} ORDER BY number"
    );
    for row in conn.fetch_all(Sql::assembled(sql), values.clone()).await? {
        let (number, title) = (row.get("number")?, row.get("title")?);
        let milestone = Milestone { number, title, due_on: row.get("due_on")? };
        tasks[at[&row.get::<TaskId>("task")?]].milestones.push(milestone);
    }
    // fan-out: as above
    let sql = format!(
        "SELECT task, id, version, milestone, office, text, reference, value, state, reported_by,
                reported_at, decided_by, decided_at, reason
         FROM policy_report WHERE (home, task) IN {pairs} ORDER BY reported_at DESC, id DESC"
    );
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        tasks[at[&row.get::<TaskId>("task")?]].reports.push(report(&row)?);
    }
    Ok(tasks)
}

fn report(row: &Row) -> Result<Report> {
    let id: ReportId = row.get("id")?;
    let wrong = || Problem::inconsistent("policy_report", "state", id);
    let word: String = row.get("state")?;
    let by: Option<String> = row.get("decided_by")?;
    let at: Option<Instant> = row.get("decided_at")?;
    let state = match (word.as_str(), by, at) {
        ("reported", ..) => ReportState::Reported,
        ("accepted", Some(by), Some(at)) => ReportState::Accepted { by, at },
        ("returned", Some(by), Some(at)) => {
            ReportState::Returned { by, at, reason: row.get("reason")? }
        }
        _ => return Err(wrong()),
    };
    Ok(Report {
        id,
        version: row.get("version")?,
        milestone: row.get("milestone")?,
        office: row.get("office")?,
        text: row.get("text")?,
        reference: row.get("reference")?,
        value: row.get::<Option<i64>>("value")?.map(Hundredths),
        state,
        reported_by: row.get("reported_by")?,
        reported_at: row.get("reported_at")?,
    })
}
