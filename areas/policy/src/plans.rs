//! Adding plans to documents, inside the transaction that the facade has opened.

use crate::checks::object;
use crate::document::{self, Document, DocumentState};
use crate::facts;
use crate::permissions::PLAN_ADD;
use crate::plan::{self, Plan, PlanBook, PlanText};
use ::store::{About, Conn, Tx};
use kernel::{FieldProblem, Home, PlanId, PolicyId, Problem, Result};
use serde_json::json;

/// The document that a plan names by key or number, if there is one that was not refused.
async fn named(conn: &mut Conn, name: &str) -> Result<Option<Document>> {
    if let Some(found) = document::store::of_number(conn, name).await?.pop() {
        return Ok(Some(found));
    }
    let keys = document::store::keys(conn).await?;
    match keys.into_iter().find(|(key, _)| key == name) {
        Some((_, id)) => document::store::find(conn, id).await,
        None => Ok(None),
    }
}

fn refused(code: &'static str, name: &str) -> Problem {
    Problem::fields(vec![FieldProblem::new("file", code).arg("value", name)])
}

/// Adds the plans of a file, all of them or none. `only`: the document whose page it was sent from.
pub(crate) async fn add(
    tx: &mut Tx,
    texts: Vec<PlanText>,
    only: Option<PolicyId>,
) -> Result<Vec<PlanId>> {
    tx.guard(vec![(Home::NODE, "policy-files".to_owned())]).await?;
    let mut added = Vec::with_capacity(texts.len());
    for text in texts {
        let document = named(tx, &text.document).await?;
        let document = document.filter(|one| !matches!(one.state, DocumentState::Refused { .. }));
        let document =
            document.ok_or_else(|| refused("policy-plan-no-document", &text.document))?;
        if only.is_some_and(|only| only != document.id) {
            return Err(refused("policy-plan-other-document", &text.document));
        }
        let there = plan::store::of_document(tx, Some(document.id)).await?;
        if there.iter().any(|one| one.title.zh == text.title.zh) {
            return Err(refused("policy-plan-there", &text.title.zh));
        }
        added.push(add_one(tx, &document, text).await?);
    }
    Ok(added)
}

/// Adds those plans of the shipped file that are not there yet.
pub(crate) async fn add_missing(tx: &mut Tx, texts: Vec<PlanText>) -> Result<usize> {
    let mut added = 0;
    for text in texts {
        let Some(document) = named(tx, &text.document).await? else { continue };
        let there = plan::store::of_document(tx, Some(document.id)).await?;
        if !there.iter().any(|one| one.title.zh == text.title.zh) {
            add_one(tx, &document, text).await?;
            added += 1;
        }
    }
    Ok(added)
}

async fn add_one(tx: &mut Tx, document: &Document, text: PlanText) -> Result<PlanId> {
    authz::permit(tx.ctx(), &PLAN_ADD, &object(tx.ctx(), document.division))?;
    let id = PlanId::new(Home::NODE, tx.now(), &tx.random());
    let plan = Plan {
        id,
        document: document.id,
        title: text.title,
        from_year: text.from_year,
        until_year: text.until_year,
    };
    let book =
        PlanBook { plan, actions: text.actions, measures: text.measures, targets: text.targets };
    plan::store::insert(tx, &book).await?;
    let told = json!({ "document": document.id, "measures": book.measures.len() });
    tx.history("policy_plan", id.cast(), 1, "add", &told)?;
    let fact = facts::PlanAdded {
        plan: id,
        document: document.id,
        from_year: book.plan.from_year,
        until_year: book.plan.until_year,
        measures: book.measures.len(),
        targets: book.targets.len(),
    };
    tx.fact(About::home(id.home()).subject(id.cast()), &fact)?;
    Ok(id)
}
