//! What only a demonstration offers: signing in with one press.

use crate::account::{self, Account, AccountState, Slip, normal_login, open_secret};
use crate::accounts::of_login;
use crate::session::NewSession;
use crate::sign_in::vouched;
use crate::{Access, activation};
use crypto::Redacted;
use kernel::{Ctx, Instant, Problem, Result};

fn only_here(area: &Access) -> Result<()> {
    match area.store.is_demo() {
        true => Ok(()),
        false => Err(Problem::conflict("access-demo-only")),
    }
}

async fn find(area: &Access, login: &str) -> Result<Account> {
    only_here(area)?;
    let mut conn = area.store.read().await?;
    let id = of_login(&mut conn, &area.keys.ring, &normal_login(login)).await?;
    let id = id.ok_or_else(Problem::not_found)?;
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    match account.state {
        AccountState::Active { .. } => Ok(account),
        AccountState::Waiting { .. } | AccountState::Closed => Err(Problem::not_found()),
    }
}

pub(crate) async fn sign_in(area: &Access, ctx: &Ctx, login: &str) -> Result<NewSession> {
    let id = find(area, login).await?.id;
    vouched(area, ctx, id, true).await
}

pub(crate) async fn code(area: &Access, now: Instant, login: &str) -> Result<Redacted<String>> {
    let account = find(area, login).await?;
    match &account.state {
        AccountState::Active { second: Some(second), .. } => {
            let secret = open_secret(&area.keys.ring, account.id, &second.sealed)?;
            Ok(Redacted::new(secret.code_at(now)))
        }
        _ => Err(Problem::not_found()),
    }
}

pub(crate) async fn activate(area: &Access, ctx: &Ctx, slip: &Slip, password: &str) -> Result<()> {
    only_here(area)?;
    let code = slip.code.expose();
    let setup = activation::begin(area, ctx, &slip.login, code, password, "demo").await?;
    let ticket = setup.ticket.expose();
    let (_, inside) = activation::open(area, ctx.now, ticket)?;
    let first = inside.secret()?.code_at(ctx.now);
    activation::confirm(area, ctx, ticket, Some(&first)).await.map(|_| ())
}
