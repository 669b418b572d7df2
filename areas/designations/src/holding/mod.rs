//! Designations that are held (称号、基地、工作室): for a term, assessed every year, and given up or
//! taken away with a reason.

pub(crate) mod store;

use chrono::{Datelike as _, Days, Months};
use kernel::{
    AuthorityId, BodyId, CivilDate, DesignationId, DivisionCode, Problem, Result, RoundId,
};
use serde::{Deserialize, Serialize};

/// How many days before the end of a term it is told.
pub const TOLD_BEFORE_DAYS: u64 = 90;

/// What a yearly assessment found (年度考核).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// 合格
    Passed,
    /// 限期整改
    Mend {
        /// By when.
        by: CivilDate,
    },
    /// 不合格
    Failed,
}

impl Outcome {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::Mend { .. } => "mend",
            Outcome::Failed => "failed",
        }
    }
}

/// An assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The year that was assessed.
    pub year: i32,
    /// What was found.
    pub outcome: Outcome,
    /// When.
    pub on: CivilDate,
}

/// How a designation ends before its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// 主动退出
    GivenUp,
    /// 考核不合格
    FailedAssessment,
    /// 违规取消
    Misconduct,
    /// 撤销: should never have been given.
    Rescinded,
}

impl Exit {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Exit; 4] =
        [Exit::GivenUp, Exit::FailedAssessment, Exit::Misconduct, Exit::Rescinded];

    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Exit::GivenUp => "given_up",
            Exit::FailedAssessment => "failed_assessment",
            Exit::Misconduct => "misconduct",
            Exit::Rescinded => "rescinded",
        }
    }

    /// The way of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exit| exit.word() == word)
    }
}

/// Where a designation stands, apart from its term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HoldingState {
    /// 有效
    Held,
    /// 拟退出: somebody proposed its end; another decides.
    Leaving {
        /// How.
        how: Exit,
        /// Why.
        reason: String,
        /// Who proposed it.
        by: String,
    },
    /// 已退出
    Exited {
        /// How.
        how: Exit,
        /// Why.
        reason: String,
        /// The first day without it.
        on: CivilDate,
    },
}

/// What the office does with a designation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum HoldingStep {
    /// Enters the assessment of a year.
    Assess {
        /// Which year.
        year: i32,
        /// What was found.
        outcome: Outcome,
    },
    /// Proposes that it ends.
    ProposeExit {
        /// How.
        how: Exit,
        /// Why.
        reason: String,
    },
    /// Ends it, as somebody else proposed.
    ConfirmExit,
    /// Leaves it as it is.
    DropExit,
}

impl HoldingStep {
    /// The word in histories.
    pub fn word(&self) -> &'static str {
        match self {
            HoldingStep::Assess { .. } => "assess",
            HoldingStep::ProposeExit { .. } => "propose_exit",
            HoldingStep::ConfirmExit => "confirm_exit",
            HoldingStep::DropExit => "drop_exit",
        }
    }
}

/// How a designation reads on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 有效
    Held,
    /// 整改中: until this day.
    Mending(CivilDate),
    /// 已到期
    RanOut,
    /// 已退出
    Exited,
}

impl Standing {
    /// The word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Held => "held",
            Standing::Mending(_) => "mending",
            Standing::RanOut => "ran_out",
            Standing::Exited => "exited",
        }
    }
}

/// Something that has to be done about a designation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// A year has to be assessed by this day.
    Assess {
        /// Which year.
        year: i32,
        /// By when.
        by: CivilDate,
    },
    /// What was found has to be mended by this day.
    Mend {
        /// By when.
        by: CivilDate,
    },
    /// Failed: its end has to be proposed.
    Failed,
    /// The term ends soon.
    Ends {
        /// The last day.
        by: CivilDate,
    },
}

impl Due {
    /// The word, which is also the end of the key of its text in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Due::Assess { .. } => "assess",
            Due::Mend { .. } => "mend",
            Due::Failed => "failed",
            Due::Ends { .. } => "ends",
        }
    }
}

/// A designation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// Which.
    pub id: DesignationId,
    /// Counts its changes.
    pub version: i64,
    /// The word of its kind.
    pub kind: String,
    /// The round of which it came.
    pub round: RoundId,
    /// The office that gave it.
    pub office: AuthorityId,
    /// Whose.
    pub body: BodyId,
    /// The holder's name when it was given, as the plate has it.
    pub name: String,
    /// Where the holder is.
    pub division: DivisionCode,
    /// The number of its plate.
    pub number: String,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day of the term.
    pub valid_until: CivilDate,
    /// The month by whose end the year before has to be assessed.
    pub assessed_by_month: Option<u32>,
    /// What the assessments found.
    pub assessments: Vec<Assessment>,
    /// Where it stands.
    pub state: HoldingState,
}

