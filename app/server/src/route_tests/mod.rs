//! K12 and K14: who is not let in, for every route of the one table. A route without a case fails.

mod cases;
mod scene;

use crate::site::routes;
use authz::{Action, Decision, decide};
use axum::http::StatusCode;
use cases::{CASES, Case, Of, Sent};
use kernel::Actor;
use platform::actions;
use scene::{How, Scene, Who};
use std::collections::BTreeSet;
use web_kit::{Access, NodeRole, RouteInfo, Serves, describe};

/// What should come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// They may, or see only what is theirs.
    LetIn,
    /// No post of theirs allows it.
    NoPost,
    /// It looks as if it did not exist.
    NotTheirs,
}

/// Routes without a case and cases without a route.
fn gaps(table: &[RouteInfo], cases: &[Case]) -> Vec<String> {
    let guarded: BTreeSet<(&str, &str)> = table
        .iter()
        .filter(|route| route.access != Access::Public)
        .map(|route| (route.method.as_str(), route.path))
        .collect();
    let told: BTreeSet<(&str, &str)> = cases.iter().map(|case| (case.method, case.path)).collect();
    let missing = guarded.difference(&told).map(|(m, p)| format!("{m} {p} has no case"));
    let stale = told.difference(&guarded).map(|(m, p)| format!("{m} {p} is no guarded route"));
    let twice = (told.len() != cases.len()).then(|| "a case stands twice".to_owned());
    missing.chain(stale).chain(twice).collect()
}

/// The table of a node that serves everything.
fn table() -> Vec<RouteInfo> {
    describe(&routes(&platform::Config::demo("/nowhere".into(), 8080)))
}

fn action(code: &str) -> &'static Action {
    actions::all().into_iter().find(|action| action.code == code).expect("a known action")
}

/// What the matrix of permissions says about a case.
fn expected(scene: &Scene, table: &[RouteInfo], case: &Case, who: &Who) -> Expected {
    let route = table.iter().find(|r| (r.method.as_str(), r.path) == (case.method, case.path));
    let Some(Access::Action(code)) = route.map(|route| route.access) else {
        panic!("{} {} is guarded", case.method, case.path)
    };
    let action = action(case.decided_by.unwrap_or(code));
    let actor = Actor::Account(who.actor.clone());
    if scene.is_own(case.of, &who.actor) {
        return Expected::LetIn;
    }
    match (decide(&actor, action, &scene.object(case.of)), case.of) {
        (Decision::Allowed, _) | (Decision::NotYours, Of::Nothing) => Expected::LetIn,
        // Whoever is no person of the vault has no record of their own.
        (Decision::NotYours, _) | (_, Of::Own) => Expected::NotTheirs,
        (Decision::NoPost, _) => Expected::NoPost,
        (other, _) => panic!("{}: {other:?}", who.name),
    }
}

#[test]
fn every_guarded_route_has_a_case() {
    assert_eq!(gaps(&table(), CASES), Vec::<String>::new());
}

