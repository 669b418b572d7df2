//! Rows of comments.

use super::{Comment, CommentAnswer};
use kernel::{CommentId, Problem, ProposalId, Result};
use store::{Conn, Row, SealedColumn, Sql, Tx, Value, args, placeholders};

/// What people write, sealed under a master key.
pub(crate) const SEALED: SealedColumn =
    SealedColumn { table: "classification_comment", key: &["home", "id"], column: "sealed" };

const COLUMNS: &str = "id, version, proposal, at, sealed, answer";

fn comment(row: &Row) -> Result<Comment> {
    let id: CommentId = row.get("id")?;
    let answer: Option<serde_json::Value> = row.get("answer")?;
    let wrong = |_| Problem::inconsistent("classification_comment", "answer", id);
    Ok(Comment {
        id,
        version: row.get("version")?,
        proposal: row.get("proposal")?,
        at: row.get("at")?,
        sealed: row.get("sealed")?,
        answer: answer.map(serde_json::from_value).transpose().map_err(wrong)?,
    })
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: CommentId,
    proposal: ProposalId,
    sealed: Vec<u8>,
) -> Result<()> {
    let sql = "INSERT INTO classification_comment (home, id, version, proposal, at, sealed)
               VALUES ($1, $2, 1, $3, $4, $5)";
    let values = args![id.home(), id, proposal, tx.now(), sealed];
    tx.execute_one(sql, values).await
}

pub(crate) async fn set_answer(tx: &mut Tx, one: &Comment, answer: &CommentAnswer) -> Result<()> {
    let sql = "UPDATE classification_comment SET answer = $4, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    tx.execute_one(sql, args![one.id.home(), one.id, one.version, Value::json(answer)?]).await
}

pub(crate) async fn find(conn: &mut Conn, id: CommentId) -> Result<Option<Comment>> {
    let sql = format!("SELECT {COLUMNS} FROM classification_comment WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| comment(&row)).transpose()
}

/// The comments on proposals, in the order in which they came.
pub(crate) async fn of_proposals(conn: &mut Conn, ids: &[ProposalId]) -> Result<Vec<Comment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // fan-out: the proposals of a round have the homes of their bodies
    let sql = format!(
        "SELECT {COLUMNS} FROM classification_comment WHERE proposal IN {} ORDER BY at, id",
        placeholders(1, ids.len())
    );
    let values = ids.iter().map(|id| Value::from(*id)).collect();
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(comment).collect()
}
