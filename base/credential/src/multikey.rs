//! Public keys as text: multibase base58btc, Multikey and did:key for Ed25519.

use crate::CredentialError;
use ed25519_dalek::{Signature, VerifyingKey};

/// The two bytes that mark an Ed25519 public key in a Multikey: multicodec `ed25519-pub`, 0xed, as
/// a varint (Controlled Identifiers 1.0, 2.2.2).
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];

/// The longest multibase text that is decoded: a signature has 89 characters, and base58 takes time
/// that grows with the square of the length.
const LONGEST_MULTIBASE: usize = 128;

/// Writes bytes as multibase base58btc: `z` and the base58 text.
pub fn multibase_encode(bytes: &[u8]) -> String {
    let mut text = String::from("z");
    text.push_str(&bs58::encode(bytes).into_string());
    text
}

/// Reads multibase base58btc of up to 128 digits; nothing for any other base or a foreign character.
pub fn multibase_decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('z')?;
    if digits.len() > LONGEST_MULTIBASE {
        return None;
    }
    bs58::decode(digits).into_vec().ok()
}

/// An Ed25519 public key that is a real point of the curve and not of small order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// A key from its 32 bytes.
    ///
    /// # Errors
    /// [`CredentialError::KeyMalformed`] when the bytes are no point, or a weak one under which
    /// one signature fits many messages.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, CredentialError> {
        match VerifyingKey::from_bytes(bytes) {
            Ok(key) if !key.is_weak() => Ok(PublicKey(key)),
            _ => Err(CredentialError::KeyMalformed),
        }
    }

    /// The 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The `publicKeyMultibase` of a Multikey: `z6Mk…`.
    pub fn multibase(&self) -> String {
        let mut bytes = ED25519_PUBLIC.to_vec();
        bytes.extend_from_slice(self.0.as_bytes());
        multibase_encode(&bytes)
    }

    /// Reads a `publicKeyMultibase`.
    ///
    /// # Errors
    /// [`CredentialError::KeyMalformed`] when it is no usable Ed25519 Multikey.
    pub fn from_multibase(text: &str) -> Result<Self, CredentialError> {
        let bytes = multibase_decode(text).ok_or(CredentialError::KeyMalformed)?;
        let key = bytes.strip_prefix(&ED25519_PUBLIC).ok_or(CredentialError::KeyMalformed)?;
        let key = key.try_into().map_err(|_| CredentialError::KeyMalformed)?;
        Self::from_bytes(key)
    }

    /// The key as an identifier of its own: `did:key:z6Mk…`.
    pub fn did_key(&self) -> String {
        format!("did:key:{}", self.multibase())
    }

    /// The verification method of the did:key: `did:key:z6Mk…#z6Mk…`.
    pub fn did_key_method(&self) -> String {
        self.method_of(&self.did_key())
    }

    /// The verification method under a controller, named by the key itself: `{controller}#z6Mk…`.
    pub fn method_of(&self, controller: &str) -> String {
        format!("{controller}#{}", self.multibase())
    }

    /// Reads `did:key:z6Mk…`, with or without its own fragment.
    ///
    /// # Errors
    /// [`CredentialError::KeyMalformed`] when it is no did:key of a usable Ed25519 key, or when the
    /// fragment names another key.
    pub fn from_did_key(did: &str) -> Result<Self, CredentialError> {
        let name = did.strip_prefix("did:key:").ok_or(CredentialError::KeyMalformed)?;
        let (name, fragment) = name.split_once('#').unwrap_or((name, name));
        if name != fragment {
            return Err(CredentialError::KeyMalformed);
        }
        Self::from_multibase(name)
    }

    /// Whether the signature is this key's over the message (RFC 8032, strict: no weak points and
    /// no second form of the same signature).
    pub fn holds(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;
    use proptest::prelude::*;

    /// The key pair of the test vectors in the W3C Recommendation "Data Integrity EdDSA
    /// Cryptosuites v1.0".
    const W3C_PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const W3C_SECRET: &str = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";

    #[test]
    fn the_public_key_of_the_recommendation_belongs_to_its_secret_key() {
        let secret = multibase_decode(W3C_SECRET).unwrap();
        let seed: [u8; 32] = secret.strip_prefix(&[0x80, 0x26]).unwrap().try_into().unwrap();
        let public = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
        let key = PublicKey::from_bytes(&public).unwrap();
        assert_eq!(key.multibase(), W3C_PUBLIC);
        assert_eq!(PublicKey::from_did_key(&key.did_key_method()), Ok(key.clone()));
        assert_eq!(PublicKey::from_did_key(&key.did_key()), Ok(key));
    }

    #[test]
    fn other_keys_bases_and_fragments_are_refused() {
        let p256 = multibase_encode(&[&[0x80, 0x24, 0x02][..], &[7; 32]].concat());
        let base64 = format!("u{}", &W3C_PUBLIC[1..]);
        for text in ["", "z", "z6Mk", &W3C_PUBLIC[1..], &base64, &p256, W3C_SECRET] {
            assert_eq!(
                PublicKey::from_multibase(text),
                Err(CredentialError::KeyMalformed),
                "{text}"
            );
        }
        let of_another = format!("did:key:{W3C_PUBLIC}#{p256}");
        let of_none = format!("did:key:{W3C_PUBLIC}#");
        for did in [&of_another[..], &of_none, W3C_PUBLIC, "did:web:example.org"] {
            assert_eq!(PublicKey::from_did_key(did), Err(CredentialError::KeyMalformed), "{did}");
        }
        // The neutral point: under it one signature fits every message.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert_eq!(PublicKey::from_bytes(&neutral), Err(CredentialError::KeyMalformed));
    }

    proptest! {
        #[test]
        fn keys_survive_text(seed: [u8; 32]) {
            let bytes = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
            let key = PublicKey::from_bytes(&bytes).unwrap();
            prop_assert_eq!(key.to_bytes(), bytes);
            prop_assert_eq!(PublicKey::from_multibase(&key.multibase()), Ok(key));
        }

        #[test]
        fn multibase_survives_text(bytes in proptest::collection::vec(any::<u8>(), 0..90)) {
            prop_assert_eq!(multibase_decode(&multibase_encode(&bytes)), Some(bytes));
        }

        #[test]
        fn foreign_text_is_refused_without_panic(text in ".{0,120}") {
            prop_assume!(!text.starts_with("z6Mk"));
            prop_assert!(PublicKey::from_multibase(&text).is_err());
            let did = format!("did:key:{text}");
            prop_assert!(PublicKey::from_did_key(&did).is_err());
        }
    }
}
