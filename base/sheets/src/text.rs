//! Text as people type it and cells as people name them.

use std::borrow::Cow;

/// Spaces that people and systems leave around a value: ordinary, full-width, no-break, zero-width
/// ones, tabs, line ends and a stray byte order mark.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The text without blanks at both ends, full-width and invisible ones included.
pub fn clean(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Full-width digits, letters and signs (全角) as their ordinary forms; all else stays. For codes
/// and numbers, not for names, where full-width signs may be meant.
pub fn half_width(text: &str) -> Cow<'_, str> {
    let wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}');
    if !text.contains(wide) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow).collect())
}

fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        // The block repeats ASCII at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A header as it is compared: no blanks, no marks of a required column, ordinary width, lower case.
/// "＊姓　名" and "姓名" are the same header.
pub fn label_key(text: &str) -> String {
    let kept = text.chars().map(narrow).filter(|c| !is_blank(*c) && *c != '*');
    kept.flat_map(char::to_lowercase).collect()
}

/// The letters of a column as spreadsheets show them: 0 is `A`, 25 is `Z`, 26 is `AA`.
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index;
    loop {
        letters.push(b'A' + (rest % 26) as u8);
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

/// The name of a cell as spreadsheets show it: row 5, column 2 is `C5`. Rows count from 1, columns
/// from 0.
pub fn cell_name(row: u32, column: usize) -> String {
    format!("{}{row}", column_letters(column))
}

/// The column (from 0) of a cell name or of letters alone; nothing when there are no letters or
/// more than three.
pub fn column_index(name: &str) -> Option<usize> {
    let mut index = 0usize;
    let mut letters = 0;
    for byte in name.bytes().take_while(u8::is_ascii_alphabetic) {
        letters += 1;
        index = index * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1;
        if letters > 3 {
            return None;
        }
    }
    index.checked_sub(1)
}

/// Signs that make a spreadsheet program take the text for a formula when it opens a CSV file. The
/// full-width forms do so in programs set to an East Asian language.
fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text as a CSV file may hold it: what would be run as a formula begins with an apostrophe.
pub fn escape_formula(text: &str) -> Cow<'_, str> {
    if starts_formula(text.trim_start_matches('\'')) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// Takes back [`escape_formula`], and unwraps `="0123"`, by which systems keep a program from
/// dropping leading zeros.
pub fn unescape_formula(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix('\'')
        && starts_formula(rest.trim_start_matches('\''))
    {
        return rest;
    }
    let quoted = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    quoted.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (index, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (32, "AG"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letters(index), letters);
            assert_eq!(column_index(letters), Some(index));
        }
        assert_eq!(cell_name(5, 2), "C5");
        assert_eq!(column_index("c5"), Some(2));
        assert_eq!(column_index("5"), None);
        assert_eq!(column_index("ABCD1"), None);
    }

    #[test]
    fn blanks_of_every_kind_go() {
        assert_eq!(clean("\u{feff}　 示例\u{a0}甲\t\r\n\u{200b}"), "示例\u{a0}甲");
        assert_eq!(clean("　"), "");
    }

    #[test]
    fn full_width_codes_become_ordinary() {
        assert_eq!(half_width("１１０１０５Ｘ（甲）"), "110105X(甲)");
        assert!(matches!(half_width("110105X"), Cow::Borrowed(_)));
        assert_eq!(label_key("＊ 姓　名\n"), label_key("姓名"));
        assert_eq!(label_key("所在省（市）区"), label_key("所在省(市)区"));
    }

    #[test]
    fn a_formula_gets_an_apostrophe() {
        for text in ["=1+1", "+86", "-1", "@x", "\tx", "\rx", "＝1", "'=1"] {
            assert_eq!(escape_formula(text), format!("'{text}"));
        }
        for text in ["", "示例", "'示例'", "1=1", "110105"] {
            assert_eq!(escape_formula(text), text);
        }
        assert_eq!(unescape_formula("=\"0012\""), "0012");
        assert_eq!(unescape_formula("'示例"), "'示例");
    }

    proptest! {
        #[test]
        fn column_letters_come_back(index in 0usize..18_278) {
            prop_assert_eq!(column_index(&column_letters(index)), Some(index));
        }

        #[test]
        fn escaping_is_lossless(text in "['=+@\"\\-\t示ab]{0,6}") {
            let escaped = escape_formula(&text);
            prop_assert!(!starts_formula(&escaped));
            prop_assert_eq!(unescape_formula(&escaped), text.as_str());
        }
    }
}
