//! 称号、基地和工作室, from the installation.

mod entry;
mod office;
mod public;

use crate::designations::{DrawPart, HeldRow, RankRow, RoundRow};
use crate::kit::{State as Word, Tone};
use crate::live::bodies::place;
use designations::draw::{Pool, Recusal};
use designations::holding::{Due, Standing};
use designations::permissions::{
    ENTRY_MAKE, ENTRY_READ, HOLDING_ASSESS, HOLDING_END, PANEL_DRAW, ROUND_HANDLE, ROUND_OPEN,
    ROUND_OVERSEE,
};
use designations::score::Ranked;
use designations::{Designation, Entry, EntryState, Kind, Round, RoundState};
use kernel::EntryId;
use platform::App;
use web_kit::{Access, Limits, Route, Serves, T, Visit};

/// The most bytes of a file with the form around it, over a slow line.
const FILE: Limits = Limits { body_bytes: 21 << 20, seconds: 15 * 60 };

/// The register, kinds and rounds.
pub fn public_routes() -> Vec<Route<App>> {
    let (public, at) = (Access::Public, Serves::EVERYWHERE);
    vec![
        Route::get("/designations", public, at, public::register),
        Route::get("/designations/kinds", public, at, public::kinds),
        Route::get("/designations/rounds", public, at, public::rounds),
        Route::get("/designations/rounds/{id}", public, at, public::round),
        Route::get("/designations/rounds/{id}/draw.json", public, at, public::draw),
        Route::get("/designations/{id}", public, at, public::holder),
    ]
}

/// The desks of bodies and offices.
pub fn designation_routes() -> Vec<Route<App>> {
    let (inner, here) = (Serves::INNER, Serves::INNER_AND_SITE);
    let may = |action: &authz::Action| Access::Action(action.code);
    let (one, round) = ("/designations/entries/{id}", "/designations/office/{id}");
    let evidence = "/designations/entries/{id}/evidence";
    let file = "/designations/entries/{id}/evidence/{indicator}";
    vec![
        Route::get("/designations/{id}/plate.pdf", may(&ENTRY_READ), here, public::plate),
        Route::post("/designations/{id}/assess", may(&HOLDING_ASSESS), inner, public::assess),
        Route::post("/designations/{id}/leave", may(&HOLDING_ASSESS), inner, public::leave),
        Route::post("/designations/{id}/end", may(&HOLDING_END), inner, public::end),
        Route::get("/designations/mine", may(&ENTRY_READ), here, entry::own),
        Route::post("/designations/mine", may(&ENTRY_MAKE), here, entry::begin),
        Route::get(one, may(&ENTRY_READ), here, entry::page),
        Route::post(one, may(&ENTRY_MAKE), here, entry::claim),
        Route::post(evidence, may(&ENTRY_MAKE), here, entry::attach).limits(FILE),
        Route::get(file, may(&ENTRY_READ), here, entry::file),
        Route::post("/designations/entries/{id}/check", may(&ROUND_HANDLE), inner, entry::check),
        Route::post("/designations/entries/{id}/sheets", may(&ROUND_HANDLE), inner, entry::mark),
        Route::get("/designations/office", may(&ROUND_OVERSEE), inner, office::desk),
        Route::get("/designations/office/new", may(&ROUND_OPEN), inner, office::new),
        Route::post("/designations/office/new", may(&ROUND_OPEN), inner, office::open),
        Route::get(round, may(&ROUND_OVERSEE), inner, office::one),
        Route::post(round, may(&ROUND_HANDLE), inner, office::step),
        Route::post("/designations/office/{id}/draw", may(&PANEL_DRAW), inner, office::draw),
    ]
}

