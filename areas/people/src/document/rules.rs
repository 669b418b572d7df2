//! The rules about the number of each kind of document.

use super::finding::{DivisionDigits, DocumentFinding};
use super::number::DocumentNumber;
use super::{DocumentKind, guess};
use chrono::{Datelike, Months};
use kernel::world::divisions::DivisionSpell;
use kernel::{CivilDate, DivisionCode, World, check as checks, text};

/// The first six digits of residence permits: Hong Kong, Macao, Taiwan. 830000 is not a division.
pub(super) const PERMIT_AREAS: [&str; 3] = ["810000", "820000", "830000"];

/// Checks a typed number: full-width forms, spaces and a small x are mended, everything else must
/// hold.
///
/// # Errors
/// Everything that is wrong with it, as far as one mistake does not hide the next.
pub fn check(
    kind: DocumentKind,
    typed: &str,
    world: &World,
    today: CivilDate,
) -> Result<DocumentNumber, Vec<DocumentFinding>> {
    let text = normalise(kind, typed);
    if text.is_empty() {
        return Err(vec![DocumentFinding::Empty]);
    }
    if is_rounded(&text) {
        return Err(vec![DocumentFinding::DigitsLost]);
    }
    let findings = match kind {
        DocumentKind::CitizenCard => citizen(&text, world, today),
        DocumentKind::CitizenCardFirstGeneration => first_generation(&text, world, today),
        DocumentKind::ResidencePermit => residence_permit(&text, today),
        DocumentKind::ForeignerPermanentResidence => foreigner(&text, world, today),
        other if has_form(other, &text) => Vec::new(),
        other => vec![DocumentFinding::WrongForm(other)],
    };
    if findings.is_empty() { Ok(DocumentNumber::new(kind, text)) } else { Err(findings) }
}

/// The normal form: half-width capitals without spaces; look-alikes of X are X; an apostrophe that
/// marks a cell as text goes, and so do the brackets around a last digit.
pub(super) fn normalise(kind: DocumentKind, typed: &str) -> String {
    let compact = text::compact(typed);
    let bare = compact.trim_start_matches(['\'', '‘', '’', '`']);
    let bracketed = matches!(
        kind,
        DocumentKind::HongKongIdentityDocument
            | DocumentKind::MacaoIdentityDocument
            | DocumentKind::TaiwanTravelPermit
    );
    let kept = bare.chars().filter(|c| !bracketed || !matches!(c, '(' | ')' | '/'));
    let upper = kept.map(|c| match c {
        '×' | 'Х' | 'х' | 'Ⅹ' | 'ⅹ' => 'X',
        other => other.to_ascii_uppercase(),
    });
    upper.collect()
}

/// Whether the text is a number as spreadsheet programs round it: `1.10105E+17`.
fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once('E') else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let number = |part: &str, point: bool| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || (point && c == '.'))
    };
    exponent.len() <= 2
        && mantissa.contains('.')
        && number(mantissa, true)
        && number(exponent, false)
}

/// Kinds whose numbers of 18 characters end with the check character of ISO 7064 MOD 11-2.
pub(super) fn has_check_character(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::CitizenCard
            | DocumentKind::ResidencePermit
            | DocumentKind::ForeignerPermanentResidence
    )
}

