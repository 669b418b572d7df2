//! What the engines report, turned into problems.

use kernel::{Problem, ProblemKind};

/// The code of a write that lost against another one and may simply be run again.
pub const TRY_AGAIN: &str = "problem-try-again";
/// The code of a row whose unique key exists.
pub const EXISTS: &str = "problem-already-exists";

/// The problem for an error of the engine. Details go to the log; they hold SQL states and names of
/// constraints, never values.
pub(crate) fn problem(error: sqlx::Error) -> Problem {
    if let sqlx::Error::Database(database) = &error {
        let code = database.code().unwrap_or_default();
        if matches!(&*code, "40001" | "40P01" | "55P03" | "5" | "6" | "517" | "261") {
            return Problem::new(ProblemKind::Unavailable, TRY_AGAIN).detail(code);
        }
        if database.is_unique_violation() {
            let name = database.constraint().unwrap_or_default().to_owned();
            return Problem::conflict(EXISTS).detail(name);
        }
        if &*code == "13" {
            return Problem::new(ProblemKind::Unavailable, "problem-disk-full").detail(code);
        }
        return Problem::internal(format!("{code} {}", database.message()));
    }
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => {
            Problem::new(ProblemKind::Unavailable, "problem-database-away").detail(error)
        }
        other => Problem::internal(other),
    }
}