/// Hundredths as people read them: no zeros at the end.
fn points(hundredths: u64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest.is_multiple_of(10) => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

fn name(t: T, kind: &Kind) -> String {
    kind.name.get(t.lang).to_owned()
}

fn state_of_round(state: &RoundState) -> Word {
    match state {
        RoundState::Open { .. } => Word::new("round-state-open", Tone::Waiting),
        RoundState::Checking => Word::new("round-state-checking", Tone::Waiting),
        RoundState::Pooled { .. } => Word::new("round-state-pooled", Tone::Waiting),
        RoundState::Scoring { .. } => Word::new("round-state-scoring", Tone::Waiting),
        RoundState::Deciding { .. } => Word::new("round-state-deciding", Tone::Attention),
        RoundState::Listed { .. } => Word::new("round-state-listed", Tone::Done),
        RoundState::Dropped { .. } => Word::new("round-state-dropped", Tone::Stopped),
    }
}

fn state_of_entry(state: &EntryState) -> Word {
    match state {
        EntryState::Draft => Word::new("entry-state-draft", Tone::Quiet),
        EntryState::HandedIn => Word::new("entry-state-handed-in", Tone::Waiting),
        EntryState::Admitted { .. } => Word::new("entry-state-admitted", Tone::Done),
        EntryState::Refused { .. } => Word::new("entry-state-refused", Tone::Stopped),
        EntryState::Struck { .. } => Word::new("entry-state-struck", Tone::Stopped),
    }
}

/// What comes next in a round, and whose turn it is.
fn next(v: &Visit, round: &Round) -> String {
    match &round.state {
        RoundState::Open { until } => v.t.with("round-next-open", &[("until", &v.t.date(*until))]),
        RoundState::Dropped { on, reason } => {
            v.t.with("round-next-dropped", &[("on", &v.t.date(*on)), ("reason", reason)])
        }
        other => v.t.get(&format!("round-next-{}", other.word())),
    }
}

fn round_row(v: &Visit, round: &Round, below: &str) -> RoundRow {
    RoundRow {
        title: round.title.clone(),
        href: format!("/designations/{below}/{}", round.id),
        kind: name(v.t, &round.kind),
        places: round.places.total,
        state: state_of_round(&round.state),
        opened_on: round.opened_on,
    }
}

fn held_row(v: &Visit, app: &App, one: &Designation, kinds: &[Kind]) -> HeldRow {
    let (t, today) = (v.t, v.now.civil_date());
    let kind = kinds.iter().find(|kind| kind.word == one.kind);
    let state = match one.standing(today) {
        Standing::Held => Word::new("designation-state-held", Tone::Done),
        Standing::Mending(_) => Word::new("designation-state-mending", Tone::Attention),
        Standing::RanOut => Word::new("designation-state-ran-out", Tone::Stopped),
        Standing::Exited => Word::new("designation-state-exited", Tone::Stopped),
    };
    let due = |due: Due| {
        let (by, year) = match due {
            Due::Assess { year, by } => (t.date(by).to_string(), year.to_string()),
            Due::Mend { by } | Due::Ends { by } => (t.date(by).to_string(), String::new()),
            Due::Failed => (String::new(), String::new()),
        };
        t.with(&format!("designation-due-{}", due.word()), &[("by", &by), ("year", &year)])
    };
    let (from, until) = (t.date(one.valid_from), t.date(one.valid_until));
    HeldRow {
        name: one.name.clone(),
        href: format!("/designations/{}", one.id),
        kind: kind.map_or_else(|| one.kind.clone(), |kind| name(t, kind)),
        number: one.number.clone(),
        place: place(app, one.division, one.valid_from),
        span: t.with("holdings-span", &[("from", &from), ("until", &until)]),
        state,
        dues: one.dues(today).into_iter().map(due).collect(),
    }
}

/// A draw in words; the frozen list alone while the seed is not known.
fn draw_part(v: &Visit, round: &Round) -> Option<DrawPart> {
    let recused = |all: &[Recusal]| {
        let why =
            |one: &Recusal| (one.code.clone(), v.t.get(&format!("recusal-{}", one.reason.word())));
        all.iter().map(why).collect()
    };
    let href = format!("/designations/rounds/{}/draw.json", round.id);
    if let RoundState::Pooled { pool } = &round.state {
        let Pool { source, list, algorithm, recusals, .. } = pool;
        return Some(DrawPart {
            source: source.clone(),
            digest: designations::draw::list_digest(*algorithm, list),
            experts: list.len(),
            recused: recused(recusals),
            href,
            ..DrawPart::default()
        });
    }
    let draw = round.state.draw()?;
    Some(DrawPart {
        source: draw.source.clone(),
        seed: draw.seed.clone(),
        digest: draw.list_digest.clone(),
        experts: draw.list.len(),
        recused: recused(&draw.recusals),
        panel: draw.panel.clone(),
        href,
    })
}

/// A ranking with the names of its entries.
pub(super) fn ranking(v: &Visit, ranked: &[Ranked<EntryId>], entries: &[Entry]) -> Vec<RankRow> {
    let row = |one: &Ranked<EntryId>| {
        let entry = entries.iter().find(|entry| entry.id == one.key);
        let by = one.by.map(|by| v.t.get(&format!("rank-by-{}", by.word().replace('_', "-"))));
        RankRow {
            rank: one.rank,
            name: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
            score: points(one.mean()),
            by: by.unwrap_or_default(),
            state: match one.chosen {
                true => Word::new("rank-chosen", Tone::Done),
                false => Word::new("rank-not-chosen", Tone::Quiet),
            },
        }
    };
    ranked.iter().map(row).collect()
}
