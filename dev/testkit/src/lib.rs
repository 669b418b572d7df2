//! What every integration test needs: a fresh database on either engine, a clock that stands, a
//! repeatable source of randomness.

use kernel::{Clock, Ctx, Instant, Random, SystemActor, World};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Engine, Store, StoreOptions};

/// The engines a story runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A fresh SQLite file.
    Sqlite,
    /// A fresh database on the PostgreSQL server named by `KAOGONG_TEST_PG_URL`.
    Postgres,
}

/// Defines one test for each engine from an async function that takes a [`World`](TestDb).
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* $name:ident;)*) => {
        mod on_sqlite {
            $($(#[$meta])* #[test] fn $name() {
                $crate::run(super::$name($crate::On::Sqlite));
            })*
        }
        mod on_postgres {
            $($(#[$meta])* #[test] fn $name() {
                $crate::run(super::$name($crate::On::Postgres));
            })*
        }
    };
}

/// Runs a story on a runtime of its own.
///
/// # Panics
/// When the runtime cannot be made, or the story panics.
pub fn run<F: Future>(story: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(story)
}

/// A fresh database that goes away with the value.
pub struct TestDb {
    /// How to open it again, from this or another process.
    pub options: StoreOptions,
    /// A clock that stands at [`START`].
    pub clock: Clock,
    /// Repeatable randomness.
    pub random: Random,
    folder: tempfile::TempDir,
}

/// 2026-11-24 09:00 in China.
pub const START: Instant = Instant::from_micros(1_795_482_000_000_000);

static COUNT: AtomicU64 = AtomicU64::new(0);

impl TestDb {
    /// Makes a fresh, empty database.
    ///
    /// # Panics
    /// When there is none to be had; for PostgreSQL, when `KAOGONG_TEST_PG_URL` is not set:
    /// `cargo xtask test` starts a server and sets it.
    pub async fn new(on: On) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let engine = match on {
            On::Sqlite => Engine::Sqlite(folder.path().join("kaogong.db")),
            On::Postgres => fresh_postgres().await,
        };
        let seed = COUNT.fetch_add(1, Ordering::SeqCst) + u64::from(std::process::id()) * 1000;
        TestDb {
            options: StoreOptions { connections: 4, ..StoreOptions::new(engine) },
            clock: Clock::manual(START),
            random: Random::seeded(seed),
            folder,
        }
    }

    /// The database of another process, which goes away with that process's value.
    ///
    /// # Panics
    /// When there is no temporary folder to be had.
    pub fn of(options: StoreOptions) -> Self {
        TestDb {
            options,
            clock: Clock::manual(START),
            random: Random::system(),
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Opens the store.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Store {
        Store::open(&self.options, &self.clock, &self.random).await.expect("the store opens")
    }

    /// A context of a part of the system, against an empty world.
    pub fn ctx(&self, actor: SystemActor) -> Ctx {
        Ctx::system(actor, &self.clock, Arc::new(World::default()), self.random.clone())
    }

    /// A folder for the test's files.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// The address of the test server with another database name.
fn address_of(database: &str) -> String {
    let base = std::env::var("KAOGONG_TEST_PG_URL")
        .expect("KAOGONG_TEST_PG_URL names a PostgreSQL server; cargo xtask test starts one");
    let (server, _) = base.rsplit_once('/').expect("the address ends in /database");
    match base.split_once('?') {
        Some((before, query)) => {
            let (server, _) = before.rsplit_once('/').expect("the address ends in /database");
            format!("{server}/{database}?{query}")
        }
        None => format!("{server}/{database}"),
    }
}

/// Creates a database with the sort order of SQLite.
async fn fresh_postgres() -> Engine {
    use sqlx::Connection as _;
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let name = format!("t_{}_{count}", std::process::id());
    let server = std::env::var("KAOGONG_TEST_PG_URL")
        .expect("KAOGONG_TEST_PG_URL names a PostgreSQL server; cargo xtask test starts one");
    let mut conn = sqlx::PgConnection::connect(&server).await.expect("the test server answers");
    let sql = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.expect("a fresh database");
    conn.close().await.expect("the connection closes");
    Engine::Postgres { url: address_of(&name), owner_url: None }
}
