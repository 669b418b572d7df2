//! 后台任务: what the system does by itself, and what it has given up on.

use crate::kit::{Progress, State, Tone, show};
use crate::samples::{Sample, as_administrator, day, moment, sample};
use askama::Template;
use kernel::Instant;
use web_kit::{Answer, FormState, Paging, Visit};

/// The list of jobs.
#[derive(Template)]
#[template(path = "jobs/list.html", blocks = ["part"])]
pub struct JobsPage {
    /// The request.
    pub v: Visit,
    /// The address of this page with its filter.
    pub href: String,
    /// Field `state`.
    pub form: FormState,
    /// How many wait, run and have been given up.
    pub counts: (u64, u64, u64),
    /// The jobs of this page, those that were given up first.
    pub jobs: Vec<JobRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One job.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// What it does.
    pub title: String,
    /// The id, for the log.
    pub id: String,
    /// When it was asked for.
    pub at: Instant,
    /// How it stands.
    pub stage: JobStage,
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobStage {
    /// It waits until its time.
    Waiting {
        /// Not before.
        until: Instant,
    },
    /// It runs; how far it is, where that is known.
    Running(Option<Progress>),
    /// It failed and is going to be tried again.
    Retrying {
        /// How often it was tried.
        tries: u64,
        /// When it is tried again.
        until: Instant,
    },
    /// It is finished.
    Done,
    /// It was tried too often (死信) and waits for somebody.
    Dead {
        /// How often it was tried.
        tries: u64,
        /// The key of what went wrong.
        reason: String,
    },
}

impl JobStage {
    /// The word of the stage.
    pub fn state(&self) -> State {
        match self {
            JobStage::Waiting { .. } => State::new("state-waiting", Tone::Quiet),
            JobStage::Running(_) => State::new("state-running", Tone::Waiting),
            JobStage::Retrying { .. } => State::new("jobs-state-retrying", Tone::Attention),
            JobStage::Done => State::new("state-done", Tone::Done),
            JobStage::Dead { .. } => State::new("state-dead", Tone::Stopped),
        }
    }
}

impl JobsPage {
    fn is_live(&self) -> bool {
        self.counts.0 + self.counts.1 > 0
    }

    /// Every stage once.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let at = |hour, minute| moment(day(2026, 11, 24), hour, minute);
        let row = |title: &str, id: &str, asked, stage| JobRow {
            title: t.get(title),
            id: id.to_owned(),
            at: asked,
            stage,
        };
        let reason = t.get("jobs-sample-reason");
        let running = Progress { done: 41_250, total: 100_000, seconds_left: Some(95) };
        JobsPage {
            v: as_administrator(&v),
            href: "/jobs".to_owned(),
            form: FormState::default(),
            counts: (1, 1, 1),
            jobs: vec![
                row(
                    "jobs-sample-1",
                    "003v5k9z0q8m2x",
                    at(3, 0),
                    JobStage::Dead { tries: 8, reason },
                ),
                row("jobs-sample-2", "003v5k9z0q8m2y", at(9, 30), JobStage::Running(Some(running))),
                row(
                    "jobs-sample-3",
                    "003v5k9z0q8m2z",
                    at(9, 41),
                    JobStage::Retrying { tries: 2, until: at(15, 20) },
                ),
                row(
                    "jobs-sample-4",
                    "003v5k9z0q8m30",
                    at(9, 0),
                    JobStage::Waiting { until: at(23, 30) },
                ),
            ],
            paging: Paging { shown: 4, ..Paging::default() },
        }
    }
}

/// Shows the list.
///
/// # Errors
/// As [`show`].
pub fn jobs(headers: &axum::http::HeaderMap, page: &JobsPage) -> Answer {
    crate::kit::show_part(headers, &page.as_part(), page)
}

/// Shows it whole.
///
/// # Errors
/// As [`show`].
pub fn jobs_page(page: &JobsPage) -> Answer {
    show(page)
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut quiet = JobsPage::sample(v.clone());
    quiet.counts = (0, 0, 0);
    quiet.jobs.clear();
    vec![sample("jobs", &JobsPage::sample(v.clone())), sample("jobs-quiet", &quiet)]
}
