//! What the body does: begin, put together, hand in, complete, take back.

use super::{Application, Applied, FILING, Handed, MOST_YEARS, NewApplication, may_change};
use crate::application::store;
use crate::permissions::{APPLICATION_MAKE, APPLICATION_READ};
use crate::use_cases::{check_scope, load_body, object, refuse_fields};
use crate::{Authority, Body, Function, authority, facts};
use ::store::{About, Conn, Tx};
use approval::{Act, Case, Opening, Procedure};
use blobs::Blob;
use kernel::{ApplicationId, AuthorityId, BodyId, Ctx, FieldProblem, Problem, Result, SkillLevel};
use serde_json::json;
use std::sync::Arc;

async fn load(conn: &mut Conn, id: ApplicationId) -> Result<(Application, Body)> {
    let application = store::find(conn, id).await?.ok_or_else(Problem::not_found)?;
    let body = load_body(conn, application.body).await?;
    Ok((application, body))
}

/// The application with its case, for whoever may change it.
async fn to_change(
    tx: &mut Tx,
    id: ApplicationId,
    version: i64,
) -> Result<(Application, Body, Option<Case>)> {
    let (application, body) = load(tx, id).await?;
    authz::permit(tx.ctx(), &APPLICATION_MAKE, &object(&body))?;
    if application.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let case = match application.case {
        Some(case) => Some(approval::case_in(tx, case).await?),
        None => None,
    };
    Ok((application, body, case))
}

fn check(ctx: &Ctx, command: &NewApplication) -> Vec<FieldProblem> {
    let mut findings = Vec::new();
    if command.years == 0 || command.years > MOST_YEARS {
        let finding = FieldProblem::new("years", "organisations-application-years");
        findings.push(finding.arg("most", MOST_YEARS));
    }
    check_scope(ctx, &command.scope, ctx.today(), &mut findings);
    findings
}

/// Whether a body may apply to an office: it files bodies in a territory that covers this one.
fn takes_in(office: &Authority, body: &Body) -> bool {
    office.does(Function::EvaluationFiling, body.division)
}

/// The offices to which a body may apply.
pub(crate) async fn offices_of(conn: &mut Conn, ctx: &Ctx, id: BodyId) -> Result<Vec<Authority>> {
    let body = load_body(conn, id).await?;
    authz::permit(ctx, &APPLICATION_MAKE, &object(&body))?;
    let mut offices = authority::store::all(conn).await?;
    offices.retain(|office| takes_in(office, &body));
    Ok(offices)
}

async fn office_for(conn: &mut Conn, body: &Body, id: AuthorityId) -> Result<()> {
    let office = authority::store::find(conn, id).await?;
    match office.filter(|office| takes_in(office, body)) {
        Some(_) => Ok(()),
        None => {
            let finding = FieldProblem::new("authority", "organisations-application-office");
            Err(Problem::fields(vec![finding]))
        }
    }
}

pub(crate) async fn begin(tx: &mut Tx, command: NewApplication) -> Result<ApplicationId> {
    let body = load_body(tx, command.body).await?;
    authz::permit(tx.ctx(), &APPLICATION_MAKE, &object(&body))?;
    refuse_fields(check(tx.ctx(), &command))?;
    office_for(tx, &body, command.authority).await?;
    let application = Application {
        id: ApplicationId::new(body.id.home(), tx.now(), &tx.random()),
        version: 1,
        body: body.id,
        authority: command.authority,
        years: command.years,
        scope: command.scope,
        papers: Vec::new(),
        case: None,
        filing: None,
    };
    store::insert(tx, &application).await?;
    changed(tx, &body, &application, "begin", 1)?;
    Ok(application.id)
}

/// Changes what is asked for, before it is handed in and while papers are missing.
pub(crate) async fn change(
    tx: &mut Tx,
    id: ApplicationId,
    version: i64,
    command: NewApplication,
) -> Result<()> {
    let (application, body, case) = to_change(tx, id, version).await?;
    refuse_fields(check(tx.ctx(), &command))?;
    office_for(tx, &body, command.authority).await?;
    if !may_change(case.as_ref()) {
        return Err(Problem::conflict("organisations-application-handed-in"));
    }
    let authority = case.map_or(command.authority, |_| application.authority);
    let (years, scope) = (command.years, command.scope);
    let application = Application { authority, years, scope, ..application };
    store::update(tx, &application).await?;
    changed(tx, &body, &application, "change", version + 1)
}

