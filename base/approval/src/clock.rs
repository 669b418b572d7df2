//! Statutory periods in working days (工作日), which stop with a cause and go on afterwards.

use kernel::CivilDate;
use kernel::world::calendar::{Calendar, CalendarNote, Deadline};
use serde::{Deserialize, Serialize};

/// Why a period stands still. The applicant is told, and the time does not count
/// (行政许可法 article 45).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// 现场核查: somebody looks at the place.
    SiteVisit,
    /// 专家评审: experts give their opinion.
    ExpertReview,
    /// 技术评估: equipment, question banks or systems are tested.
    TechnicalAssessment,
    /// 听证: a hearing.
    Hearing,
}

impl Cause {
    /// All causes, in the order in which they are offered.
    pub const ALL: [Cause; 4] =
        [Cause::SiteVisit, Cause::ExpertReview, Cause::TechnicalAssessment, Cause::Hearing];

    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Cause::SiteVisit => "site_visit",
            Cause::ExpertReview => "expert_review",
            Cause::TechnicalAssessment => "technical_assessment",
            Cause::Hearing => "hearing",
        }
    }

    /// The cause of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.word() == word)
    }
}

/// A time that does not count: the days after `from`, up to and including `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Why.
    pub cause: Cause,
    /// The day on which it began; a period had this day still.
    pub from: CivilDate,
    /// The day on which it ended; absent while it lasts.
    pub until: Option<CivilDate>,
}

impl Stop {
    fn covers(&self, day: CivilDate) -> bool {
        self.from < day && self.until.is_none_or(|until| day <= until)
    }
}

/// A period of working days. The day on which it begins does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The day on which it began.
    pub from: CivilDate,
    /// How many working days it has.
    pub days: u16,
    /// When it stood still, in order of time.
    pub stops: Vec<Stop>,
}

/// Where a period stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It runs until this day, the last on which one is in time.
    Runs(Deadline),
    /// It stands still, with this many working days left.
    Stopped {
        /// Why.
        cause: Cause,
        /// What is left.
        left: u16,
    },
}

impl Clock {
    /// A period that begins on a day.
    pub fn start(from: CivilDate, days: u16) -> Self {
        Clock { from, days, stops: Vec::new() }
    }

    /// The stop that lasts.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stops.last().filter(|stop| stop.until.is_none())
    }

    /// Stops on a day. Nothing changes while it stands still already.
    pub fn stop(&mut self, cause: Cause, on: CivilDate) {
        if self.stopped().is_none() {
            self.stops.push(Stop { cause, from: on, until: None });
        }
    }

    /// Goes on from a day; the next working day counts again.
    pub fn resume(&mut self, on: CivilDate) {
        if let Some(stop) = self.stops.last_mut().filter(|stop| stop.until.is_none()) {
            stop.until = Some(on.max(stop.from));
        }
    }

    /// Whether the day is one of the period's: worked on, and not within a stop.
    fn counts(&self, calendar: &Calendar, day: CivilDate) -> bool {
        calendar.is_working_day(day) && !self.stops.iter().any(|stop| stop.covers(day))
    }

    /// Where the period stands, whatever the day: a deadline is the same before and after it passed.
    pub fn standing(&self, calendar: &Calendar) -> Standing {
        let mut end = Deadline { date: self.from, note: None };
        let mut left = self.days;
        while left > 0 {
            if let Some(stop) = self.stopped().filter(|stop| stop.covers(next(end.date))) {
                return Standing::Stopped { cause: stop.cause, left };
            }
            end.date = next(end.date);
            end.note = end.note.or_else(|| calendar.note(end.date));
            left -= u16::from(self.counts(calendar, end.date));
        }
        Standing::Runs(end)
    }

    /// The last day in time, and whether holidays not yet announced may move it; absent while the
    /// period stands still.
    pub fn due(&self, calendar: &Calendar) -> Option<(CivilDate, Option<CalendarNote>)> {
        match self.standing(calendar) {
            Standing::Runs(end) => Some((end.date, end.note)),
            Standing::Stopped { .. } => None,
        }
    }

    /// Whether the period is over on the day.
    pub fn is_late(&self, calendar: &Calendar, on: CivilDate) -> bool {
        self.due(calendar).is_some_and(|(due, _)| on > due)
    }

    /// How many of its days are used up by the end of a day.
    pub fn used(&self, calendar: &Calendar, on: CivilDate) -> u16 {
        let days = self.from.iter_days().skip(1).take_while(|day| *day <= on);
        let used = days.filter(|day| self.counts(calendar, *day)).count();
        u16::try_from(used).unwrap_or(u16::MAX)
    }
}

/// The day after; the last day of the calendar's world stays itself, far beyond any period.
fn next(day: CivilDate) -> CivilDate {
    day.succ_opt().unwrap_or(day)
}
