//! 我的技能档案, read from the journal.

use crate::archive::{ArchivePage, Look, LooksPage, OwnCertificate};
use crate::kit::{Event as Line, show};
use crate::live::{occupation_name, purpose, standing};
use archive::{Event, PersonArchive, SeenBy, What};
use axum::extract::State;
use certificates::{Certificate, Status};
use kernel::BodyId;
use people::{DocumentKind, Personal};
use platform::{App, actions};
use std::collections::HashMap;
use web_kit::{Answer, Paging, Visit};

/// Looks on the first page of the archive.
const FEW: u32 = 3;
/// Looks on their own page.
const MANY: u32 = 200;

/// The archive of the person who is signed in.
pub async fn own(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let before = v.here.query("before").and_then(|seq| seq.parse().ok());
    let archive = app.archive.own(&ctx, before).await?;
    let looks = app.archive.own_looks(&ctx, FEW).await?;
    let personal = archive.record.personal.as_ref();
    show(&ArchivePage {
        name: personal.map(|p| p.name.reveal().to_owned()).unwrap_or_default(),
        document: personal.map(|p| document(&v, p)).unwrap_or_default(),
        certificates: certificates(&v, &app, &archive, "/archive/certificates"),
        events: archive.events.iter().map(|e| line(&v, &app, &archive.bodies, e)).collect(),
        earlier: earlier(&v, &archive),
        looks: looks.into_iter().map(|seen| look(&v, seen)).collect(),
        v,
    })
}

/// Everybody who looked at the record of the person who is signed in.
pub async fn looks(v: Visit, State(app): State<App>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let looks = app.archive.own_looks(&ctx, MANY).await?;
    let looks: Vec<Look> = looks.into_iter().map(|seen| look(&v, seen)).collect();
    let paging = Paging { shown: looks.len(), ..Paging::default() };
    show(&LooksPage { v, looks, paging })
}

/// The address of the events before those shown; empty when there are none.
pub(crate) fn earlier(v: &Visit, archive: &PersonArchive) -> String {
    let last = archive.events.last().filter(|_| archive.more);
    last.map(|event| v.here.with("before", &event.seq.to_string())).unwrap_or_default()
}

/// The first document with most of its number hidden.
pub(crate) fn document(v: &Visit, personal: &Personal) -> String {
    let Some(document) = personal.documents.first() else { return String::new() };
    let masked = document.number.masked(people::Disclosure::Clerk);
    format!("{} {masked}", document.number.kind().name(v.t.lang))
}

pub(crate) fn certificates(
    v: &Visit,
    app: &App,
    archive: &PersonArchive,
    below: &str,
) -> Vec<OwnCertificate> {
    let row = |c: &Certificate| OwnCertificate {
        occupation: occupation_name(app, c.occupation, c.exam_on),
        level: c.level.printed(v.t.lang).to_owned(),
        standing: standing(&c.status),
        issued_on: c.issued_on,
        body: archive.bodies.get(&c.body).cloned().unwrap_or_default(),
        href: format!("{below}/{}", c.id),
    };
    archive.certificates.iter().map(row).collect()
}

/// An event as a line of the archive.
pub(crate) fn line(v: &Visit, app: &App, bodies: &HashMap<BodyId, String>, event: &Event) -> Line {
    let (title, href) = told(v, app, &event.what);
    let body = event.body.and_then(|id| bodies.get(&id));
    let source = match (body, &event.rule) {
        (Some(body), Some(rule)) => {
            v.t.with("archive-source-rule", &[("body", body), ("rule", rule)])
        }
        (Some(body), None) => v.t.with("archive-source", &[("body", body)]),
        (None, _) => String::new(),
    };
    Line { on: event.at.civil_date(), title, text: String::new(), source, href, past: true }
}

fn told(v: &Visit, app: &App, what: &What) -> (String, String) {
    let t = v.t;
    let at = |id: &kernel::CertificateId| format!("/archive/certificates/{id}");
    match what {
        What::Registered => (t.get("archive-event-registered"), String::new()),
        What::DocumentAdded(kind) => {
            let kind = DocumentKind::from_word(kind).map_or("", |kind| kind.name(t.lang));
            (t.with("archive-event-document", &[("document", &kind)]), String::new())
        }
        What::NameCorrected => (t.get("archive-event-name"), String::new()),
        What::CertificateIssued { certificate, occupation, level, exam_on } => {
            let occupation = occupation_name(app, *occupation, *exam_on);
            let level = level.printed(t.lang);
            let args: [(&str, &dyn web_kit::texts::Arg); 2] =
                [("occupation", &occupation), ("level", &level)];
            (t.with("archive-event-issued", &args), at(certificate))
        }
        What::CertificateStatus { certificate, status } => {
            let key = match status {
                Status::Valid => "archive-event-resumed",
                Status::Suspended { .. } => "archive-event-suspended",
                Status::Revoked { .. } => "archive-event-revoked",
            };
            (t.get(key), at(certificate))
        }
        What::Erased => (t.get("archive-event-erased"), String::new()),
        What::Other(_) => (t.get("archive-event-other"), String::new()),
    }
}

fn look(v: &Visit, seen: SeenBy) -> Look {
    Look {
        at: seen.look.at,
        office: seen.office.unwrap_or_else(|| v.t.get("looks-system")),
        purpose: purpose(v, &seen.look.purpose),
        what: actions::sentence(&seen.look.action, v.t.lang),
    }
}
