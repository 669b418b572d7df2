//! Rows of certificates.

use super::{Certificate, PublicReason, Status};
use kernel::{
    BodyId, CertificateId, CivilDate, OccupationCode, PageRequest, PersonId, Problem, Result,
    RunId, SkillLevel,
};
use store::{Conn, Row, Sql, Tx, Value, args, homes_and_ids};

// fan-out: each use names the home, or says why it does not
const SELECT: &str = "SELECT id, version, number, person, body, filing, body_key, run, candidate,
    occupation, classification, variant, level, exam_on, issued_on, status, status_why, status_reason,
    status_on, sealed FROM certificate";

const COLUMNS: &[&str] = &[
    "home",
    "id",
    "version",
    "kind",
    "number",
    "person",
    "body",
    "filing",
    "body_key",
    "run",
    "candidate",
    "occupation",
    "classification",
    "variant",
    "level",
    "exam_on",
    "issued_on",
    "status",
    "sealed",
];

/// The only kind so far; others have number patterns of their own.
const SKILL_LEVEL: &str = "skill_level";

fn certificate(row: &Row) -> Result<Certificate> {
    let id: CertificateId = row.get("id")?;
    let (occupation, level): (i64, String) = (row.get("occupation")?, row.get("level")?);
    let wrong = |column| move || Problem::inconsistent("certificate", column, id);
    let occupation = u32::try_from(occupation).ok().and_then(OccupationCode::from_number);
    Ok(Certificate {
        id,
        version: row.get("version")?,
        number: row.get("number")?,
        person: row.get("person")?,
        body: row.get("body")?,
        filing: row.get("filing")?,
        key: row.get("body_key")?,
        run: row.get("run")?,
        candidate: row.get("candidate")?,
        occupation: occupation.ok_or_else(wrong("occupation"))?,
        classification: row.get("classification")?,
        variant: row.get("variant")?,
        level: SkillLevel::from_word(&level).ok_or_else(wrong("level"))?,
        exam_on: row.get("exam_on")?,
        issued_on: row.get("issued_on")?,
        status: status(row, id)?,
    })
}

fn status(row: &Row, id: CertificateId) -> Result<Status> {
    let word: String = row.get("status")?;
    if word == "valid" {
        return Ok(Status::Valid);
    }
    let missing = |column| move || Problem::inconsistent("certificate", column, id);
    let on: CivilDate =
        row.get::<Option<CivilDate>>("status_on")?.ok_or_else(missing("status_on"))?;
    let why: Option<String> = row.get("status_why")?;
    let why = why.as_deref().and_then(PublicReason::from_word);
    let why = why.ok_or_else(missing("status_why"))?;
    let reason: String = row.get::<Option<String>>("status_reason")?.unwrap_or_default();
    match word.as_str() {
        "suspended" => Ok(Status::Suspended { on, why, reason }),
        "revoked" => Ok(Status::Revoked { on, why, reason }),
        _ => Err(Problem::inconsistent("certificate", "status", id)),
    }
}

/// What the columns beside the status hold: why for anybody, why for the file, since when.
fn beside(status: &Status) -> (Option<&'static str>, Option<&str>, Option<CivilDate>) {
    match status {
        Status::Valid => (None, None, None),
        Status::Suspended { on, why, reason } | Status::Revoked { on, why, reason } => {
            (Some(why.word()), Some(reason), Some(*on))
        }
    }
}

pub(crate) async fn insert(tx: &mut Tx, rows: Vec<(Certificate, Vec<u8>)>) -> Result<()> {
    let rows = rows.into_iter().map(|(c, sealed)| {
        args![
            c.id.home(),
            c.id,
            c.version,
            SKILL_LEVEL,
            c.number,
            c.person,
            c.body,
            c.filing,
            c.key,
            c.run,
            c.candidate,
            i64::from(c.occupation.number()),
            c.classification,
            c.variant,
            c.level.word(),
            c.exam_on,
            c.issued_on,
            c.status.word(),
            sealed,
        ]
    });
    tx.insert_many("certificate", COLUMNS, rows.collect()).await
}

pub(crate) async fn set_status(tx: &mut Tx, old: &Certificate, status: &Status) -> Result<()> {
    let (why, reason, on) = beside(status);
    let sql = "UPDATE certificate SET status = $4, status_why = $5, status_reason = $6,
                                      status_on = $7, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![old.id.home(), old.id, old.version, status.word(), why, reason, on];
    tx.execute_one(sql, values).await
}

/// The certificate and what is sealed.
pub(crate) async fn find(
    conn: &mut Conn,
    id: CertificateId,
) -> Result<Option<(Certificate, Vec<u8>)>> {
    let sql = format!("{SELECT} WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| Ok((certificate(&row)?, row.get("sealed")?))).transpose()
}

/// Certificates under some records of one human, latest first.
pub(crate) async fn of_people(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Certificate>> {
    let (pairs, values) = homes_and_ids(people);
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "{SELECT} WHERE (home, person) IN {pairs} ORDER BY issued_on DESC, id DESC LIMIT 500"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(certificate).collect()
}

/// Certificates of a run, in the order of their numbers.
pub(crate) async fn of_run(
    conn: &mut Conn,
    run: RunId,
    page: &PageRequest,
) -> Result<Vec<Certificate>> {
    let after = page.after.as_ref().map_or("", |cursor| cursor.0.as_str());
    // fan-out: the holders of one run live in many homes
    let sql = format!("{SELECT} WHERE run = $1 AND number > $2 ORDER BY number LIMIT $3");
    let values = args![run, after, page.limit() + 1];
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(certificate).collect()
}

/// Certificates of a body, latest first.
pub(crate) async fn of_body(
    conn: &mut Conn,
    body: BodyId,
    page: &PageRequest,
) -> Result<Vec<Certificate>> {
    let after = page.after.as_ref().and_then(|cursor| read_cursor(&cursor.0));
    let mut values = vec![Value::from(body), Value::from(page.limit() + 1)];
    let condition = match after {
        None => "",
        Some((issued_on, id)) => {
            values.extend(args![issued_on, id]);
            "AND (issued_on, id) < ($3, $4)"
        }
    };
    // fan-out: the holders of one body's certificates live in all homes
    let sql =
        format!("{SELECT} WHERE body = $1 {condition} ORDER BY issued_on DESC, id DESC LIMIT $2");
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(certificate).collect()
}

pub(crate) fn cursor(certificate: &Certificate) -> String {
    format!("{}.{}", certificate.issued_on, certificate.id)
}

fn read_cursor(text: &str) -> Option<(CivilDate, CertificateId)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}
