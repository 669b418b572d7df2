//! R1: the machine of cases against scenarios that a clerk can read (`scenarios/procedure.json`), and
//! the working-day clock against an independent count.

use crate::scenario::Title;
use crate::world::WORLD;
use approval::{Act, Case, Cause, Clock, Procedure, Progress, Standing, State};
use chrono::Days;
use kernel::{AuthorityId, CaseId, CivilDate, DivisionCode, Home, Instant, Random, SubjectId};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: Title,
    given: Given,
    when_then: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    submitted: CivilDate,
    /// What differs from the shipped procedure.
    #[serde(default)]
    change: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    on: CivilDate,
    who: String,
    #[serde(rename = "do")]
    act: Value,
    /// What people write when nothing is said here.
    #[serde(default = "usual_reason")]
    reason: String,
    refused: Option<String>,
    then: Option<Then>,
}

fn usual_reason() -> String {
    "同意".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    state: String,
    step: Option<usize>,
    due: Option<CivilDate>,
    cause: Option<Cause>,
    left: Option<u16>,
    until: Option<CivilDate>,
    effective: Option<CivilDate>,
    letter: Option<String>,
    barred: Option<bool>,
}

fn shipped() -> Value {
    serde_json::from_str(include_str!("../../../../data/procedures/filing.json")).unwrap()
}

pub(crate) fn procedure(change: &Map<String, Value>) -> Procedure {
    let mut data = shipped();
    for (key, value) in change {
        data[key] = value.clone();
    }
    Procedure::read(&data.to_string()).unwrap()
}

fn opened(given: &Given) -> Case {
    let random = Random::seeded(5);
    let at = Instant::start_of(given.submitted);
    let procedure = procedure(&given.change);
    let progress = Progress::begin(&procedure, given.submitted);
    Case {
        id: CaseId::new(Home(9), at, &random),
        version: 1,
        procedure,
        subject: SubjectId::new(Home(9), at, &random),
        body: None,
        person: None,
        division: DivisionCode::new(770102).unwrap(),
        title: "示例第1评价机构".to_owned(),
        offices: vec![AuthorityId::new(Home::NODE, at, &random)],
        opened_by: "applicant".to_owned(),
        opened_at: at,
        progress,
    }
}

fn check(title: &str, case: &Case, act: Option<(&Case, &Act)>, then: &Then) {
    let progress = &case.progress;
    assert_eq!(progress.state.word(), then.state, "{title}");
    let due = progress.clock.due(&WORLD.calendar).map(|(due, _)| due);
    if then.due.is_some() {
        assert_eq!(due, then.due, "{title}: last day");
    }
    let (step, cause, until, effective) = match &progress.state {
        State::InReview { step } => (Some(*step), None, None, None),
        State::Assessing { cause, .. } => (None, Some(*cause), None, None),
        State::Noticed { until, .. } => (None, None, Some(*until), None),
        State::Ending { effective, .. } | State::Ended { effective, .. } => {
            (None, None, None, Some(*effective))
        }
        _ => (None, None, None, None),
    };
    assert!(then.step.is_none() || step == then.step, "{title}: step {step:?}");
    assert!(then.cause.is_none() || cause == then.cause, "{title}: cause {cause:?}");
    assert!(then.until.is_none() || until == then.until, "{title}: until {until:?}");
    assert!(then.effective.is_none() || effective == then.effective, "{title}: {effective:?}");
    if let Some(left) = then.left {
        let standing = progress.clock.standing(&WORLD.calendar);
        assert!(
            matches!(standing, Standing::Stopped { left: l, .. } if l == left),
            "{title}: {standing:?}"
        );
    }
    if let Some(barred) = then.barred {
        assert_eq!(progress.barred_until.is_some(), barred, "{title}: barred");
    }
    if let Some((before, act)) = act {
        let letter = before.letter(act, progress).map(|letter| letter.word().to_owned());
        assert!(then.letter.is_none() || letter == then.letter, "{title}: letter {letter:?}");
    }
}

/// The reason is asked for where the act is stored; the same rule here.
fn reason_missing(act: &Act, reason: &str) -> bool {
    act.needs_reason() && reason.trim().is_empty()
}

#[test]
fn cases_go_as_the_scenarios_say() {
    let scenarios: Vec<Scenario> =
        serde_json::from_str(include_str!("../../scenarios/procedure.json")).unwrap();
    assert!(scenarios.len() >= 55);
    let mut titles = HashSet::new();
    for scenario in &scenarios {
        let title = scenario.title.en.as_str();
        assert!(titles.insert(title) && !scenario.title.zh.is_empty(), "{title} stands twice");
        let mut case = opened(&scenario.given);
        for step in &scenario.when_then {
            if step.act["act"] == "look" {
                check(title, &case, None, step.then.as_ref().unwrap());
                continue;
            }
            let act: Act = serde_json::from_value(step.act.clone()).unwrap();
            let after = case.after(&act, &step.who, step.on, &WORLD.calendar);
            let told = match &after {
                _ if reason_missing(&act, &step.reason) => Some("problem-fields"),
                Ok(_) => None,
                Err(problem) => Some(problem.code()),
            };
            assert_eq!(told, step.refused.as_deref(), "{title}: {} on {}", act.word(), step.on);
            let (Ok(progress), None) = (after, &step.refused) else { continue };
            let next = Case { progress, ..case.clone() };
            if let Some(then) = &step.then {
                check(title, &next, Some((&case, &act)), then);
            }
            case = next;
        }
    }
}

