//! What other areas may do, within their own transactions.

use crate::document::Sex;
use crate::evidence::{self, EvidenceEntry, NewEvidence};
use crate::facts::PersonRegistered;
use crate::name::PersonName;
use crate::person;
use crate::vault::{self, Document, Personal, VaultRow};
use crypto::{KeyRing, KeyUse};
use kernel::{CivilDate, DivisionCode, Home, PersonId, Problem, ProblemKind, Result};
use std::collections::{BTreeMap, HashMap};
use store::directory::{self, Claim};
use store::{About, Conn, Tx, error};

pub use crate::person::Person;

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

/// Registers many people at once, in a number of statements that does not depend on how many. The
/// new ones get one home together, so that they share a lane of the journal.
///
/// # Errors
/// As [`Conn::fetch_all`]; `problem-try-again` when another write registers one of them meanwhile.
pub async fn register_many_in(
    tx: &mut Tx,
    ring: &KeyRing,
    people: Vec<NewPerson>,
) -> Result<Vec<Registered>> {
    let documents: Vec<&Document> = people.iter().flat_map(|p| &p.documents).collect();
    let known = known_in(tx, ring, &documents).await?;
    let ids: Vec<PersonId> = known.values().copied().collect();
    let names = personal_in(tx, ring, &ids).await?;
    let home = Home(tx.ctx().random.below(256) as u8);
    let mut batch = Batch::new(home);
    let mut answers = Vec::with_capacity(people.len());
    for person in &people {
        let holder = person.documents.iter().find_map(|document| {
            known.get(document).copied().map(|id| (id, names.get(&id).map(|p| p.name.key())))
        });
        let holder = holder.or_else(|| batch.holder(person));
        answers.push(match holder {
            Some((id, name)) if name.as_deref() == Some(&person.name.key()) => {
                Registered::Known(id)
            }
            Some((id, _)) => Registered::OtherName(id),
            None => Registered::New(batch.add(tx, ring, person)?),
        });
    }
    batch.write(tx).await?;
    Ok(answers)
}

/// The new people of one call, as rows.
struct Batch {
    home: Home,
    people: Vec<(PersonId, DivisionCode)>,
    vault: Vec<VaultRow>,
    claims: Vec<Claim>,
    names: Vec<([u8; 32], PersonId)>,
    holders: HashMap<String, (PersonId, String)>,
}

impl Batch {
    fn new(home: Home) -> Self {
        Batch {
            home,
            people: Vec::new(),
            vault: Vec::new(),
            claims: Vec::new(),
            names: Vec::new(),
            holders: HashMap::new(),
        }
    }

    /// Who of this batch holds one of the person's documents: one person twice in a file.
    fn holder(&self, person: &NewPerson) -> Option<(PersonId, Option<String>)> {
        let mut texts = person.documents.iter().map(Document::index_text);
        let (id, name) = texts.find_map(|text| self.holders.get(&text))?;
        Some((*id, Some(name.clone())))
    }

    fn add(&mut self, tx: &mut Tx, ring: &KeyRing, person: &NewPerson) -> Result<PersonId> {
        let random = tx.random();
        let id = PersonId::new(self.home, tx.now(), &random);
        let number = person.documents.first().map(|document| &document.number);
        let personal = Personal {
            name: person.name.clone(),
            documents: person.documents.clone(),
            sex: person.sex.or_else(|| number.and_then(|n| n.sex())),
            birth_on: person.birth_on.or_else(|| number.and_then(|n| n.birth_date())),
            phone: person.phone.clone(),
            extra: person.extra.clone(),
        };
        let (key, wrapped_key) = ring.new_person_key(&random, &id.bytes());
        let sealed = personal.seal(&key, &random)?;
        let key_version = ring.current_version(KeyUse::Vault).number();
        self.vault.push(VaultRow { person: id, wrapped_key, key_version, sealed });
        self.people.push((id, person.division));
        for document in &person.documents {
            let text = document.index_text();
            self.claims.extend(claims(ring, &text, id));
            self.holders.insert(text, (id, person.name.key()));
        }
        if let Some(text) = personal.name_index_text() {
            let hashes = ring.blind_all("name", text.as_bytes());
            self.names.extend(hashes.into_iter().map(|(_, hash)| (hash, id)));
        }
        let kinds = person.documents.iter().map(|d| d.number.kind().word().to_owned());
        let fact = PersonRegistered { division: person.division, documents: kinds.collect() };
        tx.history("person", id.cast(), 1, "register", &fact)?;
        tx.fact(About::person(id).division(person.division), &fact)?;
        Ok(id)
    }

    async fn write(self, tx: &mut Tx) -> Result<()> {
        if self.people.is_empty() {
            return Ok(());
        }
        person::store::insert(tx, self.people.iter().copied()).await?;
        vault::store::insert(tx, self.vault).await?;
        vault::store::index_names(tx, self.names).await?;
        tx.claim(self.claims).await.map_err(raced)
    }
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
    let claim = |(_, hash)| Claim { kind: DOCUMENT, hash, subject: id.cast() };
    hashes.into_iter().map(claim).collect()
}

/// Who holds each of the documents; documents that nobody holds are absent.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn known_in<'d>(
    conn: &mut Conn,
    ring: &KeyRing,
    documents: &[&'d Document],
) -> Result<HashMap<&'d Document, PersonId>> {
    let mut hashes: Vec<(&Document, [u8; 32])> = Vec::with_capacity(documents.len());
    for document in documents {
        let text = document.index_text();
        let all = ring.blind_all(DOCUMENT, text.as_bytes());
        hashes.extend(all.into_iter().map(|(_, hash)| (*document, hash)));
    }
    let keys: Vec<[u8; 32]> = hashes.iter().map(|(_, hash)| *hash).collect();
    let found = directory::find_many(conn, DOCUMENT, &keys).await?;
    let holder = |(document, hash): (&'d Document, [u8; 32])| {
        found.get(&hash).map(|subject| (document, subject.cast()))
    };
    Ok(hashes.into_iter().filter_map(holder).collect())
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

/// A person's dossier, latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn evidence_in(conn: &mut Conn, person: PersonId) -> Result<Vec<EvidenceEntry>> {
    evidence::store::of_person(conn, person).await
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