/// The last day of a term of so many years.
pub fn term_end(from: CivilDate, years: u32) -> CivilDate {
    let next = from + Months::new(12 * years);
    next.pred_opt().unwrap_or(next)
}

fn end_of_month(year: i32, month: u32) -> CivilDate {
    let first = CivilDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    let next = first + Months::new(1);
    next.pred_opt().unwrap_or(next)
}

impl Designation {
    /// How it reads on a day.
    pub fn standing(&self, on: CivilDate) -> Standing {
        if let HoldingState::Exited { on: day, .. } = self.state
            && day <= on
        {
            return Standing::Exited;
        }
        if on > self.valid_until {
            return Standing::RanOut;
        }
        match self.latest().map(|latest| latest.outcome) {
            Some(Outcome::Mend { by }) => Standing::Mending(by),
            Some(Outcome::Passed | Outcome::Failed) | None => Standing::Held,
        }
    }

    /// Whether it takes one of the quota's places on a day.
    pub fn counts(&self, on: CivilDate) -> bool {
        matches!(self.standing(on), Standing::Held | Standing::Mending(_))
    }

    fn latest(&self) -> Option<&Assessment> {
        self.assessments.iter().max_by_key(|one| (one.year, one.on))
    }

    /// The years that have to be assessed by a day and were not, with the last day for each. The first
    /// is the first whole year.
    fn unassessed(&self, on: CivilDate) -> Vec<(i32, CivilDate)> {
        let Some(month) = self.assessed_by_month else { return Vec::new() };
        let whole = self.valid_from.year() + i32::from(self.valid_from.ordinal() > 1);
        let years = whole..on.year().min(self.valid_until.year() + 1);
        let open = years.filter(|year| !self.assessments.iter().any(|one| one.year == *year));
        open.map(|year| (year, end_of_month(year + 1, month))).collect()
    }

    /// What has to be done about it, as seen on a day.
    pub fn dues(&self, on: CivilDate) -> Vec<Due> {
        if !self.counts(on) {
            return Vec::new();
        }
        let assess = self.unassessed(on).into_iter().map(|(year, by)| Due::Assess { year, by });
        let mut dues: Vec<Due> = assess.collect();
        match self.latest().map(|latest| latest.outcome) {
            Some(Outcome::Mend { by }) => dues.push(Due::Mend { by }),
            Some(Outcome::Failed) => dues.push(Due::Failed),
            Some(Outcome::Passed) | None => {}
        }
        if on + Days::new(TOLD_BEFORE_DAYS) >= self.valid_until {
            dues.push(Due::Ends { by: self.valid_until });
        }
        dues
    }

    /// What it is after a step. A year may be assessed again only to say that what had to be mended is
    /// mended, or is not.
    ///
    /// # Errors
    /// `designations-not-now`; `designations-year` for a year that is not over, lies outside the term or
    /// is assessed; `designations-mend-day` for a day that has passed; `designations-two-people`.
    pub fn after(&self, step: HoldingStep, by: &str, today: CivilDate) -> Result<Designation> {
        let mut next = self.clone();
        match (&self.state, step) {
            (HoldingState::Held, _)
            | (HoldingState::Leaving { .. }, HoldingStep::Assess { .. })
                if !self.counts(today) =>
            {
                return Err(Problem::conflict("designations-not-now"));
            }
            (HoldingState::Held, HoldingStep::Assess { year, outcome }) => {
                let known = self.assessments.iter().rev().find(|one| one.year == year);
                let again = known.is_none_or(|one| matches!(one.outcome, Outcome::Mend { .. }));
                let held = (self.valid_from.year()..=self.valid_until.year()).contains(&year);
                if !again || !held || year >= today.year() {
                    return Err(Problem::conflict("designations-year").arg("year", year));
                }
                if matches!(outcome, Outcome::Mend { by } if by <= today) {
                    return Err(Problem::conflict("designations-mend-day"));
                }
                next.assessments.push(Assessment { year, outcome, on: today });
            }
            (HoldingState::Held, HoldingStep::ProposeExit { how, reason }) => {
                next.state = HoldingState::Leaving { how, reason, by: by.to_owned() };
            }
            (HoldingState::Leaving { by: proposed, .. }, HoldingStep::ConfirmExit)
                if proposed == by =>
            {
                return Err(Problem::conflict("designations-two-people"));
            }
            (HoldingState::Leaving { how, reason, .. }, HoldingStep::ConfirmExit) => {
                let on = if *how == Exit::Rescinded { self.valid_from } else { today };
                next.state = HoldingState::Exited { how: *how, reason: reason.clone(), on };
            }
            (HoldingState::Leaving { .. }, HoldingStep::DropExit) => {
                next.state = HoldingState::Held;
            }
            _ => return Err(Problem::conflict("designations-not-now")),
        }
        Ok(next)
    }
}
