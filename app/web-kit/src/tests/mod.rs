//! The kit as a whole: requests go in through the frame, answers come out.

mod assets;
mod forms;
mod headers;
mod problems;
mod routes;
mod texts;
mod uploads;

use crate::{
    Access, Csrf, Frame, NodeRole, Route, Serves, SignedIn, Site, Told, Visit, build_router, frame,
    preferences,
};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use kernel::{AccountActor, AccountId, Assurance, Clock, Home, Instant, Random};
use std::sync::Arc;
use tower::ServiceExt as _;

/// Who sends this header is signed in.
const SIGNED_IN: &str = "x-test-signed-in";

/// The secret of everybody's session here.
fn secret() -> Csrf {
    Csrf::from_bytes([7; 16])
}

fn problem_page(visit: &Visit, told: &Told) -> String {
    format!("<!DOCTYPE html><h1>{}</h1><p>{}</p>{}", told.title, told.next, visit.request)
}

fn the_frame() -> Frame {
    Frame {
        site: Arc::new(Site::default()),
        clock: Clock::manual(Instant::from_micros(1_800_000_000_000_000)),
        random: Random::seeded(1),
        problem_page,
        tls: false,
        hosts: Vec::new(),
        proxies: Vec::new(),
    }
}

/// A site of these routes, on a node of the role.
fn site_of(routes: Vec<Route>, role: NodeRole, frame_of: Frame) -> Router {
    let router = build_router(routes, role).layer(from_fn(session));
    frame(router, frame_of)
}

fn site(routes: Vec<Route>) -> Router {
    site_of(routes, NodeRole::All, the_frame())
}

async fn session(request: Request, next: Next) -> Response {
    if request.headers().contains_key(SIGNED_IN) {
        let visit = request.extensions().get::<Visit>().unwrap();
        let random = Random::seeded(2);
        let account = AccountId::new(Home::NODE, visit.now, &random);
        let posts = Vec::new();
        visit.admit(SignedIn {
            actor: Arc::new(AccountActor {
                account,
                person: None,
                posts,
                deputies: Vec::new(),
                assurance: Assurance::Two,
            }),
            name: "示例工".to_owned(),
            office: None,
            nav: Vec::new(),
            csrf: Some(secret()),
        });
    }
    next.run(request).await
}

/// An answer, read to its end.
struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answered {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Sends a request from this site's own page, in English.
async fn send(site: &Router, method: &str, uri: &str, extra: &[(&str, &str)]) -> Answered {
    send_body(site, method, uri, extra, Body::empty()).await
}

async fn send_body(
    site: &Router,
    method: &str,
    uri: &str,
    extra: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answered {
    let mut request = Request::builder().method(method).uri(uri).body(body.into()).unwrap();
    let headers = request.headers_mut();
    headers.insert(HOST, "127.0.0.1:8080".parse().unwrap());
    headers.insert(ACCEPT_LANGUAGE, "en".parse().unwrap());
    headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
    for (name, value) in extra {
        let name: axum::http::HeaderName = name.parse().unwrap();
        headers.remove(&name);
        if !value.is_empty() {
            headers.insert(name, value.parse().unwrap());
        }
    }
    let answer = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    Answered { status: parts.status, headers: parts.headers, body }
}

/// Sends a form of this site's own page.
async fn post(site: &Router, uri: &str, form: &str, extra: &[(&str, &str)]) -> Answered {
    let mut all = vec![(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
    all.extend_from_slice(extra);
    send_body(site, "POST", uri, &all, form.to_owned()).await
}

fn switches(tls: bool) -> Router {
    site(preferences::routes(tls))
}

/// A public page with one line.
fn plain(path: &'static str) -> Route {
    Route::get(path, Access::Public, Serves::EVERYWHERE, async || {
        axum::response::Html("<h1>plain</h1>")
    })
}
