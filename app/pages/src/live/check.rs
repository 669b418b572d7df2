//! Checking a certificate, by number and second fact or by the code on the paper.

use crate::check::{self, CheckAnswer, Checked, Found};
use crate::kit::show;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use certificates::{CheckedOn, Claimed};
use platform::App;
use web_kit::security::limited_by;
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// The form; a link may bring a number along.
pub async fn form(v: Visit, Asked(form): Asked) -> Answer {
    check::form(v, form)
}

/// The answer to a number and a second fact.
pub async fn by_number(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    match check::read(&mut form) {
        Some(query) => {
            let claimed = Claimed::Number { number: query.number, second: query.fact };
            answer(v, &app, claimed, form).await
        }
        None => check::form(v, form),
    }
}

/// The answer to a scanned code.
pub async fn by_token(v: Visit, State(app): State<App>, Path(token): Path<String>) -> Answer {
    answer(v, &app, Claimed::Token(token), FormState::default()).await
}

/// The list of keys for checking off-line.
pub async fn keys(v: Visit, State(app): State<App>) -> Answer {
    let keys = app.certificates.issuer_keys(&v.ctx(app.world.clone())).await?;
    Ok(([(CACHE_CONTROL, "public, max-age=300")], Json(keys.to_json())).into_response())
}

async fn answer(v: Visit, app: &App, claimed: Claimed, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let address = v.address.map(|address| limited_by(address).to_string()).unwrap_or_default();
    let found = app.certificates.check(&ctx, claimed, CheckedOn::Page, address).await?;
    let found = match found {
        Some(checked) => Found::Certificate(Box::new(shown(&v, app, checked))),
        None => Found::NoMatch(Box::new(form)),
    };
    show(&CheckAnswer { v, found })
}

fn shown(v: &Visit, app: &App, checked: certificates::Checked) -> Checked {
    Checked {
        standing: checked.standing.into(),
        holder: checked.name,
        number: checked.number,
        occupation: app.occupation_name(checked.occupation, checked.exam_on),
        variant: checked.variant,
        level: checked.level.printed(v.t.lang).to_owned(),
        body: checked.body_name,
        body_href: format!("/bodies/{}", checked.body),
        issued_on: checked.issued_on,
        signature_good: checked.signature_good,
    }
}
