//! Divisions, occupations and the working calendar: the data that ship with the program, what pages
//! tell about a code, and how the classification of occupations changes (动态调整): call, proposals,
//! review, consultation, notice and release.

pub mod adjustment;
mod area;
pub mod cards;
pub mod career;
mod checks;
pub mod comment;
pub mod facts;
pub mod permissions;
pub mod proposal;
mod proposals;
pub mod public;
pub mod recoding;
pub mod release;
mod rounds;
pub mod shipped;

pub use adjustment::{Adjustment, Consulted, NewAdjustment, Open, Stage};
pub use area::{Classification, ProposalFile, PublicProposal, PublicRound, RoundFile};
pub use cards::{
    DivisionCard, OccupationCard, OccupationChange, StoryEntry, Succeeding, division_card,
    occupation_card,
};
pub use comment::{Comment, CommentAnswer, Commenting};
pub use proposal::{Content, NewProposal, Proposal, Wanted};
pub use proposals::{KnownBodies, KnownOffices, ProposalAct};
pub use recoding::{Recoded, Recoding, RecodingStep, recode};
pub use release::{Changes, Release};
pub use rounds::RoundStep;
pub use shipped::{Pack, SHIPPED_VERSION, shipped_data, shipped_world, world_with};

#[cfg(test)]
mod tests;

#[cfg(test)]
mod recoding_tests;
