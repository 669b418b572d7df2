//! Rows of bodies.

use super::search::{self, Wanted};
use super::{Body, BodyKind, BodyQuery, BodyState};
use crate::uscc::Uscc;
use kernel::{BodyId, CivilDate, DivisionCode, PageRequest, Problem, Result};
use std::collections::BTreeSet;
use store::{Conn, Row, Sql, Tx, Value, args, homes_and_ids, homes_and_ids_after, within};

const COLUMNS: &str = "b.id, b.version, b.kind, b.name, b.uscc, b.division, b.address, b.contact, b.state, \
     b.industry, b.closed_on, b.successor";

fn body(row: &Row) -> Result<Body> {
    let id: BodyId = row.get("id")?;
    let wrong = |column| move || Problem::inconsistent("body", column, id);
    let (kind, uscc, state): (String, String, String) =
        (row.get("kind")?, row.get("uscc")?, row.get("state")?);
    Ok(Body {
        id,
        version: row.get("version")?,
        kind: BodyKind::from_word(&kind).ok_or_else(wrong("kind"))?,
        name: row.get("name")?,
        uscc: uscc.parse::<Uscc>().map_err(|_| wrong("uscc")())?,
        division: row.get("division")?,
        address: row.get("address")?,
        contact: row.get("contact")?,
        state: match state.as_str() {
            "active" => BodyState::Active,
            "closed" => BodyState::Closed,
            _ => return Err(wrong("state")()),
        },
        industry: row.get("industry")?,
        closed_on: row.get("closed_on")?,
        successor: row.get("successor")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, body: &Body) -> Result<()> {
    let sql = "INSERT INTO body (home, id, version, kind, name, uscc, division, address, contact,
                                 state, registered_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let now = tx.now();
    let values = args![
        body.id.home(),
        body.id,
        body.version,
        body.kind.word(),
        body.name.as_str(),
        body.uscc.to_string(),
        body.division,
        body.address.as_str(),
        body.contact.as_str(),
        body.state.word(),
        now,
    ];
    tx.execute_one(sql, values).await?;
    add_parts(tx, body).await
}

/// Writes what may change, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, before: &Body, after: &Body) -> Result<()> {
    let sql = "UPDATE body SET name = $4, state = $5, industry = $6, closed_on = $7,
                               successor = $8, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        before.id.home(),
        before.id,
        before.version,
        after.name.as_str(),
        after.state.word(),
        after.industry.as_deref(),
        after.closed_on,
        after.successor,
    ];
    tx.execute_one(sql, values).await?;
    if before.name != after.name {
        add_parts(tx, after).await?;
    }
    Ok(())
}

/// Kinds of a body besides the one it was registered as.
pub(crate) async fn more_kinds(conn: &mut Conn, id: BodyId) -> Result<Vec<BodyKind>> {
    let sql = "SELECT kind FROM body_kind WHERE home = $1 AND body = $2 ORDER BY kind";
    let rows = conn.fetch_all(sql, args![id.home(), id]).await?;
    let kind = |row: &Row| {
        let word: String = row.get("kind")?;
        BodyKind::from_word(&word).ok_or_else(|| Problem::inconsistent("body_kind", "kind", id))
    };
    rows.iter().map(kind).collect()
}

/// Adds a kind; one that it has already changes nothing.
pub(crate) async fn add_kind(tx: &mut Tx, id: BodyId, kind: BodyKind) -> Result<()> {
    if more_kinds(tx, id).await?.contains(&kind) {
        return Ok(());
    }
    let sql = "INSERT INTO body_kind (home, body, kind) VALUES ($1, $2, $3)";
    tx.execute_one(sql, args![id.home(), id, kind.word()]).await
}

