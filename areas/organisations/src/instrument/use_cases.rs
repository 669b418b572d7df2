//! Entering, checking, renewing, suspending and ending instruments, inside the caller's transaction.

use super::view::{Held, Holdings, NewInstrument, NewLine, open_steps, sort};
use super::{
    CheckOutcome, ExitKind, Instrument, InstrumentKind, InstrumentState, Line, MOST_YEARS, Step,
    store,
};
use crate::body::KindSet;
use crate::filing::{Filing, FilingState, FilingStep};
use crate::may::ActRules;
use crate::permissions::{INSTRUMENT_ADD, INSTRUMENT_CHANGE};
use crate::site::Site;
use crate::use_cases::{claims, load_body, may_file_at, object, refuse_fields, taken};
use crate::{Body, authority, body, facts, filing, site};
use ::store::{About, Conn, Tx};
use chrono::Months;
use crypto::KeyRing;
use kernel::{BodyId, Ctx, FieldProblem, FilingId, InstrumentId, Problem, Result};
use serde_json::json;
use std::sync::Arc;

fn check_dates(new: &NewInstrument, findings: &mut Vec<FieldProblem>) {
    if new.valid_until < new.valid_from
        || new.valid_until > new.valid_from + Months::new(12 * MOST_YEARS)
    {
        let finding = FieldProblem::new("valid_until", "organisations-instrument-dates");
        findings.push(finding.arg("most", MOST_YEARS));
    }
}

fn check_lines(ctx: &Ctx, new: &NewInstrument, sites: &[Site], findings: &mut Vec<FieldProblem>) {
    if new.scope.is_empty() || new.scope.len() > 2000 {
        findings.push(FieldProblem::new("scope", "organisations-instrument-scope"));
    }
    for NewLine { act, trade, site } in &new.scope {
        if trade.is_some() && !act.has_trade() {
            findings.push(FieldProblem::new("scope", "organisations-instrument-scope"));
        }
        if let Some((occupation, _)) = trade
            && ctx.world.occupations.on(*occupation, new.valid_from).is_none()
        {
            let finding = FieldProblem::new("scope", "organisations-instrument-occupation");
            findings.push(finding.arg("occupation", occupation));
        }
        let open = |one: &Site| Some(one.id) == *site && one.closed_on.is_none();
        if site.is_some() && !sites.iter().any(open) {
            findings.push(FieldProblem::new("scope", "organisations-instrument-site"));
        }
    }
}

fn number_kind(kind: InstrumentKind) -> &'static str {
    match kind {
        InstrumentKind::Licence => "licence-number",
        InstrumentKind::Filing => "filing-code",
        InstrumentKind::Listing => "listing-number",
    }
}

pub(crate) async fn enter(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    new: NewInstrument,
) -> Result<InstrumentId> {
    let body = load_body(tx, new.body).await?;
    authz::permit(tx.ctx(), &INSTRUMENT_ADD, &object(&body))?;
    if authority::store::find(tx, new.authority).await?.is_none()
        || !may_file_at(tx.ctx(), new.authority, &object(&body))
    {
        return Err(Problem::not_found());
    }
    add(tx, ring, &body, new).await
}

/// Enters an instrument into the register. The caller has asked for permission.
pub(crate) async fn add(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    body: &Body,
    new: NewInstrument,
) -> Result<InstrumentId> {
    let mut findings = Vec::new();
    if new.kind == InstrumentKind::Filing {
        findings.push(FieldProblem::new("kind", "field-choose"));
    }
    let number = new.number.trim().to_uppercase();
    if number.is_empty() || number.chars().count() > 40 || number.chars().any(char::is_control) {
        findings.push(FieldProblem::new("number", "organisations-instrument-number"));
    }
    check_dates(&new, &mut findings);
    let sites = site::store::of_body(tx, body.id).await?;
    check_lines(tx.ctx(), &new, &sites, &mut findings);
    refuse_fields(findings)?;
    if body.closed_on.is_some() {
        return Err(Problem::conflict("organisations-body-closed"));
    }
    let (valid_from, valid_until) = (new.valid_from, new.valid_until);
    let line = |line: &NewLine| Line {
        act: line.act,
        trade: line.trade,
        site: line.site,
        valid_from,
        valid_until,
    };
    let instrument = Instrument {
        id: InstrumentId::new(body.id.home(), tx.now(), &tx.random()),
        version: 1,
        body: body.id,
        authority: new.authority,
        kind: new.kind,
        number,
        state: InstrumentState::InForce,
        valid_from,
        valid_until,
        pauses: Vec::new(),
        checks: Vec::new(),
        scope: new.scope.iter().map(line).collect(),
    };
    let claims = claims(&ring, number_kind(new.kind), &instrument.number, instrument.id.cast());
    tx.claim(claims).await.map_err(|p| taken(p, "organisations-instrument-number-taken"))?;
    entered(tx, body, instrument).await
}

/// Writes a new instrument with its history and fact.
pub(crate) async fn entered(
    tx: &mut Tx,
    body: &Body,
    instrument: Instrument,
) -> Result<InstrumentId> {
    store::insert(tx, &instrument).await?;
    let id = instrument.id;
    let told = json!({ "number": instrument.number, "scope": instrument.scope });
    tx.history("instrument", id.cast(), 1, "enter", &told)?;
    let about = About::body(body.id).subject(id.cast()).division(body.division);
    let fact = facts::InstrumentEntered {
        instrument: id,
        kind: instrument.kind,
        authority: instrument.authority,
        number: instrument.number,
        valid_from: instrument.valid_from,
        valid_until: instrument.valid_until,
        scope: instrument.scope,
    };
    tx.fact(about, &fact)?;
    Ok(id)
}

