//! Rows of entries. They live in the home of their round.

use super::Entry;
use ::store::{Conn, Row, Sql, Tx, Value, args};
use kernel::{BodyId, EntryId, Problem, Result, RoundId};

const COLUMNS: &str =
    "id, version, round, body, name, division, uscc, claims, evidence, progress, sheets";

fn entry(row: &Row) -> Result<Entry> {
    let id: EntryId = row.get("id")?;
    let wrong = |column| Problem::inconsistent("designation_entry", column, id);
    let json = |column: &'static str| row.get::<serde_json::Value>(column);
    Ok(Entry {
        id,
        version: row.get("version")?,
        round: row.get("round")?,
        body: row.get("body")?,
        name: row.get("name")?,
        division: row.get("division")?,
        uscc: row.get("uscc")?,
        claims: serde_json::from_value(json("claims")?).map_err(|_| wrong("claims"))?,
        evidence: serde_json::from_value(json("evidence")?).map_err(|_| wrong("evidence"))?,
        state: serde_json::from_value(json("progress")?).map_err(|_| wrong("progress"))?,
        sheets: serde_json::from_value(json("sheets")?).map_err(|_| wrong("sheets"))?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, new: &Entry) -> Result<()> {
    let sql = "INSERT INTO designation_entry
                   (home, id, version, round, body, name, division, uscc, claims, evidence, state,
                    progress, sheets)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = args![
        new.id.home(),
        new.id,
        new.version,
        new.round,
        new.body,
        new.name.as_str(),
        new.division,
        new.uscc.as_str(),
        Value::json(&new.claims)?,
        Value::json(&new.evidence)?,
        new.state.word(),
        Value::json(&new.state)?,
        Value::json(&new.sheets)?,
    ];
    tx.execute_one(sql, values).await
}

/// Writes what may change, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, changed: &Entry) -> Result<()> {
    let sql = "UPDATE designation_entry
               SET claims = $4, evidence = $5, state = $6, progress = $7, sheets = $8,
                   version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        changed.id.home(),
        changed.id,
        changed.version,
        Value::json(&changed.claims)?,
        Value::json(&changed.evidence)?,
        changed.state.word(),
        Value::json(&changed.state)?,
        Value::json(&changed.sheets)?,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: EntryId) -> Result<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM designation_entry WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| entry(&row)).transpose()
}

/// The entries of a round, in the order of their names.
pub(crate) async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM designation_entry WHERE home = $1 AND round = $2 ORDER BY name, id"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![round.home(), round]).await?;
    rows.iter().map(entry).collect()
}

/// The entries of a body.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Entry>> {
    // fan-out: an entry lives where its round does
    let sql = format!("SELECT {COLUMNS} FROM designation_entry WHERE body = $1 ORDER BY id DESC");
    let rows = conn.fetch_all(Sql::assembled(sql), args![body]).await?;
    rows.iter().map(entry).collect()
}
