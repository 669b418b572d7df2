//! Why a document cannot be read, made or signed.

use kernel::{Problem, ProblemKind};

/// A refusal of this crate. [`CredentialError::code`] is stable and is the key of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialError {
    /// The bytes are not JSON text: bad syntax, bad UTF-8, or a lone surrogate in an escape.
    NotJson {
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault; 0 at the very beginning of a line.
        column: usize,
    },
    /// More bytes than allowed.
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// Arrays and objects lie deeper within one another than allowed.
    TooDeep {
        /// How many levels are allowed.
        limit: usize,
    },
    /// An object names the same member twice, so that two readers could see two documents.
    DuplicateKey {
        /// The name, shortened to 64 characters.
        key: String,
    },
    /// A number beyond ±(2^53 − 1), which programs that count in doubles round (RFC 7493, 2.2).
    NumberUnsafe,
    /// It is JSON, but not a verifiable credential.
    NotACredential,
    /// Something given for a document to be made cannot stand in it.
    FieldInvalid {
        /// Which field.
        field: &'static str,
    },
    /// The key could not sign.
    SignerFailed(SignerFailed),
    /// Not a multibase Ed25519 public key, or a key that must not be trusted.
    KeyMalformed,
    /// The list of issuer keys cannot be used.
    IssuerKeysMalformed {
        /// What is wrong, for the log.
        detail: String,
    },
}

/// Why a signer did not sign, for the log only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerFailed(pub String);

impl CredentialError {
    /// All codes, so that a test can see that each has a text in both languages.
    pub const CODES: [&'static str; 10] = [
        "credential-not-json",
        "credential-too-large",
        "credential-too-deep",
        "credential-duplicate-key",
        "credential-number-unsafe",
        "credential-not-a-credential",
        "credential-field-invalid",
        "credential-signer-failed",
        "credential-key-malformed",
        "credential-issuer-keys-malformed",
    ];

    /// The stable code, which is the key of the text.
    pub fn code(&self) -> &'static str {
        match self {
            CredentialError::NotJson { .. } => "credential-not-json",
            CredentialError::TooLarge { .. } => "credential-too-large",
            CredentialError::TooDeep { .. } => "credential-too-deep",
            CredentialError::DuplicateKey { .. } => "credential-duplicate-key",
            CredentialError::NumberUnsafe => "credential-number-unsafe",
            CredentialError::NotACredential => "credential-not-a-credential",
            CredentialError::FieldInvalid { .. } => "credential-field-invalid",
            CredentialError::SignerFailed(_) => "credential-signer-failed",
            CredentialError::KeyMalformed => "credential-key-malformed",
            CredentialError::IssuerKeysMalformed { .. } => "credential-issuer-keys-malformed",
        }
    }

    /// The values the text mentions.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            CredentialError::NotJson { line, column } => {
                vec![("line", line.to_string()), ("column", column.to_string())]
            }
            CredentialError::TooLarge { limit } | CredentialError::TooDeep { limit } => {
                vec![("limit", limit.to_string())]
            }
            CredentialError::DuplicateKey { key } => vec![("key", key.clone())],
            CredentialError::FieldInvalid { field } => vec![("field", (*field).to_owned())],
            CredentialError::NumberUnsafe
            | CredentialError::NotACredential
            | CredentialError::SignerFailed(_)
            | CredentialError::KeyMalformed
            | CredentialError::IssuerKeysMalformed { .. } => Vec::new(),
        }
    }
}

impl std::fmt::Display for CredentialError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())?;
        for (name, value) in self.args() {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CredentialError {}

impl From<SignerFailed> for CredentialError {
    fn from(failure: SignerFailed) -> Self {
        CredentialError::SignerFailed(failure)
    }
}

impl From<CredentialError> for Problem {
    fn from(error: CredentialError) -> Problem {
        let kind = match &error {
            CredentialError::TooLarge { .. } | CredentialError::TooDeep { .. } => {
                ProblemKind::TooLarge
            }
            CredentialError::SignerFailed(_) => ProblemKind::Unavailable,
            _ => ProblemKind::Invalid,
        };
        let problem = Problem::new(kind, error.code());
        let problem = error.args().into_iter().fold(problem, |p, (name, value)| p.arg(name, value));
        match error {
            CredentialError::SignerFailed(SignerFailed(detail))
            | CredentialError::IssuerKeysMalformed { detail } => problem.detail(detail),
            _ => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_complete_and_reach_people_as_problems() {
        let errors = [
            CredentialError::NotJson { line: 1, column: 2 },
            CredentialError::TooLarge { limit: 1 },
            CredentialError::TooDeep { limit: 1 },
            CredentialError::DuplicateKey { key: "a".to_owned() },
            CredentialError::NumberUnsafe,
            CredentialError::NotACredential,
            CredentialError::FieldInvalid { field: "award.id" },
            CredentialError::SignerFailed(SignerFailed("slot 3".to_owned())),
            CredentialError::KeyMalformed,
            CredentialError::IssuerKeysMalformed { detail: "twice".to_owned() },
        ];
        assert_eq!(errors.each_ref().map(CredentialError::code), CredentialError::CODES);
        for error in errors {
            let problem = Problem::from(error.clone());
            assert_eq!((problem.code(), problem.args()), (error.code(), &error.args()[..]));
        }
        let failed =
            Problem::from(CredentialError::SignerFailed(SignerFailed("slot 3".to_owned())));
        assert_eq!(
            (failed.kind(), failed.private_detail()),
            (ProblemKind::Unavailable, Some("slot 3"))
        );
    }
}
