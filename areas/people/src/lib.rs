//! Persons: so far the pure rules about identity documents and names, and how both are masked.

pub mod document;
pub mod mask;
pub mod name;

pub use document::{
    DocumentFinding, DocumentKind, DocumentNumber, Sex, check, citizen_number, guess_kind,
};
pub use mask::{Disclosure, mask_name, mask_number, mask_phone};
pub use name::{NameFinding, PersonName};