#[test]
fn a_route_without_a_case_is_told() {
    let new = RouteInfo {
        method: "POST".to_owned(),
        path: "/new",
        access: Access::Action("people.person.find"),
        serves: Serves::EVERYWHERE,
        limits: web_kit::Limits::PAGE,
    };
    let with_new: Vec<RouteInfo> = table().into_iter().chain([new.clone()]).collect();
    assert_eq!(gaps(&with_new, CASES), ["POST /new has no case"]);
    let public = RouteInfo { access: Access::Public, ..new };
    assert_eq!(gaps(&[public], &[]), Vec::<String>::new());
    assert_eq!(gaps(&table(), &CASES[1..]), ["GET /tasks has no case"]);
    let without: Vec<RouteInfo> = table().into_iter().filter(|r| r.path != "/tasks").collect();
    assert_eq!(gaps(&without, CASES), ["GET /tasks is no guarded route"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_where_the_matrix_does_not_let_them_and_nothing_changes() {
    let (scene, table) = (Scene::new().await, table());
    let router = scene.router(NodeRole::All);
    let before = scene.rows().await;
    let mut wrong = Vec::new();
    for case in CASES {
        let answer = scene.send(&router, case, None, How::Properly).await;
        if (answer.status, answer.code.as_str())
            != (StatusCode::UNAUTHORIZED, "problem-unauthenticated")
        {
            wrong.push(format!("{} {} by nobody: {}", case.method, case.path, answer.status));
        }
        for who in &scene.everybody {
            let wanted = match expected(&scene, &table, case, who) {
                Expected::LetIn => continue,
                Expected::NoPost => (StatusCode::FORBIDDEN, "problem-no-post"),
                Expected::NotTheirs => (StatusCode::NOT_FOUND, "problem-not-found"),
            };
            let answer = scene.send(&router, case, Some(who), How::Properly).await;
            if (answer.status, answer.code.as_str()) != wanted {
                wrong.push(format!(
                    "{} {} by {}: {} {} instead of {wanted:?}",
                    case.method, case.path, who.name, answer.status, answer.code
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let after = scene.rows().await;
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table} has changed");
    }
}

/// Requests that are refused above must be good ones: whoever may send them gets through.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_is_let_in_by_the_same_requests() {
    let (scene, table) = (Scene::new().await, table());
    let router = scene.router(NodeRole::All);
    let mut wrong = Vec::new();
    for case in CASES {
        let may = |who: &&Who| expected(&scene, &table, case, who) == Expected::LetIn;
        // Administrators come late in the list: they still may when an earlier case took a post away.
        let Some(who) = scene.everybody.iter().rev().find(may) else {
            wrong.push(format!("{} {}: nobody may", case.method, case.path));
            continue;
        };
        let who = scene.again(who).await;
        let answer = scene.send(&router, case, Some(&who), How::Properly).await;
        let refused = [401, 403, 404, 405, 500, 503].contains(&answer.status.as_u16());
        if refused || (case.method == "GET" && answer.status != StatusCode::OK) {
            wrong.push(format!(
                "{} {} by {}: {} {}",
                case.method, case.path, who.name, answer.status, answer.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a page of another site can have a browser send is refused, and so is a form without the
/// session's secret.
#[tokio::test(flavor = "multi_thread")]
async fn no_change_is_made_without_the_sessions_secret() {
    let (scene, table) = (Scene::new().await, table());
    let router = scene.router(NodeRole::All);
    let before = scene.rows().await;
    let mut changing = 0;
    for case in CASES.iter().filter(|case| case.method != "GET") {
        let may = |who: &&Who| {
            who.is_by_cookie() && expected(&scene, &table, case, who) == Expected::LetIn
        };
        let who = scene.everybody.iter().find(may).unwrap();
        let wanted = match case.sent {
            Sent::Json(_) => (StatusCode::UNPROCESSABLE_ENTITY, "problem-json-expected"),
            _ => (StatusCode::FORBIDDEN, "problem-csrf"),
        };
        let answer = scene.send(&router, case, Some(who), How::WithoutSecret).await;
        assert_eq!((answer.status, answer.code.as_str()), wanted, "{} {}", case.method, case.path);
        let answer = scene.send(&router, case, Some(who), How::FromElsewhere).await;
        let got = (answer.status, answer.code.as_str());
        assert_eq!(got, (StatusCode::FORBIDDEN, "problem-origin"), "{} {}", case.method, case.path);
        changing += 1;
    }
    assert!(changing > 20, "{changing} routes that change something");
    assert_eq!(scene.rows().await, before);
}

/// The forms that anybody may send are protected as soon as somebody is signed in.
#[tokio::test(flavor = "multi_thread")]
async fn public_forms_ask_for_the_secret_of_whoever_is_signed_in() {
    let scene = Scene::new().await;
    let router = scene.router(NodeRole::All);
    let public = |route: &&RouteInfo| {
        route.access == Access::Public && route.method != "GET" && !route.path.starts_with("/api/")
    };
    let table = table();
    let mut forms = 0;
    for route in table.iter().filter(public) {
        let case = Case {
            method: "POST",
            path: route.path,
            query: "",
            of: if route.path.contains("{id}") { Of::Case } else { Of::Nothing },
            sent: Sent::Form("login=kaowu"),
            decided_by: None,
        };
        let answer = scene.send(&router, &case, Some(scene.who("kaowu")), How::WithoutSecret).await;
        let got = (answer.status, answer.code.as_str());
        assert_eq!(got, (StatusCode::FORBIDDEN, "problem-csrf"), "{}", route.path);
        forms += 1;
    }
    assert!(forms >= 6, "{forms} public forms");
}

/// What a node does not serve does not exist on it, whoever asks: 404, not 401 or 403.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_does_not_serve_is_gone_on_it() {
    let scene = Scene::new().await;
    for role in NodeRole::ALL {
        let (router, table) = (scene.router(role), describe(&routes(&config_of(role))));
        let mut gone = BTreeSet::new();
        for route in &table {
            let case = any_case(route);
            let nobody = scene.send(&router, &case, None, How::Properly).await;
            let somebody =
                scene.send(&router, &case, Some(scene.who("kaowu")), How::Properly).await;
            let place = format!("{} {} on {}", route.method, route.path, role.word());
            if route.serves.on(role) {
                let there = route.access == Access::Public
                    || (nobody.status, nobody.code.as_str())
                        == (StatusCode::UNAUTHORIZED, "problem-unauthenticated");
                assert!(there, "{place}: {}", nobody.status);
                continue;
            }
            // A path that is there for another method says so; nothing of it is served.
            let other = |one: &&RouteInfo| one.path == route.path && one.serves.on(role);
            let wanted = match table.iter().find(other) {
                Some(_) => StatusCode::METHOD_NOT_ALLOWED,
                None => StatusCode::NOT_FOUND,
            };
            assert_eq!((nobody.status, somebody.status), (wanted, wanted), "{place}");
            gone.insert(route.path);
        }
        let (desk, official) = (gone.contains("/imports"), gone.contains("/people"));
        let expected = match role {
            NodeRole::All | NodeRole::Inner => (false, false),
            NodeRole::Public => (true, true),
            NodeRole::Site => (false, true),
        };
        assert_eq!((desk, official), expected, "{}", role.word());
        assert_eq!(gone.is_empty(), matches!(role, NodeRole::All | NodeRole::Inner));
        assert_eq!(gone.contains("/accounts"), role == NodeRole::Public);
    }
}

fn config_of(role: NodeRole) -> platform::Config {
    platform::Config { role, ..platform::Config::demo("/nowhere".into(), 8080) }
}

/// The case of a guarded route; for a public one a request with nothing in it.
fn any_case(route: &RouteInfo) -> Case {
    let own = |case: &&Case| (case.method, case.path) == (route.method.as_str(), route.path);
    let empty = Case {
        method: if route.method == "GET" { "GET" } else { "POST" },
        path: route.path,
        query: "",
        of: Of::Nothing,
        sent: Sent::Form(""),
        decided_by: None,
    };
    CASES.iter().find(own).copied().unwrap_or(empty)
}
