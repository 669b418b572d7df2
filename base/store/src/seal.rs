//! Seals: a Merkle root (RFC 6962) over a closed range of a lane, chained to the seal before it. A
//! changed, lost or inserted fact shows when the seals are checked, for instance after a restore.

use crate::args;
use crate::conn::Conn;
use crate::journal::{self, FactRow};
use crate::open::Store;
use crate::tx::Tx;
use futures_util::FutureExt as _;
use kernel::{Ctx, Home, Problem, Result};
use std::collections::BTreeMap;

/// The digest of the crypto profile.
pub type Digest = fn(&[u8]) -> [u8; 32];

/// Facts covered by one seal, at most.
const MOST_FACTS: u32 = 2000;

/// Seals what stands in the lanes since their last seals, at most one range for each lane. Gives the
/// number of facts sealed.
///
/// # Errors
/// As [`Store::write`].
pub async fn seal_lanes(store: &Store, ctx: &Ctx, digest: Digest) -> Result<i64> {
    let mut reader = store.read().await?;
    let heads = journal::heads(&mut reader).await?;
    let sealed = last_seals(&mut reader).await?;
    drop(reader);
    let mut count = 0;
    for (home, head) in heads {
        let (from, _) = sealed.get(&home).copied().unwrap_or((0, [0; 32]));
        if head > from {
            count += store.write(ctx, None, move |tx| seal_lane(tx, home, digest).boxed()).await?;
        }
    }
    Ok(count)
}

/// How many facts no seal covers yet.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn unsealed(conn: &mut Conn) -> Result<i64> {
    let sealed = last_seals(conn).await?;
    let heads = journal::heads(conn).await?;
    let open =
        heads.into_iter().map(|(home, head)| head - sealed.get(&home).map_or(0, |(upto, _)| *upto));
    Ok(open.sum())
}

async fn last_seals(conn: &mut Conn) -> Result<BTreeMap<Home, (i64, [u8; 32])>> {
    // fan-out: the last seal of every lane; there are 256
    let sql = "SELECT s.home, s.upto_seq, s.root FROM seal s
               JOIN (SELECT home, MAX(upto_seq) AS upto FROM seal GROUP BY home) last
                 ON last.home = s.home AND last.upto = s.upto_seq";
    let rows = conn.fetch_all(sql, args![]).await?;
    rows.iter()
        .map(|row| Ok((row.get("home")?, (row.get("upto_seq")?, row.get("root")?))))
        .collect()
}

async fn seal_lane(tx: &mut Tx, home: Home, digest: Digest) -> Result<i64> {
    let sql = "SELECT upto_seq, root FROM seal WHERE home = $1 ORDER BY upto_seq DESC LIMIT 1";
    let last = tx.fetch_optional(sql, args![home]).await?;
    let (from, previous) = match last {
        Some(row) => (row.get::<i64>("upto_seq")?, row.get("root")?),
        None => (0, [0; 32]),
    };
    let facts = journal::after(tx, home, from, MOST_FACTS).await?;
    let Some(last) = facts.last() else { return Ok(0) };
    let upto = last.seq;
    let root = chained_root(&facts, previous, digest);
    let now = tx.now();
    // Two processes sealing the same range meet at the primary key: one of them seals.
    let columns = &["home", "upto_seq", "from_seq", "root", "previous", "sealed_at"];
    let row = args![home, upto, from + 1, root, previous, now];
    tx.insert_new("seal", columns, &["home", "upto_seq"], vec![row]).await?;
    Ok(upto - from)
}

fn chained_root(facts: &[FactRow], previous: [u8; 32], digest: Digest) -> [u8; 32] {
    let leaves: Vec<[u8; 32]> = facts.iter().map(|fact| digest(&leaf(fact))).collect();
    let mut chained = previous.to_vec();
    chained.extend(root(&leaves, digest));
    digest(&chained)
}

/// The root of RFC 6962 over hashed leaves.
fn root(leaves: &[[u8; 32]], digest: Digest) -> [u8; 32] {
    match leaves {
        [] => digest(&[]),
        [one] => *one,
        many => {
            let split = many.len().next_power_of_two() / 2;
            let mut node = vec![1u8];
            node.extend(root(&many[..split], digest));
            node.extend(root(&many[split..], digest));
            digest(&node)
        }
    }
}

