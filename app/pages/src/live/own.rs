//! One's own account.

use crate::kit::{State as Word, Tone};
use crate::live::activation::codes;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use crate::own::{KeyRow, OwnPage, own};
use access::ApiKeyCard;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{ApiKeyId, Assurance, FieldProblem, Problem, Role};
use platform::App;
use web_kit::form::{date, text};
use web_kit::{Answer, FormState, Submitted, Visit, session};

/// What the page shows besides the lists it reads itself.
#[derive(Default)]
struct Shown {
    password: FormState,
    key: FormState,
    done: &'static str,
    secret: Option<String>,
}

/// One's own account.
pub async fn page(v: Visit, State(app): State<App>) -> Answer {
    let done = match v.here.query("done") {
        Some("revoked") => "own-key-revoked",
        _ => "",
    };
    shown(v, &app, Shown { done, ..Shown::default() }).await
}

async fn shown(v: Visit, app: &App, shown: Shown) -> Answer {
    let actor = v.signed_in().map(|who| who.actor.clone());
    let actor = actor.ok_or_else(|| Problem::internal("a page of one's own without anybody"))?;
    let clerk = actor.posts.iter().any(|post| post.role == Role::BodyClerk);
    let two_factors = actor.assurance == Assurance::Two;
    let ctx = v.ctx(app.world.clone());
    let keys = match clerk {
        true => app.access.api_keys(&ctx, actor.account).await?,
        false => Vec::new(),
    };
    own(&OwnPage {
        password: shown.password,
        key: clerk.then_some(shown.key),
        two_factors,
        done: shown.done,
        secret: shown.secret,
        keys: keys.iter().map(|key| row(&v, key)).collect(),
        v,
    })
}

fn row(v: &Visit, key: &ApiKeyCard) -> KeyRow {
    let valid = key.valid_on(v.now.civil_date());
    let state = match (valid, key.revoked_at) {
        (true, _) => Word::new("state-effective", Tone::Done),
        (false, Some(_)) => Word::new("state-revoked", Tone::Stopped),
        (false, None) => Word::new("state-expired", Tone::Stopped),
    };
    KeyRow {
        label: key.label.clone(),
        at: key.created_at,
        expires_on: key.expires_on,
        state,
        revoke_href: match valid {
            true => format!("/account/keys/{}/revoke", key.id),
            false => String::new(),
        },
    }
}

/// A new password. All sessions end with the old one, this one too.
pub async fn password(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let [old, new, again] = ["old", "new", "again"].map(|name| form.forget(name));
    for (name, value) in [("old", &old), ("new", &new)] {
        if value.is_empty() {
            form.refuse(FieldProblem::new(name, "field-required"));
        }
    }
    if new != again {
        form.refuse(FieldProblem::new("again", "activate-again-differs"));
    }
    if form.is_right() {
        match app.access.change_password(&v.ctx(app.world.clone()), &old, &new).await {
            Ok(()) => return signed_out(&app),
            Err(problem) if problem.code() == "access-sign-in-wrong" => {
                form.refuse(FieldProblem::new("old", "own-password-wrong"));
            }
            Err(problem) => refuse(&mut form, "new", problem)?,
        }
    }
    shown(v, &app, Shown { password: form, ..Shown::default() }).await
}

/// The sessions are over, so the next page is that of signing in.
fn signed_out(app: &App) -> Answer {
    let mut answer = Redirect::to("/sign-in").into_response();
    session::forget(answer.headers_mut(), app.config.is_secure());
    Ok(answer)
}

/// Signs out everywhere, here too.
pub async fn sessions(v: Visit, State(app): State<App>, Submitted(_): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let account = ctx.actor.account().map(|actor| actor.account).ok_or_else(Problem::not_found)?;
    app.access.end_sessions(&ctx, account).await?;
    signed_out(&app)
}

/// Begins to set a device up.
pub async fn begin_codes(v: Visit, State(app): State<App>, Submitted(form): Submitted) -> Answer {
    let setup = app.access.set_up_codes(&v.ctx(app.world.clone())).await?;
    codes(v, form, setup, "/account/codes/confirm")
}

/// Confirms the device with its first code.
pub async fn confirm_codes(
    v: Visit,
    State(app): State<App>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ticket = form.value("ticket").to_owned();
    if form.value("skip") == "1" {
        return Ok(Redirect::to("/account").into_response());
    }
    let code = form.forget("code").trim().to_owned();
    match app.access.confirm_codes(&v.ctx(app.world.clone()), &ticket, &code).await {
        Ok(()) => signed_out(&app),
        Err(problem) => {
            let setup = app.access.code_setup(v.now, &ticket)?;
            refuse(&mut form, "code", problem)?;
            codes(v, form, setup, "/account/codes/confirm")
        }
    }
}

/// Makes a key of the API.
pub async fn make_key(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let label = form.required("label", text("label", 60));
    let expires_on = form.required("expires_on", date("expires_on"));
    let ctx = v.ctx(app.world.clone());
    if let (Some(label), Some(expires_on)) = (label, expires_on) {
        let command = (label.clone(), expires_on);
        let idem = idem(&app, &form, &command)?;
        match app.access.make_api_key(&ctx, idem, label, expires_on).await {
            Ok(made) => {
                let secret = Some(made.secret.into_exposed());
                let done = "own-key-made";
                return shown(v, &app, Shown { done, secret, ..Shown::default() }).await;
            }
            Err(problem) => refuse(&mut form, "label", problem)?,
        }
    }
    shown(v, &app, Shown { key: form, ..Shown::default() }).await
}

/// Revokes a key of the API.
pub async fn revoke_key(
    v: Visit,
    State(app): State<App>,
    Path(key): Path<String>,
    Submitted(_): Submitted,
) -> Answer {
    let key: ApiKeyId = id(&key)?;
    app.access.revoke_api_key(&v.ctx(app.world.clone()), None, key).await?;
    Ok(Redirect::to("/account?done=revoked").into_response())
}
