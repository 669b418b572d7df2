//! Handlers that ask the areas and fill the pages. They translate and decide nothing.

mod accounts;
mod activation;
mod adjustments;
mod archive;
mod audit;
mod authorities;
mod bodies;
mod body;
mod cases;
mod certificates;
mod check;
mod corrections;
mod duplicates;
mod home;
pub mod instruments;
mod jobs;
mod library;
mod occupations;
mod oversight;
mod own;
mod people;
mod plan_tasks;
mod policies;
mod returns;
mod rules;
mod scope;
mod shares;
mod sign_in;
mod tasks;
mod trial;
mod window;

pub use adjustments::round_routes;
pub use authorities::authority_routes;
pub(crate) use bodies::kind_key;
pub use body::body_routes;
pub use cases::case_routes;
pub use corrections::correction_routes;
pub use duplicates::duplicate_routes;
pub use library::library_routes;
pub use oversight::oversight_routes;
pub use plan_tasks::plan_task_routes;

pub use returns::return_routes;
pub use shares::share_routes;

use crate::check::Standing;
use ::access::permissions as access;
use ::certificates::{Status, permissions as certificate};
use ::people::permissions as person;
use kernel::{Problem, Result};
use platform::App;
use platform::operations::{JOBS_READ, JOBS_REVIVE};
use store::Idem;
use web_kit::{Access, FormState, Route, Serves, Visit};

/// Why officials look people up. The word is recorded; the person reads it in their own language.
pub(crate) const PURPOSES: [&str; 7] =
    ["evaluation", "subsidy", "complaint", "audit", "account", "duplicate", "correction"];

/// The public pages: start, checking, occupations, bodies, notices.
pub fn routes() -> Vec<Route<App>> {
    let public = Access::Public;
    let mut routes = vec![
        Route::get("/", public, Serves::EVERYWHERE, home::start),
        Route::get("/check", public, Serves::EVERYWHERE, check::form),
        Route::post("/check", public, Serves::EVERYWHERE, check::by_number),
        Route::get("/c/{token}", public, Serves::EVERYWHERE, check::by_token),
        Route::get("/offline", public, Serves::EVERYWHERE, crate::offline::page),
        Route::get("/offline/page", public, Serves::EVERYWHERE, crate::offline::saved),
        Route::get("/keys.json", public, Serves::EVERYWHERE, check::keys),
        Route::get("/occupations", public, Serves::EVERYWHERE, occupations::search),
        Route::get("/occupations/{code}", public, Serves::EVERYWHERE, occupations::one),
        Route::get("/bodies", public, Serves::EVERYWHERE, bodies::search),
        Route::get("/bodies/{id}", public, Serves::EVERYWHERE, bodies::one),
        Route::get("/bodies/{id}/may", public, Serves::EVERYWHERE, instruments::may),
        Route::get("/policies", public, Serves::EVERYWHERE, policies::search),
        Route::get("/policies/{id}", public, Serves::EVERYWHERE, policies::one),
        Route::get("/plans/{id}", public, Serves::EVERYWHERE, policies::plan),
        Route::get("/rules", public, Serves::EVERYWHERE, rules::page),
        Route::get("/demo", public, Serves::EVERYWHERE, trial::page),
        Route::get(
            "/demo/certificates/{body}/{certificate}",
            public,
            Serves::EVERYWHERE,
            trial::file,
        ),
        Route::get("/problems/{code}", public, Serves::EVERYWHERE, crate::problem::meaning),
    ];
    routes.extend(cases::notice_routes());
    routes.extend(adjustments::public_routes());
    routes
}

/// Pages of people who have signed in.
pub fn own_routes() -> Vec<Route<App>> {
    let open = Access::Action(person::PERSON_OPEN.code);
    let find = Access::Action(person::PERSON_FIND.code);
    let window = Access::Action(access::PERSONAL_ACCOUNT.code);
    let certificate = Access::Action(certificate::CERTIFICATE_OPEN.code);
    let (everywhere, inner) = (Serves::EVERYWHERE, Serves::INNER);
    vec![
        Route::get("/archive", open, everywhere, archive::own),
        Route::get("/archive/looks", open, everywhere, archive::looks),
        Route::get("/archive/print", open, everywhere, archive::print),
        Route::get("/archive/certificates/{id}", certificate, everywhere, certificates::own),
        Route::get(
            "/archive/certificates/{id}/{file}",
            certificate,
            everywhere,
            certificates::file,
        ),
        Route::get("/certificates/{id}", certificate, Serves::INNER_AND_SITE, certificates::issued),
        Route::get(
            "/certificates/{id}/{file}",
            certificate,
            Serves::INNER_AND_SITE,
            certificates::file,
        ),
        Route::get("/people", find, inner, people::form),
        Route::post("/people", find, inner, people::search),
        Route::get("/people/{id}", open, inner, people::one),
        Route::get("/people/{id}/account", window, inner, window::page),
        Route::post("/people/{id}/account", window, inner, window::open_account),
        Route::post("/people/{id}/account/code", window, inner, window::new_code),
        Route::get("/people/{id}/account/close", window, inner, window::ask_close),
        Route::post("/people/{id}/account/close", window, inner, window::close),
        Route::get("/jobs", Access::Action(JOBS_READ.code), inner, jobs::list),
        Route::post("/jobs/{id}/retry", Access::Action(JOBS_REVIVE.code), inner, jobs::retry),
    ]
}

