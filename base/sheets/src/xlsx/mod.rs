//! Reading of `.xlsx` (Office Open XML, ECMA-376), row by row in little memory.

mod archive;
mod rows;
mod styles;
mod xml;

use crate::date::Epoch;
use crate::error::SheetError;
use crate::limits::Limits;
use crate::source::Source;
use crate::strings::{SpillDir, StringTable, StringTableBuilder};
use archive::{Archive, Entry};
pub(crate) use rows::XlsxRows;
use styles::DateStyles;
use xml::{Tag, Token, Xml, push_text, unescape};

/// An opened workbook.
pub(crate) struct Workbook {
    archive: Archive,
    /// The sheets with cells, in the order of their tabs.
    pub sheets: Vec<SheetInfo>,
    shared: Shared,
}

/// A sheet as its tab shows it.
#[derive(Clone, Debug)]
pub(crate) struct SheetInfo {
    /// The name on the tab.
    pub name: String,
    /// Whether the tab is seen.
    pub visible: bool,
    entry: Entry,
}

/// What every sheet of a workbook refers to.
struct Shared {
    strings: StringTable,
    dates: DateStyles,
    epoch: Epoch,
    limits: Limits,
}

/// What `workbook.xml` says.
struct Book {
    tabs: Vec<Tab>,
    epoch: Epoch,
}

struct Tab {
    name: String,
    visible: bool,
    relation: String,
}

/// How one part refers to another.
struct Relation {
    id: String,
    /// The last word of its type, such as `worksheet`.
    kind: String,
    target: String,
}

impl Workbook {
    /// Reads everything but the sheets; a large table of shared strings goes to a temporary file.
    pub fn open(source: Source, limits: &Limits, spill_dir: SpillDir) -> Result<Self, SheetError> {
        let archive = Archive::open(source, limits)?;
        refuse_others(&archive)?;
        let (archive, path) = workbook_path(archive, limits)?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let (archive, book) =
            read_part(archive, &path, "workbook", limits, |xml| read_book(xml, limits))?;
        let book = book.ok_or_else(|| SheetError::broken("workbook", "missing"))?;
        let relations = join(folder, &format!("_rels/{file}.rels"));
        let (archive, relations) =
            read_part(archive, &relations, "workbook", limits, |xml| read_relations(xml, limits))?;
        let relations = relations.unwrap_or_default();
        let path_of = |kind: &str, usual: &str| {
            let relation = relations.iter().find(|relation| relation.kind == kind);
            relation
                .and_then(|relation| resolve(folder, &relation.target))
                .unwrap_or_else(|| join(folder, usual))
        };
        let styles_path = path_of("styles", "styles.xml");
        let (archive, dates) = read_part(archive, &styles_path, "styles", limits, styles::read)?;
        let strings_path = path_of("sharedStrings", "sharedStrings.xml");
        let (archive, strings) = read_part(archive, &strings_path, "strings", limits, |xml| {
            read_strings(xml, limits, spill_dir)
        })?;
        let sheets = find_sheets(&archive, book.tabs, &relations, folder)?;
        let shared = Shared {
            strings: strings.unwrap_or_else(StringTable::empty),
            dates: dates.unwrap_or_default(),
            epoch: book.epoch,
            limits: limits.clone(),
        };
        Ok(Workbook { archive, sheets, shared })
    }
}

/// Other kinds of files in the same container, told by the names in them.
fn refuse_others(archive: &Archive) -> Result<(), SheetError> {
    let has =
        |start: &str| archive.names().any(|name| name.to_ascii_lowercase().starts_with(start));
    if has("xl/workbook.bin") {
        Err(SheetError::XlsbFormat)
    } else if has("xl/") {
        Ok(())
    } else if has("word/") {
        Err(SheetError::NotASpreadsheet { found: "word" })
    } else if has("ppt/") {
        Err(SheetError::NotASpreadsheet { found: "presentation" })
    } else if has("ofd.xml") {
        Err(SheetError::NotASpreadsheet { found: "ofd" })
    } else if has("mimetype") && has("content.xml") {
        Err(SheetError::OdsFormat)
    } else if has("[content_types].xml") {
        Ok(())
    } else {
        Err(SheetError::NotASpreadsheet { found: "archive" })
    }
}

/// Where the workbook is: where the package says, or at the usual place.
fn workbook_path(archive: Archive, limits: &Limits) -> Result<(Archive, String), SheetError> {
    let (archive, relations) =
        read_part(archive, "_rels/.rels", "package", limits, |xml| read_relations(xml, limits))?;
    let relations = relations.unwrap_or_default();
    let named = relations.iter().find(|relation| relation.kind == "officeDocument");
    let path = named.and_then(|relation| resolve("", &relation.target));
    let path = path.filter(|path| archive.find(path).is_some());
    Ok((archive, path.unwrap_or_else(|| "xl/workbook.xml".to_string())))
}

