//! 成绩导入: a body uploads results; every row is checked and explained.

use crate::desk::{Desk, sample_desk};
use crate::kit::{State, Tone, show_part};
use crate::samples::{Sample, day, moment, sample};
use askama::Template;
use evaluation::{ImportState, RowCounts};
use kernel::{FieldProblem, Instant};
use web_kit::{Answer, FormState, Paging, Visit};

/// The form of an upload.
#[derive(Template)]
#[template(path = "imports/new.html")]
pub struct NewImportPage {
    /// The request.
    pub v: Visit,
    /// Whose results.
    pub desk: Desk,
    /// Fields `exam_on`, `keep` (ticked: good rows are kept) and `file`.
    pub form: FormState,
}

/// The imports of a body.
#[derive(Template)]
#[template(path = "imports/list.html")]
pub struct ImportsPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// Newest first.
    pub imports: Vec<ImportRow>,
    /// The links below the list.
    pub paging: Paging,
    /// Whether this person may import; else somebody else of the body does.
    pub may_import: bool,
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
    /// How many rows came out how.
    pub rows: RowCounts,
}

/// How an import stands, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It waits for its turn.
    Waiting,
    /// Its rows are being checked: bytes done of all.
    Checking(u64, u64),
    /// Good rows are being entered: rows done of all.
    Entering(u64, u64),
    /// All rows are taken over.
    Done,
    /// All rows are checked and the good ones taken over; some have mistakes.
    DoneWithMistakes,
    /// Some rows have mistakes, so nothing was taken over.
    Refused,
    /// The file could not be read at all, and why.
    Unreadable(FieldProblem),
    /// Somebody stopped it.
    Cancelled,
}

impl Stage {
    /// How an import stands.
    pub fn of(import: &evaluation::Import) -> Stage {
        let progress = import.progress;
        let (done, total) = (progress.done.max(0).unsigned_abs(), progress.total.max(1));
        let total = total.unsigned_abs().max(done);
        match &import.state {
            ImportState::Waiting => Stage::Waiting,
            ImportState::Checking => Stage::Checking(done, total),
            ImportState::Entering => Stage::Entering(done, total),
            ImportState::Done { .. } if import.rows.bad > 0 => Stage::DoneWithMistakes,
            ImportState::Done { .. } => Stage::Done,
            ImportState::Refused { .. } => Stage::Refused,
            ImportState::Unreadable { why, .. } => Stage::Unreadable(why.problem("file")),
            ImportState::Cancelled { .. } => Stage::Cancelled,
        }
    }

    /// The word of the stage.
    pub fn state(&self) -> State {
        match self {
            Stage::Waiting => State::new("evaluation-import-waiting", Tone::Waiting),
            Stage::Checking(..) => State::new("evaluation-import-checking", Tone::Waiting),
            Stage::Entering(..) => State::new("evaluation-import-entering", Tone::Waiting),
            Stage::Done => State::new("evaluation-import-done", Tone::Done),
            Stage::DoneWithMistakes => State::new("imports-state-mistakes", Tone::Attention),
            Stage::Refused => State::new("evaluation-import-refused", Tone::Attention),
            Stage::Unreadable(_) => State::new("evaluation-import-unreadable", Tone::Stopped),
            Stage::Cancelled => State::new("evaluation-import-cancelled", Tone::Quiet),
        }
    }

    /// Whether the page is still going to change by itself.
    pub fn is_live(&self) -> bool {
        matches!(self, Stage::Waiting | Stage::Checking(..) | Stage::Entering(..))
    }
}

/// Hundredths done.
pub(crate) fn percent(done: &u64, total: &u64) -> u64 {
    done.saturating_mul(100) / (*total).max(1)
}

/// One import: progress while it runs, then the report. `as_part()` draws the live part alone, for
/// [`show_part`].
#[derive(Template)]
#[template(path = "imports/one.html", blocks = ["part"])]
pub struct ImportPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// The name of the file.
    pub file: String,
    /// The address of this page.
    pub href: String,
    /// Whether whoever looks uploaded it.
    pub own: bool,
    /// When.
    pub at: Instant,
    /// How it stands.
    pub stage: Stage,
    /// How many rows came out how.
    pub rows: RowCounts,
    /// The mistakes of this page, in the order of the file.
    pub mistakes: Vec<Mistake>,
    /// The links below the mistakes.
    pub paging: Paging,
    /// Where the file with the mistakes marked is; empty when there is none.
    pub report_href: String,
    /// Where it is stopped; empty when that cannot be done any more, or not by this person.
    pub cancel_href: String,
    /// Where somebody says that they are done with the mistakes; empty when nothing waits for that.
    pub settle_href: String,
    /// Whether this person may import.
    pub may_import: bool,
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

const FILE: &str = "2026年第三批车工成绩.xlsx";

impl NewImportPage {
    /// The form after a first try without a file.
    pub fn sample(v: Visit) -> Self {
        let mut form = FormState::with(&[("exam_on", "2026-11-21"), ("keep", "yes")]);
        form.refuse(FieldProblem::new("file", "field-file-required"));
        let (v, desk) = sample_desk(&v);
        NewImportPage { v, desk, form }
    }
}

