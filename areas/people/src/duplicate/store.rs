//! Rows of pairs, links and assigned facts.

use super::assignment::Moved;
use super::{Likeness, Link, Pair, PairState, Sign};
use kernel::{DivisionCode, Instant, PageRequest, PairId, PersonId, Problem, Result};
use store::{Conn, FactRef, Row, Sql, Tx, Value, args, homes_and_ids, placeholders, within};

/// A pair as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct PairRow {
    pub id: PairId,
    pub pair: Pair,
    pub version: i64,
    pub divisions: [DivisionCode; 2],
    pub state: PairState,
    pub signs: Vec<Sign>,
    /// Sealed under the first person's key.
    pub acts: Vec<u8>,
    pub changed_at: Instant,
}

const PAIR: &str = "id, first, second, version, first_division, second_division, data, signs, acts, \
                    changed_at";

fn pair_row(row: &Row) -> Result<PairRow> {
    let (first, second): (PersonId, PersonId) = (row.get("first")?, row.get("second")?);
    let wrong = |column| move |_| Problem::inconsistent("person_pair", column, first);
    let data: serde_json::Value = row.get("data")?;
    let signs: serde_json::Value = row.get("signs")?;
    Ok(PairRow {
        id: row.get("id")?,
        pair: Pair::new(first, second)?,
        version: row.get("version")?,
        divisions: [row.get("first_division")?, row.get("second_division")?],
        state: serde_json::from_value(data).map_err(wrong("data"))?,
        signs: serde_json::from_value(signs).map_err(wrong("signs"))?,
        acts: row.get("acts")?,
        changed_at: row.get("changed_at")?,
    })
}

/// A pair that the rules found for the first time.
pub(crate) async fn insert(tx: &mut Tx, row: &PairRow) -> Result<()> {
    let [first, second] = row.pair.both();
    let columns = &[
        "home",
        "id",
        "first",
        "second",
        "version",
        "first_division",
        "second_division",
        "state",
        "data",
        "signs",
        "score",
        "acts",
        "changed_at",
    ];
    let [one, other] = row.divisions;
    let score = i64::from(Likeness { signs: row.signs.clone() }.score());
    let (state, data, signs) =
        (row.state.word(), Value::json(&row.state)?, Value::json(&row.signs)?);
    let (acts, at) = (row.acts.clone(), row.changed_at);
    let values = args![
        first.home(),
        row.id,
        first,
        second,
        row.version,
        one,
        other,
        state,
        data,
        signs,
        score,
        acts,
        at
    ];
    tx.insert_many("person_pair", columns, vec![values]).await
}

/// Writes a pair's new state over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, row: &PairRow) -> Result<()> {
    let score = i64::from(Likeness { signs: row.signs.clone() }.score());
    let (state, data, signs) =
        (row.state.word(), Value::json(&row.state)?, Value::json(&row.signs)?);
    let sql = "UPDATE person_pair SET version = version + 1, state = $4, data = $5, signs = $6,
                      score = $7, acts = $8, changed_at = $9
               WHERE home = $1 AND id = $2 AND version = $3";
    let (acts, at) = (row.acts.clone(), row.changed_at);
    let values = args![row.id.home(), row.id, row.version, state, data, signs, score, acts, at];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: PairId) -> Result<Option<PairRow>> {
    let sql = format!("SELECT {PAIR} FROM person_pair WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.as_ref().map(pair_row).transpose()
}

/// The pairs among these that are known.
pub(crate) async fn find_many(conn: &mut Conn, pairs: &[Pair]) -> Result<Vec<PairRow>> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<String> = (0..pairs.len()).map(|n| placeholders(3 * n + 1, 3)).collect();
    let values = pairs.iter().flat_map(|pair| {
        let [first, second] = pair.both();
        args![first.home(), first, second]
    });
    // fan-out: the pairs of one chunk of people, each with its home
    let sql = format!(
        "SELECT {PAIR} FROM person_pair WHERE (home, first, second) IN (VALUES {})",
        keys.join(", ")
    );
    conn.fetch_all(Sql::assembled(sql), values.collect()).await?.iter().map(pair_row).collect()
}

/// The condition that both records are within a territory, with its values added.
fn both_within(territory: &[DivisionCode], values: &mut Vec<Value>) -> String {
    let both = ["first_division", "second_division"];
    both.map(|column| within(column, territory, values)).join(" AND ")
}

