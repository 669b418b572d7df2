//! Looking at a database without changing it, for the operator's doctor.

use crate::args;
use crate::conn::{Conn, Inner};
use crate::migrate::{self, applied};
use crate::open::{StoreOptions, look};
use crate::{jobs, migrations};
use kernel::{Instant, Result};

/// The oldest PostgreSQL that is tested.
const OLDEST_POSTGRES: i64 = 15;

/// How the tables stand to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The database is new.
    Empty,
    /// As this program wants them.
    Current,
    /// So many migrations run at the next start.
    Behind(usize),
    /// A newer program was here; this one refuses to start.
    Newer,
    /// Changed by something else; this program refuses to start.
    Differs,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Name and version of the engine.
    pub engine: String,
    /// Whether this version is new enough.
    pub is_supported: bool,
    /// The sort order, where it is not the one this program expects (`C`).
    pub other_order: Option<String>,
    /// How the tables stand to this program.
    pub schema: Schema,
    /// `real` or `demo`, once the installation has been opened.
    pub purpose: Option<String>,
    /// The clock of the database server, where it has one of its own.
    pub server_time: Option<Instant>,
    /// When the youngest fact was written.
    pub last_fact_at: Option<Instant>,
    /// Jobs that wait, and jobs that have been given up.
    pub jobs: (i64, i64),
}

/// Looks at a database. The connection is given back for more questions.
///
/// # Errors
/// `problem-database-away`.
pub async fn probe(options: &StoreOptions) -> Result<(Probe, crate::Reader)> {
    let mut conn = look(options).await?;
    let (engine, is_supported) = version(&mut conn).await?;
    let schema = schema(&mut conn).await?;
    let mut found = Probe {
        engine,
        is_supported,
        other_order: other_order(&mut conn).await?,
        schema,
        purpose: None,
        server_time: server_time(&mut conn).await?,
        last_fact_at: None,
        jobs: (0, 0),
    };
    if matches!(schema, Schema::Current | Schema::Behind(_)) {
        let row = conn.fetch_optional("SELECT purpose FROM node LIMIT 1", args![]).await?;
        found.purpose = row.map(|row| row.get("purpose")).transpose()?;
        found.jobs = jobs::counts(&mut conn).await?;
        // fan-out: the youngest fact of all lanes, by their heads
        let sql = "SELECT MAX(f.at) AS at FROM lane l
                   JOIN fact f ON f.home = l.home AND f.seq = l.head";
        found.last_fact_at = conn.fetch_one(sql, args![]).await?.get("at")?;
    }
    Ok((found, conn))
}

async fn version(conn: &mut Conn) -> Result<(String, bool)> {
    match conn.0 {
        Inner::Sqlite(_) => {
            let row = conn.fetch_one("SELECT sqlite_version() AS version", args![]).await?;
            Ok((format!("SQLite {}", row.get::<String>("version")?), true))
        }
        Inner::Postgres(_) => {
            let sql = "SELECT current_setting('server_version') AS version,
                              current_setting('server_version_num')::bigint / 10000 AS major";
            let row = conn.fetch_one(sql, args![]).await?;
            let name = format!("PostgreSQL {}", row.get::<String>("version")?);
            Ok((name, row.get::<i64>("major")? >= OLDEST_POSTGRES))
        }
    }
}

async fn other_order(conn: &mut Conn) -> Result<Option<String>> {
    match conn.0 {
        Inner::Sqlite(_) => Ok(None),
        Inner::Postgres(_) => {
            let sql = "SELECT datcollate::text AS name FROM pg_database
                       WHERE datname = current_database()";
            let name: String = conn.fetch_one(sql, args![]).await?.get("name")?;
            Ok(Some(name).filter(|name| !matches!(name.as_str(), "C" | "POSIX")))
        }
    }
}

async fn server_time(conn: &mut Conn) -> Result<Option<Instant>> {
    match conn.0 {
        Inner::Sqlite(_) => Ok(None),
        Inner::Postgres(_) => {
            let sql = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint AS at";
            conn.fetch_one(sql, args![]).await?.get("at").map(Some)
        }
    }
}

async fn schema(conn: &mut Conn) -> Result<Schema> {
    let sql = match conn.0 {
        Inner::Sqlite(_) => "SELECT COUNT(*) AS n FROM sqlite_schema WHERE name = 'schema_version'",
        Inner::Postgres(_) => {
            "SELECT COUNT(*) AS n FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_name = 'schema_version'"
        }
    };
    if conn.fetch_one(sql, args![]).await?.get::<i64>("n")? == 0 {
        return Ok(Schema::Empty);
    }
    let done = applied(conn).await?;
    Ok(match migrate::beginning(&done, migrations::ALL) {
        Ok(done) if done.len() == migrations::ALL.len() => Schema::Current,
        Ok([]) => Schema::Empty,
        Ok(done) => Schema::Behind(migrations::ALL.len() - done.len()),
        Err(problem) if problem.code() == "problem-database-newer" => Schema::Newer,
        Err(_) => Schema::Differs,
    })
}
