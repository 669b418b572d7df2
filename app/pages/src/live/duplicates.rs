//! 疑似重复: what an office sees of pairs of records, and what it decides.

use super::archive as shared;
use super::oversight::authority_names;
use super::sign_in::refuse;
use super::{id, idem};
use crate::duplicates::{Compared, DuplicatesPage, Meanwhile, PairPage, PairRow, TABS, verdicts};
use crate::kit::{Event, State as Shown, Tone, show};
use archive::Event as ArchiveEvent;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{FieldProblem, PairId, Problem, Result};
use people::PersonCard;
use people::duplicate::{
    Known, PairAct, PairCard, PairDetail, PairQueue, PairState, SaidAct, Verdict,
};
use people::permissions as may;
use platform::App;
use std::collections::HashMap;
use store::FactRef;
use web_kit::form::text;
use web_kit::{Access, Answer, Asked, FormState, Paging, Route, Serves, Submitted, Visit, list};

/// Pages of pairs of records.
pub fn duplicate_routes() -> Vec<Route<App>> {
    let read = Access::Action(may::DUPLICATE_READ.code);
    let propose = Access::Action(may::DUPLICATE_PROPOSE.code);
    let confirm = Access::Action(may::DUPLICATE_CONFIRM.code);
    let assign = Access::Action(may::DUPLICATE_ASSIGN.code);
    let at = Serves::INNER;
    vec![
        Route::get("/duplicates", read, at, page),
        Route::get("/duplicates/{id}", read, at, one),
        Route::post("/duplicates/{id}/propose", propose, at, say),
        Route::post("/duplicates/{id}/decide", confirm, at, decide),
        Route::post("/duplicates/{id}/assign", assign, at, assigned),
    ]
}

/// The pairs of the visitor's offices.
pub async fn page(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let tab = TABS.into_iter().find(|word| *word == form.value("which")).unwrap_or("suspected");
    let queue = PairQueue::from_word(tab).unwrap_or(PairQueue::Suspected);
    let ctx = v.ctx(app.world.clone());
    let page = app.people.duplicates(&ctx, queue, &list::page_request(&v.here)).await?;
    show(&DuplicatesPage {
        tab,
        rows: page.items.iter().map(|card| row(&v, card)).collect(),
        paging: Paging::new(&v.here, &page, None),
        v,
    })
}

fn row(v: &Visit, card: &PairCard) -> PairRow {
    let erased = || v.t.get("person-erased");
    let [one, other] = card.people.each_ref().map(|person| {
        person.as_ref().map_or_else(erased, |person: &PersonCard| person.name.clone())
    });
    let document = |person: &Option<PersonCard>| {
        let document = person.as_ref().and_then(|person| person.document.as_ref());
        let shown = document.map(|(kind, number)| format!("{} {number}", kind.name(v.t.lang)));
        shown.unwrap_or_default()
    };
    PairRow {
        names: if one == other { one } else { format!("{one} · {other}") },
        href: format!("/duplicates/{}", card.id),
        documents: card.people.each_ref().map(document),
        signs: card.signs.iter().map(|sign| v.t.get(sign.code())).collect(),
        state: state(&card.state),
        since: card.changed_at.civil_date(),
    }
}

fn state(state: &PairState) -> Shown {
    match state {
        PairState::Suspected { .. } => Shown::new("duplicate-suspected", Tone::Attention),
        PairState::Proposed { .. } => Shown::new("duplicate-proposed", Tone::Waiting),
        PairState::PartingProposed { .. } => {
            Shown::new("duplicate-parting-proposed", Tone::Waiting)
        }
        PairState::Merged { .. } => Shown::new("duplicate-merged", Tone::Done),
        PairState::Distinct { .. } => Shown::new("duplicate-distinct", Tone::Quiet),
        PairState::Parted { .. } => Shown::new("duplicate-parted", Tone::Quiet),
    }
}

/// One pair.
pub async fn one(
    v: Visit,
    State(app): State<App>,
    Path(pair): Path<String>,
    Asked(form): Asked,
) -> Answer {
    shown(v, &app, id(&pair)?, form).await
}

