//! 更正申请: what people ask to have corrected in their own record, and what the office answers.

use crate::kit::{State, Tone, show};
use crate::samples::{Sample, as_official, as_worker, day, moment, sample};
use askama::Template;
use kernel::Instant;
use web_kit::{Answer, FormState, Paging, Visit};

/// A worker's own requests, with the form for another.
#[derive(Template)]
#[template(path = "corrections/own.html")]
pub struct OwnCorrectionsPage {
    /// The request.
    pub v: Visit,
    /// Fields `field`, `value` and `reason`.
    pub form: FormState,
    /// What can be corrected: value, text and explanation.
    pub fields: Vec<(String, String, String)>,
    /// Latest first.
    pub asked: Vec<Asked>,
}

/// A request as whoever made it sees it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What was asked, as a sentence.
    pub title: String,
    /// How far it is.
    pub state: State,
    /// When it was made.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// What the office answered; may be empty.
    pub answer: String,
    /// Where it is taken back; empty once settled.
    pub withdraw: String,
}

/// The requests of an office.
#[derive(Template)]
#[template(path = "corrections/list.html")]
pub struct CorrectionsPage {
    /// The request.
    pub v: Visit,
    /// Whether those that wait are shown, or settled ones.
    pub waiting: bool,
    /// In the order of the work.
    pub rows: Vec<CorrectionRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// A request in the list of an office.
#[derive(Clone, Debug)]
pub struct CorrectionRow {
    /// The name, masked.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The document, masked.
    pub document: String,
    /// What is to be corrected.
    pub field: String,
    /// How far it is.
    pub state: State,
    /// When it was made.
    pub at: Instant,
}

/// One request, for the office.
#[derive(Template)]
#[template(path = "corrections/one.html")]
pub struct CorrectionPage {
    /// The request.
    pub v: Visit,
    /// Where the form is sent.
    pub href: String,
    /// The version seen, to be sent back.
    pub version: i64,
    /// The person, masked.
    pub name: String,
    /// The document, masked.
    pub document: String,
    /// The person's own page.
    pub person: String,
    /// What is to be corrected.
    pub field: String,
    /// What the record said; may be empty.
    pub before: String,
    /// What it shall say.
    pub after: String,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub at: Instant,
    /// How far it is.
    pub state: State,
    /// What was answered; may be empty.
    pub answer: String,
    /// Whether the visitor may decide.
    pub may_decide: bool,
    /// Whether it is the visitor's own.
    pub own: bool,
    /// Fields `decision` and `answer`.
    pub form: FormState,
}

/// What can be corrected, for the form.
pub(crate) fn fields(v: &Visit) -> Vec<(String, String, String)> {
    let field = |word: &&str| {
        let key = word.replace('_', "-");
        let text = v.t.get(&format!("correction-field-{key}"));
        (word.to_string(), text, v.t.get(&format!("correction-field-{key}-hint")))
    };
    ::people::correction::Wanted::FIELDS.iter().map(field).collect()
}

impl OwnCorrectionsPage {
    /// One request that waits and one that was refused.
    pub fn sample(v: Visit) -> Self {
        let asked = |state, answer: &str, withdraw: &str| Asked {
            title: v.t.with("correction-asked-name", &[("value", &"示例乙".to_owned())]),
            state,
            at: moment(day(2026, 11, 20), 9, 30),
            reason: v.t.get("correction-sample-reason"),
            answer: answer.to_owned(),
            withdraw: withdraw.to_owned(),
        };
        OwnCorrectionsPage {
            form: FormState::default(),
            fields: fields(&v),
            asked: vec![
                asked(
                    State::new("correction-requested", Tone::Waiting),
                    "",
                    "/archive/corrections/1/withdraw",
                ),
                asked(
                    State::new("correction-refused", Tone::Stopped),
                    &v.t.get("correction-sample-answer"),
                    "",
                ),
            ],
            v: as_worker(&v),
        }
    }
}

impl CorrectionsPage {
    /// One request.
    pub fn sample(v: Visit) -> Self {
        let row = CorrectionRow {
            name: "示*甲".to_owned(),
            href: "/corrections/1".to_owned(),
            document: format!("{} 770101********1234", v.t.get("kind-citizen-id")),
            field: v.t.get("correction-field-name"),
            state: State::new("correction-requested", Tone::Attention),
            at: moment(day(2026, 11, 20), 9, 30),
        };
        CorrectionsPage {
            waiting: true,
            rows: vec![row],
            paging: Paging { shown: 1, total: None, first: None, next: None },
            v: as_official(&v),
        }
    }
}

impl CorrectionPage {
    /// What can be decided.
    fn decisions(&self) -> Vec<(String, String, String)> {
        let one = |word: &str| {
            let key = format!("correction-decision-{word}");
            (word.to_owned(), self.v.t.get(&key), self.v.t.get(&format!("{key}-text")))
        };
        ["accept", "refuse"].map(one).to_vec()
    }

    /// A request to correct a name.
    pub fn sample(v: Visit) -> Self {
        CorrectionPage {
            href: "/corrections/1".to_owned(),
            version: 1,
            name: "示*甲".to_owned(),
            document: format!("{} 770101********1234", v.t.get("kind-citizen-id")),
            person: "/people/1".to_owned(),
            field: v.t.get("correction-field-name"),
            before: "示例甲".to_owned(),
            after: "示例乙".to_owned(),
            reason: v.t.get("correction-sample-reason"),
            at: moment(day(2026, 11, 20), 9, 30),
            state: State::new("correction-requested", Tone::Attention),
            answer: String::new(),
            may_decide: true,
            own: false,
            form: FormState::default(),
            v: as_official(&v),
        }
    }
}

/// Shows a worker's requests.
///
/// # Errors
/// As [`show`].
pub fn own(page: &OwnCorrectionsPage) -> Answer {
    show(page)
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut first = OwnCorrectionsPage::sample(v.clone());
    first.asked.clear();
    let mut none = CorrectionsPage::sample(v.clone());
    none.rows.clear();
    let mut mine = CorrectionPage::sample(v.clone());
    (mine.may_decide, mine.own) = (false, true);
    vec![
        sample("own-corrections", &OwnCorrectionsPage::sample(v.clone())),
        sample("own-corrections-none", &first),
        sample("corrections", &CorrectionsPage::sample(v.clone())),
        sample("corrections-none", &none),
        sample("correction", &CorrectionPage::sample(v.clone())),
        sample("correction-own", &mine),
    ]
}
