//! Occupation codes (职业编码) of the occupational classification: `6-18-01-01`. What a code is
//! called on a date, and whether it is an occupation at all, is in the world.

use crate::text;
use serde::{Deserialize, Serialize};

/// A code of the classification: major (大类), sub-major (中类), minor (小类) and unit (细类) part.
///
/// Unused parts are 0. The digits do not tell the rank: `00` at the end also names a minor class
/// that is itself an occupation (4-08-06-00), and a sub-major class may hold occupations directly
/// (1-01-00-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct OccupationCode(u32);

/// Why a text is not an occupation code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedOccupationCode;

impl MalformedOccupationCode {
    /// The key of the text that says what to do.
    pub const CODE: &'static str = "occupation-code-malformed";
}

impl std::fmt::Display for MalformedOccupationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not an occupation code of the form d-dd-dd-dd")
    }
}

impl std::error::Error for MalformedOccupationCode {}

/// The part that marks the residual class of its parent (其他…).
const RESIDUAL: u32 = 99;

impl OccupationCode {
    /// A code from its parts; nothing unless the major part is 1–9, the others are below 100, and
    /// the minor and sub-major parts leave no hole (a unit may stand directly below a sub-major).
    pub const fn new(major: u32, sub_major: u32, minor: u32, unit: u32) -> Option<Self> {
        let in_range = major >= 1 && major <= 9 && sub_major < 100 && minor < 100 && unit < 100;
        if !in_range || (sub_major == 0 && (minor > 0 || unit > 0)) {
            return None;
        }
        Some(OccupationCode(major * 1_000_000 + sub_major * 10_000 + minor * 100 + unit))
    }

    /// The code as a number of seven digits, as it is stored.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The code of a stored number.
    pub const fn from_number(number: u32) -> Option<Self> {
        let (major, rest) = (number / 1_000_000, number % 1_000_000);
        OccupationCode::new(major, rest / 10_000, rest / 100 % 100, rest % 100)
    }

    /// The number of the major class (大类), 1–8 in the present classification.
    pub const fn major_number(self) -> u32 {
        self.0 / 1_000_000
    }

    /// The code of the major class (大类).
    pub const fn major(self) -> Self {
        OccupationCode(self.0 / 1_000_000 * 1_000_000)
    }

    /// The code of the sub-major class (中类); a major class's own code for a major class.
    pub const fn sub_major(self) -> Self {
        OccupationCode(self.0 / 10_000 * 10_000)
    }

    /// The code of the minor class (小类).
    pub const fn minor(self) -> Self {
        OccupationCode(self.0 / 100 * 100)
    }

    /// Whether the code is or lies in a residual class (`99`), which is not an occupation.
    pub const fn is_residual(self) -> bool {
        self.0 % 100 == RESIDUAL
            || self.0 / 100 % 100 == RESIDUAL
            || self.0 / 10_000 % 100 == RESIDUAL
    }

    /// Whether skill-level evaluation applies to the major class: 3 to 6. Class 2 has professional
    /// grades instead (source: provincial notice on evaluation, 2026).
    pub const fn in_evaluated_class(self) -> bool {
        matches!(self.major_number(), 3..=6)
    }

    /// Whether `other` is this code or lies below it by its digits.
    pub const fn covers(self, other: OccupationCode) -> bool {
        let span = if self.0.is_multiple_of(1_000_000) {
            1_000_000
        } else if self.0.is_multiple_of(10_000) {
            10_000
        } else if self.0.is_multiple_of(100) {
            100
        } else {
            1
        };
        other.0 / span == self.0 / span
    }

    /// Reads what people type: full-width digits, other dashes, spaces around, or the seven digits
    /// without dashes.
    pub fn read(typed: &str) -> Result<Self, MalformedOccupationCode> {
        let text: String = text::compact(typed)
            .chars()
            .map(|c| if matches!(c, '–' | '—' | '‐' | '‑' | '−' | '―') { '-' } else { c })
            .collect();
        if text.len() == 7 && text.bytes().all(|b| b.is_ascii_digit()) {
            let number = text.parse().map_err(|_| MalformedOccupationCode)?;
            return OccupationCode::from_number(number).ok_or(MalformedOccupationCode);
        }
        text.parse()
    }
}