/// Whether a text in normal form has the form of its kind; no check character, date or division.
pub(super) fn has_form(kind: DocumentKind, text: &str) -> bool {
    match kind {
        DocumentKind::CitizenCard | DocumentKind::ResidencePermit => eighteen(text).is_ok(),
        DocumentKind::CitizenCardFirstGeneration => matches(text, "999999999999999"),
        DocumentKind::ForeignerPermanentResidence => {
            matches(text, "AAA999999999999") || (text.starts_with('9') && eighteen(text).is_ok())
        }
        DocumentKind::HongKongMacaoTravelPermit => {
            text.starts_with(['H', 'M'])
                && (matches(text, "A99999999") || matches(text, "A9999999999"))
        }
        DocumentKind::TaiwanTravelPermit => {
            matches(text, "99999999") || matches(text, "9999999999A")
        }
        DocumentKind::HongKongIdentityDocument => {
            // The last character is a check digit or A; the rule for it is not checked.
            let digit_last = text.strip_suffix('A').map_or(text.to_owned(), |t| format!("{t}0"));
            matches(&digit_last, "A9999999") || matches(&digit_last, "AA9999999")
        }
        DocumentKind::MacaoIdentityDocument => matches(text, "99999999"),
        DocumentKind::TaiwanIdentityDocument => {
            matches(text, "A999999999") || matches(text, "AA99999999")
        }
        DocumentKind::Passport => {
            (5..=15).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
                && text.bytes().any(|b| b.is_ascii_digit())
        }
        DocumentKind::OfficerCard => {
            let is_part = |c: char| {
                c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-' || crate::name::is_han(c)
            };
            (5..=20).contains(&text.chars().count())
                && text.chars().all(is_part)
                && text.chars().filter(char::is_ascii_digit).count() >= 4
        }
    }
}

/// Whether a text follows a pattern of `9` for a digit and `A` for a capital.
pub(super) fn matches(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(c, sort)| match sort {
            b'9' => c.is_ascii_digit(),
            _ => c.is_ascii_uppercase(),
        })
}

/// Seventeen digits and a digit or X.
fn eighteen(text: &str) -> Result<(), DocumentFinding> {
    digits_of_length(text, 18, "18", |position, c| {
        c.is_ascii_digit() || (position == 18 && c == 'X')
    })
}

fn digits_of_length(
    text: &str,
    length: usize,
    expected: &'static str,
    fits: impl Fn(usize, char) -> bool,
) -> Result<(), DocumentFinding> {
    let found = text.chars().count();
    if found != length {
        return Err(DocumentFinding::WrongLength { found, expected });
    }
    let wrong = text.chars().zip(1..).find(|(c, position)| !fits(*position, *c));
    match wrong {
        Some((_, position)) => Err(DocumentFinding::BadCharacter { position }),
        None => Ok(()),
    }
}

pub(super) fn check_character_holds(text: &str) -> bool {
    checks::mod_11_2(&text[..17]) == text.chars().last()
}

/// The birth date in a number of good form.
pub(super) fn birth_date(kind: DocumentKind, text: &str) -> Option<CivilDate> {
    let digits = match (kind, text.len()) {
        (_, 18) if has_check_character(kind) => text[6..14].to_owned(),
        (DocumentKind::CitizenCardFirstGeneration, 15) => format!("19{}", &text[6..12]),
        _ => return None,
    };
    let number: i32 = digits.parse().ok()?;
    let (month, day) = (number / 100 % 100, number % 100);
    CivilDate::from_ymd_opt(number / 10_000, month as u32, day as u32)
}

fn check_character(text: &str) -> Option<DocumentFinding> {
    if check_character_holds(text) {
        return None;
    }
    // A spreadsheet program keeps fifteen digits of a number and writes zeros for the rest.
    let rounded = text.ends_with("000");
    Some(if rounded { DocumentFinding::DigitsLost } else { DocumentFinding::WrongCheckCharacter })
}

fn birth(kind: DocumentKind, text: &str, today: CivilDate) -> Option<DocumentFinding> {
    let Some(birth) = birth_date(kind, text) else {
        return Some(DocumentFinding::ImpossibleBirthDate);
    };
    let oldest = today.checked_sub_months(Months::new(DocumentFinding::OLDEST_YEARS * 12));
    if birth > today {
        Some(DocumentFinding::BornInFuture)
    } else if oldest.is_some_and(|oldest| birth < oldest) {
        Some(DocumentFinding::TooOld)
    } else {
        None
    }
}

