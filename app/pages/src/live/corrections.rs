//! 更正申请: a worker asks for corrections of their own record; the office decides.

use super::sign_in::refuse;
use super::{id, idem};
use crate::corrections::{
    Asked as Shown, CorrectionPage, CorrectionRow, CorrectionsPage, OwnCorrectionsPage, fields,
};
use crate::kit::{State as Word, Tone, show};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{CorrectionId, FieldProblem, Problem, Result};
use people::PersonCard;
use people::correction::{Correction, CorrectionState, Wanted};
use people::permissions as may;
use platform::App;
use web_kit::form::{date, text};
use web_kit::{Access, Answer, Asked, FormState, Paging, Route, Serves, Submitted, Visit, list};

/// Pages of requests for correction.
pub fn correction_routes() -> Vec<Route<App>> {
    let ask = Access::Action(may::CORRECTION_REQUEST.code);
    let decide = Access::Action(may::CORRECTION_DECIDE.code);
    let (everywhere, inner) = (Serves::EVERYWHERE, Serves::INNER);
    vec![
        Route::get("/archive/corrections", ask, everywhere, own),
        Route::post("/archive/corrections", ask, everywhere, request),
        Route::post("/archive/corrections/{id}/withdraw", ask, everywhere, withdraw),
        Route::get("/corrections", decide, inner, page),
        Route::get("/corrections/{id}", decide, inner, one),
        Route::post("/corrections/{id}", decide, inner, decided),
    ]
}

/// The requests of whoever is signed in, with the form.
pub async fn own(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    shown_own(v, &app, form).await
}

async fn shown_own(v: Visit, app: &App, form: FormState) -> Answer {
    let asked = app.people.own_corrections(&v.ctx(app.world.clone())).await?;
    show(&OwnCorrectionsPage {
        asked: asked.iter().map(|one| shown(&v, one)).collect(),
        fields: fields(&v),
        form,
        v,
    })
}

fn shown(v: &Visit, one: &Correction) -> Shown {
    let title = one.said.as_ref().map(|said| {
        let key = format!("correction-asked-{}", hyphens(said.wanted.field()));
        v.t.with(&key, &[("value", &value(v, &said.wanted))])
    });
    let open = one.state == CorrectionState::Requested;
    Shown {
        title: title.unwrap_or_else(|| v.t.get("person-erased")),
        state: word(&one.state),
        at: one.requested_at,
        reason: one.said.as_ref().map(|said| said.reason.clone()).unwrap_or_default(),
        answer: one.said.as_ref().map(|said| said.answer.clone()).unwrap_or_default(),
        withdraw: match open {
            true => format!("/archive/corrections/{}/withdraw", one.id),
            false => String::new(),
        },
    }
}

fn hyphens(word: &str) -> String {
    word.replace('_', "-")
}

/// What is asked for, in words; of a document the number is masked.
fn value(v: &Visit, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Name(name) => name.reveal().to_owned(),
        Wanted::BirthDate(day) => v.t.date(*day),
        Wanted::Phone(phone) => phone.clone(),
        Wanted::Document(document) => {
            let masked = document.number.masked(people::Disclosure::Clerk);
            format!("{} {masked}", document.number.kind().name(v.t.lang))
        }
    }
}

fn word(state: &CorrectionState) -> Word {
    match state {
        CorrectionState::Requested => Word::new("correction-requested", Tone::Waiting),
        CorrectionState::Accepted { .. } => Word::new("correction-accepted", Tone::Done),
        CorrectionState::Refused { .. } => Word::new("correction-refused", Tone::Stopped),
        CorrectionState::Withdrawn { .. } => Word::new("correction-withdrawn", Tone::Quiet),
    }
}

fn read(v: &Visit, app: &App, form: &mut FormState) -> Option<Wanted> {
    let field = form.required("field", |typed| match Wanted::FIELDS.contains(&typed) {
        true => Ok(typed.to_owned()),
        false => Err(FieldProblem::new("field", "field-choose")),
    });
    let today = v.now.civil_date();
    let Some(field) = field else {
        form.required("value", text("value", 60));
        return None;
    };
    form.required("value", |typed| match field.as_str() {
        // However people write a day.
        "birth_date" => date("value")(typed).map(Wanted::BirthDate),
        field => Wanted::read(field, typed, None, &app.world, today),
    })
}

/// A worker asks.
pub async fn request(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let wanted = read(&v, &app, &mut form);
    let reason = form.required("reason", text("reason", 500));
    if let (Some(wanted), Some(reason)) = (wanted, reason) {
        let typed = (form.value("field"), form.value("value"), &reason);
        let idem = idem(&app, &form, &typed)?;
        match app.people.request_correction(&ctx, idem, wanted, reason).await {
            Ok(_) => return Ok(Redirect::to("/archive/corrections").into_response()),
            Err(problem) if problem.code() == "problem-not-found" => return Err(problem.into()),
            Err(problem) => refuse(&mut form, "value", problem)?,
        }
    }
    shown_own(v, &app, form).await
}

