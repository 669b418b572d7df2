//! 我的待办: the start page after signing in. What waits for whom, oldest first.

use crate::kit::{Tone, show};
use crate::samples::{Sample, as_clerk, as_worker, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{Answer, NavEntry, Visit};

/// The list of tasks.
#[derive(Template)]
#[template(path = "tasks.html")]
pub struct TasksPage {
    /// The request.
    pub v: Visit,
    /// What waits, oldest first.
    pub tasks: Vec<Task>,
}

/// One thing that waits for this person.
#[derive(Clone, Debug)]
pub struct Task {
    /// What it is.
    pub title: String,
    /// Where it is done.
    pub href: String,
    /// The next step, as a sentence.
    pub next: String,
    /// By which day; nothing when it does not run out.
    pub due: Option<CivilDate>,
    /// Whether that day is over.
    pub late: bool,
}

/// Shows the list.
///
/// # Errors
/// As [`show`].
pub fn tasks(v: Visit, tasks: Vec<Task>) -> Answer {
    show(&TasksPage { v, tasks })
}

impl TasksPage {
    /// Where this account works, for whom nothing waits; this page and the account's own are not work.
    fn places(&self) -> Vec<&NavEntry> {
        let nav = self.v.signed_in().map(|who| who.nav.iter()).unwrap_or_default();
        nav.filter(|entry| !["/tasks", "/account"].contains(&entry.href)).collect()
    }

    /// What waits for a body's clerk.
    pub fn sample(v: Visit) -> Self {
        let task = |title: &str, next: &str, due, late| Task {
            title: v.t.get(title),
            href: "/imports/1".to_owned(),
            next: v.t.get(next),
            due,
            late,
        };
        let tasks = vec![
            task("tasks-sample-1", "tasks-sample-1-next", Some(day(2026, 11, 20)), true),
            task("tasks-sample-2", "tasks-sample-2-next", Some(day(2026, 11, 27)), false),
            task("tasks-sample-3", "tasks-sample-3-next", None, false),
        ];
        TasksPage { v: as_clerk(&v), tasks }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let empty = TasksPage { v: as_worker(v), tasks: Vec::new() };
    vec![sample("tasks", &TasksPage::sample(v.clone())), sample("tasks-empty", &empty)]
}
