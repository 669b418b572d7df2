//! Filings (备案): what a body may certify, since when and until when.

pub(crate) mod store;

use crate::filing_code::FilingCode;
use crate::instrument::examine::{Found, Need, Terms, examine};
use crate::instrument::{
    ActKind, ExitKind, Instrument, InstrumentKind, InstrumentState, Line, YearlyCheck,
};
use kernel::{
    AuthorityId, BodyId, CivilDate, FilingId, OccupationCode, Problem, Result, SkillLevel,
};
use serde::{Deserialize, Serialize};

/// Whether a filing counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingState {
    /// It does, within its dates.
    InForce,
    /// 暂停: not until it is taken up again.
    Suspended,
    /// 注销 / 取消: for good. What was certified before stays valid.
    Ended,
}

impl FilingState {
    pub(crate) const ALL: [FilingState; 3] =
        [FilingState::InForce, FilingState::Suspended, FilingState::Ended];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            FilingState::InForce => "in_force",
            FilingState::Suspended => "suspended",
            FilingState::Ended => "ended",
        }
    }
}

/// What may be done to a filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingStep {
    /// Stop for a time.
    Suspend,
    /// Take up again.
    Resume,
    /// Stop for good.
    End,
}

impl FilingStep {
    /// All steps.
    pub const ALL: [FilingStep; 3] = [FilingStep::Suspend, FilingStep::Resume, FilingStep::End];

    /// The word in addresses and in the API.
    pub fn word(self) -> &'static str {
        match self {
            FilingStep::Suspend => "suspend",
            FilingStep::Resume => "resume",
            FilingStep::End => "end",
        }
    }

    /// The step of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

impl FilingState {
    /// The state after a step.
    ///
    /// # Errors
    /// The conflict `organisations-filing-step` when the step makes no sense in this state.
    pub fn after(self, step: FilingStep) -> Result<FilingState> {
        match (self, step) {
            (FilingState::InForce, FilingStep::Suspend) => Ok(FilingState::Suspended),
            (FilingState::Suspended, FilingStep::Resume) => Ok(FilingState::InForce),
            (FilingState::InForce | FilingState::Suspended, FilingStep::End) => {
                Ok(FilingState::Ended)
            }
            (FilingState::InForce, FilingStep::Resume)
            | (FilingState::Suspended, FilingStep::Suspend)
            | (FilingState::Ended, _) => Err(Problem::conflict("organisations-filing-step")),
        }
    }
}

/// One line of a filing's scope: an occupation at a level, with its own dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeItem {
    /// Which occupation.
    pub occupation: OccupationCode,
    /// Which level.
    pub level: SkillLevel,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
}

/// A filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Which.
    pub id: FilingId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub body: BodyId,
    /// Where it was filed.
    pub authority: AuthorityId,
    /// 机构备案编码, 13 characters; the first part of every certificate number.
    pub code: FilingCode,
    /// Whether it counts.
    pub state: FilingState,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// The first day on which an ended filing counts no more.
    pub ended_on: Option<CivilDate>,
    /// What the yearly checks found, in the order in which they were decided.
    pub checks: Vec<YearlyCheck>,
    /// What it covers.
    pub scope: Vec<ScopeItem>,
}

/// A new filing.
#[derive(Clone, Debug, Serialize)]
pub struct NewFiling {
    /// Whose.
    pub body: BodyId,
    /// Where it is filed.
    pub authority: AuthorityId,
    /// The code given, as typed.
    pub code: String,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// What it covers: occupations and levels, for the whole time of the filing.
    pub scope: Vec<(OccupationCode, SkillLevel)>,
}

/// Whether a body may certify something on a day, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum MayCertify {
    /// It may, under this filing.
    Yes {
        /// The filing.
        filing: FilingId,
        /// Its code.
        code: FilingCode,
    },
    /// It may not; the nearest reason.
    No(WhyNot),
}

/// Why a body may not certify something on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum WhyNot {
    /// It has no filing at all.
    NoFiling,
    /// No filing covers the occupation.
    Occupation,
    /// The occupation is covered, but not at this level.
    Level,
    /// Covered, but not yet, or no longer, on that day.
    Day {
        /// The first day covered.
        valid_from: CivilDate,
        /// The last day covered.
        valid_until: CivilDate,
    },
    /// Covered, but suspended.
    Suspended,
    /// Covered, but the yearly check does not let it count.
    YearlyCheck,
    /// Covered, but ended.
    Ended,
}

