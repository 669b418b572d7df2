//! "May this body do this here on this day" in words, the same for pages, the API and the command line.

use crate::App;
use kernel::CivilDate;
use organisations::{Act, ActKind, Answer, Condition, Holdings, InstrumentKind, Outcome, Question};
use web_kit::T;
use web_kit::texts::Arg;

/// An answer in words.
#[derive(Clone, Debug)]
pub struct Told {
    /// Whether the body may.
    pub allowed: bool,
    /// The answer as a sentence.
    pub sentence: String,
    /// Every condition that could be asked: whether it is met, and what it says.
    pub conditions: Vec<(bool, String)>,
    /// Under which rules.
    pub rule: String,
}

/// The name of a kind of instrument.
pub fn kind_name(t: T, kind: InstrumentKind) -> String {
    t.get(&format!("instrument-kind-{}", kind.word()))
}

/// The name of an act.
pub fn act_name(t: T, act: ActKind) -> String {
    t.get(&format!("act-{}", act.word().replace('_', "-")))
}

/// A condition with how it came out.
pub fn sentence(t: T, condition: &Condition, holdings: &Holdings) -> String {
    let outcome = match condition.outcome {
        Outcome::Met => "met",
        Outcome::NotMet => "not-met",
        Outcome::Open => return t.get("may-open"),
    };
    let word = condition.id.word().replace('_', "-");
    let kind = condition.kind.map(|kind| kind_name(t, kind)).unwrap_or_default();
    let mut held = holdings.held.iter().map(|held| &held.instrument);
    let held = held.find(|one| Some(one.id) == condition.instrument);
    let number = held.map(|one| one.number.clone()).unwrap_or_default();
    let dates = held.map(|one| (t.date(one.valid_from), t.date(one.valid_until)));
    let (from, until) = dates.unwrap_or_default();
    let values: [(&str, &dyn Arg); 4] =
        [("kind", &kind), ("number", &number), ("from", &from), ("until", &until)];
    t.with(&format!("may-{word}-{outcome}"), &values)
}

/// What is asked about.
fn what(t: T, app: &App, act: Act, on: CivilDate) -> String {
    let name = act_name(t, act.kind());
    match act.trade() {
        Some((occupation, level)) => {
            let trade = app.occupation_name(occupation, on);
            format!("{name} · {trade} · {}", level.printed(t.lang))
        }
        None => name,
    }
}

/// An answer as a sentence and a checklist.
pub fn told(t: T, app: &App, holdings: &Holdings, asked: &Question, answer: &Answer) -> Told {
    let conditions = answer.conditions().iter().filter(|one| one.outcome != Outcome::Open);
    let conditions =
        conditions.map(|one| (one.outcome == Outcome::Met, sentence(t, one, holdings)));
    let (what, on) = (what(t, app, asked.act, asked.on), t.date(asked.on));
    let body = &holdings.body.name;
    let whole = match answer.obstacle() {
        None => t.with("may-yes", &[("body", body), ("on", &on), ("what", &what)]),
        Some(obstacle) => {
            let why = sentence(t, obstacle, holdings);
            t.with("may-no", &[("body", body), ("on", &on), ("what", &what), ("why", &why)])
        }
    };
    Told {
        allowed: answer.allowed(),
        sentence: whole,
        conditions: conditions.collect(),
        rule: t.with("may-rule", &[("version", &app.organisations.act_rules().version)]),
    }
}
