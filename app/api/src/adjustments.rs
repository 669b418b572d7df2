//! Rounds of adjustment of the classification, as far as they are public.

use crate::json::give;
use crate::operation::Operation;
use axum::extract::{Path, State};
use classification::{Adjustment, Proposal, Stage};
use kernel::{AdjustmentId, CivilDate, Problem};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Route, Serves, Visit};

/// Every round whose call is public, the latest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Rounds {
    /// The rounds.
    items: Vec<Round>,
}

/// A round.
#[derive(Serialize, ToSchema)]
pub(crate) struct Round {
    /// Which.
    id: String,
    /// What it is called.
    title: String,
    /// `called`, `consulting`, `prepared` or `released`.
    stage: &'static str,
    /// The first day on which proposals are taken in.
    #[schema(value_type = String, format = Date)]
    opens_on: CivilDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    closes_on: CivilDate,
    /// The last day for comments, once the public was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    comments_until: Option<CivilDate>,
    /// The first day on which what it released holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    in_force_on: Option<CivilDate>,
}

/// A round with what the public may read of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct WholeRound {
    /// The round.
    round: Round,
    /// The call.
    call: String,
    /// What experts have reviewed, once the public was asked.
    proposals: Vec<PublicProposal>,
}

/// A proposal that is public.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicProposal {
    /// Which.
    id: String,
    /// Who proposes it.
    body: String,
    /// `occupation`, `variant`, `raise`, `rename`, `split`, `merge`, `define` or `cancel`.
    change: &'static str,
    /// The codes that it is about.
    codes: Vec<String>,
    /// The names that it gives.
    names: Vec<String>,
    /// What the occupation is.
    definition: String,
    /// Why.
    reason: String,
    /// How many people do the work.
    workers: i64,
    /// Where its case stands.
    state: &'static str,
}

pub(crate) fn operations() -> Vec<Operation> {
    let (public, at) = (Access::Public, Serves::EVERYWHERE);
    let all = Route::get("/api/v1/classification/rounds", public, at, list);
    let one = Route::get("/api/v1/classification/rounds/{id}", public, at, one);
    vec![
        Operation::new::<Rounds>(
            all,
            "listClassificationRounds",
            "occupations",
            "The rounds in which the classification of occupations changes.",
        ),
        Operation::new::<WholeRound>(
            one,
            "getClassificationRound",
            "occupations",
            "A round with its call and the proposals that are public.",
        )
        .path("id", "The round."),
    ]
}

fn round(app: &App, one: &Adjustment) -> Round {
    Round {
        id: one.id.to_string(),
        title: one.title.clone(),
        stage: one.stage.word(),
        opens_on: one.opens_on,
        closes_on: one.closes_on,
        comments_until: one.comments_until(&app.world.calendar),
        in_force_on: match one.stage {
            Stage::Released { from, .. } => Some(from),
            _ => None,
        },
    }
}

fn proposal((one, case): &(Proposal, approval::Case)) -> PublicProposal {
    let (content, wanted) = (&one.content, &one.content.wanted);
    PublicProposal {
        id: one.id.to_string(),
        body: one.body_name.clone(),
        change: wanted.word(),
        codes: wanted.codes().iter().map(ToString::to_string).collect(),
        names: wanted.names().into_iter().map(str::to_owned).collect(),
        definition: content.definition.clone(),
        reason: content.reason.clone(),
        workers: content.workers,
        state: case.progress.state.word(),
    }
}

async fn list(v: Visit, State(app): State<App>) -> Answer {
    let found = app.classification.rounds(&v.ctx(app.world.clone())).await?;
    give(&Rounds { items: found.iter().map(|one| round(&app, one)).collect() })
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: AdjustmentId = id.parse().map_err(|_| Problem::not_found())?;
    let found = app.classification.public_round(&v.ctx(app.world.clone()), id).await?;
    give(&WholeRound {
        round: round(&app, &found.round),
        call: found.round.call.clone(),
        proposals: found.proposals.iter().map(proposal).collect(),
    })
}
