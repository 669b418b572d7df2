//! Rows of cases, acts, letters, objections and procedures.

use crate::case::Case;
use crate::letter::{Letter, LetterPage};
use crate::notice::{Answer, Objection};
use crate::procedure::{LetterKind, Procedure};
use crate::words::{Act, Party};
use kernel::{
    AuthorityId, CaseId, CivilDate, Cursor, Instant, LetterId, ObjectionId, PageRequest, Problem,
    Result, SubjectId,
};
use serde::de::DeserializeOwned;
use store::{Conn, Row, SealedColumn, Sql, Tx, Value, args, homes_and_ids, placeholders};

const COLUMNS: &str = "id, version, subject, body, person, division, title, opened_by, opened_at,
                       offices, procedure, progress";

fn json<T: DeserializeOwned>(row: &Row, column: &'static str, id: CaseId) -> Result<T> {
    let value: serde_json::Value = row.get(column)?;
    serde_json::from_value(value).map_err(|_| Problem::inconsistent("approval_case", column, id))
}

fn case(row: &Row) -> Result<Case> {
    let id: CaseId = row.get("id")?;
    Ok(Case {
        id,
        version: row.get("version")?,
        procedure: json(row, "procedure", id)?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        person: row.get("person")?,
        division: row.get("division")?,
        title: row.get("title")?,
        offices: json(row, "offices", id)?,
        opened_by: row.get("opened_by")?,
        opened_at: row.get("opened_at")?,
        progress: json(row, "progress", id)?,
    })
}

/// No period runs: later than any day.
const NEVER: CivilDate = day(9999, 12, 31);

/// The columns by which queues find a case: the office, whose turn it is there, and the last day.
struct Place {
    office: AuthorityId,
    post: &'static str,
    due_on: CivilDate,
}

fn place(case: &Case, due_on: Option<CivilDate>) -> Result<Place> {
    let (step, post) = match case.turn() {
        Some(Party::Step(step)) => {
            (step, case.procedure.steps.get(step).map_or("none", |step| step.post.word()))
        }
        Some(Party::Applicant) => (0, "applicant"),
        None => (case.last_step(), "none"),
    };
    let office = case.office(step).ok_or_else(|| no_office(case))?;
    Ok(Place { office, post, due_on: due_on.unwrap_or(NEVER) })
}

fn no_office(case: &Case) -> Problem {
    Problem::inconsistent("approval_case", "offices", case.id)
}

pub(crate) async fn insert(tx: &mut Tx, case: &Case, due_on: Option<CivilDate>) -> Result<()> {
    let place = place(case, due_on)?;
    let columns = &[
        "home",
        "id",
        "version",
        "kind",
        "subject",
        "body",
        "person",
        "division",
        "title",
        "office",
        "post",
        "state",
        "due_on",
        "opened_by",
        "opened_at",
        "offices",
        "procedure",
        "progress",
    ];
    let row = args![
        case.id.home(),
        case.id,
        case.version,
        case.procedure.kind.as_str(),
        case.subject,
        case.body,
        case.person,
        case.division,
        case.title.as_str(),
        place.office,
        place.post,
        case.progress.state.word(),
        place.due_on,
        case.opened_by.as_str(),
        case.opened_at,
        Value::json(&case.offices)?,
        Value::json(&case.procedure)?,
        Value::json(&case.progress)?,
    ];
    tx.insert_many("approval_case", columns, vec![row]).await
}

/// Sets what an act changed, over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, case: &Case, due_on: Option<CivilDate>) -> Result<()> {
    let place = place(case, due_on)?;
    let sql = "UPDATE approval_case
               SET office = $4, post = $5, state = $6, due_on = $7, progress = $8,
                   escalated_to = NULL, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        case.id.home(),
        case.id,
        case.version,
        place.office,
        place.post,
        case.progress.state.word(),
        place.due_on,
        Value::json(&case.progress)?,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: CaseId) -> Result<Option<Case>> {
    let sql = format!("SELECT {COLUMNS} FROM approval_case WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| case(&row)).transpose()
}

/// The cases about a record, latest first.
pub(crate) async fn of_subject(conn: &mut Conn, subject: SubjectId) -> Result<Vec<Case>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approval_case WHERE home = $1 AND subject = $2
         ORDER BY opened_at DESC, id DESC"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![subject.home(), subject]).await?;
    rows.iter().map(case).collect()
}

