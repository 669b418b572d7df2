//! What areas call, each inside the transaction or on the connection that they have.

use crate::case::Case;
use crate::letter::{Letter, Writing};
use crate::notice::{Answer, Objecting, Objection};
use crate::procedure::{Procedure, choose};
use crate::store::{Done, Queue};
use crate::words::{Act, Hand, Party, Progress, State};
use crate::{facts, letter, notice, permissions, store};
use ::store::{About, Conn, Tx, args};
use authz::{Action, Object};
use crypto::{KeyRing, KeyUse};
use kernel::{
    AccountId, AuthorityId, BodyId, CaseId, CivilDate, Ctx, DivisionCode, FieldProblem, LetterId,
    ObjectionId, Office, Page, PageRequest, PersonId, Problem, Result, Role, SubjectId,
};
use serde_json::json;

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The procedure under which it goes.
    pub procedure: Procedure,
    /// The owning area's record that it is about; the case lives in its home.
    pub subject: SubjectId,
    /// The body that applies.
    pub body: Option<BodyId>,
    /// The person who applies.
    pub person: Option<PersonId>,
    /// Where it counts.
    pub division: DivisionCode,
    /// What people call it: a body's name; never a person's.
    pub title: String,
    /// The office that takes it in, and those above it in order.
    pub offices: Vec<AuthorityId>,
}

/// What an act led to.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The case as it is now.
    pub case: Case,
    /// The state before.
    pub before: State,
}

/// A case with everything that was done.
#[derive(Clone, Debug)]
pub struct Record {
    /// The case.
    pub case: Case,
    /// What was done, in order.
    pub acts: Vec<Done>,
    /// The letters, in order.
    pub letters: Vec<Letter>,
    /// The objections, in order.
    pub objections: Vec<Objection>,
}

/// The procedure of a kind for a division on a day: a region's own, or one that came with the
/// program.
///
/// # Errors
/// The conflict `approval-no-procedure` when there is none.
pub async fn procedure_in(
    conn: &mut Conn,
    shipped: &[Procedure],
    kind: &str,
    division: DivisionCode,
    on: CivilDate,
) -> Result<Procedure> {
    let mut known = store::procedures(conn, kind).await?;
    known.extend(shipped.iter().cloned());
    let found = choose(&known, kind, division, on).cloned();
    found.ok_or_else(|| Problem::conflict("approval-no-procedure"))
}

/// Enters a region's own procedure.
///
/// # Errors
/// Refused without permission; the conflict `approval-procedure-exists`.
pub async fn add_procedure_in(tx: &mut Tx, procedure: &Procedure) -> Result<()> {
    authz::permit(tx.ctx(), &permissions::PROCEDURE_ADD, &Object::none())?;
    store::add_procedure(tx, procedure).await
}

fn about(case: &Case) -> About {
    About {
        body: case.body,
        person: case.person,
        subject: Some(case.id.cast()),
        division: Some(case.division),
        rule: Some(case.procedure.version()),
        ..About::home(case.id.home())
    }
}

fn due_on(case: &Case, ctx: &Ctx) -> Option<CivilDate> {
    match &case.progress.state {
        State::Submitted
        | State::Incomplete { .. }
        | State::InReview { .. }
        | State::Assessing { .. }
        | State::Noticed { .. } => case.progress.clock.due(&ctx.world.calendar).map(|(due, _)| due),
        _ => None,
    }
}

/// Opens a case in the transaction that stores the application. The caller has asked for permission.
///
/// # Errors
/// The conflict `approval-no-office-above` when a step is for an office that there is not.
pub async fn open_in(tx: &mut Tx, opening: Opening) -> Result<Case> {
    if opening.procedure.steps.iter().any(|step| step.up >= opening.offices.len()) {
        return Err(Problem::conflict("approval-no-office-above"));
    }
    let progress = Progress::begin(&opening.procedure, tx.ctx().today());
    let case = Case {
        id: CaseId::new(opening.subject.home(), tx.now(), &tx.random()),
        version: 1,
        procedure: opening.procedure,
        subject: opening.subject,
        body: opening.body,
        person: opening.person,
        division: opening.division,
        title: opening.title,
        offices: opening.offices,
        opened_by: tx.ctx().actor.word(),
        opened_at: tx.now(),
        progress,
    };
    let due_on = due_on(&case, tx.ctx());
    store::insert(tx, &case, due_on).await?;
    let office = case.office(0).ok_or_else(|| Problem::internal("a case without an office"))?;
    let kind = case.procedure.kind.clone();
    let state = json!({ "kind": kind, "subject": case.subject, "office": office });
    tx.history("case", case.id.cast(), 1, "open", &state)?;
    tx.fact(about(&case), &facts::CaseOpened { case: case.id, kind, office, due_on })?;
    Ok(case)
}

