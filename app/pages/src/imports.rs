//! 成绩导入: a body uploads results; every row is checked and explained.

use crate::kit::{Progress, State, Tone, show_part};
use crate::samples::{Sample, as_clerk, day, moment, sample};
use askama::Template;
use kernel::{FieldProblem, Instant};
use web_kit::{Answer, FormState, Paging, Visit};

/// The form of an upload.
#[derive(Template)]
#[template(path = "imports/new.html")]
pub struct NewImportPage {
    /// The request.
    pub v: Visit,
    /// Fields `exam_on`, `shape` (short, full), `keep` (ticked: good rows are kept) and `file`.
    pub form: FormState,
}

/// The imports of a body.
#[derive(Template)]
#[template(path = "imports/list.html")]
pub struct ImportsPage {
    /// The request.
    pub v: Visit,
    /// Newest first.
    pub imports: Vec<ImportRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One import in the list.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// The name of the file.
    pub file: String,
    /// Its page.
    pub href: String,
    /// When it was uploaded.
    pub at: Instant,
    /// How it stands.
    pub stage: Stage,
    /// Rows taken over.
    pub good: u64,
    /// Rows with mistakes.
    pub bad: u64,
}

/// How an import stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It waits for its turn.
    Waiting,
    /// Its rows are being checked.
    Running(Progress),
    /// All rows are checked and taken over.
    Done,
    /// All rows are checked; some have mistakes.
    DoneWithMistakes,
    /// The file could not be read at all; the key of the reason.
    Unreadable(&'static str),
}

impl Stage {
    /// The word of the stage.
    pub fn state(&self) -> State {
        match self {
            Stage::Waiting => State::new("state-waiting", Tone::Waiting),
            Stage::Running(_) => State::new("state-running", Tone::Waiting),
            Stage::Done => State::new("state-done", Tone::Done),
            Stage::DoneWithMistakes => State::new("imports-state-mistakes", Tone::Attention),
            Stage::Unreadable(_) => State::new("imports-state-unreadable", Tone::Stopped),
        }
    }

    /// Whether the page is still going to change by itself.
    pub fn is_live(&self) -> bool {
        matches!(self, Stage::Waiting | Stage::Running(_))
    }
}

/// One import: progress while it runs, then the report. `as_part()` draws the live part alone, for
/// [`show_part`].
#[derive(Template)]
#[template(path = "imports/one.html", blocks = ["part"])]
pub struct ImportPage {
    /// The request.
    pub v: Visit,
    /// The name of the file.
    pub file: String,
    /// The address of this page.
    pub href: String,
    /// Who uploaded it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// How it stands.
    pub stage: Stage,
    /// Rows taken over.
    pub good: u64,
    /// Of them, rows whose every part was passed.
    pub passed: u64,
    /// Rows that were there already from an earlier import.
    pub same: u64,
    /// Rows with mistakes.
    pub bad: u64,
    /// The mistakes of this page, in the order of the file.
    pub mistakes: Vec<Mistake>,
    /// The links below the mistakes.
    pub paging: Paging,
    /// Where the file with the mistakes marked is; empty when there are none.
    pub report_href: String,
    /// Where the run is checked and issued; empty while that cannot be done.
    pub issue_href: String,
}

/// What is wrong with one cell.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// The row as the spreadsheet counts it.
    pub row: u64,
    /// The heading of the column.
    pub column: String,
    /// The value, shortened and with personal parts hidden.
    pub value: String,
    /// What is wrong and what to do.
    pub finding: FieldProblem,
}

/// Shows an import.
///
/// # Errors
/// As [`show_part`].
pub fn import(headers: &axum::http::HeaderMap, page: &ImportPage) -> Answer {
    show_part(headers, &page.as_part(), page)
}

impl NewImportPage {
    /// The form after a first try without a file.
    pub fn sample(v: Visit) -> Self {
        let mut form = FormState::with(&[("exam_on", "2026-11-21"), ("shape", "short")]);
        form.refuse(FieldProblem::new("file", "field-file-required"));
        NewImportPage { v: as_clerk(&v), form }
    }
}

