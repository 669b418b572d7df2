//! What this area tells the journal. Nothing here identifies anybody.

use kernel::DivisionCode;
use serde::{Deserialize, Serialize};
use store::Fact;

/// A person was registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// The division whose offices are responsible.
    pub division: DivisionCode,
    /// The kinds of documents shown.
    pub documents: Vec<String>,
}

impl Fact for PersonRegistered {
    const KIND: &'static str = "people.person-registered";
    const VERSION: i64 = 1;
}

/// A further document was added to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentAdded {
    /// Its kind.
    pub document: String,
}

impl Fact for DocumentAdded {
    const KIND: &'static str = "people.document-added";
    const VERSION: i64 = 1;
}

/// A person's name was corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameCorrected {
    /// On what grounds.
    pub reason: String,
}

impl Fact for NameCorrected {
    const KIND: &'static str = "people.name-corrected";
    const VERSION: i64 = 1;
}

/// Everything that identified a person was erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonErased {
    /// On what grounds.
    pub reason: String,
}

impl Fact for PersonErased {
    const KIND: &'static str = "people.person-erased";
    const VERSION: i64 = 1;
}
