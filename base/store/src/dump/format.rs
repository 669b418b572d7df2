//! Rows as bytes: for each value a byte that says what follows, then the value. Numbers are big
//! endian; texts and blobs have their length before them.

use super::{Column, Kind};
use crate::value::Value;
use chrono::{Datelike as _, NaiveDate};
use std::io::{Error, ErrorKind, Read, Result, Write};

const ABSENT: u8 = 0;
const PRESENT: u8 = 1;

/// The longest text or blob; a longer one is damage.
const LONGEST: u32 = 256 * 1024 * 1024;

/// Writes a row.
///
/// # Errors
/// What the writer reports; a text or blob that is too long.
pub fn write_row(into: &mut impl Write, row: &[Value]) -> Result<()> {
    let mut bytes = Vec::with_capacity(64);
    for value in row {
        let before = bytes.len();
        bytes.push(PRESENT);
        let there = match value {
            Value::Int(value) => value.map(|value| bytes.extend(value.to_be_bytes())).is_some(),
            Value::Bool(value) => value.map(|value| bytes.push(u8::from(value))).is_some(),
            Value::Date(value) => {
                value.map(|day| bytes.extend(day.num_days_from_ce().to_be_bytes())).is_some()
            }
            Value::Text(None) | Value::Blob(None) => false,
            Value::Text(Some(text)) => long(&mut bytes, text.as_bytes())?,
            Value::Blob(Some(blob)) => long(&mut bytes, blob)?,
        };
        if !there {
            bytes[before] = ABSENT;
        }
    }
    into.write_all(&bytes)
}

fn long(bytes: &mut Vec<u8>, content: &[u8]) -> Result<bool> {
    let length = u32::try_from(content.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| damaged("a value is too long"))?;
    bytes.extend(length.to_be_bytes());
    bytes.extend(content);
    Ok(true)
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

/// Reads rows that [`write_row`] wrote.
pub struct RowReader<R> {
    from: R,
    kinds: Vec<Kind>,
}

impl<R: Read> RowReader<R> {
    /// Reads rows of these columns.
    pub fn new(from: R, columns: &[Column]) -> Self {
        RowReader { from, kinds: columns.iter().map(|column| column.kind).collect() }
    }

    /// The next row; nothing at the end.
    ///
    /// # Errors
    /// Bytes that are no row, or end within one.
    pub fn next_row(&mut self) -> Result<Option<Vec<Value>>> {
        let mut row = Vec::with_capacity(self.kinds.len());
        for at in 0..self.kinds.len() {
            let mut mark = [0];
            if self.from.read(&mut mark)? == 0 {
                return if at == 0 { Ok(None) } else { Err(damaged("a row ends early")) };
            }
            let there = match mark[0] {
                ABSENT => false,
                PRESENT => true,
                _ => return Err(damaged("no row begins here")),
            };
            row.push(self.value(self.kinds[at], there)?);
        }
        Ok(Some(row))
    }

    fn value(&mut self, kind: Kind, there: bool) -> Result<Value> {
        Ok(match (kind, there) {
            (Kind::Int, false) => Value::Int(None),
            (Kind::Text, false) => Value::Text(None),
            (Kind::Blob, false) => Value::Blob(None),
            (Kind::Bool, false) => Value::Bool(None),
            (Kind::Date, false) => Value::Date(None),
            (Kind::Int, true) => Value::Int(Some(i64::from_be_bytes(self.bytes()?))),
            (Kind::Bool, true) => match self.bytes::<1>()? {
                [0] => Value::Bool(Some(false)),
                [1] => Value::Bool(Some(true)),
                _ => return Err(damaged("neither true nor false")),
            },
            (Kind::Date, true) => {
                let day = NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(self.bytes()?));
                Value::Date(Some(day.ok_or_else(|| damaged("no day"))?))
            }
            (Kind::Text, true) => {
                let text = String::from_utf8(self.long()?).map_err(|_| damaged("no text"))?;
                Value::Text(Some(text))
            }
            (Kind::Blob, true) => Value::Blob(Some(self.long()?)),
        })
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn long(&mut self) -> Result<Vec<u8>> {
        let length = u32::from_be_bytes(self.bytes()?);
        if length > LONGEST {
            return Err(damaged("a length no value has"));
        }
        // Grows with what really comes, so that a damaged length cannot fill the memory.
        let mut content = Vec::new();
        let read = self.from.by_ref().take(u64::from(length)).read_to_end(&mut content)?;
        if read as u64 != u64::from(length) {
            return Err(damaged("a value ends early"));
        }
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [Kind; 5] = [Kind::Int, Kind::Text, Kind::Blob, Kind::Bool, Kind::Date];

    fn columns() -> Vec<Column> {
        KINDS.map(|kind| Column { name: format!("{kind:?}"), kind }).to_vec()
    }

    fn rows() -> impl Strategy<Value = Vec<Vec<Value>>> {
        let day = (1..4_000_000i32).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day));
        let row = (
            any::<Option<i64>>(),
            proptest::option::of(".{0,9}"),
            any::<Option<Vec<u8>>>(),
            any::<Option<bool>>(),
            proptest::option::of(day),
        );
        let row = row.prop_map(|(int, text, blob, yes, day)| {
            vec![
                Value::Int(int),
                Value::Text(text),
                Value::Blob(blob),
                Value::Bool(yes),
                Value::Date(day.flatten()),
            ]
        });
        proptest::collection::vec(row, 0..5)
    }

    proptest! {
        #[test]
        fn rows_come_back_as_they_were(rows in rows(), cut in any::<proptest::sample::Index>()) {
            let mut bytes = Vec::new();
            for row in &rows {
                write_row(&mut bytes, row).unwrap();
            }
            let mut reader = RowReader::new(&bytes[..], &columns());
            for row in &rows {
                let read = reader.next_row().unwrap().unwrap();
                prop_assert_eq!(format!("{read:?}"), format!("{row:?}"));
            }
            prop_assert!(reader.next_row().unwrap().is_none());
            // A file that was cut off gives fewer rows or an error, never others.
            let mut reader = RowReader::new(&bytes[..cut.index(bytes.len() + 1)], &columns());
            let mut count = 0;
            while let Ok(Some(row)) = reader.next_row() {
                prop_assert_eq!(format!("{row:?}"), format!("{:?}", rows[count]));
                count += 1;
            }
        }

        #[test]
        fn foreign_bytes_are_refused_without_harm(bytes in any::<Vec<u8>>()) {
            let mut reader = RowReader::new(&bytes[..], &columns());
            while let Ok(Some(_)) = reader.next_row() {}
        }
    }
}
