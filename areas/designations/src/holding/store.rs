//! Rows of designations. They live in the home of their holder.

use super::{Designation, HoldingState};
use ::store::{Conn, Row, Sql, Tx, Value, args};
use kernel::{
    AuthorityId, BodyId, CivilDate, DesignationId, DivisionCode, PageRequest, Problem, Result,
    RoundId,
};

const COLUMNS: &str = "id, version, kind, round, office, body, name, division, number, valid_from, \
     valid_until, assessed_by_month, assessments, progress";

fn designation(row: &Row) -> Result<Designation> {
    let id: DesignationId = row.get("id")?;
    let wrong = |column| Problem::inconsistent("designation", column, id);
    let (found, progress): (serde_json::Value, serde_json::Value) =
        (row.get("assessments")?, row.get("progress")?);
    let month: Option<i64> = row.get("assessed_by_month")?;
    let month = month.map(u32::try_from).transpose();
    Ok(Designation {
        id,
        version: row.get("version")?,
        kind: row.get("kind")?,
        round: row.get("round")?,
        office: row.get("office")?,
        body: row.get("body")?,
        name: row.get("name")?,
        division: row.get("division")?,
        number: row.get("number")?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
        assessed_by_month: month.map_err(|_| wrong("assessed_by_month"))?,
        assessments: serde_json::from_value(found).map_err(|_| wrong("assessments"))?,
        state: serde_json::from_value(progress).map_err(|_| wrong("progress"))?,
    })
}

fn word(state: &HoldingState) -> (&'static str, Option<CivilDate>) {
    match state {
        HoldingState::Held => ("held", None),
        HoldingState::Leaving { .. } => ("leaving", None),
        HoldingState::Exited { on, .. } => ("exited", Some(*on)),
    }
}

const NEW: &[&str] = &[
    "home",
    "id",
    "version",
    "kind",
    "round",
    "office",
    "body",
    "name",
    "division",
    "number",
    "valid_from",
    "valid_until",
    "assessed_by_month",
    "assessments",
    "state",
    "exited_on",
    "progress",
];

pub(crate) async fn insert_all(tx: &mut Tx, new: &[Designation]) -> Result<()> {
    let row = |one: &Designation| {
        let (state, exited_on) = word(&one.state);
        Ok(args![
            one.id.home(),
            one.id,
            one.version,
            one.kind.as_str(),
            one.round,
            one.office,
            one.body,
            one.name.as_str(),
            one.division,
            one.number.as_str(),
            one.valid_from,
            one.valid_until,
            one.assessed_by_month.map(i64::from),
            Value::json(&one.assessments)?,
            state,
            exited_on,
            Value::json(&one.state)?,
        ])
    };
    let rows = new.iter().map(row).collect::<Result<_>>()?;
    tx.insert_many("designation", NEW, rows).await
}

/// Writes what may change, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, changed: &Designation) -> Result<()> {
    let (state, exited_on) = word(&changed.state);
    let sql = "UPDATE designation
               SET assessments = $4, state = $5, exited_on = $6, progress = $7,
                   version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        changed.id.home(),
        changed.id,
        changed.version,
        Value::json(&changed.assessments)?,
        state,
        exited_on,
        Value::json(&changed.state)?,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: DesignationId) -> Result<Option<Designation>> {
    let sql = format!("SELECT {COLUMNS} FROM designation WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| designation(&row)).transpose()
}

pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Designation>> {
    let sql =
        format!("SELECT {COLUMNS} FROM designation WHERE home = $1 AND body = $2 ORDER BY id DESC");
    let rows = conn.fetch_all(Sql::assembled(sql), args![body.home(), body]).await?;
    rows.iter().map(designation).collect()
}

pub(crate) async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Designation>> {
    // fan-out: the holders of one round live in homes of their own
    let sql = format!("SELECT {COLUMNS} FROM designation WHERE round = $1 ORDER BY number");
    let rows = conn.fetch_all(Sql::assembled(sql), args![round]).await?;
    rows.iter().map(designation).collect()
}

/// Those that offices gave and that are not over.
pub(crate) async fn of_offices(
    conn: &mut Conn,
    offices: &[AuthorityId],
    on: CivilDate,
) -> Result<Vec<Designation>> {
    if offices.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = vec![Value::from(on)];
    values.extend(offices.iter().map(|office| Value::from(*office)));
    let list = ::store::placeholders(2, offices.len());
    // fan-out: an office's designations are held all over its territory
    let sql = format!(
        "SELECT {COLUMNS} FROM designation
         WHERE office IN {list} AND state <> 'exited' AND valid_until >= $1 ORDER BY number"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(designation).collect()
}

/// How many of a kind take a place of its quota on a day.
pub(crate) async fn count(conn: &mut Conn, kind: &str, on: CivilDate) -> Result<i64> {
    // fan-out: a quota counts holders everywhere
    let sql = "SELECT COUNT(*) AS held FROM designation
               WHERE kind = $1 AND valid_until >= $2 AND (exited_on IS NULL OR exited_on > $2)";
    conn.fetch_one(sql, args![kind, on]).await?.get("held")
}

/// Which designations are asked for.
#[derive(Clone, Debug, Default)]
pub struct RegisterQuery {
    /// The word of a kind.
    pub kind: Option<String>,
    /// Holders in this division or within it.
    pub division: Option<DivisionCode>,
    /// Given in this year.
    pub year: Option<i32>,
}

/// The public register, by number.
pub(crate) async fn search(
    conn: &mut Conn,
    query: &RegisterQuery,
    page: &PageRequest,
) -> Result<Vec<Designation>> {
    let mut values = vec![Value::from(page.limit() as i64 + 1)];
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut add = |values: &mut Vec<Value>, text: &str, value: Value| {
        values.push(value);
        conditions.push(text.replace("$n", &format!("${}", values.len())));
    };
    if let Some(kind) = &query.kind {
        add(&mut values, "kind = $n", Value::from(kind.as_str()));
    }
    if let Some(division) = query.division {
        let (first, last) = division.numbers();
        add(&mut values, "division >= $n", Value::from(i64::from(first)));
        add(&mut values, "division <= $n", Value::from(i64::from(last)));
    }
    if let Some(year) = query.year {
        let day = |year, month, day| CivilDate::from_ymd_opt(year, month, day).unwrap_or_default();
        add(&mut values, "valid_from >= $n", Value::from(day(year, 1, 1)));
        add(&mut values, "valid_from <= $n", Value::from(day(year, 12, 31)));
    }
    if let Some(after) = &page.after {
        add(&mut values, "number > $n", Value::from(after.0.as_str()));
    }
    // fan-out: the public register is searched over all homes
    let sql = format!(
        "SELECT {COLUMNS} FROM designation WHERE {} ORDER BY number LIMIT $1",
        conditions.join(" AND ")
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(designation).collect()
}
