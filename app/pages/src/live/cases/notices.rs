//! Public notices, and objections to them.

use super::{Names, asked, one::office};
use crate::kit::show;
use crate::live::designations::ranking;
use crate::live::oversight::authority_names;
use crate::live::sign_in::refuse;
use crate::live::{id, idem};
use crate::notices::{NoticeAbout, NoticePage, NoticeRow, NoticesPage, ObjectedPage, state};
use approval::{Case, Objecting, State as Stands};
use axum::extract::{Path, State};
use kernel::{CaseId, CivilDate, Problem, Result};
use platform::App;
use platform::cases::Noticed;
use web_kit::security::limited_by;
use web_kit::{Answer, FormState, Paging, Submitted, Visit, list};

/// The first and the last day of a notice.
fn days(case: &Case) -> Result<(CivilDate, CivilDate)> {
    match case.progress.state {
        Stands::Noticed { from, until } => Ok((from, until)),
        _ => Err(Problem::not_found()),
    }
}

fn row(v: &Visit, case: &Case, names: &Names) -> Result<NoticeRow> {
    let (_, until) = days(case)?;
    Ok(NoticeRow {
        name: case.title.clone(),
        href: format!("/notices/{}", case.id),
        matter: case.procedure.name.get(v.t.lang).to_owned(),
        office: office(case, names),
        state: state(v.now.civil_date() <= until),
        until,
    })
}

/// What is under notice.
pub async fn list(v: Visit, State(app): State<App>) -> Answer {
    let page = app.notices(&list::page_request(&v.here)).await?;
    let names = authority_names(&app).await?;
    show(&NoticesPage {
        rows: page.items.iter().map(|case| row(&v, case, &names)).collect::<Result<_>>()?,
        paging: Paging::new(&v.here, &page, None),
        v,
    })
}

/// One notice with the form of an objection.
pub async fn one(v: Visit, State(app): State<App>, Path(case): Path<String>) -> Answer {
    shown(v, &app, id(&case)?, FormState::default()).await
}

async fn shown(v: Visit, app: &App, id: CaseId, form: FormState) -> Answer {
    let (case, noticed) = app.notice(id).await?;
    let about = match noticed {
        Noticed::Filing(application) => NoticeAbout::Filing {
            body_href: format!("/bodies/{}", application.body),
            years: application.years,
            asked: asked(&v, app, &application.scope),
        },
        Noticed::Selection(selection) => {
            let (round, entries) = *selection;
            let ranked = round.state.ranking().map(|(ranking, _)| ranking).unwrap_or_default();
            NoticeAbout::Selection {
                href: format!("/designations/rounds/{}", round.id),
                ranking: ranking(&v, ranked, &entries),
            }
        }
    };
    let names = authority_names(app).await?;
    let days = days(&case)?;
    show(&NoticePage {
        form,
        about,
        href: format!("/notices/{id}"),
        matter: case.procedure.name.get(v.t.lang).to_owned(),
        office: office(&case, &names),
        running: v.now.civil_date() <= days.1,
        days,
        name: case.title,
        v,
    })
}

/// Takes an objection.
pub async fn object(
    v: Visit,
    State(app): State<App>,
    Path(case): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (ctx, case) = (v.ctx(app.world.clone()), id::<CaseId>(&case)?);
    let value = |name: &str| form.value(name).trim().to_owned();
    let objecting =
        Objecting { name: value("name"), contact: value("contact"), text: value("text") };
    let address = v.address.map(|address| limited_by(address).to_string()).unwrap_or_default();
    let idem = idem(&app, &form, &(case, &objecting))?;
    match app.object_from(&ctx, idem, (case, objecting), &address).await {
        Ok(_) => {
            let (noticed, _) = app.notice(case).await?;
            show(&ObjectedPage { v, name: noticed.title, href: format!("/notices/{case}") })
        }
        Err(problem) => {
            refuse(&mut form, "text", problem)?;
            shown(v, &app, case, form).await
        }
    }
}
