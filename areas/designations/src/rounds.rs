//! What the office does with a round, up to the ranking that it lays before itself as a case.

use crate::draw::{Algorithm, Expert, Pool, Recusal, RecusalReason, lot};
use crate::entry::{Entry, EntryState};
use crate::kind::{self, Kind};
use crate::permissions::{KIND_ADD, PANEL_DRAW, ROUND_HANDLE, ROUND_OPEN};
use crate::round::{NewRound, Round, RoundState, RoundStep};
use crate::score::{Candidate, Ranked, choose, rank};
use crate::{entry, facts, holding, round, shipped};
use ::store::{About, Conn, Tx};
use approval::{Opening, Procedure};
use authz::Object;
use crypto::Profile;
use kernel::{
    AuthorityId, CaseId, CivilDate, Ctx, EntryId, FieldProblem, Problem, Result, RoundId,
};
use organisations::Authority;
use organisations::public::{authorities_in, working_in};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The kind of the procedure under which a ranking is decided.
pub const DESIGNATION: &str = "designation";

/// What permission on a round depends on.
pub(crate) fn object(round: &Round) -> Object {
    Object::offices(vec![round.office]).in_division(round.division)
}

pub(crate) fn about(round: &Round) -> About {
    let rule = format!("{}@{}", round.kind.word, round.kind.valid_from);
    About {
        subject: Some(round.id.cast()),
        division: Some(round.division),
        rule: Some(rule),
        ..About::home(round.id.home())
    }
}

pub(crate) async fn load(conn: &mut Conn, id: RoundId) -> Result<Round> {
    round::store::find(conn, id).await?.ok_or_else(Problem::not_found)
}

/// The kinds that count on a day: those that came with the program, and regions' own.
pub(crate) async fn kinds(conn: &mut Conn, on: CivilDate) -> Result<Vec<Kind>> {
    let mut all = shipped::kinds()?;
    all.extend(round::store::kinds(conn).await?);
    Ok(kind::in_force(&all, on))
}

pub(crate) async fn add_kind(tx: &mut Tx, new: Kind) -> Result<()> {
    authz::permit(tx.ctx(), &KIND_ADD, &Object::none())?;
    new.check()?;
    if round::store::add_kind(tx, &new).await? == 0 {
        return Err(Problem::conflict("designations-kind-exists").arg("kind", &new.word));
    }
    let fact = facts::KindAdded { kind: new.word, valid_from: new.valid_from };
    tx.fact(About::home(kernel::Home::NODE), &fact)
}

/// The office that works in the place of another now.
pub(crate) async fn office(conn: &mut Conn, id: AuthorityId) -> Result<Authority> {
    let mut found = working_in(conn, &[id]).await?;
    found.remove(&id).map(|(office, _)| office).ok_or_else(Problem::not_found)
}

/// How many places of a kind are free on a day; nothing for a kind without a quota.
pub(crate) async fn free_places(
    conn: &mut Conn,
    kind: &Kind,
    on: CivilDate,
) -> Result<Option<i64>> {
    let Some(quota) = kind.quota else { return Ok(None) };
    let held = holding::store::count(conn, &kind.word, on).await?;
    let running = round::store::running_of_kind(conn, &kind.word).await?;
    let spoken: i64 = running.iter().map(|round| round.places.total as i64).sum();
    Ok(Some(i64::from(quota) - held - spoken))
}

fn check(ctx: &Ctx, new: &NewRound) -> Vec<FieldProblem> {
    let mut findings = Vec::new();
    let length = new.title.trim().chars().count();
    if length == 0 || length > 100 {
        findings.push(FieldProblem::new("title", "designations-name"));
    }
    if new.places.total == 0 || new.places.total > 1000 {
        findings.push(FieldProblem::new("places", "designations-places"));
    }
    if new.until < ctx.today() {
        findings.push(FieldProblem::new("until", "designations-until"));
    }
    let mut seen = BTreeSet::new();
    for (division, _) in &new.places.shares {
        if !seen.insert(*division) {
            findings.push(FieldProblem::new("shares", "designations-share-twice"));
        }
    }
    findings
}

