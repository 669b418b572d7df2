//! What the actor may do with an account, so that a page offers that and nothing else.

use crate::Access;
use crate::account::{self, Account, AccountState};
use crate::accounts::{object, permit_on, strict_object};
use crate::permissions::{ACCOUNT_CLOSE, ACCOUNT_CODE, ACCOUNT_READ, ADMINISTRATOR_CODE};
use crate::post::{self, HeldPost, administers};
use crate::posts;
use authz::Object;
use kernel::{AccountId, Ctx, PostId, Problem, Result, Role};
use store::Conn;

/// What the actor may do with an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountChoices {
    /// Which posts they may give it.
    pub roles: Vec<Role>,
    /// Which of its posts they may end.
    pub ends: Vec<PostId>,
    /// Whether they may print a new code.
    pub code: bool,
    /// Whether they may close it.
    pub close: bool,
}

/// The roles that the actor may give to somebody in some office.
pub(crate) fn roles(ctx: &Ctx) -> Vec<Role> {
    let may = |role: &Role| {
        let action = posts::action(*role);
        let bodies = authz::bodies_for(&ctx.actor, action);
        authz::permit(ctx, action, &Object { bodies, ..Object::default() }).is_ok()
    };
    Role::ALL.into_iter().filter(may).collect()
}

pub(crate) async fn of(area: &Access, ctx: &Ctx, id: AccountId) -> Result<AccountChoices> {
    let mut conn = area.store.read().await?;
    let account = account::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let held = post::store::of_account(&mut conn, id).await?;
    let seen = object(&account, &held, ctx.today());
    permit_on(&mut conn, ctx, &ACCOUNT_READ, &account, &seen).await?;
    let own = ctx.actor.account().is_some_and(|actor| actor.account == id);
    if account.state == AccountState::Closed {
        return Ok(AccountChoices::default());
    }
    let code = may_print(&mut conn, ctx, &account, &held).await;
    if own {
        return Ok(AccountChoices { code, ..AccountChoices::default() });
    }
    let strict = strict_object(&account, &held, ctx.today());
    let ends = held.iter().filter(|post| !post.is_over(ctx.today()));
    let ends = ends.filter(|post| {
        authz::permit(ctx, posts::action(post.role), &posts::object(post.office)).is_ok()
    });
    Ok(AccountChoices {
        roles: if account.staff { roles(ctx) } else { Vec::new() },
        ends: ends.map(|post| post.id).collect(),
        code,
        close: permit_on(&mut conn, ctx, &ACCOUNT_CLOSE, &account, &strict).await.is_ok(),
    })
}

async fn may_print(conn: &mut Conn, ctx: &Ctx, account: &Account, held: &[HeldPost]) -> bool {
    let today = ctx.today();
    let administrator = held.iter().any(|post| administers(post.role) && !post.is_over(today));
    let action = if administrator { &ADMINISTRATOR_CODE } else { &ACCOUNT_CODE };
    let object = strict_object(account, held, today);
    permit_on(conn, ctx, action, account, &object).await.is_ok()
}
