//! What a body does with its entry, what the office says to it, and the sheets of the panel.

use crate::entry::{self, Check, Entry, EntryState, Evidence, Sheet, check_sheet};
use crate::permissions::{ENTRY_MAKE, ROUND_HANDLE};
use crate::round::{Round, RoundState};
use crate::{facts, rounds};
use ::store::{About, Conn, Tx};
use approval::State;
use authz::Object;
use blobs::Blob;
use kernel::{BodyId, Ctx, EntryId, FieldProblem, Problem, Result, RoundId};
use organisations::BodyState;
use organisations::public::{body_in, body_kinds_in};
use serde_json::json;

pub(crate) async fn load(conn: &mut Conn, id: EntryId) -> Result<(Entry, Round)> {
    let entry = entry::store::find(conn, id).await?.ok_or_else(Problem::not_found)?;
    let round = rounds::load(conn, entry.round).await?;
    Ok((entry, round))
}

/// What permission on an entry depends on: the body's, and the office's to which it goes.
pub(crate) fn object(entry: &Entry, round: &Round) -> Object {
    Object::offices(vec![round.office]).in_division(entry.division).of_body(entry.body)
}

pub(crate) async fn begin(tx: &mut Tx, round: RoundId, body: BodyId) -> Result<EntryId> {
    authz::permit(tx.ctx(), &ENTRY_MAKE, &Object::body(body))?;
    let round = rounds::load(tx, round).await?;
    let body = body_in(tx, body).await?.ok_or_else(Problem::not_found)?;
    round.state.takes_entries(tx.ctx().today())?;
    let kinds = body_kinds_in(tx, &body).await?;
    let fits = round.kind.holder.admits(&kinds) && body.state == BodyState::Active;
    if !fits || !round.division.covers(body.division) {
        return Err(Problem::conflict("designations-not-for-you"));
    }
    tx.guard(vec![(round.id.home(), format!("designation-entry/{}/{}", round.id, body.id))])
        .await?;
    let known = entry::store::of_round(tx, round.id).await?;
    if let Some(known) = known.iter().find(|known| known.body == body.id) {
        // One entry of a body for each round: asking again leads to it.
        return Ok(known.id);
    }
    let entry = Entry {
        id: EntryId::new(round.id.home(), tx.now(), &tx.random()),
        version: 1,
        round: round.id,
        body: body.id,
        name: body.name.clone(),
        division: body.division,
        uscc: body.uscc.as_str().to_owned(),
        claims: Sheet::new(),
        evidence: Vec::new(),
        state: EntryState::Draft,
        sheets: Default::default(),
    };
    entry::store::insert(tx, &entry).await?;
    tx.history("designation_entry", entry.id.cast(), 1, "begin", &json!({ "round": round.id }))?;
    Ok(entry.id)
}

/// The entry for whoever may change it, while it may be changed.
async fn to_change(tx: &mut Tx, id: EntryId) -> Result<(Entry, Round)> {
    let (entry, round) = load(tx, id).await?;
    authz::permit(tx.ctx(), &ENTRY_MAKE, &Object::body(entry.body))?;
    round.state.takes_entries(tx.ctx().today())?;
    match entry.state {
        EntryState::Draft => Ok((entry, round)),
        _ => Err(Problem::conflict("designations-handed-in")),
    }
}

async fn save(tx: &mut Tx, entry: &Entry, action: &'static str) -> Result<()> {
    entry::store::update(tx, entry).await?;
    let told = json!({
        "state": entry.state, "claims": entry.claims, "sheets": entry.sheets,
        "evidence": entry.evidence.iter().map(|one| &one.key).collect::<Vec<_>>(),
    });
    tx.history("designation_entry", entry.id.cast(), entry.version + 1, action, &told)
}

fn told(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let about = About {
        body: Some(entry.body),
        subject: Some(entry.id.cast()),
        division: Some(entry.division),
        ..About::home(entry.id.home())
    };
    let fact = facts::EntryMoved {
        entry: entry.id,
        round: entry.round,
        body: entry.body,
        state: entry.state.word().to_owned(),
    };
    tx.fact(about, &fact)
}

