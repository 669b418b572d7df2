//! Reading the history of a body. Nothing here writes.

use super::Entry;
use kernel::{Home, Problem, Result, SubjectId};
use store::{Conn, Row, Sql, Value, args, placeholders};

fn entry(row: &Row) -> Result<Entry> {
    let subject: SubjectId = row.get("subject")?;
    let data: String = row.get("data")?;
    Ok(Entry {
        subject,
        kind: row.get("kind")?,
        action: row.get("action")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        data: serde_json::from_str(&data)
            .map_err(|_| Problem::inconsistent("history", "data", subject))?,
    })
}

/// The history of rows that live in one home, latest first.
pub(crate) async fn of_subjects(
    conn: &mut Conn,
    home: Home,
    subjects: &[SubjectId],
) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT subject, kind, action, at, actor, data FROM history
         WHERE home = $1 AND subject IN {} ORDER BY at DESC, subject DESC, version DESC",
        placeholders(2, subjects.len())
    );
    let mut values = args![home];
    values.extend(subjects.iter().map(|subject| Value::from(*subject)));
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(entry).collect()
}
