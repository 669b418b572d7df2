//! What is sealed under older master keys: finding it, and putting it back under a newer one.
//!
//! A sealed value begins with the mark of its algorithms and, in two bytes, big-endian, the number of
//! the master key that it is under. Both engines compare bytes from the left, so the two bytes sort as
//! the numbers do, and an index over them finds what is left to do.

use crate::args;
use crate::conn::{Conn, values_by_key};
use crate::statement::Sql;
use crate::tx::Tx;
use crate::value::{Row, Value};
use kernel::Result;

/// A column of which each value is under a master key. The table needs an index over
/// `substr(column, 2, 2)`.
pub struct SealedColumn {
    /// Which table.
    pub table: &'static str,
    /// Its primary key, which begins with the home.
    pub key: &'static [&'static str],
    /// The column itself.
    pub column: &'static str,
}

impl SealedColumn {
    fn version(&self) -> String {
        format!("substr({}.{}, 2, 2)", self.table, self.column)
    }

    /// How many values are under older master keys than the one with this number.
    ///
    /// # Errors
    /// As [`Conn::fetch_one`].
    pub async fn count_older(&self, conn: &mut Conn, version: [u8; 2]) -> Result<i64> {
        // fan-out: how far a rotation is, for the operator
        let sql = format!("SELECT COUNT(*) AS n FROM {} WHERE {} < $1", self.table, self.version());
        conn.fetch_one(Sql::assembled(sql), args![version.to_vec()]).await?.get("n")
    }

    /// Rows, with key and column, whose values are under older master keys. Never under newer ones: a
    /// server that has not learnt of them yet must not turn the others' work back.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn older(&self, conn: &mut Conn, version: [u8; 2], limit: u32) -> Result<Vec<Row>> {
        let SealedColumn { table, column, .. } = self;
        let (key, at) = (self.key.join(", "), self.version());
        // fan-out: rotation goes through everything
        let sql =
            format!("SELECT {key}, {column} FROM {table} WHERE {at} < $1 ORDER BY {at} LIMIT $2");
        conn.fetch_all(Sql::assembled(sql), args![version.to_vec(), limit]).await
    }

    /// Puts values in the place of those under older keys, and touches nothing else of a row: it may
    /// have changed meanwhile, or be gone. Each row is its key, then the value.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn replace(
        &self,
        tx: &mut Tx,
        version: [u8; 2],
        rows: Vec<Vec<Value>>,
    ) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        let SealedColumn { table, key, column } = self;
        let (value, condition) = values_by_key(key, 2, rows.len());
        // fan-out: rotation goes through everything
        let sql = format!(
            "UPDATE {table} SET {column} = {value} WHERE {condition} AND {} < $1",
            self.version()
        );
        let mut values = args![version.to_vec()];
        values.extend(rows.into_iter().flatten());
        tx.execute(Sql::assembled(sql), values).await
    }
}
