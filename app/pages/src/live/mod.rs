//! Handlers that ask the areas and fill the pages. They translate and decide nothing.

mod archive;
mod bodies;
mod body;
mod certificates;
mod check;
mod home;
mod jobs;
mod occupations;
mod people;
mod trial;

pub use body::body_routes;

use crate::check::Standing;
use ::certificates::{Status, permissions as certificate};
use ::people::permissions as person;
use kernel::{CivilDate, OccupationCode};
use platform::App;
use platform::operations::{JOBS_READ, JOBS_REVIVE};
use web_kit::{Access, Route, Serves, Visit};

/// Why officials look people up. The word is recorded; the person reads it in their own language.
pub(crate) const PURPOSES: [&str; 4] = ["evaluation", "subsidy", "complaint", "audit"];

/// The public pages: start, checking, occupations, bodies.
pub fn routes() -> Vec<Route<App>> {
    let public = Access::Public;
    vec![
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
        Route::get("/demo", public, Serves::EVERYWHERE, trial::page),
        Route::get(
            "/demo/certificates/{body}/{certificate}",
            public,
            Serves::EVERYWHERE,
            trial::file,
        ),
        Route::get("/problems/{code}", public, Serves::EVERYWHERE, crate::problem::meaning),
    ]
}

/// Pages of people who have signed in.
pub fn own_routes() -> Vec<Route<App>> {
    let open = Access::Action(person::PERSON_OPEN.code);
    let find = Access::Action(person::PERSON_FIND.code);
    let certificate = Access::Action(certificate::CERTIFICATE_OPEN.code);
    let (everywhere, inner) = (Serves::EVERYWHERE, Serves::INNER);
    vec![
        Route::get("/archive", open, everywhere, archive::own),
        Route::get("/archive/looks", open, everywhere, archive::looks),
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
        Route::get("/jobs", Access::Action(JOBS_READ.code), inner, jobs::list),
        Route::post("/jobs/{id}/retry", Access::Action(JOBS_REVIVE.code), inner, jobs::retry),
    ]
}

/// The name of an occupation on a day, as it was then.
pub(crate) fn occupation_name(app: &App, code: OccupationCode, on: CivilDate) -> String {
    let spell = app.world.occupations.on(code, on);
    spell.map_or_else(|| code.to_string(), |spell| spell.name.to_string())
}

/// Whether a certificate holds.
pub(crate) fn standing(status: &Status) -> Standing {
    status.standing().into()
}

/// A recorded purpose in words: one of the list, or what was written when the look was recorded.
pub(crate) fn purpose(v: &Visit, recorded: &str) -> String {
    match recorded {
        "certificate-shown" | "run-shown" => v.t.get(recorded),
        word if PURPOSES.contains(&word) => v.t.get(&format!("people-purpose-{word}")),
        text => text.to_owned(),
    }
}
