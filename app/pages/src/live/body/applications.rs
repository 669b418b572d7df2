//! 备案申请, from the installation.

use super::{chosen, desk};
use crate::applications::{
    ApplicationFormPage, ApplicationPage, ApplicationRow, ApplicationsPage, RecallPage,
};
use crate::kit::{State as Word, Tone, show};
use crate::live::cases::standing::{For, next, standing, word};
use crate::live::cases::{Names, asked, opened, papers};
use crate::live::oversight::authority_names;
use crate::live::scope::{look, read_scope, shown_scope};
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use approval::{Act, Case};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{ApplicationId, AuthorityId, BodyId, Ctx, FieldProblem, Problem, Result};
use organisations::application::{MOST_YEARS, may_change};
use organisations::permissions::{APPLICATION_MAKE, APPLICATION_READ};
use organisations::{Application, Applied, NewApplication};
use platform::App;
use web_kit::form::{number, text};
use web_kit::{Answer, Asked, FormState, Submitted, Upload, Visit};

/// The applications of a body.
pub async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let body = chosen(&v, &app, &APPLICATION_READ, form.value("body"))?;
    let found = app.organisations.applications(&ctx, body).await?;
    let names = authority_names(&app).await?;
    let row = |(one, case): &(Application, Option<Case>)| row(&v, &app, one, case.as_ref(), &names);
    show(&ApplicationsPage {
        desk: desk(&v, &app, &APPLICATION_READ, body).await?,
        rows: found.iter().map(row).collect(),
        may_apply: makes(&ctx, body),
        v,
    })
}

fn makes(ctx: &Ctx, body: BodyId) -> bool {
    authz::permit(ctx, &APPLICATION_MAKE, &authz::Object::body(body)).is_ok()
}

/// What an application asks for, in a line.
pub(in crate::live) fn name(v: &Visit, app: &App, one: &Application) -> String {
    let rows = asked(v, app, &one.scope);
    let first = rows.first().map(|row| row.occupation.clone()).unwrap_or_default();
    match rows.len() {
        0 | 1 => v.t.with("application-name", &[("occupation", &first)]),
        count => v.t.with("application-name-more", &[("occupation", &first), ("count", &count)]),
    }
}

fn row(
    v: &Visit,
    app: &App,
    one: &Application,
    case: Option<&Case>,
    names: &Names,
) -> ApplicationRow {
    let (state, next) = match case {
        Some(case) => (word(&case.progress.state), next(v, app, case, For::Applicant, names)),
        None => {
            let draft = Word::new("application-state-draft", Tone::Quiet);
            (draft, v.t.get("application-next-draft"))
        }
    };
    ApplicationRow {
        name: name(v, app, one),
        href: format!("/applications/{}", one.id),
        office: names.get(&one.authority).cloned().unwrap_or_default(),
        state,
        next,
    }
}

/// An application of a body for which the visitor acts; offices have pages of their own.
async fn open(v: &Visit, app: &App, action: &authz::Action, text: &str) -> Result<Applied> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, action)?;
    app.organisations.application(&ctx, id(text)?).await
}

/// The empty form.
pub async fn new(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let body = chosen(&v, &app, &APPLICATION_MAKE, form.value("body"))?;
    form_page(v, &app, FormState::default(), body, None, Vec::new()).await
}

async fn form_page(
    v: Visit,
    app: &App,
    form: FormState,
    body: BodyId,
    changed: Option<&Applied>,
    candidates: Vec<(String, String)>,
) -> Answer {
    let offices = app.organisations.application_offices(&v.ctx(app.world.clone()), body).await?;
    let desk = desk(&v, app, &APPLICATION_MAKE, body).await?;
    let href = changed.map(|one| format!("/applications/{}", one.application.id));
    let office = |office: organisations::Authority| (office.id.to_string(), office.name);
    show(&ApplicationFormPage {
        offices: offices.into_iter().map(office).collect(),
        scope: shown_scope(&v, app, &form, candidates),
        action: href
            .as_ref()
            .map_or_else(|| "/applications/new".to_owned(), |h| format!("{h}/change")),
        back: href.unwrap_or_else(|| desk.href("/applications")),
        version: changed.map(|one| one.application.version),
        office_open: changed.is_none_or(|one| one.record.is_none()),
        desk,
        form,
        v,
    })
}

