//! Rows of authorities.

use super::{Authority, AuthorityKind, AuthorityState};
use kernel::{AuthorityId, CivilDate, Problem, Result};
use serde::de::DeserializeOwned;
use store::{Conn, Row, Sql, Tx, Value, args, placeholders};

const COLUMNS: &str = "id, version, kind, name, parent, division, territory, functions, state,
                       successor, ended_on";

fn list<T: DeserializeOwned>(row: &Row, column: &'static str, id: AuthorityId) -> Result<T> {
    let value: serde_json::Value = row.get(column)?;
    serde_json::from_value(value).map_err(|_| Problem::inconsistent("authority", column, id))
}

fn state(row: &Row, id: AuthorityId) -> Result<AuthorityState> {
    let word: String = row.get("state")?;
    let successor: Option<AuthorityId> = row.get("successor")?;
    let ended_on: Option<CivilDate> = row.get("ended_on")?;
    match (word.as_str(), successor, ended_on) {
        ("active", None, None) => Ok(AuthorityState::Active),
        ("merged", Some(into), Some(on)) => Ok(AuthorityState::Merged { into, on }),
        ("abolished", None, Some(on)) => Ok(AuthorityState::Abolished { on }),
        _ => Err(Problem::inconsistent("authority", "state", id)),
    }
}

fn authority(row: &Row) -> Result<Authority> {
    let id: AuthorityId = row.get("id")?;
    let kind: String = row.get("kind")?;
    Ok(Authority {
        id,
        version: row.get("version")?,
        kind: AuthorityKind::from_word(&kind)
            .ok_or_else(|| Problem::inconsistent("authority", "kind", id))?,
        name: row.get("name")?,
        parent: row.get("parent")?,
        division: row.get("division")?,
        territory: list(row, "territory", id)?,
        functions: list(row, "functions", id)?,
        state: state(row, id)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, authority: &Authority) -> Result<()> {
    let sql = "INSERT INTO authority (home, id, version, kind, name, parent, division, territory,
                                      functions, state)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        authority.id.home(),
        authority.id,
        authority.version,
        authority.kind.word(),
        authority.name.as_str(),
        authority.parent,
        authority.division,
        Value::json(&authority.territory)?,
        Value::json(&authority.functions)?,
        authority.state.word(),
    ];
    tx.execute_one(sql, values).await
}

/// Stores what an authority is now, in the place of the version that was read.
pub(crate) async fn update(tx: &mut Tx, authority: &Authority) -> Result<()> {
    let sql = "UPDATE authority
               SET kind = $4, name = $5, parent = $6, division = $7, territory = $8,
                   functions = $9, state = $10, successor = $11, ended_on = $12,
                   version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        authority.id.home(),
        authority.id,
        authority.version,
        authority.kind.word(),
        authority.name.as_str(),
        authority.parent,
        authority.division,
        Value::json(&authority.territory)?,
        Value::json(&authority.functions)?,
        authority.state.word(),
        authority.state.successor(),
        authority.state.ended_on(),
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: AuthorityId) -> Result<Option<Authority>> {
    let sql = format!("SELECT {COLUMNS} FROM authority WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| authority(&row)).transpose()
}

pub(crate) async fn all(conn: &mut Conn) -> Result<Vec<Authority>> {
    // fan-out: the register of authorities is small and read whole
    let sql = format!("SELECT {COLUMNS} FROM authority ORDER BY division, id");
    conn.fetch_all(Sql::assembled(sql), args![]).await?.iter().map(authority).collect()
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[AuthorityId]) -> Result<Vec<Authority>> {
    among(conn, "id", ids).await
}

/// Those that went into one of the authorities.
pub(crate) async fn merged_into(conn: &mut Conn, ids: &[AuthorityId]) -> Result<Vec<Authority>> {
    among(conn, "successor", ids).await
}

async fn among(
    conn: &mut Conn,
    column: &'static str,
    ids: &[AuthorityId],
) -> Result<Vec<Authority>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // fan-out: the few authorities that one page or one account names
    let sql =
        format!("SELECT {COLUMNS} FROM authority WHERE {column} IN {}", placeholders(1, ids.len()));
    let values = ids.iter().map(|id| Value::from(*id)).collect();
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(authority).collect()
}
