//! JSON in and out.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse as _;
use kernel::{Cursor, FieldProblem, Page, Problem};
use platform::App;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Idem;
use utoipa::ToSchema;
use web_kit::{Answer, Error, T};

/// What was sent, read from JSON.
pub(crate) struct Sent<D>(pub(crate) D);

impl<D: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<D> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
            return Err(Problem::invalid("problem-json-expected").into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| {
            match refused.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    Problem::new(kernel::ProblemKind::TooLarge, "problem-too-large")
                }
                _ => Problem::invalid("problem-json"),
            }
        })?;
        // Where the mistake is may be told; what stood there may be personal and is not.
        let at = |error: serde_json::Error| {
            let place = Problem::invalid("problem-json").arg("line", error.line());
            Error::from(place.arg("column", error.column()))
        };
        serde_json::from_slice(&bytes).map(Sent).map_err(at)
    }
}

/// Marks a call so that repeating it with the same `Idempotency-Key` changes nothing more.
pub(crate) fn idem(
    app: &App,
    headers: &HeaderMap,
    command: &impl Serialize,
) -> kernel::Result<Option<Idem>> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().ok().filter(|key| (1..=100).contains(&key.len()));
    let key = key.ok_or_else(|| Problem::invalid("problem-key-unreadable"))?;
    platform::idem(&app.ring, key.to_owned(), command).map(Some)
}

/// An answer as JSON.
pub(crate) fn give(answer: &impl Serialize) -> Answer {
    Ok(axum::Json(answer).into_response())
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Listed<R> {
    /// The rows.
    pub(crate) items: Vec<R>,
    /// Where the next page begins, for `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

impl<R> Listed<R> {
    /// A page with each row written as the API does it.
    pub(crate) fn of<T>(page: Page<T>, write: impl FnMut(T) -> R) -> Self {
        Listed {
            next: page.next.map(|Cursor(after)| after),
            items: page.items.into_iter().map(write).collect(),
        }
    }
}

/// A refusal (RFC 9457, `application/problem+json`).
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// The address of a page that explains the code.
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong, in the language of the request.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do next.
    detail: String,
    /// The stable code.
    code: String,
    /// Names the request in the log of the installation.
    request: String,
    /// What is wrong with single fields.
    #[serde(default)]
    fields: Vec<ProblemField>,
}

/// What is wrong with one field.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct ProblemField {
    /// The field.
    field: String,
    /// The stable code.
    code: String,
    /// What is wrong and how to mend it.
    detail: String,
}

impl ProblemField {
    /// What is wrong with a field or cell, in the language of the request.
    pub(crate) fn of(t: T, problem: &FieldProblem) -> Self {
        ProblemField {
            field: problem.field.to_owned(),
            code: problem.code.to_owned(),
            detail: t.field(problem),
        }
    }
}
