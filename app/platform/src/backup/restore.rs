//! Putting a backup back into an empty installation.

use super::file::TableReader;
use super::manifest::{Manifest, TableFile};
use super::verify::{damaged, verify};
use crate::{App, Config, digest_of};
use crypto::KeyRing;
use kernel::{Clock, Problem, Random, Result, SystemActor};
use std::path::Path;
use store::Value;
use store::dump::Load;

/// Rows written with one call, at most.
const ROWS: usize = 500;
/// Bytes of texts and blobs written with one call, about: pieces of files are large.
const BYTES: usize = 4 * 1024 * 1024;

/// What was put back.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the backup held.
    pub manifest: Manifest,
    /// Facts of the journal that were read again after the restoring.
    pub facts: i64,
    /// Seals that hold.
    pub seals: i64,
}

/// Puts a backup back. The whole backup is verified first; the target must be empty and is filled
/// in one transaction; before it is committed the rows are counted and the journal is read from
/// beginning to end. At last what was not yet sealed is sealed.
///
/// The backup may come from the other engine: so a trial on the embedded database moves to a server.
///
/// # Errors
/// The refusals of [`verify`]; `backup-other-keys` when the key file cannot read it;
/// `problem-demo-mixed`; `restore-not-empty`; `restore-differs` when something is not as the
/// manifest says, in which case nothing stays.
pub async fn restore(
    config: &Config,
    folder: &Path,
    clock: Clock,
    random: Random,
) -> Result<Restored> {
    let ring = config.keys()?;
    let manifest = verify(folder)?;
    check_keys(&ring, &manifest)?;
    if (manifest.purpose == "demo") != config.demo {
        return Err(Problem::conflict("problem-demo-mixed"));
    }
    let options = config.store_options()?;
    let mut load = Load::begin(&options, &manifest.schema, clock.now()).await?;
    let found = match fill(&mut load, folder, &manifest).await {
        Ok(()) => check(&mut load, &manifest, &ring).await,
        Err(problem) => Err(problem),
    };
    let (facts, seals) = match found {
        Ok(found) => found,
        Err(problem) => {
            load.give_up().await;
            return Err(problem);
        }
    };
    load.finish().await?;
    seal(config, clock, random).await?;
    Ok(Restored { manifest, facts, seals })
}

/// Whatever is sealed under a key this installation has not could never be read again.
fn check_keys(ring: &KeyRing, manifest: &Manifest) -> Result<()> {
    let ours = ring.fingerprints();
    let missing = manifest.keys.iter().find(|(name, print)| {
        let needed = name.starts_with("vault ") || name.starts_with("index ");
        needed && ours.get(*name) != Some(*print)
    });
    match missing {
        None => Ok(()),
        Some((name, _)) => Err(Problem::conflict("backup-other-keys").arg("key", name)),
    }
}

async fn fill(load: &mut Load, folder: &Path, manifest: &Manifest) -> Result<()> {
    let theirs = manifest.tables.iter().map(|table| &table.table);
    if !theirs.eq(load.tables()) {
        return Err(Problem::conflict("restore-differs").arg("what", "tables"));
    }
    for table in &manifest.tables {
        fill_table(load, folder, table).await?;
    }
    Ok(())
}

async fn fill_table(load: &mut Load, folder: &Path, table: &TableFile) -> Result<()> {
    let refused = |error: std::io::Error| damaged(&table.file).detail(error);
    let path = folder.join(&table.file);
    let mut reader = TableReader::open(&path, &table.table.columns).map_err(refused)?;
    let (mut rows, mut bytes) = (Vec::with_capacity(ROWS), 0);
    while let Some(row) = reader.next_row().map_err(refused)? {
        bytes += row.iter().map(size).sum::<usize>();
        rows.push(row);
        if rows.len() == ROWS || bytes >= BYTES {
            load.insert(&table.table, std::mem::take(&mut rows)).await?;
            bytes = 0;
        }
    }
    load.insert(&table.table, rows).await
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(Some(text)) => text.len(),
        Value::Blob(Some(blob)) => blob.len(),
        _ => 8,
    }
}

/// Gives the facts and seals that were read.
async fn check(load: &mut Load, manifest: &Manifest, ring: &KeyRing) -> Result<(i64, i64)> {
    let differs = |what: &str| Problem::conflict("restore-differs").arg("what", what);
    for table in &manifest.tables {
        if load.count(&table.table).await? != table.rows {
            return Err(differs(&table.table.name));
        }
    }
    let (found, heads) = load.journal(digest_of(ring.profile())).await?;
    if let Some(fault) = found.faults.first() {
        return Err(differs("journal").detail(fault));
    }
    if !heads.iter().map(|(home, head)| (&home.0, head)).eq(&manifest.heads) {
        return Err(differs("journal"));
    }
    Ok((found.facts, found.seals))
}

/// Opens the installation, which proves that it can be opened, and seals what no seal covers yet.
async fn seal(config: &Config, clock: Clock, random: Random) -> Result<()> {
    let app = App::open(config, clock, random).await?;
    let ctx = app.system(SystemActor::Console);
    while store::seal::seal_lanes(&app.store, &ctx, app.digest()).await? > 0 {}
    app.store.close().await;
    Ok(())
}
