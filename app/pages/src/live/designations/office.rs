//! The office's desk: opening rounds and taking them on.

use super::{draw_part, held_row, name, next, points, ranking, round_row, state_of_entry};
use crate::designations::{EntryRow, HandlePage, NewRoundPage, OfficePage};
use crate::kit::show;
use crate::live::oversight::authority_names;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use designations::draw::Expert;
use designations::permissions::{PANEL_DRAW, ROUND_HANDLE, ROUND_OPEN};
use designations::score::Places;
use designations::{Entry, NewPool, NewRound, RoundFile, RoundState, RoundStep};
use kernel::{AuthorityId, DivisionCode, FieldProblem, Problem, Result};
use platform::App;
use web_kit::form::{date, number, text};
use web_kit::{Answer, FormState, Submitted, Visit};

/// The office's rounds, and designations about which something has to be done.
pub async fn desk(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let found = app.designations.of_offices(&ctx).await?;
    let kinds = app.designations.kinds(&ctx).await?;
    let kinds: Vec<_> = kinds.into_iter().map(|(kind, _)| kind).collect();
    let rows = found.given.iter().map(|one| held_row(&v, &app, one, &kinds));
    show(&OfficePage {
        rounds: found.rounds.iter().map(|one| round_row(&v, one, "office")).collect(),
        held: found.given.len(),
        due: rows.filter(|row| !row.dues.is_empty()).collect(),
        may_open: !found.may_open.is_empty(),
        v,
    })
}

/// The empty form.
pub async fn new(v: Visit, State(app): State<App>) -> Answer {
    authz::permit_somewhere(&v.ctx(app.world.clone()), &ROUND_OPEN)?;
    form_page(v, &app, FormState::default()).await
}

async fn form_page(v: Visit, app: &App, mut form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let names = authority_names(app).await?;
    let offices = authz::offices_for(&ctx.actor, &ROUND_OPEN);
    let kinds = app.designations.kinds(&ctx).await?;
    if let ([only], true) = (offices.as_slice(), form.value("office").is_empty()) {
        form.values.insert("office".to_owned(), only.to_string());
    }
    let kind = |(kind, free): &(designations::Kind, Option<i64>)| {
        let title = name(v.t, kind);
        let title = match free {
            Some(free) => {
                let free = free.max(&0).to_string();
                v.t.with("round-kind-free", &[("kind", &title), ("free", &free)])
            }
            None => title,
        };
        (kind.word.clone(), title)
    };
    let office = |id: &AuthorityId| (id.to_string(), names.get(id).cloned().unwrap_or_default());
    show(&NewRoundPage {
        offices: offices.iter().map(office).collect(),
        kinds: kinds.iter().map(kind).collect(),
        form,
        v,
    })
}

/// Shares as lines of a division's code and a number.
fn shares(form: &mut FormState) -> Vec<(DivisionCode, usize)> {
    let lines: Vec<String> = form.value("shares").lines().map(str::to_owned).collect();
    let mut all = Vec::new();
    for line in lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        let mut parts = line.split_whitespace();
        let division = parts.next().and_then(|code| code.parse().ok());
        let most = parts.next().and_then(|most| most.parse().ok());
        match (division, most, parts.next()) {
            (Some(division), Some(most), None) => all.push((division, most)),
            _ => {
                let finding = FieldProblem::new("shares", "designations-share-line");
                form.refuse(finding.arg("line", line));
            }
        }
    }
    all
}

/// Opens a round.
pub async fn open(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &ROUND_OPEN)?;
    let choose = |field| move |_| FieldProblem::new(field, "field-choose");
    let office =
        form.required("office", |typed| typed.parse::<AuthorityId>().map_err(choose("office")));
    let kind = form.required("kind", |typed| Ok(typed.to_owned()));
    let title = form.required("title", text("title", 100));
    let total = form.required("places", number("places", 1..=1000));
    let until = form.required("until", date("until"));
    let shares = shares(&mut form);
    let read = (office, kind, title, total, until);
    if let ((Some(office), Some(kind), Some(title), Some(total), Some(until)), true) =
        (read, form.is_right())
    {
        let places = Places { total: total as usize, shares };
        let new = NewRound { kind, office, title, places, until };
        let idem = idem(&app, &form, &new)?;
        match app.designations.open_round(&ctx, idem, new).await {
            Ok(id) => {
                return Ok(Redirect::to(&format!("/designations/office/{id}")).into_response());
            }
            Err(problem) => refuse(&mut form, "kind", problem)?,
        }
    }
    form_page(v, &app, form).await
}

/// One round.
pub async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let file = app.designations.round_of_office(&v.ctx(app.world.clone()), id(&text)?).await?;
    shown(v, file, FormState::default())
}

