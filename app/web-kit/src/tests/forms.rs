//! Forms on their way in: the hidden fields, and what was typed when something is wrong.

use super::*;
use crate::form::text;
use crate::{Asked, Submitted};
use kernel::Random;

fn note() -> Router {
    let save = async |v: Visit, Submitted(mut form): Submitted| {
        let saved = form.required("note", text("note", 5));
        let problems: Vec<_> = form.problems.iter().map(|problem| v.t.field(problem)).collect();
        let csrf = form.value("csrf").to_owned();
        let key = form.key_to_show(&v);
        format!("{saved:?}|{}|{problems:?}|{csrf}|{key}", form.value("note"))
    };
    let ask = async |Asked(form): Asked| form.many("level").join("+");
    site(vec![
        Route::post("/note", Access::Public, Serves::EVERYWHERE, save),
        Route::get("/ask", Access::Public, Serves::EVERYWHERE, ask),
    ])
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_its_key() {
    let answer = post(&note(), "/note", "key=0123456789ABCDEFGHJKMNPQRS&note=too+long", &[]).await;
    let parts: Vec<&str> = answer.body.split('|').collect();
    assert_eq!(parts[..2], ["None", "too long"]);
    assert!(parts[2].contains("At most 5 characters"), "{}", parts[2]);
    let again = crate::csrf::new_key(&Random::seeded(5));
    let kept = post(&note(), "/note", &format!("key={again}&note=ok"), &[]).await;
    assert!(kept.body.starts_with(r#"Some("ok")|ok|[]||"#), "{}", kept.body);
    assert!(kept.body.ends_with(&again), "the key is used up only by saving");
}

#[tokio::test]
async fn whoever_is_signed_in_sends_the_secret_of_the_session() {
    let field = secret().field(&Random::seeded(9));
    let signed_in = [(SIGNED_IN, "1")];
    let right = post(&note(), "/note", &format!("note=ok&csrf={field}"), &signed_in).await;
    assert_eq!(right.status, StatusCode::OK);
    assert!(right.body.contains("|ok|[]||"), "the secret is not written again: {}", right.body);
    let foreign = Csrf::from_bytes([8; 16]).field(&Random::seeded(9));
    for wrong in ["", "&csrf=", "&csrf=x", &format!("&csrf={foreign}")] {
        let answer = post(&note(), "/note", &format!("note=ok{wrong}"), &signed_in).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{wrong}");
        assert!(answer.body.contains("open for too long"), "{}", answer.body);
    }
    let nobody = post(&note(), "/note", "note=ok", &[]).await;
    assert_eq!(nobody.status, StatusCode::OK, "who has no session needs no secret");
}

#[tokio::test]
async fn another_kind_of_body_is_no_form() {
    for kind in ["text/plain", "application/json", ""] {
        let answer = post(&note(), "/note", "note=ok", &[("content-type", kind)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
    }
}

#[tokio::test]
async fn filters_come_in_by_the_address() {
    let answer = send(&note(), "GET", "/ask?level=3&level=5&q=", &[]).await;
    assert_eq!(answer.body, "3+5");
    let many = format!("/ask?{}", "a=1&".repeat(501));
    assert_eq!(send(&note(), "GET", &many, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
