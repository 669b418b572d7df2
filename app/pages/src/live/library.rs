//! The office's side of the policy library.

use super::bodies::place;
use super::oversight::authority_names;
use super::policies::{facts, named, pick, row};
use super::sign_in::refuse;
use super::{id, idem};
use crate::kit::show;
use crate::library::{NewPolicyPage, PolicyStepPage, WaitingPage, WaitingRow};
use authz::{offices_for, territory_for};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{AuthorityId, Ctx, DivisionCode, FieldProblem, PolicyId, Result};
use platform::App;
use policy::permissions::{DOCUMENT_CONFIRM, DOCUMENT_DRAFTS, DOCUMENT_ENTER, DOCUMENT_REPEAL};
use policy::{DocumentFile, DocumentKind, DocumentStep, Issuer, NewDocument, RelationKind};
use web_kit::form::{date, text};
use web_kit::{Access, Answer, Asked, FormState, Route, Serves, Submitted, Visit};

/// Where a document holds in the whole country, as the form sends it.
const COUNTRY: &str = "country";

/// Pages on which offices keep the library.
pub fn library_routes() -> Vec<Route<App>> {
    let inner = Serves::INNER;
    let enter = Access::Action(DOCUMENT_ENTER.code);
    let (confirm, repeal) =
        (Access::Action(DOCUMENT_CONFIRM.code), Access::Action(DOCUMENT_REPEAL.code));
    vec![
        Route::get("/library", Access::Action(DOCUMENT_DRAFTS.code), inner, waiting),
        Route::get("/library/new", enter, inner, form),
        Route::post("/library/new", enter, inner, save),
        Route::get("/policies/{id}/confirm", confirm, inner, ask_confirm),
        Route::post("/policies/{id}/confirm", confirm, inner, decide),
        Route::get("/policies/{id}/repeal", repeal, inner, ask_repeal),
        Route::post("/policies/{id}/repeal", repeal, inner, end),
    ]
}

async fn waiting(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let (drafts, may_enter) = app.policy.drafts(&ctx).await?;
    let mut waiting = Vec::with_capacity(drafts.len());
    for one in drafts {
        let file = app.policy.document(&ctx, one.id).await?;
        let shown = row(&v, &one, ctx.today());
        let territory = one.division.map(|division| place(&app, division, ctx.today()));
        waiting.push(WaitingRow {
            title: shown.title,
            href: shown.href,
            number: shown.number,
            issuer: shown.issuer,
            territory: territory.unwrap_or_else(|| v.t.get("policies-country")),
            waits_for: if file.may_confirm { "library-waits-you" } else { "library-waits-other" },
        });
    }
    show(&WaitingPage { v, waiting, may_enter })
}

/// The empty form.
async fn form(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    authz::permit_somewhere(&v.ctx(app.world.clone()), &DOCUMENT_ENTER)?;
    let today = v.now.civil_date().to_string();
    for field in ["issued_on", "in_force_on"] {
        form.values.entry(field.to_owned()).or_insert_with(|| today.clone());
    }
    shown(v, &app, form).await
}

/// Where somebody may let a document hold: their territory, and what lies in it.
fn places(v: &Visit, app: &App, ctx: &Ctx) -> Vec<(String, String)> {
    let (today, divisions) = (ctx.today(), &app.world.divisions);
    let mut codes: Vec<DivisionCode> = Vec::new();
    for top in territory_for(&ctx.actor, &DOCUMENT_ENTER) {
        codes.push(top);
        for below in divisions.children(top, today) {
            codes.push(below.code);
            codes.extend(divisions.children(below.code, today).iter().map(|one| one.code));
        }
    }
    codes.sort();
    codes.dedup();
    let mut places: Vec<(String, String)> =
        codes.into_iter().map(|code| (code.to_string(), place(app, code, today))).collect();
    // What holds in the whole country is kept by a province's office.
    if policy::may_keep_national(ctx, &DOCUMENT_ENTER) {
        places.push((COUNTRY.to_owned(), v.t.get("policies-country")));
    }
    places
}

async fn shown(v: Visit, app: &App, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let names = authority_names(app).await?;
    let offices = offices_for(&ctx.actor, &DOCUMENT_ENTER).into_iter();
    let offices =
        offices.filter_map(|office| Some((office.to_string(), names.get(&office)?.clone())));
    let kinds = DocumentKind::ALL.iter();
    let kinds = kinds
        .map(|kind| (kind.word().to_owned(), v.t.get(&format!("policies-kind-{}", kind.word()))));
    show(&NewPolicyPage {
        kinds: kinds.collect(),
        offices: offices.collect(),
        places: places(&v, app, &ctx),
        form,
        v,
    })
}

/// The earlier documents whose numbers were typed, several with marks between them.
async fn relations(
    app: &App,
    ctx: &Ctx,
    form: &mut FormState,
) -> Result<Vec<(RelationKind, PolicyId)>> {
    let mut relations = Vec::new();
    for kind in RelationKind::ALL {
        let typed = form.value(kind.word()).to_owned();
        let numbers = typed.split([';', '；', '、', '\n']).map(str::trim);
        for number in numbers.filter(|number| !number.is_empty()) {
            match app.policy.of_number(ctx, number).await? {
                Some(found) => relations.push((*kind, found.id)),
                None => {
                    let finding = FieldProblem::new(kind.word(), "policy-number-unknown");
                    form.refuse(finding.arg("number", number));
                }
            }
        }
    }
    Ok(relations)
}

