//! Suspending, resuming and ending a filing.

use super::{authority_names, card};
use crate::kit::show;
use crate::live::{id, idem};
use crate::oversight::ChangePage;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{FilingId, Problem, Result};
use organisations::{Body, Filing, FilingStep};
use platform::App;
use web_kit::form::text;
use web_kit::{Answer, Asked, FormState, Submitted, Visit};

/// The filing and the step, as far as the visitor may take it.
async fn open(
    v: &Visit,
    app: &App,
    filing: &str,
    step: &str,
) -> Result<(Body, Filing, FilingStep)> {
    let step = FilingStep::from_word(step).ok_or_else(Problem::not_found)?;
    let filing: FilingId = id(filing)?;
    let ctx = v.ctx(app.world.clone());
    let (body, filing) = app.organisations.overseen_filing(&ctx, filing).await?;
    Ok((body, filing, step))
}

/// Says what will happen and asks why.
pub async fn form(
    v: Visit,
    State(app): State<App>,
    Path((filing, step)): Path<(String, String)>,
    Asked(form): Asked,
) -> Answer {
    let (body, filing, step) = open(&v, &app, &filing, &step).await?;
    filing.state.after(step)?;
    shown(v, &app, form, (body, filing, step)).await
}

async fn shown(
    v: Visit,
    app: &App,
    form: FormState,
    (body, filing, step): (Body, Filing, FilingStep),
) -> Answer {
    let authorities = authority_names(app).await?;
    show(&ChangePage {
        body: body.name,
        body_href: format!("/oversight/bodies/{}", body.id),
        href: format!("/oversight/filings/{}/{}", filing.id, step.word()),
        filing: card(&v, app, &filing, &authorities, &[]),
        step: step.word(),
        form,
        v,
    })
}

/// Takes the step.
pub async fn save(
    v: Visit,
    State(app): State<App>,
    Path((filing, step)): Path<(String, String)>,
    Submitted(mut form): Submitted,
) -> Answer {
    let (body, filing, step) = open(&v, &app, &filing, &step).await?;
    let reason = form.optional("reason", text("reason", 500));
    if let Some(reason) = reason {
        let reason = reason.unwrap_or_default();
        let idem = idem(&app, &form, &(filing.id, step, &reason))?;
        let ctx = v.ctx(app.world.clone());
        match app.organisations.change_filing(&ctx, idem, filing.id, step, reason).await {
            Ok(()) => {
                let href = format!("/oversight/bodies/{}", body.id);
                return Ok(Redirect::to(&href).into_response());
            }
            Err(problem) if form.absorb(&problem) => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    shown(v, &app, form, (body, filing, step)).await
}
