//! What bodies, the public and the office do with a proposal, inside the transaction that the facade
//! has opened.

use crate::comment::{Comment, CommentAnswer, Commenting};
use crate::permissions::{COMMENT_ANSWER, COMMENT_MAKE, PROPOSAL_MAKE, PROPOSAL_READ};
use crate::proposal::{CHANGE, Content, NewProposal, Proposal, is_public, may_change};
use crate::rounds::{self, object};
use crate::{checks, comment, facts, proposal};
use approval::{Act, Case, Opening, Party, Procedure};
use authz::Object;
use crypto::KeyRing;
use futures_util::future::BoxFuture;
use kernel::{
    AuthorityId, BodyId, CaseId, CommentId, Ctx, DivisionCode, Problem, ProposalId, Result,
};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use store::{About, Conn, Tx};

/// The name of a body and where it lies. The register of bodies is another area's, so whoever puts
/// the areas together says how it is asked.
pub type KnownBodies =
    for<'a> fn(&'a mut Conn, BodyId) -> BoxFuture<'a, Result<Option<(String, DivisionCode)>>>;

/// The present name of an authority, or of whichever has taken its place.
pub type KnownOffices =
    for<'a> fn(&'a mut Conn, AuthorityId) -> BoxFuture<'a, Result<Option<(AuthorityId, String)>>>;

/// What an office does with the case of a proposal, and the version it saw.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalAct {
    /// The case.
    pub case: CaseId,
    /// The version that was seen.
    pub version: i64,
    /// What is done.
    pub act: Act,
    /// The opinion or reason.
    pub opinion: String,
}

async fn load(conn: &mut Conn, id: ProposalId) -> Result<Proposal> {
    proposal::store::find(conn, id).await?.ok_or_else(Problem::not_found)
}

async fn case_of(conn: &mut Conn, one: &Proposal) -> Result<Option<Case>> {
    match one.case {
        Some(case) => Ok(Some(approval::case_in(conn, case).await?)),
        None => Ok(None),
    }
}

pub(crate) async fn begin(
    tx: &mut Tx,
    bodies: KnownBodies,
    new: NewProposal,
) -> Result<ProposalId> {
    authz::permit(tx.ctx(), &PROPOSAL_MAKE, &Object::body(new.body))?;
    let round = rounds::load(tx, new.adjustment).await?;
    let ctx = tx.ctx().clone();
    round.takes_in(ctx.today())?;
    checks::refuse(new.content.check(&ctx.world, ctx.today()))?;
    let (body_name, division) = bodies(tx, new.body).await?.ok_or_else(Problem::not_found)?;
    let one = Proposal {
        id: ProposalId::new(new.body.home(), tx.now(), &tx.random()),
        version: 1,
        adjustment: new.adjustment,
        body: new.body,
        body_name,
        division,
        content: new.content,
        case: None,
    };
    proposal::store::insert(tx, &one).await?;
    changed(tx, &one, "begin", 1)?;
    Ok(one.id)
}

/// The proposal with its case, for whoever may change it.
async fn to_change(tx: &mut Tx, id: ProposalId, version: i64) -> Result<(Proposal, Option<Case>)> {
    let one = load(tx, id).await?;
    authz::permit(tx.ctx(), &PROPOSAL_MAKE, &Object::body(one.body))?;
    if one.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let case = case_of(tx, &one).await?;
    if !may_change(case.as_ref()) {
        return Err(Problem::conflict("classification-handed-in"));
    }
    Ok((one, case))
}

pub(crate) async fn change(
    tx: &mut Tx,
    id: ProposalId,
    version: i64,
    content: Content,
) -> Result<()> {
    let (one, _) = to_change(tx, id, version).await?;
    let ctx = tx.ctx().clone();
    checks::refuse(content.check(&ctx.world, ctx.today()))?;
    let one = Proposal { content, ..one };
    proposal::store::update(tx, &one).await?;
    changed(tx, &one, "change", version + 1)
}

/// Hands the proposal in, or what was missing from it.
pub(crate) async fn hand_in(
    tx: &mut Tx,
    shipped: Arc<Vec<Procedure>>,
    id: ProposalId,
    version: i64,
) -> Result<()> {
    let (one, case) = to_change(tx, id, version).await?;
    if let Some(case) = case {
        approval::apply_in(tx, case, Act::Supplement, "").await?;
        return Ok(());
    }
    let round = rounds::load(tx, one.adjustment).await?;
    let ctx = tx.ctx().clone();
    round.takes_in(ctx.today())?;
    checks::refuse(one.content.check(&ctx.world, ctx.today()))?;
    let procedure = approval::procedure_in(tx, &shipped, CHANGE, one.division, ctx.today()).await?;
    let opening = Opening {
        subject: one.id.cast(),
        body: Some(one.body),
        person: None,
        division: one.division,
        title: one.body_name.clone(),
        offices: vec![round.office],
        procedure,
    };
    let case = approval::open_in(tx, opening).await?;
    let one = Proposal { case: Some(case.id), ..one };
    proposal::store::update(tx, &one).await?;
    changed(tx, &one, "hand_in", version + 1)?;
    let fact = facts::ProposalMade {
        proposal: one.id,
        adjustment: one.adjustment,
        change: one.content.wanted.word().to_owned(),
        codes: one.content.wanted.codes(),
        case: case.id,
    };
    let about = About::body(one.body).subject(one.id.cast()).division(one.division);
    tx.fact(about, &fact)
}

fn changed(tx: &mut Tx, one: &Proposal, action: &str, version: i64) -> Result<()> {
    let state = json!({ "adjustment": one.adjustment, "content": one.content, "case": one.case });
    tx.history("classification_proposal", one.id.cast(), version, action, &state)
}

