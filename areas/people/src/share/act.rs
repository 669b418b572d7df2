//! Making a link, opening it, taking it back.

use super::store::{self, ShareRow};
use super::{MOST_OPEN, NewShare, Share, ShareSaid, ShareState, Shows};
use crate::facts::{ShareEnded, ShareMade};
use crate::permissions::{SHARE_MAKE, SHARE_OPEN};
use crate::vault::{self, VaultRow};
use crate::whole::{survivor_in, whole_in};
use ::store::directory::{self, Claim};
use ::store::looked::Look;
use ::store::throttle::{self, Limit};
use ::store::{About, Conn, Tx};
use authz::Object;
use chrono::Days;
use crypto::KeyRing;
use kernel::{CivilDate, Ctx, PersonId, Problem, Random, Result, ShareId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

/// The name under which code and purpose are sealed.
const FIELD: &str = "share";
/// The directory entry that leads from the code in a link to the link.
const TOKEN: &str = "share-token";
/// The purpose that a look leaves: its readers put a word of theirs in its place.
const BY_LINK: &str = "share-link";
/// How many codes that lead nowhere one address may try in an hour.
const TRIES: Limit = Limit { most: 60, window_seconds: 3600 };

fn seal(ring: &KeyRing, vault: &VaultRow, said: &ShareSaid, random: &Random) -> Result<Vec<u8>> {
    let key = ring.unwrap_person_key(&vault.person.bytes(), &vault.wrapped_key)?;
    let written = serde_json::to_vec(said).map_err(Problem::internal)?;
    Ok(key.seal(FIELD, &written, random))
}

fn unseal(ring: &KeyRing, vault: &VaultRow, row: ShareRow) -> Result<Share> {
    let key = ring.unwrap_person_key(&vault.person.bytes(), &vault.wrapped_key)?;
    let plain = key.open(FIELD, &row.sealed)?;
    let wrong = |_| Problem::inconsistent("person_share", "sealed", row.share.id);
    let said = serde_json::from_slice(plain.expose()).map_err(wrong)?;
    Ok(Share { said: Some(said), ..row.share })
}

/// The person who is signed in makes a link.
pub(crate) async fn make(tx: &mut Tx, ring: Arc<KeyRing>, new: NewShare) -> Result<ShareId> {
    let person = tx.ctx().actor.person().ok_or_else(Problem::not_found)?;
    let person = survivor_in(tx, person).await?;
    authz::permit(tx.ctx(), &SHARE_MAKE, &Object::person(person))?;
    new.check()?;
    tx.guard(vec![(person.home(), format!("person/{person}"))]).await?;
    let (now, random) = (tx.now(), tx.random());
    let records = whole_in(tx, person).await?.records;
    let rows = store::of_people(tx, &records).await?;
    let open = |row: &&ShareRow| matches!(row.share.state(now), ShareState::Open { .. });
    if rows.iter().filter(open).count() >= MOST_OPEN {
        return Err(Problem::conflict("people-share-many").arg("most", MOST_OPEN));
    }
    let vault = vault::store::find_many(tx, &[person]).await?.pop();
    let vault = vault.ok_or_else(|| Problem::conflict("people-erased"))?;
    let token = format!("{:032x}", u128::from_be_bytes(random.bytes()));
    let said = ShareSaid { token, purpose: new.purpose.trim().to_owned() };
    let share = Share {
        id: ShareId::new(person.home(), now, &random),
        version: 1,
        person,
        shows: new.shows,
        views: new.views,
        views_left: new.views,
        until_on: tx.ctx().today() + Days::new(u64::from(new.days)),
        made_at: now,
        ended_at: None,
        said: None,
    };
    let sealed = seal(&ring, &vault, &said, &random)?;
    store::insert(tx, &ShareRow { share: share.clone(), sealed }).await?;
    let hash = crypto::digest(ring.profile(), said.token.as_bytes());
    tx.claim(vec![Claim { kind: TOKEN, hash, subject: share.id.cast() }]).await?;
    let Shows { full_name, results } = share.shows;
    let fact = ShareMade { full_name, results, views: share.views, until_on: share.until_on };
    tx.history("person_share", share.id.cast(), 1, "make", &fact)?;
    tx.fact(About::person(person).subject(share.id.cast()), &fact)?;
    Ok(share.id)
}

/// The person takes a link back.
pub(crate) async fn end(tx: &mut Tx, id: ShareId) -> Result<()> {
    let row = store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let holder = survivor_in(tx, row.share.person).await?;
    authz::permit(tx.ctx(), &SHARE_MAKE, &Object::person(holder))?;
    tx.guard(vec![(id.home(), format!("share/{id}"))]).await?;
    let row = store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let share = row.share.end(tx.now())?;
    store::update(tx, &share).await?;
    let fact = ShareEnded { opened: share.views - share.views_left };
    tx.history("person_share", id.cast(), share.version + 1, "end", &fact)?;
    tx.fact(About::person(share.person).subject(id.cast()), &fact)
}

/// The links of the person who is signed in, latest first.
pub(crate) async fn own(conn: &mut Conn, ring: &KeyRing, ctx: &Ctx) -> Result<Vec<Share>> {
    let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
    let records = whole_in(conn, person).await?.records;
    let rows = store::of_people(conn, &records).await?;
    let vaults = vault::store::find_many(conn, &records).await?;
    let vaults: HashMap<PersonId, VaultRow> =
        vaults.into_iter().map(|vault| (vault.person, vault)).collect();
    let shown = |row: ShareRow| match vaults.get(&row.share.person) {
        Some(vault) => unseal(ring, vault, row),
        None => Ok(row.share),
    };
    rows.into_iter().map(shown).collect()
}

/// What a link that was opened shows, and of whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shared {
    /// Whose archive.
    pub person: PersonId,
    /// Which link.
    pub share: ShareId,
    /// What it shows.
    pub shows: Shows,
    /// The last day on which it holds.
    pub until_on: CivilDate,
}

