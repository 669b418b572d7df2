//! The classification of occupations.

use crate::json::{Listed, give};
use crate::operation::Operation;
use axum::extract::{Path, State};
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
    /// Every entry the code ever had.
    history: Vec<OccupationEntry>,
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
    vec![
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

fn day(v: &Visit, form: &web_kit::FormState) -> kernel::Result<CivilDate> {
    match form.value("on") {
        "" => Ok(v.now.civil_date()),
        text => web_kit::form::date("on")(text).map_err(|field| Problem::fields(vec![field])),
    }
}

async fn search(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let on = day(&v, &form)?;
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
    let on = day(&v, &form)?;
    let code = OccupationCode::read(&code).map_err(|_| Problem::not_found())?;
    let occupations = &app.world.occupations;
    let now = occupations.on(code, on);
    let spell = now.or_else(|| occupations.latest(code)).ok_or_else(Problem::not_found)?;
    let history = occupations.history(code).iter().map(|entry| OccupationEntry {
        name: entry.name.to_string(),
        from: entry.from,
        until: entry.until,
    });
    give(&Occupation {
        code: code.to_string(),
        name: spell.name.to_string(),
        green: spell.green,
        digital: spell.digital,
        in_force: now.is_some(),
        history: history.collect(),
    })
}
