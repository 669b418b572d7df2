//! The register, kinds and rounds; a designation with what its office does about it.

use super::{draw_part, held_row, name, next, points, ranking, round_row};
use crate::designations::{
    HolderPage, KindPart, KindsPage, RegisterPage, RoundPage, RoundsPage, outcomes, ways,
};
use crate::kit::show;
use crate::live::bodies::place;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect};
use designations::holding::{Exit, HoldingState, Outcome};
use designations::permissions::ENTRY_READ;
use designations::{Designation, HoldingStep, Kind, RegisterQuery, Round, RoundState};
use kernel::{DesignationId, DivisionCode, FieldProblem, Page, Problem, Result};
use platform::App;
use web_kit::form::{date, number, text};
use web_kit::{Answer, Asked, FormState, Paging, Submitted, Visit, list};

async fn all_kinds(v: &Visit, app: &App) -> Result<Vec<Kind>> {
    let kinds = app.designations.kinds(&v.ctx(app.world.clone())).await?;
    Ok(kinds.into_iter().map(|(kind, _)| kind).collect())
}

/// The register.
pub async fn register(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let kinds = all_kinds(&v, &app).await?;
    let division = form.optional("division", |typed| {
        let unknown = |_| FieldProblem::new("division", "policy-division");
        typed.parse::<DivisionCode>().map_err(unknown)
    });
    let year = form.optional("year", number("year", 1949..=2200));
    let query = RegisterQuery {
        kind: Some(form.value("kind").to_owned()).filter(|word| !word.is_empty()),
        division: division.flatten(),
        year: year.flatten().map(|year| year as i32),
    };
    let page = match form.is_right() {
        true => {
            let ctx = v.ctx(app.world.clone());
            app.designations.register(&ctx, &query, &list::page_request(&v.here)).await?
        }
        false => Page { items: Vec::new(), next: None },
    };
    show(&RegisterPage {
        rows: page.items.iter().map(|one| held_row(&v, &app, one, &kinds)).collect(),
        kinds: kinds.iter().map(|kind| (kind.word.clone(), name(v.t, kind))).collect(),
        paging: Paging::new(&v.here, &page, None),
        form,
        v,
    })
}

/// The kinds with their indicators.
pub async fn kinds(v: Visit, State(app): State<App>) -> Answer {
    let t = v.t;
    let part = |(kind, free): &(Kind, Option<i64>)| {
        let quota = kind.quota.map_or_else(|| t.get("kinds-no-quota"), |quota| quota.to_string());
        let mut facts = vec![
            ("kinds-tier", t.get(&format!("tier-{}", kind.tier.word()))),
            ("kinds-holder", t.get(&format!("holder-{}", kind.holder.word()))),
            ("kinds-quota", quota),
        ];
        facts.extend(free.map(|free| ("kinds-free", free.max(0).to_string())));
        let term = t.with("case-years-count", &[("count", &u64::from(kind.term_years))]);
        facts.extend([
            ("kinds-term", term),
            ("kinds-seats", kind.seats.to_string()),
            ("kinds-pass-mark", kind.pass_mark.to_string()),
            ("kinds-figure", t.get(&format!("figure-{}", kind.figure.word()))),
            ("policies-source", kind.source.get(t.lang).to_owned()),
        ]);
        let groups = kind.groups.iter().map(|group| {
            let all = group.indicators.iter();
            let all = all.map(|one| (one.name.get(t.lang).to_owned(), one.weight));
            (group.name.get(t.lang).to_owned(), all.collect())
        });
        KindPart { name: name(t, kind), facts, groups: groups.collect() }
    };
    let kinds = app.designations.kinds(&v.ctx(app.world.clone())).await?;
    show(&KindsPage { kinds: kinds.iter().map(part).collect(), v })
}

/// Rounds, the latest first.
pub async fn rounds(v: Visit, State(app): State<App>) -> Answer {
    let page = list::page_request(&v.here);
    let page = app.designations.rounds(&v.ctx(app.world.clone()), &page).await?;
    show(&RoundsPage {
        rows: page.items.iter().map(|one| round_row(&v, one, "rounds")).collect(),
        paging: Paging::new(&v.here, &page, None),
        v,
    })
}

