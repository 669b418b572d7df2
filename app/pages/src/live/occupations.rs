//! 看职业, read from the world of codes.

use crate::kit::{Event, show};
use crate::occupations::{OccupationPage, OccupationRow, OccupationsPage, classes};
use axum::extract::{Path, State};
use classification::{OccupationChange, StoryEntry, occupation_card};
use kernel::world::occupations::OccupationSpell;
use kernel::{Cursor, OccupationCode, Page, Problem, SkillLevel};
use organisations::BodyQuery;
use platform::App;
use web_kit::{Answer, Asked, Paging, Visit, list};

/// The search.
pub async fn search(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let today = v.now.civil_date();
    let occupations = &app.world.occupations;
    let (typed, class) = (form.value("q").trim(), form.value("class"));
    let mark = form.value("mark");
    let all: Vec<&OccupationSpell> = if typed.is_empty() {
        occupations.all_on(today).filter(|o| is_occupation(o)).collect()
    } else {
        let found = occupations.search(typed, today, usize::MAX);
        found.into_iter().filter(|o| is_occupation(o)).collect()
    };
    let kept = |o: &&&OccupationSpell| {
        let in_class = class.is_empty() || o.code.major_number().to_string() == class;
        let marked = mark.is_empty() || marks(o).contains(&format!("mark-{mark}").as_str());
        in_class && marked
    };
    let rows: Vec<&OccupationSpell> = all.iter().filter(kept).copied().collect();
    let total = rows.len() as i64;
    let request = list::page_request(&v.here);
    let skip: usize = request.after.as_ref().and_then(|c| c.0.parse().ok()).unwrap_or(0);
    let limit = request.limit() as usize;
    let next = (skip + limit < rows.len()).then(|| Cursor((skip + limit).to_string()));
    let items: Vec<OccupationRow> =
        rows.into_iter().skip(skip).take(limit).map(|o| row(&app, o, today)).collect();
    let page = Page { items, next };
    show(&OccupationsPage {
        paging: Paging::new(&v.here, &page, Some(total)),
        classes: classes(&v),
        found: page.items,
        form,
        v,
    })
}

fn is_occupation(spell: &OccupationSpell) -> bool {
    spell.level == kernel::world::occupations::ClassLevel::Occupation
}

fn marks(spell: &OccupationSpell) -> Vec<&'static str> {
    let marks = [(spell.green, "mark-green"), (spell.digital, "mark-digital")];
    marks.into_iter().filter(|(has, _)| *has).map(|(_, key)| key).collect()
}

fn row(app: &App, spell: &OccupationSpell, today: kernel::CivilDate) -> OccupationRow {
    let group = app.world.occupations.parent(spell.code, today);
    OccupationRow {
        code: spell.code.to_string(),
        name: spell.name.to_string(),
        group: group.map_or_else(String::new, |g| g.name.to_string()),
        marks: marks(spell),
        href: format!("/occupations/{}", spell.code),
    }
}

/// One occupation.
pub async fn one(v: Visit, State(app): State<App>, Path(code): Path<String>) -> Answer {
    let code: OccupationCode = code.parse().map_err(|_| Problem::not_found())?;
    let today = v.now.civil_date();
    let occupations = &app.world.occupations;
    let spell = occupations.on(code, today).filter(|o| is_occupation(o));
    let spell = spell.ok_or_else(Problem::not_found)?;
    let release = occupations.release_on(today).ok_or_else(Problem::not_found)?;
    let ancestors = occupations.ancestors(code, today);
    let path = ancestors.iter().map(|a| (a.code.to_string(), a.name.to_string()));
    let query = BodyQuery { occupation: Some(code), ..BodyQuery::default() };
    let ctx = v.ctx(app.world.clone());
    let most = kernel::PageRequest { after: None, limit: Some(kernel::PageRequest::MOST) };
    let bodies = app.organisations.search_bodies(&ctx, &query, &most).await?.items.len() as u64;
    let levels = SkillLevel::EVALUATED.map(|level| level.printed(v.t.lang).to_owned());
    show(&OccupationPage {
        code: code.to_string(),
        name: spell.name.to_string(),
        marks: marks(spell),
        path: path.collect(),
        definition: String::new(),
        variants: Vec::new(),
        levels: if spell.evaluated() { levels.to_vec() } else { Vec::new() },
        version: release.id.to_string(),
        version_from: release.from,
        events: events(&v, &app, code, today),
        bodies,
        bodies_href: format!("/bodies?occupation={code}"),
        v,
    })
}

/// The story of a code, newest first.
fn events(v: &Visit, app: &App, code: OccupationCode, today: kernel::CivilDate) -> Vec<Event> {
    let Some(card) = occupation_card(&app.world, code, today) else { return Vec::new() };
    let event = |entry: &StoryEntry<'_>| Event {
        on: entry.on,
        title: title(v, &entry.change),
        text: String::new(),
        source: app.world.occupations.release_on(entry.on).map_or_else(String::new, |release| {
            v.t.with("occupations-story-source", &[("release", &release.id.to_string())])
        }),
        href: String::new(),
        past: true,
    };
    card.story.iter().rev().map(event).collect()
}

/// What happened to a code, in words.
fn title(v: &Visit, change: &OccupationChange<'_>) -> String {
    let code = |code: &OccupationCode| code.to_string();
    match change {
        OccupationChange::Added(name) => v.t.with("occupations-story-added", &[("name", name)]),
        OccupationChange::Replaced(old) => {
            v.t.with("occupations-story-replaced", &[("code", &code(old))])
        }
        OccupationChange::Renamed { from, to } => {
            v.t.with("occupations-story-renamed", &[("from", from), ("to", to)])
        }
        OccupationChange::Marked { .. } => v.t.get("occupations-story-marked"),
        OccupationChange::Ranked { .. } => v.t.get("occupations-story-ranked"),
        OccupationChange::ReplacedBy(new) => {
            v.t.with("occupations-story-replaced-by", &[("code", &code(new))])
        }
        OccupationChange::Cancelled => v.t.get("occupations-story-cancelled"),
    }
}
