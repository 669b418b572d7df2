//! Rows of sites.

use super::{Datum, Position, Site};
use kernel::{BodyId, CivilDate, Problem, Result, SiteId};
use store::{Conn, Row, Sql, Tx, args};

const COLUMNS: &str = "id, version, body, name, division, address, capacity, equipment, datum, \
                       longitude_e7, latitude_e7, accuracy_m, opened_on, closed_on";

fn position(row: &Row, id: SiteId) -> Result<Option<Position>> {
    let datum: Option<String> = row.get("datum")?;
    let Some(datum) = datum else { return Ok(None) };
    let wrong = |column| move || Problem::inconsistent("site", column, id);
    let number = |column: &'static str| -> Result<i64> {
        let value: Option<i64> = row.get(column)?;
        value.ok_or_else(wrong(column))
    };
    Ok(Some(Position {
        datum: Datum::from_word(&datum).ok_or_else(wrong("datum"))?,
        longitude_e7: number("longitude_e7")?,
        latitude_e7: number("latitude_e7")?,
        accuracy_m: u32::try_from(number("accuracy_m")?).map_err(|_| wrong("accuracy_m")())?,
    }))
}

fn site(row: &Row) -> Result<Site> {
    let id: SiteId = row.get("id")?;
    let wrong = |column| Problem::inconsistent("site", column, id);
    let (capacity, equipment): (i64, serde_json::Value) =
        (row.get("capacity")?, row.get("equipment")?);
    Ok(Site {
        id,
        version: row.get("version")?,
        body: row.get("body")?,
        name: row.get("name")?,
        division: row.get("division")?,
        address: row.get("address")?,
        capacity: u32::try_from(capacity).map_err(|_| wrong("capacity"))?,
        equipment: serde_json::from_value(equipment).map_err(|_| wrong("equipment"))?,
        position: position(row, id)?,
        opened_on: row.get("opened_on")?,
        closed_on: row.get("closed_on")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, new: &Site) -> Result<()> {
    let sql = "INSERT INTO site (home, id, version, body, name, division, address, capacity,
                                 equipment, datum, longitude_e7, latitude_e7, accuracy_m, opened_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = args![
        new.id.home(),
        new.id,
        new.version,
        new.body,
        new.name.as_str(),
        new.division,
        new.address.as_str(),
        i64::from(new.capacity),
        serde_json::to_string(&new.equipment).map_err(Problem::internal)?,
        new.position.map(|at| at.datum.word()),
        new.position.map(|at| at.longitude_e7),
        new.position.map(|at| at.latitude_e7),
        new.position.map(|at| i64::from(at.accuracy_m)),
        new.opened_on,
    ];
    tx.execute_one(sql, values).await
}

/// Closes the version that was loaded.
pub(crate) async fn close(tx: &mut Tx, site: &Site, on: CivilDate) -> Result<()> {
    let sql = "UPDATE site SET closed_on = $4, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    tx.execute_one(sql, args![site.id.home(), site.id, site.version, on]).await
}

pub(crate) async fn find(conn: &mut Conn, id: SiteId) -> Result<Option<Site>> {
    let sql = format!("SELECT {COLUMNS} FROM site WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| site(&row)).transpose()
}

/// The sites of a body, closed ones too, the oldest first.
pub(crate) async fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<Site>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM site WHERE home = $1 AND body = $2 ORDER BY opened_on, name, id"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![body.home(), body]).await?;
    rows.iter().map(site).collect()
}
