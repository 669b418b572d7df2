//! Tasks under a plan (任务): who leads, who works with it, what is due when, and what was reported.
//! How a task stands follows from its reports and the day; it is never stored.

pub(crate) mod store;

use crate::document::words;
use crate::plan::{Hundredths, Unit};
use kernel::{AuthorityId, CivilDate, Instant, PlanId, Problem, ReportId, Result, TaskId};
use serde::{Deserialize, Serialize};

words! {
    /// How a task, or one of its milestones, stands on a day.
    TaskStanding {
        /// 逾期: something that is due was not accepted.
        Late "late",
        /// 进行中
        UnderWay "under_way",
        /// 未开始
        Planned "planned",
        /// 已完成: every milestone was accepted.
        Done "done",
    }
}

/// A step of a task with the day it is due (节点).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Counted within the task.
    pub number: i64,
    /// What will be there.
    pub title: String,
    /// By which day.
    pub due_on: CivilDate,
}

/// A task's own target: an indicator with the number to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTarget {
    /// The key of the indicator.
    pub indicator: String,
    /// The number.
    pub value: Hundredths,
    /// What it counts.
    pub unit: Unit,
    /// Where it began.
    pub baseline: Option<Hundredths>,
    /// By the end of which year.
    pub by_year: i64,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReportState {
    /// 待认可
    Reported,
    /// 已认可
    Accepted {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
    },
    /// 已退回
    Returned {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
        /// What is missing.
        reason: String,
    },
}

/// What the lead says to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ReportStep {
    /// The milestone is reached.
    Accept,
    /// Something is missing.
    Return {
        /// What.
        reason: String,
    },
}

impl ReportState {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            ReportState::Reported => "reported",
            ReportState::Accepted { .. } => "accepted",
            ReportState::Returned { .. } => "returned",
        }
    }

    /// What the step leads to. Nobody accepts what they reported themselves.
    ///
    /// # Errors
    /// The conflicts `policy-report-decided` and `policy-two-people`.
    pub fn decide(
        &self,
        step: ReportStep,
        reported_by: &str,
        by: &str,
        at: Instant,
    ) -> Result<ReportState> {
        let by = by.to_owned();
        match (self, step) {
            (ReportState::Reported, _) if reported_by == by => {
                Err(Problem::conflict("policy-two-people"))
            }
            (ReportState::Reported, ReportStep::Accept) => Ok(ReportState::Accepted { by, at }),
            (ReportState::Reported, ReportStep::Return { reason }) => {
                Ok(ReportState::Returned { by, at, reason })
            }
            (ReportState::Accepted { .. } | ReportState::Returned { .. }, _) => {
                Err(Problem::conflict("policy-report-decided"))
            }
        }
    }
}

/// What an office reported about a milestone, with its evidence (佐证).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub id: ReportId,
    /// Counts its changes.
    pub version: i64,
    /// On which milestone.
    pub milestone: i64,
    /// Which office.
    pub office: AuthorityId,
    /// What was done.
    pub text: String,
    /// The evidence: a number or address where it can be read; may be empty.
    pub reference: String,
    /// The indicator's value, where the task has one.
    pub value: Option<Hundredths>,
    /// What became of it.
    pub state: ReportState,
    /// Which account.
    pub reported_by: String,
    /// When.
    pub reported_at: Instant,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Which.
    pub id: TaskId,
    /// Counts its changes.
    pub version: i64,
    /// Under which plan.
    pub plan: PlanId,
    /// Under which of its measures.
    pub measure: i64,
    /// What is to be done.
    pub title: String,
    /// 牵头部门
    pub lead: AuthorityId,
    /// 配合部门
    pub partners: Vec<AuthorityId>,
    /// When it begins.
    pub starts_on: CivilDate,
    /// Its own target.
    pub target: Option<TaskTarget>,
    /// What is due when.
    pub milestones: Vec<Milestone>,
    /// What was reported, the latest first.
    pub reports: Vec<Report>,
}

