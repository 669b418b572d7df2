//! What an old code is called today (换码): a view over the dated releases. The record keeps the code
//! of its day; nothing here writes.

use kernel::world::occupations::Occupations;
use kernel::{CivilDate, OccupationCode, World};
use std::collections::BTreeSet;

/// What became of a code between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recoding {
    /// The code that the record bears.
    pub code: OccupationCode,
    /// The day of the record.
    pub on: CivilDate,
    /// The day for which today's code is asked.
    pub until: CivilDate,
    /// What is to be said about it.
    pub outcome: Recoded,
    /// Whether a part of the old code went out of use and nothing took its place.
    pub partly_ended: bool,
    /// Every change on the way, oldest first.
    pub steps: Vec<RecodingStep>,
}

/// The answer to what an old code is today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recoded {
    /// The classification knows no such code on the day of the record, so nothing can be said.
    Unknown,
    /// The code is what it was, whatever it is called.
    Same,
    /// Exactly this code took its place.
    Moved(OccupationCode),
    /// Any of these: it was split, and only what the person did tells which.
    Several(Vec<OccupationCode>),
    /// It went out of use on this day and nothing took its place.
    Ended(CivilDate),
}

impl Recoded {
    /// The stable word, which is also the end of the key of its sentence in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            Recoded::Unknown => "unknown",
            Recoded::Same => "same",
            Recoded::Moved(_) => "moved",
            Recoded::Several(_) => "several",
            Recoded::Ended(_) => "ended",
        }
    }
}

/// One change on the way from an old code to today's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecodingStep {
    /// The first day on which it held.
    pub on: CivilDate,
    /// The code until then.
    pub from: OccupationCode,
    /// The codes since; the old one is among them where it stayed in use and lost a part. Empty when
    /// it ended.
    pub to: Vec<OccupationCode>,
}

/// What took the place of a code with the release of a day; nothing when that release left it alone.
fn replaced(
    occupations: &Occupations,
    code: OccupationCode,
    day: CivilDate,
) -> Option<RecodingStep> {
    let new = occupations.successors(code).filter(|one| one.from == day).map(|one| one.new);
    let mut to: BTreeSet<OccupationCode> = new.collect();
    match occupations.on(code, day) {
        Some(_) if to.is_empty() => return None,
        Some(_) => {
            to.insert(code);
        }
        None => {}
    }
    Some(RecodingStep { on: day, from: code, to: to.into_iter().collect() })
}

/// What a code that a record bears since `on` is on the day `until`.
pub fn recode(world: &World, code: OccupationCode, on: CivilDate, until: CivilDate) -> Recoding {
    let occupations = &world.occupations;
    let mut made = Recoding {
        code,
        on,
        until,
        outcome: Recoded::Unknown,
        partly_ended: false,
        steps: Vec::new(),
    };
    if occupations.on(code, on).is_none() {
        return made;
    }
    let mut now = BTreeSet::from([code]);
    let mut ended = None;
    let days = occupations.releases().iter().map(|release| release.from);
    for day in days.filter(|day| on < *day && *day <= until) {
        let mut next = BTreeSet::new();
        for old in now {
            let Some(step) = replaced(occupations, old, day) else {
                next.insert(old);
                continue;
            };
            if step.to.is_empty() {
                ended = Some(day);
            }
            next.extend(step.to.iter().copied());
            made.steps.push(step);
        }
        now = next;
    }
    made.partly_ended = ended.is_some() && !now.is_empty();
    let codes: Vec<OccupationCode> = now.into_iter().collect();
    made.outcome = match (codes.as_slice(), ended) {
        ([one], _) if *one == code => Recoded::Same,
        ([one], _) => Recoded::Moved(*one),
        ([], Some(day)) => Recoded::Ended(day),
        _ => Recoded::Several(codes),
    };
    made
}

impl Recoding {
    /// The codes of the day asked for that the record may have; empty when it ended or is unknown.
    pub fn codes(&self) -> Vec<OccupationCode> {
        match &self.outcome {
            Recoded::Same => vec![self.code],
            Recoded::Moved(code) => vec![*code],
            Recoded::Several(codes) => codes.clone(),
            Recoded::Unknown | Recoded::Ended(_) => Vec::new(),
        }
    }
}
