//! What watches the process: health, readiness, metrics, and the counting of requests.

use crate::metrics;
use axum::Extension;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use kernel::{Problem, ProblemKind};
use platform::{App, Meters};
use std::sync::Arc;
use std::time::Instant as Moment;
use web_kit::Answer;

/// Marks the metrics address.
#[derive(Clone, Copy)]
pub struct Inside;

/// The process is there.
pub async fn health() -> &'static str {
    "ok"
}

/// Requests can be answered: the database is there and as this program wants it, and the background
/// work goes on.
pub async fn ready(State(app): State<App>) -> Answer {
    let mut conn = app.store.read().await?;
    store::migrate::is_current(&mut conn).await?;
    if app.meters.workers_alive(app.clock.now()) == Some(false) {
        return Err(Problem::new(ProblemKind::Unavailable, "problem-workers-silent").into());
    }
    Ok("ok".into_response())
}

/// The figures, to whoever comes from inside or has the token; to others there is no such page.
pub async fn metrics(
    State(app): State<App>,
    inside: Option<Extension<Inside>>,
    headers: HeaderMap,
) -> Answer {
    if inside.is_none() && !has_token(&app, &headers) {
        return Err(Problem::not_found().into());
    }
    let text = metrics::text(&app).await?;
    let kind = (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Ok(([kind, (CACHE_CONTROL, "no-store")], text).into_response())
}

fn has_token(app: &App, headers: &HeaderMap) -> bool {
    let token = &app.config.metrics.token;
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|value| value.strip_prefix("Bearer "));
    // Tags are compared instead of the texts: in constant time, whatever was sent.
    !token.is_empty()
        && sent.is_some_and(|sent| {
            let expected = app.ring.tag("metrics", token.expose().as_bytes());
            app.ring.check_tag("metrics", sent.as_bytes(), &expected)
        })
}

/// Counts every answer of the router by the route's pattern.
pub fn counted<S: Clone + Send + Sync + 'static>(router: Router<S>, app: &App) -> Router<S> {
    router.layer(from_fn_with_state(Arc::clone(&app.meters), count))
}

async fn count(State(meters): State<Arc<Meters>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("-", MatchedPath::as_str).to_owned();
    let method = method_word(&request);
    let begun = Moment::now();
    let answer = next.run(request).await;
    meters.answered(method, &route, answer.status().as_u16(), begun.elapsed());
    answer
}

/// Only known words, since a caller can invent methods without end.
fn method_word(request: &Request) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
