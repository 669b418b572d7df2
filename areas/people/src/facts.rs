//! What this area tells the journal. Nothing here identifies anybody.

use crate::duplicate::Sign;
use kernel::{CivilDate, DivisionCode, PairId, PersonId};
use serde::{Deserialize, Serialize};

store::facts! {
    PersonRegistered "people.person-registered" 1;
    DocumentAdded "people.document-added" 1;
    NameCorrected "people.name-corrected" 1;
    PersonErased "people.person-erased" 1;
    PairChanged "people.pair-changed" 1;
    RecordsMerged "people.records-merged" 1;
    RecordsParted "people.records-parted" 1;
    FactAssigned "people.fact-assigned" 1;
    CorrectionRequested "people.correction-requested" 1;
    CorrectionDecided "people.correction-decided" 1;
    RecordCorrected "people.record-corrected" 1;
    ShareMade "people.share-made" 1;
    ShareEnded "people.share-ended" 1;
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

/// A pair of records was found, or something was said about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairChanged {
    /// The two records, the smaller id first.
    pub people: [PersonId; 2],
    /// The word of the state since then.
    pub state: String,
    /// What speaks for and against it.
    pub signs: Vec<Sign>,
}

/// A record became a link to another. Stands in the lanes of both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordsMerged {
    /// The record that became a link.
    pub merged: PersonId,
    /// The record that survives.
    pub survivor: PersonId,
    /// The pair under which it was decided.
    pub pair: PairId,
}

/// A merge ended. Stands in the lanes of both records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordsParted {
    /// The record that was a link.
    pub merged: PersonId,
    /// The record that survived.
    pub survivor: PersonId,
    /// The pair under which it was decided.
    pub pair: PairId,
}

/// Facts from the time of a merge were assigned to one of its records. Stands in the lanes of both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactAssigned {
    /// The pair under which it was decided.
    pub pair: PairId,
    /// The facts, in the surviving record's lane: node and number there.
    pub facts: Vec<(i64, i64)>,
    /// The record under which they are shown since then.
    pub to: PersonId,
}

/// A person asked to have something in their record corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionRequested {
    /// What, as a word.
    pub field: String,
}

/// A request for correction was accepted, refused or withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionDecided {
    /// What it was about, as a word.
    pub field: String,
    /// The word of its state since then.
    pub state: String,
}

/// A birth date or phone number was corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordCorrected {
    /// Which of them, as a word.
    pub field: String,
}

/// A person made a link to parts of their archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareMade {
    /// Whether the name is in full.
    pub full_name: bool,
    /// Whether exam results are shown, besides certificates.
    pub results: bool,
    /// How often it may be opened.
    pub views: u32,
    /// The last day on which it holds.
    pub until_on: CivilDate,
}

/// A person took a link back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareEnded {
    /// How often it had been opened.
    pub opened: u32,
}
