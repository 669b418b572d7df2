//! 我的账号: password, one-time codes, sessions and keys of the API of whoever is signed in.

use crate::kit::{State, Tone, show};
use crate::samples::{Sample, as_clerk, day, moment, sample};
use askama::Template;
use kernel::{CivilDate, FieldProblem, Instant};
use web_kit::{Answer, FormState, Visit};

/// One's own account.
#[derive(Template)]
#[template(path = "account/own.html")]
pub struct OwnPage {
    /// The request.
    pub v: Visit,
    /// Fields `old`, `new` and `again`, none of which is ever shown again.
    pub password: FormState,
    /// Fields `label` and `expires_on`; nothing for whoever can have no key.
    pub key: Option<FormState>,
    /// Whether a device with one-time codes is set up.
    pub two_factors: bool,
    /// What has just been done, as a key; empty when nothing was.
    pub done: &'static str,
    /// A key that has just been made; shown this once.
    pub secret: Option<String>,
    /// The keys, latest first.
    pub keys: Vec<KeyRow>,
}

/// One key of the API.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// What it is used for.
    pub label: String,
    /// When it was made.
    pub at: Instant,
    /// The last day.
    pub expires_on: CivilDate,
    /// How it stands.
    pub state: State,
    /// Where it is revoked; empty when it holds no more.
    pub revoke_href: String,
}

/// Shows one's own account.
///
/// # Errors
/// As [`show`].
pub fn own(page: &OwnPage) -> Answer {
    show(page)
}

impl OwnPage {
    /// A clerk with a key.
    pub fn sample(v: Visit) -> Self {
        OwnPage {
            password: FormState::default(),
            key: Some(FormState::default()),
            two_factors: true,
            done: "",
            secret: None,
            keys: vec![KeyRow {
                label: v.t.lang.pick("考务系统每晚上传", "Nightly upload").to_owned(),
                at: moment(day(2026, 11, 3), 9, 0),
                expires_on: day(2027, 10, 31),
                state: State::new("state-effective", Tone::Done),
                revoke_href: "/account/keys/1/revoke".to_owned(),
            }],
            v: as_clerk(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut wrong = OwnPage::sample(v.clone());
    wrong.password.refuse(FieldProblem::new("new", "access-password-common"));
    let mut made = OwnPage::sample(v.clone());
    made.secret = Some("kg_7K3M0QX2AT5B9DFG".to_owned());
    made.done = "own-key-made";
    let mut plain = OwnPage::sample(v.clone());
    (plain.key, plain.two_factors) = (None, false);
    plain.keys.clear();
    vec![
        sample("account", &OwnPage::sample(v.clone())),
        sample("account-errors", &wrong),
        sample("account-key-made", &made),
        sample("account-plain", &plain),
    ]
}
