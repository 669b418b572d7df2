//! Rows of documents and of what they do to one another.

use super::{
    Confidence, Document, DocumentKind, DocumentQuery, DocumentState, Issuer, Precision, Relation,
    RelationKind,
};
use ::store::{Conn, Row, Sql, Tx, Value, args, placeholders};
use kernel::{CivilDate, DivisionCode, PageRequest, PolicyId, Problem, Result};

const COLUMNS: &str = "id, version, doc_key, number, title, title_en, issuer, issuer_name, \
     issuer_name_en, kind, division, issued_on, issued_to, in_force_on, ends_on, state, state_from, \
     successor, reason, summary, summary_en, confidence, source, attachments, entered_by, \
     entered_at";

fn document(row: &Row) -> Result<Document> {
    let id: PolicyId = row.get("id")?;
    let wrong = |column| move || Problem::inconsistent("policy_document", column, id);
    let kind: String = row.get("kind")?;
    let confidence: String = row.get("confidence")?;
    let issued_to: String = row.get("issued_to")?;
    Ok(Document {
        id,
        version: row.get("version")?,
        key: row.get("doc_key")?,
        number: row.get("number")?,
        title: row.get("title")?,
        title_en: row.get("title_en")?,
        issuer: Issuer {
            authority: row.get("issuer")?,
            name: row.get("issuer_name")?,
            name_en: row.get("issuer_name_en")?,
        },
        kind: DocumentKind::from_word(&kind).ok_or_else(wrong("kind"))?,
        division: row.get("division")?,
        issued_on: row.get("issued_on")?,
        issued_to: Precision::from_word(&issued_to).ok_or_else(wrong("issued_to"))?,
        in_force_on: row.get("in_force_on")?,
        ends_on: row.get("ends_on")?,
        state: state(row, id)?,
        summary: row.get("summary")?,
        summary_en: row.get("summary_en")?,
        confidence: Confidence::from_word(&confidence).ok_or_else(wrong("confidence"))?,
        source: row.get("source")?,
        attachments: serde_json::from_str(&row.get::<String>("attachments")?)
            .map_err(|_| wrong("attachments")())?,
        entered_by: row.get("entered_by")?,
        entered_at: row.get("entered_at")?,
    })
}

fn state(row: &Row, id: PolicyId) -> Result<DocumentState> {
    let wrong = || Problem::inconsistent("policy_document", "state", id);
    let word: String = row.get("state")?;
    let from: Option<CivilDate> = row.get("state_from")?;
    let reason: Option<String> = row.get("reason")?;
    Ok(match word.as_str() {
        "draft" => DocumentState::Draft,
        "refused" => DocumentState::Refused { reason: reason.ok_or_else(wrong)? },
        "in_force" => DocumentState::InForce,
        "superseded" => {
            DocumentState::Superseded { by: row.get("successor")?, from: from.ok_or_else(wrong)? }
        }
        "repealed" => DocumentState::Repealed {
            from: from.ok_or_else(wrong)?,
            reason: reason.ok_or_else(wrong)?,
        },
        _ => return Err(wrong()),
    })
}

fn state_values(state: &DocumentState) -> (Option<CivilDate>, Option<PolicyId>, Option<&str>) {
    match state {
        DocumentState::Draft | DocumentState::InForce => (None, None, None),
        DocumentState::Refused { reason } => (None, None, Some(reason)),
        DocumentState::Superseded { by, from } => (Some(*from), Some(*by), None),
        DocumentState::Repealed { from, reason } => (Some(*from), None, Some(reason)),
    }
}

pub(crate) async fn insert(tx: &mut Tx, one: &Document, relations: &[Relation]) -> Result<()> {
    let columns = &[
        "id",
        "version",
        "doc_key",
        "number",
        "title",
        "title_en",
        "issuer",
        "issuer_name",
        "issuer_name_en",
        "kind",
        "division",
        "issued_on",
        "issued_to",
        "in_force_on",
        "ends_on",
        "state",
        "state_from",
        "decided_by",
        "successor",
        "reason",
        "summary",
        "summary_en",
        "confidence",
        "source",
        "attachments",
        "entered_by",
        "entered_at",
    ];
    let (from, successor, reason) = state_values(&one.state);
    let row = args![
        one.id,
        one.version,
        one.key.as_str(),
        one.number.as_str(),
        one.title.as_str(),
        one.title_en.as_str(),
        one.issuer.authority,
        one.issuer.name.as_str(),
        one.issuer.name_en.as_str(),
        one.kind.word(),
        one.division,
        one.issued_on,
        one.issued_to.word(),
        one.in_force_on,
        one.ends_on,
        one.state.word(),
        from,
        Value::Text(None),
        successor,
        reason,
        one.summary.as_str(),
        one.summary_en.as_str(),
        one.confidence.word(),
        one.source.as_str(),
        Value::json(&one.attachments)?,
        one.entered_by.as_str(),
        one.entered_at,
    ];
    tx.insert_many("policy_document", columns, vec![row]).await?;
    let rows = relations.iter().map(|one| args![one.document, one.target, one.kind.word()]);
    tx.insert_many("policy_relation", &["document", "target", "kind"], rows.collect()).await
}

