//! 个人账号, from accounts and the vault.

use super::accounts::{slip_page, word};
use super::sign_in::refuse;
use super::{id, idem};
use crate::accounts::ClosePage;
use crate::kit::show;
use crate::window::{PersonalAccount, WindowPage};
use access::{AccountCard, NewAccount, Standing};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{Ctx, PersonId, Problem, Result};
use platform::App;
use web_kit::form::text;
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// The purpose under which the window opens a record; the person reads it.
const PURPOSE: &str = "account";

/// The account of a person, or the form that opens it.
pub async fn page(
    v: Visit,
    State(app): State<App>,
    Path(person): Path<String>,
    Asked(form): Asked,
) -> Answer {
    shown(v, &app, id(&person)?, form).await
}

async fn shown(v: Visit, app: &App, person: PersonId, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    // First what the window may do, so that nothing is opened for whoever may not.
    let account = app.access.account_of_person(&ctx, person).await?;
    let record = app.people.open(&ctx, person, PURPOSE.to_owned(), false).await?;
    let personal = record.personal.as_ref().ok_or_else(Problem::not_found)?;
    let documents = personal.documents.iter().map(|document| {
        let kind = document.number.kind().name(v.t.lang).to_owned();
        (kind, document.number.masked(people::Disclosure::Clerk))
    });
    show(&WindowPage {
        href: format!("/people/{person}/account"),
        name: personal.name.reveal().to_owned(),
        documents: documents.collect(),
        born: personal.birth_on,
        account: account.as_ref().map(shown_account),
        form,
        v,
    })
}

fn shown_account(card: &AccountCard) -> PersonalAccount {
    PersonalAccount {
        login: card.login.clone().unwrap_or_default(),
        state: word(&card.standing),
        closed: matches!(card.standing, Standing::Closed),
        last: card.signed_in_at,
    }
}

fn person_page(person: PersonId) -> String {
    format!("/people/{person}/account")
}

/// Opens an account and shows its slip.
pub async fn open_account(
    v: Visit,
    State(app): State<App>,
    Path(person): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let person: PersonId = id(&person)?;
    let ctx = v.ctx(app.world.clone());
    app.access.account_of_person(&ctx, person).await?;
    if let Some(login) = form.required("login", text("login", 64)) {
        let (name, person_id) = (String::new(), Some(person));
        let command = NewAccount { login, name, person: person_id, post: None };
        let idem = idem(&app, &form, &command)?;
        match app.access.invite(&ctx, idem, command).await {
            Ok(made) => return show(&slip_page(v, &app, made, person_page(person), true)),
            Err(problem) => refuse(&mut form, "login", problem)?,
        }
    }
    shown(v, &app, person, form).await
}

/// The account of a person, for a change.
async fn account_of(app: &App, ctx: &Ctx, person: PersonId) -> Result<AccountCard> {
    app.access.account_of_person(ctx, person).await?.ok_or_else(Problem::not_found)
}

/// Prints a new code.
pub async fn new_code(
    v: Visit,
    State(app): State<App>,
    Path(person): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let person: PersonId = id(&person)?;
    let ctx = v.ctx(app.world.clone());
    let account = account_of(&app, &ctx, person).await?.id;
    let idem = idem(&app, &form, &("code", account))?;
    let made = app.access.new_code(&ctx, idem, account).await?;
    show(&slip_page(v, &app, made, person_page(person), true))
}

/// Says what closing the account does. The record stays shut: the sign-in name says whose it is.
pub async fn ask_close(
    v: Visit,
    State(app): State<App>,
    Path(person): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let person: PersonId = id(&person)?;
    let ctx = v.ctx(app.world.clone());
    let card = account_of(&app, &ctx, person).await?;
    let back = person_page(person);
    if matches!(card.standing, Standing::Closed) {
        return Ok(Redirect::to(&back).into_response());
    }
    let login = card.login.unwrap_or_default();
    show(&ClosePage { who: login.clone(), login, back, personal: true, form, v })
}

/// Closes the account.
pub async fn close(
    v: Visit,
    State(app): State<App>,
    Path(person): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let person: PersonId = id(&person)?;
    let ctx = v.ctx(app.world.clone());
    let account = account_of(&app, &ctx, person).await?.id;
    let idem = idem(&app, &form, &("close", account))?;
    app.access.close_account(&ctx, idem, account).await?;
    Ok(Redirect::to(&person_page(person)).into_response())
}