impl Task {
    /// Every authority that works on it.
    pub fn offices(&self) -> Vec<AuthorityId> {
        [self.lead].into_iter().chain(self.partners.iter().copied()).collect()
    }

    /// Whether the lead accepted a report on the milestone.
    pub fn is_reached(&self, milestone: i64) -> bool {
        let mut own = self.reports.iter().filter(|report| report.milestone == milestone);
        own.any(|report| matches!(report.state, ReportState::Accepted { .. }))
    }

    /// Whether a report on the milestone waits for the lead.
    pub fn waits(&self, milestone: i64) -> bool {
        let mut own = self.reports.iter().filter(|report| report.milestone == milestone);
        own.any(|report| report.state == ReportState::Reported)
    }

    /// How a milestone stands on a day.
    pub fn milestone_standing(&self, milestone: &Milestone, on: CivilDate) -> TaskStanding {
        if self.is_reached(milestone.number) {
            TaskStanding::Done
        } else if milestone.due_on < on {
            TaskStanding::Late
        } else if self.waits(milestone.number) {
            TaskStanding::UnderWay
        } else {
            TaskStanding::Planned
        }
    }

    /// How the task stands on a day.
    pub fn standing(&self, on: CivilDate) -> TaskStanding {
        let mut open = self.milestones.iter().filter(|one| !self.is_reached(one.number)).peekable();
        if open.peek().is_none() {
            TaskStanding::Done
        } else if open.any(|one| one.due_on < on) {
            TaskStanding::Late
        } else if self.starts_on <= on || !self.reports.is_empty() {
            TaskStanding::UnderWay
        } else {
            TaskStanding::Planned
        }
    }

    /// The next day on which something is due; nothing once all is reached.
    pub fn next_due(&self) -> Option<CivilDate> {
        let open = self.milestones.iter().filter(|one| !self.is_reached(one.number));
        open.map(|one| one.due_on).min()
    }

    /// The latest value that the lead accepted.
    pub fn reached(&self) -> Option<Hundredths> {
        let accepted = self.reports.iter();
        let mut accepted = accepted.filter(|one| matches!(one.state, ReportState::Accepted { .. }));
        accepted.find_map(|report| report.value)
    }

    /// Whether a milestone can be reported on.
    ///
    /// # Errors
    /// `problem-not-found` for a milestone that is not there; the conflicts
    /// `policy-milestone-reached` and `policy-milestone-waits`.
    pub fn may_report(&self, milestone: i64) -> Result<()> {
        if !self.milestones.iter().any(|one| one.number == milestone) {
            return Err(Problem::not_found());
        }
        if self.is_reached(milestone) {
            return Err(Problem::conflict("policy-milestone-reached"));
        }
        if self.waits(milestone) {
            return Err(Problem::conflict("policy-milestone-waits"));
        }
        Ok(())
    }
}

/// A new task.
#[derive(Clone, Debug, Serialize)]
pub struct NewTask {
    /// Under which plan.
    pub plan: PlanId,
    /// Under which of its measures.
    pub measure: i64,
    /// What is to be done.
    pub title: String,
    /// Who leads.
    pub lead: AuthorityId,
    /// Who works with it.
    pub partners: Vec<AuthorityId>,
    /// When it begins.
    pub starts_on: CivilDate,
    /// Its own target.
    pub target: Option<TaskTarget>,
    /// What is due when.
    pub milestones: Vec<(String, CivilDate)>,
}

/// A new report.
#[derive(Clone, Debug, Serialize)]
pub struct NewReport {
    /// On which task.
    pub task: TaskId,
    /// On which of its milestones.
    pub milestone: i64,
    /// What was done.
    pub text: String,
    /// Where the evidence can be read; may be empty.
    pub reference: String,
    /// The indicator's value, where the task has one.
    pub value: Option<Hundredths>,
}

#[cfg(test)]
mod tests;
