//! Filling returns, handing them in, and what the office above does, inside the transaction that the
//! facade has opened.

use crate::facts::{CellsChanged, ReturnDrafted, ReturnMoved};
use crate::figures::AskFigures;
use crate::form::check::Weight;
use crate::form::{Finding, Form, FormBook};
use crate::network::Network;
use crate::permissions::{RETURN_DECIDE, RETURN_FILL, RETURN_REOPEN, RETURN_SUBMIT};
use crate::sheet::{self, Answer, Cell, CellChange, Entered, Others, ReturnState, Sheet, Typed};
use crate::{NewReturn, Seen};
use authz::{Action, Object};
use kernel::{AuthorityId, Ctx, FieldProblem, Month, Problem, Result, ReturnId};
use serde_json::json;
use std::sync::Arc;
use store::{About, Conn, Tx};

/// The largest figure that can be typed.
const MOST: i64 = 999_999_999_999;

/// What the use cases rest on.
#[derive(Clone)]
pub(crate) struct Means {
    pub forms: Arc<FormBook>,
    pub ask: AskFigures,
}

/// A return with the offices around it, loaded and permitted.
struct Loaded {
    sheet: Sheet,
    network: Network,
}

async fn load(tx: &mut Tx, id: ReturnId, action: &Action) -> Result<Loaded> {
    let sheet = sheet::store::lookup(tx, id).await?.ok_or_else(Problem::not_found)?;
    let network = Network::load(tx).await?;
    authz::permit(tx.ctx(), action, &object_of(&network, &sheet, action))?;
    Ok(Loaded { sheet, network })
}

/// Whose a return is for an action: the office's own, or that of whoever accepts it.
pub(crate) fn object_of(network: &Network, sheet: &Sheet, action: &Action) -> Object {
    let office = match action.code == RETURN_DECIDE.code || action.code == RETURN_REOPEN.code {
        true => network.reviewer(sheet.authority),
        false => sheet.authority,
    };
    Object::offices(vec![office])
}

/// A change rests on what was seen.
fn is_seen(sheet: &Sheet, seen: Seen) -> Result<()> {
    if sheet.version == seen.version {
        return Ok(());
    }
    Err(Problem::conflict("problem-changed-meanwhile"))
}

pub(crate) fn form_of<'a>(forms: &'a FormBook, sheet: &Sheet) -> Result<&'a Form> {
    let found = forms.version(&sheet.form, sheet.form_version);
    found.ok_or_else(|| Problem::inconsistent("statistical_return", "form_version", sheet.id))
}

fn refuse(findings: Vec<FieldProblem>) -> Result<()> {
    if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
}

/// A text that people read later.
fn told(field: &'static str, text: &str) -> Vec<FieldProblem> {
    let wrong = |c: char| c.is_control() && c != '\n';
    if text.trim().is_empty() {
        return vec![FieldProblem::new(field, "field-required")];
    }
    if text.chars().count() > 500 || text.chars().any(wrong) {
        return vec![FieldProblem::new(field, "field-too-long").arg("count", 500)];
    }
    Vec::new()
}

/// The locked returns below, and the offices whose returns are not locked.
pub(crate) async fn below_in(
    conn: &mut Conn,
    network: &Network,
    office: AuthorityId,
    form: &str,
    month: Month,
) -> Result<(Vec<Sheet>, Vec<AuthorityId>)> {
    let offices: Vec<AuthorityId> = network.below(office).into_iter().map(|one| one.id).collect();
    let sheets = sheet::store::of(conn, Some(&offices), (month, month)).await?;
    Ok(sheet::in_sums(offices, sheets, form))
}

/// The other returns that the checks of this one look at.
pub(crate) async fn others_in(conn: &mut Conn, sheet: &Sheet) -> Result<Others> {
    let own = [sheet.authority];
    let both = (sheet.month.previous(), sheet.month);
    let mut others = Others::default();
    for one in sheet::store::of(conn, Some(&own), both).await? {
        let locked = matches!(one.state, ReturnState::Locked { .. });
        if one.month == sheet.month && one.form != sheet.form {
            others.same_month.push(one);
        } else if one.month != sheet.month && one.form == sheet.form && locked {
            others.last = Some(one);
        }
    }
    Ok(others)
}

