//! The part of a form that puts a scope together, occupation by occupation.

use crate::oversight::levels;
use crate::scope::{ChosenOccupation, ScopeForm};
use kernel::{CivilDate, FieldProblem, OccupationCode, SkillLevel};
use platform::App;
use web_kit::{FormState, Visit};

/// How many occupations a search offers; whoever sees as many types more.
const OFFERED: usize = 12;

/// The occupations chosen so far.
fn chosen(form: &FormState) -> Vec<OccupationCode> {
    let mut codes: Vec<OccupationCode> = Vec::new();
    for code in form.many("chosen").into_iter().filter_map(|line| line.parse().ok()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Takes an occupation into the scope.
fn choose(form: &mut FormState, code: OccupationCode) {
    let lines = form.values.entry("chosen".to_owned()).or_default();
    lines.push('\n');
    lines.push_str(&code.to_string());
    form.values.remove("occupation");
}

/// Looks for what was typed: the only one that fits is chosen, of several the visitor chooses.
fn find(app: &App, form: &mut FormState, on: CivilDate) -> Vec<(String, String)> {
    let typed = form.value("occupation").trim().to_owned();
    let found = app.world.occupations.search(&typed, on, OFFERED * 4).into_iter();
    let found: Vec<_> = found.filter(|spell| spell.evaluated()).take(OFFERED).collect();
    let whole = found.iter().filter(|spell| *spell.name == *typed).collect::<Vec<_>>();
    match (whole.as_slice(), found.as_slice()) {
        (_, []) => {
            form.refuse(FieldProblem::new("occupation", "oversight-file-occupation-none"));
            Vec::new()
        }
        (&[only], _) | (_, [only]) => {
            choose(form, only.code);
            Vec::new()
        }
        _ => {
            form.refuse(FieldProblem::new("occupation", "oversight-file-occupation-several"));
            found.iter().map(|spell| (spell.code.to_string(), spell.name.to_string())).collect()
        }
    }
}

/// The occupations with the levels that were ticked; at least one is needed.
pub(super) fn read_scope(form: &mut FormState) -> Vec<(OccupationCode, SkillLevel)> {
    let mut scope = Vec::new();
    for code in chosen(form) {
        let ticked = form.many(&format!("levels-{code}")).into_iter();
        scope.extend(ticked.filter_map(SkillLevel::from_word).map(|level| (code, level)));
    }
    if scope.is_empty() {
        form.refuse(FieldProblem::new("scope", "oversight-file-levels-missing"));
    }
    scope
}

/// Looks for what was typed or takes what was chosen of several; nothing when the form was sent to be
/// saved. Gives the occupations to choose from.
pub(super) fn look(
    app: &App,
    form: &mut FormState,
    on: CivilDate,
) -> Option<Vec<(String, String)>> {
    let added = form.forget("add");
    form.forget("step");
    if let Ok(code) = added.parse() {
        choose(form, code);
        return Some(Vec::new());
    }
    // The Enter key presses the first button of the form, so what was typed decides, not the button.
    match form.value("occupation").trim().is_empty() {
        true => None,
        false => Some(find(app, form, on)),
    }
}

/// The part as the page shows it.
pub(super) fn shown_scope(
    v: &Visit,
    app: &App,
    form: &FormState,
    candidates: Vec<(String, String)>,
) -> ScopeForm {
    let today = v.now.civil_date();
    let one = |code: OccupationCode| {
        ChosenOccupation::new(code.to_string(), &app.occupation_name(code, today))
    };
    ScopeForm { chosen: chosen(form).into_iter().map(one).collect(), levels: levels(v), candidates }
}
