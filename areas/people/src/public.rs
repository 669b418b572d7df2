//! What other areas may do, within their own transactions.

use crate::document::Sex;
use crate::evidence::{self, EvidenceEntry, NewEvidence};
use crate::facts::PersonRegistered;
use crate::name::PersonName;
use crate::person;
use crate::use_cases::{index_hashes, search_later};
use crate::vault::{self, Document, Personal, VaultRow};
use crypto::{KeyRing, KeyUse};
use kernel::{
    CivilDate, DivisionCode, Home, Instant, PersonId, Problem, ProblemKind, Random, Result,
};
use std::collections::{BTreeMap, HashMap};
use store::directory::{self, Claim};
use store::{About, Conn, Tx, error};

pub use crate::person::Person;
pub use crate::share::act::{open_shared_in, purpose_in};
pub use crate::whole::{Whole, holder_in, survivor_in, survivors_in, whole_in};

/// The kind of directory entry that leads from a document to a person.
pub(crate) const DOCUMENT: &str = "document";

/// Somebody to be registered, if their documents are not known yet.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The name.
    pub name: PersonName,
    /// The documents shown; at least one.
    pub documents: Vec<Document>,
    /// 性别; taken from the number when absent and the number tells it.
    pub sex: Option<Sex>,
    /// The birth date; taken from the number when absent and the number tells it.
    pub birth_on: Option<CivilDate>,
    /// The mobile number.
    pub phone: Option<String>,
    /// The division whose offices are responsible.
    pub division: DivisionCode,
    /// Further fields for the vault.
    pub extra: BTreeMap<String, String>,
}

/// What became of somebody to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A new record was made.
    New(PersonId),
    /// The document was known, under the same name.
    Known(PersonId),
    /// The document is known under another name. Nothing was changed: somebody has to look.
    OtherName(PersonId),
}

/// Somebody to be registered, with all that can be worked out before the transaction: what finds
/// them, and their sealed record in case they are new.
pub struct Prepared {
    id: PersonId,
    division: DivisionCode,
    name_key: String,
    kinds: Vec<&'static str>,
    /// The blind indexes of the documents, under every version of the index key.
    documents: Vec<[u8; 32]>,
    /// Those of name and of phone, each with the birth date.
    names: Vec<[u8; 32]>,
    wrapped_key: Vec<u8>,
    key_version: i64,
    sealed: Vec<u8>,
}

/// Prepares people for [`register_prepared_in`], where nobody waits for it. The new ones among them
/// get one home together, so that they share a lane of the journal.
///
/// # Errors
/// An internal problem when a record cannot be written as JSON.
pub fn prepare<'p>(
    ring: &KeyRing,
    now: Instant,
    random: &Random,
    people: impl Iterator<Item = &'p NewPerson>,
) -> Result<Vec<Prepared>> {
    let home = Home(random.below(256) as u8);
    people
        .map(|person| prepare_one(ring, PersonId::new(home, now, random), random, person))
        .collect()
}

fn prepare_one(
    ring: &KeyRing,
    id: PersonId,
    random: &Random,
    person: &NewPerson,
) -> Result<Prepared> {
    let number = person.documents.first().map(|document| &document.number);
    let personal = Personal {
        name: person.name.clone(),
        documents: person.documents.clone(),
        sex: person.sex.or_else(|| number.and_then(|n| n.sex())),
        birth_on: person.birth_on.or_else(|| number.and_then(|n| n.birth_date())),
        phone: person.phone.clone(),
        extra: person.extra.clone(),
    };
    let (key, wrapped_key) = ring.new_person_key(random, &id.bytes());
    let names = index_hashes(ring, &personal);
    let documents = person.documents.iter().flat_map(|document| hashes(ring, document));
    Ok(Prepared {
        id,
        division: person.division,
        name_key: person.name.key(),
        kinds: person.documents.iter().map(|d| d.number.kind().word()).collect(),
        documents: documents.collect(),
        names,
        wrapped_key,
        key_version: ring.current_version(KeyUse::Vault).number(),
        sealed: personal.seal(&key, random)?,
    })
}

