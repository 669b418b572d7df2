//! One way to read every kind of spreadsheet: the header, then row after row.

use crate::cell::{Cell, Row};
use crate::csv::{CsvRows, Separator};
use crate::detect::{Family, detect};
use crate::error::SheetError;
use crate::limits::Limits;
use crate::merge::{Merge, Merges};
use crate::source::{ReadSeek, Source};
use crate::text::{clean, label_key};
use crate::xls::{XlsRows, XlsWorkbook};
use crate::xlsx::{Workbook, XlsxRows};
use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Among how many rows that hold something the header is sought: titles and remarks stand above it.
const HEADER_AMONG: usize = 20;

/// How to read a file.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// What is refused for its size.
    pub limits: Limits,
    /// The name of the sheet; the first visible one with a header when absent. CSV has no sheets.
    pub sheet: Option<String>,
    /// How the header is told.
    pub header: HeaderRule,
    /// Where shared strings go that are too many for memory; the system's folder for temporary
    /// files when absent. The file has no name and holds personal data in the clear. A folder that
    /// lies in memory (tmpfs) makes it count as memory.
    pub spill_dir: Option<PathBuf>,
}

/// How the header row is told from titles above it.
#[derive(Clone, Debug, Default)]
pub enum HeaderRule {
    /// The first of the first 20 rows that has at least two cells, all of them text.
    #[default]
    FirstTextRow,
    /// That one of the first 20 rows which has most of these labels, at least two (or the only
    /// one). Blanks, width, case and asterisks do not matter.
    Labels(Vec<String>),
    /// The row of this number, whatever it holds.
    Row(u32),
}

/// What kind of file it turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 97 to 2003, also as WPS writes it under the name `.et`.
    Xls,
    /// Text.
    Csv {
        /// `UTF-8`, `GB18030`, `UTF-16LE` or `UTF-16BE`.
        encoding: &'static str,
        /// What keeps the fields apart.
        separator: Separator,
    },
}

/// The row that names the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its number, from 1.
    pub row: u32,
    /// The names without blanks around them; empty where there is none.
    pub labels: Vec<String>,
}

impl Header {
    /// The column (from 0) of a label; blanks, width, case and asterisks do not matter.
    pub fn position(&self, label: &str) -> Option<usize> {
        let key = label_key(label);
        self.labels.iter().position(|own| label_key(own) == key)
    }
}

/// How far the reading has come, for showing only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Units done.
    pub done: u64,
    /// Units in all; bytes or cells.
    pub total: u64,
}

/// A spreadsheet being read. Memory does not grow with the number of rows.
pub struct SheetReader {
    rows: Rows,
    format: Format,
    sheet: String,
    header: Header,
    /// Rows read while the header was sought.
    ahead: VecDeque<Row>,
    merges: Merges,
    from_row: u32,
    /// Rows that may still be given out.
    left: u32,
    limit: u32,
}

enum Rows {
    Xlsx(Box<XlsxRows>),
    Xls(Box<XlsRows>),
    Csv(Box<CsvRows>),
}

impl Rows {
    fn next(&mut self, from_row: u32) -> Result<Option<Row>, SheetError> {
        match self {
            Rows::Xlsx(rows) => rows.next(from_row),
            Rows::Xls(rows) => rows.next(from_row),
            Rows::Csv(rows) => rows.next(from_row),
        }
    }
}

impl std::fmt::Debug for SheetReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SheetReader")
            .field("format", &self.format)
            .field("sheet", &self.sheet)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl SheetReader {
    /// Opens a file by its path.
    ///
    /// # Errors
    /// As [`SheetReader::open`], and when the file cannot be opened.
    pub fn open_path(path: &Path, options: &OpenOptions) -> Result<Self, SheetError> {
        Self::open(File::open(path)?, options)
    }

    /// Opens a file, finds its kind by its content, chooses the sheet and finds the header.
    ///
    /// The shared strings of an `.xlsx` file are read now, which takes seconds when there are
    /// millions of them.
    ///
    /// # Errors
    /// Any [`SheetError`]; damage further down in the file shows only when it is reached.
    pub fn open(
        source: impl ReadSeek + 'static,
        options: &OpenOptions,
    ) -> Result<Self, SheetError> {
        let mut source: Source = Box::new(source);
        match detect(&mut source, options.limits.file_bytes)? {
            Family::Zip => open_xlsx(source, options),
            Family::Compound => open_xls(source, options),
            Family::Text => open_csv(source, options),
        }
    }

    /// What kind of file it is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The name of the chosen sheet; empty for CSV.
    pub fn sheet_name(&self) -> &str {
        &self.sheet
    }

    /// The row that names the columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next row below the header that holds something; nothing at the end. Blank rows are
    /// passed over, wherever they are.
    ///
    /// # Errors
    /// Damage and limits; nothing can be read after an error.
    pub fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        loop {
            let row = match self.ahead.pop_front() {
                Some(row) => row,
                None => match self.read_row()? {
                    Some(row) => row,
                    None => return Ok(None),
                },
            };
            if row.number >= self.from_row {
                let left = self.left.checked_sub(1);
                self.left = left.ok_or(SheetError::TooManyRows { limit: self.limit })?;
                return Ok(Some(row));
            }
        }
    }

    /// Passes over all rows before that number, so that the next row is that one or a later one.
    /// Never goes back. Costs about a third of reading them.
    pub fn skip_to(&mut self, row_number: u32) {
        self.from_row = self.from_row.max(row_number);
    }

    /// How far it has come in the file.
    pub fn progress(&self) -> Progress {
        let (done, total) = match &self.rows {
            Rows::Xlsx(rows) => rows.progress(),
            Rows::Xls(rows) => rows.progress(),
            Rows::Csv(rows) => rows.progress(),
        };
        Progress { done, total }
    }

    fn read_row(&mut self) -> Result<Option<Row>, SheetError> {
        // A row that is passed over may hold the value of a merged area that reaches further.
        let from_row = if self.merges.is_empty() { self.from_row } else { 0 };
        let mut row = self.rows.next(from_row)?;
        if let Some(row) = &mut row {
            self.merges.apply(row);
        }
        Ok(row)
    }

    /// A reader whose header has been found among the first rows; gives the rows back otherwise.
    fn with_header(
        mut rows: Rows,
        format: Format,
        sheet: String,
        merges: Vec<Merge>,
        options: &OpenOptions,
    ) -> Result<Result<Self, Rows>, SheetError> {
        let columns = options.limits.columns;
        let areas = merges.into_iter().filter(|area| area.column < columns).collect();
        let mut merges = Merges::new(areas);
        let mut ahead = VecDeque::new();
        while ahead.len() < HEADER_AMONG {
            let Some(mut row) = rows.next(0)? else { break };
            merges.apply(&mut row);
            ahead.push_back(row);
        }
        let Some(place) = find_header(&options.header, ahead.make_contiguous()) else {
            return Ok(Err(rows));
        };
        let after = ahead.split_off(place + 1);
        let Some(row) = ahead.pop_back() else {
            return Ok(Err(rows));
        };
        let labels = row.cells.iter().map(|cell| clean(&cell.shown()).to_string()).collect();
        let header = Header { row: row.number, labels };
        let limit = options.limits.rows;
        Ok(Ok(SheetReader {
            rows,
            format,
            sheet,
            header,
            ahead: after,
            merges,
            from_row: 0,
            left: limit,
            limit,
        }))
    }
}