impl ImportsPage {
    /// Every stage once.
    pub fn sample(v: Visit) -> Self {
        let row = |stage, n: i64| ImportRow {
            file: FILE.to_owned(),
            href: "/imports/1".to_owned(),
            at: moment(day(2026, 11, 24 - n as u32), 9, 30),
            stage,
            rows: RowCounts { entered: 1188 * n, bad: 12 * (n % 2), ..RowCounts::default() },
        };
        let imports = vec![
            row(Stage::Waiting, 0),
            row(Stage::Checking(1, 2), 0),
            row(Stage::DoneWithMistakes, 1),
            row(Stage::Done, 2),
            row(Stage::Unreadable(FieldProblem::new("file", "sheet-et-format")), 0),
            row(Stage::Cancelled, 0),
        ];
        let paging = Paging { shown: 6, next: Some("?after=x".to_owned()), ..Paging::default() };
        let (v, desk) = sample_desk(&v);
        ImportsPage { v, desk, imports, paging, may_import: true }
    }
}

impl ImportPage {
    /// A finished import with mistakes of every usual kind.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let mistake = |row, column: &str, value: &str, finding: FieldProblem| Mistake {
            row,
            column: t.get(&format!("evaluation-field-{column}")),
            value: value.to_owned(),
            finding,
        };
        let problem = |code| FieldProblem::new("row", code);
        let lost = problem("cell-digits-lost").arg("shown", "7.70101E+17");
        let mistakes = vec![
            mistake(17, "number", "7.70101E+17", lost),
            mistake(53, "theory", "101", problem("evaluation-score-range").arg("most", "100")),
            mistake(210, "occupation", "车床工人", problem("evaluation-occupation-unknown")),
            mistake(844, "number", "770101********1235", problem("evaluation-other-name")),
            mistake(845, "row", "", problem("evaluation-twice").arg("row", "52")),
        ];
        let (v, desk) = sample_desk(&v);
        ImportPage {
            v,
            desk,
            file: FILE.to_owned(),
            href: "/imports/1".to_owned(),
            own: true,
            at: moment(day(2026, 11, 24), 9, 30),
            stage: Stage::DoneWithMistakes,
            rows: RowCounts {
                total: 1200,
                bad: 12,
                entered: 1188,
                known: 0,
                passed: 1043,
                people_new: 1170,
            },
            mistakes,
            paging: Paging { shown: 5, next: Some("?after=x".to_owned()), ..Paging::default() },
            report_href: "/imports/1/report.xlsx".to_owned(),
            cancel_href: String::new(),
            settle_href: "/imports/1/settle".to_owned(),
            may_import: true,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let at = |stage: Stage| ImportPage {
        stage,
        rows: RowCounts { total: 41_250, ..RowCounts::default() },
        mistakes: Vec::new(),
        report_href: String::new(),
        cancel_href: "/imports/1/cancel".to_owned(),
        settle_href: String::new(),
        ..ImportPage::sample(v.clone())
    };
    let ended =
        |stage, rows: RowCounts| ImportPage { rows, cancel_href: String::new(), ..at(stage) };
    let good = RowCounts { total: 1200, entered: 1200, passed: 1052, ..RowCounts::default() };
    let refused = RowCounts { total: 1200, bad: 12, ..RowCounts::default() };
    let refused =
        ImportPage { stage: Stage::Refused, rows: refused, ..ImportPage::sample(v.clone()) };
    let unreadable = Stage::Unreadable(FieldProblem::new("file", "sheet-et-format"));
    let (visit, desk) = sample_desk(v);
    let first = NewImportPage { v: visit.clone(), desk: desk.clone(), form: FormState::default() };
    let empty = ImportsPage {
        v: visit,
        desk,
        imports: Vec::new(),
        paging: Paging::default(),
        may_import: true,
    };
    vec![
        sample("imports", &ImportsPage::sample(v.clone())),
        sample("imports-empty", &empty),
        sample("imports-new", &first),
        sample("imports-new-errors", &NewImportPage::sample(v.clone())),
        sample("imports-waiting", &at(Stage::Waiting)),
        sample("imports-checking", &at(Stage::Checking(9_250_000, 20_000_000))),
        sample("imports-entering", &at(Stage::Entering(41_250, 100_000))),
        sample("imports-report", &ImportPage::sample(v.clone())),
        sample("imports-refused", &refused),
        sample("imports-done", &ended(Stage::Done, good)),
        sample("imports-unreadable", &ended(unreadable, RowCounts::default())),
        sample("imports-cancelled", &ended(Stage::Cancelled, RowCounts::default())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Lang;

    #[test]
    fn the_live_part_stands_alone_and_inside_the_page() {
        let mut page = ImportPage::sample(crate::samples::visit(Lang::Zh));
        page.stage = Stage::Entering(5, 10);
        let part = page.as_part().render().unwrap();
        assert!(part.contains("data-part") && part.contains("data-live=\"/imports/1\""));
        assert!(part.contains("value=\"5\"") && !part.contains("<html"));
        assert!(page.render().unwrap().contains(part.trim()));
        page.stage = Stage::Done;
        assert!(!page.as_part().render().unwrap().contains("data-live"));
    }
}
