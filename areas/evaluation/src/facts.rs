//! What this area tells the journal. Nothing here identifies anybody.

use kernel::{CandidateId, CivilDate, ImportId, OccupationCode, RunId, SkillLevel};
use rules::PartResults;
use serde::{Deserialize, Serialize};

store::facts! {
    ImportFinished "evaluation.import-finished" 1;
    ResultRecorded "evaluation.result-recorded" 1;
    ResultWithdrawn "evaluation.result-withdrawn" 1;
    RunReleased "evaluation.run-released" 1;
    RunIssued "evaluation.run-issued" 1;
}

/// An import has come to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportFinished {
    /// Which.
    pub import: ImportId,
    /// Rows of the file.
    pub rows: i64,
    /// Rows with mistakes, which were not entered.
    pub bad: i64,
    /// Results entered.
    pub entered: i64,
    /// Rows whose result was there already.
    pub known: i64,
}

/// A result was entered: what each part gave, and whether that is a pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultRecorded {
    /// Whose result.
    pub candidate: CandidateId,
    /// The run it belongs to.
    pub run: RunId,
    /// 职业
    pub occupation: OccupationCode,
    /// The level.
    pub level: SkillLevel,
    /// The exam day.
    pub exam_on: CivilDate,
    /// What each part gave; marks in hundredths of a point.
    pub parts: PartResults,
    /// Whether every part reached the mark of the rule named beside this fact.
    pub passed: bool,
}

/// A result was withdrawn before its run was released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultWithdrawn {
    /// Whose result.
    pub candidate: CandidateId,
    /// The run it belonged to.
    pub run: RunId,
}

/// A second person of the body released a run: its passing results become certificates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunReleased {
    /// Which.
    pub run: RunId,
    /// 职业
    pub occupation: OccupationCode,
    /// The level.
    pub level: SkillLevel,
    /// The exam day.
    pub exam_on: CivilDate,
    /// Everybody with a result.
    pub candidates: i64,
    /// Those who passed.
    pub passed: i64,
}

/// All certificates of a run are issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunIssued {
    /// Which.
    pub run: RunId,
    /// Certificates issued.
    pub issued: i64,
}
