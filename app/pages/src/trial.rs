//! 试一试: certificates of the fictional province, for trying the check. Only with demo data.

use crate::check::Standing;
use crate::kit::show;
use crate::samples::{Sample, day, sample};
use askama::Template;
use web_kit::{Answer, Visit};

/// The page.
#[derive(Template)]
#[template(path = "check/trial.html")]
pub struct TrialPage {
    /// The request.
    pub v: Visit,
    /// Certificates to try.
    pub certificates: Vec<Trial>,
}

/// A made-up certificate with all that its holder would know of it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// 证书编号
    pub number: String,
    /// The holder's made-up name, whole.
    pub holder: String,
    /// The end of the holder's made-up document number.
    pub document_end: String,
    /// Whether it holds.
    pub standing: Standing,
    /// What the QR code says.
    pub check_href: String,
    /// The signed file.
    pub file_href: String,
}

/// Shows the page.
///
/// # Errors
/// As [`show`].
pub fn trial(v: Visit, certificates: Vec<Trial>) -> Answer {
    show(&TrialPage { v, certificates })
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let trial = |number: &str, standing: Standing| Trial {
        number: number.to_owned(),
        holder: "示晨光".to_owned(),
        document_end: "08124X".to_owned(),
        standing,
        check_href: "http://127.0.0.1:8080/c/0ZK3V7Q8S5M2D4X9B1N6T0R8WC".to_owned(),
        file_href: "/demo/certificates/1".to_owned(),
    };
    let revoked = certificates::Standing::Revoked {
        on: day(2026, 9, 2),
        why: certificates::PublicReason::LegalOrder,
    };
    let certificates = vec![
        trial("S000077000001265000001", Standing::Valid),
        trial("S000077000001265000002", revoked.into()),
    ];
    vec![
        sample("trial", &TrialPage { v: v.clone(), certificates }),
        sample("trial-none", &TrialPage { v: v.clone(), certificates: Vec::new() }),
    ]
}
