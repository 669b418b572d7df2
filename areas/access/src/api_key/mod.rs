//! A key with which another system calls the API for an account.

pub(crate) mod store;

use crypto::Redacted;
use kernel::{AccountId, ApiKeyId, CivilDate, Instant};

/// A key as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyCard {
    /// Which.
    pub id: ApiKeyId,
    /// For which account it acts.
    pub account: AccountId,
    /// What it is used for, in its maker's words.
    pub label: String,
    /// When it was made.
    pub created_at: Instant,
    /// The last day.
    pub expires_on: CivilDate,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl ApiKeyCard {
    /// Whether the key opens anything on the day.
    pub fn valid_on(&self, day: CivilDate) -> bool {
        self.revoked_at.is_none() && day <= self.expires_on
    }
}

/// A key that has just been made. It can be shown once only.
pub struct NewApiKey {
    /// Which.
    pub id: ApiKeyId,
    /// The key itself.
    pub secret: Redacted<String>,
}
