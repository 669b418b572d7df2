//! The use cases, each inside the transaction that the facade has opened.

use crate::evidence::{self, EvidenceEntry};
use crate::facts;
use crate::jobs::{FIND_DUPLICATES, FindDuplicates};
use crate::mask::{Disclosure, mask_phone};
use crate::name::PersonName;
use crate::permissions::{self, PERSON_FIND, PERSON_OPEN, PERSON_UNMASK};
use crate::person::{self, Person, PersonState};
use crate::public::{self, DOCUMENT, personal_in};
use crate::vault::{self, Document, Personal, VaultRow, name_index_text};
use crate::whole::{survivor_in, survivors_in, whole_in};
use authz::Object;
use crypto::{KeyRing, KeyUse};
use kernel::{
    CivilDate, DivisionCode, FieldProblem, Instant, Office, PersonId, Problem, Result, SubjectId,
};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::looked::Look;
use store::{About, Conn, Tx, directory, error};

/// How somebody is looked for.
#[derive(Clone)]
pub(crate) enum Search {
    Document(Document),
    Name(PersonName, CivilDate),
}

/// A person as a list shows them: masked.
#[derive(Clone, Debug)]
pub struct PersonCard {
    /// Who.
    pub id: PersonId,
    /// The name, masked.
    pub name: String,
    /// The first document's kind and number, masked.
    pub document: Option<(crate::document::DocumentKind, String)>,
    /// The division whose offices are responsible.
    pub division: DivisionCode,
    /// Since when.
    pub registered_at: Instant,
}

/// A person's whole record. Whoever shows it decides, by what was permitted, what to mask.
#[derive(Clone, Debug)]
pub struct PersonRecord {
    /// The record itself.
    pub person: Person,
    /// What identifies the person; absent once erased.
    pub personal: Option<Personal>,
    /// The dossier, latest first.
    pub evidence: Vec<EvidenceEntry>,
    /// The record and those merged into it, the surviving one first.
    pub records: Vec<PersonId>,
}

impl PersonRecord {
    /// The phone number for a clerk.
    pub fn masked_phone(&self) -> Option<String> {
        self.personal.as_ref().and_then(|p| p.phone.as_deref()).map(mask_phone)
    }
}

/// What permission on a person depends on.
fn object(person: &Person) -> Object {
    Object::person(person.id).in_division(person.division)
}

/// The office for which the actor looks, as the record of looks names it.
fn office(tx: &Tx, action: &authz::Action, object: &Object) -> Option<SubjectId> {
    match authz::acting_office(&tx.ctx().actor, action, object)? {
        Office::Node => None,
        Office::Authority { id, .. } => Some(id.cast()),
        Office::Body(id) => Some(id.cast()),
    }
}

pub(crate) fn check_reason(reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Problem::fields(vec![FieldProblem::new("reason", "people-reason")]));
    }
    Ok(())
}

/// Finds people and records the look: one entry for a person found, one without a person for a
/// search that found none or several.
pub(crate) async fn find(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    search: Search,
    purpose: String,
) -> Result<Vec<PersonId>> {
    if authz::territory_for(&tx.ctx().actor, &PERSON_FIND).is_empty() {
        // Refuses with the right reason: not signed in, or no post that may look.
        authz::permit(tx.ctx(), &PERSON_FIND, &Object::none())?;
    }
    check_reason(&purpose)?;
    let ids: Vec<PersonId> = match &search {
        Search::Document(document) => {
            let known = public::known_in(tx, &ring, &[document]).await?;
            known.into_values().collect()
        }
        Search::Name(name, birth_on) => {
            let text = name_index_text(name, *birth_on);
            let hashes = ring.blind_all("name", text.as_bytes());
            let hashes: Vec<[u8; 32]> = hashes.into_iter().map(|(_, hash)| hash).collect();
            let named = vault::store::named(tx, &hashes).await?;
            let survivors = survivors_in(tx, &named).await?;
            let found = named.iter().map(|id| survivors.get(id).unwrap_or(id)).copied();
            found.collect::<BTreeSet<_>>().into_iter().collect()
        }
    };
    let people = person::store::find_many(tx, &ids).await?;
    let mut seen: Vec<PersonId> = Vec::new();
    let mut acting = None;
    for person in &people {
        if authz::permit(tx.ctx(), &PERSON_FIND, &object(person)).is_ok() {
            acting = acting.or_else(|| office(tx, &PERSON_FIND, &object(person)));
            seen.push(person.id);
        }
    }
    let person = match seen.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    tx.looked(&Look {
        person,
        office: acting,
        action: PERSON_FIND.code,
        purpose,
        withheld_until: None,
    });
    Ok(seen)
}

