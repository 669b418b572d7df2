//! What becomes of a body, and its sites.

use crate::changes::{BodyChangePage, SiteClosePage, SitePage, WHATS, datums};
use crate::kit::show;
use crate::live::authorities::division;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use authz::{Action, Object};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{BodyId, Ctx, FieldProblem, PageRequest, Problem, Result, SiteId};
use organisations::permissions::{BODY_CHANGE, SITE_CHANGE};
use organisations::site::degrees;
use organisations::{Body, BodyChange, BodyKind, BodyQuery, Datum, Equipment, NewSite, Position};
use platform::App;
use web_kit::form::{date, number, text};
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// The body about which the visitor may do this; nobody else's business.
async fn open(v: &Visit, app: &App, body: &str, action: &Action) -> Result<Body> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, action)?;
    let (body, _) = app.organisations.body(&ctx, id(body)?).await?;
    let object = Object::body(body.id).in_division(body.division);
    authz::permit(&ctx, action, &object)?;
    Ok(body)
}

fn href(body: BodyId) -> String {
    format!("/oversight/bodies/{body}")
}

fn known(what: &str) -> Result<&'static str> {
    WHATS.into_iter().find(|one| *one == what).ok_or_else(Problem::not_found)
}

fn change_page(v: Visit, form: FormState, body: Body, what: &'static str) -> Answer {
    let choices = match what {
        "add-kind" => {
            let kind = |kind: BodyKind| {
                (kind.word().to_owned(), v.t.get(crate::live::bodies::kind_key(kind)))
            };
            BodyKind::ALL.into_iter().map(kind).collect()
        }
        "industry" => organisations::industry::all()
            .iter()
            .map(|one| (one.code.to_owned(), format!("{} {}", one.code, one.name(v.t.lang))))
            .collect(),
        _ => Vec::new(),
    };
    show(&BodyChangePage { body_href: href(body.id), body: body.name, choices, what, form, v })
}

/// The empty form.
pub async fn form(
    v: Visit,
    State(app): State<App>,
    Path((body, what)): Path<(String, String)>,
    Asked(form): Asked,
) -> Answer {
    let body = open(&v, &app, &body, &BODY_CHANGE).await?;
    change_page(v, form, body, known(&what)?)
}

/// The body of a unified social credit code.
async fn heir(app: &App, ctx: &Ctx, form: &mut FormState) -> Result<Option<BodyId>> {
    let Some(code) = form.required("into", text("into", 40)) else { return Ok(None) };
    let query = BodyQuery { text: code.clone(), ..BodyQuery::default() };
    let found = app.organisations.search_bodies(ctx, &query, &PageRequest::default()).await?;
    let one = found.items.into_iter().find(|one| one.uscc.to_string() == code.to_uppercase());
    if one.is_none() {
        form.refuse(FieldProblem::new("into", "body-change-into-unknown"));
    }
    Ok(one.map(|one| one.id))
}

async fn read(
    app: &App,
    ctx: &Ctx,
    form: &mut FormState,
    what: &str,
) -> Result<Option<BodyChange>> {
    let choose = |name| move || FieldProblem::new(name, "field-choose");
    Ok(match what {
        "rename" => {
            form.required("name", text("name", 100)).map(|name| BodyChange::Rename { name })
        }
        "add-kind" => {
            let kind = form
                .required("kind", |typed| BodyKind::from_word(typed).ok_or_else(choose("kind")));
            kind.map(|kind| BodyChange::AddKind { kind })
        }
        "industry" => {
            let code = form.required("industry", text("industry", 4));
            code.map(|code| BodyChange::Industry { code })
        }
        "merge" => heir(app, ctx, form).await?.map(|into| BodyChange::Merge { into }),
        _ => Some(BodyChange::Close),
    })
}

