//! The spreadsheet: which columns there are, what their cells must hold, and the empty templates.

mod cells;
pub(crate) mod check;
pub mod columns;
pub(crate) mod feed;
mod places;
pub(crate) mod repeats;
mod results;
pub mod template;

pub use columns::{Field, TemplateKind};
