//! An import: an uploaded spreadsheet whose rows are checked, explained and entered.

pub(crate) mod enter;
pub mod finding;
pub(crate) mod report;
pub(crate) mod store;
pub(crate) mod use_cases;
pub(crate) mod work;

use crate::sheet::TemplateKind;
use finding::Why;
use kernel::{BlobId, BodyId, CivilDate, ImportId, Instant, Lang, Problem, Result};
use serde::{Deserialize, Serialize};

/// A new import. The file's content comes beside it.
#[derive(Clone, Debug, Serialize)]
pub struct NewImport {
    /// The body whose results these are.
    pub body: BodyId,
    /// The file's name as the uploader sees it.
    pub file_name: String,
    /// The exam day of rows that name none.
    pub exam_on: Option<CivilDate>,
    /// Whether rows without mistakes are entered although others have some.
    pub keep_good: bool,
}

/// Where an import stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ImportState {
    /// It waits for its turn.
    Waiting,
    /// Its rows are being checked; nothing is entered yet.
    Checking,
    /// Good rows are being entered.
    Entering,
    /// Everything is done; rows with mistakes were left out.
    Done {
        /// When.
        at: Instant,
        /// Whether somebody has seen to the rows that were left out.
        #[serde(default)]
        settled: bool,
    },
    /// There were rows with mistakes and nobody wanted the others alone: nothing was entered.
    Refused {
        /// When.
        at: Instant,
        /// Whether somebody has seen to the mistakes.
        #[serde(default)]
        settled: bool,
    },
    /// The file as a whole could not be taken; nothing was entered.
    Unreadable {
        /// Why, and what to do.
        why: Why,
        /// When.
        at: Instant,
    },
    /// Somebody stopped it before anything was entered.
    Cancelled {
        /// The account.
        by: String,
        /// When.
        at: Instant,
    },
}

impl ImportState {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            ImportState::Waiting => "waiting",
            ImportState::Checking => "checking",
            ImportState::Entering => "entering",
            ImportState::Done { .. } => "done",
            ImportState::Refused { .. } => "refused",
            ImportState::Unreadable { .. } => "unreadable",
            ImportState::Cancelled { .. } => "cancelled",
        }
    }

    /// The key of its name in both languages.
    pub fn text(&self) -> String {
        format!("evaluation-import-{}", self.word())
    }

    /// Whether it still changes by itself.
    pub fn is_live(&self) -> bool {
        matches!(self, ImportState::Waiting | ImportState::Checking | ImportState::Entering)
    }

    /// Whether it can still be stopped.
    pub fn can_be_stopped(&self) -> bool {
        matches!(self, ImportState::Waiting | ImportState::Checking)
    }

    /// When it came to its end.
    pub fn finished_at(&self) -> Option<Instant> {
        match self {
            ImportState::Waiting | ImportState::Checking | ImportState::Entering => None,
            ImportState::Done { at, .. }
            | ImportState::Refused { at, .. }
            | ImportState::Unreadable { at, .. }
            | ImportState::Cancelled { at, .. } => Some(*at),
        }
    }

    /// The job begins with the file.
    ///
    /// # Errors
    /// The conflict `evaluation-import-step` when it has begun or ended before.
    pub fn begin(self) -> Result<ImportState> {
        match self {
            ImportState::Waiting => Ok(ImportState::Checking),
            _ => Err(Problem::conflict("evaluation-import-step")),
        }
    }

    /// All rows are checked: good ones are entered unless others have mistakes and they were not
    /// wanted alone.
    ///
    /// # Errors
    /// The conflict `evaluation-import-step` when it is not being checked.
    pub fn checked(self, bad: i64, keep_good: bool, now: Instant) -> Result<ImportState> {
        match self {
            ImportState::Checking if bad > 0 && !keep_good => {
                Ok(ImportState::Refused { at: now, settled: false })
            }
            ImportState::Checking => Ok(ImportState::Entering),
            _ => Err(Problem::conflict("evaluation-import-step")),
        }
    }

    /// All good rows are entered.
    ///
    /// # Errors
    /// The conflict `evaluation-import-step` when they were not being entered.
    pub fn entered(self, now: Instant) -> Result<ImportState> {
        match self {
            ImportState::Entering => Ok(ImportState::Done { at: now, settled: false }),
            _ => Err(Problem::conflict("evaluation-import-step")),
        }
    }

    /// The file cannot be taken as a whole.
    ///
    /// # Errors
    /// The conflict `evaluation-import-step` when rows are being entered, or it has ended.
    pub fn unreadable(self, why: Why, now: Instant) -> Result<ImportState> {
        match self {
            ImportState::Waiting | ImportState::Checking => {
                Ok(ImportState::Unreadable { why, at: now })
            }
            _ => Err(Problem::conflict("evaluation-import-step")),
        }
    }

    /// Somebody stops it.
    ///
    /// # Errors
    /// The conflict `evaluation-import-step` once rows are being entered.
    pub fn cancel(self, by: String, now: Instant) -> Result<ImportState> {
        match self {
            state if state.can_be_stopped() => Ok(ImportState::Cancelled { by, at: now }),
            _ => Err(Problem::conflict("evaluation-import-step")),
        }
    }

    /// Somebody is done with the `bad` rows: mended rows came in another file, or are not needed. No
    /// file says whether it mends another one, so a person has to.
    ///
    /// # Errors
    /// The conflict `evaluation-import-step` when it has no mistakes that wait for somebody.
    pub fn settle(self, bad: i64) -> Result<ImportState> {
        match self {
            ImportState::Done { at, settled: false } if bad > 0 => {
                Ok(ImportState::Done { at, settled: true })
            }
            ImportState::Refused { at, settled: false } => {
                Ok(ImportState::Refused { at, settled: true })
            }
            _ => Err(Problem::conflict("evaluation-import-step")),
        }
    }
}

