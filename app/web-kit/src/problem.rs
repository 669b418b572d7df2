//! How a refusal reaches people: the one place that turns a [`Problem`] into an answer.

use crate::Visit;
use axum::Json;
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use kernel::{Problem, ProblemKind};
use serde_json::json;

/// A refusal on its way out of a handler. `?` makes it from a [`Problem`].
#[derive(Debug)]
pub struct Error(Problem);

/// What handlers return.
pub type Answer = Result<Response, Error>;

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Error(problem)
    }
}

impl Error {
    /// What was refused.
    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl IntoResponse for Error {
    /// Leaves the body to the frame around all routes, which knows language and face.
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind()).into_response();
        response.extensions_mut().insert(Refused(self.0));
        response
    }
}

#[derive(Clone)]
pub(crate) struct Refused(pub(crate) Problem);

/// In which form an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// A page for people.
    Html,
    /// RFC 9457 for programs.
    Json,
}

impl Face {
    /// The API always answers JSON; elsewhere a program says in `Accept` that it is one.
    pub fn of(path: &str, headers: &HeaderMap) -> Face {
        let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asks_json = accept.contains("json") && !accept.contains("text/html");
        if path == "/api" || path.starts_with("/api/") || asks_json {
            Face::Json
        } else {
            Face::Html
        }
    }
}

/// What a page tells people about a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// The stable code, for people who ask for help.
    pub code: String,
    /// What happened, one sentence.
    pub title: String,
    /// What to do next.
    pub next: String,
    /// What is wrong with single fields, as sentences.
    pub fields: Vec<String>,
    /// Whether signing in would help.
    pub sign_in: bool,
    /// Whether trying again later can help.
    pub again: bool,
}

/// Draws the page of a problem; given by the HTML face, since layout and templates are there.
pub type ProblemPage = fn(&Visit, &Told) -> String;

/// The HTTP status of a kind of problem. The command line has its own table of exit codes.
pub fn status(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ProblemKind::Forbidden => StatusCode::FORBIDDEN,
        ProblemKind::NotFound => StatusCode::NOT_FOUND,
        ProblemKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ProblemKind::Conflict => StatusCode::CONFLICT,
        ProblemKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The problem behind an error that the web library itself answered: no such path, wrong method.
pub(crate) fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(ProblemKind::NotFound, "problem-method"),
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        StatusCode::REQUEST_TIMEOUT => timed_out(),
        status if status.is_client_error() => Problem::invalid("problem-form"),
        status => Problem::internal(format!("a bare answer with status {status}")),
    }
}

/// The request is larger than its route allows.
pub(crate) fn too_large() -> Problem {
    Problem::new(ProblemKind::TooLarge, "problem-too-large")
}

/// The answer took longer than its route allows.
pub(crate) fn timed_out() -> Problem {
    Problem::new(ProblemKind::Unavailable, "problem-timeout")
}

/// The answer to a problem: a page or `application/problem+json`. The private detail goes to the
/// log only, and so do no values of the problem, since they may be what somebody typed.
pub fn respond(visit: &Visit, face: Face, problem: &Problem, page: ProblemPage) -> Response {
    log(visit, problem);
    let told = tell(visit, problem);
    let status = status(problem.kind());
    let mut response = match face {
        Face::Html => (status, Html(page(visit, &told))).into_response(),
        Face::Json => (status, Json(document(visit, problem, &told))).into_response(),
    };
    if face == Face::Json {
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    if let Some(seconds) = retry_after(problem) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Turns an answer that carries a problem, or a bare error of the web library, into what people see.
pub(crate) fn explain(visit: &Visit, face: Face, answer: Response, page: ProblemPage) -> Response {
    let problem = match answer.extensions().get::<Refused>() {
        Some(Refused(problem)) => problem.clone(),
        None if is_bare(&answer) => of_status(answer.status()),
        None => return answer,
    };
    let mut explained = respond(visit, face, &problem, page);
    if answer.status() == StatusCode::METHOD_NOT_ALLOWED {
        *explained.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        if let Some(allow) = answer.headers().get(ALLOW) {
            explained.headers_mut().insert(ALLOW, allow.clone());
        }
    }
    explained
}

/// An error without a page of its own.
fn is_bare(answer: &Response) -> bool {
    let error = answer.status().is_client_error() || answer.status().is_server_error();
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    error && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// What people are told about a problem.
pub fn tell(visit: &Visit, problem: &Problem) -> Told {
    Told {
        status: status(problem.kind()).as_u16(),
        code: problem.code().to_owned(),
        title: visit.t.problem(problem),
        next: visit.t.problem_next(problem),
        fields: problem.field_problems().iter().map(|field| visit.t.field(field)).collect(),
        sign_in: problem.kind() == ProblemKind::Unauthenticated,
        again: matches!(
            problem.kind(),
            ProblemKind::TooMany | ProblemKind::Unavailable | ProblemKind::Internal
        ),
    }
}

fn document(visit: &Visit, problem: &Problem, told: &Told) -> serde_json::Value {
    let fields = problem.field_problems().iter().zip(&told.fields);
    let fields: Vec<_> = fields
        .map(|(field, text)| json!({"field": field.field, "code": field.code, "detail": text}))
        .collect();
    let mut document = json!({
        "type": format!("/problems/{}", problem.code()),
        "title": told.title,
        "status": told.status,
        "detail": told.next,
        "code": problem.code(),
        "request": &*visit.request,
    });
    if !fields.is_empty() {
        document["fields"] = fields.into();
    }
    document
}

/// A problem that knows when to try again says so in its value `seconds`.
fn retry_after(problem: &Problem) -> Option<u32> {
    let seconds = problem.args().iter().find(|(name, _)| *name == "seconds")?;
    seconds.1.parse().ok()
}

fn log(visit: &Visit, problem: &Problem) {
    let (request, code) = (&*visit.request, problem.code());
    let detail = problem.private_detail().unwrap_or_default();
    match problem.kind() {
        ProblemKind::Internal => tracing::error!(request, code, detail, "a fault of ours"),
        ProblemKind::Unavailable => tracing::warn!(request, code, detail, "a part is out of reach"),
        _ => tracing::info!(request, code, detail, "refused"),
    }
}