fn action(post: Role) -> &'static Action {
    match post {
        Role::Handler => &permissions::CASE_HANDLE,
        Role::Checker => &permissions::CASE_CHECK,
        _ => &permissions::CASE_APPROVE,
    }
}

impl Case {
    /// What the actor of a context could do with the case today, as patterns: only what their posts
    /// allow.
    pub fn offers_to(&self, ctx: &Ctx) -> Vec<Act> {
        let offers = self.offers(&ctx.actor.word(), ctx.today(), &ctx.world.calendar);
        let theirs = |act: &Act| match self.party(act) {
            Party::Applicant => false,
            Party::Step(step) => {
                let post = self.procedure.steps.get(step).map_or(Role::Approver, |s| s.post);
                authz::permit(ctx, action(post), &object(self, step)).is_ok()
            }
        };
        offers.into_iter().filter(theirs).collect()
    }
}

/// What permission on a step of the case depends on.
fn object(case: &Case, step: usize) -> Object {
    Object::offices(case.office(step).into_iter().collect())
}

/// Asks whether the actor may see a case of an office: with a post in one of the offices it goes
/// through.
///
/// # Errors
/// As [`authz::permit`].
pub fn permit_in(ctx: &Ctx, case: &Case) -> Result<()> {
    permit_by_any(ctx, case, &permissions::CASE_READ, &Object::none())
}

/// Asks whether the actor may read a letter of a case: as [`permit_in`], and for the people of the
/// body that applied.
///
/// # Errors
/// As [`authz::permit`].
pub fn permit_letter_in(ctx: &Ctx, case: &Case) -> Result<()> {
    let theirs = Object { bodies: case.body.into_iter().collect(), ..Object::none() };
    permit_by_any(ctx, case, &permissions::LETTER_READ, &theirs)
}

/// Asks for the object as it is, then as one of each office that the case goes through.
fn permit_by_any(ctx: &Ctx, case: &Case, action: &Action, object: &Object) -> Result<()> {
    let mut answer = authz::permit(ctx, action, object);
    for office in &case.offices {
        if answer.is_ok() {
            break;
        }
        let here = Object { authorities: vec![*office], ..object.clone() };
        answer = authz::permit(ctx, action, &here);
    }
    answer
}

/// Does something with a case for an office, by the post whose step it is. `office` is the one that
/// acts, with its name: that of the step, or whichever has taken its place.
///
/// # Errors
/// Refused without the post; the conflict `problem-changed-meanwhile` when the case is not in the
/// version seen; as [`Case::after`]; `approval-reason` without a reason where one is needed.
pub async fn act_in(
    tx: &mut Tx,
    case: Case,
    act: Act,
    opinion: &str,
    office: (AuthorityId, &str),
    result: [String; 2],
) -> Result<Moved> {
    let Party::Step(step) = case.party(&act) else {
        return Err(Problem::not_found());
    };
    let post = case.procedure.steps.get(step).map_or(Role::Approver, |step| step.post);
    authz::permit(tx.ctx(), action(post), &object(&case, step))?;
    if act == Act::Conclude {
        all_answered(&store::objections(tx, case.id).await?)?;
    }
    let in_place_of = in_place_of(tx.ctx(), &case, step);
    move_on(tx, case, act, opinion, Some(By { step, office, result, in_place_of })).await
}

/// In whose place the actor holds the post of a step, for a deputy's (代理).
fn in_place_of(ctx: &Ctx, case: &Case, step: usize) -> Option<AccountId> {
    let post = case.procedure.steps.get(step)?.post;
    ctx.actor.account()?.in_place_of(post, case.office(step)?)
}

/// For which office something is done, and by what post.
struct By<'a> {
    step: usize,
    /// The office that acts, with its name.
    office: (AuthorityId, &'a str),
    /// What was decided in particular, in both languages.
    result: [String; 2],
    /// In whose place.
    in_place_of: Option<AccountId>,
}

