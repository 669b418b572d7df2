//! Rows of links to somebody's archive.

use super::{Share, Shows};
use kernel::{PersonId, Problem, Result, ShareId};
use store::{Conn, Row, Sql, Tx, args, homes_and_ids};

/// A row with what is sealed in it.
#[derive(Clone)]
pub(crate) struct ShareRow {
    pub share: Share,
    pub sealed: Vec<u8>,
}

const COLUMNS: &str = "id, version, person, full_name, results, views, views_left, until_on, made_at, \
                       ended_at, sealed";

fn share(row: &Row) -> Result<ShareRow> {
    let id: ShareId = row.get("id")?;
    let count = |column| {
        let number: i64 = row.get(column)?;
        u32::try_from(number).map_err(|_| Problem::inconsistent("person_share", column, id))
    };
    Ok(ShareRow {
        share: Share {
            id,
            version: row.get("version")?,
            person: row.get("person")?,
            shows: Shows { full_name: row.get("full_name")?, results: row.get("results")? },
            views: count("views")?,
            views_left: count("views_left")?,
            until_on: row.get("until_on")?,
            made_at: row.get("made_at")?,
            ended_at: row.get("ended_at")?,
            said: None,
        },
        sealed: row.get("sealed")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, row: &ShareRow) -> Result<()> {
    let sql = "INSERT INTO person_share (home, id, version, person, full_name, results, views,
                                         views_left, until_on, made_at, sealed)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let share = &row.share;
    let values = args![
        share.id.home(),
        share.id,
        share.version,
        share.person,
        share.shows.full_name,
        share.shows.results,
        i64::from(share.views),
        i64::from(share.views_left),
        share.until_on,
        share.made_at,
        row.sealed.clone(),
    ];
    tx.execute_one(sql, values).await
}

/// Writes what may change over the version that was loaded.
pub(crate) async fn update(tx: &mut Tx, share: &Share) -> Result<()> {
    let sql = "UPDATE person_share SET version = version + 1, views_left = $4, ended_at = $5
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        share.id.home(),
        share.id,
        share.version,
        i64::from(share.views_left),
        share.ended_at,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: ShareId) -> Result<Option<ShareRow>> {
    let sql = format!("SELECT {COLUMNS} FROM person_share WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.as_ref().map(share).transpose()
}

/// The latest links of one human.
pub(crate) async fn of_people(conn: &mut Conn, records: &[PersonId]) -> Result<Vec<ShareRow>> {
    let (pairs, values) = homes_and_ids(records);
    // fan-out: the few records of one human, each with its home
    let sql = format!(
        "SELECT {COLUMNS} FROM person_share WHERE (home, person) IN {pairs}
         ORDER BY made_at DESC, id DESC LIMIT 200"
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(share).collect()
}
