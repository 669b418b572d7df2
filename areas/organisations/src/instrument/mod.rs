//! Instruments: what a body may do rests on a licence (许可), a filing (备案) or a listing (目录).
//!
//! The three differ in who gives them and in law, but not in how they live: each has a scope and a
//! term, is checked every year, renewed, suspended and given up. So there is one model of them.

pub(crate) mod examine;
pub(crate) mod store;
pub(crate) mod use_cases;
pub(crate) mod view;

pub use examine::{Found, Need, examine};
pub use view::{Held, Holdings, NewInstrument, NewLine, Todo, TodoKind};

use chrono::{Datelike as _, Months};
use kernel::{
    AuthorityId, BodyId, CivilDate, InstrumentId, OccupationCode, Problem, Result, SiteId,
    SkillLevel,
};
use serde::{Deserialize, Serialize};

/// The longest time for which an instrument is given or renewed.
pub const MOST_YEARS: u32 = 10;

/// What an instrument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    /// 许可, such as 办学许可证: nothing may be done before it.
    Licence,
    /// 备案: an evaluation body may certify what it covers.
    Filing,
    /// 目录: the bodies an office works with, such as 承训机构目录.
    Listing,
}

impl InstrumentKind {
    /// All kinds.
    pub const ALL: [InstrumentKind; 3] =
        [InstrumentKind::Licence, InstrumentKind::Filing, InstrumentKind::Listing];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            InstrumentKind::Licence => "licence",
            InstrumentKind::Filing => "filing",
            InstrumentKind::Listing => "listing",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What can be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// 职业技能培训: train the public in an occupation at a level.
    Train,
    /// 政府补贴培训: train for public money.
    SubsidisedTraining,
    /// 职业技能等级认定: evaluate and certify.
    Evaluate,
    /// 技工院校招生: take in students.
    Enrol,
    /// 职业中介: bring workers and employers together.
    PlaceWorkers,
    /// 公共实训: give places to practise.
    HostPractice,
    /// 竞赛集训: host competitions and their teams.
    HostCompetition,
}

impl ActKind {
    /// All acts.
    pub const ALL: [ActKind; 7] = [
        ActKind::Train,
        ActKind::SubsidisedTraining,
        ActKind::Evaluate,
        ActKind::Enrol,
        ActKind::PlaceWorkers,
        ActKind::HostPractice,
        ActKind::HostCompetition,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            ActKind::Train => "train",
            ActKind::SubsidisedTraining => "subsidised_training",
            ActKind::Evaluate => "evaluate",
            ActKind::Enrol => "enrol",
            ActKind::PlaceWorkers => "place_workers",
            ActKind::HostPractice => "host_practice",
            ActKind::HostCompetition => "host_competition",
        }
    }

    /// The act of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Whether the act is about one occupation at one level.
    pub fn has_trade(self) -> bool {
        match self {
            ActKind::Train | ActKind::SubsidisedTraining | ActKind::Evaluate => true,
            ActKind::Enrol
            | ActKind::PlaceWorkers
            | ActKind::HostPractice
            | ActKind::HostCompetition => false,
        }
    }
}

/// One line of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What may be done.
    pub act: ActKind,
    /// In which occupation at which level; nothing for acts without one.
    pub trade: Option<(OccupationCode, SkillLevel)>,
    /// At which site only; nothing for all sites of the body.
    pub site: Option<SiteId>,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
}

/// How an instrument came to an end (退出).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitKind {
    /// 注销: the body gave it up, or closed.
    Surrendered,
    /// 取消、移出目录: the office took it away for what happened since.
    Removed,
    /// 撤销: it should never have been given, and counts as never given.
    Rescinded,
    /// 并入: it went over to the body with which this one merged.
    HandedOver,
}

impl ExitKind {
    /// All ways.
    pub const ALL: [ExitKind; 4] =
        [ExitKind::Surrendered, ExitKind::Removed, ExitKind::Rescinded, ExitKind::HandedOver];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            ExitKind::Surrendered => "surrendered",
            ExitKind::Removed => "removed",
            ExitKind::Rescinded => "rescinded",
            ExitKind::HandedOver => "handed_over",
        }
    }

    /// The way of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Whether an instrument counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum InstrumentState {
    /// It does, within its dates.
    InForce,
    /// 暂停: not from this day on, until it is taken up again.
    Suspended {
        /// The first day.
        since: CivilDate,
    },
    /// Over.
    Exited {
        /// How.
        how: ExitKind,
        /// The first day on which it counts no more.
        on: CivilDate,
    },
}

impl InstrumentState {
    /// The stored word, which is also the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            InstrumentState::InForce => "in_force",
            InstrumentState::Suspended { .. } => "suspended",
            InstrumentState::Exited { .. } => "exited",
        }
    }
}

/// A time in which an instrument was suspended and that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first day.
    pub from: CivilDate,
    /// The first day on which it counted again.
    pub until: CivilDate,
}

/// What a yearly check (年度检查) found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CheckOutcome {
    /// 合格
    Passed,
    /// 限期整改: something has to be mended.
    Rectify {
        /// The last day for it; afterwards the instrument does not count until a check is passed.
        by: CivilDate,
    },
    /// 不合格: the instrument does not count until a check is passed.
    Failed,
}

impl CheckOutcome {
    /// The stored word, which is also the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            CheckOutcome::Passed => "passed",
            CheckOutcome::Rectify { .. } => "rectify",
            CheckOutcome::Failed => "failed",
        }
    }
}

