//! Making, showing and closing accounts.

use crate::account::{
    self, Account, AccountCard, AccountQuery, AccountState, Holder, NewAccount, Slip, Standing,
    normal_login, read_login,
};
use crate::permissions::{
    ACCOUNT_CLOSE, ACCOUNT_CODE, ACCOUNT_INVITE, ACCOUNT_READ, ADMINISTRATOR_CODE, PERSONAL_ACCOUNT,
};
use crate::post::{self, HeldPost, OfficeRef, PostCard, administers};
use crate::{Access, Keys, api_key, facts, posts, session};
use authz::{Action, Decision, Object};
use crypto::{KeyRing, KeyUse, PrintedCode};
use futures_util::FutureExt as _;
use kernel::{
    AccountId, AuthorityId, BodyId, CivilDate, Ctx, Cursor, Home, Instant, Page, PageRequest,
    PersonId, Problem, Result, Role,
};
use people::PersonName;
use serde_json::json;
use std::collections::HashMap;
use store::directory::{self, Claim};
use store::throttle;
use store::{About, Conn, Idem, Tx, error};

/// The directory's word for logins.
const LOGIN: &str = "login";
/// The directory's word for the account of a person.
const PERSON: &str = "account-person";
/// The blind index of names of accounts.
const NAME: &str = "account-name";
/// The purpose of printed codes.
pub(crate) const CODE: &str = "access/activation";

/// The actor of an account that has just proved who it is; for the history of what it does now.
pub(crate) fn as_account(ctx: &Ctx, id: AccountId) -> Ctx {
    let actor = kernel::AccountActor {
        account: id,
        person: None,
        posts: Vec::new(),
        deputies: Vec::new(),
        assurance: kernel::Assurance::One,
    };
    Ctx { actor: kernel::Actor::Account(std::sync::Arc::new(actor)), ..ctx.clone() }
}

/// Loads an account for a change. Whoever changes the same one waits here, so that a one-time code
/// is never taken twice.
pub(crate) async fn load(tx: &mut Tx, id: AccountId) -> Result<Account> {
    tx.guard(vec![(id.home(), format!("account:{id}"))]).await?;
    account::store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Writes a changed account with its history.
pub(crate) async fn save(tx: &mut Tx, account: &Account, action: &str) -> Result<()> {
    account::store::update(tx, account).await?;
    let two_factors = matches!(account.state, AccountState::Active { second: Some(_), .. });
    let state = json!({ "state": account.state.word(), "two_factors": two_factors });
    tx.history("account", account.id.cast(), account.version + 1, action, &state)
}

pub(crate) fn about(id: AccountId) -> About {
    About::home(id.home()).subject(id.cast())
}

/// The account of a login.
pub(crate) async fn of_login(
    conn: &mut Conn,
    ring: &KeyRing,
    login: &str,
) -> Result<Option<AccountId>> {
    of_key(conn, ring, LOGIN, login.as_bytes()).await
}

/// The account of a person.
pub(crate) async fn of_person(
    conn: &mut Conn,
    ring: &KeyRing,
    person: PersonId,
) -> Result<Option<AccountId>> {
    of_key(conn, ring, PERSON, &person.bytes()).await
}

async fn of_key(
    conn: &mut Conn,
    ring: &KeyRing,
    kind: &'static str,
    value: &[u8],
) -> Result<Option<AccountId>> {
    let hashes: Vec<[u8; 32]> = ring.blind_all(kind, value).into_iter().map(|(_, h)| h).collect();
    let found = directory::find_many(conn, kind, &hashes).await?;
    Ok(found.into_values().next().map(|subject| subject.cast()))
}

fn claims(ring: &KeyRing, kind: &'static str, value: &[u8], id: AccountId) -> Vec<Claim> {
    let hashes = ring.blind_all(kind, value);
    hashes.into_iter().map(|(_, hash)| Claim { kind, hash, subject: id.cast() }).collect()
}

pub(crate) fn name_key(ring: &KeyRing, name: &PersonName) -> [u8; 32] {
    ring.blind(NAME, name.key().as_bytes())
}

/// Inserts a new account with its keys in the directory.
pub(crate) async fn insert(
    tx: &mut Tx,
    ring: &KeyRing,
    account: &Account,
    holder: &Holder,
) -> Result<()> {
    let version = ring.current_version(KeyUse::Vault).number();
    let name = holder.name.as_deref().map(PersonName::stored);
    let name_key = name.as_ref().map(|name| name_key(ring, name));
    account::store::insert(tx, account, version, name_key).await?;
    let taken = |code: &'static str| {
        move |problem: Problem| match problem.code() {
            error::EXISTS => Problem::conflict(code),
            _ => problem,
        }
    };
    if let Some(login) = &holder.login {
        let claims = claims(ring, LOGIN, login.as_bytes(), account.id);
        tx.claim(claims).await.map_err(taken("access-login-taken"))?;
    }
    if let Some(person) = account.person {
        let claims = claims(ring, PERSON, &person.bytes(), account.id);
        tx.claim(claims).await.map_err(taken("access-person-taken"))?;
    }
    let state = json!({ "state": account.state.word(), "two_factors": false });
    tx.history("account", account.id.cast(), 1, "invite", &state)
}