/// Signing in, activating and one's own account.
pub fn entry_routes() -> Vec<Route<App>> {
    let public = Access::Public;
    let own = Access::Action(access::OWN_ACCOUNT.code);
    let everywhere = Serves::EVERYWHERE;
    vec![
        Route::get("/sign-in", public, everywhere, sign_in::form),
        Route::post("/sign-in", public, everywhere, sign_in::password),
        Route::post("/sign-in/code", public, everywhere, sign_in::code),
        Route::post("/sign-in/demo", public, everywhere, sign_in::demo),
        Route::post("/sign-out", public, everywhere, sign_in::out),
        Route::get("/activate", public, everywhere, activation::form),
        Route::post("/activate", public, everywhere, activation::begin),
        Route::post("/activate/code", public, everywhere, activation::confirm),
        Route::get("/tasks", own, everywhere, tasks::page),
        Route::get("/account", own, everywhere, own::page),
        Route::post("/account/password", own, everywhere, own::password),
        Route::post("/account/sessions", own, everywhere, own::sessions),
        Route::post("/account/codes", own, everywhere, own::begin_codes),
        Route::post("/account/codes/confirm", own, everywhere, own::confirm_codes),
        Route::post("/account/keys", own, everywhere, own::make_key),
        Route::post("/account/keys/{id}/revoke", own, everywhere, own::revoke_key),
    ]
}

/// Accounts and posts, and the audit administrator's reading.
pub fn administration_routes() -> Vec<Route<App>> {
    let read = Access::Action(access::ACCOUNT_READ.code);
    let invite = Access::Action(access::ACCOUNT_INVITE.code);
    let code = Access::Action(access::ACCOUNT_CODE.code);
    let close = Access::Action(access::ACCOUNT_CLOSE.code);
    let post = Access::Action(access::CLERK_GRANT.code);
    let audit = Access::Action(access::AUDIT_READ.code);
    let here = Serves::INNER_AND_SITE;
    vec![
        Route::get("/accounts", read, here, accounts::list),
        Route::get("/accounts/new", invite, here, accounts::new),
        Route::post("/accounts/new", invite, here, accounts::make),
        Route::get("/accounts/{id}", read, here, accounts::one),
        Route::post("/accounts/{id}/posts", post, here, accounts::grant),
        Route::post("/accounts/{id}/posts/{post}/end", post, here, accounts::end_post),
        Route::post("/accounts/{id}/slip", code, here, accounts::new_slip),
        Route::get("/accounts/{id}/close", close, here, accounts::ask_close),
        Route::post("/accounts/{id}/close", close, here, accounts::close),
        Route::get("/audit", audit, here, audit::changes),
        Route::get("/audit/looks", audit, here, audit::looks),
    ]
}

/// Whether a certificate holds.
pub(crate) fn standing(status: &Status) -> Standing {
    status.standing().into()
}

/// A recorded purpose in words: one of the list, or what was written when the look was recorded.
pub(crate) fn purpose(v: &Visit, recorded: &str) -> String {
    match recorded {
        "certificate-shown" | "run-shown" | "trial-title" => v.t.get(recorded),
        "share-link" | "check-code" | "check-number" | "check-code-api" | "check-number-api" => {
            v.t.get(&format!("looks-{recorded}"))
        }
        word if PURPOSES.contains(&word) => v.t.get(&format!("people-purpose-{word}")),
        text => text.to_owned(),
    }
}

/// Marks what a form asks for, so that sending it twice changes nothing more.
pub(crate) fn idem(
    app: &App,
    form: &FormState,
    command: &impl serde::Serialize,
) -> Result<Option<Idem>> {
    platform::idem(&app.ring, form.key()?.to_owned(), command).map(Some)
}

/// An id from the address.
pub(crate) fn id<I: std::str::FromStr>(text: &str) -> Result<I> {
    text.parse().map_err(|_| Problem::not_found())
}
