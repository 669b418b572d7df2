//! How authorities come, change and go, inside the transaction that the facade has opened.

use super::{
    Authority, AuthorityChange, AuthorityEnd, AuthorityEvent, AuthorityState, NewAuthority,
};
use super::{store, without_inner};
use crate::facts;
use crate::past;
use crate::permissions::{AUTHORITY_CHANGE, AUTHORITY_REGISTER};
use crate::use_cases::{check_division, check_name, new_home, refuse_fields};
use ::store::{About, Conn, Tx};
use authz::Object;
use kernel::{AuthorityId, FieldProblem, Problem, Result};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of the name of a document.
const LONGEST_BASIS: usize = 200;

pub(crate) async fn register(tx: &mut Tx, command: NewAuthority) -> Result<AuthorityId> {
    let object = Object::none().in_division(command.division);
    authz::permit(tx.ctx(), &AUTHORITY_REGISTER, &object)?;
    check(tx, &command, None).await?;
    let home = new_home(tx);
    let authority = Authority {
        id: AuthorityId::new(home, tx.now(), &tx.random()),
        version: 1,
        kind: command.kind,
        name: command.name.trim().to_owned(),
        parent: command.parent,
        division: command.division,
        territory: without_inner(command.territory),
        functions: command.functions,
        state: AuthorityState::Active,
    };
    store::insert(tx, &authority).await?;
    tell(tx, &authority, 1, "register", "")?;
    let fact = facts::AuthorityRegistered { authority: authority.id, name: authority.name.clone() };
    tx.fact(about(&authority), &fact)?;
    Ok(authority.id)
}

fn about(authority: &Authority) -> About {
    About::home(authority.id.home()).subject(authority.id.cast()).division(authority.division)
}

/// History of what an authority is from now on.
fn tell(
    tx: &mut Tx,
    authority: &Authority,
    version: i64,
    action: &'static str,
    basis: &str,
) -> Result<()> {
    let state = json!({
        "kind": authority.kind, "name": authority.name, "parent": authority.parent,
        "territory": authority.territory, "functions": authority.functions,
        "state": authority.state, "basis": basis,
    });
    tx.history("authority", authority.id.cast(), version, action, &state)
}

/// What may not stand in the register, of a new authority or of one that changes.
async fn check(tx: &mut Tx, new: &NewAuthority, own: Option<AuthorityId>) -> Result<()> {
    let mut findings = Vec::new();
    check_name(&new.name, &mut findings);
    check_division(tx, new.division, &mut findings);
    for division in &new.territory {
        check_division(tx, *division, &mut findings);
    }
    if new.territory.is_empty() {
        findings.push(FieldProblem::new("territory", "organisations-territory"));
    }
    if new.functions.is_empty() {
        findings.push(FieldProblem::new("functions", "organisations-functions"));
    }
    if let Some(parent) = new.parent
        && !stands_above(tx, parent, own).await?
    {
        findings.push(FieldProblem::new("parent", "organisations-parent"));
    }
    refuse_fields(findings)
}

/// Whether an authority works and neither is `own` nor stands below it.
async fn stands_above(
    conn: &mut Conn,
    parent: AuthorityId,
    own: Option<AuthorityId>,
) -> Result<bool> {
    let Some(found) = store::find(conn, parent).await? else { return Ok(false) };
    if found.state != AuthorityState::Active {
        return Ok(false);
    }
    let mut seen = BTreeSet::new();
    let mut next = Some(parent);
    while let Some(id) = next.filter(|id| seen.insert(*id)) {
        if Some(id) == own {
            return Ok(false);
        }
        next = store::find(conn, id).await?.and_then(|authority| authority.parent);
    }
    Ok(true)
}

fn check_basis(basis: &str) -> Result<String> {
    let basis = basis.trim();
    if basis.is_empty() || basis.chars().count() > LONGEST_BASIS {
        return Err(Problem::fields(vec![FieldProblem::new("basis", "organisations-basis")]));
    }
    Ok(basis.to_owned())
}

