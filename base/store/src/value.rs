//! Values going into statements and rows coming out, the same for both engines.
//!
//! sqlx compiles a query once for every engine it is written for. Binding through this small enum
//! instead keeps every statement one text, one call and one compilation; see ADR 0004.

use chrono::NaiveDate;
use kernel::id::IdKind;
use kernel::{CivilDate, DivisionCode, Home, Id, Instant, Problem};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Arguments as _, Row as _};

/// One argument of a statement. Every variant can be absent, since PostgreSQL wants a typed NULL.
#[derive(Clone, Debug)]
pub enum Value {
    /// BIGINT
    Int(Option<i64>),
    /// TEXT
    Text(Option<String>),
    /// BLOB (`bytea`)
    Blob(Option<Vec<u8>>),
    /// BOOLEAN
    Bool(Option<bool>),
    /// DATE
    Date(Option<CivilDate>),
}

/// Builds the argument list of a statement.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

macro_rules! value_from {
    ($($type:ty => $variant:ident |$v:ident| $convert:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($v: $type) -> Self {
                Value::$variant(Some($convert))
            }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Value::$variant(value.map(|$v| $convert))
            }
        }
    )*};
}

value_from! {
    i64 => Int |v| v;
    u32 => Int |v| i64::from(v);
    Instant => Int |v| v.micros();
    Home => Int |v| v.number();
    DivisionCode => Int |v| i64::from(v.number());
    String => Text |v| v;
    &str => Text |v| v.to_owned();
    &String => Text |v| v.clone();
    Vec<u8> => Blob |v| v;
    &[u8] => Blob |v| v.to_vec();
    [u8; 16] => Blob |v| v.to_vec();
    [u8; 32] => Blob |v| v.to_vec();
    bool => Bool |v| v;
    CivilDate => Date |v| v;
}

impl<K: IdKind> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Self {
        Value::Blob(Some(id.bytes().to_vec()))
    }
}
impl<K: IdKind> From<Option<Id<K>>> for Value {
    fn from(id: Option<Id<K>>) -> Self {
        Value::Blob(id.map(|id| id.bytes().to_vec()))
    }
}
impl Value {
    /// What a column of JSON takes.
    ///
    /// # Errors
    /// An internal problem when the value cannot be written as JSON.
    pub fn json(value: &impl serde::Serialize) -> kernel::Result<Value> {
        serde_json::to_string(value).map(Value::from).map_err(kernel::Problem::internal)
    }
}

impl From<&serde_json::Value> for Value {
    fn from(json: &serde_json::Value) -> Self {
        Value::Text(Some(json.to_string()))
    }
}

/// Binds values for one engine; the body is the same, the argument list's type is not.
macro_rules! bind_arguments {
    ($(#[$doc:meta] $name:ident $arguments:ty;)*) => {$(
        #[$doc]
        pub(crate) fn $name(values: Vec<Value>) -> Result<$arguments, sqlx::error::BoxDynError> {
            let mut arguments = <$arguments>::default();
            arguments.reserve(values.len(), 0);
            for value in values {
                match value {
                    Value::Int(v) => arguments.add(v)?,
                    Value::Text(v) => arguments.add(v)?,
                    Value::Blob(v) => arguments.add(v)?,
                    Value::Bool(v) => arguments.add(v)?,
                    Value::Date(v) => arguments.add(v)?,
                }
            }
            Ok(arguments)
        }
    )*};
}

bind_arguments! {
    /// Binds the values for SQLite.
    sqlite_arguments sqlx::sqlite::SqliteArguments;
    /// Binds the values for PostgreSQL.
    postgres_arguments sqlx::postgres::PgArguments;
}

/// One row of an answer.
#[derive(Debug)]
pub struct Row(pub(crate) RowInner);

pub(crate) enum RowInner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl std::fmt::Debug for RowInner {
    /// Rows may hold personal data, so nothing of them is shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("row")
    }
}

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// An internal problem that names the column, when it is missing, NULL where a value is asked
    /// for, or of another type.
    pub fn get<T: FromColumn>(&self, column: &str) -> kernel::Result<T> {
        T::from_column(self, column)
    }
}

/// A type that can be read from a column.
pub trait FromColumn: Sized {
    /// Reads the column.
    ///
    /// # Errors
    /// As [`Row::get`].
    fn from_column(row: &Row, column: &str) -> kernel::Result<Self>;
}

fn unreadable(column: &str, reason: impl std::fmt::Display) -> Problem {
    Problem::internal(format!("column {column}: {reason}"))
}

macro_rules! primitive_column {
    ($($type:ty),*) => {$(
        impl FromColumn for $type {
            fn from_column(row: &Row, column: &str) -> kernel::Result<Self> {
                match &row.0 {
                    RowInner::Sqlite(row) => row.try_get(column),
                    RowInner::Postgres(row) => row.try_get_unchecked(column),
                }
                .map_err(|error| unreadable(column, error))
            }
        }
        impl FromColumn for Option<$type> {
            fn from_column(row: &Row, column: &str) -> kernel::Result<Self> {
                match &row.0 {
                    RowInner::Sqlite(row) => row.try_get(column),
                    RowInner::Postgres(row) => row.try_get_unchecked(column),
                }
                .map_err(|error| unreadable(column, error))
            }
        }
    )*};
}

primitive_column!(i64, String, Vec<u8>, bool, NaiveDate);

/// Types that are read through a primitive one.
macro_rules! converted_column {
    ($($type:ty, $raw:ty, |$v:ident| $convert:expr;)*) => {$(
        impl FromColumn for $type {
            fn from_column(row: &Row, column: &str) -> kernel::Result<Self> {
                let $v: $raw = row.get(column)?;
                $convert.map_err(|error| unreadable(column, format!("{error:?}")))
            }
        }
        impl FromColumn for Option<$type> {
            fn from_column(row: &Row, column: &str) -> kernel::Result<Self> {
                let value: Option<$raw> = row.get(column)?;
                value
                    .map(|$v| $convert.map_err(|error| unreadable(column, format!("{error:?}"))))
                    .transpose()
            }
        }
    )*};
}

converted_column! {
    Instant, i64, |v| Ok::<_, std::convert::Infallible>(Instant::from_micros(v));
    Home, i64, |v| Home::try_from(v);
    DivisionCode, i64, |v| u32::try_from(v).ok().and_then(DivisionCode::new).ok_or("not a division");
    [u8; 32], Vec<u8>, |v| <[u8; 32]>::try_from(v.as_slice());
    serde_json::Value, String, |v| serde_json::from_str::<serde_json::Value>(&v);
}

impl<K: IdKind> FromColumn for Id<K> {
    fn from_column(row: &Row, column: &str) -> kernel::Result<Self> {
        let bytes: Vec<u8> = row.get(column)?;
        Id::from_bytes(&bytes).map_err(|error| unreadable(column, error))
    }
}
impl<K: IdKind> FromColumn for Option<Id<K>> {
    fn from_column(row: &Row, column: &str) -> kernel::Result<Self> {
        let bytes: Option<Vec<u8>> = row.get(column)?;
        bytes
            .map(|bytes| Id::from_bytes(&bytes).map_err(|error| unreadable(column, error)))
            .transpose()
    }
}
