//! One human, several records: a record with those that are merged into it, read as one.
//!
//! Whoever looks something up about a person asks here first, so that a merge is followed everywhere
//! and its end as well.

use crate::duplicate::{Moved, store};
use ::store::Conn;
use ::store::journal::Reading;
use kernel::{PersonId, Result, SubjectId};
use std::collections::{HashMap, HashSet};

/// The records of one human.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The record that survives; everything is shown under it.
    pub person: PersonId,
    /// All of them, the surviving one first.
    pub records: Vec<PersonId>,
    /// What was assigned to them, or away from them, after earlier merges had ended.
    moved: Vec<Moved>,
}

impl Whole {
    /// Whose facts the archive tells.
    pub fn reading(&self) -> Reading {
        let named = |shown| self.moved.iter().filter(move |one| one.shown == shown);
        Reading {
            people: self.records.clone(),
            without: named(false).map(|one| one.fact).collect(),
            with: named(true).map(|one| one.fact).collect(),
            kinds: &[],
        }
    }

    /// What stands under other records and is theirs, such as a certificate.
    pub fn added(&self) -> HashSet<SubjectId> {
        self.moved.iter().filter(|one| one.shown).filter_map(|one| one.subject).collect()
    }

    /// What stands under these records and is another's.
    pub fn removed(&self) -> HashSet<SubjectId> {
        let added = self.added();
        let away = self.moved.iter().filter(|one| !one.shown).filter_map(|one| one.subject);
        away.filter(|subject| !added.contains(subject)).collect()
    }

    /// Their records and those under which something stands that is theirs.
    pub fn sources(&self) -> Vec<PersonId> {
        let mut all = self.records.clone();
        all.extend(self.moved.iter().filter(|one| one.shown).map(|one| one.other));
        all.sort();
        all.dedup();
        all
    }
}

/// The records of the human of whom this is one.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn whole_in(conn: &mut Conn, person: PersonId) -> Result<Whole> {
    let mut links = store::links(conn, &[person]).await?;
    let held = links.iter().find(|link| link.merged == person && link.until.is_none());
    let survivor = held.map_or(person, |link| link.survivor);
    if survivor != person {
        links = store::links(conn, &[survivor]).await?;
    }
    let merged = links.iter().filter(|link| link.survivor == survivor && link.until.is_none());
    let mut records = vec![survivor];
    records.extend(merged.map(|link| link.merged));
    let moved = store::moved(conn, &records).await?;
    Ok(Whole { person: survivor, records, moved })
}

/// The records under which these are found today; those that are merged into none are absent.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn survivors_in(
    conn: &mut Conn,
    people: &[PersonId],
) -> Result<HashMap<PersonId, PersonId>> {
    Ok(store::survivors(conn, people).await?.into_iter().collect())
}

/// The record under which this one is found today.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn survivor_in(conn: &mut Conn, person: PersonId) -> Result<PersonId> {
    let found = store::survivors(conn, &[person]).await?;
    Ok(found.first().map_or(person, |(_, survivor)| *survivor))
}

/// Whose something is today that stands under a record: assignments after a merge and merges that
/// hold are followed.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn holder_in(conn: &mut Conn, person: PersonId, subject: SubjectId) -> Result<PersonId> {
    let moved = store::moved(conn, &[person]).await?;
    let away = moved.iter().rev().find(|one| one.subject == Some(subject) && !one.shown);
    survivor_in(conn, away.map_or(person, |one| one.other)).await
}
