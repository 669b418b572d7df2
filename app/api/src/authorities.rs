//! The register of authorities.

use crate::json::give;
use crate::operation::Operation;
use axum::extract::{Path, State};
use kernel::{CivilDate, Problem};
use organisations::Authority;
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Route, Serves};

/// An authority with what it is responsible for.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthorityRecord {
    /// The identifier.
    id: String,
    /// The official name.
    name: String,
    /// The stored word of its kind.
    kind: String,
    /// The identifier of the authority above it.
    parent: Option<String>,
    /// The code of the division where it sits.
    division: String,
    /// The codes of the divisions it is responsible for; what lies within is included.
    territory: Vec<String>,
    /// The stored words of what it does.
    functions: Vec<String>,
    /// `active`, `merged` or `abolished`.
    state: String,
    /// The identifier of the authority that took its place.
    successor: Option<String>,
    /// The first day on which it was no more.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<CivilDate>,
}

/// All authorities.
#[derive(Serialize, ToSchema)]
pub(crate) struct Authorities {
    /// In the order of their divisions, those that are no more too.
    items: Vec<AuthorityRecord>,
}

pub(crate) fn operations() -> Vec<Operation> {
    let public = Access::Public;
    let all = Route::get("/api/v1/authorities", public, Serves::EVERYWHERE, all);
    let one = Route::get("/api/v1/authorities/{id}", public, Serves::EVERYWHERE, one);
    let tag = "authorities";
    vec![
        Operation::new::<Authorities>(all, "listAuthorities", tag, "All authorities."),
        Operation::new::<AuthorityRecord>(one, "getAuthority", tag, "An authority.")
            .path("id", "The identifier."),
    ]
}

fn record(one: &Authority) -> AuthorityRecord {
    AuthorityRecord {
        id: one.id.to_string(),
        name: one.name.clone(),
        kind: one.kind.word().to_owned(),
        parent: one.parent.map(|id| id.to_string()),
        division: one.division.to_string(),
        territory: one.territory.iter().map(|code| code.to_string()).collect(),
        functions: one.functions.iter().map(|function| function.word().to_owned()).collect(),
        state: one.state.word().to_owned(),
        successor: one.state.successor().map(|id| id.to_string()),
        ended_on: one.state.ended_on(),
    }
}

async fn all(State(app): State<App>) -> Answer {
    let all = app.organisations.authorities().await?;
    give(&Authorities { items: all.iter().map(record).collect() })
}

async fn one(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let (one, _) = app.organisations.authority(id).await?;
    give(&record(&one))
}