/// A fact as bytes: every field with its length before it, so that no two facts look alike.
fn leaf(fact: &FactRow) -> Vec<u8> {
    let mut bytes = vec![0u8];
    let mut field = |content: &[u8]| {
        bytes.extend((content.len() as u64).to_be_bytes());
        bytes.extend(content);
    };
    field(&[fact.home.0]);
    field(&fact.seq.to_be_bytes());
    field(fact.kind.as_bytes());
    field(&fact.version.to_be_bytes());
    field(&fact.at.micros().to_be_bytes());
    field(fact.actor.as_bytes());
    field(fact.request.as_bytes());
    field(&fact.person.map_or(Vec::new(), |id| id.bytes().to_vec()));
    field(&fact.body.map_or(Vec::new(), |id| id.bytes().to_vec()));
    field(&fact.subject.map_or(Vec::new(), |id| id.bytes().to_vec()));
    field(&fact.division.map_or(0, |d| d.number()).to_be_bytes());
    field(fact.rule.as_deref().unwrap_or_default().as_bytes());
    let corrects = fact.corrects.map_or((0, 0), |old| (old.node, old.seq));
    field(&corrects.0.to_be_bytes());
    field(&corrects.1.to_be_bytes());
    field(&fact.origin.node.to_be_bytes());
    field(&fact.origin.seq.to_be_bytes());
    field(fact.data.to_string().as_bytes());
    bytes
}

/// What a check of the journal found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalCheck {
    /// Facts read.
    pub facts: i64,
    /// Seals checked.
    pub seals: i64,
    /// What is wrong, in words for the operator.
    pub faults: Vec<String>,
}

/// Reads the whole journal: no gaps, counters equal the last numbers, every seal holds.
///
/// # Errors
/// As [`Conn::fetch_all`]. What is wrong with the data is in the answer.
pub async fn check_journal(conn: &mut Conn, digest: Digest) -> Result<JournalCheck> {
    let mut found = JournalCheck::default();
    for (home, head) in journal::heads(conn).await? {
        check_lane(conn, home, head, digest, &mut found).await?;
    }
    Ok(found)
}

async fn check_lane(
    conn: &mut Conn,
    home: Home,
    head: i64,
    digest: Digest,
    found: &mut JournalCheck,
) -> Result<()> {
    let sql = "SELECT upto_seq, from_seq, root, previous FROM seal WHERE home = $1
               ORDER BY upto_seq";
    let seals = conn.fetch_all(sql, args![home]).await?;
    let mut seq = 0;
    let mut previous = [0u8; 32];
    for seal in &seals {
        let upto: i64 = seal.get("upto_seq")?;
        let count = u32::try_from(upto - seq).map_err(Problem::internal)?;
        let facts = journal::after(conn, home, seq, count).await?;
        check_numbers(&facts, home, seq, found);
        let root: [u8; 32] = seal.get("root")?;
        if seal.get::<[u8; 32]>("previous")? != previous
            || chained_root(&facts, previous, digest) != root
        {
            found.faults.push(format!("lane {home}: the seal up to {upto} does not hold"));
        }
        found.seals += 1;
        previous = root;
        seq = upto;
    }
    loop {
        let facts = journal::after(conn, home, seq, MOST_FACTS).await?;
        check_numbers(&facts, home, seq, found);
        match facts.last() {
            Some(last) => seq = last.seq,
            None => break,
        }
    }
    if seq != head {
        found.faults.push(format!("lane {home}: the counter says {head}, the last fact is {seq}"));
    }
    Ok(())
}

fn check_numbers(facts: &[FactRow], home: Home, before: i64, found: &mut JournalCheck) {
    found.facts += facts.len() as i64;
    for (fact, expected) in facts.iter().zip(before + 1..) {
        if fact.seq != expected {
            found.faults.push(format!("lane {home}: {} stands where {expected} must", fact.seq));
            return;
        }
    }
}