/// Sets the state of the version that was loaded.
pub(crate) async fn set_state(tx: &mut Tx, one: &Document, state: &DocumentState) -> Result<()> {
    let sql = "UPDATE policy_document
               SET state = $3, state_from = $4, successor = $5, reason = $6, decided_by = $7,
                   version = version + 1
               WHERE id = $1 AND version = $2";
    let (from, successor, reason) = state_values(state);
    let by = tx.ctx().actor.word();
    let values = args![one.id, one.version, state.word(), from, successor, reason, by];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: PolicyId) -> Result<Option<Document>> {
    let sql = format!("SELECT {COLUMNS} FROM policy_document WHERE id = $1");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id]).await?;
    row.map(|row| document(&row)).transpose()
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[PolicyId]) -> Result<Vec<Document>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, ids.len());
    let sql =
        format!("SELECT {COLUMNS} FROM policy_document WHERE id IN {list} ORDER BY issued_on, id");
    let values = ids.iter().map(|id| Value::from(*id)).collect();
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(document).collect()
}

/// The documents that carry a number and were not refused.
pub(crate) async fn of_number(conn: &mut Conn, number: &str) -> Result<Vec<Document>> {
    let sql =
        format!("SELECT {COLUMNS} FROM policy_document WHERE number = $1 AND state <> 'refused'");
    conn.fetch_all(Sql::assembled(sql), args![number]).await?.iter().map(document).collect()
}

pub(crate) async fn keys(conn: &mut Conn) -> Result<Vec<(String, PolicyId)>> {
    let rows = conn.fetch_all("SELECT doc_key, id FROM policy_document", args![]).await?;
    rows.iter().map(|row| Ok((row.get("doc_key")?, row.get("id")?))).collect()
}

/// What documents do to one another, as far as one of these has to do with it.
pub(crate) async fn relations(conn: &mut Conn, id: PolicyId) -> Result<Vec<Relation>> {
    let sql = "SELECT document, target, kind FROM policy_relation
               WHERE document = $1 OR target = $1 ORDER BY document, target";
    let relation = |row: &Row| {
        let kind: String = row.get("kind")?;
        let kind = RelationKind::from_word(&kind)
            .ok_or_else(|| Problem::inconsistent("policy_relation", "kind", id))?;
        Ok(Relation { document: row.get("document")?, target: row.get("target")?, kind })
    };
    conn.fetch_all(sql, args![id]).await?.iter().map(relation).collect()
}

/// Which documents a search may find.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those that a second person has confirmed.
    Public,
    /// Those that still wait for the second person.
    Drafts,
}

/// A pattern that finds the text anywhere, with the text's own signs taken literally.
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Documents, the latest first.
pub(crate) async fn search(
    conn: &mut Conn,
    reach: Reach,
    query: &DocumentQuery,
    page: &PageRequest,
) -> Result<Vec<Document>> {
    let mut values = args![like(&query.text), page.limit() + 1];
    let mut conditions = vec![match reach {
        Reach::Public => "state NOT IN ('draft', 'refused')".to_owned(),
        Reach::Drafts => "state = 'draft'".to_owned(),
    }];
    if let Some(day) = query.on {
        let holds = "in_force_on <= ? AND (ends_on IS NULL OR ends_on >= ?)
                     AND (state_from IS NULL OR state_from > ?)";
        values.push(Value::from(day));
        conditions.push(holds.replace('?', &format!("${}", values.len())));
    }
    if let Some(kind) = query.kind {
        values.push(Value::from(kind.word()));
        conditions.push(format!("kind = ${}", values.len()));
    }
    if let Some(after) = page.after.as_ref().and_then(|cursor| read_cursor(&cursor.0)) {
        values.extend(args![after.0, after.1]);
        conditions.push(format!("(issued_on, id) < (${}, ${})", values.len() - 1, values.len()));
    }
    within(query.division, &mut conditions, &mut values);
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_document
         WHERE (LOWER(number) LIKE $1 ESCAPE '!' OR LOWER(title) LIKE $1 ESCAPE '!'
                OR LOWER(title_en) LIKE $1 ESCAPE '!')
           AND {} ORDER BY issued_on DESC, id DESC LIMIT $2",
        conditions.join(" AND ")
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(document).collect()
}

/// Where somebody is, everything holds that holds there, in what it lies in, or everywhere.
fn within(division: Option<DivisionCode>, conditions: &mut Vec<String>, values: &mut Vec<Value>) {
    let Some(division) = division else { return };
    values.extend(args![division, division.prefecture(), division.province()]);
    let n = values.len();
    conditions.push(format!("(division IS NULL OR division IN (${}, ${}, ${n}))", n - 2, n - 1));
}

pub(crate) fn cursor(document: &Document) -> String {
    format!("{}.{}", document.issued_on, document.id)
}

fn read_cursor(text: &str) -> Option<(CivilDate, PolicyId)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}
