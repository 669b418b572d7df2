//! One connection with the handful of ways to run a statement. Every statement is the same text on
//! both engines.

use crate::error::problem;
use crate::statement::{Dialect, Insert, Query, Sql, other_engine};
use crate::value::{Row, RowInner, Value};
use futures_util::TryStreamExt as _;
use futures_util::future::join;
use kernel::{Problem, Result};
use sqlx::pool::PoolConnection;
use sqlx::{Executor as _, Postgres, Sqlite};

/// A connection of either engine.
pub struct Conn(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

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
        match (Query::new(self.dialect(), sql, values)?, &mut self.0) {
            (Query::Sqlite(query), Inner::Sqlite(conn)) => {
                let rows = conn.fetch_all(query).await?;
                Ok(rows.into_iter().map(|row| Row(RowInner::Sqlite(row))).collect())
            }
            (Query::Postgres(query), Inner::Postgres(conn)) => {
                let rows = conn.fetch_all(query).await?;
                Ok(rows.into_iter().map(|row| Row(RowInner::Postgres(row))).collect())
            }
            _ => Err(other_engine()),
        }
    }

    fn dialect(&self) -> Dialect {
        match &self.0 {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
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
                let mut rows = conn.fetch(sqlx::query::<Sqlite>(sql.text));
                while let Some(row) = rows.try_next().await.map_err(problem)? {
                    each(Row(RowInner::Sqlite(row)))?;
                }
            }
            Inner::Postgres(conn) => {
                let mut rows = conn.fetch(sqlx::query::<Postgres>(sql.text));
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
        let query = Query::new(self.dialect(), sql.into(), values).map_err(problem)?;
        self.run(query).await.map_err(problem)
    }

    async fn run(&mut self, query: Query) -> Result<u64, sqlx::Error> {
        match (query, &mut self.0) {
            (Query::Sqlite(query), Inner::Sqlite(conn)) => {
                Ok(conn.execute(query).await?.rows_affected())
            }
            (Query::Postgres(query), Inner::Postgres(conn)) => {
                Ok(conn.execute(query).await?.rows_affected())
            }
            _ => Err(other_engine()),
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
        let mut insert = Insert::new(self.dialect(), table, columns, tail, rows);
        let mut inserted = 0;
        let mut next = insert.next()?;
        while let Some(query) = next {
            // The engine works on a thread or a machine of its own: the next statement is put
            // together meanwhile.
            let (done, after) = join(self.run(query), async { insert.next() }).await;
            inserted += done.map_err(problem)?;
            next = after?;
        }
        Ok(inserted)
    }
}

/// `($1, $2, …)` for an IN list of `count` values that begins at argument `first`.
pub fn placeholders(first: usize, count: usize) -> String {
    let list: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", list.join(", "))
}

/// `(VALUES ($1, $2), …)` with the home of each id before it, and the values. For `(home, id) IN …`:
/// keys begin with the home, so an id alone would be looked for in the whole table.
pub fn homes_and_ids<K: kernel::IdKind>(ids: &[kernel::Id<K>]) -> (String, Vec<Value>) {
    let mut values = Vec::with_capacity(2 * ids.len());
    (homes_and_ids_after(&mut values, ids), values)
}

/// As [`homes_and_ids`], with the values added to those of the statement.
pub fn homes_and_ids_after<K: kernel::IdKind>(
    values: &mut Vec<Value>,
    ids: &[kernel::Id<K>],
) -> String {
    let pair = |id: &kernel::Id<K>| {
        values.extend([Value::from(id.home()), Value::from(*id)]);
        placeholders(values.len() - 1, 2)
    };
    let pairs: Vec<String> = ids.iter().map(pair).collect();
    format!("(VALUES {})", pairs.join(", "))
}

/// The condition that a column's division is in one of some areas, with its values added to those of
/// the statement. Of no areas nothing is a part.
pub fn within(column: &str, areas: &[kernel::DivisionCode], values: &mut Vec<Value>) -> String {
    if areas.is_empty() {
        return "1 = 0".to_owned();
    }
    let each = areas.iter().map(|area| {
        let (first, last) = area.numbers();
        values.extend([first, last].map(|number| Value::from(i64::from(number))));
        let n = values.len();
        format!("{column} BETWEEN ${} AND ${n}", n - 1)
    });
    format!("({})", each.collect::<Vec<_>>().join(" OR "))
}

/// A value of its own for each of many rows, as `(expression, condition)`: what to set the column to,
/// and which rows. Each row's arguments are its key, which begins with the home, then the value; the
/// first of all is argument `first`.
///
/// No join with the values, although it is shorter: an engine that guesses wrong how many rows it
/// meets reads the table from end to end for each batch.
pub fn values_by_key(key: &[&str], first: usize, rows: usize) -> (String, String) {
    let (mut branches, mut keys) = (String::new(), Vec::with_capacity(rows));
    for begin in (0..rows).map(|row| first + row * (key.len() + 1)) {
        let same = key.iter().zip(begin..).map(|(column, n)| format!("{column} = ${n}"));
        let value = begin + key.len();
        let when = same.collect::<Vec<_>>().join(" AND ");
        branches.push_str(&format!(" WHEN {when} THEN ${value}"));
        keys.push(placeholders(begin, key.len()));
    }
    let (names, keys) = (key.join(", "), keys.join(", "));
    (format!("CASE{branches} END"), format!("({names}) IN (VALUES {keys})"))
}
