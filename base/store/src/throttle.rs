//! Counts attempts, so that nobody guesses at length. The key is a keyed hash of whatever is counted:
//! an address, a login, a certificate number.

use crate::args;
use crate::conn::{Conn, placeholders};
use crate::statement::Sql;
use crate::tx::Tx;
use crate::value::{Row, Value};
use kernel::{Instant, Result};
use std::collections::HashMap;

/// How many attempts are allowed in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Attempts in one window.
    pub most: i64,
    /// The length of a window.
    pub window_seconds: i64,
}

impl Limit {
    fn window(self, now: Instant) -> i64 {
        now.micros().div_euclid(self.window_seconds.max(1) * 1_000_000) * self.window_seconds.max(1)
    }

    /// Seconds until the present window ends.
    pub fn seconds_left(self, now: Instant) -> i64 {
        self.window(now) + self.window_seconds - now.micros().div_euclid(1_000_000)
    }
}

/// Whether the key has attempts left in the present window.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn has_attempts(tx: &mut Tx, key: [u8; 32], limit: Limit) -> Result<bool> {
    let window = limit.window(tx.now());
    let sql = "SELECT count FROM throttle WHERE key_hash = $1 AND window_start = $2";
    let row = tx.fetch_optional(sql, args![key, window]).await?;
    let count: i64 = row.map(|row| row.get("count")).transpose()?.unwrap_or(0);
    Ok(count < limit.most)
}

/// Counts an attempt and gives how many there were in the present window, this one included.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn count(tx: &mut Tx, key: [u8; 32], limit: Limit) -> Result<i64> {
    let window = limit.window(tx.now());
    let sql = "INSERT INTO throttle (key_hash, window_start, count) VALUES ($1, $2, 1)
               ON CONFLICT (key_hash, window_start) DO UPDATE SET count = throttle.count + 1
               RETURNING count";
    tx.fetch_one(sql, args![key, window]).await?.get("count")
}

/// Shuts a key out until the instant, whatever windows say. The key is another one than that under
/// which the attempts are counted.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn shut_out(tx: &mut Tx, key: [u8; 32], until: Instant) -> Result<()> {
    let until = until.micros().div_euclid(1_000_000);
    let columns = &["key_hash", "window_start", "count"];
    let keys = &["key_hash", "window_start"];
    tx.insert_new("throttle", columns, keys, vec![args![key, until, 0i64]]).await.map(|_| ())
}

/// Until when each of the keys is shut out; keys that are not are absent.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn shut_out_until(
    conn: &mut Conn,
    keys: &[[u8; 32]],
    now: Instant,
) -> Result<HashMap<[u8; 32], Instant>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT key_hash, MAX(window_start) AS until FROM throttle
         WHERE window_start > $1 AND key_hash IN {} GROUP BY key_hash",
        placeholders(2, keys.len())
    );
    let mut values = args![now.micros().div_euclid(1_000_000)];
    values.extend(keys.iter().map(|key| Value::from(*key)));
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    let entry = |row: &Row| {
        let until: i64 = row.get("until")?;
        Ok((row.get("key_hash")?, Instant::from_micros(until * 1_000_000)))
    };
    rows.iter().map(entry).collect()
}

/// Forgets what was counted under a key, or ends its shutting out.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn clear(tx: &mut Tx, key: [u8; 32]) -> Result<()> {
    let sql = "DELETE FROM throttle WHERE key_hash = $1";
    tx.execute(sql, args![key]).await.map(|_| ())
}

/// Forgets windows that began before the instant. Gives how many.
///
/// # Errors
/// As [`crate::Conn::fetch_all`].
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<u64> {
    // fan-out: a sweep over all keys
    let sql = "DELETE FROM throttle WHERE window_start < $1";
    tx.execute(sql, args![before.micros().div_euclid(1_000_000)]).await
}
