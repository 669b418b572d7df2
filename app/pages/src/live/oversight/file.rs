//! Filing a body: the scope is put together occupation by occupation.

use crate::kit::show;
use crate::live::scope::{look, read_scope, shown_scope};
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use crate::oversight::FilePage;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AuthorityId, FieldProblem, Problem, Result};
use organisations::{FilingCode, FilingRules, NewFiling, Overseen};
use platform::App;
use web_kit::form::{date, text};
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

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
    let names: Vec<&str> = seen.files_at.iter().map(|office| office.name.as_str()).collect();
    let offices = seen.files_at.iter().map(|office| (office.id.to_string(), office.name.clone()));
    show(&FilePage {
        body: seen.body.name.clone(),
        body_href: format!("/oversight/bodies/{}", seen.body.id),
        authority: names.join(v.t.lang.pick("、", ", ")),
        authorities: offices.collect(),
        scope: shown_scope(&v, app, &form, candidates),
        form,
        v,
    })
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
    let scope = read_scope(form);
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
    if let Some(candidates) = look(&app, &mut form, v.now.civil_date()) {
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