/// Which cases of some offices a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Those that wait for a post which the actor holds.
    Mine,
    /// All that are not settled.
    Open,
    /// Those whose last day has passed, here or in an office below that did not move.
    Late,
    /// Those that are settled.
    Settled,
}

/// Cases of the offices, the most urgent first. `posts` are the posts held, for [`Queue::Mine`].
pub(crate) async fn queue(
    conn: &mut Conn,
    queue: Queue,
    posts: &[(AuthorityId, &'static str)],
    page: &PageRequest,
    today: CivilDate,
) -> Result<Vec<(Case, CivilDate)>> {
    let (after_day, after_id) = page.after.as_ref().and_then(read_cursor).unwrap_or(FIRST);
    let mut values = args![after_day, after_id, page.limit() + 1];
    let mut offices: Vec<AuthorityId> = posts.iter().map(|(office, _)| *office).collect();
    offices.sort();
    offices.dedup();
    let held = match queue {
        Queue::Mine => {
            let pairs = posts.iter().map(|(office, post)| {
                values.extend(args![*office, *post]);
                format!("(${}, ${})", values.len() - 1, values.len())
            });
            format!("(office, post) IN (VALUES {})", pairs.collect::<Vec<_>>().join(", "))
        }
        Queue::Open | Queue::Late | Queue::Settled => {
            let first = values.len() + 1;
            values.extend(offices.iter().map(|office| Value::from(*office)));
            let offices = placeholders(first, offices.len());
            match queue {
                Queue::Late => format!("(office IN {offices} OR escalated_to IN {offices})"),
                _ => format!("office IN {offices}"),
            }
        }
    };
    let which = match queue {
        Queue::Mine => String::new(),
        Queue::Open => " AND post <> 'none'".to_owned(),
        Queue::Settled => " AND post = 'none'".to_owned(),
        Queue::Late => {
            values.push(Value::from(today));
            format!(" AND due_on < ${}", values.len())
        }
    };
    // fan-out: an office's cases lie with the bodies and persons they are about
    let sql = format!(
        "SELECT {COLUMNS}, due_on FROM approval_case
         WHERE {held}{which} AND (due_on, id) > ($1, $2) ORDER BY due_on, id LIMIT $3"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    rows.iter().map(|row| Ok((case(row)?, row.get("due_on")?))).collect()
}

/// Before every row of a queue.
const FIRST: (CivilDate, [u8; 16]) = (day(1, 1, 1), [0; 16]);

/// A day that exists.
const fn day(year: i32, month: u32, day: u32) -> CivilDate {
    match CivilDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => CivilDate::MAX,
    }
}

pub(crate) fn cursor((case, due_on): &(Case, CivilDate)) -> String {
    format!("{due_on}/{}", case.id)
}

fn read_cursor(cursor: &Cursor) -> Option<(CivilDate, [u8; 16])> {
    let (day, id) = cursor.0.split_once('/')?;
    Some((day.parse().ok()?, id.parse::<CaseId>().ok()?.bytes()))
}

/// Open cases whose last day has passed and that no office above was told of, oldest first.
pub(crate) async fn overdue(conn: &mut Conn, today: CivilDate, most: u32) -> Result<Vec<Case>> {
    // fan-out: the job looks for what is late everywhere
    let sql = format!(
        "SELECT {COLUMNS} FROM approval_case
         WHERE due_on < $1 AND escalated_to IS NULL ORDER BY due_on, id LIMIT $2"
    );
    conn.fetch_all(Sql::assembled(sql), args![today, most]).await?.iter().map(case).collect()
}

/// Tells an office above of a late case, or moves the last day where holidays announced since then
/// have moved it.
pub(crate) async fn escalate(
    tx: &mut Tx,
    case: &Case,
    to: Option<AuthorityId>,
    due_on: Option<CivilDate>,
) -> Result<()> {
    let sql = "UPDATE approval_case SET escalated_to = $4, due_on = $5
               WHERE home = $1 AND id = $2 AND version = $3";
    let due_on = due_on.unwrap_or(NEVER);
    tx.execute_one(sql, args![case.id.home(), case.id, case.version, to, due_on]).await
}

/// Whether an office has cases that are not settled.
pub(crate) async fn open_at(conn: &mut Conn, office: AuthorityId) -> Result<i64> {
    // fan-out: as in queue()
    let sql = "SELECT COUNT(*) AS cases FROM approval_case WHERE office = $1 AND post <> 'none'";
    conn.fetch_one(sql, args![office]).await?.get("cases")
}

/// An entry of a case's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Counted from 1.
    pub number: i64,
    /// What was done.
    pub act: Act,
    /// By whom, as a stored word.
    pub actor: String,
    /// For which office; none for the applicant.
    pub office: Option<AuthorityId>,
    /// In whose place, as a stored word, when a deputy did it (代理).
    pub in_place_of: Option<String>,
    /// When.
    pub at: Instant,
    /// The opinion or reason; may be empty.
    pub opinion: String,
}

pub(crate) async fn add_act(tx: &mut Tx, case: &Case, done: &Done) -> Result<()> {
    let sql =
        "INSERT INTO approval_act (home, case_id, number, act, actor, office, in_place_of, at,
                                         opinion)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = args![
        case.id.home(),
        case.id,
        done.number,
        Value::json(&done.act)?,
        done.actor.as_str(),
        done.office,
        done.in_place_of.as_deref(),
        done.at,
        done.opinion.as_str(),
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn acts(conn: &mut Conn, id: CaseId) -> Result<Vec<Done>> {
    let sql = "SELECT number, act, actor, office, in_place_of, at, opinion FROM approval_act
               WHERE home = $1 AND case_id = $2 ORDER BY number";
    let rows = conn.fetch_all(sql, args![id.home(), id]).await?;
    let done = |row: &Row| {
        Ok(Done {
            number: row.get("number")?,
            act: json(row, "act", id)?,
            actor: row.get("actor")?,
            office: row.get("office")?,
            in_place_of: row.get("in_place_of")?,
            at: row.get("at")?,
            opinion: row.get("opinion")?,
        })
    };
    rows.iter().map(done).collect()
}

pub(crate) async fn add_letter(tx: &mut Tx, letter: &Letter) -> Result<()> {
    let sql = "INSERT INTO approval_letter (home, id, case_id, act, kind, office, office_name,
                                            number, at, text)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        letter.id.home(),
        letter.id,
        letter.case,
        letter.act,
        letter.kind.word(),
        letter.office,
        letter.office_name.as_str(),
        letter.number.as_str(),
        letter.at,
        Value::json(&letter.text)?,
    ];
    tx.execute_one(sql, values).await
}

