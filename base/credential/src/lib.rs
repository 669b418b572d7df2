//! Certificates as verifiable credentials (可验证凭证): made, signed and checked from bytes alone.
//!
//! A certificate is one JSON document in the shape of the W3C Verifiable Credentials Data Model 2.0
//! and Open Badges 3.0, secured by a Data Integrity proof of the suite `eddsa-jcs-2022`. Nothing
//! here reads a file, a database or the network: keys, time and randomness are passed in.
//!
//! To issue: describe what is certified once ([`Issuer`], [`Achievement`]), compile a
//! [`CertificateTemplate`], then [`CertificateTemplate::issue`] for each [`Award`]. To sign any
//! other document: [`proof::sign`]. To check a file: [`verify()`] with a [`KeySource`], which is the
//! published list of issuer keys.

mod certificate;
pub mod did;
mod error;
mod facts;
mod fuzz;
mod identity;
mod json;
mod keys;
mod multikey;
pub mod proof;
mod reason;
mod template;
mod time;
mod verify;

pub use certificate::{Achievement, Award, Issuer, Node, Part, Score, SkillCertificate};
pub use error::{CredentialError, SignerFailed};
pub use facts::CertificateFacts;
#[doc(hidden)]
pub use fuzz::fuzz_entry;
pub use identity::{HolderIdentity, IdentityKind, SaltPlace, identity_matches};
pub use json::{Limits, StrictJson, canonical, canonical_object};
pub use keys::{IssuerEntry, IssuerKey, IssuerKeys, KeySource, KeyStanding, UnknownIssuers};
pub use multikey::{PublicKey, multibase_decode, multibase_encode};
pub use proof::{ProofOptions, Signer};
pub use reason::Reason;
pub use template::CertificateTemplate;
pub use verify::{Proven, ProvenIssuer, Verdict, verify};
