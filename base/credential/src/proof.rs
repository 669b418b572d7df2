//! Data Integrity proofs of the suite `eddsa-jcs-2022` (W3C Recommendation "Data Integrity EdDSA
//! Cryptosuites v1.0", 3.3).
//!
//! The signature is Ed25519 over 64 bytes: SHA-256 of the canonical proof configuration, which
//! repeats the document's `@context`, then SHA-256 of the canonical document without its proof.

use crate::json::numbers_are_safe;
use crate::time::parse_timestamp;
use crate::{CredentialError, PublicKey, Reason, SignerFailed, canonical_object};
use crate::{multibase_decode, multibase_encode};
use kernel::Instant;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The name of the suite.
pub const CRYPTOSUITE: &str = "eddsa-jcs-2022";
pub(crate) const PROOF_TYPE: &str = "DataIntegrityProof";
pub(crate) const PURPOSE: &str = "assertionMethod";

/// Signs the bytes it is given with an Ed25519 key: a software key, or one that never leaves its
/// hardware.
pub type Signer<'a> = dyn Fn(&[u8]) -> Result<[u8; 64], SignerFailed> + 'a;

/// What the proof says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofOptions {
    /// The URL of the key, under which a verifier looks it up.
    pub verification_method: String,
    /// When the proof is made; written in whole seconds.
    pub created: Instant,
}

/// The document with a proof of its content added.
///
/// # Errors
/// [`CredentialError::FieldInvalid`] when it has a proof already,
/// [`CredentialError::NumberUnsafe`] when a reader would refuse a number in it,
/// [`CredentialError::SignerFailed`] when the key did not sign.
pub fn sign(
    document: &Map<String, Value>,
    options: &ProofOptions,
    signer: &Signer<'_>,
) -> Result<Map<String, Value>, CredentialError> {
    if document.contains_key("proof") {
        return Err(CredentialError::FieldInvalid { field: "proof" });
    }
    if !document.values().all(numbers_are_safe) {
        return Err(CredentialError::NumberUnsafe);
    }
    let mut proof = Map::new();
    proof.insert("type".to_owned(), json!(PROOF_TYPE));
    proof.insert("cryptosuite".to_owned(), json!(CRYPTOSUITE));
    proof.insert("created".to_owned(), json!(options.created.rfc3339()));
    proof.insert("verificationMethod".to_owned(), json!(options.verification_method));
    proof.insert("proofPurpose".to_owned(), json!(PURPOSE));
    if let Some(context) = document.get("@context") {
        proof.insert("@context".to_owned(), context.clone());
    }
    let signature = signer(&hash_data(&proof, document)?)?;
    proof.insert("proofValue".to_owned(), json!(multibase_encode(&signature)));
    let mut signed = document.clone();
    signed.insert("proof".to_owned(), Value::Object(proof));
    Ok(signed)
}

/// The 64 bytes to be signed, from the proof without its value and the document without its proof.
fn hash_data(
    configuration: &Map<String, Value>,
    document: &Map<String, Value>,
) -> Result<[u8; 64], CredentialError> {
    let hash = |members| canonical_object(members).map(|text| Sha256::digest(text).into());
    Ok(joined(hash(configuration)?, hash(document)?))
}

/// The hash of the configuration followed by the hash of the document.
pub(crate) fn joined(configuration: [u8; 32], document: [u8; 32]) -> [u8; 64] {
    let mut both = [0; 64];
    both[..32].copy_from_slice(&configuration);
    both[32..].copy_from_slice(&document);
    both
}

/// A proof of this suite, read but not yet checked against a key.
#[derive(Clone, Debug)]
pub struct Proof<'a> {
    members: &'a Map<String, Value>,
    signature: [u8; 64],
    /// The URL of the key that is said to have signed.
    pub verification_method: &'a str,
    /// When the proof says that it was made.
    pub created: Option<Instant>,
    /// Until when the proof says that it lasts.
    pub expires: Option<Instant>,
}

impl<'a> Proof<'a> {
    /// Reads a proof.
    ///
    /// # Errors
    /// The first [`Reason`] why it cannot be checked: an unknown suite, another purpose, a missing
    /// or malformed member, a signature that is none.
    pub fn read(proof: &'a Value) -> Result<Proof<'a>, Reason> {
        let members = proof.as_object().ok_or(Reason::ProofMalformed { field: "proof" })?;
        let text = |field: &'static str| {
            members.get(field).and_then(Value::as_str).ok_or(Reason::ProofMalformed { field })
        };
        for (field, known) in [("type", PROOF_TYPE), ("cryptosuite", CRYPTOSUITE)] {
            let named = text(field)?;
            if named != known {
                return Err(Reason::UnknownSuite { suite: named.to_owned() });
            }
        }
        // A chain binds this proof to an earlier one, which the suite's hash does not show.
        if members.contains_key("previousProof") {
            return Err(Reason::ProofMalformed { field: "previousProof" });
        }
        let purpose = text("proofPurpose")?;
        if purpose != PURPOSE {
            return Err(Reason::PurposeWrong { purpose: purpose.to_owned() });
        }
        let signature =
            multibase_decode(text("proofValue")?).and_then(|bytes| bytes.try_into().ok());
        Ok(Proof {
            members,
            signature: signature.ok_or(Reason::SignatureWrong)?,
            verification_method: text("verificationMethod")?,
            created: optional_time(members, "created")?,
            expires: optional_time(members, "expires")?,
        })
    }

    /// Checks the signature over the document, given without its proofs.
    ///
    /// # Errors
    /// [`Reason::ContextChanged`] when the document's `@context` does not begin with the proof's,
    /// [`Reason::Changed`] when the signature is not the key's over this content.
    pub fn check(&self, document: &Map<String, Value>, key: &PublicKey) -> Result<(), Reason> {
        let mut configuration = self.members.clone();
        configuration.remove("proofValue");
        let hashed = match (self.members.get("@context"), document.get("@context")) {
            (None, _) => hash_data(&configuration, document),
            (Some(signed), Some(present)) if signed == present => {
                hash_data(&configuration, document)
            }
            (Some(signed), present) => {
                if !present.is_some_and(|present| as_list(present).starts_with(as_list(signed))) {
                    return Err(Reason::ContextChanged);
                }
                let mut unsecured = document.clone();
                unsecured.insert("@context".to_owned(), signed.clone());
                hash_data(&configuration, &unsecured)
            }
        };
        match hashed {
            Ok(hashed) if key.holds(&hashed, &self.signature) => Ok(()),
            _ => Err(Reason::Changed),
        }
    }
}

/// A context given alone means the same as a list of one.
fn as_list(context: &Value) -> &[Value] {
    match context {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// A point in time that may be left out.
fn optional_time(
    members: &Map<String, Value>,
    field: &'static str,
) -> Result<Option<Instant>, Reason> {
    let Some(value) = members.get(field) else {
        return Ok(None);
    };
    let time = value.as_str().and_then(parse_timestamp);
    time.map(Some).ok_or(Reason::ProofMalformed { field })
}

#[cfg(test)]
#[path = "proof_tests.rs"]
pub(crate) mod tests;
