//! The journal: facts that are never changed, in lanes that readers follow.
//!
//! Order is per lane. A lane is a home, and `seq` comes from the lane's counter, which is bumped as
//! the last thing before commit, lanes in sorted order. The row lock on the counter is held until
//! the commit, so facts of a lane become visible in the order of their numbers, without gaps: a
//! reader that has seen number n has seen everything before it.

use crate::args;
use crate::conn::{Conn, homes_and_ids, placeholders};
use crate::statement::Sql;
use crate::value::{Row, Value};
use kernel::{BodyId, Ctx, DivisionCode, Home, Instant, PersonId, Problem, Result, SubjectId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A kind of fact. Its written form is versioned for ever; a golden file proves that old facts are
/// still read.
pub trait Fact: Serialize {
    /// The stable name, `area.what-happened`.
    const KIND: &'static str;
    /// Counts from 1; grows when the written form changes.
    const VERSION: i64;
}

/// Gives fact types their kinds and versions: `facts! { Registered "area.registered" 1; }`, and
/// lists them as `KINDS`.
#[macro_export]
macro_rules! facts {
    ($($type:ident $kind:literal $version:literal;)*) => {
        $(
            impl $crate::Fact for $type {
                const KIND: &'static str = $kind;
                const VERSION: i64 = $version;
            }
        )*

        /// All kinds of facts of this area.
        pub const KINDS: &[$crate::journal::Kind] = &[$($crate::journal::Kind::of::<$type>()),*];
    };
}

/// A kind of fact in the list of all.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The stable name.
    pub kind: &'static str,
    /// The version of the written form.
    pub version: i64,
    /// Reads a written fact and writes it again.
    pub rewrite: fn(serde_json::Value) -> Result<serde_json::Value>,
}

impl Kind {
    /// The entry of a type.
    pub const fn of<F: Fact + DeserializeOwned>() -> Kind {
        Kind { kind: F::KIND, version: F::VERSION, rewrite: rewritten::<F> }
    }
}

fn rewritten<F: Fact + DeserializeOwned>(data: serde_json::Value) -> Result<serde_json::Value> {
    let fact: F = serde_json::from_value(data).map_err(Problem::internal)?;
    serde_json::to_value(&fact).map_err(Problem::internal)
}

/// What a fact is about, for the readers that filter.
#[derive(Clone, Debug)]
pub struct About {
    /// The lane.
    pub home: Home,
    /// The person.
    pub person: Option<PersonId>,
    /// The body that did it or to which it happened.
    pub body: Option<BodyId>,
    /// The record whose change this is.
    pub subject: Option<SubjectId>,
    /// The division it counts for.
    pub division: Option<DivisionCode>,
    /// The version of the rule under which it was decided.
    pub rule: Option<String>,
}

impl About {
    /// A fact about a person, in the person's lane.
    pub fn person(person: PersonId) -> Self {
        About { person: Some(person), ..About::home(person.home()) }
    }

    /// A fact about a body, in the body's lane.
    pub fn body(body: BodyId) -> Self {
        About { body: Some(body), ..About::home(body.home()) }
    }

    /// A fact in a lane, about nobody in particular.
    pub fn home(home: Home) -> Self {
        About { home, person: None, body: None, subject: None, division: None, rule: None }
    }

    /// Names the body concerned.
    pub fn at(mut self, body: BodyId) -> Self {
        self.body = Some(body);
        self
    }

    /// Names the record whose change this is.
    pub fn subject(mut self, subject: SubjectId) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Names the division it counts for.
    pub fn division(mut self, division: DivisionCode) -> Self {
        self.division = Some(division);
        self
    }

    /// Names the rule version under which it was decided.
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }
}

/// Names a fact on every node: the node where it arose and its number there. The lane is the same
/// on all nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactRef {
    /// The lane.
    pub home: Home,
    /// The node where the fact arose.
    pub node: i64,
    /// The fact's number in the lane at that node.
    pub seq: i64,
}

/// A fact that waits for the end of its transaction.
pub(crate) struct PendingFact {
    pub(crate) about: About,
    kind: &'static str,
    version: i64,
    data: String,
    corrects: Option<FactRef>,
}

impl PendingFact {
    pub(crate) fn new<F: Fact>(about: About, fact: &F, corrects: Option<FactRef>) -> Result<Self> {
        if corrects.is_some_and(|old| old.home != about.home) {
            return Err(Problem::internal("a correction must stand in the lane of its fact"));
        }
        let data = serde_json::to_string(fact).map_err(Problem::internal)?;
        Ok(PendingFact { about, kind: F::KIND, version: F::VERSION, data, corrects })
    }
}

