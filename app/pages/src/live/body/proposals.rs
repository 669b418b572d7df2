//! 职业分类变更建议 of a body, from the installation.

use super::{chosen, desk};
use crate::kit::{State as Word, Tone, show};
use crate::live::adjustments::{proposal_facts, title};
use crate::live::cases::standing::{For, next, standing, word};
use crate::live::oversight::authority_names;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use crate::proposals::{OwnProposalRow, ProposalFormPage, ProposalPage, ProposalsPage, kinds};
use approval::{Act, Case};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use classification::permissions::{PROPOSAL_MAKE, PROPOSAL_READ};
use classification::{Adjustment, Content, NewProposal, Proposal, ProposalFile, Wanted};
use kernel::{BodyId, FieldProblem, OccupationCode, ProposalId, Result};
use platform::App;
use web_kit::form::{number, text};
use web_kit::{Access, Answer, Asked, FormState, Route, Serves, Submitted, Visit};

pub(super) fn routes() -> Vec<Route<App>> {
    let at = Serves::INNER_AND_SITE;
    let (read, make) = (Access::Action(PROPOSAL_READ.code), Access::Action(PROPOSAL_MAKE.code));
    vec![
        Route::get("/proposals", read, at, list),
        Route::get("/proposals/new", make, at, new),
        Route::post("/proposals/new", make, at, begin),
        Route::get("/proposals/{id}", read, at, one),
        Route::get("/proposals/{id}/change", make, at, change_form),
        Route::post("/proposals/{id}/change", make, at, change),
        Route::post("/proposals/{id}/hand-in", make, at, hand_in),
        Route::post("/proposals/{id}/recall", make, at, recall),
    ]
}

fn makes(v: &Visit, app: &App, body: BodyId) -> bool {
    let ctx = v.ctx(app.world.clone());
    authz::permit(&ctx, &PROPOSAL_MAKE, &authz::Object::body(body)).is_ok()
}

/// The proposals of a body.
async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let body = chosen(&v, &app, &PROPOSAL_READ, form.value("body"))?;
    let found = app.classification.proposals_of(&ctx, body).await?;
    let names = authority_names(&app).await?;
    let row = |(one, case): &(Proposal, Option<Case>)| {
        let (state, next) = match case {
            Some(case) => {
                (word(&case.progress.state), next(&v, &app, case, For::Applicant, &names))
            }
            None => {
                let draft = Word::new("application-state-draft", Tone::Quiet);
                (draft, v.t.get("proposal-next-draft"))
            }
        };
        let href = format!("/proposals/{}", one.id);
        OwnProposalRow { name: title(&v, &app, &one.content), href, state, next }
    };
    let mut open = app.classification.rounds(&ctx).await?;
    let today = v.now.civil_date();
    open.retain(|round| round.takes_in(today).is_ok() && makes(&v, &app, body));
    let link = |round: &Adjustment| {
        let words = v.t.with("proposals-new", &[("round", &round.title)]);
        (words, format!("/proposals/new?body={body}&round={}", round.id))
    };
    show(&ProposalsPage {
        desk: desk(&v, &app, &PROPOSAL_READ, body).await?,
        rows: found.iter().map(row).collect(),
        open: open.iter().map(link).collect(),
        v,
    })
}

/// The empty form.
async fn new(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let body = chosen(&v, &app, &PROPOSAL_MAKE, form.value("body"))?;
    let round = form.value("round").to_owned();
    form_page(v, &app, FormState::default(), body, &round, None).await
}

async fn form_page(
    v: Visit,
    app: &App,
    form: FormState,
    body: BodyId,
    round: &str,
    changed: Option<&ProposalFile>,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit(&ctx, &PROPOSAL_MAKE, &authz::Object::body(body))?;
    let round = app.classification.public_round(&ctx, id(round)?).await?.round;
    if changed.is_none() {
        // Nobody fills in a form that will not be taken.
        round.takes_in(v.now.civil_date())?;
    }
    let desk = desk(&v, app, &PROPOSAL_MAKE, body).await?;
    let href = changed.map(|one| format!("/proposals/{}", one.proposal.id));
    show(&ProposalFormPage {
        round: round.title,
        round_id: round.id.to_string(),
        kinds: kinds(&v),
        action: href
            .as_ref()
            .map_or_else(|| "/proposals/new".to_owned(), |href| format!("{href}/change")),
        back: href.unwrap_or_else(|| desk.href("/proposals")),
        version: changed.map(|one| one.proposal.version),
        desk,
        form,
        v,
    })
}

