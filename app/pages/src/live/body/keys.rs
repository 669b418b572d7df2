//! 签名密钥, from the installation.

use super::{chosen, desk};
use crate::keys::{KeyEndPage, KeyRow, KeysPage, Offer, state, times};
use crate::kit::show;
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{BodyKeyId, Problem, Result};
use organisations::permissions::{KEY_END, KEY_PROPOSE, KEY_READ};
use organisations::{BodyKey, Choice, KeyChoices};
use platform::App;
use web_kit::{Answer, Asked, Submitted, Visit};

/// The keys of a body.
pub async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let body = chosen(&v, &app, &KEY_READ, form.value("body"))?;
    let (propose, keys) = app.organisations.key_choices(&v.ctx(app.world.clone()), body).await?;
    let keys = keys.iter().map(|key| row(&v, key)).collect::<Result<_>>()?;
    show(&KeysPage {
        desk: desk(&v, &app, &KEY_READ, body).await?,
        propose: offer(&v, &propose),
        keys,
        v,
    })
}

fn offer(v: &Visit, choice: &Choice) -> Offer {
    match choice {
        Choice::Not => Offer::Not,
        Choice::Refused(problem) => Offer::Refused(v.t.problem(problem), v.t.problem_next(problem)),
        Choice::Open => Offer::Open,
    }
}

fn row(v: &Visit, one: &KeyChoices) -> Result<KeyRow> {
    Ok(KeyRow {
        href: format!("/keys/{}", one.key.id),
        fingerprint: fingerprint(&one.key)?,
        state: state(&one.key.state),
        times: times(&one.key.state),
        decide: offer(v, &one.decide),
        retire: matches!(one.retire, Choice::Open),
        compromise: matches!(one.compromise, Choice::Open),
    })
}

/// The public half in groups of four, as two people read it to each other.
pub(crate) fn fingerprint(key: &BodyKey) -> Result<String> {
    let wrong = || Problem::inconsistent("body_key", "public_key", key.id);
    let bytes: [u8; 32] = key.public_key.as_slice().try_into().map_err(|_| wrong())?;
    let text = credential::PublicKey::from_bytes(&bytes).map_err(|_| wrong())?.multibase();
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join(" "))
}

/// Makes a key, to be confirmed by another person.
pub async fn propose(v: Visit, State(app): State<App>, Submitted(form): Submitted) -> Answer {
    let body = chosen(&v, &app, &KEY_PROPOSE, form.value("body"))?;
    let idem = idem(&app, &form, &("propose", body))?;
    app.organisations.propose_key(&v.ctx(app.world.clone()), idem, body).await?;
    Ok(Redirect::to(&format!("/keys?body={body}")).into_response())
}

/// Confirms a key that somebody else made.
pub async fn confirm(
    v: Visit,
    State(app): State<App>,
    Path(key): Path<String>,
    form: Submitted,
) -> Answer {
    decide(v, app, &key, form, true).await
}

/// Refuses a key that somebody else made.
pub async fn refuse(
    v: Visit,
    State(app): State<App>,
    Path(key): Path<String>,
    form: Submitted,
) -> Answer {
    decide(v, app, &key, form, false).await
}

async fn decide(
    v: Visit,
    app: App,
    key: &str,
    Submitted(form): Submitted,
    confirm: bool,
) -> Answer {
    let key: BodyKeyId = id(key)?;
    let idem = idem(&app, &form, &("decide", key, confirm))?;
    app.organisations.decide_key(&v.ctx(app.world.clone()), idem, key, confirm).await?;
    Ok(Redirect::to("/keys").into_response())
}

/// Asks once more before a key is taken out of use.
pub async fn retire_form(v: Visit, State(app): State<App>, Path(key): Path<String>) -> Answer {
    end_form(v, app, &key, "retire").await
}

/// Asks once more before a key is reported.
pub async fn compromise_form(v: Visit, State(app): State<App>, Path(key): Path<String>) -> Answer {
    end_form(v, app, &key, "compromise").await
}

async fn end_form(v: Visit, app: App, key: &str, step: &'static str) -> Answer {
    let key: BodyKeyId = id(key)?;
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &KEY_END)?;
    let found = app.organisations.key(&ctx, key).await?;
    let row = row(&v, &found)?;
    if !(if step == "retire" { row.retire } else { row.compromise }) {
        return Err(Problem::conflict("organisations-key-step").into());
    }
    let desk = desk(&v, &app, &KEY_END, found.key.body).await?;
    show(&KeyEndPage { v, desk, key: row, step })
}

/// Takes a key out of use.
pub async fn retire(
    v: Visit,
    State(app): State<App>,
    Path(key): Path<String>,
    form: Submitted,
) -> Answer {
    end(v, app, &key, form, false).await
}

/// Reports that others know a key.
pub async fn compromise(
    v: Visit,
    State(app): State<App>,
    Path(key): Path<String>,
    form: Submitted,
) -> Answer {
    end(v, app, &key, form, true).await
}

async fn end(
    v: Visit,
    app: App,
    key: &str,
    Submitted(form): Submitted,
    compromised: bool,
) -> Answer {
    let key: BodyKeyId = id(key)?;
    let idem = idem(&app, &form, &("end", key, compromised))?;
    app.organisations.end_key(&v.ctx(app.world.clone()), idem, key, compromised).await?;
    Ok(Redirect::to("/keys").into_response())
}
