//! The dossier: typed evidence about a person. Eligibility reads only this; whoever makes evidence
//! (certificates, training, competitions) writes it here through [`crate::public`].

pub(crate) mod store;

use crate::whole::Whole;
use ::store::Conn;
use kernel::{CivilDate, EvidenceId, OccupationCode, PersonId, Result, SkillLevel, SubjectId};
use serde::{Deserialize, Serialize};

/// The dossier of a human, whichever of their records it stands under; latest first.
pub(crate) async fn of_whole(conn: &mut Conn, whole: &Whole) -> Result<Vec<EvidenceEntry>> {
    let (added, removed) = (whole.added(), whole.removed());
    let mut all = Vec::new();
    for person in whole.sources() {
        let own = whole.records.contains(&person);
        let entries = store::of_person(conn, person).await?;
        let theirs = entries.into_iter().filter(|entry| match own {
            true => !removed.contains(&entry.subject),
            false => added.contains(&entry.subject),
        });
        all.extend(theirs);
    }
    all.sort_by_key(|entry| std::cmp::Reverse((entry.dated_on, entry.id)));
    Ok(all)
}

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
