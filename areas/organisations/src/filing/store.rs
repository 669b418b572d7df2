//! Rows of filings and their scopes.

use super::{Filing, FilingState, ScopeItem};
use crate::filing_code::FilingCode;
use crate::instrument;
use kernel::{BodyId, FilingId, InstrumentId, OccupationCode, Problem, Result, SkillLevel};
use std::collections::HashMap;
use store::{Conn, Row, Sql, Tx, args, homes_and_ids};

const COLUMNS: &str =
    "id, version, body, authority, code, state, valid_from, valid_until, ended_on";

fn filing(row: &Row) -> Result<Filing> {
    let id: FilingId = row.get("id")?;
    let (code, state): (String, String) = (row.get("code")?, row.get("state")?);
    let state = FilingState::ALL.into_iter().find(|s| s.word() == state);
    Ok(Filing {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        authority: row.get("authority")?,
        code: code
            .parse::<FilingCode>()
            .map_err(|_| Problem::inconsistent("filing", "code", id))?,
        state: state.ok_or_else(|| Problem::inconsistent("filing", "state", id))?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
        ended_on: row.get("ended_on")?,
        checks: Vec::new(),
        scope: Vec::new(),
    })
}

pub(crate) async fn insert(tx: &mut Tx, filing: &Filing) -> Result<()> {
    let sql = "INSERT INTO filing (home, id, version, body, authority, code, state, valid_from,
                                   valid_until)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = args![
        filing.id.home(),
        filing.id,
        filing.version,
        filing.body,
        filing.authority,
        filing.code.to_string(),
        filing.state.word(),
        filing.valid_from,
        filing.valid_until,
    ];
    tx.execute_one(sql, values).await?;
    let columns = &["home", "filing", "occupation", "level", "valid_from", "valid_until"];
    let rows = filing.scope.iter().map(|item| {
        let occupation = i64::from(item.occupation.number());
        args![
            filing.id.home(),
            filing.id,
            occupation,
            item.level.word(),
            item.valid_from,
            item.valid_until,
        ]
    });
    tx.insert_many("filing_scope", columns, rows.collect()).await
}

/// Sets the state of the version that was loaded, and the end that stands in it.
pub(crate) async fn set_state(tx: &mut Tx, filing: &Filing, state: FilingState) -> Result<()> {
    let sql = "UPDATE filing SET state = $4, ended_on = $5, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![filing.id.home(), filing.id, filing.version, state.word(), filing.ended_on];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: FilingId) -> Result<Option<Filing>> {
    let sql = format!("SELECT {COLUMNS} FROM filing WHERE home = $1 AND id = $2");
    let Some(row) = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await? else {
        return Ok(None);
    };
    let body = filing(&row)?.body;
    Ok(of_body(conn, body).await?.into_iter().find(|filing| filing.id == id))
}

/// All filings of a body with their scopes, latest first.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Filing>> {
    of_bodies(conn, &[body]).await
}

/// All filings of the bodies without their scopes, latest first.
pub(crate) async fn bare_of_bodies(conn: &mut Conn, bodies: &[BodyId]) -> Result<Vec<Filing>> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let (pairs, values) = homes_and_ids(bodies);
    // fan-out: the bodies of one page may live in several homes, each named
    let sql = format!(
        "SELECT {COLUMNS} FROM filing WHERE (home, body) IN {pairs} ORDER BY valid_from DESC, id"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(filing).collect()
}

/// All filings of the bodies with their scopes, latest first.
pub(crate) async fn of_bodies(conn: &mut Conn, bodies: &[BodyId]) -> Result<Vec<Filing>> {
    let mut filings = bare_of_bodies(conn, bodies).await?;
    if filings.is_empty() {
        return Ok(filings);
    }
    let (pairs, values) = homes_and_ids(bodies);
    // fan-out: as above
    let sql = format!(
        "SELECT s.filing, s.occupation, s.level, s.valid_from, s.valid_until
         FROM filing_scope s JOIN filing f ON f.home = s.home AND f.id = s.filing
         WHERE (f.home, f.body) IN {pairs} ORDER BY s.occupation, s.level, s.valid_from"
    );
    let mut scopes: HashMap<FilingId, Vec<ScopeItem>> = HashMap::new();
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        let id: FilingId = row.get("filing")?;
        scopes.entry(id).or_default().push(scope_item(&row, id)?);
    }
    let ids: Vec<InstrumentId> = filings.iter().map(|filing| filing.id.cast()).collect();
    let mut checks = instrument::store::checks_of(conn, &ids).await?;
    for filing in &mut filings {
        filing.checks = checks.remove(&filing.id.cast()).unwrap_or_default();
        filing.scope = scopes.remove(&filing.id).unwrap_or_default();
    }
    Ok(filings)
}

fn scope_item(row: &Row, id: FilingId) -> Result<ScopeItem> {
    let (occupation, level): (i64, String) = (row.get("occupation")?, row.get("level")?);
    let wrong = |column| move || Problem::inconsistent("filing_scope", column, id);
    let occupation = u32::try_from(occupation).ok().and_then(OccupationCode::from_number);
    Ok(ScopeItem {
        occupation: occupation.ok_or_else(wrong("occupation"))?,
        level: SkillLevel::from_word(&level).ok_or_else(wrong("level"))?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
    })
}
