//! What is asked of every text that people type, and where an entry lies for whoever may see it.

use authz::Object;
use kernel::world::DEMO_PROVINCE;
use kernel::{Ctx, DivisionCode, FieldProblem, Problem, Result};

/// What permission on a document or plan depends on. What holds in the whole country belongs to
/// every province, so that a province's office keeps it and a county's does not.
pub(crate) fn object(ctx: &Ctx, division: Option<DivisionCode>) -> Object {
    if let Some(division) = division {
        return Object::none().in_division(division);
    }
    let mut divisions: Vec<_> =
        ctx.world.divisions.provinces(ctx.today()).map(|province| province.code).collect();
    if ctx.world.demo {
        divisions.push(DEMO_PROVINCE);
    }
    Object { divisions, ..Object::default() }
}

/// A text that must be there and not be longer than so many characters.
pub(crate) fn text(field: &'static str, text: &str, most: usize, findings: &mut Vec<FieldProblem>) {
    if text.trim().is_empty() {
        findings.push(FieldProblem::new(field, "field-required"));
    }
    short(field, text, most, findings);
}

/// A text that may be empty.
pub(crate) fn short(
    field: &'static str,
    text: &str,
    most: usize,
    findings: &mut Vec<FieldProblem>,
) {
    if text.chars().count() > most || text.chars().any(|c| c.is_control() && c != '\n') {
        findings.push(FieldProblem::new(field, "field-too-long").arg("count", most));
    }
}

pub(crate) fn refuse(findings: Vec<FieldProblem>) -> Result<()> {
    if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
}

/// A reason that somebody has to give.
pub(crate) fn reason(text_of: &str) -> Result<()> {
    let mut findings = Vec::new();
    text("reason", text_of, 500, &mut findings);
    refuse(findings)
}
