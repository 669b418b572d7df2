//! The office's side of the policy library: what waits for its second reader, entering a document,
//! and the steps that a document takes.

use crate::kit::Tone;
use crate::oversight::Choice;
use crate::policies::PolicyRow;
use crate::samples::{Sample, as_official, sample};
use askama::Template;
use web_kit::{FormState, Visit};

/// Documents that wait for their second reader.
#[derive(Template)]
#[template(path = "policies/waiting.html")]
pub struct WaitingPage {
    /// The request.
    pub v: Visit,
    /// What waits.
    pub waiting: Vec<WaitingRow>,
    /// Whether the visitor may enter more.
    pub may_enter: bool,
}

/// One document that waits.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    /// The title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// 文号; may be empty.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Where it will hold.
    pub territory: String,
    /// The key of for whom it waits: the visitor, or somebody else.
    pub waits_for: &'static str,
}

/// The form that enters a document.
#[derive(Template)]
#[template(path = "policies/new.html")]
pub struct NewPolicyPage {
    /// The request.
    pub v: Visit,
    /// Fields as the command has them; relations by number in `replaces`, `replaces_partly`, `amends`.
    pub form: FormState,
    /// Kinds: word and name.
    pub kinds: Vec<(String, String)>,
    /// The visitor's own offices.
    pub offices: Vec<(String, String)>,
    /// Where it may hold.
    pub places: Vec<(String, String)>,
}

/// The second reading, or a repeal.
#[derive(Template)]
#[template(path = "policies/step.html")]
pub struct PolicyStepPage {
    /// The request.
    pub v: Visit,
    /// Fields `decision` and `reason`, or `from` and `reason`.
    pub form: FormState,
    /// What the list shows.
    pub row: PolicyRow,
    /// Everything that was entered: keys of names, with values.
    pub facts: Vec<(&'static str, String)>,
    /// Titles of what ends when this comes into force.
    pub ends: Vec<String>,
    /// `confirm` or `repeal`.
    pub step: &'static str,
}

impl PolicyStepPage {
    fn text(&self, part: &str) -> String {
        self.v.t.get(&format!("library-{}-{part}", self.step))
    }

    fn decisions(&self) -> Vec<Choice> {
        let choice = |word: &str| {
            let text = |part: &str| self.v.t.get(&format!("library-decision-{word}{part}"));
            (word.to_owned(), text(""), text("-hint"))
        };
        vec![choice("confirm"), choice("refuse")]
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let v = &as_official(v);
    let row = crate::policies::row(v);
    let waiting = WaitingRow {
        title: row.title.clone(),
        href: row.href.clone(),
        number: row.number.clone(),
        issuer: row.issuer.clone(),
        territory: v.t.lang.pick("示范省", "Shifan").to_owned(),
        waits_for: "library-waits-you",
    };
    let list = |waiting| WaitingPage { v: v.clone(), waiting, may_enter: true };
    let form = FormState::default();
    let pair = |value: &str| vec![(value.to_owned(), row.issuer.clone())];
    let new = NewPolicyPage {
        v: v.clone(),
        form: form.clone(),
        kinds: pair("notice"),
        offices: pair("1"),
        places: pair("country"),
    };
    let step = |step| PolicyStepPage {
        v: v.clone(),
        form: form.clone(),
        row: row.clone(),
        facts: vec![("policies-number", row.number.clone())],
        ends: vec![row.title.clone()],
        step,
    };
    vec![
        sample("policies-waiting", &list(vec![waiting])),
        sample("policies-waiting-none", &list(Vec::new())),
        sample("policies-new", &new),
        sample("policies-confirm", &step("confirm")),
        sample("policies-repeal", &step("repeal")),
    ]
}
