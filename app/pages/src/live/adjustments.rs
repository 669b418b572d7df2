//! 职业分类动态调整, from the installation: for everybody, and for the office that holds a round.

use crate::adjustments::{
    AnswerRow, CommentRow, CommentedPage, NewRoundPage, ProposalRow, PublicProposalPage,
    RoundFilePage, RoundPage, RoundRow, RoundsPage,
};
use crate::kit::{State as Word, Tone, show};
use crate::live::cases::standing::word;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use approval::{Case, State as Stands};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use classification::permissions::{
    ADJUSTMENT_FILE, ADJUSTMENT_HANDLE, COMMENT_ANSWER, PROPOSAL_MAKE,
};
use classification::{
    Adjustment, CommentAnswer, Commenting, Content, NewAdjustment, Proposal, RoundFile, RoundStep,
    Stage, Wanted,
};
use kernel::{AdjustmentId, CommentId, FieldProblem, OccupationCode, Problem, ProposalId};
use platform::App;
use web_kit::form::{date, number, text};
use web_kit::security::limited_by;
use web_kit::{Access, Answer, Asked, FormState, Route, Serves, Submitted, Visit};

/// The public pages.
pub(super) fn public_routes() -> Vec<Route<App>> {
    let (public, everywhere) = (Access::Public, Serves::EVERYWHERE);
    vec![
        Route::get("/classification", public, everywhere, list),
        Route::get("/classification/{id}", public, everywhere, one),
        Route::get("/classification/proposals/{id}", public, everywhere, proposal),
        Route::post("/classification/proposals/{id}", public, everywhere, comment),
    ]
}

/// The pages of the office that holds a round.
pub fn round_routes() -> Vec<Route<App>> {
    let inner = Serves::INNER;
    let may = |action: &authz::Action| Access::Action(action.code);
    vec![
        Route::get("/rounds", may(&ADJUSTMENT_FILE), inner, own),
        Route::get("/rounds/new", may(&ADJUSTMENT_HANDLE), inner, new),
        Route::post("/rounds/new", may(&ADJUSTMENT_HANDLE), inner, begin),
        Route::get("/rounds/{id}", may(&ADJUSTMENT_FILE), inner, file),
        Route::post("/rounds/{id}", may(&ADJUSTMENT_FILE), inner, step),
        Route::post("/rounds/{id}/comments/{comment}", may(&COMMENT_ANSWER), inner, answer),
    ]
}

/// Where a round stands, as a word.
fn stage(stage: &Stage) -> Word {
    match stage {
        Stage::Drafted => Word::new("round-stage-drafted", Tone::Quiet),
        Stage::Dropped { .. } => Word::new("round-stage-dropped", Tone::Stopped),
        Stage::Called { .. } => Word::new("round-stage-called", Tone::Waiting),
        Stage::Consulting { .. } => Word::new("round-stage-consulting", Tone::Waiting),
        Stage::Prepared { .. } => Word::new("round-stage-prepared", Tone::Attention),
        Stage::Released { .. } => Word::new("round-stage-released", Tone::Done),
    }
}

/// The last day of what runs now, as a sentence.
fn until(v: &Visit, app: &App, one: &Adjustment) -> String {
    let t = v.t;
    let (key, day) = match &one.stage {
        Stage::Drafted | Stage::Dropped { .. } => return String::new(),
        Stage::Called { .. } => ("round-until-called", Some(one.closes_on)),
        Stage::Consulting { .. } | Stage::Prepared { .. } => {
            ("round-until-consulting", one.comments_until(&app.world.calendar))
        }
        Stage::Released { from, .. } => ("round-until-released", Some(*from)),
    };
    day.map(|day| t.with(key, &[("date", &t.date(day))])).unwrap_or_default()
}

fn row(v: &Visit, app: &App, one: &Adjustment, below: &str) -> RoundRow {
    RoundRow {
        title: one.title.clone(),
        href: format!("{below}/{}", one.id),
        state: stage(&one.stage),
        until: until(v, app, one),
    }
}

