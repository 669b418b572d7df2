//! A refusal reaches people as a page and programs as a document, and tells neither too much.

use super::*;
use crate::Answer;
use kernel::{FieldProblem, Problem, ProblemKind};

fn refusing(path: &'static str, refuse: fn() -> Problem) -> Route {
    Route::get(path, Access::Public, Serves::EVERYWHERE, async move || -> Answer {
        Err(refuse().into())
    })
}

fn all() -> Router {
    site(vec![
        refusing("/fields", || {
            let field = FieldProblem::new("note", "field-too-long").arg("count", 5);
            Problem::fields(vec![field])
        }),
        refusing("/internal", || Problem::internal("the vault is open")),
        refusing("/later", || {
            Problem::new(ProblemKind::TooMany, "problem-too-many").arg("seconds", 90)
        }),
        refusing("/api/v1/later", || Problem::new(ProblemKind::TooMany, "problem-too-many")),
    ])
}

#[tokio::test]
async fn a_program_gets_a_document() {
    let json = [("accept", "application/json")];
    let answer = send(&all(), "GET", "/fields", &json).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let document: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["type"], "/problems/problem-fields");
    assert_eq!(document["status"], 422);
    assert_eq!(document["code"], "problem-fields");
    assert_eq!(document["title"], "Something in the form needs mending");
    assert_eq!(document["request"], answer.header("x-request-id"));
    let field = serde_json::json!([{ "field": "note", "code": "field-too-long",
        "detail": "At most 5 characters; please shorten it" }]);
    assert_eq!(document["fields"], field);
}

#[tokio::test]
async fn the_api_answers_documents_even_to_a_browser() {
    let html = [("accept", "text/html,*/*")];
    for uri in ["/api/v1/later", "/api/v1/nothing"] {
        let answer = send(&all(), "GET", uri, &html).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{uri}");
    }
    let page = send(&all(), "GET", "/later", &html).await;
    assert!(page.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn the_private_detail_reaches_nobody() {
    for accept in ["text/html", "application/json"] {
        let answer = send(&all(), "GET", "/internal", &[("accept", accept)]).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!answer.body.contains("vault"), "{}", answer.body);
        assert!(answer.body.contains(answer.header("x-request-id")), "the number to read out");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let answer = send(&all(), "GET", "/later", &[]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "90");
    let unknown = send(&all(), "GET", "/api/v1/later", &[]).await;
    assert_eq!(unknown.header("retry-after"), "");
}

#[tokio::test]
async fn a_problem_speaks_the_language_of_its_reader() {
    let answer = send(&all(), "GET", "/nothing", &[("accept-language", "zh-CN")]).await;
    assert!(answer.body.contains("没有找到这个页面"), "{}", answer.body);
    assert_eq!(answer.header("content-language"), "zh-CN");
}

#[test]
fn every_kind_has_its_status() {
    let statuses = [
        (ProblemKind::Unauthenticated, 401),
        (ProblemKind::Forbidden, 403),
        (ProblemKind::NotFound, 404),
        (ProblemKind::Invalid, 422),
        (ProblemKind::Conflict, 409),
        (ProblemKind::TooMany, 429),
        (ProblemKind::TooLarge, 413),
        (ProblemKind::Unavailable, 503),
        (ProblemKind::Internal, 500),
    ];
    for (kind, status) in statuses {
        assert_eq!(crate::problem::status(kind).as_u16(), status, "{kind:?}");
    }
}
