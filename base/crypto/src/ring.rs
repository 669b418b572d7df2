//! The master keys of an installation: three uses, several versions of each, one of them current.

use crate::digest::Prf;
use crate::{Profile, digest};
use kernel::{Problem, ProblemKind, Random};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What a master key is for. Each use has versions of its own, since rotating them costs
/// differently: the vault a wrapped key per person, the index every directory entry, tokens only a
/// new sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyUse {
    /// Wraps the persons' keys and seals the system's own secrets.
    Vault,
    /// Blind indexes.
    Index,
    /// Tags of sessions, API keys, cursors and printed codes.
    Token,
}

impl KeyUse {
    /// All uses, in the order of the key file.
    pub const ALL: [KeyUse; 3] = [KeyUse::Vault, KeyUse::Index, KeyUse::Token];

    /// The word in the key file.
    pub fn word(self) -> &'static str {
        match self {
            KeyUse::Vault => "vault",
            KeyUse::Index => "index",
            KeyUse::Token => "token",
        }
    }
}

impl std::fmt::Display for KeyUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// The number of one master key among those of its use, from 1 on; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyVersion(pub u16);

impl KeyVersion {
    /// The column value.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// As it stands in what is sealed, after the mark of the algorithms: big-endian, so that a database
    /// which compares the bytes finds what is under older keys.
    pub fn bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }
}

impl std::fmt::Display for KeyVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One master key, with the algorithms it was made for.
pub(crate) struct Key {
    pub(crate) profile: Profile,
    pub(crate) prf: Prf,
    pub(crate) secret: Zeroizing<[u8; 32]>,
}

impl Key {
    pub(crate) fn new(profile: Profile, secret: Zeroizing<[u8; 32]>) -> Self {
        Key { profile, prf: Prf::new(profile, &secret), secret }
    }

    fn generate(profile: Profile, random: &Random) -> Self {
        Key::new(profile, Zeroizing::new(random.bytes()))
    }
}

/// The keys of one use.
pub(crate) struct Versions {
    pub(crate) current: KeyVersion,
    pub(crate) keys: BTreeMap<KeyVersion, Key>,
}

impl Versions {
    fn first(key: Key) -> Self {
        let version = KeyVersion(1);
        Versions { current: version, keys: BTreeMap::from([(version, key)]) }
    }
}

/// The master keys. Share it in an `Arc`; its keys are cleared when it is dropped, and `Debug`
/// shows none of them.
///
/// Rotation without downtime, on one server or several: [`add`](KeyRing::add) a version and give
/// the key file to every server, then [`make_current`](KeyRing::make_current) and give it to every
/// server again, then rewrite what is stored, then [`retire`](KeyRing::retire) the old version.
pub struct KeyRing {
    profile: Profile,
    uses: [Versions; 3],
}

/// Why a key ring cannot be had, or cannot be changed like this.
#[derive(Debug)]
pub enum KeyRingError {
    /// The key file cannot be read or written.
    Io(std::io::Error),
    /// Others than its owner may read the key file; the mode it has.
    Permissions(u32),
    /// The text is not a key file; where and why, without its secrets.
    Malformed(String),
    /// A key is one that anybody would guess.
    Guessable(KeyUse, KeyVersion),
    /// There is no such version.
    NoVersion(KeyUse, KeyVersion),
    /// The current version cannot be retired.
    StillCurrent(KeyUse, KeyVersion),
    /// Version numbers are used up.
    NoMoreVersions(KeyUse),
}

impl KeyRing {
    /// New keys for a new installation.
    pub fn generate(random: &Random, profile: Profile) -> Self {
        let uses = KeyUse::ALL.map(|_| Versions::first(Key::generate(profile, random)));
        KeyRing { profile, uses }
    }

    /// The keys of the demo: the same everywhere and known to everybody, so they protect nothing.
    pub fn demo(profile: Profile) -> Self {
        let uses =
            KeyUse::ALL.map(|key_use| Versions::first(Key::new(profile, demo_secret(key_use))));
        KeyRing { profile, uses }
    }

    pub(crate) fn from_parts(profile: Profile, uses: [Versions; 3]) -> Self {
        KeyRing { profile, uses }
    }

    /// The algorithms for everything new.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// Whether any key is one of the demo, however it came into the ring. Outside the demo such a
    /// ring must be refused.
    pub fn is_demo(&self) -> bool {
        KeyUse::ALL.into_iter().any(|key_use| {
            let demo = demo_secret(key_use);
            self.keys(key_use).keys.values().any(|key| key.secret.ct_eq(demo.as_slice()).into())
        })
    }

    /// The versions held for a use, oldest first.
    pub fn versions(&self, key_use: KeyUse) -> Vec<KeyVersion> {
        self.keys(key_use).keys.keys().copied().collect()
    }

    /// The version with which new values are made.
    pub fn current_version(&self, key_use: KeyUse) -> KeyVersion {
        self.keys(key_use).current
    }

