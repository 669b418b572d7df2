//! The same files read by other libraries give the same values.

use crate::build::{Book, fixture, open_with, rows};
use calamine::{Data, Range, Reader, Xls, Xlsx};
use proptest::prelude::*;
use sheets::{Cell, FormulaError, HeaderRule, Limits, OpenOptions};
use std::io::Cursor;

/// Days by their number in the 1900 system.
fn serial(date: kernel::CivilDate) -> f64 {
    let start = kernel::CivilDate::from_ymd_opt(1899, 12, 30).unwrap();
    date.signed_duration_since(start).num_days() as f64
}

fn agree(ours: &Cell, theirs: &Data, days_1904: f64) -> bool {
    match (ours, theirs) {
        (Cell::Text(ours), Data::String(theirs)) => ours == theirs,
        (Cell::Empty | Cell::Error(FormulaError::NotCalculated), Data::Empty) => true,
        (Cell::Empty | Cell::Error(FormulaError::NotCalculated), Data::String(theirs)) => {
            theirs.is_empty()
        }
        (Cell::Number(ours), Data::Float(theirs)) => ours.value == *theirs,
        (Cell::Number(ours), Data::Int(theirs)) => ours.value == *theirs as f64,
        // Times of day and durations stay numbers here.
        (Cell::Number(ours), Data::DateTime(theirs)) => ours.value == theirs.as_f64(),
        (Cell::Date(ours), Data::DateTime(theirs)) => {
            serial(*ours) - days_1904 == theirs.as_f64().floor()
        }
        (Cell::Bool(ours), Data::Bool(theirs)) => ours == theirs,
        (Cell::Error(FormulaError::Value(ours)), Data::Error(theirs)) => {
            *ours == theirs.to_string()
        }
        _ => false,
    }
}

/// Compares every cell from the header on that the other library sees.
fn compare(bytes: &[u8], theirs: &Range<Data>, days_1904: f64) -> usize {
    let first = theirs.start().unwrap();
    // Cells merged downwards are filled here and not there.
    let options = OpenOptions {
        header: HeaderRule::Row(first.0 + 1),
        limits: Limits { merges: 0, ..Limits::default() },
        ..OpenOptions::default()
    };
    let ours: Vec<_> = open_with(bytes, &options).unwrap().map(Result::unwrap).collect();
    let mut compared = 0;
    for (row, cells) in (first.0 + 1..).zip(theirs.rows()).skip(1) {
        let own = ours.iter().find(|own| own.number == row);
        // Rows of blanks are passed over here.
        let is_blank =
            |their: &Data| matches!(their, Data::Empty) || their.to_string().trim().is_empty();
        if own.is_none() && cells.iter().all(is_blank) {
            continue;
        }
        for (column, their) in (first.1 as usize..).zip(cells) {
            let our = own.map_or(&Cell::Empty, |own| own.cell(column));
            assert!(
                agree(our, their, days_1904),
                "row {row}, column {column}: {our:?} and {their:?}"
            );
            compared += usize::from(*their != Data::Empty);
        }
    }
    compared
}

#[test]
fn calamine_reads_the_same_from_files_of_other_programs() {
    for (name, days_1904) in [("openpyxl.xlsx", 0.0), ("libreoffice.xlsx", 0.0)] {
        let bytes = fixture(name);
        let mut book = Xlsx::new(Cursor::new(&bytes)).unwrap();
        assert!(
            compare(&bytes, &book.worksheet_range("报名表").unwrap(), days_1904) >= 16,
            "{name}"
        );
    }
    for (name, days_1904) in
        [("libreoffice.xls", 0.0), ("xlwt.xls", 0.0), ("xlwt-1904.xls", 1_462.0)]
    {
        let bytes = fixture(name);
        let mut book = Xls::new(Cursor::new(&bytes)).unwrap();
        assert!(
            compare(&bytes, &book.worksheet_range("报名表").unwrap(), days_1904) >= 16,
            "{name}"
        );
    }
}

/// The element of a cell; `A1`-style names are left out by turns, as programs may do.
fn cell_element(kind: u8, text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    match kind % 6 {
        0 => format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{escaped}</t></is></c>"),
        1 => format!("<c t='str'><!-- <v>x</v> --><v>{escaped}</v></c>"),
        2 => format!("<c ><v>{}</v></c>", text.len() as f64 * 1.5),
        3 => "<c t=\"s\"><v>1</v></c>".to_string(),
        4 => format!("<c s=\"1\"><v>{}</v></c>", 100 + text.len() * 1_000),
        _ => "<c/>".to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn calamine_reads_the_same_from_any_sheet(
        cells in proptest::collection::vec(proptest::collection::vec((any::<u8>(), "[a-z &<>\"'示例𠀀]{0,12}"), 1..8), 1..8),
    ) {
        let row = |cells: &Vec<(u8, String)>| {
            format!("<row>{}</row>", cells.iter().map(|(kind, text)| cell_element(*kind, text)).collect::<String>())
        };
        let mut book = Book::with_header(&cells.iter().map(row).collect::<String>());
        book.strings = Some("<si><t>零</t></si><si><r><t>一</t></r><r><t xml:space=\"preserve\"> 壹</t></r></si>".to_string());
        book.styles = Some("<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>".to_string());
        let bytes = book.bytes();
        let mut theirs = Xlsx::new(Cursor::new(&bytes)).unwrap();
        compare(&bytes, &theirs.worksheet_range("表").unwrap(), 0.0);
    }

    #[test]
    fn the_csv_crate_writes_what_is_read_here(
        records in proptest::collection::vec(proptest::collection::vec("[a-z,\"\n 示]{1,8}", 3), 1..20),
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["甲", "乙", "丙"]).unwrap();
        for record in &records {
            writer.write_record(record).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let ours = rows(&bytes).unwrap();
        let expected = records.iter().filter(|record| record.iter().any(|field| !sheets::clean(field).is_empty()));
        let expected: Vec<Vec<String>> = expected.cloned().collect();
        let ours: Vec<Vec<String>> = ours
            .iter()
            .map(|row| (0..3).map(|column| row.cell(column).shown().into_owned()).collect())
            .collect();
        prop_assert_eq!(ours, expected);
    }
}
