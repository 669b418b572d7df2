//! Designations (遴选认定): titles, bases and studios of which there may be only so many, chosen in
//! rounds by experts whose panel is drawn so that anybody can repeat it, held for a term and assessed.

pub mod draw;
mod entries;
pub mod entry;
pub mod facts;
pub mod holding;
mod holdings;
pub mod kind;
pub mod permissions;
pub mod public;
pub mod round;
mod rounds;
pub mod score;
mod shipped;
mod use_cases;
mod views;

pub use draw::{Draw, Expert, Pool};
pub use entry::{Check, Entry, EntryState, Sheet};
pub use holding::{Designation, HoldingState, HoldingStep, Standing, store::RegisterQuery};
pub use kind::Kind;
pub use round::{NewRound, Round, RoundState, RoundStep};
pub use rounds::{DESIGNATION, NewPool};
pub use views::{BodyDesk, EntryFile, OfficeDesk, RoundFile, RoundNotice};

use approval::Procedure;
use blobs::Blobs;
use crypto::{KeyRing, Profile};
use std::sync::Arc;
use store::Store;

/// The use cases of this area.
#[derive(Clone)]
pub struct Designations {
    store: Store,
    blobs: Blobs,
    profile: Profile,
    procedures: Arc<Vec<Procedure>>,
}

impl Designations {
    /// The area on a store.
    pub fn new(store: Store, ring: Arc<KeyRing>) -> Self {
        Designations {
            profile: ring.profile(),
            blobs: Blobs::new(store.clone(), ring),
            procedures: Arc::new(shipped::procedures()),
            store,
        }
    }

    /// The procedures that came with the program.
    pub fn procedures(&self) -> &[Procedure] {
        &self.procedures
    }
}
