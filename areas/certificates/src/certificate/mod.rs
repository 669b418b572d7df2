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
        /// What anybody is told.
        why: PublicReason,
        /// The grounds, for the file.
        reason: String,
    },
    /// 作废: for good.
    Revoked {
        /// Since when.
        on: CivilDate,
        /// What anybody is told.
        why: PublicReason,
        /// The grounds, for the file.
        reason: String,
    },
}

/// What anybody who checks a certificate is told about why it does not count. The grounds in words
/// may speak of people, so they stay in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublicReason {
    /// 成绩登记有误
    ResultError,
    /// 考试中有违规行为
    Cheating,
    /// 误发
    IssuedByMistake,
    /// 已换发新证书
    Replaced,
    /// 依法律文书办理
    LegalOrder,
    /// 其他
    Other,
}

impl PublicReason {
    /// All, in the order in which a form offers them.
    pub const ALL: [PublicReason; 6] = [
        PublicReason::ResultError,
        PublicReason::Cheating,
        PublicReason::IssuedByMistake,
        PublicReason::Replaced,
        PublicReason::LegalOrder,
        PublicReason::Other,
    ];

    /// The word in the store, in forms and calls.
    pub fn word(self) -> &'static str {
        match self {
            PublicReason::ResultError => "result-error",
            PublicReason::Cheating => "cheating",
            PublicReason::IssuedByMistake => "issued-by-mistake",
            PublicReason::Replaced => "replaced",
            PublicReason::LegalOrder => "legal-order",
            PublicReason::Other => "other",
        }
    }

    /// The reason of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        PublicReason::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// The key of its text in both languages.
    pub fn key(self) -> &'static str {
        match self {
            PublicReason::ResultError => "certificates-why-result-error",
            PublicReason::Cheating => "certificates-why-cheating",
            PublicReason::IssuedByMistake => "certificates-why-issued-by-mistake",
            PublicReason::Replaced => "certificates-why-replaced",
            PublicReason::LegalOrder => "certificates-why-legal-order",
            PublicReason::Other => "certificates-why-other",
        }
    }
}

/// Whether a certificate counts, as anybody may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Standing {
    /// 有效
    Valid,
    /// 暂停
    Suspended {
        /// Since when.
        on: CivilDate,
        /// Why.
        why: PublicReason,
    },
    /// 作废
    Revoked {
        /// Since when.
        on: CivilDate,
        /// Why.
        why: PublicReason,
    },
}

/// What may be done to a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusStep {
    /// Stop for a time; with what anybody is told.
    Suspend(PublicReason),
    /// Take up again.
    Resume,
    /// Void for good; with what anybody is told.
    Revoke(PublicReason),
}

impl StatusStep {
    /// The step of two words in a form or call: what to do, and the public reason. Taking up again
    /// needs no reason.
    pub fn from_words(step: &str, why: &str) -> Option<Self> {
        match (step, PublicReason::from_word(why)) {
            ("suspend", Some(why)) => Some(StatusStep::Suspend(why)),
            ("resume", _) => Some(StatusStep::Resume),
            ("revoke", Some(why)) => Some(StatusStep::Revoke(why)),
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

    /// What anybody may know of it: everything but the grounds.
    pub fn standing(&self) -> Standing {
        match *self {
            Status::Valid => Standing::Valid,
            Status::Suspended { on, why, .. } => Standing::Suspended { on, why },
            Status::Revoked { on, why, .. } => Standing::Revoked { on, why },
        }
    }

    /// The words of the steps that make sense for this status, as [`StatusStep::from_words`] reads
    /// them.
    pub fn steps(&self) -> &'static [&'static str] {
        match self {
            Status::Valid => &["suspend", "revoke"],
            Status::Suspended { .. } => &["resume", "revoke"],
            Status::Revoked { .. } => &[],
        }
    }

    /// The status after a step.
    ///
    /// # Errors
    /// The conflict `certificates-step` when the step makes no sense for this status.
    pub fn after(&self, step: StatusStep, reason: String, on: CivilDate) -> Result<Status> {
        match (self, step) {
            (Status::Valid, StatusStep::Suspend(why)) => Ok(Status::Suspended { on, why, reason }),
            (Status::Suspended { .. }, StatusStep::Resume) => Ok(Status::Valid),
            (Status::Valid | Status::Suspended { .. }, StatusStep::Revoke(why)) => {
                Ok(Status::Revoked { on, why, reason })
            }
            (Status::Valid, StatusStep::Resume)
            | (Status::Suspended { .. }, StatusStep::Suspend(_))
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
        let why = proptest::sample::select(PublicReason::ALL.to_vec());
        prop_oneof![
            why.clone().prop_map(StatusStep::Suspend),
            Just(StatusStep::Resume),
            why.prop_map(StatusStep::Revoke),
        ]
    }

    #[test]
    fn a_step_that_takes_away_names_its_public_reason() {
        for why in PublicReason::ALL {
            assert_eq!(PublicReason::from_word(why.word()), Some(why));
            assert_eq!(why.key(), format!("certificates-why-{}", why.word()));
            let written = serde_json::to_value(why).unwrap();
            assert_eq!(written, why.word(), "facts and rows use one word");
            let revoke = StatusStep::from_words("revoke", why.word());
            assert_eq!(revoke, Some(StatusStep::Revoke(why)));
        }
        assert_eq!(StatusStep::from_words("resume", ""), Some(StatusStep::Resume));
        assert_eq!(StatusStep::from_words("revoke", ""), None);
        assert_eq!(StatusStep::from_words("suspend", "because"), None);
        assert_eq!(StatusStep::from_words("forget", "other"), None);
    }

    #[test]
    fn a_form_offers_exactly_the_steps_that_are_taken() {
        let day = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
        let why = PublicReason::Other;
        let suspend = Status::Valid.after(StatusStep::Suspend(why), "抽查".to_owned(), day);
        let revoke = Status::Valid.after(StatusStep::Revoke(why), "抽查".to_owned(), day);
        for status in [Status::Valid, suspend.unwrap(), revoke.unwrap()] {
            for word in ["suspend", "resume", "revoke"] {
                let step = StatusStep::from_words(word, why.word()).unwrap();
                let taken = status.after(step, "抽查".to_owned(), day).is_ok();
                assert_eq!(taken, status.steps().contains(&word), "{word} {status:?}");
            }
        }
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
