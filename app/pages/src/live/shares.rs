//! 授权查看: links to parts of one's own archive, and what whoever has one sees.

use super::archive::{certificates_of, line};
use super::sign_in::refuse;
use super::{id, idem};
use crate::kit::{State as Word, Tone, show};
use crate::shares::{OwnShare, Shared, SharedDoor, SharedPage, SharesPage};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{Result, ShareId};
use people::permissions::SHARE_MAKE;
use people::share::{MOST_DAYS, MOST_VIEWS, NewShare, Share, ShareState, Shows};
use platform::{App, paper};
use web_kit::form::{number, text};
use web_kit::security::limited_by;
use web_kit::{Access, Answer, FormState, Route, Serves, Submitted, Visit};

/// Pages of links to archives.
pub fn share_routes() -> Vec<Route<App>> {
    let make = Access::Action(SHARE_MAKE.code);
    let (everywhere, public) = (Serves::EVERYWHERE, Access::Public);
    vec![
        Route::get("/archive/shares", make, everywhere, own),
        Route::post("/archive/shares", make, everywhere, new),
        Route::post("/archive/shares/{id}/end", make, everywhere, end),
        Route::get("/s/{token}", public, everywhere, door),
        Route::post("/s/{token}", public, everywhere, open),
    ]
}

/// The links of whoever is signed in, with the form for another.
pub async fn own(v: Visit, State(app): State<App>) -> Answer {
    shown(v, &app, FormState::with(&[("days", "7"), ("views", "3")])).await
}

async fn shown(v: Visit, app: &App, form: FormState) -> Answer {
    let shares = app.people.own_shares(&v.ctx(app.world.clone())).await?;
    let shares = shares.into_iter().map(|share| row(&v, app, share)).collect::<Result<_>>()?;
    show(&SharesPage { v, form, shares })
}

fn row(v: &Visit, app: &App, share: Share) -> Result<OwnShare> {
    let state = share.state(v.now);
    let (opened, until) = (share.views - share.views_left, v.t.date(share.until_on));
    let values: [(&str, &dyn web_kit::texts::Arg); 3] =
        [("opened", &opened), ("views", &share.views), ("date", &until)];
    let link = share.link(&app.config.public_url, v.now);
    let qr_svg = link.as_ref().map(|link| print::qr_svg(link, &v.t.get("shares-scan")));
    Ok(OwnShare {
        purpose: share.said.map_or_else(|| v.t.get("person-erased"), |said| said.purpose),
        state: word(state),
        shows: v.t.get(sentence(share.shows)),
        used: v.t.with("shares-used", &values),
        at: share.made_at,
        link: link.unwrap_or_default(),
        qr_svg: qr_svg.transpose().map_err(paper::refused)?.unwrap_or_default(),
        end: match state {
            ShareState::Open { .. } => format!("/archive/shares/{}/end", share.id),
            ShareState::UsedUp | ShareState::Expired | ShareState::Ended { .. } => String::new(),
        },
    })
}

fn word(state: ShareState) -> Word {
    match state {
        ShareState::Open { .. } => Word::new("shares-open", Tone::Done),
        ShareState::UsedUp => Word::new("shares-used-up", Tone::Quiet),
        ShareState::Expired => Word::new("shares-expired", Tone::Quiet),
        ShareState::Ended { .. } => Word::new("shares-ended", Tone::Quiet),
    }
}

fn sentence(shows: Shows) -> &'static str {
    match (shows.full_name, shows.results) {
        (false, false) => "shares-shown-masked",
        (true, false) => "shares-shown-name",
        (false, true) => "shares-shown-results",
        (true, true) => "shares-shown-all",
    }
}

/// A worker makes a link.
pub async fn new(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let purpose = form.required("purpose", text("purpose", 60));
    let days = form.required("days", number("days", 1..=i64::from(MOST_DAYS)));
    let views = form.required("views", number("views", 1..=i64::from(MOST_VIEWS)));
    let shows =
        Shows { full_name: form.chosen("shows", "name"), results: form.chosen("shows", "results") };
    if let (Some(purpose), Some(days), Some(views)) = (purpose, days, views) {
        // Both are within the bounds that were just checked.
        let new = NewShare { purpose, shows, days: days as u32, views: views as u32 };
        let idem = idem(&app, &form, &new)?;
        match app.people.share(&ctx, idem, new).await {
            Ok(_) => return Ok(Redirect::to("/archive/shares").into_response()),
            Err(problem) if problem.code() == "problem-not-found" => return Err(problem.into()),
            Err(problem) => refuse(&mut form, "purpose", problem)?,
        }
    }
    shown(v, &app, form).await
}

/// A worker takes a link back.
pub async fn end(
    v: Visit,
    State(app): State<App>,
    Path(share): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let share: ShareId = id(&share)?;
    let idem = idem(&app, &form, &("end", share))?;
    app.people.end_share(&v.ctx(app.world.clone()), idem, share).await?;
    Ok(Redirect::to("/archive/shares").into_response())
}

/// A link was followed. Messengers look at links before people do, so it opens only with the button.
pub async fn door(v: Visit, Path(token): Path<String>) -> Answer {
    show(&SharedDoor { v, href: format!("/s/{token}"), form: FormState::default() })
}

/// A link is opened: the look is counted, and the person will see it.
pub async fn open(
    v: Visit,
    State(app): State<App>,
    Path(token): Path<String>,
    Submitted(_): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let address = v.address.map(|address| limited_by(address).to_string()).unwrap_or_default();
    let found = app.archive.shared(&ctx, token, address).await?;
    let found = found.map(|found| Shared {
        certificates: certificates_of(&v, &app, &found.certificates, &found.bodies, ""),
        events: found.events.iter().map(|event| line(&v, &app, &found.bodies, event, "")).collect(),
        name: found.name,
        purpose: found.purpose,
        until_on: found.until_on,
        at: found.now,
    });
    show(&SharedPage { v, found })
}
