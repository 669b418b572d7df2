//! 我的技能档案, read from the journal.

use crate::archive::{ArchivePage, Look, LooksPage, OwnCertificate, PrintPage};
use crate::kit::{Event as Line, show};
use crate::live::{purpose, standing};
use crate::runs::given;
use archive::{Asked, Event, Part, PersonArchive, SeenBy, What};
use axum::extract::State;
use certificates::permissions::CERTIFICATE_CHECK;
use certificates::{Certificate, Status};
use kernel::{BodyId, CertificateId, CivilDate, OccupationCode, SkillLevel};
use people::permissions::SHARE_OPEN;
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
    let asked = asked(&v);
    let archive = app.archive.own(&ctx, asked).await?;
    let looks = app.archive.own_looks(&ctx, FEW).await?;
    let personal = archive.record.personal.as_ref();
    show(&ArchivePage {
        name: personal.map(|p| p.name.reveal().to_owned()).unwrap_or_default(),
        document: personal.map(|p| document(&v, p)).unwrap_or_default(),
        certificates: certificates(&v, &app, &archive, "/archive/certificates"),
        events: archive
            .events
            .iter()
            .map(|event| line(&v, &app, &archive.bodies, event, "/archive/certificates"))
            .collect(),
        earlier: earlier(&v, &archive),
        parts: parts(&v, asked.part),
        looks: looks.into_iter().map(|seen| look(&v, seen)).collect(),
        v,
    })
}

/// Which entries the address asks for.
pub(crate) fn asked(v: &Visit) -> Asked {
    Asked {
        part: v.here.query("part").and_then(Part::from_word).unwrap_or_default(),
        before: v.here.query("before").and_then(|place| place.parse().ok()),
    }
}

/// The parts as links: name, address, whether it is the one shown.
fn parts(v: &Visit, shown: Part) -> Vec<(String, String, bool)> {
    let link = |part: Part| {
        let href = match part {
            Part::Everything => "/archive#events".to_owned(),
            part => format!("/archive?part={}#events", part.word()),
        };
        (v.t.get(&format!("archive-part-{}", part.word())), href, part == shown)
    };
    Part::ALL.map(link).to_vec()
}

