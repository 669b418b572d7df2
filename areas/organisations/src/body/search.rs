//! Searching the register of bodies by what somebody typed: a code, or any part of a name.

use crate::{FilingCode, Uscc};
use std::collections::BTreeSet;

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Nothing was typed.
    Everything,
    /// A whole code: 统一社会信用代码 or 机构备案编码.
    Code(String),
    /// A part of a name, or of one that the body had before.
    Name(String),
}

impl Wanted {
    /// Takes what was typed. Names have other signs than letters of ASCII and digits, codes have not;
    /// so a text as long as a code and made like one is no name.
    pub(crate) fn read(typed: &str) -> Wanted {
        let typed = typed.trim();
        let long = matches!(typed.len(), Uscc::LENGTH | FilingCode::LENGTH);
        let digits = typed.bytes().filter(u8::is_ascii_digit).count();
        let code =
            long && typed.bytes().all(|b| b.is_ascii_alphanumeric()) && digits * 2 > typed.len();
        match typed {
            "" => Wanted::Everything,
            _ if code => Wanted::Code(typed.to_uppercase()),
            _ => Wanted::Name(typed.to_lowercase()),
        }
    }
}

/// The parts by which a name is found: all that are two or three characters long.
pub(crate) fn parts(name: &str) -> BTreeSet<String> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let of_length = |length: usize| name.windows(length).map(|part| part.iter().collect());
    of_length(2).chain(of_length(3)).collect()
}

/// The parts that every name with this text in it has, the longest that there are; none for a single
/// character.
pub(crate) fn parts_within(text: &str) -> BTreeSet<String> {
    let longest = text.chars().count().min(3);
    parts(text).into_iter().filter(|part| part.chars().count() == longest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_and_names_are_told_apart() {
        assert_eq!(Wanted::read("  "), Wanted::Everything);
        assert_eq!(
            Wanted::read("91770000ma0000000x"),
            Wanted::Code("91770000MA0000000X".to_owned())
        );
        assert_eq!(Wanted::read("s000077000001"), Wanted::Code("S000077000001".to_owned()));
        for name in ["示例", "ABB", "Siemens-Europe", "12345", "示例第00000000001中心"] {
            assert_eq!(Wanted::read(name), Wanted::Name(name.to_lowercase()));
        }
    }

    #[test]
    fn a_short_text_has_few_parts() {
        assert!(parts_within("示").is_empty());
        assert_eq!(parts_within("示例"), BTreeSet::from(["示例".to_owned()]));
        assert_eq!(
            parts_within("示例中心"),
            BTreeSet::from(["示例中".to_owned(), "例中心".to_owned()])
        );
    }

    proptest! {
        /// Whatever is in a name has only parts that the name has.
        #[test]
        fn what_is_in_a_name_is_found_by_its_parts(
            before in "[示例AbÉ第0-9· ]{0,6}", text in "[示例AbÉ第0-9· ]{1,6}", after in "\\PC{0,6}"
        ) {
            let whole = parts(&format!("{before}{text}{after}"));
            let within = parts_within(&text.to_lowercase());
            prop_assert!(within.is_subset(&whole), "{within:?} of {whole:?}");
        }
    }
}
