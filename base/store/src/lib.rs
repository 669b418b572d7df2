//! The store: both engines behind one set of calls, and the one way to change anything.
//!
//! `Store::write` runs a command as one transaction: rows, history, facts and the answer to a
//! repeated request all commit together or not at all. `Store::read` gives a connection that sees
//! committed data only. No other crate branches on the engine.

pub mod conn;
pub mod directory;
pub mod dump;
pub mod error;
pub mod facts;
pub mod housekeeping;
pub mod jobs;
pub mod journal;
pub mod looked;
pub mod meter;
pub mod migrate;
mod migrations;
mod open;
pub mod probe;
pub mod seal;
mod sealed;
mod statement;
pub mod throttle;
mod tx;
pub mod value;
mod write;

pub use conn::{Conn, homes_and_ids, homes_and_ids_after, placeholders, values_by_key, within};
pub use futures_util::future::BoxFuture;
pub use journal::{About, Fact, FactRef, FactRow};
pub use open::{Engine, Reader, Store, StoreOptions, look, sqlite_options};
pub use sealed::SealedColumn;
pub use statement::Sql;
pub use tx::Tx;
pub use value::{FromColumn, Row, Value};
pub use write::Idem;