/// Keeps the name of a body as one that it had until a day. Of two changes on one day the first name
/// is the one that was known the day before.
pub(crate) async fn add_name(tx: &mut Tx, body: &Body, until: CivilDate) -> Result<()> {
    if names_of(tx, body.id).await?.first().is_some_and(|(day, _)| *day == until) {
        return Ok(());
    }
    let sql = "INSERT INTO body_name (home, body, until_on, name) VALUES ($1, $2, $3, $4)";
    tx.execute_one(sql, args![body.id.home(), body.id, until, body.name.as_str()]).await
}

/// Names a body had, with the first day of the next one, the latest first.
pub(crate) async fn names_of(conn: &mut Conn, id: BodyId) -> Result<Vec<(CivilDate, String)>> {
    let sql = "SELECT until_on, name FROM body_name WHERE home = $1 AND body = $2
               ORDER BY until_on DESC";
    let rows = conn.fetch_all(sql, args![id.home(), id]).await?;
    rows.iter().map(|row| Ok((row.get("until_on")?, row.get("name")?))).collect()
}

pub(crate) async fn find(conn: &mut Conn, id: BodyId) -> Result<Option<Body>> {
    let sql = format!("SELECT {COLUMNS} FROM body b WHERE b.home = $1 AND b.id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| body(&row)).transpose()
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[BodyId]) -> Result<Vec<Body>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (pairs, values) = homes_and_ids(ids);
    // fan-out: the bodies named by the rows of one page, each with its home
    let sql = format!("SELECT {COLUMNS} FROM body b WHERE (b.home, b.id) IN {pairs}");
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(body).collect()
}

/// Which bodies a search may find.
#[derive(Clone, Copy)]
pub(crate) enum Reach<'a> {
    /// Those that work, wherever they are.
    Public,
    /// All of a territory, closed ones too.
    Territory(&'a [DivisionCode]),
}

impl Reach<'_> {
    /// The condition, with its values added to those of the statement.
    fn condition(self, values: &mut Vec<Value>) -> String {
        match self {
            Reach::Public => "b.state = 'active'".to_owned(),
            Reach::Territory(territory) => within("b.division", territory, values),
        }
    }
}

/// Bodies in the order of their divisions.
pub(crate) async fn search(
    conn: &mut Conn,
    reach: Reach<'_>,
    query: &BodyQuery,
    page: &PageRequest,
    today: CivilDate,
) -> Result<Vec<Body>> {
    let (low, high) = query.division.map_or((0, 999_999), DivisionCode::numbers);
    let after = page.after.as_ref().and_then(|cursor| read_cursor(&cursor.0));
    let (after_division, after_id) = after.unwrap_or((-1, [0; 16]));
    let mut values =
        args![i64::from(low), i64::from(high), after_division, after_id, page.limit() + 1];
    let reach = reach.condition(&mut values);
    let Some(wanted) = wanted(conn, &query.text, &mut values).await? else {
        return Ok(Vec::new());
    };
    let scope = scope(query, today, &mut values);
    // fan-out: the public register is searched over all homes
    let sql = format!(
        "SELECT {COLUMNS} FROM body b
         WHERE {reach} AND b.division >= $1 AND b.division <= $2
           AND (b.division, b.id) > ($3, $4) {wanted} {scope}
         ORDER BY b.division, b.id LIMIT $5"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(body).collect()
}

/// The condition that a body is filed for the occupation or the level that is asked for.
fn scope(query: &BodyQuery, today: CivilDate, values: &mut Vec<Value>) -> String {
    let mut scope = String::new();
    if let Some(occupation) = query.occupation {
        values.push(Value::from(i64::from(occupation.number())));
        scope.push_str(&format!(" AND s.occupation = ${}", values.len()));
    }
    if let Some(level) = query.level {
        values.push(Value::from(level.word()));
        scope.push_str(&format!(" AND s.level = ${}", values.len()));
    }
    if scope.is_empty() {
        return scope;
    }
    values.push(Value::from(today));
    let today = values.len();
    format!(
        "AND EXISTS (SELECT 1 FROM filing_scope s
                     JOIN filing f ON f.home = s.home AND f.id = s.filing
                     WHERE s.home = b.home AND f.body = b.id{scope}
                       AND f.state = 'in_force'
                       AND f.valid_from <= ${today} AND f.valid_until >= ${today}
                       AND s.valid_from <= ${today} AND s.valid_until >= ${today})"
    )
}

