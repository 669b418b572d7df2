//! The only home of globally unique keys: what a keyed hash of an identity number, a credit code, a
//! certificate number, a token or a login belongs to.

use crate::args;
use crate::conn::{Conn, placeholders};
use crate::statement::Sql;
use crate::value::Value;
use kernel::{Home, Result, SubjectId};
use std::collections::HashMap;

/// A key and what it shall belong to.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The kind of key, such as `document` or `certificate-number`.
    pub kind: &'static str,
    /// The keyed hash of the key.
    pub hash: [u8; 32],
    /// What it belongs to.
    pub subject: SubjectId,
}

const COLUMNS: &[&str] = &["kind", "key_hash", "home", "subject"];

/// Claims keys. A key that is taken, even by the same record, makes the whole write fail.
///
/// # Errors
/// The conflict [`crate::error::EXISTS`].
pub async fn claim(conn: &mut Conn, claims: Vec<Claim>) -> Result<()> {
    let rows = claims.into_iter().map(|c| args![c.kind, c.hash, c.subject.home(), c.subject]);
    conn.insert_many("directory", COLUMNS, rows.collect()).await
}

/// What a key belongs to.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn find(conn: &mut Conn, kind: &str, hash: [u8; 32]) -> Result<Option<SubjectId>> {
    let sql = "SELECT subject FROM directory WHERE kind = $1 AND key_hash = $2";
    let row = conn.fetch_optional(sql, args![kind, hash]).await?;
    row.map(|row| row.get("subject")).transpose()
}

/// What each of many keys belongs to; keys that nobody holds are absent from the answer.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn find_many(
    conn: &mut Conn,
    kind: &str,
    hashes: &[[u8; 32]],
) -> Result<HashMap<[u8; 32], SubjectId>> {
    let mut found = HashMap::with_capacity(hashes.len());
    for chunk in hashes.chunks(1000) {
        let sql = format!(
            "SELECT key_hash, subject FROM directory WHERE kind = $1 AND key_hash IN {}",
            placeholders(2, chunk.len())
        );
        let mut values = args![kind];
        values.extend(chunk.iter().map(|hash| Value::from(*hash)));
        for row in conn.fetch_all(Sql::assembled(sql), values).await? {
            found.insert(row.get("key_hash")?, row.get("subject")?);
        }
    }
    Ok(found)
}

/// Gives a key back, for instance when a session ends. Gives whether it was held.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn release(conn: &mut Conn, kind: &str, hash: [u8; 32], home: Home) -> Result<bool> {
    let sql = "DELETE FROM directory WHERE kind = $1 AND key_hash = $2 AND home = $3";
    Ok(conn.execute(sql, args![kind, hash, home]).await? == 1)
}
