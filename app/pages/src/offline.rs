//! 离线验证: a certificate's file is verified in the browser, with the published keys and no network.

use crate::kit::show;
use crate::samples::{Sample, sample};
use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use kernel::CivilDate;
use web_kit::{Answer, FormState, Visit, assets};

/// The page on the site; it offers itself and the keys for taking along.
#[derive(Template)]
#[template(path = "check/offline.html")]
pub struct OfflinePage {
    /// The request.
    pub v: Visit,
    form: FormState,
    saved: bool,
}

/// The same as one file that needs nothing else, for a computer without a network.
#[derive(Template)]
#[template(path = "check/offline_saved.html")]
pub struct SavedPage {
    /// The request.
    pub v: Visit,
    form: FormState,
    saved: bool,
    style: &'static str,
    script: &'static str,
}

/// What the script says, under the names by which it looks the sentences up.
pub(crate) const SAID: [(&str, &str); 22] = [
    ("valid", "offline-valid"),
    ("valid-text", "offline-valid-text"),
    ("not-valid", "offline-not-valid"),
    ("cannot", "offline-cannot"),
    ("keys-of", "offline-keys-of"),
    ("code-form", "offline-code-form"),
    ("code-unsigned", "offline-code-unsigned"),
    ("code-issuer", "offline-code-issuer"),
    ("code-key", "offline-code-key"),
    ("code-time", "offline-code-time"),
    ("code-changed", "offline-code-changed"),
    ("error-unable", "offline-unable"),
    ("error-no-file", "offline-no-file"),
    ("error-no-keys", "offline-no-keys"),
    ("error-unreadable", "offline-unreadable"),
    ("error-keys", "offline-keys-unreadable"),
    ("row-holder", "check-holder"),
    ("row-occupation", "check-occupation"),
    ("row-level", "check-level"),
    ("row-number", "check-number"),
    ("row-body", "check-body"),
    ("row-issued", "check-issued"),
];

impl OfflinePage {
    /// The page.
    pub fn new(v: Visit) -> Self {
        OfflinePage { v, form: FormState::default(), saved: false }
    }
}

impl SavedPage {
    /// The file in the visitor's language and type size.
    pub fn new(v: Visit) -> Self {
        let text = |asset: &'static assets::Asset| {
            std::str::from_utf8(asset.bytes).expect("style and script are written in UTF-8")
        };
        SavedPage {
            v,
            form: FormState::default(),
            saved: true,
            style: text(&assets::STYLE),
            script: text(&assets::OFFLINE),
        }
    }

    /// The day it was taken from the site.
    fn on(&self) -> CivilDate {
        self.v.now.civil_date()
    }
}

/// `/offline`
///
/// # Errors
/// As [`show`].
pub async fn page(v: Visit) -> Answer {
    show(&OfflinePage::new(v))
}

/// `/offline/page`: to be kept as a file. It is never shown by the site itself, where its style and
/// script would not run.
///
/// # Errors
/// As [`show`].
pub async fn saved(v: Visit) -> Answer {
    let mut answer = show(&SavedPage::new(v))?;
    let file = HeaderValue::from_static("attachment; filename=\"kaogong-offline.html\"");
    answer.headers_mut().insert(CONTENT_DISPOSITION, file);
    Ok(answer)
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    vec![sample("offline", &OfflinePage::new(v.clone()))]
}
