//! Moving what is sealed to a new master key while people go on working: a job in chunks, done by
//! whichever server knows the key. When nothing is left, and every server uses the new key, the older
//! ones can be taken out of the key file.

use crate::App;
use blobs::Blobs;
use crypto::{KeyRing, KeyUse, KeyVersion};
use futures_util::FutureExt as _;
use kernel::{Ctx, JobId, Problem, Result};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Conn;
use store::jobs::{self, Claimed, Step};

/// The kind of job.
pub const ROTATE: &str = "platform.rotate-keys";
/// How much of each kind a chunk moves: tens of milliseconds.
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
    /// Signing keys of bodies.
    pub body_keys: i64,
    /// Files.
    pub files: i64,
    /// Names of imported files, and what was wrong with their rows.
    pub imports: i64,
    /// Objections to public notices.
    pub objections: i64,
    /// Comments on changes of the classification.
    pub comments: i64,
}

impl Left {
    /// All of it.
    pub fn all(self) -> i64 {
        self.parts().into_iter().map(|(_, number)| number).sum()
    }

    /// Each number by the name that it has in texts for people.
    pub fn parts(self) -> [(&'static str, i64); 7] {
        let Left { people, accounts, body_keys, files, imports, objections, comments } = self;
        [
            ("people", people),
            ("accounts", accounts),
            ("body-keys", body_keys),
            ("files", files),
            ("imports", imports),
            ("objections", objections),
            ("comments", comments),
        ]
    }
}

/// Looks what is left to do.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn left(conn: &mut Conn, ring: &KeyRing) -> Result<Left> {
    Ok(Left {
        people: people::public::under_older_keys_in(conn, ring).await?,
        accounts: access::under_older_keys_in(conn, ring).await?,
        body_keys: organisations::public::under_older_keys_in(conn, ring).await?,
        files: blobs::under_older_keys_in(conn, ring).await?,
        imports: evaluation::public::under_older_keys_in(conn, ring).await?,
        objections: approval::under_older_keys_in(conn, ring).await?,
        comments: classification::public::under_older_keys_in(conn, ring).await?,
    })
}

/// The master keys older than the current one, which a rotation makes superfluous.
pub fn older(ring: &KeyRing) -> Vec<KeyVersion> {
    let current = ring.current_version(KeyUse::Vault);
    ring.versions(KeyUse::Vault).into_iter().filter(|version| *version < current).collect()
}

/// Numbers of keys as people read them.
pub fn list(versions: &[KeyVersion]) -> String {
    let numbers: Vec<String> = versions.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

/// Takes the older master keys out of the ring.
///
/// # Errors
/// The conflicts `keys-none-older` when there are none, and `keys-still-needed` while anything is under
/// one of them.
pub async fn drop_older(conn: &mut Conn, ring: &mut KeyRing) -> Result<Vec<KeyVersion>> {
    let older = older(ring);
    if older.is_empty() {
        return Err(Problem::conflict("keys-none-older"));
    }
    let left = left(conn, ring).await?.all();
    if left > 0 {
        return Err(Problem::conflict("keys-still-needed").arg("left", left));
    }
    for version in &older {
        ring.retire(KeyUse::Vault, *version)?;
    }
    Ok(older)
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

/// A chunk of up to `most` of each kind. Doing it twice changes nothing, so a process that has lost the
/// job does no harm.
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
    let moved = move_some(app, ctx, most).await?;
    Ok(if moved == 0 { Step::Done } else { Step::More })
}

/// Moves up to `most` of each kind to the current key. Gives how many it found under older ones.
///
/// # Errors
/// As the use cases it calls.
pub async fn move_some(app: &App, ctx: &Ctx, most: u32) -> Result<u64> {
    let files = Blobs::new(app.store.clone(), Arc::clone(&app.ring));
    let ring = Arc::clone(&app.ring);
    let written = app.store.write(ctx, None, move |tx| {
        let ring = Arc::clone(&ring);
        async move {
            let objections = approval::reseal_in(tx, &ring, most).await?;
            Ok(objections + classification::public::reseal_in(tx, &ring, most).await?)
        }
        .boxed()
    });
    Ok(written.await?
        + app.people.rotate_vault(ctx, most).await?
        + app.access.rotate(ctx, most).await?
        + app.organisations.reseal_keys(ctx, most).await?
        + files.rotate(ctx, most).await?
        + app.evaluation.reseal_imports(ctx, most).await?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Files whose crate seals something under a master key, or makes a key that is wrapped by one.
    fn sealing(folder: &Path, found: &mut BTreeSet<String>, root: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") && !path.ends_with("examples") {
                sealing(&path, found, root);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                if [".seal_system(", ".new_person_key(", "signing.seal("]
                    .iter()
                    .any(|call| text.contains(call))
                {
                    found.insert(path.strip_prefix(root).unwrap().display().to_string());
                }
            }
        }
    }

    /// What a rotation does not know stays under the old key, and is lost with it. A new place that
    /// seals has to be counted and moved here first.
    #[test]
    fn every_place_that_seals_is_counted_and_moved() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
        let mut found = BTreeSet::new();
        for part in ["base", "areas", "read", "app"] {
            sealing(&root.join(part), &mut found, &root);
        }
        found.remove("app/platform/src/rotation.rs"); // names them only
        let known = [
            "areas/access/src/account/mod.rs",
            // Tickets live for minutes in the hands of whoever signs in, never in the database.
            "areas/access/src/ticket.rs",
            "areas/classification/src/comment/mod.rs",
            "areas/evaluation/src/import/store.rs",
            "areas/organisations/src/use_cases.rs",
            "areas/people/src/public.rs",
            "base/approval/src/notice.rs",
            "base/blobs/src/lib.rs",
            "base/crypto/src/signing.rs",
        ];
        assert_eq!(found, BTreeSet::from(known.map(str::to_owned)));
    }
}