/// Takes a proposal back before it is decided.
pub(crate) async fn recall(tx: &mut Tx, id: ProposalId, reason: String) -> Result<()> {
    let one = load(tx, id).await?;
    authz::permit(tx.ctx(), &PROPOSAL_MAKE, &Object::body(one.body))?;
    let case = case_of(tx, &one).await?;
    let case = case.ok_or_else(|| Problem::conflict("approval-not-now"))?;
    approval::apply_in(tx, case, Act::Recall, &reason).await.map(|_| ())
}

/// What the office does. It decides only after the public was asked and answered.
pub(crate) async fn act(tx: &mut Tx, offices: KnownOffices, command: ProposalAct) -> Result<()> {
    let case = approval::case_in(tx, command.case).await?;
    approval::permit_in(tx.ctx(), &case)?;
    if case.version != command.version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let one = proposal::store::of_case(tx, case.id).await?.ok_or_else(Problem::not_found)?;
    let step = match case.party(&command.act) {
        Party::Step(step) => step,
        Party::Applicant => return Err(Problem::not_found()),
    };
    if command.act == Act::Approve {
        let round = rounds::load(tx, one.adjustment).await?;
        let comments = comment::store::of_proposals(tx, &[one.id]).await?;
        let open = comments.iter().filter(|one| one.answer.is_none()).count();
        let ctx = tx.ctx();
        round.may_decide(ctx.today(), open, &ctx.world.calendar)?;
    }
    let office = case.office(step).ok_or_else(Problem::not_found)?;
    let (id, name) = offices(tx, office).await?.ok_or_else(Problem::not_found)?;
    let told = result(&one);
    approval::act_in(tx, case, command.act, &command.opinion, (id, &name), told).await.map(|_| ())
}

/// What was decided, for the letter.
fn result(one: &Proposal) -> [String; 2] {
    let names = one.content.wanted.names().join("、");
    let codes: Vec<String> = one.content.wanted.codes().iter().map(ToString::to_string).collect();
    let codes = codes.join("、");
    [
        format!("建议涉及：{names} {codes}。编码在发布时编定。"),
        format!("It is about: {names} {codes}. Codes are given when the change is released."),
    ]
}

/// Whether the public may read a proposal; its case with it.
pub(crate) async fn public(conn: &mut Conn, id: ProposalId) -> Result<(Proposal, Case)> {
    let one = load(conn, id).await?;
    let round = rounds::load(conn, one.adjustment).await?;
    match case_of(conn, &one).await? {
        Some(case) if is_public(&round.stage, &case) => Ok((one, case)),
        _ => Err(Problem::not_found()),
    }
}

pub(crate) async fn comment(
    tx: &mut Tx,
    ring: &KeyRing,
    id: ProposalId,
    commenting: &Commenting,
) -> Result<CommentId> {
    authz::permit(tx.ctx(), &COMMENT_MAKE, &Object::none())?;
    commenting.check()?;
    let (one, _) = public(tx, id).await?;
    let round = rounds::load(tx, one.adjustment).await?;
    let ctx = tx.ctx().clone();
    round.takes_comments(ctx.today(), &ctx.world.calendar)?;
    let random = tx.random();
    let comment = CommentId::new(id.home(), tx.now(), &random);
    comment::store::insert(tx, comment, id, commenting.seal(ring, comment, &random)?).await?;
    let state = json!({ "proposal": id });
    tx.history("classification_comment", comment.cast(), 1, "comment", &state)?;
    let about = About::body(one.body).subject(id.cast());
    tx.fact(about, &facts::CommentMade { proposal: id, comment })?;
    Ok(comment)
}

pub(crate) async fn answer(tx: &mut Tx, id: CommentId, answer: &CommentAnswer) -> Result<()> {
    let found = comment::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let one = load(tx, found.proposal).await?;
    let round = rounds::load(tx, one.adjustment).await?;
    authz::permit(tx.ctx(), &COMMENT_ANSWER, &object(&round))?;
    answer.check()?;
    if found.answer.is_some() {
        return Err(Problem::conflict("classification-answered-already"));
    }
    comment::store::set_answer(tx, &found, answer).await?;
    let state = json!({ "proposal": one.id, "answer": answer });
    let version = found.version + 1;
    tx.history("classification_comment", id.cast(), version, "answer", &state)?;
    let about = About::body(one.body).subject(one.id.cast());
    let adopted = answer.adopted;
    tx.fact(about, &facts::CommentAnswered { proposal: one.id, comment: id, adopted })
}

/// Whether the actor may see a proposal: the body's people, and the office's posts.
pub(crate) fn permit_read(ctx: &Ctx, one: &Proposal, case: Option<&Case>) -> Result<()> {
    let own = authz::permit(ctx, &PROPOSAL_READ, &Object::body(one.body));
    match (own, case) {
        (Err(refused), Some(case)) => approval::permit_in(ctx, case)
            .map_err(|other| if other.code() == "problem-no-post" { refused } else { other }),
        (answer, _) => answer,
    }
}

/// A proposal with its case and comments, for whoever may see it.
pub(crate) async fn shown(
    conn: &mut Conn,
    ctx: &Ctx,
    one: Proposal,
) -> Result<(Proposal, Option<Case>, Vec<Comment>)> {
    let case = case_of(conn, &one).await?;
    permit_read(ctx, &one, case.as_ref())?;
    let comments = comment::store::of_proposals(conn, &[one.id]).await?;
    Ok((one, case, comments))
}

pub(crate) async fn one(conn: &mut Conn, id: ProposalId) -> Result<Proposal> {
    load(conn, id).await
}
