//! 签发的证书, from the installation.

use super::{chosen, desk};
use crate::issued::{IssuedPage, IssuedRow};
use crate::kit::show;
use crate::live::{certificates as shared, standing};
use crate::live::{id, idem};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect};
use certificates::permissions::CERTIFICATE_LIST;
use certificates::{Certificate, PublicReason, StatusStep};
use kernel::{CertificateId, FieldProblem, RunId};
use platform::App;
use web_kit::form::text;
use web_kit::{Answer, Asked, FormState, Paging, Submitted, Visit, list};

/// The certificates of a body, or of one of its runs.
pub async fn list(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let body = chosen(&v, &app, &CERTIFICATE_LIST, form.value("body"))?;
    let page = list::page_request(&v.here);
    let (run, page) = match form.value("run") {
        "" => (None, app.certificates.of_body(&ctx, body, &page).await?),
        run => {
            let run: RunId = id(run)?;
            let found = app.evaluation.run(&ctx, run).await?;
            let page = app.certificates.of_run(&ctx, body, run, &page).await?;
            (Some(super::runs::row(&v, &app, &found)), page)
        }
    };
    let row = |one: &Certificate| IssuedRow {
        number: one.number.clone(),
        href: format!("/certificates/{}", one.id),
        occupation: app.occupation_name(one.occupation, one.exam_on),
        level: one.level.printed(v.t.lang).to_owned(),
        issued_on: one.issued_on,
        standing: standing(&one.status),
    };
    let named = |run: crate::runs::RunRow| {
        let name = [("occupation", &run.occupation as _), ("level", &run.level as _)];
        (v.t.with("runs-run-name", &name), run.href)
    };
    show(&IssuedPage {
        desk: desk(&v, &app, &CERTIFICATE_LIST, body).await?,
        run: run.map(named),
        rows: page.items.iter().map(row).collect(),
        paging: Paging::new(&v.here, &page, None),
        v,
    })
}

/// Reads what to do; nothing, and findings, when something is missing.
fn step(form: &mut FormState) -> Option<StatusStep> {
    let words = ["suspend", "resume", "revoke"];
    let step = form.required("step", |typed| match words.contains(&typed) {
        true => Ok(typed.to_owned()),
        false => Err(FieldProblem::new("step", "field-choose")),
    })?;
    let why = form.value("why").to_owned();
    let read = StatusStep::from_words(&step, &why);
    if read.is_none() {
        let code = match PublicReason::from_word(&why) {
            Some(_) => "field-choose",
            None => "certificate-why-missing",
        };
        form.refuse(FieldProblem::new("why", code));
    }
    read
}

/// Suspends, resumes or revokes a certificate.
pub async fn status(
    v: Visit,
    State(app): State<App>,
    Path(certificate): Path<String>,
    Submitted(mut form): Submitted,
) -> Answer {
    let id: CertificateId = id(&certificate)?;
    let step = step(&mut form);
    let reason = form.optional("reason", text("reason", 500));
    let (Some(step), Some(reason)) = (step, reason) else {
        return shared::issued_again(v, app, certificate, form).await;
    };
    let reason = reason.unwrap_or_default();
    let idem = idem(&app, &form, &(id, step, &reason))?;
    match app.certificates.change_status(&v.ctx(app.world.clone()), idem, id, step, reason).await {
        Ok(()) => Ok(Redirect::to(&format!("/certificates/{id}")).into_response()),
        Err(problem) if form.absorb(&problem) => {
            shared::issued_again(v, app, certificate, form).await
        }
        Err(problem) => Err(problem.into()),
    }
}
