//! Entering, confirming and repealing documents, inside the transaction that the facade has opened.

use crate::checks::{object, reason, refuse, short, text};
use crate::document::store::{self as rows};
use crate::document::{
    Confidence, Document, DocumentState, DocumentStep, NewDocument, Precision, Relation,
    RelationKind,
};
use crate::permissions::{DOCUMENT_CONFIRM, DOCUMENT_ENTER, DOCUMENT_REPEAL};
use crate::{facts, table::DocumentLine};
use ::store::{About, Conn, Tx};
use kernel::{Ctx, FieldProblem, Home, Instant, Office, PolicyId, Problem, Result};
use serde_json::json;

/// The most attachments of one document.
const ATTACHMENTS: usize = 40;

pub(crate) async fn load(conn: &mut Conn, id: PolicyId) -> Result<Document> {
    rows::find(conn, id).await?.ok_or_else(Problem::not_found)
}

/// Two documents never carry one number; writers of one number wait for each other.
async fn free_number(tx: &mut Tx, number: &str, findings: &mut Vec<FieldProblem>) -> Result<()> {
    if number.is_empty() {
        return Ok(());
    }
    tx.guard(vec![(Home::NODE, format!("policy-number/{number}"))]).await?;
    if !rows::of_number(tx, number).await?.is_empty() {
        findings.push(FieldProblem::new("number", "policy-number-taken").arg("number", number));
    }
    Ok(())
}

/// Nobody issues in the name of an office that is not theirs. The machine's own parts may.
fn may_issue_as(ctx: &Ctx, new: &NewDocument) -> bool {
    let (Some(issuer), Some(account)) = (new.issuer.authority, ctx.actor.account()) else {
        return true;
    };
    let own = |office: &Office| matches!(office, Office::Authority { id, .. } if *id == issuer);
    account.posts.iter().any(|post| own(&post.office))
}

pub(crate) async fn enter(tx: &mut Tx, new: NewDocument) -> Result<PolicyId> {
    let ctx = tx.ctx().clone();
    authz::permit(&ctx, &DOCUMENT_ENTER, &object(&ctx, new.division))?;
    let mut findings = Vec::new();
    short("number", &new.number, 60, &mut findings);
    text("title", &new.title, 200, &mut findings);
    short("title_en", &new.title_en, 300, &mut findings);
    text("issuer", &new.issuer.name, 200, &mut findings);
    text("source", &new.source, 300, &mut findings);
    short("summary", &new.summary, 1000, &mut findings);
    short("summary_en", &new.summary_en, 1000, &mut findings);
    attachments(&new.attachments, &mut findings);
    let division = new.division;
    if division.is_some_and(|code| !ctx.world.divisions.valid_on(code, ctx.today())) {
        findings.push(FieldProblem::new("division", "policy-division"));
    }
    if !may_issue_as(&ctx, &new) {
        findings.push(FieldProblem::new("issuer", "policy-issuer-not-yours"));
    }
    if new.in_force_on < new.issued_on {
        findings.push(FieldProblem::new("in_force_on", "policy-in-force-before-issue"));
    }
    if new.ends_on.is_some_and(|last| last < new.in_force_on) {
        findings.push(FieldProblem::new("ends_on", "policy-ends-before-begin"));
    }
    let number = new.number.trim().to_owned();
    free_number(tx, &number, &mut findings).await?;
    let id = PolicyId::new(Home::NODE, tx.now(), &tx.random());
    let relations = relations(tx, id, &new, &mut findings).await?;
    refuse(findings)?;
    let key = if number.is_empty() { id.to_string() } else { number.clone() };
    let document = Document {
        id,
        version: 1,
        key,
        number,
        title: new.title.trim().to_owned(),
        title_en: new.title_en.trim().to_owned(),
        issuer: new.issuer,
        kind: new.kind,
        division,
        issued_on: new.issued_on,
        issued_to: Precision::Day,
        in_force_on: new.in_force_on,
        ends_on: new.ends_on,
        state: DocumentState::Draft,
        summary: new.summary.trim().to_owned(),
        summary_en: new.summary_en.trim().to_owned(),
        confidence: Confidence::Published,
        source: new.source.trim().to_owned(),
        attachments: new.attachments,
        entered_by: ctx.actor.word(),
        entered_at: tx.now(),
    };
    write(tx, &document, relations).await?;
    Ok(id)
}

fn attachments(named: &[String], findings: &mut Vec<FieldProblem>) {
    if named.len() > ATTACHMENTS {
        let finding = FieldProblem::new("attachments", "policy-attachments");
        findings.push(finding.arg("count", ATTACHMENTS));
    }
    for one in named {
        text("attachments", one, 300, findings);
    }
}

