//! What this area tells the journal. Kinds and their written forms stay readable for ever.

use crate::holding::HoldingStep;
use kernel::{AuthorityId, BodyId, CaseId, CivilDate, DesignationId, EntryId, RoundId};
use serde::{Deserialize, Serialize};

store::facts! {
    KindAdded "designations.kind-added" 1;
    RoundOpened "designations.round-opened" 1;
    RoundMoved "designations.round-moved" 1;
    PanelDrawn "designations.panel-drawn" 1;
    EntryMoved "designations.entry-moved" 1;
    Designated "designations.designated" 1;
    HoldingChanged "designations.holding-changed" 1;
}

/// A kind was entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindAdded {
    /// Its word.
    pub kind: String,
    /// The first day on which rounds are opened under it.
    pub valid_from: CivilDate,
}

/// A round was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundOpened {
    /// Which.
    pub round: RoundId,
    /// The word of the kind.
    pub kind: String,
    /// The office that holds it.
    pub office: AuthorityId,
    /// How many may be chosen.
    pub places: usize,
    /// The last day for entries.
    pub until: CivilDate,
}

/// A round went on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundMoved {
    /// Which.
    pub round: RoundId,
    /// The word of the state it is in now.
    pub state: String,
    /// The case, once the ranking is before the office.
    pub case: Option<CaseId>,
}

/// A panel was drawn, or drawn again without somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelDrawn {
    /// The round.
    pub round: RoundId,
    /// The digest of the frozen list.
    pub list_digest: String,
    /// The seed.
    pub seed: String,
    /// The panel, by the numbers of the register of experts.
    pub panel: Vec<String>,
}

/// An entry was handed in, or the office said something to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryMoved {
    /// Which.
    pub entry: EntryId,
    /// To which round.
    pub round: RoundId,
    /// Whose.
    pub body: BodyId,
    /// The word of the state it is in now.
    pub state: String,
}

/// A designation was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Designated {
    /// Which.
    pub designation: DesignationId,
    /// The word of the kind.
    pub kind: String,
    /// The round.
    pub round: RoundId,
    /// The number of the plate.
    pub number: String,
    /// The first day.
    pub from: CivilDate,
    /// The last day.
    pub until: CivilDate,
}

/// A designation was assessed, or its end proposed or decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldingChanged {
    /// Which.
    pub designation: DesignationId,
    /// What was done.
    pub step: HoldingStep,
}
