//! What the office sees that answers for the bodies of a territory (主管部门监管).

use crate::body::store::Reach;
use crate::filing::{Filing, FilingStep};
use crate::permissions::{BODY_OVERSEE, FILING_ADD, FILING_CHANGE};
use crate::use_cases::{files_at, object};
use crate::{
    Authority, Body, BodyKey, BodyQuery, Decided, authority, body, filing, instrument, key, past,
};
use authz::Object;
use kernel::{BodyId, Ctx, DivisionCode, FilingId, Page, PageRequest, Problem, Result};
use store::{Conn, Store};

/// A filing with what the actor may do with it as it stands.
#[derive(Clone, Debug)]
pub struct OverseenFiling {
    /// The filing.
    pub filing: Filing,
    /// The steps that are open, in the order in which people look for them.
    pub steps: Vec<FilingStep>,
}

/// A body as the office sees that answers for it.
#[derive(Clone, Debug)]
pub struct Overseen {
    /// The body.
    pub body: Body,
    /// Its filings, latest first.
    pub filings: Vec<OverseenFiling>,
    /// Its keys, latest first.
    pub keys: Vec<BodyKey>,
    /// What was decided about it, latest first.
    pub decided: Vec<Decided>,
    /// For which authorities the actor may file it; none when they may not.
    pub files_at: Vec<Authority>,
}

/// Where the actor oversees bodies: the whole country for the machine's own command line.
fn territory(ctx: &Ctx) -> Result<Option<Vec<DivisionCode>>> {
    if ctx.actor.account().is_none() {
        authz::permit(ctx, &BODY_OVERSEE, &Object::none())?;
        return Ok(None);
    }
    let territory = authz::territory_for(&ctx.actor, &BODY_OVERSEE);
    let object = Object { divisions: territory.clone(), ..Object::default() };
    authz::permit(ctx, &BODY_OVERSEE, &object)?;
    Ok(Some(territory))
}

pub(crate) async fn list(
    store: &Store,
    ctx: &Ctx,
    query: &BodyQuery,
    page: &PageRequest,
) -> Result<Page<Body>> {
    let territory = territory(ctx)?;
    let reach = territory.as_deref().map_or(Reach::Public, Reach::Territory);
    let mut conn = store.read().await?;
    let rows = body::store::search(&mut conn, reach, query, page, ctx.today()).await?;
    Ok(Page::from_rows(rows, page.limit(), body::store::cursor))
}

async fn load(conn: &mut Conn, ctx: &Ctx, id: BodyId) -> Result<Body> {
    let body = body::store::find(conn, id).await?.ok_or_else(Problem::not_found)?;
    authz::permit(ctx, &BODY_OVERSEE, &object(&body))?;
    Ok(body)
}

pub(crate) async fn one(store: &Store, ctx: &Ctx, id: BodyId) -> Result<Overseen> {
    let mut conn = store.read().await?;
    let body = load(&mut conn, ctx, id).await?;
    let object = object(&body);
    let filings = filing::store::of_body(&mut conn, id).await?;
    let keys = key::store::of_body(&mut conn, id).await?;
    let held = instrument::store::of_body(&mut conn, id).await?;
    let decided = past::of_body(&mut conn, id, &held, &keys).await?;
    let may_file = authz::permit(ctx, &FILING_ADD, &object).is_ok();
    let offices = if may_file { files_at(ctx, &object) } else { Vec::new() };
    let files_at = authority::store::find_many(&mut conn, &offices).await?;
    let may_change = authz::permit(ctx, &FILING_CHANGE, &object).is_ok();
    let with_steps = |filing: Filing| {
        let open = FilingStep::ALL.into_iter();
        let open = open.filter(|step| may_change && filing.state.after(*step).is_ok());
        OverseenFiling { steps: open.collect(), filing }
    };
    let filings = filings.into_iter().map(with_steps).collect();
    Ok(Overseen { body, filings, keys, decided, files_at })
}

pub(crate) async fn filing(store: &Store, ctx: &Ctx, id: FilingId) -> Result<(Body, Filing)> {
    let mut conn = store.read().await?;
    let filing = filing::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let body = body::store::find(&mut conn, filing.body).await?.ok_or_else(Problem::not_found)?;
    authz::permit(ctx, &FILING_CHANGE, &object(&body))?;
    Ok((body, filing))
}
