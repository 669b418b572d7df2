//! The rows of one sheet of an `.xls` file.
//!
//! Programs may write cells in any order, so the sheet is walked over once and the place of each
//! cell is noted under its row; six bytes or so of the file for eight bytes of memory at worst.

use super::compound::{u16_at, u32_at};
use super::records::{Cursor, PART, Records, kind};
use super::{Shared, XlsSheet, XlsWorkbook};
use crate::cell::{Cell, FormulaError, Number, Row};
use crate::date::from_serial;
use crate::error::SheetError;
use crate::limits::Limits;
use crate::merge::Merge;

/// Records that may stand between a formula and the text it gives: a shared or array formula.
const RECORDS_BEFORE_STRING: usize = 3;

/// Where a cell's record is.
#[derive(Clone, Copy)]
struct Place {
    row: u16,
    at: u32,
}

/// The row that is being put together.
struct Building {
    number: u32,
    cells: Vec<Cell>,
    text_bytes: usize,
}

/// A sheet being read.
pub(crate) struct XlsRows {
    records: Records,
    sheets: Vec<XlsSheet>,
    shared: Shared,
    /// The cells, by row.
    places: Vec<Place>,
    next: usize,
}

impl XlsRows {
    /// Opens a sheet by its place in [`XlsWorkbook::sheets`], and finds its merged areas.
    pub fn open(workbook: XlsWorkbook, index: usize) -> Result<(Self, Vec<Merge>), SheetError> {
        let XlsWorkbook { mut records, sheets, shared } = workbook;
        let (mut places, merges) = find_cells(&mut records, sheets[index].at, &shared.limits)?;
        places.sort_by_key(|place| place.row);
        Ok((XlsRows { records, sheets, shared, places, next: 0 }, merges))
    }

    /// Leaves the sheet.
    pub fn into_workbook(self) -> XlsWorkbook {
        XlsWorkbook { records: self.records, sheets: self.sheets, shared: self.shared }
    }

