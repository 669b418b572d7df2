//! Spreadsheets in and out: `.xlsx`, `.xls` and CSV. Knows nothing of what the rows mean.
//!
//! [`SheetReader`] reads every kind of file in the same way, one row at a time, in memory that does
//! not grow with the file. What a stranger sends is bounded by [`Limits`]; whatever is wrong with
//! it is a [`SheetError`] or, for one cell, a [`CellProblem`], each with a stable code. [`Writer`]
//! writes templates, reports and lists.

mod cell;
mod csv;
mod date;
mod detect;
mod error;
mod limits;
mod merge;
mod reader;
mod source;
mod strings;
mod text;
mod write;
mod xls;
mod xlsx;

pub use cell::{Cell, CellProblem, FormulaError, Number, Row};
pub use csv::Separator;
pub use date::parse_date;
pub use error::SheetError;
pub use limits::Limits;
pub use reader::{Format, Header, HeaderRule, OpenOptions, Progress, SheetReader};
pub use source::ReadSeek;
pub use text::{
    cell_name, clean, column_index, column_letters, escape_formula, half_width, label_key,
    unescape_formula,
};
pub use write::{Column, ColumnKind, Layout, Mark, OutFormat, Writer};

/// Reads everything there is in the bytes, within small limits; for fuzzing. Whatever they are, it
/// must come to an end soon and not panic.
#[doc(hidden)]
pub fn fuzz_entry(data: &[u8]) {
    for header in [HeaderRule::FirstTextRow, HeaderRule::Row(1)] {
        let options = OpenOptions { limits: Limits::small(), header, ..OpenOptions::default() };
        let Ok(mut reader) = SheetReader::open(std::io::Cursor::new(data.to_vec()), &options)
        else {
            continue;
        };
        while let Ok(Some(row)) = reader.next_row() {
            for cell in &row.cells {
                let _ = (
                    cell.shown(),
                    cell.as_text_checked(),
                    cell.as_date_checked(),
                    cell.as_number_checked(),
                );
            }
            if row.number % 7 == 0 {
                reader.skip_to(row.number + 3);
            }
            let _ = reader.progress();
        }
    }
}
