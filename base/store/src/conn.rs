//! One connection with the handful of ways to run a statement. Every statement is the same text on
//! both engines.

use crate::error::problem;
use crate::value::{Row, RowInner, Value, postgres_arguments, sqlite_arguments};
use futures_util::TryStreamExt as _;
use kernel::{Problem, Result};
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Executor as _, Postgres, SqlSafeStr as _, SqlStr, Sqlite};

/// The text of a statement: a literal, or assembled from literals.
#[derive(Clone)]
pub struct Sql(SqlStr);

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Sql(text.into_sql_str())
    }
}

impl Sql {
    /// A statement put together at run time. Only literals of the program may go into it; what
    /// people typed goes into the arguments.
    pub fn assembled(text: String) -> Self {
        Sql(AssertSqlSafe(text).into_sql_str())
    }
}

/// A connection of either engine.
pub struct Conn(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// The most arguments put into one statement; below the limits of both engines.
const MOST_ARGUMENTS: usize = 16_000;

impl Conn {
    /// Closes the connection and waits until it is closed. One that is only dropped may still be open
    /// when the process ends, and then leaves the embedded database's log file behind.
    pub(crate) async fn close(self) -> Result<()> {
        match self.0 {
            Inner::Sqlite(conn) => conn.close().await,
            Inner::Postgres(conn) => conn.close().await,
        }
        .map_err(crate::error::problem)
    }

    /// All rows of the answer.
    ///
    /// # Errors
    /// What the engine reports, as a problem; see [`crate::error`].
    pub async fn fetch_all(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Vec<Row>> {
        self.fetch(sql.into(), values).await.map_err(problem)
    }

    async fn fetch(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, sqlx::Error> {
        match &mut self.0 {
            Inner::Sqlite(conn) => {
                let arguments = sqlite_arguments(values).map_err(sqlx::Error::Encode)?;
                let query = sqlx::query_with::<Sqlite, _>(sql.0, arguments);
                let rows = conn.fetch_all(query).await?;
                Ok(rows.into_iter().map(|row| Row(RowInner::Sqlite(row))).collect())
            }
            Inner::Postgres(conn) => {
                let arguments = postgres_arguments(values).map_err(sqlx::Error::Encode)?;
                let query = sqlx::query_with::<Postgres, _>(sql.0, arguments);
                let rows = conn.fetch_all(query).await?;
                Ok(rows.into_iter().map(|row| Row(RowInner::Postgres(row))).collect())
            }
        }
    }

    /// Gives the rows of an answer of any length to `each`, one after another.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`], and what `each` gives.
    pub(crate) async fn each(
        &mut self,
        sql: Sql,
        mut each: impl FnMut(Row) -> Result<()> + Send,
    ) -> Result<()> {
        match &mut self.0 {
            Inner::Sqlite(conn) => {
                let mut rows = conn.fetch(sqlx::query::<Sqlite>(sql.0));
                while let Some(row) = rows.try_next().await.map_err(problem)? {
                    each(Row(RowInner::Sqlite(row)))?;
                }
            }
            Inner::Postgres(conn) => {
                let mut rows = conn.fetch(sqlx::query::<Postgres>(sql.0));
                while let Some(row) = rows.try_next().await.map_err(problem)? {
                    each(Row(RowInner::Postgres(row)))?;
                }
            }
        }
        Ok(())
    }

    /// The only row of the answer, or none. More than one row is an internal problem.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn fetch_optional(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Option<Row>> {
        let mut rows = self.fetch_all(sql, values).await?;
        if rows.len() > 1 {
            return Err(Problem::internal("a statement for one row gave several"));
        }
        Ok(rows.pop())
    }

    /// The only row of the answer.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`]; an internal problem when there is no row.
    pub async fn fetch_one(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<Row> {
        self.fetch_optional(sql, values)
            .await?
            .ok_or_else(|| Problem::internal("a statement for one row gave none"))
    }

    /// Runs a statement and gives the number of rows it touched.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn execute(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64> {
        self.run(sql.into(), values).await.map_err(problem)
    }

    async fn run(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, sqlx::Error> {
        match &mut self.0 {
            Inner::Sqlite(conn) => {
                let arguments = sqlite_arguments(values).map_err(sqlx::Error::Encode)?;
                let query = sqlx::query_with::<Sqlite, _>(sql.0, arguments);
                Ok(conn.execute(query).await?.rows_affected())
            }
            Inner::Postgres(conn) => {
                let arguments = postgres_arguments(values).map_err(sqlx::Error::Encode)?;
                let query = sqlx::query_with::<Postgres, _>(sql.0, arguments);
                Ok(conn.execute(query).await?.rows_affected())
            }
        }
    }

    /// Runs a statement that must touch exactly one row, such as an update that expects a version.
    ///
    /// # Errors
    /// The conflict `problem-changed-meanwhile` when it touched none; as [`Conn::fetch_all`].
    pub async fn execute_one(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<()> {
        match self.execute(sql, values).await? {
            1 => Ok(()),
            0 => Err(Problem::conflict("problem-changed-meanwhile")),
            n => Err(Problem::internal(format!("a statement for one row touched {n}"))),
        }
    }

    /// Inserts many rows with as few statements as possible.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn insert_many(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<()> {
        let tail = "";
        self.insert_chunks(table, columns, rows, tail).await.map(|_| ())
    }

    /// Inserts many rows and leaves those alone whose key exists. Gives the number inserted.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn insert_new(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        keys: &'static [&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<u64> {
        let tail = format!(" ON CONFLICT ({}) DO NOTHING", keys.join(", "));
        self.insert_chunks(table, columns, rows, &tail).await
    }

    pub(crate) async fn insert_chunks(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<u64> {
        let most = (MOST_ARGUMENTS / columns.len().max(1)).max(1);
        let mut rows = rows.into_iter();
        let mut inserted = 0;
        loop {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(most).collect();
            if chunk.is_empty() {
                return Ok(inserted);
            }
            let sql = insert_sql(table, columns, chunk.len(), tail);
            let values = chunk.into_iter().flatten().collect();
            inserted += self.execute(Sql::assembled(sql), values).await?;
        }
    }
}

fn insert_sql(table: &str, columns: &[&str], rows: usize, tail: &str) -> String {
    use std::fmt::Write as _;
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    let mut number = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            number += 1;
            let comma = if column == 0 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(sql, "{comma}${number}");
        }
        sql.push(')');
    }
    sql.push_str(tail);
    sql
}

/// `($1, $2, …)` for an IN list of `count` values that begins at argument `first`.
pub fn placeholders(first: usize, count: usize) -> String {
    let list: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", list.join(", "))
}
