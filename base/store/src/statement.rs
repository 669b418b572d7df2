//! The texts of statements and their arguments, in the form that an engine takes them.

use crate::value::{Value, postgres_arguments, sqlite_arguments};
use kernel::Result;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr as _, SqlStr, Sqlite};
use std::fmt::Write as _;

/// The text of a statement: a literal, or assembled from literals.
#[derive(Clone)]
pub struct Sql {
    pub(crate) text: SqlStr,
    /// Whether a connection keeps it prepared: it comes again word for word.
    kept: bool,
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Sql { text: text.into_sql_str(), kept: true }
    }
}

impl Sql {
    /// A statement put together at run time. Only literals of the program may go into it; what
    /// people typed goes into the arguments.
    pub fn assembled(text: String) -> Self {
        let kept = text.len() <= LONGEST_KEPT;
        Sql { text: AssertSqlSafe(text).into_sql_str(), kept }
    }

    /// The text for SQLite, which looks a numbered argument up among all others by its name, so that
    /// a thousand of them cost a million comparisons. Where they stand in order they need no names.
    fn for_sqlite(self, arguments: usize) -> SqlStr {
        if arguments <= FEW_ARGUMENTS {
            return self.text;
        }
        match without_numbers(self.text.as_str()) {
            Some(text) => AssertSqlSafe(text).into_sql_str(),
            None => self.text,
        }
    }
}

/// Characters up to which a statement put together at run time is kept prepared. Longer ones are
/// lists of many lengths, each of which would be kept for nothing.
const LONGEST_KEPT: usize = 2000;
/// Arguments whose names are found quickly.
const FEW_ARGUMENTS: usize = 20;

/// The statement with `?` for `$1`, `$2` …; nothing unless they stand in order, each once.
fn without_numbers(sql: &str) -> Option<String> {
    let mut parts = sql.split('$');
    let mut plain = String::with_capacity(sql.len());
    plain.push_str(parts.next()?);
    for (before, part) in parts.enumerate() {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        if number.parse() != Ok(before + 1) {
            return None;
        }
        plain.push('?');
        plain.push_str(rest);
    }
    Some(plain)
}

/// Which engine a statement is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// A statement with its arguments.
pub(crate) enum Query {
    Sqlite(sqlx::query::Query<'static, Sqlite, SqliteArguments>),
    Postgres(sqlx::query::Query<'static, Postgres, PgArguments>),
}

impl Query {
    pub(crate) fn new(
        dialect: Dialect,
        sql: Sql,
        values: Vec<Value>,
    ) -> Result<Query, sqlx::Error> {
        let kept = sql.kept;
        Ok(match dialect {
            Dialect::Sqlite => {
                let text = sql.for_sqlite(values.len());
                let arguments = sqlite_arguments(values).map_err(sqlx::Error::Encode)?;
                Query::Sqlite(sqlx::query_with(text, arguments).persistent(kept))
            }
            Dialect::Postgres => {
                let arguments = postgres_arguments(values).map_err(sqlx::Error::Encode)?;
                Query::Postgres(sqlx::query_with(sql.text, arguments).persistent(kept))
            }
        })
    }
}

/// A statement met a connection of the other engine: a mistake in this crate.
pub(crate) fn other_engine() -> sqlx::Error {
    sqlx::Error::Protocol("a statement for the other engine".to_owned())
}

/// The most arguments put into one statement: enough that the way to the engine costs little for
/// each row, few enough that a prepared statement stays small.
const MOST_ARGUMENTS: usize = 4_000;

/// Many rows on their way into a table, by few statements.
pub(crate) struct Insert {
    dialect: Dialect,
    start: String,
    columns: usize,
    tail: String,
    rows: std::vec::IntoIter<Vec<Value>>,
}

impl Insert {
    pub(crate) fn new(
        dialect: Dialect,
        table: &str,
        columns: &[&str],
        tail: &str,
        rows: Vec<Vec<Value>>,
    ) -> Insert {
        // A statement that fails makes the whole write fail, on both engines. SQLite would keep a
        // copy of every page to undo the one statement; it is told that nobody will ask for it.
        let verb = match dialect {
            Dialect::Sqlite => "INSERT OR FAIL",
            Dialect::Postgres => "INSERT",
        };
        Insert {
            dialect,
            start: format!("{verb} INTO {table} ({}) VALUES ", columns.join(", ")),
            columns: columns.len(),
            tail: tail.to_owned(),
            rows: rows.into_iter(),
        }
    }

    /// The next statement; nothing once all rows are in one.
    pub(crate) fn next(&mut self) -> Result<Option<Query>> {
        let count = chunk_rows(self.rows.len(), (MOST_ARGUMENTS / self.columns.max(1)).max(1));
        if count == 0 {
            return Ok(None);
        }
        let text = AssertSqlSafe(self.text(count)).into_sql_str();
        let values = self.rows.by_ref().take(count).flatten().collect();
        let query = Query::new(self.dialect, Sql { text, kept: true }, values);
        query.map(Some).map_err(crate::error::problem)
    }

    fn text(&self, rows: usize) -> String {
        let mut sql = self.start.clone();
        sql.reserve(rows * self.columns * 7);
        let mut number = 0;
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..self.columns {
                number += 1;
                let comma = if column == 0 { "" } else { ", " };
                // Writing to a String cannot fail.
                let _ = match self.dialect {
                    Dialect::Sqlite => write!(sql, "{comma}?"),
                    Dialect::Postgres => write!(sql, "{comma}${number}"),
                };
            }
            sql.push(')');
        }
        sql.push_str(&self.tail);
        sql
    }
}

/// Rows of the next statement: as many as may be, or a power of two, so that a handful of prepared
/// statements serve every number of rows.
fn chunk_rows(waiting: usize, most: usize) -> usize {
    match waiting.checked_ilog2() {
        Some(_) if waiting >= most => most,
        Some(log) => 1 << log,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_in_order_lose_their_numbers() {
        let plain = |sql| without_numbers(sql);
        let sql = "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3) LIMIT $4";
        let expected = "SELECT a FROM t WHERE b = ? AND c IN (?, ?) LIMIT ?";
        assert_eq!(plain(sql).as_deref(), Some(expected));
        assert_eq!(plain("SELECT 1").as_deref(), Some("SELECT 1"));
        assert_eq!(plain("SELECT $2, $1"), None);
        assert_eq!(plain("SELECT $1, $1"), None);
        assert_eq!(plain("SELECT $1, '$'"), None);
    }

    #[test]
    fn every_number_of_rows_is_cut_into_few_lengths() {
        let chunks = |mut waiting: usize| {
            let mut chunks = Vec::new();
            while waiting > 0 {
                chunks.push(chunk_rows(waiting, 300));
                waiting -= chunks[chunks.len() - 1];
            }
            chunks
        };
        assert!(chunks(0).is_empty());
        assert_eq!(chunks(1), [1]);
        assert_eq!(chunks(299), [256, 32, 8, 2, 1]);
        assert_eq!(chunks(605), [300, 300, 4, 1]);
    }
}