/// What permission on a person's own account depends on.
async fn personal(conn: &mut Conn, person: PersonId) -> Result<Object> {
    let people = people::public::people_in(conn, &[person]).await?;
    let found = people.get(&person).ok_or_else(Problem::not_found)?;
    Ok(Object::person(person).in_division(found.division))
}

/// Lets whoever looks after the account pass: for a person's own account the service window, for an
/// account for work those whom the action names.
pub(crate) async fn permit_on(
    conn: &mut Conn,
    ctx: &Ctx,
    action: &Action,
    account: &Account,
    object: &Object,
) -> Result<()> {
    match account.person {
        Some(person) if !account.staff => {
            authz::permit(ctx, &PERSONAL_ACCOUNT, &personal(conn, person).await?)
        }
        _ => authz::permit(ctx, action, object),
    }
}

/// What permission on an account depends on, for looking at it: the bodies in which it holds posts.
pub(crate) fn object(account: &Account, posts: &[HeldPost], today: CivilDate) -> Object {
    let held = posts.iter().filter(|post| !post.is_over(today));
    let bodies = held.filter_map(|post| match post.office {
        OfficeRef::Body(body) => Some(body),
        OfficeRef::Node | OfficeRef::Authority(_) => None,
    });
    Object { person: account.person, bodies: bodies.collect(), ..Object::default() }
}

/// The same for whoever could act as the account afterwards: a body's manager only when the account
/// is nothing but a clerk of that one body.
pub(crate) fn strict_object(account: &Account, posts: &[HeldPost], today: CivilDate) -> Object {
    let held: Vec<&HeldPost> = posts.iter().filter(|post| !post.is_over(today)).collect();
    let same = held.windows(2).all(|pair| pair[0].office == pair[1].office);
    let clerk = held.iter().all(|post| post.role == Role::BodyClerk);
    match held.first().map(|post| post.office) {
        Some(OfficeRef::Body(_)) if same && clerk => object(account, posts, today),
        _ => Object { person: account.person, ..Object::default() },
    }
}

pub(crate) async fn invite(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    command: NewAccount,
) -> Result<Slip> {
    let home = match (command.person, command.post.as_ref().and_then(|p| p.office.subject())) {
        (Some(person), _) => person.home(),
        (None, Some(office)) => office.home(),
        (None, None) => Home(ctx.random.below(256) as u8),
    };
    let id = AccountId::new(home, ctx.now, &ctx.random);
    let code = PrintedCode::generate(&ctx.random);
    let tag = code.tag(&area.keys.ring, CODE, &id.bytes());
    let until = ctx.now.plus_seconds(area.keys.config.code_seconds);
    let keys = area.keys.clone();
    let made = area.store.write(ctx, idem, move |tx| {
        let waiting = AccountState::Waiting { code: tag, until };
        make(tx, keys.clone(), id, waiting, command.clone()).boxed()
    });
    if made.await? != id {
        return Err(Problem::conflict("access-code-shown"));
    }
    slip(area, id, code, until).await
}

