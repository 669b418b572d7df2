//! The number of a skill-level certificate (职业技能等级证书编号, 人社鉴发〔2019〕2号): the filing code of
//! the body (13), two digits of the year, one character of the level, six digits of a serial. There is
//! no check character: duplicates and gaps are caught by a counter per body, year and level.

use kernel::{FieldProblem, LevelSymbols, SkillLevel, World, text};
use organisations::{FilingCode, FilingCodeFinding, FilingRules};

/// What a region configures about numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberRules {
    /// The rules about filing codes.
    pub filing: FilingRules,
    /// The letters of the appointed levels.
    pub symbols: LevelSymbols,
}

/// Everything of a number but its serial: numbers of one series are counted from 1 without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumberSeries {
    filing: FilingCode,
    year: u16,
    level: SkillLevel,
}

/// A certificate number.
///
/// It has no `Display`, since the letters of the appointed levels are configuration:
/// [`CertificateNumber::print`] asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CertificateNumber {
    series: NumberSeries,
    serial: u32,
}

/// What is wrong with a typed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFinding {
    /// Nothing was typed.
    Empty,
    /// Not twenty-two characters.
    WrongLength {
        /// How many there are.
        found: usize,
    },
    /// The filing code in it is wrong.
    Filing(FilingCodeFinding),
    /// A character that does not belong at its place, counted from 1.
    BadCharacter {
        /// Which place.
        position: usize,
    },
    /// The sixteenth character is no level.
    WrongLevel,
    /// The serial number is 000000.
    SerialZero,
}

impl NumberFinding {
    /// The key of the text that says what is wrong and what to do.
    pub fn code(&self) -> &'static str {
        match self {
            NumberFinding::Empty => "certificate-number-empty",
            NumberFinding::WrongLength { .. } => "certificate-number-wrong-length",
            NumberFinding::Filing(finding) => finding.code(),
            NumberFinding::BadCharacter { .. } => "certificate-number-bad-character",
            NumberFinding::WrongLevel => "certificate-number-wrong-level",
            NumberFinding::SerialZero => "certificate-number-serial-zero",
        }
    }

    /// The values the text mentions.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            NumberFinding::WrongLength { found } => vec![("found", found.to_string())],
            NumberFinding::BadCharacter { position } => vec![("position", position.to_string())],
            NumberFinding::Filing(finding) => finding.args(),
            _ => Vec::new(),
        }
    }

    /// The finding as a problem of a form's field or a row's column.
    pub fn problem(&self, field: &'static str) -> FieldProblem {
        FieldProblem { field, code: self.code(), args: self.args() }
    }
}

impl NumberSeries {
    /// The last serial of a series.
    pub const LAST_SERIAL: u32 = 999_999;

    /// The years that two digits can name.
    const YEARS: std::ops::RangeInclusive<u16> = 2000..=2099;

    /// The series of a body, a year of issue and a level. Nothing for a year outside 2000–2099 or an
    /// apprentice, who gets no such number.
    pub fn new(filing: FilingCode, year: u16, level: SkillLevel) -> Option<NumberSeries> {
        let fits = Self::YEARS.contains(&year) && level != SkillLevel::Apprentice;
        fits.then_some(NumberSeries { filing, year, level })
    }

    /// The number with this serial, 1 to [`NumberSeries::LAST_SERIAL`]; nothing beyond.
    pub fn number(self, serial: u32) -> Option<CertificateNumber> {
        let fits = (1..=Self::LAST_SERIAL).contains(&serial);
        fits.then_some(CertificateNumber { series: self, serial })
    }

    /// The body's filing code.
    pub fn filing(&self) -> FilingCode {
        self.filing
    }

    /// The year of issue, four digits.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The level.
    pub fn level(&self) -> SkillLevel {
        self.level
    }
}

impl CertificateNumber {
    /// The length of a number.
    pub const LENGTH: usize = 22;

    /// Takes a typed number: full-width forms, spaces and small letters are mended.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(
        typed: &str,
        rules: &NumberRules,
        world: &World,
    ) -> Result<CertificateNumber, Vec<NumberFinding>> {
        let text = text::compact(typed).to_ascii_uppercase();
        let found = text.chars().count();
        if found == 0 {
            return Err(vec![NumberFinding::Empty]);
        }
        if found != Self::LENGTH {
            return Err(vec![NumberFinding::WrongLength { found }]);
        }
        let filing: String = text.chars().take(FilingCode::LENGTH).collect();
        let filing = FilingCode::read(&filing, &rules.filing, world);
        let mut findings = Vec::new();
        for finding in filing.as_ref().err().into_iter().flatten() {
            findings.push(NumberFinding::Filing(*finding));
        }
        let wrong = |(c, position): &(char, usize)| *position != 16 && !c.is_ascii_digit();
        if let Some((_, position)) = text.chars().zip(1..).skip(FilingCode::LENGTH).find(wrong) {
            findings.push(NumberFinding::BadCharacter { position });
        }
        let level = text.chars().nth(15).and_then(|symbol| rules.symbols.level(symbol));
        if level.is_none() {
            findings.push(NumberFinding::WrongLevel);
        }
        let serial = text.chars().skip(16).collect::<String>();
        if serial == "000000" {
            findings.push(NumberFinding::SerialZero);
        }
        match (filing, level) {
            (Ok(filing), Some(level)) if findings.is_empty() => {
                let year: String = text.chars().skip(13).take(2).collect();
                let number = make(filing, &year, level, &serial);
                number.ok_or_else(|| vec![NumberFinding::SerialZero])
            }
            _ => Err(findings),
        }
    }

    /// Reads a stored number: its form only, since the rules and provinces of today need not be those
    /// of the day on which it was given. Nothing when it has another form.
    pub fn stored(text: &str, symbols: LevelSymbols) -> Option<CertificateNumber> {
        if text.len() != Self::LENGTH || !text.is_ascii() {
            return None;
        }
        let filing = text[..13].parse().ok()?;
        let level = symbols.level(char::from(text.as_bytes()[15]))?;
        make(filing, &text[13..15], level, &text[16..])
    }

    /// The twenty-two characters.
    pub fn print(&self, symbols: LevelSymbols) -> String {
        let NumberSeries { filing, year, level } = self.series;
        let symbol = symbols.symbol(level).unwrap_or('0');
        format!("{filing}{:02}{symbol}{:06}", year % 100, self.serial)
    }

    /// What is counted together with it.
    pub fn series(&self) -> NumberSeries {
        self.series
    }

    /// The serial within the series.
    pub fn serial(&self) -> u32 {
        self.serial
    }
}

fn make(
    filing: FilingCode,
    year: &str,
    level: SkillLevel,
    serial: &str,
) -> Option<CertificateNumber> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok());
    let year: u32 = digits(year).flatten()?;
    let serial = digits(serial).flatten()?;
    NumberSeries::new(filing, 2000 + year as u16, level)?.number(serial)
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
