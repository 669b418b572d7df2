//! One case, with the forms of what the visitor may do.

use super::standing::{For, standing};
use super::{Names, asked, hyphens, opened, papers};
use crate::cases::{ActForm, CaseAbout, CasePage, ObjectionRow, cause_choices, ending_choices};
use crate::kit::show;
use crate::live::designations::ranking;
use crate::live::oversight::authority_names;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use approval::permissions::CASE_APPROVE;
use approval::{Act, Case, Cause, Ending};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{CaseId, FieldProblem, ObjectionId, Result};
use organisations::OfficeAct;
use platform::App;
use platform::cases::{Matter, Shown};
use web_kit::form::date;
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// Acts whose forms do not stand open by themselves: exceptions, and what takes something away.
const FOLDED: [&str; 6] = ["not_accept", "reject", "return", "extend", "drop_end", "propose_end"];

/// The case.
pub async fn page(
    v: Visit,
    State(app): State<App>,
    Path(case): Path<String>,
    Asked(asked): Asked,
) -> Answer {
    let seen = app.case(&v.ctx(app.world.clone()), id(&case)?).await?;
    // The address chooses the form that is open.
    let mut form = FormState::default();
    for name in ["act", "objection"] {
        form.values.insert(name.to_owned(), asked.value(name).to_owned());
    }
    shown(v, &app, seen, form).await
}

async fn shown(v: Visit, app: &App, seen: Shown, mut form: FormState) -> Answer {
    let names = authority_names(app).await?;
    let Shown { record, matter, offers } = seen;
    let case = &record.case;
    let href = format!("/cases/{}", case.id);
    let about = about(&v, app, &matter, &href);
    let open = open(&v, &matter, case, &offers, form.value("act"));
    let others =
        offers.iter().filter(|act| open.as_ref().is_none_or(|open| open.word != act.word()));
    let others = others.map(|act| {
        let word = act.word();
        (format!("act-{}", hyphens(word)), format!("{href}?act={word}#act"))
    });
    if open.as_ref().is_some_and(|open| !open.endings.is_empty())
        && form.value("effective").is_empty()
    {
        form.values.insert("effective".to_owned(), v.now.civil_date().to_string());
    }
    if let Some(cause) = needed(case).filter(|_| form.value("cause").is_empty()) {
        form.values.insert("cause".to_owned(), cause.word().to_owned());
    }
    let (objections, answering) = objections(&v, app, &record, &form).await?;
    show(&CasePage {
        name: case.title.clone(),
        about,
        matter: case.procedure.name.get(v.t.lang).to_owned(),
        version: case.version,
        standing: standing(&v, app, &record, For::Office, &names),
        office: office(case, &names),
        opened_at: case.opened_at,
        objections,
        others: others.collect(),
        answering,
        open,
        href,
        form,
        v,
    })
}

/// What a case is about.
fn about(v: &Visit, app: &App, matter: &Matter, href: &str) -> CaseAbout {
    match matter {
        Matter::Filing(applied) => CaseAbout::Filing {
            body_href: format!("/bodies/{}", applied.body.id),
            years: applied.application.years,
            asked: asked(v, app, &applied.application.scope),
            papers: papers(v, &applied.procedure, &applied.application, href),
        },
        Matter::Selection(selection) => {
            let (round, entries) = &**selection;
            let ranked = round.state.ranking().map(|(ranking, _)| ranking).unwrap_or_default();
            CaseAbout::Selection {
                href: format!("/designations/office/{}", round.id),
                ranking: ranking(v, ranked, entries),
            }
        }
    }
}

/// What the step at hand needs and has not got yet.
fn needed(case: &Case) -> Option<Cause> {
    let Some(approval::Party::Step(step)) = case.turn() else { return None };
    let needs = case.procedure.steps.get(step)?.needs?;
    let done = case.progress.assessed.iter().any(|done| done.cause == needs);
    (!done).then_some(needs)
}

/// The name of the office that took the case in.
pub(super) fn office(case: &Case, names: &Names) -> String {
    case.office(0).and_then(|office| names.get(&office).cloned()).unwrap_or_default()
}

/// The form that stands open: the one asked for, else the first that is no exception.
fn open(v: &Visit, matter: &Matter, case: &Case, offers: &[Act], wanted: &str) -> Option<ActForm> {
    let asked = offers.iter().find(|act| act.word() == wanted);
    let first = offers.first().filter(|act| !FOLDED.contains(&act.word()));
    let act = asked.or(first)?;
    let decides = match act {
        Act::Approve => case.procedure.notice_days.is_none(),
        other => *other == Act::Conclude,
    };
    Some(ActForm {
        key: act.word().replace('_', "-"),
        word: act.word(),
        needs_reason: act.needs_reason(),
        missing: matches!(act, Act::AskSupplement { .. }),
        causes: match act {
            Act::Stop { .. } => cause_choices(v),
            _ => Vec::new(),
        },
        code: decides && matches!(matter, Matter::Filing(_)),
        endings: match act {
            Act::ProposeEnd { .. } => ending_choices(v),
            _ => Vec::new(),
        },
    })
}