pub(crate) async fn open(tx: &mut Tx, new: NewRound) -> Result<RoundId> {
    let authority = authorities_in(tx, &[new.office]).await?.remove(&new.office);
    let authority = authority.ok_or_else(Problem::not_found)?;
    let of = Object::offices(vec![authority.id]).in_division(authority.division);
    authz::permit(tx.ctx(), &ROUND_OPEN, &of)?;
    let mut findings = check(tx.ctx(), &new);
    let today = tx.ctx().today();
    let kind = kinds(tx, today).await?.into_iter().find(|kind| kind.word == new.kind);
    let Some(kind) = kind else {
        findings.push(FieldProblem::new("kind", "field-choose"));
        return Err(Problem::fields(findings));
    };
    // Two offices that give out the last place of a kind wait for each other.
    tx.guard(vec![(kernel::Home::NODE, format!("designation-kind/{}", kind.word))]).await?;
    if let Some(free) = free_places(tx, &kind, today).await?
        && free < new.places.total as i64
    {
        let finding = FieldProblem::new("places", "designations-quota");
        findings.push(finding.arg("free", free.max(0)));
    }
    if !findings.is_empty() {
        return Err(Problem::fields(findings));
    }
    let round = Round {
        id: RoundId::new(authority.id.home(), tx.now(), &tx.random()),
        version: 1,
        kind,
        office: authority.id,
        division: authority.division,
        title: new.title.trim().to_owned(),
        places: new.places,
        state: RoundState::Open { until: new.until },
        opened_on: today,
    };
    round::store::insert(tx, &round).await?;
    let told = json!({ "kind": round.kind.word, "places": round.places, "until": new.until });
    tx.history("designation_round", round.id.cast(), 1, "open", &told)?;
    let fact = facts::RoundOpened {
        round: round.id,
        kind: round.kind.word.clone(),
        office: round.office,
        places: round.places.total,
        until: new.until,
    };
    tx.fact(about(&round), &fact)?;
    Ok(round.id)
}

/// Who is passed over because of the employer, and who declared a tie.
fn recusals(list: &[Expert], declared: &[String], entries: &[Entry]) -> Vec<Recusal> {
    let applies: BTreeSet<&str> = entries.iter().map(|entry| entry.uscc.as_str()).collect();
    let by_employer = |one: &&Expert| applies.contains(one.employer.as_str());
    let employed: BTreeSet<&str> =
        list.iter().filter(by_employer).map(|one| one.code.as_str()).collect();
    let one = |code: &str, reason| Recusal { code: code.to_owned(), reason };
    let others = declared.iter().filter(|code| !employed.contains(code.as_str()));
    let by_employer = employed.iter().map(|code| one(code, RecusalReason::Employer));
    by_employer.chain(others.map(|code| one(code, RecusalReason::Declared))).collect()
}

/// A list of experts to be frozen.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewPool {
    /// The experts.
    pub list: Vec<Expert>,
    /// Who declared a tie to a candidate.
    pub declared: Vec<String>,
    /// The public event whose outcome will be the seed.
    pub source: String,
}

/// The step that freezes a list, with the recusals that follow from the entries.
pub(crate) async fn freeze(
    tx: &mut Tx,
    profile: Profile,
    id: RoundId,
    version: i64,
    new: NewPool,
) -> Result<()> {
    let round = load(tx, id).await?;
    authz::permit(tx.ctx(), &ROUND_HANDLE, &object(&round))?;
    let length = new.source.trim().chars().count();
    if length == 0 || length > 200 {
        let finding = FieldProblem::new("source", "designations-seed-source");
        return Err(Problem::fields(vec![finding]));
    }
    let entries = entry::store::of_round(tx, id).await?;
    if entries.iter().any(|entry| entry.state == EntryState::HandedIn) {
        return Err(Problem::conflict("designations-unchecked"));
    }
    if !entries.iter().any(|entry| matches!(entry.state, EntryState::Admitted { .. })) {
        return Err(Problem::conflict("designations-no-entries"));
    }
    let pool = Pool {
        algorithm: Algorithm::of(profile),
        seats: round.kind.seats,
        recusals: recusals(&new.list, &new.declared, &entries),
        list: new.list,
        source: new.source.trim().to_owned(),
        frozen_by: tx.ctx().actor.word(),
    };
    crate::draw::check_list(&pool.list, &pool.recusals)?;
    step(tx, id, version, RoundStep::Freeze { pool }).await
}

pub(crate) async fn step(tx: &mut Tx, id: RoundId, version: i64, step: RoundStep) -> Result<()> {
    let round = load(tx, id).await?;
    let action = match step {
        RoundStep::Draw { .. } => &PANEL_DRAW,
        RoundStep::Close
        | RoundStep::Freeze { .. }
        | RoundStep::Replace { .. }
        | RoundStep::Drop { .. } => &ROUND_HANDLE,
    };
    authz::permit(tx.ctx(), action, &object(&round))?;
    if round.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    check_step(tx, &round, &step).await?;
    let word = step.word();
    let (by, today) = (tx.ctx().actor.word(), tx.ctx().today());
    let state = round.state.clone().after(step, &by, today)?;
    let before = round.state.draw().map(|draw| draw.panel.clone());
    let round = Round { state, ..round };
    save(tx, &round, word).await?;
    match round.state.draw().filter(|draw| Some(&draw.panel) != before.as_ref()) {
        Some(draw) => {
            let fact = facts::PanelDrawn {
                round: round.id,
                list_digest: draw.list_digest.clone(),
                seed: draw.seed.clone(),
                panel: draw.panel.clone(),
            };
            tx.fact(about(&round), &fact)
        }
        None => Ok(()),
    }
}

