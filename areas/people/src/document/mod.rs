//! Identity documents: their kinds, the rules about their numbers, and what a number tells.

pub mod finding;
pub mod guess;
pub mod kind;
pub mod number;
mod rules;

pub use finding::DocumentFinding;
pub use guess::{Confidence, Guess, guess_kind};
pub use kind::DocumentKind;
pub use number::{DocumentNumber, Edition, Sex, citizen_number};
pub use rules::check;

#[cfg(test)]
mod tests;
