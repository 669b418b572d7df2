//! Making, listing and revoking keys of the API.

use crate::account::{self, AccountState};
use crate::accounts::{about, load, object};
use crate::acting::{API_KEY, API_PREFIX};
use crate::api_key::{self, ApiKeyCard, NewApiKey};
use crate::own::me;
use crate::permissions::{KEY_REVOKE, OWN_ACCOUNT};
use crate::session::Token;
use crate::{Access, facts, post};
use authz::Object;
use crypto::Redacted;
use futures_util::FutureExt as _;
use kernel::{
    AccountId, ApiKeyId, Assurance, CivilDate, Ctx, FieldProblem, Problem, ProblemKind, Result,
    Role,
};
use store::{Idem, Tx};

/// The most days a key holds.
const MOST_DAYS: u64 = 366;

pub(crate) async fn make(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    label: String,
    expires_on: CivilDate,
) -> Result<NewApiKey> {
    let account = me(ctx)?;
    let token = Token::new(account.home(), &ctx.random);
    let tag = token.tag(&area.keys.ring, API_KEY);
    let key = ApiKeyCard {
        id: ApiKeyId::new(account.home(), ctx.now, &ctx.random),
        account,
        label: label.trim().to_owned(),
        created_at: ctx.now,
        expires_on,
        revoked_at: None,
    };
    let id = key.id;
    let made = area.store.write(ctx, idem, move |tx| make_in(tx, key.clone(), tag).boxed());
    if made.await? != id {
        return Err(Problem::conflict("access-code-shown"));
    }
    Ok(NewApiKey { id, secret: Redacted::new(format!("{API_PREFIX}{}", token.text())) })
}

async fn make_in(tx: &mut Tx, key: ApiKeyCard, tag: [u8; 32]) -> Result<ApiKeyId> {
    let actor = tx.ctx().actor.account().ok_or_else(Problem::not_found)?;
    if actor.assurance < Assurance::Two {
        return Err(Problem::new(ProblemKind::Forbidden, "problem-two-factors"));
    }
    let account = load(tx, key.account).await?;
    if !matches!(account.state, AccountState::Active { .. }) {
        return Err(Problem::not_found());
    }
    let today = tx.ctx().today();
    let posts = post::store::of_account(tx, key.account).await?;
    if !posts.iter().any(|post| post.role == Role::BodyClerk && post.held_on(today)) {
        return Err(Problem::conflict("access-key-no-post"));
    }
    let mut findings = Vec::new();
    if key.label.is_empty() || key.label.chars().count() > 60 {
        findings.push(FieldProblem::new("label", "access-key-label"));
    }
    if key.expires_on < today || key.expires_on > today + chrono::Days::new(MOST_DAYS) {
        findings.push(FieldProblem::new("expires_on", "access-key-expiry"));
    }
    if !findings.is_empty() {
        return Err(Problem::fields(findings));
    }
    api_key::store::insert(tx, &key, tag).await?;
    let fact = facts::ApiKeyMade { key: key.id, expires_on: key.expires_on };
    tx.history("api_key", key.id.cast(), 1, "make", &fact)?;
    tx.fact(about(key.account), &fact)?;
    Ok(key.id)
}

pub(crate) async fn list(area: &Access, ctx: &Ctx, id: AccountId) -> Result<Vec<ApiKeyCard>> {
    let mut conn = area.store.read().await?;
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    if ctx.actor.account().is_some_and(|actor| actor.account == id) {
        authz::permit(ctx, &OWN_ACCOUNT, &Object::none())?;
    } else {
        let posts = post::store::of_account(&mut conn, id).await?;
        authz::permit(ctx, &KEY_REVOKE, &object(&account, &posts, ctx.today()))?;
    }
    api_key::store::of_account(&mut conn, id).await
}

pub(crate) async fn revoke(
    area: &Access,
    ctx: &Ctx,
    idem: Option<Idem>,
    id: ApiKeyId,
) -> Result<()> {
    area.store.write(ctx, idem, move |tx| revoke_in(tx, id).boxed()).await
}

async fn revoke_in(tx: &mut Tx, id: ApiKeyId) -> Result<()> {
    let key = api_key::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let account = load(tx, key.account).await?;
    if tx.ctx().actor.account().is_some_and(|actor| actor.account == key.account) {
        authz::permit(tx.ctx(), &OWN_ACCOUNT, &Object::none())?;
    } else {
        let posts = post::store::of_account(tx, key.account).await?;
        authz::permit(tx.ctx(), &KEY_REVOKE, &object(&account, &posts, tx.ctx().today()))?;
    }
    if key.revoked_at.is_some() {
        return Err(Problem::conflict("access-key-revoked"));
    }
    api_key::store::revoke(tx, id).await?;
    let fact = facts::ApiKeyRevoked { key: id };
    tx.history("api_key", id.cast(), 2, "revoke", &fact)?;
    tx.fact(about(key.account), &fact)
}
