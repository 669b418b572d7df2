//! What is wrong with a document number. A finding never holds the number itself.

use super::DocumentKind;
use kernel::{DivisionCode, FieldProblem};

/// A reason why a number is refused, or something to look at beside a number that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFinding {
    /// Nothing was typed.
    Empty,
    /// A spreadsheet program made a rounded number of it: the last digits are gone.
    DigitsLost,
    /// Too few or too many characters.
    WrongLength {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: &'static str,
    },
    /// A character that does not belong at its place, counted from 1.
    BadCharacter {
        /// Which place.
        position: usize,
    },
    /// Not the form of a number of this kind.
    WrongForm(DocumentKind),
    /// The last character does not follow from the others: a digit is wrong or two were swapped.
    WrongCheckCharacter,
    /// The digits of the birth date are no day.
    ImpossibleBirthDate,
    /// The birth date is after today.
    BornInFuture,
    /// The holder would be older than [`DocumentFinding::OLDEST_YEARS`].
    TooOld,
    /// The first six digits were never a division.
    DivisionNeverExisted(DivisionDigits),
    /// The first six digits become a division only in a later year.
    DivisionInFuture {
        /// The six digits.
        division: DivisionCode,
        /// The first year.
        from_year: i32,
    },
    /// The province in which a foreigner's card was applied for does not exist.
    NoSuchProvince(u32),
    /// It is the number of another kind of document.
    OtherKind(DocumentKind),
    /// Numbers of 15 digits lapsed on 2013-01-01.
    FirstGenerationLapsed,
    /// The birth date in the same row is another one.
    BirthDateDiffers,
    /// The sex in the same row is another one.
    SexDiffers,
    /// Only worth a look: the division had been retired before the holder was born. Registration
    /// offices went on using some old codes, so such numbers are taken.
    DivisionRetiredBeforeBirth {
        /// The six digits.
        division: DivisionCode,
        /// The last year.
        to_year: i32,
    },
}

/// The first six digits of a number, which need not be a division code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DivisionDigits(pub u32);

impl std::fmt::Display for DivisionDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl DocumentFinding {
    /// The age above which a birth date is taken for a mistake.
    pub const OLDEST_YEARS: u32 = 130;

    /// The key of the text that says what is wrong and what to do.
    pub fn code(&self) -> &'static str {
        match self {
            DocumentFinding::Empty => "document-empty",
            DocumentFinding::DigitsLost => "document-digits-lost",
            DocumentFinding::WrongLength { .. } => "document-wrong-length",
            DocumentFinding::BadCharacter { .. } => "document-bad-character",
            DocumentFinding::WrongForm(_) => "document-wrong-form",
            DocumentFinding::WrongCheckCharacter => "document-wrong-check-character",
            DocumentFinding::ImpossibleBirthDate => "document-impossible-birth-date",
            DocumentFinding::BornInFuture => "document-born-in-future",
            DocumentFinding::TooOld => "document-too-old",
            DocumentFinding::DivisionNeverExisted(_) => "document-division-never-existed",
            DocumentFinding::DivisionInFuture { .. } => "document-division-in-future",
            DocumentFinding::NoSuchProvince(_) => "document-no-such-province",
            DocumentFinding::OtherKind(_) => "document-other-kind",
            DocumentFinding::FirstGenerationLapsed => "document-first-generation-lapsed",
            DocumentFinding::BirthDateDiffers => "document-birth-date-differs",
            DocumentFinding::SexDiffers => "document-sex-differs",
            DocumentFinding::DivisionRetiredBeforeBirth { .. } => {
                "document-division-retired-before-birth"
            }
        }
    }

    /// The values the text mentions. Kinds are given by their stored word.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            DocumentFinding::WrongLength { found, expected } => {
                vec![("found", found.to_string()), ("expected", (*expected).to_owned())]
            }
            DocumentFinding::BadCharacter { position } => vec![("position", position.to_string())],
            DocumentFinding::WrongForm(kind) | DocumentFinding::OtherKind(kind) => {
                vec![("kind", kind.word().to_owned())]
            }
            DocumentFinding::TooOld => vec![("years", Self::OLDEST_YEARS.to_string())],
            DocumentFinding::DivisionNeverExisted(digits) => {
                vec![("division", digits.to_string())]
            }
            DocumentFinding::DivisionInFuture { division, from_year } => {
                vec![("division", division.to_string()), ("year", from_year.to_string())]
            }
            DocumentFinding::NoSuchProvince(province) => {
                vec![("province", format!("{province:02}"))]
            }
            DocumentFinding::DivisionRetiredBeforeBirth { division, to_year } => {
                vec![("division", division.to_string()), ("year", to_year.to_string())]
            }
            DocumentFinding::Empty
            | DocumentFinding::DigitsLost
            | DocumentFinding::WrongCheckCharacter
            | DocumentFinding::ImpossibleBirthDate
            | DocumentFinding::BornInFuture
            | DocumentFinding::FirstGenerationLapsed
            | DocumentFinding::BirthDateDiffers
            | DocumentFinding::SexDiffers => Vec::new(),
        }
    }

    /// The finding as a problem of a form's field or a row's column.
    pub fn problem(&self, field: &'static str) -> FieldProblem {
        FieldProblem { field, code: self.code(), args: self.args() }
    }
}