/// Fills the cells from the journal and from below.
async fn fill(
    tx: &mut Tx,
    means: &Means,
    network: &Network,
    sheet: &Sheet,
) -> Result<(Vec<Cell>, Vec<AuthorityId>)> {
    let form = form_of(&means.forms, sheet)?;
    let figures = (means.ask)(tx, &network.scope(sheet.authority), sheet.month).await?;
    let (below, missing) = below_in(tx, network, sheet.authority, &sheet.form, sheet.month).await?;
    Ok((sheet::filled(form, &figures, &below, &sheet.cells), missing))
}

fn about(network: &Network, sheet: &Sheet) -> About {
    let about = About::home(sheet.id.home()).subject(sheet.id.cast());
    match network.find(sheet.authority) {
        Some(office) => about.division(office.division),
        None => about,
    }
}

fn wrote(sheet: &mut Sheet, ctx: &Ctx) {
    let me = ctx.actor.word();
    if !sheet.writers.contains(&me) {
        sheet.writers.push(me);
    }
}

pub(crate) async fn draft(tx: &mut Tx, means: Means, new: NewReturn) -> Result<ReturnId> {
    let ctx = tx.ctx().clone();
    authz::permit(&ctx, &RETURN_FILL, &Object::offices(vec![new.authority]))?;
    let network = Network::load(tx).await?;
    if !network.reports(new.authority) {
        return Err(Problem::conflict("returns-office"));
    }
    if ctx.today() <= new.month.last_day() {
        return Err(Problem::conflict("returns-month-not-over"));
    }
    let form = means.forms.for_month(new.month).find(|form| form.key == new.form);
    let form = form
        .ok_or_else(|| Problem::fields(vec![FieldProblem::new("form", "returns-form-unknown")]))?;
    let home = new.authority.home();
    tx.guard(vec![(home, format!("return/{}/{}/{}", new.authority, form.key, new.month))]).await?;
    let there = sheet::store::of(tx, Some(&[new.authority]), (new.month, new.month)).await?;
    if there.iter().any(|sheet| sheet.form == form.key) {
        return Err(Problem::conflict("returns-exists"));
    }
    let mut sheet = Sheet {
        id: ReturnId::new(home, ctx.now, &ctx.random),
        version: 1,
        form: form.key.clone(),
        form_version: form.version,
        month: new.month,
        authority: new.authority,
        revision: 1,
        state: ReturnState::Draft { reopened: None },
        cells: Vec::new(),
        missing: Vec::new(),
        writers: Vec::new(),
        filled_at: ctx.now,
        handed_in_on: None,
    };
    wrote(&mut sheet, &ctx);
    (sheet.cells, sheet.missing) = fill(tx, &means, &network, &sheet).await?;
    sheet::store::insert(tx, &sheet).await?;
    sheet::store::add_changes(tx, &sheet, "draft", "", Vec::new()).await?;
    let written = json!({ "form": sheet.form, "month": sheet.month, "cells": sheet.cells });
    tx.history("return", sheet.id.cast(), 1, "draft", &written)?;
    let fact = ReturnDrafted {
        id: sheet.id,
        form: sheet.form.clone(),
        form_version: sheet.form_version,
        month: sheet.month,
        authority: sheet.authority,
    };
    tx.fact(about(&network, &sheet), &fact)?;
    Ok(sheet.id)
}

/// Stores new cells with everything that tells of them.
async fn store_cells(
    tx: &mut Tx,
    network: &Network,
    sheet: &Sheet,
    filled: bool,
    (reason, changes): (&str, Vec<CellChange>),
) -> Result<()> {
    let what = if filled { "refill" } else { "enter" };
    sheet::store::update(tx, sheet).await?;
    let written = json!({ "revision": sheet.revision, "reason": reason, "cells": sheet.cells });
    match filled {
        true => tx.history("return", sheet.id.cast(), sheet.version + 1, "refill", &written)?,
        false => tx.history("return", sheet.id.cast(), sheet.version + 1, "enter", &written)?,
    }
    let cells = changes.iter().map(|cell| (cell.row.clone(), cell.span, cell.to)).collect();
    let fact = CellsChanged { id: sheet.id, revision: sheet.revision, filled, cells };
    sheet::store::add_changes(tx, sheet, what, reason, changes).await?;
    tx.fact(about(network, sheet), &fact)
}

