//! 规划任务: what one's office does under each plan, one task with its reports, and giving a task.

use crate::kit::{State, Tone};
use crate::oversight::Choice;
use crate::samples::{Sample, as_official, day, sample};
use askama::Template;
use kernel::{CivilDate, Instant};
use web_kit::{FormState, Visit};

/// The tasks of one's offices, under each plan.
#[derive(Template)]
#[template(path = "policies/tasks.html")]
pub struct PlanTasksPage {
    /// The request.
    pub v: Visit,
    /// How many tasks are late.
    pub late: usize,
    /// The plans.
    pub plans: Vec<PlanPart>,
}

/// The tasks under one plan.
#[derive(Clone, Debug)]
pub struct PlanPart {
    /// The plan's name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its tasks.
    pub tasks: Vec<TaskRow>,
}

/// A task in the list.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// What is to be done.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The measure it belongs to.
    pub measure: i64,
    /// The key of what one's office is in it.
    pub role: &'static str,
    /// How many of how many milestones are reached.
    pub reached: String,
    /// The next day on which something is due.
    pub due: Option<CivilDate>,
    /// How it stands.
    pub state: State,
}

/// One task.
#[derive(Template)]
#[template(path = "policies/task.html")]
pub struct PlanTaskPage {
    /// The request.
    pub v: Visit,
    /// Fields of a report: `milestone`, `text`, `reference` and `value`.
    pub form: FormState,
    /// What is to be done.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How it stands.
    pub state: State,
    /// The plan's name.
    pub plan: String,
    /// The plan's page.
    pub plan_href: String,
    /// Keys of names, with values.
    pub facts: Vec<(&'static str, String)>,
    /// What is due when.
    pub milestones: Vec<MilestoneRow>,
    /// What was reported, the latest first.
    pub reports: Vec<ReportRow>,
    /// Milestones on which the visitor may report now: number and title; nothing when they may not.
    pub open: Vec<(String, String)>,
    /// The key of what the value counts; nothing when the task has no target.
    pub unit: Option<String>,
}

/// A milestone.
#[derive(Clone, Debug)]
pub struct MilestoneRow {
    /// Counted within the task.
    pub number: i64,
    /// What will be there.
    pub title: String,
    /// By which day.
    pub due_on: CivilDate,
    /// How it stands.
    pub state: State,
}

/// A report.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// Which, for the address of the decision.
    pub id: String,
    /// On which milestone.
    pub milestone: String,
    /// Which office.
    pub office: String,
    /// When.
    pub at: Instant,
    /// What was done.
    pub text: String,
    /// Where the evidence can be read; may be empty.
    pub reference: String,
    /// The indicator's value; may be empty.
    pub value: String,
    /// What became of it.
    pub state: State,
    /// Why it was returned; may be empty.
    pub reason: String,
    /// Whether the visitor may accept or return it.
    pub may_decide: bool,
}

/// Accepting or returning a report.
#[derive(Template)]
#[template(path = "policies/report.html")]
pub struct ReportPage {
    /// The request.
    pub v: Visit,
    /// Fields `decision` and `reason`.
    pub form: FormState,
    /// What is to be done.
    pub task: String,
    /// The task's page.
    pub href: String,
    /// What was reported.
    pub report: ReportRow,
}

impl ReportPage {
    fn decisions(&self) -> Vec<Choice> {
        let choice = |word: &str| {
            (word.to_owned(), self.v.t.get(&format!("plans-report-{word}")), String::new())
        };
        vec![choice("accept"), choice("return")]
    }
}

/// The form that gives a task.
#[derive(Template)]
#[template(path = "policies/assign.html")]
pub struct AssignPage {
    /// The request.
    pub v: Visit,
    /// Fields `measure`, `title`, `lead`, `partners`, `starts_on`, `milestones`, `indicator`, `value`,
    /// `unit` and `by_year`.
    pub form: FormState,
    /// The plan's name.
    pub plan: String,
    /// The plan's page.
    pub plan_href: String,
    /// The plan's measures: number and title.
    pub measures: Vec<(String, String)>,
    /// Authorities: identifier and name.
    pub offices: Vec<(String, String)>,
    /// What an indicator may count: word and name.
    pub units: Vec<(String, String)>,
}

impl AssignPage {
    fn partners(&self) -> Vec<Choice> {
        let partner = |(id, name): &(String, String)| (id.clone(), name.clone(), String::new());
        self.offices.iter().map(partner).collect()
    }
}

fn report_sample(v: &Visit, title: &str) -> ReportRow {
    let text = |zh: &str, en: &str| v.t.lang.pick(zh, en).to_owned();
    ReportRow {
        id: "y".to_owned(),
        milestone: title.to_owned(),
        office: text("示例市局", "Shili Bureau"),
        at: v.now,
        text: title.to_owned(),
        reference: "示例〔2026〕3号".to_owned(),
        value: "2".to_owned(),
        state: State::new("plans-report-reported", Tone::Waiting),
        reason: title.to_owned(),
        may_decide: true,
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let v = &as_official(v);
    let text = |zh: &str, en: &str| v.t.lang.pick(zh, en).to_owned();
    let late = State::new("plans-task-late", Tone::Attention);
    let row = TaskRow {
        title: text("建设示例公共实训基地", "Build a sample practice base"),
        href: "/plans/tasks/x".to_owned(),
        measure: 3,
        role: "plans-role-lead",
        reached: "1 / 2".to_owned(),
        due: Some(day(2026, 11, 20)),
        state: late,
    };
    let part = PlanPart {
        title: text("示范省技能行动", "Shifan skills action"),
        href: "/plans/x".to_owned(),
        tasks: vec![row.clone()],
    };
    let list = |late, plans| PlanTasksPage { v: v.clone(), late, plans };
    let milestone = MilestoneRow {
        number: 1,
        title: row.title.clone(),
        due_on: day(2026, 11, 20),
        state: late,
    };
    let report = report_sample(v, &row.title);
    let one = PlanTaskPage {
        v: v.clone(),
        form: FormState::default(),
        title: row.title.clone(),
        href: row.href.clone(),
        state: row.state,
        plan: part.title.clone(),
        plan_href: part.href.clone(),
        facts: vec![("plans-lead-office", report.office.clone())],
        milestones: vec![milestone],
        reports: vec![report.clone()],
        open: vec![("1".to_owned(), row.title.clone())],
        unit: Some("plans-indicator-unit-piece".to_owned()),
    };
    let pair = |value: &str| vec![(value.to_owned(), report.office.clone())];
    let assign = AssignPage {
        v: v.clone(),
        form: FormState::default(),
        plan: part.title.clone(),
        plan_href: part.href.clone(),
        measures: pair("3"),
        offices: pair("o"),
        units: pair("piece"),
    };
    let decide = ReportPage {
        v: v.clone(),
        form: FormState::default(),
        task: row.title.clone(),
        href: row.href.clone(),
        report: report.clone(),
    };
    vec![
        sample("plan-report", &decide),
        sample("plan-tasks", &list(1, vec![part])),
        sample("plan-tasks-none", &list(0, Vec::new())),
        sample("plan-task", &one),
        sample("plan-assign", &assign),
    ]
}
