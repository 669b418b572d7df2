//! Checking a whole credential: form, dates, issuer, key and signature, from its bytes and a list of keys.

use crate::facts::issuer_id;
use crate::keys::Found;
use crate::proof::Proof;
use crate::time::parse_timestamp;
use crate::{CertificateFacts, CredentialError, KeySource, Limits, Reason, StrictJson};
use kernel::Instant;
use serde_json::{Map, Value, json};

/// The most proofs that are looked at; each costs a hash of the document.
const MOST_PROOFS: usize = 8;

/// How far ahead of ours the signer's clock may be, in seconds.
const CLOCK_TOLERANCE_SECONDS: i64 = 300;

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds. Whether it was suspended or revoked since, only its status can tell.
    Valid(Box<Proven>),
    /// It could be read, but does not hold.
    NotValid {
        /// All grounds that were found; never empty.
        reasons: Vec<Reason>,
        /// What it says, none of it proven.
        claimed: Box<CertificateFacts>,
    },
    /// It is no credential that can be read.
    Unreadable {
        /// Why.
        error: CredentialError,
    },
}

/// What a valid credential proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// What it says.
    pub facts: CertificateFacts,
    /// Who vouches for it.
    pub issuer: ProvenIssuer,
    /// The key that signed.
    pub verification_method: String,
    /// When it was signed, as the issuer says.
    pub signed_at: Option<Instant>,
}

/// Who vouches for a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProvenIssuer {
    /// An issuer of the published list. Its name there counts, not the one that the credential gives.
    Listed {
        /// Its identifier.
        id: String,
        /// Its name as filed.
        name: String,
        /// Its filing code.
        filing_code: Option<String>,
    },
    /// Whoever holds this key. The name in the credential is only claimed.
    DidKey {
        /// The key as a did:key.
        did: String,
    },
}

/// Checks a credential. All its proofs must hold, and all reasons why it does not are given.
/// `credentialStatus` is not looked up: it is handed on in the facts.
pub fn verify(bytes: &[u8], source: &KeySource, now: Instant, limits: &Limits) -> Verdict {
    let mut document = match StrictJson::parse(bytes, limits) {
        Ok(Value::Object(document)) if is_credential(&document) => document,
        Ok(_) => {
            return Verdict::Unreadable { error: CredentialError::NotACredential };
        }
        Err(error) => return Verdict::Unreadable { error },
    };
    let facts = CertificateFacts::read(&document);
    let proofs = match document.remove("proof") {
        None => Vec::new(),
        Some(Value::Array(proofs)) => proofs,
        Some(proof) => vec![proof],
    };
    let mut check = Check { source, now, reasons: Vec::new() };
    check.model(&document);
    let proven = check.proofs(&document, &proofs);
    match proven {
        Some((verification_method, signed_at, issuer)) if check.reasons.is_empty() => {
            Verdict::Valid(Box::new(Proven { facts, issuer, verification_method, signed_at }))
        }
        _ => Verdict::NotValid { reasons: check.reasons, claimed: Box::new(facts) },
    }
}

fn is_credential(document: &Map<String, Value>) -> bool {
    has_type(document.get("type"), "VerifiableCredential")
}

fn has_type(types: Option<&Value>, wanted: &str) -> bool {
    match types {
        Some(Value::String(one)) => one == wanted,
        Some(Value::Array(several)) => several.iter().any(|one| one == wanted),
        _ => false,
    }
}

struct Check<'a> {
    source: &'a KeySource,
    now: Instant,
    reasons: Vec<Reason>,
}