/// A worker takes a request back.
pub async fn withdraw(
    v: Visit,
    State(app): State<App>,
    Path(asked): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let asked: CorrectionId = id(&asked)?;
    let idem = idem(&app, &form, &("withdraw", asked))?;
    app.people.withdraw_correction(&v.ctx(app.world.clone()), idem, asked).await?;
    Ok(Redirect::to("/archive/corrections").into_response())
}

fn document(v: &Visit, card: Option<&PersonCard>) -> String {
    let document = card.and_then(|card| card.document.as_ref());
    let shown = document.map(|(kind, number)| format!("{} {number}", kind.name(v.t.lang)));
    shown.unwrap_or_default()
}

fn name(v: &Visit, card: Option<&PersonCard>) -> String {
    card.map_or_else(|| v.t.get("person-erased"), |card| card.name.clone())
}

/// The requests of the visitor's offices.
pub async fn page(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let waiting = form.value("which") != "settled";
    let ctx = v.ctx(app.world.clone());
    let page = app.people.corrections(&ctx, waiting, &list::page_request(&v.here)).await?;
    let row = |(one, card): &(Correction, Option<PersonCard>)| CorrectionRow {
        name: name(&v, card.as_ref()),
        href: format!("/corrections/{}", one.id),
        document: document(&v, card.as_ref()),
        field: one.said.as_ref().map(|said| field(&v, &said.wanted)).unwrap_or_default(),
        state: word(&one.state),
        at: one.requested_at,
    };
    show(&CorrectionsPage {
        waiting,
        rows: page.items.iter().map(row).collect(),
        paging: Paging::new(&v.here, &page, None),
        v,
    })
}

fn field(v: &Visit, wanted: &Wanted) -> String {
    v.t.get(&format!("correction-field-{}", hyphens(wanted.field())))
}

/// One request.
pub async fn one(
    v: Visit,
    State(app): State<App>,
    Path(asked): Path<String>,
    Asked(form): Asked,
) -> Answer {
    shown_one(v, &app, id(&asked)?, form).await
}

async fn shown_one(v: Visit, app: &App, asked: CorrectionId, form: FormState) -> Answer {
    let (one, card, own) = app.people.correction(&v.ctx(app.world.clone()), asked).await?;
    let said = one.said.as_ref().ok_or_else(Problem::not_found)?;
    show(&CorrectionPage {
        href: format!("/corrections/{asked}"),
        version: one.version,
        name: name(&v, card.as_ref()),
        document: document(&v, card.as_ref()),
        person: format!("/people/{}?purpose=correction", one.person),
        field: field(&v, &said.wanted),
        before: said.before.clone(),
        after: match &said.wanted {
            Wanted::BirthDate(day) => day.to_string(),
            // Whoever decides compares it with the original, character by character.
            Wanted::Document(document) => {
                let number = &document.number;
                format!("{} {}", number.kind().name(v.t.lang), number.reveal())
            }
            wanted => value(&v, wanted),
        },
        reason: said.reason.clone(),
        at: one.requested_at,
        state: word(&one.state),
        answer: said.answer.clone(),
        may_decide: one.state == CorrectionState::Requested && !own,
        own,
        form,
        v,
    })
}

fn version(form: &FormState) -> Result<i64> {
    form.value("version").parse().map_err(|_| Problem::not_found())
}

/// The office accepts or refuses.
pub async fn decided(
    v: Visit,
    State(app): State<App>,
    Path(asked): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let asked: CorrectionId = id(&asked)?;
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &may::CORRECTION_DECIDE)?;
    let accept = form.required("decision", |typed| match typed {
        "accept" => Ok(true),
        "refuse" => Ok(false),
        _ => Err(FieldProblem::new("decision", "field-choose")),
    });
    let answer = form.optional("answer", text("answer", 500));
    if let (Some(accept), Some(answer)) = (accept, answer) {
        let (named, answer) = ((asked, version(&form)?), answer.unwrap_or_default());
        let idem = idem(&app, &form, &(named, accept, &answer))?;
        match app.people.decide_correction(&ctx, idem, named, accept, answer).await {
            Ok(()) => return Ok(Redirect::to(&format!("/corrections/{asked}")).into_response()),
            Err(problem) if problem.code() == "problem-not-found" => return Err(problem.into()),
            Err(problem) => refuse(&mut form, "answer", problem)?,
        }
    }
    shown_one(v, &app, asked, form).await
}