/// Days that differ from their place in the week, and whether they are worked.
fn special_days() -> HashMap<CivilDate, bool> {
    let lines = include_str!("../../../../data/calendar/days.csv").lines();
    let day = |line: &str| {
        let mut cells = line.split(',');
        let date = cells.next()?.parse().ok()?;
        Some((date, cells.next()? == "makeup"))
    };
    lines.filter_map(day).collect()
}

/// Counts like somebody with a wall calendar: crosses out what does not count, day after day.
fn by_hand(
    special: &HashMap<CivilDate, bool>,
    from: CivilDate,
    days: u16,
    stop: Option<(CivilDate, CivilDate)>,
) -> CivilDate {
    let worked = |day: CivilDate| match special.get(&day) {
        Some(worked) => *worked,
        None => !["Sat", "Sun"].contains(&day.format("%a").to_string().as_str()),
    };
    let stopped = |day: CivilDate| stop.is_some_and(|(a, b)| a < day && day <= b);
    let mut left = days;
    let mut day = from;
    while left > 0 {
        day = day + Days::new(1);
        if worked(day) && !stopped(day) {
            left -= 1;
        }
    }
    day
}

/// Every day of five years, with periods as offices have them, running and with a stop of two weeks.
#[test]
fn the_clock_agrees_with_a_count_by_hand_on_every_day_of_five_years() {
    let first: CivilDate = "2022-01-01".parse().unwrap();
    let special = special_days();
    assert!(special.len() > 500);
    let mut counted = 0;
    for from in first.iter_days().take_while(|day| *day < "2027-01-01".parse().unwrap()) {
        for days in [1, 5, 20] {
            let clock = Clock::start(from, days);
            let due = clock.due(&WORLD.calendar).unwrap().0;
            assert_eq!(due, by_hand(&special, from, days, None), "{days} from {from}");
            assert!(!clock.is_late(&WORLD.calendar, due));
            assert!(clock.is_late(&WORLD.calendar, due + Days::new(1)));
            let (stop, resume) = (from + Days::new(2), from + Days::new(16));
            let mut stopped = clock.clone();
            stopped.stop(Cause::SiteVisit, stop);
            stopped.resume(resume);
            let due = stopped.due(&WORLD.calendar).unwrap().0;
            assert_eq!(
                due,
                by_hand(&special, from, days, Some((stop, resume))),
                "{days} from {from}, stopped"
            );
            counted += 2;
        }
    }
    assert_eq!(counted, 2 * 3 * 1826);
}

#[test]
fn a_procedure_that_nobody_could_keep_to_is_refused() {
    let refused = |change: &[(&str, Value)]| {
        let mut data = shipped();
        for (key, value) in change {
            data[*key] = value.clone();
        }
        Procedure::read(&data.to_string()).unwrap_err()
    };
    use approval::ProcedureFault as Fault;
    let steps = |json: &str| vec![("steps", serde_json::from_str(json).unwrap())];
    assert_eq!(refused(&steps(r#"[{"post":"approver"}]"#)), Fault::Steps);
    assert_eq!(refused(&steps(r#"[{"post":"handler"},{"post":"checker"}]"#)), Fault::Steps);
    let twice = r#"[{"post":"approver"},{"post":"approver"}]"#;
    assert_eq!(refused(&steps(twice)), Fault::Steps);
    let down = r#"[{"post":"handler"},{"post":"approver","up":1},{"post":"approver"}]"#;
    assert_eq!(refused(&steps(down)), Fault::Downwards);
    assert_eq!(refused(&[("accept_days", 0.into())]), Fault::Days);
    assert_eq!(refused(&[("valid_until", "2018-01-01".into())]), Fault::Dates);
    assert!(matches!(refused(&[("letters", Value::Array(vec![]))]), Fault::Letter(_)));
    let mut letters = shipped()["letters"].clone();
    letters[0]["paragraphs"][0]["zh"] = "{nobody}".into();
    assert_eq!(refused(&[("letters", letters)]), Fault::Place("nobody".to_owned()));
    assert!(matches!(refused(&[("steps", "x".into())]), Fault::Unreadable(_)));
}

#[test]
fn the_nearest_regions_procedure_counts_then_the_latest() {
    let with = |territory: Option<u32>, from: &str| {
        let mut change = Map::new();
        change.insert("territory".to_owned(), territory.map_or(Value::Null, Value::from));
        change.insert("valid_from".to_owned(), from.into());
        procedure(&change)
    };
    let all = [
        with(None, "2019-01-01"),
        with(Some(770000), "2021-01-01"),
        with(None, "2026-01-01"),
        with(Some(770100), "2026-03-01"),
    ];
    let chosen = |division: u32, on: &str| {
        let division = DivisionCode::new(division).unwrap();
        approval::choose(&all, "filing", division, on.parse().unwrap()).map(Procedure::version)
    };
    assert_eq!(chosen(770102, "2026-11-24").as_deref(), Some("filing@770100@2026-03-01"));
    assert_eq!(chosen(770102, "2026-02-28").as_deref(), Some("filing@770000@2021-01-01"));
    assert_eq!(chosen(110101, "2026-02-28").as_deref(), Some("filing@*@2026-01-01"));
    assert_eq!(chosen(110101, "2020-02-28").as_deref(), Some("filing@*@2019-01-01"));
    assert_eq!(chosen(110101, "2018-12-31"), None);
}
