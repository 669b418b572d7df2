//! The use cases, each inside the transaction that the facade has opened.

use crate::body::{Body, BodyState, NewBody};
use crate::facts;
use crate::filing::{Filing, FilingState, FilingStep, NewFiling, ScopeItem};
use crate::filing_code::{FilingCode, FilingRules};
use crate::key::{BodyKey, KeyState};
use crate::permissions;
use crate::uscc::Uscc;
use crate::{authority, body, filing, key};
use authz::{Grant, Object};
use crypto::{KeyRing, KeyUse, SigningKey};
use kernel::{
    AuthorityId, BodyId, BodyKeyId, CivilDate, Ctx, DivisionCode, FieldProblem, FilingId, Home,
    OccupationCode, Office, Problem, Result, SkillLevel,
};
use serde_json::json;
use std::sync::Arc;
use store::directory::Claim;
use store::{About, Conn, Tx, args, error};

/// What permission on a body depends on.
pub(crate) fn object(body: &Body) -> Object {
    Object::body(body.id).in_division(body.division)
}

/// A home for a new body or authority; each shard gets its share.
pub(crate) fn new_home(tx: &Tx) -> Home {
    Home(tx.ctx().random.below(256) as u8)
}

pub(crate) fn check_name(name: &str, findings: &mut Vec<FieldProblem>) {
    if name.trim().is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        findings.push(FieldProblem::new("name", "organisations-name"));
    }
}

pub(crate) fn check_division(tx: &Tx, division: DivisionCode, findings: &mut Vec<FieldProblem>) {
    if !tx.ctx().world.divisions.valid_on(division, tx.ctx().today()) {
        let finding = FieldProblem::new("division", "organisations-division");
        findings.push(finding.arg("division", division));
    }
}

pub(crate) fn refuse_fields(findings: Vec<FieldProblem>) -> Result<()> {
    if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
}

/// Turns a taken key of the directory into the problem people understand.
pub(crate) fn taken(problem: Problem, code: &'static str) -> Problem {
    if problem.code() == error::EXISTS { Problem::conflict(code) } else { problem }
}

pub(crate) async fn register_body(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    command: NewBody,
) -> Result<BodyId> {
    let object = Object::none().in_division(command.division);
    authz::permit(tx.ctx(), &permissions::BODY_REGISTER, &object)?;
    let mut findings = Vec::new();
    check_name(&command.name, &mut findings);
    check_division(tx, command.division, &mut findings);
    let uscc = Uscc::read(&command.uscc, &tx.ctx().world);
    if let Err(wrong) = &uscc {
        findings.extend(wrong.iter().map(|finding| finding.problem("uscc")));
    }
    refuse_fields(findings)?;
    let uscc = uscc.map_err(|_| Problem::internal("a credit code without findings"))?;
    let home = new_home(tx);
    let body = Body {
        id: BodyId::new(home, tx.now(), &tx.random()),
        version: 1,
        kind: command.kind,
        name: command.name.trim().to_owned(),
        uscc,
        division: command.division,
        address: command.address.trim().to_owned(),
        contact: command.contact.trim().to_owned(),
        state: BodyState::Active,
        industry: None,
        closed_on: None,
        successor: None,
    };
    body::store::insert(tx, &body).await?;
    let claims = claims(&ring, "uscc", &body.uscc.to_string(), body.id.cast());
    tx.claim(claims).await.map_err(|p| taken(p, "organisations-uscc-taken"))?;
    let state = json!({ "kind": body.kind, "name": body.name, "uscc": body.uscc.to_string() });
    tx.history("body", body.id.cast(), 1, "register", &state)?;
    let about = About::body(body.id).division(body.division);
    let uscc = body.uscc.to_string();
    tx.fact(about, &facts::BodyRegistered { kind: body.kind, name: body.name, uscc })?;
    Ok(body.id)
}

/// The claims of one key under every version of the index key, so that it stays unique while two
/// versions are alive.
pub(crate) fn claims(
    ring: &KeyRing,
    kind: &'static str,
    value: &str,
    subject: kernel::SubjectId,
) -> Vec<Claim> {
    let hashes = ring.blind_all(kind, value.as_bytes());
    hashes.into_iter().map(|(_, hash)| Claim { kind, hash, subject }).collect()
}

pub(crate) async fn load_body(conn: &mut Conn, id: BodyId) -> Result<Body> {
    body::store::find(conn, id).await?.ok_or_else(Problem::not_found)
}

/// The authorities for which the actor may file what lies there.
pub(crate) fn files_at(ctx: &Ctx, object: &Object) -> Vec<AuthorityId> {
    let posts = ctx.actor.account().map(|account| account.posts.as_slice()).unwrap_or_default();
    let offices = posts.iter().filter_map(|post| match &post.office {
        Office::Authority { id, territory } => {
            let grant = Grant::InTerritory(post.role);
            let theirs = |d: &DivisionCode| territory.iter().any(|covered| covered.covers(*d));
            let may = permissions::FILING_ADD.grants.contains(&grant);
            (may && object.divisions.iter().any(theirs)).then_some(*id)
        }
        Office::Node | Office::Body(_) => None,
    });
    offices.collect()
}