/// One round.
pub async fn round(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.designations.round(&ctx, id(&text)?).await?;
    let round = &file.round;
    let mut facts = vec![
        ("designations-kind", name(v.t, &round.kind)),
        ("rounds-office", file.office.clone()),
        ("rounds-territory", place(&app, round.division, round.opened_on)),
        ("rounds-places", round.places.total.to_string()),
        ("kinds-pass-mark", round.kind.pass_mark.to_string()),
        ("rounds-opened", v.t.date(round.opened_on).to_string()),
    ];
    for (division, most) in &round.places.shares {
        let place = place(&app, *division, round.opened_on);
        facts
            .push(("round-shares", v.t.with("rounds-share", &[("place", &place), ("most", most)])));
    }
    let public = round.state.ranking().filter(|_| file.public_ranking);
    let noticed = matches!(round.state, RoundState::Deciding { .. });
    let notice = public.filter(|_| noticed).map(|(_, case)| format!("/notices/{case}"));
    let oversees = file.may_handle || file.may_draw;
    show(&RoundPage {
        row: round_row(&v, round, "rounds"),
        next: next(&v, round),
        facts,
        draw: draw_part(&v, round),
        ranking: public.map(|(all, _)| ranking(&v, all, &file.entries)).unwrap_or_default(),
        notice_href: notice.unwrap_or_default(),
        given: file
            .given
            .iter()
            .map(|one| (one.name.clone(), format!("/designations/{}", one.id)))
            .collect(),
        office_href: match oversees {
            true => format!("/designations/office/{}", round.id),
            false => String::new(),
        },
        v,
    })
}

/// What is needed to repeat the draw: the frozen list before the seed is known, the whole draw after.
pub async fn draw(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let round = app.designations.round(&v.ctx(app.world.clone()), id(&text)?).await?.round;
    let json = round.state.published()?.ok_or_else(Problem::not_found)?;
    let kind = "application/json; charset=utf-8";
    let named = format!("attachment; filename=\"draw-{}.json\"", round.id);
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, named)], json).into_response())
}

/// A designation.
pub async fn holder(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    holder_page(v, &app, id(&text)?, FormState::default()).await
}

fn facts(v: &Visit, app: &App, one: &Designation, round: &Round) -> Vec<(&'static str, String)> {
    let t = v.t;
    let mut facts = vec![
        ("designations-number", one.number.clone()),
        ("designations-kind", name(t, &round.kind)),
        ("kinds-tier", t.get(&format!("tier-{}", round.kind.tier.word()))),
        ("designations-place", place(app, one.division, one.valid_from)),
        ("designations-span", held_row(v, app, one, &[]).span),
    ];
    match &one.state {
        HoldingState::Exited { how, reason, on } => {
            let how = t.get(&format!("designation-exit-{}", how.word().replace('_', "-")));
            let text = t.with("designation-exited", &[("how", &how), ("on", &t.date(*on))]);
            facts.push(("designation-exit", text));
            facts.push(("instrument-reason", reason.clone()));
        }
        HoldingState::Held | HoldingState::Leaving { .. } => {}
    }
    let place_in = round.state.ranking().and_then(|(ranking, _)| {
        let of = ranking.iter().filter(|ranked| ranked.chosen).count();
        (of > 0).then(|| points(ranking.iter().map(|ranked| ranked.mean()).max().unwrap_or(0)))
    });
    facts.extend(place_in.map(|best| ("rank-best", best)));
    facts
}

async fn holder_page(v: Visit, app: &App, id: DesignationId, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let (one, round, [may_assess, may_end]) = app.designations.designation(&ctx, id).await?;
    let today = v.now.civil_date();
    let counts = one.counts(today);
    let assessment = |found: &designations::holding::Assessment| {
        let outcome = v.t.get(&format!("assessment-{}", found.outcome.word()));
        let year = found.year.to_string();
        v.t.with("designation-assessment", &[("year", &year), ("outcome", &outcome)])
    };
    let leaving = matches!(one.state, HoldingState::Leaving { .. });
    show(&HolderPage {
        row: held_row(&v, app, &one, std::slice::from_ref(&round.kind)),
        facts: facts(&v, app, &one, &round),
        body_href: format!("/bodies/{}", one.body),
        round: (round.title.clone(), format!("/designations/rounds/{}", round.id)),
        assessments: one.assessments.iter().rev().map(assessment).collect(),
        version: one.version,
        may_assess: may_assess && counts && !leaving,
        may_end: may_end && leaving,
        may_print: counts && app.designations.plate(&ctx, id).await.is_ok(),
        outcomes: outcomes(&v),
        ways: ways(&v),
        form,
        v,
    })
}

