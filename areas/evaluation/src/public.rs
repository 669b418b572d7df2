//! What other areas and readers may ask, within their own transactions, and what permission on a
//! body's results depends on.

use crate::import;
use crate::run::{self, Candidate};
use authz::{Action, Object};
use crypto::KeyRing;
use kernel::{BodyId, CandidateId, Ctx, PersonId, Problem, Result};
use organisations::public::body_in;
use store::Conn;

/// The results that stand under some records of a person, latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn results_of_people_in(conn: &mut Conn, records: &[PersonId]) -> Result<Vec<Candidate>> {
    run::store::of_people(conn, records).await
}

/// One result.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn result_in(conn: &mut Conn, id: CandidateId) -> Result<Option<Candidate>> {
    run::store::candidate(conn, id).await
}

/// What permission on a body's results depends on.
pub(crate) async fn object_in(conn: &mut Conn, body: BodyId) -> Result<Object> {
    let body = body_in(conn, body).await?.ok_or_else(Problem::not_found)?;
    Ok(Object::body(body.id).in_division(body.division))
}

pub(crate) async fn permit_body(
    conn: &mut Conn,
    ctx: &Ctx,
    action: &Action,
    body: BodyId,
) -> Result<()> {
    let object = object_in(conn, body).await?;
    authz::permit(ctx, action, &object)
}

/// How many names of files and findings of imports are still under older master keys than the ring's
/// current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    import::store::count_older(conn, ring).await
}
