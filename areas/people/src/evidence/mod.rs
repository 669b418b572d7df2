//! The dossier: typed evidence about a person. Eligibility reads only this; whoever makes evidence
//! (certificates, training, competitions) writes it here through [`crate::public`].

pub(crate) mod store;

use kernel::{CivilDate, EvidenceId, OccupationCode, PersonId, SkillLevel, SubjectId};
use serde::{Deserialize, Serialize};

/// What the evidence is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// A skill-level certificate (职业技能等级证书).
    SkillCertificate {
        /// The occupation.
        occupation: OccupationCode,
        /// The level.
        level: SkillLevel,
    },
}

impl Evidence {
    /// The stored word of the kind.
    pub fn word(&self) -> &'static str {
        match self {
            Evidence::SkillCertificate { .. } => "skill_certificate",
        }
    }
}

/// A piece of evidence to be entered.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    /// About whom.
    pub person: PersonId,
    /// The record that is the evidence.
    pub subject: SubjectId,
    /// Who says so: the name of the area or the outside source.
    pub source: &'static str,
    /// The day it speaks of.
    pub dated_on: CivilDate,
    /// What it is.
    pub evidence: Evidence,
}

/// A piece of evidence in the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceEntry {
    /// Which.
    pub id: EvidenceId,
    /// The record that is the evidence.
    pub subject: SubjectId,
    /// Who says so.
    pub source: String,
    /// The day it speaks of.
    pub dated_on: CivilDate,
    /// What it is.
    pub evidence: Evidence,
}
