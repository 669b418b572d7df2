//! One line for each document.

use super::{Findings, Line, each_row};
use crate::document::{Confidence, DocumentKind, Precision};
use kernel::{CivilDate, DivisionCode, Result};

const COLUMNS: [&str; 6] = ["key", "title_zh", "issuer_zh", "kind", "issued_on", "source"];

/// A document as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DocumentLine {
    pub key: String,
    pub number: String,
    pub title: [String; 2],
    pub issuer: [String; 2],
    pub kind: DocumentKind,
    pub division: Option<DivisionCode>,
    pub issued: (CivilDate, Precision),
    pub in_force_on: CivilDate,
    pub ends_on: Option<CivilDate>,
    pub summary: [String; 2],
    pub confidence: Confidence,
    pub source: String,
}

/// `2021-06-30`, `2022-10` or `2025`: as much as is known.
fn dated(text: &str) -> Option<(CivilDate, Precision)> {
    let (whole, precision) = match text.len() {
        10 => (text.to_owned(), Precision::Day),
        7 => (format!("{text}-01"), Precision::Month),
        4 => (format!("{text}-01-01"), Precision::Year),
        _ => return None,
    };
    Some((whole.parse().ok()?, precision))
}

/// Reads a file of documents.
///
/// # Errors
/// Field problems of `file`, each with its line.
pub(crate) fn read_documents(bytes: &[u8]) -> Result<Vec<DocumentLine>> {
    let (mut findings, mut read) = (Findings::default(), Vec::new());
    each_row(bytes, &COLUMNS, &mut findings, |line, findings| {
        read.extend(document(&line, findings));
    })?;
    findings.done(read)
}

fn document(line: &Line<'_>, findings: &mut Findings) -> Option<DocumentLine> {
    let pair = |zh: String, en: &str| [zh, line.text(en)];
    let key = line.needed("key", findings);
    let title = pair(line.needed("title_zh", findings), "title_en");
    let issuer = pair(line.needed("issuer_zh", findings), "issuer_en");
    let kind = line.needed_value("kind", findings, DocumentKind::from_word);
    let issued = line.needed_value("issued_on", findings, dated);
    let in_force_on = line.value("in_force_on", findings, |text| text.parse().ok());
    let ends_on = line.value("ends_on", findings, |text| text.parse().ok());
    let division = line.value("territory", findings, |text| text.parse().ok());
    let confidence = line.value("confidence", findings, Confidence::from_word);
    let source = line.needed("source", findings);
    let issued = issued?;
    Some(DocumentLine {
        key,
        number: line.text("number"),
        title,
        issuer,
        kind: kind?,
        division,
        issued,
        in_force_on: in_force_on.unwrap_or(issued.0),
        ends_on,
        summary: pair(line.text("summary_zh"), "summary_en"),
        confidence: confidence.unwrap_or(Confidence::Unchecked),
        source,
    })
}