fn read(form: &mut FormState, body: BodyId, kept: Option<AuthorityId>) -> Option<NewApplication> {
    let office = match kept {
        Some(office) => Some(office),
        None => form.required("authority", |typed| {
            typed.parse().map_err(|_| FieldProblem::new("authority", "field-choose"))
        }),
    };
    let years = form.required("years", number("years", 1..=i64::from(MOST_YEARS)));
    let scope = read_scope(form);
    let years = u8::try_from(years?).ok()?;
    Some(NewApplication { body, authority: office?, years, scope }).filter(|_| form.is_right())
}

/// Looks for an occupation, or begins an application.
pub async fn begin(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &APPLICATION_MAKE)?;
    let body = chosen(&v, &app, &APPLICATION_MAKE, form.value("body"))?;
    if let Some(candidates) = look(&app, &mut form, v.now.civil_date()) {
        return form_page(v, &app, form, body, None, candidates).await;
    }
    if let Some(command) = read(&mut form, body, None) {
        let idem = idem(&app, &form, &command)?;
        match app.organisations.begin_application(&ctx, idem, command).await {
            Ok(id) => return Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "scope", problem)?,
        }
    }
    form_page(v, &app, form, body, None, Vec::new()).await
}

/// The form with what is asked for now.
pub async fn change_form(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
    let application = &one.application;
    let (office, years) = (application.authority.to_string(), application.years.to_string());
    let mut form = FormState::with(&[("authority", &office), ("years", &years)]);
    for (code, level) in &application.scope {
        let code = code.to_string();
        for (field, value) in
            [("chosen".to_owned(), code.as_str()), (format!("levels-{code}"), level.word())]
        {
            let lines = form.values.entry(field).or_default();
            lines.push('\n');
            lines.push_str(value);
        }
    }
    form_page(v, &app, form, one.body.id, Some(&one), Vec::new()).await
}

/// Looks for an occupation, or changes what is asked for.
pub async fn change(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
    let body = one.body.id;
    if let Some(candidates) = look(&app, &mut form, v.now.civil_date()) {
        return form_page(v, &app, form, body, Some(&one), candidates).await;
    }
    let kept = one.record.as_ref().map(|_| one.application.authority);
    if let Some(command) = read(&mut form, body, kept) {
        let version = form.value("version").parse().unwrap_or_default();
        let id = one.application.id;
        let idem = idem(&app, &form, &(id, version, &command))?;
        let ctx = v.ctx(app.world.clone());
        match app.organisations.change_application(&ctx, idem, id, version, command).await {
            Ok(()) => return Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "scope", problem)?,
        }
    }
    let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
    form_page(v, &app, form, body, Some(&one), Vec::new()).await
}

/// One application.
pub async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = open(&v, &app, &APPLICATION_READ, &text).await?;
    shown(v, &app, one, FormState::default()).await
}

/// Whether whoever applied could take it back today.
fn may_recall(v: &Visit, app: &App, one: &Applied) -> bool {
    one.record.as_ref().is_some_and(|record| {
        let (actor, today) = (v.actor().word(), v.now.civil_date());
        record.case.offers(&actor, today, &app.world.calendar).contains(&Act::Recall)
    })
}

