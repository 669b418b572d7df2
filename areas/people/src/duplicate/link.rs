//! The dated links that merges leave, and what they allow.

use kernel::{Instant, PersonId, Problem, Result};

/// One record stood for another for a time: `merged` is found as `survivor` from `since` on, and from
/// `until` on no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The record that became a link.
    pub merged: PersonId,
    /// The record that survives.
    pub survivor: PersonId,
    /// The first instant at which it holds.
    pub since: Instant,
    /// The first instant at which it holds no more.
    pub until: Option<Instant>,
}

impl Link {
    /// Whether it holds at a moment.
    pub fn holds(&self, at: Instant) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// The links of some records. A record that others are merged into is itself merged into none, so
/// one step always leads to the survivor: there are no chains, and hence no cycles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links(Vec<Link>);

impl Links {
    /// The links as they are stored, ended ones among them.
    pub fn new(links: Vec<Link>) -> Self {
        Links(links)
    }

    /// All of them, in the order in which they were made.
    pub fn all(&self) -> &[Link] {
        &self.0
    }

    /// The record under which a record is found at a moment: the survivor, or itself.
    pub fn survivor(&self, person: PersonId, at: Instant) -> PersonId {
        let link = self.0.iter().find(|link| link.merged == person && link.holds(at));
        link.map_or(person, |link| link.survivor)
    }

    /// The records that are found under this one at a moment, without itself.
    pub fn merged_into(&self, survivor: PersonId, at: Instant) -> Vec<PersonId> {
        let links = self.0.iter().filter(|link| link.survivor == survivor && link.holds(at));
        links.map(|link| link.merged).collect()
    }

    /// Merges a record into another from now on.
    ///
    /// # Errors
    /// `people-pair-same` for a record with itself; the conflicts `people-merge-done` when the record
    /// is merged already, `people-merge-survivor-merged` when the survivor is itself merged into
    /// another record, which is then the one to name, and `people-merge-has-merged` when others are
    /// merged into the record, which have to be parted first.
    pub fn merge(&mut self, merged: PersonId, survivor: PersonId, now: Instant) -> Result<Link> {
        if merged == survivor {
            return Err(Problem::invalid("people-pair-same"));
        }
        if self.survivor(merged, now) != merged {
            return Err(Problem::conflict("people-merge-done"));
        }
        if self.survivor(survivor, now) != survivor {
            return Err(Problem::conflict("people-merge-survivor-merged"));
        }
        if !self.merged_into(merged, now).is_empty() {
            return Err(Problem::conflict("people-merge-has-merged"));
        }
        let link = Link { merged, survivor, since: now, until: None };
        self.0.push(link);
        Ok(link)
    }

    /// Ends the link of a merged record.
    ///
    /// # Errors
    /// The conflict `people-merge-none` for a record that is not merged.
    pub fn part(&mut self, merged: PersonId, now: Instant) -> Result<Link> {
        let link = self.0.iter_mut().find(|link| link.merged == merged && link.holds(now));
        let link = link.ok_or_else(|| Problem::conflict("people-merge-none"))?;
        link.until = Some(now);
        Ok(*link)
    }
}
