//! What other areas may ask, within their own transactions.

use crate::application::{self, Application};
use crate::authority::{self, Authority};
use crate::body::{self, Body};
use crate::filing::{self, Filing, MayCertify};
use crate::filing_code::FilingCode;
use crate::key::{self, BodyKey};
use crypto::{KeyRing, KeyUse, SigningKey};
use kernel::{
    AuthorityId, BodyId, BodyKeyId, CaseId, CivilDate, OccupationCode, Result, SkillLevel,
    SubjectId,
};
use std::collections::{BTreeMap, HashMap};
use store::Conn;

/// The body, if there is one.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn body_in(conn: &mut Conn, id: BodyId) -> Result<Option<Body>> {
    body::store::find(conn, id).await
}

/// The bodies among the ids, by id.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn bodies_in(conn: &mut Conn, ids: &[BodyId]) -> Result<HashMap<BodyId, Body>> {
    let bodies = body::store::find_many(conn, ids).await?;
    Ok(bodies.into_iter().map(|body| (body.id, body)).collect())
}

/// The names of authorities and bodies, whichever the ids belong to.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn office_names_in(
    conn: &mut Conn,
    ids: &[SubjectId],
) -> Result<HashMap<SubjectId, String>> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let authorities: Vec<AuthorityId> = ids.iter().map(|id| id.cast()).collect();
    let bodies: Vec<BodyId> = ids.iter().map(|id| id.cast()).collect();
    let authorities = authority::store::find_many(conn, &authorities).await?;
    let bodies = body::store::find_many(conn, &bodies).await?;
    let authorities = authorities.into_iter().map(|a| (a.id.cast(), a.name));
    Ok(authorities.chain(bodies.into_iter().map(|b| (b.id.cast(), b.name))).collect())
}

/// The authorities among the ids, with their territories.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn authorities_in(
    conn: &mut Conn,
    ids: &[AuthorityId],
) -> Result<HashMap<AuthorityId, Authority>> {
    let found = authority::store::find_many(conn, ids).await?;
    Ok(found.into_iter().map(|authority| (authority.id, authority)).collect())
}

/// All authorities, in the order of their divisions, those that are no more too.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn all_authorities_in(conn: &mut Conn) -> Result<Vec<Authority>> {
    authority::store::all(conn).await
}

/// For each authority the one that works in its place now, with all whose place that one has taken;
/// nothing for one that was abolished. Posts go with the office.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn working_in(
    conn: &mut Conn,
    ids: &[AuthorityId],
) -> Result<BTreeMap<AuthorityId, (Authority, Vec<AuthorityId>)>> {
    authority::with_before(conn, ids).await
}

/// All filings of a body with their scopes, for deciding over many rows at once with
/// [`filing::may_certify`].
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn filings_in(conn: &mut Conn, body: BodyId) -> Result<Vec<Filing>> {
    filing::store::of_body(conn, body).await
}

/// Whether the body may certify the occupation at the level on the day, explained.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn may_certify_in(
    conn: &mut Conn,
    body: BodyId,
    occupation: OccupationCode,
    level: SkillLevel,
    on: CivilDate,
) -> Result<MayCertify> {
    let filings = filings_in(conn, body).await?;
    Ok(filing::may_certify(&filings, occupation, level, on))
}

/// The key with which the body signs now; nothing when it has none.
///
/// # Errors
/// As [`Conn::fetch_all`]; an internal problem when the key cannot be unsealed.
pub async fn signing_key_in(
    conn: &mut Conn,
    ring: &KeyRing,
    body: BodyId,
) -> Result<Option<(BodyKeyId, SigningKey)>> {
    let keys = key::store::of_body(conn, body).await?;
    let active = keys.into_iter().find(|key| matches!(key.state, key::KeyState::Active { .. }));
    active
        .map(|key| Ok((key.id, SigningKey::open(ring, &key.id.bytes(), &key.sealed_key)?)))
        .transpose()
}

/// All keys of a body with the time in which each signed, for checking off-line.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn keys_in(conn: &mut Conn, body: BodyId) -> Result<Vec<BodyKey>> {
    key::store::of_body(conn, body).await
}

/// A body with its keys.
#[derive(Clone, Debug)]
pub struct KeyedBody {
    /// Whose keys.
    pub body: Body,
    /// The code of its latest filing; nothing for a body that was never filed.
    pub filing_code: Option<FilingCode>,
    /// Every key that ever signed.
    pub keys: Vec<BodyKey>,
}

/// The keys of every body that ever had one, with the code under which it was filed last.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn all_keys_in(conn: &mut Conn) -> Result<Vec<KeyedBody>> {
    let keys = key::store::all_that_signed(conn).await?;
    let mut by_body: HashMap<BodyId, Vec<BodyKey>> = HashMap::new();
    for key in keys {
        by_body.entry(key.body).or_default().push(key);
    }
    let ids: Vec<BodyId> = by_body.keys().copied().collect();
    let mut all = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1000) {
        let filings = filing::store::bare_of_bodies(conn, chunk).await?;
        for body in body::store::find_many(conn, chunk).await? {
            let keys = by_body.remove(&body.id).unwrap_or_default();
            // They come latest first.
            let filed = filings.iter().find(|filing| filing.body == body.id);
            let filing_code = filed.map(|filing| filing.code);
            all.push(KeyedBody { body, filing_code, keys });
        }
    }
    all.sort_by_key(|one| one.body.id);
    Ok(all)
}

/// One key.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn key_in(conn: &mut Conn, id: BodyKeyId) -> Result<Option<BodyKey>> {
    key::store::find(conn, id).await
}

/// What a body asks for in a case, for the public notice.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn application_of_in(conn: &mut Conn, case: CaseId) -> Result<Option<Application>> {
    application::store::of_case(conn, case).await
}

/// How many signing keys are still under older master keys than the ring's current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    key::store::SEALED.count_older(conn, ring.current_version(KeyUse::Vault).bytes()).await
}
