//! Rows of people.

use super::{Person, PersonState};
use kernel::{DivisionCode, PersonId, Problem, Result};
use store::{Conn, Row, Sql, Tx, args, homes_and_ids};

fn person(row: &Row) -> Result<Person> {
    let id: PersonId = row.get("id")?;
    let state: String = row.get("state")?;
    Ok(Person {
        id,
        version: row.get("version")?,
        division: row.get("division")?,
        state: PersonState::from_word(&state)
            .ok_or_else(|| Problem::inconsistent("person", "state", id))?,
        registered_at: row.get("registered_at")?,
    })
}

pub(crate) async fn insert(
    tx: &mut Tx,
    people: impl Iterator<Item = (PersonId, DivisionCode)>,
) -> Result<()> {
    let now = tx.now();
    let columns = &["home", "id", "version", "division", "state", "registered_at"];
    let active = PersonState::Active.word();
    let rows = people.map(|(id, division)| args![id.home(), id, 1i64, division, active, now]);
    tx.insert_many("person", columns, rows.collect()).await
}

pub(crate) async fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>> {
    let sql = "SELECT id, version, division, state, registered_at FROM person
               WHERE home = $1 AND id = $2";
    let row = conn.fetch_optional(sql, args![id.home(), id]).await?;
    row.map(|row| person(&row)).transpose()
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (pairs, values) = homes_and_ids(ids);
    // fan-out: the few people of one answer, each with their home
    let sql = format!(
        "SELECT id, version, division, state, registered_at FROM person WHERE (home, id) IN {pairs}"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(person).collect()
}

/// Counts a change of the version that was loaded.
pub(crate) async fn touch(tx: &mut Tx, person: &Person, state: PersonState) -> Result<()> {
    let sql = "UPDATE person SET version = version + 1, state = $4
               WHERE home = $1 AND id = $2 AND version = $3";
    tx.execute_one(sql, args![person.id.home(), person.id, person.version, state.word()]).await
}
