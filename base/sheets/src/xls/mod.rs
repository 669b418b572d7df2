//! Reading of `.xls` (Excel 97 to 2003, BIFF8), which WPS also writes as `.et`.
//!
//! Read here and not by a general library because a few damaged bytes must neither end the process
//! nor claim memory without bound, and because rows are given one at a time.

mod compound;
mod records;
mod rows;

use crate::date::{Epoch, is_builtin_date, is_date_format};
use crate::error::SheetError;
use crate::limits::Limits;
use crate::source::{Source, size_of};
use crate::strings::{SpillDir, StringTable, StringTableBuilder};
use compound::{Compound, u16_at, u32_at};
use records::{Cursor, PART, Records, kind};
pub(crate) use rows::XlsRows;
use std::collections::HashMap;

/// Cell styles of a workbook at most.
const STYLES: usize = 65_536;

/// An opened workbook.
pub(crate) struct XlsWorkbook {
    records: Records,
    /// The sheets with cells, in the order of their tabs.
    pub sheets: Vec<XlsSheet>,
    shared: Shared,
}

/// A sheet as its tab shows it.
#[derive(Clone, Debug)]
pub(crate) struct XlsSheet {
    /// The name on the tab.
    pub name: String,
    /// Whether the tab is seen.
    pub visible: bool,
    at: u64,
}

struct Shared {
    strings: StringTable,
    /// For each cell style, whether it shows a day.
    dates: Vec<bool>,
    epoch: Epoch,
    limits: Limits,
}

impl XlsWorkbook {
    /// Reads everything but the sheets.
    pub fn open(
        mut source: Source,
        limits: &Limits,
        spill_dir: SpillDir,
    ) -> Result<Self, SheetError> {
        if size_of(&mut source)? > limits.xls_bytes {
            return Err(SheetError::TooLarge { limit: limits.xls_bytes });
        }
        let compound = Compound::open(source)?;
        let name = workbook_stream(&compound)?;
        let mut records = Records::new(compound.stream(name)?);
        let globals = read_globals(&mut records, limits, spill_dir)?;
        let Globals { sheets, strings, styles, formats, epoch } = globals;
        let is_date =
            |format: u32| formats.get(&format).copied().unwrap_or_else(|| is_builtin_date(format));
        let shared = Shared {
            strings: strings.unwrap_or_else(StringTable::empty),
            dates: styles.into_iter().map(is_date).collect(),
            epoch,
            limits: limits.clone(),
        };
        Ok(XlsWorkbook { records, sheets, shared })
    }
}

/// What kind of document the container holds, told by its streams.
fn workbook_stream(compound: &Compound) -> Result<&'static str, SheetError> {
    let names = compound.names();
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Err(SheetError::Encrypted)
    } else if has("Workbook") {
        Ok("Workbook")
    } else if has("Book") {
        Err(SheetError::OldXlsFormat)
    } else if has("WordDocument") {
        Err(SheetError::NotASpreadsheet { found: "word" })
    } else if has("PowerPoint Document") {
        Err(SheetError::NotASpreadsheet { found: "presentation" })
    } else if names.iter().any(|name| name.starts_with("ET")) {
        Err(SheetError::EtFormat)
    } else {
        Err(SheetError::NotASpreadsheet { found: "binary" })
    }
}

struct Globals {
    sheets: Vec<XlsSheet>,
    strings: Option<StringTable>,
    /// The number format of each cell style.
    styles: Vec<u32>,
    /// Whether a number format of the file's own shows a day.
    formats: HashMap<u32, bool>,
    epoch: Epoch,
}

fn read_globals(
    records: &mut Records,
    limits: &Limits,
    spill_dir: SpillDir,
) -> Result<Globals, SheetError> {
    if records.next()? != Some(kind::BOF) || records.data().len() < 4 {
        return Err(SheetError::broken(PART, "no beginning"));
    }
    if u16_at(records.data(), 0) != 0x0600 {
        return Err(SheetError::OldXlsFormat);
    }
    let mut globals = Globals {
        sheets: Vec::new(),
        strings: None,
        styles: Vec::new(),
        formats: HashMap::new(),
        epoch: Epoch::Year1900,
    };
    while let Some(kind) = records.next()? {
        let data = records.data();
        match kind {
            kind::EOF => break,
            kind::FILE_PASS => return Err(SheetError::Encrypted),
            kind::DATE_MODE if data.starts_with(&[1]) => globals.epoch = Epoch::Year1904,
            kind::XF if data.len() >= 4 => globals.styles.push(u32::from(u16_at(data, 2))),
            kind::FORMAT if data.len() >= 2 => {
                let id = u32::from(u16_at(data, 0));
                let code = Cursor::new(records, 2).string(false, limits.cell_bytes)?;
                globals.formats.insert(id, is_date_format(&code));
            }
            kind::BOUND_SHEET if data.len() >= 8 => {
                let (at, state, content) = (u64::from(u32_at(data, 0)), data[4] & 0x03, data[5]);
                let name = Cursor::new(records, 6).string(true, limits.cell_bytes)?;
                // Charts and macros have tabs, too.
                if content == 0 {
                    globals.sheets.push(XlsSheet { name, visible: state == 0, at });
                }
            }
            kind::SST => globals.strings = Some(read_strings(records, limits, spill_dir.clone())?),
            _ => {}
        }
        if globals.sheets.len() > limits.sheets {
            return Err(SheetError::TooComplex { what: "sheets", limit: limits.sheets as u64 });
        }
        if globals.styles.len() > STYLES || globals.formats.len() > STYLES {
            return Err(SheetError::TooComplex { what: "styles", limit: STYLES as u64 });
        }
    }
    Ok(globals)
}

fn read_strings(
    records: &mut Records,
    limits: &Limits,
    spill_dir: SpillDir,
) -> Result<StringTable, SheetError> {
    let mut table = StringTableBuilder::new(spill_dir, limits.strings);
    // Two counts come first; what is there counts, not what they say.
    let mut cursor = Cursor::new(records, 8);
    while cursor.has_more()? {
        table.push(&cursor.string(false, limits.cell_bytes)?)?;
    }
    table.finish()
}
