//! What this area tells the journal. Kinds and their written forms stay readable for ever.

use crate::document::{DocumentState, Relation};
use crate::plan::Hundredths;
use kernel::{AuthorityId, CivilDate, PlanId, PolicyId, ReportId, TaskId};
use serde::{Deserialize, Serialize};

store::facts! {
    DocumentEntered "policy.document-entered" 1;
    DocumentChanged "policy.document-changed" 1;
    PlanAdded "policy.plan-added" 1;
    TaskAssigned "policy.task-assigned" 1;
    ProgressReported "policy.progress-reported" 1;
    ProgressDecided "policy.progress-decided" 1;
}

/// A document was entered into the library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentEntered {
    /// Which.
    pub document: PolicyId,
    /// 文号; empty when it has none.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The first day it holds, once confirmed.
    pub in_force_on: CivilDate,
    /// What it does to earlier ones.
    pub relations: Vec<Relation>,
}

/// A document was confirmed, refused, superseded or repealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentChanged {
    /// Which.
    pub document: PolicyId,
    /// Where it stands now.
    pub now: DocumentState,
}

/// A plan was added to a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanAdded {
    /// Which.
    pub plan: PlanId,
    /// The document it belongs to.
    pub document: PolicyId,
    /// The first year.
    pub from_year: i64,
    /// The last year.
    pub until_year: i64,
    /// How many measures it has.
    pub measures: usize,
    /// How many targets it has.
    pub targets: usize,
}

/// A task under a plan was given to authorities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskAssigned {
    /// Which.
    pub task: TaskId,
    /// Under which plan.
    pub plan: PlanId,
    /// Under which of its measures.
    pub measure: i64,
    /// Who leads.
    pub lead: AuthorityId,
    /// Who works with it.
    pub partners: Vec<AuthorityId>,
    /// When the last milestone is due.
    pub due_on: CivilDate,
}

/// An office reported progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgressReported {
    /// The task.
    pub task: TaskId,
    /// The report.
    pub report: ReportId,
    /// On which milestone.
    pub milestone: i64,
    /// Which office.
    pub office: AuthorityId,
    /// The indicator's value, where the task has one.
    pub value: Option<Hundredths>,
}

/// The lead accepted or returned a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgressDecided {
    /// The task.
    pub task: TaskId,
    /// The report.
    pub report: ReportId,
    /// On which milestone.
    pub milestone: i64,
    /// Whether it was accepted.
    pub accepted: bool,
}
