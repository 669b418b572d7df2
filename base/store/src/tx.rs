//! One write transaction: statements, and the history and facts that go with them.

use crate::conn::Conn;
use crate::journal::{About, Fact, FactRef, PendingFact};
use crate::value::Value;
use crate::{args, directory, journal};
use kernel::{Ctx, Home, Instant, LookId, Problem, Random, Result, SubjectId};
use std::ops::{Deref, DerefMut};

/// A transaction that will be committed as a whole or not at all.
///
/// Statements run on it as on a [`Conn`]. Facts and history are collected and written at the end,
/// after which only the lane counters are bumped: so a lane is locked for the shortest time.
pub struct Tx {
    conn: Conn,
    ctx: Ctx,
    facts: Vec<PendingFact>,
    history: Vec<Vec<Value>>,
    looks: Vec<Vec<Value>>,
    pub(crate) enqueued: bool,
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

const HISTORY: &[&str] =
    &["home", "subject", "version", "kind", "action", "at", "actor", "request", "data"];
const LOOKED: &[&str] = &[
    "home",
    "id",
    "person",
    "at",
    "actor",
    "office",
    "action",
    "purpose",
    "request",
    "withheld_until",
];

impl Tx {
    pub(crate) fn new(conn: Conn, ctx: Ctx) -> Self {
        Tx { conn, ctx, facts: Vec::new(), history: Vec::new(), looks: Vec::new(), enqueued: false }
    }

    pub(crate) fn into_conn(self) -> Conn {
        self.conn
    }

    /// The context of the request.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// The instant of the request.
    pub fn now(&self) -> Instant {
        self.ctx.now
    }

    /// The source of randomness of the request.
    pub fn random(&self) -> Random {
        self.ctx.random.clone()
    }

    /// Adds a fact to the journal, in the lane of `about.home`.
    ///
    /// # Errors
    /// An internal problem when the fact cannot be written as JSON.
    pub fn fact<F: Fact>(&mut self, about: About, fact: &F) -> Result<()> {
        let pending = PendingFact::new::<F>(about, fact, None)?;
        self.facts.push(pending);
        Ok(())
    }

    /// Adds a fact that corrects an earlier one of the same lane.
    ///
    /// # Errors
    /// As [`Tx::fact`].
    pub fn correction<F: Fact>(&mut self, about: About, fact: &F, old: FactRef) -> Result<()> {
        let pending = PendingFact::new::<F>(about, fact, Some(old))?;
        self.facts.push(pending);
        Ok(())
    }

    /// Records a new version of a row: what was done and the state after it. `state` holds no
    /// personal data.
    ///
    /// # Errors
    /// An internal problem when the state cannot be written as JSON.
    pub fn history(
        &mut self,
        kind: &'static str,
        subject: SubjectId,
        version: i64,
        action: &str,
        state: &impl serde::Serialize,
    ) -> Result<()> {
        let data = serde_json::to_string(state).map_err(Problem::internal)?;
        self.history.push(args![
            subject.home(),
            subject,
            version,
            kind,
            action,
            self.ctx.now,
            self.ctx.actor.word(),
            &*self.ctx.request,
            data,
        ]);
        Ok(())
    }

    /// Records that somebody looks at a person's record, or at a list when `person` is absent.
    pub fn looked(&mut self, look: &crate::looked::Look) {
        let home = look.person.map_or(Home::NODE, |person| person.home());
        let id = LookId::new(home, self.ctx.now, &self.ctx.random);
        self.looks.push(args![
            home,
            id,
            look.person,
            self.ctx.now,
            self.ctx.actor.word(),
            look.office,
            look.action,
            look.purpose.as_str(),
            &*self.ctx.request,
            look.withheld_until,
        ]);
    }

    /// Claims globally unique keys. See [`directory::claim`].
    ///
    /// # Errors
    /// The conflict [`crate::error::EXISTS`] when one of them is taken.
    pub async fn claim(&mut self, claims: Vec<directory::Claim>) -> Result<()> {
        directory::claim(&mut self.conn, claims).await
    }

    /// Touches the guard rows of everything whose time or count is about to be checked, in sorted
    /// order, so that two writes about the same thing wait for each other.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn guard(&mut self, mut keys: Vec<(Home, String)>) -> Result<()> {
        keys.sort();
        keys.dedup();
        for (home, name) in keys {
            let sql = "INSERT INTO guard (home, name, version) VALUES ($1, $2, 1)
                       ON CONFLICT (home, name) DO UPDATE SET version = guard.version + 1";
            self.conn.execute(sql, args![home, name]).await?;
        }
        Ok(())
    }

    /// Takes the next `count` numbers of a counter that starts at 1, and gives the first of them.
    /// The numbers belong to this transaction: when it does not commit, they were never taken.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn next_numbers(&mut self, home: Home, name: &str, count: i64) -> Result<i64> {
        let sql = "INSERT INTO counter (home, name, last) VALUES ($1, $2, $3)
                   ON CONFLICT (home, name) DO UPDATE SET last = counter.last + excluded.last
                   RETURNING last";
        let row = self.conn.fetch_one(sql, args![home, name, count]).await?;
        Ok(row.get::<i64>("last")? - count + 1)
    }

    /// The end of the transaction: history and looks, then the facts with their lane counters.
    pub(crate) async fn flush(&mut self, node: i64) -> Result<()> {
        let history = std::mem::take(&mut self.history);
        self.conn.insert_many("history", HISTORY, history).await?;
        let looks = std::mem::take(&mut self.looks);
        self.conn.insert_many("looked", LOOKED, looks).await?;
        let facts = std::mem::take(&mut self.facts);
        journal::append(&mut self.conn, &self.ctx, node, facts).await
    }
}
