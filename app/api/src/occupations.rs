//! The classification of occupations.

use crate::json::{Listed, give};
use crate::operation::Operation;
use axum::extract::{Path, State};
use classification::{OccupationChange, RecodingStep, StoryEntry, occupation_card, recode};
use kernel::world::occupations::{ClassLevel, OccupationSpell};
use kernel::{CivilDate, Cursor, OccupationCode, Page, Problem};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// An occupation on a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Occupation {
    /// 职业编码
    code: String,
    /// 职业名称
    name: String,
    /// 绿色职业
    green: bool,
    /// 数字职业
    digital: bool,
    /// Whether the code holds on the day asked for.
    in_force: bool,
    /// Its variants (工种) on the day.
    variants: Vec<String>,
    /// Every entry the code ever had.
    history: Vec<OccupationEntry>,
    /// What happened to the code, oldest first.
    story: Vec<StoryStep>,
}

/// Something that happened to a code.
#[derive(Serialize, ToSchema)]
pub(crate) struct StoryStep {
    /// The first day on which it held.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// `added`, `renamed`, `marked`, `ranked`, `from`, `to`, `variant_added`, `variant_ended` or
    /// `cancelled`.
    change: &'static str,
    /// For `from` and `to`: `recoded`, `merged`, `split` or `part`.
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
    /// For `from` and `to`: the other code.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The name since, or the variant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// What a code of an old record is on another day. The record itself keeps its code.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recoded {
    /// The code of the record.
    code: String,
    /// The day of the record.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// The day asked for.
    #[schema(value_type = String, format = Date)]
    until: CivilDate,
    /// `unknown`, `same`, `moved`, `several` (split: only what was done tells which) or `ended`.
    outcome: &'static str,
    /// The codes it may be on the day asked for.
    codes: Vec<String>,
    /// Whether a part of it ended and nothing took its place.
    partly_ended: bool,
    /// Every change on the way, oldest first.
    steps: Vec<RecodedStep>,
}

/// One change on the way.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecodedStep {
    /// The first day on which it held.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// The code until then.
    from: String,
    /// The codes since; empty when it ended.
    to: Vec<String>,
}

/// One entry of a code: its name from one day to another.
#[derive(Serialize, ToSchema)]
pub(crate) struct OccupationEntry {
    /// The name.
    name: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: CivilDate,
    /// The last day; absent while it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<CivilDate>,
}

/// An occupation in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct OccupationRow {
    /// 职业编码
    code: String,
    /// 职业名称
    name: String,
    /// 绿色职业
    green: bool,
    /// 数字职业
    digital: bool,
}

pub(crate) fn operations() -> Vec<Operation> {
    let public = Access::Public;
    let all = Route::get("/api/v1/occupations", public, Serves::EVERYWHERE, search);
    let one = Route::get("/api/v1/occupations/{code}", public, Serves::EVERYWHERE, one);
    let recoding =
        Route::get("/api/v1/occupations/{code}/recoding", public, Serves::EVERYWHERE, recoding);
    vec![
        Operation::new::<Recoded>(
            recoding,
            "recodeOccupation",
            "occupations",
            "What the code of an old record is on another day.",
        )
        .path("code", "The code that the record bears.")
        .query("on", "The day of the record; today when absent.")
        .query("until", "The day for which the code is asked; today when absent."),
        Operation::new::<Listed<OccupationRow>>(
            all,
            "listOccupations",
            "occupations",
            "Search occupations by any part of name or code.",
        )
        .query("q", "Part of a name or code.")
        .query("on", "The day whose classification is meant; today when absent.")
        .paged(),
        Operation::new::<Occupation>(
            one,
            "getOccupation",
            "occupations",
            "An occupation with its history.",
        )
        .path("code", "The code, such as 6-18-01-01.")
        .query("on", "The day whose classification is meant; today when absent."),
    ]
}

