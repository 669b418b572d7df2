//! 许可、备案和目录, from the register.

use super::bodies::occupation;
use super::body::{chosen, desk};
use super::{id, idem};
use crate::instruments::{
    HeldCard, MayAnswer, MayPage, OwnInstrumentsPage, StepPage, outcomes, ways,
};
use crate::kit::{Condition, Met, State as Word, Tone, show};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{CivilDate, FieldProblem, Problem, Result, SkillLevel};
use organisations::permissions::INSTRUMENT_READ;
use organisations::{
    Act, ActKind, Answer as May, CheckOutcome, ExitKind, Held, Holdings, InstrumentState, Line,
    Question, Site, Step, TodoKind,
};
use platform::App;
use platform::may::{act_name, kind_name, told};
use web_kit::form::{date, number, text};
use web_kit::texts::Arg;
use web_kit::{Answer, Asked, FormState, Submitted, T, Visit};

fn answered(t: T, app: &App, holdings: &Holdings, asked: &Question, answer: &May) -> MayAnswer {
    let told = told(t, app, holdings, asked, answer);
    let condition = |(met, text): (bool, String)| Condition {
        met: if met { Met::Yes } else { Met::No },
        text,
        fact: String::new(),
        source: String::new(),
    };
    MayAnswer {
        allowed: told.allowed,
        sentence: told.sentence,
        conditions: told.conditions.into_iter().map(condition).collect(),
        rule: told.rule,
    }
}

fn read(v: &Visit, app: &App, form: &mut FormState) -> Option<Question> {
    let today = v.now.civil_date();
    let act = form.required("act", |typed| {
        ActKind::from_word(typed).ok_or_else(|| FieldProblem::new("act", "field-choose"))
    });
    let on = form.optional("on", date("on"));
    let site = form.optional("site", |typed| {
        typed.parse().map_err(|_| FieldProblem::new("site", "field-choose"))
    });
    let act = act?;
    let trade = match act.has_trade() {
        false => None,
        true => {
            let occupation = form.required("occupation", |typed| occupation(app, typed, today));
            let level = form.required("level", |typed| {
                let level = SkillLevel::from_word(typed);
                level.ok_or_else(|| FieldProblem::new("level", "field-choose"))
            });
            Some((occupation?, level?))
        }
    };
    let act = Act::read(act, trade).ok()?;
    Some(Question { act, site: site?, on: on?.unwrap_or(today) })
}

/// May this body do this here on this day?
pub async fn may(
    v: Visit,
    State(app): State<App>,
    Path(body): Path<String>,
    Asked(mut form): Asked,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let asks = !form.value("act").is_empty();
    let body = id(&body)?;
    let question = if asks { read(&v, &app, &mut form) } else { None };
    let (answer, holdings) = match question.filter(|_| form.is_right()) {
        Some(asked) => {
            let (answer, holdings) = app.organisations.may(&ctx, body, &asked).await?;
            (Some(answered(v.t, &app, &holdings, &asked, &answer)), holdings)
        }
        None => (None, app.organisations.holdings(&ctx, body).await?),
    };
    let levels = SkillLevel::EVALUATED.iter();
    let open = holdings.sites.iter().filter(|site| site.closed_on.is_none());
    show(&MayPage {
        body_href: format!("/bodies/{}", holdings.body.id),
        acts: ActKind::ALL.map(|act| (act.word().to_owned(), act_name(v.t, act))).to_vec(),
        levels: levels
            .map(|level| (level.word().to_owned(), level.printed(v.t.lang).to_owned()))
            .collect(),
        sites: open.map(|site| (site.id.to_string(), site.name.clone())).collect(),
        body: holdings.body.name,
        answer,
        form,
        v,
    })
}

fn state(held: &Held, today: CivilDate) -> Word {
    let one = &held.instrument;
    match one.state {
        InstrumentState::Exited { .. } => Word::new("state-exited", Tone::Stopped),
        InstrumentState::Suspended { .. } => Word::new("state-suspended", Tone::Attention),
        InstrumentState::InForce if today > one.valid_until => {
            Word::new("state-ran-out", Tone::Stopped)
        }
        InstrumentState::InForce if today < one.valid_from => {
            Word::new("state-not-yet", Tone::Waiting)
        }
        InstrumentState::InForce => Word::new("state-effective", Tone::Done),
    }
}

