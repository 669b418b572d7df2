//! R3: how instruments live, against scenarios that a clerk can read (`scenarios/instruments.json`).

use crate::scenario::Title;
use kernel::{CivilDate, Home, Id, IdKind, Instant, Random, SkillLevel};
use organisations::may::may;
use organisations::{
    Act, ActKind, ActRules, BodyKind, Instrument, InstrumentKind, InstrumentState, KindSet, Line,
    Question, Standing, Step,
};
use serde::Deserialize;
use std::collections::HashSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: Title,
    given: Given,
    when_then: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// What the body is.
    body: Vec<BodyKind>,
    #[serde(default)]
    closed_on: Option<CivilDate>,
    /// What it holds.
    holds: Vec<Holding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holding {
    kind: InstrumentKind,
    act: ActKind,
    from: CivilDate,
    until: CivilDate,
    /// Occupation and level; nothing for all.
    #[serde(default)]
    trade: Option<(kernel::OccupationCode, SkillLevel)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    on: CivilDate,
    /// A step with the first thing it holds; nothing where only the question is asked.
    #[serde(rename = "do", default)]
    step: Option<Step>,
    /// The code of the refusal.
    #[serde(default)]
    refused: Option<String>,
    #[serde(default)]
    asked: Option<Asked>,
    /// What has to be done about it.
    #[serde(default)]
    todos: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    act: ActKind,
    #[serde(default)]
    trade: Option<(kernel::OccupationCode, SkillLevel)>,
    /// `yes`, or the condition that stands in the way.
    answer: String,
}

fn id<K: IdKind>(number: u64) -> Id<K> {
    Id::new(Home(1), Instant::from_micros(number as i64 * 1000), &Random::seeded(number))
}

fn held(number: u64, holding: &Holding) -> Instrument {
    let line = Line {
        act: holding.act,
        trade: holding.trade,
        site: None,
        valid_from: holding.from,
        valid_until: holding.until,
    };
    Instrument {
        id: id(number),
        version: 1,
        body: id(1000),
        authority: id(1001),
        kind: holding.kind,
        number: format!("示例-{number}"),
        state: InstrumentState::InForce,
        valid_from: holding.from,
        valid_until: holding.until,
        pauses: Vec::new(),
        checks: Vec::new(),
        scope: vec![line],
    }
}

fn standing(given: &Given) -> Standing {
    Standing {
        body: id(1000),
        kinds: given.body.iter().copied().collect::<KindSet>(),
        closed_on: given.closed_on,
        sites: Vec::new(),
        instruments: given.holds.iter().zip(1..).map(|(one, number)| held(number, one)).collect(),
    }
}

fn check(title: &str, rules: &ActRules, standing: &Standing, event: &Event) {
    if let Some(asked) = &event.asked {
        let act = Act::read(asked.act, asked.trade).unwrap();
        let answer = may(rules, standing, &Question { act, site: None, on: event.on });
        let told = answer.obstacle().map_or("yes", |condition| condition.id.word());
        assert_eq!(told, asked.answer, "{title}: on {}", event.on);
    }
    if let Some(todos) = &event.todos {
        let due = standing.instruments[0].todos(rules, event.on);
        let words: Vec<&str> = due.iter().map(|todo| todo.kind.word()).collect();
        assert_eq!(&words, todos, "{title}: on {}", event.on);
    }
}

#[test]
fn instruments_live_as_the_scenarios_say() {
    let scenarios: Vec<Scenario> =
        serde_json::from_str(include_str!("../../scenarios/instruments.json")).unwrap();
    assert!(scenarios.len() >= 24);
    let rules = ActRules::shipped();
    let mut titles = HashSet::new();
    for scenario in &scenarios {
        let title = scenario.title.en.as_str();
        assert!(titles.insert(title) && !scenario.title.zh.is_empty(), "{title} stands twice");
        let mut standing = standing(&scenario.given);
        for event in &scenario.when_then {
            assert!(
                event.refused.is_some() || event.asked.is_some() || event.todos.is_some(),
                "{title}: nothing is expected on {}",
                event.on
            );
            if let Some(step) = event.step {
                let after = standing.instruments[0].after(step, event.on);
                let told = after.as_ref().err().map(|problem| problem.code());
                assert_eq!(told, event.refused.as_deref(), "{title}: on {}", event.on);
                if let Ok(after) = after {
                    standing.instruments[0] = after;
                }
            }
            check(title, &rules, &standing, event);
        }
    }
}
