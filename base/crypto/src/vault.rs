//! The vault: what identifies a person is sealed under a key of that person alone, and that key is
//! wrapped under the master key of the installation (envelope encryption).
//!
//! * Rotating the master key rewrites one small wrapped key per person and no value.
//! * Erasing a person deletes the wrapped key; whatever was sealed under it stays unreadable for
//!   ever, in backups too once their wrapped keys are gone.
//! * A value is bound to its person and field: put anywhere else, it is refused.
//!
//! Wrapped key: profile (1) ‖ master version (2) ‖ nonce (12) ‖ ciphertext of profile (1), key id
//! (4) and key (32) ‖ tag (16), 68 bytes. Value: profile (1) ‖ key id (4) ‖ nonce (12) ‖ ciphertext
//! ‖ tag (16), 33 bytes more than the plaintext. System secret: profile (1) ‖ master version (2) ‖
//! nonce (12) ‖ ciphertext ‖ tag (16). Numbers are big-endian.
//!
//! The master key itself encrypts nothing: every person and every system secret has a wrapping key
//! derived from it, so that no key meets many nonces (SM4-GCM must never see one twice).

use crate::cipher::Cipher;
use crate::ring::Key;
use crate::{KeyRing, KeyUse, KeyVersion, OpenError, Profile, Redacted};
use kernel::Random;
use zeroize::{Zeroize, Zeroizing};

const WRAP: &str = "kaogong/vault/person/1";
const SYSTEM: &str = "kaogong/vault/system/1";
/// Authenticated with every value, so that a value can never be read as a wrapped key or a secret.
const FIELD: &[u8] = b"kaogong/vault/field/1";

/// Length of profile and master version before a wrapped key or a system secret.
const MASTER_HEADER: usize = 3;
/// Length of profile and key id before a value.
const VALUE_HEADER: usize = 5;
/// Length of profile, key id and key within a wrapped key.
const WRAPPED_PLAIN: usize = 37;

/// The key under which one person's values are sealed.
pub struct PersonKey {
    person: [u8; 16],
    header: [u8; VALUE_HEADER],
    cipher: Cipher,
}

impl PersonKey {
    fn new(person: &[u8; 16], plain: &[u8]) -> Result<Self, OpenError> {
        let plain: &[u8; WRAPPED_PLAIN] = plain.try_into().map_err(|_| OpenError::Malformed)?;
        let (header, key) = plain.split_first_chunk().ok_or(OpenError::Malformed)?;
        let key = key.first_chunk::<32>().ok_or(OpenError::Malformed)?;
        let profile = Profile::from_mark(header[0]).ok_or(OpenError::Malformed)?;
        Ok(PersonKey { person: *person, header: *header, cipher: Cipher::new(profile, key) })
    }

    /// The algorithms of this key. They stay when the installation changes its profile; only a new
    /// key and newly sealed values follow it.
    pub fn profile(&self) -> Profile {
        match self.cipher {
            Cipher::Intl(_) => Profile::Intl,
            Cipher::Gm(_) => Profile::Gm,
        }
    }

    /// Seals the value of one field. `field` names the place, such as `name` or `document/number`:
    /// the value opens under the same name only.
    pub fn seal(&self, field: &str, plain: &[u8], random: &Random) -> Vec<u8> {
        self.cipher.seal(&self.header, &self.place(field), plain, random)
    }

    /// Opens the value of one field.
    pub fn open(&self, field: &str, sealed: &[u8]) -> Result<Redacted<Vec<u8>>, OpenError> {
        let header = sealed.first_chunk::<VALUE_HEADER>().ok_or(OpenError::Malformed)?;
        if *header != self.header {
            return Err(OpenError::OtherKey);
        }
        self.cipher.open(sealed, VALUE_HEADER, &self.place(field)).map(Redacted::new)
    }

    /// Opens a value that is text.
    pub fn open_text(&self, field: &str, sealed: &[u8]) -> Result<Redacted<String>, OpenError> {
        let plain = self.open(field, sealed)?.into_exposed();
        String::from_utf8(plain).map(Redacted::new).map_err(|error| {
            error.into_bytes().zeroize();
            OpenError::NotText
        })
    }