const FILE: &str = "2026年第三批电工成绩.xlsx";

impl ImportsPage {
    /// Every stage once.
    pub fn sample(v: Visit) -> Self {
        let row = |stage, n: u64| ImportRow {
            file: FILE.to_owned(),
            href: "/imports/1".to_owned(),
            at: moment(day(2026, 11, 24 - n as u32), 9, 30),
            stage,
            good: 1188 * n,
            bad: 12 * (n % 2),
        };
        let imports = vec![
            row(Stage::Waiting, 0),
            row(Stage::Running(Progress { done: 1, total: 2, seconds_left: None }), 0),
            row(Stage::DoneWithMistakes, 1),
            row(Stage::Done, 2),
            row(Stage::Unreadable("imports-unreadable-et"), 3),
        ];
        let paging = Paging { shown: 5, next: Some("?after=x".to_owned()), ..Paging::default() };
        ImportsPage { v: as_clerk(&v), imports, paging }
    }
}

impl ImportPage {
    /// A finished import with mistakes of every usual kind.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let mistake = |row, column: &str, value: &str, code| Mistake {
            row,
            column: t.get(column),
            value: value.to_owned(),
            finding: FieldProblem::new("row", code),
        };
        let mistakes = vec![
            mistake(17, "imports-column-number", "7.70101E+17", "imports-mistake-digits"),
            mistake(52, "imports-column-number", "770101********1235", "imports-mistake-check"),
            mistake(53, "imports-column-theory", "101", "imports-mistake-score"),
            mistake(210, "imports-column-level", "三级工", "imports-mistake-level"),
            mistake(844, "imports-column-name", "示*工", "imports-mistake-twice"),
        ];
        ImportPage {
            v: as_clerk(&v),
            file: FILE.to_owned(),
            href: "/imports/1".to_owned(),
            by: t.lang.pick("示例考务", "Shili Kaowu").to_owned(),
            at: moment(day(2026, 11, 24), 9, 30),
            stage: Stage::DoneWithMistakes,
            good: 1188,
            passed: 1043,
            same: 0,
            bad: 12,
            mistakes,
            paging: Paging {
                shown: 5,
                total: Some(12),
                first: None,
                next: Some("?after=x".to_owned()),
            },
            report_href: "/imports/1/report.xlsx".to_owned(),
            issue_href: "/imports/1/issue".to_owned(),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let at = |stage: Stage| ImportPage {
        stage,
        good: 0,
        passed: 0,
        bad: 0,
        mistakes: Vec::new(),
        report_href: String::new(),
        issue_href: String::new(),
        ..ImportPage::sample(v.clone())
    };
    let running = Progress { done: 41_250, total: 100_000, seconds_left: Some(95) };
    let done =
        ImportPage { good: 1200, passed: 1052, issue_href: "/x".to_owned(), ..at(Stage::Done) };
    let first = NewImportPage { v: as_clerk(v), form: FormState::default() };
    vec![
        sample("imports", &ImportsPage::sample(v.clone())),
        sample("imports-new", &first),
        sample("imports-new-errors", &NewImportPage::sample(v.clone())),
        sample("imports-waiting", &at(Stage::Waiting)),
        sample("imports-running", &at(Stage::Running(running))),
        sample("imports-report", &ImportPage::sample(v.clone())),
        sample("imports-done", &done),
        sample("imports-unreadable", &at(Stage::Unreadable("imports-unreadable-et"))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Lang;

    #[test]
    fn the_live_part_stands_alone_and_inside_the_page() {
        let mut page = ImportPage::sample(crate::samples::visit(Lang::Zh));
        page.stage = Stage::Running(Progress { done: 5, total: 10, seconds_left: None });
        let part = page.as_part().render().unwrap();
        assert!(part.contains("data-part") && part.contains("data-live=\"/imports/1\""));
        assert!(part.contains("value=\"5\"") && !part.contains("<html"));
        assert!(page.render().unwrap().contains(part.trim()));
        page.stage = Stage::Done;
        assert!(!page.as_part().render().unwrap().contains("data-live"));
    }
}
