//! Requests to correct one's own record, and what offices answer.

use crate::json::{Listed, Sent, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::{CorrectionId, Problem, Result};
use people::correction::{Correction, Wanted};
use people::permissions::{CORRECTION_DECIDE, CORRECTION_REQUEST};
use people::{DocumentKind, PersonCard};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// One's own requests.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnCorrections {
    /// Latest first.
    corrections: Vec<OwnCorrection>,
}

/// One of one's own requests.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnCorrection {
    /// The identifier.
    id: String,
    /// What is to be corrected: `name`, `birth_date`, `phone` or `document`.
    field: Option<&'static str>,
    /// `requested`, `accepted`, `refused` or `withdrawn`.
    state: &'static str,
    /// When it was made, as RFC 3339.
    requested_at: String,
    /// Why.
    reason: String,
    /// What the office answered.
    answer: String,
}

/// A request in the list of an office.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionRow {
    /// The identifier.
    id: String,
    /// The version, to be sent back with a decision.
    version: i64,
    /// The name of the person, masked; absent once erased.
    name: Option<String>,
    /// What is to be corrected.
    field: Option<&'static str>,
    /// How far it is.
    state: &'static str,
    /// When it was made, as RFC 3339.
    requested_at: String,
}

/// What is asked for.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct CorrectionRequest {
    /// `name`, `birth_date`, `phone` or `document`.
    field: String,
    /// What it shall be: a name, a day as 1990-03-05, a mobile number, a document's number.
    value: String,
    /// With `document`: the word of its kind; guessed from the number when absent.
    kind: Option<String>,
    /// Why.
    reason: String,
}

/// What an office decides.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct CorrectionDecision {
    /// The version that was seen.
    version: i64,
    /// Whether the record is corrected.
    accept: bool,
    /// The answer; has to be given when refusing.
    #[serde(default)]
    answer: String,
}

/// What was made or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionDone {
    /// The identifier.
    id: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let ask = Access::Action(CORRECTION_REQUEST.code);
    let decide = Access::Action(CORRECTION_DECIDE.code);
    let (everywhere, inner) = (Serves::EVERYWHERE, Serves::INNER);
    let own = Route::get("/api/v1/archive/corrections", ask, everywhere, own);
    let request = Route::post("/api/v1/archive/corrections", ask, everywhere, request);
    let all = Route::get("/api/v1/corrections", decide, inner, all);
    let decided = Route::post("/api/v1/corrections/{id}", decide, inner, decided);
    vec![
        Operation::new::<OwnCorrections>(
            own,
            "listOwnCorrections",
            "archive",
            "The requests of the person who is signed in to correct their record.",
        ),
        Operation::new::<CorrectionDone>(
            request,
            "requestCorrection",
            "archive",
            "Ask to have one's own record corrected.",
        )
        .takes::<CorrectionRequest>()
        .idempotent(),
        Operation::new::<Listed<CorrectionRow>>(
            all,
            "listCorrections",
            "people",
            "Requests for correction that wait for the caller's offices, oldest first.",
        )
        .query("which", "`settled` for those that were decided, latest first.")
        .paged(),
        Operation::new::<CorrectionDone>(
            decided,
            "decideCorrection",
            "people",
            "Accept a request, which corrects the record, or refuse it with a reason.",
        )
        .path("id", "The request.")
        .takes::<CorrectionDecision>()
        .idempotent(),
    ]
}

async fn own(v: Visit, State(app): State<App>) -> Answer {
    let asked = app.people.own_corrections(&v.ctx(app.world.clone())).await?;
    let own = |one: Correction| OwnCorrection {
        id: one.id.to_string(),
        field: one.said.as_ref().map(|said| said.wanted.field()),
        state: one.state.word(),
        requested_at: one.requested_at.rfc3339(),
        reason: one.said.as_ref().map(|said| said.reason.clone()).unwrap_or_default(),
        answer: one.said.map(|said| said.answer).unwrap_or_default(),
    };
    give(&OwnCorrections { corrections: asked.into_iter().map(own).collect() })
}

fn read(v: &Visit, app: &App, asked: &CorrectionRequest) -> Result<Wanted> {
    let kind = asked.kind.as_deref().and_then(DocumentKind::from_word);
    let (value, today) = (asked.value.trim(), v.now.civil_date());
    Wanted::read(&asked.field, value, kind, &app.world, today)
        .map_err(|wrong| Problem::fields(vec![wrong]))
}

async fn request(
    v: Visit,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<CorrectionRequest>,
) -> Answer {
    let idem = idem(&app, &headers, &asked)?;
    let ctx = v.ctx(app.world.clone());
    let wanted = read(&v, &app, &asked)?;
    let id = app.people.request_correction(&ctx, idem, wanted, asked.reason).await?;
    give(&CorrectionDone { id: id.to_string() })
}

fn row((one, card): (Correction, Option<PersonCard>)) -> CorrectionRow {
    CorrectionRow {
        id: one.id.to_string(),
        version: one.version,
        name: card.map(|card| card.name),
        field: one.said.map(|said| said.wanted.field()),
        state: one.state.word(),
        requested_at: one.requested_at.rfc3339(),
    }
}

async fn all(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let waiting = form.value("which") != "settled";
    let ctx = v.ctx(app.world.clone());
    let page = app.people.corrections(&ctx, waiting, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, row))
}

async fn decided(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(asked): Sent<CorrectionDecision>,
) -> Answer {
    let named: (CorrectionId, i64) = (id.parse().map_err(|_| Problem::not_found())?, asked.version);
    let idem = idem(&app, &headers, &(named, &asked))?;
    let ctx = v.ctx(app.world.clone());
    app.people.decide_correction(&ctx, idem, named, asked.accept, asked.answer).await?;
    give(&CorrectionDone { id })
}
