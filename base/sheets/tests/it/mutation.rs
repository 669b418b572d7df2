//! Valid files with a few bytes changed or the end missing: whatever comes, nothing panics.

use crate::build::{Book, fixture, zip};
use proptest::prelude::*;
use sheets::fuzz_entry;

const FIXTURES: [&str; 6] = [
    "openpyxl.xlsx",
    "libreoffice.xlsx",
    "encrypted.xlsx",
    "libreoffice.xls",
    "xlwt.xls",
    "libreoffice.ods",
];

/// Where (as a share of the length) and what.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)
}

fn change(bytes: &mut [u8], changes: &[(prop::sample::Index, u8)]) {
    for (at, value) in changes {
        // Whole bytes and single bits by turns.
        let at = at.index(bytes.len());
        bytes[at] = if value % 2 == 0 { *value } else { bytes[at] ^ (1 << (value % 8)) };
    }
}

/// Parts of a workbook that use most of what is understood.
fn parts() -> [(&'static str, String); 5] {
    let rows = concat!(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>",
        "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>46350</v></c><c t=\"inlineStr\"><is><r><t>a&lt;</t></r></is></c></row>",
        "<row r=\"4\"><c r=\"A4\"><f>1</f></c><c r=\"B4\" t=\"e\"><v>#N/A</v></c><c t=\"b\"><v>1</v></c></row>",
    );
    [
        ("xl/workbook.xml", "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" r:id=\"r\"/></sheets></workbook>".to_string()),
        ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"r\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>".to_string()),
        ("xl/s.xml", format!("<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells></worksheet>")),
        ("xl/sharedStrings.xml", "<sst><si><t>甲_x000A_</t></si><si><r><t>乙</t></r><rPh><t>y</t></rPh></si></sst>".to_string()),
        ("xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-804]yyyy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>".to_string()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_files(which in 0..FIXTURES.len(), changes in changes(), cut in any::<prop::sample::Index>()) {
        let mut bytes = fixture(FIXTURES[which]);
        change(&mut bytes, &changes);
        fuzz_entry(&bytes);
        fuzz_entry(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn changed_parts_in_a_sound_archive(which in 0..5usize, changes in changes(), cut in any::<prop::sample::Index>()) {
        let parts = parts();
        let mut bytes: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect();
        change(&mut bytes[which].1, &changes);
        let changed: Vec<(&str, &[u8])> = bytes.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        fuzz_entry(&zip(&changed));
        let length = cut.index(bytes[which].1.len());
        bytes[which].1.truncate(length);
        let cut: Vec<(&str, &[u8])> = bytes.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        fuzz_entry(&zip(&cut));
    }

    #[test]
    fn changed_records_of_an_old_file(changes in changes(), from in 512usize..6_000) {
        let mut bytes = fixture("xlwt.xls");
        let end = bytes.len().min(from + 600);
        change(&mut bytes[from..end], &changes);
        fuzz_entry(&bytes);
    }

    #[test]
    fn any_text(text in "[a-c\",;\t\r\n'=<>&示]{0,200}") {
        fuzz_entry(text.as_bytes());
        fuzz_entry(&Book::with_header(&text).bytes());
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        fuzz_entry(&bytes);
        for magic in [b"PK\x03\x04".as_slice(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"] {
            fuzz_entry(&[magic, &bytes].concat());
        }
    }
}