/// A yearly check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyCheck {
    /// The year that was looked at.
    pub year: i32,
    /// What was found.
    pub outcome: CheckOutcome,
    /// When it was decided.
    pub on: CivilDate,
}

/// An instrument of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Which. That of a filing is the filing's.
    pub id: InstrumentId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub body: BodyId,
    /// Which office gave it.
    pub authority: AuthorityId,
    /// What it is.
    pub kind: InstrumentKind,
    /// Its number as written on it: 许可证号, 机构备案编码, 目录编号.
    pub number: String,
    /// Whether it counts.
    pub state: InstrumentState,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// Suspensions that are over, in the order in which they were.
    pub pauses: Vec<Pause>,
    /// Yearly checks, in the order in which they were decided.
    pub checks: Vec<YearlyCheck>,
    /// What it covers.
    pub scope: Vec<Line>,
}

/// What may be done to an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 年度检查
    Check {
        /// The year that was looked at.
        year: i32,
        /// What was found.
        #[serde(flatten)]
        outcome: CheckOutcome,
    },
    /// 延续: until a later day.
    Renew {
        /// The new last day.
        until: CivilDate,
    },
    /// 暂停
    Suspend,
    /// 恢复
    Resume,
    /// 退出
    Exit {
        /// How.
        how: ExitKind,
    },
}

impl Step {
    /// The words of the steps, in the order in which people look for them.
    pub const WORDS: [&str; 5] = ["check", "renew", "suspend", "resume", "exit"];

    /// The word in addresses, in the history and in the API.
    pub fn word(&self) -> &'static str {
        match self {
            Step::Check { .. } => "check",
            Step::Renew { .. } => "renew",
            Step::Suspend => "suspend",
            Step::Resume => "resume",
            Step::Exit { .. } => "exit",
        }
    }
}

/// Whether the step of a word is open in a state at all, so that nobody is offered what will be refused.
pub fn is_open(state: &InstrumentState, word: &str) -> bool {
    match state {
        InstrumentState::InForce => word != "resume",
        InstrumentState::Suspended { .. } => matches!(word, "check" | "resume" | "exit"),
        InstrumentState::Exited { .. } => false,
    }
}

impl Instrument {
    /// The instrument after a step on a day.
    ///
    /// # Errors
    /// The conflict `organisations-instrument-step` when the step makes no sense in this state; those
    /// of the single steps: `organisations-check-year`, `organisations-check-done`,
    /// `organisations-check-by`, `organisations-renew-late`, `organisations-renew-until`,
    /// `organisations-renew-check`.
    pub fn after(&self, step: Step, today: CivilDate) -> Result<Instrument> {
        if !is_open(&self.state, step.word()) {
            return Err(Problem::conflict("organisations-instrument-step"));
        }
        match step {
            Step::Check { year, outcome } => self.checked(year, outcome, today),
            Step::Renew { until } => self.renewed(until, today),
            Step::Suspend => Ok(self.with(InstrumentState::Suspended { since: today })),
            Step::Resume => {
                let mut next = self.with(InstrumentState::InForce);
                next.pauses.extend(self.open_pause(today));
                Ok(next)
            }
            Step::Exit { how } => {
                let on = match how {
                    ExitKind::Rescinded => self.valid_from,
                    ExitKind::Surrendered | ExitKind::Removed | ExitKind::HandedOver => today,
                };
                let mut next = self.with(InstrumentState::Exited { how, on });
                next.pauses.extend(self.open_pause(today));
                Ok(next)
            }
        }
    }

    fn with(&self, state: InstrumentState) -> Instrument {
        Instrument { state, ..self.clone() }
    }

    /// The suspension that ends today; one that began today was none.
    fn open_pause(&self, today: CivilDate) -> Option<Pause> {
        match self.state {
            InstrumentState::Suspended { since } if since < today => {
                Some(Pause { from: since, until: today })
            }
            InstrumentState::Suspended { .. }
            | InstrumentState::InForce
            | InstrumentState::Exited { .. } => None,
        }
    }

    fn checked(&self, year: i32, outcome: CheckOutcome, today: CivilDate) -> Result<Instrument> {
        if year < self.valid_from.year() || year > today.year() {
            return Err(Problem::conflict("organisations-check-year").arg("year", year));
        }
        let before = self.checks.iter().rfind(|check| check.year == year);
        if before.is_some_and(|check| check.outcome == CheckOutcome::Passed) {
            return Err(Problem::conflict("organisations-check-done").arg("year", year));
        }
        if let CheckOutcome::Rectify { by } = outcome
            && by <= today
        {
            return Err(Problem::conflict("organisations-check-by"));
        }
        let mut next = self.clone();
        next.checks.push(YearlyCheck { year, outcome, on: today });
        Ok(next)
    }

    fn renewed(&self, until: CivilDate, today: CivilDate) -> Result<Instrument> {
        // 行政许可法第五十条: renewed before it has run out, or given anew.
        if today > self.valid_until {
            return Err(Problem::conflict("organisations-renew-late"));
        }
        let most = self.valid_until + Months::new(12 * MOST_YEARS);
        if until <= self.valid_until || until > most {
            return Err(Problem::conflict("organisations-renew-until").arg("most", MOST_YEARS));
        }
        if !examine::check_counts(&self.checks, today) {
            return Err(Problem::conflict("organisations-renew-check"));
        }
        let mut next = self.clone();
        // Lines that ended earlier were taken out of the scope on purpose and stay out.
        for line in next.scope.iter_mut().filter(|line| line.valid_until == self.valid_until) {
            line.valid_until = until;
        }
        next.valid_until = until;
        Ok(next)
    }
}
