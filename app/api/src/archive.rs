//! The archive of the person who is signed in.

use crate::certificates::CertificateRow;
use crate::json::give;
use crate::operation::Operation;
use archive::{Asked, Event, Part, PersonArchive, What};
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::IntoResponse as _;
use kernel::CivilDate;
use people::permissions::PERSON_OPEN;
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Route, Serves, Visit};

/// Looks that are given at once.
const LOOKS: u32 = 500;

/// A person's archive.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnArchive {
    /// The name.
    name: String,
    /// The person's certificates, latest first.
    certificates: Vec<CertificateRow>,
    /// What the journal says, latest first.
    events: Vec<ArchiveEvent>,
    /// Where the entries before those begin, for `before`; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<String>,
}

/// One entry of an archive.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArchiveEvent {
    /// When it was recorded.
    #[schema(format = DateTime)]
    at: String,
    /// What happened.
    what: &'static str,
    /// The certificate it is about or led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The body that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_name: Option<String>,
    /// The rule version under which it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// The code of the occupation of a result or certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    occupation: Option<String>,
    /// The stored word of its level.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// The exam day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    exam_on: Option<CivilDate>,
}

/// Everybody who looked.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnLooks {
    /// Latest first.
    looks: Vec<ArchiveLook>,
}

/// Somebody looked at the record.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArchiveLook {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The authority or body that looked; absent for a part of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    /// The code of what was done.
    action: String,
    /// Why.
    purpose: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let own_action = Access::Action(PERSON_OPEN.code);
    let archive = Route::get("/api/v1/archive", own_action, Serves::EVERYWHERE, own);
    let looked = Route::get("/api/v1/archive/looks", own_action, Serves::EVERYWHERE, looks);
    let whole = Route::get("/api/v1/archive/whole", own_action, Serves::EVERYWHERE, whole);
    vec![
        Operation::new::<OwnArchive>(
            archive,
            "getOwnArchive",
            "archive",
            "The archive of the person who is signed in.",
        )
        .query("before", "Entries before this one: `earlier` of the answer before.")
        .query("part", "Only `certificates`, `results`, `identity` or `sharing`."),
        Operation::new::<OwnArchive>(
            whole,
            "takeOwnArchive",
            "archive",
            "The whole archive of the person who is signed in, as a file to take along.",
        ),
        Operation::new::<OwnLooks>(
            looked,
            "listOwnLooks",
            "archive",
            "Who looked at the record of the person who is signed in.",
        ),
    ]
}

async fn own(v: Visit, State(app): State<App>) -> Answer {
    let asked = Asked {
        part: v.here.query("part").and_then(Part::from_word).unwrap_or_default(),
        before: v.here.query("before").and_then(|place| place.parse().ok()),
    };
    give(&written(&app.archive.own(&v.ctx(app.world.clone()), asked).await?))
}

async fn whole(v: Visit, State(app): State<App>) -> Answer {
    let archive = app.archive.own_whole(&v.ctx(app.world.clone())).await?;
    let named = [(CONTENT_DISPOSITION, "attachment; filename=\"archive.json\"")];
    Ok((named, axum::Json(written(&archive))).into_response())
}

fn written(archive: &PersonArchive) -> OwnArchive {
    let earlier =
        archive.events.last().filter(|_| archive.more).map(|event| event.place.to_string());
    let personal = archive.record.personal.as_ref();
    OwnArchive {
        name: personal.map(|p| p.name.reveal().to_owned()).unwrap_or_default(),
        certificates: archive.certificates.iter().map(CertificateRow::of).collect(),
        events: archive
            .events
            .iter()
            .map(|event| ArchiveEvent {
                body_name: event.body.and_then(|id| archive.bodies.get(&id).cloned()),
                ..told(event)
            })
            .collect(),
        earlier,
    }
}

fn told(event: &Event) -> ArchiveEvent {
    let (what, subject) = match &event.what {
        What::Registered => ("registered", None),
        What::DocumentAdded(_) => ("document_added", None),
        What::NameCorrected => ("name_corrected", None),
        What::Result { passed, certificate, .. } => {
            let what = if *passed { "evaluation_passed" } else { "evaluation_failed" };
            (what, certificate.map(|id| id.to_string()))
        }
        What::ResultWithdrawn { .. } => ("result_withdrawn", None),
        What::CertificateIssued { certificate, .. } => {
            ("certificate_issued", Some(certificate.to_string()))
        }
        What::CertificateStatus { certificate, .. } => {
            ("certificate_status", Some(certificate.to_string()))
        }
        What::CorrectionRequested => ("correction_requested", None),
        What::CorrectionDecided(_) => ("correction_decided", None),
        What::Corrected => ("corrected", None),
        What::Shared { .. } => ("shared", None),
        What::ShareEnded => ("share_ended", None),
        What::Merged => ("records_merged", None),
        What::Parted => ("records_parted", None),
        What::Assigned => ("records_assigned", None),
        What::Erased => ("erased", None),
        What::Other(_) => ("other", None),
    };
    let about = match &event.what {
        What::Result { occupation, level, exam_on, .. }
        | What::CertificateIssued { occupation, level, exam_on, .. } => {
            Some((occupation.to_string(), level.word().to_owned(), *exam_on))
        }
        _ => None,
    };
    let (occupation, level, exam_on) = match about {
        Some((occupation, level, exam_on)) => (Some(occupation), Some(level), Some(exam_on)),
        None => (None, None, None),
    };
    let (at, rule) = (event.at.rfc3339(), event.rule.clone());
    ArchiveEvent { at, what, subject, body_name: None, rule, occupation, level, exam_on }
}

async fn looks(v: Visit, State(app): State<App>) -> Answer {
    let looks = app.archive.own_looks(&v.ctx(app.world.clone()), LOOKS).await?;
    let looks = looks.into_iter().map(|seen| ArchiveLook {
        at: seen.look.at.rfc3339(),
        office: seen.office,
        action: seen.look.action,
        purpose: seen.look.purpose,
    });
    give(&OwnLooks { looks: looks.collect() })
}
