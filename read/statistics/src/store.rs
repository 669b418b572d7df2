//! Rows of this reader: its figures, and what it knows about records of a lane.

use crate::fold::{Key, Known};
use crate::{Figures, Scope, Spans};
use ::store::{Conn, Row, Sql, Tx, Value, args, placeholders, within};
use kernel::{DivisionCode, Home, Month, Problem, Result, SubjectId};
use std::collections::{BTreeMap, HashMap};

fn month(row: &Row) -> Result<Month> {
    let number: i64 = row.get("month")?;
    Month::from_number(number)
        .ok_or_else(|| Problem::inconsistent("statistics_month", "month", number))
}

/// What is known about these records of a lane.
pub(crate) async fn known(
    conn: &mut Conn,
    home: Home,
    ids: &[SubjectId],
) -> Result<HashMap<SubjectId, Known>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(2, ids.len());
    let sql =
        format!("SELECT id, word, division FROM statistics_known WHERE home = $1 AND id IN {list}");
    let mut values = args![home];
    values.extend(ids.iter().map(|id| Value::from(*id)));
    let rows = conn.fetch_all(Sql::assembled(sql), values).await?;
    let known = |row: &Row| {
        Ok((row.get("id")?, Known { word: row.get("word")?, division: row.get("division")? }))
    };
    rows.iter().map(known).collect()
}

/// Stores what was learnt, in the place of what was known.
pub(crate) async fn learn(tx: &mut Tx, home: Home, known: Vec<(SubjectId, Known)>) -> Result<()> {
    if known.is_empty() {
        return Ok(());
    }
    let list = placeholders(2, known.len());
    let sql = format!("DELETE FROM statistics_known WHERE home = $1 AND id IN {list}");
    let mut values = args![home];
    values.extend(known.iter().map(|(id, _)| Value::from(*id)));
    tx.execute(Sql::assembled(sql), values).await?;
    let columns = &["home", "id", "word", "division"];
    let rows = known.into_iter().map(|(id, one)| args![home, id, one.word, one.division]);
    tx.insert_many("statistics_known", columns, rows.collect()).await
}

/// Adds to the figures of a lane. The lane's cursor is moved before, so nobody else does meanwhile.
pub(crate) async fn add(tx: &mut Tx, home: Home, added: BTreeMap<Key, i64>) -> Result<()> {
    let mut months: Vec<Month> = added.keys().map(|(month, ..)| *month).collect();
    months.dedup();
    if months.is_empty() {
        return Ok(());
    }
    let list = placeholders(2, months.len());
    let mut values = args![home];
    values.extend(months.iter().map(|month| Value::from(month.number())));
    let sql = format!("SELECT * FROM statistics_month WHERE home = $1 AND month IN {list}");
    let mut all = added;
    for row in tx.fetch_all(Sql::assembled(sql), values.clone()).await? {
        let division: DivisionCode = row.get("division")?;
        let key = (month(&row)?, division, row.get("measure")?, row.get("part")?);
        *all.entry(key).or_default() += row.get::<i64>("value")?;
    }
    let sql = format!("DELETE FROM statistics_month WHERE home = $1 AND month IN {list}");
    tx.execute(Sql::assembled(sql), values).await?;
    let columns = &["home", "month", "division", "measure", "part", "value"];
    let rows = all.into_iter().map(|((month, division, measure, part), value)| {
        args![home, month.number(), division, measure, part, value]
    });
    tx.insert_many("statistics_month", columns, rows.collect()).await
}

/// Throws everything away.
pub(crate) async fn clear(tx: &mut Tx) -> Result<()> {
    // fan-out: all of this reader's rows, before it begins again
    tx.execute("DELETE FROM statistics_month WHERE home >= $1", args![Home(0)]).await?;
    // fan-out: as above
    tx.execute("DELETE FROM statistics_known WHERE home >= $1", args![Home(0)]).await.map(|_| ())
}

/// The figures of a month in a scope.
pub(crate) async fn figures(conn: &mut Conn, scope: &Scope, month: Month) -> Result<Figures> {
    if scope.within.is_empty() {
        return Ok(Figures::new());
    }
    let mut values = args![month.number(), month.january().number()];
    let inside = within("division", &scope.within, &mut values);
    // fan-out: a division's figures lie in the lanes of its people and bodies
    let sql = format!(
        "SELECT division, measure, part,
                      CAST(SUM(CASE WHEN month = $1 THEN value ELSE 0 END) AS BIGINT) AS in_month,
                      CAST(SUM(CASE WHEN month >= $2 THEN value ELSE 0 END) AS BIGINT) AS in_year,
                      CAST(SUM(value) AS BIGINT) AS in_all
               FROM statistics_month WHERE month <= $1 AND {inside}
               GROUP BY division, measure, part"
    );
    let mut figures = Figures::new();
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        if scope.covers(row.get("division")?) {
            let sum = figures.entry((row.get("measure")?, row.get("part")?)).or_default();
            *sum = Spans {
                month: sum.month + row.get::<i64>("in_month")?,
                year: sum.year + row.get::<i64>("in_year")?,
                total: sum.total + row.get::<i64>("in_all")?,
            };
        }
    }
    Ok(figures)
}

/// Every row of the figures, lane by lane, to compare one making with another.
pub(crate) async fn dump(conn: &mut Conn) -> Result<Vec<(i64, Key, i64)>> {
    // fan-out: everything there is
    let sql = "SELECT * FROM statistics_month ORDER BY home, month, division, measure, part";
    let rows = conn.fetch_all(sql, args![]).await?;
    rows.iter()
        .map(|row| {
            let key = (month(row)?, row.get("division")?, row.get("measure")?, row.get("part")?);
            Ok((row.get("home")?, key, row.get("value")?))
        })
        .collect()
}
