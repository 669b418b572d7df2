//! Asking for a correction, and deciding about it.

use super::store::{self, CorrectionRow};
use super::{Correction, CorrectionSaid, CorrectionState, Wanted};
use crate::facts::{CorrectionDecided, CorrectionRequested};
use crate::permissions::{CORRECTION_DECIDE, CORRECTION_REQUEST};
use crate::use_cases::{self, check_reason};
use crate::vault::{self, Personal, VaultRow};
use crate::whole::{survivor_in, whole_in};
use ::store::looked::Look;
use ::store::{About, Conn, Tx};
use authz::Object;
use crypto::KeyRing;
use kernel::{
    CorrectionId, Ctx, FieldProblem, Office, Page, PageRequest, PersonId, Problem, Random, Result,
};
use std::collections::HashMap;
use std::sync::Arc;

/// The name under which what is said is sealed.
const FIELD: &str = "correction";

fn seal(
    ring: &KeyRing,
    vault: &VaultRow,
    said: &CorrectionSaid,
    random: &Random,
) -> Result<Vec<u8>> {
    let key = ring.unwrap_person_key(&vault.person.bytes(), &vault.wrapped_key)?;
    Ok(key.seal(FIELD, &said.write()?, random))
}

fn open(ring: &KeyRing, vault: &VaultRow, row: &CorrectionRow) -> Result<CorrectionSaid> {
    let key = ring.unwrap_person_key(&vault.person.bytes(), &vault.wrapped_key)?;
    let plain = key.open(FIELD, &row.sealed)?;
    let wrong = || Problem::inconsistent("correction", "sealed", row.id);
    CorrectionSaid::read(plain.expose()).ok_or_else(wrong)
}

async fn vault_of(conn: &mut Conn, person: PersonId) -> Result<VaultRow> {
    let found = vault::store::find_many(conn, &[person]).await?.pop();
    found.ok_or_else(|| Problem::conflict("people-erased"))
}

fn object(row: &CorrectionRow) -> Object {
    Object::none().in_division(row.division)
}

/// What the record says now about what is to be corrected.
fn before(wanted: &Wanted, personal: &Personal) -> String {
    match wanted {
        Wanted::Name(_) => personal.name.reveal().to_owned(),
        Wanted::BirthDate(_) => personal.birth_on.map(|day| day.to_string()).unwrap_or_default(),
        Wanted::Phone(_) => personal.phone.clone().unwrap_or_default(),
        Wanted::Document(_) => String::new(),
    }
}

/// The person who is signed in asks for a correction of their own record.
pub(crate) async fn request(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    wanted: Wanted,
    reason: String,
) -> Result<CorrectionId> {
    let person = tx.ctx().actor.person().ok_or_else(Problem::not_found)?;
    let person = survivor_in(tx, person).await?;
    authz::permit(tx.ctx(), &CORRECTION_REQUEST, &Object::person(person))?;
    check_reason(&reason)?;
    tx.guard(vec![(person.home(), format!("person/{person}"))]).await?;
    let record = use_cases::record(tx, &ring, person).await?;
    let personal = record.personal.ok_or_else(|| Problem::conflict("people-erased"))?;
    wanted.check(&personal, tx.ctx().today())?;
    let waiting = store::of_people(tx, &record.records).await?;
    let same = |row: &CorrectionRow| {
        row.state == CorrectionState::Requested && row.field == wanted.field()
    };
    if waiting.iter().any(same) {
        return Err(Problem::conflict("people-correction-open"));
    }
    let said = CorrectionSaid {
        before: before(&wanted, &personal),
        wanted,
        reason,
        answer: String::new(),
    };
    let vault = vault_of(tx, person).await?;
    let (now, random) = (tx.now(), tx.random());
    let row = CorrectionRow {
        id: CorrectionId::new(person.home(), now, &random),
        version: 1,
        person,
        division: record.person.division,
        field: said.wanted.field().to_owned(),
        state: CorrectionState::Requested,
        sealed: seal(&ring, &vault, &said, &random)?,
        requested_at: now,
    };
    store::insert(tx, &row).await?;
    let fact = CorrectionRequested { field: row.field.clone() };
    tx.history("correction", row.id.cast(), 1, "request", &fact)?;
    let about = About::person(person).subject(row.id.cast()).division(row.division);
    tx.fact(about, &fact)?;
    Ok(row.id)
}

