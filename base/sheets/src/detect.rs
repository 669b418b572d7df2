//! What kind of file it is, told by its content: names lie.

use crate::error::SheetError;
use crate::source::{Source, read_up_to, size_of};

/// The three families that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// A zip archive; perhaps `.xlsx`.
    Zip,
    /// A compound file; perhaps `.xls`.
    Compound,
    /// Text; perhaps CSV.
    Text,
}

const HEAD: usize = 4 << 10;

/// Tells the family by the first bytes, and refuses what is known to be something else.
pub(crate) fn detect(source: &mut Source, most_bytes: u64) -> Result<Family, SheetError> {
    match size_of(source)? {
        0 => return Err(SheetError::Empty),
        size if size > most_bytes => return Err(SheetError::TooLarge { limit: most_bytes }),
        _ => {}
    }
    let mut head = vec![0; HEAD];
    let filled = read_up_to(source, &mut head)?;
    head.truncate(filled);
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Family::Zip);
    }
    if head.starts_with(b"PK\x05\x06") {
        return Err(SheetError::NotASpreadsheet { found: "archive" });
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Family::Compound);
    }
    // A bare BIFF stream begins with the record of its beginning.
    if matches!(head.as_slice(), [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00, ..]) {
        return Err(SheetError::OldXlsFormat);
    }
    if let Some(found) = foreign(&head) {
        return Err(SheetError::NotASpreadsheet { found });
    }
    refuse_markup(&head)?;
    Ok(Family::Text)
}

/// Kinds of files that people pick by mistake.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF", "pdf"),
        (b"\x89PNG", "image"),
        (b"\xff\xd8\xff", "image"),
        (b"GIF8", "image"),
        (b"BM", "image"),
        (b"II*\0", "image"),
        (b"MM\0*", "image"),
        (b"Rar!", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\x1f\x8b", "archive"),
        (b"{\\rtf", "word"),
        (b"MZ", "binary"),
        (b"\x7fELF", "binary"),
    ];
    let kind = KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, found)| *found);
    // Two letters may well begin a CSV file; a picture or program has zero bytes soon after.
    kind.filter(|found| {
        !matches!(&head[..2.min(head.len())], b"BM" | b"MZ")
            || (!found.is_empty() && head.contains(&0))
    })
}

/// Web pages and XML under the name of a spreadsheet.
fn refuse_markup(head: &[u8]) -> Result<(), SheetError> {
    // Whatever the encoding, the tags are ASCII; in UTF-16 they have zero bytes between.
    let plain: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&plain).to_ascii_lowercase();
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffd}'));
    if text.starts_with("mime-version:") {
        return Err(SheetError::HtmlFormat);
    }
    if !text.starts_with('<') {
        return Ok(());
    }
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") && text.starts_with("<?xml") {
        return Err(SheetError::XmlFormat);
    }
    const TAGS: &[&str] =
        &["<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<style", "<script"];
    if TAGS.iter().any(|tag| text.contains(tag)) {
        return Err(SheetError::HtmlFormat);
    }
    if text.starts_with("<?xml") {
        return Err(SheetError::XmlFormat);
    }
    Ok(())
}
