//! Rows of sessions, and the reads that every request begins with.

use crate::account::{self, Account};
use crate::post::{HeldPost, OfficeRef};
use kernel::{AccountId, CivilDate, Home, Instant, Problem, Result, Role, SessionId, SubjectId};
use store::{Conn, Row, Sql, Tx, Value, args, placeholders};

/// A session as it is stored.
pub(crate) struct SessionRow {
    pub id: SessionId,
    pub tag: [u8; 32],
    pub two_factors: bool,
    pub seen_at: Instant,
    pub expires_at: Instant,
}

/// A session or key with its account and the posts held on the day.
pub(crate) struct Found<T> {
    pub entry: T,
    pub account: Account,
    pub posts: Vec<HeldPost>,
}

/// The columns of an account and one of its posts, as [`found`] reads them.
pub(crate) const ACCOUNT_AND_POST: &str = "\
    a.id, a.version, a.state, a.staff, a.person, a.sealed, a.password, a.totp_sealed, a.totp_step,
    a.code_tag, a.code_until, a.created_at, a.signed_in_at, p.id AS post_id, p.version AS post_version, p.role, p.office_kind,
    p.office, p.from_on, p.until_on, p.deputy_for";

fn held_post(row: &Row, account: AccountId) -> Result<Option<HeldPost>> {
    let Some(id) = row.get::<Option<kernel::PostId>>("post_id")? else {
        return Ok(None);
    };
    let role: String = row.get("role")?;
    let office: Option<SubjectId> = row.get("office")?;
    Ok(Some(HeldPost {
        id,
        version: row.get("post_version")?,
        account,
        role: Role::from_word(&role).ok_or_else(|| Problem::inconsistent("post", "role", id))?,
        office: OfficeRef::from_parts(&row.get::<String>("office_kind")?, office)
            .ok_or_else(|| Problem::inconsistent("post", "office", id))?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        deputy_for: row.get("deputy_for")?,
    }))
}

/// Rows of one entry and its account, one row for each post, put together.
pub(crate) fn found<T>(
    rows: &[Row],
    entry: impl FnOnce(&Row) -> Result<T>,
) -> Result<Option<Found<T>>> {
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let account = account::store::account(first)?;
    let posts = rows.iter().filter_map(|row| held_post(row, account.id).transpose());
    Ok(Some(Found { entry: entry(first)?, posts: posts.collect::<Result<_>>()?, account }))
}

pub(crate) async fn insert(tx: &mut Tx, account: AccountId, session: &SessionRow) -> Result<()> {
    let sql = "INSERT INTO session
                   (home, token_tag, id, account, two_factors, created_at, seen_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = args![
        account.home(),
        session.tag,
        session.id,
        account,
        session.two_factors,
        session.seen_at,
        session.seen_at,
        session.expires_at,
    ];
    tx.execute_one(sql, values).await
}

/// The session of a token that is neither idle for too long nor over, with its account and the posts
/// held on the day.
pub(crate) async fn find(
    conn: &mut Conn,
    home: Home,
    tags: &[[u8; 32]],
    now: Instant,
    seen_since: Instant,
    today: CivilDate,
) -> Result<Option<Found<SessionRow>>> {
    let sql = format!(
        "SELECT s.id AS session_id, s.token_tag, s.two_factors, s.seen_at, s.expires_at,
                {ACCOUNT_AND_POST}
         FROM session s
         JOIN account a ON a.home = s.home AND a.id = s.account
         LEFT JOIN post p ON p.home = a.home AND p.account = a.id
              AND p.from_on <= $4 AND (p.until_on IS NULL OR p.until_on >= $4)
         WHERE s.home = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND s.token_tag IN {}
         ORDER BY p.id",
        placeholders(5, tags.len())
    );
    let mut values = args![home, now, seen_since, today];
    values.extend(tags.iter().map(|tag| Value::from(*tag)));
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    found(&rows, |row| {
        Ok(SessionRow {
            id: row.get("session_id")?,
            tag: row.get("token_tag")?,
            two_factors: row.get("two_factors")?,
            seen_at: row.get("seen_at")?,
            expires_at: row.get("expires_at")?,
        })
    })
}

/// Notes that the session was used.
pub(crate) async fn seen(tx: &mut Tx, home: Home, tag: [u8; 32]) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE session SET seen_at = $3
               WHERE home = $1 AND token_tag = $2 AND seen_at < $3";
    tx.execute(sql, args![home, tag, now]).await.map(|_| ())
}

/// Ends the session with one of the tags. Gives whose it was.
pub(crate) async fn delete(tx: &mut Tx, home: Home, tags: &[[u8; 32]]) -> Result<()> {
    let sql = format!(
        "DELETE FROM session WHERE home = $1 AND token_tag IN {}",
        placeholders(2, tags.len())
    );
    let mut values = args![home];
    values.extend(tags.iter().map(|tag| Value::from(*tag)));
    tx.execute(Sql::assembled(sql), values).await.map(|_| ())
}

/// Ends all sessions of an account. Gives how many there were.
pub(crate) async fn delete_all(tx: &mut Tx, account: AccountId) -> Result<u64> {
    let sql = "DELETE FROM session WHERE home = $1 AND account = $2";
    tx.execute(sql, args![account.home(), account]).await
}

/// Deletes sessions that are over or were not used since the instant. Gives how many.
pub(crate) async fn sweep(tx: &mut Tx, seen_since: Instant) -> Result<u64> {
    let now = tx.now();
    // fan-out: a sweep over all sessions
    let sql = "DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2";
    tx.execute(sql, args![now, seen_since]).await
}
