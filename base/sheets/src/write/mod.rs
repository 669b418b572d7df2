//! Writing of templates, reports and lists.

mod csv;
mod xlsx;

use crate::cell::Cell;
use crate::error::SheetError;
use csv::CsvSink;
use kernel::Instant;
use std::io::Write;
use std::path::PathBuf;
use xlsx::XlsxSink;

/// What kind of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutFormat {
    /// Excel 2007 and later, WPS.
    Xlsx,
    /// UTF-8 with the mark by which Excel and WPS know it, commas, CRLF.
    Csv,
}

/// How the cells of a column are shown and what is typed into them becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, also when it looks like a number: numbers of documents keep all their digits.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day, shown as 2026-11-24.
    Date,
}

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its name in the header.
    pub title: String,
    /// Its width in characters; 12 when absent.
    pub width: Option<f64>,
    /// What its cells are.
    pub kind: ColumnKind,
    /// What may be chosen; anything when empty.
    pub choices: Vec<String>,
    /// What to fill in; shown at the header.
    pub hint: Option<String>,
    /// Whether it must be filled in; the header shows it.
    pub required: bool,
}

impl Column {
    /// A column of text.
    pub fn text(title: impl Into<String>) -> Self {
        Column { title: title.into(), ..Column::default() }
    }

    /// A column of another kind.
    pub fn new(title: impl Into<String>, kind: ColumnKind) -> Self {
        Column { title: title.into(), kind, ..Column::default() }
    }
}

/// What the file looks like.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The name on the tab, at most 31 characters, without `[]:*?/\`.
    pub sheet: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The title of one more column, with all that is wrong in a row; none when absent.
    pub message_title: Option<String>,
    /// When it was made; kept in the file's properties.
    pub made_at: Instant,
    /// Where rows wait until the file is complete; the system's folder for temporary files when
    /// absent.
    pub spill_dir: Option<PathBuf>,
}

impl Layout {
    /// Marked cells that also get a note. Notes are held in memory until the end, and programs grow
    /// slow with many; the message column has all messages.
    pub const MOST_NOTES: usize = 10_000;
}

/// Something wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The column, from 0; beyond the last one when it concerns the row as a whole.
    pub column: usize,
    /// What is wrong and what to do, in the reader's language.
    pub message: String,
}

/// Writes one sheet, row after row.
pub struct Writer<W: Write + Send> {
    sink: Sink<W>,
    columns: usize,
}

enum Sink<W: Write + Send> {
    Xlsx(Box<XlsxSink>, W),
    Csv(CsvSink<W>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// [`SheetError::Io`], also when the layout cannot be written (such as a bad tab name).
    pub fn new(format: OutFormat, out: W, layout: &Layout) -> Result<Self, SheetError> {
        let sink = match format {
            OutFormat::Xlsx => Sink::Xlsx(Box::new(XlsxSink::new(layout)?), out),
            OutFormat::Csv => Sink::Csv(CsvSink::new(out, layout)?),
        };
        Ok(Writer { sink, columns: layout.columns.len() })
    }

    /// Writes a row. Cells without a mark stay as they are; marked ones turn red and bold, with the
    /// message as a note; all messages of the row stand in the message column.
    ///
    /// # Errors
    /// [`SheetError::WriteTooWide`] for more cells than columns, [`SheetError::TooManyRows`] beyond
    /// what an `.xlsx` sheet holds, [`SheetError::Io`].
    pub fn row(&mut self, cells: &[Cell], marks: &[Mark]) -> Result<(), SheetError> {
        if cells.len() > self.columns {
            return Err(SheetError::WriteTooWide { columns: self.columns });
        }
        match &mut self.sink {
            Sink::Xlsx(sink, _) => sink.row(cells, marks),
            Sink::Csv(sink) => sink.row(cells, marks),
        }
    }

    /// Completes the file and gives back where it went. Without it an `.xlsx` file is empty.
    ///
    /// # Errors
    /// [`SheetError::Io`].
    pub fn finish(self) -> Result<W, SheetError> {
        match self.sink {
            Sink::Xlsx(sink, mut out) => {
                sink.finish(&mut out)?;
                Ok(out)
            }
            Sink::Csv(sink) => sink.finish(),
        }
    }
}

/// All messages of a row as one text.
fn messages(marks: &[Mark]) -> String {
    let messages: Vec<&str> = marks.iter().map(|mark| mark.message.as_str()).collect();
    messages.join("\n")
}