/// A fact as readers get it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactRow {
    /// The lane.
    pub home: Home,
    /// The number in the lane.
    pub seq: i64,
    /// The kind.
    pub kind: String,
    /// The version of the written form.
    pub version: i64,
    /// When it happened here.
    pub at: Instant,
    /// Who did it.
    pub actor: String,
    /// The request or job in which it was done.
    pub request: String,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// The body it is about.
    pub body: Option<BodyId>,
    /// The record it is about.
    pub subject: Option<SubjectId>,
    /// The division it counts for.
    pub division: Option<DivisionCode>,
    /// The rule version under which it was decided.
    pub rule: Option<String>,
    /// The fact it corrects.
    pub corrects: Option<FactRef>,
    /// Its name on every node.
    pub origin: FactRef,
    /// What happened, in the kind's written form.
    pub data: serde_json::Value,
}

impl FactRow {
    fn from_row(row: &Row) -> Result<Self> {
        let home: Home = row.get("home")?;
        let corrects_node: Option<i64> = row.get("corrects_node")?;
        let corrects_seq: Option<i64> = row.get("corrects_seq")?;
        Ok(FactRow {
            home,
            seq: row.get("seq")?,
            kind: row.get("kind")?,
            version: row.get("version")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            request: row.get("request")?,
            person: row.get("person")?,
            body: row.get("body")?,
            subject: row.get("subject")?,
            division: row.get("division")?,
            rule: row.get("rule")?,
            corrects: corrects_node.zip(corrects_seq).map(|(node, seq)| FactRef {
                home,
                node,
                seq,
            }),
            origin: FactRef { home, node: row.get("origin_node")?, seq: row.get("origin_seq")? },
            data: row.get("data")?,
        })
    }
}

const COLUMNS: &[&str] = &[
    "home",
    "seq",
    "kind",
    "version",
    "at",
    "actor",
    "request",
    "person",
    "body",
    "subject",
    "division",
    "rule",
    "corrects_node",
    "corrects_seq",
    "origin_node",
    "origin_seq",
    "data",
];

/// Writes the facts of a transaction: bumps the counters of their lanes in sorted order, then
/// inserts the facts under the numbers gained.
pub(crate) async fn append(
    conn: &mut Conn,
    ctx: &Ctx,
    node: i64,
    facts: Vec<PendingFact>,
) -> Result<()> {
    let mut lanes: BTreeMap<Home, i64> = BTreeMap::new();
    for fact in &facts {
        *lanes.entry(fact.about.home).or_default() += 1;
    }
    for (home, count) in &mut lanes {
        let sql = "UPDATE lane SET head = head + $2 WHERE home = $1 RETURNING head";
        let row = conn.fetch_one(sql, args![*home, *count]).await?;
        *count = row.get::<i64>("head")? - *count;
    }
    let actor = ctx.actor.word();
    let rows = facts.into_iter().map(|fact| {
        let seq = lanes.get_mut(&fact.about.home).map_or(0, |last| {
            *last += 1;
            *last
        });
        row_values(fact, seq, node, ctx, &actor)
    });
    conn.insert_many("fact", COLUMNS, rows.collect()).await
}

fn row_values(fact: PendingFact, seq: i64, node: i64, ctx: &Ctx, actor: &str) -> Vec<Value> {
    let about = fact.about;
    args![
        about.home,
        seq,
        fact.kind,
        fact.version,
        ctx.now,
        actor,
        &*ctx.request,
        about.person,
        about.body,
        about.subject,
        about.division,
        about.rule,
        fact.corrects.map(|old| old.node),
        fact.corrects.map(|old| old.seq),
        node,
        seq,
        fact.data,
    ]
}

/// The number of the last fact in every lane that has one.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn heads(conn: &mut Conn) -> Result<BTreeMap<Home, i64>> {
    // fan-out: readers ask all lanes which of them moved; there are 256
    let rows = conn.fetch_all("SELECT home, head FROM lane WHERE head > 0", args![]).await?;
    rows.iter().map(|row| Ok((row.get("home")?, row.get("head")?))).collect()
}

/// The next facts of a lane after the given number.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn after(conn: &mut Conn, home: Home, seq: i64, limit: u32) -> Result<Vec<FactRow>> {
    let sql = "SELECT * FROM fact WHERE home = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let rows = conn.fetch_all(sql, args![home, seq, limit]).await?;
    rows.iter().map(FactRow::from_row).collect()
}

/// Where a fact stands when the lanes of several records are read as one: by time, then by lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When it was recorded.
    pub at: Instant,
    /// The lane.
    pub home: Home,
    /// The number in the lane.
    pub seq: i64,
}

impl FactRow {
    /// Where it stands among facts of several lanes.
    pub fn place(&self) -> Place {
        Place { at: self.at, home: self.home, seq: self.seq }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.at.micros(), self.home.number(), self.seq)
    }
}

