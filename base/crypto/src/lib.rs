//! Keys and what is done with them: the persons' vault, blind indexes, passwords, one-time codes
//! and signatures, under one of two profiles. Bytes in, bytes out: no database and no web server
//! here.
//!
//! | | [`Profile::Intl`] | [`Profile::Gm`] (国密) |
//! |---|---|---|
//! | values of the vault | AES-256-GCM-SIV (RFC 8452) | SM4-GCM (RFC 8998) |
//! | digest | SHA-256 | SM3 (GB/T 32905) |
//! | blind index, token, key derivation | HMAC-SHA-256 | HMAC-SM3 |
//! | password | Argon2id (RFC 9106) | PBKDF2-HMAC-SM3 |
//! | one-time code | TOTP (RFC 6238), SHA-1, 30 s | GM/T 0021, SM3, 60 s |
//! | signature | Ed25519 (RFC 8032) | SM2 (GB/T 32918) |
//!
//! Whatever is stored says by itself how it was made, so an installation that changes its profile
//! still reads what it wrote before. The software implementations carry no certificate of the State
//! Cryptography Administration; where the law asks for a certified module, it takes the place of
//! [`Signer::Software`].

mod cipher;
mod digest;
mod otp;
mod password;
mod printed;
mod profile;
mod redacted;
mod ring;
mod ring_file;
mod signing;
mod tag;
mod text;
mod vault;

#[cfg(test)]
mod tests;

pub use cipher::OpenError;
pub use digest::{Hasher, digest, digests};
pub use otp::OtpSecret;
pub use password::{Argon2Cost, InvalidCost, MalformedHash, PasswordPolicy, Verified};
pub use printed::{CodeCheck, PrintedCode};
pub use profile::Profile;
pub use redacted::Redacted;
pub use ring::{KeyRing, KeyRingError, KeyUse, KeyVersion};
pub use signing::{
    BadSignature, MalformedKey, SIGNATURE_LENGTH, Signer, SignerFailed, SigningKey, VerifyingKey,
    sm2_signature_from_der, sm2_signature_to_der,
};
pub use vault::PersonKey;
