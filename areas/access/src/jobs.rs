//! What is done later.

use crate::Access;
use crate::account::{self, AccountState, Holder};
use crate::accounts::load;
use crypto::Redacted;
use futures_util::FutureExt as _;
use kernel::{AccountId, Ctx, Problem, Result};
use ports::notify::Message;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::jobs::{Claimed, Step};

/// Tells the holder of an account that it was locked.
pub const TELL_LOCKED: &str = "access.tell-locked";
/// Deletes sessions that are over.
pub const CLEAN_UP: &str = "access.clean-up";

/// What is to be told to whom.
#[derive(Serialize, Deserialize)]
pub(crate) struct TellLocked {
    pub account: AccountId,
}

/// A login that is a mobile number.
fn phone_of(login: &str) -> Option<&str> {
    let digits = login.len() == 11 && login.bytes().all(|byte| byte.is_ascii_digit());
    (digits && login.starts_with('1')).then_some(login)
}

pub(crate) async fn tell_locked(area: &Access, ctx: &Ctx, job: &Claimed) -> Result<Step> {
    let payload: TellLocked =
        serde_json::from_value(job.payload.clone()).map_err(Problem::internal)?;
    let id = payload.account;
    let Some(notifier) = &area.notifier else {
        return Ok(Step::Done);
    };
    let Some(to) = phone(area, id).await? else {
        return Ok(Step::Done);
    };
    let message =
        Message { to, template: "access-notice-locked", values: Vec::new(), lang: ctx.lang };
    let receipt = notifier.send(&message, ctx.now).await?;
    let write = area.store.write(ctx, None, move |tx| {
        let told = json!({ "carrier": receipt.carrier, "number": receipt.number });
        async move {
            let account = load(tx, id).await?;
            account::store::update(tx, &account).await?;
            tx.history("account", id.cast(), account.version + 1, "tell-locked", &told)
        }
        .boxed()
    });
    write.await?;
    Ok(Step::Done)
}

/// The phone number of an active account's holder, out of the person's vault or as the login.
async fn phone(area: &Access, id: AccountId) -> Result<Option<Redacted<String>>> {
    let mut conn = area.store.read().await?;
    let Some(account) = account::store::find(&mut conn, id).await? else {
        return Ok(None);
    };
    if !matches!(account.state, AccountState::Active { .. }) {
        return Ok(None);
    }
    let people: Vec<_> = account.person.into_iter().collect();
    let personal = people::public::personal_in(&mut conn, &area.keys.ring, &people).await?;
    if let Some(phone) = personal.into_values().find_map(|personal| personal.phone) {
        return Ok(Some(Redacted::new(phone)));
    }
    let login = Holder::open(&area.keys.ring, id, &account.sealed)?.login.unwrap_or_default();
    Ok(phone_of(&login).map(|phone| Redacted::new(phone.to_owned())))
}
