//! Limits of size and time for each route, and the net that catches what a handler lets fall.

use crate::problem::{Error, timed_out};
use crate::route::Limits;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use futures_util::FutureExt;
use kernel::Problem;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tower_http::limit::RequestBodyLimitLayer;

/// Puts the limits around a route.
pub(crate) fn limit<S>(handler: MethodRouter<S>, limits: Limits) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    let patience = Duration::from_secs(limits.seconds);
    handler
        .route_layer(DefaultBodyLimit::disable())
        .route_layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .route_layer(from_fn(move |request, next| in_time(patience, request, next)))
}

/// Answers in time or says that it cannot. What the handler has begun to save is not cut short:
/// a write runs on by itself once it has been handed to the store.
async fn in_time(patience: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => Error::from(timed_out()).into_response(),
    }
}

/// Turns a panic of a handler into an answer, so that the visitor gets a page and the log a line.
pub(crate) async fn catch(answer: impl Future<Output = Response>) -> Response {
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(answer) => answer,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            Error::from(Problem::internal(format!("panic: {text}"))).into_response()
        }
    }
}
