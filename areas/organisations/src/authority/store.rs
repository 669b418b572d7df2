//! Rows of authorities.

use super::{Authority, AuthorityKind};
use kernel::{AuthorityId, Problem, Result};
use store::{Conn, Row, Sql, Tx, Value, args, placeholders};

const COLUMNS: &str = "id, version, kind, name, parent, division, territory";

fn authority(row: &Row) -> Result<Authority> {
    let id: AuthorityId = row.get("id")?;
    let kind: String = row.get("kind")?;
    let territory: serde_json::Value = row.get("territory")?;
    Ok(Authority {
        id,
        version: row.get("version")?,
        kind: AuthorityKind::from_word(&kind)
            .ok_or_else(|| Problem::inconsistent("authority", "kind", id))?,
        name: row.get("name")?,
        parent: row.get("parent")?,
        division: row.get("division")?,
        territory: serde_json::from_value(territory)
            .map_err(|_| Problem::inconsistent("authority", "territory", id))?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, authority: &Authority) -> Result<()> {
    let sql = "INSERT INTO authority (home, id, version, kind, name, parent, division, territory)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let territory = serde_json::to_string(&authority.territory).map_err(Problem::internal)?;
    let values = args![
        authority.id.home(),
        authority.id,
        authority.version,
        authority.kind.word(),
        authority.name.as_str(),
        authority.parent,
        authority.division,
        territory,
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
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // fan-out: the few authorities that one page or one account names
    let sql = format!("SELECT {COLUMNS} FROM authority WHERE id IN {}", placeholders(1, ids.len()));
    let values = ids.iter().map(|id| Value::from(*id)).collect();
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(authority).collect()
}
