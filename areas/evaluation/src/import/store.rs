//! Rows of imports and of what is wrong with their rows.

use super::finding::{Finding, Sealed, ShownFinding};
use super::{Import, ImportProgress, ImportState, RowCounts};
use crate::sheet::{Field, TemplateKind};
use crypto::{KeyRing, KeyUse};
use kernel::{BodyId, ImportId, Lang, Page, PageRequest, Problem, Result};
use std::collections::{BTreeMap, BTreeSet};
use store::{Conn, Row, SealedColumn, Sql, Tx, Value, args, placeholders};

const COLUMNS: &str = "id, version, body, outcome, template, file, sealed_name, exam_on, keep_good,
    lang, next_row, units_done, units_total, rows_total, rows_bad, rows_entered, rows_known,
    rows_passed, people_new, report, created_at, created_by";

/// What a file's name and a finding are sealed for.
const NAME: &str = "import-name";
const FINDING: &str = "import-finding";
const NAMES: SealedColumn =
    SealedColumn { table: "import", key: &["home", "id"], column: "sealed_name" };
const SEALED: SealedColumn = SealedColumn {
    table: "import_finding",
    key: &["home", "import", "row_number", "position"],
    column: "sealed",
};

fn import(row: &Row, ring: &KeyRing) -> Result<Import> {
    let id: ImportId = row.get("id")?;
    let wrong = |column| move || Problem::inconsistent("import", column, id);
    let outcome: serde_json::Value = row.get("outcome")?;
    let template: Option<String> = row.get("template")?;
    let lang: String = row.get("lang")?;
    let sealed: Vec<u8> = row.get("sealed_name")?;
    let name = ring.open_system(NAME, &id.bytes(), &sealed)?;
    Ok(Import {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        state: serde_json::from_value(outcome).map_err(|_| wrong("outcome")())?,
        template: template
            .map(|word| TemplateKind::from_word(&word).ok_or_else(wrong("template")))
            .transpose()?,
        file_name: String::from_utf8_lossy(name.expose()).into_owned(),
        exam_on: row.get("exam_on")?,
        keep_good: row.get("keep_good")?,
        lang: Lang::ALL.into_iter().find(|l| l.tag() == lang).unwrap_or_default(),
        rows: RowCounts {
            total: row.get("rows_total")?,
            bad: row.get("rows_bad")?,
            entered: row.get("rows_entered")?,
            known: row.get("rows_known")?,
            passed: row.get("rows_passed")?,
            people_new: row.get("people_new")?,
        },
        progress: ImportProgress { done: row.get("units_done")?, total: row.get("units_total")? },
        report: row.get("report")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        file: row.get("file")?,
        next_row: row.get("next_row")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, ring: &KeyRing, import: &Import) -> Result<()> {
    let sealed =
        ring.seal_system(NAME, &import.id.bytes(), import.file_name.as_bytes(), &tx.random());
    let sql = "INSERT INTO import (home, id, version, body, state, outcome, file, sealed_name,
                   exam_on, keep_good, lang, next_row, units_done, units_total, rows_total,
                   rows_bad, rows_entered, rows_known, rows_passed, people_new, created_at,
                   created_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                   $12, $13)";
    let values = args![
        import.id.home(),
        import.id,
        import.version,
        import.body,
        import.state.word(),
        outcome(&import.state)?,
        import.file,
        sealed,
        import.exam_on,
        import.keep_good,
        import.lang.tag(),
        import.created_at,
        &import.created_by,
    ];
    tx.execute_one(sql, values).await
}

fn outcome(state: &ImportState) -> Result<String> {
    serde_json::to_string(state).map_err(Problem::internal)
}

pub(crate) async fn find(conn: &mut Conn, ring: &KeyRing, id: ImportId) -> Result<Option<Import>> {
    let sql = format!("SELECT {COLUMNS} FROM import WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| import(&row, ring)).transpose()
}

pub(crate) async fn of_body(
    conn: &mut Conn,
    ring: &KeyRing,
    body: BodyId,
    page: &PageRequest,
) -> Result<Vec<Import>> {
    let before = page.after.as_ref().and_then(|cursor| cursor.0.parse::<ImportId>().ok());
    let before = before.map_or([0xff; 16], |id| id.bytes());
    let sql = format!(
        "SELECT {COLUMNS} FROM import WHERE home = $1 AND body = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let values = args![body.home(), body, before, page.limit() + 1];
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(|row| import(row, ring)).collect()
}

/// Writes everything that changes while the import goes on, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, import: &Import) -> Result<()> {
    let sql = "UPDATE import SET version = version + 1, state = $4, outcome = $5, template = $6,
                   file = $7, next_row = $8, units_done = $9, units_total = $10, rows_total = $11,
                   rows_bad = $12, rows_entered = $13, rows_known = $14, rows_passed = $15,
                   people_new = $16, report = $17, finished_at = $18
               WHERE home = $1 AND id = $2 AND version = $3";
    let (rows, progress) = (import.rows, import.progress);
    let values = args![
        import.id.home(),
        import.id,
        import.version,
        import.state.word(),
        outcome(&import.state)?,
        import.template.map(TemplateKind::word),
        import.file,
        import.next_row,
        progress.done,
        progress.total,
        rows.total,
        rows.bad,
        rows.entered,
        rows.known,
        rows.passed,
        rows.people_new,
        import.report,
        import.state.finished_at(),
    ];
    tx.execute_one(sql, values).await
}

/// Where findings begin that are added to a row which has some already.
const LATER: i64 = 100;

/// Adds findings to rows, with the headings of their columns. Gives how many rows had none before.
pub(crate) async fn add_findings(
    tx: &mut Tx,
    ring: &KeyRing,
    id: ImportId,
    findings: &[(Finding, String)],
) -> Result<i64> {
    if findings.is_empty() {
        return Ok(0);
    }
    let numbers: BTreeSet<u32> = findings.iter().map(|(finding, _)| finding.row).collect();
    let numbers: Vec<u32> = numbers.into_iter().collect();
    let already = bad_among(tx, id, &numbers).await?;
    let columns = &["home", "import", "row_number", "position", "column_word", "code", "sealed"];
    let random = tx.random();
    let mut positions: BTreeMap<u32, i64> = BTreeMap::new();
    let mut rows = Vec::with_capacity(findings.len());
    for (finding, heading) in findings {
        let first = if already.contains(&finding.row) { LATER } else { 0 };
        let position = positions.entry(finding.row).or_insert(first);
        let plain = serde_json::to_vec(&finding.sealed(heading)).map_err(Problem::internal)?;
        let sealed = ring.seal_system(FINDING, &id.bytes(), &plain, &random);
        let (word, row) = (finding.field.word(), finding.row);
        rows.push(args![id.home(), id, row, *position, word, finding.code, sealed]);
        *position += 1;
    }
    tx.insert_many("import_finding", columns, rows).await?;
    Ok((numbers.len() - already.len()) as i64)
}

/// Which of the rows have findings.
async fn bad_among(conn: &mut Conn, id: ImportId, numbers: &[u32]) -> Result<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    for chunk in numbers.chunks(1000) {
        let sql = format!(
            "SELECT DISTINCT row_number FROM import_finding
             WHERE home = $1 AND import = $2 AND row_number IN {}",
            placeholders(3, chunk.len())
        );
        let mut values = args![id.home(), id];
        values.extend(chunk.iter().map(|number| Value::from(*number)));
        for row in conn.fetch_all(Sql::assembled(sql), values).await? {
            found.insert(row.get::<i64>("row_number")? as u32);
        }
    }
    Ok(found)
}

fn shown(row: &Row, ring: &KeyRing, id: ImportId) -> Result<(ShownFinding, i64, String)> {
    let wrong = |column| move || Problem::inconsistent("import_finding", column, id);
    let number: i64 = row.get("row_number")?;
    let number = u32::try_from(number).map_err(|_| wrong("row_number")())?;
    let (word, code): (String, String) = (row.get("column_word")?, row.get("code")?);
    let field = Field::from_word(&word).ok_or_else(wrong("column_word"))?;
    let sealed: Vec<u8> = row.get("sealed")?;
    let plain = ring.open_system(FINDING, &id.bytes(), &sealed)?;
    // The error of the parser could quote what it could not read.
    let sealed: Sealed = serde_json::from_slice(plain.expose()).map_err(|_| wrong("sealed")())?;
    let value = sealed.value.clone();
    Ok((ShownFinding::open(number, field, &code, sealed), row.get("position")?, value))
}

const FINDINGS: &str = "SELECT row_number, position, column_word, code, sealed FROM import_finding
    WHERE home = $1 AND import = $2 AND (row_number > $3 OR (row_number = $3 AND position > $4))
    ORDER BY row_number, position LIMIT $5";

pub(crate) async fn findings_page(
    conn: &mut Conn,
    ring: &KeyRing,
    id: ImportId,
    page: &PageRequest,
) -> Result<Page<ShownFinding>> {
    let after = page.after.as_ref().and_then(|cursor| {
        let (row, position) = cursor.0.split_once('.')?;
        Some((row.parse::<i64>().ok()?, position.parse::<i64>().ok()?))
    });
    let (row, position) = after.unwrap_or((-1, -1));
    let values = args![id.home(), id, row, position, page.limit() + 1];
    let rows = conn.fetch_all(FINDINGS, values).await?;
    let rows: Vec<(ShownFinding, i64, String)> =
        rows.iter().map(|row| shown(row, ring, id)).collect::<Result<_>>()?;
    let page = Page::from_rows(rows, page.limit(), |(finding, position, _)| {
        format!("{}.{position}", finding.row)
    });
    Ok(page.map(|(finding, _, _)| finding))
}

/// All findings of an import by row; bounded by the most that an import may have.
pub(crate) async fn all_findings(
    conn: &mut Conn,
    ring: &KeyRing,
    id: ImportId,
) -> Result<BTreeMap<u32, Vec<ShownFinding>>> {
    let mut found: BTreeMap<u32, Vec<ShownFinding>> = BTreeMap::new();
    let (mut row, mut position) = (-1_i64, -1_i64);
    loop {
        let values = args![id.home(), id, row, position, 5_000_i64];
        let rows = conn.fetch_all(FINDINGS, values).await?;
        for next in &rows {
            let (finding, at, _) = shown(next, ring, id)?;
            (row, position) = (i64::from(finding.row), at);
            found.entry(finding.row).or_default().push(finding);
        }
        if rows.len() < 5_000 {
            return Ok(found);
        }
    }
}

/// How many findings an import has.
pub(crate) async fn count_findings(conn: &mut Conn, id: ImportId) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS n FROM import_finding WHERE home = $1 AND import = $2";
    conn.fetch_one(sql, args![id.home(), id]).await?.get("n")
}