/// An instrument of any kind, by the id it has among the instruments of its body.
pub(crate) async fn find(conn: &mut Conn, id: InstrumentId) -> Result<Instrument> {
    let body = match store::body_of(conn, id).await? {
        Some(body) => body,
        None => {
            let filing: FilingId = id.cast();
            filing::store::find(conn, filing).await?.ok_or_else(Problem::not_found)?.body
        }
    };
    let held = store::of_body(conn, body).await?;
    held.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)
}

pub(crate) async fn step(
    tx: &mut Tx,
    id: InstrumentId,
    version: Option<i64>,
    step: Step,
    reason: String,
) -> Result<()> {
    let before = find(tx, id).await?;
    let body = load_body(tx, before.body).await?;
    authz::permit(tx.ctx(), &INSTRUMENT_CHANGE, &object(&body))?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let passed = matches!(step, Step::Check { outcome: CheckOutcome::Passed, .. });
    let plain = passed || matches!(step, Step::Renew { .. });
    // What takes something away has to be justified; what confirms it speaks for itself.
    if reason.trim().is_empty() && !plain {
        return Err(Problem::fields(vec![FieldProblem::new("reason", "organisations-reason")]));
    }
    if matches!(step, Step::Exit { how: ExitKind::HandedOver }) {
        return Err(Problem::fields(vec![FieldProblem::new("how", "field-choose")]));
    }
    take(tx, &body, before, step, reason.trim().to_owned()).await
}

/// Takes a step and writes what follows. The caller has asked for permission.
pub(crate) async fn take(
    tx: &mut Tx,
    body: &Body,
    before: Instrument,
    step: Step,
    reason: String,
) -> Result<()> {
    let after = before.after(step, tx.ctx().today())?;
    if before.kind == InstrumentKind::Filing {
        return take_filing(tx, body, (before, after), step, reason).await;
    }
    store::update(tx, &before, &after).await?;
    changed(tx, body, &after, step, reason)
}

/// A filing keeps its own rows and tells readers of suspension and end in the words they know.
async fn take_filing(
    tx: &mut Tx,
    body: &Body,
    (before, after): (Instrument, Instrument),
    step: Step,
    reason: String,
) -> Result<()> {
    let id: FilingId = before.id.cast();
    let old = filing::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let (state, told) = match step {
        Step::Check { .. } => {
            filing::store::set_state(tx, &old, old.state).await?;
            store::added(tx, &before, &after).await?;
            return changed(tx, body, &after, step, reason);
        }
        Step::Renew { until } => {
            store::renew_filing(tx, &old, until).await?;
            return changed(tx, body, &after, step, reason);
        }
        Step::Suspend => (FilingState::Suspended, FilingStep::Suspend),
        Step::Resume => (FilingState::InForce, FilingStep::Resume),
        Step::Exit { .. } => (FilingState::Ended, FilingStep::End),
    };
    let ended_on = match after.state {
        InstrumentState::Exited { on, .. } => Some(on),
        InstrumentState::InForce | InstrumentState::Suspended { .. } => None,
    };
    let version = old.version;
    filing::store::set_state(tx, &Filing { ended_on, ..old }, state).await?;
    let written = json!({ "state": state, "reason": reason });
    tx.history("filing", id.cast(), version + 1, "change", &written)?;
    let about = About::body(body.id).subject(id.cast()).division(body.division);
    tx.fact(about, &facts::FilingChanged { filing: id, step: told, reason })
}

fn changed(tx: &mut Tx, body: &Body, after: &Instrument, step: Step, reason: String) -> Result<()> {
    let told = json!({ "state": after.state, "step": step, "reason": reason });
    let id = after.id;
    tx.history("instrument", id.cast(), after.version + 1, step.word(), &told)?;
    let about = About::body(body.id).subject(id.cast()).division(body.division);
    let fact = facts::InstrumentChanged { instrument: id, kind: after.kind, step, reason };
    tx.fact(about, &fact)
}

/// Everything on which a body acts.
pub(crate) async fn holdings(
    conn: &mut Conn,
    ctx: &Ctx,
    rules: &ActRules,
    id: BodyId,
) -> Result<Holdings> {
    let body = load_body(conn, id).await?;
    let more = body::store::more_kinds(conn, id).await?;
    let kinds = more.into_iter().fold(KindSet::of(body.kind), KindSet::with);
    let instruments = store::of_body(conn, id).await?;
    let mut offices: Vec<_> = instruments.iter().map(|one| one.authority).collect();
    offices.sort();
    offices.dedup();
    let offices = authority::store::find_many(conn, &offices).await?;
    let may_change = authz::permit(ctx, &INSTRUMENT_CHANGE, &object(&body)).is_ok();
    let today = ctx.today();
    let held = instruments.into_iter().map(|instrument| {
        let office = offices.iter().find(|office| office.id == instrument.authority);
        let steps = if may_change { open_steps(&instrument, today) } else { Vec::new() };
        Held {
            authority: office.map(|office| office.name.clone()).unwrap_or_default(),
            todos: instrument.todos(rules, today),
            steps,
            instrument,
        }
    });
    let mut held: Vec<Held> = held.collect();
    sort(&mut held);
    let (sites, names) =
        (site::store::of_body(conn, id).await?, body::store::names_of(conn, id).await?);
    Ok(Holdings { body, kinds, sites, names, held })
}