/// The whole archive on one page, for paper.
pub async fn print(v: Visit, State(app): State<App>) -> Answer {
    let archive = app.archive.own_whole(&v.ctx(app.world.clone())).await?;
    let personal = archive.record.personal.as_ref();
    show(&PrintPage {
        name: personal.map(|p| p.name.reveal().to_owned()).unwrap_or_default(),
        document: personal.map(|p| document(&v, p)).unwrap_or_default(),
        certificates: certificates(&v, &app, &archive, ""),
        events: archive
            .events
            .iter()
            .map(|event| line(&v, &app, &archive.bodies, event, ""))
            .collect(),
        at: v.now,
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
    last.map(|event| v.here.with("before", &event.place.to_string())).unwrap_or_default()
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
    certificates_of(v, app, &archive.certificates, &archive.bodies, below)
}

/// Rows of certificates, which have their pages `below` that address; no pages when it is empty.
pub(crate) fn certificates_of(
    v: &Visit,
    app: &App,
    certificates: &[Certificate],
    bodies: &HashMap<BodyId, String>,
    below: &str,
) -> Vec<OwnCertificate> {
    let row = |c: &Certificate| OwnCertificate {
        occupation: app.occupation_name(c.occupation, c.exam_on),
        level: c.level.printed(v.t.lang).to_owned(),
        standing: standing(&c.status),
        issued_on: c.issued_on,
        body: bodies.get(&c.body).cloned().unwrap_or_default(),
        href: page_of(below, c.id),
    };
    certificates.iter().map(row).collect()
}

fn page_of(below: &str, id: CertificateId) -> String {
    if below.is_empty() { String::new() } else { format!("{below}/{id}") }
}

/// An event as a line of the archive. Certificates have their pages `below` that address.
pub(crate) fn line(
    v: &Visit,
    app: &App,
    bodies: &HashMap<BodyId, String>,
    event: &Event,
    below: &str,
) -> Line {
    let Told { title, text, certificate } = told(v, app, &event.what);
    let href = certificate.map(|id| page_of(below, id)).unwrap_or_default();
    let source = source(v, app, bodies, event);
    Line { on: event.at.civil_date(), title, text, source, href, past: true }
}

/// The body that did it and the rule it went by; else the place whose offices are responsible.
fn source(v: &Visit, app: &App, bodies: &HashMap<BodyId, String>, event: &Event) -> String {
    let body = event.body.and_then(|id| bodies.get(&id));
    match (body, &event.rule) {
        (Some(body), Some(rule)) => {
            v.t.with("archive-source-rule", &[("body", body), ("rule", rule)])
        }
        (Some(body), None) => v.t.with("archive-source", &[("body", body)]),
        (None, _) => {
            let on = event.at.civil_date();
            let place = event.division.and_then(|code| app.world.divisions.path_on(code, on));
            match place {
                Some(place) => v.t.with("archive-source-place", &[("place", &place)]),
                None => v.t.get("archive-source-system"),
            }
        }
    }
}

/// An event in words, and the certificate to read on at.
#[derive(Default)]
struct Told {
    title: String,
    text: String,
    certificate: Option<CertificateId>,
}

fn told(v: &Visit, app: &App, what: &What) -> Told {
    let t = v.t;
    let only = |title: String| Told { title, ..Told::default() };
    match what {
        What::Registered => only(t.get("archive-event-registered")),
        What::DocumentAdded(kind) => {
            let kind = DocumentKind::from_word(kind).map_or("", |kind| kind.name(t.lang));
            only(t.with("archive-event-document", &[("document", &kind)]))
        }
        What::NameCorrected => only(t.get("archive-event-name")),
        What::Result { occupation, level, exam_on, parts, passed, certificate, .. } => {
            let key = if *passed { "archive-event-passed" } else { "archive-event-failed" };
            let parts: Vec<String> =
                parts.iter().map(|(part, result)| given(t, *part, *result)).collect();
            let parts = parts.join(t.lang.pick("；", "; "));
            Told {
                title: awarded(v, app, key, (*occupation, *level, *exam_on)),
                text: t
                    .with("archive-event-exam", &[("date", &t.date(*exam_on)), ("parts", &parts)]),
                certificate: *certificate,
            }
        }
        What::ResultWithdrawn { .. } => only(t.get("archive-event-withdrawn")),
        What::CertificateIssued { certificate, occupation, level, exam_on } => Told {
            title: awarded(v, app, "archive-event-issued", (*occupation, *level, *exam_on)),
            certificate: Some(*certificate),
            ..Told::default()
        },
        What::CertificateStatus { certificate, status } => {
            let key = match status {
                Status::Valid => "archive-event-resumed",
                Status::Suspended { .. } => "archive-event-suspended",
                Status::Revoked { .. } => "archive-event-revoked",
            };
            Told { certificate: Some(*certificate), ..only(t.get(key)) }
        }
        What::CorrectionRequested => only(t.get("archive-event-correction")),
        What::CorrectionDecided(state) => only(t.get(&format!("archive-event-correction-{state}"))),
        What::Corrected => only(t.get("archive-event-corrected")),
        What::Shared { views, until_on } => {
            let date = t.date(*until_on);
            let text = t.with("archive-event-shared-text", &[("views", views), ("date", &date)]);
            Told { text, ..only(t.get("archive-event-shared")) }
        }
        What::ShareEnded => only(t.get("archive-event-share-ended")),
        What::Merged => only(t.get("archive-event-merged")),
        What::Parted => only(t.get("archive-event-parted")),
        What::Assigned => only(t.get("archive-event-assigned")),
        What::Erased => only(t.get("archive-event-erased")),
        What::Other(_) => only(t.get("archive-event-other")),
    }
}

/// A sentence about an occupation at a level, examined on a day.
fn awarded(
    v: &Visit,
    app: &App,
    key: &str,
    (occupation, level, exam_on): (OccupationCode, SkillLevel, CivilDate),
) -> String {
    let occupation = app.occupation_name(occupation, exam_on);
    v.t.with(key, &[("occupation", &occupation), ("level", &level.printed(v.t.lang))])
}

/// A look in words. Whoever checked a certificate in public had to name nobody, so nobody is named.
fn look(v: &Visit, seen: SeenBy) -> Look {
    let nameless = match seen.look.action == CERTIFICATE_CHECK.code {
        true => "looks-anybody",
        false if seen.look.action == SHARE_OPEN.code => "looks-shared",
        false => "looks-system",
    };
    Look {
        at: seen.look.at,
        office: seen.office.unwrap_or_else(|| v.t.get(nameless)),
        purpose: purpose(v, &seen.look.purpose),
        what: actions::sentence(&seen.look.action, v.t.lang),
    }
}