/// The plate on paper.
pub async fn plate(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &ENTRY_READ)?;
    let (one, round) = app.designations.plate(&ctx, id(&text)?).await?;
    if !one.counts(v.now.civil_date()) {
        return Err(Problem::conflict("designations-no-plate").into());
    }
    // Laying out takes tens of milliseconds: not on the thread that serves others.
    let made = tokio::task::spawn_blocking(move || {
        let number = one.number.clone();
        platform::paper::plate_pdf(&app, &one, &round).map(|made| (number, made))
    });
    let (number, made) = made.await.map_err(Problem::internal)??;
    let plain = number.replace(|c: char| !c.is_ascii(), "");
    let named = format!("inline; filename=\"plate{plain}.pdf\"");
    let head = [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, named)];
    Ok((head, made).into_response())
}

/// Takes a step with a designation and shows it again.
async fn step(
    v: Visit,
    app: App,
    id: DesignationId,
    mut form: FormState,
    step: Option<HoldingStep>,
) -> Answer {
    if let (Some(step), true) = (step, form.is_right()) {
        let version: i64 = form.value("version").parse().unwrap_or_default();
        let idem = idem(&app, &form, &(id, version, &step))?;
        let ctx = v.ctx(app.world.clone());
        match app.designations.step_holding(&ctx, idem, (id, version), step).await {
            Ok(()) => return Ok(Redirect::to(&format!("/designations/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "reason", problem)?,
        }
    }
    holder_page(v, &app, id, form).await
}

/// Whoever may not do it is told so before their form is read.
async fn open(v: &Visit, app: &App, text: &str, action: &authz::Action) -> Result<DesignationId> {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, action)?;
    let id = id(text)?;
    let (one, ..) = app.designations.designation(&ctx, id).await?;
    authz::permit(&ctx, action, &authz::Object::offices(vec![one.office]))?;
    Ok(id)
}

/// Enters the assessment of a year.
pub async fn assess(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let action = &designations::permissions::HOLDING_ASSESS;
    let id = open(&v, &app, &text, action).await?;
    let year = form.required("year", number("year", 1949..=2200));
    let outcome = form.required("outcome", |typed| match typed {
        "passed" | "mend" | "failed" => Ok(typed.to_owned()),
        _ => Err(FieldProblem::new("outcome", "field-choose")),
    });
    let outcome = match outcome.as_deref() {
        Some("passed") => Some(Outcome::Passed),
        Some("failed") => Some(Outcome::Failed),
        Some(_) => form.required("by", date("by")).map(|by| Outcome::Mend { by }),
        None => None,
    };
    let wanted = year.zip(outcome);
    let wanted = wanted.map(|(year, outcome)| HoldingStep::Assess { year: year as i32, outcome });
    step(v, app, id, form, wanted).await
}

/// Proposes the end.
pub async fn leave(
    v: Visit,
    State(app): State<App>,
    Path(path): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let action = &designations::permissions::HOLDING_ASSESS;
    let id = open(&v, &app, &path, action).await?;
    let how = form.required("how", |typed| {
        Exit::from_word(typed).ok_or_else(|| FieldProblem::new("how", "field-choose"))
    });
    let reason = form.required("reason", text("reason", 500));
    let wanted = how.zip(reason).map(|(how, reason)| HoldingStep::ProposeExit { how, reason });
    step(v, app, id, form, wanted).await
}

/// Decides on the end.
pub async fn end(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(form): Submitted,
) -> Answer {
    let id = open(&v, &app, &text, &designations::permissions::HOLDING_END).await?;
    let wanted = match form.value("decision") {
        "confirm" => HoldingStep::ConfirmExit,
        _ => HoldingStep::DropExit,
    };
    step(v, app, id, form, Some(wanted)).await
}
