//! Rows of proposals.

use super::Proposal;
use kernel::{AdjustmentId, BodyId, CaseId, Problem, ProposalId, Result};
use store::{Conn, Row, Sql, Tx, Value, args};

const COLUMNS: &str = "id, version, adjustment, body, body_name, division, content, case_id";

fn proposal(row: &Row) -> Result<Proposal> {
    let id: ProposalId = row.get("id")?;
    let content: serde_json::Value = row.get("content")?;
    Ok(Proposal {
        id,
        version: row.get("version")?,
        adjustment: row.get("adjustment")?,
        body: row.get("body")?,
        body_name: row.get("body_name")?,
        division: row.get("division")?,
        content: serde_json::from_value(content)
            .map_err(|_| Problem::inconsistent("classification_proposal", "content", id))?,
        case: row.get("case_id")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, one: &Proposal) -> Result<()> {
    let sql = "INSERT INTO classification_proposal
                   (home, id, version, adjustment, body, body_name, division, content, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = args![
        one.id.home(),
        one.id,
        one.version,
        one.adjustment,
        one.body,
        one.body_name.as_str(),
        one.division,
        Value::json(&one.content)?,
        tx.now(),
    ];
    tx.execute_one(sql, values).await
}

/// Writes what may change, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, one: &Proposal) -> Result<()> {
    let sql = "UPDATE classification_proposal
               SET content = $4, case_id = $5, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let content = Value::json(&one.content)?;
    tx.execute_one(sql, args![one.id.home(), one.id, one.version, content, one.case]).await
}

pub(crate) async fn find(conn: &mut Conn, id: ProposalId) -> Result<Option<Proposal>> {
    let sql = format!("SELECT {COLUMNS} FROM classification_proposal WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| proposal(&row)).transpose()
}

pub(crate) async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<Proposal>> {
    let sql =
        format!("SELECT {COLUMNS} FROM classification_proposal WHERE home = $1 AND case_id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![case.home(), case]).await?;
    row.map(|row| proposal(&row)).transpose()
}

/// The proposals of a body, the latest first.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Proposal>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM classification_proposal WHERE home = $1 AND body = $2
         ORDER BY id DESC"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![body.home(), body]).await?;
    rows.iter().map(proposal).collect()
}

/// What was handed in in a round, in the order in which it was begun.
pub(crate) async fn of_adjustment(conn: &mut Conn, id: AdjustmentId) -> Result<Vec<Proposal>> {
    // fan-out: the bodies that propose have homes of their own
    let sql = format!(
        "SELECT {COLUMNS} FROM classification_proposal
         WHERE adjustment = $1 AND case_id IS NOT NULL ORDER BY made_at, id"
    );
    conn.fetch_all(Sql::assembled(sql), args![id]).await?.iter().map(proposal).collect()
}
