//! What every face needs: texts in both languages, forms, the table of routes, the one way from a
//! problem to an answer, and the frame that makes every answer safe.
//!
//! Translates between HTTP and the areas; decides nothing and sees no database.

pub mod assets;
pub mod csrf;
pub mod download;
pub mod form;
mod format;
pub mod frame;
mod guard;
pub mod here;
pub mod list;
pub mod preferences;
pub mod problem;
pub mod route;
pub mod security;
pub mod session;
pub mod site;
pub mod texts;
pub mod upload;
pub mod visit;

pub use csrf::Csrf;
pub use form::{Asked, FormState, Submitted};
pub use frame::{Frame, frame};
pub use here::Here;
pub use list::{Column, Paging};
pub use problem::{Answer, Error, Face, Told};
pub use route::{Access, Limits, NodeRole, Route, RouteInfo, Serves, build_router, describe};
pub use site::{Bilingual, NavEntry, Site};
pub use texts::T;
pub use upload::{File, Upload};
pub use visit::{SignedIn, Visit};

#[cfg(test)]
mod tests;
