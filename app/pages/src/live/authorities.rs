//! 主管部门, from the register.

use super::bodies::place;
use super::sign_in::refuse;
use super::{id, idem};
use crate::authorities::{
    AuthoritiesPage, AuthorityEndPage, AuthorityFormPage, AuthorityPage, AuthorityRow,
};
use crate::kit::{Event, State as Word, Tone, show};
use authz::Object;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AuthorityId, Ctx, DivisionCode, FieldProblem, Result};
use organisations::permissions::{AUTHORITY_CHANGE, AUTHORITY_REGISTER};
use organisations::{
    Authority, AuthorityChange, AuthorityEnd, AuthorityEvent, AuthorityKind, AuthorityState,
    Function, Functions, NewAuthority,
};
use platform::App;
use web_kit::form::{date, text};
use web_kit::{Access, Answer, Asked, FormState, Route, Serves, Submitted, Visit};

/// The register for everybody, and the forms of who keeps it.
pub fn authority_routes() -> Vec<Route<App>> {
    let (public, everywhere) = (Access::Public, Serves::EVERYWHERE);
    let register = Access::Action(AUTHORITY_REGISTER.code);
    let change = Access::Action(AUTHORITY_CHANGE.code);
    let at = Serves::INNER;
    vec![
        Route::get("/authorities", public, everywhere, all),
        Route::get("/oversight/authorities/new", register, at, new),
        Route::post("/oversight/authorities/new", register, at, add),
        Route::get("/authorities/{id}", public, everywhere, one),
        Route::get("/oversight/authorities/{id}/change", change, at, edit),
        Route::post("/oversight/authorities/{id}/change", change, at, save),
        Route::get("/oversight/authorities/{id}/end", change, at, ask_end),
        Route::post("/oversight/authorities/{id}/end", change, at, end),
    ]
}

fn may_change(ctx: &Ctx) -> bool {
    authz::permit(ctx, &AUTHORITY_CHANGE, &Object::none()).is_ok()
}

fn href(id: AuthorityId) -> String {
    format!("/authorities/{id}")
}

fn name_of(all: &[Authority], id: Option<AuthorityId>) -> String {
    let found = id.and_then(|id| all.iter().find(|one| one.id == id));
    found.map(|one| one.name.clone()).unwrap_or_default()
}

fn row(v: &Visit, app: &App, all: &[Authority], one: &Authority) -> AuthorityRow {
    let (key, tone) = match one.state {
        AuthorityState::Active => ("authority-active", Tone::Done),
        AuthorityState::Merged { .. } => ("authority-merged", Tone::Stopped),
        AuthorityState::Abolished { .. } => ("authority-abolished", Tone::Stopped),
    };
    AuthorityRow {
        name: one.name.clone(),
        href: href(one.id),
        kind: format!("authority-{}", one.kind.word()),
        division: place(app, one.division, v.now.civil_date()),
        parent: name_of(all, one.parent),
        state: Word::new(key, tone),
    }
}

/// The register.
async fn all(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let all = app.organisations.authorities().await?;
    let typed = form.value("q").trim().to_owned();
    let fits = |one: &&Authority| typed.is_empty() || one.name.contains(&typed);
    let mut found: Vec<&Authority> = all.iter().filter(fits).collect();
    // Within a division those that people look for most come first.
    let kind = |one: &Authority| AuthorityKind::ALL.iter().position(|kind| *kind == one.kind);
    found.sort_by_key(|one| (one.state.ended_on().is_some(), one.division, kind(one)));
    let found = found.into_iter().map(|one| row(&v, &app, &all, one)).collect();
    let may_change = may_change(&v.ctx(app.world.clone()));
    show(&AuthoritiesPage { v, form, found, may_change })
}

fn event(v: &Visit, one: &AuthorityEvent) -> Event {
    Event {
        on: one.at.civil_date(),
        title: v.t.get(&format!("authority-event-{}", one.what)),
        text: one.name.clone(),
        source: one.basis.clone(),
        href: String::new(),
        past: true,
    }
}

