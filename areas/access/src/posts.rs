//! Giving and ending posts.

use crate::account::{Account, AccountState};
use crate::accounts::{about, load, save};
use crate::permissions::{ACCOUNT_READ, CLERK_GRANT, POST_GRANT};
use crate::post::{self, HeldPost, NewPost, OfficeRef, may_add, may_stand_in};
use crate::{Access, accounts, facts};
use authz::{Action, Object};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{AccountId, CivilDate, Ctx, FieldProblem, PostId, Problem, Result, Role};
use std::sync::Arc;
use store::{Idem, Tx};

/// What permission on a post depends on.
pub(crate) fn object(office: OfficeRef) -> Object {
    match office {
        OfficeRef::Node => Object::none(),
        OfficeRef::Authority(id) => Object::offices(vec![id]),
        OfficeRef::Body(id) => Object::body(id),
    }
}

/// What giving and ending a post of the role needs.
pub(crate) fn action(role: Role) -> &'static Action {
    if role == Role::BodyClerk { &CLERK_GRANT } else { &POST_GRANT }
}

/// Nobody decides about their own posts or account.
pub(crate) fn not_own(tx: &Tx, id: AccountId) -> Result<()> {
    match tx.ctx().actor.account() {
        Some(actor) if actor.account == id => Err(Problem::conflict("access-own-account")),
        _ => Ok(()),
    }
}

pub(crate) async fn grant(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    id: AccountId,
    post: NewPost,
) -> Result<PostId> {
    let ring = Arc::clone(&area.keys.ring);
    area.store
        .write(ctx, idem, move |tx| {
            let (ring, post) = (Arc::clone(&ring), post.clone());
            async move { grant_in(tx, &ring, id, post).await }.boxed()
        })
        .await
}

async fn grant_in(tx: &mut Tx, ring: &KeyRing, id: AccountId, new: NewPost) -> Result<PostId> {
    let account = load(tx, id).await?;
    let held = post::store::of_account(tx, id).await?;
    authz::permit(tx.ctx(), &ACCOUNT_READ, &accounts::object(&account, &held, tx.ctx().today()))?;
    let post = add(tx, ring, &account, &held, new).await?;
    save(tx, &account, "grant-post").await?;
    Ok(post)
}

/// Gives a post to an account that is loaded for a change and holds the given posts.
pub(crate) async fn add(
    tx: &mut Tx,
    ring: &KeyRing,
    account: &Account,
    held: &[HeldPost],
    new: NewPost,
) -> Result<PostId> {
    authz::permit(tx.ctx(), action(new.role), &object(new.office))?;
    not_own(tx, account.id)?;
    if !account.staff {
        return Err(Problem::conflict("access-post-personal"));
    }
    if account.state == AccountState::Closed {
        return Err(Problem::conflict("access-closed"));
    }
    let known = match new.office {
        OfficeRef::Node => true,
        OfficeRef::Authority(id) => {
            let found = organisations::public::authorities_in(tx, &[id]).await?.remove(&id);
            let authority = found.ok_or_else(Problem::not_found)?;
            authority.is_active()?;
            true
        }
        OfficeRef::Body(id) => organisations::public::body_in(tx, id).await?.is_some(),
    };
    if !known {
        return Err(Problem::not_found());
    }
    let from_on = new.from_on.unwrap_or_else(|| tx.ctx().today());
    may_add(held, new.role, new.office, from_on, new.until_on)?;
    let deputy_for = match &new.deputy_for {
        Some(login) => Some(principal(tx, ring, account.id, login, &new, from_on).await?),
        None => None,
    };
    let post = HeldPost {
        id: PostId::new(account.id.home(), tx.now(), &tx.random()),
        version: 1,
        account: account.id,
        role: new.role,
        office: new.office,
        from_on,
        until_on: new.until_on,
        deputy_for,
    };
    post::store::insert(tx, &post).await?;
    let fact = facts::PostGranted {
        post: post.id,
        role: post.role,
        office: post.office.subject(),
        from_on,
        until_on: post.until_on,
        deputy_for,
    };
    tx.history("post", post.id.cast(), 1, "grant", &fact)?;
    let about = about(account.id);
    let about = post.office.body().map_or(about.clone(), |body| about.at(body));
    tx.fact(about, &fact)?;
    Ok(post.id)
}

/// In whose place the account is to hold a post, found by their login.
async fn principal(
    tx: &mut Tx,
    ring: &KeyRing,
    account: AccountId,
    login: &str,
    new: &NewPost,
    from_on: CivilDate,
) -> Result<AccountId> {
    let found = accounts::of_login(tx, ring, login.trim()).await?;
    let unknown = || Problem::fields(vec![FieldProblem::new("deputy_for", "access-deputy-post")]);
    let of = found.ok_or_else(unknown)?;
    let theirs = post::store::of_account(tx, of).await?;
    let days = (from_on, new.until_on);
    may_stand_in(account, of, &theirs, (new.role, new.office), days)?;
    Ok(of)
}

pub(crate) async fn end(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    id: PostId,
    last: Option<CivilDate>,
) -> Result<()> {
    area.store.write(ctx, idem, move |tx| end_in(tx, id, last).boxed()).await
}

async fn end_in(tx: &mut Tx, id: PostId, last: Option<CivilDate>) -> Result<()> {
    let post = post::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    authz::permit(tx.ctx(), action(post.role), &object(post.office))?;
    not_own(tx, post.account)?;
    // The account's row is what two changes of its posts wait for.
    let account = load(tx, post.account).await?;
    let yesterday = tx.ctx().today().pred_opt().unwrap_or(CivilDate::MIN);
    let post = post.end(last.unwrap_or(yesterday))?;
    post::store::set_last(tx, &post).await?;
    save(tx, &account, "end-post").await?;
    let until_on = post.until_on.unwrap_or(yesterday);
    let fact = facts::PostEnded { post: id, until_on };
    tx.history("post", id.cast(), post.version + 1, "end", &fact)?;
    let about = about(account.id);
    let about = post.office.body().map_or(about.clone(), |body| about.at(body));
    tx.fact(about, &fact)
}