/// The slip, with login and name as they were saved.
async fn slip(area: &Access, id: AccountId, code: PrintedCode, until: Instant) -> Result<Slip> {
    let mut conn = area.store.read().await?;
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let mut holders = holders(&mut conn, &area.keys.ring, std::slice::from_ref(&account)).await?;
    let holder = holders.remove(&id).unwrap_or_default();
    let (login, name) = (holder.login.unwrap_or_default(), holder.name.unwrap_or_default());
    Ok(Slip { account: id, login, name, code: code.printed(), until })
}

async fn make(
    tx: &mut Tx,
    keys: Keys,
    id: AccountId,
    state: AccountState,
    command: NewAccount,
) -> Result<AccountId> {
    let name = match command.person {
        Some(person) => {
            let object = personal(tx, person).await?;
            authz::permit(tx.ctx(), &PERSONAL_ACCOUNT, &object)?;
            if command.post.is_some() {
                return Err(Problem::conflict("access-post-personal"));
            }
            let vault = people::public::personal_in(tx, &keys.ring, &[person]).await?;
            let vault = vault.get(&person).ok_or_else(Problem::not_found)?;
            vault.name.reveal().to_owned()
        }
        None => {
            let office = command.post.as_ref().map(|post| posts::object(post.office));
            authz::permit(tx.ctx(), &ACCOUNT_INVITE, &office.unwrap_or_default())?;
            command.name.clone()
        }
    };
    let mut findings = Vec::new();
    let login = read_login(&command.login).map_err(|finding| findings.push(finding));
    let name = PersonName::read(&name)
        .map_err(|wrong| findings.extend(wrong.iter().map(|finding| finding.problem("name"))));
    let (Ok(login), Ok(name)) = (login, name) else {
        return Err(Problem::fields(findings));
    };
    let staff = command.person.is_none();
    // The name of a person stands in their vault alone, so that erasing them erases it here too.
    let name = staff.then(|| name.reveal().to_owned());
    let holder = Holder { login: Some(login), name };
    let account = Account {
        id,
        version: 1,
        state,
        staff,
        person: command.person,
        sealed: holder.seal(&keys.ring, id, &tx.random())?,
        created_at: tx.now(),
        signed_in_at: None,
    };
    insert(tx, &keys.ring, &account, &holder).await?;
    tx.fact(about(id), &facts::AccountInvited { staff })?;
    if let Some(post) = command.post {
        posts::add(tx, &keys.ring, &account, &[], post).await?;
    }
    Ok(id)
}

pub(crate) async fn new_code(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    id: AccountId,
) -> Result<Slip> {
    let code = PrintedCode::generate(&ctx.random);
    let tag = code.tag(&area.keys.ring, CODE, &id.bytes());
    let until = ctx.now.plus_seconds(area.keys.config.code_seconds);
    let printed =
        area.store.write(ctx, idem, move |tx| print_code(tx, id, tag, until).boxed()).await?;
    if printed != tag {
        return Err(Problem::conflict("access-code-shown"));
    }
    slip(area, id, code, until).await
}

async fn print_code(tx: &mut Tx, id: AccountId, tag: [u8; 32], until: Instant) -> Result<[u8; 32]> {
    let mut account = load(tx, id).await?;
    let held = post::store::of_account(tx, id).await?;
    let today = tx.ctx().today();
    let administrator = held.iter().any(|post| administers(post.role) && !post.is_over(today));
    let action = if administrator { &ADMINISTRATOR_CODE } else { &ACCOUNT_CODE };
    let (ctx, object) = (tx.ctx().clone(), strict_object(&account, &held, today));
    permit_on(tx, &ctx, action, &account, &object).await?;
    account.state = account.state.print_code(tag, until)?;
    save(tx, &account, "print-code").await?;
    session::store::delete_all(tx, id).await?;
    tx.fact(about(id), &facts::CodePrinted {})?;
    Ok(tag)
}