/// The rows between two that have findings.
pub(crate) async fn bad_rows(
    conn: &mut Conn,
    id: ImportId,
    first: i64,
    last: i64,
) -> Result<BTreeSet<u32>> {
    let sql = "SELECT DISTINCT row_number FROM import_finding
               WHERE home = $1 AND import = $2 AND row_number BETWEEN $3 AND $4";
    let rows = conn.fetch_all(sql, args![id.home(), id, first, last]).await?;
    let number = |row: &Row| row.get::<i64>("row_number").map(|n| n as u32);
    rows.iter().map(number).collect()
}

/// How many names and findings are under older master keys.
pub(crate) async fn count_older(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    let version = ring.current_version(KeyUse::Vault).bytes();
    let names = NAMES.count_older(conn, version).await?;
    Ok(names + SEALED.count_older(conn, version).await?)
}

/// Moves up to `limit` names, and as many findings, to the current master key. Gives how many it found.
pub(crate) async fn reseal(tx: &mut Tx, ring: &KeyRing, limit: u32) -> Result<u64> {
    let version = ring.current_version(KeyUse::Vault).bytes();
    let random = tx.random();
    let again = |purpose, id: ImportId, sealed: &[u8]| -> Result<Vec<u8>> {
        let plain = ring.open_system(purpose, &id.bytes(), sealed)?;
        Ok(ring.seal_system(purpose, &id.bytes(), plain.expose(), &random))
    };
    let names = NAMES.older(tx, version, limit).await?;
    let findings = SEALED.older(tx, version, limit).await?;
    let count = names.len() + findings.len();
    let names = names.iter().map(|row| {
        let (id, sealed): (ImportId, Vec<u8>) = (row.get("id")?, row.get("sealed_name")?);
        Ok(args![id.home(), id, again(NAME, id, &sealed)?])
    });
    NAMES.replace(tx, version, names.collect::<Result<_>>()?).await?;
    let findings = findings.iter().map(|row| {
        let (id, sealed): (ImportId, Vec<u8>) = (row.get("import")?, row.get("sealed")?);
        let (number, position): (i64, i64) = (row.get("row_number")?, row.get("position")?);
        Ok(args![id.home(), id, number, position, again(FINDING, id, &sealed)?])
    });
    SEALED.replace(tx, version, findings.collect::<Result<_>>()?).await?;
    Ok(count as u64)
}
