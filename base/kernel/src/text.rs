//! What people and spreadsheets do to codes and numbers on the way in: full-width forms, spaces,
//! invisible marks.

/// Full-width ASCII (`Ａ`, `３`, `－`, `　`) as plain ASCII; everything else as it is.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            other => other,
        })
        .collect()
}

/// [`half_width`] without white space and invisible marks; for codes and numbers, never for names
/// of foreigners, which hold spaces.
pub fn compact(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

/// Marks that take no room and come along with copied text: zero-width spaces and joiners,
/// direction marks, the byte order mark, the soft hyphen.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_numbers_lose_what_is_not_part_of_them() {
        assert_eq!(
            compact("\u{FEFF} １１０１０５\u{200B} 1949\u{3000}1231 002ｘ\n"),
            "11010519491231002x"
        );
        assert_eq!(half_width("Ａ－Ｂ　王"), "A-B 王");
    }
}
