//! The bare operations that ours are compared with, on SQLite with the same settings: multi-row
//! inserts of the rows that an import has made, and a look into the index of documents.

use crate::Done;
use crate::percentile::Samples;
use kernel::{Clock, Random};
use sqlx::sqlite::{SqliteArguments, SqliteRow, SqliteTypeInfo};
use sqlx::{
    AssertSqlSafe, Connection as _, Row as _, SqliteConnection, TypeInfo as _, Value as _,
    ValueRef as _,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use store::{Engine, Store, StoreOptions, sqlite_options};

/// People whose rows go into one transaction, as in the import.
const PEOPLE_AT_ONCE: u32 = 1000;
/// The most values in one statement, as in the store.
const MOST_VALUES: usize = 4_000;

async fn open(database: &Path) -> Done<SqliteConnection> {
    Ok(SqliteConnection::connect_with(&sqlite_options(database)).await?)
}

/// The last row of each table.
pub async fn counts(database: &Path) -> Done<BTreeMap<String, i64>> {
    let mut conn = open(database).await?;
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut conn).await?;
    let mut counts = BTreeMap::new();
    for table in tables {
        let sql = format!("SELECT COALESCE(MAX(rowid), 0) FROM {table}");
        let last = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut conn).await?;
        counts.insert(table, last);
    }
    conn.close().await?;
    Ok(counts)
}

/// A table's rows that an import made, in the order in which it made them.
struct Grown {
    table: String,
    columns: Vec<String>,
    from: i64,
    to: i64,
}

/// Inserts everything that was added to `database` since `before` into a fresh one, and gives the
/// seconds that inserts and commits took.
pub async fn insert(
    database: &Path,
    before: &BTreeMap<String, i64>,
    people: u32,
    target: &Path,
) -> Done<f64> {
    // The same tables, indexes and triggers.
    let options = StoreOptions::new(Engine::Sqlite(target.to_owned()));
    Store::open(&options, &Clock::System, &Random::system()).await?.close().await;
    let (mut source, mut target) = (open(database).await?, open(target).await?);
    let mut grown = Vec::new();
    for (table, to) in counts(database).await? {
        let from = before.get(&table).copied().unwrap_or(0);
        if to > from {
            grown.push(Grown { columns: columns(&mut source, &table).await?, table, from, to });
        }
    }
    let (steps, mut spent) = (people.div_ceil(PEOPLE_AT_ONCE), Duration::ZERO);
    for step in 0..steps {
        let mut batches = Vec::new();
        for one in &grown {
            batches.push((one, one.part(&mut source, step, steps).await?));
        }
        let begun = Instant::now();
        let mut transaction = target.begin_with("BEGIN IMMEDIATE").await?;
        for (one, rows) in batches {
            one.write(&mut transaction, rows).await?;
        }
        transaction.commit().await?;
        spent += begun.elapsed();
    }
    for one in &grown {
        one.check(&mut source, &mut target).await?;
    }
    Ok(spent.as_secs_f64())
}

async fn columns(conn: &mut SqliteConnection, table: &str) -> Done<Vec<String>> {
    let sql = "SELECT name FROM pragma_table_info(?)";
    Ok(sqlx::query_scalar(sql).bind(table).fetch_all(conn).await?)
}

/// A value with its type, ready to be bound.
enum Bare {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

fn bare(row: &SqliteRow, column: usize) -> Done<Bare> {
    let raw = row.try_get_raw(column)?;
    if raw.is_null() {
        return Ok(Bare::Null);
    }
    // What is stored, whatever the column was declared as.
    let value = raw.to_owned();
    let kind: SqliteTypeInfo = value.type_info().into_owned();
    Ok(match kind.name() {
        "INTEGER" => Bare::Integer(value.try_decode_unchecked()?),
        "REAL" => Bare::Real(value.try_decode_unchecked()?),
        "BLOB" => Bare::Bytes(value.try_decode_unchecked()?),
        _ => Bare::Text(value.try_decode_unchecked()?),
    })
}

impl Grown {
    /// One part of the rows out of `steps`.
    async fn part(
        &self,
        source: &mut SqliteConnection,
        step: u32,
        steps: u32,
    ) -> Done<Vec<Vec<Bare>>> {
        let grown = self.to - self.from;
        let at = |step: u32| self.from + grown * i64::from(step) / i64::from(steps);
        let (columns, table) = (self.columns.join(", "), &self.table);
        let sql =
            format!("SELECT {columns} FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(at(step)).bind(at(step + 1));
        let rows = query.fetch_all(source).await?;
        rows.iter().map(|row| (0..self.columns.len()).map(|c| bare(row, c)).collect()).collect()
    }

    async fn write(&self, target: &mut SqliteConnection, rows: Vec<Vec<Bare>>) -> Done<()> {
        let width = self.columns.len();
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let (mut values, mut count) = (Vec::new(), 0);
            for row in rows.by_ref().take(MOST_VALUES / width) {
                values.extend(row);
                count += 1;
            }
            let row = format!("({})", vec!["?"; width].join(", "));
            let rows = vec![row; count].join(", ");
            let (table, columns) = (&self.table, self.columns.join(", "));
            let sql = format!("INSERT INTO {table} ({columns}) VALUES {rows}");
            let query = sqlx::query_with(AssertSqlSafe(sql), arguments(values)?);
            query.execute(&mut *target).await?;
        }
        Ok(())
    }

    /// Nothing was left out, or the comparison would flatter the bare inserts.
    async fn check(
        &self,
        source: &mut SqliteConnection,
        target: &mut SqliteConnection,
    ) -> Done<()> {
        let all = format!("SELECT COUNT(*) FROM {}", self.table);
        let new = format!("{all} WHERE rowid > ?");
        let new = sqlx::query_scalar(AssertSqlSafe(new)).bind(self.from);
        let new: i64 = new.fetch_one(source).await?;
        let copied: i64 = sqlx::query_scalar(AssertSqlSafe(all)).fetch_one(target).await?;
        // A fresh database already has a few rows of its own, such as its node.
        if copied >= new {
            Ok(())
        } else {
            Err(format!("{}: {copied} of {new} rows copied", self.table).into())
        }
    }
}

fn arguments(values: Vec<Bare>) -> Done<SqliteArguments> {
    use sqlx::Arguments as _;
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Bare::Null => arguments.add(None::<i64>)?,
            Bare::Integer(value) => arguments.add(value)?,
            Bare::Real(value) => arguments.add(value)?,
            Bare::Text(value) => arguments.add(value)?,
            Bare::Bytes(value) => arguments.add(value)?,
        }
    }
    Ok(arguments)
}

/// Looks each key up in the index of documents, on a connection of its own.
pub async fn find(database: &Path, keys: &[Vec<u8>]) -> Done<Samples> {
    let mut conn = open(database).await?;
    let sql = "SELECT subject FROM directory WHERE kind = 'document' AND key_hash = ?";
    let mut samples = Vec::with_capacity(keys.len());
    for key in keys {
        let begun = Instant::now();
        let found = sqlx::query(sql).bind(key).fetch_optional(&mut conn).await?;
        samples.push(begun.elapsed());
        found.ok_or("a document that is nobody's")?;
    }
    conn.close().await?;
    Ok(Samples::new(samples))
}
