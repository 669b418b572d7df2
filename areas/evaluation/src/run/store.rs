//! Rows of runs and candidates.

use super::{Candidate, Run};
use kernel::{
    BodyId, CandidateId, CertificateId, CivilDate, ImportId, OccupationCode, PageRequest, PersonId,
    Problem, Result, RunId, SkillLevel,
};
use rules::{PartResults, PassDecision};
use store::{Conn, Row, Sql, Tx, Value, args, placeholders, values_by_key};

const RUN: &str = "id, version, body, occupation, level, exam_on, rule, outcome, prepared_by,
    candidates, passed, issued, created_at";

fn run(row: &Row) -> Result<Run> {
    let id: RunId = row.get("id")?;
    let wrong = |column| move || Problem::inconsistent("run", column, id);
    let (occupation, level): (i64, String) = (row.get("occupation")?, row.get("level")?);
    let occupation = u32::try_from(occupation).ok().and_then(OccupationCode::from_number);
    let outcome: serde_json::Value = row.get("outcome")?;
    let prepared_by: serde_json::Value = row.get("prepared_by")?;
    Ok(Run {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        occupation: occupation.ok_or_else(wrong("occupation"))?,
        level: SkillLevel::from_word(&level).ok_or_else(wrong("level"))?,
        exam_on: row.get("exam_on")?,
        rule: row.get("rule")?,
        state: serde_json::from_value(outcome).map_err(|_| wrong("outcome")())?,
        prepared_by: serde_json::from_value(prepared_by).map_err(|_| wrong("prepared_by")())?,
        candidates: row.get("candidates")?,
        passed: row.get("passed")?,
        issued: row.get("issued")?,
        created_at: row.get("created_at")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, run: &Run) -> Result<()> {
    let sql = "INSERT INTO run (home, id, version, body, occupation, level, exam_on, rule, state,
                   outcome, prepared_by, candidates, passed, issued, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = args![
        run.id.home(),
        run.id,
        run.version,
        run.body,
        run.occupation.number(),
        run.level.word(),
        run.exam_on,
        &run.rule,
        run.state.word(),
        Value::json(&run.state)?,
        Value::json(&run.prepared_by)?,
        run.candidates,
        run.passed,
        run.issued,
        run.created_at,
    ];
    tx.execute_one(sql, values).await
}

/// Writes everything that changes, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, run: &Run) -> Result<()> {
    let sql = "UPDATE run SET version = version + 1, state = $4, outcome = $5, prepared_by = $6,
                   candidates = $7, passed = $8, issued = $9
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        run.id.home(),
        run.id,
        run.version,
        run.state.word(),
        Value::json(&run.state)?,
        Value::json(&run.prepared_by)?,
        run.candidates,
        run.passed,
        run.issued,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: RunId) -> Result<Option<Run>> {
    let sql = format!("SELECT {RUN} FROM run WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.as_ref().map(run).transpose()
}

/// The run to which results of this kind are added; nothing when none is open.
pub(crate) async fn find_open(
    conn: &mut Conn,
    body: BodyId,
    occupation: OccupationCode,
    level: SkillLevel,
    exam_on: CivilDate,
) -> Result<Option<Run>> {
    let sql = format!(
        "SELECT {RUN} FROM run
         WHERE home = $1 AND body = $2 AND occupation = $3 AND level = $4 AND exam_on = $5
           AND state IN ('draft', 'halted') ORDER BY id LIMIT 1"
    );
    let values = args![body.home(), body, occupation.number(), level.word(), exam_on];
    let row = conn.fetch_optional(Sql::assembled(sql), values).await?;
    row.as_ref().map(run).transpose()
}

pub(crate) async fn of_body(conn: &mut Conn, body: BodyId, page: &PageRequest) -> Result<Vec<Run>> {
    let before = page.after.as_ref().and_then(|cursor| cursor.0.parse::<RunId>().ok());
    let before = before.map_or([0xff; 16], |id| id.bytes());
    let sql = format!(
        "SELECT {RUN} FROM run WHERE home = $1 AND body = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let values = args![body.home(), body, before, page.limit() + 1];
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(run).collect()
}

const CANDIDATE: &str = "id, version, run, body, import, row_number, person, variant, parts,
    decision, standing, certificate";

fn candidate_row(row: &Row) -> Result<Candidate> {
    let id: CandidateId = row.get("id")?;
    let wrong = |column| move || Problem::inconsistent("candidate", column, id);
    let (parts, decision): (serde_json::Value, serde_json::Value) =
        (row.get("parts")?, row.get("decision")?);
    Ok(Candidate {
        id,
        version: row.get("version")?,
        run: row.get("run")?,
        body: row.get("body")?,
        import: row.get("import")?,
        row: row.get("row_number")?,
        person: row.get("person")?,
        variant: row.get("variant")?,
        parts: serde_json::from_value(parts).map_err(|_| wrong("parts")())?,
        decision: serde_json::from_value(decision).map_err(|_| wrong("decision")())?,
        withdrawn: row.get::<Option<bool>>("standing")?.is_none(),
        certificate: row.get("certificate")?,
    })
}

/// What is entered of a result.
pub(crate) struct NewCandidate {
    pub id: CandidateId,
    pub run: RunId,
    pub import: ImportId,
    pub row: u32,
    pub person: PersonId,
    pub occupation: OccupationCode,
    pub variant: Option<String>,
    pub level: SkillLevel,
    pub exam_on: CivilDate,
    pub parts: PartResults,
    pub decision: PassDecision,
}

/// Enters results. Gives how many; fewer when another import was faster with one of them.
pub(crate) async fn insert_candidates(
    tx: &mut Tx,
    body: BodyId,
    candidates: &[NewCandidate],
) -> Result<u64> {
    let columns = &[
        "home",
        "id",
        "version",
        "body",
        "run",
        "import",
        "row_number",
        "person",
        "occupation",
        "variant",
        "level",
        "exam_on",
        "parts",
        "decision",
        "passed",
        "standing",
    ];
    let keys = &["home", "body", "person", "occupation", "level", "exam_on", "standing"];
    let mut rows = Vec::with_capacity(candidates.len());
    for c in candidates {
        rows.push(args![
            body.home(),
            c.id,
            1_i64,
            body,
            c.run,
            c.import,
            c.row,
            c.person,
            c.occupation.number(),
            c.variant.as_deref(),
            c.level.word(),
            c.exam_on,
            Value::json(&c.parts)?,
            Value::json(&c.decision)?,
            c.decision.passed,
            true,
        ]);
    }
    tx.insert_new("candidate", columns, keys, rows).await
}

/// A result that is there already, as an import compares it.
pub(crate) struct Earlier {
    pub person: PersonId,
    pub occupation: OccupationCode,
    pub level: SkillLevel,
    pub exam_on: CivilDate,
    pub variant: Option<String>,
    pub parts: PartResults,
    pub withdrawn: bool,
}

/// Results of these people at the body, withdrawn ones too.
pub(crate) async fn earlier(
    conn: &mut Conn,
    body: BodyId,
    people: &[PersonId],
) -> Result<Vec<Earlier>> {
    let mut found = Vec::new();
    for chunk in people.chunks(1000) {
        let sql = format!(
            "SELECT id, person, occupation, level, exam_on, variant, parts, standing FROM candidate
             WHERE home = $1 AND body = $2 AND person IN {}",
            placeholders(3, chunk.len())
        );
        let mut values = args![body.home(), body];
        values.extend(chunk.iter().map(|person| Value::from(*person)));
        for row in conn.fetch_all(Sql::assembled(sql), values).await? {
            found.push(earlier_row(&row)?);
        }
    }
    Ok(found)
}

fn earlier_row(row: &Row) -> Result<Earlier> {
    let id: CandidateId = row.get("id")?;
    let wrong = |column| move || Problem::inconsistent("candidate", column, id);
    let (occupation, level): (i64, String) = (row.get("occupation")?, row.get("level")?);
    let occupation = u32::try_from(occupation).ok().and_then(OccupationCode::from_number);
    let parts: serde_json::Value = row.get("parts")?;
    Ok(Earlier {
        person: row.get("person")?,
        occupation: occupation.ok_or_else(wrong("occupation"))?,
        level: SkillLevel::from_word(&level).ok_or_else(wrong("level"))?,
        exam_on: row.get("exam_on")?,
        variant: row.get("variant")?,
        parts: serde_json::from_value(parts).map_err(|_| wrong("parts")())?,
        withdrawn: row.get::<Option<bool>>("standing")?.is_none(),
    })
}

pub(crate) async fn candidate(conn: &mut Conn, id: CandidateId) -> Result<Option<Candidate>> {
    let sql = format!("SELECT {CANDIDATE} FROM candidate WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.as_ref().map(candidate_row).transpose()
}

pub(crate) async fn of_people(conn: &mut Conn, records: &[PersonId]) -> Result<Vec<Candidate>> {
    // fan-out: a person's results lie with the bodies that evaluated them
    let sql = format!(
        "SELECT {CANDIDATE} FROM candidate WHERE person IN {} AND standing = TRUE
         ORDER BY exam_on DESC, id",
        placeholders(1, records.len())
    );
    let values = records.iter().map(|record| Value::from(*record)).collect();
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(candidate_row).collect()
}

/// A page of a run's candidates in the order of their files, withdrawn ones too.
pub(crate) async fn of_run(
    conn: &mut Conn,
    run: RunId,
    page: &PageRequest,
) -> Result<Vec<Candidate>> {
    let after = page.after.as_ref().and_then(|cursor| {
        let (import, row) = cursor.0.split_once('.')?;
        Some((import.parse::<ImportId>().ok()?.bytes(), row.parse::<i64>().ok()?))
    });
    let (import, row) = after.unwrap_or(([0; 16], -1));
    let sql = format!(
        "SELECT {CANDIDATE} FROM candidate
         WHERE home = $1 AND run = $2 AND (import > $3 OR (import = $3 AND row_number > $4))
         ORDER BY import, row_number LIMIT $5"
    );
    let values = args![run.home(), run, import, row, page.limit() + 1];
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(candidate_row).collect()
}

/// Where a candidate stands in the order of a run.
pub(crate) type Place = (ImportId, i64);

/// The next candidates of a run that passed, stand and have no certificate yet, in the order of
/// their files.
///
/// Whoever issues goes on behind the last one they had: looking through all that have their
/// certificates already for each batch makes a large run take quadratic time.
pub(crate) async fn to_issue(
    conn: &mut Conn,
    run: RunId,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<Candidate>> {
    let sql = format!(
        "SELECT {CANDIDATE} FROM candidate
         WHERE home = $1 AND run = $2 AND (import, row_number) > ($3, $4)
           AND passed = TRUE AND standing = TRUE AND certificate IS NULL
         ORDER BY import, row_number LIMIT $5"
    );
    let (import, row) = after.map_or(([0; 16], -1), |(import, row)| (import.bytes(), row));
    let values = args![run.home(), run, import, row, limit];
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(candidate_row).collect()
}

/// Enters the certificates that candidates of a run became.
pub(crate) async fn set_certificates(
    tx: &mut Tx,
    run: RunId,
    issued: &[(CandidateId, CertificateId)],
) -> Result<()> {
    let (certificate, condition) = values_by_key(&["home", "id"], 1, issued.len());
    // fan-out: each key of the condition begins with its home
    let sql = format!(
        "UPDATE candidate SET certificate = {certificate}, version = version + 1
         WHERE {condition} AND certificate IS NULL"
    );
    let row = |(candidate, certificate): &(CandidateId, CertificateId)| {
        args![run.home(), *candidate, *certificate]
    };
    let values = issued.iter().flat_map(row).collect();
    let touched = tx.execute(Sql::assembled(sql), values).await?;
    if touched == issued.len() as u64 {
        return Ok(());
    }
    Err(Problem::conflict("problem-changed-meanwhile"))
}

/// Withdraws a result of the version that was loaded.
pub(crate) async fn withdraw(tx: &mut Tx, candidate: &Candidate) -> Result<()> {
    let sql = "UPDATE candidate SET standing = NULL, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3 AND certificate IS NULL";
    let values = args![candidate.id.home(), candidate.id, candidate.version];
    tx.execute_one(sql, values).await
}
