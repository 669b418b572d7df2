//! Cases (办件): where one stands, what may be done with it next, by whom and until when. Pure.

use crate::clock::{Cause, Clock};
use crate::procedure::{LetterKind, Procedure};
use crate::words::{Act, Assessment, Ending, Hand, Party, Progress, State};
use chrono::Months;
use kernel::world::calendar::Calendar;
use kernel::{AuthorityId, BodyId, CaseId, CivilDate, DivisionCode, FieldProblem, Instant};
use kernel::{PersonId, Problem, Result, SubjectId};

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// Counts its changes.
    pub version: i64,
    /// The procedure under which it was opened.
    pub procedure: Procedure,
    /// The owning area's record that it is about.
    pub subject: SubjectId,
    /// The body that applies, if it is one.
    pub body: Option<BodyId>,
    /// The person who applies, if it is one.
    pub person: Option<PersonId>,
    /// Where it counts.
    pub division: DivisionCode,
    /// What people call it: a body's name; never a person's.
    pub title: String,
    /// The office that took it in, and those above it that the steps name.
    pub offices: Vec<AuthorityId>,
    /// Who handed it in, as a stored word.
    pub opened_by: String,
    /// When.
    pub opened_at: Instant,
    /// What its acts changed.
    pub progress: Progress,
}

fn not_now() -> Problem {
    Problem::conflict("approval-not-now")
}

impl Progress {
    /// A case that is handed in on a day.
    pub fn begin(procedure: &Procedure, on: CivilDate) -> Self {
        Progress {
            state: State::Submitted,
            clock: Clock::start(on, procedure.accept_days),
            supplemented: false,
            extended: false,
            assessed: Vec::new(),
            hands: Vec::new(),
            barred_until: None,
        }
    }
}

impl Case {
    /// The last step, which decides.
    pub fn last_step(&self) -> usize {
        self.procedure.steps.len().saturating_sub(1)
    }

    /// Whose turn it is; nobody's once it is settled.
    pub fn turn(&self) -> Option<Party> {
        match &self.progress.state {
            State::Submitted => Some(Party::Step(0)),
            State::Incomplete { .. } => Some(Party::Applicant),
            State::InReview { step } | State::Assessing { step, .. } => Some(Party::Step(*step)),
            State::Noticed { .. } | State::Ending { .. } => Some(Party::Step(self.last_step())),
            State::Approved { .. }
            | State::Rejected
            | State::NotAccepted
            | State::Recalled
            | State::Ended { .. } => None,
        }
    }

    /// Who may do an act in the state in which the case is.
    pub fn party(&self, act: &Act) -> Party {
        match (act, &self.progress.state) {
            (Act::Supplement | Act::Recall, _) => Party::Applicant,
            (
                Act::Accept | Act::AskSupplement { .. } | Act::NotAccept | Act::ProposeEnd { .. },
                _,
            ) => Party::Step(0),
            (Act::Extend, _) => Party::Step(self.last_step()),
            _ => match self.turn() {
                Some(Party::Step(step)) => Party::Step(step),
                Some(Party::Applicant) | None => Party::Step(self.last_step()),
            },
        }
    }

    /// The office whose step it is.
    pub fn office(&self, step: usize) -> Option<AuthorityId> {
        let up = self.procedure.steps.get(step)?.up;
        self.offices.get(up).copied()
    }

    /// Gives the step into the actor's hand: nobody decides on what they handed in, and nobody takes
    /// two steps of one case (双人原则). To end what was granted is a matter of its own.
    fn take(&self, next: &mut Progress, act: &Act, step: usize, actor: &str) -> Result<()> {
        if actor == self.opened_by {
            return Err(Problem::conflict("approval-own-case"));
        }
        if matches!(act, Act::ProposeEnd { .. }) {
            next.hands.clear();
        }
        if next.hands.iter().any(|hand| hand.step != step && hand.actor == actor) {
            return Err(Problem::conflict("approval-two-people"));
        }
        let hand = Hand { step, actor: actor.to_owned() };
        if !next.hands.contains(&hand) {
            next.hands.push(hand);
        }
        Ok(())
    }

