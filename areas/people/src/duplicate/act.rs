//! What officials do about a pair: one proposes with a reason, another confirms or sends back.

use super::assignment::{Assigned, Assignments, Moved};
use super::store::{self, PairRow};
use super::{Link, Links, PairState, Verdict};
use crate::facts::{FactAssigned, PairChanged, RecordsMerged, RecordsParted};
use crate::permissions::{DUPLICATE_ASSIGN, DUPLICATE_CONFIRM, DUPLICATE_PROPOSE};
use crate::use_cases::check_reason;
use crate::vault::{self, VaultRow};
use ::store::journal::{self, Fact as _, FactRow};
use ::store::{About, Conn, FactRef, Tx};
use authz::{Action, Object};
use crypto::KeyRing;
use kernel::{Ctx, Instant, Office, PairId, PersonId, Problem, Random, Result, SubjectId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The name under which the acts of a pair are sealed.
const FIELD: &str = "pair-acts";

/// What is done about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PairAct {
    /// Says whether the two are one.
    Propose(Verdict),
    /// Says that a merge has to end.
    ProposeParting,
    /// Confirms what somebody else proposed.
    Confirm,
    /// Sends back what somebody else proposed.
    SendBack,
}

impl PairAct {
    /// The word in the history.
    pub fn word(self) -> &'static str {
        match self {
            PairAct::Propose(Verdict::SamePerson { .. }) => "propose_same",
            PairAct::Propose(Verdict::NotSamePerson) => "propose_distinct",
            PairAct::ProposeParting => "propose_parting",
            PairAct::Confirm => "confirm",
            PairAct::SendBack => "send_back",
        }
    }

    fn action(self) -> &'static Action {
        match self {
            PairAct::Propose(_) | PairAct::ProposeParting => &DUPLICATE_PROPOSE,
            PairAct::Confirm | PairAct::SendBack => &DUPLICATE_CONFIRM,
        }
    }
}

/// Facts with the record under which each shall be shown.
pub type Assigning = Vec<(FactRef, PersonId)>;

/// Who said what about a pair, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub what: String,
    pub by: String,
    pub office: Option<SubjectId>,
    pub at: Instant,
    pub reason: String,
}

pub(crate) fn seal_acts(
    ring: &KeyRing,
    vault: &VaultRow,
    acts: &[Said],
    random: &Random,
) -> Result<Vec<u8>> {
    let key = ring.unwrap_person_key(&vault.person.bytes(), &vault.wrapped_key)?;
    let plain = serde_json::to_vec(acts).map_err(Problem::internal)?;
    Ok(key.seal(FIELD, &plain, random))
}

pub(crate) fn open_acts(ring: &KeyRing, vault: &VaultRow, row: &PairRow) -> Result<Vec<Said>> {
    let key = ring.unwrap_person_key(&vault.person.bytes(), &vault.wrapped_key)?;
    let plain = key.open(FIELD, &row.acts)?;
    let wrong = |_| Problem::inconsistent("person_pair", "acts", row.id);
    serde_json::from_slice(plain.expose()).map_err(wrong)
}

/// What permission on a pair depends on: both records have to be the office's business.
pub(crate) fn permit(ctx: &Ctx, action: &Action, row: &PairRow) -> Result<()> {
    row.divisions
        .into_iter()
        .try_for_each(|division| authz::permit(ctx, action, &Object::none().in_division(division)))
}

async fn load(conn: &mut Conn, id: PairId) -> Result<PairRow> {
    store::find(conn, id).await?.ok_or_else(Problem::not_found)
}

/// Whoever is one of the two decides nothing about it.
pub(crate) fn is_concerned(ctx: &Ctx, row: &PairRow) -> bool {
    ctx.actor.person().is_some_and(|me| row.pair.both().contains(&me))
}

