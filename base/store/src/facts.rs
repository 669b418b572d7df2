//! The facts that the store itself writes.

use kernel::JobId;
use serde::{Deserialize, Serialize};

crate::facts! {
    JobRevived "store.job-revived" 1;
}

/// Somebody had a dead job tried again. Who and when stands beside the fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRevived {
    /// Which.
    pub job: JobId,
    /// What it does.
    pub kind: String,
    /// How often it had been tried.
    pub attempts: i64,
}
