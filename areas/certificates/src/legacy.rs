//! Numbers of other and older schemes, which imports of history bring. They are recognised and kept as
//! they are, never made.

use crate::number::{CertificateNumber, NumberFinding, NumberRules};
use kernel::{SkillLevel, World, text};

/// What a typed number is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A number of a skill-level certificate.
    Level(CertificateNumber),
    /// A number of another scheme.
    Legacy(LegacyNumber),
}

/// A number of another scheme, in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LegacyNumber {
    /// 职业资格证书, sixteen digits. The region is a code of the labour ministry's own table, not of
    /// GB/T 2260.
    Qualification {
        /// The sixteen digits.
        number: String,
        /// The last two digits of the year of issue.
        year: u8,
        /// Province or ministry.
        region: u8,
        /// Prefecture; 0 when none.
        prefecture: u8,
        /// The kind of body, 0 centre to 4 enterprise committee.
        body_kind: u8,
        /// The body's serial.
        body: u16,
        /// The level, 5 to 1.
        level: SkillLevel,
        /// The serial of the certificate.
        serial: u32,
    },
    /// An old Shanghai number of thirteen digits, which look-ups fill up with three zeros in front.
    OldShanghai {
        /// The sixteen digits, filled up.
        padded: String,
    },
    /// A draft or local scheme of twenty characters that begins with `R`.
    Draft20 {
        /// The twenty characters.
        number: String,
        /// The level, 5 to 1.
        level: SkillLevel,
    },
    /// 专项职业能力证书 in the form this platform uses: `ZX`, division, year of four digits, serial. There
    /// is no levels in it, and no national rule.
    SpecialAbility {
        /// The eighteen characters.
        number: String,
    },
}

/// Tells what a typed number is.
///
/// # Errors
/// What is wrong with it as a number of a skill-level certificate, when it is of no other scheme
/// either.
pub fn recognise(
    typed: &str,
    rules: &NumberRules,
    world: &World,
) -> Result<Recognised, Vec<NumberFinding>> {
    let text = text::compact(typed).to_ascii_uppercase();
    if let Some(legacy) = legacy(&text) {
        return Ok(Recognised::Legacy(legacy));
    }
    CertificateNumber::read(&text, rules, world).map(Recognised::Level)
}

fn legacy(text: &str) -> Option<LegacyNumber> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        16 if digits => qualification(text),
        13 if digits => Some(LegacyNumber::OldShanghai { padded: format!("000{text}") }),
        18 if text.starts_with("ZX") => {
            let number = text[2..].bytes().all(|b| b.is_ascii_digit()).then(|| text.to_owned())?;
            Some(LegacyNumber::SpecialAbility { number })
        }
        20 if text.starts_with('R') => draft20(text),
        _ => None,
    }
}

fn qualification(text: &str) -> Option<LegacyNumber> {
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
    let body_kind = part(6, 7).filter(|kind| *kind <= 4)? as u8;
    let level = SkillLevel::from_digit(part(10, 11)? as u8)?;
    let serial = part(11, 16).filter(|serial| *serial > 0)?;
    Some(LegacyNumber::Qualification {
        number: text.to_owned(),
        year: part(0, 2)? as u8,
        region: part(2, 4)? as u8,
        prefecture: part(4, 6)? as u8,
        body_kind,
        body: part(7, 10)? as u16,
        level,
        serial,
    })
}

/// `R`, the way of filing, the kind of body, division, serial of the body, year, level, serial.
fn draft20(text: &str) -> Option<LegacyNumber> {
    let bytes = text.as_bytes();
    let letters = b"GSCX".contains(&bytes[1]) && b"NW".contains(&bytes[2]);
    let digits = bytes[3..].iter().all(u8::is_ascii_digit);
    if !letters || !digits {
        return None;
    }
    let level = SkillLevel::from_digit(bytes[14] - b'0')?;
    Some(LegacyNumber::Draft20 { number: text.to_owned(), level })
}

#[cfg(test)]
mod tests {
    use super::*;
    use classification::shipped_world;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static WORLD: LazyLock<World> = LazyLock::new(|| shipped_world(&[]).unwrap());

    fn tell(typed: &str) -> Result<Recognised, Vec<NumberFinding>> {
        recognise(typed, &NumberRules::default(), &WORLD)
    }

    #[test]
    fn a_qualification_number_is_taken_apart() {
        let expected = LegacyNumber::Qualification {
            number: "1410021205400037".to_owned(),
            year: 14,
            region: 10,
            prefecture: 2,
            body_kind: 1,
            body: 205,
            level: SkillLevel::Level4,
            serial: 37,
        };
        assert_eq!(tell(" 1410 0212 0540 0037"), Ok(Recognised::Legacy(expected)));
    }

    #[test]
    fn digits_that_break_the_old_rule_are_no_qualification_number() {
        for text in ["1410029205400037", "1410021205600037", "1410021205400000"] {
            assert_eq!(tell(text), Err(vec![NumberFinding::WrongLength { found: 16 }]), "{text}");
        }
    }

    #[test]
    fn the_other_schemes_are_told_apart() {
        let padded = "0001234567890123".to_owned();
        assert_eq!(
            tell("1234567890123"),
            Ok(Recognised::Legacy(LegacyNumber::OldShanghai { padded }))
        );
        let number = "RSN44030000121300015".to_owned();
        let level = SkillLevel::Level3;
        let draft = LegacyNumber::Draft20 { number: number.clone(), level };
        assert_eq!(tell(&number), Ok(Recognised::Legacy(draft)));
        let number = "ZX4403002025000001".to_owned();
        let special = LegacyNumber::SpecialAbility { number: number.clone() };
        assert_eq!(tell(&number), Ok(Recognised::Legacy(special)));
        assert!(matches!(tell("S000044030012243000123"), Ok(Recognised::Level(_))));
        assert_eq!(
            tell("RQN44030000121300015"),
            Err(vec![NumberFinding::WrongLength { found: 20 }])
        );
        assert_eq!(tell(""), Err(vec![NumberFinding::Empty]));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,24}", digits in "[0-9RSNZXG]{13,22}") {
            let _ = tell(&text);
            let _ = tell(&digits);
        }
    }
}
