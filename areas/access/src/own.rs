//! What people do with their own account.

use crate::account::{self, AccountState, Holder};
use crate::accounts::{load, save};
use crate::activation::{self, CodeSetup, Setup, Step};
use crate::permissions::OWN_ACCOUNT;
use crate::{Access, password, post, session};
use authz::Object;
use crypto::OtpSecret;
use futures_util::FutureExt as _;
use kernel::{AccountId, Ctx, Problem, Result};
use store::throttle;

/// The account that asks.
pub(crate) fn me(ctx: &Ctx) -> Result<AccountId> {
    authz::permit(ctx, &OWN_ACCOUNT, &Object::none())?;
    ctx.actor.account().map(|actor| actor.account).ok_or_else(Problem::not_found)
}

pub(crate) async fn change_password(area: &Access, ctx: &Ctx, old: &str, new: &str) -> Result<()> {
    let id = me(ctx)?;
    let account = {
        let mut conn = area.store.read().await?;
        account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?
    };
    let login = Holder::open(&area.keys.ring, id, &account.sealed)?.login.unwrap_or_default();
    password::check(new, &login).map_err(|finding| Problem::fields(vec![finding]))?;
    let stored = match account.state {
        AccountState::Active { password, .. } => password,
        AccountState::Waiting { .. } | AccountState::Closed => None,
    };
    let nth = area.knock(ctx, &login, "own account").await?;
    if !area.verify(stored.clone(), old).await?.ok {
        area.failed(ctx, &login, "own account", nth).await?;
        return Err(Problem::invalid("access-sign-in-wrong"));
    }
    let hashed = area.hash(ctx, new).await?;
    let counter = area.keys.login_key(&login);
    let write = area.store.write(ctx, None, move |tx| {
        let (hashed, stored) = (hashed.clone(), stored.clone());
        async move {
            let mut account = load(tx, id).await?;
            match &mut account.state {
                AccountState::Active { password, .. } if *password == stored => {
                    *password = Some(hashed);
                }
                _ => return Err(Problem::conflict("problem-changed-meanwhile")),
            }
            save(tx, &account, "change-password").await?;
            throttle::clear(tx, counter).await?;
            session::store::delete_all(tx, id).await.map(|_| ())
        }
        .boxed()
    });
    write.await
}

pub(crate) async fn set_up_codes(area: &Access, ctx: &Ctx) -> Result<CodeSetup> {
    let id = me(ctx)?;
    let mut conn = area.store.read().await?;
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let AccountState::Active { second: None, .. } = account.state else {
        return Err(Problem::conflict("access-totp-exists"));
    };
    let posts = post::store::of_account(&mut conn, id).await?;
    let holder = Holder::open(&area.keys.ring, id, &account.sealed)?;
    let secret = OtpSecret::generate(area.keys.ring.profile(), &ctx.random);
    let setup = Setup {
        login: holder.login.unwrap_or_default(),
        secret: secret.to_bytes().to_vec(),
        compulsory: activation::compulsory(&posts, account.staff, ctx.today()),
        step: Step::Add,
    };
    activation::offer(area, ctx, id, setup)
}

pub(crate) async fn confirm_codes(area: &Access, ctx: &Ctx, text: &str, code: &str) -> Result<()> {
    let id = me(ctx)?;
    let (whose, setup) = activation::open(area, ctx.now, text)?;
    if whose != id || !matches!(setup.step, Step::Add) {
        return Err(Problem::invalid("access-ticket-expired"));
    }
    let factor = activation::confirmed(area, ctx, id, &setup.secret()?, code)?;
    let write = area.store.write(ctx, None, move |tx| {
        let factor = factor.clone();
        async move {
            let mut account = load(tx, id).await?;
            match &mut account.state {
                AccountState::Active { second: second @ None, .. } => *second = Some(factor),
                _ => return Err(Problem::conflict("access-totp-exists")),
            }
            save(tx, &account, "add-codes").await?;
            session::store::delete_all(tx, id).await.map(|_| ())
        }
        .boxed()
    });
    write.await
}