pub(crate) async fn cards(
    conn: &mut Conn,
    ring: &KeyRing,
    ids: &[PersonId],
) -> Result<Vec<PersonCard>> {
    let people = public::people_in(conn, ids).await?;
    let personal = personal_in(conn, ring, ids).await?;
    let card = |id: &PersonId| {
        let (person, personal) = (people.get(id)?, personal.get(id)?);
        let document = personal
            .documents
            .first()
            .map(|document| (document.number.kind(), document.number.masked(Disclosure::Clerk)));
        Some(PersonCard {
            id: *id,
            name: personal.name.masked(),
            document,
            division: person.division,
            registered_at: person.registered_at,
        })
    };
    Ok(ids.iter().filter_map(card).collect())
}

async fn load(tx: &mut Tx, id: PersonId) -> Result<Person> {
    person::store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Decides whether the record may be opened and records the look. People looking at their own
/// record leave no entry.
pub(crate) async fn look(tx: &mut Tx, id: PersonId, purpose: String, unmask: bool) -> Result<()> {
    let id = survivor_in(tx, id).await?;
    let person = load(tx, id).await?;
    let action = if unmask { &PERSON_UNMASK } else { &PERSON_OPEN };
    authz::permit(tx.ctx(), action, &object(&person))?;
    if tx.ctx().actor.person() == Some(id) {
        return Ok(());
    }
    check_reason(&purpose)?;
    let office = office(tx, action, &object(&person));
    tx.looked(&Look {
        person: Some(id),
        office,
        action: action.code,
        purpose,
        withheld_until: None,
    });
    Ok(())
}

/// The record under which a person is found, with what those merged into it add.
pub(crate) async fn record(conn: &mut Conn, ring: &KeyRing, id: PersonId) -> Result<PersonRecord> {
    let whole = whole_in(conn, id).await?;
    let person = person::store::find(conn, whole.person).await?.ok_or_else(Problem::not_found)?;
    let mut all = personal_in(conn, ring, &whole.records).await?;
    let mut personal = all.remove(&whole.person);
    if let Some(personal) = &mut personal {
        for other in whole.records.iter().filter_map(|id| all.remove(id)) {
            let new = other.documents.into_iter().filter(|d| !personal.documents.contains(d));
            let new: Vec<Document> = new.collect();
            personal.documents.extend(new);
            personal.phone = personal.phone.take().or(other.phone);
        }
    }
    let evidence = evidence::of_whole(conn, &whole).await?;
    let records = whole.records;
    Ok(PersonRecord { person, personal, evidence, records })
}

/// Loads a person with everything sealed, for a change.
async fn open(
    tx: &mut Tx,
    ring: &KeyRing,
    id: PersonId,
    action: &authz::Action,
) -> Result<(Person, VaultRow, Personal)> {
    let person = load(tx, id).await?;
    authz::permit(tx.ctx(), action, &object(&person))?;
    person.state.erase()?; // an erased person can be neither changed nor erased again
    let row = vault::store::find_many(tx, &[id]).await?.pop();
    let row = row.ok_or_else(|| Problem::inconsistent("person_vault", "person", id))?;
    let personal = Personal::open(ring, &row)?;
    Ok((person, row, personal))
}

async fn reseal(tx: &mut Tx, ring: &KeyRing, row: &VaultRow, personal: &Personal) -> Result<()> {
    let key = ring.unwrap_person_key(&row.person.bytes(), &row.wrapped_key)?;
    let sealed = personal.seal(&key, &tx.random())?;
    vault::store::reseal(tx, row.person, sealed).await
}

pub(crate) async fn add_document(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    id: PersonId,
    document: Document,
) -> Result<()> {
    let id = survivor_in(tx, id).await?;
    let (person, row, mut personal) = open(tx, &ring, id, &permissions::PERSON_CORRECT).await?;
    let taken = |problem: Problem| match problem.code() {
        error::EXISTS => Problem::conflict("people-document-taken"),
        _ => problem,
    };
    tx.claim(public::claims(&ring, &document.index_text(), id)).await.map_err(taken)?;
    let kind = document.number.kind().word().to_owned();
    personal.documents.push(document);
    reseal(tx, &ring, &row, &personal).await?;
    person::store::touch(tx, &person, PersonState::Active).await?;
    search_later(tx, vec![id]).await?;
    let fact = facts::DocumentAdded { document: kind };
    tx.history("person", id.cast(), person.version + 1, "add-document", &fact)?;
    tx.fact(About::person(id).division(person.division), &fact)
}

/// Everything under which a person stands in the index of names and phones.
pub(crate) fn index_hashes(ring: &KeyRing, personal: &Personal) -> Vec<[u8; 32]> {
    let name = personal.name_index_text().map(|text| ring.blind_all("name", text.as_bytes()));
    let phone = personal.phone_index_text().map(|text| ring.blind_all("phone", text.as_bytes()));
    let all = name.into_iter().chain(phone).flatten();
    all.map(|(_, hash)| hash).collect()
}

pub(crate) async fn correct_name(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    id: PersonId,
    name: PersonName,
    reason: String,
) -> Result<()> {
    check_reason(&reason)?;
    let id = survivor_in(tx, id).await?;
    let (person, row, mut personal) = open(tx, &ring, id, &permissions::PERSON_CORRECT).await?;
    vault::store::forget_name(tx, &index_hashes(&ring, &personal), id).await?;
    personal.name = name;
    let hashes = index_hashes(&ring, &personal).into_iter().map(|hash| (hash, id)).collect();
    vault::store::index_names(tx, hashes).await?;
    reseal(tx, &ring, &row, &personal).await?;
    person::store::touch(tx, &person, PersonState::Active).await?;
    search_later(tx, vec![id]).await?;
    let fact = facts::NameCorrected { reason };
    tx.history("person", id.cast(), person.version + 1, "correct-name", &fact)?;
    tx.fact(About::person(id).division(person.division), &fact)
}

/// Corrects something that is neither name nor document.
pub(crate) async fn correct(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    id: PersonId,
    field: &'static str,
    change: impl FnOnce(&mut Personal),
) -> Result<()> {
    let id = survivor_in(tx, id).await?;
    let (person, row, mut personal) = open(tx, &ring, id, &permissions::PERSON_CORRECT).await?;
    vault::store::forget_name(tx, &index_hashes(&ring, &personal), id).await?;
    change(&mut personal);
    let hashes = index_hashes(&ring, &personal).into_iter().map(|hash| (hash, id)).collect();
    vault::store::index_names(tx, hashes).await?;
    reseal(tx, &ring, &row, &personal).await?;
    person::store::touch(tx, &person, PersonState::Active).await?;
    search_later(tx, vec![id]).await?;
    let fact = facts::RecordCorrected { field: field.to_owned() };
    tx.history("person", id.cast(), person.version + 1, "correct", &fact)?;
    tx.fact(About::person(id).division(person.division), &fact)
}

/// Looks soon for other records of these humans.
pub(crate) async fn search_later(tx: &mut Tx, people: Vec<PersonId>) -> Result<()> {
    let now = tx.now();
    tx.enqueue(FIND_DUPLICATES, &FindDuplicates::of(people), now).await.map(|_| ())
}

/// Erases all records of the human: what is merged is of the same one.
pub(crate) async fn erase(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    id: PersonId,
    reason: String,
) -> Result<()> {
    check_reason(&reason)?;
    for record in whole_in(tx, id).await?.records {
        erase_one(tx, &ring, record, &reason).await?;
    }
    Ok(())
}

async fn erase_one(tx: &mut Tx, ring: &KeyRing, id: PersonId, reason: &str) -> Result<()> {
    let (person, _, personal) = open(tx, ring, id, &permissions::PERSON_ERASE).await?;
    vault::store::forget_name(tx, &index_hashes(ring, &personal), id).await?;
    for document in &personal.documents {
        for (_, hash) in ring.blind_all(DOCUMENT, document.index_text().as_bytes()) {
            directory::release(tx, DOCUMENT, hash, id.home()).await?;
        }
    }
    vault::store::delete(tx, id).await?;
    let state = person.state.erase()?;
    person::store::touch(tx, &person, state).await?;
    tx.history("person", id.cast(), person.version + 1, "erase", &json!({ "reason": reason }))?;
    tx.fact(
        About::person(id).division(person.division),
        &facts::PersonErased { reason: reason.to_owned() },
    )
}

pub(crate) async fn rotate_vault(tx: &mut Tx, ring: Arc<KeyRing>, limit: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &permissions::VAULT_ROTATE, &Object::none())?;
    let version = ring.current_version(KeyUse::Vault).number();
    let random = tx.random();
    let rows = vault::store::wrapped_under_older(tx, version, limit).await?;
    let count = rows.len() as u64;
    let rewrapped: Result<Vec<_>> = rows
        .into_iter()
        .map(|row| {
            let again = ring.rewrap_person_key(&random, &row.person.bytes(), &row.wrapped_key)?;
            Ok((row.person, again.unwrap_or(row.wrapped_key)))
        })
        .collect();
    vault::store::rewrap(tx, version, rewrapped?).await?;
    Ok(count)
}
