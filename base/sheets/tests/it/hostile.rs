//! Files that are not what they say, or mean harm.

use crate::build::{Book, fixture, open, open_with, read_within, rows, zip};
use sheets::{Limits, OpenOptions, SheetError, SheetReader};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn code(result: Result<impl Sized, SheetError>) -> &'static str {
    result.err().expect("this is refused").code()
}

fn found(bytes: &[u8]) -> String {
    let error = open(bytes).unwrap_err();
    assert_eq!(error.code(), "sheet-not-a-spreadsheet");
    error.args()[0].1.clone()
}

#[test]
fn other_kinds_of_files_are_named() {
    for (bytes, kind) in [
        (b"%PDF-1.7\n".as_slice(), "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"BM\x36\0\0\0", "image"),
        (b"Rar!\x1a\x07\0", "archive"),
        (b"\x1f\x8b\x08\0", "archive"),
        (b"{\\rtf1", "word"),
        (b"MZ\x90\0\x03", "binary"),
        (b"\x7fELF\x02\x01\x01\0", "binary"),
        (b"a,b\0c\n", "binary"),
        (zip(&[]).as_slice(), "archive"),
        (&zip(&[("a.txt", b"a")]), "archive"),
        (&zip(&[("[Content_Types].xml", b""), ("word/document.xml", b"")]), "word"),
        (&zip(&[("[Content_Types].xml", b""), ("ppt/presentation.xml", b"")]), "presentation"),
        (&zip(&[("OFD.xml", b"")]), "ofd"),
    ] {
        assert_eq!(found(bytes), kind);
    }
    // Two letters alone make neither a picture nor a program.
    assert_eq!(rows(b"BMI,name\n20,x\n").unwrap().len(), 1);
}

#[test]
fn spreadsheets_of_other_formats_are_named() {
    let xml_2003 = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    let wide: Vec<u8> = "\u{feff}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in [
        (fixture("libreoffice.ods").as_slice(), "sheet-ods-format"),
        (&zip(&[("xl/workbook.bin", b"")]), "sheet-xlsb-format"),
        (b"\xef\xbb\xbf \r\n<HTML><body><table><tr><td>", "sheet-html-format"),
        (b"<!DOCTYPE html PUBLIC \"\">", "sheet-html-format"),
        (b"<table border=1><tr>", "sheet-html-format"),
        (&wide, "sheet-html-format"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "sheet-html-format"),
        (xml_2003.as_bytes(), "sheet-xml-format"),
        (b"<?xml version=\"1.0\"?><data/>", "sheet-xml-format"),
        (b"\x09\x08\x08\0\0\x05\x05\0", "sheet-old-xls-format"),
        (b"\x09\0\x04\0\x02\0\x10\0", "sheet-old-xls-format"),
    ] {
        assert_eq!(code(open(bytes)), expected);
    }
}