/// The lines or words of a field that holds several.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split(['\n', '、', '，', ',', ';', '；']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn codes(form: &mut FormState, field: &'static str) -> Vec<OccupationCode> {
    let typed = form.value(field).split([' ', '\n', '、', '，', ',']).map(str::trim);
    let read: Option<Vec<OccupationCode>> =
        typed.filter(|part| !part.is_empty()).map(|part| OccupationCode::read(part).ok()).collect();
    match read {
        Some(codes) if !codes.is_empty() => codes,
        _ => {
            form.refuse(FieldProblem::new(field, "classification-code"));
            Vec::new()
        }
    }
}

fn read_wanted(form: &mut FormState) -> Option<Wanted> {
    let kind = form.value("kind").to_owned();
    let names = parts(form.value("names"));
    let name = names.first().cloned().unwrap_or_default();
    if kind == "occupation" {
        let group = codes(form, "group").first().copied()?;
        return Some(Wanted::Occupation { group, name });
    }
    if !classification::proposal::KINDS.contains(&kind.as_str()) {
        form.refuse(FieldProblem::new("kind", "field-choose"));
        return None;
    }
    let codes = codes(form, "codes");
    let code = codes.first().copied()?;
    Some(match kind.as_str() {
        "variant" => Wanted::Variant { code, name },
        "raise" => Wanted::Raise { code, name },
        "rename" => Wanted::Rename { code, name },
        "split" => Wanted::Split { code, names },
        "merge" => Wanted::Merge { codes, name },
        "define" => Wanted::Define { code },
        _ => Wanted::Cancel { code },
    })
}

fn read(form: &mut FormState) -> Option<Content> {
    let wanted = read_wanted(form);
    let workers = form.required("workers", number("workers", 0..=999_999_999));
    let value = |name: &str| form.value(name).trim().to_owned();
    let attachments = form.value("attachments").lines().map(str::trim);
    let attachments = attachments.filter(|line| !line.is_empty()).map(str::to_owned);
    Some(Content {
        definition: value("definition"),
        tasks: value("tasks"),
        reason: value("reason"),
        green: form.chosen("marks", "green"),
        digital: form.chosen("marks", "digital"),
        attachments: attachments.collect(),
        wanted: wanted?,
        workers: workers?,
    })
}

/// Begins a proposal.
async fn begin(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &PROPOSAL_MAKE)?;
    let body = chosen(&v, &app, &PROPOSAL_MAKE, form.value("body"))?;
    let round = form.value("round").to_owned();
    if let Some(content) = read(&mut form) {
        let new = NewProposal { adjustment: id(&round)?, body, content };
        let idem = idem(&app, &form, &new)?;
        match app.classification.begin_proposal(&ctx, idem, new).await {
            Ok(id) => return Ok(Redirect::to(&format!("/proposals/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "kind", problem)?,
        }
    }
    form_page(v, &app, form, body, &round, None).await
}

/// A proposal of a body for which the visitor acts; offices have pages of their own.
async fn open(v: &Visit, app: &App, action: &authz::Action, text: &str) -> Result<ProposalFile> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, action)?;
    app.classification.proposal(&ctx, id(text)?).await
}

/// One proposal.
async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = open(&v, &app, &PROPOSAL_READ, &text).await?;
    shown(v, &app, one, FormState::default()).await
}