/// Reads a part from beginning to end; nothing when it does not exist.
fn read_part<T>(
    archive: Archive,
    path: &str,
    part: &'static str,
    limits: &Limits,
    read: impl FnOnce(&mut Xml) -> Result<T, SheetError>,
) -> Result<(Archive, Option<T>), SheetError> {
    let Some(entry) = archive.find(path) else {
        return Ok((archive, None));
    };
    let mut xml = Xml::new(archive.unpack(&entry, part)?, part, limits);
    let value = read(&mut xml)?;
    Ok((xml.into_archive(), Some(value)))
}

fn read_book(xml: &mut Xml, limits: &Limits) -> Result<Book, SheetError> {
    let mut book = Book { tabs: Vec::new(), epoch: Epoch::Year1900 };
    loop {
        match xml.next()? {
            Token::Start(tag) => match tag.name {
                "sheet" if book.tabs.len() == limits.sheets => {
                    return Err(SheetError::TooComplex {
                        what: "sheets",
                        limit: limits.sheets as u64,
                    });
                }
                "sheet" => book.tabs.push(read_tab(&tag)?),
                "workbookPr" => {
                    let flag = tag.attribute("date1904")?;
                    if matches!(flag.as_deref(), Some("1" | "true" | "on")) {
                        book.epoch = Epoch::Year1904;
                    }
                }
                _ => {}
            },
            Token::Eof => return Ok(book),
            _ => {}
        }
    }
}

fn read_tab(tag: &Tag<'_>) -> Result<Tab, SheetError> {
    let text = |name| tag.attribute(name).map(|value| value.unwrap_or_default().into_owned());
    let state = text("state")?;
    Ok(Tab {
        name: text("name")?,
        visible: !matches!(state.as_str(), "hidden" | "veryHidden"),
        relation: text("id")?,
    })
}

fn read_relations(xml: &mut Xml, limits: &Limits) -> Result<Vec<Relation>, SheetError> {
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Token::Start(tag) if tag.name == "Relationship" => {
                if relations.len() == limits.entries {
                    return Err(SheetError::TooComplex {
                        what: "entries",
                        limit: limits.entries as u64,
                    });
                }
                let text = |name| tag.attribute(name).map(|value| value.unwrap_or_default());
                let kind = text("Type")?;
                relations.push(Relation {
                    id: text("Id")?.into_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_string(),
                    target: text("Target")?.into_owned(),
                });
            }
            Token::Eof => return Ok(relations),
            _ => {}
        }
    }
}

fn find_sheets(
    archive: &Archive,
    tabs: Vec<Tab>,
    relations: &[Relation],
    folder: &str,
) -> Result<Vec<SheetInfo>, SheetError> {
    let mut sheets = Vec::new();
    for tab in tabs {
        let relation = relations.iter().find(|relation| relation.id == tab.relation);
        let relation =
            relation.ok_or_else(|| SheetError::broken("workbook", "a tab without a sheet"))?;
        // Charts and macros have tabs, too.
        if relation.kind != "worksheet" {
            continue;
        }
        let path = resolve(folder, &relation.target);
        let entry = path.and_then(|path| archive.find(&path));
        let entry = entry.ok_or_else(|| SheetError::broken("workbook", "a sheet is missing"))?;
        sheets.push(SheetInfo { name: tab.name, visible: tab.visible, entry });
    }
    Ok(sheets)
}

/// The path a reference means, seen from a folder; nothing when it leads out of the archive.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let joined = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_string(),
        None => join(folder, target),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in joined.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop()?;
            }
            step => path.push(step),
        }
    }
    Some(path.join("/"))
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_string() } else { format!("{folder}/{path}") }
}

fn read_strings(
    xml: &mut Xml,
    limits: &Limits,
    spill_dir: SpillDir,
) -> Result<StringTable, SheetError> {
    const PART: &str = "strings";
    let mut table = StringTableBuilder::new(spill_dir, limits.strings);
    let mut text = String::new();
    let mut taking = false;
    let mut phonetic = false;
    loop {
        let token = xml.next()?;
        match &token {
            Token::Start(tag) => match tag.name {
                "si" => text.clear(),
                "t" => taking = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Token::End(name) => match *name {
                "si" => table.push(&unescape(&text))?,
                "t" => taking = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Token::Text(raw) if taking => push_text(raw, PART, &mut text)?,
            Token::CData(raw) if taking => text.push_str(raw),
            Token::Text(_) | Token::CData(_) => {}
            Token::Eof => return table.finish(),
        }
        if text.len() > limits.cell_bytes {
            return Err(SheetError::CellTooLong { row: 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_archive() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml").as_deref(),
            Some("xl/worksheets/sheet1.xml")
        );
        assert_eq!(resolve("xl", "/xl/./styles.xml").as_deref(), Some("xl/styles.xml"));
        assert_eq!(resolve("xl", "../x.xml").as_deref(), Some("x.xml"));
        assert_eq!(resolve("xl", "../../etc/passwd"), None);
    }
}
