//! The container of old office files (Compound File Binary, MS-CFB): a file system in a file.
//!
//! Read here because every chain of sectors must be bounded: a chain that bites its own tail
//! otherwise fills all memory.

use crate::error::SheetError;
use crate::source::{Source, read_up_to, size_of};
use std::io::{Seek, SeekFrom};

const PART: &str = "container";
const HEADER: usize = 512;
const DIRECTORY_ENTRY: usize = 128;
/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xffff_fffa;
/// Streams below this size lie in the small sectors.
const SMALL_STREAM: u64 = 4_096;
const SMALL_SECTOR: u64 = 64;
/// Streams and storages of an honest workbook.
const ENTRIES: usize = 4_096;
/// How much of a stream is in memory at a time.
const WINDOW: u64 = 64 << 10;

/// An opened container.
pub(crate) struct Compound {
    source: Source,
    sector: u64,
    sectors: u64,
    /// For each sector the one that follows it.
    next: Vec<u32>,
    entries: Vec<Node>,
    small_next_start: u32,
}

struct Node {
    name: String,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

impl Compound {
    /// Reads the allocation table and the directory.
    pub fn open(mut source: Source) -> Result<Self, SheetError> {
        let size = size_of(&mut source)?;
        let mut header = [0; HEADER];
        read_exact(&mut source, 0, &mut header)?;
        let shift = u16_at(&header, 30);
        if !matches!(shift, 9 | 12) || u16_at(&header, 32) != 6 {
            return Err(SheetError::broken(PART, "sector size"));
        }
        let sector = 1u64 << shift;
        let mut compound = Compound {
            source,
            sector,
            sectors: (size / sector).min(u64::from(FIRST_MARK)),
            next: Vec::new(),
            entries: Vec::new(),
            small_next_start: u32_at(&header, 60),
        };
        compound.read_table(&header)?;
        compound.read_directory(u32_at(&header, 48))?;
        Ok(compound)
    }

    /// The names of the streams and storages at the top.
    pub fn names(&self) -> Vec<&str> {
        self.top().into_iter().map(|index| self.entries[index].name.as_str()).collect()
    }

    /// Opens a stream at the top.
    pub fn stream(mut self, name: &str) -> Result<Stream, SheetError> {
        let found = self
            .top()
            .into_iter()
            .find(|index| self.entries[*index].name.eq_ignore_ascii_case(name));
        let Some(node) = found.map(|index| &self.entries[index]) else {
            return Err(SheetError::broken(PART, "no workbook"));
        };
        let (start, size) = (node.start, node.size);
        if size >= SMALL_STREAM {
            let chain = self.chain(start)?;
            return Stream::over(self, chain, size);
        }
        let bytes = self.small_stream(start, size)?;
        Ok(Stream {
            source: self.source,
            sector: self.sector,
            chain: Vec::new(),
            size,
            window: bytes,
            window_at: 0,
        })
    }

    fn read_table(&mut self, header: &[u8]) -> Result<(), SheetError> {
        let mut table: Vec<u32> = header[76..].chunks_exact(4).map(|id| u32_at(id, 0)).collect();
        let mut more = u32_at(header, 68);
        let mut sector = vec![0; self.sector as usize];
        let mut read = 0;
        while more < FIRST_MARK {
            read += 1;
            if read > self.sectors {
                return Err(SheetError::broken(PART, "endless table"));
            }
            self.read_sector(more, &mut sector)?;
            let (ids, last) = sector.split_at(sector.len() - 4);
            table.extend(ids.chunks_exact(4).map(|id| u32_at(id, 0)));
            more = u32_at(last, 0);
        }
        for id in table.into_iter().filter(|id| *id < FIRST_MARK) {
            // One entry for each sector is enough, however often the table is named.
            if self.next.len() as u64 >= self.sectors {
                break;
            }
            self.read_sector(id, &mut sector)?;
            self.next.extend(sector.chunks_exact(4).map(|id| u32_at(id, 0)));
        }
        Ok(())
    }

    fn read_directory(&mut self, start: u32) -> Result<(), SheetError> {
        let mut sector = vec![0; self.sector as usize];
        for id in self.chain(start)? {
            self.read_sector(id, &mut sector)?;
            for entry in sector.chunks_exact(DIRECTORY_ENTRY) {
                if self.entries.len() == ENTRIES {
                    return Err(SheetError::TooComplex { what: "entries", limit: ENTRIES as u64 });
                }
                self.entries.push(read_node(entry, self.sector));
            }
        }
        if self.entries.is_empty() {
            return Err(SheetError::broken(PART, "no directory"));
        }
        Ok(())
    }

    /// The entries directly below the root: a workbook inside an embedded object is not ours.
    fn top(&self) -> Vec<usize> {
        let mut seen = vec![false; self.entries.len()];
        let mut found = Vec::new();
        let mut open = vec![self.entries[0].child];
        while let Some(index) = open.pop() {
            let index = index as usize;
            if index >= seen.len() || std::mem::replace(&mut seen[index], true) {
                continue;
            }
            found.push(index);
            open.extend([self.entries[index].left, self.entries[index].right]);
        }
        found
    }

