//! Filing a body: the scope is put together occupation by occupation.

use crate::kit::show;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use crate::oversight::{ChosenOccupation, FilePage, levels};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AuthorityId, CivilDate, FieldProblem, OccupationCode, Problem, Result, SkillLevel};
use organisations::{FilingCode, FilingRules, NewFiling, Overseen};
use platform::App;
use web_kit::form::{date, text};
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// How many occupations a search offers; whoever sees as many types more.
const OFFERED: usize = 12;

/// Where filings are made for a body; nobody else's business.
async fn open(v: &Visit, app: &App, body: &str) -> Result<Overseen> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &organisations::permissions::FILING_ADD)?;
    let seen = app.organisations.overseen_body(&ctx, id(body)?).await?;
    if seen.files_at.is_empty() {
        // Says what is missing: the post, or the second factor.
        let object = authz::Object::body(seen.body.id).in_division(seen.body.division);
        authz::permit(&ctx, &organisations::permissions::FILING_ADD, &object)?;
        return Err(Problem::not_found());
    }
    Ok(seen)
}

/// The empty form.
pub async fn form(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let seen = open(&v, &app, &body).await?;
    shown(v, &app, &seen, form, Vec::new())
}

fn shown(
    v: Visit,
    app: &App,
    seen: &Overseen,
    form: FormState,
    candidates: Vec<(String, String)>,
) -> Answer {
    let today = v.now.civil_date();
    let chosen = chosen(&form).into_iter();
    let chosen = chosen
        .map(|code| ChosenOccupation::new(code.to_string(), &app.occupation_name(code, today)));
    let names: Vec<&str> = seen.files_at.iter().map(|office| office.name.as_str()).collect();
    let offices = seen.files_at.iter().map(|office| (office.id.to_string(), office.name.clone()));
    show(&FilePage {
        body: seen.body.name.clone(),
        body_href: format!("/oversight/bodies/{}", seen.body.id),
        authority: names.join(v.t.lang.pick("、", ", ")),
        authorities: offices.collect(),
        chosen: chosen.collect(),
        levels: levels(&v),
        candidates,
        form,
        v,
    })
}

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

fn scope(form: &FormState) -> Vec<(OccupationCode, SkillLevel)> {
    let mut scope = Vec::new();
    for code in chosen(form) {
        let ticked = form.many(&format!("levels-{code}")).into_iter();
        scope.extend(ticked.filter_map(SkillLevel::from_word).map(|level| (code, level)));
    }
    scope
}

fn authority(form: &mut FormState, seen: &Overseen) -> Option<AuthorityId> {
    if let [only] = seen.files_at.as_slice() {
        return Some(only.id);
    }
    form.required("authority", |typed| {
        typed.parse().map_err(|_| FieldProblem::new("authority", "field-choose"))
    })
}

fn read(app: &App, form: &mut FormState, seen: &Overseen) -> Option<NewFiling> {
    let authority = authority(form, seen);
    let code = form.required("code", |typed| {
        FilingCode::read(typed, &FilingRules::default(), &app.world)
            .map_err(|findings| findings[0].problem("code"))?;
        text("code", 30)(typed)
    });
    let valid_from = form.required("valid_from", date("valid_from"));
    let valid_until = form.required("valid_until", date("valid_until"));
    let scope = scope(form);
    if scope.is_empty() {
        form.refuse(FieldProblem::new("scope", "oversight-file-levels-missing"));
    }
    Some(NewFiling {
        body: seen.body.id,
        authority: authority?,
        code: code?,
        valid_from: valid_from?,
        valid_until: valid_until?,
        scope,
    })
}

/// Looks for an occupation, takes one into the scope, or files.
pub async fn save(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let seen = open(&v, &app, &body).await?;
    let today = v.now.civil_date();
    let added = form.forget("add");
    form.forget("step");
    if let Ok(code) = added.parse() {
        choose(&mut form, code);
        return shown(v, &app, &seen, form, Vec::new());
    }
    // The Enter key presses the first button of the form, so what was typed decides, not the button.
    if !form.value("occupation").trim().is_empty() {
        let candidates = find(&app, &mut form, today);
        return shown(v, &app, &seen, form, candidates);
    }
    let command = read(&app, &mut form, &seen);
    if let (Some(command), true) = (command, form.is_right()) {
        let idem = idem(&app, &form, &command)?;
        match app.organisations.file(&v.ctx(app.world.clone()), idem, command).await {
            Ok(_) => {
                let href = format!("/oversight/bodies/{}", seen.body.id);
                return Ok(Redirect::to(&href).into_response());
            }
            Err(problem) => refuse(&mut form, "code", problem)?,
        }
    }
    shown(v, &app, &seen, form, Vec::new())
}
