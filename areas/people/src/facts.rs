//! What this area tells the journal. Nothing here identifies anybody.

use kernel::DivisionCode;
use serde::{Deserialize, Serialize};

store::facts! {
    PersonRegistered "people.person-registered" 1;
    DocumentAdded "people.document-added" 1;
    NameCorrected "people.name-corrected" 1;
    PersonErased "people.person-erased" 1;
}

/// A person was registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// The division whose offices are responsible.
    pub division: DivisionCode,
    /// The kinds of documents shown.
    pub documents: Vec<String>,
}

/// A further document was added to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentAdded {
    /// Its kind.
    pub document: String,
}

/// A person's name was corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameCorrected {
    /// On what grounds.
    pub reason: String,
}

/// Everything that identified a person was erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonErased {
    /// On what grounds.
    pub reason: String,
}
