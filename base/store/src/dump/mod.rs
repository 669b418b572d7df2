//! All rows of a database as they were at one moment, in one form for both engines: for backups, and
//! for moving an installation from the one engine to the other.
//!
//! A [`Snapshot`] reads inside one transaction, so writers go on and the rows still belong together.
//! A [`Load`] writes into an empty database inside one transaction, so there is all of it or nothing.

mod format;
mod load;

pub use format::{RowReader, write_row};
pub use load::Load;

use crate::args;
use crate::conn::{Conn, Inner};
use crate::migrate::{self, AppliedMigration};
use crate::open::{Reader, StoreOptions, look};
use crate::statement::Sql;
use crate::value::{Row, Value};
use kernel::{Problem, Result};
use serde::{Deserialize, Serialize};

/// Tables that say nothing another database could use: what is migrated, and who works on what.
const LEFT_OUT: [&str; 2] = ["schema_version", "lease"];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// BIGINT
    Int,
    /// TEXT
    Text,
    /// BLOB
    Blob,
    /// BOOLEAN
    Bool,
    /// DATE
    Date,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A table and its columns, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// The database at one moment.
pub struct Snapshot(Reader);

impl Snapshot {
    /// Opens the database as it is, without migrating it, and stays at this moment.
    ///
    /// # Errors
    /// `problem-database-away`.
    pub async fn take(options: &StoreOptions) -> Result<Snapshot> {
        let mut conn = look(options).await?;
        match conn.0 {
            // On SQLite the moment is that of the first statement.
            Inner::Sqlite(_) => {
                conn.execute("BEGIN", args![]).await?;
                conn.fetch_all("SELECT number FROM schema_version", args![]).await?;
            }
            Inner::Postgres(_) => {
                let sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                conn.execute(sql, args![]).await?;
            }
        }
        Ok(Snapshot(conn))
    }

    /// The connection at this moment.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.0
    }

    /// The migrations that made it.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn schema(&mut self) -> Result<Vec<AppliedMigration>> {
        migrate::applied(&mut self.0).await
    }

    /// The number of the installation, and its purpose: `real` or `demo`.
    ///
    /// # Errors
    /// As [`Conn::fetch_one`]: also for a database that was never opened.
    pub async fn node(&mut self) -> Result<(i64, String)> {
        let sql = "SELECT id, purpose FROM node ORDER BY created_at, id LIMIT 1";
        let row = self.0.fetch_one(sql, args![]).await?;
        Ok((row.get("id")?, row.get("purpose")?))
    }

    /// Its tables, by name, without those that another database has of its own.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`]; an internal problem for a type outside the five of [`Kind`].
    pub async fn tables(&mut self) -> Result<Vec<Table>> {
        tables(&mut self.0).await
    }

    /// Gives every row of a table to `each` and tells their number.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`], and what `each` gives.
    pub async fn rows(
        &mut self,
        table: &Table,
        mut each: impl FnMut(&[Value]) -> Result<()> + Send,
    ) -> Result<u64> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        // fan-out: a backup is of the whole installation
        let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let mut count = 0;
        let read = |row: Row| {
            let values = table.columns.iter().map(|column| value(&row, column));
            count += 1;
            each(&values.collect::<Result<Vec<Value>>>()?)
        };
        self.0.each(Sql::assembled(sql), read).await?;
        Ok(count)
    }

    /// Lets the moment go.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn end(mut self) -> Result<()> {
        self.0.execute("ROLLBACK", args![]).await.map(|_| ())
    }
}

fn value(row: &Row, column: &Column) -> Result<Value> {
    let name = column.name.as_str();
    Ok(match column.kind {
        Kind::Int => Value::Int(row.get(name)?),
        Kind::Text => Value::Text(row.get(name)?),
        Kind::Blob => Value::Blob(row.get(name)?),
        Kind::Bool => Value::Bool(row.get(name)?),
        Kind::Date => Value::Date(row.get(name)?),
    })
}

async fn tables(conn: &mut Conn) -> Result<Vec<Table>> {
    let (names, columns) = match conn.0 {
        Inner::Sqlite(_) => (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
             ORDER BY name",
            "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
        ),
        Inner::Postgres(_) => (
            "SELECT table_name::text AS name FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
             ORDER BY table_name::text COLLATE \"C\"",
            "SELECT column_name::text AS name, COALESCE(domain_name, data_type)::text AS type
             FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
        ),
    };
    let mut tables = Vec::new();
    for row in conn.fetch_all(names, args![]).await? {
        let name: String = row.get("name")?;
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let rows = conn.fetch_all(columns, args![&name]).await?;
        let columns = rows.iter().map(column).collect::<Result<Vec<Column>>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

fn column(row: &Row) -> Result<Column> {
    let (name, word): (String, String) = (row.get("name")?, row.get("type")?);
    let kind = match word.to_lowercase().as_str() {
        "bigint" => Kind::Int,
        "text" => Kind::Text,
        "blob" => Kind::Blob,
        "boolean" => Kind::Bool,
        "date" => Kind::Date,
        other => return Err(Problem::internal(format!("column {name} is of the type {other}"))),
    };
    Ok(Column { name, kind })
}
