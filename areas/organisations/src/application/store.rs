//! Rows of applications.

use super::Application;
use kernel::{ApplicationId, BodyId, CaseId, Problem, Result};
use store::{Conn, Row, Sql, Tx, Value, args};

const COLUMNS: &str = "id, version, body, authority, years, scope, papers, case_id, filing";

fn application(row: &Row) -> Result<Application> {
    let id: ApplicationId = row.get("id")?;
    let wrong = |column| Problem::inconsistent("filing_application", column, id);
    let years: i64 = row.get("years")?;
    let (scope, papers): (serde_json::Value, serde_json::Value) =
        (row.get("scope")?, row.get("papers")?);
    Ok(Application {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        authority: row.get("authority")?,
        years: u8::try_from(years).map_err(|_| wrong("years"))?,
        scope: serde_json::from_value(scope).map_err(|_| wrong("scope"))?,
        papers: serde_json::from_value(papers).map_err(|_| wrong("papers"))?,
        case: row.get("case_id")?,
        filing: row.get("filing")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, new: &Application) -> Result<()> {
    let sql = "INSERT INTO filing_application
                   (home, id, version, body, authority, years, scope, papers, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = args![
        new.id.home(),
        new.id,
        new.version,
        new.body,
        new.authority,
        i64::from(new.years),
        Value::json(&new.scope)?,
        Value::json(&new.papers)?,
        tx.now(),
    ];
    tx.execute_one(sql, values).await
}

/// Writes what may change, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, changed: &Application) -> Result<()> {
    let sql = "UPDATE filing_application
               SET authority = $4, years = $5, scope = $6, papers = $7, case_id = $8, filing = $9,
                   version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        changed.id.home(),
        changed.id,
        changed.version,
        changed.authority,
        i64::from(changed.years),
        Value::json(&changed.scope)?,
        Value::json(&changed.papers)?,
        changed.case,
        changed.filing,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: ApplicationId) -> Result<Option<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM filing_application WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| application(&row)).transpose()
}

pub(crate) async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM filing_application WHERE home = $1 AND case_id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![case.home(), case]).await?;
    row.map(|row| application(&row)).transpose()
}

/// The applications of a body, the latest first.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Application>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM filing_application WHERE home = $1 AND body = $2
         ORDER BY made_at DESC, id DESC"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![body.home(), body]).await?;
    rows.iter().map(application).collect()
}
