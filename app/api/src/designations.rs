//! Designations: the register, kinds and draws.

use crate::json::{Listed, give};
use crate::operation::Operation;
use axum::extract::{Path, State};
use designations::{Designation, Draw, Kind, RegisterQuery};
use kernel::{CivilDate, DivisionCode, FieldProblem, Problem};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::form::number;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A designation in the register.
#[derive(Serialize, ToSchema)]
pub(crate) struct DesignationRow {
    /// The identifier.
    id: String,
    /// The stored word of its kind.
    kind: String,
    /// The number of its plate.
    number: String,
    /// The identifier of the body that holds it.
    body: String,
    /// The holder's name when it was given.
    name: String,
    /// The code of the division where the holder is.
    division: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    valid_from: CivilDate,
    /// The last day of its term.
    #[schema(value_type = String, format = Date)]
    valid_until: CivilDate,
    /// How it stands today: held, mending, ran_out or exited.
    state: String,
    /// The round of which it came.
    round: String,
}

/// A kind of designation.
#[derive(Serialize, ToSchema)]
pub(crate) struct DesignationKind {
    /// Its word.
    kind: String,
    /// Its name.
    name: String,
    /// The same in English.
    name_en: String,
    /// At which level it counts: national, provincial, prefecture or county.
    tier: String,
    /// Who may hold it: body or school.
    holder: String,
    /// How many there may be; absent without a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<u32>,
    /// How many places are neither taken nor spoken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<i64>,
    /// Whether the number is published or configured here.
    figure: String,
    /// For how many years it is held.
    term_years: u32,
    /// The indicators with their weights, which are 100 together.
    indicators: Vec<DesignationIndicator>,
}

/// An indicator of a kind.
#[derive(Serialize, ToSchema)]
pub(crate) struct DesignationIndicator {
    /// Its word.
    key: String,
    /// What it measures.
    name: String,
    /// The same in English.
    name_en: String,
    /// Its share of 100.
    weight: u32,
}

/// A draw with everything that is needed to repeat it.
#[derive(Serialize, ToSchema)]
pub(crate) struct PanelDraw {
    /// The rule: kaogong-draw-1.
    format: String,
    /// sha-256 or sm3.
    #[schema(value_type = String)]
    algorithm: designations::draw::Algorithm,
    /// Where the seed comes from.
    source: String,
    /// The seed.
    seed: String,
    /// The digest of the frozen list.
    list_digest: String,
    /// How many seats the panel has.
    seats: usize,
    /// The frozen list.
    list: Vec<DrawExpert>,
    /// Who is passed over.
    recusals: Vec<DrawRecusal>,
    /// The panel in the order of the draw.
    panel: Vec<String>,
}

/// An expert of the list.
#[derive(Serialize, ToSchema)]
pub(crate) struct DrawExpert {
    /// The number in the register of experts.
    code: String,
    /// The credit code of the employer; may be empty.
    employer: String,
}

/// Somebody who is passed over.
#[derive(Serialize, ToSchema)]
pub(crate) struct DrawRecusal {
    /// Whose.
    code: String,
    /// employer, declared or later.
    reason: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let (public, at) = (Access::Public, Serves::EVERYWHERE);
    let register = Route::get("/api/v1/designations", public, at, register);
    let kinds = Route::get("/api/v1/designation-kinds", public, at, kinds);
    let draw = Route::get("/api/v1/designation-rounds/{id}/draw", public, at, draw);
    vec![
        Operation::new::<Listed<DesignationRow>>(
            register,
            "listDesignations",
            "designations",
            "The public register of designations, by the numbers of their plates.",
        )
        .query("kind", "The word of a kind.")
        .query("division", "The code of a division: holders within it.")
        .query("year", "The year in which they were given.")
        .paged(),
        Operation::new::<Listed<DesignationKind>>(
            kinds,
            "listDesignationKinds",
            "designations",
            "The kinds of designations with quotas and indicators.",
        ),
        Operation::new::<PanelDraw>(
            draw,
            "getPanelDraw",
            "designations",
            "The draw of a round's panel, to be repeated by anybody.",
        )
        .path("id", "The round."),
    ]
}

async fn register(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let division = form.optional("division", |typed| {
        let unknown = |_| FieldProblem::new("division", "policy-division");
        typed.parse::<DivisionCode>().map_err(unknown)
    });
    let year = form.optional("year", number("year", 1949..=2200));
    if !form.is_right() {
        return Err(Problem::fields(form.problems).into());
    }
    let query = RegisterQuery {
        kind: Some(form.value("kind").to_owned()).filter(|word| !word.is_empty()),
        division: division.flatten(),
        year: year.flatten().map(|year| year as i32),
    };
    let ctx = v.ctx(app.world.clone());
    let page = app.designations.register(&ctx, &query, &list::page_request(&v.here)).await?;
    let today = ctx.today();
    give(&Listed::of(page, |one: Designation| DesignationRow {
        id: one.id.to_string(),
        kind: one.kind.clone(),
        number: one.number.clone(),
        body: one.body.to_string(),
        name: one.name.clone(),
        division: one.division.to_string(),
        valid_from: one.valid_from,
        valid_until: one.valid_until,
        state: one.standing(today).word().to_owned(),
        round: one.round.to_string(),
    }))
}

async fn kinds(v: Visit, State(app): State<App>) -> Answer {
    let items = app.designations.kinds(&v.ctx(app.world.clone())).await?;
    let page = kernel::Page { items, next: None };
    give(&Listed::of(page, |(kind, free): (Kind, Option<i64>)| DesignationKind {
        kind: kind.word.clone(),
        name: kind.name.zh.clone(),
        name_en: kind.name.en.clone(),
        tier: kind.tier.word().to_owned(),
        holder: kind.holder.word().to_owned(),
        quota: kind.quota,
        free: free.map(|free| free.max(0)),
        figure: kind.figure.word().to_owned(),
        term_years: kind.term_years,
        indicators: kind
            .indicators()
            .map(|one| DesignationIndicator {
                key: one.key.clone(),
                name: one.name.zh.clone(),
                name_en: one.name.en.clone(),
                weight: one.weight,
            })
            .collect(),
    }))
}

async fn draw(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let round = app.designations.round(&v.ctx(app.world.clone()), id).await?.round;
    let draw: Draw = round.state.draw().cloned().ok_or_else(Problem::not_found)?;
    let expert = |one: designations::Expert| DrawExpert { code: one.code, employer: one.employer };
    let recusal = |one: designations::draw::Recusal| DrawRecusal {
        code: one.code,
        reason: one.reason.word().to_owned(),
    };
    give(&PanelDraw {
        format: draw.format,
        algorithm: draw.algorithm,
        source: draw.source,
        seed: draw.seed,
        list_digest: draw.list_digest,
        seats: draw.seats,
        list: draw.list.into_iter().map(expert).collect(),
        recusals: draw.recusals.into_iter().map(recusal).collect(),
        panel: draw.panel,
    })
}