/// Loads a request for a change, after whoever else is at the person's record.
async fn load_to_change(tx: &mut Tx, id: CorrectionId) -> Result<CorrectionRow> {
    let row = store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    tx.guard(vec![(row.person.home(), format!("person/{}", row.person))]).await?;
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The person takes a request back.
pub(crate) async fn withdraw(tx: &mut Tx, id: CorrectionId) -> Result<()> {
    let row = load_to_change(tx, id).await?;
    let holder = survivor_in(tx, row.person).await?;
    authz::permit(tx.ctx(), &CORRECTION_REQUEST, &Object::person(holder))?;
    let state = row.state.clone().withdraw(tx.now())?;
    settle(tx, CorrectionRow { state, ..row }, "withdraw").await
}

/// An official accepts, and the record changes in the same step, or refuses with a reason.
pub(crate) async fn decide(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    (id, version): (CorrectionId, i64),
    accept: bool,
    answer: String,
) -> Result<()> {
    let row = load_to_change(tx, id).await?;
    authz::permit(tx.ctx(), &CORRECTION_DECIDE, &object(&row))?;
    let mine = tx.ctx().actor.person();
    if mine.is_some() && mine == Some(survivor_in(tx, row.person).await?) {
        return Err(Problem::conflict("people-correction-own"));
    }
    if row.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    if !accept && answer.trim().is_empty() {
        let missing = FieldProblem::new("answer", "people-correction-answer");
        return Err(Problem::fields(vec![missing]));
    }
    let state = row.state.clone().decide(accept, &tx.ctx().actor.word(), tx.now())?;
    let vault = vault_of(tx, row.person).await?;
    let said = CorrectionSaid { answer, ..open(&ring, &vault, &row)? };
    let sealed = seal(&ring, &vault, &said, &tx.random())?;
    if accept {
        apply(tx, &ring, row.person, &row, said.wanted).await?;
    }
    let word = if accept { "accept" } else { "refuse" };
    settle(tx, CorrectionRow { state, sealed, ..row }, word).await
}

/// The change itself, by the same use cases as at the window. The reason names the request, not its
/// words: they are sealed.
async fn apply(
    tx: &mut Tx,
    ring: &Arc<KeyRing>,
    person: PersonId,
    row: &CorrectionRow,
    wanted: Wanted,
) -> Result<()> {
    let (ring, reason) = (Arc::clone(ring), format!("correction {}", row.id));
    match wanted {
        Wanted::Name(name) => use_cases::correct_name(tx, ring, person, name, reason).await,
        Wanted::Document(document) => use_cases::add_document(tx, ring, person, document).await,
        Wanted::BirthDate(day) => {
            let change = |personal: &mut Personal| personal.birth_on = Some(day);
            use_cases::correct(tx, ring, person, "birth_date", change).await
        }
        Wanted::Phone(phone) => {
            let change = |personal: &mut Personal| personal.phone = Some(phone);
            use_cases::correct(tx, ring, person, "phone", change).await
        }
    }
}

async fn settle(tx: &mut Tx, row: CorrectionRow, word: &'static str) -> Result<()> {
    store::update(tx, &row).await?;
    let state = row.state.word().to_owned();
    let fact = CorrectionDecided { field: row.field.clone(), state };
    tx.history("correction", row.id.cast(), row.version + 1, word, &fact)?;
    let about = About::person(row.person).subject(row.id.cast()).division(row.division);
    tx.fact(about, &fact)
}

/// Rows with what was said in them.
async fn opened(
    conn: &mut Conn,
    ring: &KeyRing,
    rows: Vec<CorrectionRow>,
) -> Result<Vec<Correction>> {
    let mut people: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
    people.sort();
    people.dedup();
    let vaults = vault::store::find_many(conn, &people).await?;
    let vaults: HashMap<PersonId, VaultRow> =
        vaults.into_iter().map(|vault| (vault.person, vault)).collect();
    let shown = |row: CorrectionRow| {
        let said = vaults.get(&row.person).map(|vault| open(ring, vault, &row)).transpose()?;
        Ok(Correction {
            id: row.id,
            version: row.version,
            person: row.person,
            division: row.division,
            state: row.state,
            requested_at: row.requested_at,
            said,
        })
    };
    rows.into_iter().map(shown).collect()
}

/// The requests of the person who is signed in.
pub(crate) async fn own(conn: &mut Conn, ring: &KeyRing, ctx: &Ctx) -> Result<Vec<Correction>> {
    let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
    authz::permit(ctx, &CORRECTION_REQUEST, &Object::person(person))?;
    let records = whole_in(conn, person).await?.records;
    let rows = store::of_people(conn, &records).await?;
    opened(conn, ring, rows).await
}

/// A page of the requests of the actor's territory; each look is recorded with the one request.
pub(crate) async fn list(
    conn: &mut Conn,
    ring: &KeyRing,
    ctx: &Ctx,
    waiting: bool,
    page: &PageRequest,
) -> Result<Page<(Correction, Option<crate::PersonCard>)>> {
    authz::permit_somewhere(ctx, &CORRECTION_DECIDE)?;
    let territory = authz::territory_for(&ctx.actor, &CORRECTION_DECIDE);
    let rows = store::list(conn, waiting, &territory, page).await?;
    let rows = Page::from_rows(rows, page.limit(), store::cursor);
    let people: Vec<PersonId> = rows.items.iter().map(|row| row.person).collect();
    let cards = use_cases::cards(conn, ring, &people).await?;
    let cards: HashMap<PersonId, crate::PersonCard> =
        cards.into_iter().map(|card| (card.id, card)).collect();
    let items = opened(conn, ring, rows.items).await?;
    let items = items.into_iter().map(|one| {
        let card = cards.get(&one.person).cloned();
        (one, card)
    });
    Ok(Page { items: items.collect(), next: rows.next })
}

/// How many requests wait for the actor.
pub(crate) async fn count(conn: &mut Conn, ctx: &Ctx) -> Result<i64> {
    let territory = authz::territory_for(&ctx.actor, &CORRECTION_DECIDE);
    store::count(conn, &territory).await
}

/// Records the look at one request.
pub(crate) async fn look(tx: &mut Tx, id: CorrectionId) -> Result<()> {
    let row = store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let object = object(&row);
    authz::permit(tx.ctx(), &CORRECTION_DECIDE, &object)?;
    let office = match authz::acting_office(&tx.ctx().actor, &CORRECTION_DECIDE, &object) {
        Some(Office::Authority { id, .. }) => Some(id.cast()),
        Some(Office::Body(id)) => Some(id.cast()),
        Some(Office::Node) | None => None,
    };
    tx.looked(&Look {
        person: Some(row.person),
        office,
        action: CORRECTION_DECIDE.code,
        purpose: "correction".to_owned(),
        withheld_until: None,
    });
    Ok(())
}

/// One request for an official, and whether it is the actor's own. The look has been recorded.
pub(crate) async fn one(
    conn: &mut Conn,
    ring: &KeyRing,
    ctx: &Ctx,
    id: CorrectionId,
) -> Result<(Correction, Option<crate::PersonCard>, bool)> {
    let row = store::find(conn, id).await?.ok_or_else(Problem::not_found)?;
    authz::permit(ctx, &CORRECTION_DECIDE, &object(&row))?;
    let holder = survivor_in(conn, row.person).await?;
    let card = use_cases::cards(conn, ring, &[row.person]).await?.pop();
    let shown = opened(conn, ring, vec![row]).await?.pop().ok_or_else(Problem::not_found)?;
    Ok((shown, card, ctx.actor.person() == Some(holder)))
}
