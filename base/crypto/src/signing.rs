//! Signatures over credentials, receipts and facts.

use crate::text::hex;
use crate::{KeyRing, OpenError, Profile};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek as ed25519;
use kernel::{Problem, ProblemKind, Random};
use sm2::dsa as sm2dsa;
use sm2dsa::signature::{Signer as _, Verifier as _};
use std::sync::LazyLock;
use zeroize::{Zeroize, Zeroizing};

/// Length of a signature in bytes: R ‖ S under Ed25519, r ‖ s under SM2.
pub const SIGNATURE_LENGTH: usize = 64;

/// The user id that goes into an SM2 digest when no other was agreed (GM/T 0009-2012, section 10).
const SM2_USER: &str = "1234567812345678";

/// The purpose under which signing keys are sealed.
const SEALED_AS: &str = "signing-key";

/// Multicodec `ed25519-pub` as a varint.
const ED25519_MULTICODEC: [u8; 2] = [0xed, 0x01];

/// The beginning of a SubjectPublicKeyInfo: Ed25519 (RFC 8410).
const ED25519_SPKI: [u8; 12] = [0x30, 42, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 33, 0];
/// The beginning of a SubjectPublicKeyInfo: id-ecPublicKey on 1.2.156.10197.1.301, the SM2 curve.
const SM2_SPKI: [u8; 26] = [
    0x30, 89, 0x30, 19, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x81, 0x1c, 0xcf,
    0x55, 1, 0x82, 0x2d, 3, 66, 0,
];

/// A private key held in memory.
pub struct SigningKey(Secret);

enum Secret {
    Ed25519(Box<ed25519::SigningKey>),
    Sm2(Box<sm2dsa::SigningKey>),
}

/// A public key.
#[derive(Clone)]
pub struct VerifyingKey(Public);

#[derive(Clone)]
enum Public {
    Ed25519(ed25519::VerifyingKey),
    Sm2(Box<sm2dsa::VerifyingKey>),
}

/// Where signatures are made. A key in a cryptographic device (PKCS#11, SDF of GM/T 0018) becomes
/// another variant, which is why signing may fail.
#[derive(Debug)]
#[non_exhaustive]
pub enum Signer {
    /// A key in the memory of this process.
    Software(SigningKey),
}

/// The signature does not belong to the message and the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSignature;

/// The bytes are not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedKey;

/// The signer made no signature; what the log is told.
#[derive(Clone, Debug)]
pub struct SignerFailed(pub String);

impl SigningKey {
    /// A new key: Ed25519 or SM2.
    pub fn generate(profile: Profile, random: &Random) -> Self {
        loop {
            let secret = Zeroizing::new(random.bytes::<32>());
            // SM2 has a few numbers less than 2^256; the chance to meet one of the others is 2^-32.
            if let Ok(key) = SigningKey::from_secret(profile, &secret) {
                return key;
            }
        }
    }

    /// The key with a known secret, such as a test vector's: the seed of Ed25519 (RFC 8032), or the
    /// number d of SM2, big-endian. Keys of real bodies are generated.
    pub fn from_secret(profile: Profile, secret: &[u8; 32]) -> Result<Self, MalformedKey> {
        match profile {
            Profile::Intl => {
                Ok(SigningKey(Secret::Ed25519(Box::new(ed25519::SigningKey::from_bytes(secret)))))
            }
            Profile::Gm => {
                let key = sm2dsa::SigningKey::from_slice(SM2_USER, secret);
                let key = Box::new(key.map_err(|_| MalformedKey)?);
                // GB/T 32918.1: the key lies in [1, n-2]. With n-1 no signature can be made.
                key.try_sign(b"").map_err(|_| MalformedKey)?;
                Ok(SigningKey(Secret::Sm2(key)))
            }
        }
    }

    /// Which algorithm.
    pub fn profile(&self) -> Profile {
        match self.0 {
            Secret::Ed25519(_) => Profile::Intl,
            Secret::Sm2(_) => Profile::Gm,
        }
    }

