//! R7: draws, scores, quotas, ties and terms, against scenarios that a clerk can read
//! (`scenarios/designations.json`), and properties against a slower way of counting.

use crate::scenario::Title;
use designations::draw::{Algorithm, Draw, Expert, Pool, Recusal, RecusalReason};
use designations::holding::{Designation, HoldingState, HoldingStep, term_end};
use designations::score::{Candidate, Places, Ranked, choose, rank, trimmed};
use kernel::{CivilDate, DivisionCode, Home, Id, IdKind, Instant, Random};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: Title,
    given: Given,
    #[serde(default)]
    when: Option<When>,
    then: Then,
}

/// What there is at the beginning: candidates with sheets, a list of experts, or a designation.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Given {
    /// For each candidate, for each expert, the hundredths of each group.
    sheets: BTreeMap<String, Vec<Vec<u32>>>,
    /// Where a candidate is; the province without it.
    divisions: BTreeMap<String, DivisionCode>,
    places: usize,
    shares: Vec<(DivisionCode, usize)>,
    pass_mark: u64,
    experts: Vec<Expert>,
    recusals: Vec<Recusal>,
    seats: usize,
    held_from: Option<CivilDate>,
    years: u32,
    assessed_by_month: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct When {
    seed: String,
    /// An expert who cannot come after the draw.
    replaced: Option<String>,
    /// Steps with a designation: who takes it, when, and the refusal.
    steps: Vec<Step>,
    on: Option<CivilDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: String,
    on: CivilDate,
    step: HoldingStep,
    #[serde(default)]
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Then {
    order: Option<Vec<String>>,
    chosen: Option<Vec<String>>,
    /// The mean that people read, in hundredths.
    means: BTreeMap<String, u64>,
    /// What separates a candidate from the one before.
    by: BTreeMap<String, String>,
    panel: Option<Vec<String>>,
    refused: Option<String>,
    standing: Option<String>,
    dues: Option<Vec<String>>,
}

fn province() -> DivisionCode {
    DivisionCode::new(770_000).unwrap()
}

fn ranked(given: &Given) -> Vec<Ranked<String>> {
    let candidate = |(name, sheets): (&String, &Vec<Vec<u32>>)| Candidate {
        key: name.clone(),
        division: given.divisions.get(name).copied().unwrap_or_else(province),
        sheets: sheets.clone(),
        lot: name.clone(),
    };
    let mut ranked = rank(&given.sheets.iter().map(candidate).collect::<Vec<_>>());
    let places = Places { total: given.places, shares: given.shares.clone() };
    choose(&mut ranked, &places, given.pass_mark * 100);
    ranked
}

fn id<K: IdKind>(number: u64) -> Id<K> {
    Id::new(Home(1), Instant::from_micros(number as i64 * 1000), &Random::seeded(number))
}

fn held(given: &Given, from: CivilDate) -> Designation {
    Designation {
        id: id(1),
        version: 1,
        kind: "high_skill_base".to_owned(),
        round: id(2),
        office: id(3),
        body: id(4),
        name: "示例机构".to_owned(),
        division: province(),
        number: "高基-2025-0001".to_owned(),
        valid_from: from,
        valid_until: term_end(from, given.years),
        assessed_by_month: given.assessed_by_month,
        assessments: Vec::new(),
        state: HoldingState::Held,
    }
}

fn check_scores(title: &str, scenario: &Scenario) {
    let (ranked, then) = (ranked(&scenario.given), &scenario.then);
    let order: Vec<&str> = ranked.iter().map(|one| one.key.as_str()).collect();
    if let Some(wanted) = &then.order {
        assert_eq!(&order, wanted, "{title}: order");
    }
    if let Some(wanted) = &then.chosen {
        let chosen = ranked.iter().filter(|one| one.chosen);
        let chosen: Vec<&str> = chosen.map(|one| one.key.as_str()).collect();
        assert_eq!(&chosen, wanted, "{title}: chosen");
    }
    for (name, mean) in &then.means {
        let one = ranked.iter().find(|one| one.key == *name).expect("a candidate");
        assert_eq!(one.mean(), *mean, "{title}: mean of {name}");
    }
    for (name, by) in &then.by {
        let one = ranked.iter().find(|one| one.key == *name).expect("a candidate");
        assert_eq!(one.by.map(|by| by.word()), Some(by.as_str()), "{title}: {name}");
    }
}

fn check_draw(title: &str, scenario: &Scenario, when: &When) {
    let given = &scenario.given;
    let pool = Pool {
        algorithm: Algorithm::Sha256,
        seats: given.seats,
        list: given.experts.clone(),
        recusals: given.recusals.clone(),
        source: "示例".to_owned(),
        frozen_by: "a".to_owned(),
    };
    let drawn = pool.draw(&when.seed).and_then(|draw| match &when.replaced {
        Some(code) => draw.without(code),
        None => Ok(draw),
    });
    let refused = drawn.as_ref().err().map(|problem| problem.code());
    assert_eq!(refused, scenario.then.refused.as_deref(), "{title}");
    if let Ok(draw) = drawn {
        assert_eq!(Some(&draw.panel), scenario.then.panel.as_ref(), "{title}: panel");
        draw.verify().unwrap();
    }
}

fn check_held(title: &str, scenario: &Scenario, from: CivilDate, when: &When) {
    let mut one = held(&scenario.given, from);
    for step in &when.steps {
        let after = one.after(step.step.clone(), &step.by, step.on);
        let refused = after.as_ref().err().map(|problem| problem.code());
        assert_eq!(refused, step.refused.as_deref(), "{title}: on {}", step.on);
        one = after.unwrap_or(one);
    }
    let on = when.on.expect("a day to look at it");
    assert_eq!(Some(one.standing(on).word()), scenario.then.standing.as_deref(), "{title}");
    let dues: Vec<&str> = one.dues(on).iter().map(|due| due.word()).collect();
    assert_eq!(dues, scenario.then.dues.clone().expect("what is due"), "{title}: due");
}

#[test]
fn rounds_and_terms_go_as_the_scenarios_say() {
    let scenarios: Vec<Scenario> =
        serde_json::from_str(include_str!("../../scenarios/designations.json")).unwrap();
    assert!(scenarios.len() >= 24);
    let mut titles = HashSet::new();
    for scenario in &scenarios {
        let title = scenario.title.en.as_str();
        assert!(titles.insert(title) && !scenario.title.zh.is_empty(), "{title} stands twice");
        let given = &scenario.given;
        match (&scenario.when, given.held_from) {
            (Some(when), Some(from)) => check_held(title, scenario, from, when),
            (Some(when), None) => check_draw(title, scenario, when),
            (None, _) => {
                assert!(!given.sheets.is_empty() && given.places > 0, "{title}");
                assert!(scenario.then.order.is_some() || scenario.then.chosen.is_some());
                check_scores(title, scenario);
            }
        }
    }
}

fn experts(count: usize) -> Vec<Expert> {
    let one = |n| Expert { code: format!("E{n:03}"), employer: String::new() };
    (0..count).map(one).collect()
}

fn pool(count: usize, seats: usize, recused: &BTreeSet<usize>) -> Pool {
    let recusal = |n: &usize| Recusal { code: format!("E{n:03}"), reason: RecusalReason::Declared };
    Pool {
        algorithm: Algorithm::Sha256,
        seats,
        list: experts(count),
        recusals: recused.iter().map(recusal).collect(),
        source: String::new(),
        frozen_by: String::new(),
    }
}

/// Every expert sits about as often as every other: over 4000 seeds, 7 of 20 seats each give a mean of
/// 1400, and six standard deviations to either side leave no doubt.
#[test]
fn every_expert_has_the_same_chance() {
    let pool = pool(20, 7, &BTreeSet::new());
    let mut sat: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..4000 {
        for code in pool.draw(&format!("seed {seed}")).unwrap().panel {
            *sat.entry(code).or_default() += 1;
        }
    }
    let spread = 6.0 * (4000.0_f64 * 0.35 * 0.65).sqrt();
    assert_eq!(sat.len(), 20);
    for (code, count) in sat {
        assert!((f64::from(count) - 1400.0).abs() < spread, "{code} sat {count} times");
    }
}

/// The documented rule done with another crate's digest: what an outsider computes.
fn by_hand(draw: &Draw) -> Vec<String> {
    use sha2::{Digest as _, Sha256};
    let hex = |text: String| {
        let bytes = Sha256::digest(text.as_bytes());
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let lines: String =
        draw.list.iter().map(|one| format!("{}\t{}\n", one.code, one.employer)).collect();
    let list = hex(format!("kaogong-draw-1\n{lines}"));
    let mut keyed: Vec<(String, &str)> = Vec::new();
    for one in &draw.list {
        keyed.push((hex(format!("{list}\n{}\n{}\n", draw.seed, one.code)), &one.code));
    }
    keyed.sort();
    let passed = |code: &str| draw.recusals.iter().any(|one| one.code == code);
    let seats = keyed.into_iter().map(|(_, code)| code).filter(|code| !passed(code));
    seats.take(draw.seats).map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn a_draw_is_what_an_outsider_computes_and_seats_nobody_recused(
        count in 5usize..60,
        seed in "[0-9 ]{1,20}",
        recused in proptest::collection::btree_set(0usize..60, 0..20),
    ) {
        let recused: BTreeSet<usize> = recused.into_iter().filter(|n| *n < count).collect();
        let pool = pool(count, 5, &recused);
        match pool.draw(&seed) {
            Err(problem) => {
                prop_assert!(count - recused.len() < 5);
                prop_assert_eq!(problem.code(), "designations-pool-short");
            }
            Ok(draw) => {
                prop_assert_eq!(&draw.panel, &by_hand(&draw));
                prop_assert_eq!(draw.panel.iter().collect::<BTreeSet<_>>().len(), 5);
                let recused = recused.iter().map(|n| format!("E{n:03}"));
                prop_assert!(recused.into_iter().all(|code| !draw.panel.contains(&code)));
                prop_assert!(draw.verify().is_ok());
                let mut other = draw.clone();
                other.panel.swap(0, 1);
                prop_assert!(other.verify().is_err());
                let mut other = draw.clone();
                other.list.remove(0);
                prop_assert_eq!(other.verify().unwrap_err().code(), "designations-draw-list");
            }
        }
    }

    #[test]
    fn an_expert_who_cannot_come_moves_only_the_next_up(
        count in 12usize..40, seed in "[a-z]{1,12}", at in 0usize..5,
    ) {
        let draw = pool(count, 5, &BTreeSet::new()).draw(&seed).unwrap();
        let gone = draw.panel[at].clone();
        let next = draw.without(&gone).unwrap();
        let stay: Vec<&String> = draw.panel.iter().filter(|code| **code != gone).collect();
        prop_assert_eq!(next.panel[..4].iter().collect::<Vec<_>>(), stay);
        prop_assert!(!draw.panel.contains(&next.panel[4]));
    }

    #[test]
    fn the_best_and_the_worst_are_dropped(totals in proptest::collection::vec(0u32..=10_000, 1..12)) {
        let mut sorted = totals.clone();
        sorted.sort();
        let counted = if sorted.len() < 5 { &sorted[..] } else { &sorted[1..sorted.len() - 1] };
        let sum = counted.iter().map(|total| u64::from(*total)).sum::<u64>();
        prop_assert_eq!(trimmed(&totals), (sum, counted.len() as u64));
    }

    /// Against a model that picks one winner after another among all that may still be chosen.
    #[test]
    fn the_quota_is_never_exceeded_and_nobody_better_is_left_out(
        sums in proptest::collection::vec((0u32..200, 0usize..3), 1..40),
        total in 0usize..20,
        shares in proptest::collection::vec(0usize..6, 2),
        pass_mark in 0u64..100,
    ) {
        let places_of = [770_100, 770_200, 770_300].map(|code| DivisionCode::new(code).unwrap());
        let candidate = |(at, (points, place)): (usize, &(u32, usize))| Candidate {
            key: at,
            division: places_of[*place],
            sheets: vec![vec![*points]; 5],
            lot: format!("{at:03}"),
        };
        let candidates: Vec<Candidate<usize>> = sums.iter().enumerate().map(candidate).collect();
        let mut ranked = rank(&candidates);
        let shares: Vec<(DivisionCode, usize)> =
            places_of.iter().copied().zip(shares.iter().copied()).collect();
        choose(&mut ranked, &Places { total, shares: shares.clone() }, pass_mark);
        let chosen: BTreeSet<usize> =
            ranked.iter().filter(|one| one.chosen).map(|one| one.key).collect();
        let mut model: BTreeSet<usize> = BTreeSet::new();
        while model.len() < total {
            let free = |at: &usize| {
                let (points, place) = sums[*at];
                let share = shares.iter().find(|(division, _)| *division == places_of[place]);
                let there = model.iter().filter(|other| sums[**other].1 == place).count();
                !model.contains(at)
                    && u64::from(points) >= pass_mark
                    && share.is_none_or(|(_, most)| there < *most)
            };
            let best = (0..sums.len()).filter(free).max_by_key(|at| {
                (sums[*at].0, std::cmp::Reverse(*at))
            });
            match best {
                Some(best) => model.insert(best),
                None => break,
            };
        }
        prop_assert!(chosen.len() <= total);
        prop_assert_eq!(chosen, model);
    }
}
