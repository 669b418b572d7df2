//! Opening a database and reading from it.

use crate::conn::{Conn, Inner};
use crate::meter::{Histogram, Meter};
use crate::write::Writer;
use crate::{args, migrate, migrations};
use kernel::{Clock, Problem, ProblemKind, Random, Result};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, PgPool, Sqlite, SqlitePool};
use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Which database.
#[derive(Clone, Debug)]
pub enum Engine {
    /// A file beside the program.
    Sqlite(PathBuf),
    /// A server.
    Postgres {
        /// Where the application connects.
        url: String,
        /// Where the owner of the tables connects for migrations; the application's own address
        /// when there is only one role.
        owner_url: Option<String>,
    },
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Which database.
    pub engine: Engine,
    /// Whether the installation holds real people or the demo's.
    pub demo: bool,
    /// The name of this installation, set when the database is new.
    pub node_name: String,
    /// Connections for reading, and on PostgreSQL for everything.
    pub connections: u32,
}

impl StoreOptions {
    /// Usual settings for an engine.
    pub fn new(engine: Engine) -> Self {
        StoreOptions { engine, demo: false, node_name: "kaogong".to_owned(), connections: 8 }
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) pools: Pools,
    pub(crate) node: i64,
    pub(crate) meter: Meter,
    /// Wakes whoever works on jobs when a new one has been committed.
    pub(crate) new_jobs: Notify,
    demo: bool,
}

pub(crate) enum Pools {
    Sqlite { read: SqlitePool, writer: Writer },
    Postgres(PgPool),
}

/// A connection for reading. It sees only what is committed.
pub struct Reader(Conn);

impl std::ops::Deref for Reader {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl std::ops::DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// How the store opens a database file; what is measured beside it opens it alike.
pub fn sqlite_options(path: &std::path::Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10))
        .foreign_keys(true)
        .statement_cache_capacity(300)
        .pragma("cache_size", "-32000")
        // Pages that are written again and again, such as those of the indexes, go from the log into
        // the file once instead of after every few commits: 32 MB.
        .pragma("wal_autocheckpoint", "8000")
        .pragma("temp_store", "MEMORY")
        // Logged statements are long and say nothing an operator can use.
        .disable_statement_logging()
}

fn postgres_options(url: &str) -> Result<PgConnectOptions> {
    Ok(PgConnectOptions::from_str(url).map_err(away)?.disable_statement_logging())
}

fn away(error: sqlx::Error) -> Problem {
    Problem::new(ProblemKind::Unavailable, "problem-database-away").detail(error)
}

impl Store {
    /// Opens the database, brings it to the state of this binary and starts the writer.
    ///
    /// # Errors
    /// `problem-database-away` when it cannot be reached; the refusals of [`migrate`];
    /// `problem-demo-mixed` when a demo meets a real installation or the other way round.
    pub async fn open(options: &StoreOptions, clock: &Clock, random: &Random) -> Result<Store> {
        let (pools, mut conn) = match &options.engine {
            Engine::Sqlite(path) => open_sqlite(path, options, clock).await?,
            Engine::Postgres { url, owner_url } => {
                open_postgres(url, owner_url.as_deref(), options, clock).await?
            }
        };
        let node = node(&mut conn, options, clock, random).await?;
        let pools = match (pools, conn.0) {
            (Opened::Sqlite(read), inner) => {
                Pools::Sqlite { read, writer: Writer::start(Conn(inner), node) }
            }
            (Opened::Postgres(pool), _) => Pools::Postgres(pool),
        };
        let (meter, new_jobs) = (Meter::default(), Notify::new());
        Ok(Store(Arc::new(Shared { pools, node, meter, new_jobs, demo: options.demo })))
    }

    /// The number of this installation, which its facts carry as their origin.
    pub fn node(&self) -> i64 {
        self.0.node
    }

    /// Whether this installation holds the demo's people.
    pub fn is_demo(&self) -> bool {
        self.0.demo
    }

    /// What the writes took, for metrics.
    pub fn meter(&self) -> &Meter {
        &self.0.meter
    }

    /// How many commands went into each commit; nothing where each is a transaction of its own.
    pub fn batches(&self) -> Option<&Histogram> {
        match &self.0.pools {
            Pools::Sqlite { writer, .. } => Some(writer.batches()),
            Pools::Postgres(_) => None,
        }
    }

    /// Waits until a job has been written by this process. Jobs of other processes, and those that
    /// become due later, are not announced.
    pub async fn new_job(&self) {
        self.0.new_jobs.notified().await;
    }

    /// Wakes one more of those who wait for a [`new_job`](Store::new_job): whoever took one says so,
    /// since several may have been written at once.
    pub fn pass_on(&self) {
        self.0.new_jobs.notify_one();
    }

