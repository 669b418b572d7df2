//! Why a file cannot be read, or not be written.

use kernel::{Problem, ProblemKind};
use std::io;

/// Why a file as a whole is refused. What is wrong with one cell is a [`crate::CellProblem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetError {
    /// Reading or writing failed for a reason that lies outside the file.
    Io(String),
    /// Nothing is in it.
    Empty,
    /// The file is larger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It unpacks to more than the limit, or is packed so tightly that it looks like a trap.
    UnpacksTooLarge {
        /// The part that does so.
        part: &'static str,
    },
    /// Its structure is larger than any honest spreadsheet needs.
    TooComplex {
        /// What there is too much of: `entries`, `sheets`, `strings`, `styles`, `depth`.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// More rows than the limit.
    TooManyRows {
        /// The limit.
        limit: u32,
    },
    /// More columns than the limit.
    TooManyColumns {
        /// The row in which it shows.
        row: u32,
        /// The limit.
        limit: usize,
    },
    /// One cell or one row holds more text than the limit.
    CellTooLong {
        /// The row; 0 when it is in the table of shared strings.
        row: u32,
    },
    /// It is something else.
    NotASpreadsheet {
        /// What it looks like: `pdf`, `image`, `archive`, `word`, `presentation`, `ofd`, `binary`.
        found: &'static str,
    },
    /// It is protected by a password.
    Encrypted,
    /// WPS's own `.et` without the workbook that Excel understands.
    EtFormat,
    /// A web page under a spreadsheet's name, as some systems export it.
    HtmlFormat,
    /// Excel 2003's XML.
    XmlFormat,
    /// OpenDocument.
    OdsFormat,
    /// Excel's binary workbook.
    XlsbFormat,
    /// An Excel older than 97.
    OldXlsFormat,
    /// A text file that is neither UTF-8 nor GB18030 (nor UTF-16 with its mark).
    UnknownEncoding {
        /// The line that cannot be read.
        line: u64,
    },
    /// A quotation mark in a CSV file is never closed.
    UnclosedQuote {
        /// The row in which it stands.
        row: u32,
    },
    /// The file is damaged, cut off, or against its format.
    Broken {
        /// The part that is: a name like `workbook`, `sheet`, `strings`.
        part: &'static str,
        /// What exactly; for the log.
        detail: String,
    },
    /// No visible sheet has a row that looks like a header.
    NoHeader,
    /// The sheet that was asked for does not exist.
    NoSuchSheet {
        /// Its name.
        name: String,
    },
    /// A row for writing has more cells than the layout has columns.
    WriteTooWide {
        /// The columns of the layout.
        columns: usize,
    },
}

impl SheetError {
    /// Every code that [`SheetError::code`] can give, for the check that all of them have a text.
    pub const CODES: &[&str] = &[
        "sheet-io",
        "sheet-empty",
        "sheet-too-large",
        "sheet-unpacks-too-large",
        "sheet-too-complex",
        "sheet-too-many-rows",
        "sheet-too-many-columns",
        "sheet-cell-too-long",
        "sheet-not-a-spreadsheet",
        "sheet-encrypted",
        "sheet-et-format",
        "sheet-html-format",
        "sheet-xml-format",
        "sheet-ods-format",
        "sheet-xlsb-format",
        "sheet-old-xls-format",
        "sheet-unknown-encoding",
        "sheet-unclosed-quote",
        "sheet-broken",
        "sheet-no-header",
        "sheet-no-such-sheet",
        "sheet-write-too-wide",
    ];