/// An official files with the office they act for, and with no other; parts of the system with any.
pub(crate) fn may_file_at(ctx: &Ctx, authority: AuthorityId, object: &Object) -> bool {
    ctx.actor.account().is_none() || files_at(ctx, object).contains(&authority)
}

pub(crate) async fn file(tx: &mut Tx, ring: Arc<KeyRing>, command: NewFiling) -> Result<FilingId> {
    let body = load_body(tx, command.body).await?;
    authz::permit(tx.ctx(), &permissions::FILING_ADD, &object(&body))?;
    let mut findings = Vec::new();
    if command.valid_until < command.valid_from {
        findings.push(FieldProblem::new("valid_until", "organisations-filing-dates"));
    }
    check_scope(tx.ctx(), &command.scope, command.valid_from, &mut findings);
    let code = FilingCode::read(&command.code, &FilingRules::default(), &tx.ctx().world);
    if let Err(wrong) = &code {
        findings.extend(wrong.iter().map(|finding| finding.problem("code")));
    }
    refuse_fields(findings)?;
    let code = code.map_err(|_| Problem::internal("a filing code without findings"))?;
    let office = authority::store::find(tx, command.authority).await?;
    let office = office.filter(|_| may_file_at(tx.ctx(), command.authority, &object(&body)));
    if !office.ok_or_else(Problem::not_found)?.files() {
        let finding = FieldProblem::new("authority", "organisations-application-office");
        return Err(Problem::fields(vec![finding]));
    }
    add_filing(tx, ring, &body, code, &command).await
}

/// What a body may be filed for: occupations that are evaluated on the day.
pub(crate) fn check_scope(
    ctx: &Ctx,
    scope: &[(OccupationCode, SkillLevel)],
    on: CivilDate,
    findings: &mut Vec<FieldProblem>,
) {
    if scope.is_empty() {
        findings.push(FieldProblem::new("scope", "organisations-filing-scope"));
    }
    for (occupation, _) in scope {
        let known = ctx.world.occupations.on(*occupation, on);
        if !known.is_some_and(|spell| spell.evaluated()) {
            let finding = FieldProblem::new("scope", "organisations-filing-occupation");
            findings.push(finding.arg("occupation", occupation));
        }
    }
}

/// The filing code as typed.
pub(crate) fn code_of(tx: &Tx, typed: &str) -> Result<FilingCode> {
    FilingCode::read(typed, &FilingRules::default(), &tx.ctx().world).map_err(|wrong| {
        Problem::fields(wrong.iter().map(|finding| finding.problem("code")).collect())
    })
}

/// Enters a filing into the register. The caller has asked for permission and checked the scope.
pub(crate) async fn add_filing(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    body: &Body,
    code: FilingCode,
    command: &NewFiling,
) -> Result<FilingId> {
    let filing = new_filing(tx, body, code, command);
    filing::store::insert(tx, &filing).await?;
    let claims = claims(&ring, "filing-code", &filing.code.to_string(), filing.id.cast());
    tx.claim(claims).await.map_err(|p| taken(p, "organisations-filing-code-taken"))?;
    let state = json!({ "code": filing.code.to_string(), "scope": filing.scope });
    tx.history("filing", filing.id.cast(), 1, "file", &state)?;
    let about = About::body(body.id).subject(filing.id.cast()).division(body.division);
    let id = filing.id;
    let fact = facts::BodyFiled {
        filing: id,
        authority: filing.authority,
        code: filing.code.to_string(),
        valid_from: filing.valid_from,
        valid_until: filing.valid_until,
        scope: filing.scope,
    };
    tx.fact(about, &fact)?;
    Ok(id)
}

fn new_filing(tx: &Tx, body: &Body, code: FilingCode, command: &NewFiling) -> Filing {
    let (valid_from, valid_until) = (command.valid_from, command.valid_until);
    let items = command.scope.iter().map(|(occupation, level)| ScopeItem {
        occupation: *occupation,
        level: *level,
        valid_from,
        valid_until,
    });
    Filing {
        id: FilingId::new(body.id.home(), tx.now(), &tx.random()),
        version: 1,
        body: body.id,
        authority: command.authority,
        code,
        state: FilingState::InForce,
        valid_from,
        valid_until,
        ended_on: None,
        checks: Vec::new(),
        scope: items.collect(),
    }
}

pub(crate) async fn change_filing(
    tx: &mut Tx,
    id: FilingId,
    step: FilingStep,
    reason: String,
) -> Result<()> {
    let filing = filing::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let body = load_body(tx, filing.body).await?;
    authz::permit(tx.ctx(), &permissions::FILING_CHANGE, &object(&body))?;
    if reason.trim().is_empty() {
        let finding = FieldProblem::new("reason", "organisations-reason");
        return Err(Problem::fields(vec![finding]));
    }
    let state = filing.state.after(step)?;
    let ended_on = (state == FilingState::Ended).then(|| tx.ctx().today());
    let filing = Filing { ended_on, ..filing };
    filing::store::set_state(tx, &filing, state).await?;
    let told = json!({ "state": state, "reason": reason });
    tx.history("filing", id.cast(), filing.version + 1, "change", &told)?;
    let about = About::body(body.id).subject(id.cast()).division(body.division);
    tx.fact(about, &facts::FilingChanged { filing: id, step, reason })
}

