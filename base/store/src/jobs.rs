//! Background work: written in the transaction that makes it necessary, taken by whichever process
//! is free, repeated with growing pauses when it fails, and laid aside as dead when it goes on failing.
//!
//! A process holds a job by a lease with a random token. Every transaction of the job begins with
//! [`hold`], which fails when another process has taken the job over; so a process that was asleep
//! for too long cannot write behind the other's back.

use crate::args;
use crate::conn::{Conn, placeholders};
use crate::facts::JobRevived;
use crate::journal::About;
use crate::open::Store;
use crate::statement::Sql;
use crate::tx::Tx;
use crate::value::{Row, Value};
use futures_util::FutureExt as _;
use kernel::{Ctx, Home, Instant, JobId, Page, PageRequest, Problem, Result};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Attempts after which a job is dead.
pub const MOST_ATTEMPTS: i64 = 8;
/// Seconds for which a process holds a job without a sign of life.
pub const LEASE_SECONDS: i64 = 60;

/// A job in the hands of this process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claimed {
    /// Which job.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// The kind's own data.
    pub payload: serde_json::Value,
    /// Which attempt this is, counted from 1.
    pub attempt: i64,
    token: [u8; 16],
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time or is being worked on.
    Ready,
    /// Finished.
    Done,
    /// Failed too often; somebody has to look at it.
    Dead,
}

impl JobState {
    fn word(self) -> &'static str {
        match self {
            JobState::Ready => "ready",
            JobState::Done => "done",
            JobState::Dead => "dead",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [JobState::Ready, JobState::Done, JobState::Dead].into_iter().find(|s| s.word() == word)
    }
}

/// A job as the administrators' page shows it.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// Which job.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// When it is tried next, or was.
    pub run_at: Instant,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// Until when a process holds it.
    pub lease_until: Option<Instant>,
}

impl Tx {
    /// Writes a job that becomes due at `run_at`. The payload holds no personal data.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn enqueue(
        &mut self,
        kind: &'static str,
        payload: &impl Serialize,
        run_at: Instant,
    ) -> Result<JobId> {
        let id = JobId::new(Home::NODE, self.now(), &self.random());
        let payload = serde_json::to_string(payload).map_err(Problem::internal)?;
        let now = self.now();
        let sql = "INSERT INTO job (id, kind, payload, state, run_at, attempts, created_at)
                   VALUES ($1, $2, $3, 'ready', $4, 0, $5)";
        self.execute(sql, args![id, kind, payload, run_at, now]).await?;
        self.enqueued = true;
        Ok(id)
    }
}

/// What a handler says after a chunk of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do; the handler is called again, here or after a restart.
    More,
    /// The job is done. A handler that has not called [`finish`] itself leaves that to its caller.
    Done,
}

/// Takes the job that has been due longest, of whatever kind.
///
/// # Errors
/// As [`Store::write`].
pub async fn claim(store: &Store, ctx: &Ctx) -> Result<Option<Claimed>> {
    store.write(ctx, None, |tx| claim_in(tx, &[]).boxed()).await
}

