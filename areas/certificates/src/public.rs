//! What other areas and readers may ask, within their own transactions.

pub use crate::issue::{IssueBatch, IssueItem, Site, issue_many_in};

use crate::certificate::{self, Certificate};
use credential::{IssuerEntry, IssuerKey, IssuerKeys, KeyStanding, PublicKey};
use kernel::{BodyId, Instant, PersonId, Problem, Result};
use organisations::public::{KeyedBody, all_keys_in};
use organisations::{Body, BodyKey, FilingCode, KeyState};
use store::Conn;

/// A person's certificates, with those under records merged into theirs; latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn of_person_in(conn: &mut Conn, person: PersonId) -> Result<Vec<Certificate>> {
    let whole = people::public::whole_in(conn, person).await?;
    let (added, removed) = (whole.added(), whole.removed());
    let mut all = certificate::store::of_people(conn, &whole.sources()).await?;
    all.retain(|one| match whole.records.contains(&one.person) {
        true => !removed.contains(&one.id.cast()),
        false => added.contains(&one.id.cast()),
    });
    Ok(all)
}

/// The published list of all bodies' keys, with which anybody checks certificates off-line.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn issuer_keys_in(conn: &mut Conn, site: &Site, now: Instant) -> Result<IssuerKeys> {
    let mut issuers = Vec::new();
    for KeyedBody { body, filing_code, keys } in all_keys_in(conn).await? {
        issuers.push(issuer(site, &body, filing_code, &keys)?);
    }
    Ok(IssuerKeys { published_at: now, issuers })
}

/// One body of the list with every key that ever signed for it.
pub(crate) fn issuer(
    site: &Site,
    body: &Body,
    filing_code: Option<FilingCode>,
    keys: &[BodyKey],
) -> Result<IssuerEntry> {
    let entries = keys.iter().filter_map(|key| entry(site, body.id, key).transpose());
    Ok(IssuerEntry {
        id: site.issuer_id(body.id)?,
        name: body.name.clone(),
        filing_code: filing_code.map(|code| code.to_string()),
        keys: entries.collect::<Result<_>>()?,
    })
}

fn entry(site: &Site, body: BodyId, key: &BodyKey) -> Result<Option<IssuerKey>> {
    let (from, standing) = match &key.state {
        KeyState::Active { from } => (*from, KeyStanding::InForce),
        KeyState::Retired { from, until } => (*from, KeyStanding::Retired { at: *until }),
        KeyState::Compromised { from, at } => (*from, KeyStanding::Revoked { at: *at }),
        KeyState::Proposed { .. } | KeyState::Refused { .. } => return Ok(None),
    };
    let wrong = || Problem::inconsistent("body_key", "public_key", key.id);
    let bytes: [u8; 32] = key.public_key.as_slice().try_into().map_err(|_| wrong())?;
    Ok(Some(IssuerKey {
        id: site.method(body, key.id)?,
        public_key: PublicKey::from_bytes(&bytes).map_err(|_| wrong())?,
        from,
        standing,
    }))
}