pub(crate) async fn refill(tx: &mut Tx, means: Means, id: ReturnId, seen: Seen) -> Result<()> {
    let Loaded { mut sheet, network } = load(tx, id, &RETURN_FILL).await?;
    is_seen(&sheet, seen)?;
    sheet.state.is_open()?;
    let (cells, missing) = fill(tx, &means, &network, &sheet).await?;
    let changes = sheet::differences(&sheet.cells, &cells);
    let ctx = tx.ctx().clone();
    wrote(&mut sheet, &ctx);
    sheet = Sheet { cells, missing, filled_at: ctx.now, ..sheet };
    store_cells(tx, &network, &sheet, true, ("", changes)).await
}

pub(crate) async fn enter(
    tx: &mut Tx,
    id: ReturnId,
    seen: Seen,
    typed: Vec<Typed>,
    reason: String,
) -> Result<()> {
    let Loaded { mut sheet, network } = load(tx, id, &RETURN_FILL).await?;
    is_seen(&sheet, seen)?;
    sheet.state.is_open()?;
    let ctx = tx.ctx().clone();
    let mut cells = sheet.cells.clone();
    let mut wrong = Vec::new();
    for one in typed {
        let found = cells.iter_mut().find(|cell| cell.row == one.row && cell.span == one.span);
        let cell = found.ok_or_else(Problem::not_found)?;
        if one.value == cell.own() {
            continue;
        }
        if one.value.is_some_and(|value| !(0..=MOST).contains(&value)) {
            wrong.push(FieldProblem::new("cells", "returns-figure").arg("row", &one.row));
        }
        cell.entered = one.value.map(|value| Entered {
            value,
            by: ctx.actor.word(),
            at: ctx.now,
            reason: reason.trim().to_owned(),
        });
    }
    let changes = sheet::differences(&sheet.cells, &cells);
    if changes.is_empty() && wrong.is_empty() {
        return Err(Problem::fields(vec![FieldProblem::new("cells", "returns-nothing-typed")]));
    }
    wrong.extend(told("reason", &reason));
    refuse(wrong)?;
    sheet.cells = cells;
    wrote(&mut sheet, &ctx);
    store_cells(tx, &network, &sheet, false, (reason.trim(), changes)).await
}

