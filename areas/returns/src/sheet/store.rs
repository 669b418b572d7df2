//! Rows of returns and of what happened to them.

use super::{Cell, CellChange, Change, Decided, ReturnState, Sheet};
use crate::form::Span;
use ::store::{Conn, Row, Sql, Tx, Value, args, placeholders};
use kernel::{AuthorityId, Instant, Month, Problem, Result, ReturnId};
use serde::de::DeserializeOwned;

const COLUMNS: &str =
    "id, version, form, form_version, month, authority, revision, state, state_by,
     state_at, reason, cells, missing, writers, filled_at, handed_in_on";

fn list<T: DeserializeOwned>(row: &Row, column: &'static str, id: ReturnId) -> Result<T> {
    let value: serde_json::Value = row.get(column)?;
    serde_json::from_value(value)
        .map_err(|_| Problem::inconsistent("statistical_return", column, id))
}

fn state(row: &Row, id: ReturnId) -> Result<ReturnState> {
    let word: String = row.get("state")?;
    let by: Option<String> = row.get("state_by")?;
    let at: Option<Instant> = row.get("state_at")?;
    let reason: Option<String> = row.get("reason")?;
    match (word.as_str(), by, at, reason) {
        ("draft", None, None, None) => Ok(ReturnState::Draft { reopened: None }),
        ("draft", Some(by), Some(at), Some(reason)) => {
            Ok(ReturnState::Draft { reopened: Some(Decided { by, at, reason }) })
        }
        ("submitted", Some(by), Some(at), None) => Ok(ReturnState::Submitted { by, at }),
        ("returned", Some(by), Some(at), Some(reason)) => {
            Ok(ReturnState::Returned(Decided { by, at, reason }))
        }
        ("locked", Some(by), Some(at), None) => Ok(ReturnState::Locked { by, at }),
        _ => Err(Problem::inconsistent("statistical_return", "state", id)),
    }
}

fn sheet(row: &Row) -> Result<Sheet> {
    let id: ReturnId = row.get("id")?;
    let month: i64 = row.get("month")?;
    Ok(Sheet {
        id,
        version: row.get("version")?,
        form: row.get("form")?,
        form_version: row.get("form_version")?,
        month: Month::from_number(month)
            .ok_or_else(|| Problem::inconsistent("statistical_return", "month", id))?,
        authority: row.get("authority")?,
        revision: row.get("revision")?,
        state: state(row, id)?,
        cells: list::<Vec<Cell>>(row, "cells", id)?,
        missing: list(row, "missing", id)?,
        writers: list(row, "writers", id)?,
        filled_at: row.get("filled_at")?,
        handed_in_on: row.get("handed_in_on")?,
    })
}

/// By, when and why, as columns.
fn of_state(state: &ReturnState) -> (Option<&str>, Option<Instant>, Option<&str>) {
    match state {
        ReturnState::Draft { reopened: None } => (None, None, None),
        ReturnState::Draft { reopened: Some(decided) } | ReturnState::Returned(decided) => {
            (Some(&decided.by), Some(decided.at), Some(&decided.reason))
        }
        ReturnState::Submitted { by, at } | ReturnState::Locked { by, at } => {
            (Some(by), Some(*at), None)
        }
    }
}

pub(crate) async fn insert(tx: &mut Tx, one: &Sheet) -> Result<()> {
    let sql = "INSERT INTO statistical_return (home, id, version, form, form_version, month,
                   authority, revision, state, state_by, state_at, reason, cells, missing, writers,
                   filled_at, handed_in_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    let (by, at, reason) = of_state(&one.state);
    let values = args![
        one.id.home(),
        one.id,
        one.version,
        one.form.as_str(),
        one.form_version,
        one.month.number(),
        one.authority,
        one.revision,
        one.state.word(),
        by,
        at,
        reason,
        Value::json(&one.cells)?,
        Value::json(&one.missing)?,
        Value::json(&one.writers)?,
        one.filled_at,
        one.handed_in_on,
    ];
    tx.execute_one(sql, values).await
}