/// What a step needs besides the state of the round.
async fn check_step(tx: &mut Tx, round: &Round, step: &RoundStep) -> Result<()> {
    let text = |field: &'static str, text: &str, code: &'static str| {
        let length = text.trim().chars().count();
        match length == 0 || length > 500 {
            true => Err(Problem::fields(vec![FieldProblem::new(field, code)])),
            false => Ok(()),
        }
    };
    match step {
        RoundStep::Draw { seed } => text("seed", seed, "designations-seed"),
        RoundStep::Drop { reason } => text("reason", reason, "designations-reason"),
        RoundStep::Replace { code } => {
            let entries = entry::store::of_round(tx, round.id).await?;
            match entries.iter().any(|entry| entry.sheets.contains_key(code)) {
                true => Err(Problem::conflict("designations-has-scored").arg("code", code)),
                false => Ok(()),
            }
        }
        RoundStep::Close | RoundStep::Freeze { .. } => Ok(()),
    }
}

/// The row with history and fact.
pub(crate) async fn save(tx: &mut Tx, round: &Round, action: &'static str) -> Result<()> {
    round::store::update(tx, round).await?;
    let told = json!({ "state": round.state });
    tx.history("designation_round", round.id.cast(), round.version + 1, action, &told)?;
    let fact = facts::RoundMoved {
        round: round.id,
        state: round.state.word().to_owned(),
        case: round.state.ranking().map(|(_, case)| case),
    };
    tx.fact(about(round), &fact)
}

/// The ranking of the admitted entries by the sheets of the panel.
///
/// # Errors
/// The conflict `designations-sheets-missing` with how many are missing.
pub(crate) fn ranking(round: &Round, entries: &[Entry]) -> Result<Vec<Ranked<EntryId>>> {
    let draw = round.state.draw().ok_or_else(|| Problem::conflict("designations-not-now"))?;
    let admitted = entries.iter().filter(|one| matches!(one.state, EntryState::Admitted { .. }));
    let admitted: Vec<&Entry> = admitted.collect();
    let missing = admitted.iter().flat_map(|entry| {
        draw.panel.iter().filter(|code| !entry.sheets.contains_key(code.as_str()))
    });
    match missing.count() {
        0 => {}
        count => {
            return Err(Problem::conflict("designations-sheets-missing").arg("count", count));
        }
    }
    let groups = |sheet: &BTreeMap<String, u32>| -> Vec<u32> {
        let of = |group: &crate::kind::Group| {
            let points = group.indicators.iter().filter_map(|one| sheet.get(&one.key));
            points.sum()
        };
        round.kind.groups.iter().map(of).collect()
    };
    let candidate = |entry: &&Entry| Candidate {
        key: entry.id,
        division: entry.division,
        sheets: draw.panel.iter().filter_map(|code| entry.sheets.get(code)).map(groups).collect(),
        lot: lot(draw.algorithm, &draw.seed, &entry.id.to_string()),
    };
    let candidates: Vec<Candidate<EntryId>> = admitted.iter().map(candidate).collect();
    let mut ranked = rank(&candidates);
    choose(&mut ranked, &round.places, u64::from(round.kind.pass_mark) * 100);
    Ok(ranked)
}

/// Lays the ranking before the office: whoever hands it in neither checks nor approves it.
pub(crate) async fn submit(
    tx: &mut Tx,
    shipped: Arc<Vec<Procedure>>,
    id: RoundId,
    version: i64,
) -> Result<CaseId> {
    let round = load(tx, id).await?;
    authz::permit(tx.ctx(), &ROUND_HANDLE, &object(&round))?;
    if round.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let RoundState::Scoring { draw } = round.state.clone() else {
        return Err(Problem::conflict("designations-not-now"));
    };
    let entries = entry::store::of_round(tx, id).await?;
    let ranking = ranking(&round, &entries)?;
    let today = tx.ctx().today();
    let office = office(tx, round.office).await?;
    let procedure =
        approval::procedure_in(tx, &shipped, DESIGNATION, round.division, today).await?;
    let opening = Opening {
        procedure,
        subject: round.id.cast(),
        body: None,
        person: None,
        division: round.division,
        title: round.title.clone(),
        offices: vec![office.id],
    };
    let case = approval::open_in(tx, opening).await?.id;
    let round = Round { state: RoundState::Deciding { draw, ranking, case }, ..round };
    save(tx, &round, "submit").await?;
    Ok(case)
}
