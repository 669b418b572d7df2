//! Reading of `.xls`.

use crate::build::{fixture, lines, open, open_with, rows};
use sheets::{Cell, FormulaError, OpenOptions};

#[test]
fn merged_cells_formulas_and_long_strings() {
    let all = rows(&fixture("xlwt.xls")).unwrap();
    assert_eq!(lines(&all[3..6]), ["8:示例合并||7|8", "9:示例合并||8|9", "10:示例合并||9|10"]);
    // Row 12 has formulas only, which this program writes with an empty text for a value.
    assert_eq!(all.len(), 6 + 40);
    for (row, count) in all[6..].iter().zip(20..60) {
        assert_eq!(row.number, count + 1);
        assert_eq!(row.cells[0], Cell::Text("长".repeat(count as usize * 7)));
        assert_eq!(row.cells[1], Cell::Text("long ".repeat(count as usize)));
    }
    let computed = rows(&fixture("libreoffice.xls")).unwrap();
    assert_eq!(lines(&computed[3..]), ["7:2"]);
}

#[test]
fn hidden_sheets_are_read_only_when_asked_for() {
    let bytes = fixture("xlwt.xls");
    assert_eq!(open(&bytes).unwrap().sheet_name(), "报名表");
    let options = OpenOptions { sheet: Some("隐藏".to_string()), ..OpenOptions::default() };
    let reader = open_with(&bytes, &options).unwrap();
    assert_eq!(reader.header().labels, ["不", "要"]);
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let bytes = fixture("xlwt.xls");
    let all = rows(&bytes).unwrap();
    for start in [1, 5, 9, 11, 40, 60, 61] {
        let mut reader = open(&bytes).unwrap();
        reader.skip_to(start);
        let rest: Vec<_> = reader.map(Result::unwrap).collect();
        let expected: Vec<_> = all.iter().filter(|row| row.number >= start).cloned().collect();
        assert_eq!(rest, expected, "from {start}");
    }
}

/// The places of records of one kind, as (start of data, length).
fn records(bytes: &[u8], kind: u16) -> Vec<(usize, usize)> {
    let head = kind.to_le_bytes();
    // The stream of the fixture lies in one piece from the first sector on.
    let mut at = 512;
    let mut found = Vec::new();
    while at + 4 <= bytes.len() {
        let size = usize::from(u16::from_le_bytes([bytes[at + 2], bytes[at + 3]]));
        if bytes[at..at + 2] == head {
            found.push((at + 4, size));
        }
        if bytes[at..at + 4] == [0; 4] {
            break;
        }
        at += 4 + size;
    }
    found
}

#[test]
fn cells_in_any_order_come_out_row_by_row() {
    const LABEL_SST: u16 = 0x00fd;
    let mut bytes = fixture("xlwt.xls");
    let expected = rows(&bytes).unwrap();
    let labels = records(&bytes, LABEL_SST);
    assert!(labels.len() > 80 && labels.iter().all(|(_, size)| *size == 10));
    // Programs of old wrote cells as they were told. The first two belong to the hidden sheet.
    for (one, other) in (10..40).zip((50..80).rev()) {
        for offset in 0..10 {
            bytes.swap(labels[one].0 + offset, labels[other].0 + offset);
        }
    }
    assert_eq!(rows(&bytes).unwrap(), expected);
}

#[test]
fn a_protected_workbook_is_told() {
    const CODE_PAGE: u16 = 0x0042;
    let mut bytes = fixture("xlwt.xls");
    let at = records(&bytes, CODE_PAGE)[0].0 - 4;
    bytes[at..at + 2].copy_from_slice(&0x002fu16.to_le_bytes());
    assert_eq!(open(&bytes).unwrap_err().code(), "sheet-encrypted");
}

#[test]
fn an_error_value_and_text_without_a_table() {
    const FORMULA: u16 = 0x0006;
    let mut bytes = fixture("xlwt.xls");
    // The first formula is given the value #DIV/0!, as a program that computes does.
    let at = records(&bytes, FORMULA)[0].0;
    bytes[at + 6..at + 14].copy_from_slice(&[2, 0, 7, 0, 0, 0, 0xff, 0xff]);
    let all = rows(&bytes).unwrap();
    assert_eq!(all[6].cells[0], Cell::Error(FormulaError::Value("#DIV/0!".to_string())));
}

/// Gives the stream of the workbook another name.
fn renamed(name: &str) -> Vec<u8> {
    let mut bytes = fixture("xlwt.xls");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let old = wide("Workbook");
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    bytes[at..at + 64].fill(0);
    let new = wide(name);
    bytes[at..at + new.len()].copy_from_slice(&new);
    bytes[at + 64] = new.len() as u8 + 2;
    bytes
}

#[test]
fn other_documents_in_the_same_container_are_named() {
    assert_eq!(rows(&renamed("workbook")).unwrap().len(), 46);
    for (stream, code) in [
        ("Book", "sheet-old-xls-format"),
        ("EncryptedPackage", "sheet-encrypted"),
        ("ETExtData", "sheet-et-format"),
        ("WordDocument", "sheet-not-a-spreadsheet"),
        ("PowerPoint Document", "sheet-not-a-spreadsheet"),
        ("Something", "sheet-not-a-spreadsheet"),
    ] {
        assert_eq!(open(&renamed(stream)).unwrap_err().code(), code, "{stream}");
    }
    assert_eq!(open(&fixture("encrypted.xlsx")).unwrap_err().code(), "sheet-encrypted");
}
