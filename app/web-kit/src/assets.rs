//! Style, script and signs: compiled in, served under names that change with their content, so that
//! browsers may keep them for ever.

use crate::problem::Answer;
use crate::route::{Access, Route, Serves};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use kernel::Problem;
use std::sync::LazyLock;

/// The `Cache-Control` of files whose name changes with their content.
pub(crate) const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file of the pages.
pub struct Asset {
    /// The file's content.
    pub bytes: &'static [u8],
    kind: &'static str,
    /// Where it is served.
    pub url: String,
}

impl Asset {
    fn new(stem: &str, extension: &str, kind: &'static str, bytes: &'static [u8]) -> Self {
        let url = format!("/assets/{stem}-{:016x}.{extension}", fingerprint(bytes));
        Asset { bytes, kind, url }
    }
}

/// FNV-1a: names a version of a file; nobody gains anything by making two files meet.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The one style sheet.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/kaogong.css");
    Asset::new("kaogong", "css", "text/css; charset=utf-8", bytes)
});

/// The one script: live progress and small comforts. Every page works without it.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/kaogong.js");
    Asset::new("kaogong", "js", "text/javascript; charset=utf-8", bytes)
});

/// The script of the page that verifies off-line.
pub static OFFLINE: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/offline.js");
    Asset::new("offline", "js", "text/javascript; charset=utf-8", bytes)
});

/// The sign in the tab of a browser.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml", bytes)
});

/// The routes that serve them.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Vec<Route<S>> {
    let public = (Access::Public, Serves::EVERYWHERE);
    vec![
        Route::get("/assets/{file}", public.0, public.1, async |Path(file): Path<String>| {
            serve(&file)
        }),
        Route::get("/favicon.ico", public.0, public.1, async || {
            ([(CONTENT_TYPE, ICON.kind), (CACHE_CONTROL, "public, max-age=86400")], ICON.bytes)
        }),
    ]
}

fn serve(file: &str) -> Answer {
    let all: [&Asset; 4] = [&STYLE, &SCRIPT, &OFFLINE, &ICON];
    let asset = all.into_iter().find(|asset| asset.url.ends_with(&format!("/{file}")));
    let asset = asset.ok_or_else(Problem::not_found)?;
    let headers = [(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, FOR_EVER)];
    Ok((headers, asset.bytes).into_response())
}