fn day(v: &Visit, form: &web_kit::FormState, name: &'static str) -> kernel::Result<CivilDate> {
    match form.value(name) {
        "" => Ok(v.now.civil_date()),
        text => web_kit::form::date(name)(text).map_err(|field| Problem::fields(vec![field])),
    }
}

async fn search(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let on = day(&v, &form, "on")?;
    let occupations = &app.world.occupations;
    let typed = form.value("q").trim();
    let found: Vec<&OccupationSpell> = match typed {
        "" => occupations.all_on(on).collect(),
        typed => occupations.search(typed, on, usize::MAX),
    };
    let found = found.into_iter().filter(|spell| spell.level == ClassLevel::Occupation);
    let request = list::page_request(&v.here);
    let skip: usize = request.after.as_ref().and_then(|c| c.0.parse().ok()).unwrap_or(0);
    let limit = request.limit() as usize;
    let mut items: Vec<&OccupationSpell> = found.skip(skip).take(limit + 1).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = more.then(|| Cursor((skip + limit).to_string()));
    give(&Listed::of(Page { items, next }, |spell| OccupationRow {
        code: spell.code.to_string(),
        name: spell.name.to_string(),
        green: spell.green,
        digital: spell.digital,
    }))
}

async fn one(
    v: Visit,
    State(app): State<App>,
    Path(code): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let on = day(&v, &form, "on")?;
    let code = OccupationCode::read(&code).map_err(|_| Problem::not_found())?;
    let occupations = &app.world.occupations;
    let card = occupation_card(&app.world, code, on).ok_or_else(Problem::not_found)?;
    let history = occupations.history(code).iter().map(|entry| OccupationEntry {
        name: entry.name.to_string(),
        from: entry.from,
        until: entry.until,
    });
    give(&Occupation {
        code: code.to_string(),
        name: card.entry.name.to_string(),
        green: card.entry.green,
        digital: card.entry.digital,
        in_force: card.in_use,
        variants: card.variants.iter().map(|variant| variant.name.to_string()).collect(),
        history: history.collect(),
        story: card.story.iter().map(StoryStep::of).collect(),
    })
}

impl StoryStep {
    fn of(entry: &StoryEntry<'_>) -> Self {
        let (change, other, name) = match &entry.change {
            OccupationChange::Added(name) => ("added", None, Some(*name)),
            OccupationChange::Replaced(code, how) => ("from", Some((code, how)), None),
            OccupationChange::ReplacedBy(code, how) => ("to", Some((code, how)), None),
            OccupationChange::Renamed { to, .. } => ("renamed", None, Some(*to)),
            OccupationChange::Marked { .. } => ("marked", None, None),
            OccupationChange::Ranked { .. } => ("ranked", None, None),
            OccupationChange::VariantAdded(name) => ("variant_added", None, Some(*name)),
            OccupationChange::VariantEnded(name) => ("variant_ended", None, Some(*name)),
            OccupationChange::Cancelled => ("cancelled", None, None),
        };
        StoryStep {
            on: entry.on,
            change,
            how: other.map(|(_, how)| how.word()),
            code: other.map(|(code, _)| code.to_string()),
            name: name.map(str::to_owned),
        }
    }
}

async fn recoding(
    v: Visit,
    State(app): State<App>,
    Path(code): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let (on, until) = (day(&v, &form, "on")?, day(&v, &form, "until")?);
    let code = OccupationCode::read(&code).map_err(|_| Problem::not_found())?;
    let found = recode(&app.world, code, on, until);
    let step = |step: &RecodingStep| RecodedStep {
        on: step.on,
        from: step.from.to_string(),
        to: step.to.iter().map(ToString::to_string).collect(),
    };
    give(&Recoded {
        code: code.to_string(),
        on,
        until,
        outcome: found.outcome.word(),
        codes: found.codes().iter().map(ToString::to_string).collect(),
        partly_ended: found.partly_ended,
        steps: found.steps.iter().map(step).collect(),
    })
}
