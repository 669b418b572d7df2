//! After a merge ended: to which of the two does each fact belong that was recorded meanwhile?
//!
//! The facts stay where they are. An assignment is a decision of its own, with a date, and says under
//! which record a fact is shown from then on.

use super::{Link, Pair};
use kernel::{Instant, PersonId, Problem, Result, SubjectId};
use std::collections::BTreeMap;
use store::FactRef;

/// To whom a fact was assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The record under which it is shown.
    pub to: PersonId,
    /// Since when.
    pub at: Instant,
}

/// A fact that is shown under another record than the one in whose lane it stands, or that is not
/// shown under its own, seen from one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The record from which it is seen.
    pub person: PersonId,
    /// The other record of the pair.
    pub other: PersonId,
    /// The fact.
    pub fact: FactRef,
    /// The record whose change the fact is, such as a certificate.
    pub subject: Option<SubjectId>,
    /// Whether it is shown under `person`.
    pub shown: bool,
    /// Since when.
    pub at: Instant,
}

/// The facts that an ended link leaves open, each with every decision about it, latest last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignments {
    pair: Pair,
    survivor: PersonId,
    facts: BTreeMap<FactRef, Vec<Assigned>>,
}

impl Assignments {
    /// Lists what the surviving record's lane took in while the link held. Facts from before and
    /// after it are nobody's question.
    ///
    /// # Errors
    /// The conflict `people-assign-merged` while the link still holds.
    pub fn of(link: &Link, facts: impl Iterator<Item = (FactRef, Instant)>) -> Result<Assignments> {
        if link.until.is_none() {
            return Err(Problem::conflict("people-assign-merged"));
        }
        let open = facts.filter(|(_, at)| link.holds(*at)).map(|(fact, _)| (fact, Vec::new()));
        Ok(Assignments {
            pair: Pair::new(link.merged, link.survivor)?,
            survivor: link.survivor,
            facts: open.collect(),
        })
    }

    /// Decides about a fact. Deciding otherwise later is a further decision; the first one stays
    /// on record.
    ///
    /// # Errors
    /// `problem-not-found` for a fact that is not of the list; `people-assign-person` for a record
    /// that is not of the pair; the conflict `people-assign-same` when it is assigned there already.
    pub fn assign(&mut self, fact: FactRef, to: PersonId, now: Instant) -> Result<Assigned> {
        let decisions = self.facts.get_mut(&fact).ok_or_else(Problem::not_found)?;
        if self.pair.other(to).is_none() {
            return Err(Problem::invalid("people-assign-person"));
        }
        if decisions.last().is_some_and(|last| last.to == to) {
            return Err(Problem::conflict("people-assign-same"));
        }
        let assigned = Assigned { to, at: now };
        decisions.push(assigned);
        Ok(assigned)
    }

    /// Enters a decision that was made before.
    pub fn decided(&mut self, fact: FactRef, assigned: Assigned) {
        if let Some(decisions) = self.facts.get_mut(&fact) {
            decisions.push(assigned);
        }
    }

    /// Facts about which nobody has decided yet, in the order of the journal.
    pub fn open(&self) -> Vec<FactRef> {
        let open = self.facts.iter().filter(|(_, decisions)| decisions.is_empty());
        open.map(|(fact, _)| *fact).collect()
    }

    /// The record under which a fact of the list is shown at a moment: the surviving one, in whose
    /// lane it stands, until somebody decides otherwise.
    pub fn shown_under(&self, fact: FactRef, at: Instant) -> Option<PersonId> {
        let decisions = self.facts.get(&fact)?;
        let latest = decisions.iter().rev().find(|decision| decision.at <= at);
        Some(latest.map_or(self.survivor, |decision| decision.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Home, Random};

    fn at(second: i64) -> Instant {
        Instant::from_micros(second * 1_000_000)
    }

    fn person(n: u8) -> PersonId {
        PersonId::new(Home(n), at(i64::from(n)), &Random::seeded(u64::from(n)))
    }

    fn fact(seq: i64) -> FactRef {
        FactRef { home: Home(2), node: 1, seq }
    }

    fn link(until: Option<i64>) -> Link {
        Link { merged: person(1), survivor: person(2), since: at(10), until: until.map(at) }
    }

    #[test]
    fn what_was_recorded_while_the_link_held_is_listed() {
        let lane = [(7, 9), (8, 10), (9, 19), (10, 20)].map(|(n, s)| (fact(n), at(s)));
        let list = Assignments::of(&link(Some(20)), lane.into_iter()).unwrap();
        assert_eq!(list.open(), [fact(8), fact(9)]);
        assert_eq!(list.shown_under(fact(7), at(30)), None);
        assert_eq!(list.shown_under(fact(8), at(30)), Some(person(2)));
        let early = Assignments::of(&link(None), lane.into_iter()).unwrap_err();
        assert_eq!(early.code(), "people-assign-merged");
    }

    #[test]
    fn each_decision_holds_from_its_day_and_none_is_lost() {
        let lane = [(8, 10), (9, 19)].map(|(n, s)| (fact(n), at(s)));
        let mut list = Assignments::of(&link(Some(20)), lane.into_iter()).unwrap();
        list.assign(fact(8), person(1), at(25)).unwrap();
        assert_eq!(list.open(), [fact(9)]);
        list.assign(fact(8), person(2), at(35)).unwrap();
        for (moment, shown) in [(24, 2), (25, 1), (34, 1), (35, 2)] {
            assert_eq!(list.shown_under(fact(8), at(moment)), Some(person(shown)), "{moment}");
        }
        let code = |list: &mut Assignments, seq, to| {
            list.assign(fact(seq), person(to), at(40)).unwrap_err().code()
        };
        assert_eq!(code(&mut list, 8, 2), "people-assign-same");
        assert_eq!(code(&mut list, 9, 3), "people-assign-person");
        assert_eq!(code(&mut list, 11, 1), "problem-not-found");
        list.assign(fact(9), person(2), at(41)).unwrap();
        assert!(list.open().is_empty());
    }
}
