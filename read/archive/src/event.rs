//! What the journal says about a person, as the archive tells it.

use certificates::Status;
use certificates::facts::{CertificateIssued, CertificateStatusChanged};
use evaluation::facts::{ResultRecorded, ResultWithdrawn};
use kernel::{
    BodyId, CandidateId, CertificateId, CivilDate, DivisionCode, Instant, OccupationCode, Problem,
    Result, SkillLevel,
};
use people::facts::{
    CorrectionDecided, CorrectionRequested, DocumentAdded, FactAssigned, NameCorrected,
    PersonErased, PersonRegistered, RecordCorrected, RecordsMerged, RecordsParted, ShareEnded,
    ShareMade,
};
use rules::PartResults;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use store::Fact;
use store::journal::{FactRow, Place};

/// Which entries somebody wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    #[default]
    Everything,
    /// 证书
    Certificates,
    /// 考试成绩
    Results,
    /// The person: documents, names, corrections, records that were found to be one.
    Identity,
    /// Links by which the person shared the archive.
    Sharing,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 5] =
        [Part::Everything, Part::Certificates, Part::Results, Part::Identity, Part::Sharing];

    /// The word in addresses, which is also the end of the key of its name.
    pub fn word(self) -> &'static str {
        match self {
            Part::Everything => "all",
            Part::Certificates => "certificates",
            Part::Results => "results",
            Part::Identity => "identity",
            Part::Sharing => "sharing",
        }
    }

    /// The part of a word.
    pub fn from_word(word: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.word() == word)
    }

    /// The kinds of facts that are read for it; all when empty.
    pub(crate) fn kinds(self) -> &'static [&'static str] {
        match self {
            Part::Everything => &[],
            Part::Certificates => &[CertificateIssued::KIND, CertificateStatusChanged::KIND],
            Part::Results => &[ResultRecorded::KIND, ResultWithdrawn::KIND],
            Part::Identity => &[
                PersonRegistered::KIND,
                DocumentAdded::KIND,
                NameCorrected::KIND,
                CorrectionRequested::KIND,
                CorrectionDecided::KIND,
                RecordCorrected::KIND,
                RecordsMerged::KIND,
                RecordsParted::KIND,
                FactAssigned::KIND,
                PersonErased::KIND,
            ],
            Part::Sharing => &[ShareMade::KIND, ShareEnded::KIND],
        }
    }
}

/// One entry of the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where the fact stands; pages continue before it.
    pub place: Place,
    /// When it was recorded.
    pub at: Instant,
    /// The body that did it; nothing when an office or the system did.
    pub body: Option<BodyId>,
    /// The division whose offices are responsible.
    pub division: Option<DivisionCode>,
    /// The rule version under which it was decided.
    pub rule: Option<String>,
    /// What happened.
    pub what: What,
}

/// What happened to a person.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// 建立档案
    Registered,
    /// A further document was added; its kind.
    DocumentAdded(String),
    /// The name was corrected.
    NameCorrected,
    /// A result of an evaluation was entered.
    Result {
        /// Which.
        candidate: CandidateId,
        /// 职业
        occupation: OccupationCode,
        /// The level.
        level: SkillLevel,
        /// The exam day.
        exam_on: CivilDate,
        /// What each part gave.
        parts: PartResults,
        /// Whether that is a pass.
        passed: bool,
        /// The certificate it led to, once there is one.
        certificate: Option<CertificateId>,
    },
    /// A result was withdrawn before anything came of it.
    ResultWithdrawn {
        /// Which.
        candidate: CandidateId,
    },
    /// A certificate was issued.
    CertificateIssued {
        /// Which.
        certificate: CertificateId,
        /// 职业
        occupation: OccupationCode,
        /// The level.
        level: SkillLevel,
        /// The exam day.
        exam_on: CivilDate,
    },
    /// A certificate was suspended, taken up again or revoked.
    CertificateStatus {
        /// Which.
        certificate: CertificateId,
        /// Its status since then.
        status: Status,
    },
    /// The person asked for a correction.
    CorrectionRequested,
    /// A request for correction was settled; the word of its state.
    CorrectionDecided(String),
    /// A birth date or phone number was corrected.
    Corrected,
    /// The person made a link to parts of the archive; how often it may be opened, and until when.
    Shared {
        /// How often.
        views: u32,
        /// The last day.
        until_on: CivilDate,
    },
    /// The person took a link back.
    ShareEnded,
    /// Two records were found to be of this person, and are read as one since then.
    Merged,
    /// Two records are no longer read as one.
    Parted,
    /// What was recorded while two records were one was assigned to one of them.
    Assigned,
    /// Everything that identified the person was erased.
    Erased,
    /// A fact of a kind that this archive does not tell; its kind.
    Other(String),
}

impl Event {
    /// Reads a fact. `led_to` has the certificates that the person's results became.
    ///
    /// # Errors
    /// An internal problem when the fact is not in the written form of its kind.
    pub fn read(fact: FactRow, led_to: &HashMap<CandidateId, CertificateId>) -> Result<Event> {
        let what = what(&fact, led_to)?;
        let place = fact.place();
        let FactRow { at, body, division, rule, .. } = fact;
        Ok(Event { place, at, body, division, rule, what })
    }
}

fn what(fact: &FactRow, led_to: &HashMap<CandidateId, CertificateId>) -> Result<What> {
    Ok(match fact.kind.as_str() {
        PersonRegistered::KIND => What::Registered,
        DocumentAdded::KIND => What::DocumentAdded(data::<DocumentAdded>(fact)?.document),
        NameCorrected::KIND => What::NameCorrected,
        PersonErased::KIND => What::Erased,
        CorrectionRequested::KIND => What::CorrectionRequested,
        CorrectionDecided::KIND => What::CorrectionDecided(data::<CorrectionDecided>(fact)?.state),
        RecordCorrected::KIND => What::Corrected,
        ShareMade::KIND => {
            let ShareMade { views, until_on, .. } = data(fact)?;
            What::Shared { views, until_on }
        }
        ShareEnded::KIND => What::ShareEnded,
        RecordsMerged::KIND => What::Merged,
        RecordsParted::KIND => What::Parted,
        FactAssigned::KIND => What::Assigned,
        ResultRecorded::KIND => {
            let fact: ResultRecorded = data(fact)?;
            What::Result {
                certificate: led_to.get(&fact.candidate).copied(),
                candidate: fact.candidate,
                occupation: fact.occupation,
                level: fact.level,
                exam_on: fact.exam_on,
                parts: fact.parts,
                passed: fact.passed,
            }
        }
        ResultWithdrawn::KIND => {
            What::ResultWithdrawn { candidate: data::<ResultWithdrawn>(fact)?.candidate }
        }
        CertificateIssued::KIND => {
            let CertificateIssued { certificate, occupation, level, exam_on, .. } = data(fact)?;
            What::CertificateIssued { certificate, occupation, level, exam_on }
        }
        CertificateStatusChanged::KIND => {
            let CertificateStatusChanged { certificate, status, .. } = data(fact)?;
            What::CertificateStatus { certificate, status }
        }
        other => What::Other(other.to_owned()),
    })
}

fn data<F: Fact + DeserializeOwned>(fact: &FactRow) -> Result<F> {
    serde_json::from_value(fact.data.clone()).map_err(|_| {
        Problem::internal(format!("a fact {} in lane {:?} cannot be read", fact.kind, fact.origin))
    })
}
