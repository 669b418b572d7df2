//! What becomes of a body: another kind, another name, closing, merging into another (变更、合并、注销),
//! with what follows for its instruments and sites.

use super::{Body, BodyKind, BodyState, store};
use crate::instrument::{ExitKind, Instrument, InstrumentKind, InstrumentState, Step};
use crate::permissions::{BODY_CHANGE, SITE_CHANGE};
use crate::site::{NewSite, Site};
use crate::use_cases::{check_division, check_name, load_body, object, refuse_fields};
use crate::{facts, instrument, site};
use ::store::{About, Tx};
use kernel::{BodyId, CivilDate, FieldProblem, InstrumentId, Problem, Result, SiteId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What becomes of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum BodyChange {
    /// It is something else as well.
    AddKind {
        /// What.
        kind: BodyKind,
    },
    /// Its industry is known (GB/T 4754).
    Industry {
        /// A section or a division.
        code: String,
    },
    /// 更名
    Rename {
        /// The new name.
        name: String,
    },
    /// 注销: it works no more. Everything it holds ends.
    Close,
    /// 合并: it goes into another body, which takes its licences and listings over.
    Merge {
        /// Into which.
        into: BodyId,
    },
}

impl BodyChange {
    /// The word in the history and in the API.
    pub fn word(&self) -> &'static str {
        match self {
            BodyChange::AddKind { .. } => "add_kind",
            BodyChange::Industry { .. } => "industry",
            BodyChange::Rename { .. } => "rename",
            BodyChange::Close => "close",
            BodyChange::Merge { .. } => "merge",
        }
    }
}

/// What followed for the instruments of a body that closed or merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aftermath {
    /// Instruments that ended.
    pub ended: Vec<InstrumentId>,
    /// Instruments that the other body holds now: the old and the new one.
    pub handed_over: Vec<(InstrumentId, InstrumentId)>,
}

