//! 激活账号: the printed code, a password of one's own, and the device with one-time codes.

use crate::kit::show;
use crate::samples::{Sample, sample};
use askama::Template;
use kernel::FieldProblem;
use web_kit::{Answer, FormState, Visit};

/// The first step: login, code and password.
#[derive(Template)]
#[template(path = "activation/begin.html")]
pub struct BeginPage {
    /// The request.
    pub v: Visit,
    /// Fields `login`, `code`, `password` and `again`, the last two never shown again.
    pub form: FormState,
}

/// The second step: the device is set up and shows its first code.
#[derive(Template)]
#[template(path = "activation/codes.html")]
pub struct CodesPage {
    /// The request.
    pub v: Visit,
    /// Field `code` and the hidden `ticket`.
    pub form: FormState,
    /// Where the first code is sent.
    pub action: &'static str,
    /// What the device scans, as SVG; empty where devices know no such form.
    pub qr_svg: String,
    /// The secret as people type it.
    pub typed: String,
    /// Whether one can go on without.
    pub optional: bool,
}

/// It is done.
#[derive(Template)]
#[template(path = "activation/done.html")]
pub struct DonePage {
    /// The request.
    pub v: Visit,
}

/// Shows the first step.
///
/// # Errors
/// As [`show`].
pub fn begin(v: Visit, form: FormState) -> Answer {
    show(&BeginPage { v, form })
}

impl CodesPage {
    fn sample(v: Visit, optional: bool) -> Self {
        CodesPage {
            v,
            form: FormState::default(),
            action: "/activate/code",
            qr_svg: crate::certificate::NO_CODE.to_owned(),
            typed: "7K3M 0QX2 AT5B 9DFG".to_owned(),
            optional,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let first = BeginPage { v: v.clone(), form: FormState::default() };
    let mut wrong = FormState::with(&[("login", "xinren"), ("code", "7K3M-0QX2-AT5B")]);
    wrong.refuse(FieldProblem::new("password", "access-password-common"));
    let wrong = BeginPage { v: v.clone(), form: wrong };
    vec![
        sample("activate", &first),
        sample("activate-errors", &wrong),
        sample("activate-codes", &CodesPage::sample(v.clone(), false)),
        sample("activate-codes-optional", &CodesPage::sample(v.clone(), true)),
        sample("activate-done", &DonePage { v: v.clone() }),
    ]
}
