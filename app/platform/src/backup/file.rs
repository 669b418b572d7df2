//! The file of one table: rows, compressed, with a checksum of what lies on the disk.

use super::manifest::hex;
use crypto::{Hasher, Profile};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Result, Write};
use std::path::Path;
use store::Value;
use store::dump::{Column, RowReader, write_row};

const BUFFER: usize = 128 * 1024;

/// Passes bytes through and sums them up.
struct Summed<T> {
    inner: T,
    hasher: Hasher,
    bytes: u64,
}

impl<T> Summed<T> {
    fn new(inner: T) -> Self {
        Summed { inner, hasher: Hasher::new(Profile::Intl), bytes: 0 }
    }

    fn sum(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<T: Write> Write for Summed<T> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let count = self.inner.write(bytes)?;
        self.sum(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Summed<T> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = self.inner.read(into)?;
        self.sum(&into[..count]);
        Ok(count)
    }
}

/// Writes the rows of a table.
pub(super) struct TableWriter(BufWriter<GzEncoder<Summed<File>>>);

impl TableWriter {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file = Summed::new(File::create(path)?);
        let packed = GzEncoder::new(file, Compression::fast());
        Ok(TableWriter(BufWriter::with_capacity(BUFFER, packed)))
    }

    pub(super) fn row(&mut self, row: &[Value]) -> Result<()> {
        write_row(&mut self.0, row)
    }

    /// Makes the file stay; gives its size and checksum.
    pub(super) fn finish(self) -> Result<(u64, String)> {
        let packed = self.0.into_inner().map_err(|error| error.into_error())?;
        let file = packed.finish()?;
        file.inner.sync_all()?;
        Ok((file.bytes, hex(&file.hasher.finish())))
    }
}

/// Reads the rows of a table.
pub(super) struct TableReader(RowReader<BufReader<GzDecoder<BufReader<File>>>>);

impl TableReader {
    pub(super) fn open(path: &Path, columns: &[Column]) -> Result<Self> {
        let file = BufReader::with_capacity(BUFFER, File::open(path)?);
        let rows = BufReader::with_capacity(BUFFER, GzDecoder::new(file));
        Ok(TableReader(RowReader::new(rows, columns)))
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Vec<Value>>> {
        self.0.next_row()
    }
}

/// Size and checksum of a file as it lies on the disk.
pub(super) fn sum(path: &Path) -> Result<(u64, String)> {
    let mut file = Summed::new(File::open(path)?);
    std::io::copy(&mut file, &mut std::io::sink())?;
    Ok((file.bytes, hex(&file.hasher.finish())))
}
