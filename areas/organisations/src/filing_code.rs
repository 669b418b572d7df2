//! The filing code of an evaluation body (机构备案编码): the first thirteen characters of every
//! certificate number it issues (人社鉴发〔2019〕2号).

use kernel::{DivisionCode, FieldProblem, World, text};
use serde::{Deserialize, Serialize};

/// The class of an evaluation body, the first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilingClass {
    /// `Y` 用人单位, an employer.
    Employer,
    /// `S` 社会培训评价组织, a social evaluation body; technical schools usually are.
    SocialEvaluationBody,
    /// `J` 技工院校, where a province gives technical schools a letter of their own.
    TechnicalSchool,
}

impl FilingClass {
    /// The letter.
    pub const fn letter(self) -> char {
        match self {
            FilingClass::Employer => 'Y',
            FilingClass::SocialEvaluationBody => 'S',
            FilingClass::TechnicalSchool => 'J',
        }
    }

    const ALL: [FilingClass; 3] =
        [FilingClass::Employer, FilingClass::SocialEvaluationBody, FilingClass::TechnicalSchool];
}

/// What a region adds to the national rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilingRules {
    /// Whether `J` is a class.
    pub technical_schools: bool,
    /// Two-digit codes that are taken besides those of provinces; 66 is usual for the Xinjiang corps
    /// (兵团), which reports for itself.
    pub more_provinces: Vec<u8>,
}

impl Default for FilingRules {
    fn default() -> Self {
        FilingRules { technical_schools: false, more_provinces: vec![66] }
    }
}

/// With whom a body is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FiledWith {
    /// With the ministry, which gave this body code (1–9999).
    Ministry(u16),
    /// With a province; the body code is 0000.
    Province,
}

/// A filing code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FilingCode {
    class: FilingClass,
    body: u16,
    province: u8,
    serial: u32,
}

/// What is wrong with a typed filing code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilingCodeFinding {
    /// Nothing was typed.
    Empty,
    /// Not thirteen characters.
    WrongLength {
        /// How many there are.
        found: usize,
    },
    /// The first character is no class of body.
    WrongClass,
    /// Something else than a digit after the first character.
    BadCharacter {
        /// Which place, counted from 1.
        position: usize,
    },
    /// The two digits of the province are none.
    NoSuchProvince(u8),
    /// The serial number is 000000.
    SerialZero,
}

impl FilingCodeFinding {
    /// The key of the text that says what is wrong and what to do.
    pub fn code(&self) -> &'static str {
        match self {
            FilingCodeFinding::Empty => "filing-code-empty",
            FilingCodeFinding::WrongLength { .. } => "filing-code-wrong-length",
            FilingCodeFinding::WrongClass => "filing-code-wrong-class",
            FilingCodeFinding::BadCharacter { .. } => "filing-code-bad-character",
            FilingCodeFinding::NoSuchProvince(_) => "filing-code-no-such-province",
            FilingCodeFinding::SerialZero => "filing-code-serial-zero",
        }
    }

    /// The values the text mentions.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            FilingCodeFinding::WrongLength { found } => vec![("found", found.to_string())],
            FilingCodeFinding::BadCharacter { position } => {
                vec![("position", position.to_string())]
            }
            FilingCodeFinding::NoSuchProvince(province) => {
                vec![("province", format!("{province:02}"))]
            }
            _ => Vec::new(),
        }
    }

    /// The finding as a problem of a form's field or a row's column.
    pub fn problem(&self, field: &'static str) -> FieldProblem {
        FieldProblem { field, code: self.code(), args: self.args() }
    }
}

impl FilingCode {
    /// The length of a code.
    pub const LENGTH: usize = 13;

    /// A code from its parts: body code up to 9999 (0 when filed with a province), a province of two
    /// digits, a serial of 1 to 999999. Nothing when a part is out of range.
    pub fn new(class: FilingClass, body: u16, province: u8, serial: u32) -> Option<FilingCode> {
        let fits =
            body <= 9999 && (10..=99).contains(&province) && (1..1_000_000).contains(&serial);
        fits.then_some(FilingCode { class, body, province, serial })
    }

    /// Takes a typed code: full-width forms, spaces and small letters are mended.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(
        typed: &str,
        rules: &FilingRules,
        world: &World,
    ) -> Result<FilingCode, Vec<FilingCodeFinding>> {
        let text = text::compact(typed).to_ascii_uppercase();
        let found = text.chars().count();
        if found == 0 {
            return Err(vec![FilingCodeFinding::Empty]);
        }
        if found != Self::LENGTH {
            return Err(vec![FilingCodeFinding::WrongLength { found }]);
        }
        let mut findings = Vec::new();
        let class = text.chars().next().and_then(|letter| class_of(letter, rules));
        if class.is_none() {
            findings.push(FilingCodeFinding::WrongClass);
        }
        let wrong = text.chars().zip(1..).skip(1).find(|(c, _)| !c.is_ascii_digit());
        if let Some((_, position)) = wrong {
            findings.push(FilingCodeFinding::BadCharacter { position });
            return Err(findings);
        }
        let number = |text: &str| text.parse::<u32>().unwrap_or_default();
        let digits: String = text.chars().skip(1).collect();
        let body = number(&digits[..4]) as u16;
        let province = number(&digits[4..6]) as u8;
        let serial = number(&digits[6..]);
        if !province_is_known(province, rules, world) {
            findings.push(FilingCodeFinding::NoSuchProvince(province));
        }
        if serial == 0 {
            findings.push(FilingCodeFinding::SerialZero);
        }
        match class.and_then(|class| FilingCode::new(class, body, province, serial)) {
            Some(code) if findings.is_empty() => Ok(code),
            _ => Err(findings),
        }
    }

    /// The class of body.
    pub fn class(&self) -> FilingClass {
        self.class
    }

    /// With whom the body is filed.
    pub fn filed_with(&self) -> FiledWith {
        if self.body == 0 { FiledWith::Province } else { FiledWith::Ministry(self.body) }
    }

    /// The two digits of the province of the body or site.
    pub fn province(&self) -> u8 {
        self.province
    }

    /// The serial number given by the province.
    pub fn serial(&self) -> u32 {
        self.serial
    }
}

