//! Passwords: stored as PHC strings, which name their algorithm and its cost.

use crate::Profile;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kernel::{Problem, Random};
use sm3::Sm3;
use subtle::ConstantTimeEq;

const ARGON2ID: &str = "argon2id";
const PBKDF2_SM3: &str = "pbkdf2-sm3";

/// The most a stored hash may ask for. A hash from a forged backup must not stop the server.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 1_000;
const MOST_LANES: u32 = 64;
const MOST_ROUNDS: u32 = 50_000_000;

const HASH_LENGTH: usize = 32;

/// The cost of Argon2id (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// How new passwords are hashed.
#[derive(Clone, Debug)]
pub struct PasswordPolicy {
    method: Method,
}

/// The cost is beyond what the algorithm, or this crate for a stored hash, allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCost;

impl std::fmt::Display for InvalidCost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no passwords can be hashed at this cost")
    }
}

impl std::error::Error for InvalidCost {}

/// What came of comparing a password with a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The password is right.
    pub ok: bool,
    /// It is right, but was hashed otherwise than the policy says: hash it again and store that.
    pub needs_rehash: bool,
}

/// The stored text is not a hash this crate makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedHash;

impl std::fmt::Display for MalformedHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stored password hash is malformed")
    }
}

impl std::error::Error for MalformedHash {}

impl From<MalformedHash> for Problem {
    fn from(error: MalformedHash) -> Self {
        Problem::internal(error)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Argon2id(Argon2Cost),
    Pbkdf2Sm3 { rounds: u32 },
}

impl PasswordPolicy {
    /// The policy of real installations: OWASP's Password Storage Cheat Sheet, which gives 19 MiB,
    /// two passes and one lane for Argon2id, and 600,000 rounds for PBKDF2 over a 256-bit hash.
    pub fn sound(profile: Profile) -> Self {
        PasswordPolicy {
            method: match profile {
                Profile::Intl => {
                    Method::Argon2id(Argon2Cost { memory_kib: 19 * 1024, passes: 2, lanes: 1 })
                }
                Profile::Gm => Method::Pbkdf2Sm3 { rounds: 600_000 },
            },
        }
    }

    /// A policy that costs next to nothing, for tests and the demo's many accounts.
    pub fn cheap(profile: Profile) -> Self {
        PasswordPolicy {
            method: match profile {
                Profile::Intl => {
                    Method::Argon2id(Argon2Cost { memory_kib: 64, passes: 1, lanes: 1 })
                }
                Profile::Gm => Method::Pbkdf2Sm3 { rounds: 10 },
            },
        }
    }

    /// Argon2id at a cost of one's own.
    pub fn argon2id(cost: Argon2Cost) -> Result<Self, InvalidCost> {
        let Argon2Cost { memory_kib, passes, lanes } = cost;
        let kept = memory_kib <= MOST_MEMORY_KIB && passes <= MOST_PASSES && lanes <= MOST_LANES;
        let allowed = kept && Params::new(memory_kib, passes, lanes, Some(HASH_LENGTH)).is_ok();
        allowed.then_some(PasswordPolicy { method: Method::Argon2id(cost) }).ok_or(InvalidCost)
    }

    /// PBKDF2-HMAC-SM3 with a number of rounds of one's own.
    pub fn pbkdf2_sm3(rounds: u32) -> Result<Self, InvalidCost> {
        let allowed = (1..=MOST_ROUNDS).contains(&rounds);
        allowed
            .then_some(PasswordPolicy { method: Method::Pbkdf2Sm3 { rounds } })
            .ok_or(InvalidCost)
    }

    /// Hashes a new password, with a salt of its own.
    pub fn hash(&self, password: &str, random: &Random) -> String {
        let salt: [u8; 16] = random.bytes();
        let hash = self.method.run(password, &salt).expect("the policy's cost was checked");
        let [salt, hash] = [salt.as_slice(), &hash].map(|bytes| STANDARD_NO_PAD.encode(bytes));
        match self.method {
            Method::Argon2id(Argon2Cost { memory_kib, passes, lanes }) => {
                format!("${ARGON2ID}$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}")
            }
            Method::Pbkdf2Sm3 { rounds } => format!("${PBKDF2_SM3}$i={rounds}${salt}${hash}"),
        }
    }

    /// Compares a password with a stored hash of either profile and any cost.
    pub fn verify(&self, stored: &str, password: &str) -> Result<Verified, MalformedHash> {
        let (method, salt, expected) = parse(stored).ok_or(MalformedHash)?;
        let hash = method.run(password, &salt).ok_or(MalformedHash)?;
        let ok = hash.ct_eq(&expected).into();
        Ok(Verified { ok, needs_rehash: ok && method != self.method })
    }

    /// Costs as much as [`verify`](Self::verify) and tells nothing: done when the login does not
    /// exist, so that an answer's delay does not tell which logins do.
    pub fn verify_nobody(&self, password: &str) {
        std::hint::black_box(self.method.run(password, &[0; 16]));
    }
}

impl Method {
    fn run(self, password: &str, salt: &[u8]) -> Option<[u8; HASH_LENGTH]> {
        let mut out = [0; HASH_LENGTH];
        match self {
            Method::Argon2id(Argon2Cost { memory_kib, passes, lanes }) => {
                let params = Params::new(memory_kib, passes, lanes, Some(HASH_LENGTH)).ok()?;
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(password.as_bytes(), salt, &mut out)
                    .ok()?;
            }
            Method::Pbkdf2Sm3 { rounds } => {
                pbkdf2::pbkdf2_hmac::<Sm3>(password.as_bytes(), salt, rounds, &mut out);
            }
        }
        Some(out)
    }
}

fn parse(stored: &str) -> Option<(Method, Vec<u8>, [u8; HASH_LENGTH])> {
    let parts: Vec<&str> = stored.strip_prefix('$')?.split('$').collect();
    let (method, salt, hash) = match parts.as_slice() {
        [ARGON2ID, "v=19", cost, salt, hash] => (Method::Argon2id(parse_cost(cost)?), salt, hash),
        [PBKDF2_SM3, rounds, salt, hash] => {
            let rounds = number(rounds, "i=", MOST_ROUNDS)?;
            (Method::Pbkdf2Sm3 { rounds }, salt, hash)
        }
        _ => return None,
    };
    let salt = STANDARD_NO_PAD.decode(salt).ok()?;
    let hash = STANDARD_NO_PAD.decode(hash).ok()?;
    Some((method, salt, hash.try_into().ok()?))
}

fn parse_cost(text: &str) -> Option<Argon2Cost> {
    let mut parts = text.split(',');
    let cost = Argon2Cost {
        memory_kib: number(parts.next()?, "m=", MOST_MEMORY_KIB)?,
        passes: number(parts.next()?, "t=", MOST_PASSES)?,
        lanes: number(parts.next()?, "p=", MOST_LANES)?,
    };
    parts.next().is_none().then_some(cost)
}

fn number(text: &str, name: &str, most: u32) -> Option<u32> {
    let number = text.strip_prefix(name)?.parse().ok()?;
    (1..=most).contains(&number).then_some(number)
}
