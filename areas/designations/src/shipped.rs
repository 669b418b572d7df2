//! The kinds and the procedure that come with the program.

use crate::kind::Kind;
use approval::Procedure;
use kernel::Result;

const KINDS: &str = include_str!("../../../data/designations/kinds.json");
const PROCEDURE: &str = include_str!("../../../data/procedures/designation.json");

/// The kinds.
pub(crate) fn kinds() -> Result<Vec<Kind>> {
    Kind::read_all(KINDS)
}

/// The procedure under which rankings are decided. One that cannot be read is left out, and a test
/// says so.
pub(crate) fn procedures() -> Vec<Procedure> {
    Procedure::read(PROCEDURE).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_shipped_can_be_read() {
        assert_eq!(Procedure::read(PROCEDURE).map(|p| p.kind), Ok("designation".to_owned()));
        let kinds = kinds().unwrap();
        let words: BTreeSet<&str> = kinds.iter().map(|kind| kind.word.as_str()).collect();
        assert_eq!(words.len(), kinds.len());
    }

    /// The numbers of the plan of 2021: measures 4, 6 and 8.
    #[test]
    fn the_quotas_are_those_of_the_plan() {
        let kinds = kinds().unwrap();
        let quota = |word: &str| {
            let kind = kinds.iter().find(|kind| kind.word == word);
            kind.unwrap_or_else(|| panic!("{word}")).quota
        };
        for (word, count) in [
            ("worldskills_centre", 1),
            ("worldskills_research", 3),
            ("worldskills_study", 1),
            ("worldskills_base", 400),
            ("quality_school", 300),
            ("quality_major", 500),
            ("education_alliance", 100),
            ("rural_school", 100),
            ("rural_base", 100),
            ("rural_studio", 100),
            ("rural_specification", 100),
            ("rural_brand", 100),
        ] {
            assert_eq!(quota(word), Some(count), "{word}");
        }
        assert_eq!(quota("high_skill_base"), None);
        assert_eq!(quota("master_studio"), None);
    }
}