/// Takes the job that has been due longest, of one of the kinds this process can do.
///
/// # Errors
/// As [`Store::write`].
pub async fn claim_of(store: &Store, ctx: &Ctx, kinds: &[&'static str]) -> Result<Option<Claimed>> {
    let kinds: Arc<[&'static str]> = kinds.into();
    store
        .write(ctx, None, move |tx| {
            let kinds = Arc::clone(&kinds);
            async move { claim_in(tx, &kinds).await }.boxed()
        })
        .await
}

async fn claim_in(tx: &mut Tx, kinds: &[&str]) -> Result<Option<Claimed>> {
    let token: [u8; 16] = tx.random().bytes();
    let now = tx.now();
    let until = now.plus_seconds(LEASE_SECONDS);
    // The outer condition is checked again after the row lock, so two processes never take one job.
    let of_kinds = match kinds {
        [] => String::new(),
        kinds => format!(" AND kind IN {}", placeholders(4, kinds.len())),
    };
    let sql = format!(
        "UPDATE job SET lease_token = $1, lease_until = $2, attempts = attempts + 1
         WHERE id = (SELECT id FROM job
                     WHERE state = 'ready' AND run_at <= $3
                       AND (lease_until IS NULL OR lease_until < $3){of_kinds}
                     ORDER BY run_at, id LIMIT 1)
           AND state = 'ready' AND (lease_until IS NULL OR lease_until < $3)
         RETURNING id, kind, payload, attempts"
    );
    let mut values = args![token, until, now];
    values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    let row = tx.fetch_optional(Sql::assembled(sql), values).await?;
    row.map(|row| {
        Ok(Claimed {
            id: row.get("id")?,
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            attempt: row.get("attempts")?,
            token,
        })
    })
    .transpose()
}

/// The first step of every transaction of a job: proves that this process still holds it and
/// extends the lease.
///
/// # Errors
/// The conflict `problem-lease-lost`.
pub async fn hold(tx: &mut Tx, job: &Claimed) -> Result<()> {
    let until = tx.now().plus_seconds(LEASE_SECONDS);
    let sql = "UPDATE job SET lease_until = $3
               WHERE id = $1 AND lease_token = $2 AND state = 'ready'";
    match tx.execute(sql, args![job.id, job.token, until]).await? {
        1 => Ok(()),
        _ => Err(Problem::conflict("problem-lease-lost")),
    }
}

/// Gives a job back as if it had not been taken: the process stops, another one goes on.
///
/// # Errors
/// As [`Conn::fetch_all`]. A lease that was lost meanwhile is no error: the job is another's.
pub async fn release(tx: &mut Tx, job: &Claimed) -> Result<()> {
    let sql = "UPDATE job SET lease_token = NULL, lease_until = NULL, attempts = attempts - 1
               WHERE id = $1 AND lease_token = $2 AND state = 'ready'";
    tx.execute(sql, args![job.id, job.token]).await.map(|_| ())
}

/// Gives a job back until later as if it had not been taken: this process cannot do it yet, another
/// one may.
///
/// # Errors
/// The conflict `problem-lease-lost`.
pub async fn postpone(tx: &mut Tx, job: &Claimed, seconds: i64) -> Result<()> {
    hold(tx, job).await?;
    let run_at = tx.now().plus_seconds(seconds);
    let sql = "UPDATE job SET lease_token = NULL, lease_until = NULL, attempts = attempts - 1,
               run_at = $2 WHERE id = $1";
    tx.execute_one(sql, args![job.id, run_at]).await
}

/// When the next job of these kinds becomes free to be taken; nothing when none waits.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn next_due(conn: &mut Conn, kinds: &[&'static str]) -> Result<Option<Instant>> {
    if kinds.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT MIN(CASE WHEN lease_until > run_at THEN lease_until + 1 ELSE run_at END) AS due
         FROM job WHERE state = 'ready' AND kind IN {}",
        placeholders(1, kinds.len())
    );
    let kinds = kinds.iter().map(|kind| Value::from(*kind)).collect();
    conn.fetch_one(Sql::assembled(sql), kinds).await?.get("due")
}

/// Writes a job of a kind that is done again and again, unless one waits or the last was written
/// less than `every_seconds` ago. Gives whether it was written.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn ensure(tx: &mut Tx, kind: &'static str, every_seconds: i64) -> Result<bool> {
    tx.guard(vec![(Home::NODE, format!("schedule {kind}"))]).await?;
    let now = tx.now();
    if !is_wanted(tx, kind, every_seconds, now).await? {
        return Ok(false);
    }
    tx.enqueue(kind, &serde_json::json!({}), now).await?;
    Ok(true)
}

/// Whether [`ensure`] would write a job now: asked first, so that an idle system writes nothing.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn is_wanted(
    conn: &mut Conn,
    kind: &'static str,
    every_seconds: i64,
    now: Instant,
) -> Result<bool> {
    let since = now.plus_seconds(-every_seconds);
    let sql = "SELECT COUNT(*) AS n FROM job
               WHERE kind = $1 AND (state = 'ready' OR created_at > $2)";
    Ok(conn.fetch_one(sql, args![kind, since]).await?.get::<i64>("n")? == 0)
}

/// Forgets jobs that were finished before the instant. Gives how many.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<u64> {
    let sql = "DELETE FROM job WHERE state = 'done' AND finished_at < $1";
    tx.execute(sql, args![before]).await
}

/// Marks a job as finished; the last step of its last transaction, or a transaction of its own.
///
/// # Errors
/// The conflict `problem-lease-lost`.
pub async fn finish(tx: &mut Tx, job: &Claimed) -> Result<()> {
    hold(tx, job).await?;
    let now = tx.now();
    let sql = "UPDATE job SET state = 'done', finished_at = $2, lease_token = NULL,
               lease_until = NULL, last_error = NULL WHERE id = $1";
    tx.execute_one(sql, args![job.id, now]).await
}

/// Lays a failed job back, later each time, or aside as dead after [`MOST_ATTEMPTS`].
///
/// # Errors
/// The conflict `problem-lease-lost`.
pub async fn fail(store: &Store, ctx: &Ctx, job: &Claimed, error: String) -> Result<()> {
    let job = job.clone();
    store.write(ctx, None, move |tx| fail_in(tx, job.clone(), error.clone()).boxed()).await
}

async fn fail_in(tx: &mut Tx, job: Claimed, error: String) -> Result<()> {
    hold(tx, &job).await?;
    let dead = job.attempt >= MOST_ATTEMPTS;
    let state = if dead { JobState::Dead } else { JobState::Ready };
    let run_at = tx.now().plus_seconds(pause_seconds(job.attempt));
    let sql = "UPDATE job SET state = $2, run_at = $3, last_error = $4, lease_token = NULL,
               lease_until = NULL WHERE id = $1";
    tx.execute_one(sql, args![job.id, state.word(), run_at, error]).await
}