/// A step of the whole return: row, trail, history and fact.
async fn move_to(
    tx: &mut Tx,
    network: &Network,
    sheet: Sheet,
    (what, reason): (&'static str, &str),
) -> Result<()> {
    sheet::store::update(tx, &sheet).await?;
    sheet::store::add_changes(tx, &sheet, what, reason, Vec::new()).await?;
    let written = json!({ "revision": sheet.revision, "state": sheet.state, "note": reason });
    tx.history("return", sheet.id.cast(), sheet.version + 1, what, &written)?;
    let fact = ReturnMoved {
        id: sheet.id,
        form: sheet.form.clone(),
        month: sheet.month,
        revision: sheet.revision,
        state: sheet.state.word().to_owned(),
    };
    tx.fact(about(network, &sheet), &fact)
}

/// What stands in the way of handing in; each cell and each check with its sentence.
fn in_the_way(ctx: &Ctx, sheet: &Sheet, findings: &[Finding], note: &str) -> Vec<FieldProblem> {
    let mut wrong: Vec<FieldProblem> = Vec::new();
    let empty = sheet.cells.iter().filter(|cell| cell.value().is_none());
    let mut rows: Vec<&str> = empty.map(|cell| cell.row.as_str()).collect();
    rows.dedup();
    if !rows.is_empty() {
        let rows = rows.join(ctx.lang.pick("、", ", "));
        wrong.push(FieldProblem::new("cells", "returns-cells-empty").arg("rows", rows));
    }
    for one in findings.iter().filter(|one| one.is_broken(Weight::Must)) {
        let sentence = one.sentence.of(ctx.lang);
        wrong.push(FieldProblem::new("cells", "returns-check-broken").arg("sentence", sentence));
    }
    let to_explain = findings.iter().any(|one| one.is_broken(Weight::Explain));
    if note.trim().is_empty() && (to_explain || !sheet.missing.is_empty()) {
        wrong.push(FieldProblem::new("note", "returns-note"));
    } else if !note.trim().is_empty() {
        wrong.extend(told("note", note));
    }
    wrong
}

pub(crate) async fn submit(
    tx: &mut Tx,
    means: Means,
    id: ReturnId,
    seen: Seen,
    note: String,
) -> Result<()> {
    let Loaded { mut sheet, network } = load(tx, id, &RETURN_SUBMIT).await?;
    is_seen(&sheet, seen)?;
    let ctx = tx.ctx().clone();
    let state = sheet.state.submit(&sheet.writers, &ctx.actor.word(), ctx.now)?;
    // The sums must be those of the returns below as they are now.
    let (below, missing) =
        below_in(tx, &network, sheet.authority, &sheet.form, sheet.month).await?;
    if missing != sheet.missing || sums_differ(&sheet.cells, &below) {
        return Err(Problem::conflict("returns-below-changed"));
    }
    let form = form_of(&means.forms, &sheet)?;
    let others = others_in(tx, &sheet).await?;
    let findings = sheet::findings(form, sheet.month, &sheet.cells, &others);
    refuse(in_the_way(&ctx, &sheet, &findings, &note))?;
    sheet.state = state;
    sheet.handed_in_on = sheet.handed_in_on.or(Some(ctx.today()));
    move_to(tx, &network, sheet, ("submit", note.trim())).await
}

/// Whether the sums of the returns below are others than those in the cells.
pub(crate) fn sums_differ(cells: &[Cell], below: &[Sheet]) -> bool {
    cells.iter().any(|cell| {
        let lower = below
            .iter()
            .filter_map(|sheet| sheet::find(&sheet.cells, &cell.row, cell.span)?.value());
        lower.sum::<i64>() != cell.below
    })
}

pub(crate) async fn decide(tx: &mut Tx, id: ReturnId, seen: Seen, answer: Answer) -> Result<()> {
    let Loaded { mut sheet, network } = load(tx, id, &RETURN_DECIDE).await?;
    is_seen(&sheet, seen)?;
    let reason = match &answer {
        Answer::Accept => String::new(),
        Answer::Return { reason } => {
            refuse(told("reason", reason))?;
            reason.trim().to_owned()
        }
    };
    let ctx = tx.ctx().clone();
    let what = if answer == Answer::Accept { "accept" } else { "return" };
    sheet.state = sheet.state.decide(answer, &sheet.writers, &ctx.actor.word(), ctx.now)?;
    move_to(tx, &network, sheet, (what, &reason)).await
}

pub(crate) async fn reopen(tx: &mut Tx, id: ReturnId, seen: Seen, reason: String) -> Result<()> {
    let Loaded { mut sheet, network } = load(tx, id, &RETURN_REOPEN).await?;
    is_seen(&sheet, seen)?;
    refuse(told("reason", &reason))?;
    let upper = match network.above(sheet.authority).map(|above| above.id) {
        Some(above) => sheet::store::of(tx, Some(&[above]), (sheet.month, sheet.month)).await?,
        None => Vec::new(),
    };
    let upper = upper.iter().find(|one| one.form == sheet.form).map(|one| &one.state);
    let ctx = tx.ctx().clone();
    let reason = reason.trim().to_owned();
    sheet.state = sheet.state.reopen(upper, reason.clone(), &ctx.actor.word(), ctx.now)?;
    sheet.revision += 1;
    sheet.writers.clear();
    move_to(tx, &network, sheet, ("reopen", &reason)).await
}
