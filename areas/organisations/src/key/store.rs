//! Rows of bodies' keys.

use super::{BodyKey, KeyState};
use kernel::{BodyId, BodyKeyId, Instant, Problem, Result};
use store::{Conn, Row, SealedColumn, Sql, Tx, args};

const COLUMNS: &str = "id, version, body, state, algorithm, public_key, sealed_key, proposed_by,
                       proposed_at, active_from, active_until";

/// The keys themselves, each sealed under a master key.
pub(crate) const SEALED: SealedColumn =
    SealedColumn { table: "body_key", key: &["home", "id"], column: "sealed_key" };

fn key(row: &Row) -> Result<BodyKey> {
    let id: BodyKeyId = row.get("id")?;
    Ok(BodyKey {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        state: state(row, id)?,
        algorithm: row.get("algorithm")?,
        public_key: row.get("public_key")?,
        sealed_key: row.get("sealed_key")?,
    })
}

fn state(row: &Row, id: BodyKeyId) -> Result<KeyState> {
    let word: String = row.get("state")?;
    let missing = || Problem::inconsistent("body_key", "active_from", id);
    let from = || row.get::<Option<Instant>>("active_from")?.ok_or_else(missing);
    let until = || row.get::<Option<Instant>>("active_until")?.ok_or_else(missing);
    match word.as_str() {
        "proposed" => {
            Ok(KeyState::Proposed { by: row.get("proposed_by")?, at: row.get("proposed_at")? })
        }
        "active" => Ok(KeyState::Active { from: from()? }),
        "retired" => Ok(KeyState::Retired { from: from()?, until: until()? }),
        "compromised" => Ok(KeyState::Compromised { from: from()?, at: until()? }),
        "refused" => Ok(KeyState::Refused { at: until()? }),
        _ => Err(Problem::inconsistent("body_key", "state", id)),
    }
}

/// The two instants of a state as they are stored.
fn times(state: &KeyState) -> (Option<Instant>, Option<Instant>) {
    match state {
        KeyState::Proposed { .. } => (None, None),
        KeyState::Active { from } => (Some(*from), None),
        KeyState::Retired { from, until } => (Some(*from), Some(*until)),
        KeyState::Compromised { from, at } => (Some(*from), Some(*at)),
        KeyState::Refused { at } => (None, Some(*at)),
    }
}

pub(crate) async fn insert(tx: &mut Tx, key: &BodyKey) -> Result<()> {
    let KeyState::Proposed { by, at } = &key.state else {
        return Err(Problem::internal("a new key is a proposed one"));
    };
    let sql = "INSERT INTO body_key (home, id, version, body, state, algorithm, public_key,
                                     sealed_key, proposed_by, proposed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        key.id.home(),
        key.id,
        key.version,
        key.body,
        key.state.word(),
        key.algorithm.as_str(),
        key.public_key.clone(),
        key.sealed_key.clone(),
        by.as_str(),
        *at,
    ];
    tx.execute_one(sql, values).await
}

/// Sets the state of the version that was loaded.
pub(crate) async fn set_state(tx: &mut Tx, key: &BodyKey, state: &KeyState) -> Result<()> {
    let (from, until) = times(state);
    let decided_by = tx.ctx().actor.word();
    let sql = "UPDATE body_key SET state = $4, active_from = $5, active_until = $6,
                                   decided_by = $7, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![key.id.home(), key.id, key.version, state.word(), from, until, decided_by];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: BodyKeyId) -> Result<Option<BodyKey>> {
    let sql = format!("SELECT {COLUMNS} FROM body_key WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| key(&row)).transpose()
}

/// All keys of a body, latest first.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<BodyKey>> {
    let sql =
        format!("SELECT {COLUMNS} FROM body_key WHERE home = $1 AND body = $2 ORDER BY id DESC");
    conn.fetch_all(Sql::assembled(sql), args![body.home(), body]).await?.iter().map(key).collect()
}

/// Every key that ever signed, of all bodies.
pub(crate) async fn all_that_signed(conn: &mut Conn) -> Result<Vec<BodyKey>> {
    // fan-out: the published list of keys covers all bodies
    let sql = format!(
        "SELECT {COLUMNS} FROM body_key WHERE state IN ('active', 'retired', 'compromised') ORDER BY id"
    );
    conn.fetch_all(Sql::assembled(sql), args![]).await?.iter().map(key).collect()
}