/// An authority as it was seen, for whoever may change it.
async fn to_change(tx: &mut Tx, id: AuthorityId, version: i64) -> Result<Authority> {
    let authority = store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let object = Object::none().in_division(authority.division);
    authz::permit(tx.ctx(), &AUTHORITY_CHANGE, &object)?;
    if authority.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    authority.is_active()?;
    Ok(authority)
}

/// Renames an authority or changes what it is responsible for.
pub(crate) async fn change(tx: &mut Tx, command: AuthorityChange) -> Result<()> {
    let before = to_change(tx, command.authority, command.version).await?;
    let basis = check_basis(&command.basis)?;
    check(tx, &command.to, Some(before.id)).await?;
    let to = command.to;
    let authority = Authority {
        kind: to.kind,
        name: to.name.trim().to_owned(),
        parent: to.parent,
        division: to.division,
        territory: without_inner(to.territory),
        functions: to.functions,
        ..before
    };
    store::update(tx, &authority).await?;
    tell(tx, &authority, authority.version + 1, "change", &basis)?;
    let fact = facts::AuthorityChanged {
        authority: authority.id,
        name: authority.name.clone(),
        parent: authority.parent,
        territory: authority.territory.clone(),
        functions: authority.functions.clone(),
        basis,
    };
    tx.fact(about(&authority), &fact)
}

/// Ends an authority whose place another takes: cases, posts and everything it decided go on there.
pub(crate) async fn merge(tx: &mut Tx, command: AuthorityEnd) -> Result<()> {
    let other = to_change(tx, command.authority, command.version).await?;
    let basis = check_basis(&command.basis)?;
    not_ahead(tx, &command)?;
    let into = command.into.ok_or_else(Problem::not_found)?;
    let taker = store::find(tx, into).await?.ok_or_else(Problem::not_found)?;
    // Who stood below the other takes its place in the order, or would come under itself.
    let stood_below = !stands_above(tx, taker.id, Some(other.id)).await?;
    let parent = if stood_below { other.parent } else { taker.parent };
    let (taker, ended) = Authority { parent, ..taker }.take_over(other, command.on)?;
    below_goes_to(tx, ended.id, Some(taker.id)).await?;
    store::update(tx, &taker).await?;
    store::update(tx, &ended).await?;
    tell(tx, &taker, taker.version + 1, "take_over", &basis)?;
    tell(tx, &ended, ended.version + 1, "merge", &basis)?;
    let fact =
        facts::AuthorityEnded { authority: ended.id, into: Some(taker.id), on: command.on, basis };
    tx.fact(about(&ended), &fact)
}

/// Ends an authority whose place nobody takes.
pub(crate) async fn abolish(tx: &mut Tx, command: AuthorityEnd) -> Result<()> {
    let authority = to_change(tx, command.authority, command.version).await?;
    let basis = check_basis(&command.basis)?;
    not_ahead(tx, &command)?;
    let mut mine = before(tx, &[authority.id]).await?.remove(&authority.id).unwrap_or_default();
    mine.push(authority.id);
    let mut open = 0;
    for office in mine {
        open += approval::open_cases_in(tx, office).await?;
    }
    if open > 0 {
        return Err(Problem::conflict("organisations-authority-open").arg("open", open));
    }
    below_goes_to(tx, authority.id, authority.parent).await?;
    let on = command.on;
    let authority = Authority { state: AuthorityState::Abolished { on }, ..authority };
    store::update(tx, &authority).await?;
    tell(tx, &authority, authority.version + 1, "abolish", &basis)?;
    let fact = facts::AuthorityEnded { authority: authority.id, into: None, on, basis };
    tx.fact(about(&authority), &fact)
}

/// An end counts from the day on which it is entered at the latest: what is to come is entered then.
fn not_ahead(tx: &Tx, command: &AuthorityEnd) -> Result<()> {
    if command.on > tx.ctx().today() {
        return Err(Problem::fields(vec![FieldProblem::new("on", "organisations-end-ahead")]));
    }
    Ok(())
}