/// One key waits for the second person at a time.
pub(crate) fn may_propose(keys: &[BodyKey]) -> Result<()> {
    if keys.iter().any(|key| matches!(key.state, KeyState::Proposed { .. })) {
        return Err(Problem::conflict("organisations-key-waiting"));
    }
    Ok(())
}

pub(crate) async fn propose_key(tx: &mut Tx, ring: Arc<KeyRing>, id: BodyId) -> Result<BodyKeyId> {
    let body = load_body(tx, id).await?;
    authz::permit(tx.ctx(), &permissions::KEY_PROPOSE, &object(&body))?;
    tx.guard(vec![(id.home(), format!("body-key/{id}"))]).await?;
    let keys = key::store::of_body(tx, id).await?;
    may_propose(&keys)?;
    let random = tx.random();
    let key_id = BodyKeyId::new(id.home(), tx.now(), &random);
    // W3C credentials are signed with Ed25519 under both profiles.
    let signing = SigningKey::generate(crypto::Profile::Intl, &random);
    let key = BodyKey {
        id: key_id,
        version: 1,
        body: id,
        state: KeyState::Proposed { by: tx.ctx().actor.word(), at: tx.now() },
        algorithm: "ed25519".to_owned(),
        public_key: signing.verifying_key().to_bytes(),
        sealed_key: signing.seal(&ring, &key_id.bytes(), &random),
    };
    key::store::insert(tx, &key).await?;
    told(tx, &body, &key, key.state.clone(), 1)?;
    Ok(key_id)
}

/// History and fact of a key's new state.
fn told(tx: &mut Tx, body: &Body, key: &BodyKey, state: KeyState, version: i64) -> Result<()> {
    tx.history("body_key", key.id.cast(), version, state.word(), &state)?;
    let about = About::body(body.id).subject(key.id.cast()).division(body.division);
    let public_key = crypto::VerifyingKey::from_bytes(crypto::Profile::Intl, &key.public_key)
        .map_err(|_| Problem::inconsistent("body_key", "public_key", key.id))?
        .to_text();
    tx.fact(about, &facts::KeyChanged { key: key.id, state, public_key })
}

async fn load_key(tx: &mut Tx, id: BodyKeyId) -> Result<(BodyKey, Body)> {
    let key = key::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let body = load_body(tx, key.body).await?;
    Ok((key, body))
}

pub(crate) async fn decide_key(tx: &mut Tx, id: BodyKeyId, confirm: bool) -> Result<()> {
    let (key, body) = load_key(tx, id).await?;
    authz::permit(tx.ctx(), &permissions::KEY_DECIDE, &object(&body))?;
    tx.guard(vec![(body.id.home(), format!("body-key/{}", body.id))]).await?;
    let by = tx.ctx().actor.word();
    let state = key.state.clone().decide(confirm, &by, tx.now())?;
    if confirm {
        retire_active(tx, &body).await?;
    }
    key::store::set_state(tx, &key, &state).await?;
    told(tx, &body, &key, state, key.version + 1)
}

async fn retire_active(tx: &mut Tx, body: &Body) -> Result<()> {
    for key in key::store::of_body(tx, body.id).await? {
        if matches!(key.state, KeyState::Active { .. }) {
            let state = key.state.clone().retire(tx.now())?;
            key::store::set_state(tx, &key, &state).await?;
            told(tx, body, &key, state, key.version + 1)?;
        }
    }
    Ok(())
}

pub(crate) async fn end_key(tx: &mut Tx, id: BodyKeyId, compromised: bool) -> Result<()> {
    let (key, body) = load_key(tx, id).await?;
    authz::permit(tx.ctx(), &permissions::KEY_END, &object(&body))?;
    let state = key.state.clone();
    let state = if compromised { state.compromise(tx.now()) } else { state.retire(tx.now()) }?;
    key::store::set_state(tx, &key, &state).await?;
    told(tx, &body, &key, state, key.version + 1)
}

pub(crate) async fn reseal_keys(tx: &mut Tx, ring: Arc<KeyRing>, limit: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &permissions::KEY_RESEAL, &Object::none())?;
    let version = ring.current_version(KeyUse::Vault).bytes();
    let random = tx.random();
    let older = key::store::SEALED.older(tx, version, limit).await?;
    let count = older.len() as u64;
    let moved = older.iter().map(|row| {
        let (id, sealed): (BodyKeyId, Vec<u8>) = (row.get("id")?, row.get("sealed_key")?);
        let key = SigningKey::open(&ring, &id.bytes(), &sealed)?;
        Ok(args![id.home(), id, key.seal(&ring, &id.bytes(), &random)])
    });
    key::store::SEALED.replace(tx, version, moved.collect::<Result<_>>()?).await?;
    Ok(count)
}
