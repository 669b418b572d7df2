//! The register of bodies and the keys with which they sign.

use crate::json::{Listed, give};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use kernel::{CivilDate, OccupationCode, Problem, SkillLevel, SystemActor};
use organisations::{Body, BodyQuery, Filing};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A body in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct BodyRow {
    /// The identifier.
    id: String,
    /// The name as registered.
    name: String,
    /// 统一社会信用代码
    uscc: String,
    /// The stored word of its kind.
    kind: String,
    /// The code of the division where it is.
    division: String,
}

/// A body with what it may certify.
#[derive(Serialize, ToSchema)]
pub(crate) struct BodyRecord {
    /// The body.
    #[serde(flatten)]
    body: BodyRow,
    /// The address.
    address: String,
    /// Its filings, latest first.
    filings: Vec<BodyFiling>,
}

/// A filing of an evaluation body (备案).
#[derive(Serialize, ToSchema)]
pub(crate) struct BodyFiling {
    /// 机构备案编码
    code: String,
    /// The stored word of its state.
    state: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    valid_from: CivilDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    valid_until: CivilDate,
    /// What it covers.
    scope: Vec<BodyScope>,
}

/// One occupation and level that a filing covers.
#[derive(Serialize, ToSchema)]
pub(crate) struct BodyScope {
    /// The code of the occupation.
    occupation: String,
    /// The stored word of the level.
    level: String,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    valid_until: CivilDate,
}

/// The published list of keys; its form is that of the off-line check.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the credential crate writes")]
pub(crate) struct IssuerKeys {
    /// When the list was made.
    #[schema(format = DateTime)]
    published_at: String,
    /// Every body with every key that ever signed for it.
    issuers: Vec<serde_json::Value>,
}

pub(crate) fn operations() -> Vec<Operation> {
    let public = Access::Public;
    let all = Route::get("/api/v1/bodies", public, Serves::EVERYWHERE, search);
    let one = Route::get("/api/v1/bodies/{id}", public, Serves::EVERYWHERE, one);
    let keys = Route::get("/api/v1/keys", public, Serves::EVERYWHERE, keys);
    vec![
        Operation::new::<Listed<BodyRow>>(all, "listBodies", "bodies", "Search bodies.")
            .query("q", "Part of a name, or a code in full.")
            .query("division", "The code of a division: bodies within it.")
            .query("occupation", "The code of an occupation: bodies that are filed for it.")
            .query("level", "The word of a level: bodies that are filed for it.")
            .paged(),
        Operation::new::<BodyRecord>(one, "getBody", "bodies", "A body with what it may certify.")
            .path("id", "The identifier."),
        Operation::new::<IssuerKeys>(
            keys,
            "listIssuerKeys",
            "check",
            "The keys with which certificates are checked off-line.",
        ),
    ]
}

pub(crate) fn row(body: &Body) -> BodyRow {
    BodyRow {
        id: body.id.to_string(),
        name: body.name.clone(),
        uscc: body.uscc.to_string(),
        kind: body.kind.word().to_owned(),
        division: body.division.to_string(),
    }
}

async fn search(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let query = BodyQuery {
        text: form.value("q").to_owned(),
        division: form.value("division").parse().ok(),
        occupation: OccupationCode::read(form.value("occupation")).ok(),
        level: SkillLevel::from_word(form.value("level")),
    };
    let ctx = v.ctx(app.world.clone());
    let page = app.organisations.search_bodies(&ctx, &query, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |body| row(&body)))
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let (body, filings) = app.organisations.body(&v.ctx(app.world.clone()), id).await?;
    give(&BodyRecord {
        address: body.address.clone(),
        filings: filings.iter().map(filing).collect(),
        body: row(&body),
    })
}

fn filing(filing: &Filing) -> BodyFiling {
    let scope = filing.scope.iter().map(|item| BodyScope {
        occupation: item.occupation.to_string(),
        level: item.level.word().to_owned(),
        valid_until: item.valid_until,
    });
    BodyFiling {
        code: filing.code.to_string(),
        state: filing.state.word().to_owned(),
        valid_from: filing.valid_from,
        valid_until: filing.valid_until,
        scope: scope.collect(),
    }
}

async fn keys(State(app): State<App>) -> Answer {
    let keys = app.certificates.issuer_keys(&app.system(SystemActor::Setup)).await?;
    Ok(axum::Json(keys.to_json()).into_response())
}