/// 5 s, 20 s, 80 s … at most an hour.
fn pause_seconds(attempt: i64) -> i64 {
    let doublings = u32::try_from((attempt - 1).clamp(0, 10)).unwrap_or(0) * 2;
    (5_i64 << doublings).min(3600)
}

/// Gives a dead job another round of attempts.
///
/// # Errors
/// The conflict `problem-changed-meanwhile` when the job is not dead.
pub async fn revive(tx: &mut Tx, id: JobId) -> Result<()> {
    let now = tx.now();
    let before = tx.fetch_optional("SELECT kind, attempts FROM job WHERE id = $1", args![id]);
    let before = before.await?.ok_or_else(Problem::not_found)?;
    let sql = "UPDATE job SET state = 'ready', attempts = 0, run_at = $2
               WHERE id = $1 AND state = 'dead'";
    tx.execute_one(sql, args![id, now]).await?;
    let (kind, attempts) = (before.get("kind")?, before.get("attempts")?);
    // A job's row counts no versions: its history has these steps alone.
    let sql = "SELECT COUNT(*) AS n FROM history WHERE home = $1 AND subject = $2";
    let earlier: i64 = tx.fetch_one(sql, args![id.home(), id]).await?.get("n")?;
    let fact = JobRevived { job: id, kind, attempts };
    tx.history("job", id.cast(), earlier + 1, "revive", &fact)?;
    tx.fact(About::home(id.home()).subject(id.cast()), &fact)
}

/// Jobs of a state, latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn list(conn: &mut Conn, state: JobState, page: &PageRequest) -> Result<Page<JobRow>> {
    let before = page.after.as_ref().and_then(|cursor| cursor.0.parse::<JobId>().ok());
    let before = before.map_or([0xff; 16], |id| id.bytes());
    let sql = "SELECT id, kind, state, run_at, attempts, last_error, created_at, lease_until
               FROM job WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    let limit = page.limit();
    let rows = conn.fetch_all(sql, args![state.word(), before, limit + 1]).await?;
    let rows: Result<Vec<JobRow>> = rows.iter().map(job_row).collect();
    Ok(Page::from_rows(rows?, limit, |job| job.id.to_string()))
}

fn job_row(row: &Row) -> Result<JobRow> {
    let id: JobId = row.get("id")?;
    let state: String = row.get("state")?;
    Ok(JobRow {
        id,
        kind: row.get("kind")?,
        state: JobState::from_word(&state)
            .ok_or_else(|| Problem::inconsistent("job", "state", id))?,
        run_at: row.get("run_at")?,
        attempts: row.get("attempts")?,
        last_error: row.get("last_error")?,
        created_at: row.get("created_at")?,
        lease_until: row.get("lease_until")?,
    })
}

/// How many jobs a process holds at the instant.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn held(conn: &mut Conn, now: Instant) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS n FROM job WHERE state = 'ready' AND lease_until > $1";
    conn.fetch_one(sql, args![now]).await?.get("n")
}

/// How many jobs are in each state: ready, dead. For health and metrics.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn counts(conn: &mut Conn) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*) FILTER (WHERE state = 'ready') AS ready,
                      COUNT(*) FILTER (WHERE state = 'dead') AS dead
               FROM job WHERE state IN ('ready', 'dead')";
    let row = conn.fetch_one(sql, args![]).await?;
    Ok((row.get("ready")?, row.get("dead")?))
}

/// How many jobs processes hold at this moment.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn running(conn: &mut Conn, now: Instant) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS n FROM job WHERE state = 'ready' AND lease_until > $1";
    conn.fetch_one(sql, args![now]).await?.get("n")
}

/// Takes or keeps a named lease, for work that one process does at a time (sealing, cleaning up).
/// Gives whether this process holds it now.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn lease(tx: &mut Tx, name: &str, token: [u8; 16], seconds: i64) -> Result<bool> {
    let now = tx.now();
    let until = now.plus_seconds(seconds);
    let sql = "INSERT INTO lease (name, token, until) VALUES ($1, $2, $3)
               ON CONFLICT (name) DO NOTHING";
    if tx.execute(sql, args![name, token, until]).await? == 1 {
        return Ok(true);
    }
    let sql = "UPDATE lease SET token = $2, until = $3
               WHERE name = $1 AND (token = $2 OR until < $4)";
    Ok(tx.execute(sql, args![name, token, until, now]).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        let pauses: Vec<i64> = (1..=8).map(pause_seconds).collect();
        assert_eq!(pauses, [5, 20, 80, 320, 1280, 3600, 3600, 3600]);
    }
}