/// Opens a link by the code in it: the look is counted and recorded. Nothing for a code that leads
/// nowhere, or nowhere any more, which counts against the address.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn open_shared_in(
    tx: &mut Tx,
    ring: &KeyRing,
    token: &str,
    address: &str,
) -> Result<Option<Shared>> {
    authz::permit(tx.ctx(), &SHARE_OPEN, &Object::none())?;
    let address = ring.tag("share-address", address.as_bytes());
    let allowed = throttle::has_attempts(tx, address, TRIES).await?;
    let found = find_by_token(tx, token).await?.filter(|_| allowed);
    let now = tx.now();
    let opened = match found {
        Some(id) => {
            tx.guard(vec![(id.home(), format!("share/{id}"))]).await?;
            store::find(tx, id).await?.and_then(|row| row.share.opened(now))
        }
        None => None,
    };
    let Some(share) = opened else {
        throttle::count(tx, address, TRIES).await?;
        return Ok(None);
    };
    store::update(tx, &share).await?;
    tx.history(
        "person_share",
        share.id.cast(),
        share.version + 1,
        "open",
        &json!({ "views_left": share.views_left }),
    )?;
    let person = survivor_in(tx, share.person).await?;
    tx.looked(&Look {
        person: Some(person),
        office: None,
        action: SHARE_OPEN.code,
        purpose: BY_LINK.to_owned(),
        withheld_until: None,
    });
    Ok(Some(Shared { person, share: share.id, shows: share.shows, until_on: share.until_on }))
}

async fn find_by_token(tx: &mut Tx, token: &str) -> Result<Option<ShareId>> {
    let found = directory::find_many(tx, TOKEN, &crypto::digests(token.as_bytes())).await?;
    Ok(found.into_values().next().map(|subject| subject.cast()))
}

/// The purpose of a link, as whoever has it may read it; nothing once the person's data are erased.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn purpose_in(conn: &mut Conn, ring: &KeyRing, id: ShareId) -> Result<Option<String>> {
    let Some(row) = store::find(conn, id).await? else { return Ok(None) };
    let Some(vault) = vault::store::find_many(conn, &[row.share.person]).await?.pop() else {
        return Ok(None);
    };
    Ok(unseal(ring, &vault, row)?.said.map(|said| said.purpose))
}