/// Hands a paper in, in the place of one of the same kind.
pub(crate) async fn attach(
    tx: &mut Tx,
    shipped: Arc<Vec<Procedure>>,
    id: ApplicationId,
    key: String,
    (blob, media): (Blob, String),
) -> Result<()> {
    let (mut application, body) = load(tx, id).await?;
    authz::permit(tx.ctx(), &APPLICATION_MAKE, &object(&body))?;
    let case = match application.case {
        Some(case) => Some(approval::case_in(tx, case).await?),
        None => None,
    };
    if !may_change(case.as_ref()) {
        return Err(Problem::conflict("organisations-application-handed-in"));
    }
    let procedure = procedure(tx, &shipped, &body, case.as_ref()).await?;
    if !procedure.papers.iter().any(|paper| paper.key == key) {
        return Err(Problem::not_found());
    }
    blobs::keep_in(tx, &blob).await?;
    if let Some(old) = application.papers.iter().find(|handed| handed.key == key) {
        blobs::delete_in(tx, old.file).await?;
    }
    application.papers.retain(|handed| handed.key != key);
    application.papers.push(Handed { key, file: blob.id, media, size: blob.size });
    store::update(tx, &application).await?;
    changed(tx, &body, &application, "attach", application.version + 1)
}

async fn procedure(
    conn: &mut Tx,
    shipped: &[Procedure],
    body: &Body,
    case: Option<&Case>,
) -> Result<Procedure> {
    match case {
        Some(case) => Ok(case.procedure.clone()),
        None => {
            let today = conn.ctx().today();
            approval::procedure_in(conn, shipped, FILING, body.division, today).await
        }
    }
}

/// The office and those above it, nearest first.
async fn offices(conn: &mut Conn, first: AuthorityId) -> Result<Vec<AuthorityId>> {
    let mut offices = vec![first];
    let mut next = authority::store::find(conn, first).await?.and_then(|office| office.parent);
    while let Some(id) = next.filter(|id| !offices.contains(id)) {
        offices.push(id);
        next = authority::store::find(conn, id).await?.and_then(|office| office.parent);
    }
    Ok(offices)
}

/// Hands the application in, or hands the missing papers in.
pub(crate) async fn hand_in(
    tx: &mut Tx,
    shipped: Arc<Vec<Procedure>>,
    id: ApplicationId,
    version: i64,
) -> Result<()> {
    let (application, body, case) = to_change(tx, id, version).await?;
    let procedure = procedure(tx, &shipped, &body, case.as_ref()).await?;
    let missing = application.missing(&procedure);
    if let Some(first) = missing.first() {
        let names: Vec<&str> = missing.iter().map(|paper| paper.name.get(tx.ctx().lang)).collect();
        let finding = FieldProblem::new("papers", "organisations-application-papers");
        let finding = finding.arg("papers", names.join(tx.ctx().lang.pick("、", ", ")));
        return Err(Problem::fields(vec![finding.arg("first", &first.key)]));
    }
    if let Some(case) = case {
        approval::apply_in(tx, case, Act::Supplement, "").await?;
        return Ok(());
    }
    may_apply(tx, &body).await?;
    let opening = Opening {
        subject: body.id.cast(),
        body: Some(body.id),
        person: None,
        division: body.division,
        title: body.name.clone(),
        offices: offices(tx, application.authority).await?,
        procedure,
    };
    let case = approval::open_in(tx, opening).await?;
    let application = Application { case: Some(case.id), ..application };
    store::update(tx, &application).await?;
    changed(tx, &body, &application, "hand_in", version + 1)
}

