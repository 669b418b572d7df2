//! The zip container of an `.xlsx` file.
//!
//! Read here and not by a general zip library for two reasons: the directory is bounded before it
//! is taken into memory, and a part that is being read owns the file, so that a reader of rows can
//! live as long as its caller likes. What is read is only what office programs write: one disk,
//! stored or deflated parts, no prefix before the archive.

use crate::error::SheetError;
use crate::limits::Limits;
use crate::source::{Source, read_up_to, size_of};
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};

const PART: &str = "archive";
const END_SIZE: usize = 22;
const LOCATOR_SIZE: u64 = 20;

/// One entry of the directory.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its path inside the archive, with `/` between folders.
    pub name: String,
    method: u16,
    crc: u32,
    packed: u64,
    unpacked: u64,
    header_at: u64,
    encrypted: bool,
}

impl Entry {
    /// How large it says it is when unpacked.
    pub fn unpacked(&self) -> u64 {
        self.unpacked
    }
}

/// The archive: its directory and the file it is in.
pub(crate) struct Archive {
    source: Source,
    entries: Vec<Entry>,
    unpacked_left: u64,
    ratio: u64,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("entries", &self.entries).finish_non_exhaustive()
    }
}

impl Archive {
    /// Reads the directory.
    ///
    /// # Errors
    /// Damage, encryption, more entries than the limit, two entries of one name (two programs
    /// would read different ones), or entries that unpack to more than the limits by their own
    /// account.
    pub fn open(mut source: Source, limits: &Limits) -> Result<Self, SheetError> {
        let size = size_of(&mut source)?;
        let end = find_end(&mut source, size)?;
        if end.count > limits.entries as u64 {
            let limit = limits.entries as u64;
            return Err(SheetError::TooComplex { what: "entries", limit });
        }
        let entries = read_entries(&mut source, &end)?;
        let mut total = 0u64;
        for entry in &entries {
            total = total.saturating_add(entry.unpacked);
            if total > limits.unpacked_bytes
                || exceeds(entry.unpacked, entry.packed, limits.unpack_ratio)
            {
                return Err(SheetError::UnpacksTooLarge { part: PART });
            }
        }
        Ok(Archive {
            source,
            entries,
            unpacked_left: limits.unpacked_bytes,
            ratio: limits.unpack_ratio,
        })
    }

    /// The names of all entries.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The entry of that path; case does not matter in office files.
    pub fn find(&self, path: &str) -> Option<Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(path)).cloned()
    }

    /// Begins to unpack an entry. `part` names it in errors.
    pub fn unpack(mut self, entry: &Entry, part: &'static str) -> Result<Unpacking, SheetError> {
        if entry.encrypted {
            return Err(SheetError::Encrypted);
        }
        let data_at = data_start(&mut self.source, entry)?;
        self.source.seek(SeekFrom::Start(data_at))?;
        let packed = self.source.take(entry.packed);
        let stream = match entry.method {
            0 => Stream::Stored(packed),
            8 => Stream::Deflated(Box::new(DeflateDecoder::new(BufReader::with_capacity(
                64 << 10,
                packed,
            )))),
            other => return Err(SheetError::broken(part, format!("packing method {other}"))),
        };
        Ok(Unpacking {
            stream,
            entries: self.entries,
            unpacked_left: self.unpacked_left,
            ratio: self.ratio,
            entry: entry.clone(),
            part,
            out: 0,
            crc: flate2::Crc::new(),
        })
    }
}

/// Whether that much data from that few bytes looks like a trap.
fn exceeds(unpacked: u64, packed: u64, ratio: u64) -> bool {
    unpacked > Limits::RATIO_FREE_BYTES && unpacked / ratio > packed
}

/// Where the directory is, from the record at the end of the file.
struct End {
    count: u64,
    size: u64,
    at: u64,
}

fn find_end(source: &mut Source, size: u64) -> Result<End, SheetError> {
    // The record may be followed by a comment of up to 65,535 bytes.
    let tail_size = size.min(END_SIZE as u64 + 65_535);
    let tail_at = size - tail_size;
    source.seek(SeekFrom::Start(tail_at))?;
    let mut tail = vec![0; tail_size as usize];
    read_exact(source, &mut tail)?;
    let mut from = tail.len();
    loop {
        let found = tail[..from].windows(4).rposition(|window| window == b"PK\x05\x06");
        let Some(position) = found else {
            return Err(SheetError::broken(PART, "no end of directory"));
        };
        let record = &tail[position..];
        if record.len() >= END_SIZE && u16_at(record, 20) as usize == record.len() - END_SIZE {
            return read_end(source, record, tail_at + position as u64);
        }
        from = position + 3;
    }
}

fn read_end(source: &mut Source, record: &[u8], record_at: u64) -> Result<End, SheetError> {
    let end = End {
        count: u64::from(u16_at(record, 10)),
        size: u64::from(u32_at(record, 12)),
        at: u64::from(u32_at(record, 16)),
    };
    let is_zip64 = end.count == 0xffff || end.size == 0xffff_ffff || end.at == 0xffff_ffff;
    let end = if is_zip64 { read_end_64(source, record_at)?.unwrap_or(end) } else { end };
    // Entries lie side by side between the first part and the record; the smallest has 46 bytes.
    if end.at.saturating_add(end.size) > record_at || end.count > end.size / 46 {
        return Err(SheetError::broken(PART, "directory outside of file"));
    }
    Ok(end)
}

