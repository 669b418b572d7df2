//! Which cell styles show a number as a day.

use super::xml::{Token, Xml};
use crate::date::{is_builtin_date, is_date_format};
use crate::error::SheetError;
use std::collections::HashMap;

/// Spreadsheet programs know 64,000 cell styles.
const STYLES: usize = 65_536;

/// For each cell style, whether it shows a day.
#[derive(Default)]
pub(crate) struct DateStyles(Vec<bool>);

impl DateStyles {
    pub fn is_date(&self, style: usize) -> bool {
        self.0.get(style).copied().unwrap_or(false)
    }
}

pub(crate) fn read(xml: &mut Xml) -> Result<DateStyles, SheetError> {
    let mut custom: HashMap<u32, bool> = HashMap::new();
    let mut styles = Vec::new();
    // The same element also describes named styles, which cells do not refer to.
    let mut in_cell_styles = false;
    loop {
        match xml.next()? {
            Token::Start(tag) => match tag.name {
                "cellXfs" => in_cell_styles = true,
                "numFmt" => {
                    let code = tag.attribute("formatCode")?.unwrap_or_default();
                    let id = tag.attribute("numFmtId")?.and_then(|id| id.parse().ok());
                    if let Some(id) = id {
                        custom.insert(id, is_date_format(&code));
                    }
                }
                "xf" if in_cell_styles => {
                    let id = tag.attribute("numFmtId")?.and_then(|id| id.parse().ok());
                    let is_date =
                        |id| custom.get(&id).copied().unwrap_or_else(|| is_builtin_date(id));
                    styles.push(id.is_some_and(is_date));
                }
                _ => {}
            },
            Token::End("cellXfs") => in_cell_styles = false,
            Token::Eof => return Ok(DateStyles(styles)),
            _ => {}
        }
        if custom.len() > STYLES || styles.len() > STYLES {
            return Err(SheetError::TooComplex { what: "styles", limit: STYLES as u64 });
        }
    }
}