    /// The name of the engine, for people who operate it.
    pub fn engine_name(&self) -> &'static str {
        match self.0.pools {
            Pools::Sqlite { .. } => "SQLite",
            Pools::Postgres(_) => "PostgreSQL",
        }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// `problem-database-away`.
    pub async fn read(&self) -> Result<Reader> {
        let inner = match &self.0.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(read.acquire().await.map_err(away)?),
            Pools::Postgres(pool) => Inner::Postgres(pool.acquire().await.map_err(away)?),
        };
        Ok(Reader(Conn(inner)))
    }

    /// Stops taking writes, waits for the open ones and closes all connections.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite { read, writer } => {
                writer.stop().await;
                read.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection to the database as it is: nothing is made, migrated or written. For those who look
/// before the program starts: backups before an upgrade, the doctor.
///
/// # Errors
/// `problem-database-away` when it cannot be reached or is not there.
pub async fn look(options: &StoreOptions) -> Result<Reader> {
    let inner = match &options.engine {
        Engine::Sqlite(path) => {
            let connect = sqlite_options(path).create_if_missing(false).pragma("query_only", "1");
            Inner::Sqlite(sqlite_alone(connect).await?)
        }
        Engine::Postgres { url, .. } => {
            let pool = postgres_alone(postgres_options(url)?).await?;
            Inner::Postgres(pool.acquire().await.map_err(away)?)
        }
    };
    Ok(Reader(Conn(inner)))
}

/// A connection of the tables' owner to a database that is to be filled, and the name of the role
/// that needs rights afterwards.
pub(crate) async fn look_as_owner(options: &StoreOptions) -> Result<(Conn, Option<String>)> {
    Ok(match &options.engine {
        Engine::Sqlite(path) => {
            (Conn(Inner::Sqlite(sqlite_alone(sqlite_options(path)).await?)), None)
        }
        Engine::Postgres { url, owner_url } => {
            let application = postgres_options(url)?.get_username().to_owned();
            let owner = owner_url.as_deref().unwrap_or(url);
            let pool = postgres_alone(postgres_options(owner)?).await?;
            (Conn(Inner::Postgres(pool.acquire().await.map_err(away)?)), Some(application))
        }
    })
}

async fn sqlite_alone(connect: SqliteConnectOptions) -> Result<PoolConnection<Sqlite>> {
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(connect).await;
    pool.map_err(away)?.acquire().await.map_err(away)
}

async fn postgres_alone(connect: PgConnectOptions) -> Result<PgPool> {
    let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(10));
    pool.connect_with(connect).await.map_err(away)
}

enum Opened {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

async fn open_sqlite(
    path: &std::path::Path,
    options: &StoreOptions,
    clock: &Clock,
) -> Result<(Opened, Conn)> {
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(sqlite_options(path))
        .await
        .map_err(away)?;
    let mut conn = Conn(Inner::Sqlite(write.acquire().await.map_err(away)?));
    migrate::migrate(&mut conn, migrations::ALL, clock.now()).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(options.connections.max(1))
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(sqlite_options(path).pragma("query_only", "1"))
        .await
        .map_err(away)?;
    Ok((Opened::Sqlite(read), conn))
}

async fn open_postgres(
    url: &str,
    owner_url: Option<&str>,
    options: &StoreOptions,
    clock: &Clock,
) -> Result<(Opened, Conn)> {
    let connect = postgres_options(url)?;
    let application = connect.get_username().to_owned();
    let pool = PgPoolOptions::new()
        .max_connections(options.connections.max(2))
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(connect)
        .await
        .map_err(away)?;
    let owner = match owner_url {
        Some(owner) => {
            let connect = postgres_options(owner)?;
            PgPoolOptions::new().max_connections(1).connect_with(connect).await.map_err(away)?
        }
        None => pool.clone(),
    };
    let mut conn = Conn(Inner::Postgres(owner.acquire().await.map_err(away)?));
    let applied = migrate::migrate(&mut conn, migrations::ALL, clock.now()).await?;
    if applied > 0 {
        migrate::grant(&mut conn, &application).await?;
    }
    if owner_url.is_some() {
        drop(conn);
        owner.close().await;
        conn = Conn(Inner::Postgres(pool.acquire().await.map_err(away)?));
    }
    Ok((Opened::Postgres(pool), conn))
}

/// Reads this installation's number, or makes it when the database is new.
async fn node(
    conn: &mut Conn,
    options: &StoreOptions,
    clock: &Clock,
    random: &Random,
) -> Result<i64> {
    let purpose = if options.demo { "demo" } else { "real" };
    let number = i64::from_le_bytes(random.bytes()) & i64::MAX;
    // The number counts only while the table is empty; so two processes agree on one.
    conn.execute(
        "INSERT INTO node (id, name, purpose, created_at)
         SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM node)",
        args![number, options.node_name.as_str(), purpose, clock.now()],
    )
    .await?;
    let rows =
        conn.fetch_all("SELECT id, purpose FROM node ORDER BY created_at, id", args![]).await?;
    let row = rows.first().ok_or_else(|| Problem::internal("the node table is empty"))?;
    if row.get::<String>("purpose")? != purpose {
        return Err(Problem::conflict("problem-demo-mixed"));
    }
    row.get("id")
}
