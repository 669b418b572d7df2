//! A table of strings that may be far larger than memory.
//!
//! A full sheet can share ten million different strings. They are kept in blocks in an anonymous
//! temporary file (which has no name and vanishes with the process), a small table keeps the first
//! index and the place of each block, and a cache keeps the blocks in use. Programs number strings
//! in the order of their first use, so that a sheet read from top to bottom walks through the
//! blocks, and common values stay in the cache.

use crate::error::SheetError;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Strings of one block at most.
const BLOCK_STRINGS: usize = 64;
/// A block is closed when it has that many bytes.
const BLOCK_BYTES: usize = 8 << 10;
/// Larger blocks (they hold one long string) are not kept in the cache.
const CACHED_BLOCK_BYTES: usize = 16 << 10;
/// Blocks kept in the cache: 32 MiB at worst, some 3 MiB with usual strings.
const CACHED_BLOCKS: usize = 2_048;
/// Tables up to this size stay in memory.
const MEMORY_BYTES: usize = 4 << 20;

/// Where the temporary file is made; the system's usual place when nothing is said.
pub(crate) type SpillDir = Option<PathBuf>;

/// Takes strings in, in the order of their indexes.
pub(crate) struct StringTableBuilder {
    spill_dir: SpillDir,
    limit: u32,
    count: u32,
    blocks: Vec<BlockStart>,
    block: Vec<u8>,
    block_strings: usize,
    stored: Vec<u8>,
    spilled: u64,
    file: Option<File>,
}

#[derive(Clone, Copy)]
struct BlockStart {
    first: u32,
    at: u64,
}

impl StringTableBuilder {
    pub fn new(spill_dir: SpillDir, limit: u32) -> Self {
        StringTableBuilder {
            spill_dir,
            limit,
            count: 0,
            blocks: Vec::new(),
            block: Vec::new(),
            block_strings: 0,
            stored: Vec::new(),
            spilled: 0,
            file: None,
        }
    }

    /// Adds the string with the next index.
    pub fn push(&mut self, text: &str) -> Result<(), SheetError> {
        if self.count >= self.limit {
            return Err(SheetError::TooComplex { what: "strings", limit: u64::from(self.limit) });
        }
        if self.block_strings == 0 {
            let at = self.spilled + self.stored.len() as u64;
            self.blocks.push(BlockStart { first: self.count, at });
        }
        let length = u32::try_from(text.len()).map_err(|_| SheetError::CellTooLong { row: 0 })?;
        self.block.extend_from_slice(&length.to_le_bytes());
        self.block.extend_from_slice(text.as_bytes());
        self.block_strings += 1;
        self.count += 1;
        if self.block_strings == BLOCK_STRINGS || self.block.len() >= BLOCK_BYTES {
            self.close_block()?;
        }
        Ok(())
    }

    fn close_block(&mut self) -> Result<(), SheetError> {
        self.stored.append(&mut self.block);
        self.block_strings = 0;
        if self.stored.len() >= MEMORY_BYTES {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), SheetError> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(match &self.spill_dir {
                Some(dir) => tempfile::tempfile_in(dir)?,
                None => tempfile::tempfile()?,
            }),
        };
        file.write_all(&self.stored)?;
        self.spilled += self.stored.len() as u64;
        self.stored.clear();
        Ok(())
    }

    pub fn finish(mut self) -> Result<StringTable, SheetError> {
        self.close_block()?;
        let store = if self.file.is_some() {
            self.spill()?;
            self.file.map(|file| Store::File(file, self.spilled))
        } else {
            None
        };
        self.blocks.shrink_to_fit();
        Ok(StringTable {
            count: self.count,
            blocks: self.blocks,
            store: store.unwrap_or(Store::Memory(self.stored)),
            cache: Cache::default(),
        })
    }
}

enum Store {
    Memory(Vec<u8>),
    File(File, u64),
}

/// Gives strings by their index.
pub(crate) struct StringTable {
    count: u32,
    blocks: Vec<BlockStart>,
    store: Store,
    cache: Cache,
}

impl StringTable {
    /// A table without strings.
    pub fn empty() -> Self {
        let store = Store::Memory(Vec::new());
        StringTable { count: 0, blocks: Vec::new(), store, cache: Cache::default() }
    }