pub(crate) async fn close(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    id: AccountId,
) -> Result<()> {
    area.store.write(ctx, idem, move |tx| close_in(tx, id).boxed()).await
}

async fn close_in(tx: &mut Tx, id: AccountId) -> Result<()> {
    let mut account = load(tx, id).await?;
    let held = post::store::of_account(tx, id).await?;
    let today = tx.ctx().today();
    let (ctx, object) = (tx.ctx().clone(), strict_object(&account, &held, today));
    permit_on(tx, &ctx, &ACCOUNT_CLOSE, &account, &object).await?;
    posts::not_own(tx, id)?;
    account.state = account.state.close()?;
    save(tx, &account, "close").await?;
    session::store::delete_all(tx, id).await?;
    api_key::store::revoke_all(tx, id).await?;
    post::store::end_all(tx, id, today).await?;
    tx.fact(about(id), &facts::AccountClosed {})
}

/// In which bodies the actor may see accounts; everywhere when nothing is named.
fn visible(ctx: &Ctx) -> Result<Option<Vec<BodyId>>> {
    if authz::decide(&ctx.actor, &ACCOUNT_READ, &Object::none()) == Decision::Allowed {
        return Ok(None);
    }
    let bodies = authz::bodies_for(&ctx.actor, &ACCOUNT_READ);
    authz::permit(ctx, &ACCOUNT_READ, &Object { bodies: bodies.clone(), ..Object::default() })?;
    Ok(Some(bodies))
}

fn read_cursor(cursor: &Cursor) -> Option<(Instant, AccountId)> {
    let (at, id) = cursor.0.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}

pub(crate) async fn list(
    area: &Access,
    ctx: &Ctx,
    query: &AccountQuery,
    page: &PageRequest,
) -> Result<Page<AccountCard>> {
    let bodies = visible(ctx)?;
    let ring = &area.keys.ring;
    let mut conn = area.store.read().await?;
    let text = query.text.trim();
    let mut wanted = account::store::ListQuery {
        login: None,
        names: Vec::new(),
        role: query.role,
        bodies: bodies.as_deref(),
        after: page.after.as_ref().and_then(read_cursor),
        limit: page.limit(),
    };
    if !text.is_empty() {
        let login = of_login(&mut conn, ring, &normal_login(text)).await?;
        wanted.login = Some(login.into_iter().collect());
        let name = PersonName::stored(text);
        let keys = ring.blind_all(NAME, name.key().as_bytes());
        wanted.names = keys.into_iter().map(|(_, key)| key).collect();
    }
    let found = account::store::list(&mut conn, &wanted).await?;
    let page = Page::from_rows(found, page.limit(), |account| {
        format!("{}.{}", account.created_at.micros(), account.id)
    });
    let cards = cards(&mut conn, &area.keys, ctx.now, page.items).await?;
    Ok(Page { items: cards, next: page.next })
}

pub(crate) async fn one(area: &Access, ctx: &Ctx, id: AccountId) -> Result<AccountCard> {
    let mut conn = area.store.read().await?;
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let posts = post::store::of_account(&mut conn, id).await?;
    let object = object(&account, &posts, ctx.today());
    permit_on(&mut conn, ctx, &ACCOUNT_READ, &account, &object).await?;
    let mut cards = cards(&mut conn, &area.keys, ctx.now, vec![account]).await?;
    cards.pop().ok_or_else(Problem::not_found)
}

pub(crate) async fn of_one_person(
    area: &Access,
    ctx: &Ctx,
    person: PersonId,
) -> Result<Option<AccountCard>> {
    let mut conn = area.store.read().await?;
    let object = personal(&mut conn, person).await?;
    authz::permit(ctx, &PERSONAL_ACCOUNT, &object)?;
    let Some(id) = of_person(&mut conn, &area.keys.ring, person).await? else {
        return Ok(None);
    };
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    Ok(cards(&mut conn, &area.keys, ctx.now, vec![account]).await?.pop())
}

