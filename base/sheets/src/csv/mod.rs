//! Reading of CSV: text with commas, tabs or semicolons, in whatever encoding it was saved.
//!
//! Parsed here, since the rows must bear the numbers that a spreadsheet program shows (blank lines
//! count, line ends inside quotes do not), and since one record may only take so much memory.

mod encoding;

use crate::cell::{Cell, Row};
use crate::error::SheetError;
use crate::limits::Limits;
use crate::source::{Source, size_of};
use crate::text::unescape_formula;
use encoding::{TextEncoding, TextInput};

/// How many records decide about the separator.
const SAMPLE_RECORDS: usize = 20;
/// Fields of one record at most; as many as a sheet has columns in any program.
const FIELDS: usize = 16_384;

/// How the fields of a line are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// A tabulator.
    Tab,
    /// `;`
    Semicolon,
}

impl Separator {
    const ALL: [Separator; 3] = [Separator::Comma, Separator::Tab, Separator::Semicolon];

    fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Tab => b'\t',
            Separator::Semicolon => b';',
        }
    }
}

/// A CSV file being read.
pub(crate) struct CsvRows {
    parser: Parser,
    limits: Limits,
    encoding: TextEncoding,
    separator: Separator,
    size: u64,
}

impl CsvRows {
    /// Finds out the encoding (of the whole file, so that no later line surprises) and the
    /// separator.
    pub fn open(mut source: Source, limits: &Limits) -> Result<Self, SheetError> {
        let size = size_of(&mut source)?;
        let encoding = encoding::detect(&mut source)?;
        let mut best = (Separator::Comma, 0);
        for separator in Separator::ALL {
            let mut parser =
                Parser::new(TextInput::new(source, encoding)?, separator, limits.row_bytes);
            let fields = usual_fields(&mut parser);
            if fields > best.1 {
                best = (separator, fields);
            }
            source = parser.input.into_source();
        }
        let parser = Parser::new(TextInput::new(source, encoding)?, best.0, limits.row_bytes);
        Ok(CsvRows { parser, limits: limits.clone(), encoding, separator: best.0, size })
    }

    /// The name of the encoding: `UTF-8`, `GB18030`, `UTF-16LE`, `UTF-16BE`.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// What keeps the fields apart.
    pub fn separator(&self) -> Separator {
        self.separator
    }

    /// Bytes taken so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.parser.input.taken().min(self.size), self.size)
    }

    /// The next row from `from_row` on that holds something.
    pub fn next(&mut self, from_row: u32) -> Result<Option<Row>, SheetError> {
        while self.parser.record()? {
            if self.parser.row < from_row {
                continue;
            }
            let row = Row { number: self.parser.row, cells: self.cells()? };
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn cells(&self) -> Result<Vec<Cell>, SheetError> {
        let row = self.parser.row;
        let mut cells = Vec::with_capacity(self.parser.ends.len());
        let mut blank = 0;
        for field in self.parser.fields() {
            if field.is_empty() {
                blank += 1;
                continue;
            }
            cells.resize(cells.len() + blank, Cell::Empty);
            blank = 0;
            if cells.len() >= self.limits.columns {
                return Err(SheetError::TooManyColumns { row, limit: self.limits.columns });
            }
            if field.len() > self.limits.cell_bytes {
                return Err(SheetError::CellTooLong { row });
            }
            let text =
                std::str::from_utf8(field).map_err(|error| SheetError::broken("file", error))?;
            cells.push(match unescape_formula(text) {
                "" => Cell::Empty,
                text => Cell::Text(text.to_string()),
            });
        }
        Ok(cells)
    }
}

/// How many fields the records at the beginning have, by the largest group that agrees; weighed by
/// the size of the group, so that a separator which fits all lines beats one inside a few texts.
fn usual_fields(parser: &mut Parser) -> usize {
    let mut counts: Vec<usize> = Vec::new();
    while counts.len() < SAMPLE_RECORDS && matches!(parser.record(), Ok(true)) {
        counts.push(parser.ends.len());
    }
    let agreeing = |count: usize| counts.iter().filter(|other| **other == count).count();
    let weights = counts.iter().map(|count| (count - 1) * agreeing(*count));
    weights.max().unwrap_or(0)
}

/// Where in a record the parser stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

/// Splits text into records and fields.
struct Parser {
    input: TextInput,
    separator: u8,
    most_bytes: usize,
    /// The number of the record last read, from 1.
    row: u32,
    /// The fields of that record, one after the other.
    bytes: Vec<u8>,
    /// Where each field ends.
    ends: Vec<usize>,
    /// The record ended with CR: an LF that follows belongs to it.
    after_cr: bool,
}

impl Parser {
    fn new(input: TextInput, separator: Separator, most_bytes: usize) -> Self {
        Parser {
            input,
            separator: separator.byte(),
            most_bytes,
            row: 0,
            bytes: Vec::new(),
            ends: Vec::new(),
            after_cr: false,
        }
    }

    fn fields(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    /// Reads the next record, blank ones included; false at the end.
    fn record(&mut self) -> Result<bool, SheetError> {
        self.bytes.clear();
        self.ends.clear();
        let mut state = State::FieldStart;
        let row = self.row.saturating_add(1);
        loop {
            let chunk = self.input.fill()?;
            if chunk.is_empty() {
                return self.last_record(state, row);
            }
            let mut used = 0;
            let mut ended = false;
            for byte in chunk {
                used += 1;
                if std::mem::take(&mut self.after_cr) && *byte == b'\n' {
                    continue;
                }
                state = match (state, *byte) {
                    (State::FieldStart, b'"') => State::Quoted,
                    (State::Quoted, b'"') => State::QuoteInQuoted,
                    (State::Quoted, byte) => {
                        self.bytes.push(byte);
                        State::Quoted
                    }
                    (State::QuoteInQuoted, b'"') => {
                        self.bytes.push(b'"');
                        State::Quoted
                    }
                    (_, end @ (b'\n' | b'\r')) => {
                        self.after_cr = end == b'\r';
                        ended = true;
                        break;
                    }
                    (_, byte) if byte == self.separator => {
                        self.ends.push(self.bytes.len());
                        State::FieldStart
                    }
                    (_, byte) => {
                        self.bytes.push(byte);
                        State::Plain
                    }
                };
                if self.bytes.len() > self.most_bytes {
                    return Err(SheetError::CellTooLong { row });
                }
                if self.ends.len() > FIELDS {
                    return Err(SheetError::TooManyColumns { row, limit: FIELDS });
                }
            }
            self.input.consume(used);
            if ended {
                self.ends.push(self.bytes.len());
                self.row = row;
                return Ok(true);
            }
        }
    }

    fn last_record(&mut self, state: State, row: u32) -> Result<bool, SheetError> {
        if state == State::Quoted {
            return Err(SheetError::UnclosedQuote { row });
        }
        if state == State::FieldStart && self.ends.is_empty() {
            return Ok(false);
        }
        self.ends.push(self.bytes.len());
        self.row = row;
        Ok(true)
    }
}
