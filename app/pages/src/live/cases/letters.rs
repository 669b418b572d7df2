//! Letters: on the page, as PDF and as a picture.

use crate::kit::show;
use crate::letters::LetterPage;
use crate::live::id;
use crate::live::oversight::authority_names;
use approval::{Case, Letter};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use kernel::{Lang, Problem};
use platform::{App, paper};
use web_kit::{Answer, Visit};

/// How a letter is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Page,
    Pdf,
    Png,
}

/// A letter; the end of the address says as what.
pub async fn page(v: Visit, State(app): State<App>, Path(name): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &approval::permissions::LETTER_READ)?;
    let (letter, wanted) = match name.split_once('.') {
        None => (name.as_str(), As::Page),
        Some((letter, "pdf")) => (letter, As::Pdf),
        Some((letter, "png")) => (letter, As::Png),
        Some(_) => return Err(Problem::not_found().into()),
    };
    let (letter, case) = app.letter(&ctx, id(letter)?).await?;
    let office = match letter.office_name.as_str() {
        // From before the name was kept: no office had been renamed then.
        "" => authority_names(&app).await?.remove(&letter.office).unwrap_or_default(),
        name => name.to_owned(),
    };
    match wanted {
        As::Page => shown(v, &app, &letter, &case, office),
        _ => printed(v.t.lang, app, letter, office, wanted).await,
    }
}

fn shown(v: Visit, app: &App, letter: &Letter, case: &Case, office: String) -> Answer {
    let reads_cases = approval::permit_in(&v.ctx(app.world.clone()), case).is_ok();
    let from = match reads_cases {
        true => (case.title.clone(), format!("/cases/{}", case.id)),
        false => (v.t.get("applications-title"), "/applications".to_owned()),
    };
    show(&LetterPage {
        from,
        office,
        number: letter.number.clone(),
        on: letter.at.civil_date(),
        letter: letter.page(Lang::Zh).clone(),
        english: letter.page(Lang::En).clone(),
        href: format!("/letters/{}", letter.id),
        v,
    })
}

async fn printed(lang: Lang, app: App, letter: Letter, office: String, wanted: As) -> Answer {
    let (kind, end) = match wanted {
        As::Png => ("image/png", "png"),
        As::Pdf | As::Page => ("application/pdf", "pdf"),
    };
    let named = format!("inline; filename=\"{}.{end}\"", letter.id);
    // Laying out and drawing takes tens of milliseconds: not on the thread that serves others.
    let bytes = tokio::task::spawn_blocking(move || match wanted {
        As::Png => paper::letter_png(&app, &letter, &office),
        As::Pdf | As::Page => paper::letter_pdf(&app, &letter, &office, lang),
    });
    let bytes = bytes.await.map_err(Problem::internal)??;
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, named)], bytes).into_response())
}
