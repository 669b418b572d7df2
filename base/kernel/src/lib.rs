//! The words every other crate speaks: typed ids, civil dates and instants, the clock and the
//! source of randomness, the context of a request, the world of codes, and the one error type.
//!
//! Nothing here does input or output, and nothing here knows a database or a web server.

pub mod actor;
pub mod check;
pub mod ctx;
pub mod division;
pub mod home;
pub mod id;
pub mod level;
pub mod month;
pub mod occupation;
pub mod page;
pub mod problem;
pub mod random;
pub mod text;
pub mod time;
pub mod world;

pub use actor::{AccountActor, Actor, Assurance, Deputy, Office, Post, Role, SystemActor};
pub use ctx::{Ctx, Lang};
pub use division::{DivisionCode, DivisionLevel};
pub use home::Home;
pub use id::*;
pub use level::{LevelProblem, LevelSymbols, SkillLevel};
pub use month::Month;
pub use occupation::OccupationCode;
pub use page::{Cursor, Page, PageRequest};
pub use problem::{FieldProblem, Problem, ProblemKind};
pub use random::Random;
pub use time::{CivilDate, Clock, Instant};
pub use world::World;

/// The result of anything that can be refused.
pub type Result<T, E = Problem> = std::result::Result<T, E>;
