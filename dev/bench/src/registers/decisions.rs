//! Explained decisions for each second of one processor, and the bare expression beside them: the same
//! comparisons in CEL, compiled once, without any explanation.

use crate::Done;
use crate::report::{Figure, Figures, Goal, say};
use cel::{Context, Program};
use kernel::{CivilDate, Home, Id, IdKind, Instant, OccupationCode, Random, SkillLevel};
use organisations::body::{BodyKind, KindSet};
use organisations::instrument::{ActKind, Instrument, InstrumentKind, InstrumentState, Line};
use organisations::may::{Act, ActRules, Question, Standing, may};
use rules::set::{Facts, Known, RuleSet};
use std::hint::black_box;

/// What is to be reached.
const GOAL: Goal = Goal::AtLeast(300_000.0);
/// Days over which questions are spread.
const DAYS: u64 = 1_500;
/// The rule set of the what-if.
const SUBSIDY: &str = include_str!("../../../../data/rules/skill-upgrade.json");

/// Measures single decisions and the what-if.
pub fn measure(figures: &mut Figures, decisions: u64, people: u64) -> Done<()> {
    say(&format!("asking {decisions} times what a body may …"));
    let question =
        Figure::new("may this body", decisions, questions(decisions)?, "decisions/CPU-s");
    figures.add(question.goal(GOAL).peer(bare_questions(decisions / 20)?));
    say(&format!("deciding {decisions} times on a subsidy …"));
    let set = RuleSet::read(SUBSIDY).map_err(|error| error.to_string())?;
    let rate = subsidies(&set, decisions)?;
    let subsidy = Figure::new("eligibility", decisions, rate, "decisions/CPU-s");
    figures.add(subsidy.goal(GOAL).peer(bare_subsidies(decisions / 20)?));
    say(&format!("a what-if over {people} people …"));
    let begun = std::time::Instant::now();
    let (mut granted, mut fen) = (0_u64, 0_i64);
    for number in 0..people {
        if let Some(amount) = set.decide(&facts(number)).granted_fen {
            granted += 1;
            fen += amount;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    if granted == 0 || fen == 0 {
        return Err("the what-if granted nothing".into());
    }
    figures.add(Figure::new("what-if", people, seconds, "s").goal(Goal::AtMost(10.0)));
    Ok(())
}

/// Nanoseconds of processor that this thread has used.
fn processor() -> Done<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let used = text.split_whitespace().next().ok_or("no schedstat in /proc")?;
    Ok(used.parse()?)
}

/// How many of `count` a second of one processor does.
fn rate(count: u64, mut once: impl FnMut(u64) -> Done<()>) -> Done<f64> {
    let begun = processor()?;
    for number in 0..count {
        once(number)?;
    }
    Ok(count as f64 / ((processor()? - begun) as f64 / 1e9))
}

fn id<K: IdKind>(number: u64) -> Id<K> {
    Id::new(Home(7), Instant::from_micros(number as i64), &Random::seeded(number))
}

fn day(number: u64) -> CivilDate {
    let first = CivilDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    first + chrono::Days::new(number % DAYS)
}

/// A body with a licence, an earlier one and a listing, each with ten occupations at five levels.
fn standing() -> Done<Standing> {
    let mut instruments = Vec::new();
    for (number, kind, act) in [
        (1, InstrumentKind::Licence, ActKind::Train),
        (2, InstrumentKind::Licence, ActKind::Train),
        (3, InstrumentKind::Listing, ActKind::SubsidisedTraining),
    ] {
        let mut scope = Vec::new();
        for trade in 0..10 {
            let occupation: OccupationCode = format!("6-18-01-{:02}", trade + 1).parse()?;
            for level in SkillLevel::EVALUATED {
                scope.push(Line {
                    act,
                    trade: Some((occupation, level)),
                    site: None,
                    valid_from: day(0),
                    valid_until: day(1_000),
                });
            }
        }
        instruments.push(Instrument {
            id: id(number),
            version: 1,
            body: id(9),
            authority: id(8),
            kind,
            number: format!("示许〔2024〕{number}号"),
            state: InstrumentState::InForce,
            valid_from: day(0),
            valid_until: day(1_000),
            pauses: Vec::new(),
            checks: Vec::new(),
            scope,
        });
    }
    let kinds = KindSet::of(BodyKind::TrainingBody);
    Ok(Standing { body: id(9), kinds, closed_on: None, sites: Vec::new(), instruments })
}

fn questions(count: u64) -> Done<f64> {
    let (rules, standing) = (ActRules::shipped(), standing()?);
    let occupation: OccupationCode = "6-18-01-07".parse()?;
    let mut allowed = 0_u64;
    let rate = rate(count, |number| {
        let act = Act::SubsidisedTraining(occupation, SkillLevel::Level3);
        let asked = Question { act, site: None, on: day(number) };
        let answer = may(&rules, black_box(&standing), &asked);
        allowed += u64::from(black_box(answer).allowed());
        Ok(())
    })?;
    // The instruments hold on two days of three.
    if allowed == 0 || allowed == count {
        return Err(format!("{allowed} of {count} were allowed").into());
    }
    Ok(rate)
}

/// What the question compares of the two instruments that allow it, with everything at hand.
fn bare_questions(count: u64) -> Done<f64> {
    let program = Program::compile(
        "works && kind_fits && a_state == 'in_force' && a_from <= on && on <= a_until \
         && a_trade == trade && a_level == level && b_state == 'in_force' && b_from <= on \
         && on <= b_until && b_trade == trade && b_level == level",
    )?;
    let mut allowed = 0_u64;
    let rate = rate(count, |number| {
        let mut context = Context::default();
        let on = (number % DAYS) as i64;
        for (name, value) in [("works", true), ("kind_fits", true)] {
            context.add_variable_from_value(name, value);
        }
        for name in ["a", "b"] {
            context.add_variable_from_value(format!("{name}_state"), "in_force");
            context.add_variable_from_value(format!("{name}_from"), 0_i64);
            context.add_variable_from_value(format!("{name}_until"), 1_000_i64);
            context.add_variable_from_value(format!("{name}_trade"), 6_180_107_i64);
            context.add_variable_from_value(format!("{name}_level"), 3_i64);
        }
        for (name, value) in [("on", on), ("trade", 6_180_107), ("level", 3)] {
            context.add_variable_from_value(name, value);
        }
        allowed += u64::from(program.execute(&context)? == true.into());
        Ok(())
    })?;
    if allowed == 0 || allowed == count {
        return Err(format!("{allowed} of {count} were allowed by the bare expression").into());
    }
    Ok(rate)
}

/// What is known about one of the people: three in four have been insured for long enough.
fn facts(number: u64) -> Facts {
    let level = ["level5", "level4", "level3"][(number % 3) as usize];
    let known = [
        ("level", Known::Word(level.to_owned())),
        ("months_insured", Known::Number((number % 48) as i64)),
        ("days_since_certificate", Known::Number((number % 400) as i64)),
        ("subsidies_this_year", Known::Number((number % 4) as i64)),
        ("training_subsidy_same_certificate", Known::Flag(number.is_multiple_of(9))),
    ];
    known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn subsidies(set: &RuleSet, count: u64) -> Done<f64> {
    // Facts are at hand when a decision begins; a few hundred people in turn.
    let known: Vec<Facts> = (0..720).map(facts).collect();
    let mut granted = 0_u64;
    let rate = rate(count, |number| {
        let decision = set.decide(black_box(&known[(number % 720) as usize]));
        granted += u64::from(black_box(decision).granted_fen.is_some());
        Ok(())
    })?;
    if granted == 0 || granted == count { Err("none or all were granted".into()) } else { Ok(rate) }
}

fn bare_subsidies(count: u64) -> Done<f64> {
    let program = Program::compile(
        "months_insured >= 12 && days_since_certificate <= 365 && subsidies_this_year <= 2 \
         && training_subsidy_same_certificate == false \
         ? (level == 'level5' ? 100000 : level == 'level4' ? 150000 : level == 'level3' ? 200000 : 0) : 0",
    )?;
    let known: Vec<Facts> = (0..720).map(facts).collect();
    let mut granted = 0_u64;
    let rate = rate(count, |number| {
        let mut context = Context::default();
        for (name, value) in &known[(number % 720) as usize] {
            match value {
                Known::Flag(flag) => context.add_variable_from_value(name.as_str(), *flag),
                Known::Number(number) => context.add_variable_from_value(name.as_str(), *number),
                Known::Word(word) => context.add_variable_from_value(name.as_str(), word.as_str()),
            };
        }
        granted += u64::from(program.execute(&context)? != 0_i64.into());
        Ok(())
    })?;
    if granted == 0 || granted == count { Err("none or all were granted".into()) } else { Ok(rate) }
}
