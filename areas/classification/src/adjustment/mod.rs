//! Rounds of dynamic adjustment (职业分类动态调整): the public call, the consultation and the release.
//! What bodies propose in a round goes through the office as cases of its own. Pure.

pub(crate) mod store;

use kernel::world::calendar::Calendar;
use kernel::{AdjustmentId, AuthorityId, CivilDate, FieldProblem, Instant, Problem, Result};
use serde::{Deserialize, Serialize};

/// From when to when the public may comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// The day on which it began; a comment may come on it, but it does not count.
    pub from: CivilDate,
    /// The last day, as far as the holidays were known when it began.
    pub until: CivilDate,
}

/// Where a round stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// 待核对: entered; a second person makes the call public.
    Drafted,
    /// 不发布: the second person did not let it out.
    Dropped {
        /// Why.
        reason: String,
        /// Who decided.
        by: String,
    },
    /// 征集: the call is public.
    Called {
        /// Who made it public.
        by: String,
    },
    /// 征求意见: what the experts let pass is public, and anybody may comment.
    Consulting {
        /// From when to when.
        consulted: Consulted,
    },
    /// 待发布: somebody put the release together; another person releases it.
    Prepared {
        /// When the public was asked.
        consulted: Consulted,
        /// The first day on which the changes hold.
        from: CivilDate,
        /// Who put it together.
        by: String,
    },
    /// 已发布: the classification has a new version.
    Released {
        /// When the public was asked.
        consulted: Consulted,
        /// The first day on which the changes hold.
        from: CivilDate,
        /// The day of the release.
        on: CivilDate,
    },
}

impl Stage {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            Stage::Drafted => "drafted",
            Stage::Dropped { .. } => "dropped",
            Stage::Called { .. } => "called",
            Stage::Consulting { .. } => "consulting",
            Stage::Prepared { .. } => "prepared",
            Stage::Released { .. } => "released",
        }
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Which.
    pub id: AdjustmentId,
    /// Counts its changes.
    pub version: i64,
    /// The office that holds it.
    pub office: AuthorityId,
    /// What people call it.
    pub title: String,
    /// The call: what is asked for, and who may propose.
    pub call: String,
    /// The first day on which proposals are taken in.
    pub opens_on: CivilDate,
    /// The last day.
    pub closes_on: CivilDate,
    /// How many working days the public has for comments.
    pub consult_days: u16,
    /// Where it stands.
    pub stage: Stage,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: Instant,
}

/// A new round.
#[derive(Clone, Debug, Serialize)]
pub struct NewAdjustment {
    /// The office that holds it.
    pub office: AuthorityId,
    /// What people call it.
    pub title: String,
    /// The call.
    pub call: String,
    /// The first day for proposals.
    pub opens_on: CivilDate,
    /// The last day.
    pub closes_on: CivilDate,
    /// Working days for comments.
    pub consult_days: u16,
}

/// What stands between a round and its release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Proposals that the office has not settled.
    pub proposals: usize,
    /// Comments without an answer.
    pub comments: usize,
    /// Proposals that were approved.
    pub approved: usize,
}

fn not_now() -> Problem {
    Problem::conflict("classification-not-now")
}

fn another(one: &str, by: &str) -> Result<()> {
    if one == by { Err(Problem::conflict("classification-two-people")) } else { Ok(()) }
}

impl Consulted {
    /// The last day: holidays announced since then prolong it, and nothing shortens it.
    pub fn last(&self, days: u16, calendar: &Calendar) -> CivilDate {
        calendar.add_working_days(self.from, days).date.max(self.until)
    }
}

impl Adjustment {
    /// Makes the call public. Nobody does that for what they entered themselves.
    ///
    /// # Errors
    /// The conflicts `classification-two-people` and `classification-not-now`.
    pub fn confirm(&self, by: &str) -> Result<Stage> {
        match self.stage {
            Stage::Drafted => {
                another(&self.entered_by, by)?;
                Ok(Stage::Called { by: by.to_owned() })
            }
            _ => Err(not_now()),
        }
    }

    /// Does not let the call out; whoever entered it may take it back too.
    ///
    /// # Errors
    /// The conflict `classification-not-now`.
    pub fn drop_it(&self, reason: &str, by: &str) -> Result<Stage> {
        match self.stage {
            Stage::Drafted => Ok(Stage::Dropped { reason: reason.to_owned(), by: by.to_owned() }),
            _ => Err(not_now()),
        }
    }

    /// Whether proposals are taken in on a day.
    ///
    /// # Errors
    /// The conflicts `classification-call-not-open` and `classification-call-over`.
    pub fn takes_in(&self, on: CivilDate) -> Result<()> {
        match self.stage {
            Stage::Called { .. } if on < self.opens_on => {
                Err(Problem::conflict("classification-call-not-open").arg("from", self.opens_on))
            }
            Stage::Called { .. } if on <= self.closes_on => Ok(()),
            _ => Err(Problem::conflict("classification-call-over").arg("until", self.closes_on)),
        }
    }

