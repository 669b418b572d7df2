//! 现行规则, looked up by place and day.

use super::bodies::place;
use crate::kit::show;
use crate::rules::{RulesPage, part};
use axum::extract::State;
use kernel::{DivisionCode, FieldProblem};
use platform::App;
use web_kit::form::date;
use web_kit::{Answer, Asked, Visit};

/// The rule sets that hold where and when the visitor asks; in the demonstration its province at first.
pub async fn page(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let today = v.now.civil_date();
    if app.world.demo && form.values.is_empty() {
        let code = kernel::world::DEMO_PROVINCE.to_string();
        form.values.insert("division".to_owned(), code);
    }
    let division = form.optional("division", |typed| {
        let code = typed.parse::<DivisionCode>().ok();
        let code = code.filter(|code| app.world.divisions.valid_on(*code, today));
        code.ok_or(FieldProblem::new("division", "policy-division"))
    });
    let on = form.optional("on", date("on")).flatten().unwrap_or(today);
    let division = division.flatten().filter(|_| form.is_right());
    let found = division.map(|code| app.rules.sets_in_force(code, on)).unwrap_or_default();
    let territory = |code: Option<DivisionCode>| {
        code.map_or_else(|| v.t.get("policies-country"), |code| place(&app, code, today))
    };
    let sets = found.iter().map(|set| part(v.t, set, territory(set.division))).collect();
    let asked = division.map(|code| {
        let place = place(&app, code, today);
        v.t.with("rules-asked-for", &[("place", &place), ("date", &v.t.date(on))])
    });
    show(&RulesPage { asked: asked.unwrap_or_default(), sets, form, v })
}