    /// The acts that an actor who holds the posts could do on a day, as patterns: what an act carries
    /// is made up.
    pub fn offers(&self, actor: &str, on: CivilDate, calendar: &Calendar) -> Vec<Act> {
        let patterns = [
            Act::Accept,
            Act::AskSupplement { missing: vec![String::from("…")] },
            Act::NotAccept,
            Act::Supplement,
            Act::Propose { favourable: true },
            Act::Propose { favourable: false },
            Act::Approve,
            Act::Reject,
            Act::Conclude,
            Act::Return,
            Act::Stop { cause: Cause::SiteVisit },
            Act::Assessed,
            Act::Extend,
            Act::ConfirmEnd,
            Act::DropEnd,
            Act::ProposeEnd { how: Ending::Cancelled, effective: on },
            Act::Recall,
        ];
        let possible = |act: &Act| self.after(act, actor, on, calendar).is_ok();
        patterns.into_iter().filter(possible).collect()
    }

    /// The letter that goes out with an act that led to `next`.
    pub fn letter(&self, act: &Act, next: &Progress) -> Option<LetterKind> {
        match (act, &next.state) {
            (Act::Accept, _) => Some(LetterKind::Accepted),
            (Act::AskSupplement { .. }, _) => Some(LetterKind::Supplement),
            (Act::NotAccept, _) => Some(LetterKind::NotAccepted),
            (Act::Approve | Act::Conclude, State::Approved { .. }) => Some(LetterKind::Approved),
            (Act::Reject, _) => Some(LetterKind::Rejected),
            (Act::ConfirmEnd, _) => Some(LetterKind::Ended),
            _ => None,
        }
    }

    /// What the case is after an act of an actor on a day. Whether the actor holds the post is asked
    /// before.
    ///
    /// # Errors
    /// `approval-not-now` when the act makes no sense in this state; `approval-own-case`,
    /// `approval-two-people`, and the conflicts that name what is in the way.
    pub fn after(
        &self,
        act: &Act,
        actor: &str,
        on: CivilDate,
        calendar: &Calendar,
    ) -> Result<Progress> {
        let mut next = self.progress.clone();
        match act {
            Act::Accept | Act::AskSupplement { .. } | Act::NotAccept | Act::Supplement => {
                self.entrance(&mut next, act, on, calendar)?;
            }
            Act::Propose { .. } | Act::Return | Act::Stop { .. } | Act::Assessed | Act::Extend => {
                self.review(&mut next, act, on, calendar)?;
            }
            Act::Approve | Act::Reject | Act::Conclude | Act::Uphold | Act::Recall => {
                self.decision(&mut next, act, on, calendar)?;
            }
            Act::ProposeEnd { .. } | Act::ConfirmEnd | Act::DropEnd => {
                self.ending(&mut next, act, on)?;
            }
        }
        if let Party::Step(step) = self.party(act) {
            self.take(&mut next, act, step, actor)?;
        }
        Ok(next)
    }

    /// 受理: taking in, refusing, asking for papers.
    fn entrance(
        &self,
        next: &mut Progress,
        act: &Act,
        on: CivilDate,
        calendar: &Calendar,
    ) -> Result<()> {
        let late = next.clock.is_late(calendar, on);
        match (&self.progress.state, act) {
            (State::Submitted, Act::Accept) => {
                // An office that let the period pass has taken the case in on the day it came
                // (行政许可法 article 32).
                let from = if late { next.clock.from } else { on };
                next.clock = Clock::start(from, self.procedure.decide_days);
                next.state = State::InReview { step: 0 };
            }
            (State::Submitted, Act::AskSupplement { .. } | Act::NotAccept) if late => {
                return Err(Problem::conflict("approval-deemed-accepted"));
            }
            (State::Submitted, Act::AskSupplement { .. }) if next.supplemented => {
                return Err(Problem::conflict("approval-asked-already"));
            }
            (State::Submitted, Act::AskSupplement { missing }) => {
                let missing = missing.iter().map(|line| line.trim());
                let missing: Vec<String> =
                    missing.filter(|line| !line.is_empty()).map(str::to_owned).collect();
                if missing.is_empty() {
                    let finding = FieldProblem::new("missing", "approval-missing");
                    return Err(Problem::fields(vec![finding]));
                }
                next.clock = Clock::start(on, self.procedure.supplement_days);
                next.supplemented = true;
                next.state = State::Incomplete { missing };
            }
            (State::Submitted, Act::NotAccept) => next.state = State::NotAccepted,
            (State::Incomplete { .. }, Act::NotAccept) if late => next.state = State::NotAccepted,
            (State::Incomplete { .. }, Act::NotAccept) => {
                return Err(Problem::conflict("approval-still-time"));
            }
            (State::Incomplete { .. }, Act::Supplement) => {
                next.clock = Clock::start(on, self.procedure.accept_days);
                next.state = State::Submitted;
            }
            _ => return Err(not_now()),
        }
        Ok(())
    }