    /// Cells taken so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.next as u64, self.places.len() as u64)
    }

    /// The next row from `from_row` on that holds something.
    pub fn next(&mut self, from_row: u32) -> Result<Option<Row>, SheetError> {
        let rest = &self.places[self.next..];
        self.next += rest.partition_point(|place| u32::from(place.row) + 1 < from_row);
        while let Some(first) = self.places.get(self.next).copied() {
            let mut building =
                Building { number: u32::from(first.row) + 1, cells: Vec::new(), text_bytes: 0 };
            while let Some(place) =
                self.places.get(self.next).filter(|place| place.row == first.row)
            {
                self.records.seek(u64::from(place.at));
                self.next += 1;
                read_cells(&mut self.records, &mut self.shared, &mut building)?;
            }
            let row = Row { number: building.number, cells: building.cells };
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

fn find_cells(
    records: &mut Records,
    at: u64,
    limits: &Limits,
) -> Result<(Vec<Place>, Vec<Merge>), SheetError> {
    records.seek(at);
    let mut head = [0; 2];
    if !matches!(records.skim(&mut head)?, Some((kind::BOF, _))) {
        return Err(SheetError::broken(PART, "a sheet is not where the directory says"));
    }
    let mut places = Vec::new();
    let mut merges = Vec::new();
    // Charts lie inside the sheet, with cells of their own.
    let mut depth = 1;
    while depth > 0 {
        let at = records.position();
        match records.skim(&mut head)? {
            Some((kind::BOF, _)) => depth += 1,
            Some((kind::EOF, _)) => depth -= 1,
            Some((kind::MERGE_CELLS, _)) if depth == 1 => {
                records.seek(at);
                records.next()?;
                push_merges(records.data(), limits, &mut merges);
            }
            Some((kind, size)) if depth == 1 && is_cell(kind) && size >= 6 => {
                let at = u32::try_from(at).map_err(|_| SheetError::broken(PART, "too long"))?;
                places.push(Place { row: u16_at(&head, 0), at });
            }
            Some(_) => {}
            None => return Err(SheetError::broken(PART, "sheet cut off")),
        }
    }
    Ok((places, merges))
}

fn is_cell(kind: u16) -> bool {
    matches!(
        kind,
        kind::FORMULA
            | kind::MUL_RK
            | kind::RICH_STRING
            | kind::LABEL_SST
            | kind::NUMBER
            | kind::LABEL
            | kind::BOOL_ERR
            | kind::RK
    )
}

fn push_merges(data: &[u8], limits: &Limits, merges: &mut Vec<Merge>) {
    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
        if merges.len() < limits.merges {
            merges.push(Merge {
                first_row: u32::from(u16_at(area, 0)) + 1,
                last_row: u32::from(u16_at(area, 2)) + 1,
                column: usize::from(u16_at(area, 4)),
            });
        }
    }
}

/// Reads the record at the present place into the row; it holds one cell or several.
fn read_cells(
    records: &mut Records,
    shared: &mut Shared,
    row: &mut Building,
) -> Result<(), SheetError> {
    let Some(kind) = records.next()? else {
        return Err(SheetError::broken(PART, "cell cut off"));
    };
    let data = records.data();
    let short = || SheetError::broken(PART, "cell cut off");
    let column = usize::from(u16_at(data.get(2..4).ok_or_else(short)?, 0));
    let style = usize::from(u16_at(data.get(4..6).ok_or_else(short)?, 0));
    let body = &data[6..];
    let cell = match kind {
        kind::NUMBER => number(f64_at(body).ok_or_else(short)?, style, shared),
        kind::RK => number(rk_value(body).ok_or_else(short)?, style, shared),
        kind::MUL_RK => return read_several(data, column, shared, row),
        kind::BOOL_ERR => match body {
            [value, 0, ..] => Cell::Bool(*value != 0),
            [error, _, ..] => Cell::Error(FormulaError::Value(error_name(*error).to_string())),
            _ => return Err(short()),
        },
        kind::LABEL_SST => {
            let index = u32_at(body.get(..4).ok_or_else(short)?, 0);
            match shared.strings.get(index)? {
                Some(text) => text_cell(text.to_string()),
                None => return Err(SheetError::broken(PART, "index of a string")),
            }
        }
        kind::LABEL | kind::RICH_STRING => {
            let most = shared.limits.cell_bytes;
            text_cell(in_row(Cursor::new(records, 6).string(false, most), row.number)?)
        }
        kind::FORMULA => {
            let value: [u8; 8] =
                body.get(..8).and_then(|value| value.try_into().ok()).ok_or_else(short)?;
            formula_cell(value, style, records, shared, row.number)?
        }
        _ => Cell::Empty,
    };
    put(row, column, cell, shared)
}

fn read_several(
    data: &[u8],
    first: usize,
    shared: &Shared,
    row: &mut Building,
) -> Result<(), SheetError> {
    // Row and first column before, the last column after the cells of six bytes each.
    let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
    for (offset, cell) in cells.chunks_exact(6).enumerate() {
        if let Some(value) = rk_value(&cell[2..]) {
            let value = number(value, usize::from(u16_at(cell, 0)), shared);
            put(row, first + offset, value, shared)?;
        }
    }
    Ok(())
}

fn formula_cell(
    value: [u8; 8],
    style: usize,
    records: &mut Records,
    shared: &Shared,
    row: u32,
) -> Result<Cell, SheetError> {
    if value[6..] != [0xff, 0xff] {
        return Ok(number(f64::from_le_bytes(value), style, shared));
    }
    match value[0] {
        0 => {
            for _ in 0..RECORDS_BEFORE_STRING {
                if records.next()? == Some(kind::STRING) {
                    let most = shared.limits.cell_bytes;
                    return in_row(Cursor::new(records, 0).string(false, most), row).map(text_cell);
                }
            }
            Ok(Cell::Error(FormulaError::NotCalculated))
        }
        1 => Ok(Cell::Bool(value[2] != 0)),
        2 => Ok(Cell::Error(FormulaError::Value(error_name(value[2]).to_string()))),
        _ => Ok(Cell::Empty),
    }
}

fn in_row<T>(result: Result<T, SheetError>, row: u32) -> Result<T, SheetError> {
    result.map_err(|error| match error {
        SheetError::CellTooLong { .. } => SheetError::CellTooLong { row },
        other => other,
    })
}

fn put(row: &mut Building, column: usize, cell: Cell, shared: &Shared) -> Result<(), SheetError> {
    if cell == Cell::Empty {
        return Ok(());
    }
    let limit = shared.limits.columns;
    if column >= limit {
        return Err(SheetError::TooManyColumns { row: row.number, limit });
    }
    if let Cell::Text(text) = &cell {
        row.text_bytes += text.len();
        if row.text_bytes > shared.limits.row_bytes {
            return Err(SheetError::CellTooLong { row: row.number });
        }
    }
    if column >= row.cells.len() {
        row.cells.resize(column + 1, Cell::Empty);
    }
    row.cells[column] = cell;
    Ok(())
}

fn text_cell(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn number(value: f64, style: usize, shared: &Shared) -> Cell {
    if !value.is_finite() {
        return Cell::Error(FormulaError::Value("#NUM!".to_string()));
    }
    let is_date = shared.dates.get(style).copied().unwrap_or(false);
    let date = if is_date { from_serial(value, shared.epoch) } else { None };
    date.map_or_else(|| Cell::Number(Number::from_value(value)), Cell::Date)
}

fn f64_at(bytes: &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.first_chunk::<8>()?))
}

/// A number in four bytes: a whole one of 30 bits or the upper bits of a float, perhaps in
/// hundredths.
fn rk_value(bytes: &[u8]) -> Option<f64> {
    let bits = u32::from_le_bytes(*bytes.first_chunk::<4>()?);
    let value = if bits & 2 != 0 {
        f64::from(bits as i32 >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    Some(if bits & 1 != 0 { value / 100.0 } else { value })
}

fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#ERROR",
    }
}
