//! What scenarios that a clerk can read have in common (`scenarios/*.json`).

use serde::Deserialize;

/// Its name in both languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    pub zh: String,
    pub en: String,
}

/// One with a single step.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario<G, W, T> {
    pub title: Title,
    pub given: G,
    pub when: W,
    pub then: T,
}