    fn place(&self, field: &str) -> Vec<u8> {
        [FIELD, &self.person, field.as_bytes()].concat()
    }
}

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonKey([redacted])")
    }
}

impl KeyRing {
    /// Makes the key of a person (`person` is the id's bytes) and its wrapped form, which is
    /// stored.
    pub fn new_person_key(&self, random: &Random, person: &[u8; 16]) -> (PersonKey, Vec<u8>) {
        let mut plain = Zeroizing::new([0; WRAPPED_PLAIN]);
        random.fill(&mut plain[1..]);
        plain[0] = self.profile().mark();
        let key = PersonKey::new(person, plain.as_slice()).expect("made one line above");
        (key, self.wrap(person, plain.as_slice(), random))
    }

    /// The person's key out of its stored form.
    pub fn unwrap_person_key(
        &self,
        person: &[u8; 16],
        wrapped: &[u8],
    ) -> Result<PersonKey, OpenError> {
        PersonKey::new(person, &self.unwrap(person, wrapped)?)
    }

    /// The same person's key wrapped under the current master key; nothing when it already is.
    pub fn rewrap_person_key(
        &self,
        random: &Random,
        person: &[u8; 16],
        wrapped: &[u8],
    ) -> Result<Option<Vec<u8>>, OpenError> {
        if self.is_current(wrapped) {
            return Ok(None);
        }
        let plain = self.unwrap(person, wrapped)?;
        Ok(Some(self.wrap(person, &plain, random)))
    }

    /// Seals a secret of the system, such as the secret behind an account's one-time codes or a
    /// body's signing key. `purpose` says what it is, `id` whose it is; both are needed to open it.
    pub fn seal_system(&self, purpose: &str, id: &[u8], plain: &[u8], random: &Random) -> Vec<u8> {
        self.seal_under_master(SYSTEM, purpose, id, plain, random)
    }

    /// Opens a secret of the system.
    pub fn open_system(
        &self,
        purpose: &str,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<Redacted<Zeroizing<Vec<u8>>>, OpenError> {
        self.open_under_master(SYSTEM, purpose, id, sealed).map(Redacted::new)
    }

    /// Whether a wrapped key or a system secret is under the current master key, so that a rotation
    /// has nothing left to do with it.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        let (version, key) = self.current(KeyUse::Vault);
        sealed.starts_with(&master_header(version, key))
    }

    fn wrap(&self, person: &[u8; 16], plain: &[u8], random: &Random) -> Vec<u8> {
        self.seal_under_master(WRAP, "", person, plain, random)
    }

    fn unwrap(&self, person: &[u8; 16], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.open_under_master(WRAP, "", person, wrapped)
    }

    fn seal_under_master(
        &self,
        label: &'static str,
        purpose: &str,
        id: &[u8],
        plain: &[u8],
        random: &Random,
    ) -> Vec<u8> {
        let (version, key) = self.current(KeyUse::Vault);
        let header = master_header(version, key);
        wrapping_cipher(key, label, purpose, id).seal(&header, label.as_bytes(), plain, random)
    }

    fn open_under_master(
        &self,
        label: &'static str,
        purpose: &str,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let [mark, high, low] =
            *sealed.first_chunk::<MASTER_HEADER>().ok_or(OpenError::Malformed)?;
        let profile = Profile::from_mark(mark).ok_or(OpenError::Malformed)?;
        let version = KeyVersion(u16::from_be_bytes([high, low]));
        let key = self.key(KeyUse::Vault, version).ok_or(OpenError::UnknownVersion(version))?;
        if key.profile != profile {
            return Err(OpenError::Refused);
        }
        let cipher = wrapping_cipher(key, label, purpose, id);
        cipher.open(sealed, MASTER_HEADER, label.as_bytes()).map(Zeroizing::new)
    }
}

fn master_header(version: KeyVersion, key: &Key) -> [u8; MASTER_HEADER] {
    let [high, low] = version.bytes();
    [key.profile.mark(), high, low]
}

fn wrapping_cipher(key: &Key, label: &'static str, purpose: &str, id: &[u8]) -> Cipher {
    let bytes = Zeroizing::new(key.prf.derive(label, purpose, id));
    Cipher::new(key.profile, &bytes)
}
