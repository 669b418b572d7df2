//! Whether one instrument allows an act, condition by condition. Pure, without a single allocation:
//! what evaluates a sheet of candidates asks it for every row.

use super::{ActKind, CheckOutcome, InstrumentState, Line, Pause, YearlyCheck};
use kernel::{CivilDate, OccupationCode, SiteId, SkillLevel};

/// What an instrument has to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// What is done.
    pub act: ActKind,
    /// In which occupation at which level; nothing for acts without one.
    pub trade: Option<(OccupationCode, SkillLevel)>,
    /// Where; nothing when it is not about one site.
    pub site: Option<SiteId>,
    /// On which day.
    pub on: CivilDate,
}

/// The terms of an instrument, wherever they are kept.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Whether it counts.
    pub state: InstrumentState,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// Suspensions that are over.
    pub pauses: &'a [Pause],
    /// Yearly checks in the order in which they were decided.
    pub checks: &'a [YearlyCheck],
}

/// Which conditions an instrument meets: one bit for each, in the order in which people ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found(pub(crate) u8);

impl Found {
    pub(crate) const ACT: u8 = 1;
    pub(crate) const OCCUPATION: u8 = 1 << 1;
    pub(crate) const LEVEL: u8 = 1 << 2;
    pub(crate) const PLACE: u8 = 1 << 3;
    pub(crate) const NOT_ENDED: u8 = 1 << 4;
    pub(crate) const DAY: u8 = 1 << 5;
    pub(crate) const NOT_SUSPENDED: u8 = 1 << 6;
    pub(crate) const CHECK: u8 = 1 << 7;

    /// Whether everything is met.
    pub fn all(self) -> bool {
        self.0 == u8::MAX
    }

    pub(crate) fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    /// How near it comes to everything: conditions met before the first that is not, then all that are.
    pub(crate) fn nearness(self) -> (u32, u32) {
        (self.0.trailing_ones(), self.0.count_ones())
    }
}

/// Whether what the yearly checks found lets the instrument count on a day.
pub(crate) fn check_counts(checks: &[YearlyCheck], on: CivilDate) -> bool {
    match checks.iter().rfind(|check| check.on <= on).map(|check| check.outcome) {
        None | Some(CheckOutcome::Passed) => true,
        Some(CheckOutcome::Rectify { by }) => on <= by,
        Some(CheckOutcome::Failed) => false,
    }
}

impl Terms<'_> {
    fn suspended(&self, on: CivilDate) -> bool {
        let now = match self.state {
            InstrumentState::Suspended { since } => since <= on,
            InstrumentState::InForce | InstrumentState::Exited { .. } => false,
        };
        now || self.pauses.iter().any(|pause| pause.from <= on && on < pause.until)
    }

    fn ended(&self, day: CivilDate) -> bool {
        match self.state {
            InstrumentState::Exited { on, .. } => on <= day,
            InstrumentState::InForce | InstrumentState::Suspended { .. } => false,
        }
    }
}

/// Which conditions of a need are met by the terms and the lines of an instrument.
pub fn examine(terms: &Terms<'_>, lines: impl Iterator<Item = Line>, need: &Need) -> Found {
    let mut found = 0;
    for line in lines.filter(|line| line.act == need.act) {
        found |= Found::ACT;
        let occupation = |trade: Option<(OccupationCode, SkillLevel)>| trade.map(|(o, _)| o);
        // A line that names no occupation covers all of them.
        if line.trade.is_some() && occupation(line.trade) != occupation(need.trade) {
            continue;
        }
        found |= Found::OCCUPATION;
        if line.trade.is_some() && line.trade != need.trade {
            continue;
        }
        found |= Found::LEVEL;
        if line.site.is_some() && need.site.is_some() && line.site != need.site {
            continue;
        }
        found |= Found::PLACE;
        let from = line.valid_from.max(terms.valid_from);
        let until = line.valid_until.min(terms.valid_until);
        if from <= need.on && need.on <= until {
            found |= Found::DAY;
        }
    }
    let rest = [
        (Found::NOT_ENDED, !terms.ended(need.on)),
        (Found::NOT_SUSPENDED, !terms.suspended(need.on)),
        (Found::CHECK, check_counts(terms.checks, need.on)),
    ];
    for (bit, met) in rest {
        found |= if met { bit } else { 0 };
    }
    Found(found)
}
