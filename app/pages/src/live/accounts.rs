//! 账号与岗位: accounts and posts, for those who look after them.

use crate::accounts::{
    AccountPage, AccountRow, AccountsPage, ClosePage, NewAccountPage, PostRow, SlipPage,
};
use crate::kit::{State as Word, Tone, show};
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use access::permissions::{ACCOUNT_CLOSE, ACCOUNT_INVITE, CLERK_GRANT, STAFF_NAMES};
use access::post::HeldPost;
use access::{AccountCard, AccountQuery, NewAccount, NewPost, OfficeRef, PostCard, Slip, Standing};
use authz::Object;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AccountId, Ctx, FieldProblem, Office, PostId, Result, Role};
use platform::App;
use std::collections::HashMap;
use web_kit::form::{date, text};
use web_kit::{Answer, Asked, FormState, Paging, Submitted, Visit, list};

/// The most offices that a choice offers; more are found by their identifier.
const OFFICES: u32 = 200;

/// The list.
pub async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let query = AccountQuery {
        text: form.value("q").trim().to_owned(),
        role: Role::from_word(form.value("role")),
    };
    let page = app.access.accounts(&ctx, &query, &list::page_request(&v.here)).await?;
    let today = v.now.civil_date();
    let row = |card: &AccountCard| AccountRow {
        name: card.name.clone(),
        href: format!("/accounts/{}", card.id),
        login: card.login.clone().unwrap_or_default(),
        posts: card
            .posts
            .iter()
            .filter(|post| post.post.held_on(today))
            .map(|post| (post.post.role, office_name(&v, post)))
            .collect(),
        state: word(&card.standing),
    };
    show(&AccountsPage {
        may_invite: authz::permit_somewhere(&ctx, &ACCOUNT_INVITE).is_ok(),
        found: page.items.iter().map(row).collect(),
        paging: Paging::new(&v.here, &page, None),
        form,
        v,
    })
}

fn office_name(v: &Visit, post: &PostCard) -> String {
    match post.office_name.as_str() {
        "" => v.t.get("accounts-node"),
        name => name.to_owned(),
    }
}

pub(super) fn word(standing: &Standing) -> Word {
    match standing {
        Standing::Waiting { .. } => Word::new("state-new", Tone::Quiet),
        Standing::Active { .. } => Word::new("state-effective", Tone::Done),
        Standing::Locked { .. } => Word::new("state-locked", Tone::Attention),
        Standing::Closed => Word::new("state-closed", Tone::Stopped),
    }
}

/// Offices to choose from: the installation, the authorities, bodies; a body's manager sees the
/// bodies of their own posts.
async fn offices(v: &Visit, app: &App, ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let posts = ctx.actor.account().map(|actor| actor.posts.as_slice()).unwrap_or_default();
    if !posts.iter().any(|post| post.office == Office::Node) {
        let mut own = Vec::new();
        for post in posts {
            if let Office::Body(id) = post.office {
                let (body, _) = app.organisations.body(ctx, id).await?;
                own.push((format!("body:{id}"), body.name));
            }
        }
        own.dedup();
        return Ok(own);
    }
    let mut offices = vec![("node".to_owned(), v.t.get("accounts-node"))];
    let mut authorities = app.organisations.authorities().await?;
    authorities.retain(|authority| authority.is_active().is_ok());
    offices.extend(authorities.into_iter().map(|a| (format!("authority:{}", a.id), a.name)));
    let query = organisations::BodyQuery::default();
    let request = kernel::PageRequest { after: None, limit: Some(OFFICES) };
    let bodies = app.organisations.search_bodies(ctx, &query, &request).await?;
    offices.extend(bodies.items.into_iter().map(|b| (format!("body:{}", b.id), b.name)));
    Ok(offices)
}

