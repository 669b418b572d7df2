//! What a body holds and what has to be done about it, the nearest day first.

use super::{CheckOutcome, Instrument, InstrumentKind, InstrumentState, Step, is_open};
use crate::body::{Body, KindSet};
use crate::may::{ActRules, SiteTerm, Standing};
use crate::site::Site;
use chrono::{Datelike as _, Days};
use kernel::{AuthorityId, BodyId, CivilDate, OccupationCode, SiteId, SkillLevel};
use serde::Serialize;

/// A new licence or listing.
#[derive(Clone, Debug, Serialize)]
pub struct NewInstrument {
    /// Whose.
    pub body: BodyId,
    /// Which office gives it.
    pub authority: AuthorityId,
    /// What it is: a licence or a listing; filings have codes and their own use case.
    pub kind: InstrumentKind,
    /// Its number as written on it.
    pub number: String,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day.
    pub valid_until: CivilDate,
    /// What it covers, for its whole time.
    pub scope: Vec<NewLine>,
}

/// One line of a new scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NewLine {
    /// What may be done.
    pub act: super::ActKind,
    /// In which occupation at which level; for acts with one, nothing stands for all.
    pub trade: Option<(OccupationCode, SkillLevel)>,
    /// At which site only.
    pub site: Option<SiteId>,
}

/// Something that has to be done about an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "todo", rename_all = "snake_case")]
pub enum TodoKind {
    /// 到期前申请延续
    Renew,
    /// It ran out without being renewed.
    RanOut,
    /// 年度检查
    Check {
        /// Of which year.
        year: i32,
    },
    /// 年度检查逾期: the day until which it was due has passed.
    CheckLate {
        /// Of which year.
        year: i32,
    },
    /// 限期整改
    Rectify,
    /// The check was not passed, or nothing was mended in time.
    CheckNotPassed,
    /// It is suspended.
    Suspended,
}

impl TodoKind {
    /// The stable word, which is also the key of its text.
    pub fn word(&self) -> &'static str {
        match self {
            TodoKind::Renew => "renew",
            TodoKind::RanOut => "ran_out",
            TodoKind::Check { .. } => "check",
            TodoKind::CheckLate { .. } => "check_late",
            TodoKind::Rectify => "rectify",
            TodoKind::CheckNotPassed => "check_not_passed",
            TodoKind::Suspended => "suspended",
        }
    }

    /// Whether the instrument does not count because of it.
    pub fn blocks(&self) -> bool {
        match self {
            TodoKind::RanOut | TodoKind::CheckNotPassed | TodoKind::Suspended => true,
            TodoKind::Renew
            | TodoKind::Check { .. }
            | TodoKind::CheckLate { .. }
            | TodoKind::Rectify => false,
        }
    }
}

/// Something that has to be done, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// What.
    pub kind: TodoKind,
    /// Until when, or since when where it is too late.
    pub by: Option<CivilDate>,
}

impl Instrument {
    /// What has to be done about it, the nearest day first. Nothing once it is over.
    pub fn todos(&self, rules: &ActRules, today: CivilDate) -> Vec<Todo> {
        let mut todos = Vec::new();
        let mut add = |kind, by| todos.push(Todo { kind, by });
        match self.state {
            InstrumentState::Exited { .. } => return todos,
            InstrumentState::Suspended { since } => {
                add(TodoKind::Suspended, (since > CivilDate::MIN).then_some(since));
            }
            InstrumentState::InForce => {}
        }
        let ahead = self.valid_until - Days::new(u64::from(rules.renew_ahead_days));
        if today > self.valid_until {
            add(TodoKind::RanOut, Some(self.valid_until));
            return todos;
        }
        if today >= ahead {
            add(TodoKind::Renew, Some(self.valid_until));
        }
        match self.checks.last() {
            Some(check) if check.outcome == CheckOutcome::Failed => {
                add(TodoKind::CheckNotPassed, Some(check.on));
            }
            Some(check) => match check.outcome {
                CheckOutcome::Rectify { by } if today > by => {
                    add(TodoKind::CheckNotPassed, Some(by));
                }
                CheckOutcome::Rectify { by } => add(TodoKind::Rectify, Some(by)),
                CheckOutcome::Passed | CheckOutcome::Failed => {}
            },
            None => {}
        }
        let year = today.year() - 1;
        let looked_at = self.checks.iter().any(|check| check.year == year);
        if self.valid_from.year() <= year && !looked_at {
            let (month, day) = rules.check_by;
            let by = CivilDate::from_ymd_opt(today.year(), month, day);
            let late = by.is_some_and(|by| by < today);
            let check = if late { TodoKind::CheckLate { year } } else { TodoKind::Check { year } };
            add(check, by);
        }
        todos.sort_by_key(|todo| todo.by);
        todos
    }
}

/// An instrument with what the actor may do with it, and what has to be done.
#[derive(Clone, Debug)]
pub struct Held {
    /// The instrument.
    pub instrument: Instrument,
    /// The name of the office that gave it.
    pub authority: String,
    /// The words of the steps that are open to the actor.
    pub steps: Vec<&'static str>,
    /// What has to be done about it, the nearest day first.
    pub todos: Vec<Todo>,
}

/// A body with everything on which it acts.
#[derive(Clone, Debug)]
pub struct Holdings {
    /// The body.
    pub body: Body,
    /// What it is.
    pub kinds: KindSet,
    /// Its sites, closed ones too.
    pub sites: Vec<Site>,
    /// Names it had, with the first day of the next one, the latest first.
    pub names: Vec<(CivilDate, String)>,
    /// Its instruments: first those about which something has to be done, by date; then those in good
    /// order, by their last day; then those that are over.
    pub held: Vec<Held>,
}

impl Holdings {
    /// What decisions about the body depend on.
    pub fn standing(&self) -> Standing {
        Standing {
            body: self.body.id,
            kinds: self.kinds,
            closed_on: self.body.closed_on,
            sites: self.sites.iter().map(Site::term).collect::<Vec<SiteTerm>>(),
            instruments: self.held.iter().map(|held| held.instrument.clone()).collect(),
        }
    }
}

/// The order in which people look at instruments.
pub(crate) fn sort(held: &mut [Held]) {
    held.sort_by_key(|one| {
        let over = matches!(one.instrument.state, InstrumentState::Exited { .. });
        let first = one.todos.first();
        let day = first.and_then(|todo| todo.by).unwrap_or(one.instrument.valid_until);
        (over, first.is_none(), day)
    });
}

/// The steps that are open to somebody who may change instruments.
pub(crate) fn open_steps(instrument: &Instrument, today: CivilDate) -> Vec<&'static str> {
    let late = today > instrument.valid_until;
    let open = |word: &&str| is_open(&instrument.state, word) && !(late && *word == "renew");
    Step::WORDS.into_iter().filter(open).collect()
}