impl std::str::FromStr for Place {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Place> {
        let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
        let mut next = || parts.next().flatten();
        let (at, home, seq) = (next(), next(), next());
        let home = home.and_then(|home| u8::try_from(home).ok()).map(Home);
        match (at, home, seq) {
            (Some(at), Some(home), Some(seq)) => {
                Ok(Place { at: Instant::from_micros(at), home, seq })
            }
            _ => Err(Problem::not_found()),
        }
    }
}

/// Whose facts are read as one.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The records; at least one.
    pub people: Vec<PersonId>,
    /// Facts about them that are left out.
    pub without: Vec<FactRef>,
    /// Facts about others that are read as well.
    pub with: Vec<FactRef>,
    /// Only facts of these kinds; all when empty.
    pub kinds: &'static [&'static str],
}

/// The facts of a reading, latest first, before the given place.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn of_people(
    conn: &mut Conn,
    reading: &Reading,
    before: Option<Place>,
    limit: u32,
) -> Result<Vec<FactRow>> {
    let (pairs, mut values) = homes_and_ids(&reading.people);
    let mut named = |facts: &[FactRef]| {
        let keys = facts.iter().map(|fact| {
            values.extend(args![fact.home, fact.node, fact.seq]);
            placeholders(values.len() - 2, 3)
        });
        format!(
            "(home, origin_node, origin_seq) IN (VALUES {})",
            keys.collect::<Vec<_>>().join(", ")
        )
    };
    let mut condition = format!("(home, person) IN {pairs}");
    if !reading.without.is_empty() {
        condition = format!("{condition} AND NOT {}", named(&reading.without));
    }
    if !reading.with.is_empty() {
        condition = format!("(({condition}) OR {})", named(&reading.with));
    }
    if !reading.kinds.is_empty() {
        let kinds = placeholders(values.len() + 1, reading.kinds.len());
        values.extend(reading.kinds.iter().map(|kind| Value::from(*kind)));
        condition = format!("({condition}) AND kind IN {kinds}");
    }
    if let Some(Place { at, home, seq }) = before {
        values.extend(args![at, home, seq]);
        let n = values.len();
        condition = format!("{condition} AND (at, home, seq) < (${}, ${}, ${n})", n - 2, n - 1);
    }
    values.push(Value::from(limit));
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "SELECT * FROM fact WHERE {condition} ORDER BY at DESC, home DESC, seq DESC LIMIT ${}",
        values.len()
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(FactRow::from_row).collect()
}

/// A person's facts from one instant to before another, in their order.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn of_person_between(
    conn: &mut Conn,
    person: PersonId,
    from: Instant,
    until: Instant,
) -> Result<Vec<FactRow>> {
    let sql = "SELECT * FROM fact WHERE home = $1 AND person = $2 AND at >= $3 AND at < $4
               ORDER BY seq";
    let rows = conn.fetch_all(sql, args![person.home(), person, from, until]).await?;
    rows.iter().map(FactRow::from_row).collect()
}

/// How far a reader has come in each lane.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn cursors(conn: &mut Conn, reader: &str) -> Result<BTreeMap<Home, i64>> {
    // fan-out: one reader's place in every lane
    let sql = "SELECT home, seq FROM reader_cursor WHERE reader = $1";
    let rows = conn.fetch_all(sql, args![reader]).await?;
    rows.iter().map(|row| Ok((row.get("home")?, row.get("seq")?))).collect()
}

/// Moves a reader's cursor in the transaction that stores what it made of the facts.
///
/// # Errors
/// The conflict `problem-changed-meanwhile` when another process has moved it: the facts have been
/// taken in there, and this transaction must not commit.
pub async fn advance(conn: &mut Conn, reader: &str, home: Home, from: i64, to: i64) -> Result<()> {
    if from == 0 {
        let sql = "INSERT INTO reader_cursor (reader, home, seq) VALUES ($1, $2, 0)
                   ON CONFLICT (reader, home) DO NOTHING";
        conn.execute(sql, args![reader, home]).await?;
    }
    let sql = "UPDATE reader_cursor SET seq = $4 WHERE reader = $1 AND home = $2 AND seq = $3";
    conn.execute_one(sql, args![reader, home, from, to]).await
}

/// Sets a reader back to the beginning, in the transaction that throws away what it made.
///
/// # Errors
/// As [`Conn::execute`].
pub async fn forget(conn: &mut Conn, reader: &str) -> Result<()> {
    // fan-out: one reader's place in every lane
    conn.execute("DELETE FROM reader_cursor WHERE reader = $1", args![reader]).await.map(|_| ())
}
