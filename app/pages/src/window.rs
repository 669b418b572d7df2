//! 个人账号: the service window opens a person's own account, and recovers it, on sight of a document.

use crate::kit::{State, Tone};
use crate::people::PersonPage;
use crate::samples::{Sample, day, moment, sample};
use askama::Template;
use kernel::{CivilDate, FieldProblem, Instant};
use web_kit::{FormState, Visit};

/// The account of a person, or the form that opens it.
#[derive(Template)]
#[template(path = "window/account.html")]
pub struct WindowPage {
    /// The request.
    pub v: Visit,
    /// This page.
    pub href: String,
    /// The person's name.
    pub name: String,
    /// The documents: kind, and number with most of it hidden.
    pub documents: Vec<(String, String)>,
    /// The birth date.
    pub born: Option<CivilDate>,
    /// The account, once there is one.
    pub account: Option<PersonalAccount>,
    /// Field `login`.
    pub form: FormState,
}

/// The account of a person.
#[derive(Clone, Debug)]
pub struct PersonalAccount {
    /// 登录名
    pub login: String,
    /// How it stands.
    pub state: State,
    /// Whether it is closed for good.
    pub closed: bool,
    /// When its holder last signed in.
    pub last: Option<Instant>,
}

impl WindowPage {
    /// A worker without an account.
    pub fn sample(v: Visit) -> Self {
        let person = PersonPage::sample(v);
        WindowPage {
            v: person.v,
            href: "/people/1/account".to_owned(),
            name: person.name.unwrap_or_default(),
            documents: person.documents,
            born: person.born,
            account: None,
            form: FormState::default(),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let page = || WindowPage::sample(v.clone());
    let mut wrong = page();
    wrong.form = FormState::with(&[("login", "12000000001")]);
    wrong.form.refuse(FieldProblem::new("login", "access-login-taken"));
    let mut has = page();
    let account = PersonalAccount {
        login: "12000000001".to_owned(),
        state: State::new("state-effective", Tone::Done),
        closed: false,
        last: Some(moment(day(2026, 11, 20), 8, 52)),
    };
    has.account = Some(account.clone());
    let mut closed = page();
    let state = State::new("state-closed", Tone::Stopped);
    closed.account = Some(PersonalAccount { state, closed: true, last: None, ..account });
    vec![
        sample("window", &page()),
        sample("window-errors", &wrong),
        sample("window-account", &has),
        sample("window-closed", &closed),
    ]
}