/// Does something with a case for whoever handed it in. The caller has asked for permission.
///
/// # Errors
/// As [`act_in`].
pub async fn apply_in(tx: &mut Tx, case: Case, act: Act, opinion: &str) -> Result<Moved> {
    match case.party(&act) {
        Party::Applicant => move_on(tx, case, act, opinion, None).await,
        Party::Step(_) => Err(Problem::not_found()),
    }
}

async fn move_on(
    tx: &mut Tx,
    case: Case,
    act: Act,
    opinion: &str,
    by: Option<By<'_>>,
) -> Result<Moved> {
    let opinion = opinion.trim();
    if (opinion.is_empty() && act.needs_reason()) || opinion.chars().count() > 2000 {
        return Err(Problem::fields(vec![FieldProblem::new("opinion", "approval-reason")]));
    }
    let ctx = tx.ctx().clone();
    let mut progress = case.after(&act, &ctx.actor.word(), ctx.today(), &ctx.world.calendar)?;
    let deputy = by.as_ref().and_then(|by| Some((by.step, by.in_place_of?.to_string())));
    if let Some((step, actor)) = &deputy {
        // Who stands in for somebody does nothing that they could not do themselves, and it counts as
        // theirs too: two people decide, not one and their deputy.
        case.after(&act, actor, ctx.today(), &ctx.world.calendar)?;
        progress.hands.push(Hand { step: *step, actor: actor.clone() });
    }
    let before = case.progress.state.clone();
    let kind = case.letter(&act, &progress);
    let case = Case { progress, ..case };
    let due_on = due_on(&case, &ctx);
    store::update(tx, &case, due_on).await?;
    let case = Case { version: case.version + 1, ..case };
    let office = by.as_ref().map(|by| by.office.0);
    let done = Done {
        number: case.version - 1,
        act: act.clone(),
        actor: ctx.actor.word(),
        office,
        in_place_of: deputy.map(|(_, actor)| actor),
        at: ctx.now,
        opinion: opinion.to_owned(),
    };
    store::add_act(tx, &case, &done).await?;
    told(tx, &case, &act, due_on)?;
    if let (Some(kind), Some(By { office: (office, office_name), result, .. })) = (kind, by) {
        let writing = Writing { kind, office_name, reason: opinion, result };
        let letter = letter::issue(tx, &case, &case.progress, office, &writing).await?;
        let fact = facts::LetterIssued {
            case: case.id,
            letter: letter.id,
            kind,
            number: letter.number,
            office,
        };
        tx.fact(about(&case), &fact)?;
    }
    Ok(Moved { case, before })
}

/// History and fact of what was done.
fn told(tx: &mut Tx, case: &Case, act: &Act, due_on: Option<CivilDate>) -> Result<()> {
    let step = match case.turn() {
        Some(Party::Step(step)) => Some(step),
        Some(Party::Applicant) | None => None,
    };
    let office = case.office(step.unwrap_or_default());
    let office = office.ok_or_else(|| Problem::internal("a case without an office"))?;
    let state = json!({ "act": act, "state": case.progress.state });
    tx.history("case", case.id.cast(), case.version, act.word(), &state)?;
    let fact = facts::CaseMoved {
        case: case.id,
        act: act.word().to_owned(),
        state: case.progress.state.word().to_owned(),
        office,
        step,
        due_on,
    };
    tx.fact(about(case), &fact)
}

fn all_answered(objections: &[Objection]) -> Result<()> {
    match objections.iter().filter(|objection| objection.answer.is_none()).count() {
        0 => Ok(()),
        open => Err(Problem::conflict("approval-objections-open").arg("open", open)),
    }
}

/// A case.
///
/// # Errors
/// `problem-not-found`.
pub async fn case_in(conn: &mut Conn, id: CaseId) -> Result<Case> {
    store::find(conn, id).await?.ok_or_else(Problem::not_found)
}

/// Those cases among the ids that there are, in no order. The caller has asked for permission.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn cases_in(conn: &mut Conn, ids: &[CaseId]) -> Result<Vec<Case>> {
    store::find_many(conn, ids).await
}

