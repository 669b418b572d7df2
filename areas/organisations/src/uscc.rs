//! The unified social credit code (统一社会信用代码, GB 32100-2015): eighteen characters, of which the
//! first names the registering department, the second the type of body, six the division of
//! registration, nine the organisation (GB 11714), and the last checks the others.

use kernel::world::DEMO_PROVINCE;
use kernel::{DivisionCode, FieldProblem, Lang, World, text};

/// The 31 characters of a code: no I, O, S, V and Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 3^i mod 31 for the first seventeen places.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Weights of the organisation code's first eight places.
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// The division part of bodies registered with a central department.
const CENTRAL: u32 = 100_000;

/// A code whose check character holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uscc([u8; 18]);

/// What is wrong with a code, or worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsccFinding {
    /// Nothing was typed.
    Empty,
    /// Not eighteen characters.
    WrongLength {
        /// How many there are.
        found: usize,
    },
    /// A character that no code has, or a letter among the digits of the division.
    BadCharacter {
        /// Which place, counted from 1.
        position: usize,
    },
    /// The last character does not follow from the others.
    WrongCheckCharacter,
    /// The division of the fictional province in a world that is no demonstration.
    DemoDivision,
    /// Only worth a look: the organisation code's own check character does not hold, as with some old
    /// bodies.
    InnerCheckFails,
    /// Only worth a look: the division is not in the table. Registration offices have codes of their
    /// own, for development zones for example.
    DivisionUnknown(u32),
    /// Only worth a look: the first two characters are none of the usual ones.
    UnusualType,
}

impl UsccFinding {
    /// The key of the text that says what is wrong and what to do.
    pub fn code(&self) -> &'static str {
        match self {
            UsccFinding::Empty => "uscc-empty",
            UsccFinding::WrongLength { .. } => "uscc-wrong-length",
            UsccFinding::BadCharacter { .. } => "uscc-bad-character",
            UsccFinding::WrongCheckCharacter => "uscc-wrong-check-character",
            UsccFinding::DemoDivision => "uscc-demo-division",
            UsccFinding::InnerCheckFails => "uscc-inner-check-fails",
            UsccFinding::DivisionUnknown(_) => "uscc-division-unknown",
            UsccFinding::UnusualType => "uscc-unusual-type",
        }
    }

    /// The values the text mentions.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            UsccFinding::WrongLength { found } => vec![("found", found.to_string())],
            UsccFinding::BadCharacter { position } => vec![("position", position.to_string())],
            UsccFinding::DivisionUnknown(digits) => vec![("division", format!("{digits:06}"))],
            _ => Vec::new(),
        }
    }

    /// The finding as a problem of a form's field or a row's column.
    pub fn problem(&self, field: &'static str) -> FieldProblem {
        FieldProblem { field, code: self.code(), args: self.args() }
    }
}

/// What sort of body the first two characters name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyType {
    /// 11 机关
    Organ,
    /// 12 事业单位: most technical schools.
    PublicInstitution,
    /// 13 群众团体
    MassOrganisation,
    /// 31 律师事务所
    LawFirm,
    /// 51 社会团体
    Association,
    /// 52 民办非企业单位: most private training schools.
    PrivateNonEnterprise,
    /// 53 基金会
    Foundation,
    /// 91 企业
    Enterprise,
    /// 92 个体工商户
    IndividualBusiness,
    /// 93 农民专业合作社
    FarmersCooperative,
    /// N1, N2, N3 农村集体经济组织
    RuralCollective,
    /// 19, Y1 and whatever else a department registers.
    Other,
}

impl BodyType {
    /// The word for people.
    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            BodyType::Organ => ("机关", "Party or government organ"),
            BodyType::PublicInstitution => ("事业单位", "Public institution"),
            BodyType::MassOrganisation => ("群众团体", "Mass organisation"),
            BodyType::LawFirm => ("律师事务所", "Law firm"),
            BodyType::Association => ("社会团体", "Association"),
            BodyType::PrivateNonEnterprise => ("民办非企业单位", "Private non-enterprise unit"),
            BodyType::Foundation => ("基金会", "Foundation"),
            BodyType::Enterprise => ("企业", "Enterprise"),
            BodyType::IndividualBusiness => ("个体工商户", "Individual business"),
            BodyType::FarmersCooperative => ("农民专业合作社", "Farmers' cooperative"),
            BodyType::RuralCollective => ("农村集体经济组织", "Rural collective"),
            BodyType::Other => ("其他", "Other"),
        };
        lang.pick(zh, en)
    }
}

impl Uscc {
    /// The length of a code.
    pub const LENGTH: usize = 18;

