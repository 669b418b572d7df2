//! The desk of an evaluation body: imports, runs, certificates, keys, applications.

pub(super) mod applications;
mod imports;
mod issued;
pub(super) mod keys;
mod proposals;
mod runs;

use crate::desk::Desk;
use crate::live::id;
use authz::{Action, Object};
use certificates::permissions::{CERTIFICATE_LIST, CERTIFICATE_STATUS};
use evaluation::permissions::{
    CANDIDATE_WITHDRAW, IMPORT_READ, IMPORT_START, RUN_READ, RUN_RELEASE,
};
use kernel::{BodyId, Problem, Result};
use organisations::permissions::{
    APPLICATION_MAKE, APPLICATION_READ, INSTRUMENT_READ, KEY_DECIDE, KEY_END, KEY_PROPOSE, KEY_READ,
};
use platform::App;
use web_kit::{Access, Limits, Route, Serves, Visit};

/// The pages of people who work for an evaluation body.
pub fn body_routes() -> Vec<Route<App>> {
    let at = Serves::INNER_AND_SITE;
    let may = |action: &Action| Access::Action(action.code);
    let file = "/imports/templates/{file}";
    let mut routes = vec![
        Route::get("/imports", may(&IMPORT_READ), at, imports::list),
        Route::post("/imports", may(&IMPORT_START), at, imports::start).limits(Limits::UPLOAD),
        Route::get("/imports/new", may(&IMPORT_START), at, imports::form),
        Route::get(file, may(&IMPORT_READ), at, imports::template),
        Route::get("/imports/{id}", may(&IMPORT_READ), at, imports::one),
        Route::get("/imports/{id}/report.xlsx", may(&IMPORT_READ), at, imports::report),
        Route::post("/imports/{id}/cancel", may(&IMPORT_START), at, imports::cancel),
        Route::post("/imports/{id}/settle", may(&IMPORT_START), at, imports::settle),
        Route::get("/runs", may(&RUN_READ), at, runs::list),
        Route::get("/runs/{id}", may(&RUN_READ), at, runs::one),
        Route::post("/runs/{id}/release", may(&RUN_RELEASE), at, runs::release),
        Route::post("/runs/{id}/withdraw", may(&CANDIDATE_WITHDRAW), at, runs::withdraw),
        Route::get("/certificates", may(&CERTIFICATE_LIST), at, issued::list),
        Route::post("/certificates/{id}/status", may(&CERTIFICATE_STATUS), at, issued::status),
        Route::get("/instruments", may(&INSTRUMENT_READ), at, super::instruments::own),
        Route::get("/keys", may(&KEY_READ), at, keys::list),
        Route::post("/keys", may(&KEY_PROPOSE), at, keys::propose),
        Route::post("/keys/{id}/confirm", may(&KEY_DECIDE), at, keys::confirm),
        Route::post("/keys/{id}/refuse", may(&KEY_DECIDE), at, keys::refuse),
        Route::get("/keys/{id}/retire", may(&KEY_END), at, keys::retire_form),
        Route::get("/keys/{id}/compromise", may(&KEY_END), at, keys::compromise_form),
        Route::post("/keys/{id}/retire", may(&KEY_END), at, keys::retire),
        Route::post("/keys/{id}/compromise", may(&KEY_END), at, keys::compromise),
    ];
    routes.extend(application_routes());
    routes.extend(proposals::routes());
    routes
}

/// The most bytes of a paper with the form around it, over a slow line.
const PAPER: Limits = Limits { body_bytes: 21 << 20, seconds: 15 * 60 };

fn application_routes() -> Vec<Route<App>> {
    let at = Serves::INNER_AND_SITE;
    let (read, make) =
        (Access::Action(APPLICATION_READ.code), Access::Action(APPLICATION_MAKE.code));
    let (papers, paper) = ("/applications/{id}/papers", "/applications/{id}/papers/{key}");
    vec![
        Route::get("/applications", read, at, applications::list),
        Route::get("/applications/new", make, at, applications::new),
        Route::post("/applications/new", make, at, applications::begin),
        Route::get("/applications/{id}", read, at, applications::one),
        Route::get("/applications/{id}/change", make, at, applications::change_form),
        Route::post("/applications/{id}/change", make, at, applications::change),
        Route::post(papers, make, at, applications::attach).limits(PAPER),
        Route::get(paper, read, at, applications::paper),
        Route::post("/applications/{id}/hand-in", make, at, applications::hand_in),
        Route::get("/applications/{id}/recall", make, at, applications::ask_recall),
        Route::post("/applications/{id}/recall", make, at, applications::recall),
    ]
}

/// The body that the address or form names; else the first for which the visitor holds a post of the
/// action. Whether they may is asked by the area.
pub(super) fn chosen(v: &Visit, app: &App, action: &Action, named: &str) -> Result<BodyId> {
    if !named.is_empty() {
        return id(named);
    }
    let bodies = authz::bodies_for(&v.actor(), action);
    if bodies.is_empty() {
        // Whoever holds no post for it anywhere is told so.
        authz::permit(&v.ctx(app.world.clone()), action, &Object::none())?;
    }
    bodies.first().copied().ok_or_else(Problem::not_found)
}

/// The desk of a body. When the visitor works for several, it leads to the same page of the others.
pub(super) async fn desk(v: &Visit, app: &App, action: &Action, body: BodyId) -> Result<Desk> {
    let ctx = v.ctx(app.world.clone());
    let (found, _) = app.organisations.body(&ctx, body).await?;
    let mut others = Vec::new();
    for other in authz::bodies_for(&v.actor(), action) {
        if other != body {
            let (other, _) = app.organisations.body(&ctx, other).await?;
            others.push((other.name, format!("{}?body={}", v.here.path(), other.id)));
        }
    }
    Ok(Desk { body: body.to_string(), name: found.name, others })
}