/// Counts the bytes that are read from it.
struct Counting(Cursor<Vec<u8>>, Arc<AtomicU64>);

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counting {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

/// A workbook whose only sheet is that many megabytes of blanks and a few elements.
fn blown_up(megabytes: usize) -> Vec<u8> {
    let kilobytes = format!("<abc/>{}", " ".repeat((4 << 10) - 6));
    Book::of_rows(&kilobytes.repeat(megabytes << 8)).bytes()
}

#[test]
fn a_zip_bomb_is_refused_by_its_directory_alone() {
    let bomb = blown_up(96);
    let read = Arc::new(AtomicU64::new(0));
    let size = bomb.len() as u64;
    assert!((120_000..200_000).contains(&size), "{size}");
    let source = Counting(Cursor::new(bomb), Arc::clone(&read));
    assert_eq!(code(SheetReader::open(source, &OpenOptions::default())), "sheet-unpacks-too-large");
    // The beginning, and the end with the directory.
    assert!(read.load(Ordering::Relaxed) < 80_000, "{read:?} of {size}");
}

/// Lets the directory say that the largest part is small.
fn with_false_size(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let heads: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| &bytes[*at..*at + 4] == b"PK\x01\x02").collect();
    let size_at = |at: usize| u32::from_le_bytes(bytes[at + 24..at + 28].try_into().unwrap());
    let largest = heads.into_iter().max_by_key(|at| size_at(*at)).unwrap();
    bytes[largest + 24..largest + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks() {
    let bomb = with_false_size(blown_up(24), 1_000);
    let limits = Limits { merge_scan_bytes: 0, ..Limits::default() };
    assert_eq!(code(read_within(&bomb, limits)), "sheet-unpacks-too-large");
    // Below the free amount it is only the sum that counts.
    let larger_than_allowed = with_false_size(blown_up(5), 1_000);
    assert_eq!(code(read_within(&larger_than_allowed, Limits::small())), "sheet-unpacks-too-large");
    assert_eq!(code(read_within(&blown_up(5), Limits::small())), "sheet-unpacks-too-large");
    assert_eq!(code(read_within(&larger_than_allowed, Limits::default())), "sheet-broken");
}

#[test]
fn every_bound_is_kept() {
    let small = Limits::small;
    let text = |length: usize| {
        format!("<row r=\"2\"><c t=\"str\"><v>{}</v></c></row>", "x".repeat(length))
    };
    let row = "<row><c><v>1</v></c></row>";
    let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let mut strings = Book::with_header("");
    strings.strings = Some("<si/>".repeat(20_001));
    let mut long_string = Book::with_header("");
    long_string.strings = Some(format!("<si><t>{}</t></si>", "x".repeat(4_097)));
    let mut sheets = Book::of_rows("");
    sheets.sheets = vec![sheets.sheets[0].clone(); 17];
    let wide = format!(
        "<row r=\"2\">{}</row>",
        format!("<c t=\"str\"><v>{}</v></c>", "x".repeat(4_000)).repeat(9)
    );
    let many: Vec<String> = (0..65).map(|number| format!("{number}.xml")).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    for (bytes, expected) in [
        (Book::with_header(&row.repeat(5_001)).bytes(), "sheet-too-many-rows"),
        (
            Book::with_header("<row><c r=\"CW2\"><v>1</v></c></row>").bytes(),
            "sheet-too-many-columns",
        ),
        (Book::with_header(&text(4_097)).bytes(), "sheet-cell-too-long"),
        // A text that would not even fit the buffer of the parser.
        (Book::with_header(&text(1 << 20)).bytes(), "sheet-cell-too-long"),
        (Book::with_header(&wide).bytes(), "sheet-cell-too-long"),
        (Book::with_header(&deep(70)).bytes(), "sheet-too-complex"),
        (strings.bytes(), "sheet-too-complex"),
        (long_string.bytes(), "sheet-cell-too-long"),
        (sheets.bytes(), "sheet-too-complex"),
        (zip(&many), "sheet-too-complex"),
        ("a,b\n".repeat(5_002).into_bytes(), "sheet-too-many-rows"),
        (format!("a,b\n{}1\n", ",".repeat(100)).into_bytes(), "sheet-too-many-columns"),
        (format!("a,b\n{}\n", ",".repeat(20_000)).into_bytes(), "sheet-too-many-columns"),
        (format!("a,b\n{}\n", "x".repeat(4_097)).into_bytes(), "sheet-cell-too-long"),
        (format!("a,b\n\"{}", "x\n".repeat(40_000)).into_bytes(), "sheet-cell-too-long"),
        (vec![b'a'; (1 << 20) + 1], "sheet-too-large"),
    ] {
        assert_eq!(code(read_within(&bytes, small())), expected);
    }
    // One less of each is taken.
    for bytes in [
        Book::with_header(&row.repeat(5_000)).bytes(),
        Book::with_header("<row><c r=\"CV2\"><v>1</v></c></row>").bytes(),
        Book::with_header(&text(4_096)).bytes(),
        Book::with_header(&deep(60)).bytes(),
    ] {
        read_within(&bytes, small()).unwrap();
    }
    let limits = Limits { xls_bytes: 10_000, ..Limits::default() };
    assert_eq!(code(read_within(&fixture("xlwt.xls"), limits)), "sheet-too-large");
}

#[test]
fn entities_are_not_expanded() {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
    let mut book = Book::with_header("");
    book.sheets[0].2 = format!("{laughs}{}", book.sheets[0].2);
    assert_eq!(code(rows(&book.bytes())), "sheet-broken");
    for reference in ["&b;", "&#xD800;", "&#99999999;", "&", "&amp"] {
        let row = format!("<row><c t=\"str\"><v>{reference}</v></c></row>");
        assert_eq!(code(rows(&Book::with_header(&row).bytes())), "sheet-broken", "{reference}");
    }
}

#[test]
fn rows_and_cells_against_the_format_are_refused() {
    for row in [
        "<row r=\"0\"/>",
        "<row r=\"1\"/>",
        "<row r=\"1048577\"/>",
        "<row r=\"x\"/>",
        "<row r=\"-2\"/>",
        "<row><c r=\"1\"><v>1</v></c></row>",
        "<row><c r=\"AAAA2\"><v>1</v></c></row>",
        "<row><c t=\"s\"><v>0</v></c></row>",
        "<row><c t=\"s\"><v>x</v></c></row>",
        "<row><c r></c></row>",
        "<row><c r=A2></c></row>",
        "<row><c></row></c>",
        "<row><c <v>1</v></c></row>",
        "<row",
        "</row>",
        "<>",
        "<row><!-- ",
    ] {
        assert_eq!(code(rows(&Book::with_header(row).bytes())), "sheet-broken", "{row}");
    }
}

fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn a_damaged_container_is_refused() {
    let good = Book::with_header("<row><c><v>1</v></c></row>").bytes();
    assert_eq!(rows(&good).unwrap().len(), 1);
    for length in 1..good.len() {
        assert!(rows(&good[..length]).is_err(), "cut after {length}");
    }
    let names = b"xl/worksheets/s0.xml";
    assert_eq!(code(rows(&patched(good.clone(), names, b"xl/worksheets/s1.xml"))), "sheet-broken");
    let twice = patched(good.clone(), b"[Content_Types].xml", b"xl/workbook.xml/../");
    assert!(rows(&twice).is_ok(), "an unused part may have any name");
    let twice = zip(&[("xl/workbook.xml", b"<a/>"), ("xl/Workbook.xml", b"<b/>")]);
    assert_eq!(code(rows(&twice)), "sheet-broken");
    let relations = b"<Relationships><Relationship Id=\"r\" Type=\"x/worksheet\" Target=\"../../../etc/passwd\"/></Relationships>";
    let escaping = zip(&[
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"a\" r:id=\"r\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", relations),
    ]);
    assert_eq!(code(rows(&escaping)), "sheet-broken");
    // The directory says that the parts are encrypted.
    let mut locked = good.clone();
    for at in (0..locked.len() - 46).filter(|at| good[*at..].starts_with(b"PK\x01\x02")) {
        locked[at + 8] |= 1;
    }
    assert_eq!(code(rows(&locked)), "sheet-encrypted");
}

#[test]
fn a_wrong_checksum_is_noticed() {
    let good = Book::with_header("<row><c><v>1</v></c></row>").bytes();
    let mut bytes = good.clone();
    for at in (0..bytes.len() - 46).filter(|at| good[*at..].starts_with(b"PK\x01\x02")) {
        bytes[at + 16] ^= 1;
    }
    assert_eq!(code(rows(&bytes)), "sheet-broken");
}

#[test]
fn endless_chains_in_an_old_file_come_to_an_end() {
    let good = fixture("xlwt.xls");
    let table_sector = u32::from_le_bytes(good[76..80].try_into().unwrap()) as usize;
    let table = (table_sector + 1) * 512;
    // Every sector is followed by itself, by the first one, by one outside of the file.
    for next in [None, Some(0u32), Some(0x00ff_ffff)] {
        let mut bytes = good.clone();
        for id in 0..128u32 {
            let at = table + id as usize * 4;
            bytes[at..at + 4].copy_from_slice(&next.unwrap_or(id).to_le_bytes());
        }
        assert_eq!(code(open(&bytes)), "sheet-broken");
    }
    // The list of tables leads in a circle.
    let mut bytes = good;
    bytes[68..72].copy_from_slice(&0u32.to_le_bytes());
    assert_eq!(code(open(&bytes)), "sheet-broken");
}

#[test]
fn a_failing_source_is_not_blamed_on_the_file() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    impl Seek for Failing {
        fn seek(&mut self, _: SeekFrom) -> std::io::Result<u64> {
            Ok(100)
        }
    }
    assert_eq!(code(SheetReader::open(Failing, &OpenOptions::default())), "sheet-io");
    let missing = SheetReader::open_path("no/such/file".as_ref(), &OpenOptions::default());
    assert_eq!(code(missing), "sheet-io");
}

#[test]
fn an_error_becomes_a_problem_with_the_same_code() {
    let options = OpenOptions {
        limits: Limits { file_bytes: 10, ..Limits::default() },
        ..OpenOptions::default()
    };
    let problem = kernel::Problem::from(open_with(b"more than ten bytes", &options).unwrap_err());
    assert_eq!(
        (problem.code(), problem.kind()),
        ("sheet-too-large", kernel::ProblemKind::TooLarge)
    );
    assert_eq!(problem.args(), [("limit", "10".to_string())]);
    let problem = kernel::Problem::from(open(b"%PDF-").unwrap_err());
    assert_eq!(problem.kind(), kernel::ProblemKind::Invalid);
    assert!(SheetError::CODES.contains(&problem.code()));
}