/// The division of first registration: it must have existed at some time up to today. It may have
/// been made after the holder's birth (later registration) or retired long ago.
fn division(text: &str, world: &World, today: CivilDate) -> Option<DocumentFinding> {
    let digits: u32 = text[..6].parse().ok()?;
    let never = DocumentFinding::DivisionNeverExisted(DivisionDigits(digits));
    let Some(division) = DivisionCode::new(digits) else {
        return Some(never);
    };
    let spells = world.divisions.spells(division);
    let first = spells.iter().map(|spell| spell.from_year.unwrap_or(i32::MIN)).min();
    match first {
        None => Some(never),
        Some(from_year) => {
            let too_early = i64::from(from_year) - i64::from(DivisionSpell::TOLERANCE_YEARS);
            (too_early > i64::from(today.year()))
                .then_some(DocumentFinding::DivisionInFuture { division, from_year })
        }
    }
}

fn citizen(text: &str, world: &World, today: CivilDate) -> Vec<DocumentFinding> {
    if has_form(DocumentKind::CitizenCardFirstGeneration, text) {
        return vec![DocumentFinding::FirstGenerationLapsed];
    }
    if let Err(finding) = eighteen(text) {
        return vec![finding];
    }
    let of_another_kind = guess::kind_of_eighteen(text);
    let place = if of_another_kind == DocumentKind::CitizenCard {
        division(text, world, today)
    } else {
        Some(DocumentFinding::OtherKind(of_another_kind))
    };
    let kind = DocumentKind::CitizenCard;
    [check_character(text), birth(kind, text, today), place].into_iter().flatten().collect()
}

fn first_generation(text: &str, world: &World, today: CivilDate) -> Vec<DocumentFinding> {
    if eighteen(text).is_ok() {
        return vec![DocumentFinding::OtherKind(DocumentKind::CitizenCard)];
    }
    if let Err(finding) = digits_of_length(text, 15, "15", |_, c| c.is_ascii_digit()) {
        return vec![finding];
    }
    let kind = DocumentKind::CitizenCardFirstGeneration;
    [birth(kind, text, today), division(text, world, today)].into_iter().flatten().collect()
}

fn residence_permit(text: &str, today: CivilDate) -> Vec<DocumentFinding> {
    if let Err(finding) = eighteen(text) {
        return vec![finding];
    }
    let kind = guess::kind_of_eighteen(text);
    let place = (kind != DocumentKind::ResidencePermit).then_some(DocumentFinding::OtherKind(kind));
    let kind = DocumentKind::ResidencePermit;
    [check_character(text), birth(kind, text, today), place].into_iter().flatten().collect()
}

fn foreigner(text: &str, world: &World, today: CivilDate) -> Vec<DocumentFinding> {
    let kind = DocumentKind::ForeignerPermanentResidence;
    if text.chars().count() == 15 {
        let fits = |position, c: char| {
            if position <= 3 { c.is_ascii_uppercase() } else { c.is_ascii_digit() }
        };
        return digits_of_length(text, 15, "15", fits).err().into_iter().collect();
    }
    match eighteen(text) {
        Err(DocumentFinding::WrongLength { found, .. }) => {
            return vec![DocumentFinding::WrongLength { found, expected: "15/18" }];
        }
        Err(finding) => return vec![finding],
        Ok(()) => {}
    }
    let seen = guess::kind_of_eighteen(text);
    let place =
        if seen != kind { Some(DocumentFinding::OtherKind(seen)) } else { province(text, world) };
    [check_character(text), birth(kind, text, today), place].into_iter().flatten().collect()
}

fn province(text: &str, world: &World) -> Option<DocumentFinding> {
    let number: u32 = text[1..3].parse().ok()?;
    let known = DivisionCode::new(number * 10_000).is_some_and(|p| world.divisions.ever_existed(p));
    (!known).then_some(DocumentFinding::NoSuchProvince(number))
}
