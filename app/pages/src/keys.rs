//! 签名密钥: the keys with which a body signs, and the two people each of them needs.

use crate::desk::{Desk, sample_desk};
use crate::kit::{State, Tone};
use crate::samples::{Sample, day, moment, sample};
use askama::Template;
use kernel::Instant;
use organisations::KeyState;
use web_kit::{FormState, Visit};

/// The keys of a body.
#[derive(Template)]
#[template(path = "keys/list.html")]
pub struct KeysPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// Making another key.
    pub propose: Offer,
    /// Latest first.
    pub keys: Vec<KeyRow>,
}

/// What a page says about a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    Not,
    /// Why it would be refused, and what to do.
    Refused(String, String),
    /// The button.
    Open,
}

/// One key.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// Its page; the addresses of the steps lie below.
    pub href: String,
    /// The beginning of the public half, for comparing on two screens.
    pub fingerprint: String,
    /// Where it stands.
    pub state: State,
    /// What happened when, latest first: key of the word, and time.
    pub times: Vec<(&'static str, Instant)>,
    /// Confirming and refusing.
    pub decide: Offer,
    /// Taking it out of use.
    pub retire: bool,
    /// Reporting that others know it.
    pub compromise: bool,
}

/// The word of a key's state.
pub(crate) fn state(state: &KeyState) -> State {
    match state {
        KeyState::Proposed { .. } => State::new("keys-state-proposed", Tone::Waiting),
        KeyState::Active { .. } => State::new("keys-state-active", Tone::Done),
        KeyState::Retired { .. } => State::new("keys-state-retired", Tone::Quiet),
        KeyState::Compromised { .. } => State::new("keys-state-compromised", Tone::Stopped),
        KeyState::Refused { .. } => State::new("keys-state-refused", Tone::Quiet),
    }
}

/// What happened to a key when, latest first.
pub(crate) fn times(state: &KeyState) -> Vec<(&'static str, Instant)> {
    match state {
        KeyState::Proposed { at, .. } => vec![("keys-at-proposed", *at)],
        KeyState::Active { from } => vec![("keys-at-active", *from)],
        KeyState::Retired { from, until } => {
            vec![("keys-at-retired", *until), ("keys-at-active", *from)]
        }
        KeyState::Compromised { from, at } => {
            vec![("keys-at-compromised", *at), ("keys-at-active", *from)]
        }
        KeyState::Refused { at } => vec![("keys-at-refused", *at)],
    }
}

/// A step that cannot be taken back, on a page of its own.
#[derive(Template)]
#[template(path = "keys/end.html")]
pub struct KeyEndPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// Which key.
    pub key: KeyRow,
    /// The word of the step: `retire` or `compromise`.
    pub step: &'static str,
}

impl KeyEndPage {
    /// A text about the step.
    pub fn text(&self, part: &str) -> String {
        self.v.t.get(&format!("keys-{}-{part}", self.step))
    }
}

impl KeysPage {
    /// A key of each state, seen by the second person.
    pub fn sample(v: Visit) -> Self {
        let (visit, desk) = sample_desk(&v);
        let (may, june) = (moment(day(2026, 5, 4), 9, 2), moment(day(2026, 6, 8), 14, 20));
        let row = |n: u32, key: KeyState| KeyRow {
            href: format!("/keys/{n}"),
            fingerprint: format!("z6Mk 77{n}0 sdJe Yq4R 8wXo"),
            state: state(&key),
            times: times(&key),
            decide: Offer::Not,
            retire: false,
            compromise: false,
        };
        let by = String::new();
        let proposed = KeyState::Proposed { by, at: moment(day(2026, 11, 24), 9, 30) };
        let keys = vec![
            KeyRow { decide: Offer::Open, ..row(4, proposed) },
            KeyRow { retire: true, compromise: true, ..row(3, KeyState::Active { from: june }) },
            KeyRow { compromise: true, ..row(2, KeyState::Retired { from: may, until: june }) },
            row(1, KeyState::Refused { at: may }),
        ];
        let waiting = "organisations-key-waiting";
        let next = v.t.get(&format!("{waiting}.next"));
        KeysPage { propose: Offer::Refused(v.t.get(waiting), next), v: visit, desk, keys }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let page = || KeysPage::sample(v.clone());
    let empty = KeysPage { propose: Offer::Open, keys: Vec::new(), ..page() };
    let why = "organisations-key-same-person";
    let mut own = page();
    own.keys[0].decide = Offer::Refused(v.t.get(why), v.t.get(&format!("{why}.next")));
    let end = |step| {
        let KeysPage { v, desk, keys, .. } = page();
        KeyEndPage { v, desk, key: keys[1].clone(), step }
    };
    vec![
        sample("keys", &page()),
        sample("keys-empty", &empty),
        sample("keys-own", &own),
        sample("keys-retire", &end("retire")),
        sample("keys-compromise", &end("compromise")),
    ]
}
