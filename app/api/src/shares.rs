//! Links by which a person shares parts of their own archive.

use crate::json::{Sent, give, idem};
use crate::operation::Operation;
use axum::extract::State;
use axum::http::HeaderMap;
use kernel::{CivilDate, Instant, Problem, ShareId};
use people::permissions::SHARE_MAKE;
use people::share::{NewShare, Share, Shows};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Route, Serves, Visit};

/// One's own links.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnShares {
    /// Latest first.
    shares: Vec<OwnShare>,
}

/// One of one's own links.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnShare {
    /// The identifier.
    id: String,
    /// `open`, `used_up`, `expired` or `ended`.
    state: &'static str,
    /// For whom or what.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    /// The link itself, while it leads somewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// Whether the name is shown in full.
    full_name: bool,
    /// Whether exam results are shown.
    results: bool,
    /// How often it was opened.
    opened: u32,
    /// How often it may be opened.
    views: u32,
    /// The last day on which it holds.
    #[schema(value_type = String, format = Date)]
    until_on: CivilDate,
    /// When it was made, as RFC 3339.
    made_at: String,
}

/// A link that is to be made.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct ShareRequest {
    /// For whom or what; whoever opens the link reads it.
    purpose: String,
    /// Whether the name is shown in full; masked otherwise.
    #[serde(default)]
    full_name: bool,
    /// Whether exam results are shown, besides certificates.
    #[serde(default)]
    results: bool,
    /// How many days after today it still holds, 1 to 365.
    days: u32,
    /// How often it may be opened, 1 to 100.
    views: u32,
}

/// Which link is taken back.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct ShareEnding {
    /// The identifier.
    id: String,
}

/// What was made or taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShareDone {
    /// The identifier.
    id: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let make = Access::Action(SHARE_MAKE.code);
    let everywhere = Serves::EVERYWHERE;
    let own = Route::get("/api/v1/archive/shares", make, everywhere, own);
    let new = Route::post("/api/v1/archive/shares", make, everywhere, new);
    let end = Route::post("/api/v1/archive/shares/end", make, everywhere, end);
    vec![
        Operation::new::<OwnShares>(
            own,
            "listOwnShares",
            "archive",
            "The links by which the person who is signed in shares parts of their archive.",
        ),
        Operation::new::<ShareDone>(
            new,
            "shareOwnArchive",
            "archive",
            "Make a link to parts of one's own archive.",
        )
        .takes::<ShareRequest>()
        .idempotent(),
        Operation::new::<ShareDone>(
            end,
            "endOwnShare",
            "archive",
            "Take one's own link back: it leads nowhere from then on.",
        )
        .takes::<ShareEnding>()
        .idempotent(),
    ]
}

async fn own(v: Visit, State(app): State<App>) -> Answer {
    let shares = app.people.own_shares(&v.ctx(app.world.clone())).await?;
    let site = &app.config.public_url;
    give(&OwnShares { shares: shares.into_iter().map(|share| told(site, v.now, share)).collect() })
}

fn told(site: &str, now: Instant, share: Share) -> OwnShare {
    OwnShare {
        id: share.id.to_string(),
        state: share.state(now).word(),
        purpose: share.said.as_ref().map(|said| said.purpose.clone()),
        link: share.link(site, now),
        full_name: share.shows.full_name,
        results: share.shows.results,
        opened: share.views - share.views_left,
        views: share.views,
        until_on: share.until_on,
        made_at: share.made_at.rfc3339(),
    }
}

async fn new(
    v: Visit,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<ShareRequest>,
) -> Answer {
    let idem = idem(&app, &headers, &asked)?;
    let ShareRequest { purpose, full_name, results, days, views } = asked;
    let new = NewShare { purpose, shows: Shows { full_name, results }, days, views };
    let id = app.people.share(&v.ctx(app.world.clone()), idem, new).await?;
    give(&ShareDone { id: id.to_string() })
}

async fn end(
    v: Visit,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<ShareEnding>,
) -> Answer {
    let idem = idem(&app, &headers, &asked)?;
    let id: ShareId = asked.id.parse().map_err(|_| Problem::not_found())?;
    app.people.end_share(&v.ctx(app.world.clone()), idem, id).await?;
    give(&ShareDone { id: id.to_string() })
}