    /// The sectors of a stream in order.
    fn chain(&self, start: u32) -> Result<Vec<u32>, SheetError> {
        follow(&self.next, start, self.sectors)
    }

    /// A small stream, whole: it has less than 4,096 bytes.
    fn small_stream(&mut self, start: u32, size: u64) -> Result<Vec<u8>, SheetError> {
        let mut sector = vec![0; self.sector as usize];
        let mut small_next = Vec::new();
        for id in self.chain(self.small_next_start)? {
            self.read_sector(id, &mut sector)?;
            small_next.extend(sector.chunks_exact(4).map(|id| u32_at(id, 0)));
        }
        let home = self.chain(self.entries[0].start)?;
        let mut bytes = Vec::new();
        for id in follow(&small_next, start, size.div_ceil(SMALL_SECTOR))? {
            let at = u64::from(id) * SMALL_SECTOR;
            let host = home.get((at / self.sector) as usize);
            let host = *host.ok_or_else(|| SheetError::broken(PART, "small stream"))?;
            self.read_sector(host, &mut sector)?;
            let from = (at % self.sector) as usize;
            bytes.extend_from_slice(&sector[from..from + SMALL_SECTOR as usize]);
        }
        bytes.resize(size as usize, 0);
        Ok(bytes)
    }

    fn read_sector(&mut self, id: u32, sector: &mut [u8]) -> Result<(), SheetError> {
        read_exact(&mut self.source, (u64::from(id) + 1) * self.sector, sector)
    }
}

fn follow(next: &[u32], start: u32, most: u64) -> Result<Vec<u32>, SheetError> {
    let mut chain = Vec::new();
    let mut id = start;
    while id < FIRST_MARK {
        if chain.len() as u64 >= most {
            return Err(SheetError::broken(PART, "endless chain"));
        }
        chain.push(id);
        id = *next
            .get(id as usize)
            .ok_or_else(|| SheetError::broken(PART, "chain outside of file"))?;
    }
    Ok(chain)
}

fn read_node(entry: &[u8], sector: u64) -> Node {
    let length = usize::from(u16_at(entry, 64)).saturating_sub(2).min(62);
    let units: Vec<u16> = entry[..length].chunks_exact(2).map(|unit| u16_at(unit, 0)).collect();
    let mut size = u64::from(u32_at(entry, 120));
    // Files with small sectors leave the upper half undefined.
    if sector > 512 {
        size |= u64::from(u32_at(entry, 124)) << 32;
    }
    Node {
        name: String::from_utf16_lossy(&units),
        left: u32_at(entry, 68),
        right: u32_at(entry, 72),
        child: u32_at(entry, 76),
        start: u32_at(entry, 116),
        size,
    }
}

/// A stream inside the container, read at any place.
pub(crate) struct Stream {
    source: Source,
    sector: u64,
    chain: Vec<u32>,
    size: u64,
    window: Vec<u8>,
    window_at: u64,
}

impl Stream {
    fn over(compound: Compound, chain: Vec<u32>, size: u64) -> Result<Self, SheetError> {
        if size > chain.len() as u64 * compound.sector {
            return Err(SheetError::broken(PART, "cut off"));
        }
        let Compound { source, sector, .. } = compound;
        Ok(Stream { source, sector, chain, size, window: Vec::new(), window_at: 0 })
    }

    /// Fills the buffer from a place; false when the stream ends before.
    pub fn read_at(&mut self, mut at: u64, mut buffer: &mut [u8]) -> Result<bool, SheetError> {
        if at.saturating_add(buffer.len() as u64) > self.size {
            return Ok(false);
        }
        while !buffer.is_empty() {
            let inside = at.checked_sub(self.window_at).map(|from| from as usize);
            let Some(from) = inside.filter(|from| *from < self.window.len()) else {
                self.load(at)?;
                continue;
            };
            let count = buffer.len().min(self.window.len() - from);
            let (now, later) = buffer.split_at_mut(count);
            now.copy_from_slice(&self.window[from..from + count]);
            buffer = later;
            at += count as u64;
        }
        Ok(true)
    }

    /// Loads the window that holds a place.
    fn load(&mut self, at: u64) -> Result<(), SheetError> {
        let start = at / WINDOW * WINDOW;
        let end = (start + WINDOW).min(self.chain.len() as u64 * self.sector);
        let sectors = &self.chain[(start / self.sector) as usize..(end / self.sector) as usize];
        self.window.clear();
        self.window_at = start;
        for run in sectors.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
            let filled = self.window.len();
            self.window.resize(filled + run.len() * self.sector as usize, 0);
            let place = (u64::from(run[0]) + 1) * self.sector;
            self.source.seek(SeekFrom::Start(place))?;
            // The last sector of a file may be cut short.
            read_up_to(&mut self.source, &mut self.window[filled..])?;
        }
        Ok(())
    }
}

fn read_exact(source: &mut Source, at: u64, buffer: &mut [u8]) -> Result<(), SheetError> {
    source.seek(SeekFrom::Start(at))?;
    if read_up_to(source, buffer)? < buffer.len() {
        return Err(SheetError::broken(PART, "cut off"));
    }
    Ok(())
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}
