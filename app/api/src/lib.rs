//! The JSON API under `/api/v1`, described by OpenAPI 3.1 at `/api/openapi.json`.
//!
//! Each operation is written once: its route, what it takes and what it gives. The router and the
//! description are made from the same list, so neither can know something that the other does not.

mod adjustments;
mod archive;
mod authorities;
mod bodies;
mod cases;
mod certificates;
mod check;
mod corrections;
mod document;
mod duplicates;
mod imports;
mod instruments;
mod json;
mod occupations;
mod operation;
mod oversight;
mod people;
mod policies;
mod returns;
mod runs;
mod shares;

pub use document::describe;
pub use operation::Operation;

use axum::response::IntoResponse as _;
use kernel::Problem;
use platform::App;
use web_kit::{Access, Answer, NodeRole, Route, Serves};

/// All operations, in the order of the description.
pub fn operations() -> Vec<Operation> {
    [
        check::operations(),
        occupations::operations(),
        adjustments::operations(),
        bodies::operations(),
        instruments::operations(),
        authorities::operations(),
        oversight::operations(),
        cases::operations(),
        archive::operations(),
        certificates::operations(),
        people::operations(),
        duplicates::operations(),
        corrections::operations(),
        shares::operations(),
        policies::operations(),
        returns::operations(),
        imports::operations(),
        runs::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The routes of the API and of its description.
pub fn routes(role: NodeRole) -> Vec<Route<App>> {
    let mut routes: Vec<Route<App>> = operations().into_iter().map(|one| one.route).collect();
    let description = async move || -> Answer {
        let text = describe(operations(), role).to_json().map_err(Problem::internal)?;
        let kind = [(axum::http::header::CONTENT_TYPE, "application/vnd.oai.openapi+json")];
        Ok((kind, text).into_response())
    };
    routes.push(Route::get("/api/openapi.json", Access::Public, Serves::EVERYWHERE, description));
    routes
}

#[cfg(test)]
mod tests;
