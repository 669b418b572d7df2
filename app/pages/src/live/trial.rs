//! The made-up certificates that a demonstration offers for trying the check.

use crate::trial::{Trial, trial};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use certificates::{Certificate, OpenedCertificate};
use kernel::{
    AccountActor, AccountId, Actor, Assurance, BodyId, CertificateId, Ctx, Home, Instant, Office,
    PageRequest, Post, Problem, Random, Result, Role,
};
use organisations::BodyQuery;
use platform::App;
use std::sync::Arc;
use web_kit::{Answer, Visit};

/// The most bodies that are looked at: visitors may have registered some that never issued anything.
const BODIES: u32 = 100;
/// How many statuses a certificate can have; with one of each the page has what it shows.
const STATUSES: usize = 3;
/// Latest certificates of each that are looked at.
const LATEST: u32 = 40;

/// The page: the latest certificate of each status.
pub async fn page(v: Visit, State(app): State<App>) -> Answer {
    only_in_a_demo(&app)?;
    let most = |limit| PageRequest { after: None, limit: Some(limit) };
    let ctx = v.ctx(app.world.clone());
    let (every, few) = (BodyQuery::default(), most(BODIES));
    let bodies = app.organisations.search_bodies(&ctx, &every, &few);
    let mut chosen: Vec<Certificate> = Vec::new();
    for body in bodies.await?.items {
        if chosen.len() == STATUSES {
            break;
        }
        let ctx = clerk(&app, &v, body.id);
        let latest = app.certificates.of_body(&ctx, body.id, &most(LATEST)).await?;
        for certificate in latest.items {
            if chosen.iter().all(|c| c.status.word() != certificate.status.word()) {
                chosen.push(certificate);
            }
        }
    }
    let mut shown = Vec::new();
    for certificate in chosen {
        shown.push(row(opened(&app, &v, certificate.body, certificate.id).await?));
    }
    trial(v, shown)
}

/// The signed file of a made-up certificate.
pub async fn file(
    v: Visit,
    State(app): State<App>,
    Path((body, certificate)): Path<(String, String)>,
) -> Answer {
    only_in_a_demo(&app)?;
    let body = body.parse().map_err(|_| Problem::not_found())?;
    let certificate = certificate.parse().map_err(|_| Problem::not_found())?;
    let found = opened(&app, &v, body, certificate).await?;
    let name = format!("attachment; filename=\"{}.json\"", found.certificate.number);
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, found.credential).into_response())
}

fn only_in_a_demo(app: &App) -> Result<()> {
    if app.store.is_demo() { Ok(()) } else { Err(Problem::not_found()) }
}

/// A clerk of a made-up body, as whom the demonstration opens its own certificates.
fn clerk(app: &App, v: &Visit, body: BodyId) -> Ctx {
    let account = AccountId::new(Home::NODE, Instant::from_micros(0), &Random::seeded(77));
    let posts = vec![Post { role: Role::BodyClerk, office: Office::Body(body) }];
    let actor = AccountActor {
        account,
        person: None,
        posts,
        deputies: Vec::new(),
        assurance: Assurance::Two,
    };
    Ctx { actor: Actor::Account(Arc::new(actor)), ..v.ctx(app.world.clone()) }
}

async fn opened(
    app: &App,
    v: &Visit,
    body: BodyId,
    certificate: CertificateId,
) -> Result<OpenedCertificate> {
    app.certificates.open(&clerk(app, v, body), certificate, "trial-title".to_owned()).await
}

fn row(found: OpenedCertificate) -> Trial {
    let document = found.personal.documents.first().map(|d| d.number.reveal().to_owned());
    let document = document.unwrap_or_default();
    let end = document.get(document.len().saturating_sub(6)..).unwrap_or_default();
    Trial {
        holder: found.personal.name.reveal().to_owned(),
        document_end: end.to_owned(),
        standing: found.certificate.status.standing().into(),
        check_href: found.check_url,
        file_href: format!(
            "/demo/certificates/{}/{}",
            found.certificate.body, found.certificate.id
        ),
        number: found.certificate.number,
    }
}
