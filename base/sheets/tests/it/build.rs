//! Makes files for the tests, and reads them.

use sheets::{HeaderRule, Limits, OpenOptions, Row, SheetError, SheetReader};
use std::io::{Cursor, Write};
use std::path::PathBuf;
use zip::write::{SimpleFileOptions, ZipWriter};

/// The beginning of every relation type between parts of a workbook.
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A file of `tests/data`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read(path).unwrap()
}

/// A zip archive with these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of a workbook; everything but the rows has a usual value.
pub struct Book {
    /// What is inside `<workbook>`, before the sheets.
    pub properties: String,
    /// Name, attributes and content of each sheet.
    pub sheets: Vec<(String, String, String)>,
    pub strings: Option<String>,
    pub styles: Option<String>,
    /// Before every element name.
    pub prefix: &'static str,
}

impl Book {
    /// One visible sheet with these rows.
    pub fn of_rows(rows: &str) -> Self {
        let content = format!("<sheetData>{rows}</sheetData>");
        Book {
            properties: String::new(),
            sheets: vec![("表".to_string(), String::new(), content)],
            strings: None,
            styles: None,
            prefix: "",
        }
    }

    /// One sheet with a header of two columns and then these rows.
    pub fn with_header(rows: &str) -> Self {
        let header = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>甲</v></c><c r=\"B1\" t=\"str\"><v>乙</v></c></row>";
        Self::of_rows(&format!("{header}{rows}"))
    }

    pub fn bytes(&self) -> Vec<u8> {
        let p = self.prefix;
        let mut tabs = String::new();
        let mut relations = String::new();
        for (number, (name, attributes, _)) in self.sheets.iter().enumerate() {
            tabs += &format!(
                "<{p}sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\" {attributes}/>"
            );
            relations += &format!(
                "<Relationship Id=\"r{number}\" Type=\"{TYPES}/worksheet\" Target=\"worksheets/s{number}.xml\"/>"
            );
        }
        for (part, content) in [("sharedStrings", &self.strings), ("styles", &self.styles)] {
            if content.is_some() {
                relations += &format!(
                    "<Relationship Id=\"{part}\" Type=\"{TYPES}/{part}\" Target=\"{part}.xml\"/>"
                );
            }
        }
        let book =
            format!("<{p}workbook>{}<{p}sheets>{tabs}</{p}sheets></{p}workbook>", self.properties);
        let relations = format!("<Relationships>{relations}</Relationships>");
        let package = format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{TYPES}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
        );
        let mut parts: Vec<(String, String)> = vec![
            ("[Content_Types].xml".to_string(), "<Types/>".to_string()),
            ("_rels/.rels".to_string(), package),
            ("xl/workbook.xml".to_string(), format!("\u{feff}<?xml version=\"1.0\"?>{book}")),
            ("xl/_rels/workbook.xml.rels".to_string(), relations),
        ];
        for (number, (_, _, content)) in self.sheets.iter().enumerate() {
            parts.push((
                format!("xl/worksheets/s{number}.xml"),
                format!("<{p}worksheet>{content}</{p}worksheet>"),
            ));
        }
        if let Some(strings) = &self.strings {
            parts.push(("xl/sharedStrings.xml".to_string(), format!("<{p}sst>{strings}</{p}sst>")));
        }
        if let Some(styles) = &self.styles {
            parts.push((
                "xl/styles.xml".to_string(),
                format!("<{p}styleSheet>{styles}</{p}styleSheet>"),
            ));
        }
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        zip(&parts)
    }
}

pub fn open_with(bytes: &[u8], options: &OpenOptions) -> Result<SheetReader, SheetError> {
    SheetReader::open(Cursor::new(bytes.to_vec()), options)
}

pub fn open(bytes: &[u8]) -> Result<SheetReader, SheetError> {
    open_with(bytes, &OpenOptions::default())
}

/// Everything below the header.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, SheetError> {
    open(bytes)?.collect()
}

/// Everything below the header, or the error on the way, within these limits.
pub fn read_within(bytes: &[u8], limits: Limits) -> Result<Vec<Row>, SheetError> {
    open_with(bytes, &OpenOptions { limits, ..OpenOptions::default() })?.collect()
}

pub fn labels(labels: &[&str]) -> HeaderRule {
    HeaderRule::Labels(labels.iter().map(ToString::to_string).collect())
}

/// The row as one line of text.
pub fn line(row: &Row) -> String {
    let cells: Vec<_> = row.cells.iter().map(|cell| cell.shown()).collect();
    format!("{}:{}", row.number, cells.join("|"))
}

pub fn lines(rows: &[Row]) -> Vec<String> {
    rows.iter().map(line).collect()
}
