//! What a backup says about itself.

use crypto::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::dump::Table;
use store::migrate::AppliedMigration;

/// The form of backups that this program writes.
pub(super) const FORMAT: u32 = 1;

/// The manifest of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// The number of the installation.
    pub node: i64,
    /// `real` or `demo`.
    pub purpose: String,
    /// The crypto profile.
    pub profile: Profile,
    /// Fingerprints of the keys, by use and version: which keys read it, not the keys themselves.
    pub keys: BTreeMap<String, String>,
    /// The migrations that made the tables.
    pub schema: Vec<AppliedMigration>,
    /// The number of the last fact in each lane that has one.
    pub heads: BTreeMap<u8, i64>,
    /// The tables.
    pub tables: Vec<TableFile>,
}

/// A table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// The table and its columns.
    #[serde(flatten)]
    pub table: Table,
    /// The name of its file in the folder.
    pub file: String,
    /// How many rows it has.
    pub rows: u64,
    /// The size of the file.
    pub bytes: u64,
    /// The SHA-256 of the file.
    pub sha256: String,
}

impl Manifest {
    /// How many rows there are in all.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// How many bytes all files have.
    pub fn bytes(&self) -> u64 {
        self.tables.iter().map(|table| table.bytes).sum()
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
