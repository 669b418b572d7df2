//! The rows of one sheet of an `.xlsx` file.

use super::xml::{Tag, Token, Xml, push_text, unescape};
use super::{Shared, SheetInfo, Workbook};
use crate::cell::{Cell, FormulaError, Number, Row};
use crate::date::{from_serial, parse_date};
use crate::error::SheetError;
use crate::limits::Limits;
use crate::merge::Merge;
use crate::text::column_index;

const PART: &str = "sheet";
/// The last row a sheet can have.
const LAST_ROW: u32 = 1_048_576;

/// A sheet being read.
pub(crate) struct XlsxRows {
    xml: Xml,
    sheets: Vec<SheetInfo>,
    shared: Shared,
    in_data: bool,
    done: bool,
    builder: RowBuilder,
}

impl XlsxRows {
    /// Opens a sheet by its place in [`Workbook::sheets`]. The merged areas come along when the
    /// sheet is small enough to be read twice.
    pub fn open(workbook: Workbook, index: usize) -> Result<(Self, Vec<Merge>), SheetError> {
        let Workbook { mut archive, sheets, shared } = workbook;
        let limits = &shared.limits;
        let entry = &sheets[index].entry;
        let mut merges = Vec::new();
        if entry.unpacked() <= limits.merge_scan_bytes {
            let mut xml = Xml::new(archive.unpack(entry, PART)?, PART, limits);
            merges = read_merges(&mut xml, limits)?;
            archive = xml.into_archive();
        }
        let xml = Xml::new(archive.unpack(entry, PART)?, PART, limits);
        let builder = RowBuilder::new();
        Ok((XlsxRows { xml, sheets, shared, in_data: false, done: false, builder }, merges))
    }

    /// Leaves the sheet.
    pub fn into_workbook(self) -> Workbook {
        Workbook { archive: self.xml.into_archive(), sheets: self.sheets, shared: self.shared }
    }

    /// Packed bytes taken so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        self.xml.progress()
    }

    /// The next row from `from_row` on that holds something. Rows before it are passed over
    /// without making their cells.
    pub fn next(&mut self, from_row: u32) -> Result<Option<Row>, SheetError> {
        let row = self.advance(from_row);
        row.map_err(|error| match error {
            SheetError::CellTooLong { row: 0 } => {
                SheetError::CellTooLong { row: self.builder.number.max(1) }
            }
            other => other,
        })
    }

    fn advance(&mut self, from_row: u32) -> Result<Option<Row>, SheetError> {
        while !self.done {
            match self.xml.next()? {
                Token::Start(tag) if self.in_data => self.builder.start(&tag, from_row)?,
                Token::Start(tag) => self.in_data = tag.name == "sheetData",
                Token::End("sheetData") => self.done = true,
                Token::End("row") if self.in_data => {
                    if let Some(row) = self.builder.finish_row() {
                        return Ok(Some(row));
                    }
                }
                Token::End(name) if self.in_data => self.builder.end(name, &mut self.shared)?,
                Token::Text(raw) if self.builder.taking => {
                    push_text(raw, PART, &mut self.builder.text)?;
                    self.builder.check_text(&self.shared.limits)?;
                }
                Token::CData(raw) if self.builder.taking => {
                    self.builder.text.push_str(raw);
                    self.builder.check_text(&self.shared.limits)?;
                }
                Token::End(_) | Token::Text(_) | Token::CData(_) => {}
                Token::Eof => self.done = true,
            }
        }
        Ok(None)
    }
}

fn read_merges(xml: &mut Xml, limits: &Limits) -> Result<Vec<Merge>, SheetError> {
    let mut merges = Vec::new();
    loop {
        match xml.next()? {
            Token::Start(tag) if tag.name == "mergeCell" => {
                let area = tag.attribute("ref")?;
                if merges.len() < limits.merges {
                    merges.extend(area.and_then(|area| parse_area(&area)));
                }
            }
            Token::Eof => return Ok(merges),
            _ => {}
        }
    }
}

fn parse_area(area: &str) -> Option<Merge> {
    let (first, last) = area.split_once(':')?;
    let row = |name: &str| name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
    Some(Merge { first_row: row(first)?, last_row: row(last)?, column: column_index(first)? })
}

/// How the value of a cell is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

/// The row and the cell that are being put together.
struct RowBuilder {
    number: u32,
    passing: bool,
    cells: Vec<Cell>,
    usual_cells: usize,
    text_bytes: usize,
    next_column: usize,
    in_cell: bool,
    column: usize,
    kind: Kind,
    style: usize,
    formula: bool,
    phonetic: bool,
    taking: bool,
    text: String,
}

