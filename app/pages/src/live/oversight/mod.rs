//! 机构备案, from the register of bodies.

mod becoming;
mod change;
mod file;
mod give;
mod register;

use super::bodies::{kind_key, place, scope};
use super::body::keys::fingerprint;
use super::instruments;
use crate::keys::{state as key_state, times};
use crate::kit::{Event, State as Word, Tone, show};
use crate::live::id;
use crate::oversight::{
    FilingCard, KeyLine, OverseenBodiesPage, OverseenBodyPage, OverseenRow, SiteRow,
};
use access::permissions::STAFF_NAMES;
use authz::{Action, Object, territory_for};
use axum::extract::{Path, State};
use kernel::{AccountId, AuthorityId, BodyId, CivilDate, Ctx, Result};
use organisations::body::BodyState;
use organisations::filing::FilingState;
use organisations::permissions::{
    BODY_CHANGE, BODY_OVERSEE, BODY_REGISTER, FILING_ADD, FILING_CHANGE, INSTRUMENT_ADD,
    INSTRUMENT_CHANGE, SITE_CHANGE,
};
use organisations::{
    Body, BodyChange, BodyQuery, Decided, Decision, Filing, FilingStep, KeyState, Overseen, Site,
};
use platform::App;
use std::collections::HashMap;
use web_kit::{Access, Answer, Asked, Paging, Route, Serves, Visit, list};

/// The pages of the office that answers for bodies.
pub fn oversight_routes() -> Vec<Route<App>> {
    let at = Serves::INNER;
    let may = |action: &Action| Access::Action(action.code);
    let change = "/oversight/filings/{id}/{step}";
    let close = "/oversight/bodies/{id}/sites/{site}/close";
    let step = "/oversight/instruments/{id}/{step}";
    let give = "/oversight/bodies/{id}/instruments/new";
    vec![
        Route::get("/oversight/bodies", may(&BODY_OVERSEE), at, all),
        Route::get("/oversight/bodies/new", may(&BODY_REGISTER), at, register::form),
        Route::post("/oversight/bodies/new", may(&BODY_REGISTER), at, register::save),
        Route::get("/oversight/bodies/{id}", may(&BODY_OVERSEE), at, one),
        Route::get("/oversight/bodies/{id}/filings/new", may(&FILING_ADD), at, file::form),
        Route::post("/oversight/bodies/{id}/filings/new", may(&FILING_ADD), at, file::save),
        Route::get(give, may(&INSTRUMENT_ADD), at, give::form),
        Route::post(give, may(&INSTRUMENT_ADD), at, give::save),
        Route::get(step, may(&INSTRUMENT_CHANGE), at, instruments::step_form),
        Route::post(step, may(&INSTRUMENT_CHANGE), at, instruments::step_save),
        Route::get("/oversight/bodies/{id}/change/{what}", may(&BODY_CHANGE), at, becoming::form),
        Route::post("/oversight/bodies/{id}/change/{what}", may(&BODY_CHANGE), at, becoming::save),
        Route::get("/oversight/bodies/{id}/sites/new", may(&SITE_CHANGE), at, becoming::site_form),
        Route::post("/oversight/bodies/{id}/sites/new", may(&SITE_CHANGE), at, becoming::save_site),
        Route::get(close, may(&SITE_CHANGE), at, becoming::ask_close),
        Route::post(close, may(&SITE_CHANGE), at, becoming::close),
        Route::get(change, may(&FILING_CHANGE), at, change::form),
        Route::post(change, may(&FILING_CHANGE), at, change::save),
    ]
}

/// The names of the divisions for which the visitor does something.
fn territory(v: &Visit, app: &App, ctx: &Ctx) -> String {
    let divisions = territory_for(&ctx.actor, &BODY_OVERSEE);
    let today = v.now.civil_date();
    let names = divisions.iter().map(|division| place(app, *division, today));
    names.collect::<Vec<_>>().join(v.t.lang.pick("、", ", "))
}

