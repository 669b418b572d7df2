//! The world of codes: an immutable, versioned snapshot of divisions, occupations and the calendar.

/// The snapshot carried in every [`crate::Ctx`].
#[derive(Debug, Default)]
pub struct World {
    /// Grows by one with every change of the loaded data; caches carry it.
    pub version: u64,
}
