//! Reading the history and the looks. Nothing here writes.

use super::{AuditQuery, ChangedEntry, LookedEntry};
use kernel::{AccountId, Instant, LookId, Result, SubjectId};
use store::{Conn, Row, Sql, Value, args};

/// The account behind the stored word of an actor.
fn account(row: &Row) -> Result<Option<AccountId>> {
    Ok(row.get::<String>("actor")?.parse().ok())
}

/// Looks of accounts, whose ids begin with a digit up to 7: the partial indexes say the same.
const BY_ACCOUNTS: &str = "actor < '8'";
/// Changes by accounts and by people who had not signed in, such as a lock-out.
const BY_PEOPLE: &str = "actor < 's'";

/// The conditions that both reads share.
fn conditions(whose: &str, query: &AuditQuery) -> (String, Vec<Value>) {
    let mut wheres = whose.to_owned();
    let mut values = Vec::new();
    if let Some(account) = query.account {
        values.push(Value::from(account.to_string()));
        wheres.push_str(&format!(" AND actor = ${}", values.len()));
    }
    if let Some(from) = query.from {
        values.push(Value::from(from));
        wheres.push_str(&format!(" AND at >= ${}", values.len()));
    }
    if let Some(until) = query.until {
        values.push(Value::from(until));
        wheres.push_str(&format!(" AND at < ${}", values.len()));
    }
    (wheres, values)
}

/// One page of looks and one row more, latest first.
pub(crate) async fn looks(
    conn: &mut Conn,
    query: &AuditQuery,
    after: Option<(Instant, LookId)>,
    limit: u32,
) -> Result<Vec<LookedEntry>> {
    let (mut wheres, mut values) = conditions(BY_ACCOUNTS, query);
    if let Some((at, id)) = after {
        let n = values.len();
        wheres.push_str(&format!(" AND (at, id) < (${}, ${})", n + 1, n + 2));
        values.extend(args![at, id]);
    }
    values.push(Value::from(limit + 1));
    // fan-out: looks of one account or one day lie in the homes of the people looked at
    let sql = format!(
        "SELECT id, at, actor, office, person, action, purpose, request FROM looked
         WHERE {wheres} ORDER BY at DESC, id DESC LIMIT ${}",
        values.len()
    );
    let entry = |row: &Row| {
        Ok(LookedEntry {
            id: row.get("id")?,
            at: row.get("at")?,
            account: account(row)?,
            office: row.get("office")?,
            person: row.get("person")?,
            action: row.get("action")?,
            purpose: row.get("purpose")?,
            request: row.get("request")?,
        })
    };
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(entry).collect()
}

/// One page of changes and one row more, latest first.
pub(crate) async fn changes(
    conn: &mut Conn,
    query: &AuditQuery,
    after: Option<(Instant, SubjectId, i64)>,
    limit: u32,
) -> Result<Vec<ChangedEntry>> {
    let (mut wheres, mut values) = conditions(BY_PEOPLE, query);
    if let Some((at, subject, version)) = after {
        let n = values.len();
        let row = format!("(${}, ${}, ${})", n + 1, n + 2, n + 3);
        wheres.push_str(&format!(" AND (at, subject, version) < {row}"));
        values.extend(args![at, subject, version]);
    }
    values.push(Value::from(limit + 1));
    // fan-out: changes by one account or of one day lie in the homes of what was changed
    let sql = format!(
        "SELECT at, actor, kind, subject, version, action, request FROM history
         WHERE {wheres} ORDER BY at DESC, subject DESC, version DESC LIMIT ${}",
        values.len()
    );
    let entry = |row: &Row| {
        Ok(ChangedEntry {
            at: row.get("at")?,
            account: account(row)?,
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            version: row.get("version")?,
            action: row.get("action")?,
            request: row.get("request")?,
        })
    };
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(entry).collect()
}