    /// Signs a message. Both algorithms are deterministic: SM2 takes its `k` as RFC 6979 does.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_LENGTH] {
        match &self.0 {
            Secret::Ed25519(key) => key.sign(message).to_bytes(),
            Secret::Sm2(key) => {
                let signature = key.try_sign(message);
                signature.expect("a zero r or s has a chance of 2^-255").to_bytes().into()
            }
        }
    }

    /// The public key.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(match &self.0 {
            Secret::Ed25519(key) => Public::Ed25519(key.verifying_key()),
            Secret::Sm2(key) => Public::Sm2(Box::new(key.verifying_key().clone())),
        })
    }

    /// Seals the key as a secret of the system; `id` is the bytes of the key's record.
    pub fn seal(&self, ring: &KeyRing, id: &[u8], random: &Random) -> Vec<u8> {
        let mut plain = Zeroizing::new([self.profile().mark(); 33]);
        match &self.0 {
            Secret::Ed25519(key) => plain[1..].copy_from_slice(key.as_bytes()),
            Secret::Sm2(key) => {
                let mut secret = key.to_bytes();
                plain[1..].copy_from_slice(&secret);
                secret.zeroize();
            }
        }
        ring.seal_system(SEALED_AS, id, plain.as_slice(), random)
    }

    /// Opens a sealed key.
    pub fn open(ring: &KeyRing, id: &[u8], sealed: &[u8]) -> Result<Self, OpenError> {
        let plain = ring.open_system(SEALED_AS, id, sealed)?;
        let [mark, secret @ ..] = plain.expose().as_slice() else {
            return Err(OpenError::Malformed);
        };
        let profile = Profile::from_mark(*mark).ok_or(OpenError::Malformed)?;
        let secret = secret.try_into().map_err(|_| OpenError::Malformed)?;
        SigningKey::from_secret(profile, secret).map_err(|_| OpenError::Malformed)
    }
}

/// A key that is no secret, written over one that is.
static BLANK_SM2: LazyLock<sm2dsa::SigningKey> = LazyLock::new(|| {
    let mut one = [0; 32];
    one[31] = 1;
    sm2dsa::SigningKey::from_slice(SM2_USER, &one).expect("one is a valid key")
});

impl Drop for SigningKey {
    fn drop(&mut self) {
        // Ed25519 keys clear themselves; this type of SM2 key does not.
        if let Secret::Sm2(key) = &mut self.0 {
            **key = BLANK_SM2.clone();
            std::hint::black_box(key);
        }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({:?})", self.verifying_key())
    }
}

impl VerifyingKey {
    /// Which algorithm.
    pub fn profile(&self) -> Profile {
        match self.0 {
            Public::Ed25519(_) => Profile::Intl,
            Public::Sm2(_) => Profile::Gm,
        }
    }

