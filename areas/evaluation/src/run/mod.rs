//! A run: results of one body for one occupation, level and exam day, released together by somebody
//! else than who prepared them.

pub(crate) mod issue;
pub(crate) mod store;
pub(crate) mod use_cases;

use crate::import::finding::Why;
use kernel::{
    BodyId, CandidateId, CertificateId, CivilDate, ImportId, Instant, OccupationCode, PersonId,
    Problem, Result, RunId, SkillLevel,
};
use rules::{PartResults, PassDecision};
use serde::{Deserialize, Serialize};

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RunState {
    /// Results are gathered; it can be released.
    Draft,
    /// Released; certificates are being issued.
    Releasing {
        /// The account that released it.
        by: String,
        /// When.
        at: Instant,
    },
    /// Issuing met something that has to be settled first; it can be released again.
    Halted {
        /// What.
        why: Why,
        /// When.
        at: Instant,
    },
    /// All certificates are issued.
    Released {
        /// The account that released it.
        by: String,
        /// When.
        at: Instant,
        /// When the last certificate was issued.
        finished_at: Instant,
    },
}

impl RunState {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            RunState::Draft => "draft",
            RunState::Releasing { .. } => "releasing",
            RunState::Halted { .. } => "halted",
            RunState::Released { .. } => "released",
        }
    }

    /// The key of its name in both languages.
    pub fn text(&self) -> String {
        format!("evaluation-run-{}", self.word())
    }

    /// Whether results can be added and withdrawn, and the run be released.
    pub fn is_open(&self) -> bool {
        matches!(self, RunState::Draft | RunState::Halted { .. })
    }

    /// A second person releases it.
    ///
    /// # Errors
    /// The conflicts `evaluation-two-persons` for whoever prepared it, and `evaluation-run-step`
    /// when it is released already.
    pub fn release(self, by: String, prepared_by: &[String], now: Instant) -> Result<RunState> {
        match self {
            RunState::Draft | RunState::Halted { .. } if prepared_by.contains(&by) => {
                Err(Problem::conflict("evaluation-two-persons"))
            }
            RunState::Draft | RunState::Halted { .. } => Ok(RunState::Releasing { by, at: now }),
            RunState::Releasing { .. } | RunState::Released { .. } => {
                Err(Problem::conflict("evaluation-run-step"))
            }
        }
    }

    /// Issuing cannot go on before something is settled.
    ///
    /// # Errors
    /// The conflict `evaluation-run-step` when it is not being issued.
    pub fn halt(self, why: Why, now: Instant) -> Result<RunState> {
        match self {
            RunState::Releasing { .. } => Ok(RunState::Halted { why, at: now }),
            _ => Err(Problem::conflict("evaluation-run-step")),
        }
    }

    /// The last certificate is issued.
    ///
    /// # Errors
    /// The conflict `evaluation-run-step` when it is not being issued.
    pub fn finish(self, now: Instant) -> Result<RunState> {
        match self {
            RunState::Releasing { by, at } => Ok(RunState::Released { by, at, finished_at: now }),
            _ => Err(Problem::conflict("evaluation-run-step")),
        }
    }
}

/// A run as lists show it.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which.
    pub id: RunId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub body: BodyId,
    /// 职业
    pub occupation: OccupationCode,
    /// The level.
    pub level: SkillLevel,
    /// The exam day.
    pub exam_on: CivilDate,
    /// The rule under which its results were decided.
    pub rule: String,
    /// Where it stands.
    pub state: RunState,
    /// The accounts whose imports are in it; none of them may release it.
    pub prepared_by: Vec<String>,
    /// Everybody with a result that stands.
    pub candidates: i64,
    /// Those who passed.
    pub passed: i64,
    /// Certificates issued so far.
    pub issued: i64,
    /// When its first result was entered.
    pub created_at: Instant,
}

/// A result.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which.
    pub id: CandidateId,
    /// Counts its changes.
    pub version: i64,
    /// The run it belongs to.
    pub run: RunId,
    /// The body.
    pub body: BodyId,
    /// The import it came with.
    pub import: ImportId,
    /// The row there.
    pub row: i64,
    /// Whose.
    pub person: PersonId,
    /// 工种 / 职业方向
    pub variant: Option<String>,
    /// What each part gave.
    pub parts: PartResults,
    /// Whether that is a pass, and why.
    pub decision: PassDecision,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// The certificate it became.
    pub certificate: Option<CertificateId>,
}

/// A candidate as the run's page shows it.
#[derive(Clone, Debug)]
pub struct ShownCandidate {
    /// The result.
    pub candidate: Candidate,
    /// The masked name; nothing once the person's data were erased.
    pub name: Option<String>,
    /// The masked document number; nothing once the person's data were erased.
    pub number: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_micros(9);

    #[test]
    fn nobody_releases_what_they_prepared() {
        let prepared = ["ann".to_owned()];
        let release = |by: &str| RunState::Draft.release(by.to_owned(), &prepared, NOW);
        assert_eq!(release("ann").unwrap_err().code(), "evaluation-two-persons");
        let released = release("ben").unwrap();
        assert!(!released.is_open());
        let again = released.clone().release("cat".to_owned(), &prepared, NOW);
        assert_eq!(again.unwrap_err().code(), "evaluation-run-step");
        let finished = released.finish(NOW).unwrap();
        assert_eq!(finished.word(), "released");
        assert!(finished.finish(NOW).is_err());
    }

    #[test]
    fn what_halted_can_be_released_again_by_a_second_person_only() {
        let why = Why::new("certificates-no-key");
        let releasing = RunState::Releasing { by: "ben".to_owned(), at: NOW };
        let halted = releasing.halt(why, NOW).unwrap();
        assert!(halted.is_open());
        let prepared = ["ann".to_owned()];
        assert!(halted.clone().release("ann".to_owned(), &prepared, NOW).is_err());
        assert!(halted.release("ben".to_owned(), &prepared, NOW).is_ok());
    }
}