impl WhyNot {
    /// The key of the text.
    pub fn code(&self) -> &'static str {
        match self {
            WhyNot::NoFiling => "filing-none",
            WhyNot::Occupation => "filing-occupation",
            WhyNot::Level => "filing-level",
            WhyNot::Day { .. } => "filing-day",
            WhyNot::Suspended => "filing-suspended",
            WhyNot::YearlyCheck => "filing-yearly-check",
            WhyNot::Ended => "filing-ended",
        }
    }

    /// How near the answer is to a yes; the nearest reason is the one worth telling.
    fn nearness(&self) -> u8 {
        match self {
            WhyNot::NoFiling => 0,
            WhyNot::Occupation => 1,
            WhyNot::Level => 2,
            WhyNot::Ended => 3,
            WhyNot::Day { .. } => 4,
            WhyNot::Suspended => 5,
            WhyNot::YearlyCheck => 6,
        }
    }
}

/// Decides over all filings of a body. Pure.
pub fn may_certify(
    filings: &[Filing],
    occupation: OccupationCode,
    level: SkillLevel,
    on: CivilDate,
) -> MayCertify {
    let mut nearest = WhyNot::NoFiling;
    for filing in filings {
        match filing.covers(occupation, level, on) {
            Ok(()) => return MayCertify::Yes { filing: filing.id, code: filing.code },
            Err(reason) if reason.nearness() > nearest.nearness() => nearest = reason,
            Err(_) => {}
        }
    }
    MayCertify::No(nearest)
}

impl Filing {
    /// Whether this filing covers the occupation and level on the day.
    ///
    /// # Errors
    /// The reason why not.
    pub fn covers(
        &self,
        occupation: OccupationCode,
        level: SkillLevel,
        on: CivilDate,
    ) -> Result<(), WhyNot> {
        let need =
            Need { act: ActKind::Evaluate, trade: Some((occupation, level)), site: None, on };
        let terms = Terms {
            state: self.instrument_state(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            pauses: &[],
            checks: &self.checks,
        };
        let found = examine(&terms, self.scope.iter().map(ScopeItem::line), &need);
        let covered = |item: &&ScopeItem| item.occupation == occupation && item.level == level;
        match found {
            all if all.all() => Ok(()),
            f if !f.has(Found::OCCUPATION) => Err(WhyNot::Occupation),
            f if !f.has(Found::LEVEL) => Err(WhyNot::Level),
            f if !f.has(Found::NOT_ENDED) => Err(WhyNot::Ended),
            f if !f.has(Found::NOT_SUSPENDED) => Err(WhyNot::Suspended),
            f if !f.has(Found::CHECK) => Err(WhyNot::YearlyCheck),
            _ => Err(self.scope.iter().find(covered).map_or(WhyNot::Level, |item| WhyNot::Day {
                valid_from: item.valid_from.max(self.valid_from),
                valid_until: item.valid_until.min(self.valid_until),
            })),
        }
    }

    /// Its state as that of an instrument. A suspended filing covers no day at all until it is taken up
    /// again, and one that ended before the day was kept covers none either.
    fn instrument_state(&self) -> InstrumentState {
        match self.state {
            FilingState::InForce => InstrumentState::InForce,
            FilingState::Suspended => InstrumentState::Suspended { since: CivilDate::MIN },
            FilingState::Ended => InstrumentState::Exited {
                how: match self.ended_on {
                    Some(day) if day <= self.valid_from => ExitKind::Rescinded,
                    Some(_) | None => ExitKind::Removed,
                },
                on: self.ended_on.unwrap_or(CivilDate::MIN),
            },
        }
    }

    /// The filing among the other instruments of its body.
    pub fn as_instrument(&self) -> Instrument {
        Instrument {
            id: self.id.cast(),
            version: self.version,
            body: self.body,
            authority: self.authority,
            kind: InstrumentKind::Filing,
            number: self.code.to_string(),
            state: self.instrument_state(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            pauses: Vec::new(),
            checks: self.checks.clone(),
            scope: self.scope.iter().map(ScopeItem::line).collect(),
        }
    }
}

impl ScopeItem {
    /// The item as a line of an instrument's scope.
    pub(crate) fn line(&self) -> Line {
        Line {
            act: ActKind::Evaluate,
            trade: Some((self.occupation, self.level)),
            site: None,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }
}
