//! Migrations: numbered files that run in order, each once, and never change after a release.
//!
//! A file is one SQL text for both engines. Where the engines need different words (triggers,
//! rights), a part between `-- only: sqlite` or `-- only: postgres` and `-- end` runs on that one.

use crate::conn::{Conn, Inner};
use crate::{args, error};
use kernel::{Instant, Problem, ProblemKind, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// One migration as compiled into the binary.
pub struct Migration {
    /// Counts from 1 without gaps.
    pub number: i64,
    /// What it does, as in its file name.
    pub name: &'static str,
    /// The text of the file.
    pub sql: &'static str,
}

impl Migration {
    /// A checksum by which a changed file is found.
    fn checksum(&self) -> String {
        let digest = Sha256::digest(self.sql.as_bytes());
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The statements for one engine.
    fn text_for(&self, engine: &str) -> String {
        let mut keep = true;
        let mut text = String::with_capacity(self.sql.len());
        for line in self.sql.lines() {
            if let Some(only) = line.trim().strip_prefix("-- only: ") {
                keep = only.trim() == engine;
            } else if line.trim() == "-- end" {
                keep = true;
            } else if keep {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

fn refuse(code: &'static str, detail: String) -> Problem {
    Problem::new(ProblemKind::Conflict, code).detail(detail)
}

/// Brings the database to the state of this binary.
///
/// # Errors
/// Refuses a database of a newer binary (`problem-database-newer`) and one whose applied migrations
/// are not the beginning of this binary's list (`problem-database-differs`).
pub(crate) async fn migrate(conn: &mut Conn, list: &[Migration], now: Instant) -> Result<u32> {
    bootstrap(conn).await?;
    let applied = applied(conn).await?;
    check(&applied, list)?;
    let mut count = 0;
    for migration in &list[applied.len()..] {
        begin(conn).await?;
        let done = apply(conn, migration, now).await;
        finish(conn, done.is_ok()).await?;
        done?;
        count += 1;
    }
    Ok(count)
}

async fn bootstrap(conn: &mut Conn) -> Result<()> {
    if matches!(conn.0, Inner::Postgres(_)) {
        let row = conn
            .fetch_one(
                "SELECT COUNT(*) AS n FROM pg_type t JOIN pg_namespace s ON s.oid = t.typnamespace
                 WHERE t.typname = 'blob' AND s.nspname = current_schema()",
                args![],
            )
            .await?;
        if row.get::<i64>("n")? == 0 {
            conn.execute("CREATE DOMAIN blob AS bytea", args![]).await?;
        }
    }
    conn.execute(
        "CREATE TABLE IF NOT EXISTS schema_version (
             number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL,
             checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)",
        args![],
    )
    .await?;
    Ok(())
}

/// A migration that a database has been through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedMigration {
    /// Its number.
    pub number: i64,
    /// What it does.
    pub name: String,
    /// The checksum of its text.
    pub checksum: String,
}

/// The migrations a database has been through, in order.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn applied(conn: &mut Conn) -> Result<Vec<AppliedMigration>> {
    let sql = "SELECT number, name, checksum FROM schema_version ORDER BY number";
    let rows = conn.fetch_all(sql, args![]).await?;
    rows.iter()
        .map(|row| {
            Ok(AppliedMigration {
                number: row.get("number")?,
                name: row.get("name")?,
                checksum: row.get("checksum")?,
            })
        })
        .collect()
}

/// Applied migrations must be a beginning of the list: nothing newer, changed, skipped or foreign.
fn check(applied: &[AppliedMigration], list: &[Migration]) -> Result<()> {
    if let Some(newer) = applied.iter().find(|a| a.number > list.len() as i64) {
        let detail = format!("migration {} {} is unknown to this binary", newer.number, newer.name);
        return Err(refuse("problem-database-newer", detail));
    }
    for (done, known) in applied.iter().zip(list) {
        if done.number != known.number
            || done.name != known.name
            || done.checksum != known.checksum()
        {
            let detail = format!("{} {} against {}", done.number, done.name, known.name);
            return Err(refuse("problem-database-differs", detail));
        }
    }
    Ok(())
}

/// The part of the list that has been applied.
///
/// # Errors
/// As [`migrate`].
pub(crate) fn beginning<'a>(
    applied: &[AppliedMigration],
    list: &'a [Migration],
) -> Result<&'a [Migration]> {
    check(applied, list)?;
    Ok(&list[..applied.len()])
}

/// How many migrations this binary has.
pub fn known() -> usize {
    crate::migrations::ALL.len()
}

/// Whether the database is in the state of this binary; a newer binary may have changed it since.
///
/// # Errors
/// As the refusals of opening: `problem-database-newer`, `problem-database-differs`.
pub async fn is_current(conn: &mut Conn) -> Result<()> {
    check(&applied(conn).await?, crate::migrations::ALL)
}

async fn begin(conn: &mut Conn) -> Result<()> {
    // One process migrates at a time: SQLite by its write lock, PostgreSQL by an advisory lock that
    // the end of the transaction releases.
    match conn.0 {
        Inner::Sqlite(_) => conn.execute("BEGIN IMMEDIATE", args![]).await?,
        Inner::Postgres(_) => {
            conn.execute("BEGIN", args![]).await?;
            conn.execute("SELECT pg_advisory_xact_lock(774411)", args![]).await?
        }
    };
    Ok(())
}

async fn finish(conn: &mut Conn, good: bool) -> Result<()> {
    conn.execute(if good { "COMMIT" } else { "ROLLBACK" }, args![]).await?;
    Ok(())
}

async fn apply(conn: &mut Conn, migration: &Migration, now: Instant) -> Result<()> {
    let sql = "SELECT COUNT(*) AS n FROM schema_version WHERE number = $1";
    let row = conn.fetch_one(sql, args![migration.number]).await?;
    if row.get::<i64>("n")? == 1 {
        return Ok(()); // another process was faster
    }
    let engine = match conn.0 {
        Inner::Sqlite(_) => "sqlite",
        Inner::Postgres(_) => "postgres",
    };
    run_script(conn, migration.text_for(engine)).await?;
    conn.execute_one(
        "INSERT INTO schema_version (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        args![migration.number, migration.name, migration.checksum(), now],
    )
    .await
}

/// Runs a text of several statements without arguments.
async fn run_script(conn: &mut Conn, text: String) -> Result<()> {
    use sqlx::Executor as _;
    let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(text));
    let done = match &mut conn.0 {
        Inner::Sqlite(conn) => conn.execute(sql).await.map(|_| ()),
        Inner::Postgres(conn) => conn.execute(sql).await.map(|_| ()),
    };
    done.map_err(error::problem)
}

/// Gives the application's role its rights: everything but changing what may never change.
///
/// On PostgreSQL the owner migrates and the application's role lacks UPDATE and DELETE on the
/// append-only tables; where both are one role the rights are taken from that role itself.
pub(crate) async fn grant(conn: &mut Conn, application: &str) -> Result<()> {
    if matches!(conn.0, Inner::Sqlite(_)) {
        return Ok(());
    }
    let role = application.replace('"', "\"\"");
    let text = format!(
        "GRANT USAGE ON SCHEMA public TO \"{role}\";
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{role}\";
         REVOKE INSERT, UPDATE, DELETE ON schema_version FROM \"{role}\";
         REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM \"{role}\";",
        APPEND_ONLY.join(", ")
    );
    run_script(conn, text).await
}

/// Tables whose rows are added and never changed.
pub const APPEND_ONLY: [&str; 4] = ["fact", "history", "looked", "seal"];
