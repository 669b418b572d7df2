//! Dates: as text, as serial numbers, and the number formats that make a number a date.

use crate::text::{clean, half_width};
use kernel::CivilDate;

/// Which day a workbook counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// Day 1 is 1900-01-01; day 60 is a 29 February that 1900 did not have.
    Year1900,
    /// Day 0 is 1904-01-01; old Macintosh files.
    Year1904,
}

/// Reads a full date in the forms usual in China: `2026-11-24`, `2026/11/24`, `2026.11.24`,
/// `20261124`, `2026年11月24日`, with full-width digits too; a time of day behind it is dropped.
/// Nothing when it is no date of the calendar.
pub fn parse_date(text: &str) -> Option<CivilDate> {
    let text = half_width(text);
    let text = clean(&text);
    let (year, rest) = digits(text)?;
    if rest.is_empty() {
        return compact(year);
    }
    let (first, second) = separators(rest)?;
    let (month, rest) = digits(skip(rest, first)?)?;
    let (day, rest) = digits(skip(rest, second)?)?;
    if year.len() != 4 || month.len() > 2 || day.len() > 2 || !is_tail(rest, first == '年') {
        return None;
    }
    CivilDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The leading digits and what follows; nothing when there are none.
fn digits(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn compact(digits: &str) -> Option<CivilDate> {
    if digits.len() != 8 {
        return None;
    }
    let (year, rest) = digits.split_at(4);
    let (month, day) = rest.split_at(2);
    CivilDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn separators(rest: &str) -> Option<(char, char)> {
    match rest.trim_start().chars().next()? {
        '年' => Some(('年', '月')),
        c @ ('-' | '/' | '.') => Some((c, c)),
        _ => None,
    }
}

fn skip(rest: &str, separator: char) -> Option<&str> {
    rest.trim_start().strip_prefix(separator)
}

/// Whether what follows the day is nothing, the word for day, or a time.
fn is_tail(rest: &str, chinese: bool) -> bool {
    let rest = rest.trim_start_matches(' ');
    let time = match rest.strip_prefix(['日', '号']) {
        Some(time) if chinese => time,
        Some(_) => return false,
        None => rest,
    };
    let time = clean(time.strip_prefix('T').unwrap_or(time));
    time.is_empty()
        || (time.contains(':')
            && time.chars().all(|c| matches!(c, '0'..='9' | ':' | '.' | '+' | 'Z')))
}

/// The day a serial number stands for; nothing for a mere time of day, for the day that never was,
/// and beyond the year 9999.
pub(crate) fn from_serial(value: f64, epoch: Epoch) -> Option<CivilDate> {
    // The last serial of the 1900 system is 9999-12-31.
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let day = value as i32;
    let since_1899_12_30 = match epoch {
        Epoch::Year1900 if day == 0 || day == 60 => return None,
        // Serials after the day that never was are one too high.
        Epoch::Year1900 if day > 60 => day,
        Epoch::Year1900 => day + 1,
        Epoch::Year1904 => day + 1_462,
    };
    let date = CivilDate::from_num_days_from_ce_opt(since_1899_12_30 + DAYS_BEFORE_1899_12_30)?;
    (date <= CivilDate::from_ymd_opt(9999, 12, 31)?).then_some(date)
}

/// Number of the day 1899-12-30 in the count in which 0001-01-01 is day 1.
const DAYS_BEFORE_1899_12_30: i32 = 693_594;

/// The serial number of a day in the 1900 system; nothing before 1900-03-01, where programs differ.
pub(crate) fn to_serial(date: CivilDate) -> Option<f64> {
    let start = CivilDate::from_ymd_opt(1899, 12, 30)?;
    let serial = date.signed_duration_since(start).num_days();
    (61..2_958_466).contains(&serial).then_some(serial as f64)
}

/// Whether a built-in number format shows the number as a day. Numbers 27 to 58 are those of
/// Chinese editions (ECMA-376 part 1, 18.8.30).
pub(crate) fn is_builtin_date(format: u32) -> bool {
    matches!(format, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a number format shows the number as a day (not as a number, a duration or a time alone).
pub(crate) fn is_date_format(code: &str) -> bool {
    let letters = format_letters(code);
    let has = |letter: char| letters.contains(letter);
    if letters.starts_with("general") {
        return false;
    }
    let is_number = has('0') || has('#') || has('?');
    // An E among digit places is an exponent, elsewhere the year of an era; an M beside hours or
    // seconds is minutes. Fractions of a second have digit places, too.
    has('y') || has('d') || (!is_number && (has('e') || (has('m') && !has('h') && !has('s'))))
}

/// The letters and digit places of the first section of a number format, in lower case, without
/// quoted text, escaped signs, fillers and brackets (but with the hours of a duration: `[h]`).
fn format_letters(code: &str) -> String {
    let mut letters = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                if inner.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    letters.push_str(&inner);
                }
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            c if c.is_ascii_alphabetic() || matches!(c, '0' | '#' | '?') => {
                letters.push(c.to_ascii_lowercase());
            }
            _ => {}
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> CivilDate {
        CivilDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_usual_forms_are_read() {
        for text in [
            "2026-11-24",
            "2026/11/24",
            "2026.11.24",
            "20261124",
            "2026年11月24日",
            "2026年11月24号",
            "２０２６年１１月２４日",
            " 2026 年 11 月 24 日 ",
            "2026-11-24 00:00:00",
            "2026-11-24T08:30:00.000Z",
            "2026年11月24日 8:30",
            "2026年11月24",
        ] {
            assert_eq!(parse_date(text), Some(day(2026, 11, 24)), "{text}");
        }
        assert_eq!(parse_date("2026/1/5"), Some(day(2026, 1, 5)));
        assert_eq!(parse_date("2024-02-29"), Some(day(2024, 2, 29)));
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026年11月",
            "202611",
            "2023-02-29",
            "2026-13-01",
            "26-11-24",
            "11/24/2026",
            "2026-11/24",
            "2026-11-24日",
            "2026-11-24x",
            "2026-11-244",
            "110105194912310021",
            "46350",
            "2026-11-24-1",
            "2026年11-24日",
            "20261124 1",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn serials_of_both_systems() {
        assert_eq!(from_serial(1.0, Epoch::Year1900), Some(day(1900, 1, 1)));
        assert_eq!(from_serial(59.0, Epoch::Year1900), Some(day(1900, 2, 28)));
        assert_eq!(from_serial(60.0, Epoch::Year1900), None);
        assert_eq!(from_serial(61.0, Epoch::Year1900), Some(day(1900, 3, 1)));
        assert_eq!(from_serial(46350.75, Epoch::Year1900), Some(day(2026, 11, 24)));
        assert_eq!(from_serial(0.5, Epoch::Year1900), None);
        assert_eq!(from_serial(0.0, Epoch::Year1904), Some(day(1904, 1, 1)));
        assert_eq!(from_serial(44888.0, Epoch::Year1904), Some(day(2026, 11, 24)));
        assert_eq!(from_serial(2_958_465.0, Epoch::Year1900), Some(day(9999, 12, 31)));
        for value in [-1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(from_serial(value, Epoch::Year1900), None);
        }
        assert_eq!(from_serial(2_958_465.0, Epoch::Year1904), None);
    }

    #[test]
    fn formats_of_days_and_of_other_things() {
        for code in [
            "yyyy\\-mm\\-dd",
            "m/d/yy h:mm",
            "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
            "yyyy年m月",
            "mmm",
            "[$-F800]dddd",
            "[DBNum1][$-804]m\"月\"d\"日\"",
            "e-m-d",
            "yyyy-mm-dd hh:mm:ss.000",
        ] {
            assert!(is_date_format(code), "{code}");
        }
        for code in [
            "General",
            "General;[Red]-General",
            "0.00E+00",
            "h:mm:ss",
            "[h]:mm",
            "mm:ss.0",
            "@",
            "#,##0",
            "0\"days\"",
            "\"year\"0",
            "[Red]0;yyyy",
            "",
        ] {
            assert!(!is_date_format(code), "{code}");
        }
    }

    proptest! {
        #[test]
        fn a_serial_comes_back(serial in 61i32..2_958_466) {
            let date = from_serial(f64::from(serial), Epoch::Year1900).unwrap();
            prop_assert_eq!(to_serial(date), Some(f64::from(serial)));
            prop_assert_eq!(parse_date(&date.format("%Y年%-m月%-d日").to_string()), Some(date));
            prop_assert_eq!(parse_date(&date.format("%Y%m%d").to_string()), Some(date));
        }
    }
}