    /// Adds a version that is known but not yet current.
    pub fn add(&mut self, key_use: KeyUse, random: &Random) -> Result<KeyVersion, KeyRingError> {
        let key = Key::generate(self.profile, random);
        let versions = self.keys_mut(key_use);
        let newest = versions.keys.keys().next_back().map_or(0, |version| version.0);
        let next = newest.checked_add(1).ok_or(KeyRingError::NoMoreVersions(key_use))?;
        versions.keys.insert(KeyVersion(next), key);
        Ok(KeyVersion(next))
    }

    /// Makes a version the one with which new values are made.
    pub fn make_current(
        &mut self,
        key_use: KeyUse,
        version: KeyVersion,
    ) -> Result<(), KeyRingError> {
        let profile = self.profile;
        let versions = self.keys_mut(key_use);
        match versions.keys.get(&version) {
            Some(key) if key.profile == profile => {
                versions.current = version;
                Ok(())
            }
            _ => Err(KeyRingError::NoVersion(key_use, version)),
        }
    }

    /// Adds a version and makes it current at once: rotation on a single server.
    pub fn rotate(&mut self, key_use: KeyUse, random: &Random) -> Result<KeyVersion, KeyRingError> {
        let version = self.add(key_use, random)?;
        self.make_current(key_use, version)?;
        Ok(version)
    }

    /// Throws an old version away. Whatever is still under it is lost.
    pub fn retire(&mut self, key_use: KeyUse, version: KeyVersion) -> Result<(), KeyRingError> {
        let versions = self.keys_mut(key_use);
        if versions.current == version {
            return Err(KeyRingError::StillCurrent(key_use, version));
        }
        let gone = versions.keys.remove(&version);
        gone.map(drop).ok_or(KeyRingError::NoVersion(key_use, version))
    }

    /// Changes the profile: every use gets a current key of it, and the old keys stay for what was
    /// written before. Done with the servers stopped.
    pub fn change_profile(
        &mut self,
        profile: Profile,
        random: &Random,
    ) -> Result<(), KeyRingError> {
        if profile == self.profile {
            return Ok(());
        }
        self.profile = profile;
        for key_use in KeyUse::ALL {
            self.rotate(key_use, random)?;
        }
        Ok(())
    }

    pub(crate) fn current(&self, key_use: KeyUse) -> (KeyVersion, &Key) {
        let versions = self.keys(key_use);
        (versions.current, &versions.keys[&versions.current])
    }

    pub(crate) fn key(&self, key_use: KeyUse, version: KeyVersion) -> Option<&Key> {
        self.keys(key_use).keys.get(&version)
    }

    pub(crate) fn newest_first(&self, key_use: KeyUse) -> impl Iterator<Item = (KeyVersion, &Key)> {
        self.keys(key_use).keys.iter().rev().map(|(version, key)| (*version, key))
    }

    pub(crate) fn keys(&self, key_use: KeyUse) -> &Versions {
        &self.uses[key_use as usize]
    }

    fn keys_mut(&mut self, key_use: KeyUse) -> &mut Versions {
        &mut self.uses[key_use as usize]
    }
}

/// The demo's key of a use: the digest of a sentence that anybody can read here.
fn demo_secret(key_use: KeyUse) -> Zeroizing<[u8; 32]> {
    let sentence = format!("kaogong demo key for the {key_use}: public, protects nothing");
    Zeroizing::new(digest(Profile::Intl, sentence.as_bytes()))
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({}", self.profile)?;
        for key_use in KeyUse::ALL {
            let versions: Vec<u16> = self.versions(key_use).iter().map(|v| v.0).collect();
            write!(f, ", {key_use} {} of {versions:?}", self.current_version(key_use))?;
        }
        f.write_str(")")
    }
}

impl KeyRingError {
    /// The key of the text for people.
    pub fn code(&self) -> &'static str {
        match self {
            KeyRingError::Io(_) => "keys-file-unreadable",
            KeyRingError::Permissions(_) => "keys-file-open-to-others",
            KeyRingError::Malformed(_) => "keys-malformed",
            KeyRingError::Guessable(..) => "keys-guessable",
            KeyRingError::NoVersion(..) => "keys-no-version",
            KeyRingError::StillCurrent(..) => "keys-still-current",
            KeyRingError::NoMoreVersions(_) => "keys-no-more-versions",
        }
    }
}

impl std::fmt::Display for KeyRingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeyRingError::Io(error) => write!(f, "the key file cannot be used: {error}"),
            KeyRingError::Permissions(mode) => {
                write!(f, "the key file has mode {mode:04o}; it must be 0600, for its owner only")
            }
            KeyRingError::Malformed(why) => write!(f, "the key file is malformed: {why}"),
            KeyRingError::Guessable(key_use, version) => {
                write!(f, "{key_use} key {version} is guessable; generate one")
            }
            KeyRingError::NoVersion(key_use, version) => {
                write!(f, "there is no {key_use} key {version} of the present profile")
            }
            KeyRingError::StillCurrent(key_use, version) => {
                write!(f, "{key_use} key {version} is current; make another one current first")
            }
            KeyRingError::NoMoreVersions(key_use) => write!(f, "{key_use} versions are used up"),
        }
    }
}

impl std::error::Error for KeyRingError {}

impl From<KeyRingError> for Problem {
    fn from(error: KeyRingError) -> Self {
        Problem::new(ProblemKind::Invalid, error.code()).detail(error)
    }
}