/// The bodies of one's territory.
async fn all(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let (ctx, today) = (v.ctx(app.world.clone()), v.now.civil_date());
    let query = BodyQuery {
        text: form.value("q").to_owned(),
        division: form.value("division").parse().ok(),
        ..BodyQuery::default()
    };
    let page = app.organisations.overseen(&ctx, &query, &list::page_request(&v.here)).await?;
    let ids: Vec<BodyId> = page.items.iter().map(|body| body.id).collect();
    let filings = app.organisations.filings(&ctx, &ids).await?;
    let below = territory_for(&ctx.actor, &BODY_OVERSEE);
    let below = below.iter().flat_map(|d| app.world.divisions.children(*d, today));
    show(&OverseenBodiesPage {
        territory: territory(&v, &app, &ctx),
        may_register: !territory_for(&ctx.actor, &BODY_REGISTER).is_empty(),
        divisions: below.map(|d| (d.code.to_string(), d.name.to_string())).collect(),
        found: page.items.iter().map(|body| row(&app, body, &filings, today)).collect(),
        paging: Paging::new(&v.here, &page, None),
        form,
        v,
    })
}

fn row(app: &App, body: &Body, filings: &[Filing], today: CivilDate) -> OverseenRow {
    let latest = filings.iter().find(|filing| filing.body == body.id);
    OverseenRow {
        name: body.name.clone(),
        href: format!("/oversight/bodies/{}", body.id),
        kind: kind_key(body.kind),
        division: place(app, body.division, today),
        state: latest.map_or(Word::new("state-none", Tone::Quiet), |f| filing_state(f, today)),
        until: latest.map(|filing| filing.valid_until),
    }
}

/// How a filing stands on a day.
fn filing_state(filing: &Filing, today: CivilDate) -> Word {
    match filing.state {
        FilingState::Ended => Word::new("state-ended", Tone::Stopped),
        FilingState::Suspended => Word::new("state-suspended", Tone::Attention),
        FilingState::InForce if today < filing.valid_from => {
            Word::new("oversight-state-coming", Tone::Waiting)
        }
        FilingState::InForce if filing.valid_until < today => {
            Word::new("state-expired", Tone::Stopped)
        }
        FilingState::InForce => Word::new("state-effective", Tone::Done),
    }
}

/// The names of the authorities with which filings were made.
pub(super) async fn authority_names(app: &App) -> Result<HashMap<AuthorityId, String>> {
    let authorities = app.organisations.authorities().await?;
    Ok(authorities.into_iter().map(|authority| (authority.id, authority.name)).collect())
}

fn card(
    v: &Visit,
    app: &App,
    filing: &Filing,
    authorities: &HashMap<AuthorityId, String>,
    steps: &[FilingStep],
) -> FilingCard {
    let today = v.now.civil_date();
    let step = |step: &FilingStep| {
        let href = format!("/oversight/filings/{}/{}", filing.id, step.word());
        (format!("oversight-{}", step.word()), href)
    };
    FilingCard {
        code: filing.code.to_string(),
        state: filing_state(filing, today),
        authority: authorities.get(&filing.authority).cloned().unwrap_or_default(),
        valid: (filing.valid_from, filing.valid_until),
        scope: scope(v, app, std::slice::from_ref(filing), today),
        todos: Vec::new(),
        checks: Vec::new(),
        steps: steps.iter().map(step).collect(),
    }
}

/// One body.
async fn one(v: Visit, State(app): State<App>, Path(body): Path<String>) -> Answer {
    let (ctx, today) = (v.ctx(app.world.clone()), v.now.civil_date());
    let seen = app.organisations.overseen_body(&ctx, id(&body)?).await?;
    let authorities = authority_names(&app).await?;
    let names = names(&app, &ctx, &seen).await?;
    let body = &seen.body;
    let filings = seen.filings.iter();
    let filings = filings.map(|one| card(&v, &app, &one.filing, &authorities, &one.steps));
    let line = |key: &organisations::BodyKey| {
        Ok(KeyLine {
            fingerprint: fingerprint(key)?,
            state: key_state(&key.state),
            times: times(&key.state),
        })
    };
    let holdings = app.organisations.holdings(&ctx, body.id).await?;
    let mut filings: Vec<FilingCard> = filings.collect();
    let mut held = Vec::new();
    for one in &holdings.held {
        let card = instruments::card(&v, &app, one, &holdings.sites);
        match filings.iter_mut().find(|filing| filing.code == card.number) {
            // Suspending and ending a filing have pages of their own.
            Some(filing) => {
                let more = card.steps.into_iter();
                let more = more.filter(|(key, _)| key.ends_with("check") || key.ends_with("renew"));
                filing.steps.extend(more);
                filing.todos = card.todos;
                filing.checks = card.checks;
            }
            None => held.push(card),
        }
    }
    let object = authz::Object::body(body.id).in_division(body.division);
    let may = |action| body.closed_on.is_none() && authz::permit(&ctx, action, &object).is_ok();
    let may_open = may(&SITE_CHANGE);
    show(&OverseenBodyPage {
        sites: sites(&app, &holdings.sites, may_open, today),
        may_open,
        may_change: may(&BODY_CHANGE),
        held,
        name: body.name.clone(),
        href: format!("/oversight/bodies/{}", body.id),
        public_href: format!("/bodies/{}", body.id),
        kind: kind_key(body.kind),
        closed: body.state == BodyState::Closed,
        uscc: body.uscc.to_string(),
        division: place(&app, body.division, today),
        address: body.address.clone(),
        contact: body.contact.clone(),
        filings,
        keys: seen.keys.iter().map(line).collect::<Result<_>>()?,
        has_key: seen.keys.iter().any(|key| matches!(key.state, KeyState::Active { .. })),
        decided: seen.decided.iter().map(|one| event(&v, one, &names)).collect(),
        may_file: !seen.files_at.is_empty(),
        v,
    })
}

