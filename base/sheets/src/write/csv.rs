//! The CSV side of [`super::Writer`].

use super::{Layout, Mark, messages};
use crate::cell::Cell;
use crate::error::SheetError;
use crate::text::escape_formula;
use std::io::{BufWriter, Write};

pub(super) struct CsvSink<W: Write> {
    out: BufWriter<W>,
    columns: usize,
    has_messages: bool,
}

impl<W: Write> CsvSink<W> {
    pub fn new(out: W, layout: &Layout) -> Result<Self, SheetError> {
        let has_messages = layout.message_title.is_some();
        let mut sink =
            CsvSink { out: BufWriter::new(out), columns: layout.columns.len(), has_messages };
        sink.out.write_all("\u{feff}".as_bytes())?;
        let titles = layout.columns.iter().map(|column| &column.title);
        for (place, title) in titles.chain(&layout.message_title).enumerate() {
            sink.text(place, title)?;
        }
        sink.out.write_all(b"\r\n")?;
        Ok(sink)
    }

    pub fn row(&mut self, cells: &[Cell], marks: &[Mark]) -> Result<(), SheetError> {
        for place in 0..self.columns {
            match cells.get(place).unwrap_or(&Cell::Empty) {
                Cell::Text(text) => self.text(place, text)?,
                // Numbers are no formulas, even below zero.
                other => self.plain(place, &other.shown())?,
            }
        }
        if self.has_messages {
            self.text(self.columns, &messages(marks))?;
        }
        self.out.write_all(b"\r\n")?;
        Ok(())
    }

    pub fn finish(self) -> Result<W, SheetError> {
        self.out.into_inner().map_err(|error| SheetError::Io(error.error().to_string()))
    }

    fn text(&mut self, place: usize, text: &str) -> Result<(), SheetError> {
        self.plain(place, &escape_formula(text))
    }

    fn plain(&mut self, place: usize, text: &str) -> Result<(), SheetError> {
        if place > 0 {
            self.out.write_all(b",")?;
        }
        if text.contains([',', '"', '\r', '\n']) {
            write!(self.out, "\"{}\"", text.replace('"', "\"\""))?;
        } else {
            self.out.write_all(text.as_bytes())?;
        }
        Ok(())
    }
}
