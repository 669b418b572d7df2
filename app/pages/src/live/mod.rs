//! Handlers that ask the areas and fill the pages. They translate and decide nothing.

mod bodies;
mod check;
mod home;
mod occupations;
mod trial;

use platform::App;
use web_kit::{Access, Route, Serves};

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