/// A case with everything that was done. The caller has asked for permission.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn file_of_in(conn: &mut Conn, case: Case) -> Result<Record> {
    let acts = store::acts(conn, case.id).await?;
    let letters = store::letters(conn, case.id).await?;
    let objections = store::objections(conn, case.id).await?;
    Ok(Record { case, acts, letters, objections })
}

/// The cases about a record of the owning area, the latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn cases_of_in(conn: &mut Conn, subject: SubjectId) -> Result<Vec<Case>> {
    store::of_subject(conn, subject).await
}

/// A letter with its case. The caller asks for permission on the case.
///
/// # Errors
/// `problem-not-found`.
pub async fn letter_in(conn: &mut Conn, id: LetterId) -> Result<(Letter, Case)> {
    let letter = store::find_letter(conn, id).await?.ok_or_else(Problem::not_found)?;
    let case = case_in(conn, letter.case).await?;
    Ok((letter, case))
}

/// The posts in offices by which the actor has to do with cases.
pub fn posts_of(ctx: &Ctx) -> Vec<(AuthorityId, &'static str)> {
    let posts = ctx.actor.account().map(|account| account.posts.as_slice()).unwrap_or_default();
    let here = posts.iter().filter_map(|post| match &post.office {
        Office::Authority { id, .. }
            if permissions::CASE_READ.grants.contains(&authz::Grant::InOffice(post.role)) =>
        {
            Some((*id, post.role.word()))
        }
        _ => None,
    });
    here.collect()
}

/// A page of an office's cases with the last day of each, the most urgent first.
///
/// # Errors
/// Refused without a post in an office.
pub async fn queue_in(
    conn: &mut Conn,
    ctx: &Ctx,
    queue: Queue,
    page: &PageRequest,
) -> Result<Page<(Case, CivilDate)>> {
    let posts = posts_of(ctx);
    let Some((office, _)) = posts.first() else {
        authz::permit(ctx, &permissions::CASE_READ, &Object::none())?;
        return Ok(Page { items: Vec::new(), next: None });
    };
    let object = Object::offices(vec![*office]);
    authz::permit(ctx, &permissions::CASE_READ, &object)?;
    let rows = store::queue(conn, queue, &posts, page, ctx.today()).await?;
    Ok(Page::from_rows(rows, page.limit(), store::cursor))
}

/// What is under public notice, the latest first.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn notices_in(conn: &mut Conn, page: &PageRequest) -> Result<Page<Case>> {
    let rows = store::noticed(conn, page).await?;
    Ok(Page::from_rows(rows, page.limit(), |case| case.id.to_string()))
}

/// A case that is under public notice.
///
/// # Errors
/// `problem-not-found` for any other.
pub async fn notice_in(conn: &mut Conn, id: CaseId) -> Result<Case> {
    let case = case_in(conn, id).await?;
    match case.progress.state {
        State::Noticed { .. } => Ok(case),
        _ => Err(Problem::not_found()),
    }
}

/// Lodges an objection while the notice runs.
///
/// # Errors
/// Field problems; `problem-not-found` without a notice; the conflict `approval-notice-over`.
pub async fn object_in(
    tx: &mut Tx,
    ring: &KeyRing,
    id: CaseId,
    objecting: &Objecting,
) -> Result<ObjectionId> {
    authz::permit(tx.ctx(), &permissions::NOTICE_OBJECT, &Object::none())?;
    objecting.check()?;
    let case = notice_in(tx, id).await?;
    if let State::Noticed { until, .. } = case.progress.state
        && tx.ctx().today() > until
    {
        return Err(Problem::conflict("approval-notice-over"));
    }
    let random = tx.random();
    let objection = ObjectionId::new(case.id.home(), tx.now(), &random);
    let sealed = objecting.seal(ring, objection, &random)?;
    store::add_objection(tx, case.id, objection, sealed).await?;
    tx.history("objection", objection.cast(), 1, "object", &json!({ "case": case.id }))?;
    tx.fact(about(&case), &facts::ObjectionLodged { case: case.id, objection })?;
    Ok(objection)
}