    /// The stable code, which is the key of the text.
    pub fn code(&self) -> &'static str {
        match self {
            SheetError::Io(_) => "sheet-io",
            SheetError::Empty => "sheet-empty",
            SheetError::TooLarge { .. } => "sheet-too-large",
            SheetError::UnpacksTooLarge { .. } => "sheet-unpacks-too-large",
            SheetError::TooComplex { .. } => "sheet-too-complex",
            SheetError::TooManyRows { .. } => "sheet-too-many-rows",
            SheetError::TooManyColumns { .. } => "sheet-too-many-columns",
            SheetError::CellTooLong { .. } => "sheet-cell-too-long",
            SheetError::NotASpreadsheet { .. } => "sheet-not-a-spreadsheet",
            SheetError::Encrypted => "sheet-encrypted",
            SheetError::EtFormat => "sheet-et-format",
            SheetError::HtmlFormat => "sheet-html-format",
            SheetError::XmlFormat => "sheet-xml-format",
            SheetError::OdsFormat => "sheet-ods-format",
            SheetError::XlsbFormat => "sheet-xlsb-format",
            SheetError::OldXlsFormat => "sheet-old-xls-format",
            SheetError::UnknownEncoding { .. } => "sheet-unknown-encoding",
            SheetError::UnclosedQuote { .. } => "sheet-unclosed-quote",
            SheetError::Broken { .. } => "sheet-broken",
            SheetError::NoHeader => "sheet-no-header",
            SheetError::NoSuchSheet { .. } => "sheet-no-such-sheet",
            SheetError::WriteTooWide { .. } => "sheet-write-too-wide",
        }
    }

    /// The values the text mentions, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            SheetError::TooLarge { limit } => vec![("limit", limit.to_string())],
            SheetError::UnpacksTooLarge { part } | SheetError::Broken { part, .. } => {
                vec![("part", (*part).to_string())]
            }
            SheetError::TooComplex { what, limit } => {
                vec![("what", (*what).to_string()), ("limit", limit.to_string())]
            }
            SheetError::TooManyRows { limit } => vec![("limit", limit.to_string())],
            SheetError::TooManyColumns { row, limit } => {
                vec![("row", row.to_string()), ("limit", limit.to_string())]
            }
            SheetError::CellTooLong { row } | SheetError::UnclosedQuote { row } => {
                vec![("row", row.to_string())]
            }
            SheetError::NotASpreadsheet { found } => vec![("found", (*found).to_string())],
            SheetError::UnknownEncoding { line } => vec![("line", line.to_string())],
            SheetError::NoSuchSheet { name } => vec![("name", name.clone())],
            SheetError::WriteTooWide { columns } => vec![("columns", columns.to_string())],
            SheetError::Io(_)
            | SheetError::Empty
            | SheetError::Encrypted
            | SheetError::EtFormat
            | SheetError::HtmlFormat
            | SheetError::XmlFormat
            | SheetError::OdsFormat
            | SheetError::XlsbFormat
            | SheetError::OldXlsFormat
            | SheetError::NoHeader => Vec::new(),
        }
    }

    /// What only the log may see.
    fn detail(&self) -> Option<&str> {
        match self {
            SheetError::Io(detail) | SheetError::Broken { detail, .. } => Some(detail),
            _ => None,
        }
    }

    pub(crate) fn broken(part: &'static str, detail: impl ToString) -> Self {
        SheetError::Broken { part, detail: detail.to_string() }
    }

    /// Carries the error through code that knows [`io::Error`] only; [`From<io::Error>`] takes it
    /// out again.
    pub(crate) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// What an [`io::Error`] from inside a part means: our own error on its way through, a part
    /// that is damaged, or a failure outside the file.
    pub(crate) fn from_part(part: &'static str, error: &io::Error) -> Self {
        if let Some(own) = error.get_ref().and_then(|inner| inner.downcast_ref::<SheetError>()) {
            return own.clone();
        }
        match error.kind() {
            // The unpacker reports damaged data in these kinds.
            io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData
            | io::ErrorKind::UnexpectedEof => SheetError::broken(part, error),
            _ => SheetError::Io(error.to_string()),
        }
    }
}

impl std::fmt::Display for SheetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())?;
        for (name, value) in self.args() {
            write!(f, " {name}={value}")?;
        }
        match self.detail() {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SheetError {}

impl From<io::Error> for SheetError {
    fn from(error: io::Error) -> Self {
        SheetError::from_part("file", &error)
    }
}

impl From<SheetError> for Problem {
    fn from(error: SheetError) -> Self {
        let kind = match error {
            SheetError::Io(_) | SheetError::WriteTooWide { .. } => ProblemKind::Internal,
            SheetError::TooLarge { .. } | SheetError::UnpacksTooLarge { .. } => {
                ProblemKind::TooLarge
            }
            _ => ProblemKind::Invalid,
        };
        let mut problem = Problem::new(kind, error.code());
        for (name, value) in error.args() {
            problem = problem.arg(name, value);
        }
        match error.detail() {
            Some(detail) => problem.detail(detail),
            None => problem,
        }
    }
}
