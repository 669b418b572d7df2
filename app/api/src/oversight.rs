//! Registering and filing bodies, for the office that answers for them.

use crate::bodies::{BodyRow, row};
use crate::json::{Listed, Sent, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::{
    AuthorityId, BodyId, CivilDate, DivisionCode, FieldProblem, FilingId, OccupationCode, Problem,
    Result, SkillLevel,
};
use organisations::permissions::{BODY_OVERSEE, BODY_REGISTER, FILING_ADD, FILING_CHANGE};
use organisations::{BodyKind, BodyQuery, FilingStep, NewBody, NewFiling};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A body to be registered.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BodyRegistration {
    /// The word of its kind: `employer`, `social_evaluation_body`, `technical_school`, `training_body`.
    kind: String,
    /// The name exactly as on the licence.
    name: String,
    /// 统一社会信用代码
    uscc: String,
    /// The code of the division where its site is.
    division: String,
    /// The site's street address; published.
    address: String,
    /// An office telephone; published.
    contact: String,
}

/// A body to be filed for evaluation.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FilingOrder {
    /// The authority it is filed with: one the caller acts for.
    authority: String,
    /// 机构备案编码, 13 characters.
    code: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    valid_from: CivilDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    valid_until: CivilDate,
    /// What it covers.
    scope: Vec<ScopeOrder>,
}

/// One occupation and level to be covered.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ScopeOrder {
    /// The code of the occupation.
    occupation: String,
    /// The word of the level.
    level: String,
}

/// A step with a filing.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct FilingStepOrder {
    /// `suspend`, `resume` or `end`.
    step: String,
    /// Why; kept with the decision.
    reason: String,
}

/// What was made or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct OversightDone {
    /// The identifier.
    id: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let at = Serves::INNER;
    let may = Access::Action;
    let all = Route::get("/api/v1/oversight/bodies", may(BODY_OVERSEE.code), at, all);
    let register = Route::post("/api/v1/oversight/bodies", may(BODY_REGISTER.code), at, register);
    let file = "/api/v1/oversight/bodies/{id}/filings";
    let file = Route::post(file, may(FILING_ADD.code), at, add_filing);
    let change = Route::post("/api/v1/oversight/filings/{id}", may(FILING_CHANGE.code), at, change);
    vec![
        Operation::new::<Listed<BodyRow>>(
            all,
            "listOverseenBodies",
            "oversight",
            "Bodies of the caller's territory, closed ones too.",
        )
        .query("q", "Part of a name, or a code in full.")
        .query("division", "The code of a division: bodies within it.")
        .paged(),
        Operation::new::<OversightDone>(register, "registerBody", "oversight", "Register a body.")
            .takes::<BodyRegistration>()
            .idempotent(),
        Operation::new::<OversightDone>(
            file,
            "fileBody",
            "oversight",
            "File a body: from then on it may certify what the scope covers.",
        )
        .path("id", "The body.")
        .takes::<FilingOrder>()
        .idempotent(),
        Operation::new::<OversightDone>(
            change,
            "changeFiling",
            "oversight",
            "Suspend, resume or end a filing.",
        )
        .path("id", "The filing.")
        .takes::<FilingStepOrder>()
        .idempotent(),
    ]
}

async fn all(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let query = BodyQuery {
        text: form.value("q").to_owned(),
        division: form.value("division").parse().ok(),
        ..BodyQuery::default()
    };
    let ctx = v.ctx(app.world.clone());
    let page = app.organisations.overseen(&ctx, &query, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |body| row(&body)))
}

/// A value that is one of a list, or a finding about its field.
fn one_of<T>(field: &'static str, read: Option<T>) -> Result<T> {
    read.ok_or_else(|| Problem::fields(vec![FieldProblem::new(field, "field-choose")]))
}

async fn register(
    v: Visit,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<BodyRegistration>,
) -> Answer {
    let command = NewBody {
        kind: one_of("kind", BodyKind::from_word(&asked.kind))?,
        division: one_of("division", asked.division.parse::<DivisionCode>().ok())?,
        name: asked.name,
        uscc: asked.uscc,
        address: asked.address,
        contact: asked.contact,
    };
    let idem = idem(&app, &headers, &command)?;
    let id = app.organisations.register_body(&v.ctx(app.world.clone()), idem, command).await?;
    give(&OversightDone { id: id.to_string() })
}

async fn add_filing(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    headers: HeaderMap,
    Sent(asked): Sent<FilingOrder>,
) -> Answer {
    let body: BodyId = body.parse().map_err(|_| Problem::not_found())?;
    let scope = asked.scope.iter().map(|item| {
        let occupation = one_of("scope", OccupationCode::read(&item.occupation).ok())?;
        Ok((occupation, one_of("scope", SkillLevel::from_word(&item.level))?))
    });
    let command = NewFiling {
        body,
        authority: one_of("authority", asked.authority.parse::<AuthorityId>().ok())?,
        scope: scope.collect::<Result<_>>()?,
        code: asked.code,
        valid_from: asked.valid_from,
        valid_until: asked.valid_until,
    };
    let idem = idem(&app, &headers, &command)?;
    let id = app.organisations.file(&v.ctx(app.world.clone()), idem, command).await?;
    give(&OversightDone { id: id.to_string() })
}

async fn change(
    v: Visit,
    State(app): State<App>,
    Path(filing): Path<String>,
    headers: HeaderMap,
    Sent(order): Sent<FilingStepOrder>,
) -> Answer {
    let filing: FilingId = filing.parse().map_err(|_| Problem::not_found())?;
    let step = one_of("step", FilingStep::from_word(&order.step))?;
    let idem = idem(&app, &headers, &(filing, &order))?;
    let ctx = v.ctx(app.world.clone());
    app.organisations.change_filing(&ctx, idem, filing, step, order.reason).await?;
    give(&OversightDone { id: filing.to_string() })
}
