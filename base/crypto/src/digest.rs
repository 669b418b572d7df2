//! Digests and the keyed function from which every key, index and tag is derived.

use crate::Profile;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sm3::Sm3;

/// The digest of the bytes: SHA-256 or SM3, 32 bytes.
pub fn digest(profile: Profile, bytes: &[u8]) -> [u8; 32] {
    let mut hasher = Hasher::new(profile);
    hasher.update(bytes);
    hasher.finish()
}

/// The digest of the bytes under each profile, for what may have been made under either.
pub fn digests(bytes: &[u8]) -> [[u8; 32]; 2] {
    [Profile::Intl, Profile::Gm].map(|profile| digest(profile, bytes))
}

/// A digest of bytes that come in pieces.
#[derive(Clone, Debug)]
pub struct Hasher(Hash);

#[derive(Clone, Debug)]
enum Hash {
    Sha256(Sha256),
    Sm3(Sm3),
}

impl Hasher {
    /// Begins.
    pub fn new(profile: Profile) -> Self {
        Hasher(match profile {
            Profile::Intl => Hash::Sha256(Sha256::new()),
            Profile::Gm => Hash::Sm3(Sm3::new()),
        })
    }

    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            Hash::Sha256(hash) => hash.update(bytes),
            Hash::Sm3(hash) => hash.update(bytes),
        }
    }

    /// The digest of all pieces.
    pub fn finish(self) -> [u8; 32] {
        match self.0 {
            Hash::Sha256(hash) => hash.finalize().into(),
            Hash::Sm3(hash) => hash.finalize().into(),
        }
    }
}

/// HMAC under a key that was set up once, so that one use costs two blocks less.
#[derive(Clone)]
pub(crate) enum Prf {
    Sha256(Hmac<Sha256>),
    Sm3(Hmac<Sm3>),
}

impl Prf {
    pub(crate) fn new(profile: Profile, secret: &[u8; 32]) -> Self {
        match profile {
            Profile::Intl => Prf::Sha256(keyed(secret)),
            Profile::Gm => Prf::Sm3(keyed(secret)),
        }
    }

    /// Thirty-two bytes for one purpose and one context: HKDF-Expand (RFC 5869, section 2.3) of the
    /// secret with `info` = label ‖ length of purpose (two bytes, big-endian) ‖ purpose ‖ context.
    pub(crate) fn derive(&self, label: &'static str, purpose: &str, context: &[u8]) -> [u8; 32] {
        let length = (purpose.len() as u16).to_be_bytes();
        let parts = [label.as_bytes(), &length, purpose.as_bytes(), context, &[1]];
        match self {
            Prf::Sha256(mac) => over(mac.clone(), parts),
            Prf::Sm3(mac) => over(mac.clone(), parts),
        }
    }
}

fn keyed<M: KeyInit>(secret: &[u8]) -> M {
    M::new_from_slice(secret).expect("HMAC takes keys of every length")
}

fn over<M: Mac>(mut mac: M, parts: [&[u8]; 5]) -> [u8; 32] {
    parts.iter().for_each(|part| mac.update(part));
    let mut out = [0; 32];
    out.copy_from_slice(&mac.finalize().into_bytes());
    out
}
