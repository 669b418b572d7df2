//! 看职业, read from the world of codes.

use crate::kit::{Event, show};
use crate::occupations::{
    Became, OccupationPage, OccupationRow, OccupationsPage, RungRow, classes,
};
use axum::extract::{Path, State};
use classification::career::Reached;
use classification::{OccupationChange, Recoded, StoryEntry, Succeeding, occupation_card, recode};
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

/// One occupation, also one that is no longer used: old papers bear its code.
pub async fn one(v: Visit, State(app): State<App>, Path(code): Path<String>) -> Answer {
    let code: OccupationCode = code.parse().map_err(|_| Problem::not_found())?;
    let today = v.now.civil_date();
    let occupations = &app.world.occupations;
    let card = occupation_card(&app.world, code, today).filter(|card| is_occupation(card.entry));
    let card = card.ok_or_else(Problem::not_found)?;
    let spell = card.entry;
    let seen = if card.in_use { today } else { spell.from };
    let release = occupations.release_on(seen).ok_or_else(Problem::not_found)?;
    let path = card.above.iter().map(|a| (a.code.to_string(), a.name.to_string()));
    let query = BodyQuery { occupation: Some(code), ..BodyQuery::default() };
    let ctx = v.ctx(app.world.clone());
    let most = kernel::PageRequest { after: None, limit: Some(kernel::PageRequest::MOST) };
    let bodies = app.organisations.search_bodies(&ctx, &query, &most).await?.items.len() as u64;
    let levels = SkillLevel::EVALUATED.map(|level| level.printed(v.t.lang).to_owned());
    let defined = occupations.definitions(code).filter(|(from, _)| *from <= today);
    let definition = defined.last().map(|(_, text)| text.to_owned());
    show(&OccupationPage {
        code: code.to_string(),
        name: spell.name.to_string(),
        marks: marks(spell),
        path: path.collect(),
        definition: definition.unwrap_or_default(),
        variants: card.variants.iter().map(|variant| variant.name.to_string()).collect(),
        career: if card.evaluated { career(&v, today) } else { Vec::new() },
        industries: industries(&v, code, today),
        levels: if card.evaluated { levels.to_vec() } else { Vec::new() },
        version: release.id.to_string(),
        version_from: release.from,
        events: events(&v, &app, &card.story),
        became: (!card.in_use).then(|| became(&v, &app, spell, today)),
        bodies,
        bodies_href: format!("/bodies?occupation={code}"),
        v,
    })
}

/// How one level leads to the next.
fn career(v: &Visit, today: kernel::CivilDate) -> Vec<RungRow> {
    let (t, lang) = (v.t, v.t.lang);
    let row = |rung: classification::career::Rung| RungRow {
        level: rung.level.printed(lang).to_owned(),
        way: match (rung.reached, rung.years) {
            (Reached::Appointed, _) => t.get("occupations-career-appointed"),
            (Reached::Exam, Some(years)) => {
                t.with("occupations-career-years", &[("count", &years)])
            }
            (Reached::Exam, None) => t.get("occupations-career-begin"),
        },
        title: rung.title.map(|(zh, en)| lang.pick(zh, en).to_owned()).unwrap_or_default(),
    };
    classification::career::career(today).into_iter().map(row).collect()
}

/// The industries in which an occupation is mostly found.
fn industries(v: &Visit, code: OccupationCode, today: kernel::CivilDate) -> Vec<(String, String)> {
    let found = classification::career::industries(code, today).iter();
    let named = found.filter_map(|code| organisations::industry::find(code));
    named.map(|one| (one.code.to_owned(), one.name(v.t.lang).to_owned())).collect()
}

/// What a code that is no longer used has become.
fn became(v: &Visit, app: &App, old: &OccupationSpell, today: kernel::CivilDate) -> Became {
    let found = recode(&app.world, old.code, old.from, today);
    let text = match &found.outcome {
        Recoded::Moved(_) => "occupations-became-one",
        Recoded::Several(_) => "occupations-became-several",
        Recoded::Same | Recoded::Ended(_) | Recoded::Unknown => "occupations-became-none",
    };
    let row = |code: OccupationCode| {
        let name = app.world.occupations.on(code, today).map(|o| o.name.to_string());
        (code.to_string(), name.unwrap_or_default(), format!("/occupations/{code}"))
    };
    let codes = found.codes().into_iter().map(row).collect();
    Became { text: v.t.get(text), codes, partly_ended: found.partly_ended }
}

/// The story of a code, newest first.
fn events(v: &Visit, app: &App, story: &[StoryEntry<'_>]) -> Vec<Event> {
    let today = v.now.civil_date();
    let event = |entry: &StoryEntry<'_>| Event {
        on: entry.on,
        title: title(v, &entry.change),
        text: other(app, entry).unwrap_or_default(),
        source: app.world.occupations.release_on(entry.on).map_or_else(String::new, |release| {
            v.t.with("occupations-story-source", &[("release", &release.id.to_string())])
        }),
        href: match &entry.change {
            OccupationChange::Replaced(code, _) | OccupationChange::ReplacedBy(code, _) => {
                format!("/occupations/{code}")
            }
            _ => String::new(),
        },
        past: entry.on <= today,
    };
    story.iter().rev().map(event).collect()
}

/// The other occupation that a change is about.
fn other(app: &App, entry: &StoryEntry<'_>) -> Option<String> {
    let occupations = &app.world.occupations;
    let spell = match &entry.change {
        OccupationChange::Replaced(old, _) => {
            entry.on.pred_opt().and_then(|day| occupations.on(*old, day))
        }
        OccupationChange::ReplacedBy(new, _) => occupations.on(*new, entry.on),
        _ => None,
    };
    spell.map(|spell| format!("{} {}", spell.code, spell.name))
}

/// What happened to a code, in words.
fn title(v: &Visit, change: &OccupationChange<'_>) -> String {
    let code = |code: &OccupationCode| code.to_string();
    match change {
        OccupationChange::Added(name) => v.t.with("occupations-story-added", &[("name", name)]),
        OccupationChange::Replaced(old, how) => {
            let key = match how {
                Succeeding::Recoded => "occupations-story-from-recoded",
                Succeeding::Merged => "occupations-story-from-merged",
                Succeeding::Split => "occupations-story-from-split",
                Succeeding::Part => "occupations-story-from-part",
            };
            v.t.with(key, &[("code", &code(old))])
        }
        OccupationChange::Renamed { from, to } => {
            v.t.with("occupations-story-renamed", &[("from", from), ("to", to)])
        }
        OccupationChange::Marked { .. } => v.t.get("occupations-story-marked"),
        OccupationChange::Ranked { .. } => v.t.get("occupations-story-ranked"),
        OccupationChange::ReplacedBy(new, how) => {
            let key = match how {
                Succeeding::Recoded => "occupations-story-to-recoded",
                Succeeding::Merged => "occupations-story-to-merged",
                Succeeding::Split => "occupations-story-to-split",
                Succeeding::Part => "occupations-story-to-part",
            };
            v.t.with(key, &[("code", &code(new))])
        }
        OccupationChange::VariantAdded(name) => {
            v.t.with("occupations-story-variant-added", &[("name", name)])
        }
        OccupationChange::VariantEnded(name) => {
            v.t.with("occupations-story-variant-ended", &[("name", name)])
        }
        OccupationChange::Cancelled => v.t.get("occupations-story-cancelled"),
    }
}
