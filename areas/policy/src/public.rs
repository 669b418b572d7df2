//! What other areas may ask, within their own transactions.

use crate::document::{self, Document, Standing};
use kernel::{CivilDate, PolicyId, Result};
use store::Conn;

/// The document, if it holds on the day: what a decision may be founded on.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn in_force_in(conn: &mut Conn, id: PolicyId, on: CivilDate) -> Result<Option<Document>> {
    let found = document::store::find(conn, id).await?;
    Ok(found.filter(|document| document.standing(on) == Standing::InForce))
}
