//! Every part of the kit with its variants on one page; only with demo data, for people who build pages.

use crate::kit::{Condition, Event, Met, Progress, State, Tone, show};
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::{FieldProblem, Problem};
use web_kit::list::{Order, Sort};
use web_kit::{Answer, Column, FormState, Paging, Visit};

/// The page of all parts.
#[derive(Template)]
#[template(path = "specimen.html")]
pub struct SpecimenPage {
    /// The request.
    pub v: Visit,
    /// A form with every kind of field.
    pub form: FormState,
    /// Columns of a table, the first of which sorts.
    pub columns: Vec<Column>,
    /// The links below the table.
    pub paging: Paging,
    /// A decision explained.
    pub conditions: Vec<Condition>,
    /// What happened.
    pub events: Vec<Event>,
    /// How far a job is.
    pub progress: Progress,
}

/// Shows the page of all parts.
///
/// # Errors
/// Not found unless the site shows demo data.
pub async fn specimen(v: Visit) -> Answer {
    if !v.site.demo {
        return Err(Problem::not_found().into());
    }
    show(&SpecimenPage::sample(v))
}

/// The states a record of this skeleton can show.
pub const STATES: [State; 12] = [
    State::new("state-draft", Tone::Quiet),
    State::new("state-new", Tone::Quiet),
    State::new("state-waiting", Tone::Waiting),
    State::new("state-running", Tone::Waiting),
    State::new("state-notice", Tone::Waiting),
    State::new("state-returned", Tone::Attention),
    State::new("state-suspended", Tone::Attention),
    State::new("state-valid", Tone::Done),
    State::new("state-done", Tone::Done),
    State::new("state-revoked", Tone::Stopped),
    State::new("state-failed", Tone::Stopped),
    State::new("state-dead", Tone::Stopped),
];

const FIELDS: [&str; 7] = ["name", "born", "kind", "choice", "levels", "note", "file"];

impl SpecimenPage {
    /// The page.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let values = [
            ("name", "示例工"),
            ("born", "1969-02-28"),
            ("kind", "citizen-id"),
            ("levels", "3\n5"),
        ];
        let form = FormState::with(&values);
        let mut columns = t.columns(&["specimen-name", "specimen-count#", "specimen-state"]);
        columns[0].sort = Some(Sort { href: "?sort=-name".to_owned(), order: Order::Rising });
        let condition = |met, text: &str, fact: &str, source: &str| Condition {
            met,
            text: t.get(text),
            fact: t.get(fact),
            source: t.get(source),
        };
        let event = |on, title: &str, past| Event {
            on,
            title: t.get(title),
            text: t.get("specimen-event-text"),
            source: t.get("specimen-event-source"),
            href: if past { "#top".to_owned() } else { String::new() },
            past,
        };
        SpecimenPage {
            form,
            columns,
            paging: Paging {
                shown: 3,
                total: Some(1234),
                first: Some("?".to_owned()),
                next: Some("?after=x".to_owned()),
            },
            conditions: vec![
                condition(Met::Yes, "specimen-condition-1", "specimen-fact-1", "specimen-source-1"),
                condition(Met::No, "specimen-condition-2", "specimen-fact-2", "specimen-source-2"),
                condition(
                    Met::Missing,
                    "specimen-condition-3",
                    "specimen-fact-3",
                    "specimen-source-3",
                ),
            ],
            events: vec![
                event(day(2026, 12, 1), "specimen-event-2", false),
                event(day(2026, 11, 20), "specimen-event-1", true),
            ],
            progress: Progress { done: 41_250, total: 100_000, seconds_left: Some(95) },
            v,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut wrong = SpecimenPage::sample(v.clone());
    wrong.form.problems = FIELDS.map(|field| FieldProblem::new(field, "field-required")).to_vec();
    vec![sample("specimen", &SpecimenPage::sample(v.clone())), sample("specimen-errors", &wrong)]
}