pub(crate) async fn change(
    tx: &mut Tx,
    id: BodyId,
    version: Option<i64>,
    change: BodyChange,
    reason: String,
) -> Result<Aftermath> {
    let body = load_body(tx, id).await?;
    authz::permit(tx.ctx(), &BODY_CHANGE, &object(&body))?;
    if version.is_some_and(|version| version != body.version) {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    if reason.trim().is_empty() {
        return Err(Problem::fields(vec![FieldProblem::new("reason", "organisations-reason")]));
    }
    if body.closed_on.is_some() {
        return Err(Problem::conflict("organisations-body-closed"));
    }
    let today = tx.ctx().today();
    let mut next = body.clone();
    let mut aftermath = Aftermath::default();
    match &change {
        BodyChange::AddKind { kind } => store::add_kind(tx, id, *kind).await?,
        BodyChange::Industry { code } => next.industry = Some(industry(code)?),
        BodyChange::Rename { name } => rename(tx, &body, &mut next, name, today).await?,
        BodyChange::Close => {
            aftermath = wind_up(tx, &body, None, &reason).await?;
            (next.state, next.closed_on) = (BodyState::Closed, Some(today));
        }
        BodyChange::Merge { into } => {
            let other = heir(tx, &body, *into).await?;
            aftermath = wind_up(tx, &body, Some(&other), &reason).await?;
            next.successor = Some(other.id);
            (next.state, next.closed_on) = (BodyState::Closed, Some(today));
        }
    }
    store::update(tx, &body, &next).await?;
    let told = json!({ "change": change, "reason": reason, "aftermath": aftermath });
    tx.history("body", id.cast(), body.version + 1, change.word(), &told)?;
    let about = About::body(id).division(body.division);
    let Aftermath { ended, handed_over } = aftermath.clone();
    tx.fact(about, &facts::BodyChanged { change, reason, ended, handed_over })?;
    Ok(aftermath)
}

fn industry(code: &str) -> Result<String> {
    crate::industry::find(code).map(|found| found.code.to_owned()).ok_or_else(|| {
        let finding = FieldProblem::new("industry", "organisations-industry");
        Problem::fields(vec![finding.arg("code", code)])
    })
}

async fn rename(
    tx: &mut Tx,
    body: &Body,
    next: &mut Body,
    name: &str,
    today: CivilDate,
) -> Result<()> {
    let mut findings = Vec::new();
    check_name(name, &mut findings);
    refuse_fields(findings)?;
    let name = name.trim();
    if name == body.name {
        return Err(Problem::conflict("organisations-body-same-name"));
    }
    store::add_name(tx, body, today).await?;
    name.clone_into(&mut next.name);
    Ok(())
}

/// The body into which another merges: it works, it is another one, and it is the actor's business too.
async fn heir(tx: &mut Tx, body: &Body, into: BodyId) -> Result<Body> {
    let other = store::find(tx, into).await?;
    let wrong = || Problem::fields(vec![FieldProblem::new("into", "organisations-body-into")]);
    let other = other.filter(|other| other.id != body.id && other.closed_on.is_none());
    let other = other.ok_or_else(wrong)?;
    authz::permit(tx.ctx(), &BODY_CHANGE, &object(&other)).map_err(|_| wrong())?;
    Ok(other)
}

/// Ends or hands over everything a body holds. An open application has to be settled or taken back
/// before: an office decides about it, and nobody else.
async fn wind_up(tx: &mut Tx, body: &Body, heir: Option<&Body>, reason: &str) -> Result<Aftermath> {
    let cases = approval::cases_of_in(tx, body.id.cast()).await?;
    let open = cases.iter().filter(|case| !case.progress.state.is_settled()).count();
    if open > 0 {
        return Err(Problem::conflict("organisations-body-open-case").arg("count", open));
    }
    let today = tx.ctx().today();
    let mut aftermath = Aftermath::default();
    for one in instrument::store::of_body(tx, body.id).await? {
        if matches!(one.state, InstrumentState::Exited { .. }) {
            continue;
        }
        // A filing's code is part of every certificate number of the body, so it cannot go over.
        let heir = heir.filter(|_| one.kind != InstrumentKind::Filing && today <= one.valid_until);
        let how = heir.map_or(ExitKind::Surrendered, |_| ExitKind::HandedOver);
        let (id, copy) = (one.id, one.clone());
        let told = reason.to_owned();
        instrument::use_cases::take(tx, body, one, Step::Exit { how }, told).await?;
        match heir {
            Some(heir) => {
                let new = hand_over(tx, heir, copy, today).await?;
                aftermath.handed_over.push((id, new));
            }
            None => aftermath.ended.push(id),
        }
    }
    for site in site::store::of_body(tx, body.id).await? {
        if site.closed_on.is_none() {
            shut(tx, body, &site, today, reason).await?;
        }
    }
    if let Some(heir) = heir {
        let mut kinds = store::more_kinds(tx, body.id).await?;
        kinds.push(body.kind);
        for kind in kinds.into_iter().filter(|kind| *kind != heir.kind) {
            store::add_kind(tx, heir.id, kind).await?;
        }
    }
    Ok(aftermath)
}

/// The same licence or listing in the hands of the heir, from today on. Lines for one site only stay
/// behind: that place has to be looked at again.
async fn hand_over(
    tx: &mut Tx,
    heir: &Body,
    old: Instrument,
    today: CivilDate,
) -> Result<InstrumentId> {
    let mut scope = old.scope;
    scope.retain(|line| line.site.is_none() && line.valid_until >= today);
    let valid_from = old.valid_from.max(today);
    for line in &mut scope {
        line.valid_from = line.valid_from.max(valid_from);
    }
    // A suspension goes over as well: merging is no way out of it.
    let state = match old.state {
        InstrumentState::Suspended { .. } => InstrumentState::Suspended { since: valid_from },
        InstrumentState::InForce | InstrumentState::Exited { .. } => InstrumentState::InForce,
    };
    let new = Instrument {
        id: InstrumentId::new(heir.id.home(), tx.now(), &tx.random()),
        version: 1,
        body: heir.id,
        state,
        valid_from,
        scope,
        pauses: Vec::new(),
        checks: Vec::new(),
        ..old
    };
    let checks = old.checks;
    let id = instrument::use_cases::entered(tx, heir, new.clone()).await?;
    let before = Instrument { state: InstrumentState::InForce, ..new.clone() };
    instrument::store::update(tx, &before, &Instrument { checks, ..new }).await?;
    Ok(id)
}

pub(crate) async fn open_site(tx: &mut Tx, new: NewSite) -> Result<SiteId> {
    let body = load_body(tx, new.body).await?;
    authz::permit(tx.ctx(), &SITE_CHANGE, &object(&body))?;
    let mut findings = new.findings();
    check_division(tx, new.division, &mut findings);
    refuse_fields(findings)?;
    if body.closed_on.is_some() {
        return Err(Problem::conflict("organisations-body-closed"));
    }
    let site = Site {
        id: SiteId::new(body.id.home(), tx.now(), &tx.random()),
        version: 1,
        body: body.id,
        name: new.name.trim().to_owned(),
        division: new.division,
        address: new.address.trim().to_owned(),
        capacity: new.capacity,
        equipment: new.equipment,
        position: new.position,
        opened_on: new.opened_on,
        closed_on: None,
    };
    site::store::insert(tx, &site).await?;
    let told = json!({
        "name": site.name, "address": site.address, "capacity": site.capacity,
        "equipment": site.equipment, "position": site.position,
    });
    tx.history("site", site.id.cast(), 1, "open", &told)?;
    let about = About::body(body.id).subject(site.id.cast()).division(site.division);
    let fact = facts::SiteOpened {
        site: site.id,
        name: site.name,
        capacity: site.capacity,
        position: site.position,
        opened_on: site.opened_on,
    };
    tx.fact(about, &fact)?;
    Ok(site.id)
}

pub(crate) async fn close_site(tx: &mut Tx, id: SiteId, reason: String) -> Result<()> {
    let site = site::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let body = load_body(tx, site.body).await?;
    authz::permit(tx.ctx(), &SITE_CHANGE, &object(&body))?;
    if reason.trim().is_empty() {
        return Err(Problem::fields(vec![FieldProblem::new("reason", "organisations-reason")]));
    }
    if site.closed_on.is_some() {
        return Err(Problem::conflict("organisations-site-closed"));
    }
    let today = tx.ctx().today();
    shut(tx, &body, &site, today, &reason).await
}

async fn shut(tx: &mut Tx, body: &Body, site: &Site, on: CivilDate, reason: &str) -> Result<()> {
    site::store::close(tx, site, on).await?;
    let told = json!({ "closed_on": on, "reason": reason });
    tx.history("site", site.id.cast(), site.version + 1, "close", &told)?;
    let about = About::body(body.id).subject(site.id.cast()).division(site.division);
    let reason = reason.to_owned();
    tx.fact(about, &facts::SiteClosed { site: site.id, closed_on: on, reason })
}
