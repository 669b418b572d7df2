//! Rows of requests for correction.

use super::CorrectionState;
use kernel::{CorrectionId, DivisionCode, Instant, PageRequest, PersonId, Problem, Result};
use store::{Conn, Row, Sql, Tx, Value, args, homes_and_ids, within};

#[derive(Clone)]
pub(crate) struct CorrectionRow {
    pub id: CorrectionId,
    pub version: i64,
    pub person: PersonId,
    pub division: DivisionCode,
    pub field: String,
    pub state: CorrectionState,
    pub sealed: Vec<u8>,
    pub requested_at: Instant,
}

const COLUMNS: &str = "id, version, person, division, field, state, sealed, requested_at, \
                       decided_by, decided_at";

fn correction(row: &Row) -> Result<CorrectionRow> {
    let id: CorrectionId = row.get("id")?;
    let word: String = row.get("state")?;
    let by: Option<String> = row.get("decided_by")?;
    let at: Option<Instant> = row.get("decided_at")?;
    let state = match (word.as_str(), by, at) {
        ("requested", None, None) => CorrectionState::Requested,
        ("accepted", Some(by), Some(at)) => CorrectionState::Accepted { by, at },
        ("refused", Some(by), Some(at)) => CorrectionState::Refused { by, at },
        ("withdrawn", None, Some(at)) => CorrectionState::Withdrawn { at },
        _ => return Err(Problem::inconsistent("correction", "state", id)),
    };
    Ok(CorrectionRow {
        id,
        version: row.get("version")?,
        person: row.get("person")?,
        division: row.get("division")?,
        field: row.get("field")?,
        state,
        sealed: row.get("sealed")?,
        requested_at: row.get("requested_at")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, row: &CorrectionRow) -> Result<()> {
    let columns = &[
        "home",
        "id",
        "version",
        "person",
        "division",
        "field",
        "state",
        "sealed",
        "requested_at",
    ];
    let (field, state) = (row.field.as_str(), row.state.word());
    let (sealed, at) = (row.sealed.clone(), row.requested_at);
    let values = args![
        row.id.home(),
        row.id,
        row.version,
        row.person,
        row.division,
        field,
        state,
        sealed,
        at
    ];
    tx.insert_many("correction", columns, vec![values]).await
}

/// Writes the new state over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, row: &CorrectionRow) -> Result<()> {
    let (by, at) = match &row.state {
        CorrectionState::Requested => (None, None),
        CorrectionState::Accepted { by, at } | CorrectionState::Refused { by, at } => {
            (Some(by.clone()), Some(*at))
        }
        CorrectionState::Withdrawn { at } => (None, Some(*at)),
    };
    let sql = "UPDATE correction SET version = version + 1, state = $4, sealed = $5,
                      decided_by = $6, decided_at = $7
               WHERE home = $1 AND id = $2 AND version = $3";
    let (state, sealed) = (row.state.word(), row.sealed.clone());
    tx.execute_one(sql, args![row.id.home(), row.id, row.version, state, sealed, by, at]).await
}

pub(crate) async fn find(conn: &mut Conn, id: CorrectionId) -> Result<Option<CorrectionRow>> {
    let sql = format!("SELECT {COLUMNS} FROM correction WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.as_ref().map(correction).transpose()
}

/// The requests about some records of one human, latest first.
pub(crate) async fn of_people(conn: &mut Conn, records: &[PersonId]) -> Result<Vec<CorrectionRow>> {
    let (pairs, values) = homes_and_ids(records);
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "SELECT {COLUMNS} FROM correction WHERE (home, person) IN {pairs}
         ORDER BY requested_at DESC, id DESC LIMIT 200"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(correction).collect()
}

/// Requests of a territory: open ones first come first served, settled ones latest first.
pub(crate) async fn list(
    conn: &mut Conn,
    open: bool,
    territory: &[DivisionCode],
    page: &PageRequest,
) -> Result<Vec<CorrectionRow>> {
    if territory.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let within = within("division", territory, &mut values);
    let (state, order, after) = match open {
        true => ("state = 'requested'", "ASC", ">"),
        false => ("state <> 'requested'", "DESC", "<"),
    };
    let mut next = String::new();
    if let Some((at, id)) = page.after.as_ref().and_then(|cursor| read_cursor(&cursor.0)) {
        values.extend(args![at, id]);
        let n = values.len();
        next = format!("AND (requested_at, id) {after} (${}, ${n})", n - 1);
    }
    values.push(Value::from(page.limit() + 1));
    let limit = values.len();
    // fan-out: an office's list holds the people of all homes
    let sql = format!(
        "SELECT {COLUMNS} FROM correction WHERE {state} AND {within} {next}
         ORDER BY requested_at {order}, id {order} LIMIT ${limit}"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(correction).collect()
}

/// How many wait in a territory.
pub(crate) async fn count(conn: &mut Conn, territory: &[DivisionCode]) -> Result<i64> {
    if territory.is_empty() {
        return Ok(0);
    }
    let mut values = Vec::new();
    let within = within("division", territory, &mut values);
    // fan-out: an office's list holds the people of all homes
    let sql =
        format!("SELECT COUNT(*) AS n FROM correction WHERE state = 'requested' AND {within}");
    conn.fetch_one(Sql::assembled(sql), values).await?.get("n")
}

pub(crate) fn cursor(row: &CorrectionRow) -> String {
    format!("{}.{}", row.requested_at.micros(), row.id)
}

fn read_cursor(text: &str) -> Option<(Instant, CorrectionId)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}