impl Check<'_> {
    fn refuse(&mut self, reason: Reason) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// The members that VC Data Model 2.0 prescribes, and the dates.
    fn model(&mut self, document: &Map<String, Value>) {
        let first_context = document.get("@context").and_then(|context| context.get(0));
        if first_context.and_then(Value::as_str) != Some(crate::certificate::VC_CONTEXT) {
            self.refuse(Reason::Malformed { field: "@context" });
        }
        let is_claim = |claim: &Value| claim.as_object().is_some_and(|members| !members.is_empty());
        let claims = match document.get("credentialSubject") {
            Some(Value::Array(claims)) => !claims.is_empty() && claims.iter().all(is_claim),
            Some(claim) => is_claim(claim),
            None => false,
        };
        if !claims {
            self.refuse(Reason::Malformed { field: "credentialSubject" });
        }
        if let Some(from) = self.date(document, "validFrom").filter(|from| *from > self.now) {
            self.refuse(Reason::NotYetValid { from });
        }
        if let Some(until) = self.date(document, "validUntil").filter(|until| *until <= self.now) {
            self.refuse(Reason::Expired { until });
        }
    }

    fn date(&mut self, document: &Map<String, Value>, field: &'static str) -> Option<Instant> {
        let value = document.get(field)?;
        let date = value.as_str().and_then(parse_timestamp);
        if date.is_none() {
            self.refuse(Reason::Malformed { field });
        }
        date
    }

    /// Checks every proof; gives what the first one proves.
    fn proofs(
        &mut self,
        document: &Map<String, Value>,
        proofs: &[Value],
    ) -> Option<(String, Option<Instant>, ProvenIssuer)> {
        let Some(issuer) = document.get("issuer").and_then(issuer_id) else {
            self.refuse(Reason::Malformed { field: "issuer" });
            return None;
        };
        if proofs.is_empty() {
            self.refuse(Reason::NotSigned);
        }
        if proofs.len() > MOST_PROOFS {
            self.refuse(Reason::TooManyProofs);
            return None;
        }
        let mut first = None;
        for proof in proofs {
            let proven = self.proof(document, issuer, proof);
            first = first.or(proven);
        }
        first
    }

    fn proof(
        &mut self,
        document: &Map<String, Value>,
        issuer: &str,
        proof: &Value,
    ) -> Option<(String, Option<Instant>, ProvenIssuer)> {
        let proof = Proof::read(proof).map_err(|reason| self.refuse(reason)).ok()?;
        let latest = self.now.plus_seconds(CLOCK_TOLERANCE_SECONDS);
        if let Some(signed_at) = proof.created.filter(|created| *created > latest) {
            self.refuse(Reason::SignedInFuture { signed_at });
        }
        if let Some(until) = proof.expires.filter(|until| *until <= self.now) {
            self.refuse(Reason::ProofExpired { until });
        }
        let method = proof.verification_method;
        let found = self.source.find(issuer, method).map_err(|reason| self.refuse(reason)).ok()?;
        let (key, issuer) = match found {
            Found::DidKey { key } => {
                let did = key.did_key();
                (key, ProvenIssuer::DidKey { did })
            }
            Found::Listed { issuer, key } => {
                if let Err(reason) = key.vouches(proof.created.unwrap_or(self.now)) {
                    self.refuse(reason);
                }
                let listed = ProvenIssuer::Listed {
                    id: issuer.id.clone(),
                    name: issuer.name.clone(),
                    filing_code: issuer.filing_code.clone(),
                };
                (key.public_key.clone(), listed)
            }
        };
        proof.check(document, &key).map_err(|reason| self.refuse(reason)).ok()?;
        Some((method.to_owned(), proof.created, issuer))
    }
}

impl Verdict {
    /// The verdict as JSON, with the code and the values of each reason.
    pub fn to_json(&self) -> Value {
        match self {
            Verdict::Valid(proven) => {
                let issuer = match &proven.issuer {
                    ProvenIssuer::Listed { id, name, filing_code } => {
                        json!({ "id": id, "name": name, "filingCode": filing_code })
                    }
                    ProvenIssuer::DidKey { did } => json!({ "id": did }),
                };
                json!({
                    "verdict": "valid",
                    "certificate": proven.facts.to_json(),
                    "issuer": issuer,
                    "verificationMethod": proven.verification_method,
                    "signedAt": proven.signed_at.map(Instant::rfc3339),
                })
            }
            Verdict::NotValid { reasons, claimed } => {
                let reasons: Vec<Value> =
                    reasons.iter().map(|reason| coded(reason.code(), reason.args())).collect();
                json!({ "verdict": "not-valid", "reasons": reasons, "claimed": claimed.to_json() })
            }
            Verdict::Unreadable { error } => {
                json!({ "verdict": "unreadable", "reasons": [coded(error.code(), error.args())] })
            }
        }
    }
}

fn coded(code: &str, args: Vec<(&'static str, String)>) -> Value {
    let args = args.into_iter().map(|(name, value)| (name.to_owned(), json!(value)));
    let mut members: Map<String, Value> = args.collect();
    members.insert("code".to_owned(), json!(code));
    Value::Object(members)
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
