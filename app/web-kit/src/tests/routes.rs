//! The table of routes: who is let in, where a path exists at all, and what is too much.

use super::*;
use crate::{Answer, Limits, Submitted, describe};
use kernel::Problem;

const ACTION: Access = Access::Action("jobs.job.list");

fn work(path: &'static str, access: Access, serves: Serves) -> Route {
    Route::get(path, access, serves, async |v: Visit| v.actor().person().is_none().to_string())
}

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method_have_pages() {
    let site = site(vec![plain("/page")]);
    let unknown = send(&site, "GET", "/nothing", &[]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.body.contains("<h1>This page does not exist</h1>"), "{}", unknown.body);
    let wrong = send(&site, "DELETE", "/page", &[]).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    assert!(wrong.body.contains("cannot be opened like that"), "{}", wrong.body);
}

#[tokio::test]
async fn a_head_is_answered_without_a_body() {
    let site = site(vec![plain("/page")]);
    let head = send(&site, "HEAD", "/page", &[]).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.header("content-language"), "en");
}

#[tokio::test]
async fn a_route_with_an_action_needs_somebody_signed_in() {
    let site = site(vec![work("/jobs", ACTION, Serves::INNER)]);
    let nobody = send(&site, "GET", "/jobs", &[]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert!(nobody.body.contains("Please sign in first"), "{}", nobody.body);
    let somebody = send(&site, "GET", "/jobs", &[(SIGNED_IN, "1")]).await;
    assert_eq!((somebody.status, somebody.body.as_str()), (StatusCode::OK, "true"));
}

#[tokio::test]
async fn a_node_does_not_know_what_it_does_not_serve() {
    let cases = [
        (Serves::EVERYWHERE, [true, true, true, true]),
        (Serves::PUBLIC, [true, true, true, false]),
        (Serves::INNER, [true, true, false, false]),
        (Serves::INNER_AND_SITE, [true, true, false, true]),
    ];
    let roles = [NodeRole::All, NodeRole::Inner, NodeRole::Public, NodeRole::Site];
    for (serves, expected) in cases {
        for (role, there) in roles.into_iter().zip(expected) {
            let site = site_of(vec![work("/work", Access::Public, serves)], role, the_frame());
            let status = send(&site, "GET", "/work", &[]).await.status;
            let wanted = if there { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(status, wanted, "{serves:?} on {role:?}");
        }
    }
}

#[test]
#[should_panic(expected = "GET /twice stands in the table twice")]
fn one_path_and_method_stand_in_the_table_once() {
    let routes = vec![plain("/twice"), plain("/twice")];
    let _ = build_router(routes, NodeRole::All);
}

#[test]
fn two_routes_that_differ_in_method_share_a_path() {
    let post =
        Route::post("/page", Access::Public, Serves::EVERYWHERE, async |_: Submitted| "done");
    let routes = vec![plain("/page"), post, work("/api/v1/jobs", ACTION, Serves::INNER)];
    let table = describe(&routes);
    let lines: Vec<_> = table.iter().map(|r| (r.method.as_str(), r.path, r.limits)).collect();
    let expected = [
        ("GET", "/page", Limits::PAGE),
        ("POST", "/page", Limits::PAGE),
        ("GET", "/api/v1/jobs", Limits::RECORD),
    ];
    assert_eq!(lines, expected);
    let written = serde_json::to_value(&table[2]).unwrap();
    assert_eq!(written["access"], serde_json::json!({ "action": "jobs.job.list" }));
    let _ = build_router(routes, NodeRole::All);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_before_the_handler_sees_it() {
    let save = async |Submitted(form): Submitted| form.value("text").len().to_string();
    let limits = Limits { body_bytes: 100, seconds: 20 };
    let route = Route::post("/save", Access::Public, Serves::EVERYWHERE, save).limits(limits);
    let site = site(vec![route]);
    let fits = post(&site, "/save", &format!("text={}", "a".repeat(95)), &[]).await;
    assert_eq!((fits.status, fits.body.as_str()), (StatusCode::OK, "95"));
    let over = post(&site, "/save", &format!("text={}", "a".repeat(96)), &[]).await;
    assert_eq!(over.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(over.body.contains("What you sent is too large"), "{}", over.body);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let slow = async || std::future::pending::<&'static str>().await;
    let limits = Limits { body_bytes: 100, seconds: 0 };
    let route = Route::get("/slow", Access::Public, Serves::EVERYWHERE, slow).limits(limits);
    let answer = send(&site(vec![route]), "GET", "/slow", &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("This took too long"), "{}", answer.body);
}

#[tokio::test]
async fn a_panic_becomes_a_page_and_tells_nothing() {
    let fall = async || -> Answer { panic!("the secret") };
    let site = site(vec![Route::get("/fall", Access::Public, Serves::EVERYWHERE, fall)]);
    let answer = send(&site, "GET", "/fall", &[]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("Something broke on our side"), "{}", answer.body);
    assert!(!answer.body.contains("secret"));
}

#[tokio::test]
async fn what_a_handler_refuses_comes_back_with_its_status() {
    let refuse = async || -> Answer { Err(Problem::conflict("problem-conflict").into()) };
    let site = site(vec![Route::get("/taken", Access::Public, Serves::EVERYWHERE, refuse)]);
    assert_eq!(send(&site, "GET", "/taken", &[]).await.status, StatusCode::CONFLICT);
}
