//! Rows of plans, actions, measures and targets.

use super::{Action, Hundredths, Measure, Plan, PlanBook, Target, Unit, Words};
use crate::document::Confidence;
use ::store::{Conn, Row, Sql, Tx, Value, args, placeholders};
use kernel::{PlanId, PolicyId, Problem, Result};

const COLUMNS: &str = "id, document, title, title_en, from_year, until_year";

fn words(row: &Row) -> Result<Words> {
    Ok(Words { zh: row.get("title")?, en: row.get("title_en")? })
}

fn plan(row: &Row) -> Result<Plan> {
    Ok(Plan {
        id: row.get("id")?,
        document: row.get("document")?,
        title: words(row)?,
        from_year: row.get("from_year")?,
        until_year: row.get("until_year")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, book: &PlanBook) -> Result<()> {
    let plan = &book.plan;
    let columns = &[
        "id",
        "version",
        "document",
        "title",
        "title_en",
        "from_year",
        "until_year",
        "entered_by",
        "entered_at",
    ];
    let (by, now) = (tx.ctx().actor.word(), tx.now());
    let row = args![
        plan.id,
        1i64,
        plan.document,
        plan.title.zh.as_str(),
        plan.title.en.as_str(),
        plan.from_year,
        plan.until_year,
        by,
        now,
    ];
    tx.insert_many("policy_plan", columns, vec![row]).await?;
    let actions = book.actions.iter();
    let actions =
        actions.map(|one| args![plan.id, one.number, one.title.zh.as_str(), one.title.en.as_str()]);
    let columns = &["plan", "number", "title", "title_en"];
    tx.insert_many("policy_action", columns, actions.collect()).await?;
    let measures = book.measures.iter().map(|one| {
        args![plan.id, one.number, one.action, one.title.zh.as_str(), one.title.en.as_str()]
    });
    let columns = &["plan", "number", "action", "title", "title_en"];
    tx.insert_many("policy_measure", columns, measures.collect()).await?;
    let targets = book.targets.iter().enumerate();
    let targets = targets.map(|(at, one)| target_row(plan.id, at as i64 + 1, one));
    let columns = &[
        "plan",
        "number",
        "measure",
        "title",
        "title_en",
        "indicator",
        "value",
        "upper",
        "unit",
        "baseline",
        "by_year",
        "confidence",
        "source",
    ];
    tx.insert_many("policy_target", columns, targets.collect()).await
}

fn target_row(plan: PlanId, number: i64, one: &Target) -> Vec<Value> {
    args![
        plan,
        number,
        one.measure,
        one.title.zh.as_str(),
        one.title.en.as_str(),
        one.indicator.as_str(),
        one.value.0,
        one.upper.map(|upper| upper.0),
        one.unit.word(),
        one.baseline.map(|baseline| baseline.0),
        one.by_year,
        one.confidence.word(),
        one.source.as_str(),
    ]
}

pub(crate) async fn find(conn: &mut Conn, id: PlanId) -> Result<Option<Plan>> {
    Ok(find_many(conn, &[id]).await?.pop())
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[PlanId]) -> Result<Vec<Plan>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, ids.len());
    let sql =
        format!("SELECT {COLUMNS} FROM policy_plan WHERE id IN {list} ORDER BY from_year DESC, id");
    let values = ids.iter().map(|id| Value::from(*id)).collect();
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(plan).collect()
}

/// The plans of a document, or of all documents: the latest first.
pub(crate) async fn of_document(conn: &mut Conn, document: Option<PolicyId>) -> Result<Vec<Plan>> {
    let only = if document.is_some() { "WHERE document = $1" } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_plan {only} ORDER BY until_year DESC, from_year DESC, id"
    );
    let values = document.map(|id| args![id]).unwrap_or_default();
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(plan).collect()
}

/// Everything a plan says.
pub(crate) async fn book(conn: &mut Conn, plan: Plan) -> Result<PlanBook> {
    let id = plan.id;
    let sql = "SELECT number, title, title_en FROM policy_action WHERE plan = $1 ORDER BY number";
    let action = |row: &Row| Ok(Action { number: row.get("number")?, title: words(row)? });
    let actions =
        conn.fetch_all(sql, args![id]).await?.iter().map(action).collect::<Result<_>>()?;
    let measures = measures(conn, id).await?;
    let sql = "SELECT measure, title, title_en, indicator, value, upper, unit, baseline, by_year,
                      confidence, source
               FROM policy_target WHERE plan = $1 ORDER BY number";
    let target = |row: &Row| target(row, id);
    let targets =
        conn.fetch_all(sql, args![id]).await?.iter().map(target).collect::<Result<_>>()?;
    Ok(PlanBook { plan, actions, measures, targets })
}

pub(crate) async fn measures(conn: &mut Conn, plan: PlanId) -> Result<Vec<Measure>> {
    let sql = "SELECT number, action, title, title_en FROM policy_measure
               WHERE plan = $1 ORDER BY number";
    let measure = |row: &Row| {
        let (number, action) = (row.get("number")?, row.get("action")?);
        Ok(Measure { number, action, title: words(row)? })
    };
    conn.fetch_all(sql, args![plan]).await?.iter().map(measure).collect()
}

fn target(row: &Row, plan: PlanId) -> Result<Target> {
    let wrong = |column| move || Problem::inconsistent("policy_target", column, plan);
    let (unit, confidence): (String, String) = (row.get("unit")?, row.get("confidence")?);
    let number = |column| -> Result<Option<Hundredths>> {
        Ok(row.get::<Option<i64>>(column)?.map(Hundredths))
    };
    Ok(Target {
        measure: row.get("measure")?,
        title: words(row)?,
        indicator: row.get("indicator")?,
        value: Hundredths(row.get("value")?),
        upper: number("upper")?,
        unit: Unit::from_word(&unit).ok_or_else(wrong("unit"))?,
        baseline: number("baseline")?,
        by_year: row.get("by_year")?,
        confidence: Confidence::from_word(&confidence).ok_or_else(wrong("confidence"))?,
        source: row.get("source")?,
    })
}
