//! 办件, 文书 and 公示, from the installation.

mod letters;
mod list;
mod notices;
mod one;
pub(super) mod standing;

use crate::cases::{AskedRow, PaperRow};
use approval::Procedure;
use approval::permissions::{CASE_APPROVE, CASE_READ, LETTER_READ};
use authz::Action;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use kernel::{AuthorityId, OccupationCode, SkillLevel};
use organisations::Application;
use platform::App;
use std::collections::{BTreeMap, HashMap};
use web_kit::{Access, Answer, Route, Serves, Visit};

/// The names of authorities.
pub(super) type Names = HashMap<AuthorityId, String>;

/// The pages of the office that decides, and letters.
pub fn case_routes() -> Vec<Route<App>> {
    let (inner, here) = (Serves::INNER, Serves::INNER_AND_SITE);
    let may = |action: &Action| Access::Action(action.code);
    let answer = "/cases/{id}/objections/{objection}";
    vec![
        Route::get("/cases", may(&CASE_READ), inner, list::page),
        Route::post("/cases", may(&CASE_READ), inner, list::batch),
        Route::get("/cases/{id}", may(&CASE_READ), inner, one::page),
        Route::post("/cases/{id}", may(&CASE_READ), inner, one::act),
        Route::post(answer, may(&CASE_APPROVE), inner, one::answer),
        Route::get("/cases/{id}/papers/{key}", may(&CASE_READ), inner, one::paper),
        Route::get("/letters/{id}", may(&LETTER_READ), here, letters::page),
    ]
}

/// Public notices.
pub(super) fn notice_routes() -> Vec<Route<App>> {
    let (public, everywhere) = (Access::Public, Serves::EVERYWHERE);
    vec![
        Route::get("/notices", public, everywhere, notices::list),
        Route::get("/notices/{id}", public, everywhere, notices::one),
        Route::post("/notices/{id}", public, everywhere, notices::object),
    ]
}

/// What is asked for, one line for each occupation.
pub(super) fn asked(v: &Visit, app: &App, scope: &[(OccupationCode, SkillLevel)]) -> Vec<AskedRow> {
    let mut rows: BTreeMap<OccupationCode, Vec<SkillLevel>> = BTreeMap::new();
    for (code, level) in scope {
        rows.entry(*code).or_default().push(*level);
    }
    let line = |(code, mut levels): (OccupationCode, Vec<SkillLevel>)| {
        levels.sort();
        let levels: Vec<&str> = levels.iter().map(|level| level.printed(v.t.lang)).collect();
        AskedRow {
            occupation: app.occupation_name(code, v.now.civil_date()),
            code: code.to_string(),
            href: format!("/occupations/{code}"),
            levels: levels.join(v.t.lang.pick("、", ", ")),
        }
    };
    rows.into_iter().map(line).collect()
}

/// The papers that the procedure names, with those that are there.
pub(super) fn papers(
    v: &Visit,
    procedure: &Procedure,
    application: &Application,
    below: &str,
) -> Vec<PaperRow> {
    let row = |paper: &approval::Paper| {
        let there = application.papers.iter().find(|handed| handed.key == paper.key);
        PaperRow {
            key: paper.key.clone(),
            field: format!("file-{}", paper.key),
            name: paper.name.get(v.t.lang).to_owned(),
            href: there.map(|_| format!("{below}/papers/{}", paper.key)).unwrap_or_default(),
            size: there.map(|handed| size(handed.size)).unwrap_or_default(),
            required: paper.required,
        }
    };
    procedure.papers.iter().map(row).collect()
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    match bytes.div_ceil(1024) {
        kib @ 0..1024 => format!("{kib} KB"),
        kib => format!("{}.{} MB", kib / 1024, kib % 1024 * 10 / 1024),
    }
}

/// The answer with a paper, to be looked at in the browser.
pub(super) fn opened(name: &str, (media, bytes): (String, Vec<u8>)) -> Answer {
    let end = media.rsplit('/').next().unwrap_or_default();
    let named = format!("inline; filename=\"{name}.{end}\"");
    Ok(([(CONTENT_TYPE, media), (CONTENT_DISPOSITION, named)], bytes).into_response())
}

/// A stored word as keys of texts write it.
pub(super) fn hyphens(word: &str) -> String {
    word.replace('_', "-")
}
