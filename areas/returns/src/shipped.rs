//! The forms that ship with the program. They are samples: their numbers are nobody's.

/// `data/returns/*.json`
pub(crate) const FORMS: &[&str] = &[
    include_str!("../../../data/returns/evaluation.json"),
    include_str!("../../../data/returns/bodies.json"),
    include_str!("../../../data/returns/plan.json"),
];