/// Pairs in some of the states, both of whose records are within the territory: latest change first.
pub(crate) async fn list(
    conn: &mut Conn,
    states: &[&'static str],
    territory: &[DivisionCode],
    page: &PageRequest,
) -> Result<Vec<PairRow>> {
    if territory.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = states.iter().map(|state| Value::from(*state)).collect();
    let states = placeholders(1, states.len());
    let within = both_within(territory, &mut values);
    let mut after = String::new();
    if let Some((at, id)) = page.after.as_ref().and_then(|cursor| read_cursor(&cursor.0)) {
        values.extend(args![at, id]);
        let n = values.len();
        after = format!("AND (changed_at, id) < (${}, ${n})", n - 1);
    }
    values.push(Value::from(page.limit() + 1));
    let limit = values.len();
    // fan-out: an office's list holds the people of all homes
    let sql = format!(
        "SELECT {PAIR} FROM person_pair WHERE state IN {states} AND {within} {after}
         ORDER BY changed_at DESC, id DESC LIMIT ${limit}"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(pair_row).collect()
}

/// How many pairs in some of the states are within the territory.
pub(crate) async fn count(
    conn: &mut Conn,
    states: &[&'static str],
    territory: &[DivisionCode],
) -> Result<i64> {
    if territory.is_empty() {
        return Ok(0);
    }
    let mut values: Vec<Value> = states.iter().map(|state| Value::from(*state)).collect();
    let states = placeholders(1, states.len());
    let within = both_within(territory, &mut values);
    // fan-out: an office's list holds the people of all homes
    let sql = format!("SELECT COUNT(*) AS n FROM person_pair WHERE state IN {states} AND {within}");
    conn.fetch_one(Sql::assembled(sql), values).await?.get("n")
}

pub(crate) fn cursor(row: &PairRow) -> String {
    format!("{}.{}", row.changed_at.micros(), row.id)
}

fn read_cursor(text: &str) -> Option<(Instant, PairId)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}

/// Every link of these records, ended ones too, each once.
pub(crate) async fn links(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Link>> {
    let (pairs, values) = homes_and_ids(people);
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "SELECT person, other, survives, since, until FROM person_link
         WHERE (home, person) IN {pairs} ORDER BY since, person, other"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    let mut links: Vec<Link> = Vec::with_capacity(rows.len());
    for row in &rows {
        let (person, other): (PersonId, PersonId) = (row.get("person")?, row.get("other")?);
        let (survivor, merged) =
            if row.get("survives")? { (person, other) } else { (other, person) };
        let link = Link { merged, survivor, since: row.get("since")?, until: row.get("until")? };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    Ok(links)
}

/// The survivors of those records that are merged today.
pub(crate) async fn survivors(
    conn: &mut Conn,
    people: &[PersonId],
) -> Result<Vec<(PersonId, PersonId)>> {
    let mut found = Vec::new();
    for chunk in people.chunks(1000) {
        let (pairs, values) = homes_and_ids(chunk);
        // fan-out: the people of one page or chunk may live in several homes
        let sql = format!(
            "SELECT person, other FROM person_link
             WHERE (home, person) IN {pairs} AND survives = FALSE AND until IS NULL"
        );
        for row in conn.fetch_all(Sql::assembled(sql), values).await? {
            found.push((row.get("person")?, row.get("other")?));
        }
    }
    Ok(found)
}

/// A new link, under both records.
pub(crate) async fn insert_link(tx: &mut Tx, link: &Link) -> Result<()> {
    let Link { merged, survivor, since, .. } = *link;
    let columns = &["home", "person", "other", "survives", "since"];
    let rows = vec![
        args![merged.home(), merged, survivor, false, since],
        args![survivor.home(), survivor, merged, true, since],
    ];
    tx.insert_many("person_link", columns, rows).await
}

/// The end of a link, under both records.
pub(crate) async fn end_link(tx: &mut Tx, link: &Link) -> Result<()> {
    let Link { merged, survivor, since, until } = *link;
    for (person, other) in [(merged, survivor), (survivor, merged)] {
        let sql = "UPDATE person_link SET until = $5
                   WHERE home = $1 AND person = $2 AND other = $3 AND since = $4
                     AND until IS NULL";
        tx.execute_one(sql, args![person.home(), person, other, since, until]).await?;
    }
    Ok(())
}

/// What was assigned to or away from these records, each fact with the latest decision about it.
pub(crate) async fn moved(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Moved>> {
    let (pairs, values) = homes_and_ids(people);
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "SELECT person, other, fact_home, fact_node, fact_seq, subject, shown, at FROM person_fact
         WHERE (home, person) IN {pairs} ORDER BY number"
    );
    let mut latest: Vec<Moved> = Vec::new();
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        let fact = FactRef {
            home: row.get("fact_home")?,
            node: row.get("fact_node")?,
            seq: row.get("fact_seq")?,
        };
        let one = Moved {
            person: row.get("person")?,
            other: row.get("other")?,
            fact,
            subject: row.get("subject")?,
            shown: row.get("shown")?,
            at: row.get("at")?,
        };
        latest.retain(|known| (known.person, known.fact) != (one.person, one.fact));
        latest.push(one);
    }
    Ok(latest)
}

/// A further decision about facts, under both records.
pub(crate) async fn insert_moved(tx: &mut Tx, moved: &[Moved], number: i64) -> Result<()> {
    let columns = &[
        "home",
        "person",
        "fact_home",
        "fact_node",
        "fact_seq",
        "number",
        "other",
        "subject",
        "shown",
        "at",
    ];
    let rows = moved.iter().map(|one| {
        let FactRef { home, node, seq } = one.fact;
        args![
            one.person.home(),
            one.person,
            home,
            node,
            seq,
            number,
            one.other,
            one.subject,
            one.shown,
            one.at
        ]
    });
    tx.insert_many("person_fact", columns, rows.collect()).await
}
