//! Why a credential that could be read does not hold.

use kernel::Instant;

/// One ground on which a credential does not hold. [`Reason::code`] is stable and is the key of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A member that the data model prescribes is missing or has a wrong form.
    Malformed {
        /// Which member.
        field: &'static str,
    },
    /// There is no proof.
    NotSigned,
    /// There are more proofs than are looked at.
    TooManyProofs,
    /// A member of the proof is missing or has a wrong form.
    ProofMalformed {
        /// Which member.
        field: &'static str,
    },
    /// The proof is of a kind or suite that is not known here.
    UnknownSuite {
        /// The suite, or the type of the proof when that is unknown already.
        suite: String,
    },
    /// The proof was made for another purpose than to assert the content.
    PurposeWrong {
        /// The purpose it names.
        purpose: String,
    },
    /// The proof was made for a document with another `@context`.
    ContextChanged,
    /// What stands in place of the signature is none.
    SignatureWrong,
    /// Content or signature were changed after signing, or another key signed.
    Changed,
    /// The proof says that it was made later than now.
    SignedInFuture {
        /// When, as the proof says.
        signed_at: Instant,
    },
    /// The proof itself was made to last only until then.
    ProofExpired {
        /// Until when.
        until: Instant,
    },
    /// The credential begins to hold later.
    NotYetValid {
        /// From when.
        from: Instant,
    },
    /// The credential held only until then.
    Expired {
        /// Until when.
        until: Instant,
    },
    /// The list of issuer keys does not have this issuer.
    UnknownIssuer {
        /// The issuer that the credential names.
        issuer: String,
    },
    /// The issuer is known, but not this key.
    UnknownKey {
        /// The verification method that the proof names.
        method: String,
    },
    /// The key is known, but belongs to another issuer than the credential names.
    KeyOfAnotherIssuer {
        /// The verification method that the proof names.
        method: String,
    },
    /// The key was not in use when the proof was made.
    KeyNotInForce {
        /// The verification method.
        method: String,
        /// When the proof was made, as it says itself; now, when it does not say.
        signed_at: Instant,
    },
    /// The key was revoked, so that no signature of it is trusted, whatever date it bears.
    KeyRevoked {
        /// The verification method.
        method: String,
        /// When the key was revoked.
        revoked_at: Instant,
    },
}

impl Reason {
    /// All codes, so that a test can see that each has a text in both languages.
    pub const CODES: [&'static str; 18] = [
        "credential-malformed",
        "credential-not-signed",
        "credential-too-many-proofs",
        "credential-proof-malformed",
        "credential-unknown-suite",
        "credential-purpose-wrong",
        "credential-context-changed",
        "credential-signature-wrong",
        "credential-changed",
        "credential-signed-in-future",
        "credential-proof-expired",
        "credential-not-yet-valid",
        "credential-expired",
        "credential-unknown-issuer",
        "credential-unknown-key",
        "credential-key-of-another-issuer",
        "credential-key-not-in-force",
        "credential-key-revoked",
    ];

    /// The stable code, which is the key of the text.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Malformed { .. } => "credential-malformed",
            Reason::NotSigned => "credential-not-signed",
            Reason::TooManyProofs => "credential-too-many-proofs",
            Reason::ProofMalformed { .. } => "credential-proof-malformed",
            Reason::UnknownSuite { .. } => "credential-unknown-suite",
            Reason::PurposeWrong { .. } => "credential-purpose-wrong",
            Reason::ContextChanged => "credential-context-changed",
            Reason::SignatureWrong => "credential-signature-wrong",
            Reason::Changed => "credential-changed",
            Reason::SignedInFuture { .. } => "credential-signed-in-future",
            Reason::ProofExpired { .. } => "credential-proof-expired",
            Reason::NotYetValid { .. } => "credential-not-yet-valid",
            Reason::Expired { .. } => "credential-expired",
            Reason::UnknownIssuer { .. } => "credential-unknown-issuer",
            Reason::UnknownKey { .. } => "credential-unknown-key",
            Reason::KeyOfAnotherIssuer { .. } => "credential-key-of-another-issuer",
            Reason::KeyNotInForce { .. } => "credential-key-not-in-force",
            Reason::KeyRevoked { .. } => "credential-key-revoked",
        }
    }

    /// The values the text mentions. Points in time are RFC 3339 in UTC.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Reason::Malformed { field } | Reason::ProofMalformed { field } => {
                vec![("field", (*field).to_owned())]
            }
            Reason::UnknownSuite { suite } => vec![("suite", suite.clone())],
            Reason::PurposeWrong { purpose } => vec![("purpose", purpose.clone())],
            Reason::SignedInFuture { signed_at } => vec![("signedAt", signed_at.rfc3339())],
            Reason::ProofExpired { until } | Reason::Expired { until } => {
                vec![("until", until.rfc3339())]
            }
            Reason::NotYetValid { from } => vec![("from", from.rfc3339())],
            Reason::UnknownIssuer { issuer } => vec![("issuer", issuer.clone())],
            Reason::UnknownKey { method } | Reason::KeyOfAnotherIssuer { method } => {
                vec![("method", method.clone())]
            }
            Reason::KeyNotInForce { method, signed_at } => {
                vec![("method", method.clone()), ("signedAt", signed_at.rfc3339())]
            }
            Reason::KeyRevoked { method, revoked_at } => {
                vec![("method", method.clone()), ("revokedAt", revoked_at.rfc3339())]
            }
            Reason::NotSigned
            | Reason::TooManyProofs
            | Reason::ContextChanged
            | Reason::SignatureWrong
            | Reason::Changed => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_complete() {
        let at = Instant::from_micros(0);
        let text = String::new;
        let reasons = [
            Reason::Malformed { field: "issuer" },
            Reason::NotSigned,
            Reason::TooManyProofs,
            Reason::ProofMalformed { field: "type" },
            Reason::UnknownSuite { suite: text() },
            Reason::PurposeWrong { purpose: text() },
            Reason::ContextChanged,
            Reason::SignatureWrong,
            Reason::Changed,
            Reason::SignedInFuture { signed_at: at },
            Reason::ProofExpired { until: at },
            Reason::NotYetValid { from: at },
            Reason::Expired { until: at },
            Reason::UnknownIssuer { issuer: text() },
            Reason::UnknownKey { method: text() },
            Reason::KeyOfAnotherIssuer { method: text() },
            Reason::KeyNotInForce { method: text(), signed_at: at },
            Reason::KeyRevoked { method: text(), revoked_at: at },
        ];
        assert_eq!(reasons.each_ref().map(Reason::code), Reason::CODES);
    }
}