/// The lines of a scope in words, the levels of one occupation together.
fn scope(t: T, app: &App, lines: &[Line], sites: &[Site], today: CivilDate) -> Vec<String> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for line in lines {
        let site = sites.iter().find(|site| Some(site.id) == line.site);
        let site = site.map(|site| format!("（{}）", site.name)).unwrap_or_default();
        let trade = match line.trade {
            Some((occupation, _)) => app.occupation_name(occupation, today),
            None if line.act.has_trade() => t.get("act-all-trades"),
            None => String::new(),
        };
        let dot = if trade.is_empty() { "" } else { " · " };
        let head = format!("{}{site}{dot}{trade}", act_name(t, line.act));
        let level = line.trade.map(|(_, level)| level.printed(t.lang));
        match told.iter_mut().find(|(known, _)| *known == head) {
            Some((_, levels)) => levels.extend(level),
            None => told.push((head, level.into_iter().collect())),
        }
    }
    let separator = t.lang.pick("、", ", ");
    let line = |(head, levels): (String, Vec<&str>)| match levels.is_empty() {
        true => head,
        false => format!("{head} · {}", levels.join(separator)),
    };
    told.into_iter().map(line).collect()
}

fn checks(t: T, held: &Held) -> Vec<String> {
    let line = |check: &organisations::YearlyCheck| {
        let outcome = t.get(&format!("check-{}", check.outcome.word()));
        let year = check.year.to_string();
        match check.outcome {
            CheckOutcome::Rectify { by } => {
                let by = t.date(by);
                let values: [(&str, &dyn Arg); 3] =
                    [("year", &year), ("outcome", &outcome), ("by", &by)];
                t.with("holdings-check-by", &values)
            }
            CheckOutcome::Passed | CheckOutcome::Failed => {
                t.with("holdings-check-line", &[("year", &year), ("outcome", &outcome)])
            }
        }
    };
    held.instrument.checks.iter().rev().map(line).collect()
}

/// An instrument as a card.
pub(super) fn card(v: &Visit, app: &App, held: &Held, sites: &[Site]) -> HeldCard {
    let (t, today) = (v.t, v.now.civil_date());
    let one = &held.instrument;
    let todo = |todo: &organisations::Todo| {
        let by = todo.by.map(|day| t.date(day)).unwrap_or_default();
        let year = match todo.kind {
            TodoKind::Check { year } | TodoKind::CheckLate { year } => year.to_string(),
            TodoKind::Renew
            | TodoKind::RanOut
            | TodoKind::Rectify
            | TodoKind::CheckNotPassed
            | TodoKind::Suspended => String::new(),
        };
        let key = format!("todo-{}", todo.kind.word().replace('_', "-"));
        let tone = if todo.kind.blocks() { Tone::Stopped } else { Tone::Attention };
        (tone, t.with(&key, &[("by", &by), ("year", &year)]))
    };
    let (from, until) = (t.date(one.valid_from), t.date(one.valid_until));
    let step = |word: &&str| {
        (format!("instrument-step-{word}"), format!("/oversight/instruments/{}/{word}", one.id))
    };
    let ended = match one.state {
        InstrumentState::Exited { how, on } => {
            let how = t.get(&format!("exit-{}", how.word().replace('_', "-")));
            // A filing that ended before its day was kept has none to show.
            match on > CivilDate::MIN {
                true => t.with("holdings-ended", &[("how", &how), ("on", &t.date(on))]),
                false => how,
            }
        }
        InstrumentState::InForce | InstrumentState::Suspended { .. } => String::new(),
    };
    HeldCard {
        ended,
        kind: kind_name(t, one.kind),
        number: one.number.clone(),
        state: state(held, today),
        authority: held.authority.clone(),
        span: t.with("holdings-span", &[("from", &from), ("until", &until)]),
        scope: scope(t, app, &one.scope, sites, today),
        checks: checks(t, held),
        todos: held.todos.iter().map(todo).collect(),
        steps: held.steps.iter().map(step).collect(),
    }
}

