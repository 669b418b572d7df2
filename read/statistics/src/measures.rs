//! What is counted, by name. A name is never reused for something else: returns of past months and
//! forms that are data refer to it.

use kernel::SkillLevel;
use organisations::{BodyKind, InstrumentKind};

/// A measure: its name, and which parts it has beside the whole.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The stable name.
    pub name: &'static str,
    /// What its parts are.
    pub parts: Parts,
}

/// What the parts of a measure are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Only the whole is counted.
    None,
    /// By skill level, as the word of [`level_part`].
    Levels,
    /// By level, and by big class of the occupation (大类): `class1` to `class8`.
    LevelsAndClasses,
    /// By kind of body.
    BodyKinds,
}

const fn whole(name: &'static str) -> Measure {
    Measure { name, parts: Parts::None }
}

/// All measures.
pub const ALL: &[Measure] = &[
    Measure { name: "results.recorded", parts: Parts::Levels },
    Measure { name: "results.passed", parts: Parts::Levels },
    whole("results.withdrawn"),
    Measure { name: "certificates.issued", parts: Parts::LevelsAndClasses },
    Measure { name: "certificates.revoked", parts: Parts::Levels },
    Measure { name: "certificates.suspended", parts: Parts::Levels },
    whole("people.first"),
    whole("people.first_high"),
    whole("people.registered"),
    whole("people.corrected"),
    whole("people.erased"),
    Measure { name: "bodies.registered", parts: Parts::BodyKinds },
    whole("bodies.closed"),
    whole("filings.begun"),
    whole("filings.suspended"),
    whole("filings.ended"),
    whole("licences.begun"),
    whole("licences.ended"),
    whole("listings.begun"),
    whole("listings.ended"),
    whole("sites.opened"),
    whole("sites.closed"),
    whole("cases.opened"),
    whole("cases.approved"),
    whole("cases.rejected"),
    whole("letters.issued"),
    whole("objections.lodged"),
    whole("objections.answered"),
    whole("tasks.assigned"),
    whole("progress.reported"),
    whole("progress.accepted"),
];

/// Whether a measure with this part is counted; an empty part is the whole.
pub fn is_known(name: &str, part: &str) -> bool {
    let Some(measure) = ALL.iter().find(|one| one.name == name) else { return false };
    let level = || SkillLevel::ALL.into_iter().any(|level| level_part(level) == part);
    let class = || (1..=8).any(|class| part == format!("class{class}"));
    part.is_empty()
        || match measure.parts {
            Parts::None => false,
            Parts::Levels => level(),
            Parts::LevelsAndClasses => level() || class(),
            Parts::BodyKinds => BodyKind::from_word(part).is_some(),
        }
}

/// The part of a level.
pub fn level_part(level: SkillLevel) -> &'static str {
    match level {
        SkillLevel::Apprentice => "apprentice",
        SkillLevel::Level5 => "level5",
        SkillLevel::Level4 => "level4",
        SkillLevel::Level3 => "level3",
        SkillLevel::Level2 => "level2",
        SkillLevel::Level1 => "level1",
        SkillLevel::SpecialGrade => "special_grade",
        SkillLevel::Chief => "chief",
    }
}

/// The measures of an instrument's begin and end.
pub(crate) fn of_instrument(kind: InstrumentKind) -> (&'static str, &'static str) {
    match kind {
        InstrumentKind::Licence => ("licences.begun", "licences.ended"),
        InstrumentKind::Filing => ("filings.begun", "filings.ended"),
        InstrumentKind::Listing => ("listings.begun", "listings.ended"),
    }
}