/// Enters the change.
pub async fn save(
    v: Visit,
    State(app): State<App>,
    Path((body, what)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (body, what) = (open(&v, &app, &body, &BODY_CHANGE).await?, known(&what)?);
    let ctx = v.ctx(app.world.clone());
    let change = read(&app, &ctx, &mut form, what).await?;
    let reason = form.required("reason", text("reason", 2000));
    if let (Some(change), Some(reason), true) = (change, reason, form.is_right()) {
        let idem = idem(&app, &form, &(body.id, &change))?;
        let version = Some(body.version);
        let area = &app.organisations;
        match area.change_body(&ctx, idem, body.id, version, (change, reason)).await {
            Ok(_) => return Ok(Redirect::to(&href(body.id)).into_response()),
            Err(problem) => refuse(&mut form, "reason", problem)?,
        }
    }
    change_page(v, form, body, what)
}

fn site_page(v: Visit, form: FormState, body: Body) -> Answer {
    let datums = datums(&v).into_iter().map(|(word, name, _)| (word, name)).collect();
    show(&SitePage { body_href: href(body.id), body: body.name, datums, form, v })
}

/// The empty form of a site.
pub async fn site_form(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let body = open(&v, &app, &body, &SITE_CHANGE).await?;
    site_page(v, form, body)
}

/// Lines of what stands there, and how many.
fn equipment(typed: &str) -> Result<Vec<Equipment>, FieldProblem> {
    let line = |line: &str| {
        let wrong = || FieldProblem::new("equipment", "site-equipment-line").arg("line", line);
        let (name, count) = line.trim().rsplit_once([' ', '\t', ',', '，']).ok_or_else(wrong)?;
        let count = count.trim().parse().map_err(|_| wrong())?;
        Ok(Equipment { name: name.trim().to_owned(), count })
    };
    typed.lines().filter(|one| !one.trim().is_empty()).map(line).collect()
}

/// Where exactly: all four fields, or none.
fn position(form: &mut FormState) -> Option<Option<Position>> {
    let names = ["datum", "longitude", "latitude", "accuracy"];
    if names.iter().all(|name| form.value(name).trim().is_empty()) {
        return Some(None);
    }
    let angle = |name: &'static str| {
        move |typed: &str| {
            degrees(typed).ok_or_else(|| FieldProblem::new(name, "organisations-site-position"))
        }
    };
    let datum = form.required("datum", |typed| {
        Datum::from_word(typed).ok_or_else(|| FieldProblem::new("datum", "field-choose"))
    });
    let longitude_e7 = form.required("longitude", angle("longitude"));
    let latitude_e7 = form.required("latitude", angle("latitude"));
    let accuracy = form.required("accuracy", number("accuracy", 1..=100_000));
    Some(Some(Position {
        datum: datum?,
        longitude_e7: longitude_e7?,
        latitude_e7: latitude_e7?,
        accuracy_m: u32::try_from(accuracy?).unwrap_or(u32::MAX),
    }))
}

fn read_site(form: &mut FormState, app: &App, v: &Visit, body: BodyId) -> Option<NewSite> {
    let name = form.required("name", text("name", 100));
    let place = form.required("place", |typed| {
        division(app, typed, v)
            .ok_or_else(|| FieldProblem::new("place", "authorities-place-unknown"))
    });
    let address = form.required("address", text("address", 200));
    let capacity = form.required("capacity", number("capacity", 1..=100_000));
    let opened_on = form.required("opened_on", date("opened_on"));
    let equipment = form.optional("equipment", equipment);
    let position = position(form);
    Some(NewSite {
        body,
        name: name?,
        division: place?,
        address: address?,
        capacity: u32::try_from(capacity?).unwrap_or(u32::MAX),
        equipment: equipment?.unwrap_or_default(),
        position: position?,
        opened_on: opened_on?,
    })
}

/// Enters a site.
pub async fn save_site(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let body = open(&v, &app, &body, &SITE_CHANGE).await?;
    let command = read_site(&mut form, &app, &v, body.id);
    if let (Some(command), true) = (command, form.is_right()) {
        let idem = idem(&app, &form, &command)?;
        match app.organisations.open_site(&v.ctx(app.world.clone()), idem, command).await {
            Ok(_) => return Ok(Redirect::to(&href(body.id)).into_response()),
            Err(problem) => refuse(&mut form, "name", problem)?,
        }
    }
    site_page(v, form, body)
}

/// The site and its body, for whoever may close it.
async fn to_close(v: &Visit, app: &App, body: &str, site: &str) -> Result<(Body, SiteId, String)> {
    let body = open(v, app, body, &SITE_CHANGE).await?;
    let site: SiteId = id(site)?;
    let holdings = app.organisations.holdings(&v.ctx(app.world.clone()), body.id).await?;
    let found = holdings.sites.into_iter().find(|one| one.id == site && one.closed_on.is_none());
    Ok((body, site, found.ok_or_else(Problem::not_found)?.name))
}

/// Says what closing a site does.
pub async fn ask_close(
    v: Visit,
    State(app): State<App>,
    Path((body, site)): Path<(String, String)>,
    Asked(form): Asked,
) -> Answer {
    let (body, _, site) = to_close(&v, &app, &body, &site).await?;
    show(&SiteClosePage { body_href: href(body.id), body: body.name, site, form, v })
}

/// Closes a site.
pub async fn close(
    v: Visit,
    State(app): State<App>,
    Path((body, site)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (body, id, site) = to_close(&v, &app, &body, &site).await?;
    if let Some(reason) = form.required("reason", text("reason", 2000)) {
        let idem = idem(&app, &form, &id)?;
        match app.organisations.close_site(&v.ctx(app.world.clone()), idem, id, reason).await {
            Ok(()) => return Ok(Redirect::to(&href(body.id)).into_response()),
            Err(problem) => refuse(&mut form, "reason", problem)?,
        }
    }
    show(&SiteClosePage { body_href: href(body.id), body: body.name, site, form, v })
}
