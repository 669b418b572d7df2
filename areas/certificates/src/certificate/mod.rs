//! A certificate: what a register may show stands in clear, what is signed and printed is sealed
//! under the holder's key.

pub(crate) mod store;

use kernel::{
    BodyId, BodyKeyId, CandidateId, CertificateId, CivilDate, FilingId, OccupationCode, PersonId,
    Problem, Result, RunId, SkillLevel,
};
use serde::{Deserialize, Serialize};

/// Whether a certificate counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// 有效
    Valid,
    /// 暂停: not until it is taken up again.
    Suspended {
        /// Since when.
        on: CivilDate,
        /// Why.
        reason: String,
    },
    /// 作废: for good.
    Revoked {
        /// Since when.
        on: CivilDate,
        /// Why.
        reason: String,
    },
}

/// What may be done to a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusStep {
    /// Stop for a time.
    Suspend,
    /// Take up again.
    Resume,
    /// Void for good.
    Revoke,
}

impl StatusStep {
    /// The step of a word in a form or call.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "suspend" => Some(StatusStep::Suspend),
            "resume" => Some(StatusStep::Resume),
            "revoke" => Some(StatusStep::Revoke),
            _ => None,
        }
    }
}

impl Status {
    /// The stored word, which is also the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            Status::Valid => "valid",
            Status::Suspended { .. } => "suspended",
            Status::Revoked { .. } => "revoked",
        }
    }

    /// The status after a step.
    ///
    /// # Errors
    /// The conflict `certificates-step` when the step makes no sense for this status.
    pub fn after(&self, step: StatusStep, reason: String, on: CivilDate) -> Result<Status> {
        match (self, step) {
            (Status::Valid, StatusStep::Suspend) => Ok(Status::Suspended { on, reason }),
            (Status::Suspended { .. }, StatusStep::Resume) => Ok(Status::Valid),
            (Status::Valid | Status::Suspended { .. }, StatusStep::Revoke) => {
                Ok(Status::Revoked { on, reason })
            }
            (Status::Valid, StatusStep::Resume)
            | (Status::Suspended { .. }, StatusStep::Suspend)
            | (Status::Revoked { .. }, _) => Err(Problem::conflict("certificates-step")),
        }
    }
}

/// A certificate as registers show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// Counts its changes.
    pub version: i64,
    /// 证书编号
    pub number: String,
    /// Whose.
    pub person: PersonId,
    /// Who issued it.
    pub body: BodyId,
    /// Under which filing.
    pub filing: FilingId,
    /// Signed with which key.
    pub key: BodyKeyId,
    /// In which run.
    pub run: RunId,
    /// For which result.
    pub candidate: CandidateId,
    /// 职业
    pub occupation: OccupationCode,
    /// The release of the classification in force on the exam day.
    pub classification: String,
    /// 工种 / 职业方向
    pub variant: Option<String>,
    /// The level.
    pub level: SkillLevel,
    /// The exam day.
    pub exam_on: CivilDate,
    /// The day of issue.
    pub issued_on: CivilDate,
    /// Whether it counts.
    pub status: Status,
}

/// What is sealed under the holder's key.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// The signed credential, canonical JSON.
    pub credential: String,
    /// The random token in the QR code.
    pub token: String,
    /// The salt of the hashed document number, for comparing it later.
    pub salt: String,
}

impl Sealed {
    /// The field name under which it is sealed.
    pub fn field(id: CertificateId) -> String {
        format!("certificate/{id}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn step() -> impl Strategy<Value = StatusStep> {
        prop_oneof![Just(StatusStep::Suspend), Just(StatusStep::Resume), Just(StatusStep::Revoke)]
    }

    proptest! {
        /// Whatever is tried: once revoked, a certificate never counts again.
        #[test]
        fn revoked_is_for_good(steps in proptest::collection::vec(step(), 0..12)) {
            let day = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
            let mut status = Status::Valid;
            let mut revoked = false;
            for step in steps {
                if let Ok(next) = status.after(step, "抽查".to_owned(), day) {
                    prop_assert!(!revoked);
                    status = next;
                }
                revoked |= matches!(status, Status::Revoked { .. });
                prop_assert_eq!(revoked, matches!(status, Status::Revoked { .. }));
            }
        }
    }
}