/// One application of a body at a time, and none while it is barred.
async fn may_apply(tx: &mut Tx, body: &Body) -> Result<()> {
    tx.guard(vec![(body.id.home(), format!("application/{}", body.id))]).await?;
    let cases = approval::cases_of_in(tx, body.id.cast()).await?;
    let cases = cases.iter().filter(|case| case.procedure.kind == FILING);
    let today = tx.ctx().today();
    for case in cases {
        if !case.progress.state.is_settled() {
            return Err(Problem::conflict("organisations-application-open"));
        }
        if let Some(until) = case.progress.barred_until.filter(|until| today < *until) {
            return Err(Problem::conflict("organisations-application-barred").arg("until", until));
        }
    }
    Ok(())
}

/// Takes the application back before it is decided.
pub(crate) async fn recall(tx: &mut Tx, id: ApplicationId, reason: String) -> Result<()> {
    let (application, body) = load(tx, id).await?;
    authz::permit(tx.ctx(), &APPLICATION_MAKE, &object(&body))?;
    let case = application.case.ok_or_else(|| Problem::conflict("approval-not-now"))?;
    let case = approval::case_in(tx, case).await?;
    approval::apply_in(tx, case, Act::Recall, &reason).await.map(|_| ())
}

/// History and fact of what became of an application.
fn changed(
    tx: &mut Tx,
    body: &Body,
    application: &Application,
    action: &'static str,
    version: i64,
) -> Result<()> {
    let state = json!({
        "authority": application.authority, "years": application.years,
        "scope": application.scope, "case": application.case,
        "papers": application.papers.iter().map(|handed| &handed.key).collect::<Vec<_>>(),
    });
    tx.history("filing_application", application.id.cast(), version, action, &state)?;
    if action == "begin" || action == "hand_in" {
        let about = About::body(body.id).subject(application.id.cast()).division(body.division);
        let scope: Vec<(kernel::OccupationCode, SkillLevel)> = application.scope.clone();
        let fact = facts::FilingApplied {
            application: application.id,
            authority: application.authority,
            years: application.years,
            scope,
            case: application.case,
        };
        tx.fact(about, &fact)?;
    }
    Ok(())
}

/// Whether the actor may see an application: the body's people, and the office's posts.
pub(crate) fn permit_read(ctx: &Ctx, body: &Body, case: Option<&Case>) -> Result<()> {
    let own = authz::permit(ctx, &APPLICATION_READ, &object(body));
    match (own, case) {
        // Who holds no post in an office is told what the body's side says: of another body, that it
        // does not exist.
        (Err(refused), Some(case)) => approval::permit_in(ctx, case)
            .map_err(|other| if other.code() == "problem-no-post" { refused } else { other }),
        (answer, _) => answer,
    }
}

/// One application with its case.
pub(crate) async fn one(
    conn: &mut Conn,
    ctx: &Ctx,
    shipped: &[Procedure],
    id: ApplicationId,
) -> Result<Applied> {
    let (application, body) = load(conn, id).await?;
    shown(conn, ctx, shipped, application, body).await
}

/// The application with its case for whoever may see it.
pub(crate) async fn shown(
    conn: &mut Conn,
    ctx: &Ctx,
    shipped: &[Procedure],
    application: Application,
    body: Body,
) -> Result<Applied> {
    let case = match application.case {
        Some(case) => Some(approval::case_in(conn, case).await?),
        None => None,
    };
    permit_read(ctx, &body, case.as_ref())?;
    let procedure = match &case {
        Some(case) => case.procedure.clone(),
        None => approval::procedure_in(conn, shipped, FILING, body.division, ctx.today()).await?,
    };
    let record = match case {
        Some(case) => Some(approval::file_of_in(conn, case).await?),
        None => None,
    };
    Ok(Applied { application, body, procedure, record })
}

/// The applications of a body, the latest first, with the state of each case.
pub(crate) async fn of_body(
    conn: &mut Conn,
    ctx: &Ctx,
    id: BodyId,
) -> Result<Vec<(Application, Option<Case>)>> {
    let body = load_body(conn, id).await?;
    authz::permit(ctx, &APPLICATION_READ, &object(&body))?;
    let cases = approval::cases_of_in(conn, id.cast()).await?;
    let applications = store::of_body(conn, id).await?;
    let with_case = |application: Application| {
        let case = cases.iter().find(|case| Some(case.id) == application.case).cloned();
        (application, case)
    };
    Ok(applications.into_iter().map(with_case).collect())
}