/// Those directly below one that ends come under another.
async fn below_goes_to(tx: &mut Tx, ended: AuthorityId, to: Option<AuthorityId>) -> Result<()> {
    for below in store::all(tx).await? {
        if below.parent != Some(ended) || Some(below.id) == to {
            continue;
        }
        let moved = Authority { parent: to, ..below };
        store::update(tx, &moved).await?;
        tell(tx, &moved, moved.version + 1, "move", "")?;
    }
    Ok(())
}

/// The authority that works in the place of another now: itself, or who took its place. Nothing when
/// it was abolished.
pub(crate) async fn current(conn: &mut Conn, id: AuthorityId) -> Result<Option<Authority>> {
    Ok(with_before(conn, &[id]).await?.remove(&id).map(|(authority, _)| authority))
}

/// For each authority the one that works in its place now, with all whose place that one has taken.
pub(crate) async fn with_before(
    conn: &mut Conn,
    ids: &[AuthorityId],
) -> Result<BTreeMap<AuthorityId, (Authority, Vec<AuthorityId>)>> {
    let mut known: BTreeMap<AuthorityId, Authority> = BTreeMap::new();
    let mut wanted: BTreeSet<AuthorityId> = ids.iter().copied().collect();
    while !wanted.is_empty() {
        let asked: Vec<AuthorityId> = wanted.iter().copied().collect();
        let found = store::find_many(conn, &asked).await?;
        wanted = found.iter().filter_map(|one| one.state.successor()).collect();
        known.extend(found.into_iter().map(|one| (one.id, one)));
        wanted.retain(|id| !known.contains_key(id));
    }
    let working: Vec<AuthorityId> = known
        .values()
        .filter(|one| one.state == AuthorityState::Active)
        .map(|one| one.id)
        .collect();
    let before = before(conn, &working).await?;
    let mut all = BTreeMap::new();
    for id in ids {
        let mut at = *id;
        while let Some(next) = known.get(&at).and_then(|one| one.state.successor()) {
            at = next;
        }
        let working = known.get(&at).filter(|one| one.state == AuthorityState::Active);
        if let Some(authority) = working {
            let before = before.get(&at).cloned().unwrap_or_default();
            all.insert(*id, (authority.clone(), before));
        }
    }
    Ok(all)
}

/// All authorities whose place one of those given has taken, one after another.
async fn before(
    conn: &mut Conn,
    ids: &[AuthorityId],
) -> Result<BTreeMap<AuthorityId, Vec<AuthorityId>>> {
    let mut found: BTreeMap<AuthorityId, Vec<AuthorityId>> = BTreeMap::new();
    // Which of those given each one that is asked about stands for.
    let mut layer: BTreeMap<AuthorityId, AuthorityId> = ids.iter().map(|id| (*id, *id)).collect();
    while !layer.is_empty() {
        let asked: Vec<AuthorityId> = layer.keys().copied().collect();
        let mut next = BTreeMap::new();
        for one in store::merged_into(conn, &asked).await? {
            let root = one.state.successor().and_then(|into| layer.get(&into)).copied();
            let root =
                root.ok_or_else(|| Problem::inconsistent("authority", "successor", one.id))?;
            found.entry(root).or_default().push(one.id);
            next.insert(one.id, root);
        }
        layer = next;
    }
    Ok(found)
}

/// What happened to an authority, the latest first.
pub(crate) async fn past(conn: &mut Conn, id: AuthorityId) -> Result<Vec<AuthorityEvent>> {
    let entries = past::store::of_subjects(conn, id.home(), &[id.cast()]).await?;
    let text = |data: &serde_json::Value, key: &str| {
        data.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    let event = |entry: past::Entry| AuthorityEvent {
        name: text(&entry.data, "name"),
        basis: text(&entry.data, "basis"),
        what: entry.action,
        at: entry.at,
        by: entry.actor,
    };
    Ok(entries.into_iter().map(event).collect())
}