/// What a proposal wants, in a line.
pub(super) fn title(v: &Visit, app: &App, content: &Content) -> String {
    let t = v.t;
    let (on, wanted) = (v.now.civil_date(), &content.wanted);
    let named = |code: OccupationCode| match app.world.occupations.on(code, on) {
        Some(spell) => format!("{} {code}", spell.name),
        None => code.to_string(),
    };
    let comma = t.lang.pick("、", ", ");
    let codes: Vec<String> = wanted.codes().into_iter().map(named).collect();
    let (codes, names) = (codes.join(comma), wanted.names().join(comma));
    let what = match (codes.is_empty(), names.is_empty()) {
        (true, _) => names,
        (_, true) => codes,
        _ => format!("{codes} → {names}"),
    };
    let kind = t.get(&format!("proposal-kind-{}", wanted.word()));
    format!("{kind}{}{what}", t.get("form-colon"))
}

/// What a proposal says, name by name.
pub(crate) fn proposal_facts(v: &Visit, app: &App, one: &Proposal) -> Vec<(String, String)> {
    let (t, content) = (v.t, &one.content);
    let mut facts = vec![
        (t.get("round-proposal"), title(v, app, content)),
        (t.get("round-body"), one.body_name.clone()),
    ];
    if let Wanted::Occupation { group, .. } = &content.wanted {
        let name = app.world.occupations.on(*group, v.now.civil_date());
        let name = name.map(|spell| spell.name.to_string()).unwrap_or_default();
        facts.push((t.get("proposal-group"), format!("{group} {name}")));
    }
    let marks: Vec<String> = [(content.green, "mark-green"), (content.digital, "mark-digital")]
        .into_iter()
        .filter(|(has, _)| *has)
        .map(|(_, key)| t.get(key))
        .collect();
    for (key, value) in [
        ("proposal-definition", content.definition.clone()),
        ("proposal-tasks", content.tasks.clone()),
        ("proposal-reason", content.reason.clone()),
        ("proposal-workers", content.workers.to_string()),
        ("proposal-marks", marks.join(t.lang.pick("、", ", "))),
        ("proposal-attachments", content.attachments.join(t.lang.pick("；", "; "))),
    ] {
        if !value.is_empty() {
            facts.push((t.get(key), value));
        }
    }
    facts
}

fn proposal_row(v: &Visit, app: &App, (one, case): &(Proposal, Case), href: String) -> ProposalRow {
    ProposalRow {
        name: title(v, app, &one.content),
        href,
        body: one.body_name.clone(),
        state: word(&case.progress.state),
    }
}

fn facts(v: &Visit, app: &App, one: &Adjustment) -> Vec<(String, String)> {
    let t = v.t;
    let mut facts = vec![
        (t.get("round-opens"), t.date(one.opens_on)),
        (t.get("round-closes"), t.date(one.closes_on)),
        (t.get("round-days"), t.with("round-days-count", &[("count", &one.consult_days)])),
    ];
    if let Some(until) = one.comments_until(&app.world.calendar) {
        facts.push((t.get("round-comments-until"), t.date(until)));
    }
    match &one.stage {
        Stage::Prepared { from, .. } => facts.push((t.get("round-from"), t.date(*from))),
        Stage::Released { from, on, .. } => {
            facts.push((t.get("round-released-on"), t.date(*on)));
            facts.push((t.get("round-from"), t.date(*from)));
        }
        Stage::Dropped { reason, .. } => facts.push((t.get("round-reason"), reason.clone())),
        Stage::Drafted | Stage::Called { .. } | Stage::Consulting { .. } => {}
    }
    facts
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The rounds whose calls are public.
pub async fn list(v: Visit, State(app): State<App>) -> Answer {
    let found = app.classification.rounds(&v.ctx(app.world.clone())).await?;
    show(&RoundsPage {
        rows: found.iter().map(|one| row(&v, &app, one, "/classification")).collect(),
        office: false,
        new_href: String::new(),
        v,
    })
}

/// One round for everybody.
pub async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let found = app.classification.public_round(&ctx, id(&text)?).await?;
    let round = &found.round;
    let open = round.takes_in(v.now.civil_date()).is_ok();
    let proposes = !authz::bodies_for(&v.actor(), &PROPOSAL_MAKE).is_empty();
    let propose = format!("/proposals/new?round={}", round.id);
    let row = |one: &(Proposal, Case)| {
        proposal_row(&v, &app, one, format!("/classification/proposals/{}", one.0.id))
    };
    let word = match (&round.stage, open) {
        (Stage::Called { .. }, false) => "round-next-reviewing".to_owned(),
        (stage, _) => format!("round-next-{}", stage.word()),
    };
    show(&RoundPage {
        title: round.title.clone(),
        state: stage(&round.stage),
        next: v.t.get(&word),
        facts: facts(&v, &app, round),
        call: paragraphs(&round.call),
        propose_href: if open && proposes { propose } else { String::new() },
        rows: found.proposals.iter().map(row).collect(),
        released: released(&app, round),
        v,
    })
}