    /// Checks a signature. Ed25519 is checked strictly: keys and points of small order are refused,
    /// so that one signature cannot pass for several messages.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        match &self.0 {
            Public::Ed25519(key) => {
                let signature =
                    ed25519::Signature::from_slice(signature).map_err(|_| BadSignature)?;
                key.verify_strict(message, &signature).map_err(|_| BadSignature)
            }
            Public::Sm2(key) => {
                let signature =
                    sm2dsa::Signature::from_slice(signature).map_err(|_| BadSignature)?;
                key.verify(message, &signature).map_err(|_| BadSignature)
            }
        }
    }

    /// The key as bytes: 32 of Ed25519, or the uncompressed point 04 ‖ x ‖ y of SM2, 65.
    pub fn to_bytes(&self) -> Vec<u8> {
        match &self.0 {
            Public::Ed25519(key) => key.to_bytes().to_vec(),
            Public::Sm2(key) => key.to_sec1_bytes().into_vec(),
        }
    }

    /// Reads the bytes of a key; refuses points off the curve, and of small order.
    pub fn from_bytes(profile: Profile, bytes: &[u8]) -> Result<Self, MalformedKey> {
        match profile {
            Profile::Intl => {
                let bytes = bytes.try_into().map_err(|_| MalformedKey)?;
                let key = ed25519::VerifyingKey::from_bytes(bytes).map_err(|_| MalformedKey)?;
                if key.is_weak() {
                    Err(MalformedKey)
                } else {
                    Ok(VerifyingKey(Public::Ed25519(key)))
                }
            }
            Profile::Gm if bytes.len() == 65 => {
                let key = sm2dsa::VerifyingKey::from_sec1_bytes(SM2_USER, bytes);
                Ok(VerifyingKey(Public::Sm2(Box::new(key.map_err(|_| MalformedKey)?))))
            }
            Profile::Gm => Err(MalformedKey),
        }
    }

    /// The key as text. Ed25519: a Multikey (W3C Controlled Identifiers, `z` and base58btc of
    /// 0xed01 ‖ key). SM2: hexadecimal of the uncompressed point, since no multicodec is registered
    /// for SM2 keys and an unregistered one would be taken for another kind of key.
    pub fn to_text(&self) -> String {
        match &self.0 {
            Public::Ed25519(key) => {
                let bytes = [ED25519_MULTICODEC.as_slice(), key.as_bytes()].concat();
                format!("z{}", bs58::encode(bytes).into_string())
            }
            Public::Sm2(_) => hex(&self.to_bytes()),
        }
    }

    /// Reads an Ed25519 Multikey.
    pub fn from_multikey(text: &str) -> Result<Self, MalformedKey> {
        let base58 = text.strip_prefix('z').ok_or(MalformedKey)?;
        let bytes = bs58::decode(base58).into_vec().map_err(|_| MalformedKey)?;
        let key = bytes.strip_prefix(&ED25519_MULTICODEC).ok_or(MalformedKey)?;
        VerifyingKey::from_bytes(Profile::Intl, key)
    }

    /// The key as a PEM file, which `openssl` and other tools read.
    pub fn to_pem(&self) -> String {
        let prefix = match self.profile() {
            Profile::Intl => ED25519_SPKI.as_slice(),
            Profile::Gm => SM2_SPKI.as_slice(),
        };
        let text = STANDARD.encode([prefix, &self.to_bytes()].concat());
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for line in text.as_bytes().chunks(64) {
            pem.extend(line.iter().map(|byte| *byte as char));
            pem.push('\n');
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        pem
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.profile() == other.profile() && self.to_bytes() == other.to_bytes()
    }
}

impl Eq for VerifyingKey {}

impl std::fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl Signer {
    /// Which algorithm.
    pub fn profile(&self) -> Profile {
        match self {
            Signer::Software(key) => key.profile(),
        }
    }

    /// The public key.
    pub fn verifying_key(&self) -> VerifyingKey {
        match self {
            Signer::Software(key) => key.verifying_key(),
        }
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_LENGTH], SignerFailed> {
        match self {
            Signer::Software(key) => Ok(key.sign(message)),
        }
    }
}

/// An SM2 signature (r ‖ s) as the ASN.1 sequence of GM/T 0009, which other tools exchange.
pub fn sm2_signature_to_der(signature: &[u8; SIGNATURE_LENGTH]) -> Result<Vec<u8>, BadSignature> {
    let signature = sm2dsa::Signature::from_slice(signature).map_err(|_| BadSignature)?;
    Ok(signature.to_der().as_bytes().to_vec())
}

/// An SM2 signature out of its ASN.1 sequence.
pub fn sm2_signature_from_der(der: &[u8]) -> Result<[u8; SIGNATURE_LENGTH], BadSignature> {
    let signature = sm2dsa::Signature::from_der(der).map_err(|_| BadSignature)?;
    Ok(signature.to_bytes().into())
}

impl std::fmt::Display for BadSignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the signature does not belong to the message and the key")
    }
}

impl std::error::Error for BadSignature {}

impl std::fmt::Display for MalformedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the bytes are not a key")
    }
}

impl std::error::Error for MalformedKey {}

impl std::fmt::Display for SignerFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the signer made no signature: {}", self.0)
    }
}

impl std::error::Error for SignerFailed {}

impl From<SignerFailed> for Problem {
    fn from(error: SignerFailed) -> Self {
        Problem::new(ProblemKind::Unavailable, "signer-failed").detail(error)
    }
}
