//! What is asked of every text that people type.

use kernel::{FieldProblem, Problem, Result};

/// A text that must be there and not be longer than so many characters.
pub(crate) fn text(field: &'static str, text: &str, most: usize, findings: &mut Vec<FieldProblem>) {
    if text.trim().is_empty() {
        findings.push(FieldProblem::new(field, "field-required"));
    }
    if text.chars().count() > most || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        findings.push(FieldProblem::new(field, "field-too-long").arg("count", most));
    }
}

pub(crate) fn refuse(findings: Vec<FieldProblem>) -> Result<()> {
    if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
}