/// The condition that a body is what somebody looks for, with its values added to those of the
/// statement; nothing when no body can be.
async fn wanted(conn: &mut Conn, typed: &str, values: &mut Vec<Value>) -> Result<Option<String>> {
    let text = match Wanted::read(typed) {
        Wanted::Everything => return Ok(Some(String::new())),
        Wanted::Code(code) => {
            // fan-out: a code says nothing about where the body is
            let sql = "SELECT id FROM body WHERE uscc = $1
                       UNION SELECT body AS id FROM filing WHERE code = $1";
            let rows = conn.fetch_all(sql, args![code]).await?;
            let ids = rows.iter().map(|row| row.get("id")).collect::<Result<_>>()?;
            return Ok(among(&ids, values));
        }
        Wanted::Name(text) => text,
    };
    let pattern = like(&text);
    let among = match few(conn, &text).await? {
        Some(ids) => match among(&ids, values) {
            Some(condition) => condition,
            None => return Ok(None),
        },
        None => String::new(),
    };
    values.push(Value::from(pattern));
    let n = values.len();
    Ok(Some(format!(
        "{among} AND (LOWER(b.name) LIKE ${n} ESCAPE '!' OR EXISTS (
             SELECT 1 FROM body_name o WHERE o.home = b.home AND o.body = b.id
                                         AND LOWER(o.name) LIKE ${n} ESCAPE '!'))"
    )))
}

/// The condition that a body is one of these; nothing when there are none.
fn among(ids: &BTreeSet<BodyId>, values: &mut Vec<Value>) -> Option<String> {
    let ids: Vec<BodyId> = ids.iter().copied().collect();
    (!ids.is_empty())
        .then(|| format!("AND (b.home, b.id) IN {}", homes_and_ids_after(values, &ids)))
}

/// A part that more names than this have narrows nothing.
const FEW: i64 = 500;
/// So few bodies are compared one by one.
const FEW_ENOUGH: usize = 20;

/// The bodies whose names may have the text in them. Nothing when these are many: then the register is
/// read in its order, and a page is full soon.
async fn few(conn: &mut Conn, text: &str) -> Result<Option<BTreeSet<BodyId>>> {
    let mut few: Option<BTreeSet<BodyId>> = None;
    for part in search::parts_within(text) {
        if few.as_ref().is_some_and(|few| few.len() <= FEW_ENOUGH) {
            break;
        }
        let sql = "SELECT body FROM body_part WHERE part = $1 LIMIT $2";
        let rows = conn.fetch_all(sql, args![part, FEW + 1]).await?;
        if rows.len() as i64 > FEW {
            continue;
        }
        let found = rows.iter().map(|row| row.get("body")).collect::<Result<BTreeSet<BodyId>>>()?;
        few = Some(few.map_or(found.clone(), |few| few.intersection(&found).copied().collect()));
    }
    Ok(few)
}

/// Makes a body's name one by which it is found. Parts of names that it had stay.
async fn add_parts(tx: &mut Tx, body: &Body) -> Result<()> {
    let row = |part: String| args![part, body.id.home(), body.id];
    let rows = search::parts(&body.name).into_iter().map(row).collect();
    let columns = &["part", "home", "body"];
    tx.insert_new("body_part", columns, columns, rows).await.map(|_| ())
}

/// A pattern that finds the text anywhere, with the text's own signs taken literally.
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

pub(crate) fn cursor(body: &Body) -> String {
    format!("{}.{}", body.division, body.id)
}

fn read_cursor(text: &str) -> Option<(i64, [u8; 16])> {
    let (division, id) = text.split_once('.')?;
    Some((division.parse().ok()?, id.parse::<BodyId>().ok()?.bytes()))
}
