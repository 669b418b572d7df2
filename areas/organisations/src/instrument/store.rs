//! Rows of licences and listings; yearly checks of all instruments.

use super::{
    ActKind, CheckOutcome, ExitKind, Instrument, InstrumentKind, InstrumentState, Line, Pause,
    YearlyCheck,
};
use crate::filing::{self, Filing};
use kernel::{BodyId, CivilDate, InstrumentId, OccupationCode, Problem, Result, SkillLevel};
use std::collections::HashMap;
use store::{Conn, Row, Sql, Tx, args, homes_and_ids};

const COLUMNS: &str = "id, version, body, authority, kind, number, state, state_on, exit_how, \
                       valid_from, valid_until";
const SCOPE: &[&str] = &[
    "home",
    "instrument",
    "line",
    "act",
    "occupation",
    "level",
    "site",
    "valid_from",
    "valid_until",
];
const PAUSE: &[&str] = &["home", "instrument", "paused_from", "paused_until"];
const CHECK: &[&str] =
    &["home", "instrument", "number", "year", "outcome", "rectify_by", "decided_on"];

fn wrong(column: &'static str, id: InstrumentId) -> impl Fn() -> Problem {
    move || Problem::inconsistent("instrument", column, id)
}

fn state_of(row: &Row, id: InstrumentId) -> Result<InstrumentState> {
    let (word, on): (String, Option<CivilDate>) = (row.get("state")?, row.get("state_on")?);
    let how: Option<String> = row.get("exit_how")?;
    let on = || on.ok_or_else(wrong("state_on", id));
    Ok(match word.as_str() {
        "in_force" => InstrumentState::InForce,
        "suspended" => InstrumentState::Suspended { since: on()? },
        "exited" => {
            let how = how.as_deref().and_then(ExitKind::from_word);
            InstrumentState::Exited { how: how.ok_or_else(wrong("exit_how", id))?, on: on()? }
        }
        _ => return Err(wrong("state", id)()),
    })
}

fn instrument(row: &Row) -> Result<Instrument> {
    let id: InstrumentId = row.get("id")?;
    let kind: String = row.get("kind")?;
    Ok(Instrument {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        authority: row.get("authority")?,
        kind: InstrumentKind::from_word(&kind).ok_or_else(wrong("kind", id))?,
        number: row.get("number")?,
        state: state_of(row, id)?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
        pauses: Vec::new(),
        checks: Vec::new(),
        scope: Vec::new(),
    })
}

fn line(row: &Row, id: InstrumentId) -> Result<Line> {
    let (act, occupation): (String, Option<i64>) = (row.get("act")?, row.get("occupation")?);
    let level: Option<String> = row.get("level")?;
    let occupation = occupation.and_then(|n| u32::try_from(n).ok());
    let occupation = occupation.and_then(OccupationCode::from_number);
    let level = level.as_deref().and_then(SkillLevel::from_word);
    Ok(Line {
        act: ActKind::from_word(&act).ok_or_else(wrong("act", id))?,
        trade: occupation.zip(level),
        site: row.get("site")?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
    })
}

fn check(row: &Row, id: InstrumentId) -> Result<YearlyCheck> {
    let (year, word): (i64, String) = (row.get("year")?, row.get("outcome")?);
    let by: Option<CivilDate> = row.get("rectify_by")?;
    let outcome = match word.as_str() {
        "passed" => CheckOutcome::Passed,
        "rectify" => CheckOutcome::Rectify { by: by.ok_or_else(wrong("rectify_by", id))? },
        "failed" => CheckOutcome::Failed,
        _ => return Err(wrong("outcome", id)()),
    };
    let year = i32::try_from(year).map_err(|_| wrong("year", id)())?;
    Ok(YearlyCheck { year, outcome, on: row.get("decided_on")? })
}

fn state_values(state: &InstrumentState) -> (Option<CivilDate>, Option<&'static str>) {
    match state {
        InstrumentState::InForce => (None, None),
        InstrumentState::Suspended { since } => (Some(*since), None),
        InstrumentState::Exited { how, on } => (Some(*on), Some(how.word())),
    }
}

pub(crate) async fn insert(tx: &mut Tx, new: &Instrument) -> Result<()> {
    let sql = "INSERT INTO instrument (home, id, version, body, authority, kind, number, state,
                                       valid_from, valid_until)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        new.id.home(),
        new.id,
        new.version,
        new.body,
        new.authority,
        new.kind.word(),
        new.number.as_str(),
        new.state.word(),
        new.valid_from,
        new.valid_until,
    ];
    tx.execute_one(sql, values).await?;
    let rows = new.scope.iter().zip(1i64..).map(|(line, number)| {
        args![
            new.id.home(),
            new.id,
            number,
            line.act.word(),
            line.trade.map(|(occupation, _)| i64::from(occupation.number())),
            line.trade.map(|(_, level)| level.word()),
            line.site,
            line.valid_from,
            line.valid_until,
        ]
    });
    tx.insert_many("instrument_scope", SCOPE, rows.collect()).await
}

