//! 统计: monthly figures by division, folded from the journal. Its tables can be thrown away and made
//! again from the facts; the result is the same.

mod fold;
pub mod measures;
mod store;

use ::store::{Conn, Store, Tx, journal};
use fold::{Fold, Key};
use futures_util::FutureExt as _;
use kernel::{BodyId, Ctx, DivisionCode, Home, Month, Result, SubjectId};
use std::collections::BTreeMap;

/// The name of this reader's cursors.
pub const READER: &str = "statistics";
/// Facts of one transaction.
const CHUNK: u32 = 1_000;

/// A figure for the month, from January on, and from the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// 本月
    pub month: i64,
    /// 本年累计
    pub year: i64,
    /// 累计
    pub total: i64,
}

/// Figures by measure and part; an empty part is the whole.
pub type Figures = BTreeMap<(String, String), Spans>;

/// Which divisions are counted: some, without others that lie in them.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Those that count, with all that lies in them.
    pub within: Vec<DivisionCode>,
    /// Those that do not, with all that lies in them.
    pub without: Vec<DivisionCode>,
}

impl Scope {
    /// Whether what lies in the division counts.
    pub fn covers(&self, division: DivisionCode) -> bool {
        let among = |list: &[DivisionCode]| list.iter().any(|one| one.covers(division));
        among(&self.within) && !among(&self.without)
    }
}

/// The use cases of this reader.
#[derive(Clone)]
pub struct Statistics {
    store: Store,
}

impl Statistics {
    /// The reader on a store.
    pub fn new(store: Store) -> Self {
        Statistics { store }
    }

    /// Takes in what the lanes have gained, one chunk of each. Gives the number of facts taken in; 0
    /// when it has come to the end.
    ///
    /// # Errors
    /// As [`Store::write`]; an internal problem for a fact that cannot be read.
    pub async fn follow(&self, ctx: &Ctx) -> Result<u64> {
        let (heads, cursors) = {
            let mut conn = self.store.read().await?;
            (journal::heads(&mut conn).await?, journal::cursors(&mut conn, READER).await?)
        };
        let mut taken = 0;
        for (home, head) in heads {
            let from = cursors.get(&home).copied().unwrap_or_default();
            if head > from {
                let done = self.store.write(ctx, None, move |tx| lane(tx, home, from).boxed());
                match done.await {
                    Ok(count) => taken += count,
                    // Another process has just taken the same facts in.
                    Err(problem) if problem.code() == "problem-changed-meanwhile" => {}
                    Err(problem) => return Err(problem),
                }
            }
        }
        Ok(taken)
    }

    /// Takes in everything that was recorded before the call.
    ///
    /// # Errors
    /// As [`Statistics::follow`].
    pub async fn catch_up(&self, ctx: &Ctx) -> Result<()> {
        while self.follow(ctx).await? > 0 {}
        Ok(())
    }

    /// Throws everything away and folds the journal again.
    ///
    /// # Errors
    /// As [`Statistics::follow`].
    pub async fn rebuild(&self, ctx: &Ctx) -> Result<()> {
        self.store
            .write(ctx, None, |tx| {
                async move {
                    store::clear(tx).await?;
                    journal::forget(tx, READER).await
                }
                .boxed()
            })
            .await?;
        self.catch_up(ctx).await
    }

    /// All figures as they are stored: lane, key and value.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn dump(&self) -> Result<Vec<(i64, Key, i64)>> {
        store::dump(&mut *self.store.read().await?).await
    }
}

/// The figures of a month in a scope, within the caller's transaction.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn figures_in(conn: &mut Conn, scope: &Scope, month: Month) -> Result<Figures> {
    store::figures(conn, scope, month).await
}

/// Takes in the next facts of a lane.
async fn lane(tx: &mut Tx, home: Home, from: i64) -> Result<u64> {
    let facts = journal::after(tx, home, from, CHUNK).await?;
    let Some(last) = facts.last() else { return Ok(0) };
    // First, so that of two processes only one goes on.
    journal::advance(tx, READER, home, from, last.seq).await?;
    let mut asked: Vec<SubjectId> = Vec::new();
    for fact in &facts {
        asked.extend(fold::asks(fact)?);
    }
    asked.sort();
    asked.dedup();
    let nowhere = facts.iter().filter(|fact| fact.division.is_none());
    let mut bodies: Vec<BodyId> = nowhere.filter_map(|fact| fact.body).collect();
    bodies.sort();
    bodies.dedup();
    // A body stays where it was registered.
    let bodies = organisations::public::bodies_in(tx, &bodies).await?;
    let mut fold = Fold {
        known: store::known(tx, home, &asked).await?,
        bodies: bodies.into_iter().map(|(id, body)| (id, body.division)).collect(),
        ..Fold::default()
    };
    for fact in &facts {
        fold.take(fact)?;
    }
    let Fold { known, learnt, added, .. } = fold;
    let learnt = learnt.into_iter().filter_map(|id| Some((id, known.get(&id)?.clone())));
    store::learn(tx, home, learnt.collect()).await?;
    store::add(tx, home, added).await?;
    Ok(facts.len() as u64)
}
