//! Finding pairs by rules: people who share a blind index of name or phone with birth date are opened
//! and compared.

use super::act::seal_acts;
use super::store::{self, PairRow};
use super::{Likeness, Pair, PairState};
use crate::facts::PairChanged;
use crate::public::people_in;
use crate::use_cases::index_hashes;
use crate::vault::{self, Personal, VaultRow};
use ::store::{About, Tx};
use crypto::KeyRing;
use kernel::{DivisionCode, PairId, PersonId, Problem, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// People whose records are open.
type Opened = HashMap<PersonId, (VaultRow, Personal)>;

async fn opened(tx: &mut Tx, ring: &KeyRing, ids: &[PersonId]) -> Result<Opened> {
    let rows = vault::store::find_many(tx, ids).await?;
    let open = |row: VaultRow| Ok((row.person, (Personal::open(ring, &row)?, row)));
    let open = rows.into_iter().map(open).collect::<Result<Vec<_>>>()?;
    Ok(open.into_iter().map(|(id, (personal, row))| (id, (row, personal))).collect())
}

/// Looks for records of the same humans as these, and keeps the pairs worth a look. Gives how many
/// pairs are new or came back. Doing it twice finds nothing twice.
pub(crate) async fn search(tx: &mut Tx, ring: &KeyRing, people: &[PersonId]) -> Result<u64> {
    let mut known = opened(tx, ring, people).await?;
    let mut keyed: BTreeMap<[u8; 32], Vec<PersonId>> = BTreeMap::new();
    for (id, (_, personal)) in &known {
        for hash in index_hashes(ring, personal) {
            keyed.entry(hash).or_default().push(*id);
        }
    }
    let hashes: Vec<[u8; 32]> = keyed.keys().copied().collect();
    let mut pairs = BTreeSet::new();
    for (hash, other) in vault::store::sharing(tx, &hashes).await? {
        for one in keyed.get(&hash).into_iter().flatten().filter(|one| **one != other) {
            pairs.insert(Pair::new(*one, other)?);
        }
    }
    let others: BTreeSet<PersonId> = pairs.iter().flat_map(|pair| pair.both()).collect();
    let others: Vec<PersonId> = others.into_iter().filter(|id| !known.contains_key(id)).collect();
    known.extend(opened(tx, ring, &others).await?);
    let alike = pairs.into_iter().filter_map(|pair| {
        let [one, other] = pair.both().map(|id| known.get(&id).map(|(_, personal)| personal));
        let likeness = Likeness::of(one?, other?);
        likeness.is_worth_a_look().then_some((pair, likeness))
    });
    let alike: Vec<(Pair, Likeness)> = alike.collect();
    keep(tx, ring, &known, alike).await
}

/// Keeps the pairs: new ones, and decided ones about which something has changed.
async fn keep(
    tx: &mut Tx,
    ring: &KeyRing,
    known: &Opened,
    alike: Vec<(Pair, Likeness)>,
) -> Result<u64> {
    let pairs: Vec<Pair> = alike.iter().map(|(pair, _)| *pair).collect();
    let stored = store::find_many(tx, &pairs).await?;
    let mut stored: HashMap<Pair, PairRow> =
        stored.into_iter().map(|row| (row.pair, row)).collect();
    let ids: Vec<PersonId> = pairs.iter().flat_map(|pair| pair.both()).collect();
    let divisions: HashMap<PersonId, DivisionCode> =
        people_in(tx, &ids).await?.into_iter().map(|(id, person)| (id, person.division)).collect();
    let (now, mut found) = (tx.now(), 0);
    for (pair, likeness) in alike {
        let Some(mut row) = stored.remove(&pair) else {
            insert(tx, ring, known, &divisions, pair, likeness).await?;
            found += 1;
            continue;
        };
        let changed = row.signs != likeness.signs;
        let state = PairState::found(Some(row.state.clone()), changed, now);
        let came_back = state != row.state;
        if came_back || changed {
            row.signs = likeness.signs;
            row.state = state;
            row.changed_at = now;
            store::update(tx, &row).await?;
            told(tx, &row, row.version + 1)?;
            found += u64::from(came_back);
        }
    }
    Ok(found)
}

async fn insert(
    tx: &mut Tx,
    ring: &KeyRing,
    known: &Opened,
    divisions: &HashMap<PersonId, DivisionCode>,
    pair: Pair,
    likeness: Likeness,
) -> Result<()> {
    let [first, second] = pair.both();
    let (vault, _) = known.get(&first).ok_or_else(|| Problem::internal("a pair of nobody"))?;
    let division = |id| {
        let found = divisions.get(&id).copied();
        found.ok_or_else(|| Problem::inconsistent("person_vault", "person", id))
    };
    let now = tx.now();
    let row = PairRow {
        id: PairId::new(first.home(), now, &tx.random()),
        pair,
        version: 1,
        divisions: [division(first)?, division(second)?],
        state: PairState::found(None, false, now),
        signs: likeness.signs,
        acts: seal_acts(ring, vault, &[], &tx.random())?,
        changed_at: now,
    };
    store::insert(tx, &row).await?;
    told(tx, &row, 1)
}

fn told(tx: &mut Tx, row: &PairRow, version: i64) -> Result<()> {
    let fact = PairChanged {
        people: row.pair.both(),
        state: row.state.word().to_owned(),
        signs: row.signs.clone(),
    };
    tx.history("person_pair", row.id.cast(), version, "find", &fact)?;
    tx.fact(About::home(row.id.home()).subject(row.id.cast()).division(row.divisions[0]), &fact)
}
