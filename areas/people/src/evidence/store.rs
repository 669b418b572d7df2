//! Rows of the dossier.

use super::{EvidenceEntry, NewEvidence};
use kernel::{EvidenceId, PersonId, Problem, Result};
use store::{Conn, Tx, args};

pub(crate) async fn insert(tx: &mut Tx, entries: Vec<NewEvidence>) -> Result<()> {
    let (now, random) = (tx.now(), tx.random());
    let columns = &["home", "id", "person", "kind", "subject", "source", "dated_on", "data"];
    let rows: Result<Vec<_>> = entries
        .into_iter()
        .map(|entry| {
            let home = entry.person.home();
            let id = EvidenceId::new(home, now, &random);
            let data = serde_json::to_string(&entry.evidence).map_err(Problem::internal)?;
            let kind = entry.evidence.word();
            Ok(args![
                home,
                id,
                entry.person,
                kind,
                entry.subject,
                entry.source,
                entry.dated_on,
                data
            ])
        })
        .collect();
    tx.insert_many("evidence", columns, rows?).await
}

pub(crate) async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<EvidenceEntry>> {
    let sql = "SELECT id, subject, source, dated_on, data FROM evidence
               WHERE home = $1 AND person = $2 ORDER BY dated_on DESC, id DESC LIMIT 500";
    let rows = conn.fetch_all(sql, args![person.home(), person]).await?;
    rows.iter()
        .map(|row| {
            let id: EvidenceId = row.get("id")?;
            let data: serde_json::Value = row.get("data")?;
            Ok(EvidenceEntry {
                id,
                subject: row.get("subject")?,
                source: row.get("source")?,
                dated_on: row.get("dated_on")?,
                evidence: serde_json::from_value(data)
                    .map_err(|_| Problem::inconsistent("evidence", "data", id))?,
            })
        })
        .collect()
}