/// Stores what a return is now, in the place of the version that was read.
pub(crate) async fn update(tx: &mut Tx, one: &Sheet) -> Result<()> {
    let sql = "UPDATE statistical_return
               SET revision = $4, state = $5, state_by = $6, state_at = $7, reason = $8, cells = $9,
                   missing = $10, writers = $11, filled_at = $12, handed_in_on = $13,
                   version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let (by, at, reason) = of_state(&one.state);
    let values = args![
        one.id.home(),
        one.id,
        one.version,
        one.revision,
        one.state.word(),
        by,
        at,
        reason,
        Value::json(&one.cells)?,
        Value::json(&one.missing)?,
        Value::json(&one.writers)?,
        one.filled_at,
        one.handed_in_on,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn lookup(conn: &mut Conn, id: ReturnId) -> Result<Option<Sheet>> {
    let sql = format!("SELECT {COLUMNS} FROM statistical_return WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| sheet(&row)).transpose()
}

/// The returns of authorities for some months; of all authorities when none are named.
pub(crate) async fn of(
    conn: &mut Conn,
    authorities: Option<&[AuthorityId]>,
    (first, last): (Month, Month),
) -> Result<Vec<Sheet>> {
    let mut values = args![first.number(), last.number()];
    let mut more = String::new();
    if let Some(authorities) = authorities {
        if authorities.is_empty() {
            return Ok(Vec::new());
        }
        more = format!("AND authority IN {}", placeholders(3, authorities.len()));
        values.extend(authorities.iter().map(|one| Value::from(*one)));
    }
    // fan-out: an office and those below it live in homes of their own
    let sql = format!(
        "SELECT {COLUMNS} FROM statistical_return WHERE month >= $1 AND month <= $2 {more}
         ORDER BY month DESC, form, authority"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(sheet).collect()
}

/// The returns of an office that are still to be handed in, whatever their month.
pub(crate) async fn open_of(conn: &mut Conn, office: AuthorityId) -> Result<Vec<Sheet>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM statistical_return
         WHERE home = $1 AND authority = $2 AND state IN ('draft', 'returned')
         ORDER BY month, form"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![office.home(), office]).await?;
    rows.iter().map(sheet).collect()
}

/// Adds what happened, numbered on from what there is.
pub(crate) async fn add_changes(
    tx: &mut Tx,
    one: &Sheet,
    what: &str,
    reason: &str,
    cells: Vec<CellChange>,
) -> Result<()> {
    let home = one.id.home();
    let (by, now) = (tx.ctx().actor.word(), tx.now());
    let mut cells: Vec<Option<CellChange>> = cells.into_iter().map(Some).collect();
    if cells.is_empty() {
        cells.push(None);
    }
    let name = format!("return/{}", one.id);
    let first = tx.next_numbers(home, &name, cells.len() as i64).await?;
    let row = |(at, cell): (usize, Option<CellChange>)| {
        let (row, span, from, to) = match cell {
            Some(cell) => (cell.row, cell.span.word(), cell.from, cell.to),
            None => (String::new(), "", None, None),
        };
        args![
            home,
            one.id,
            first + at as i64,
            one.revision,
            what,
            row,
            span,
            from,
            to,
            reason,
            by.as_str(),
            now,
        ]
    };
    let columns = &[
        "home",
        "return_id",
        "number",
        "revision",
        "what",
        "cell_row",
        "cell_column",
        "from_value",
        "to_value",
        "reason",
        "done_by",
        "done_at",
    ];
    let rows = cells.into_iter().enumerate().map(row).collect();
    tx.insert_many("statistical_change", columns, rows).await
}

/// What happened to a return, the latest first.
pub(crate) async fn trail(conn: &mut Conn, id: ReturnId) -> Result<Vec<Change>> {
    let sql = "SELECT number, revision, what, cell_row, cell_column, from_value, to_value, reason,
                      done_by, done_at
               FROM statistical_change WHERE home = $1 AND return_id = $2 ORDER BY number DESC";
    let rows = conn.fetch_all(sql, args![id.home(), id]).await?;
    let change = |row: &Row| {
        let column: String = row.get("cell_column")?;
        let cell = match column.as_str() {
            "" => None,
            word => Some(CellChange {
                row: row.get("cell_row")?,
                span: Span::from_word(word).ok_or_else(|| {
                    Problem::inconsistent("statistical_change", "cell_column", id)
                })?,
                from: row.get("from_value")?,
                to: row.get("to_value")?,
            }),
        };
        Ok(Change {
            number: row.get("number")?,
            revision: row.get("revision")?,
            what: row.get("what")?,
            cell,
            reason: row.get("reason")?,
            by: row.get("done_by")?,
            at: row.get("done_at")?,
        })
    };
    rows.iter().map(change).collect()
}