/// How many rows came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows of the file that were checked.
    pub total: i64,
    /// Rows with mistakes; they are never entered.
    pub bad: i64,
    /// Results entered.
    pub entered: i64,
    /// Rows whose result was there already: repeating a file changes nothing.
    pub known: i64,
    /// Of the results entered, passes.
    pub passed: i64,
    /// People registered who were not known before.
    pub people_new: i64,
}

/// How far the work has come, for showing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// Units done in the present phase.
    pub done: i64,
    /// Units of the present phase; 0 before it is known.
    pub total: i64,
}

/// An import as its page shows it.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// Counts its changes.
    pub version: i64,
    /// Whose results these are.
    pub body: BodyId,
    /// Where it stands.
    pub state: ImportState,
    /// Which template the header showed; nothing before the file was opened.
    pub template: Option<TemplateKind>,
    /// The file's name.
    pub file_name: String,
    /// The exam day of rows that name none.
    pub exam_on: Option<CivilDate>,
    /// Whether rows without mistakes are entered although others have some.
    pub keep_good: bool,
    /// The language of the report.
    pub lang: Lang,
    /// How many rows came out how, so far.
    pub rows: RowCounts,
    /// How far the present phase has come.
    pub progress: ImportProgress,
    /// Whether there is a report to download.
    pub report: Option<BlobId>,
    /// When it was uploaded.
    pub created_at: Instant,
    /// The account that uploaded it.
    pub created_by: String,
    pub(crate) file: Option<BlobId>,
    /// The first row the present phase has not done.
    pub(crate) next_row: i64,
}

impl Import {
    /// Whether it ended with mistakes to which nobody has seen.
    pub fn waits_for_somebody(&self) -> bool {
        self.state.clone().settle(self.rows.bad).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_micros(7);

    #[test]
    fn mistakes_keep_a_file_out_unless_good_rows_are_wanted_alone() {
        let state = |bad, keep| ImportState::Checking.checked(bad, keep, NOW).unwrap();
        assert_eq!(state(1, false), ImportState::Refused { at: NOW, settled: false });
        assert_eq!(state(1, true), ImportState::Entering);
        assert_eq!(state(0, false), ImportState::Entering);
    }

    #[test]
    fn mistakes_wait_until_somebody_is_done_with_them() {
        let refused = ImportState::Refused { at: NOW, settled: false };
        let settled = refused.settle(3).unwrap();
        assert_eq!(settled, ImportState::Refused { at: NOW, settled: true });
        assert_eq!(settled.settle(3).unwrap_err().code(), "evaluation-import-step");
        let done = ImportState::Done { at: NOW, settled: false };
        assert!(done.clone().settle(0).is_err(), "without mistakes nothing waits");
        assert_eq!(done.settle(1).unwrap(), ImportState::Done { at: NOW, settled: true });
        assert!(ImportState::Entering.settle(1).is_err());
        // What was stored before anybody could be done with it still waits.
        let before = r#"{"state":"refused","at":7}"#;
        assert!(serde_json::from_str::<ImportState>(before).unwrap().settle(1).is_ok());
    }

    #[test]
    fn nothing_is_stopped_once_rows_are_entered() {
        let stop = |state: ImportState| state.cancel("ann".to_owned(), NOW);
        assert!(stop(ImportState::Checking).is_ok());
        assert_eq!(stop(ImportState::Entering).unwrap_err().code(), "evaluation-import-step");
        assert!(stop(ImportState::Done { at: NOW, settled: false }).is_err());
        let done = ImportState::Entering.entered(NOW).unwrap();
        assert_eq!((done.is_live(), done.finished_at()), (false, Some(NOW)));
    }
}