/// Keeps the body's own points; handing in makes them final.
pub(crate) async fn claim(
    tx: &mut Tx,
    id: EntryId,
    version: i64,
    claims: Sheet,
    hand_in: bool,
) -> Result<()> {
    let (entry, round) = to_change(tx, id).await?;
    if entry.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    check_sheet(&round.kind, &claims)?;
    let entry = Entry { claims, ..entry };
    if !hand_in {
        return save(tx, &entry, "claim").await;
    }
    let missing = entry.unproved(&round.kind);
    if !missing.is_empty() {
        let lang = tx.ctx().lang;
        let names: Vec<&str> = missing.iter().map(|one| one.name.get(lang)).collect();
        let finding = FieldProblem::new("evidence", "designations-evidence-missing");
        let finding = finding.arg("indicators", names.join(lang.pick("、", ", ")));
        return Err(Problem::fields(vec![finding]));
    }
    let entry = Entry { state: EntryState::HandedIn, ..entry };
    save(tx, &entry, "hand_in").await?;
    told(tx, &entry)
}

/// Keeps a file for an indicator, in the place of an earlier one.
pub(crate) async fn attach(
    tx: &mut Tx,
    id: EntryId,
    key: String,
    (blob, media): (Blob, String),
) -> Result<()> {
    let (mut entry, round) = to_change(tx, id).await?;
    if !round.kind.indicators().any(|one| one.key == key) {
        return Err(Problem::not_found());
    }
    blobs::keep_in(tx, &blob).await?;
    if let Some(old) = entry.evidence.iter().find(|one| one.key == key) {
        blobs::delete_in(tx, old.file).await?;
    }
    entry.evidence.retain(|one| one.key != key);
    entry.evidence.push(Evidence { key, file: blob.id, media, size: blob.size });
    save(tx, &entry, "attach").await
}

/// The office's word. An entry is struck only while the ranking is before the office and not under
/// notice; the next one moves up.
pub(crate) async fn check(tx: &mut Tx, id: EntryId, version: i64, check: Check) -> Result<()> {
    let (entry, round) = load(tx, id).await?;
    authz::permit(tx.ctx(), &ROUND_HANDLE, &rounds::object(&round))?;
    if entry.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let action = match &check {
        Check::Admit => "admit",
        Check::Refuse { reason } => with_reason(reason, "refuse")?,
        Check::Strike { reason } => with_reason(reason, "strike")?,
    };
    let strikes = matches!(check, Check::Strike { .. });
    match &round.state {
        RoundState::Checking if !strikes => {}
        RoundState::Scoring { .. } if strikes => {}
        RoundState::Deciding { case, .. } if strikes => {
            let case = approval::case_in(tx, *case).await?;
            if !matches!(case.progress.state, State::Submitted | State::InReview { .. }) {
                return Err(Problem::conflict("designations-under-notice"));
            }
        }
        _ => return Err(Problem::conflict("designations-not-now")),
    }
    let state = entry.checked(check, &tx.ctx().actor.word())?;
    let entry = Entry { state, ..entry };
    save(tx, &entry, action).await?;
    told(tx, &entry)?;
    if let RoundState::Deciding { draw, case, .. } = round.state.clone() {
        let entries = entry::store::of_round(tx, round.id).await?;
        let ranking = rounds::ranking(&round, &entries)?;
        let round = Round { state: RoundState::Deciding { draw, ranking, case }, ..round };
        rounds::save(tx, &round, "rank_again").await?;
    }
    Ok(())
}

fn with_reason(reason: &str, action: &'static str) -> Result<&'static str> {
    let length = reason.trim().chars().count();
    match length == 0 || length > 500 {
        true => {
            let finding = FieldProblem::new("reason", "designations-reason");
            Err(Problem::fields(vec![finding]))
        }
        false => Ok(action),
    }
}

/// Enters the sheet of an expert of the panel, until the ranking is before the office.
pub(crate) async fn mark(
    tx: &mut Tx,
    id: EntryId,
    version: i64,
    expert: String,
    sheet: Sheet,
) -> Result<()> {
    let (mut entry, round) = load(tx, id).await?;
    authz::permit(tx.ctx(), &ROUND_HANDLE, &rounds::object(&round))?;
    if entry.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let RoundState::Scoring { draw } = &round.state else {
        return Err(Problem::conflict("designations-not-now"));
    };
    let admitted = matches!(entry.state, EntryState::Admitted { .. });
    if !admitted || !draw.panel.contains(&expert) {
        return Err(Problem::not_found());
    }
    check_sheet(&round.kind, &sheet)?;
    entry.sheets.insert(expert, sheet);
    save(tx, &entry, "mark").await
}

/// Whether the actor may see an entry.
pub(crate) fn permit_read(ctx: &Ctx, entry: &Entry, round: &Round) -> Result<()> {
    authz::permit(ctx, &crate::permissions::ENTRY_READ, &object(entry, round))
}
