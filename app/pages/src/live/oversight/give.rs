//! Giving a body a licence, or entering it into a list.

use crate::instruments::{NewInstrumentPage, choice};
use crate::kit::show;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AuthorityId, FieldProblem, OccupationCode, Problem, Result, SkillLevel};
use organisations::permissions::INSTRUMENT_ADD;
use organisations::{ActKind, InstrumentKind, NewInstrument, NewLine, Overseen};
use platform::App;
use web_kit::form::{date, text};
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// The body for which the visitor may do this; nobody else's business.
async fn open(v: &Visit, app: &App, body: &str) -> Result<Overseen> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &INSTRUMENT_ADD)?;
    let seen = app.organisations.overseen_body(&ctx, id(body)?).await?;
    let object = authz::Object::body(seen.body.id).in_division(seen.body.division);
    authz::permit(&ctx, &INSTRUMENT_ADD, &object)?;
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
    shown(v, &seen, form)
}

fn shown(v: Visit, seen: &Overseen, form: FormState) -> Answer {
    let kinds = [InstrumentKind::Licence, InstrumentKind::Listing];
    // Evaluation rests on filings, which have a form of their own.
    let acts = ActKind::ALL.into_iter().filter(|act| *act != ActKind::Evaluate);
    let offices = seen.files_at.iter().map(|office| (office.id.to_string(), office.name.clone()));
    show(&NewInstrumentPage {
        body: seen.body.name.clone(),
        body_href: format!("/oversight/bodies/{}", seen.body.id),
        kinds: kinds.map(|kind| choice(&v, "instrument-kind", kind.word())).to_vec(),
        acts: acts.map(|act| choice(&v, "act", act.word())).collect(),
        offices: offices.collect(),
        form,
        v,
    })
}

/// Lines of an occupation's code and a level's word.
fn trades(typed: &str) -> Result<Vec<(OccupationCode, SkillLevel)>, FieldProblem> {
    let wrong = || FieldProblem::new("trades", "organisations-may-trade");
    let line = |line: &str| {
        let (code, level) = line.trim().split_once([' ', '\t', ',', '，'])?;
        Some((OccupationCode::read(code).ok()?, SkillLevel::from_word(level.trim())?))
    };
    let lines = typed.lines().filter(|line| !line.trim().is_empty());
    lines.map(|typed| line(typed).ok_or_else(wrong)).collect()
}

fn read(form: &mut FormState, seen: &Overseen) -> Option<NewInstrument> {
    let choose = |field| move || FieldProblem::new(field, "field-choose");
    let kind =
        form.required("kind", |typed| InstrumentKind::from_word(typed).ok_or_else(choose("kind")));
    let authority = form.required("authority", |typed| {
        typed.parse::<AuthorityId>().map_err(|_| choose("authority")())
    });
    let number = form.required("number", text("number", 40));
    let trades = form.optional("trades", trades);
    let valid_from = form.required("valid_from", date("valid_from"));
    let valid_until = form.required("valid_until", date("valid_until"));
    let trades = trades?.unwrap_or_default();
    let acts = form.many("scope").into_iter().filter_map(ActKind::from_word);
    let lines = acts.flat_map(|act| {
        let every = match act.has_trade() && !trades.is_empty() {
            true => trades.iter().copied().map(Some).collect(),
            false => vec![None],
        };
        every.into_iter().map(move |trade| NewLine { act, trade, site: None })
    });
    let scope = lines.collect();
    Some(NewInstrument {
        body: seen.body.id,
        authority: authority?,
        kind: kind?,
        number: number?,
        valid_from: valid_from?,
        valid_until: valid_until?,
        scope,
    })
}

/// Enters it.
pub async fn save(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let seen = open(&v, &app, &body).await?;
    let command = read(&mut form, &seen);
    if let (Some(command), true) = (command, form.is_right()) {
        let idem = idem(&app, &form, &command)?;
        let ctx = v.ctx(app.world.clone());
        match app.organisations.enter_instrument(&ctx, idem, command).await {
            Ok(_) => {
                let href = format!("/oversight/bodies/{}", seen.body.id);
                return Ok(Redirect::to(&href).into_response());
            }
            Err(problem) if problem.code() == Problem::not_found().code() => {
                form.refuse(FieldProblem::new("authority", "field-choose"));
            }
            Err(problem) => refuse(&mut form, "number", problem)?,
        }
    }
    shown(v, &seen, form)
}