/// What one's own body holds.
pub async fn own(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let body = chosen(&v, &app, &INSTRUMENT_READ, form.value("body"))?;
    let holdings = app.organisations.own_holdings(&v.ctx(app.world.clone()), body).await?;
    let held = holdings.held.iter().map(|held| card(&v, &app, held, &holdings.sites)).collect();
    show(&OwnInstrumentsPage { desk: desk(&v, &app, &INSTRUMENT_READ, body).await?, held, v })
}

async fn open(v: &Visit, app: &App, instrument: &str, step: &str) -> Result<(Held, Holdings)> {
    let ctx = v.ctx(app.world.clone());
    let found = app.organisations.instrument_to_change(&ctx, id(instrument)?).await?;
    if !Step::WORDS.contains(&step) {
        return Err(Problem::not_found());
    }
    Ok(found)
}

/// Says what a step will do, and asks what it needs.
pub async fn step_form(
    v: Visit,
    State(app): State<App>,
    Path((instrument, step)): Path<(String, String)>,
    Asked(form): Asked,
) -> Answer {
    let (held, holdings) = open(&v, &app, &instrument, &step).await?;
    if !held.steps.contains(&step.as_str()) {
        return Err(Problem::conflict("organisations-instrument-step").into());
    }
    shown(v, &app, form, (held, holdings), step)
}

fn shown(
    v: Visit,
    app: &App,
    form: FormState,
    (held, holdings): (Held, Holdings),
    step: String,
) -> Answer {
    show(&StepPage {
        body_href: format!("/oversight/bodies/{}", holdings.body.id),
        href: format!("/oversight/instruments/{}/{step}", held.instrument.id),
        version: held.instrument.version,
        held: card(&v, app, &held, &holdings.sites),
        body: holdings.body.name,
        outcomes: outcomes(&v),
        ways: ways(&v),
        form,
        step,
        v,
    })
}

fn read_step(form: &mut FormState, step: &str) -> Option<Step> {
    match step {
        "check" => {
            let year = form.required("year", number("year", 1949..=2200))? as i32;
            let outcome = form.required("outcome", |typed| match typed {
                "passed" | "rectify" | "failed" => Ok(typed.to_owned()),
                _ => Err(FieldProblem::new("outcome", "field-choose")),
            })?;
            let outcome = match outcome.as_str() {
                "passed" => CheckOutcome::Passed,
                "failed" => CheckOutcome::Failed,
                _ => CheckOutcome::Rectify { by: form.required("by", date("by"))? },
            };
            Some(Step::Check { year, outcome })
        }
        "renew" => Some(Step::Renew { until: form.required("until", date("until"))? }),
        "suspend" => Some(Step::Suspend),
        "resume" => Some(Step::Resume),
        _ => {
            let how = form.required("how", |typed| {
                let how = ExitKind::from_word(typed);
                how.ok_or_else(|| FieldProblem::new("how", "field-choose"))
            })?;
            Some(Step::Exit { how })
        }
    }
}

/// Takes a step.
pub async fn step_save(
    v: Visit,
    State(app): State<App>,
    Path((instrument, word)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (held, holdings) = open(&v, &app, &instrument, &word).await?;
    let reason = form.optional("reason", text("reason", 500));
    let version = form.value("version").parse::<i64>().ok();
    let step = read_step(&mut form, &word);
    if let (Some(step), Some(reason), true) = (step, reason, form.is_right()) {
        let reason = reason.unwrap_or_default();
        let idem = idem(&app, &form, &(held.instrument.id, step, &reason))?;
        let ctx = v.ctx(app.world.clone());
        let area = &app.organisations;
        let id = held.instrument.id;
        match area.change_instrument(&ctx, idem, id, version, (step, reason)).await {
            Ok(()) => {
                let href = format!("/oversight/bodies/{}", holdings.body.id);
                return Ok(Redirect::to(&href).into_response());
            }
            Err(problem) if form.absorb(&problem) => {}
            Err(problem) => super::sign_in::refuse(&mut form, "reason", problem)?,
        }
    }
    shown(v, &app, form, (held, holdings), word)
}