fn hashes(ring: &KeyRing, document: &Document) -> impl Iterator<Item = [u8; 32]> {
    let all = ring.blind_all(DOCUMENT, document.index_text().as_bytes());
    all.into_iter().map(|(_, hash)| hash)
}

/// Registers many people at once; see [`register_prepared_in`].
///
/// # Errors
/// As [`register_prepared_in`].
pub async fn register_many_in(
    tx: &mut Tx,
    ring: &KeyRing,
    people: Vec<NewPerson>,
) -> Result<Vec<Registered>> {
    let prepared = prepare(ring, tx.now(), &tx.random(), people.iter())?;
    register_prepared_in(tx, ring, &prepared.iter().collect::<Vec<_>>()).await
}

/// Registers many people at once, in a number of statements that does not depend on how many.
///
/// # Errors
/// As [`Conn::fetch_all`]; `problem-try-again` when another write registers one of them meanwhile.
pub async fn register_prepared_in(
    tx: &mut Tx,
    ring: &KeyRing,
    people: &[&Prepared],
) -> Result<Vec<Registered>> {
    let keys: Vec<[u8; 32]> = people.iter().flat_map(|p| &p.documents).copied().collect();
    let known = directory::find_many(tx, DOCUMENT, &keys).await?;
    let mut ids: Vec<PersonId> = known.values().map(|subject| subject.cast()).collect();
    let survivors = survivors_in(tx, &ids).await?;
    ids.extend(survivors.values());
    let names = personal_in(tx, ring, &ids).await?;
    let name = |id: PersonId| names.get(&id).map(|personal| personal.name.key());
    // Whoever was merged is known under either name.
    let mut holders: HashMap<[u8; 32], (PersonId, Vec<String>)> = HashMap::new();
    for (hash, subject) in known {
        let id = subject.cast();
        let survivor = survivors.get(&id).copied().unwrap_or(id);
        holders
            .insert(hash, (survivor, [name(survivor), name(id)].into_iter().flatten().collect()));
    }
    let mut new = Vec::with_capacity(people.len());
    let mut answers = Vec::with_capacity(people.len());
    for person in people {
        let holder = person.documents.iter().find_map(|hash| holders.get(hash));
        answers.push(match holder {
            Some((id, names)) if names.contains(&person.name_key) => Registered::Known(*id),
            Some((id, _)) => Registered::OtherName(*id),
            None => {
                // One person twice in a batch is known the second time.
                let holder = (person.id, vec![person.name_key.clone()]);
                holders.extend(person.documents.iter().map(|hash| (*hash, holder.clone())));
                new.push(*person);
                Registered::New(person.id)
            }
        });
    }
    write(tx, &new).await?;
    Ok(answers)
}

/// Writes new people with their history and facts.
async fn write(tx: &mut Tx, people: &[&Prepared]) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    for person in people {
        let documents = person.kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let fact = PersonRegistered { division: person.division, documents };
        tx.history("person", person.id.cast(), 1, "register", &fact)?;
        tx.fact(About::person(person.id).division(person.division), &fact)?;
    }
    person::store::insert(tx, people.iter().map(|p| (p.id, p.division))).await?;
    let rows = people.iter().map(|p| VaultRow {
        person: p.id,
        wrapped_key: p.wrapped_key.clone(),
        key_version: p.key_version,
        sealed: p.sealed.clone(),
    });
    vault::store::insert(tx, rows.collect()).await?;
    let names = people.iter().flat_map(|p| p.names.iter().map(|hash| (*hash, p.id)));
    vault::store::index_names(tx, names.collect()).await?;
    let claims = people.iter().flat_map(|p| p.documents.iter().map(|hash| claim(*hash, p.id)));
    tx.claim(claims.collect()).await.map_err(raced)?;
    search_later(tx, people.iter().map(|person| person.id).collect()).await
}

/// A document that was free a moment ago and is taken now: the write must look again.
fn raced(problem: Problem) -> Problem {
    if problem.code() == error::EXISTS {
        Problem::new(ProblemKind::Unavailable, error::TRY_AGAIN).detail("document raced")
    } else {
        problem
    }
}