/// The objections, and the one whose answer is being written.
async fn objections(
    v: &Visit,
    app: &App,
    record: &approval::Record,
    form: &FormState,
) -> Result<(Vec<ObjectionRow>, Option<(String, String)>)> {
    let ctx = v.ctx(app.world.clone());
    let case = &record.case;
    let office = case.office(case.last_step());
    let object = authz::Object::offices(office.into_iter().collect());
    let may = authz::permit(&ctx, &CASE_APPROVE, &object).is_ok();
    let all = app.objections(&ctx, record).await?;
    let waits: Vec<_> = all.iter().filter(|(one, _)| may && one.answer.is_none()).collect();
    let wanted = waits.iter().find(|(one, _)| one.id.to_string() == form.value("objection"));
    let answering = wanted.or(waits.first()).map(|(one, said)| {
        (format!("/cases/{}/objections/{}", case.id, one.id), said.text.clone())
    });
    let row = |(one, said): &(approval::Objection, approval::Objecting)| {
        let answer = one.answer.as_ref().map(|answer| {
            let key = match answer.upheld {
                true => "case-objection-upheld",
                false => "case-objection-refused",
            };
            v.t.with(key, &[("text", &answer.text)])
        });
        let here = answering.as_ref().is_some_and(|(href, _)| href.ends_with(&one.id.to_string()));
        let open = may && one.answer.is_none() && !here;
        let href = format!("/cases/{}?objection={}#answering", case.id, one.id);
        ObjectionRow {
            who: v.t.with("case-objection-by", &[("name", &said.name), ("contact", &said.contact)]),
            at: one.at,
            text: said.text.clone(),
            answer: answer.unwrap_or_default(),
            answer_href: if open { href } else { String::new() },
        }
    };
    Ok((all.iter().map(row).collect(), answering))
}

/// Reads what an act carries.
pub(super) fn read_act(form: &mut FormState, word: &str) -> Option<Act> {
    match word {
        "accept" => Some(Act::Accept),
        "ask_supplement" => {
            let lines = form.value("missing").lines().map(str::to_owned);
            Some(Act::AskSupplement { missing: lines.collect() })
        }
        "not_accept" => Some(Act::NotAccept),
        "propose" => Some(Act::Propose { favourable: true }),
        "propose_against" => Some(Act::Propose { favourable: false }),
        "return" => Some(Act::Return),
        "stop" => {
            let missing = || FieldProblem::new("cause", "field-choose");
            let cause = form.required("cause", |typed| Cause::from_word(typed).ok_or_else(missing));
            Some(Act::Stop { cause: cause? })
        }
        "assessed" => Some(Act::Assessed),
        "extend" => Some(Act::Extend),
        "approve" => Some(Act::Approve),
        "reject" => Some(Act::Reject),
        "conclude" => Some(Act::Conclude),
        "propose_end" => {
            let missing = || FieldProblem::new("how", "field-choose");
            let how = form.required("how", |typed| Ending::from_word(typed).ok_or_else(missing));
            let effective = form.required("effective", date("effective"));
            Some(Act::ProposeEnd { how: how?, effective: effective? })
        }
        "confirm_end" => Some(Act::ConfirmEnd),
        "drop_end" => Some(Act::DropEnd),
        _ => {
            form.refuse(FieldProblem::new("opinion", "approval-not-now"));
            None
        }
    }
}

/// Does something with the case.
pub async fn act(
    v: Visit,
    State(app): State<App>,
    Path(case): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (ctx, case) = (v.ctx(app.world.clone()), id::<CaseId>(&case)?);
    let seen = app.case(&ctx, case).await?;
    let word = form.value("act").to_owned();
    if let Some(act) = read_act(&mut form, &word) {
        let code = form.value("code").trim().to_owned();
        let command = OfficeAct {
            case,
            version: form.value("version").parse().unwrap_or_default(),
            act,
            opinion: form.value("opinion").trim().to_owned(),
            code: Some(code).filter(|code| !code.is_empty()),
        };
        let idem = idem(&app, &form, &command)?;
        match app.act_on_case(&ctx, idem, command).await {
            Ok(()) => return Ok(Redirect::to(&format!("/cases/{case}")).into_response()),
            Err(problem) => refuse(&mut form, "opinion", problem)?,
        }
    }
    let seen = app.case(&ctx, case).await.unwrap_or(seen);
    shown(v, &app, seen, form).await
}

/// Answers an objection.
pub async fn answer(
    v: Visit,
    State(app): State<App>,
    Path((case, objection)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    authz::permit_somewhere(&ctx, &CASE_APPROVE)?;
    let (case, objection) = (id::<CaseId>(&case)?, id::<ObjectionId>(&objection)?);
    let seen = app.case(&ctx, case).await?;
    form.values.insert("objection".to_owned(), objection.to_string());
    let missing = || FieldProblem::new("upheld", "field-choose");
    let upheld = form.required("upheld", |typed| match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(missing()),
    });
    let text = form.value("answer").to_owned();
    if text.trim().is_empty() {
        form.refuse(FieldProblem::new("answer", "approval-answer"));
    }
    if let (Some(upheld), true) = (upheld, form.is_right()) {
        let idem = idem(&app, &form, &(case, objection, upheld, &text))?;
        match app.answer_objection(&ctx, idem, case, objection, upheld, text).await {
            Ok(()) => {
                let href = format!("/cases/{case}#objections");
                return Ok(Redirect::to(&href).into_response());
            }
            Err(problem) => refuse(&mut form, "answer", problem)?,
        }
    }
    shown(v, &app, seen, form).await
}

/// A paper of the application.
pub async fn paper(
    v: Visit,
    State(app): State<App>,
    Path((case, key)): Path<(String, String)>,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let Matter::Filing(applied) = app.case(&ctx, id(&case)?).await?.matter else {
        return Err(kernel::Problem::not_found().into());
    };
    let paper = app.organisations.paper(&ctx, applied.application.id, &key).await?;
    opened(&key, paper)
}