    /// Asks the public, once the call is over and every proposal has been seen by experts or settled.
    ///
    /// # Errors
    /// The conflicts `classification-call-runs`, `classification-review-first` with how many are
    /// open, and `classification-not-now`.
    pub fn consult(&self, on: CivilDate, unseen: usize, calendar: &Calendar) -> Result<Stage> {
        match self.stage {
            Stage::Called { .. } if on <= self.closes_on => {
                Err(Problem::conflict("classification-call-runs").arg("until", self.closes_on))
            }
            Stage::Called { .. } if unseen > 0 => {
                Err(Problem::conflict("classification-review-first").arg("count", unseen))
            }
            Stage::Called { .. } => {
                let until = calendar.add_working_days(on, self.consult_days).date;
                Ok(Stage::Consulting { consulted: Consulted { from: on, until } })
            }
            _ => Err(not_now()),
        }
    }

    /// The last day for comments, once the public was asked.
    pub fn comments_until(&self, calendar: &Calendar) -> Option<CivilDate> {
        match &self.stage {
            Stage::Consulting { consulted }
            | Stage::Prepared { consulted, .. }
            | Stage::Released { consulted, .. } => {
                Some(consulted.last(self.consult_days, calendar))
            }
            Stage::Drafted | Stage::Dropped { .. } | Stage::Called { .. } => None,
        }
    }

    /// Whether the public may comment on a day.
    ///
    /// # Errors
    /// The conflict `classification-comments-closed`.
    pub fn takes_comments(&self, on: CivilDate, calendar: &Calendar) -> Result<()> {
        match (&self.stage, self.comments_until(calendar)) {
            (Stage::Consulting { .. }, Some(until)) if on <= until => Ok(()),
            _ => Err(Problem::conflict("classification-comments-closed")),
        }
    }

    /// Whether a proposal of the round may be decided: the public was asked, had its time, and every
    /// comment on the proposal is answered.
    ///
    /// # Errors
    /// The conflicts `classification-consultation-first`, `classification-consultation-runs` and
    /// `classification-comments-open`.
    pub fn may_decide(&self, on: CivilDate, comments: usize, calendar: &Calendar) -> Result<()> {
        let Some(until) = self.comments_until(calendar) else {
            return Err(Problem::conflict("classification-consultation-first"));
        };
        if on <= until {
            let runs = Problem::conflict("classification-consultation-runs");
            return Err(runs.arg("until", until));
        }
        if comments > 0 {
            return Err(Problem::conflict("classification-comments-open").arg("count", comments));
        }
        Ok(())
    }

    /// Puts the release together.
    ///
    /// # Errors
    /// As [`Adjustment::may_decide`]; the conflicts `classification-proposals-open` and
    /// `classification-nothing-approved`; a field problem of `from` for a day in the past.
    pub fn prepare(
        &self,
        from: CivilDate,
        open: Open,
        by: &str,
        on: CivilDate,
        calendar: &Calendar,
    ) -> Result<Stage> {
        let consulted = match &self.stage {
            Stage::Consulting { consulted } => *consulted,
            Stage::Called { .. } => {
                return Err(Problem::conflict("classification-consultation-first"));
            }
            _ => return Err(not_now()),
        };
        self.may_decide(on, open.comments, calendar)?;
        if open.proposals > 0 {
            let problem = Problem::conflict("classification-proposals-open");
            return Err(problem.arg("count", open.proposals));
        }
        if open.approved == 0 {
            return Err(Problem::conflict("classification-nothing-approved"));
        }
        begins(from, on)?;
        Ok(Stage::Prepared { consulted, from, by: by.to_owned() })
    }

    /// Sends the release back to be put together again.
    ///
    /// # Errors
    /// The conflict `classification-not-now`.
    pub fn send_back(&self) -> Result<Stage> {
        match &self.stage {
            Stage::Prepared { consulted, .. } => Ok(Stage::Consulting { consulted: *consulted }),
            _ => Err(not_now()),
        }
    }

    /// Releases it. Nobody releases what they put together themselves.
    ///
    /// # Errors
    /// The conflicts `classification-two-people` and `classification-not-now`; a field problem of
    /// `from` when its first day has passed meanwhile.
    pub fn release(&self, by: &str, on: CivilDate) -> Result<Stage> {
        match &self.stage {
            Stage::Prepared { consulted, from, by: prepared } => {
                another(prepared, by)?;
                begins(*from, on)?;
                Ok(Stage::Released { consulted: *consulted, from: *from, on })
            }
            _ => Err(not_now()),
        }
    }
}

/// No version begins before the day on which it is released: what was done until then was right.
fn begins(from: CivilDate, on: CivilDate) -> Result<()> {
    if from < on {
        let finding = FieldProblem::new("from", "classification-release-past");
        return Err(Problem::fields(vec![finding]));
    }
    Ok(())
}
