//! 现行规则: which rule sets hold somewhere on a day, with their conditions, amounts, and what they
//! say about the cases they were tried on.

use crate::kit::{Condition, Met};
use crate::samples::{Sample, sample};
use askama::Template;
use rules::set::{Known, RuleSet, SetDecision, StoredCase};
use web_kit::{FormState, T, Visit};

/// The rule sets that hold somewhere on a day.
#[derive(Template)]
#[template(path = "policies/rules.html")]
pub struct RulesPage {
    /// The request.
    pub v: Visit,
    /// Fields `division` and `on`.
    pub form: FormState,
    /// Where and when, in words.
    pub asked: String,
    /// The sets.
    pub sets: Vec<SetPart>,
}

/// One rule set.
#[derive(Clone, Debug)]
pub struct SetPart {
    /// Its name.
    pub title: String,
    /// Keys of names, with values.
    pub facts: Vec<(&'static str, String)>,
    /// What must hold.
    pub conditions: Vec<String>,
    /// Whom a line of the table is about, and what they get.
    pub table: Vec<(String, String)>,
    /// Examples.
    pub examples: Vec<Example>,
}

/// A decision about a stored case, as people read it.
#[derive(Clone, Debug)]
pub struct Example {
    /// What the case is about.
    pub title: String,
    /// The decision as a sentence.
    pub sentence: String,
    /// The decision as a check list.
    pub conditions: Vec<Condition>,
    /// The decision as a receipt: keys of names, with values.
    pub receipt: Vec<(&'static str, String)>,
}

/// An amount in yuan.
pub fn yuan(t: T, fen: i64) -> String {
    let whole = t.int(fen / 100);
    let amount = if fen % 100 == 0 { whole } else { format!("{whole}.{:02}", fen % 100) };
    t.with("rules-yuan", &[("amount", &amount)])
}

fn known(t: T, fact: &Known) -> String {
    match fact {
        Known::Flag(true) => t.get("rules-yes"),
        Known::Flag(false) => t.get("rules-no"),
        Known::Number(_) | Known::Word(_) => fact.to_string(),
    }
}

/// The name of a condition in the reader's language; its id where the set no longer has it.
fn told(t: T, set: &RuleSet, condition: &str) -> String {
    let found = set.conditions.iter().find(|one| one.id == condition);
    found.map_or_else(|| condition.to_owned(), |one| one.told.get(t.lang).to_owned())
}

/// A decision as a sentence: what follows, or what does not hold and what is not known.
pub fn sentence(t: T, set: &RuleSet, decision: &SetDecision) -> String {
    let of = |met: rules::Met| {
        let all = decision.findings.iter().filter(|one| one.met == met);
        let all: Vec<String> = all.map(|one| told(t, set, &one.condition)).collect();
        all.join(t.lang.pick("；", "; "))
    };
    if let Some(fen) = decision.granted_fen {
        return t.with("rules-granted", &[("amount", &yuan(t, fen))]);
    }
    let (not_met, missing) = (of(rules::Met::No), of(rules::Met::Missing));
    match (not_met.is_empty(), missing.is_empty()) {
        (false, _) => t.with("rules-refused", &[("conditions", &not_met)]),
        (true, false) => t.with("rules-asked", &[("conditions", &missing)]),
        (true, true) => t.get("rules-no-line"),
    }
}

/// A decision as a check list.
pub fn checklist(t: T, set: &RuleSet, decision: &SetDecision) -> Vec<Condition> {
    let line = |one: &rules::set::Finding| Condition {
        met: match one.met {
            rules::Met::Yes => Met::Yes,
            rules::Met::No => Met::No,
            rules::Met::Missing => Met::Missing,
        },
        text: told(t, set, &one.condition),
        fact: one.found.as_ref().map_or_else(
            || t.get("rules-not-known"),
            |fact| t.with("rules-found", &[("fact", &known(t, fact))]),
        ),
        source: String::new(),
    };
    decision.findings.iter().map(line).collect()
}

/// A decision as a receipt: under which rule, on what it is founded, what follows, and how to appeal.
pub fn receipt(t: T, set: &RuleSet, decision: &SetDecision) -> Vec<(&'static str, String)> {
    vec![
        ("rules-rule", decision.rule.clone()),
        ("rules-basis", set.basis.clone()),
        ("rules-outcome", sentence(t, set, decision)),
        ("rules-appeal", t.get("rules-appeal-text")),
    ]
}

/// What the set says about one of its cases.
pub fn example(t: T, set: &RuleSet, case: &StoredCase) -> Example {
    let decision = set.decide(&case.given);
    Example {
        title: case.told.get(t.lang).to_owned(),
        sentence: sentence(t, set, &decision),
        conditions: checklist(t, set, &decision),
        receipt: receipt(t, set, &decision),
    }
}

/// A set as the page shows it; `place` is its territory in words.
pub fn part(t: T, set: &RuleSet, place: String) -> SetPart {
    let until = set.valid_until.map(|day| t.date(day).to_string());
    let mut facts = vec![
        ("rules-rule", set.name()),
        ("rules-basis", set.basis.clone()),
        ("policies-territory", place),
        ("policies-in-force", t.date(set.valid_from).to_string()),
    ];
    facts.extend(until.map(|day| ("policies-ends", day)));
    let table = set.table.iter();
    let table = table.map(|line| (line.told.get(t.lang).to_owned(), yuan(t, line.amount_fen)));
    let conditions = set.conditions.iter().map(|one| one.told.get(t.lang).to_owned());
    SetPart {
        title: set.told.get(t.lang).to_owned(),
        facts,
        conditions: conditions.collect(),
        table: table.collect(),
        examples: set.cases.iter().map(|case| example(t, set, case)).collect(),
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let shown = |sets: Vec<SetPart>| RulesPage {
        v: v.clone(),
        form: FormState::default(),
        asked: v.t.lang.pick("示范省", "Shifan").to_owned(),
        sets,
    };
    let book = rules::RuleBook::shipped().and_then(rules::RuleBook::with_demo).unwrap_or_default();
    let division = kernel::world::DEMO_PROVINCE;
    let sets = book.sets_in_force(division, crate::samples::day(2026, 11, 24));
    let parts = sets.iter().map(|set| part(v.t, set, v.t.lang.pick("示范省", "Shifan").to_owned()));
    vec![sample("rules", &shown(parts.collect())), sample("rules-none", &shown(Vec::new()))]
}
