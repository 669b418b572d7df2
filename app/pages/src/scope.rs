//! Which occupations at which levels: the part of a form that puts a scope together.

use crate::oversight::{Choice, levels};
use web_kit::Visit;

/// The scope that is being put together. The fields are `chosen` (occupations), `levels-…` for each of
/// them, and `occupation` for finding another.
#[derive(Clone, Debug)]
pub struct ScopeForm {
    /// The occupations chosen so far.
    pub chosen: Vec<ChosenOccupation>,
    /// Levels to choose from.
    pub levels: Vec<Choice>,
    /// Occupations that fit what was typed: code and name.
    pub candidates: Vec<(String, String)>,
}

impl ScopeForm {
    pub(crate) fn find_label(&self) -> &'static str {
        if self.chosen.is_empty() {
            "oversight-file-occupation"
        } else {
            "oversight-file-occupation-more"
        }
    }

    /// One occupation chosen, another found.
    pub(crate) fn sample(v: &Visit) -> Self {
        let name = v.t.lang.pick("电工", "Electrician");
        ScopeForm {
            chosen: vec![ChosenOccupation::new("6-31-01-03".to_owned(), name)],
            levels: levels(v),
            candidates: vec![("6-18-02-04".to_owned(), v.t.lang.pick("焊工", "Welder").to_owned())],
        }
    }
}

/// An occupation of the scope that is being put together.
#[derive(Clone, Debug)]
pub struct ChosenOccupation {
    /// 职业编码
    pub code: String,
    /// Name and code.
    pub label: String,
    /// The field of its levels.
    pub field: String,
}

impl ChosenOccupation {
    /// The occupation with the field that its levels have in the form.
    pub fn new(code: String, name: &str) -> Self {
        ChosenOccupation { label: format!("{name} {code}"), field: format!("levels-{code}"), code }
    }
}
