//! Records of a BIFF8 stream (MS-XLS), and the strings inside them.

use super::compound::{Stream, u16_at, u32_at};
use crate::error::SheetError;

pub(crate) const PART: &str = "workbook";
/// A record that goes on with the one before it.
const CONTINUE: u16 = 0x003c;
/// The format's own bound on one record.
const RECORD_BYTES: usize = 8_224;

/// Record numbers used here.
pub(crate) mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000a;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002f;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00bd;
    pub const RICH_STRING: u16 = 0x00d6;
    pub const XF: u16 = 0x00e0;
    pub const MERGE_CELLS: u16 = 0x00e5;
    pub const SST: u16 = 0x00fc;
    pub const LABEL_SST: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_ERR: u16 = 0x0205;
    pub const STRING: u16 = 0x0207;
    pub const RK: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BOF: u16 = 0x0809;
}

/// Walks over records.
pub(crate) struct Records {
    stream: Stream,
    /// Where the next record begins.
    at: u64,
    data: Vec<u8>,
}

impl Records {
    pub fn new(stream: Stream) -> Self {
        Records { stream, at: 0, data: Vec::new() }
    }

    /// Where the next record begins.
    pub fn position(&self) -> u64 {
        self.at
    }

    /// Goes to a place.
    pub fn seek(&mut self, at: u64) {
        self.at = at;
    }

    /// The data of the record last read.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Reads the next record and gives its number; nothing at the end of the stream.
    pub fn next(&mut self) -> Result<Option<u16>, SheetError> {
        let Some((kind, size)) = self.peek()? else {
            return Ok(None);
        };
        self.data.resize(size, 0);
        if !self.stream.read_at(self.at + 4, &mut self.data)? {
            return Err(SheetError::broken(PART, "cut off"));
        }
        self.at += 4 + size as u64;
        Ok(Some(kind))
    }

    /// Goes past the next record without taking it in; only its number and first bytes are read.
    pub fn skim(&mut self, first: &mut [u8]) -> Result<Option<(u16, usize)>, SheetError> {
        let Some((kind, size)) = self.peek()? else {
            return Ok(None);
        };
        let count = first.len().min(size);
        if !self.stream.read_at(self.at + 4, &mut first[..count])? {
            return Err(SheetError::broken(PART, "cut off"));
        }
        self.at += 4 + size as u64;
        Ok(Some((kind, size)))
    }

    fn peek(&mut self) -> Result<Option<(u16, usize)>, SheetError> {
        let mut head = [0; 4];
        if !self.stream.read_at(self.at, &mut head)? {
            return Ok(None);
        }
        let (kind, size) = (u16_at(&head, 0), usize::from(u16_at(&head, 2)));
        // The last bytes of a stream may be filled with zeros.
        if kind == 0 && size == 0 {
            return Ok(None);
        }
        if size > RECORD_BYTES {
            return Err(SheetError::broken(PART, "record too long"));
        }
        Ok(Some((kind, size)))
    }

    fn continue_record(&mut self) -> Result<bool, SheetError> {
        let is_more = matches!(self.peek()?, Some((CONTINUE, _)));
        if is_more {
            self.next()?;
        }
        Ok(is_more)
    }
}

/// Reads values one after the other from a record and those that continue it.
pub(crate) struct Cursor<'r> {
    records: &'r mut Records,
    from: usize,
}

impl<'r> Cursor<'r> {
    /// Begins inside the record last read.
    pub fn new(records: &'r mut Records, from: usize) -> Self {
        Cursor { records, from }
    }

    /// Whether anything is left, in this record or the next.
    pub fn has_more(&mut self) -> Result<bool, SheetError> {
        while self.left() == 0 {
            if !self.records.continue_record()? {
                return Ok(false);
            }
            self.from = 0;
        }
        Ok(true)
    }

    /// A string with its flags: characters of one or two bytes, then marks that are passed over.
    /// The count is of two bytes, or of one when `short`.
    pub fn string(&mut self, short: bool, most_bytes: usize) -> Result<String, SheetError> {
        let count = match short {
            true => usize::from(self.byte()?),
            false => usize::from(self.u16()?),
        };
        let flags = self.byte()?;
        let runs = if flags & 0x08 != 0 { u64::from(self.u16()?) * 4 } else { 0 };
        let extra = if flags & 0x04 != 0 { u64::from(self.u32()?) } else { 0 };
        let text = self.chars(count, flags & 0x01 != 0)?;
        self.pass(runs + extra)?;
        if text.len() > most_bytes {
            return Err(SheetError::CellTooLong { row: 0 });
        }
        Ok(text)
    }

    fn chars(&mut self, count: usize, mut wide: bool) -> Result<String, SheetError> {
        let mut units: Vec<u16> = Vec::with_capacity(count);
        while units.len() < count {
            if self.left() == 0 {
                if !self.records.continue_record()? {
                    return Err(SheetError::broken(PART, "string cut off"));
                }
                self.from = 0;
                // Characters that go on in another record say again how wide they are.
                wide = self.byte()? & 0x01 != 0;
                continue;
            }
            if wide {
                units.push(self.u16()?);
            } else {
                units.push(u16::from(self.byte()?));
            }
        }
        Ok(String::from_utf16_lossy(&units))
    }

    fn pass(&mut self, mut count: u64) -> Result<(), SheetError> {
        while count > 0 {
            if !self.has_more()? {
                return Err(SheetError::broken(PART, "string cut off"));
            }
            let step = count.min(self.left() as u64);
            self.from += step as usize;
            count -= step;
        }
        Ok(())
    }

    fn left(&self) -> usize {
        self.records.data.len().saturating_sub(self.from)
    }

    fn take(&mut self, count: usize) -> Result<usize, SheetError> {
        if self.left() < count {
            return Err(SheetError::broken(PART, "record too short"));
        }
        self.from += count;
        Ok(self.from - count)
    }

    fn byte(&mut self) -> Result<u8, SheetError> {
        let at = self.take(1)?;
        Ok(self.records.data[at])
    }

    fn u16(&mut self) -> Result<u16, SheetError> {
        let at = self.take(2)?;
        Ok(u16_at(&self.records.data, at))
    }

    fn u32(&mut self) -> Result<u32, SheetError> {
        let at = self.take(4)?;
        Ok(u32_at(&self.records.data, at))
    }
}
