//! Where the bytes come from.

use std::io::{self, Read, Seek, SeekFrom};

/// Anything that can be read from any place: a file, bytes in memory, a stored blob.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// The file being read.
pub(crate) type Source = Box<dyn ReadSeek>;

/// The size of the file in bytes; leaves the position at its beginning.
pub(crate) fn size_of(source: &mut Source) -> io::Result<u64> {
    let size = source.seek(SeekFrom::End(0))?;
    source.rewind()?;
    Ok(size)
}

/// Fills as much of the buffer as the source still has; gives how much that is.
pub(crate) fn read_up_to(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
