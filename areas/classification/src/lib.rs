//! Divisions, occupations and the working calendar: the data that ship with the program, and what
//! pages tell about a code.

pub mod cards;
pub mod shipped;

pub use cards::{
    DivisionCard, OccupationCard, OccupationChange, StoryEntry, division_card, occupation_card,
};
pub use shipped::{Pack, SHIPPED_VERSION, shipped_data, shipped_world};

#[cfg(test)]
mod tests;