const LETTER: &str = "id, case_id, act, kind, office, office_name, number, at, text";

fn letter(row: &Row) -> Result<Letter> {
    let (id, kind): (LetterId, String) = (row.get("id")?, row.get("kind")?);
    let case: CaseId = row.get("case_id")?;
    let text: [LetterPage; 2] = json(row, "text", case)?;
    Ok(Letter {
        id,
        case,
        act: row.get("act")?,
        kind: LetterKind::from_word(&kind)
            .ok_or_else(|| Problem::inconsistent("approval_letter", "kind", id))?,
        office: row.get("office")?,
        office_name: row.get("office_name")?,
        number: row.get("number")?,
        at: row.get("at")?,
        text,
    })
}

pub(crate) async fn letters(conn: &mut Conn, id: CaseId) -> Result<Vec<Letter>> {
    let sql = format!(
        "SELECT {LETTER} FROM approval_letter WHERE home = $1 AND case_id = $2 ORDER BY act"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![id.home(), id]).await?;
    rows.iter().map(letter).collect()
}

pub(crate) async fn find_letter(conn: &mut Conn, id: LetterId) -> Result<Option<Letter>> {
    let sql = format!("SELECT {LETTER} FROM approval_letter WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| letter(&row)).transpose()
}

pub(crate) async fn add_objection(
    tx: &mut Tx,
    case: CaseId,
    id: ObjectionId,
    sealed: Vec<u8>,
) -> Result<()> {
    let sql = "INSERT INTO approval_objection (home, id, version, case_id, at, sealed)
               VALUES ($1, $2, 1, $3, $4, $5)";
    let values = args![id.home(), id, case, tx.now(), sealed];
    tx.execute_one(sql, values).await
}

/// Answers an objection that has no answer.
pub(crate) async fn answer(tx: &mut Tx, objection: &Objection, answer: &Answer) -> Result<()> {
    let sql = "UPDATE approval_objection
               SET upheld = $4, answer = $5, answered_by = $6, answered_at = $7,
                   version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        objection.id.home(),
        objection.id,
        objection.version,
        answer.upheld,
        answer.text.as_str(),
        answer.by.as_str(),
        answer.at,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn objections(conn: &mut Conn, case: CaseId) -> Result<Vec<Objection>> {
    let sql = "SELECT id, version, at, sealed, upheld, answer, answered_by, answered_at
               FROM approval_objection WHERE home = $1 AND case_id = $2 ORDER BY at, id";
    let rows = conn.fetch_all(sql, args![case.home(), case]).await?;
    let objection = |row: &Row| {
        let upheld: Option<bool> = row.get("upheld")?;
        let answer = match upheld {
            Some(upheld) => Some(Answer {
                upheld,
                text: row.get("answer")?,
                by: row.get("answered_by")?,
                at: row.get("answered_at")?,
            }),
            None => None,
        };
        Ok(Objection {
            id: row.get("id")?,
            version: row.get("version")?,
            case,
            at: row.get("at")?,
            sealed: row.get("sealed")?,
            answer,
        })
    };
    rows.iter().map(objection).collect()
}

/// What people object, sealed under a master key.
pub(crate) const SEALED: SealedColumn =
    SealedColumn { table: "approval_objection", key: &["home", "id"], column: "sealed" };

/// What is under public notice on a day, the latest first.
pub(crate) async fn noticed(conn: &mut Conn, page: &PageRequest) -> Result<Vec<Case>> {
    let last = page.after.as_ref().and_then(|cursor| cursor.0.parse::<CaseId>().ok());
    let last = last.map_or([0xff; 16], |id| id.bytes());
    // fan-out: the public list shows all offices' notices
    let sql = format!(
        "SELECT {COLUMNS} FROM approval_case WHERE state = 'noticed' AND id < $1
         ORDER BY id DESC LIMIT $2"
    );
    let values = args![last, page.limit() + 1];
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(case).collect()
}

/// The cases among the ids.
pub(crate) async fn find_many(conn: &mut Conn, ids: &[CaseId]) -> Result<Vec<Case>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (list, values) = homes_and_ids(ids);
    // fan-out: the cases of one matter may live in several homes, each named
    let sql = format!("SELECT {COLUMNS} FROM approval_case WHERE (home, id) IN {list}");
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(case).collect()
}

pub(crate) async fn add_procedure(tx: &mut Tx, procedure: &Procedure) -> Result<()> {
    let columns = &["kind", "region", "valid_from", "data", "entered_at"];
    let row = args![
        procedure.kind.as_str(),
        procedure.territory.map_or(0, |region| i64::from(region.number())),
        procedure.valid_from,
        Value::json(procedure)?,
        tx.now(),
    ];
    let keys = &["kind", "region", "valid_from"];
    match tx.insert_new("approval_procedure", columns, keys, vec![row]).await? {
        1 => Ok(()),
        _ => Err(Problem::conflict("approval-procedure-exists")),
    }
}

pub(crate) async fn procedures(conn: &mut Conn, kind: &str) -> Result<Vec<Procedure>> {
    let sql = "SELECT data FROM approval_procedure WHERE kind = $1 ORDER BY region, valid_from";
    let rows = conn.fetch_all(sql, args![kind]).await?;
    let read = |row: &Row| {
        let data: serde_json::Value = row.get("data")?;
        serde_json::from_value(data)
            .map_err(|_| Problem::inconsistent("approval_procedure", "data", kind))
    };
    rows.iter().map(read).collect()
}