/// Who issued it: one's own office, or whoever is named.
async fn issuer(app: &App, form: &mut FormState) -> Result<Option<Issuer>> {
    let authority: Option<AuthorityId> = form.value("authority").parse().ok();
    let name_en = form.value("issuer_en").trim().to_owned();
    let name = match authority {
        Some(own) => authority_names(app).await?.remove(&own),
        None => form.required("issuer", text("issuer", 200)),
    };
    Ok(name.map(|name| Issuer { authority, name, name_en }))
}

async fn read(app: &App, ctx: &Ctx, form: &mut FormState) -> Result<Option<NewDocument>> {
    let line = |form: &FormState, name: &str| form.value(name).trim().to_owned();
    let title = form.required("title", text("title", 200));
    let kind = form.required("kind", |typed| {
        DocumentKind::from_word(typed).ok_or_else(|| FieldProblem::new("kind", "field-choose"))
    });
    let issuer = issuer(app, form).await?;
    let division = form.required("division", |typed| match typed {
        COUNTRY => Ok(None),
        code => code
            .parse::<DivisionCode>()
            .map(Some)
            .map_err(|_| FieldProblem::new("division", "policy-division")),
    });
    let issued_on = form.required("issued_on", date("issued_on"));
    let in_force_on = form.required("in_force_on", date("in_force_on"));
    let ends_on = form.optional("ends_on", date("ends_on"));
    let source = form.required("source", text("source", 300));
    let relations = relations(app, ctx, form).await?;
    let attachments = form.value("attachments").lines().map(|line| line.trim().to_owned());
    let attachments = attachments.filter(|line| !line.is_empty()).collect();
    let whole = || {
        Some(NewDocument {
            number: line(form, "number"),
            title: title?,
            title_en: line(form, "title_en"),
            issuer: issuer?,
            kind: kind?,
            division: division?,
            issued_on: issued_on?,
            in_force_on: in_force_on?,
            ends_on: ends_on?,
            summary: line(form, "summary"),
            summary_en: line(form, "summary_en"),
            source: source?,
            attachments,
            relations,
        })
    };
    Ok(whole())
}

/// Enters a document.
async fn save(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &DOCUMENT_ENTER)?;
    let command = read(&app, &ctx, &mut form).await?;
    if let (Some(command), true) = (command, form.is_right()) {
        let idem = idem(&app, &form, &command)?;
        match app.policy.enter(&ctx, idem, command).await {
            Ok(id) => return Ok(Redirect::to(&format!("/policies/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "division", problem)?,
        }
    }
    shown(v, &app, form).await
}

/// The page of a step that was opened with the step as it stands in the address.
fn step_page(
    v: Visit,
    app: &App,
    file: &DocumentFile,
    form: FormState,
    step: &'static str,
) -> Answer {
    let today = v.now.civil_date();
    let mut shown = facts(&v, app, &file.document);
    let summary = pick(&v, &file.document.summary, &file.document.summary_en);
    if !summary.is_empty() {
        shown.insert(0, ("library-summary", summary));
    }
    let replaced = file.earlier.iter().filter(|(kind, _)| *kind == RelationKind::Replaces);
    let ends = match step {
        "confirm" => replaced.map(|(_, one)| named(&v, one)).collect(),
        _ => Vec::new(),
    };
    show(&PolicyStepPage { row: row(&v, &file.document, today), facts: shown, ends, step, form, v })
}

fn reasonless() -> DocumentStep {
    DocumentStep::Refuse { reason: String::new() }
}

/// Shows everything that was entered and asks whether it is right.
async fn ask_confirm(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.policy.document_for(&ctx, id(&text)?, &reasonless()).await?;
    step_page(v, &app, &file, FormState::default(), "confirm")
}

fn read_decision(form: &mut FormState) -> Option<DocumentStep> {
    let reason = form.value("reason").trim().to_owned();
    form.required("decision", |typed| match typed {
        "confirm" => Ok(DocumentStep::Confirm),
        "refuse" => Ok(DocumentStep::Refuse { reason }),
        _ => Err(FieldProblem::new("decision", "field-choose")),
    })
}

/// Confirms or refuses.
async fn decide(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let document: PolicyId = id(&text)?;
    let file = app.policy.document_for(&ctx, document, &reasonless()).await?;
    if let Some(step) = read_decision(&mut form) {
        let idem = idem(&app, &form, &(document, &step))?;
        match app.policy.step(&ctx, idem, document, step).await {
            Ok(()) => return Ok(Redirect::to(&done(&file)).into_response()),
            Err(problem) => refuse(&mut form, "decision", problem)?,
        }
    }
    step_page(v, &app, &file, form, "confirm")
}

fn done(file: &DocumentFile) -> String {
    format!("/policies/{}", file.document.id)
}

/// Says what a repeal does and asks from when and why.
async fn ask_repeal(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = repealable(&app, &ctx, id(&text)?).await?;
    step_page(v, &app, &file, FormState::default(), "repeal")
}

async fn repealable(app: &App, ctx: &Ctx, document: PolicyId) -> Result<DocumentFile> {
    // The last day of all is never before the document's own first day.
    let from = kernel::CivilDate::MAX;
    let step = DocumentStep::Repeal { from, reason: String::new() };
    app.policy.document_for(ctx, document, &step).await
}

/// Repeals.
async fn end(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let document: PolicyId = id(&text)?;
    let file = repealable(&app, &ctx, document).await?;
    let from = form.required("from", date("from"));
    let reason = form.value("reason").trim().to_owned();
    if let Some(from) = from {
        let step = DocumentStep::Repeal { from, reason };
        let idem = idem(&app, &form, &(document, &step))?;
        match app.policy.step(&ctx, idem, document, step).await {
            Ok(()) => return Ok(Redirect::to(&done(&file)).into_response()),
            Err(problem) => refuse(&mut form, "from", problem)?,
        }
    }
    step_page(v, &app, &file, form, "repeal")
}