impl RowBuilder {
    fn new() -> Self {
        RowBuilder {
            number: 0,
            passing: false,
            cells: Vec::new(),
            usual_cells: 0,
            text_bytes: 0,
            next_column: 0,
            in_cell: false,
            column: 0,
            kind: Kind::Number,
            style: 0,
            formula: false,
            phonetic: false,
            taking: false,
            text: String::new(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, from_row: u32) -> Result<(), SheetError> {
        match tag.name {
            "row" => self.start_row(tag, from_row)?,
            "c" => self.start_cell(tag)?,
            "v" | "t" => self.taking = self.in_cell && !self.phonetic && !self.passing,
            "f" => self.formula = true,
            "rPh" => self.phonetic = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, shared: &mut Shared) -> Result<(), SheetError> {
        match name {
            "c" => self.finish_cell(shared)?,
            "v" | "t" => self.taking = false,
            "rPh" => self.phonetic = false,
            _ => {}
        }
        Ok(())
    }

    fn start_row(&mut self, tag: &Tag<'_>, from_row: u32) -> Result<(), SheetError> {
        let number = match tag.attribute("r")? {
            Some(number) => number.parse().map_err(|_| SheetError::broken(PART, "row number"))?,
            None => self.number + 1,
        };
        if number <= self.number || number > LAST_ROW {
            return Err(SheetError::broken(
                PART,
                format!("row {number} after row {}", self.number),
            ));
        }
        self.number = number;
        self.passing = number < from_row;
        self.next_column = 0;
        self.text_bytes = 0;
        self.cells = Vec::with_capacity(self.usual_cells);
        Ok(())
    }

    fn start_cell(&mut self, tag: &Tag<'_>) -> Result<(), SheetError> {
        self.in_cell = true;
        self.formula = false;
        self.phonetic = false;
        self.column = self.next_column;
        self.kind = Kind::Number;
        self.style = 0;
        self.text.clear();
        if self.passing {
            return Ok(());
        }
        for attribute in tag.attributes() {
            let (name, value) = attribute?;
            match name {
                "r" => {
                    let column = column_index(value);
                    self.column =
                        column.ok_or_else(|| SheetError::broken(PART, "name of a cell"))?;
                }
                "s" => self.style = value.parse().unwrap_or(0),
                "t" => self.kind = kind(value),
                _ => {}
            }
        }
        self.next_column = self.column + 1;
        Ok(())
    }

    fn check_text(&self, limits: &Limits) -> Result<(), SheetError> {
        if self.text.len() > limits.cell_bytes
            || self.text_bytes + self.text.len() > limits.row_bytes
        {
            return Err(SheetError::CellTooLong { row: self.number });
        }
        Ok(())
    }

    fn finish_cell(&mut self, shared: &mut Shared) -> Result<(), SheetError> {
        self.in_cell = false;
        self.taking = false;
        if self.passing {
            return Ok(());
        }
        let cell = self.value(shared)?;
        if cell == Cell::Empty {
            return Ok(());
        }
        let limit = shared.limits.columns;
        if self.column >= limit {
            return Err(SheetError::TooManyColumns { row: self.number, limit });
        }
        if let Cell::Text(text) = &cell {
            self.text_bytes += text.len();
            if self.text_bytes > shared.limits.row_bytes {
                return Err(SheetError::CellTooLong { row: self.number });
            }
        }
        if self.column >= self.cells.len() {
            self.cells.resize(self.column + 1, Cell::Empty);
        }
        self.cells[self.column] = cell;
        Ok(())
    }

    fn value(&self, shared: &mut Shared) -> Result<Cell, SheetError> {
        let text = self.text.as_str();
        let cell = match self.kind {
            Kind::Text if text.is_empty() => Cell::Empty,
            Kind::Text => Cell::Text(unescape(text).into_owned()),
            // Programs that cannot compute write the formula without a value.
            _ if text.is_empty() && self.formula => Cell::Error(FormulaError::NotCalculated),
            _ if text.is_empty() => Cell::Empty,
            Kind::Shared => {
                let index = text
                    .trim()
                    .parse()
                    .map_err(|_| SheetError::broken(PART, "index of a string"))?;
                match shared.strings.get(index)? {
                    Some("") => Cell::Empty,
                    Some(text) => Cell::Text(text.to_string()),
                    None => return Err(SheetError::broken(PART, "index of a string")),
                }
            }
            Kind::Bool => Cell::Bool(matches!(text.trim(), "1" | "true")),
            Kind::Error => Cell::Error(FormulaError::Value(text.to_string())),
            Kind::Date => parse_date(text).map_or_else(|| Cell::Text(text.to_string()), Cell::Date),
            Kind::Number => match Number::parse(text) {
                None => Cell::Text(text.to_string()),
                Some(number) => {
                    let is_date = shared.dates.is_date(self.style);
                    let date = if is_date { from_serial(number.value, shared.epoch) } else { None };
                    date.map_or(Cell::Number(number), Cell::Date)
                }
            },
        };
        Ok(cell)
    }

    fn finish_row(&mut self) -> Option<Row> {
        if self.passing {
            return None;
        }
        let row = Row { number: self.number, cells: std::mem::take(&mut self.cells) };
        if row.is_blank() {
            return None;
        }
        self.usual_cells = row.cells.len();
        Some(row)
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "s" => Kind::Shared,
        "inlineStr" | "str" => Kind::Text,
        "b" => Kind::Bool,
        "e" => Kind::Error,
        "d" => Kind::Date,
        _ => Kind::Number,
    }
}
