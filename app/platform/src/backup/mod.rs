//! Backups: a folder with one file for each table and a manifest, written from one moment of the
//! running database, and put back into an empty one. The keys are never in it.
//!
//! The reasons for a form of our own stand in ADR 0006.

mod file;
mod manifest;
mod restore;
mod verify;

pub use manifest::{Manifest, TableFile};
pub use restore::{Restored, restore};
pub use verify::verify;

use crate::Config;
use crypto::KeyRing;
use file::TableWriter;
use kernel::{Instant, Problem, ProblemKind, Result};
use std::fs::File;
use std::io::{Error, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use store::dump::{Snapshot, Table};

const PREFIX: &str = "kaogong-";
const UNFINISHED: &str = ".unfinished";
const MANIFEST: &str = "manifest.json";
const MANIFEST_SUM: &str = "manifest.sha256";

/// A backup that has been made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its folder.
    pub folder: PathBuf,
    /// What is in it.
    pub manifest: Manifest,
}

/// Makes a backup in a new folder below `to`, named by the time. The folder gets its name when
/// everything is written, so a folder with the name is a whole backup.
///
/// # Errors
/// `problem-database-away`; `backup-not-written` or `problem-disk-full` when the files cannot be
/// written.
pub async fn make(config: &Config, ring: &KeyRing, now: Instant, to: &Path) -> Result<Made> {
    let name = format!("{PREFIX}{}", now.in_china().format("%Y%m%d-%H%M%S"));
    let (folder, unfinished) = (to.join(&name), to.join(format!("{name}{UNFINISHED}")));
    let refused = |error: Error| not_written(&folder, &error);
    if folder.exists() {
        return Err(refused(ErrorKind::AlreadyExists.into()));
    }
    let _ = std::fs::remove_dir_all(&unfinished);
    std::fs::create_dir_all(&unfinished).map_err(refused)?;
    private_folder(&unfinished).map_err(refused)?;
    let manifest = match fill(config, ring, now, &unfinished).await {
        Ok(manifest) => manifest,
        Err(problem) => {
            let _ = std::fs::remove_dir_all(&unfinished);
            return Err(problem);
        }
    };
    sync(&unfinished).map_err(refused)?;
    std::fs::rename(&unfinished, &folder).map_err(refused)?;
    sync(to).map_err(refused)?;
    Ok(Made { folder, manifest })
}

async fn fill(config: &Config, ring: &KeyRing, now: Instant, into: &Path) -> Result<Manifest> {
    let mut snapshot = Snapshot::take(&config.store_options()?).await?;
    let (node, purpose) = snapshot.node().await?;
    let heads = store::journal::heads(snapshot.conn()).await?;
    let mut manifest = Manifest {
        format: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now.rfc3339(),
        node,
        purpose,
        profile: ring.profile(),
        keys: ring.fingerprints(),
        schema: snapshot.schema().await?,
        heads: heads.into_iter().map(|(home, head)| (home.0, head)).collect(),
        tables: Vec::new(),
    };
    for table in snapshot.tables().await? {
        manifest.tables.push(write_table(&mut snapshot, table, into).await?);
    }
    snapshot.end().await?;
    write_manifest(&manifest, into).map_err(|error| not_written(into, &error))?;
    Ok(manifest)
}

async fn write_table(snapshot: &mut Snapshot, table: Table, into: &Path) -> Result<TableFile> {
    let file = format!("{}.rows.gz", table.name);
    let refused = |error: Error| not_written(into, &error);
    let mut writer = TableWriter::create(&into.join(&file)).map_err(refused)?;
    let rows = snapshot.rows(&table, |row| writer.row(row).map_err(refused)).await?;
    let (bytes, sha256) = writer.finish().map_err(refused)?;
    Ok(TableFile { table, file, rows, bytes, sha256 })
}

fn write_manifest(manifest: &Manifest, into: &Path) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(manifest)?;
    let sum = format!("{}\n", manifest::hex(&crypto::digest(crypto::Profile::Intl, &text)));
    for (name, content) in [(MANIFEST, text.as_slice()), (MANIFEST_SUM, sum.as_bytes())] {
        let mut file = File::create(into.join(name))?;
        file.write_all(content)?;
        file.sync_all()?;
    }
    Ok(())
}

fn not_written(folder: &Path, error: &Error) -> Problem {
    if error.kind() == ErrorKind::StorageFull {
        return Problem::new(ProblemKind::Unavailable, "problem-disk-full").detail(error);
    }
    let refused = Problem::new(ProblemKind::Unavailable, "backup-not-written");
    refused.arg("folder", folder.display()).detail(error)
}

/// Even sealed, the data are nobody else's business.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The whole backups in a folder, oldest first.
///
/// # Errors
/// `backup-unreadable` when the folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error: Error| {
        Problem::invalid("backup-unreadable").arg("folder", folder.display()).detail(error)
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let ours = name.starts_with(PREFIX) && !name.ends_with(UNFINISHED);
        if ours && path.join(MANIFEST).is_file() {
            found.push(path);
        }
    }
    // The names begin with the time, so their order is the order in which they were made.
    found.sort();
    Ok(found)
}

/// Removes the oldest backups of a folder but `keep`. Gives how many.
///
/// # Errors
/// As [`list`]; `backup-not-written` when one cannot be removed.
pub fn keep_newest(folder: &Path, keep: usize) -> Result<usize> {
    let found = list(folder)?;
    let too_many = found.len().saturating_sub(keep.max(1));
    for path in &found[..too_many] {
        std::fs::remove_dir_all(path).map_err(|error| not_written(path, &error))?;
    }
    Ok(too_many)
}