async fn shown(v: Visit, app: &App, pair: PairId, form: FormState) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let detail = app.people.duplicate(&ctx, pair).await?;
    let names = authority_names(app).await?;
    let said = |act: &SaidAct| {
        let office = act.office.and_then(|office| names.get(&office.cast()).cloned());
        Event {
            on: act.at.civil_date(),
            title: v.t.get(&format!("duplicate-said-{}", act.what.replace('_', "-"))),
            text: act.reason.clone(),
            source: office.unwrap_or_default(),
            href: String::new(),
            past: true,
        }
    };
    let proposes = detail.may.iter().any(|act| matches!(act, PairAct::Propose(_)));
    let facts = detail.facts.iter().map(|open| {
        let told = ArchiveEvent::read(open.fact.clone(), &HashMap::new())?;
        let line = shared::line(&v, app, &HashMap::new(), &told, "/certificates");
        let FactRef { home, node, seq } = open.fact.origin;
        Ok(Meanwhile {
            mark: format!("{}-{node}-{seq}", home.number()),
            title: line.title,
            at: open.fact.at,
            under: if open.shown_under == detail.people[0].id { 1 } else { 2 },
            decided: open.decided,
        })
    });
    show(&PairPage {
        href: format!("/duplicates/{pair}"),
        version: detail.version,
        state: state(&detail.state),
        standing: standing(&v, &detail),
        lines: lines(&v, app, &detail),
        signs: detail.signs.iter().map(|sign| v.t.get(sign.code())).collect(),
        records: detail
            .people
            .each_ref()
            .map(|one| format!("/people/{}?purpose=duplicate", one.id)),
        acts: detail.acts.iter().map(said).collect(),
        facts: facts.collect::<Result<_>>()?,
        verdicts: if proposes { verdicts(&v) } else { Vec::new() },
        may_part: detail.may.contains(&PairAct::ProposeParting),
        may_decide: detail.may.contains(&PairAct::Confirm),
        may_assign: detail.may_assign,
        waits: waits(&v, &detail),
        form,
        v,
    })
}

/// Where the pair stands, as a sentence.
fn standing(v: &Visit, detail: &PairDetail) -> String {
    let side = |survivor| match survivor == detail.people[0].id {
        true => "first",
        false => "second",
    };
    let key = match &detail.state {
        PairState::Suspected { .. } => "duplicate-suspected-text".to_owned(),
        PairState::Proposed { verdict: Verdict::SamePerson { survivor }, .. } => {
            format!("duplicate-proposed-same-{}", side(*survivor))
        }
        PairState::Proposed { verdict: Verdict::NotSamePerson, .. } => {
            "duplicate-proposed-distinct".to_owned()
        }
        PairState::Merged { survivor, .. } => format!("duplicate-merged-{}", side(*survivor)),
        PairState::PartingProposed { .. } => "duplicate-parting-proposed-text".to_owned(),
        PairState::Distinct { .. } => "duplicate-distinct-text".to_owned(),
        PairState::Parted { .. } => "duplicate-parted-text".to_owned(),
    };
    v.t.get(&key)
}

/// Who has to act where the visitor may not.
fn waits(v: &Visit, detail: &PairDetail) -> String {
    let open = matches!(
        detail.state,
        PairState::Suspected { .. }
            | PairState::Proposed { .. }
            | PairState::PartingProposed { .. }
    );
    match (&detail.state, open && detail.may.is_empty()) {
        (_, false) => String::new(),
        (PairState::Suspected { .. }, true) => v.t.get("duplicate-waits-handler"),
        (_, true) => v.t.get("duplicate-waits-other"),
    }
}

/// What the two records have, side by side.
fn lines(v: &Visit, app: &App, detail: &PairDetail) -> Vec<Compared> {
    let [name, born, sex, phone] = detail.agree;
    let today = v.now.civil_date();
    let line = |key: &str, value: &dyn Fn(&Known) -> String, agree| Compared {
        name: v.t.get(key),
        values: detail.people.each_ref().map(value),
        agree,
    };
    let documents = |known: &Known| {
        let shown = known.documents.iter();
        let shown = shown.map(|(kind, number)| format!("{} {number}", kind.name(v.t.lang)));
        shown.collect::<Vec<_>>().join(v.t.lang.pick("；", "; "))
    };
    let named = |known: &Known| known.name.clone().unwrap_or_else(|| v.t.get("person-erased"));
    let birth = |known: &Known| known.birth_on.map(|day| v.t.date(day)).unwrap_or_default();
    let sexed = |known: &Known| {
        known.sex.map(|sex| v.t.get(&format!("duplicate-sex-{}", sex.word()))).unwrap_or_default()
    };
    let place = |known: &Known| {
        app.world.divisions.path_on(known.division, today).unwrap_or_default().to_string()
    };
    vec![
        line("people-name", &named, name),
        line("people-document", &documents, None),
        line("people-born", &birth, born),
        line("duplicate-sex", &sexed, sex),
        line("person-phone", &|known| known.phone.clone().unwrap_or_default(), phone),
        line("people-division", &place, None),
        line("people-registered", &|known| v.t.date(known.registered_at.civil_date()), None),
    ]
}

