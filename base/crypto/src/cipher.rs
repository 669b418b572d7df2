//! Authenticated encryption under either profile.

use crate::{KeyVersion, Profile};
use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm_siv::Aes256GcmSiv;
use kernel::{Problem, Random};
use sm4::Sm4;

const NONCE: usize = 12;
const TAG: usize = 16;

/// SM4-GCM of RFC 8998; the generic type is the GCM of NIST SP 800-38D over any block cipher.
pub(crate) type Sm4Gcm = AesGcm<Sm4, U12>;

/// Why a sealed value was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// It is too short, or names an algorithm that does not exist.
    Malformed,
    /// It was sealed under a master key that this ring does not hold.
    UnknownVersion(KeyVersion),
    /// It was sealed under another key of the person.
    OtherKey,
    /// It was changed, or belongs to another person, field, purpose or record.
    Refused,
    /// It was opened, but is not the UTF-8 text that was asked for.
    NotText,
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::Malformed => f.write_str("sealed value is malformed"),
            OpenError::UnknownVersion(version) => {
                write!(f, "sealed under master key {version}, which the key ring does not hold")
            }
            OpenError::OtherKey => f.write_str("sealed under another key of the person"),
            OpenError::Refused => f.write_str("sealed value was changed or moved"),
            OpenError::NotText => f.write_str("sealed value is not text"),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        Problem::internal(error)
    }
}

/// A cipher with its key. Both clear their key when dropped.
pub(crate) enum Cipher {
    Intl(Box<Aes256GcmSiv>),
    Gm(Box<Sm4Gcm>),
}

impl Cipher {
    /// Sets up the key: all 32 bytes for AES-256, the first 16 for SM4, whose keys are that long.
    pub(crate) fn new(profile: Profile, key: &[u8; 32]) -> Self {
        match profile {
            Profile::Intl => Cipher::Intl(Box::new(Aes256GcmSiv::new(key.into()))),
            Profile::Gm => {
                let (half, _) = key.split_first_chunk::<16>().expect("32 bytes begin with 16");
                Cipher::Gm(Box::new(Sm4Gcm::new(half.into())))
            }
        }
    }

    /// header ‖ nonce ‖ ciphertext ‖ tag; the header and `place` are authenticated with it.
    pub(crate) fn seal(
        &self,
        header: &[u8],
        place: &[u8],
        plain: &[u8],
        random: &Random,
    ) -> Vec<u8> {
        let nonce: [u8; NONCE] = random.bytes();
        let mut out = Vec::with_capacity(header.len() + NONCE + plain.len() + TAG);
        out.extend_from_slice(header);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plain);
        let associated = [header, place].concat();
        let body = (&mut out[header.len() + NONCE..]).into();
        let tag = match self {
            Cipher::Intl(cipher) => cipher.encrypt_inout_detached(&nonce.into(), &associated, body),
            Cipher::Gm(cipher) => cipher.encrypt_inout_detached(&nonce.into(), &associated, body),
        };
        // Only lengths of 64 GiB and more are refused, and no value in memory is that long.
        out.extend_from_slice(&tag.expect("the value is far below the cipher's limit"));
        out
    }

    /// The plaintext of what [`Cipher::seal`] made with a header of the given length.
    pub(crate) fn open(
        &self,
        sealed: &[u8],
        header: usize,
        place: &[u8],
    ) -> Result<Vec<u8>, OpenError> {
        let (header, rest) = sealed.split_at_checked(header).ok_or(OpenError::Malformed)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(OpenError::Malformed)?;
        let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(OpenError::Malformed)?;
        let associated = [header, place].concat();
        let mut plain = body.to_vec();
        let buffer = plain.as_mut_slice().into();
        match self {
            Cipher::Intl(c) => {
                c.decrypt_inout_detached(nonce.into(), &associated, buffer, tag.into())
            }
            Cipher::Gm(c) => {
                c.decrypt_inout_detached(nonce.into(), &associated, buffer, tag.into())
            }
        }
        .map_err(|_| OpenError::Refused)?;
        Ok(plain)
    }
}
