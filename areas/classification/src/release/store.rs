//! Rows of releases.

use super::Release;
use kernel::{Problem, Result};
use store::{Conn, Row, Tx, Value, args};

fn release(row: &Row) -> Result<Release> {
    let from: kernel::CivilDate = row.get("from_on")?;
    let changes: serde_json::Value = row.get("changes")?;
    Ok(Release {
        from,
        source: row.get("source")?,
        adjustment: row.get("adjustment")?,
        changes: serde_json::from_value(changes)
            .map_err(|_| Problem::inconsistent("classification_release", "changes", from))?,
    })
}

/// Adds a release whose day no other has.
pub(crate) async fn insert(tx: &mut Tx, one: &Release) -> Result<()> {
    let columns = &["from_on", "source", "adjustment", "changes", "released_at"];
    let row =
        args![one.from, one.source.as_str(), one.adjustment, Value::json(&one.changes)?, tx.now(),];
    match tx.insert_new("classification_release", columns, &["from_on"], vec![row]).await? {
        1 => Ok(()),
        _ => Err(Problem::conflict("classification-release-day")),
    }
}

/// All releases, oldest first.
pub(crate) async fn all(conn: &mut Conn) -> Result<Vec<Release>> {
    let sql = "SELECT from_on, source, adjustment, changes FROM classification_release
               ORDER BY from_on";
    conn.fetch_all(sql, args![]).await?.iter().map(release).collect()
}

/// How many there are: what a process compares to see that the classification has grown.
pub(crate) async fn count(conn: &mut Conn) -> Result<u64> {
    let row = conn.fetch_one("SELECT COUNT(*) AS n FROM classification_release", args![]).await?;
    let count: i64 = row.get("n")?;
    Ok(count.unsigned_abs())
}
