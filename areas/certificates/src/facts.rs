//! What this area tells the journal. Nothing here identifies anybody.

use crate::certificate::Status;
use kernel::{CertificateId, CivilDate, OccupationCode, SkillLevel};
use serde::{Deserialize, Serialize};

store::facts! {
    CertificateIssued "certificates.issued" 1;
    CertificateStatusChanged "certificates.status-changed" 1;
}

/// A certificate was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificateIssued {
    /// Which.
    pub certificate: CertificateId,
    /// 职业
    pub occupation: OccupationCode,
    /// The release of the classification in force on the exam day.
    pub classification: String,
    /// The level.
    pub level: SkillLevel,
    /// The exam day.
    pub exam_on: CivilDate,
    /// The day of issue.
    pub issued_on: CivilDate,
}

/// A certificate was suspended, taken up again or revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificateStatusChanged {
    /// Which.
    pub certificate: CertificateId,
    /// Its status now.
    #[serde(flatten)]
    pub status: Status,
    /// Why; also when it was taken up again.
    pub grounds: String,
}
