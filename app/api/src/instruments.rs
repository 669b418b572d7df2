//! What bodies hold, and whether one may do something here on this day.

use crate::json::{Sent, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::{
    AuthorityId, CivilDate, FieldProblem, InstrumentId, OccupationCode, Problem, Result, SkillLevel,
};
use organisations::permissions::{INSTRUMENT_ADD, INSTRUMENT_CHANGE};
use organisations::{
    Act, ActKind, Held, InstrumentKind, InstrumentState, NewInstrument, NewLine, Question, Step,
};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, FormState, Route, Serves, Visit};

/// Whether a body may do something, condition by condition.
#[derive(Serialize, ToSchema)]
pub(crate) struct MayRecord {
    /// Whether it may.
    allowed: bool,
    /// The rules under which this was decided.
    rule: String,
    /// Every condition, in the order in which people ask.
    conditions: Vec<MayCondition>,
}

/// One condition.
#[derive(Serialize, ToSchema)]
pub(crate) struct MayCondition {
    /// Its stable word.
    id: String,
    /// `met`, `not_met` or `open`: not asked, because one before it is not met.
    outcome: String,
    /// The kind of instrument it is about: `licence`, `filing` or `listing`.
    kind: Option<String>,
    /// The instrument that was looked at.
    instrument: Option<String>,
    /// The condition with how it came out, as a sentence.
    text: String,
}

/// A licence, filing or listing.
#[derive(Serialize, ToSchema)]
pub(crate) struct InstrumentRecord {
    /// The identifier.
    id: String,
    /// `licence`, `filing` or `listing`.
    kind: String,
    /// Its number.
    number: String,
    /// `in_force`, `suspended` or `exited`.
    state: String,
    /// How it ended, once it has.
    exit: Option<String>,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    valid_from: CivilDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    valid_until: CivilDate,
    /// What it covers.
    scope: Vec<InstrumentLine>,
}

/// One line of a scope.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct InstrumentLine {
    /// The word of the act.
    act: String,
    /// The code of the occupation; none for all of them.
    occupation: Option<String>,
    /// The word of the level.
    level: Option<String>,
    /// The site to which the line is bound.
    site: Option<String>,
}

/// The instruments of a body.
#[derive(Serialize, ToSchema)]
pub(crate) struct Instruments {
    /// Those about which something has to be done first, those that are over last.
    items: Vec<InstrumentRecord>,
}

/// A licence or listing to be given.
#[derive(Deserialize, ToSchema)]
pub(crate) struct InstrumentOrder {
    /// The authority that gives it: one the caller acts for.
    authority: String,
    /// `licence` or `listing`.
    kind: String,
    /// Its number.
    number: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    valid_from: CivilDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    valid_until: CivilDate,
    /// What it covers.
    scope: Vec<InstrumentLine>,
}

/// A step with an instrument.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct InstrumentStepOrder {
    /// `check` (with `year`, `outcome` and for `rectify` a day `by`), `renew` (with `until`),
    /// `suspend`, `resume` or `exit` (with `how`).
    #[schema(value_type = Object)]
    step: serde_json::Value,
    /// The version that was seen; another change meanwhile is told instead of overwritten.
    version: Option<i64>,
    /// Why; the body reads it.
    reason: String,
}

/// What was made or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct InstrumentDone {
    /// The identifier.
    id: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let (public, at) = (Access::Public, Serves::INNER);
    let action = Access::Action;
    let may = Route::get("/api/v1/bodies/{id}/may", public, Serves::EVERYWHERE, may);
    let held = Route::get("/api/v1/bodies/{id}/instruments", public, Serves::EVERYWHERE, held);
    let enter = "/api/v1/oversight/bodies/{id}/instruments";
    let enter = Route::post(enter, action(INSTRUMENT_ADD.code), at, enter_one);
    let step = "/api/v1/oversight/instruments/{id}";
    let step = Route::post(step, action(INSTRUMENT_CHANGE.code), at, step_one);
    let says = "May this body do this here on this day? Answered condition by condition.";
    vec![
        Operation::new::<MayRecord>(may, "mayBody", "bodies", says)
            .path("id", "The body.")
            .query("act", "The word of the act, such as `train` or `evaluate`.")
            .query("occupation", "The code of the occupation, for acts with one.")
            .query("level", "The word of the level, for acts with one.")
            .query("site", "A site of the body; without it, anywhere.")
            .query("on", "The day; today without it."),
        Operation::new::<Instruments>(
            held,
            "listInstruments",
            "bodies",
            "Licences, filings and listings of a body.",
        )
        .path("id", "The body."),
        Operation::new::<InstrumentDone>(
            enter,
            "enterInstrument",
            "oversight",
            "Give a body a licence or a place on a list.",
        )
        .path("id", "The body.")
        .takes::<InstrumentOrder>()
        .idempotent(),
        Operation::new::<InstrumentDone>(
            step,
            "changeInstrument",
            "oversight",
            "Check, renew, suspend, resume or end a licence, filing or listing.",
        )
        .path("id", "The instrument.")
        .takes::<InstrumentStepOrder>()
        .idempotent(),
    ]
}

