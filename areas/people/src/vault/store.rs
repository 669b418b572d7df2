//! Rows of the vault and its index of names.

use super::VaultRow;
use kernel::{PersonId, Problem, Result};
use store::{Conn, Row, Sql, Tx, Value, args, homes_and_ids, placeholders, values_by_key};

const COLUMNS: &[&str] = &["home", "person", "wrapped_key", "key_version", "sealed", "sealed_at"];

fn vault_row(row: &Row) -> Result<VaultRow> {
    Ok(VaultRow {
        person: row.get("person")?,
        wrapped_key: row.get("wrapped_key")?,
        key_version: row.get("key_version")?,
        sealed: row.get("sealed")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, rows: Vec<VaultRow>) -> Result<()> {
    let now = tx.now();
    let rows = rows.into_iter().map(|row| {
        args![row.person.home(), row.person, row.wrapped_key, row.key_version, row.sealed, now]
    });
    tx.insert_many("person_vault", COLUMNS, rows.collect()).await
}

/// Replaces what is sealed; the person's key stays.
pub(crate) async fn reseal(tx: &mut Tx, person: PersonId, sealed: Vec<u8>) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE person_vault SET sealed = $3, sealed_at = $4
               WHERE home = $1 AND person = $2";
    tx.execute_one(sql, args![person.home(), person, sealed, now]).await
}

/// Replaces wrapped keys by the same keys under a newer master key, and nothing else of a row: what is
/// sealed may have been replaced meanwhile, and a row may be gone.
pub(crate) async fn rewrap(
    tx: &mut Tx,
    version: i64,
    keys: Vec<(PersonId, Vec<u8>)>,
) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let (wrapped_key, condition) = values_by_key(&["home", "person"], 2, keys.len());
    // fan-out: rotation goes through everybody
    let sql = format!(
        "UPDATE person_vault SET wrapped_key = {wrapped_key}, key_version = $1
         WHERE {condition} AND key_version < $1"
    );
    let mut values = args![version];
    for (person, wrapped) in keys {
        values.extend(args![person.home(), person, wrapped]);
    }
    tx.execute(Sql::assembled(sql), values).await.map(|_| ())
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<VaultRow>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1000) {
        // fan-out: the people of one page or chunk may live in several homes
        let (pairs, values) = homes_and_ids(chunk);
        let sql = format!(
            "SELECT person, wrapped_key, key_version, sealed FROM person_vault
             WHERE (home, person) IN {pairs}"
        );
        let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
        for row in &rows {
            found.push(vault_row(row)?);
        }
    }
    Ok(found)
}

/// How many keys are wrapped under older master keys than the given one.
pub(crate) async fn count_older(conn: &mut Conn, version: i64) -> Result<i64> {
    // fan-out: how far a rotation is, for the operator
    let sql = "SELECT COUNT(*) AS n FROM person_vault WHERE key_version < $1";
    conn.fetch_one(sql, args![version]).await?.get("n")
}

/// Rows whose keys are wrapped under an older master key than the given one. Never a newer one: a
/// server that has not learnt of it yet must not turn the others' work back.
pub(crate) async fn wrapped_under_older(
    conn: &mut Conn,
    version: i64,
    limit: u32,
) -> Result<Vec<VaultRow>> {
    // fan-out: rotation goes through everybody
    let sql = "SELECT person, wrapped_key, key_version, sealed FROM person_vault
               WHERE key_version < $1 ORDER BY key_version, home, person LIMIT $2";
    conn.fetch_all(sql, args![version, limit]).await?.iter().map(vault_row).collect()
}

pub(crate) async fn delete(tx: &mut Tx, person: PersonId) -> Result<()> {
    let sql = "DELETE FROM person_vault WHERE home = $1 AND person = $2";
    tx.execute_one(sql, args![person.home(), person]).await
}

/// Enters people into the index of names.
pub(crate) async fn index_names(tx: &mut Tx, entries: Vec<([u8; 32], PersonId)>) -> Result<()> {
    let columns = &["key_hash", "home", "person"];
    let rows = entries.into_iter().map(|(hash, person)| args![hash, person.home(), person]);
    tx.insert_new("person_name_index", columns, columns, rows.collect()).await.map(|_| ())
}

/// People with this name and birth date.
pub(crate) async fn named(conn: &mut Conn, hashes: &[[u8; 32]]) -> Result<Vec<PersonId>> {
    let sql = format!(
        "SELECT DISTINCT person FROM person_name_index WHERE key_hash IN {} ORDER BY person LIMIT 50",
        placeholders(1, hashes.len())
    );
    let values = hashes.iter().map(|hash| Value::from(*hash)).collect();
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(|row| row.get("person")).collect()
}

/// Who else stands in the index under these hashes: each hash with each person.
pub(crate) async fn sharing(
    conn: &mut Conn,
    hashes: &[[u8; 32]],
) -> Result<Vec<([u8; 32], PersonId)>> {
    let mut found = Vec::new();
    for chunk in hashes.chunks(1000) {
        let sql = format!(
            "SELECT key_hash, person FROM person_name_index WHERE key_hash IN {}",
            placeholders(1, chunk.len())
        );
        let values = chunk.iter().map(|hash| Value::from(*hash)).collect();
        for row in conn.fetch_all(Sql::assembled(sql), values).await? {
            let hash: Vec<u8> = row.get("key_hash")?;
            let hash =
                hash.try_into().map_err(|_| Problem::internal("a hash of another length"))?;
            found.push((hash, row.get("person")?));
        }
    }
    Ok(found)
}

/// The next people of the vault in the order of their ids.
pub(crate) async fn after(
    conn: &mut Conn,
    last: Option<PersonId>,
    limit: u32,
) -> Result<Vec<PersonId>> {
    let (home, id) = last.map_or((-1, Vec::new()), |id| (id.home().number(), id.bytes().to_vec()));
    // fan-out: a search for duplicates goes through everybody
    let sql = "SELECT person FROM person_vault WHERE (home, person) > ($1, $2)
               ORDER BY home, person LIMIT $3";
    let rows = conn.fetch_all(sql, args![home, id, limit]).await?;
    rows.iter().map(|row| row.get("person")).collect()
}

pub(crate) async fn forget_name(tx: &mut Tx, hashes: &[[u8; 32]], person: PersonId) -> Result<()> {
    for hash in hashes {
        let sql = "DELETE FROM person_name_index
                   WHERE key_hash = $1 AND home = $2 AND person = $3";
        tx.execute(sql, args![*hash, person.home(), person]).await?;
    }
    Ok(())
}
