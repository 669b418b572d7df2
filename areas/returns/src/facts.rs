//! What this area tells the journal. Nothing here identifies anybody.

use crate::form::Span;
use kernel::{AuthorityId, Month, ReturnId};
use serde::{Deserialize, Serialize};

store::facts! {
    ReturnDrafted "returns.return-drafted" 1;
    CellsChanged "returns.cells-changed" 1;
    ReturnMoved "returns.return-moved" 1;
}

/// A return was begun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnDrafted {
    /// Which.
    #[serde(rename = "return")]
    pub id: ReturnId,
    /// The form's key.
    pub form: String,
    /// In which version.
    pub form_version: i64,
    /// For which month.
    pub month: Month,
    /// Whose.
    pub authority: AuthorityId,
}

/// Cells got other figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellsChanged {
    /// Which return.
    #[serde(rename = "return")]
    pub id: ReturnId,
    /// In which revision.
    pub revision: i64,
    /// Whether they were filled from the journal and the returns below; otherwise by hand.
    pub filled: bool,
    /// Row, column and the figure of the office itself since then.
    pub cells: Vec<(String, Span, Option<i64>)>,
}

/// A return was handed in, returned, locked or opened again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnMoved {
    /// Which.
    #[serde(rename = "return")]
    pub id: ReturnId,
    /// The form's key.
    pub form: String,
    /// For which month.
    pub month: Month,
    /// In which revision.
    pub revision: i64,
    /// The word of its state since then.
    pub state: String,
}