impl std::str::FromStr for OccupationCode {
    type Err = MalformedOccupationCode;

    /// Reads the written form `d-dd-dd-dd` and nothing else.
    fn from_str(text: &str) -> Result<Self, MalformedOccupationCode> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().map_err(|_| MalformedOccupationCode)?;
        let mut digits = [0u32; 7];
        let places = [0, 2, 3, 5, 6, 8, 9];
        for (digit, place) in digits.iter_mut().zip(places) {
            if !bytes[place].is_ascii_digit() {
                return Err(MalformedOccupationCode);
            }
            *digit = u32::from(bytes[place] - b'0');
        }
        if [bytes[1], bytes[4], bytes[7]] != *b"---" {
            return Err(MalformedOccupationCode);
        }
        let [major, a, b, c, d, e, f] = digits;
        OccupationCode::new(major, a * 10 + b, c * 10 + d, e * 10 + f)
            .ok_or(MalformedOccupationCode)
    }
}

impl std::fmt::Display for OccupationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rest = self.0 % 1_000_000;
        let (sub_major, minor, unit) = (rest / 10_000, rest / 100 % 100, rest % 100);
        write!(f, "{}-{sub_major:02}-{minor:02}-{unit:02}", self.major_number())
    }
}

impl From<OccupationCode> for String {
    fn from(code: OccupationCode) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for OccupationCode {
    type Error = MalformedOccupationCode;

    fn try_from(text: String) -> Result<Self, MalformedOccupationCode> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> OccupationCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_knows_the_classes_it_lies_in() {
        let turner = code("6-18-01-01");
        assert_eq!(turner.major(), code("6-00-00-00"));
        assert_eq!(turner.sub_major(), code("6-18-00-00"));
        assert_eq!(turner.minor(), code("6-18-01-00"));
        assert_eq!(turner.number(), 6_180_101);
        assert!(code("6-18-00-00").covers(turner) && !code("6-19-00-00").covers(turner));
        assert!(turner.covers(turner) && !turner.covers(code("6-18-01-02")));
        assert!(turner.in_evaluated_class() && !code("2-02-10-09").in_evaluated_class());
    }

    #[test]
    fn residual_classes_are_known_by_their_digits() {
        for residual in ["4-99-00-00", "6-31-99-00", "6-31-03-99"] {
            assert!(code(residual).is_residual(), "{residual}");
        }
        assert!(!code("4-08-06-00").is_residual());
    }

    #[test]
    fn only_the_written_form_parses_but_people_may_type_others() {
        for text in
            ["6-18-01", "6-18-01-1", "0-18-01-01", "6-00-01-01", "6-18-01-0a", "６-18-01-01"]
        {
            assert_eq!(text.parse::<OccupationCode>(), Err(MalformedOccupationCode), "{text}");
        }
        for typed in ["６－１８－０１－０１", " 6–18–01–01 ", "6180101", "6-18-01-01\u{200B}"]
        {
            assert_eq!(OccupationCode::read(typed), Ok(code("6-18-01-01")), "{typed}");
        }
        assert_eq!(OccupationCode::read("618010"), Err(MalformedOccupationCode));
        assert_eq!(OccupationCode::read("车工"), Err(MalformedOccupationCode));
    }

    proptest! {
        #[test]
        fn codes_survive_text_and_number(a in 1u32..=9, b in 1u32..100, c in 0u32..100, d in 0u32..100) {
            let code = OccupationCode::new(a, b, c, d).unwrap();
            prop_assert_eq!(code.to_string().parse::<OccupationCode>(), Ok(code));
            prop_assert_eq!(OccupationCode::from_number(code.number()), Some(code));
            prop_assert_eq!(OccupationCode::read(&code.number().to_string()), Ok(code));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,12}") {
            let _ = OccupationCode::read(&text);
        }
    }
}
