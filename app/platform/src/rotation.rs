//! Moving what is sealed to a new master key while people go on working: a job in chunks, done by
//! whichever server knows the key.
//!
//! It moves the persons' keys and the accounts. Bodies' signing keys, files and the lists of imports
//! stay under the key with which they were made, so an old key stays in the key file.

use crate::App;
use crypto::{KeyRing, KeyUse};
use futures_util::FutureExt as _;
use kernel::{Ctx, JobId, Problem, Result};
use serde::{Deserialize, Serialize};
use store::Conn;
use store::jobs::{self, Claimed, Step};

/// The kind of job.
pub const ROTATE: &str = "platform.rotate-keys";
/// Persons' keys, and accounts, of one chunk: tens of milliseconds.
const CHUNK: u32 = 200;
/// How long a server that does not know the key leaves the job to others.
const NOT_YET_SECONDS: i64 = 60;

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Payload {
    /// The version of the master key that everything shall be under.
    version: i64,
}

/// What is still under older master keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Persons' keys.
    pub people: i64,
    /// Accounts.
    pub accounts: i64,
}

impl Left {
    /// Both.
    pub fn all(self) -> i64 {
        self.people + self.accounts
    }
}

/// Looks what is left to do.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn left(conn: &mut Conn, ring: &KeyRing) -> Result<Left> {
    let people = people::public::under_older_keys_in(conn, ring).await?;
    let accounts = access::under_older_keys_in(conn, ring).await?;
    Ok(Left { people, accounts })
}

/// Writes the job that moves everything to the current key of the ring.
///
/// # Errors
/// As [`store::Store::write`].
pub async fn begin(app: &App, ctx: &Ctx) -> Result<JobId> {
    let payload = Payload { version: app.ring.current_version(KeyUse::Vault).number() };
    let write = app.store.write(ctx, None, move |tx| {
        async move {
            let now = tx.now();
            tx.enqueue(ROTATE, &payload, now).await
        }
        .boxed()
    });
    write.await
}

/// One chunk of the job.
///
/// # Errors
/// As the use cases it calls.
pub async fn step(app: &App, ctx: &Ctx, job: &Claimed) -> Result<Step> {
    step_of(app, ctx, job, CHUNK).await
}

/// A chunk of up to `most` persons and as many accounts. Doing it twice changes nothing, so a process
/// that has lost the job does no harm.
///
/// # Errors
/// As [`step`].
pub async fn step_of(app: &App, ctx: &Ctx, job: &Claimed, most: u32) -> Result<Step> {
    let payload: Payload =
        serde_json::from_value(job.payload.clone()).map_err(Problem::internal)?;
    if app.ring.current_version(KeyUse::Vault).number() < payload.version {
        let job = job.clone();
        let write = app.store.write(ctx, None, move |tx| {
            let job = job.clone();
            async move { jobs::postpone(tx, &job, NOT_YET_SECONDS).await }.boxed()
        });
        write.await?;
        return Ok(Step::Done);
    }
    let moved = app.people.rotate_vault(ctx, most).await? + app.access.rotate(ctx, most).await?;
    Ok(if moved == 0 { Step::Done } else { Step::More })
}
