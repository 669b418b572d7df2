//! Rows of API keys.

use super::ApiKeyCard;
use crate::session::store::{ACCOUNT_AND_POST, Found, found};
use kernel::{AccountId, ApiKeyId, CivilDate, Home, Result};
use store::{Conn, Row, Sql, Tx, Value, args, placeholders};

const COLUMNS: &str = "id, account, label, created_at, expires_on, revoked_at";

fn card(row: &Row) -> Result<ApiKeyCard> {
    Ok(ApiKeyCard {
        id: row.get("id")?,
        account: row.get("account")?,
        label: row.get("label")?,
        created_at: row.get("created_at")?,
        expires_on: row.get("expires_on")?,
        revoked_at: row.get("revoked_at")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, key: &ApiKeyCard, tag: [u8; 32]) -> Result<()> {
    let sql = "INSERT INTO api_key
                   (home, id, account, key_tag, label, created_at, expires_on, revoked_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    let values = args![
        key.id.home(),
        key.id,
        key.account,
        tag,
        key.label.as_str(),
        key.created_at,
        key.expires_on,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: ApiKeyId) -> Result<Option<ApiKeyCard>> {
    let sql = format!("SELECT {COLUMNS} FROM api_key WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| card(&row)).transpose()
}

pub(crate) async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<ApiKeyCard>> {
    let sql =
        format!("SELECT {COLUMNS} FROM api_key WHERE home = $1 AND account = $2 ORDER BY id DESC");
    let rows = conn.fetch_all(Sql::assembled(sql), args![account.home(), account]).await?;
    rows.iter().map(card).collect()
}

/// Revokes a key that has not been revoked.
pub(crate) async fn revoke(tx: &mut Tx, id: ApiKeyId) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE api_key SET revoked_at = $3
               WHERE home = $1 AND id = $2 AND revoked_at IS NULL";
    tx.execute_one(sql, args![id.home(), id, now]).await
}

/// Revokes all keys of an account.
pub(crate) async fn revoke_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE api_key SET revoked_at = $3
               WHERE home = $1 AND account = $2 AND revoked_at IS NULL";
    tx.execute(sql, args![account.home(), account, now]).await.map(|_| ())
}

/// The valid key with one of the tags, its account and the posts held on the day.
pub(crate) async fn acting(
    conn: &mut Conn,
    home: Home,
    tags: &[[u8; 32]],
    today: CivilDate,
) -> Result<Option<Found<[u8; 32]>>> {
    let sql = format!(
        "SELECT k.key_tag, {ACCOUNT_AND_POST}
         FROM api_key k
         JOIN account a ON a.home = k.home AND a.id = k.account
         LEFT JOIN post p ON p.home = a.home AND p.account = a.id
              AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
         WHERE k.home = $1 AND k.expires_on >= $2 AND k.revoked_at IS NULL AND k.key_tag IN {}
         ORDER BY p.id",
        placeholders(3, tags.len())
    );
    let mut values = args![home, today];
    values.extend(tags.iter().map(|tag| Value::from(*tag)));
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    found(&rows, |row| row.get("key_tag"))
}
