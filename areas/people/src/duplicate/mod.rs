//! 疑似重复: two records that may be of one human. What speaks for it, what two officials decide, and
//! the dated link that a merge leaves. Nothing is moved or overwritten: a merge is a link, and its
//! end is a date on it.

pub(crate) mod act;
pub mod assignment;
pub(crate) mod finding;
pub mod likeness;
pub mod link;
pub(crate) mod listing;
pub(crate) mod store;

pub use act::{Assigning, PairAct};

pub use assignment::{Assigned, Assignments, Moved};
pub use likeness::{Likeness, Sign};
pub use link::{Link, Links};
pub use listing::{Known, OpenFact, PairCard, PairDetail, PairQueue, SaidAct};

use kernel::{Instant, PersonId, Problem, Result};
use serde::{Deserialize, Serialize};

/// Two records, the smaller id first, so that a pair is the same whoever names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    first: PersonId,
    second: PersonId,
}

impl Pair {
    /// The pair of two records, in whichever order they are named.
    ///
    /// # Errors
    /// `people-pair-same` for a record with itself.
    pub fn new(one: PersonId, other: PersonId) -> Result<Pair> {
        match one.cmp(&other) {
            std::cmp::Ordering::Less => Ok(Pair { first: one, second: other }),
            std::cmp::Ordering::Greater => Ok(Pair { first: other, second: one }),
            std::cmp::Ordering::Equal => Err(Problem::invalid("people-pair-same")),
        }
    }

    /// Both records, sorted: the order in which their guard rows are touched.
    pub fn both(self) -> [PersonId; 2] {
        [self.first, self.second]
    }

    /// The other record of the pair; nothing for a record that is not of it.
    pub fn other(self, one: PersonId) -> Option<PersonId> {
        match one {
            id if id == self.first => Some(self.second),
            id if id == self.second => Some(self.first),
            _ => None,
        }
    }
}

/// What is said about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// 同一人: the other record becomes a link to the one that survives.
    SamePerson {
        /// The record that survives.
        survivor: PersonId,
    },
    /// 不是同一人
    NotSamePerson,
}

/// How far a pair is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PairState {
    /// Found by rules; nobody has said anything yet.
    Suspected {
        /// Since when.
        at: Instant,
    },
    /// 待复核: somebody has said what they think; somebody else has to confirm it.
    Proposed {
        /// What they think.
        verdict: Verdict,
        /// Who.
        by: String,
        /// When.
        at: Instant,
    },
    /// 已合并: one record is a link to the other.
    Merged {
        /// The record that survives.
        survivor: PersonId,
        /// Since when.
        since: Instant,
    },
    /// 待复核解除: somebody wants the link to end; somebody else has to confirm it.
    PartingProposed {
        /// The record that survives.
        survivor: PersonId,
        /// When the link began.
        since: Instant,
        /// Who.
        by: String,
        /// When.
        at: Instant,
    },
    /// 不是同一人: remembered, so that the rules do not bring it up again.
    Distinct {
        /// Since when.
        since: Instant,
    },
    /// 已解除合并: the link has ended. The rules do not bring it up again either.
    Parted {
        /// The record that survived.
        survivor: PersonId,
        /// When the link began.
        since: Instant,
        /// When it ended.
        until: Instant,
    },
}

impl PairState {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            PairState::Suspected { .. } => "suspected",
            PairState::Proposed { .. } => "proposed",
            PairState::Merged { .. } => "merged",
            PairState::PartingProposed { .. } => "parting_proposed",
            PairState::Distinct { .. } => "distinct",
            PairState::Parted { .. } => "parted",
        }
    }

    /// The state after the rules found the pair (again). A pair that was decided comes back only when
    /// something about the two records has `changed` since.
    pub fn found(known: Option<PairState>, changed: bool, now: Instant) -> PairState {
        match known {
            None => PairState::Suspected { at: now },
            Some(PairState::Distinct { .. } | PairState::Parted { .. }) if changed => {
                PairState::Suspected { at: now }
            }
            Some(known) => known,
        }
    }

    /// An official says what they think. Whoever looks at a pair that was decided before may do so
    /// again, because people learn more than rules see.
    ///
    /// # Errors
    /// `people-pair-survivor` for a survivor that is not of the pair; the conflict `people-pair-step`
    /// while another proposal waits, and for a pair that is merged.
    pub fn propose(
        self,
        pair: Pair,
        verdict: Verdict,
        by: &str,
        now: Instant,
    ) -> Result<PairState> {
        if let Verdict::SamePerson { survivor } = verdict
            && pair.other(survivor).is_none()
        {
            return Err(Problem::invalid("people-pair-survivor"));
        }
        match self {
            PairState::Suspected { .. } | PairState::Distinct { .. } | PairState::Parted { .. } => {
                Ok(PairState::Proposed { verdict, by: by.to_owned(), at: now })
            }
            PairState::Proposed { .. }
            | PairState::Merged { .. }
            | PairState::PartingProposed { .. } => Err(no_step()),
        }
    }

    /// An official says that the link has to end.
    ///
    /// # Errors
    /// The conflict `people-pair-step` for a pair that is not merged.
    pub fn propose_parting(self, by: &str, now: Instant) -> Result<PairState> {
        match self {
            PairState::Merged { survivor, since } => {
                Ok(PairState::PartingProposed { survivor, since, by: by.to_owned(), at: now })
            }
            PairState::Suspected { .. }
            | PairState::Proposed { .. }
            | PairState::PartingProposed { .. }
            | PairState::Distinct { .. }
            | PairState::Parted { .. } => Err(no_step()),
        }
    }

    /// Somebody else confirms what was proposed, or sends it back. The links of both records are
    /// asked separately, by [`Links`].
    ///
    /// # Errors
    /// The conflict `people-pair-own` for whoever proposed it; `people-pair-step` when nothing is
    /// proposed.
    pub fn decide(self, confirm: bool, by: &str, now: Instant) -> Result<PairState> {
        match self {
            PairState::Proposed { by: proposer, .. }
            | PairState::PartingProposed { by: proposer, .. }
                if proposer == by =>
            {
                Err(Problem::conflict("people-pair-own"))
            }
            PairState::Proposed { .. } if !confirm => Ok(PairState::Suspected { at: now }),
            PairState::Proposed { verdict: Verdict::SamePerson { survivor }, .. } => {
                Ok(PairState::Merged { survivor, since: now })
            }
            PairState::Proposed { verdict: Verdict::NotSamePerson, .. } => {
                Ok(PairState::Distinct { since: now })
            }
            PairState::PartingProposed { survivor, since, .. } => Ok(match confirm {
                true => PairState::Parted { survivor, since, until: now },
                false => PairState::Merged { survivor, since },
            }),
            PairState::Suspected { .. }
            | PairState::Merged { .. }
            | PairState::Distinct { .. }
            | PairState::Parted { .. } => Err(no_step()),
        }
    }
}

fn no_step() -> Problem {
    Problem::conflict("people-pair-step")
}

#[cfg(test)]
mod tests;
