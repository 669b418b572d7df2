//! Why a sheet of paper could not be made.

use kernel::Problem;
use std::path::PathBuf;

/// Why a sheet of paper could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintError {
    /// No typeface at hand has these characters. Nothing is printed rather than an empty box in a
    /// person's name.
    MissingGlyphs(Vec<char>),
    /// A text is too long for its place, even in the smallest size allowed.
    DoesNotFit(&'static str),
    /// The photo is neither a PNG nor a JPEG picture that can be read.
    Photo(String),
    /// More than a QR code can carry.
    CodeTooLong {
        /// Length of what was to be encoded.
        bytes: usize,
    },
    /// A configured typeface cannot be used.
    Font {
        /// The file named by the configuration.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The sheet has fewer pages.
    NoSuchPage(usize),
    /// The PDF or the picture could not be written: a fault of ours.
    Writing(String),
}

impl std::fmt::Display for PrintError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PrintError::MissingGlyphs(missing) => {
                write!(f, "no typeface has {}", listed(missing))
            }
            PrintError::DoesNotFit(what) => write!(f, "{what} is too long for its place"),
            PrintError::Photo(reason) => write!(f, "the photo cannot be read: {reason}"),
            PrintError::CodeTooLong { bytes } => write!(f, "{bytes} bytes do not fit a QR code"),
            PrintError::Font { path, reason } => {
                write!(f, "typeface {} cannot be used: {reason}", path.display())
            }
            PrintError::NoSuchPage(page) => write!(f, "there is no page {page}"),
            PrintError::Writing(reason) => write!(f, "the sheet cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for PrintError {}

/// Characters with their code points, so that one can be named that nobody can display.
fn listed(characters: &[char]) -> String {
    let each: Vec<String> =
        characters.iter().map(|c| format!("{c} (U+{:04X})", *c as u32)).collect();
    each.join(", ")
}

impl From<PrintError> for Problem {
    fn from(error: PrintError) -> Self {
        match &error {
            PrintError::MissingGlyphs(missing) => {
                Problem::invalid("print-missing-glyphs").arg("characters", listed(missing))
            }
            PrintError::DoesNotFit(what) => {
                Problem::invalid("print-does-not-fit").arg("what", what)
            }
            PrintError::Photo(_) => Problem::invalid("print-photo-unreadable"),
            PrintError::NoSuchPage(_) => Problem::not_found(),
            PrintError::CodeTooLong { .. } | PrintError::Font { .. } | PrintError::Writing(_) => {
                Problem::internal(error)
            }
        }
    }
}