fn read_end_64(source: &mut Source, record_at: u64) -> Result<Option<End>, SheetError> {
    let Some(locator_at) = record_at.checked_sub(LOCATOR_SIZE) else {
        return Ok(None);
    };
    let mut locator = [0; LOCATOR_SIZE as usize];
    source.seek(SeekFrom::Start(locator_at))?;
    read_exact(source, &mut locator)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(None);
    }
    let mut record = [0; 56];
    source.seek(SeekFrom::Start(u64_at(&locator, 8)))?;
    read_exact(source, &mut record)?;
    if !record.starts_with(b"PK\x06\x06") {
        return Err(SheetError::broken(PART, "no end of directory (64 bit)"));
    }
    Ok(Some(End { count: u64_at(&record, 32), size: u64_at(&record, 40), at: u64_at(&record, 48) }))
}

fn read_entries(source: &mut Source, end: &End) -> Result<Vec<Entry>, SheetError> {
    source.seek(SeekFrom::Start(end.at))?;
    let mut input = BufReader::new(Read::take(source, end.size));
    let mut entries: Vec<Entry> = Vec::new();
    let mut names = std::collections::HashSet::new();
    for _ in 0..end.count {
        let entry = read_entry(&mut input)?;
        if !names.insert(entry.name.to_ascii_lowercase()) {
            return Err(SheetError::broken(PART, "two entries of one name"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn read_entry(input: &mut impl Read) -> Result<Entry, SheetError> {
    let mut fixed = [0; 46];
    read_exact(input, &mut fixed)?;
    if !fixed.starts_with(b"PK\x01\x02") {
        return Err(SheetError::broken(PART, "damaged directory"));
    }
    let mut variable = vec![0; usize::from(u16_at(&fixed, 28))];
    read_exact(input, &mut variable)?;
    // Some programs on Windows write their own separator.
    let name = String::from_utf8_lossy(&variable).replace('\\', "/");
    let mut extra = vec![0; usize::from(u16_at(&fixed, 30))];
    read_exact(input, &mut extra)?;
    let mut comment = vec![0; usize::from(u16_at(&fixed, 32))];
    read_exact(input, &mut comment)?;
    let mut entry = Entry {
        name,
        encrypted: u16_at(&fixed, 8) & 1 != 0,
        method: u16_at(&fixed, 10),
        crc: u32_at(&fixed, 16),
        packed: u64::from(u32_at(&fixed, 20)),
        unpacked: u64::from(u32_at(&fixed, 24)),
        header_at: u64::from(u32_at(&fixed, 42)),
    };
    widen(&mut entry, &extra);
    Ok(entry)
}

/// Takes sizes above four gigabytes from the extra field, which holds exactly those that did not
/// fit, in this order.
fn widen(entry: &mut Entry, mut extra: &[u8]) {
    while extra.len() >= 4 {
        let (id, size) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let Some(mut field) = extra.get(4..4 + size) else {
            return;
        };
        if id == 1 {
            for value in [&mut entry.unpacked, &mut entry.packed, &mut entry.header_at] {
                if *value == 0xffff_ffff && field.len() >= 8 {
                    *value = u64_at(field, 0);
                    field = &field[8..];
                }
            }
            return;
        }
        extra = &extra[4 + size..];
    }
}

fn data_start(source: &mut Source, entry: &Entry) -> Result<u64, SheetError> {
    let mut header = [0; 30];
    source.seek(SeekFrom::Start(entry.header_at))?;
    read_exact(source, &mut header)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(SheetError::broken(PART, "an entry is not where the directory says"));
    }
    let variable = u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28));
    Ok(entry.header_at + header.len() as u64 + variable)
}

fn read_exact(input: &mut impl Read, buffer: &mut [u8]) -> Result<(), SheetError> {
    if read_up_to(input, buffer)? < buffer.len() {
        return Err(SheetError::broken(PART, "cut off"));
    }
    Ok(())
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

enum Stream {
    Stored(Take<Source>),
    Deflated(Box<DeflateDecoder<BufReader<Take<Source>>>>),
}

/// An entry on its way out: counts what it gives, and compares length and checksum at its end.
pub(crate) struct Unpacking {
    stream: Stream,
    entries: Vec<Entry>,
    unpacked_left: u64,
    ratio: u64,
    entry: Entry,
    part: &'static str,
    out: u64,
    crc: flate2::Crc,
}

impl Unpacking {
    /// Packed bytes taken so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.taken(), self.entry.packed)
    }

    fn taken(&self) -> u64 {
        match &self.stream {
            Stream::Stored(packed) => self.entry.packed - packed.limit(),
            Stream::Deflated(decoder) => decoder.total_in(),
        }
    }

    /// Leaves the entry, wherever it is.
    pub fn into_archive(self) -> Archive {
        let source = match self.stream {
            Stream::Stored(packed) => packed.into_inner(),
            Stream::Deflated(decoder) => decoder.into_inner().into_inner().into_inner(),
        };
        Archive {
            source,
            entries: self.entries,
            unpacked_left: self.unpacked_left,
            ratio: self.ratio,
        }
    }

    fn check_end(&self) -> Result<(), SheetError> {
        if self.out != self.entry.unpacked || self.crc.sum() != self.entry.crc {
            return Err(SheetError::broken(self.part, "length or checksum differs"));
        }
        Ok(())
    }
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.stream {
            Stream::Stored(packed) => packed.read(buffer)?,
            Stream::Deflated(decoder) => decoder.read(buffer)?,
        };
        if count == 0 && !buffer.is_empty() {
            self.check_end().map_err(SheetError::into_io)?;
        }
        self.out += count as u64;
        self.crc.update(&buffer[..count]);
        match self.unpacked_left.checked_sub(count as u64) {
            Some(left) if !exceeds(self.out, self.taken(), self.ratio) => self.unpacked_left = left,
            _ => return Err(SheetError::UnpacksTooLarge { part: self.part }.into_io()),
        }
        Ok(count)
    }
}
