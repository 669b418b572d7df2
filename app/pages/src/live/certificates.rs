//! A certificate with its face, on the page and on paper.

use crate::certificate::{CertificatePage, Face};
use crate::issued::StatusForm;
use crate::kit::show;
use crate::live::standing;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use certificates::OpenedCertificate;
use kernel::{CertificateId, Lang, Problem, Result};
use people::Disclosure;
use platform::{App, paper};
use web_kit::{Answer, FormState, Visit};

/// The purpose under which a certificate's page is opened by others than the holder.
const SHOWN: &str = "certificate-shown";

async fn open(v: &Visit, app: &App, id: &str) -> Result<OpenedCertificate> {
    let id: CertificateId = crate::live::id(id)?;
    app.certificates.open(&v.ctx(app.world.clone()), id, SHOWN.to_owned()).await
}

/// One of the holder's own certificates.
pub async fn own(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    page(v, app, id, ("archive-title", "/archive"), "/archive/certificates", None).await
}

/// A certificate of the body for which somebody acts.
pub async fn issued(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    issued_again(v, app, id, FormState::default()).await
}

/// The same with a form that was sent to change its status.
pub(super) async fn issued_again(v: Visit, app: App, id: String, form: FormState) -> Answer {
    let certificate: CertificateId = crate::live::id(&id)?;
    let steps = app.certificates.status_steps(&v.ctx(app.world.clone()), certificate).await?;
    let action = format!("/certificates/{id}/status");
    let change = (!steps.is_empty()).then_some(StatusForm { steps, action, form });
    page(v, app, id, ("nav-certificates", "/certificates"), "/certificates", change).await
}

async fn page(
    v: Visit,
    app: App,
    id: String,
    from: (&str, &str),
    below: &str,
    change: Option<StatusForm>,
) -> Answer {
    let opened = open(&v, &app, &id).await?;
    let one = &opened.certificate;
    let document = opened.personal.documents.first();
    let file = |name: &str| format!("{below}/{}/{name}", one.id);
    let qr = print::qr_svg(&opened.check_url, &v.t.get("certificate-qr"));
    show(&CertificatePage {
        from: (v.t.get(from.0), from.1.to_owned()),
        standing: standing(&one.status),
        face: Face {
            name: opened.personal.name.reveal().to_owned(),
            document_kind: document.map_or("", |d| d.number.kind().name(Lang::Zh)).to_owned(),
            document_number: document
                .map(|d| d.number.masked(Disclosure::Clerk))
                .unwrap_or_default(),
            occupation: app.occupation_name(one.occupation, one.exam_on),
            variant: one.variant.clone().unwrap_or_else(|| "--".to_owned()),
            level: one.level.printed(Lang::Zh).to_owned(),
            number: one.number.clone(),
            body: opened.body.name.clone(),
            issued_on: one.issued_on,
        },
        qr_svg: qr.map_err(paper::refused)?,
        photo_href: String::new(),
        pdf_href: file("certificate.pdf"),
        picture_href: file("certificate.png"),
        file_href: file("credential.json"),
        change,
        v,
    })
}

/// The paper, the picture and the signed file of a certificate.
pub async fn file(
    v: Visit,
    State(app): State<App>,
    Path((id, name)): Path<(String, String)>,
) -> Answer {
    let draw = match name.as_str() {
        "certificate.pdf" => paper::certificate_pdf,
        "certificate.png" => paper::certificate_png,
        "credential.json" => {
            |_: &App, opened: &OpenedCertificate| Ok(opened.credential.clone().into_bytes())
        }
        _ => return Err(Problem::not_found().into()),
    };
    let opened = open(&v, &app, &id).await?;
    let kind = match name.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        _ => "application/vc+ld+json",
    };
    let number = &opened.certificate.number;
    let extension = name.rsplit('.').next().unwrap_or_default();
    let named = format!("inline; filename=\"{number}.{extension}\"");
    // Laying out and drawing takes tens of milliseconds: not on the thread that serves others.
    let bytes = tokio::task::spawn_blocking(move || draw(&app, &opened)).await;
    let bytes = bytes.map_err(Problem::internal)??;
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, named)], bytes).into_response())
}