/// The open sites of a body.
fn sites(app: &App, all: &[Site], may_close: bool, today: CivilDate) -> Vec<SiteRow> {
    let row = |site: &Site| SiteRow {
        name: site.name.clone(),
        place: format!("{} {}", place(app, site.division, today), site.address),
        capacity: site.capacity.into(),
        equipment: site
            .equipment
            .iter()
            .map(|one| format!("{} × {}", one.name, one.count))
            .collect(),
        close_href: match may_close {
            true => format!("/oversight/bodies/{}/sites/{}/close", site.body, site.id),
            false => String::new(),
        },
    };
    all.iter().filter(|site| site.closed_on.is_none()).map(row).collect()
}

/// Who decided, by name.
async fn names(app: &App, ctx: &Ctx, seen: &Overseen) -> Result<HashMap<AccountId, String>> {
    if authz::permit(ctx, &STAFF_NAMES, &Object::none()).is_err() {
        return Ok(HashMap::new());
    }
    let ids: Vec<AccountId> = seen.decided.iter().filter_map(|one| one.by).collect();
    app.access.staff_names(ctx, &ids).await
}

fn event(v: &Visit, one: &Decided, names: &HashMap<AccountId, String>) -> Event {
    let t = v.t;
    let (title, text) = match &one.decision {
        Decision::Registered => (t.get("oversight-decided-registered"), String::new()),
        Decision::Filed { code } => {
            (t.with("oversight-decided-filed", &[("code", code)]), String::new())
        }
        Decision::FilingChanged { code, state, reason } => {
            let word = match state {
                FilingState::InForce => "oversight-decided-resumed",
                FilingState::Suspended => "oversight-decided-suspended",
                FilingState::Ended => "oversight-decided-ended",
            };
            let reason = t.with("oversight-decided-reason", &[("reason", reason)]);
            (t.with(word, &[("code", code)]), reason)
        }
        Decision::Changed { change, reason } => {
            let name = match change {
                BodyChange::Rename { name } => name.clone(),
                BodyChange::Industry { code } => code.clone(),
                BodyChange::AddKind { kind } => t.get(kind_key(*kind)),
                BodyChange::Close | BodyChange::Merge { .. } => String::new(),
            };
            let word = format!("oversight-decided-{}", change.word().replace('_', "-"));
            let reason = t.with("oversight-decided-reason", &[("reason", reason)]);
            (t.with(&word, &[("name", &name)]), reason)
        }
        Decision::Given { number } => {
            (t.with("oversight-decided-given", &[("number", number)]), String::new())
        }
        Decision::Stepped { number, step, reason } => {
            let word = format!("oversight-decided-step-{}", step.word());
            let reason = match reason.as_str() {
                "" => String::new(),
                reason => t.with("oversight-decided-reason", &[("reason", &reason)]),
            };
            (t.with(&word, &[("number", number)]), reason)
        }
        Decision::Key { state } => {
            (t.get(&format!("oversight-decided-key-{state}")), String::new())
        }
    };
    let name = one.by.and_then(|by| names.get(&by).cloned());
    let name = name.unwrap_or_else(|| t.get("oversight-decided-system"));
    // The day stands above the line.
    let time = t.time(one.at);
    Event {
        on: one.at.civil_date(),
        title,
        text,
        source: t.with("oversight-decided-by", &[("time", &time), ("name", &name)]),
        href: String::new(),
        past: true,
    }
}
