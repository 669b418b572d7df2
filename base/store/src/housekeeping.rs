//! Forgetting what the store itself no longer needs.

use crate::conn::Conn;
use crate::tx::Tx;
use crate::{args, jobs, throttle};
use kernel::{Instant, Result};

const DAY_SECONDS: i64 = 24 * 3600;
/// Answers are kept for a repeated request this long.
const ANSWERS_DAYS: i64 = 30;
/// Finished jobs can be looked at this long.
const JOBS_DAYS: i64 = 14;
/// Counted attempts older than this can limit nobody any more.
const ATTEMPTS_DAYS: i64 = 2;

/// Forgets old answers to repeated requests, finished jobs, counted attempts and leases. Gives how
/// many rows went.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn clean_up(tx: &mut Tx) -> Result<u64> {
    let now = tx.now();
    let before = |days: i64| now.plus_seconds(-days * DAY_SECONDS);
    let sql = "DELETE FROM idempotency WHERE at < $1";
    let mut gone = tx.execute(sql, args![before(ANSWERS_DAYS)]).await?;
    gone += jobs::forget(tx, before(JOBS_DAYS)).await?;
    gone += throttle::forget(tx, before(ATTEMPTS_DAYS)).await?;
    gone += tx.execute("DELETE FROM lease WHERE until < $1", args![before(1)]).await?;
    Ok(gone)
}

/// How many sessions have not ended at the instant; for metrics.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn open_sessions(conn: &mut Conn, now: Instant) -> Result<i64> {
    // fan-out: one figure for the whole installation
    let sql = "SELECT COUNT(*) AS n FROM session WHERE expires_at > $1";
    conn.fetch_one(sql, args![now]).await?.get("n")
}
