//! What other areas may ask, within their own transactions.

use crate::holding::{self, Designation};
use kernel::{BodyId, CivilDate, Result};
use store::Conn;

/// What a body holds on a day.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn held_in(conn: &mut Conn, body: BodyId, on: CivilDate) -> Result<Vec<Designation>> {
    let mut all = holding::store::of_body(conn, body).await?;
    all.retain(|one| one.counts(on));
    Ok(all)
}
