//! Rows of files and their chunks.

use crate::Blob;
use ::store::{Conn, SealedColumn, Tx, args};
use kernel::{BlobId, Instant, Problem, Result};
use std::sync::Arc;

/// The files' own keys, each wrapped under a master key.
pub(crate) const KEYS: SealedColumn =
    SealedColumn { table: "blob_file", key: &["home", "id"], column: "sealed_key" };

/// Writes sealed chunks.
pub(crate) async fn insert_chunks(
    tx: &mut Tx,
    id: BlobId,
    chunks: Arc<Vec<(u64, Vec<u8>)>>,
) -> Result<()> {
    let rows = chunks.iter().map(|(n, sealed)| args![id.home(), id, *n as i64, sealed.clone()]);
    tx.insert_many("blob_chunk", &["home", "blob", "number", "sealed"], rows.collect()).await
}

/// Writes the row that makes the file exist.
pub(crate) async fn insert_file(tx: &mut Tx, blob: Blob) -> Result<()> {
    let sql = "INSERT INTO blob_file (home, id, kind, size, digest, sealed_key, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (home, now, size) = (blob.id.home(), tx.now(), blob.size as i64);
    let values = args![home, blob.id, blob.kind, size, blob.digest, blob.sealed_key, now];
    tx.execute_one(sql, values).await
}

/// The row of a file.
pub(crate) async fn file(conn: &mut Conn, id: BlobId) -> Result<Option<Blob>> {
    let sql = "SELECT kind, size, digest, sealed_key FROM blob_file WHERE home = $1 AND id = $2";
    let Some(row) = conn.fetch_optional(sql, args![id.home(), id]).await? else {
        return Ok(None);
    };
    let size: i64 = row.get("size")?;
    Ok(Some(Blob {
        id,
        kind: row.get("kind")?,
        size: u64::try_from(size).map_err(|_| Problem::inconsistent("blob_file", "size", id))?,
        digest: row.get("digest")?,
        sealed_key: row.get("sealed_key")?,
    }))
}

/// The next chunks of a file.
pub(crate) async fn chunks(
    conn: &mut Conn,
    id: BlobId,
    from: u64,
    limit: u32,
) -> Result<Vec<(u64, Vec<u8>)>> {
    let sql = "SELECT number, sealed FROM blob_chunk
               WHERE home = $1 AND blob = $2 AND number >= $3 ORDER BY number LIMIT $4";
    let rows = conn.fetch_all(sql, args![id.home(), id, from as i64, limit]).await?;
    rows.iter().map(|row| Ok((row.get::<i64>("number")? as u64, row.get("sealed")?))).collect()
}

/// Removes a file and its chunks.
pub(crate) async fn delete(tx: &mut Tx, id: BlobId) -> Result<()> {
    let sql = "DELETE FROM blob_chunk WHERE home = $1 AND blob = $2";
    tx.execute(sql, args![id.home(), id]).await?;
    let sql = "DELETE FROM blob_file WHERE home = $1 AND id = $2";
    tx.execute(sql, args![id.home(), id]).await.map(|_| ())
}

/// Removes chunks of no file whose id was made before the instant: ids sort by time in each home.
pub(crate) async fn sweep(tx: &mut Tx, before: Instant) -> Result<u64> {
    // fan-out: a nightly sweep over all homes
    let sql = "SELECT DISTINCT c.home, c.blob FROM blob_chunk c
               LEFT JOIN blob_file f ON f.home = c.home AND f.id = c.blob
               WHERE f.id IS NULL AND c.number = 0";
    let rows = tx.fetch_all(sql, args![]).await?;
    let mut removed = 0;
    for row in rows {
        let id: BlobId = row.get("blob")?;
        if id.made_at() < before {
            let sql = "DELETE FROM blob_chunk WHERE home = $1 AND blob = $2";
            removed += tx.execute(sql, args![id.home(), id]).await?;
        }
    }
    Ok(removed)
}
