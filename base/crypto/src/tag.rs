//! Blind indexes, by which a sealed value is found again, and tags of tokens.

use crate::{KeyRing, KeyUse, KeyVersion};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

const BLIND: &str = "kaogong/index/1";
const TAG: &str = "kaogong/token/1";
const FINGERPRINT: &str = "kaogong/fingerprint/1";

impl KeyRing {
    /// The blind index of a value under the current index key. `kind` keeps equal values of
    /// different kinds apart (`document`, `uscc`, `login` …). The caller normalises the value
    /// first: `x` and `X` give different indexes.
    ///
    /// There are only about 10^11 citizen numbers, so the index protects nothing without the key:
    /// keep the key file apart from the database and its backups.
    pub fn blind(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        self.current(KeyUse::Index).1.prf.derive(BLIND, kind, value)
    }

    /// The blind indexes of a value under every index key, newest version first.
    ///
    /// While two versions are alive, look-ups try all of them, and a directory that must keep
    /// values unique writes all of them too: otherwise two servers, one with the new key current
    /// and one with the old, could both enter the same value.
    pub fn blind_all(&self, kind: &str, value: &[u8]) -> Vec<(KeyVersion, [u8; 32])> {
        self.newest_first(KeyUse::Index)
            .map(|(version, key)| (version, key.prf.derive(BLIND, kind, value)))
            .collect()
    }

    /// The tag of a token under the current token key: stored in the place of a session's, key's or
    /// code's own bytes, or sent along to prove that a cursor is ours.
    ///
    /// A long-lived token of 128 random bits, such as the one in a printed QR code, is better
    /// stored as its plain [`digest`](crate::digest()), which no rotation touches.
    pub fn tag(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self.current(KeyUse::Token).1.prf.derive(TAG, purpose, bytes)
    }

    /// The tags under every token key, newest version first: what a look-up by tag tries.
    pub fn tag_all(&self, purpose: &str, bytes: &[u8]) -> Vec<(KeyVersion, [u8; 32])> {
        self.newest_first(KeyUse::Token)
            .map(|(version, key)| (version, key.prf.derive(TAG, purpose, bytes)))
            .collect()
    }

    /// Tells every key from others without giving it away: by use and version, 16 hex digits. A
    /// backup carries them, so that it is not restored where its data could not be read.
    pub fn fingerprints(&self) -> BTreeMap<String, String> {
        let uses = KeyUse::ALL.into_iter();
        let keys = uses.flat_map(|key_use| {
            self.newest_first(key_use).map(move |(version, key)| {
                let print = key.prf.derive(FINGERPRINT, key_use.word(), &[]);
                let print = print.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
                (format!("{key_use} {version}"), print)
            })
        });
        keys.collect()
    }

    /// Whether the tag belongs to the bytes under any token key; in constant time.
    pub fn check_tag(&self, purpose: &str, bytes: &[u8], tag: &[u8]) -> bool {
        let tags =
            self.newest_first(KeyUse::Token).map(|(_, key)| key.prf.derive(TAG, purpose, bytes));
        tags.fold(false, |found, expected| found | bool::from(expected.ct_eq(tag)))
    }
}
