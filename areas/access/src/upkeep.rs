//! Sweeping out what is over, and moving accounts to a new master key.

use crate::account::{self, AccountState, Holder, open_secret, seal_secret};
use crate::accounts::name_key;
use crate::permissions::UPKEEP;
use crate::{Access, Keys, session};
use authz::Object;
use crypto::{KeyRing, KeyUse};
use futures_util::FutureExt as _;
use kernel::{Ctx, Result};
use people::PersonName;
use store::{Conn, Tx};

/// Deletes sessions that are over. Counted attempts are the store's, which forgets them itself.
pub(crate) async fn clean_up(area: &Access, ctx: &Ctx) -> Result<u64> {
    let idle = area.keys.config.session_idle_seconds;
    let write = area.store.write(ctx, None, move |tx| {
        async move {
            authz::permit(tx.ctx(), &UPKEEP, &Object::none())?;
            let now = tx.now();
            session::store::sweep(tx, now.plus_seconds(-idle)).await
        }
        .boxed()
    });
    write.await
}

pub(crate) async fn rotate(area: &Access, ctx: &Ctx, limit: u32) -> Result<u64> {
    let keys = area.keys.clone();
    area.store.write(ctx, None, move |tx| rotate_in(tx, keys.clone(), limit).boxed()).await
}

/// How many accounts are still sealed under older master keys than the ring's current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    account::store::count_older(conn, ring.current_version(KeyUse::Vault).number()).await
}

async fn rotate_in(tx: &mut Tx, keys: Keys, limit: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &UPKEEP, &Object::none())?;
    let ring = &keys.ring;
    let version = ring.current_version(KeyUse::Vault).number();
    let random = tx.random();
    let accounts = account::store::sealed_under_older(tx, version, limit).await?;
    let count = accounts.len() as u64;
    for mut account in accounts {
        let holder = Holder::open(ring, account.id, &account.sealed)?;
        account.sealed = holder.seal(ring, account.id, &random)?;
        if let AccountState::Active { second: Some(second), .. } = &mut account.state {
            let secret = open_secret(ring, account.id, &second.sealed)?;
            second.sealed = seal_secret(ring, account.id, &secret, &random);
        }
        let name = holder.name.as_deref().map(PersonName::stored);
        let name_key = name.map(|name| name_key(ring, &name));
        // Each account has a secret and a version of its own, and staff are few.
        account::store::reseal(tx, &account, version, name_key).await?;
    }
    Ok(count)
}
