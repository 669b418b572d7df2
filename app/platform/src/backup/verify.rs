//! Looking at a backup without putting it back: is every byte there, does it hold together?

use super::file::{TableReader, sum};
use super::manifest::{FORMAT, Manifest, TableFile, hex};
use super::{MANIFEST, MANIFEST_SUM};
use crypto::Profile;
use kernel::{Problem, Result};
use std::collections::BTreeMap;
use std::path::Path;
use store::Value;

/// Reads the whole backup: checksums, rows and their numbers, and that the journal has no gaps.
///
/// # Errors
/// `backup-unreadable` for a folder that holds no backup, `backup-newer` for one of a newer form,
/// `backup-damaged` with the file that is not as it was written.
pub fn verify(folder: &Path) -> Result<Manifest> {
    let manifest = read_manifest(folder)?;
    for table in &manifest.tables {
        let rows = check_table(folder, table, &manifest);
        if rows.map_err(|error| damaged(&table.file).detail(error))? != table.rows {
            return Err(damaged(&table.file));
        }
    }
    Ok(manifest)
}

pub(super) fn damaged(file: &str) -> Problem {
    Problem::invalid("backup-damaged").arg("file", file)
}

/// The manifest, when it is as it was written.
pub(super) fn read_manifest(folder: &Path) -> Result<Manifest> {
    let unreadable = |error: std::io::Error| {
        Problem::invalid("backup-unreadable").arg("folder", folder.display()).detail(error)
    };
    let text = std::fs::read(folder.join(MANIFEST)).map_err(unreadable)?;
    let expected = std::fs::read_to_string(folder.join(MANIFEST_SUM)).map_err(unreadable)?;
    if expected.trim() != hex(&crypto::digest(Profile::Intl, &text)) {
        return Err(damaged(MANIFEST));
    }
    // The form first: a newer one may have fields this program does not know.
    let value: serde_json::Value =
        serde_json::from_slice(&text).map_err(|error| damaged(MANIFEST).detail(error))?;
    if value["format"].as_u64().is_some_and(|format| format > u64::from(FORMAT)) {
        return Err(Problem::conflict("backup-newer").arg("program", &value["program"]));
    }
    serde_json::from_value(value).map_err(|error| damaged(MANIFEST).detail(error))
}

fn check_table(folder: &Path, table: &TableFile, manifest: &Manifest) -> std::io::Result<u64> {
    // A name with a folder in it would lead out of the backup.
    if table.file != format!("{}.rows.gz", table.table.name) || table.file.contains('/') {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    let path = folder.join(&table.file);
    if sum(&path)? != (table.bytes, table.sha256.clone()) {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    let mut reader = TableReader::open(&path, &table.table.columns)?;
    let mut lanes = (table.table.name == "fact").then(Lanes::default);
    let mut rows = 0;
    while let Some(row) = reader.next_row()? {
        rows += 1;
        if let Some(lanes) = &mut lanes {
            lanes.see(&row);
        }
    }
    match lanes {
        Some(lanes) if lanes.heads != manifest.heads || lanes.heads != lanes.counts => {
            Err(std::io::ErrorKind::InvalidData.into())
        }
        _ => Ok(rows),
    }
}

/// Facts are numbered from 1 without gaps, so in each lane the last number is their count.
#[derive(Default)]
struct Lanes {
    heads: BTreeMap<u8, i64>,
    counts: BTreeMap<u8, i64>,
}

impl Lanes {
    fn see(&mut self, row: &[Value]) {
        // The first two columns of a fact are its lane and its number.
        if let [Value::Int(Some(home)), Value::Int(Some(seq)), ..] = row
            && let Ok(home) = u8::try_from(*home)
        {
            let head = self.heads.entry(home).or_default();
            *head = (*head).max(*seq);
            *self.counts.entry(home).or_default() += 1;
        }
    }
}