/// Loads a pair for a change, after whoever else is at one of its records.
async fn load_to_change(tx: &mut Tx, id: PairId, action: &Action) -> Result<PairRow> {
    let row = load(tx, id).await?;
    permit(tx.ctx(), action, &row)?;
    if is_concerned(tx.ctx(), &row) {
        return Err(Problem::conflict("people-pair-concerned"));
    }
    let guards = row.pair.both().map(|person| (person.home(), format!("person/{person}")));
    tx.guard(guards.to_vec()).await?;
    load(tx, id).await
}

pub(crate) async fn act(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    (id, version): (PairId, i64),
    act: PairAct,
    reason: String,
) -> Result<()> {
    let row = load_to_change(tx, id, act.action()).await?;
    if act != PairAct::Confirm {
        check_reason(&reason)?;
    }
    if row.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let vaults = vault::store::find_many(tx, &row.pair.both()).await?;
    let [first, _] = row.pair.both();
    let vault = vaults.iter().find(|vault| vault.person == first);
    let Some(vault) = vault.filter(|_| vaults.len() == 2) else {
        return Err(Problem::conflict("people-erased"));
    };
    let (by, now) = (tx.ctx().actor.word(), tx.now());
    let state = match act {
        PairAct::Propose(verdict) => row.state.clone().propose(row.pair, verdict, &by, now)?,
        PairAct::ProposeParting => row.state.clone().propose_parting(&by, now)?,
        PairAct::Confirm => row.state.clone().decide(true, &by, now)?,
        PairAct::SendBack => row.state.clone().decide(false, &by, now)?,
    };
    let mut acts = open_acts(&ring, vault, &row)?;
    let office = office(tx.ctx(), act.action(), &row);
    acts.push(Said { what: act.word().to_owned(), by, office, at: now, reason });
    let acts = seal_acts(&ring, vault, &acts, &tx.random())?;
    let after = PairRow { state, acts, changed_at: now, ..row.clone() };
    store::update(tx, &after).await?;
    told(tx, &after, act)?;
    follow(tx, &row, &after).await
}

/// The office for which the actor acts.
pub(crate) fn office(ctx: &Ctx, action: &Action, row: &PairRow) -> Option<SubjectId> {
    let object = Object::none().in_division(row.divisions[0]);
    match authz::acting_office(&ctx.actor, action, &object)? {
        Office::Authority { id, .. } => Some(id.cast()),
        Office::Body(id) => Some(id.cast()),
        Office::Node => None,
    }
}

fn told(tx: &mut Tx, row: &PairRow, act: PairAct) -> Result<()> {
    let fact = PairChanged {
        people: row.pair.both(),
        state: row.state.word().to_owned(),
        signs: row.signs.clone(),
    };
    tx.history("person_pair", row.id.cast(), row.version + 1, act.word(), &fact)?;
    tx.fact(About::home(row.id.home()).subject(row.id.cast()).division(row.divisions[0]), &fact)
}

/// The link follows the state.
async fn follow(tx: &mut Tx, before: &PairRow, after: &PairRow) -> Result<()> {
    let both = after.pair.both();
    match (&before.state, &after.state) {
        (PairState::Proposed { .. }, PairState::Merged { survivor, since }) => {
            let mut links = Links::new(store::links(tx, &both).await?);
            let merged = after.pair.other(*survivor).ok_or_else(Problem::not_found)?;
            let link = links.merge(merged, *survivor, *since)?;
            store::insert_link(tx, &link).await?;
            let fact = RecordsMerged { merged, survivor: *survivor, pair: after.id };
            both_told(tx, after, |tx, about| tx.fact(about, &fact))
        }
        (PairState::PartingProposed { .. }, PairState::Parted { survivor, until, .. }) => {
            let mut links = Links::new(store::links(tx, &both).await?);
            let merged = after.pair.other(*survivor).ok_or_else(Problem::not_found)?;
            let link = links.part(merged, *until)?;
            store::end_link(tx, &link).await?;
            let fact = RecordsParted { merged, survivor: *survivor, pair: after.id };
            both_told(tx, after, |tx, about| tx.fact(about, &fact))
        }
        _ => Ok(()),
    }
}

