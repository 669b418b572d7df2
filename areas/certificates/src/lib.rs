//! Certificates: so far the pure rules about their numbers.

pub mod legacy;
pub mod number;

pub use legacy::{LegacyNumber, Recognised, recognise};
pub use number::{CertificateNumber, NumberFinding, NumberRules, NumberSeries};

#[cfg(test)]
mod texts_tests;
