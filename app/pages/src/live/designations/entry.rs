//! A body's desk, and entries.

use super::{held_row, name, points, state_of_entry};
use crate::designations::{EntryPage, OwnPage, PointRow};
use crate::kit::show;
use crate::live::body::{chosen, desk};
use crate::live::cases::opened;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use designations::permissions::{ENTRY_MAKE, ENTRY_READ, ROUND_HANDLE};
use designations::{Check, EntryFile, EntryState, RoundState, Sheet};
use kernel::{BodyId, EntryId, FieldProblem, Problem, Result, RoundId};
use platform::App;
use web_kit::{Answer, Asked, FormState, Submitted, Upload, Visit};

/// What one's body holds, has entered and may enter.
pub async fn own(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let body = chosen(&v, &app, &ENTRY_READ, form.value("body"))?;
    own_page(v, &app, body, FormState::default()).await
}

async fn own_page(v: Visit, app: &App, body: BodyId, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let found = app.designations.of_body(&ctx, body).await?;
    let kinds = app.designations.kinds(&ctx).await?;
    let kinds: Vec<_> = kinds.into_iter().map(|(kind, _)| kind).collect();
    let makes = authz::permit(&ctx, &ENTRY_MAKE, &authz::Object::body(body)).is_ok();
    let open = found.open.iter().filter(|_| makes).map(|round| {
        let next = super::next(&v, round);
        (round.id.to_string(), format!("{}：{}", round.title, name(v.t, &round.kind)), next)
    });
    show(&OwnPage {
        held: found.held.iter().map(|one| held_row(&v, app, one, &kinds)).collect(),
        entries: found
            .entries
            .iter()
            .map(|(entry, round)| {
                let href = format!("/designations/entries/{}", entry.id);
                (round.title.clone(), href, state_of_entry(&entry.state))
            })
            .collect(),
        open: open.collect(),
        desk: desk(&v, app, &ENTRY_READ, body).await?,
        form,
        v,
    })
}

/// Begins an entry.
pub async fn begin(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &ENTRY_MAKE)?;
    let body = chosen(&v, &app, &ENTRY_MAKE, form.value("body"))?;
    let round: RoundId = id(form.value("round"))?;
    let idem = idem(&app, &form, &(round, body))?;
    match app.designations.begin_entry(&ctx, idem, round, body).await {
        Ok(id) => Ok(Redirect::to(&format!("/designations/entries/{id}")).into_response()),
        Err(problem) => {
            refuse(&mut form, "round", problem)?;
            own_page(v, &app, body, form).await
        }
    }
}

/// An entry.
pub async fn page(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let file = app.designations.entry(&v.ctx(app.world.clone()), id(&text)?).await?;
    let mut form = FormState::default();
    for (key, points_of) in file.entry.claims.iter().filter(|_| file.may_claim) {
        form.values.insert(format!("points-{key}"), points(u64::from(*points_of)));
    }
    shown(v, file, form)
}

/// What the office may say to an entry in the state of its round.
fn checks(file: &EntryFile) -> Vec<&'static str> {
    match (&file.round.state, &file.entry.state) {
        _ if !file.may_handle => Vec::new(),
        (RoundState::Checking, EntryState::HandedIn) => vec!["admit", "refuse"],
        (RoundState::Scoring { .. } | RoundState::Deciding { .. }, EntryState::Admitted { .. }) => {
            vec!["strike"]
        }
        _ => Vec::new(),
    }
}

fn groups(v: &Visit, file: &EntryFile, form: &FormState) -> Vec<(String, Vec<PointRow>)> {
    let entry = &file.entry;
    let row = |one: &designations::kind::Indicator| {
        let there = entry.evidence.iter().any(|evidence| evidence.key == one.key);
        let (title, most) = (one.name.get(v.t.lang).to_owned(), one.weight.to_string());
        PointRow {
            key: one.key.clone(),
            field: format!("points-{}", one.key),
            // The field of the file that was refused has the name under which its fault is known.
            file_field: match form.value("key-of") == one.key {
                true => "file".to_owned(),
                false => format!("file-{}", one.key),
            },
            name: v.t.with("entry-indicator", &[("name", &title), ("most", &most)]),
            claimed: entry.claims.get(&one.key).map(|p| points(u64::from(*p))).unwrap_or_default(),
            href: match there {
                true => format!("/designations/entries/{}/evidence/{}", entry.id, one.key),
                false => String::new(),
            },
            evidence: one.evidence,
        }
    };
    let group = |group: &designations::kind::Group| {
        let rows = group.indicators.iter().map(row).collect();
        (group.name.get(v.t.lang).to_owned(), rows)
    };
    file.round.kind.groups.iter().map(group).collect()
}

fn shown(v: Visit, file: EntryFile, form: FormState) -> Answer {
    let entry = &file.entry;
    let total = |sheet: &Sheet| points(u64::from(designations::entry::total(sheet)));
    let experts = match (&file.round.state, &entry.state) {
        (RoundState::Scoring { draw }, EntryState::Admitted { .. }) if file.may_handle => {
            let open = draw.panel.iter().filter(|code| !entry.sheets.contains_key(code.as_str()));
            open.map(|code| (code.clone(), code.clone())).collect()
        }
        _ => Vec::new(),
    };
    let sheets = entry.sheets.iter().filter(|_| file.oversees);
    show(&EntryPage {
        name: entry.name.clone(),
        round: (file.round.title.clone(), format!("/designations/rounds/{}", file.round.id)),
        href: format!("/designations/entries/{}", entry.id),
        version: entry.version,
        state: state_of_entry(&entry.state),
        reason: match &entry.state {
            EntryState::Refused { reason, .. } | EntryState::Struck { reason, .. } => {
                reason.clone()
            }
            EntryState::Draft | EntryState::HandedIn | EntryState::Admitted { .. } => String::new(),
        },
        groups: groups(&v, &file, &form),
        total: total(&entry.claims),
        may_claim: file.may_claim,
        checks: checks(&file),
        experts,
        sheets: sheets.map(|(expert, sheet)| (expert.clone(), total(sheet))).collect(),
        form,
        v,
    })
}

