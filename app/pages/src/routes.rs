//! The routes of pages that need no data.

use crate::home::{Door, home};
use crate::{check, problem, specimen};
use std::sync::Arc;
use web_kit::{Access, Asked, Route, Serves, Visit};

/// The start page with its doors, the form of a check, the specimen, and what problem codes mean.
pub fn routes<S: Clone + Send + Sync + 'static>(doors: Vec<Door>) -> Vec<Route<S>> {
    let doors = Arc::new(doors);
    let public = Access::Public;
    vec![
        Route::get("/", public, Serves::EVERYWHERE, async move |v: Visit| {
            home(v, doors.to_vec(), None)
        }),
        Route::get("/check", public, Serves::PUBLIC, async |v: Visit, Asked(form): Asked| {
            check::form(v, form)
        }),
        Route::get("/specimen", public, Serves::EVERYWHERE, specimen::specimen),
        Route::get("/problems/{code}", public, Serves::EVERYWHERE, problem::meaning),
    ]
}
