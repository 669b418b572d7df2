//! Who looked at a person's record. Not a fact: it is never folded, and it may be withheld.

use crate::args;
use crate::conn::{Conn, homes_and_ids};
use crate::statement::Sql;
use kernel::{CivilDate, Instant, PersonId, Result, SubjectId};

/// One look, before the answer is sent.
#[derive(Clone, Debug)]
pub struct Look {
    /// Whose record; absent for a list of several people, masked.
    pub person: Option<PersonId>,
    /// The authority or body for which the looker acts.
    pub office: Option<SubjectId>,
    /// What was done: the code of the action.
    pub action: &'static str,
    /// Why, as the looker gave it or as the page states it.
    pub purpose: String,
    /// Until when the person is not told, where law says so.
    pub withheld_until: Option<CivilDate>,
}

/// One look as the person sees it.
#[derive(Clone, Debug)]
pub struct LookRow {
    /// When.
    pub at: Instant,
    /// Which account or part of the system.
    pub actor: String,
    /// For which office.
    pub office: Option<SubjectId>,
    /// What was done.
    pub action: String,
    /// Why.
    pub purpose: String,
}

/// The latest looks at some records of a person that the person may see today.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn of_people(
    conn: &mut Conn,
    records: &[PersonId],
    today: CivilDate,
    limit: u32,
) -> Result<Vec<LookRow>> {
    let (pairs, mut values) = homes_and_ids(records);
    values.extend(args![today, limit]);
    let n = values.len();
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "SELECT at, actor, office, action, purpose FROM looked
         WHERE (home, person) IN {pairs} AND (withheld_until IS NULL OR withheld_until <= ${})
         ORDER BY at DESC, id DESC LIMIT ${n}",
        n - 1
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter()
        .map(|row| {
            Ok(LookRow {
                at: row.get("at")?,
                actor: row.get("actor")?,
                office: row.get("office")?,
                action: row.get("action")?,
                purpose: row.get("purpose")?,
            })
        })
        .collect()
}