fn version(form: &FormState) -> Result<i64> {
    form.value("version").parse().map_err(|_| Problem::not_found())
}

async fn act(
    v: Visit,
    app: &App,
    pair: PairId,
    mut form: FormState,
    wanted: Option<PairAct>,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let reason = form.optional("reason", text("reason", 500));
    if let (Some(act), Some(reason)) = (wanted, reason) {
        let reason = reason.unwrap_or_default();
        let command = (pair, version(&form)?);
        let idem = idem(app, &form, &(command, act, &reason))?;
        match app.people.act_on_duplicate(&ctx, idem, command, act, reason).await {
            Ok(()) => return Ok(Redirect::to(&format!("/duplicates/{pair}")).into_response()),
            Err(problem) if problem.code() == "problem-not-found" => return Err(problem.into()),
            Err(problem) => refuse(&mut form, "reason", problem)?,
        }
    }
    shown(v, app, pair, form).await
}

/// Somebody says whether the two are one, or that a merge has to end.
pub async fn say(
    v: Visit,
    State(app): State<App>,
    Path(pair): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let pair: PairId = id(&pair)?;
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &may::DUPLICATE_PROPOSE)?;
    let both = app.people.duplicate(&ctx, pair).await?.people;
    let wanted = form.required("verdict", |typed| match typed {
        "first" => Ok(PairAct::Propose(Verdict::SamePerson { survivor: both[0].id })),
        "second" => Ok(PairAct::Propose(Verdict::SamePerson { survivor: both[1].id })),
        "distinct" => Ok(PairAct::Propose(Verdict::NotSamePerson)),
        "part" => Ok(PairAct::ProposeParting),
        _ => Err(FieldProblem::new("verdict", "field-choose")),
    });
    act(v, &app, pair, form, wanted).await
}

/// Somebody else confirms it or sends it back.
pub async fn decide(
    v: Visit,
    State(app): State<App>,
    Path(pair): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let pair: PairId = id(&pair)?;
    authz::permit_somewhere(&v.ctx(app.world.clone()), &may::DUPLICATE_CONFIRM)?;
    let wanted = form.required("decision", |typed| match typed {
        "confirm" => Ok(PairAct::Confirm),
        "back" => Ok(PairAct::SendBack),
        _ => Err(FieldProblem::new("decision", "field-choose")),
    });
    act(v, &app, pair, form, wanted).await
}

fn mark(text: &str) -> Option<FactRef> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (home, node, seq) = (parts.next()??, parts.next()??, parts.next()??);
    Some(FactRef { home: kernel::Home(u8::try_from(home).ok()?), node, seq })
}

/// Assigns what was recorded meanwhile.
pub async fn assigned(
    v: Visit,
    State(app): State<App>,
    Path(pair): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let pair: PairId = id(&pair)?;
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &may::DUPLICATE_ASSIGN)?;
    let both = app.people.duplicate(&ctx, pair).await?.people;
    let to = form.required("to", |typed| match typed {
        "first" => Ok(both[0].id),
        "second" => Ok(both[1].id),
        _ => Err(FieldProblem::new("to", "field-choose")),
    });
    let facts: Vec<FactRef> = form.many("fact").into_iter().filter_map(mark).collect();
    if facts.is_empty() {
        form.refuse(FieldProblem::new("fact", "field-choose"));
    }
    if let Some(to) = to.filter(|_| form.is_right()) {
        let assigning: Vec<_> = facts.into_iter().map(|fact| (fact, to)).collect();
        let idem = idem(&app, &form, &(pair, form.many("fact"), to))?;
        match app.people.assign_facts(&ctx, idem, pair, assigning).await {
            Ok(()) => return Ok(Redirect::to(&format!("/duplicates/{pair}")).into_response()),
            Err(problem) if problem.code() == "problem-not-found" => return Err(problem.into()),
            Err(problem) => refuse(&mut form, "fact", problem)?,
        }
    }
    shown(v, &app, pair, form).await
}