    /// 办理: from step to step, with what is looked at on the way.
    fn review(
        &self,
        next: &mut Progress,
        act: &Act,
        on: CivilDate,
        calendar: &Calendar,
    ) -> Result<()> {
        match (&self.progress.state, act) {
            (State::InReview { step }, Act::Propose { .. }) if *step < self.last_step() => {
                self.needed(*step)?;
                next.state = State::InReview { step: step + 1 };
            }
            (State::InReview { step }, Act::Return) if *step > 0 => {
                next.state = State::InReview { step: step - 1 };
            }
            (State::InReview { step }, Act::Stop { cause }) => {
                next.clock.stop(*cause, on);
                next.state = State::Assessing { step: *step, cause: *cause };
            }
            (State::Assessing { step, cause }, Act::Assessed) => {
                next.clock.resume(on);
                next.assessed.push(Assessment { cause: *cause, on });
                next.state = State::InReview { step: *step };
            }
            (State::InReview { .. }, Act::Extend) if next.extended => {
                return Err(Problem::conflict("approval-extended-already"));
            }
            (State::InReview { .. }, Act::Extend) => {
                if next.clock.is_late(calendar, on) {
                    return Err(Problem::conflict("approval-too-late-to-extend"));
                }
                next.clock.days += self.procedure.extend_days;
                next.extended = true;
            }
            _ => return Err(not_now()),
        }
        Ok(())
    }

    /// Whether what the step needs was looked at.
    fn needed(&self, step: usize) -> Result<()> {
        let needs = self.procedure.steps.get(step).and_then(|step| step.needs);
        match needs {
            Some(cause) if !self.progress.assessed.iter().any(|done| done.cause == cause) => {
                Err(Problem::conflict("approval-assessment-first").arg("cause", cause.word()))
            }
            _ => Ok(()),
        }
    }

    /// 决定: granting, refusing, the notice before it, and taking the application back.
    fn decision(
        &self,
        next: &mut Progress,
        act: &Act,
        on: CivilDate,
        calendar: &Calendar,
    ) -> Result<()> {
        let last = self.last_step();
        match (&self.progress.state, act) {
            (State::InReview { step }, Act::Approve) if *step == last => {
                self.needed(*step)?;
                next.state = match self.procedure.notice_days {
                    Some(days) => {
                        let until = calendar.add_working_days(on, days).date;
                        State::Noticed { from: on, until }
                    }
                    None => State::Approved { on },
                };
            }
            (State::InReview { step }, Act::Reject) if *step == last => {
                next.state = State::Rejected;
            }
            (State::Noticed { from, until }, Act::Conclude) => {
                // Holidays announced since then prolong the notice.
                let days = self.procedure.notice_days.unwrap_or_default();
                let until = calendar.add_working_days(*from, days).date.max(*until);
                if on <= until {
                    return Err(Problem::conflict("approval-notice-runs").arg("until", until));
                }
                next.state = State::Approved { on };
            }
            (State::Noticed { .. }, Act::Uphold) => next.state = State::InReview { step: last },
            (
                State::Submitted
                | State::Incomplete { .. }
                | State::InReview { .. }
                | State::Assessing { .. }
                | State::Noticed { .. },
                Act::Recall,
            ) => next.state = State::Recalled,
            _ => return Err(not_now()),
        }
        Ok(())
    }

    /// 撤回、撤销、注销、吊销: proposed by one, decided by another.
    fn ending(&self, next: &mut Progress, act: &Act, on: CivilDate) -> Result<()> {
        match (&self.progress.state, act) {
            (State::Approved { on: granted }, Act::ProposeEnd { how, effective }) => {
                // Only a rescission reaches back: it is void from the decision on.
                let effective = match how {
                    Ending::Rescinded => *granted,
                    _ if *effective < on => {
                        let finding = FieldProblem::new("effective", "approval-not-backwards");
                        return Err(Problem::fields(vec![finding]));
                    }
                    _ => *effective,
                };
                next.state = State::Ending { on: *granted, how: *how, effective };
            }
            (State::Ending { how, effective, .. }, Act::ConfirmEnd) => {
                let months = Months::new(self.procedure.bar_months);
                next.barred_until = how.bars().then(|| on + months);
                next.state = State::Ended { how: *how, effective: *effective };
            }
            (State::Ending { on: granted, .. }, Act::DropEnd) => {
                next.state = State::Approved { on: *granted };
            }
            _ => return Err(not_now()),
        }
        Ok(())
    }
}