/// One authority.
async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let (one, past) = app.organisations.authority(id(&text)?).await?;
    let all = app.organisations.authorities().await?;
    let today = v.now.civil_date();
    let below = all
        .iter()
        .filter(|other| other.parent == Some(one.id) && other.state == AuthorityState::Active);
    let below = below.map(|other| ("authorities-below", other.name.clone(), href(other.id)));
    let before = all.iter().filter(|other| other.state.successor() == Some(one.id));
    let before = before.map(|other| ("authorities-before", other.name.clone(), href(other.id)));
    let successor = one.state.successor();
    let ended = one.state.ended_on();
    let active = one.state == AuthorityState::Active;
    show(&AuthorityPage {
        row: row(&v, &app, &all, &one),
        parent_href: one.parent.map(href).unwrap_or_default(),
        successor: successor.map(|id| (name_of(&all, Some(id)), href(id))),
        ended: ended.map(|on| v.t.date(on).to_string()).unwrap_or_default(),
        territory: one.territory.iter().map(|code| place(&app, *code, today)).collect(),
        functions: one.functions.iter().map(|f| format!("authority-does-{}", f.word())).collect(),
        related: before.chain(below).collect(),
        past: past.iter().map(|one| event(&v, one)).collect(),
        may_change: active && may_change(&v.ctx(app.world.clone())),
        v,
    })
}