async fn shown(v: Visit, app: &App, one: Applied, form: FormState) -> Answer {
    let names = authority_names(app).await?;
    let makes = makes(&v.ctx(app.world.clone()), one.body.id);
    let href = format!("/applications/{}", one.application.id);
    let record = one.record.as_ref();
    let mut papers = papers(&v, &one.procedure, &one.application, &href);
    // The field of the paper that was refused has the name under which its fault is known.
    for paper in papers.iter_mut().filter(|paper| paper.key == form.value("paper")) {
        paper.field = "file".to_owned();
    }
    let answers = record.map(|record| record.objections.iter());
    let answers = answers.into_iter().flatten();
    let answers = answers.map(|one| one.answer.as_ref().map(|answer| answer.text.clone()));
    show(&ApplicationPage {
        desk: desk(&v, app, &APPLICATION_READ, one.body.id).await?,
        version: one.application.version,
        office: names.get(&one.application.authority).cloned().unwrap_or_default(),
        years: one.application.years,
        asked: asked(&v, app, &one.application.scope),
        may_change: makes && may_change(record.map(|record| &record.case)),
        may_recall: makes && may_recall(&v, app, &one),
        standing: record.map(|record| standing(&v, app, record, For::Applicant, &names)),
        objections: answers.collect(),
        papers,
        form,
        href,
        v,
    })
}

/// Takes a paper.
pub async fn attach(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Upload { mut form, file }: Upload,
) -> Answer {
    let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
    let id = one.application.id;
    match file {
        None => form.refuse(FieldProblem::new("file", "field-file-required")),
        Some(file) => {
            let (ctx, area) = (v.ctx(app.world.clone()), app.organisations.clone());
            let key = form.value("paper").to_owned();
            let taken = file.read_by(move |content| async move {
                area.attach_paper(&ctx, id, key, content).await
            });
            match taken.await {
                Ok(()) => {
                    let href = format!("/applications/{id}#f-papers");
                    return Ok(Redirect::to(&href).into_response());
                }
                Err(problem) => refuse(&mut form, "file", problem)?,
            }
        }
    }
    shown(v, &app, one, form).await
}

/// A paper that was handed in.
pub async fn paper(
    v: Visit,
    State(app): State<App>,
    Path((text, key)): Path<(String, String)>,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &APPLICATION_READ)?;
    opened(&key, app.organisations.paper(&ctx, id(&text)?, &key).await?)
}

/// Hands the application in.
pub async fn hand_in(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
    let id: ApplicationId = one.application.id;
    let version: i64 = form.value("version").parse().unwrap_or_default();
    let idem = idem(&app, &form, &("hand-in", id, version))?;
    let ctx = v.ctx(app.world.clone());
    match app.organisations.hand_in(&ctx, idem, id, version).await {
        Ok(()) => Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
        Err(problem) => {
            refuse(&mut form, "papers", problem)?;
            let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
            shown(v, &app, one, form).await
        }
    }
}

/// Asks once more before an application is taken back.
pub async fn ask_recall(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = open(&v, &app, &APPLICATION_MAKE, &text).await?;
    recall_page(v, &app, &one, FormState::default()).await
}

async fn recall_page(v: Visit, app: &App, one: &Applied, form: FormState) -> Answer {
    if !may_recall(&v, app, one) {
        return Err(Problem::conflict("approval-not-now").into());
    }
    show(&RecallPage {
        desk: desk(&v, app, &APPLICATION_MAKE, one.body.id).await?,
        href: format!("/applications/{}", one.application.id),
        asked: asked(&v, app, &one.application.scope),
        form,
        v,
    })
}

/// Takes an application back.
pub async fn recall(
    v: Visit,
    State(app): State<App>,
    Path(applied): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = open(&v, &app, &APPLICATION_MAKE, &applied).await?;
    let id = one.application.id;
    if let Some(reason) = form.optional("reason", text("reason", 2000)) {
        let reason = reason.unwrap_or_default();
        let idem = idem(&app, &form, &("recall", id, &reason))?;
        let ctx = v.ctx(app.world.clone());
        match app.organisations.recall_application(&ctx, idem, id, reason).await {
            Ok(()) => return Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "reason", problem)?,
        }
    }
    recall_page(v, &app, &one, form).await
}
