//! What runs inside the transactions of others.

use crate::comment::{self, store::SEALED};
use crate::permissions::COMMENT_RESEAL;
use authz::Object;
use crypto::{KeyRing, KeyUse};
use kernel::{CommentId, Result};
use store::{Conn, Tx, args};

/// How many comments are still under older master keys than the ring's current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    SEALED.count_older(conn, ring.current_version(KeyUse::Vault).bytes()).await
}

/// Moves up to `limit` comments to the ring's current master key. Gives how many it found under older
/// ones.
///
/// # Errors
/// Refused to people; an internal problem when one cannot be opened.
pub async fn reseal_in(tx: &mut Tx, ring: &KeyRing, limit: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &COMMENT_RESEAL, &Object::none())?;
    let version = ring.current_version(KeyUse::Vault).bytes();
    let random = tx.random();
    let older = SEALED.older(tx, version, limit).await?;
    let count = older.len() as u64;
    let moved = older.iter().map(|row| {
        let (id, sealed): (CommentId, Vec<u8>) = (row.get("id")?, row.get("sealed")?);
        Ok(args![id.home(), id, comment::resealed(ring, id, &sealed, &random)?])
    });
    SEALED.replace(tx, version, moved.collect::<Result<_>>()?).await?;
    Ok(count)
}
