//! How much of a stranger's file is taken in before it is refused.

/// Bounds on what one file may cost. Every bound is checked while the file is read, so that what a
/// file says of its own size is never believed.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the file as it was sent.
    pub file_bytes: u64,
    /// Bytes of an `.xls` file; the format ends at 65,536 rows.
    pub xls_bytes: u64,
    /// Bytes of all unpacked parts of an `.xlsx` file together.
    pub unpacked_bytes: u64,
    /// How many times larger than its packed form a part may become once it has unpacked to more
    /// than [`Limits::RATIO_FREE_BYTES`].
    pub unpack_ratio: u64,
    /// Entries in the directory of an `.xlsx` file.
    pub entries: usize,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Rows that are given out; neither the header nor blank rows nor skipped ones count.
    pub rows: u32,
    /// Columns up to the last one that holds something.
    pub columns: usize,
    /// Bytes of the text of one cell in UTF-8.
    pub cell_bytes: usize,
    /// Bytes of the text of one row in UTF-8.
    pub row_bytes: usize,
    /// Entries of the table of shared strings.
    pub strings: u32,
    /// How deep elements of an XML part may be nested.
    pub xml_depth: u32,
    /// Unpacked bytes up to which a sheet is read twice, the first time to learn which cells are
    /// merged: `.xlsx` names them after the rows. In larger sheets merged cells hold their value
    /// in the upper left cell only.
    pub merge_scan_bytes: u64,
    /// Merged areas that are heeded.
    pub merges: usize,
}

impl Limits {
    /// A part below this size may be packed as tightly as it likes.
    pub const RATIO_FREE_BYTES: u64 = 16 << 20;

    /// For fuzzing and tests: whatever is sent, it is over in milliseconds.
    pub fn small() -> Self {
        Limits {
            file_bytes: 1 << 20,
            xls_bytes: 1 << 20,
            unpacked_bytes: 4 << 20,
            entries: 64,
            sheets: 16,
            rows: 5_000,
            columns: 100,
            cell_bytes: 4 << 10,
            row_bytes: 32 << 10,
            strings: 20_000,
            merge_scan_bytes: 1 << 20,
            merges: 100,
            ..Limits::default()
        }
    }
}

impl Default for Limits {
    /// What a full sheet of 1,048,576 rows with 33 columns needs, with room to spare.
    fn default() -> Self {
        Limits {
            file_bytes: 1 << 30,
            xls_bytes: 128 << 20,
            unpacked_bytes: 8 << 30,
            unpack_ratio: 200,
            entries: 4_096,
            sheets: 256,
            rows: 1_048_575,
            columns: 1_024,
            // A cell holds at most 32,767 characters, each of at most four bytes.
            cell_bytes: 32_767 * 4,
            row_bytes: 4 << 20,
            strings: 40_000_000,
            xml_depth: 64,
            merge_scan_bytes: 64 << 20,
            merges: 100_000,
        }
    }
}
