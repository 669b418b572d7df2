//! The decision against a model that keeps a calendar: for every day of some years one mark each for
//! 'given', 'suspended', 'over' and 'check not passed', crossed out step by step.

use super::*;
use crate::body::BodyKind;
use crate::instrument::{CheckOutcome, ExitKind, InstrumentState, Line, Step};
use chrono::{Datelike as _, Days};
use kernel::{Home, Instant, Random};
use proptest::prelude::*;

const LENGTH: usize = 1500;

fn start() -> CivilDate {
    CivilDate::from_ymd_opt(2024, 1, 1).expect("a day")
}

fn day(number: usize) -> CivilDate {
    start() + Days::new(number as u64)
}

fn id<K: kernel::IdKind>(number: u64) -> kernel::Id<K> {
    kernel::Id::new(Home(7), Instant::from_micros(number as i64 * 1000), &Random::seeded(number))
}

fn electrician() -> OccupationCode {
    "6-31-01-03".parse().expect("a code")
}

fn welder() -> OccupationCode {
    "6-18-02-04".parse().expect("a code")
}

fn licence(from: usize, until: usize) -> Instrument {
    let line = |trade, site| Line {
        act: ActKind::Train,
        trade: Some(trade),
        site,
        valid_from: day(from),
        valid_until: day(until),
    };
    Instrument {
        id: id(1),
        version: 1,
        body: id(2),
        authority: id(3),
        kind: InstrumentKind::Licence,
        number: "SF-1".to_owned(),
        state: InstrumentState::InForce,
        valid_from: day(from),
        valid_until: day(until),
        pauses: Vec::new(),
        checks: Vec::new(),
        scope: vec![
            line((electrician(), SkillLevel::Level4), None),
            line((welder(), SkillLevel::Level5), Some(id(11))),
        ],
    }
}

fn standing(instrument: Instrument) -> Standing {
    let site = |number| SiteTerm { id: id(number), from: start(), closed_on: None };
    Standing {
        body: id(2),
        kinds: KindSet::of(BodyKind::TrainingBody),
        closed_on: None,
        sites: vec![site(11), site(12)],
        instruments: vec![instrument],
    }
}

/// The days on which the model would let a body train.
struct Calendar {
    given: Vec<bool>,
    suspended: Vec<bool>,
    over: Vec<bool>,
    failed: Vec<bool>,
    until: usize,
}

impl Calendar {
    fn new(from: usize, until: usize) -> Self {
        let given = (0..LENGTH).map(|n| from <= n && n <= until).collect();
        let no = vec![false; LENGTH];
        Calendar { given, suspended: no.clone(), over: no.clone(), failed: no, until }
    }

    /// Crosses out what a step that was taken on a day changes from that day on.
    fn mark(&mut self, on: usize, step: Step, from: usize) {
        match step {
            Step::Suspend => self.suspended[on..].fill(true),
            Step::Resume => self.suspended[on..].fill(false),
            Step::Renew { until } => {
                let until = (until - start()).num_days() as usize;
                self.given[self.until..=until].fill(true);
                self.until = until;
            }
            Step::Check { outcome: CheckOutcome::Passed, .. } => self.failed[on..].fill(false),
            Step::Check { outcome: CheckOutcome::Failed, .. } => self.failed[on..].fill(true),
            Step::Check { outcome: CheckOutcome::Rectify { by }, .. } => {
                let by = (by - start()).num_days() as usize;
                for (n, mark) in self.failed.iter_mut().enumerate().skip(on) {
                    *mark = n > by;
                }
            }
            Step::Exit { how } => {
                let first = if how == ExitKind::Rescinded { from } else { on };
                self.over[first..].fill(true);
                self.suspended[on..].fill(false);
            }
        }
    }

    fn lets(&self, n: usize) -> bool {
        self.given[n] && !self.suspended[n] && !self.over[n] && !self.failed[n]
    }
}

fn step(kind: u8, on: usize, size: usize) -> Step {
    let year = day(on).year();
    match kind {
        0 | 1 => Step::Suspend,
        2 | 3 => Step::Resume,
        4 => Step::Renew { until: day((on + size * 3).min(LENGTH - 1)) },
        5 => Step::Check { year, outcome: CheckOutcome::Passed },
        6 => Step::Check { year, outcome: CheckOutcome::Rectify { by: day(on + size) } },
        7 => Step::Check { year: year - 1, outcome: CheckOutcome::Failed },
        8 => Step::Exit { how: ExitKind::Removed },
        _ => Step::Exit { how: ExitKind::Rescinded },
    }
}

fn histories() -> impl Strategy<Value = Vec<(u8, usize, usize)>> {
    proptest::collection::vec((0u8..10, 0usize..60, 1usize..120), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_day_comes_out_as_in_the_calendar(
        from in 0usize..300, length in 30usize..500, history in histories(),
    ) {
        let until = from + length;
        let mut instrument = licence(from, until);
        let mut calendar = Calendar::new(from, until);
        let mut on = from;
        for (kind, gap, size) in history {
            on = (on + gap).min(LENGTH - 200);
            let step = step(kind, on, size);
            if let Ok(next) = instrument.after(step, day(on)) {
                calendar.mark(on, step, from);
                instrument = next;
            }
        }
        let rules = ActRules::shipped();
        let standing = standing(instrument);
        for n in 0..LENGTH {
            let act = Act::Train(electrician(), SkillLevel::Level4);
            let asked = Question { act, site: None, on: day(n) };
            let answer = may(&rules, &standing, &asked);
            prop_assert_eq!(answer.allowed(), calendar.lets(n), "day {}", n);
            prop_assert_eq!(answer.obstacle().is_none(), answer.allowed());
            let other = Act::Train(electrician(), SkillLevel::Level3);
            let level = may(&rules, &standing, &Question { act: other, ..asked });
            prop_assert!(!level.allowed());
            let here = Question { act: Act::Train(welder(), SkillLevel::Level5), ..asked };
            let at = |site| may(&rules, &standing, &Question { site: Some(site), ..here });
            prop_assert_eq!(at(id(11)).allowed(), calendar.lets(n));
            prop_assert!(!at(id(12)).allowed());
        }
    }
}

#[test]
fn what_is_shipped_can_be_read_and_covers_every_act() {
    let rules = ActRules::shipped();
    assert_eq!(rules.version, "acts@1");
    for act in ActKind::ALL {
        assert!(rules.of(act).needs[0].is_some(), "{}", act.word());
    }
}

#[test]
fn rules_with_a_gap_are_refused() {
    let shipped = include_str!("../../../../data/rules/acts.json");
    let without = shipped.replace("\"act\": \"enrol\"", "\"act\": \"train\"");
    assert!(ActRules::read(&without).is_err());
    assert!(ActRules::read(&shipped.replace("[6, 30]", "[2, 30]")).is_err());
}

#[test]
fn subsidised_training_needs_both_and_says_which_is_missing() {
    let standing = standing(licence(0, 1000));
    let act = Act::SubsidisedTraining(electrician(), SkillLevel::Level4);
    let asked = Question { act, site: None, on: day(10) };
    let answer = may(&ActRules::shipped(), &standing, &asked);
    let obstacle = answer.obstacle().expect("not listed");
    assert_eq!(obstacle.id, ConditionId::Instrument);
    assert_eq!(obstacle.kind, Some(InstrumentKind::Listing));
    assert_eq!(answer.instrument(InstrumentKind::Licence), Some(id(1)));
    assert_eq!(answer.instrument(InstrumentKind::Listing), None);
}