async fn shown(v: Visit, app: &App, one: ProposalFile, form: FormState) -> Answer {
    let names = authority_names(app).await?;
    let record = one.record.as_ref();
    let (actor, today) = (v.actor().word(), v.now.civil_date());
    let recall = record.is_some_and(|record| {
        record.case.offers(&actor, today, &app.world.calendar).contains(&Act::Recall)
    });
    let (count, answered) = one.comments;
    let comments = match count {
        0 => String::new(),
        _ => v.t.with("proposal-comments", &[("count", &count), ("answered", &answered)]),
    };
    show(&ProposalPage {
        desk: desk(&v, app, &PROPOSAL_READ, one.proposal.body).await?,
        title: title(&v, app, &one.proposal.content),
        href: format!("/proposals/{}", one.proposal.id),
        round: (one.round.title.clone(), format!("/classification/{}", one.round.id)),
        version: one.proposal.version,
        facts: proposal_facts(&v, app, &one.proposal),
        may_change: one.may_change,
        may_recall: recall && makes(&v, app, one.proposal.body),
        standing: record.map(|record| standing(&v, app, record, For::Applicant, &names)),
        comments,
        form,
        v,
    })
}

/// The form with what the proposal says now.
async fn change_form(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let one = open(&v, &app, &PROPOSAL_MAKE, &text).await?;
    let content = &one.proposal.content;
    let group = match &content.wanted {
        Wanted::Occupation { group, .. } => group.to_string(),
        _ => String::new(),
    };
    let codes: Vec<String> = content.wanted.codes().iter().map(ToString::to_string).collect();
    let marks = [(content.green, "green"), (content.digital, "digital")];
    let marks: Vec<&str> =
        marks.into_iter().filter(|(has, _)| *has).map(|(_, word)| word).collect();
    let form = FormState::with(&[
        ("kind", content.wanted.word()),
        ("group", &group),
        ("codes", &codes.join(" ")),
        ("names", &content.wanted.names().join("\n")),
        ("definition", &content.definition),
        ("tasks", &content.tasks),
        ("reason", &content.reason),
        ("workers", &content.workers.to_string()),
        ("marks", &marks.join("\n")),
        ("attachments", &content.attachments.join("\n")),
    ]);
    let round = one.proposal.adjustment.to_string();
    form_page(v, &app, form, one.proposal.body, &round, Some(&one)).await
}

/// Changes a proposal.
async fn change(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = open(&v, &app, &PROPOSAL_MAKE, &text).await?;
    let (id, version) = (one.proposal.id, form.value("version").parse().unwrap_or_default());
    if let Some(content) = read(&mut form) {
        let idem = idem(&app, &form, &(id, version, &content))?;
        let ctx = v.ctx(app.world.clone());
        match app.classification.change_proposal(&ctx, idem, id, version, content).await {
            Ok(()) => return Ok(Redirect::to(&format!("/proposals/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "kind", problem)?,
        }
    }
    let round = one.proposal.adjustment.to_string();
    form_page(v, &app, form, one.proposal.body, &round, Some(&one)).await
}

/// Hands a proposal in.
async fn hand_in(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = open(&v, &app, &PROPOSAL_MAKE, &text).await?;
    let id: ProposalId = one.proposal.id;
    let version: i64 = form.value("version").parse().unwrap_or_default();
    let idem = idem(&app, &form, &("hand-in", id, version))?;
    let ctx = v.ctx(app.world.clone());
    match app.classification.hand_in_proposal(&ctx, idem, id, version).await {
        Ok(()) => Ok(Redirect::to(&format!("/proposals/{id}")).into_response()),
        Err(problem) => {
            refuse(&mut form, "proposal", problem)?;
            shown(v, &app, one, form).await
        }
    }
}

/// Takes a proposal back.
async fn recall(
    v: Visit,
    State(app): State<App>,
    Path(applied): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let one = open(&v, &app, &PROPOSAL_MAKE, &applied).await?;
    let id = one.proposal.id;
    if let Some(reason) = form.optional("reason", text("reason", 2000)) {
        let reason = reason.unwrap_or_default();
        let idem = idem(&app, &form, &("recall", id, &reason))?;
        let ctx = v.ctx(app.world.clone());
        match app.classification.recall_proposal(&ctx, idem, id, reason).await {
            Ok(()) => return Ok(Redirect::to(&format!("/proposals/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "reason", problem)?,
        }
    }
    shown(v, &app, one, form).await
}
