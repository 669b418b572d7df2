//! A checked document number and what can be read from it.

use super::finding::DocumentFinding;
use super::{DocumentKind, rules};
use crate::mask::{Disclosure, mask_number};
use chrono::Datelike;
use kernel::{CivilDate, DivisionCode, World, check, text};

/// Sex as documents state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// The key of the text for a cell that says neither.
    pub const UNKNOWN_CODE: &'static str = "sex-unknown";

    /// Reads a cell: 男, 女, male, female, m, f, or the codes 1 and 2 of GB/T 2261.1.
    pub fn read(typed: &str) -> Option<Sex> {
        match text::compact(typed).to_lowercase().as_str() {
            "男" | "男性" | "male" | "m" | "1" => Some(Sex::Male),
            "女" | "女性" | "female" | "f" | "2" => Some(Sex::Female),
            _ => None,
        }
    }

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }

    /// The sex of a stored word.
    pub fn from_word(word: &str) -> Option<Sex> {
        [Sex::Male, Sex::Female].into_iter().find(|sex| sex.word() == word)
    }
}

/// The edition of a foreigner's permanent residence card, told by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// 15 characters: three letters of the nationality and twelve digits.
    Of2017,
    /// 18 characters beginning with 9.
    Of2023,
}

/// A document number in its normal form, checked against the rules of its kind.
///
/// Printing it for debugging shows the kind only; [`DocumentNumber::reveal`] is the one way to the
/// characters, so that every use can be found.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    kind: DocumentKind,
    text: Box<str>,
}

impl std::fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DocumentNumber({}, hidden)", self.kind.word())
    }
}

impl DocumentNumber {
    /// Takes a number that the rules have passed, or one that was stored after they had.
    pub(super) fn new(kind: DocumentKind, text: String) -> Self {
        DocumentNumber { kind, text: text.into() }
    }

    /// A number read back from the vault; it was checked before it was stored, by the rules and the
    /// world of that day.
    ///
    /// Returns nothing when the text is not in normal form.
    pub fn stored(kind: DocumentKind, text: &str) -> Option<Self> {
        let normal = rules::normalise(kind, text);
        (normal == text && rules::has_form(kind, text)).then(|| DocumentNumber::new(kind, normal))
    }

    /// The kind of document.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The number in normal form: for the vault, the blind index and printing, never for logs.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The number as the given reader may see it.
    pub fn masked(&self, disclosure: Disclosure) -> String {
        mask_number(&self.text, disclosure)
    }

    /// The holder's birth date, where the number holds it.
    pub fn birth_date(&self) -> Option<CivilDate> {
        rules::birth_date(self.kind, &self.text)
    }

    /// The holder's sex, where the number holds it: an odd sequence number is male.
    pub fn sex(&self) -> Option<Sex> {
        let digit = match (self.kind, self.text.len()) {
            (_, 18) if rules::has_check_character(self.kind) => self.text.as_bytes()[16],
            (DocumentKind::CitizenCardFirstGeneration, 15) => self.text.as_bytes()[14],
            _ => return None,
        };
        Some(if (digit - b'0') % 2 == 1 { Sex::Male } else { Sex::Female })
    }

    /// The division of first registration, which a citizen's number keeps for life.
    pub fn division(&self) -> Option<DivisionCode> {
        match self.kind {
            DocumentKind::CitizenCard | DocumentKind::CitizenCardFirstGeneration => {
                self.text[..6].parse().ok()
            }
            _ => None,
        }
    }

    /// The three-digit country code (ISO 3166-1) in a foreigner's number of the edition of 2023, or
    /// the three letters in one of 2017.
    pub fn nationality(&self) -> Option<&str> {
        match self.edition()? {
            Edition::Of2017 => self.text.get(..3),
            Edition::Of2023 => self.text.get(3..6),
        }
    }

    /// The edition of a foreigner's permanent residence card.
    pub fn edition(&self) -> Option<Edition> {
        match (self.kind, self.text.len()) {
            (DocumentKind::ForeignerPermanentResidence, 15) => Some(Edition::Of2017),
            (DocumentKind::ForeignerPermanentResidence, _) => Some(Edition::Of2023),
            _ => None,
        }
    }

    /// The number of 18 characters that took the place of a first-generation one, so that both find
    /// the same person.
    pub fn eighteen(&self) -> Option<DocumentNumber> {
        if self.kind != DocumentKind::CitizenCardFirstGeneration {
            return None;
        }
        let mut text = format!("{}19{}", &self.text[..6], &self.text[6..]);
        text.push(check::mod_11_2(&text)?);
        Some(DocumentNumber::new(DocumentKind::CitizenCard, text))
    }

    /// What is worth a look although the number is taken.
    pub fn notices(&self, world: &World) -> Vec<DocumentFinding> {
        let (Some(division), Some(birth)) = (self.division(), self.birth_date()) else {
            return Vec::new();
        };
        let spells = world.divisions.spells(division);
        let ended =
            spells.iter().map(|spell| spell.to_year).max_by_key(|to| to.unwrap_or(i32::MAX));
        let tolerance = kernel::world::divisions::DivisionSpell::TOLERANCE_YEARS;
        match ended.flatten() {
            Some(to_year) if to_year + tolerance < birth.year() => {
                vec![DocumentFinding::DivisionRetiredBeforeBirth { division, to_year }]
            }
            _ => Vec::new(),
        }
    }

    /// Compares the number with what the same row says; an empty cell is not compared.
    pub fn compare(&self, birth: Option<CivilDate>, sex: Option<Sex>) -> Vec<DocumentFinding> {
        let differs = |a: bool, finding| a.then_some(finding);
        let other_birth = birth.zip(self.birth_date()).is_some_and(|(a, b)| a != b);
        let other_sex = sex.zip(self.sex()).is_some_and(|(a, b)| a != b);
        let findings = [
            differs(other_birth, DocumentFinding::BirthDateDiffers),
            differs(other_sex, DocumentFinding::SexDiffers),
        ];
        findings.into_iter().flatten().collect()
    }
}

/// Writes a citizen's number from its parts, for demonstrations and tests. The sequence is 0–999,
/// odd for men. Nothing when a part does not fit.
pub fn citizen_number(division: DivisionCode, birth: CivilDate, sequence: u16) -> Option<String> {
    if sequence > 999 || !(1000..10_000).contains(&birth.year()) {
        return None;
    }
    let mut text = format!("{division}{}{sequence:03}", birth.format("%Y%m%d"));
    text.push(check::mod_11_2(&text)?);
    Some(text)
}