/// Writes an instrument after a step over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, before: &Instrument, after: &Instrument) -> Result<()> {
    let (home, id) = (before.id.home(), before.id);
    let (on, how) = state_values(&after.state);
    let sql = "UPDATE instrument
               SET state = $4, state_on = $5, exit_how = $6, valid_until = $7, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![home, id, before.version, after.state.word(), on, how, after.valid_until];
    tx.execute_one(sql, values).await?;
    if after.valid_until != before.valid_until {
        let sql = "UPDATE instrument_scope SET valid_until = $4
                   WHERE home = $1 AND instrument = $2 AND valid_until = $3";
        tx.execute(sql, args![home, id, before.valid_until, after.valid_until]).await?;
    }
    added(tx, before, after).await
}

/// The pauses and checks that a step added, of filings as well.
pub(crate) async fn added(tx: &mut Tx, before: &Instrument, after: &Instrument) -> Result<()> {
    let (home, id) = (before.id.home(), before.id);
    let pauses = after.pauses[before.pauses.len()..].iter();
    let pauses = pauses.map(|pause| args![home, id, pause.from, pause.until]).collect();
    tx.insert_many("instrument_pause", PAUSE, pauses).await?;
    let old = before.checks.len();
    let checks = after.checks[old..].iter().zip(old as i64 + 1..).map(|(check, number)| {
        let by = match check.outcome {
            CheckOutcome::Rectify { by } => Some(by),
            CheckOutcome::Passed | CheckOutcome::Failed => None,
        };
        let word = check.outcome.word();
        args![home, id, number, i64::from(check.year), word, by, check.on]
    });
    tx.insert_many("instrument_check", CHECK, checks.collect()).await
}

/// Moves the end of a filing and of the lines that ran to it.
pub(crate) async fn renew_filing(tx: &mut Tx, filing: &Filing, until: CivilDate) -> Result<()> {
    let (home, id) = (filing.id.home(), filing.id);
    let sql = "UPDATE filing SET valid_until = $4, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    tx.execute_one(sql, args![home, id, filing.version, until]).await?;
    let sql = "UPDATE filing_scope SET valid_until = $4
               WHERE home = $1 AND filing = $2 AND valid_until = $3";
    tx.execute(sql, args![home, id, filing.valid_until, until]).await.map(|_| ())
}

/// The body of a licence or listing.
pub(crate) async fn body_of(conn: &mut Conn, id: InstrumentId) -> Result<Option<BodyId>> {
    let sql = "SELECT body FROM instrument WHERE home = $1 AND id = $2";
    let row = conn.fetch_optional(sql, args![id.home(), id]).await?;
    row.map(|row| row.get("body")).transpose()
}

/// Yearly checks of instruments, in the order in which they were decided.
pub(crate) async fn checks_of(
    conn: &mut Conn,
    ids: &[InstrumentId],
) -> Result<HashMap<InstrumentId, Vec<YearlyCheck>>> {
    let mut all: HashMap<InstrumentId, Vec<YearlyCheck>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let (pairs, values) = homes_and_ids(ids);
    // fan-out: the instruments of the bodies of one page, each with its home
    let sql = format!(
        "SELECT instrument, year, outcome, rectify_by, decided_on FROM instrument_check
         WHERE (home, instrument) IN {pairs} ORDER BY home, instrument, number"
    );
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        let id: InstrumentId = row.get("instrument")?;
        all.entry(id).or_default().push(check(&row, id)?);
    }
    Ok(all)
}

/// Everything a body holds: licences, filings and listings, ended ones too, the latest first.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Instrument>> {
    let filings = filing::store::of_body(conn, body).await?;
    let sql = format!(
        "SELECT {COLUMNS} FROM instrument WHERE home = $1 AND body = $2
         ORDER BY valid_from DESC, id"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![body.home(), body]).await?;
    let mut held = rows.iter().map(instrument).collect::<Result<Vec<_>>>()?;
    if !held.is_empty() {
        with_children(conn, &mut held).await?;
    }
    held.extend(filings.iter().map(Filing::as_instrument));
    Ok(held)
}

async fn with_children(conn: &mut Conn, held: &mut [Instrument]) -> Result<()> {
    let ids: Vec<InstrumentId> = held.iter().map(|one| one.id).collect();
    let mut checks = checks_of(conn, &ids).await?;
    let (pairs, values) = homes_and_ids(&ids);
    // fan-out: the instruments of one body, in its home
    let sql = format!(
        "SELECT instrument, act, occupation, level, site, valid_from, valid_until
         FROM instrument_scope WHERE (home, instrument) IN {pairs}
         ORDER BY home, instrument, line"
    );
    let mut lines: HashMap<InstrumentId, Vec<Line>> = HashMap::new();
    for row in conn.fetch_all(Sql::assembled(sql), values.clone()).await? {
        let id: InstrumentId = row.get("instrument")?;
        lines.entry(id).or_default().push(line(&row, id)?);
    }
    // fan-out: as above
    let sql = format!(
        "SELECT instrument, paused_from, paused_until FROM instrument_pause
         WHERE (home, instrument) IN {pairs} ORDER BY home, instrument, paused_from"
    );
    let mut pauses: HashMap<InstrumentId, Vec<Pause>> = HashMap::new();
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        let pause = Pause { from: row.get("paused_from")?, until: row.get("paused_until")? };
        pauses.entry(row.get("instrument")?).or_default().push(pause);
    }
    for one in held {
        one.scope = lines.remove(&one.id).unwrap_or_default();
        one.pauses = pauses.remove(&one.id).unwrap_or_default();
        one.checks = checks.remove(&one.id).unwrap_or_default();
    }
    Ok(())
}