/// The codes that the release of a round changed.
fn released(app: &App, round: &Adjustment) -> Vec<(String, String, String)> {
    let Stage::Released { from, .. } = round.stage else { return Vec::new() };
    let begun = app.world.occupations.all_on(from).filter(|spell| spell.from == from);
    let row = |spell: &kernel::world::occupations::OccupationSpell| {
        let code = spell.code.to_string();
        (code.clone(), spell.name.to_string(), format!("/occupations/{code}"))
    };
    begun.map(row).collect()
}

/// One proposal for everybody.
pub async fn proposal(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    public(v, &app, id(&text)?, FormState::default()).await
}

async fn public(v: Visit, app: &App, id: ProposalId, form: FormState) -> Answer {
    let found = app.classification.public_proposal(&v.ctx(app.world.clone()), id).await?;
    let (today, calendar) = (v.now.civil_date(), &app.world.calendar);
    let open = found.round.takes_comments(today, calendar).is_ok();
    let noticed = matches!(found.case.progress.state, Stands::Noticed { .. });
    let answer = |one: classification::CommentAnswer| AnswerRow {
        summary: one.summary,
        adopted: one.adopted,
        text: one.text,
    };
    show(&PublicProposalPage {
        title: title(&v, app, &found.proposal.content),
        href: format!("/classification/proposals/{id}"),
        round: (found.round.title.clone(), format!("/classification/{}", found.round.id)),
        state: word(&found.case.progress.state),
        facts: proposal_facts(&v, app, &found.proposal),
        waiting: found.waiting,
        until: found.round.comments_until(calendar).filter(|_| open),
        notice_href: if noticed { format!("/notices/{}", found.case.id) } else { String::new() },
        answers: found.answers.into_iter().map(answer).collect(),
        form,
        v,
    })
}

/// Takes a comment.
pub async fn comment(
    v: Visit,
    State(app): State<App>,
    Path(one): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (ctx, one) = (v.ctx(app.world.clone()), id::<ProposalId>(&one)?);
    let value = |name: &str| form.value(name).trim().to_owned();
    let commenting =
        Commenting { name: value("name"), contact: value("contact"), text: value("text") };
    let address = v.address.map(|address| limited_by(address).to_string()).unwrap_or_default();
    let idem = idem(&app, &form, &(one, &commenting))?;
    match app.classification.comment(&ctx, idem, one, commenting, &address).await {
        Ok(_) => {
            let found = app.classification.public_proposal(&ctx, one).await?;
            let href = format!("/classification/proposals/{one}");
            show(&CommentedPage { title: title(&v, &app, &found.proposal.content), href, v })
        }
        Err(problem) => {
            refuse(&mut form, "text", problem)?;
            public(v, &app, one, form).await
        }
    }
}

/// The rounds of the visitor's office.
pub async fn own(v: Visit, State(app): State<App>) -> Answer {
    let (found, begins) = app.classification.own_rounds(&v.ctx(app.world.clone())).await?;
    let new_href = begins.map(|_| "/rounds/new".to_owned()).unwrap_or_default();
    let rows = found.iter().map(|one| row(&v, &app, one, "/rounds")).collect();
    show(&RoundsPage { rows, office: true, new_href, v })
}

