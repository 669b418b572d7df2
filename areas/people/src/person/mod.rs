//! The record of a person, without anything that identifies them.

pub(crate) mod store;

use kernel::{DivisionCode, Instant, PersonId, Problem, Result};

/// Whether the record still says who it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// It does.
    Active,
    /// The person's data were erased; what happened stays, about nobody known.
    Erased,
}

impl PersonState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            PersonState::Active => "active",
            PersonState::Erased => "erased",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [PersonState::Active, PersonState::Erased].into_iter().find(|state| state.word() == word)
    }

    /// The state after erasure.
    ///
    /// # Errors
    /// The conflict `people-erased` when that has been done before.
    pub fn erase(self) -> Result<Self> {
        match self {
            PersonState::Active => Ok(PersonState::Erased),
            PersonState::Erased => Err(Problem::conflict("people-erased")),
        }
    }
}

/// A person's record.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Counts the changes.
    pub version: i64,
    /// The division whose offices are responsible for the record.
    pub division: DivisionCode,
    /// Whether it still says who it is about.
    pub state: PersonState,
    /// Since when.
    pub registered_at: Instant,
}
