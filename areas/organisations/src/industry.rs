//! Industries (国民经济行业分类, GB/T 4754): sections and divisions.

use kernel::Lang;
use std::sync::LazyLock;

const SHIPPED: &str = include_str!("../../../data/industries/gbt4754-2017.psv");

/// A section, such as `C`, or a division with its section's letter, such as `C34`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Industry {
    /// Its code.
    pub code: &'static str,
    name: &'static str,
    name_en: &'static str,
}

impl Industry {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.name, self.name_en)
    }
}

static ALL: LazyLock<Vec<Industry>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut cells = line.split('|');
        Some(Industry { code: cells.next()?, name: cells.next()?, name_en: cells.next()? })
    };
    SHIPPED.lines().skip(1).filter_map(line).collect()
});

/// All sections and divisions, each section before its divisions.
pub fn all() -> &'static [Industry] {
    &ALL
}

/// The industry of a code, with or without the section's letter.
pub fn find(code: &str) -> Option<&'static Industry> {
    let code = code.trim().to_uppercase();
    let fits = |one: &&Industry| one.code == code || (code.len() == 2 && one.code[1..] == code);
    all().iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_20_sections_and_97_divisions_in_order() {
        let sections: String =
            all().iter().filter(|one| one.code.len() == 1).map(|one| one.code).collect();
        assert_eq!(sections, "ABCDEFGHIJKLMNOPQRST");
        let divisions = all().iter().filter(|one| one.code.len() == 3);
        let numbers: Vec<u8> = divisions.map(|one| one.code[1..].parse().unwrap()).collect();
        assert_eq!(numbers, (1..=97).collect::<Vec<u8>>());
        assert!(all().iter().all(|one| !one.name.is_empty() && !one.name_en.is_empty()));
        assert_eq!(find("34").map(|one| one.code), Some("C34"));
        assert_eq!(find("c").map(|one| one.name(Lang::En)), Some("Manufacturing"));
        assert_eq!(find("C99"), None);
    }
}