/// Claims of a document under every version of the index key.
pub(crate) fn claims(ring: &KeyRing, text: &str, id: PersonId) -> Vec<Claim> {
    let hashes = ring.blind_all(DOCUMENT, text.as_bytes());
    hashes.into_iter().map(|(_, hash)| claim(hash, id)).collect()
}

fn claim(hash: [u8; 32], id: PersonId) -> Claim {
    Claim { kind: DOCUMENT, hash, subject: id.cast() }
}

/// Who holds each of the documents, by the record under which they are found today; documents that
/// nobody holds are absent.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn known_in<'d>(
    conn: &mut Conn,
    ring: &KeyRing,
    documents: &[&'d Document],
) -> Result<HashMap<&'d Document, PersonId>> {
    let mut keyed: Vec<(&Document, [u8; 32])> = Vec::with_capacity(documents.len());
    for document in documents {
        keyed.extend(hashes(ring, document).map(|hash| (*document, hash)));
    }
    let keys: Vec<[u8; 32]> = keyed.iter().map(|(_, hash)| *hash).collect();
    let found = directory::find_many(conn, DOCUMENT, &keys).await?;
    let ids: Vec<PersonId> = found.values().map(|subject| subject.cast()).collect();
    let survivors = survivors_in(conn, &ids).await?;
    let holder = |(document, hash): (&'d Document, [u8; 32])| {
        let id = found.get(&hash)?.cast();
        Some((document, survivors.get(&id).copied().unwrap_or(id)))
    };
    Ok(keyed.into_iter().filter_map(holder).collect())
}

/// What identifies each of the people; people whose data were erased are absent.
///
/// # Errors
/// As [`Conn::fetch_all`]; an internal problem when a row cannot be unsealed.
pub async fn personal_in(
    conn: &mut Conn,
    ring: &KeyRing,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Personal>> {
    let rows = vault::store::find_many(conn, ids).await?;
    rows.iter().map(|row| Ok((row.person, Personal::open(ring, row)?))).collect()
}

/// The records of the people, by id.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn people_in(conn: &mut Conn, ids: &[PersonId]) -> Result<HashMap<PersonId, Person>> {
    let people = person::store::find_many(conn, ids).await?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

/// Each person's own key together with what identifies them, in one look at the vault. The key seals
/// what belongs to the person elsewhere (credentials, photos). People whose data were erased are
/// absent: whatever was sealed under their keys is gone as well.
///
/// # Errors
/// As [`personal_in`].
pub async fn opened_in(
    conn: &mut Conn,
    ring: &KeyRing,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, (crypto::PersonKey, Personal)>> {
    let rows = vault::store::find_many(conn, ids).await?;
    rows.iter()
        .map(|row| {
            let key = ring.unwrap_person_key(&row.person.bytes(), &row.wrapped_key)?;
            Ok((row.person, (key, Personal::open(ring, row)?)))
        })
        .collect()
}

/// Enters evidence into dossiers.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn add_evidence_in(tx: &mut Tx, entries: Vec<NewEvidence>) -> Result<()> {
    evidence::store::insert(tx, entries).await
}

/// A person's dossier, with what stands under records merged into theirs; latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn evidence_in(conn: &mut Conn, person: PersonId) -> Result<Vec<EvidenceEntry>> {
    let whole = whole_in(conn, person).await?;
    evidence::of_whole(conn, &whole).await
}

/// Records that the actor opens a person's record for a purpose. People looking at their own record
/// leave no entry.
///
/// # Errors
/// `problem-not-found` for a person that does not exist or is none of the actor's business;
/// `people-reason` without a purpose.
pub async fn look_in(tx: &mut Tx, person: PersonId, purpose: String) -> Result<()> {
    crate::use_cases::look(tx, person, purpose, false).await
}

/// A person's whole record. The caller has recorded the look and masks what was not permitted.
///
/// # Errors
/// `problem-not-found`; as [`personal_in`].
pub async fn record_in(
    conn: &mut Conn,
    ring: &KeyRing,
    person: PersonId,
) -> Result<crate::PersonRecord> {
    crate::use_cases::record(conn, ring, person).await
}

/// How many persons' keys are still wrapped under older master keys than the ring's current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    vault::store::count_older(conn, ring.current_version(KeyUse::Vault).number()).await
}
