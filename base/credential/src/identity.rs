//! How a certificate names its holder without carrying the document number.

use crate::CredentialError;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Which kind of number identifies the holder (Open Badges 3.0, `IdentifierTypeEnum`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityKind {
    /// 居民身份证 and other numbers of the same national register.
    NationalIdentityNumber,
    /// Any other document, such as `passport`; written as `ext:passport`.
    Other(String),
}

impl IdentityKind {
    fn word(&self) -> String {
        match self {
            IdentityKind::NationalIdentityNumber => "nationalIdentityNumber".to_owned(),
            IdentityKind::Other(name) => format!("ext:{name}"),
        }
    }

    fn is_writable(&self) -> bool {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        match self {
            IdentityKind::NationalIdentityNumber => true,
            IdentityKind::Other(name) => !name.is_empty() && name.chars().all(allowed),
        }
    }
}

/// Where the salt of the identity hash is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaltPlace {
    /// In the credential, as Open Badges has it. Whoever holds the file can then find the number by
    /// trying: there are about 10^11 identity numbers, far fewer for one place and birthday, and
    /// the suite's hash is fast. No better than the face of the paper, which shows the number.
    Inside,
    /// Beside the credential, in the vault. The file alone then says nothing about the number;
    /// who is to compare it is given the salt.
    Beside,
}

/// The holder's document number as a salted hash; the number itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderIdentity {
    kind: IdentityKind,
    hash: String,
    salt: Option<String>,
}

impl HolderIdentity {
    /// Hashes a document number, which must be in its normal form (18 digits, capital X), with a
    /// fresh random salt.
    ///
    /// # Errors
    /// [`CredentialError::FieldInvalid`] when the number is empty or the kind cannot be written.
    pub fn hashed(
        kind: IdentityKind,
        number: &str,
        salt: &[u8; 16],
        place: SaltPlace,
    ) -> Result<Self, CredentialError> {
        if number.is_empty() || !kind.is_writable() {
            return Err(CredentialError::FieldInvalid { field: "identity" });
        }
        let salt = Self::salt_text(salt);
        let hash = identity_hash(number, &salt);
        let salt = match place {
            SaltPlace::Inside => Some(salt),
            SaltPlace::Beside => None,
        };
        Ok(HolderIdentity { kind, hash, salt })
    }

    /// The salt as it is hashed and written: 32 hexadecimal digits.
    pub fn salt_text(salt: &[u8; 16]) -> String {
        hex(salt)
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut object = json!({
            "type": "IdentityObject",
            "hashed": true,
            "identityHash": self.hash,
            "identityType": self.kind.word(),
        });
        if let Some(salt) = &self.salt {
            object["salt"] = json!(salt);
        }
        object
    }
}

/// Whether an identity hash of a credential belongs to the number, given the salt as text.
pub fn identity_matches(hash: &str, number: &str, salt: &str) -> bool {
    hash == identity_hash(number, salt)
}

/// The `IdentityHash` of Open Badges: `sha256$` and the hexadecimal SHA-256 of the identity followed
/// by the salt.
fn identity_hash(number: &str, salt: &str) -> String {
    format!("sha256${}", hex(&Sha256::new().chain_update(number).chain_update(salt).finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "770000199001010018";

    #[test]
    fn the_hash_is_that_of_open_badges() {
        // printf '%s' a@example.org00000000000000000000000000000001 | sha256sum
        let identity = HolderIdentity::hashed(
            IdentityKind::Other("email".to_owned()),
            "a@example.org",
            &1u128.to_be_bytes(),
            SaltPlace::Inside,
        );
        let json = identity.unwrap().to_json();
        assert_eq!(json["salt"], "00000000000000000000000000000001");
        assert_eq!(json["identityType"], "ext:email");
        assert_eq!(
            json["identityHash"],
            "sha256$900e682309dfa9faa4f347b8ca674299e69e3e2e667a18318069079f8efa1a72"
        );
    }

    #[test]
    fn the_number_is_found_again_only_with_its_salt() {
        let salt = [7; 16];
        let kind = IdentityKind::NationalIdentityNumber;
        let json =
            HolderIdentity::hashed(kind, NUMBER, &salt, SaltPlace::Beside).unwrap().to_json();
        assert_eq!(json.get("salt"), None);
        assert!(!json.to_string().contains(NUMBER));
        let hash = json["identityHash"].as_str().unwrap();
        assert!(identity_matches(hash, NUMBER, &HolderIdentity::salt_text(&salt)));
        assert!(!identity_matches(hash, "770000199001010026", &HolderIdentity::salt_text(&salt)));
        assert!(!identity_matches(hash, NUMBER, &HolderIdentity::salt_text(&[8; 16])));
        assert!(!identity_matches(hash, NUMBER, ""));
    }

    #[test]
    fn an_empty_number_and_an_unwritable_kind_are_refused() {
        let refused = Err(CredentialError::FieldInvalid { field: "identity" });
        for (kind, number) in [("passport", ""), ("", NUMBER), ("护照", NUMBER), ("a b", NUMBER)]
        {
            let kind = IdentityKind::Other(kind.to_owned());
            assert_eq!(HolderIdentity::hashed(kind, number, &[0; 16], SaltPlace::Inside), refused);
        }
    }
}
