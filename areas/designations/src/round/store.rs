//! Rows of rounds and of regions' own kinds.

use super::{Round, RoundState};
use crate::kind::Kind;
use ::store::{Conn, Row, Sql, Tx, Value, args};
use kernel::{AuthorityId, BodyId, CaseId, Cursor, PageRequest, Problem, Result, RoundId};

const COLUMNS: &str =
    "id, version, kind_data, office, division, title, places, progress, opened_on";

fn round(row: &Row) -> Result<Round> {
    let id: RoundId = row.get("id")?;
    let wrong = |column| Problem::inconsistent("designation_round", column, id);
    let (kind, places, progress): (serde_json::Value, serde_json::Value, serde_json::Value) =
        (row.get("kind_data")?, row.get("places")?, row.get("progress")?);
    Ok(Round {
        id,
        version: row.get("version")?,
        kind: serde_json::from_value(kind).map_err(|_| wrong("kind_data"))?,
        office: row.get("office")?,
        division: row.get("division")?,
        title: row.get("title")?,
        places: serde_json::from_value(places).map_err(|_| wrong("places"))?,
        state: serde_json::from_value(progress).map_err(|_| wrong("progress"))?,
        opened_on: row.get("opened_on")?,
    })
}

fn case_of(state: &RoundState) -> Option<CaseId> {
    state.ranking().map(|(_, case)| case)
}

pub(crate) async fn insert(tx: &mut Tx, new: &Round) -> Result<()> {
    let sql = "INSERT INTO designation_round
                   (home, id, version, kind, kind_data, office, division, title, places, state,
                    progress, opened_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = args![
        new.id.home(),
        new.id,
        new.version,
        new.kind.word.as_str(),
        Value::json(&new.kind)?,
        new.office,
        new.division,
        new.title.as_str(),
        Value::json(&new.places)?,
        new.state.word(),
        Value::json(&new.state)?,
        new.opened_on,
    ];
    tx.execute_one(sql, values).await
}

/// Writes the state over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, changed: &Round) -> Result<()> {
    let sql = "UPDATE designation_round
               SET state = $4, progress = $5, case_id = $6, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        changed.id.home(),
        changed.id,
        changed.version,
        changed.state.word(),
        Value::json(&changed.state)?,
        case_of(&changed.state),
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: RoundId) -> Result<Option<Round>> {
    let sql = format!("SELECT {COLUMNS} FROM designation_round WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| round(&row)).transpose()
}

pub(crate) async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<Round>> {
    let sql = format!("SELECT {COLUMNS} FROM designation_round WHERE home = $1 AND case_id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![case.home(), case]).await?;
    row.map(|row| round(&row)).transpose()
}

/// Rounds of the country, the latest first.
pub(crate) async fn page(conn: &mut Conn, page: &PageRequest) -> Result<Vec<Round>> {
    let (mut values, mut after) = (vec![Value::from(page.limit() as i64 + 1)], String::new());
    if let Some((on, id)) = page.after.as_ref().and_then(split) {
        values.extend(args![on, id]);
        after = "WHERE (opened_on, id) < ($2, $3)".to_owned();
    }
    // fan-out: everybody reads the rounds of all offices
    let sql = format!(
        "SELECT {COLUMNS} FROM designation_round {after}
         ORDER BY opened_on DESC, id DESC LIMIT $1"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(round).collect()
}

fn split(cursor: &Cursor) -> Option<(kernel::CivilDate, RoundId)> {
    let (on, id) = cursor.0.split_once('.')?;
    Some((on.parse().ok()?, id.parse().ok()?))
}

pub(crate) fn cursor(one: &Round) -> String {
    format!("{}.{}", one.opened_on, one.id)
}

/// The rounds of a kind that run, of all offices.
pub(crate) async fn running_of_kind(conn: &mut Conn, word: &str) -> Result<Vec<Round>> {
    // fan-out: a quota of the country counts the rounds of all offices
    let sql = format!(
        "SELECT {COLUMNS} FROM designation_round
         WHERE kind = $1 AND state NOT IN ('listed', 'dropped')"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![word]).await?;
    rows.iter().map(round).collect()
}

/// The rounds in which a body has an entry or may make one, the latest first.
pub(crate) async fn for_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Round>> {
    // fan-out: a round lives where its office does, not where the body does
    let sql = format!(
        "SELECT {COLUMNS} FROM designation_round r
         WHERE state = 'open' OR EXISTS (SELECT 1 FROM designation_entry e
                                         WHERE e.home = r.home AND e.round = r.id AND e.body = $1)
         ORDER BY opened_on DESC, id DESC"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![body]).await?;
    rows.iter().map(round).collect()
}

pub(crate) async fn kinds(conn: &mut Conn) -> Result<Vec<Kind>> {
    let rows = conn
        .fetch_all("SELECT word, data FROM designation_kind ORDER BY word, valid_from", args![])
        .await?;
    let read = |row: &Row| {
        let word: String = row.get("word")?;
        let data: serde_json::Value = row.get("data")?;
        serde_json::from_value(data)
            .map_err(|_| Problem::inconsistent("designation_kind", "data", word))
    };
    rows.iter().map(read).collect()
}

pub(crate) async fn add_kind(tx: &mut Tx, kind: &Kind) -> Result<u64> {
    let (by, at) = (tx.ctx().actor.word(), tx.now());
    let row = args![kind.word.as_str(), kind.valid_from, Value::json(kind)?, by, at];
    let columns = &["word", "valid_from", "data", "added_by", "added_at"];
    tx.insert_new("designation_kind", columns, &["word", "valid_from"], vec![row]).await
}

/// The rounds of offices, the latest first.
pub(crate) async fn of_offices(conn: &mut Conn, offices: &[AuthorityId]) -> Result<Vec<Round>> {
    if offices.is_empty() {
        return Ok(Vec::new());
    }
    let list = ::store::placeholders(1, offices.len());
    // fan-out: a round lives where its office does, and somebody may work for several
    let sql = format!(
        "SELECT {COLUMNS} FROM designation_round WHERE office IN {list}
         ORDER BY opened_on DESC, id DESC"
    );
    let values = offices.iter().map(|office| Value::from(*office)).collect();
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(round).collect()
}
