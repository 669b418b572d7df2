//! The documents and plans that every installation starts with. Sources and known limits stand in
//! `data/policy/README.md`.

/// `data/policy/documents.csv`
pub(crate) const DOCUMENTS: &str = include_str!("../../../data/policy/documents.csv");
/// `data/policy/plans.csv`
pub(crate) const PLANS: &str = include_str!("../../../data/policy/plans.csv");
