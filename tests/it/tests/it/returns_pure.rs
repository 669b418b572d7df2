//! R10: checks, sums and steps of returns against scenarios that a clerk can read
//! (`scenarios/returns.json`).

use crate::scenario::Scenario;
use kernel::{AuthorityId, Home, Instant, Month, Random, ReturnId};
use returns::form::check::Weight;
use returns::sheet::{Others, filled, findings, in_sums};
use returns::{
    Answer, Cell, Entered, Figures, Form, FormBook, ReturnState, Sheet, Span, Spans, Verdict,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenarios {
    checks: Vec<Scenario<Filled, Asked, Found>>,
    steps: Vec<Scenario<Standing, Step, Became>>,
    sums: Vec<Scenario<Lower, Summed, Sums>>,
}

/// Figures by cell, as `03.month`; every other cell has 0.
type Typed = BTreeMap<String, Option<i64>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filled {
    form: String,
    month: Month,
    cells: Typed,
    /// Last month's locked return.
    last: Option<Typed>,
    /// Another form of the same month.
    #[serde(default)]
    other: BTreeMap<String, Typed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    check: String,
    column: Span,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    verdict: String,
    left: Option<i64>,
    right: Option<i64>,
    /// Whether the return can be handed in all the same.
    hinders: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Standing {
    state: String,
    written_by: Vec<String>,
    #[serde(default)]
    submitted_by: String,
    /// The state of the return of the office above.
    above: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    who: String,
    #[serde(rename = "do")]
    step: String,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Became {
    state: Option<String>,
    refused: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lower {
    /// What the journal says for the office's own part.
    own: i64,
    /// What its clerk typed in its place.
    typed: Option<i64>,
    /// The states of the returns below and their figures; no state: not begun.
    below: Vec<(Option<String>, i64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Summed {
    cell: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sums {
    value: i64,
    below: i64,
    missing: usize,
    mark: String,
}

fn scenarios() -> Scenarios {
    serde_json::from_str(include_str!("../../scenarios/returns.json")).unwrap()
}

fn form(key: &str) -> Form {
    let book = FormBook::shipped().unwrap();
    book.version(key, 1).unwrap().clone()
}

fn cells(form: &Form, typed: &Typed) -> Vec<Cell> {
    for name in typed.keys() {
        let (row, span) = name.split_once('.').unwrap();
        assert!(form.has(row, Span::from_word(span).unwrap()), "{name}");
    }
    let cell = |(row, span): (&returns::form::Row, Span)| {
        let name = format!("{}.{}", row.code, span.word());
        let journal = typed.get(&name).copied().unwrap_or(Some(0));
        Cell { row: row.code.clone(), span, journal, entered: None, below: 0 }
    };
    form.cells().map(cell).collect()
}

fn sheet(form: &Form, number: u64, state: ReturnState, cells: Vec<Cell>) -> Sheet {
    let (now, random) = (Instant::from_micros(0), Random::seeded(number));
    Sheet {
        id: ReturnId::new(Home::NODE, now, &random),
        version: 1,
        form: form.key.clone(),
        form_version: 1,
        month: "2026-10".parse().unwrap(),
        authority: AuthorityId::new(Home::NODE, now, &random),
        revision: 1,
        state,
        cells,
        missing: Vec::new(),
        writers: Vec::new(),
        filled_at: now,
        handed_in_on: None,
    }
}

fn state(word: &str, submitted_by: &str) -> ReturnState {
    let (by, at) = (submitted_by.to_owned(), Instant::from_micros(0));
    match word {
        "draft" => ReturnState::Draft { reopened: None },
        "submitted" => ReturnState::Submitted { by, at },
        "returned" => ReturnState::Returned(returns::Decided { by, at, reason: "x".to_owned() }),
        "locked" => ReturnState::Locked { by, at },
        other => panic!("{other}"),
    }
}

fn locked() -> ReturnState {
    state("locked", "upper")
}

#[test]
fn checks_find_what_the_scenarios_say() {
    let all = scenarios().checks;
    assert_eq!(all.len(), 10);
    for one in all {
        assert!(!one.title.zh.is_empty());
        let name = &one.title.en;
        let form_of = form(&one.given.form);
        let others = Others {
            last: one.given.last.map(|last| sheet(&form_of, 1, locked(), cells(&form_of, &last))),
            same_month: one
                .given
                .other
                .iter()
                .map(|(key, typed)| {
                    let other = form(key);
                    sheet(&other, 2, locked(), cells(&other, typed))
                })
                .collect(),
        };
        let cells = cells(&form_of, &one.given.cells);
        let all = findings(&form_of, one.given.month, &cells, &others);
        let found = all.iter().find(|f| f.check == one.when.check && f.span == one.when.column);
        let found = found.unwrap_or_else(|| panic!("{name}: there is no such check"));
        let verdict = match found.verdict {
            Verdict::Holds => "holds",
            Verdict::Broken => "broken",
            Verdict::Unknown => "unknown",
        };
        assert_eq!(verdict, one.then.verdict, "{name}");
        assert_eq!((found.left, found.right), (one.then.left, one.then.right), "{name}");
        assert_eq!(found.is_broken(Weight::Must), one.then.hinders, "{name}");
        assert!(!found.cells.is_empty(), "{name}: the cells are named");
    }
}

#[test]
fn returns_move_as_the_scenarios_say() {
    let all = scenarios().steps;
    assert_eq!(all.len(), 12);
    for one in all {
        assert!(!one.title.zh.is_empty());
        let (name, given, when) = (&one.title.en, &one.given, &one.when);
        let (before, now) = (state(&given.state, &given.submitted_by), Instant::from_micros(1));
        let above = given.above.as_ref().map(|word| state(word, "upper"));
        let writers = &given.written_by;
        let reason = when.reason.clone();
        let after = match when.step.as_str() {
            "submit" => before.submit(writers, &when.who, now),
            "accept" => before.decide(Answer::Accept, writers, &when.who, now),
            "return" => before.decide(Answer::Return { reason }, writers, &when.who, now),
            "reopen" => before.reopen(above.as_ref(), reason, &when.who, now),
            other => panic!("{other}"),
        };
        match after {
            Ok(after) => {
                assert_eq!(Some(after.word()), one.then.state.as_deref(), "{name}");
            }
            Err(problem) => assert_eq!(Some(problem.code()), one.then.refused.as_deref(), "{name}"),
        }
    }
}

#[test]
fn sums_are_those_of_the_scenarios() {
    let all = scenarios().sums;
    assert_eq!(all.len(), 5);
    let form = form("evaluation");
    for one in all {
        assert!(!one.title.zh.is_empty());
        let name = &one.title.en;
        let (row, span) = one.when.cell.split_once('.').unwrap();
        let span = Span::from_word(span).unwrap();
        let mut offices = Vec::new();
        let mut sheets = Vec::new();
        for (number, (word, value)) in one.given.below.iter().enumerate() {
            let typed = BTreeMap::from([(one.when.cell.clone(), Some(*value))]);
            let word_or = word.as_deref().unwrap_or("draft");
            let lower = sheet(&form, number as u64, state(word_or, "x"), cells(&form, &typed));
            offices.push(lower.authority);
            if word.is_some() {
                sheets.push(lower);
            }
        }
        let (below, missing) = in_sums(offices, sheets, "evaluation");
        let spans = Spans { month: one.given.own, year: one.given.own, total: one.given.own };
        let figures = Figures::from([(("results.recorded".to_owned(), String::new()), spans)]);
        let mut before = filled(&form, &figures, &below, &[]);
        if let Some(value) = one.given.typed {
            let cell = before.iter_mut().find(|cell| cell.row == row && cell.span == span);
            let (by, reason) = ("clerk".to_owned(), "x".to_owned());
            cell.unwrap().entered =
                Some(Entered { value, by, at: Instant::from_micros(0), reason });
        }
        // Filling it again leaves what was typed.
        let again = filled(&form, &figures, &below, &before);
        let cell = returns::sheet::find(&again, row, span).unwrap();
        assert_eq!(cell.value(), Some(one.then.value), "{name}");
        assert_eq!(cell.below, one.then.below, "{name}");
        assert_eq!(missing.len(), one.then.missing, "{name}");
        assert_eq!(cell.mark().word(), one.then.mark, "{name}");
    }
}
