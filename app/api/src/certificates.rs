//! Certificates for those whose business they are.

use crate::check::told;
use crate::json::{Listed, Sent, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use certificates::permissions::{CERTIFICATE_LIST, CERTIFICATE_OPEN, CERTIFICATE_STATUS};
use certificates::{Certificate, PublicReason, StatusStep};
use kernel::{BodyId, CertificateId, CivilDate, FieldProblem, Problem};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A certificate as registers show it.
#[derive(Serialize, ToSchema)]
pub(crate) struct CertificateRow {
    /// The identifier.
    id: String,
    /// 证书编号
    number: String,
    /// The code of the occupation.
    occupation: String,
    /// 工种 / 职业方向
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// The stored word of the level.
    level: String,
    /// The body that issued it.
    body: String,
    /// The exam day.
    #[schema(value_type = String, format = Date)]
    exam_on: CivilDate,
    /// The day of issue.
    #[schema(value_type = String, format = Date)]
    issued_on: CivilDate,
    /// `valid`, `suspended` or `revoked`.
    status: &'static str,
    /// Since when it has not held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    status_since: Option<CivilDate>,
    /// The word of what anybody is told about why.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'static str>,
}

impl CertificateRow {
    /// The row of a certificate.
    pub(crate) fn of(one: &Certificate) -> Self {
        let (status, status_since, status_reason) = told(&one.status.standing());
        CertificateRow {
            id: one.id.to_string(),
            number: one.number.clone(),
            occupation: one.occupation.to_string(),
            variant: one.variant.clone(),
            level: one.level.word().to_owned(),
            body: one.body.to_string(),
            exam_on: one.exam_on,
            issued_on: one.issued_on,
            status,
            status_since,
            status_reason,
        }
    }
}

/// A certificate with its signed credential.
#[derive(Serialize, ToSchema)]
pub(crate) struct CertificateRecord {
    /// What registers show.
    #[serde(flatten)]
    certificate: CertificateRow,
    /// The holder's name.
    holder: String,
    /// What the QR code says.
    check_url: String,
    /// The signed credential (W3C Verifiable Credentials 2.0, Open Badges 3.0).
    credential: serde_json::Value,
}

/// What to do with a certificate.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct StatusChange {
    /// `suspend`, `resume` or `revoke`.
    step: String,
    /// The word of what anybody is told; not needed for taking up again.
    #[serde(default)]
    public_reason: String,
    /// The grounds, for the file only. They name no people.
    grounds: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let list = Access::Action(CERTIFICATE_LIST.code);
    let open = Access::Action(CERTIFICATE_OPEN.code);
    let of_body =
        Route::get("/api/v1/bodies/{id}/certificates", list, Serves::INNER_AND_SITE, of_body);
    let one = Route::get("/api/v1/certificates/{id}", open, Serves::EVERYWHERE, one);
    let status = Access::Action(CERTIFICATE_STATUS.code);
    let status =
        Route::post("/api/v1/certificates/{id}/status", status, Serves::INNER_AND_SITE, status_of);
    vec![
        Operation::new::<CertificateRow>(
            status,
            "changeCertificateStatus",
            "certificates",
            "Suspend, resume or revoke a certificate. Everybody who checks it sees the change at once.",
        )
        .path("id", "The identifier.")
        .takes::<StatusChange>()
        .idempotent(),
        Operation::new::<Listed<CertificateRow>>(
            of_body,
            "listCertificatesOfBody",
            "certificates",
            "Certificates that a body issued, latest first.",
        )
        .path("id", "The body.")
        .paged(),
        Operation::new::<CertificateRecord>(
            one,
            "getCertificate",
            "certificates",
            "A certificate with its signed credential. The look is recorded.",
        )
        .path("id", "The identifier.")
        .query("purpose", "Why; the holder can read it."),
    ]
}

async fn of_body(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id: BodyId = id.parse().map_err(|_| Problem::not_found())?;
    let ctx = v.ctx(app.world.clone());
    let page = app.certificates.of_body(&ctx, id, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |one| CertificateRow::of(&one)))
}

async fn status_of(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(change): Sent<StatusChange>,
) -> Answer {
    let id: CertificateId = id.parse().map_err(|_| Problem::not_found())?;
    let step = StatusStep::from_words(&change.step, &change.public_reason).ok_or_else(|| {
        let known = PublicReason::from_word(&change.public_reason).is_some();
        let field = if known { "step" } else { "public_reason" };
        Problem::fields(vec![FieldProblem::new(field, "field-choose")])
    })?;
    let ctx = v.ctx(app.world.clone());
    let idem = idem(&app, &headers, &(id, &change))?;
    app.certificates.change_status(&ctx, idem, id, step, change.grounds).await?;
    give(&CertificateRow::of(&app.certificates.certificate(&ctx, id).await?))
}

async fn one(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(form): Asked,
) -> Answer {
    let id: CertificateId = id.parse().map_err(|_| Problem::not_found())?;
    let purpose = form.value("purpose").to_owned();
    let opened = app.certificates.open(&v.ctx(app.world.clone()), id, purpose).await?;
    let credential = serde_json::from_str(&opened.credential).map_err(Problem::internal)?;
    give(&CertificateRecord {
        certificate: CertificateRow::of(&opened.certificate),
        holder: opened.personal.name.reveal().to_owned(),
        check_url: opened.check_url,
        credential,
    })
}