    /// Takes a typed code: full-width forms, spaces and small letters are mended.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(typed: &str, world: &World) -> Result<Uscc, Vec<UsccFinding>> {
        let text = text::compact(typed).to_ascii_uppercase();
        let found = text.chars().count();
        if found == 0 {
            return Err(vec![UsccFinding::Empty]);
        }
        if found != 18 {
            return Err(vec![UsccFinding::WrongLength { found }]);
        }
        let fits = |(c, position): &(char, usize)| match position {
            3..=8 => c.is_ascii_digit(),
            _ => c.is_ascii() && ALPHABET.contains(&(*c as u8)),
        };
        if let Some((_, position)) = text.chars().zip(1..).find(|place| !fits(place)) {
            return Err(vec![UsccFinding::BadCharacter { position }]);
        }
        let code: Uscc = text.parse().map_err(|_| vec![UsccFinding::WrongCheckCharacter])?;
        let demo = code.division().is_some_and(|d| d.province() == DEMO_PROVINCE);
        if demo && !world.demo {
            return Err(vec![UsccFinding::DemoDivision]);
        }
        Ok(code)
    }

    /// Writes a code from its parts and the two check characters; for demonstrations and tests. The
    /// organisation part is eight characters. Nothing when a part does not fit.
    pub fn compose(kind: &str, division: DivisionCode, organisation: &str) -> Option<Uscc> {
        let mut text = format!("{kind}{division}{organisation}");
        if kind.len() != 2 || organisation.len() != 8 || !text.is_ascii() {
            return None;
        }
        text.push(char::from(inner_check(organisation.as_bytes())?));
        text.push(char::from(check_character(text.as_bytes())?));
        text.parse().ok()
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// What the first two characters name.
    pub fn body_type(&self) -> BodyType {
        match &self.0[..2] {
            b"11" => BodyType::Organ,
            b"12" => BodyType::PublicInstitution,
            b"13" => BodyType::MassOrganisation,
            b"31" => BodyType::LawFirm,
            b"51" => BodyType::Association,
            b"52" => BodyType::PrivateNonEnterprise,
            b"53" => BodyType::Foundation,
            b"91" => BodyType::Enterprise,
            b"92" => BodyType::IndividualBusiness,
            b"93" => BodyType::FarmersCooperative,
            b"N1" | b"N2" | b"N3" => BodyType::RuralCollective,
            _ => BodyType::Other,
        }
    }

    /// The division of registration; nothing for digits that begin with 0.
    pub fn division(&self) -> Option<DivisionCode> {
        self.as_str()[2..8].parse().ok()
    }

    /// The organisation code (GB 11714) with its own check character.
    pub fn organisation_code(&self) -> &str {
        &self.as_str()[8..17]
    }

    /// What is worth a look although the code is taken.
    pub fn notices(&self, world: &World) -> Vec<UsccFinding> {
        let mut notices = Vec::new();
        if inner_check(&self.0[8..16]) != Some(self.0[16]) {
            notices.push(UsccFinding::InnerCheckFails);
        }
        let digits: u32 = self.as_str()[2..8].parse().unwrap_or_default();
        let known = self.division().is_some_and(|d| world.divisions.ever_existed(d));
        if !known && digits != CENTRAL {
            notices.push(UsccFinding::DivisionUnknown(digits));
        }
        if self.body_type() == BodyType::Other && !matches!(&self.0[..2], b"19" | b"Y1") {
            notices.push(UsccFinding::UnusualType);
        }
        notices
    }
}

impl std::str::FromStr for Uscc {
    type Err = &'static str;

    /// Reads the written form and nothing else.
    fn from_str(text: &str) -> Result<Uscc, &'static str> {
        let malformed = "not a unified social credit code";
        let bytes: [u8; 18] = text.as_bytes().try_into().map_err(|_| malformed)?;
        let digits = bytes[2..8].iter().all(u8::is_ascii_digit);
        let holds = check_character(&bytes[..17]) == Some(bytes[17]);
        if digits && holds { Ok(Uscc(bytes)) } else { Err(malformed) }
    }
}

impl std::fmt::Display for Uscc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Uscc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Uscc({self})")
    }
}

/// The last character of the code over the first seventeen.
fn check_character(front: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (c, weight) in front.iter().zip(WEIGHTS) {
        sum += ALPHABET.iter().position(|a| a == c)? * weight;
    }
    Some(ALPHABET[(31 - sum % 31) % 31])
}

/// The last character of the organisation code over its first eight.
fn inner_check(front: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (c, weight) in front.iter().zip(INNER_WEIGHTS) {
        sum += char::from(*c).to_digit(36)? * weight;
    }
    match 11 - sum % 11 {
        10 => Some(b'X'),
        11 => Some(b'0'),
        digit => Some(b'0' + digit as u8),
    }
}

#[cfg(test)]
#[path = "uscc_tests.rs"]
mod tests;
