//! Rows of rounds.

use super::{Adjustment, Stage};
use kernel::{AdjustmentId, Problem, Result};
use store::{Conn, Row, Sql, Tx, Value, args};

const COLUMNS: &str = "id, version, office, title, call, opens_on, closes_on, consult_days, stage,
                       entered_by, entered_at";

fn adjustment(row: &Row) -> Result<Adjustment> {
    let id: AdjustmentId = row.get("id")?;
    let wrong = |column| Problem::inconsistent("classification_adjustment", column, id);
    let (days, stage): (i64, serde_json::Value) = (row.get("consult_days")?, row.get("stage")?);
    Ok(Adjustment {
        id,
        version: row.get("version")?,
        office: row.get("office")?,
        title: row.get("title")?,
        call: row.get("call")?,
        opens_on: row.get("opens_on")?,
        closes_on: row.get("closes_on")?,
        consult_days: u16::try_from(days).map_err(|_| wrong("consult_days"))?,
        stage: serde_json::from_value(stage).map_err(|_| wrong("stage"))?,
        entered_by: row.get("entered_by")?,
        entered_at: row.get("entered_at")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, one: &Adjustment) -> Result<()> {
    let sql = "INSERT INTO classification_adjustment
                   (home, id, version, office, title, call, opens_on, closes_on, consult_days,
                    stage, entered_by, entered_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = args![
        one.id.home(),
        one.id,
        one.version,
        one.office,
        one.title.as_str(),
        one.call.as_str(),
        one.opens_on,
        one.closes_on,
        i64::from(one.consult_days),
        Value::json(&one.stage)?,
        one.entered_by.as_str(),
        one.entered_at,
    ];
    tx.execute_one(sql, values).await
}

/// Sets where the version that was loaded stands.
pub(crate) async fn set_stage(tx: &mut Tx, one: &Adjustment, stage: &Stage) -> Result<()> {
    let sql = "UPDATE classification_adjustment SET stage = $4, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    tx.execute_one(sql, args![one.id.home(), one.id, one.version, Value::json(stage)?]).await
}

pub(crate) async fn find(conn: &mut Conn, id: AdjustmentId) -> Result<Option<Adjustment>> {
    let sql =
        format!("SELECT {COLUMNS} FROM classification_adjustment WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| adjustment(&row)).transpose()
}

/// All rounds, the one that closes last first. There is about one a year.
pub(crate) async fn all(conn: &mut Conn) -> Result<Vec<Adjustment>> {
    // fan-out: the public list shows the rounds of all offices
    let sql =
        format!("SELECT {COLUMNS} FROM classification_adjustment ORDER BY closes_on DESC, id DESC");
    conn.fetch_all(Sql::assembled(sql), args![]).await?.iter().map(adjustment).collect()
}