fn wrong(field: &'static str) -> Problem {
    Problem::fields(vec![FieldProblem::new(field, "field-choose")])
}

/// A value that may be left out, but not be wrong.
fn given<T>(
    field: &'static str,
    text: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some).ok_or_else(|| wrong(field))
}

fn question(form: &FormState, today: CivilDate) -> Result<Question> {
    let act = ActKind::from_word(form.value("act")).ok_or_else(|| wrong("act"))?;
    let occupation = form.value("occupation");
    let occupation = given("occupation", occupation, |text| OccupationCode::read(text).ok())?;
    let level = given("level", form.value("level"), SkillLevel::from_word)?;
    let on = given("on", form.value("on"), |text| text.parse().ok())?;
    let site = given("site", form.value("site"), |text| text.parse().ok())?;
    let act = Act::read(act, occupation.zip(level))?;
    Ok(Question { act, site, on: on.unwrap_or(today) })
}

async fn may(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let asked = question(&form, v.now.civil_date())?;
    let ctx = v.ctx(app.world.clone());
    let (answer, holdings) = app.organisations.may(&ctx, id, &asked).await?;
    let conditions = answer.conditions().iter().map(|one| MayCondition {
        id: one.id.word().to_owned(),
        outcome: one.outcome.word().to_owned(),
        kind: one.kind.map(|kind| kind.word().to_owned()),
        instrument: one.instrument.map(|id| id.to_string()),
        text: platform::may::sentence(v.t, one, &holdings),
    });
    give(&MayRecord {
        allowed: answer.allowed(),
        rule: app.organisations.act_rules().version.clone(),
        conditions: conditions.collect(),
    })
}

async fn held(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let holdings = app.organisations.holdings(&v.ctx(app.world.clone()), id).await?;
    give(&Instruments { items: holdings.held.iter().map(record).collect() })
}

fn record(held: &Held) -> InstrumentRecord {
    let one = &held.instrument;
    let line = |line: &organisations::Line| InstrumentLine {
        act: line.act.word().to_owned(),
        occupation: line.trade.map(|(occupation, _)| occupation.to_string()),
        level: line.trade.map(|(_, level)| level.word().to_owned()),
        site: line.site.map(|site| site.to_string()),
    };
    let exit = match one.state {
        InstrumentState::Exited { how, .. } => Some(how.word().to_owned()),
        InstrumentState::InForce | InstrumentState::Suspended { .. } => None,
    };
    InstrumentRecord {
        id: one.id.to_string(),
        kind: one.kind.word().to_owned(),
        number: one.number.clone(),
        state: one.state.word().to_owned(),
        exit,
        valid_from: one.valid_from,
        valid_until: one.valid_until,
        scope: one.scope.iter().map(line).collect(),
    }
}

fn line(asked: &InstrumentLine) -> Result<NewLine> {
    let (occupation, level) =
        (asked.occupation.as_deref().unwrap_or(""), asked.level.as_deref().unwrap_or(""));
    let occupation = given("scope", occupation, |text| OccupationCode::read(text).ok())?;
    let level = given("scope", level, SkillLevel::from_word)?;
    if occupation.is_some() != level.is_some() {
        return Err(wrong("scope"));
    }
    Ok(NewLine {
        act: ActKind::from_word(&asked.act).ok_or_else(|| wrong("scope"))?,
        trade: occupation.zip(level),
        site: given("scope", asked.site.as_deref().unwrap_or(""), |text| text.parse().ok())?,
    })
}

async fn enter_one(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    headers: HeaderMap,
    Sent(asked): Sent<InstrumentOrder>,
) -> Answer {
    let command = NewInstrument {
        body: body.parse().map_err(|_| Problem::not_found())?,
        authority: asked.authority.parse::<AuthorityId>().map_err(|_| wrong("authority"))?,
        kind: InstrumentKind::from_word(&asked.kind).ok_or_else(|| wrong("kind"))?,
        number: asked.number,
        valid_from: asked.valid_from,
        valid_until: asked.valid_until,
        scope: asked.scope.iter().map(line).collect::<Result<_>>()?,
    };
    let idem = idem(&app, &headers, &command)?;
    let id = app.organisations.enter_instrument(&v.ctx(app.world.clone()), idem, command).await?;
    give(&InstrumentDone { id: id.to_string() })
}

async fn step_one(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(order): Sent<InstrumentStepOrder>,
) -> Answer {
    let id: InstrumentId = id.parse().map_err(|_| Problem::not_found())?;
    let step: Step = serde_json::from_value(order.step.clone()).map_err(|_| wrong("step"))?;
    let idem = idem(&app, &headers, &(id, &order))?;
    let ctx = v.ctx(app.world.clone());
    let change = (step, order.reason);
    app.organisations.change_instrument(&ctx, idem, id, order.version, change).await?;
    give(&InstrumentDone { id: id.to_string() })
}