impl Iterator for SheetReader {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// The place of the header among the first rows.
fn find_header(rule: &HeaderRule, rows: &[Row]) -> Option<usize> {
    match rule {
        HeaderRule::Row(number) => rows.iter().position(|row| row.number == *number),
        HeaderRule::FirstTextRow => rows.iter().position(|row| {
            let filled = row.cells.iter().filter(|cell| !cell.is_blank());
            filled.clone().count() >= 2 && filled.clone().all(|cell| matches!(cell, Cell::Text(_)))
        }),
        HeaderRule::Labels(labels) => {
            let wanted: HashSet<String> = labels.iter().map(|label| label_key(label)).collect();
            let hits = |row: &Row| {
                let keys: HashSet<String> =
                    row.cells.iter().map(|cell| label_key(&cell.shown())).collect();
                wanted.intersection(&keys).count()
            };
            // The later of two equals loses: below a header, a value may repeat a label.
            let best = rows.iter().enumerate().rev().max_by_key(|(_, row)| hits(row))?;
            (hits(best.1) >= wanted.len().clamp(1, 2)).then_some(best.0)
        }
    }
}

/// Which sheets come into question, given the name and visibility of each.
fn candidates<'s>(
    sheets: impl Iterator<Item = (&'s str, bool)>,
    wanted: Option<&str>,
) -> Result<Vec<usize>, SheetError> {
    let mut found = Vec::new();
    for (index, (name, visible)) in sheets.enumerate() {
        if wanted.map_or(visible, |wanted| clean(wanted) == clean(name)) {
            found.push(index);
        }
    }
    match wanted {
        Some(name) if found.is_empty() => Err(SheetError::NoSuchSheet { name: name.to_string() }),
        _ => Ok(found),
    }
}

fn open_xlsx(source: Source, options: &OpenOptions) -> Result<SheetReader, SheetError> {
    let mut workbook = Workbook::open(source, &options.limits, options.spill_dir.clone())?;
    let tabs = workbook.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible));
    for index in candidates(tabs, options.sheet.as_deref())? {
        let name = workbook.sheets[index].name.clone();
        let (rows, merges) = XlsxRows::open(workbook, index)?;
        let rows = Rows::Xlsx(Box::new(rows));
        match SheetReader::with_header(rows, Format::Xlsx, name, merges, options)? {
            Ok(reader) => return Ok(reader),
            Err(Rows::Xlsx(rows)) => workbook = rows.into_workbook(),
            Err(_) => break,
        }
    }
    Err(SheetError::NoHeader)
}

fn open_xls(source: Source, options: &OpenOptions) -> Result<SheetReader, SheetError> {
    let mut workbook = XlsWorkbook::open(source, &options.limits, options.spill_dir.clone())?;
    let tabs = workbook.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible));
    for index in candidates(tabs, options.sheet.as_deref())? {
        let name = workbook.sheets[index].name.clone();
        let (rows, merges) = XlsRows::open(workbook, index)?;
        let rows = Rows::Xls(Box::new(rows));
        match SheetReader::with_header(rows, Format::Xls, name, merges, options)? {
            Ok(reader) => return Ok(reader),
            Err(Rows::Xls(rows)) => workbook = rows.into_workbook(),
            Err(_) => break,
        }
    }
    Err(SheetError::NoHeader)
}

fn open_csv(source: Source, options: &OpenOptions) -> Result<SheetReader, SheetError> {
    let rows = CsvRows::open(source, &options.limits)?;
    let format = Format::Csv { encoding: rows.encoding(), separator: rows.separator() };
    let rows = Rows::Csv(Box::new(rows));
    let reader = SheetReader::with_header(rows, format, String::new(), Vec::new(), options)?;
    reader.map_err(|_| SheetError::NoHeader)
}