fn class_of(letter: char, rules: &FilingRules) -> Option<FilingClass> {
    let class = FilingClass::ALL.into_iter().find(|class| class.letter() == letter)?;
    (class != FilingClass::TechnicalSchool || rules.technical_schools).then_some(class)
}

fn province_is_known(province: u8, rules: &FilingRules, world: &World) -> bool {
    let code = DivisionCode::new(u32::from(province) * 10_000);
    rules.more_provinces.contains(&province)
        || code.is_some_and(|code| world.divisions.ever_existed(code))
}

impl std::str::FromStr for FilingCode {
    type Err = &'static str;

    /// Reads a stored code: its form only, since the rules and provinces of today need not be those
    /// of the day on which it was given.
    fn from_str(text: &str) -> Result<FilingCode, &'static str> {
        read_form(text).ok_or("not a filing code")
    }
}

fn read_form(text: &str) -> Option<FilingCode> {
    let letter = text.chars().next()?;
    let class = FilingClass::ALL.into_iter().find(|class| class.letter() == letter)?;
    let digits = text.get(1..)?;
    if digits.len() != FilingCode::LENGTH - 1 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (body, province) = (digits[..4].parse().ok()?, digits[4..6].parse().ok()?);
    FilingCode::new(class, body, province, digits[6..].parse().ok()?)
}

impl From<FilingCode> for String {
    fn from(code: FilingCode) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for FilingCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<FilingCode, &'static str> {
        text.parse()
    }
}

impl std::fmt::Display for FilingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let FilingCode { class, body, province, serial } = self;
        write!(f, "{}{body:04}{province:02}{serial:06}", class.letter())
    }
}

impl std::fmt::Debug for FilingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FilingCode({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classification::shipped_world;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static WORLD: LazyLock<World> = LazyLock::new(|| shipped_world(&[]).unwrap());

    fn read(typed: &str) -> Result<FilingCode, Vec<FilingCodeFinding>> {
        FilingCode::read(typed, &FilingRules::default(), &WORLD)
    }

    #[test]
    fn codes_of_the_facts_are_taken_apart() {
        let body = read("S000044030012").unwrap();
        assert_eq!(body.class(), FilingClass::SocialEvaluationBody);
        assert_eq!(body.filed_with(), FiledWith::Province);
        assert_eq!((body.province(), body.serial()), (44, 30_012));
        let employer = read(" ｙ0001 37 020008").unwrap();
        assert_eq!(employer.to_string(), "Y000137020008");
        assert_eq!(employer.filed_with(), FiledWith::Ministry(1));
    }

    #[test]
    fn every_mistake_is_named() {
        use FilingCodeFinding::*;
        assert_eq!(read(" "), Err(vec![Empty]));
        assert_eq!(read("S00004403001"), Err(vec![WrongLength { found: 12 }]));
        assert_eq!(read("X000044030012"), Err(vec![WrongClass]));
        assert_eq!(read("S0000440300I2"), Err(vec![BadCharacter { position: 12 }]));
        assert_eq!(read("X0000440300I2"), Err(vec![WrongClass, BadCharacter { position: 12 }]));
        assert_eq!(read("S000090030012"), Err(vec![NoSuchProvince(90)]));
        assert_eq!(read("S000077030012"), Err(vec![NoSuchProvince(77)]));
        assert_eq!(read("S000044000000"), Err(vec![SerialZero]));
        assert_eq!(read("机构备案编码写在这一格里"), Err(vec![WrongLength { found: 12 }]));
    }

    #[test]
    fn regions_may_add_schools_and_reporting_units() {
        assert_eq!(read("J000044030012"), Err(vec![FilingCodeFinding::WrongClass]));
        let rules = FilingRules { technical_schools: true, more_provinces: Vec::new() };
        let school = FilingCode::read("J000044030012", &rules, &WORLD).unwrap();
        assert_eq!(school.class(), FilingClass::TechnicalSchool);
        assert!(read("S000066000001").is_ok());
        let strict = FilingCode::read("S000066000001", &rules, &WORLD);
        assert_eq!(strict, Err(vec![FilingCodeFinding::NoSuchProvince(66)]));
    }

    proptest! {
        #[test]
        fn codes_survive_text(body in 0u16..10_000, province in 11u8..=66, serial in 1u32..1_000_000, y: bool) {
            let class = if y { FilingClass::Employer } else { FilingClass::SocialEvaluationBody };
            let code = FilingCode::new(class, body, province, serial).unwrap();
            let text = code.to_string();
            prop_assert_eq!(text.len(), FilingCode::LENGTH);
            prop_assert_eq!(text.parse(), Ok(code));
            if let Ok(read) = read(&text) {
                prop_assert_eq!(read, code);
            }
        }

        #[test]
        fn no_text_makes_the_rules_panic(text in "\\PC{0,16}") {
            let _ = read(&text);
            let _ = text.parse::<FilingCode>();
        }
    }
}
