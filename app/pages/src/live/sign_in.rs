//! Signing in and out.

use crate::sign_in::{self, DemoAccount};
use access::{NewSession, SignInStep};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use kernel::{Ctx, FieldProblem, Problem, ProblemKind};
use platform::{App, demo};
use web_kit::{Answer, Asked, FormState, Submitted, Visit, here::own_page, session};

/// Where everybody begins who came from nowhere in particular.
const START: &str = "/tasks";

fn ctx(v: &Visit, app: &App) -> Ctx {
    v.ctx(app.world.clone())
}

/// The network address, for counting failures.
pub(crate) fn address(v: &Visit) -> String {
    v.address.map(|address| address.to_string()).unwrap_or_default()
}

/// The first step; whoever is signed in already goes on.
pub async fn form(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    match v.signed_in() {
        Some(_) => Ok(Redirect::to(START).into_response()),
        None => sign_in::password(v, form, demo_accounts(&app)),
    }
}

fn demo_accounts(app: &App) -> Vec<DemoAccount> {
    if !app.store.is_demo() {
        return Vec::new();
    }
    let account = |account: &demo::DemoAccount| DemoAccount {
        login: account.login.to_owned(),
        name: account.name.to_owned(),
    };
    demo::ACCOUNTS.iter().map(account).collect()
}

/// Login and password.
pub async fn password(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let typed = form.forget("password");
    let login = form.required("login", web_kit::form::text("login", 64));
    if typed.is_empty() {
        form.refuse(FieldProblem::new("password", "field-required"));
    }
    let Some(login) = login.filter(|_| form.is_right()) else {
        return sign_in::password(v, form, demo_accounts(&app));
    };
    match app.access.sign_in(&ctx(&v, &app), &login, &typed, &address(&v)).await {
        Ok(SignInStep::Done(session)) => enter(&app, &session, form.value("back")),
        Ok(SignInStep::Code { ticket }) => {
            let mut next = FormState::with(&[("back", form.value("back"))]);
            next.values.insert("ticket".to_owned(), ticket.into_exposed());
            sign_in::code(v, next)
        }
        Err(problem) => {
            refuse(&mut form, "login", problem)?;
            sign_in::password(v, form, demo_accounts(&app))
        }
    }
}

/// The one-time code.
pub async fn code(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let code = form.required("code", web_kit::form::text("code", 12));
    let Some(code) = code else { return sign_in::code(v, form) };
    let ticket = form.value("ticket").to_owned();
    match app.access.sign_in_code(&ctx(&v, &app), &ticket, &code, &address(&v)).await {
        Ok(session) => enter(&app, &session, form.value("back")),
        Err(problem) if problem.code() == "access-ticket-expired" => {
            let mut first = FormState::with(&[("back", form.value("back"))]);
            refuse(&mut first, "login", problem)?;
            sign_in::password(v, first, demo_accounts(&app))
        }
        Err(problem) => {
            form.forget("code");
            refuse(&mut form, "code", problem)?;
            sign_in::code(v, form)
        }
    }
}

/// One press in the demonstration.
pub async fn demo(v: Visit, State(app): State<App>, Submitted(form): Submitted) -> Answer {
    let session = app.access.sign_in_demo(&ctx(&v, &app), form.value("login")).await?;
    enter(&app, &session, form.value("back"))
}

/// Signs out, whoever it was.
pub async fn out(
    v: Visit,
    State(app): State<App>,
    headers: axum::http::HeaderMap,
    Submitted(_): Submitted,
) -> Answer {
    let tls = app.config.is_secure();
    if let Some(token) = session::token(&headers, tls) {
        app.access.sign_out(&ctx(&v, &app), token).await?;
    }
    let mut answer = Redirect::to("/").into_response();
    session::forget(answer.headers_mut(), tls);
    Ok(answer)
}

/// The answer with the session's cookie.
fn enter(app: &App, new: &NewSession, back: &str) -> Answer {
    let back = match own_page(back) {
        "/" => START,
        page => page,
    };
    let mut answer: Response = Redirect::to(back).into_response();
    session::keep(answer.headers_mut(), new.token.expose(), app.config.is_secure())?;
    Ok(answer)
}

/// Puts a refusal beside the field that it is about, so that nothing typed is lost. Faults and parts
/// that are out of reach have a page of their own.
pub(crate) fn refuse(
    form: &mut FormState,
    field: &'static str,
    problem: Problem,
) -> kernel::Result<()> {
    match problem.kind() {
        ProblemKind::Internal | ProblemKind::Unavailable => return Err(problem),
        _ if form.absorb(&problem) => {}
        _ => {
            let args = problem.args().to_vec();
            form.refuse(FieldProblem { field, code: problem.code(), args });
        }
    }
    Ok(())
}