fn both_told(
    tx: &mut Tx,
    row: &PairRow,
    mut tell: impl FnMut(&mut Tx, About) -> Result<()>,
) -> Result<()> {
    let both = row.pair.both().into_iter().zip(row.divisions);
    both.into_iter().try_for_each(|(person, division)| {
        tell(tx, About::person(person).subject(row.id.cast()).division(division))
    })
}

/// The facts that a merge that has ended leaves open, with those decided about.
pub(crate) async fn assignments(
    conn: &mut Conn,
    row: &PairRow,
) -> Result<Option<(Assignments, Vec<FactRow>)>> {
    let PairState::Parted { survivor, since, until } = row.state else { return Ok(None) };
    let merged = row.pair.other(survivor).ok_or_else(Problem::not_found)?;
    let link = Link { merged, survivor, since, until: Some(until) };
    let facts = journal::of_person_between(conn, survivor, since, until).await?;
    let own = [RecordsMerged::KIND, RecordsParted::KIND, FactAssigned::KIND];
    let facts: Vec<FactRow> =
        facts.into_iter().filter(|fact| !own.contains(&fact.kind.as_str())).collect();
    let listed = facts.iter().map(|fact| (fact.origin, fact.at));
    let mut all = Assignments::of(&link, listed)?;
    for one in store::moved(conn, &[survivor]).await? {
        let to = if one.shown { one.person } else { one.other };
        all.decided(one.fact, Assigned { to, at: one.at });
    }
    Ok(Some((all, facts)))
}

/// Decides under which of the two records facts are shown that were recorded while they were merged.
/// What is about the same record, such as a certificate issued and then suspended, goes together.
pub(crate) async fn assign(tx: &mut Tx, id: PairId, assigning: Assigning) -> Result<()> {
    let row = load_to_change(tx, id, &DUPLICATE_ASSIGN).await?;
    let listed = assignments(tx, &row).await?;
    let (mut all, facts) = listed.ok_or_else(|| Problem::conflict("people-assign-merged"))?;
    let now = tx.now();
    let mut version = row.version;
    for (fact, to) in assigning {
        let named = facts.iter().find(|one| one.origin == fact).ok_or_else(Problem::not_found)?;
        let subject = named.subject;
        let together = facts
            .iter()
            .filter(|one| one.origin == fact || (subject.is_some() && one.subject == subject));
        let mut moved = Vec::new();
        for one in together {
            match all.assign(one.origin, to, now) {
                Ok(assigned) => moved.extend(seen(&row, one, assigned)),
                Err(problem) if problem.code() == "people-assign-same" => {}
                Err(problem) => return Err(problem),
            }
        }
        if moved.is_empty() {
            continue;
        }
        let number = tx.next_numbers(fact.home, "person-fact", 1).await?;
        store::insert_moved(tx, &moved, number).await?;
        version += 1;
        let told = FactAssigned { pair: row.id, facts: distinct(&moved), to };
        tx.history("person_pair", row.id.cast(), version, "assign", &told)?;
        both_told(tx, &row, |tx, about| tx.fact(about, &told))?;
        let counted = PairRow { version: version - 1, changed_at: now, ..row.clone() };
        store::update(tx, &counted).await?;
    }
    Ok(())
}

/// A decision as both records see it.
fn seen(row: &PairRow, fact: &FactRow, Assigned { to, at }: Assigned) -> [Moved; 2] {
    let [first, second] = row.pair.both();
    [(first, second), (second, first)].map(|(person, other)| Moved {
        person,
        other,
        fact: fact.origin,
        subject: fact.subject,
        shown: person == to,
        at,
    })
}

fn distinct(moved: &[Moved]) -> Vec<(i64, i64)> {
    moved.iter().step_by(2).map(|one| (one.fact.node, one.fact.seq)).collect()
}