/// Points as people type them: up to two places after the point.
fn read_points(typed: &str) -> Option<u32> {
    let typed = typed.trim().replace('．', ".");
    let (whole, rest) = typed.split_once('.').unwrap_or((typed.as_str(), ""));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !digits(whole) || whole.len() > 3 || rest.len() > 2 || (!rest.is_empty() && !digits(rest)) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let rest: u32 = format!("{rest:0<2}").parse().ok()?;
    Some(whole * 100 + rest)
}

/// The sheet of a form. A field that is no number gets a finding; an empty one the area finds.
fn read_sheet(v: &Visit, form: &mut FormState, file: &EntryFile) -> Sheet {
    let mut sheet = Sheet::new();
    for one in file.round.kind.indicators() {
        let typed = form.value(&format!("points-{}", one.key)).to_owned();
        match read_points(&typed) {
            Some(points) => {
                sheet.insert(one.key.clone(), points);
            }
            None if typed.trim().is_empty() => {}
            None => {
                let finding = FieldProblem::new("points", "designations-points-number");
                form.refuse(finding.arg("indicator", one.name.get(v.t.lang)));
            }
        }
    }
    sheet
}

/// The entry, for whoever may do this to it.
async fn open(v: &Visit, app: &App, text: &str, action: &authz::Action) -> Result<EntryFile> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, action)?;
    let file = app.designations.entry(&ctx, id(text)?).await?;
    let object = authz::Object::offices(vec![file.round.office]).of_body(file.entry.body);
    authz::permit(&ctx, action, &object)?;
    Ok(file)
}

/// Keeps the points, and hands in.
pub async fn claim(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let file = open(&v, &app, &text, &ENTRY_MAKE).await?;
    let sheet = read_sheet(&v, &mut form, &file);
    let hand_in = form.value("send") != "save";
    let (id, version) = (file.entry.id, form.value("version").parse().unwrap_or_default());
    if form.is_right() {
        let idem = idem(&app, &form, &(id, version, &sheet, hand_in))?;
        let ctx = v.ctx(app.world.clone());
        match app.designations.claim(&ctx, idem, (id, version), sheet, hand_in).await {
            Ok(()) => return back(id),
            Err(problem) => refuse(&mut form, "points", problem)?,
        }
    }
    shown(v, file, form)
}

fn back(id: EntryId) -> Answer {
    Ok(Redirect::to(&format!("/designations/entries/{id}")).into_response())
}

/// Takes a file.
pub async fn attach(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Upload { mut form, file: sent }: Upload,
) -> Answer {
    let file = open(&v, &app, &text, &ENTRY_MAKE).await?;
    let id = file.entry.id;
    match sent {
        None => form.refuse(FieldProblem::new("file", "field-file-required")),
        Some(sent) => {
            let (ctx, area) = (v.ctx(app.world.clone()), app.designations.clone());
            let key = form.value("key-of").to_owned();
            let taken = sent
                .read_by(move |content| async move { area.attach(&ctx, id, key, content).await });
            match taken.await {
                Ok(()) => return back(id),
                Err(problem) => refuse(&mut form, "file", problem)?,
            }
        }
    }
    for (key, points_of) in &file.entry.claims {
        form.values.insert(format!("points-{key}"), points(u64::from(*points_of)));
    }
    shown(v, file, form)
}

/// A file of evidence.
pub async fn file(
    v: Visit,
    State(app): State<App>,
    Path((text, key)): Path<(String, String)>,
) -> Answer {
    opened(&key, app.designations.evidence(&v.ctx(app.world.clone()), id(&text)?, &key).await?)
}

/// The office's word.
pub async fn check(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let file = open(&v, &app, &text, &ROUND_HANDLE).await?;
    let reason = form.value("reason").trim().to_owned();
    let check = match form.value("check") {
        "admit" => Check::Admit,
        "refuse" => Check::Refuse { reason },
        "strike" => Check::Strike { reason },
        _ => return Err(Problem::invalid("problem-form").into()),
    };
    let (id, version) = (file.entry.id, form.value("version").parse().unwrap_or_default());
    let idem = idem(&app, &form, &(id, version, &check))?;
    let ctx = v.ctx(app.world.clone());
    match app.designations.check_entry(&ctx, idem, (id, version), check).await {
        Ok(()) => back(id),
        Err(problem) => {
            refuse(&mut form, "reason", problem)?;
            shown(v, file, form)
        }
    }
}

/// An expert's sheet.
pub async fn mark(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let file = open(&v, &app, &text, &ROUND_HANDLE).await?;
    let sheet = read_sheet(&v, &mut form, &file);
    let expert = form.required("expert", |typed| Ok(typed.to_owned()));
    let (id, version) = (file.entry.id, form.value("version").parse().unwrap_or_default());
    if let (Some(expert), true) = (expert, form.is_right()) {
        let idem = idem(&app, &form, &(id, version, &expert, &sheet))?;
        let ctx = v.ctx(app.world.clone());
        match app.designations.mark(&ctx, idem, (id, version), expert, sheet).await {
            Ok(()) => return back(id),
            Err(problem) => refuse(&mut form, "points", problem)?,
        }
    }
    shown(v, file, form)
}
