//! How long things hold and how often somebody may try.

use crypto::{PasswordPolicy, Profile};
use store::throttle::Limit;

/// The settings of this area.
#[derive(Clone, Debug)]
pub struct Config {
    /// How new passwords are hashed.
    pub password: PasswordPolicy,
    /// What an authenticator app shows above the code.
    pub issuer: String,
    /// A session ends after so many seconds without a request.
    pub session_idle_seconds: i64,
    /// A session ends after so many seconds in any case.
    pub session_most_seconds: i64,
    /// For how many seconds a printed activation code can be used.
    pub code_seconds: i64,
    /// For how many seconds a half-finished sign-in or activation can be finished.
    pub ticket_seconds: i64,
    /// Failed attempts for one login name; the last one locks it.
    pub failures: Limit,
    /// For how many seconds a login name is locked.
    pub lock_seconds: i64,
    /// Failed attempts from one network address.
    pub address: Limit,
    /// Requests with one API key.
    pub api: Limit,
}

impl Config {
    /// The settings of real installations. Two factors, lock-out and an end of every session are
    /// what GB/T 22239-2019 asks of level 3; the figures are ours.
    pub fn sound(profile: Profile) -> Self {
        Config {
            password: PasswordPolicy::sound(profile),
            issuer: "考工".to_owned(),
            session_idle_seconds: 30 * 60,
            session_most_seconds: 12 * 3600,
            code_seconds: 7 * 86_400,
            ticket_seconds: 10 * 60,
            failures: Limit { most: 5, window_seconds: 15 * 60 },
            lock_seconds: 15 * 60,
            address: Limit { most: 100, window_seconds: 15 * 60 },
            api: Limit { most: 600, window_seconds: 60 },
        }
    }

    /// The same with passwords that cost next to nothing: for tests and the demo.
    pub fn cheap(profile: Profile) -> Self {
        Config { password: PasswordPolicy::cheap(profile), ..Config::sound(profile) }
    }
}