    /// The string of that index; nothing when there is none.
    pub fn get(&mut self, index: u32) -> Result<Option<&str>, SheetError> {
        if index >= self.count {
            return Ok(None);
        }
        let number = self.blocks.partition_point(|block| block.first <= index) - 1;
        let block = self.blocks[number];
        let bytes = match &mut self.store {
            Store::Memory(stored) => &stored[block.at as usize..],
            Store::File(file, size) => {
                let end = self.blocks.get(number + 1).map_or(*size, |next| next.at);
                self.cache.block(file, number, block.at, (end - block.at) as usize)?
            }
        };
        let found = string_in(bytes, index - block.first);
        found.map(Some).ok_or_else(|| SheetError::Io("the temporary file changed".to_string()))
    }
}

/// The string at a place in a block.
fn string_in(mut bytes: &[u8], place: u32) -> Option<&str> {
    for _ in 0..place {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        bytes = rest.get(u32::from_le_bytes(*length) as usize..)?;
    }
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    std::str::from_utf8(rest.get(..u32::from_le_bytes(*length) as usize)?).ok()
}

/// Blocks in memory. Each has one place, decided by its number.
#[derive(Default)]
struct Cache {
    places: Vec<Option<CachedBlock>>,
    large: Option<CachedBlock>,
}

struct CachedBlock {
    number: usize,
    bytes: Vec<u8>,
}

impl Cache {
    fn block(
        &mut self,
        file: &mut File,
        number: usize,
        at: u64,
        size: usize,
    ) -> Result<&[u8], SheetError> {
        self.places.resize_with(CACHED_BLOCKS, || None);
        let place = match size {
            ..=CACHED_BLOCK_BYTES => &mut self.places[number % CACHED_BLOCKS],
            _ => &mut self.large,
        };
        let mut bytes = match place.take() {
            Some(block) if block.number == number => {
                return Ok(&place.insert(block).bytes);
            }
            Some(block) => block.bytes,
            None => Vec::new(),
        };
        bytes.resize(size, 0);
        // A place that once held a long block shall not keep its room for ever.
        bytes.shrink_to(size.saturating_mul(2));
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(&place.insert(CachedBlock { number, bytes }).bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(strings: &[String]) -> StringTable {
        let mut builder = StringTableBuilder::new(None, 1_000_000);
        for text in strings {
            builder.push(text).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn a_table_larger_than_its_memory_gives_every_string() {
        // 200,000 strings of some 60 bytes are three times what stays in memory.
        let text = |i: u32| {
            format!("示例人员{i}的一段比较长的文字，用来占满内存").repeat((i % 3) as usize)
        };
        let strings: Vec<String> = (0..200_000).map(text).collect();
        let mut table = table(&strings);
        assert!(matches!(table.store, Store::File(..)));
        for i in (0..200_000u32).chain([0, 199_999, 77, 131_072, 77]) {
            assert_eq!(table.get(i).unwrap(), Some(text(i).as_str()));
        }
        assert_eq!(table.get(200_000).unwrap(), None);
    }

    #[test]
    fn long_strings_do_not_fill_the_cache() {
        let text = |i: usize| char::from(b'a' + (i % 26) as u8).to_string().repeat(60_000);
        let strings: Vec<String> = (0..200).map(text).collect();
        let mut table = table(&strings);
        for i in (0..200).rev() {
            assert_eq!(table.get(i as u32).unwrap(), Some(text(i).as_str()));
        }
        let kept: usize =
            table.cache.places.iter().flatten().map(|block| block.bytes.capacity()).sum();
        assert_eq!(kept, 0);
    }

    #[test]
    fn more_strings_than_the_limit_are_refused() {
        let mut builder = StringTableBuilder::new(None, 2);
        builder.push("a").unwrap();
        builder.push("b").unwrap();
        assert_eq!(builder.push("c").unwrap_err().code(), "sheet-too-complex");
        assert_eq!(StringTable::empty().get(0).unwrap(), None);
    }

    proptest! {
        #[test]
        fn every_string_comes_back(strings in proptest::collection::vec(".{0,40}", 0..300)) {
            let mut table = table(&strings);
            for (i, text) in strings.iter().enumerate() {
                prop_assert_eq!(table.get(i as u32).unwrap(), Some(text.as_str()));
            }
        }
    }
}
