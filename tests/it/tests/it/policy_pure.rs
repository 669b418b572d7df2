//! R6: documents and rule sets against scenarios that a clerk can read (`scenarios/policy.json`).

use crate::scenario::Scenario;
use kernel::{CivilDate, DivisionCode, Home, Instant, PolicyId, Random};
use policy::{
    Confidence, Document, DocumentKind, DocumentState, DocumentStep, Issuer, Precision, Standing,
};
use rules::Met;
use rules::set::{Facts, RuleSet, in_force};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenarios {
    documents: Vec<Scenario<Given, When, Then>>,
    rules: Vec<Scenario<Facts, Asked, Said>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    state: String,
    entered_by: String,
    ends_on: Option<CivilDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    who: String,
    #[serde(rename = "do")]
    step: String,
    from: Option<CivilDate>,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    state: Option<String>,
    refused: Option<String>,
    #[serde(default)]
    standing: BTreeMap<CivilDate, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    at: String,
    on: CivilDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    rule: Option<String>,
    granted_fen: Option<i64>,
    #[serde(default)]
    not_met: Vec<String>,
    #[serde(default)]
    missing: Vec<String>,
}

fn scenarios() -> Scenarios {
    serde_json::from_str(include_str!("../../scenarios/policy.json")).unwrap()
}

/// A document that begins on 1 February 2026.
fn document(given: &Given) -> Document {
    let state = match given.state.as_str() {
        "draft" => DocumentState::Draft,
        "refused" => DocumentState::Refused { reason: "x".to_owned() },
        "in_force" => DocumentState::InForce,
        other => panic!("{other}"),
    };
    let now = Instant::from_micros(0);
    Document {
        id: PolicyId::new(Home::NODE, now, &Random::seeded(1)),
        version: 1,
        key: "x".to_owned(),
        number: "示1号".to_owned(),
        title: "示例".to_owned(),
        title_en: String::new(),
        issuer: Issuer { authority: None, name: "示例厅".to_owned(), name_en: String::new() },
        kind: DocumentKind::Notice,
        division: None,
        issued_on: "2026-01-05".parse().unwrap(),
        issued_to: Precision::Day,
        in_force_on: "2026-02-01".parse().unwrap(),
        ends_on: given.ends_on,
        state,
        summary: String::new(),
        summary_en: String::new(),
        confidence: Confidence::Published,
        source: "x".to_owned(),
        attachments: Vec::new(),
        entered_by: given.entered_by.clone(),
        entered_at: now,
    }
}

fn step(when: &When) -> DocumentStep {
    let reason = when.reason.clone();
    match when.step.as_str() {
        "confirm" => DocumentStep::Confirm,
        "refuse" => DocumentStep::Refuse { reason },
        "repeal" => DocumentStep::Repeal { from: when.from.unwrap(), reason },
        other => panic!("{other}"),
    }
}

fn standing(document: &Document, on: CivilDate) -> &'static str {
    Standing::key(document.standing(on)).strip_prefix("policy-standing-").unwrap()
}

#[test]
fn documents_go_as_the_scenarios_say() {
    let all = scenarios().documents;
    assert_eq!(all.len(), 10);
    for one in all {
        assert!(!one.title.zh.is_empty() && !one.title.en.is_empty());
        let name = &one.title.en;
        let before = document(&one.given);
        match before.after(step(&one.when), &one.when.who) {
            Ok(state) => {
                assert_eq!(Some(state.word()), one.then.state.as_deref(), "{name}");
                let after = Document { state, ..before };
                for (on, wanted) in &one.then.standing {
                    assert_eq!(standing(&after, *on), wanted, "{name} on {on}");
                }
            }
            Err(problem) => {
                let field = problem.field_problems().first().map(|field| field.code);
                let code = field.unwrap_or(problem.code());
                assert_eq!(Some(code), one.then.refused.as_deref(), "{name}");
            }
        }
    }
}

/// The shipped national set, and one of 示范省 that grants 30 % more from 2025 on.
fn sets() -> Vec<RuleSet> {
    let shipped = include_str!("../../../../data/rules/skill-upgrade.json");
    let national = RuleSet::read(shipped).unwrap();
    let mut own = national.clone();
    own.version = "示范-1".to_owned();
    own.division = DivisionCode::new(770_000);
    own.valid_from = "2025-01-01".parse().unwrap();
    own.valid_until = None;
    for line in &mut own.table {
        line.amount_fen = line.amount_fen * 13 / 10;
    }
    vec![national, own]
}

#[test]
fn rule_sets_decide_as_the_scenarios_say() {
    let (all, sets) = (scenarios().rules, sets());
    assert_eq!(all.len(), 11);
    for one in all {
        assert!(!one.title.zh.is_empty() && !one.title.en.is_empty());
        let name = &one.title.en;
        let division = one.when.at.parse().unwrap();
        let Some(set) = in_force(&sets, "skill-upgrade", division, one.when.on) else {
            assert_eq!(one.then.rule, None, "{name}");
            continue;
        };
        let decision = set.decide(&one.given);
        assert_eq!(Some(&decision.rule), one.then.rule.as_ref(), "{name}");
        assert_eq!(decision.granted_fen, one.then.granted_fen, "{name}");
        let of = |met: Met| {
            let found = decision.findings.iter().filter(|finding| finding.met == met);
            found.map(|finding| finding.condition.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of(Met::No), one.then.not_met, "{name}");
        assert_eq!(of(Met::Missing), one.then.missing, "{name}");
    }
}