/// Answers an objection; one that was right sends the case back to who decides.
///
/// # Errors
/// Refused without the post that decides; `approval-answer` without an answer; the conflict
/// `approval-answered-already`.
pub async fn answer_in(
    tx: &mut Tx,
    case: Case,
    id: ObjectionId,
    upheld: bool,
    text: &str,
) -> Result<Moved> {
    let step = case.last_step();
    authz::permit(tx.ctx(), &permissions::CASE_APPROVE, &object(&case, step))?;
    if text.trim().is_empty() || text.chars().count() > 2000 {
        return Err(Problem::fields(vec![FieldProblem::new("answer", "approval-answer")]));
    }
    let objections = store::objections(tx, case.id).await?;
    let objection = objections.into_iter().find(|objection| objection.id == id);
    let objection = objection.ok_or_else(Problem::not_found)?;
    if objection.answer.is_some() {
        return Err(Problem::conflict("approval-answered-already"));
    }
    let by = tx.ctx().actor.word();
    let answer = Answer { upheld, text: text.trim().to_owned(), by, at: tx.now() };
    store::answer(tx, &objection, &answer).await?;
    let state = json!({ "case": case.id, "upheld": upheld });
    tx.history("objection", id.cast(), objection.version + 1, "answer", &state)?;
    let fact = facts::ObjectionAnswered { case: case.id, objection: id, upheld };
    tx.fact(about(&case), &fact)?;
    if upheld && matches!(case.progress.state, State::Noticed { .. }) {
        let office = case.office(step).ok_or_else(Problem::not_found)?;
        let in_place_of = in_place_of(tx.ctx(), &case, step);
        let by = By { step, office: (office, ""), result: Default::default(), in_place_of };
        return move_on(tx, case, Act::Uphold, text, Some(by)).await;
    }
    Ok(Moved { before: case.progress.state.clone(), case })
}

/// How many objections are still under older master keys than the ring's current one.
///
/// # Errors
/// As [`Conn::fetch_one`].
pub async fn under_older_keys_in(conn: &mut Conn, ring: &KeyRing) -> Result<i64> {
    store::SEALED.count_older(conn, ring.current_version(KeyUse::Vault).bytes()).await
}

/// Moves up to `limit` objections to the ring's current master key. Gives how many it found under
/// older ones.
///
/// # Errors
/// Refused to people; an internal problem when one cannot be opened.
pub async fn reseal_in(tx: &mut Tx, ring: &KeyRing, limit: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &permissions::OBJECTION_RESEAL, &Object::none())?;
    let version = ring.current_version(KeyUse::Vault).bytes();
    let random = tx.random();
    let older = store::SEALED.older(tx, version, limit).await?;
    let count = older.len() as u64;
    let moved = older.iter().map(|row| {
        let (id, sealed): (ObjectionId, Vec<u8>) = (row.get("id")?, row.get("sealed")?);
        Ok(args![id.home(), id, notice::resealed(ring, id, &sealed, &random)?])
    });
    store::SEALED.replace(tx, version, moved.collect::<Result<_>>()?).await?;
    Ok(count)
}

/// How many cases of an office are not settled: an office with open cases cannot be closed.
///
/// # Errors
/// As [`Conn::fetch_all`].
pub async fn open_cases_in(conn: &mut Conn, office: AuthorityId) -> Result<i64> {
    store::open_at(conn, office).await
}

/// Tells the office above of cases whose last day has passed; the office itself where none is above.
/// Gives how many it looked at.
///
/// # Errors
/// Refused to people; as [`Conn::fetch_all`].
pub async fn escalate_in(tx: &mut Tx, most: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &permissions::CASE_ESCALATE, &Object::none())?;
    let ctx = tx.ctx().clone();
    let cases = store::overdue(tx, ctx.today(), most).await?;
    for case in &cases {
        let due_on = due_on(case, &ctx);
        if due_on.is_none_or(|due| ctx.today() <= due) {
            store::escalate(tx, case, None, due_on).await?;
            continue;
        }
        let step = match case.turn() {
            Some(Party::Step(step)) => step,
            Some(Party::Applicant) | None => 0,
        };
        let here = case.procedure.steps.get(step).map_or(0, |step| step.up);
        let to = case.offices.get(here + 1).or(case.offices.get(here)).copied();
        let to = to.ok_or_else(|| Problem::internal("a case without an office"))?;
        store::escalate(tx, case, Some(to), due_on).await?;
        let office = case.office(step).unwrap_or(to);
        let fact = facts::CaseEscalated { case: case.id, office, to, due_on };
        tx.fact(about(case), &fact)?;
    }
    Ok(cases.len() as u64)
}