fn office(typed: &str) -> std::result::Result<OfficeRef, FieldProblem> {
    let wrong = || FieldProblem::new("office", "field-choose");
    match typed.split_once(':') {
        None if typed == "node" => Ok(OfficeRef::Node),
        Some(("authority", id)) => id.parse().map(OfficeRef::Authority).map_err(|_| wrong()),
        Some(("body", id)) => id.parse().map(OfficeRef::Body).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

/// Reads role and office; nothing when both are left empty, which only a new account may.
fn post(form: &mut FormState) -> Option<NewPost> {
    let choose = |typed: &str| {
        Role::from_word(typed).ok_or_else(|| FieldProblem::new("role", "field-choose"))
    };
    let role = form.required("role", choose);
    let office = form.required("office", office);
    let from_on = form.optional("from_on", date("from_on"));
    let until_on = form.optional("until_on", date("until_on"));
    let deputy_for = form.optional("deputy_for", text("deputy_for", 64));
    Some(NewPost {
        role: role?,
        office: office?,
        from_on: from_on?,
        until_on: until_on?,
        deputy_for: deputy_for?,
    })
}

/// The form of a new account.
pub async fn new(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    authz::permit_somewhere(&v.ctx(app.world.clone()), &ACCOUNT_INVITE)?;
    new_page(v, &app, form).await
}

async fn new_page(v: Visit, app: &App, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let (roles, offices) = (app.access.roles_to_give(&ctx), offices(&v, app, &ctx).await?);
    show(&NewAccountPage { v, form, roles, offices })
}

/// Makes an account and shows its slip.
pub async fn make(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &ACCOUNT_INVITE)?;
    let name = form.required("name", text("name", 50));
    let login = form.required("login", text("login", 64));
    // Whoever may give posts in their own body alone makes an account together with its first post.
    let own_body = !authz::bodies_for(&ctx.actor, &ACCOUNT_INVITE).is_empty();
    let named = !form.value("role").is_empty() || !form.value("office").is_empty();
    let with_post = named || own_body;
    let post = if with_post { post(&mut form) } else { None };
    if let (Some(name), Some(login), true) = (name, login, form.is_right()) {
        let command = NewAccount { login, name, person: None, post };
        let idem = idem(&app, &form, &command)?;
        match app.access.invite(&ctx, idem, command).await {
            Ok(made) => return slip(v, &app, made),
            Err(problem) => refuse(&mut form, "login", problem)?,
        }
    }
    new_page(v, &app, form).await
}

fn slip(v: Visit, app: &App, made: Slip) -> Answer {
    let back = format!("/accounts/{}", made.account);
    show(&slip_page(v, app, made, back, false))
}

/// The slip of an account, with the page to go back to.
pub(super) fn slip_page(v: Visit, app: &App, made: Slip, back: String, personal: bool) -> SlipPage {
    SlipPage {
        back,
        personal,
        name: made.name,
        login: made.login,
        code: made.code.into_exposed(),
        until: made.until,
        address: format!("{}/activate", app.config.public_url),
        v,
    }
}

/// One account.
pub async fn one(v: Visit, State(app): State<App>, Path(account): Path<String>) -> Answer {
    account_page(v, &app, id(&account)?, FormState::default()).await
}

async fn account_page(v: Visit, app: &App, account: AccountId, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let card = app.access.account(&ctx, account).await?;
    let choices = app.access.account_choices(&ctx, account).await?;
    let today = v.now.civil_date();
    let territory = |post: &PostCard| {
        let names = post.territory.iter();
        let names = names.filter_map(|code| app.world.divisions.name_on(*code, today));
        names.collect::<Vec<_>>().join(v.t.lang.pick("、", ", "))
    };
    let shown = card.posts.iter().filter(|post| !post.post.is_over(today));
    let shown: Vec<&PostCard> = shown.collect();
    let of: Vec<AccountId> = shown.iter().filter_map(|post| post.post.deputy_for).collect();
    let names = match authz::permit(&ctx, &STAFF_NAMES, &Object::none()) {
        Ok(()) => app.access.staff_names(&ctx, &of).await?,
        Err(_) => HashMap::new(),
    };
    let posts = shown.into_iter().map(|post| PostRow {
        days: days(&v, &post.post, &names),
        role: post.post.role,
        office: office_name(&v, post),
        territory: territory(post),
        end_href: match choices.ends.contains(&post.post.id) {
            true => format!("/accounts/{account}/posts/{}/end", post.post.id),
            false => String::new(),
        },
    });
    show(&AccountPage {
        name: card.name.clone(),
        href: format!("/accounts/{account}"),
        login: card.login.clone().unwrap_or_default(),
        state: word(&card.standing),
        last: card.signed_in_at,
        posts: posts.collect(),
        may_print: choices.code,
        may_close: choices.close,
        offices: match choices.roles.as_slice() {
            [] => Vec::new(),
            _ => offices(&v, app, &ctx).await?,
        },
        roles: choices.roles,
        form,
        v,
    })
}

/// From when to when a post is held, and in whose place.
fn days(v: &Visit, post: &HeldPost, names: &HashMap<AccountId, String>) -> String {
    let from = v.t.date(post.from_on).to_string();
    let mut text = match post.until_on {
        Some(until) => {
            v.t.with("accounts-days-until", &[("from", &from), ("until", &v.t.date(until))])
        }
        None => v.t.with("accounts-days-from", &[("from", &from)]),
    };
    if let Some(of) = post.deputy_for {
        let name = names.get(&of).cloned().unwrap_or_else(|| v.t.get("accounts-somebody"));
        text.push_str(v.t.lang.pick("，", "; "));
        text.push_str(&v.t.with("accounts-deputy", &[("name", &name)]));
    }
    text
}

/// Gives a post.
pub async fn grant(
    v: Visit,
    State(app): State<App>,
    Path(account): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (account, ctx) = (id(&account)?, v.ctx(app.world.clone()));
    authz::permit_somewhere(&ctx, &CLERK_GRANT)?;
    if let Some(post) = post(&mut form) {
        let idem = idem(&app, &form, &(account, &post))?;
        match app.access.grant_post(&ctx, idem, account, post).await {
            Ok(_) => return back(account),
            Err(problem) => refuse(&mut form, "role", problem)?,
        }
    }
    account_page(v, &app, account, form).await
}

fn back(account: AccountId) -> Answer {
    Ok(Redirect::to(&format!("/accounts/{account}")).into_response())
}

/// Ends a post.
pub async fn end_post(
    v: Visit,
    State(app): State<App>,
    Path((account, post)): Path<(String, String)>,
    Submitted(_): Submitted,
) -> Answer {
    let post: PostId = id(&post)?;
    app.access.end_post(&v.ctx(app.world.clone()), None, post, None).await?;
    back(id(&account)?)
}

/// Prints a new code.
pub async fn new_slip(
    v: Visit,
    State(app): State<App>,
    Path(account): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let account = id(&account)?;
    let idem = idem(&app, &form, &account)?;
    let made = app.access.new_code(&v.ctx(app.world.clone()), idem, account).await?;
    slip(v, &app, made)
}

/// Says what closing an account does.
pub async fn ask_close(
    v: Visit,
    State(app): State<App>,
    Path(account): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let account: AccountId = id(&account)?;
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &ACCOUNT_CLOSE)?;
    let card = app.access.account(&ctx, account).await?;
    if !app.access.account_choices(&ctx, account).await?.close {
        return back(account); // closed already, or one's own
    }
    let login = card.login.unwrap_or_default();
    let href = format!("/accounts/{account}");
    show(&ClosePage { who: card.name, login, back: href, personal: false, form, v })
}

/// Closes an account.
pub async fn close(
    v: Visit,
    State(app): State<App>,
    Path(account): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let account = id(&account)?;
    let idem = idem(&app, &form, &account)?;
    app.access.close_account(&v.ctx(app.world.clone()), idem, account).await?;
    back(account)
}
