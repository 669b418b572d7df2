//! What the parts in `templates/kit.html` show, and the way from a page to an answer.

use askama::Template;
use axum::response::{Html, IntoResponse};
use kernel::{CivilDate, Problem};
use web_kit::Answer;

/// The answer with a page.
///
/// # Errors
/// `problem-internal` when the template fails, which only a failing `Display` can bring about.
pub fn show(page: &impl Template) -> Answer {
    let html = page.render().map_err(|error| Problem::internal(format!("template: {error}")))?;
    Ok(Html(html).into_response())
}

/// The answer with the live part of a page alone, for the script that puts it in the old one's place.
///
/// # Errors
/// As [`show`].
pub fn show_part(
    headers: &axum::http::HeaderMap,
    part: &impl Template,
    page: &impl Template,
) -> Answer {
    if web_kit::list::wants_part(headers) { show(part) } else { show(page) }
}

/// What a word means for whoever reads it. Shown as a shape and a colour, never as colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do: draft, closed, not yet begun.
    Quiet,
    /// Somebody or something is at work.
    Waiting,
    /// Somebody has to look.
    Attention,
    /// Well done.
    Done,
    /// It failed, ended or does not hold.
    Stopped,
}

impl Tone {
    /// All tones, in the order of the specimen.
    pub const ALL: [Tone; 5] =
        [Tone::Quiet, Tone::Waiting, Tone::Attention, Tone::Done, Tone::Stopped];

    /// The word in class names.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Quiet => "quiet",
            Tone::Waiting => "waiting",
            Tone::Attention => "attention",
            Tone::Done => "done",
            Tone::Stopped => "stopped",
        }
    }
}

/// A state as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The key of its word.
    pub key: &'static str,
    /// What it means.
    pub tone: Tone,
}

impl State {
    /// A state from the key of its word and what it means.
    pub const fn new(key: &'static str, tone: Tone) -> Self {
        State { key, tone }
    }
}

/// Whether a condition of a decision is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The fact meets the condition.
    Yes,
    /// The fact does not meet it.
    No,
    /// There is no fact that says so.
    Missing,
}

impl Met {
    /// The shape before the condition.
    pub fn tone(self) -> Tone {
        match self {
            Met::Yes => Tone::Done,
            Met::No => Tone::Stopped,
            Met::Missing => Tone::Quiet,
        }
    }

    /// The key of the word that screen readers say.
    pub fn key(self) -> &'static str {
        match self {
            Met::Yes => "met-yes",
            Met::No => "met-no",
            Met::Missing => "met-missing",
        }
    }
}

/// One condition of an explained decision.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Whether it is met.
    pub met: Met,
    /// The condition as a sentence.
    pub text: String,
    /// The fact that was used, or what is missing and who can bring it; may be empty.
    pub fact: String,
    /// Where the fact comes from; may be empty.
    pub source: String,
}

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// The day.
    pub on: CivilDate,
    /// What happened.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Source and rule version; may be empty.
    pub source: String,
    /// Where one can read on; may be empty.
    pub href: String,
    /// Whether it lies in the past; a deadline does not.
    pub past: bool,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows done.
    pub done: u64,
    /// Rows in all; at least 1.
    pub total: u64,
    /// About how many seconds are left, once that can be said.
    pub seconds_left: Option<u64>,
}