/// What the new document does to earlier ones, which must be there and hold.
async fn relations(
    tx: &mut Tx,
    id: PolicyId,
    new: &NewDocument,
    findings: &mut Vec<FieldProblem>,
) -> Result<Vec<Relation>> {
    let targets: Vec<PolicyId> = new.relations.iter().map(|(_, target)| *target).collect();
    let found = rows::find_many(tx, &targets).await?;
    let mut relations: Vec<Relation> = Vec::new();
    for (kind, target) in &new.relations {
        let known =
            found.iter().any(|one| one.id == *target && one.state == DocumentState::InForce);
        if !known || relations.iter().any(|one| one.target == *target) {
            findings.push(FieldProblem::new("relations", "policy-relation"));
        }
        relations.push(Relation { document: id, target: *target, kind: *kind });
    }
    Ok(relations)
}

async fn write(tx: &mut Tx, document: &Document, relations: Vec<Relation>) -> Result<()> {
    rows::insert(tx, document, &relations).await?;
    let state = json!({ "state": document.state, "number": document.number });
    tx.history("policy_document", document.id.cast(), 1, "enter", &state)?;
    let fact = facts::DocumentEntered {
        document: document.id,
        number: document.number.clone(),
        title: document.title.clone(),
        in_force_on: document.in_force_on,
        relations,
    };
    tx.fact(about(document), &fact)
}

fn about(document: &Document) -> About {
    let about = About::home(document.id.home()).subject(document.id.cast());
    match document.division {
        Some(division) => about.division(division),
        None => about,
    }
}

async fn change(
    tx: &mut Tx,
    document: &Document,
    state: DocumentState,
    done: &'static str,
) -> Result<()> {
    rows::set_state(tx, document, &state).await?;
    let told = json!({ "state": state });
    tx.history("policy_document", document.id.cast(), document.version + 1, done, &told)?;
    tx.fact(about(document), &facts::DocumentChanged { document: document.id, now: state })
}

/// Whether the actor may take the step, whatever the document's state.
pub(crate) fn permit_step(ctx: &Ctx, document: &Document, step: &DocumentStep) -> Result<()> {
    let action = match step {
        DocumentStep::Confirm | DocumentStep::Refuse { .. } => &DOCUMENT_CONFIRM,
        DocumentStep::Repeal { .. } => &DOCUMENT_REPEAL,
    };
    authz::permit(ctx, action, &object(ctx, document.division))
}

pub(crate) async fn step(tx: &mut Tx, id: PolicyId, step: DocumentStep) -> Result<()> {
    let (ctx, document) = (tx.ctx().clone(), load(tx, id).await?);
    permit_step(&ctx, &document, &step)?;
    match &step {
        DocumentStep::Confirm => {}
        DocumentStep::Refuse { reason: why } | DocumentStep::Repeal { reason: why, .. } => {
            reason(why)?;
        }
    }
    let done = step.word();
    let confirmed = step == DocumentStep::Confirm;
    let state = document.after(step, &ctx.actor.word())?;
    change(tx, &document, state, done).await?;
    if confirmed { supersede(tx, &document).await } else { Ok(()) }
}

/// What the confirmed document replaces as a whole ends on its first day.
async fn supersede(tx: &mut Tx, document: &Document) -> Result<()> {
    let relations = rows::relations(tx, document.id).await?;
    for one in relations {
        if one.document == document.id && one.kind == RelationKind::Replaces {
            let earlier = load(tx, one.target).await?;
            let state = earlier.state.supersede(document.id, document.in_force_on)?;
            change(tx, &earlier, state, "supersede").await?;
        }
    }
    Ok(())
}

/// Adds documents of a file whose keys are not there yet, and gives how many those were. What ships
/// with the program holds at once; what an office brings waits for its second reader.
pub(crate) async fn add_lines(
    tx: &mut Tx,
    lines: Vec<DocumentLine>,
    state: DocumentState,
) -> Result<usize> {
    let ctx = tx.ctx().clone();
    tx.guard(vec![(Home::NODE, "policy-files".to_owned())]).await?;
    let known = rows::keys(tx).await?;
    let mut added = 0;
    for line in lines {
        authz::permit(&ctx, &DOCUMENT_ENTER, &object(&ctx, line.division))?;
        let taken = !line.number.is_empty() && !rows::of_number(tx, &line.number).await?.is_empty();
        if taken || known.iter().any(|(key, _)| *key == line.key) {
            continue;
        }
        let id = PolicyId::new(Home::NODE, tx.now(), &tx.random());
        let document = of_line(id, line, state.clone(), (ctx.actor.word(), tx.now()));
        write(tx, &document, Vec::new()).await?;
        added += 1;
    }
    Ok(added)
}

fn of_line(
    id: PolicyId,
    line: DocumentLine,
    state: DocumentState,
    (by, at): (String, Instant),
) -> Document {
    let ([title, title_en], [name, name_en]) = (line.title, line.issuer);
    let [summary, summary_en] = line.summary;
    Document {
        id,
        version: 1,
        key: line.key,
        number: line.number,
        title,
        title_en,
        issuer: crate::document::Issuer { authority: None, name, name_en },
        kind: line.kind,
        division: line.division,
        issued_on: line.issued.0,
        issued_to: line.issued.1,
        in_force_on: line.in_force_on,
        ends_on: line.ends_on,
        state,
        summary,
        summary_en,
        confidence: line.confidence,
        source: line.source,
        attachments: Vec::new(),
        entered_by: by,
        entered_at: at,
    }
}
