//! Entries to a round (申报): what a body claims for each indicator, with files that prove it, what the
//! office says, and the sheets of the panel.

pub(crate) mod store;

use crate::kind::Kind;
use kernel::{BlobId, BodyId, DivisionCode, EntryId, FieldProblem, Problem, Result, RoundId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Points for each indicator in hundredths; at most a hundred times the indicator's weight.
pub type Sheet = BTreeMap<String, u32>;

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// 填报中
    Draft,
    /// 待审核
    HandedIn,
    /// 通过审核: the panel scores it.
    Admitted {
        /// Who checked it.
        by: String,
    },
    /// 未通过审核
    Refused {
        /// Who checked it.
        by: String,
        /// Why.
        reason: String,
    },
    /// 取消资格: an objection or a check after the scoring showed that it must not be chosen.
    Struck {
        /// Who struck it.
        by: String,
        /// Why.
        reason: String,
    },
}

impl EntryState {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            EntryState::Draft => "draft",
            EntryState::HandedIn => "handed_in",
            EntryState::Admitted { .. } => "admitted",
            EntryState::Refused { .. } => "refused",
            EntryState::Struck { .. } => "struck",
        }
    }
}

/// What the office says to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Check {
    /// The panel may score it.
    Admit,
    /// It does not meet the call.
    Refuse {
        /// Why.
        reason: String,
    },
    /// It must not be chosen, as came out after the scoring.
    Strike {
        /// Why.
        reason: String,
    },
}

/// A file that proves an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which indicator.
    pub key: String,
    /// The file.
    pub file: BlobId,
    /// What it is, by its content.
    pub media: String,
    /// How many bytes it has.
    pub size: u64,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: EntryId,
    /// Counts its changes.
    pub version: i64,
    /// To which round.
    pub round: RoundId,
    /// Whose.
    pub body: BodyId,
    /// The body's name when the entry was begun.
    pub name: String,
    /// Where the body is.
    pub division: DivisionCode,
    /// The body's credit code, for recusals.
    pub uscc: String,
    /// What the body claims.
    pub claims: Sheet,
    /// The files.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub state: EntryState,
    /// The sheets of the panel, by the expert's number.
    pub sheets: BTreeMap<String, Sheet>,
}

/// Checks a sheet: every indicator, none above its weight.
///
/// # Errors
/// Field problems named `points-…` after the indicators: `designations-points-missing`,
/// `designations-points-most`.
pub fn check_sheet(kind: &Kind, sheet: &Sheet) -> Result<()> {
    let mut findings = Vec::new();
    for one in kind.indicators() {
        let name = |finding: FieldProblem| finding.arg("indicator", &one.name.zh);
        match sheet.get(&one.key) {
            None => findings.push(name(FieldProblem::new("points", "designations-points-missing"))),
            Some(points) if *points > one.weight * 100 => {
                let finding = FieldProblem::new("points", "designations-points-most");
                findings.push(name(finding.arg("most", one.weight)));
            }
            Some(_) => {}
        }
    }
    if sheet.keys().any(|key| !kind.indicators().any(|one| one.key == *key)) {
        findings.push(FieldProblem::new("points", "designations-points-unknown"));
    }
    if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
}

/// The sum of a sheet in hundredths.
pub fn total(sheet: &Sheet) -> u32 {
    sheet.values().sum()
}

impl Entry {
    /// The indicators that need a file and have none.
    pub fn unproved<'k>(&self, kind: &'k Kind) -> Vec<&'k crate::kind::Indicator> {
        let there = |key: &str| self.evidence.iter().any(|one| one.key == key);
        kind.indicators().filter(|one| one.evidence && !there(&one.key)).collect()
    }

    /// What the office's word makes of it.
    ///
    /// # Errors
    /// The conflict `designations-not-now`.
    pub fn checked(&self, check: Check, by: &str) -> Result<EntryState> {
        let by = by.to_owned();
        match (&self.state, check) {
            (EntryState::HandedIn, Check::Admit) => Ok(EntryState::Admitted { by }),
            (EntryState::HandedIn, Check::Refuse { reason }) => {
                Ok(EntryState::Refused { by, reason })
            }
            (EntryState::Admitted { .. }, Check::Strike { reason }) => {
                Ok(EntryState::Struck { by, reason })
            }
            _ => Err(Problem::conflict("designations-not-now")),
        }
    }
}