/// The empty form of a round.
pub async fn new(v: Visit, State(app): State<App>) -> Answer {
    authz::permit_somewhere(&v.ctx(app.world.clone()), &ADJUSTMENT_HANDLE)?;
    let form = FormState::with(&[("consult_days", "10")]);
    show(&NewRoundPage { v, form })
}

/// Begins a round.
pub async fn begin(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &ADJUSTMENT_HANDLE)?;
    let office = app.classification.own_rounds(&ctx).await?.1.ok_or_else(Problem::not_found)?;
    let title = form.required("title", text("title", 60));
    let call = form.value("call").trim().to_owned();
    let opens_on = form.required("opens_on", date("opens_on"));
    let closes_on = form.required("closes_on", date("closes_on"));
    let days = form.required("consult_days", number("consult_days", 1..=90));
    if let (Some(title), Some(opens_on), Some(closes_on), Some(days)) =
        (title, opens_on, closes_on, days)
    {
        let consult_days = u16::try_from(days).map_err(Problem::internal)?;
        let new = NewAdjustment { office, title, call, opens_on, closes_on, consult_days };
        let idem = idem(&app, &form, &new)?;
        match app.classification.begin_round(&ctx, idem, new).await {
            Ok(id) => return Ok(Redirect::to(&format!("/rounds/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "title", problem)?,
        }
    }
    show(&NewRoundPage { v, form })
}

/// One round for its office.
pub async fn file(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Asked(asked): Asked,
) -> Answer {
    let mut form = FormState::default();
    form.values.insert("comment".to_owned(), asked.value("comment").to_owned());
    filed(v, &app, id(&text)?, form).await
}

async fn filed(v: Visit, app: &App, id: AdjustmentId, mut form: FormState) -> Answer {
    let found = app.classification.round(&v.ctx(app.world.clone()), id).await?;
    if form.value("from").is_empty() {
        form.values.insert("from".to_owned(), v.now.civil_date().to_string());
    }
    let round = &found.round;
    let (comments, answering) = comments(&v, app, &found, &form);
    let case_row =
        |one: &(Proposal, Case)| proposal_row(&v, app, one, format!("/cases/{}", one.1.id));
    let is_public = !matches!(round.stage, Stage::Drafted | Stage::Dropped { .. });
    let public = format!("/classification/{id}");
    show(&RoundFilePage {
        title: round.title.clone(),
        href: format!("/rounds/{id}"),
        public_href: if is_public { public } else { String::new() },
        version: round.version,
        state: stage(&round.stage),
        next: next(&v, app, &found),
        facts: facts(&v, app, round),
        call: paragraphs(&round.call),
        rows: found.proposals.iter().map(case_row).collect(),
        steps: found.offers.clone(),
        comments,
        answering,
        form,
        v,
    })
}

/// What comes next in a round, for its office.
pub(super) fn next(v: &Visit, app: &App, found: &RoundFile) -> String {
    let (t, round, open) = (v.t, &found.round, found.open);
    let today = v.now.civil_date();
    let over = round.comments_until(&app.world.calendar).is_some_and(|until| today > until);
    let key = match &round.stage {
        Stage::Called { .. } if today <= round.closes_on => "round-file-next-called".to_owned(),
        Stage::Called { .. } => "round-file-next-reviewing".to_owned(),
        Stage::Consulting { .. } if over => "round-file-next-deciding".to_owned(),
        stage => format!("round-file-next-{}", stage.word()),
    };
    t.with(&key, &[("proposals", &open.proposals), ("comments", &open.comments)])
}

/// The comments, and the one whose answer is being written.
fn comments(
    v: &Visit,
    app: &App,
    found: &RoundFile,
    form: &FormState,
) -> (Vec<CommentRow>, Option<(String, String)>) {
    let waits = found.comments.iter().filter(|(one, _)| found.may_answer && one.answer.is_none());
    let waits: Vec<_> = waits.collect();
    let wanted = waits.iter().find(|(one, _)| one.id.to_string() == form.value("comment"));
    let open = wanted.or(waits.first());
    let here = format!("/rounds/{}", found.round.id);
    let row = |(one, said): &(classification::Comment, Commenting)| {
        let about = found.proposals.iter().find(|(proposal, _)| proposal.id == one.proposal);
        let answer = one.answer.as_ref().map(|answer| {
            let key = if answer.adopted { "round-adopted-yes" } else { "round-adopted-no" };
            format!("{}{}{}", v.t.get(key), v.t.get("form-colon"), answer.text)
        });
        let is_open = open.is_some_and(|(other, _)| other.id == one.id);
        let href = format!("{here}?comment={}#answering", one.id);
        let may = found.may_answer && one.answer.is_none() && !is_open;
        CommentRow {
            about: about.map(|(p, _)| title(v, app, &p.content)).unwrap_or_default(),
            who: v.t.with("case-objection-by", &[("name", &said.name), ("contact", &said.contact)]),
            at: one.at,
            text: said.text.clone(),
            answer: answer.unwrap_or_default(),
            answer_href: if may { href } else { String::new() },
        }
    };
    let answering =
        open.map(|(one, said)| (format!("{here}/comments/{}", one.id), said.text.clone()));
    (found.comments.iter().map(row).collect(), answering)
}

fn read_step(form: &mut FormState) -> Option<RoundStep> {
    match form.value("step") {
        "confirm" => Some(RoundStep::Confirm),
        "drop" => Some(RoundStep::Drop { reason: form.value("reason").to_owned() }),
        "consult" => Some(RoundStep::Consult),
        "prepare" => {
            let from = form.required("from", date("from"))?;
            Some(RoundStep::Prepare { from })
        }
        "send_back" => Some(RoundStep::SendBack),
        "release" => Some(RoundStep::Release),
        _ => {
            form.refuse(FieldProblem::new("step", "classification-not-now"));
            None
        }
    }
}

/// Takes a step with a round.
pub async fn step(
    v: Visit,
    State(app): State<App>,
    Path(text): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (ctx, id) = (v.ctx(app.world.clone()), id::<AdjustmentId>(&text)?);
    authz::permit_somewhere(&ctx, &ADJUSTMENT_FILE)?;
    let step = read_step(&mut form);
    if let Some(step) = &step {
        // Whoever holds no post for the step anywhere is told so.
        authz::permit_somewhere(&ctx, step.action())?;
    }
    app.classification.round(&ctx, id).await?;
    let version: i64 = form.value("version").parse().unwrap_or_default();
    if let Some(step) = step {
        let idem = idem(&app, &form, &(id, version, &step))?;
        match app.step_round(&ctx, idem, id, version, step).await {
            Ok(()) => return Ok(Redirect::to(&format!("/rounds/{id}")).into_response()),
            Err(problem) => refuse(&mut form, "step", problem)?,
        }
    }
    filed(v, &app, id, form).await
}

/// Answers a comment.
pub async fn answer(
    v: Visit,
    State(app): State<App>,
    Path((round, comment)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &COMMENT_ANSWER)?;
    let (round, comment) = (id::<AdjustmentId>(&round)?, id::<CommentId>(&comment)?);
    app.classification.round(&ctx, round).await?;
    form.values.insert("comment".to_owned(), comment.to_string());
    let choose = || FieldProblem::new("adopted", "field-choose");
    let adopted = form.required("adopted", |typed| match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(choose()),
    });
    if let Some(adopted) = adopted {
        let value = |name: &str| form.value(name).trim().to_owned();
        let given = CommentAnswer { summary: value("summary"), adopted, text: value("answer") };
        let idem = idem(&app, &form, &(comment, &given))?;
        match app.classification.answer_comment(&ctx, idem, comment, given).await {
            Ok(()) => {
                return Ok(Redirect::to(&format!("/rounds/{round}#comments")).into_response());
            }
            Err(problem) => refuse(&mut form, "answer", problem)?,
        }
    }
    filed(v, &app, round, form).await
}
