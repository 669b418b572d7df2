//! Activating an account.

use crate::activation::{self, CodesPage, DonePage};
use crate::kit::show;
use crate::live::sign_in::{address, refuse};
use access::CodeSetup;
use axum::extract::State;
use kernel::FieldProblem;
use platform::{App, paper};
use web_kit::{Answer, FormState, Submitted, Visit};

/// The first step, empty.
pub async fn form(v: Visit) -> Answer {
    activation::begin(v, FormState::default())
}

/// Login, printed code and the password wished.
pub async fn begin(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let (password, again) = (form.forget("password"), form.forget("again"));
    let login = form.required("login", web_kit::form::text("login", 64));
    let code = form.required("code", web_kit::form::text("code", 40));
    if password.is_empty() {
        form.refuse(FieldProblem::new("password", "field-required"));
    } else if password != again {
        form.refuse(FieldProblem::new("again", "activate-again-differs"));
    }
    let (Some(login), Some(code), true) = (login, code, form.is_right()) else {
        return activation::begin(v, form);
    };
    let ctx = v.ctx(app.world.clone());
    match app.access.activate(&ctx, &login, &code, &password, &address(&v)).await {
        Ok(setup) => codes(v, FormState::default(), setup, "/activate/code"),
        Err(problem) => {
            refuse(&mut form, "code", problem)?;
            activation::begin(v, form)
        }
    }
}

/// The page on which the device is set up.
pub(crate) fn codes(
    v: Visit,
    mut form: FormState,
    setup: CodeSetup,
    action: &'static str,
) -> Answer {
    let title = v.t.get("activate-codes-scan");
    let qr = setup.uri.map(|uri| print::qr_svg(uri.expose(), &title)).transpose();
    form.values.insert("ticket".to_owned(), setup.ticket.into_exposed());
    show(&CodesPage {
        qr_svg: qr.map_err(paper::refused)?.unwrap_or_default(),
        typed: setup.typed.into_exposed(),
        optional: !setup.compulsory,
        action,
        form,
        v,
    })
}

/// The first code of the device, or none.
pub async fn confirm(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let ticket = form.value("ticket").to_owned();
    let typed = form.forget("code").trim().to_owned();
    let code = (form.value("skip") != "1").then_some(typed.as_str());
    let confirmed = match code {
        Some("") => Err(kernel::Problem::fields(vec![FieldProblem::new("code", "field-required")])),
        code => app.access.confirm_activation(&ctx, &ticket, code).await,
    };
    match confirmed {
        Ok(_) => show(&DonePage { v }),
        Err(problem) => {
            let setup = match app.access.code_setup(v.now, &ticket) {
                Ok(setup) => setup,
                Err(expired) => {
                    let mut first = FormState::default();
                    refuse(&mut first, "code", expired)?;
                    return activation::begin(v, first);
                }
            };
            refuse(&mut form, "code", problem)?;
            codes(v, form, setup, "/activate/code")
        }
    }
}