/// The holders of accounts: what is sealed of each, with names out of the vault where they are kept
/// there.
pub(crate) async fn holders(
    conn: &mut Conn,
    ring: &KeyRing,
    accounts: &[Account],
) -> Result<HashMap<AccountId, Holder>> {
    let mut found = HashMap::with_capacity(accounts.len());
    let mut elsewhere = Vec::new();
    for account in accounts {
        let holder = Holder::open(ring, account.id, &account.sealed)?;
        elsewhere.extend(account.person.filter(|_| holder.name.is_none()));
        found.insert(account.id, holder);
    }
    let personal = people::public::personal_in(conn, ring, &elsewhere).await?;
    for account in accounts {
        if let (Some(person), Some(holder)) = (account.person, found.get_mut(&account.id))
            && holder.name.is_none()
        {
            holder.name = personal.get(&person).map(|p| p.name.reveal().to_owned());
        }
    }
    Ok(found)
}

async fn cards(
    conn: &mut Conn,
    keys: &Keys,
    now: Instant,
    accounts: Vec<Account>,
) -> Result<Vec<AccountCard>> {
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let posts = post::store::of_accounts(conn, &ids).await?;
    let mut posts = post_cards(conn, posts).await?;
    let mut holders = holders(conn, &keys.ring, &accounts).await?;
    let mut lock_keys = HashMap::new();
    for (id, holder) in &holders {
        if let Some(login) = &holder.login {
            lock_keys.insert(*id, keys.lock_key(login));
        }
    }
    let all: Vec<[u8; 32]> = lock_keys.values().copied().collect();
    let locked = throttle::shut_out_until(conn, &all, now).await?;
    let card = |account: Account| {
        let holder = holders.remove(&account.id);
        let lock = lock_keys.get(&account.id).and_then(|key| locked.get(key));
        let (login, name) = holder.map(|h| (h.login, h.name)).unwrap_or_default();
        AccountCard {
            id: account.id,
            version: account.version,
            login,
            name: name.unwrap_or_default(),
            person: account.person,
            standing: standing(&account.state, lock.copied()),
            created_at: account.created_at,
            signed_in_at: account.signed_in_at,
            posts: posts.remove(&account.id).unwrap_or_default(),
        }
    };
    Ok(accounts.into_iter().map(card).collect())
}

fn standing(state: &AccountState, locked: Option<Instant>) -> Standing {
    match (state, locked) {
        (AccountState::Waiting { until, .. }, _) => Standing::Waiting { until: *until },
        (AccountState::Active { .. }, Some(until)) => Standing::Locked { until },
        (AccountState::Active { second, .. }, None) => {
            Standing::Active { two_factors: second.is_some() }
        }
        (AccountState::Closed, _) => Standing::Closed,
    }
}

/// Posts with the names of their offices.
async fn post_cards(
    conn: &mut Conn,
    posts: HashMap<AccountId, Vec<HeldPost>>,
) -> Result<HashMap<AccountId, Vec<PostCard>>> {
    let all = || posts.values().flatten();
    let authorities: Vec<AuthorityId> = all().filter_map(|p| p.office.authority()).collect();
    let bodies: Vec<BodyId> = all().filter_map(|p| p.office.body()).collect();
    let authorities = organisations::public::authorities_in(conn, &authorities).await?;
    let bodies = organisations::public::bodies_in(conn, &bodies).await?;
    let card = |post: HeldPost| {
        let (office_name, territory) = match post.office {
            OfficeRef::Node => Default::default(),
            OfficeRef::Authority(id) => authorities
                .get(&id)
                .map(|authority| (authority.name.clone(), authority.territory.clone()))
                .unwrap_or_default(),
            OfficeRef::Body(id) => {
                (bodies.get(&id).map(|body| body.name.clone()).unwrap_or_default(), Vec::new())
            }
        };
        PostCard { post, office_name, territory }
    };
    let cards = posts.into_iter().map(|(id, posts)| (id, posts.into_iter().map(card).collect()));
    Ok(cards.collect())
}