/// A division by its code or its name in full.
pub(super) fn division(app: &App, typed: &str, v: &Visit) -> Option<DivisionCode> {
    let (typed, today) = (typed.trim(), v.now.civil_date());
    let found = app.world.divisions.search(typed, 20);
    let mut found = found.iter().filter(|spell| {
        spell.is_present(today) && (*spell.name == *typed || spell.code.to_string() == typed)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.code)
}

/// One division in each line.
fn territory(app: &App, typed: &str, v: &Visit) -> Result<Vec<DivisionCode>, FieldProblem> {
    let lines = typed.split(['\n', ',', '，', '、']).map(str::trim).filter(|line| !line.is_empty());
    let read = |line: &str| {
        division(app, line, v).ok_or_else(|| {
            FieldProblem::new("territory", "authorities-territory-unknown").arg("line", line)
        })
    };
    lines.map(read).collect()
}

fn read(form: &mut FormState, app: &App, v: &Visit) -> Option<NewAuthority> {
    let name = form.required("name", text("name", 100));
    let choose = |name| move || FieldProblem::new(name, "field-choose");
    let kind =
        form.required("kind", |typed| AuthorityKind::from_word(typed).ok_or_else(choose("kind")));
    let parent = form.optional("parent", |typed| typed.parse().map_err(|_| choose("parent")()));
    let place = form.required("place", |typed| {
        division(app, typed, v)
            .ok_or_else(|| FieldProblem::new("place", "authorities-place-unknown"))
    });
    let territory = form.required("territory", |typed| territory(app, typed, v));
    let functions: Functions =
        form.many("functions").into_iter().filter_map(Function::from_word).collect();
    if functions.is_empty() {
        form.refuse(FieldProblem::new("functions", "organisations-functions"));
    }
    Some(NewAuthority {
        kind: kind?,
        name: name?,
        parent: parent?,
        division: place?,
        territory: territory?,
        functions,
    })
}

/// The authorities that work, save one, as choices.
async fn others(app: &App, own: Option<AuthorityId>) -> Result<Vec<(String, String)>> {
    let all = app.organisations.authorities().await?.into_iter();
    let fits = all.filter(|one| one.state == AuthorityState::Active && Some(one.id) != own);
    Ok(fits.map(|one| (one.id.to_string(), one.name)).collect())
}

async fn form_page(v: Visit, app: &App, form: FormState, of: Option<&Authority>) -> Answer {
    let kind =
        |one: AuthorityKind| (one.word().to_owned(), v.t.get(&format!("authority-{}", one.word())));
    let function = |one: Function| {
        let name = v.t.get(&format!("authority-does-{}", one.word()));
        (one.word().to_owned(), name, String::new())
    };
    show(&AuthorityFormPage {
        kinds: AuthorityKind::ALL.map(kind).to_vec(),
        parents: others(app, of.map(|one| one.id)).await?,
        functions: Function::ALL.map(function).to_vec(),
        of: of.map(|one| (one.name.clone(), href(one.id))),
        form,
        v,
    })
}

/// The empty form.
async fn new(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    authz::permit(&v.ctx(app.world.clone()), &AUTHORITY_REGISTER, &Object::none())?;
    form_page(v, &app, form, None).await
}

/// Registers an authority.
async fn add(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit(&ctx, &AUTHORITY_REGISTER, &Object::none())?;
    if let (Some(command), true) = (read(&mut form, &app, &v), form.is_right()) {
        let idem = idem(&app, &form, &command)?;
        match app.organisations.register_authority(&ctx, idem, command).await {
            Ok(id) => return Ok(Redirect::to(&href(id)).into_response()),
            Err(problem) => refuse(&mut form, "name", problem)?,
        }
    }
    form_page(v, &app, form, None).await
}

/// The authority that is to be changed, for whoever may.
async fn to_change(v: &Visit, app: &App, text: &str) -> Result<Authority> {
    authz::permit(&v.ctx(app.world.clone()), &AUTHORITY_CHANGE, &Object::none())?;
    let (one, _) = app.organisations.authority(id(text)?).await?;
    one.is_active()?;
    Ok(one)
}

fn as_form(v: &Visit, app: &App, one: &Authority) -> FormState {
    let today = v.now.civil_date();
    // A name alone is read back only where one division has it.
    let named = |code: DivisionCode| {
        let name = app.world.divisions.name_on(code, today).unwrap_or_default();
        match division(app, name, v) {
            Some(found) if found == code => name.to_owned(),
            _ => code.to_string(),
        }
    };
    let territory: Vec<String> = one.territory.iter().map(|code| named(*code)).collect();
    let functions: Vec<&str> = one.functions.iter().map(|function| function.word()).collect();
    FormState::with(&[
        ("name", &one.name),
        ("kind", one.kind.word()),
        ("parent", &one.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("place", &named(one.division)),
        ("territory", &territory.join("\n")),
        ("functions", &functions.join("\n")),
        ("version", &one.version.to_string()),
    ])
}

/// The form with what the authority is now.
async fn edit(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = to_change(&v, &app, &text).await?;
    let form = as_form(&v, &app, &one);
    form_page(v, &app, form, Some(&one)).await
}

fn version(form: &FormState) -> i64 {
    form.value("version").parse().unwrap_or_default()
}

/// Changes it.
async fn save(
    v: Visit,
    State(app): State<App>,
    Path(path): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = to_change(&v, &app, &path).await?;
    let to = read(&mut form, &app, &v);
    let basis = form.required("basis", text("basis", 200));
    if let (Some(to), Some(basis), true) = (to, basis, form.is_right()) {
        let command = AuthorityChange { authority: one.id, version: version(&form), to, basis };
        let idem = idem(&app, &form, &command)?;
        let ctx = v.ctx(app.world.clone());
        match app.organisations.change_authority(&ctx, idem, command).await {
            Ok(()) => return Ok(Redirect::to(&href(one.id)).into_response()),
            Err(problem) => refuse(&mut form, "name", problem)?,
        }
    }
    form_page(v, &app, form, Some(&one)).await
}

async fn end_page(v: Visit, app: &App, form: FormState, one: Authority) -> Answer {
    let others = others(app, Some(one.id)).await?;
    show(&AuthorityEndPage { v, form, href: href(one.id), name: one.name, others })
}

/// The form that ends it.
async fn ask_end(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = to_change(&v, &app, &text).await?;
    let (version, today) = (one.version.to_string(), v.now.civil_date().to_string());
    let form = FormState::with(&[("version", &version), ("on", &today)]);
    end_page(v, &app, form, one).await
}

/// Ends it.
async fn end(
    v: Visit,
    State(app): State<App>,
    Path(path): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = to_change(&v, &app, &path).await?;
    let into = form.optional("into", |typed| {
        typed.parse().map_err(|_| FieldProblem::new("into", "field-choose"))
    });
    let on = form.required("on", date("on"));
    let basis = form.required("basis", text("basis", 200));
    if let (Some(into), Some(on), Some(basis)) = (into, on, basis) {
        let version = version(&form);
        let command = AuthorityEnd { authority: one.id, version, into, on, basis };
        let idem = idem(&app, &form, &command)?;
        let ctx = v.ctx(app.world.clone());
        match app.organisations.end_authority(&ctx, idem, command).await {
            Ok(()) => return Ok(Redirect::to(&href(one.id)).into_response()),
            Err(problem) => refuse(&mut form, "into", problem)?,
        }
    }
    end_page(v, &app, form, one).await
}
