//! Registering a body.

use crate::kit::show;
use crate::live::bodies::place;
use crate::live::idem;
use crate::live::sign_in::refuse;
use crate::oversight::{Choice, RegisterPage, kinds};
use authz::{Object, territory_for};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect};
use kernel::{Ctx, DivisionCode, FieldProblem, Result};
use organisations::permissions::BODY_REGISTER;
use organisations::{BodyKind, NewBody};
use platform::App;
use web_kit::form::text;
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// How many places a choice offers; whoever sees as many types more.
const PLACES: usize = 20;
/// How many places are looked through for those of one's territory.
const SEARCHED: usize = 400;

/// Lets pass whoever registers bodies in some territory; the place itself is asked about later.
fn permit(ctx: &Ctx) -> Result<()> {
    let divisions = territory_for(&ctx.actor, &BODY_REGISTER);
    authz::permit(ctx, &BODY_REGISTER, &Object { divisions, ..Object::default() })
}

/// The empty form.
pub async fn form(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    permit(&v.ctx(app.world.clone()))?;
    shown(v, form, Vec::new())
}

fn shown(v: Visit, form: FormState, places: Vec<Choice>) -> Answer {
    show(&RegisterPage { kinds: kinds(&v), v, form, places })
}

/// The places of one's territory that fit what was typed: a code or name in full is the only one.
fn places(v: &Visit, app: &App, typed: &str) -> Vec<DivisionCode> {
    let today = v.now.civil_date();
    let ctx = v.ctx(app.world.clone());
    let territory = territory_for(&ctx.actor, &BODY_REGISTER);
    let found = app.world.divisions.search(typed, SEARCHED).into_iter();
    let found = found.filter(|spell| spell.is_present(today) && !spell.placeholder);
    let theirs = |code: DivisionCode| territory.iter().any(|covered| covered.covers(code));
    let found: Vec<_> = found.filter(|spell| theirs(spell.code)).collect();
    let whole: Vec<_> = found
        .iter()
        .filter(|spell| *spell.name == *typed || spell.code.to_string() == typed)
        .collect();
    match whole.as_slice() {
        [only] => vec![only.code],
        _ => found.iter().take(PLACES).map(|spell| spell.code).collect(),
    }
}

/// Reads the place: what was typed when only one fits, else the one chosen among those that do.
fn read_place(form: &mut FormState, fitting: &[DivisionCode]) -> Option<DivisionCode> {
    form.required("place", text("place", 60))?;
    let chosen = form.value("division").parse().ok().filter(|code| fitting.contains(code));
    match (fitting, chosen) {
        ([only], _) => Some(*only),
        (_, Some(code)) => Some(code),
        ([], None) => {
            form.refuse(FieldProblem::new("place", "oversight-place-unknown"));
            None
        }
        _ => {
            form.refuse(FieldProblem::new("division", "oversight-place-several"));
            None
        }
    }
}

fn read(form: &mut FormState, fitting: &[DivisionCode]) -> Option<NewBody> {
    let name = form.required("name", text("name", 100));
    let uscc = form.required("uscc", text("uscc", 40));
    let kind = form.required("kind", |typed| {
        BodyKind::from_word(typed).ok_or_else(|| FieldProblem::new("kind", "field-choose"))
    });
    let division = read_place(form, fitting);
    let address = form.required("address", text("address", 200));
    let contact = form.required("contact", text("contact", 40));
    Some(NewBody {
        kind: kind?,
        name: name?,
        uscc: uscc?,
        division: division?,
        address: address?,
        contact: contact?,
    })
}

/// Registers a body.
pub async fn save(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    permit(&ctx)?;
    let fitting = places(&v, &app, form.value("place").trim());
    // What is wrong with the code is said together with what else is.
    let typed = form.value("uscc").to_owned();
    let command = read(&mut form, &fitting);
    if !typed.trim().is_empty()
        && let Err(findings) = organisations::Uscc::read(&typed, &app.world)
    {
        let findings = findings.iter().map(|finding| finding.problem("uscc"));
        findings.for_each(|finding| form.refuse(finding));
    }
    if let (Some(command), true) = (command, form.is_right()) {
        let idem = idem(&app, &form, &command)?;
        match app.organisations.register_body(&ctx, idem, command).await {
            Ok(id) => return Ok(Redirect::to(&format!("/oversight/bodies/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "uscc", problem)?,
        }
    }
    let today = v.now.civil_date();
    let choice =
        |code: &DivisionCode| (code.to_string(), place(&app, *code, today), code.to_string());
    let choices = if fitting.len() > 1 { fitting.iter().map(choice).collect() } else { Vec::new() };
    shown(v, form, choices)
}