/// The steps that the visitor may take.
fn steps(v: &Visit, file: &RoundFile) -> Vec<&'static str> {
    let handled: &[&str] = match &file.round.state {
        RoundState::Open { until } if v.now.civil_date() > *until => &["close", "drop"],
        RoundState::Open { .. } => &["drop"],
        RoundState::Checking => &["freeze", "drop"],
        RoundState::Pooled { .. } => &["drop"],
        RoundState::Scoring { .. } => &["submit", "replace", "drop"],
        RoundState::Deciding { .. } | RoundState::Listed { .. } | RoundState::Dropped { .. } => &[],
    };
    let mut steps = if file.may_handle { handled.to_vec() } else { Vec::new() };
    if file.may_draw && matches!(file.round.state, RoundState::Pooled { .. }) {
        steps.push("draw");
    }
    steps
}

fn shown(v: Visit, file: RoundFile, form: FormState) -> Answer {
    let round = &file.round;
    let seats = round.state.draw().map_or(round.kind.seats, |draw| draw.panel.len());
    let entry = |entry: &Entry| EntryRow {
        name: entry.name.clone(),
        href: format!("/designations/entries/{}", entry.id),
        state: state_of_entry(&entry.state),
        claimed: points(u64::from(designations::entry::total(&entry.claims))),
        sheets: format!("{} / {seats}", entry.sheets.len()),
    };
    let ranked = round.state.ranking();
    show(&HandlePage {
        row: round_row(&v, round, "office"),
        href: format!("/designations/office/{}", round.id),
        version: round.version,
        next: next(&v, round),
        steps: steps(&v, &file),
        entries: file.entries.iter().map(entry).collect(),
        draw: draw_part(&v, round),
        ranking: ranked.map(|(all, _)| ranking(&v, all, &file.entries)).unwrap_or_default(),
        case_href: ranked.map(|(_, case)| format!("/cases/{case}")).unwrap_or_default(),
        form,
        v,
    })
}

/// The list of experts as lines of a number and, where there is one, the employer's credit code.
fn pool(form: &mut FormState) -> Option<NewPool> {
    let mut list = Vec::new();
    for line in form.value("experts").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut parts = line.split(|c: char| c.is_whitespace() || c == ',' || c == '，');
        let mut part = || parts.find(|part| !part.is_empty()).unwrap_or_default().to_owned();
        let (code, employer) = (part(), part());
        list.push(Expert { code, employer: employer.to_ascii_uppercase() });
    }
    if list.is_empty() {
        form.refuse(FieldProblem::new("experts", "field-required"));
        return None;
    }
    let declared = form.value("declared").split_whitespace().map(str::to_owned).collect();
    let source = form.required("source", text("source", 200))?;
    Some(NewPool { list, declared, source })
}

async fn to_change(v: &Visit, app: &App, text: &str, action: &authz::Action) -> Result<RoundFile> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, action)?;
    let file = app.designations.round_of_office(&ctx, id(text)?).await?;
    authz::permit(&ctx, action, &authz::Object::offices(vec![file.round.office]))?;
    Ok(file)
}

/// Takes the round on.
pub async fn step(
    v: Visit,
    State(app): State<App>,
    Path(path): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let file = to_change(&v, &app, &path, &ROUND_HANDLE).await?;
    let id = file.round.id;
    let at = (id, form.value("version").parse().unwrap_or_default());
    let (ctx, area) = (v.ctx(app.world.clone()), &app.designations);
    let done = match form.value("step") {
        "freeze" => match pool(&mut form) {
            Some(pool) => {
                let idem = idem(&app, &form, &(at, &pool))?;
                Some((area.freeze(&ctx, idem, at, pool).await, "experts"))
            }
            None => None,
        },
        "submit" => {
            let idem = idem(&app, &form, &(at, "submit"))?;
            Some((area.submit(&ctx, idem, at).await.map(drop), "step"))
        }
        word => {
            let (step, field) = match word {
                "close" => (RoundStep::Close, "step"),
                "replace" => {
                    (RoundStep::Replace { code: form.value("code").trim().to_owned() }, "code")
                }
                "drop" => {
                    let reason = form.value("reason").trim().to_owned();
                    (RoundStep::Drop { reason }, "reason")
                }
                _ => return Err(Problem::invalid("problem-form").into()),
            };
            let idem = idem(&app, &form, &(at, &step))?;
            Some((area.step_round(&ctx, idem, at, step).await, field))
        }
    };
    match done {
        Some((Ok(()), _)) => {
            return Ok(Redirect::to(&format!("/designations/office/{id}")).into_response());
        }
        Some((Err(problem), field)) => refuse(&mut form, field, problem)?,
        None => {}
    }
    shown(v, file, form)
}

/// Enters the seed.
pub async fn draw(
    v: Visit,
    State(app): State<App>,
    Path(path): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let file = to_change(&v, &app, &path, &PANEL_DRAW).await?;
    let at = (file.round.id, form.value("version").parse().unwrap_or_default());
    if let Some(seed) = form.required("seed", text("seed", 200)) {
        let idem = idem(&app, &form, &(at, &seed))?;
        let ctx = v.ctx(app.world.clone());
        let step = RoundStep::Draw { seed };
        match app.designations.step_round(&ctx, idem, at, step).await {
            Ok(()) => {
                let href = format!("/designations/office/{}", file.round.id);
                return Ok(Redirect::to(&href).into_response());
            }
            Err(problem) => refuse(&mut form, "seed", problem)?,
        }
    }
    shown(v, file, form)
}
