//! Files on their way in.

use super::*;
use crate::{Limits, Upload};

const BOUNDARY: [(&str, &str); 1] = [("content-type", "multipart/form-data; boundary=xx")];

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

fn drop_off(limits: Limits) -> Router {
    let take = async |mut upload: Upload| -> Result<String, crate::Error> {
        let Some(file) = &mut upload.file else { return Ok("no file".to_owned()) };
        let mut bytes = 0;
        while let Some(piece) = file.chunk().await? {
            bytes += piece.len();
        }
        Ok(format!("{} {bytes} {}", file.name, upload.form.value("run")))
    };
    let route = Route::post("/files", Access::Public, Serves::EVERYWHERE, take).limits(limits);
    site(vec![route])
}

fn limits(body_bytes: usize) -> Limits {
    Limits { body_bytes, seconds: 20 }
}

#[tokio::test]
async fn the_fields_come_first_and_the_file_as_a_stream() {
    let site = drop_off(limits(10_000));
    let body =
        part("run", None, "7") + &part("file", Some("a\\b\\成绩.csv"), "1,2,3") + "--xx--\r\n";
    let answer = send_body(&site, "POST", "/files", &BOUNDARY, body).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "成绩.csv 5 7"));
    let none = part("run", None, "7") + &part("file", Some(""), "") + "--xx--\r\n";
    let answer = send_body(&site, "POST", "/files", &BOUNDARY, none).await;
    assert_eq!(answer.body, "no file");
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_too_large() {
    let body = part("file", Some("big.csv"), &"x".repeat(5_000)) + "--xx--\r\n";
    let fits = send_body(&drop_off(limits(6_000)), "POST", "/files", &BOUNDARY, body.clone()).await;
    assert_eq!(fits.body, "big.csv 5000 ");
    let over = send_body(&drop_off(limits(4_000)), "POST", "/files", &BOUNDARY, body).await;
    assert_eq!(over.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_told() {
    let body = part("file", Some("cut.csv"), "1,2");
    let answer = send_body(&drop_off(limits(6_000)), "POST", "/files", &BOUNDARY, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("did not arrive complete"), "{}", answer.body);
}

#[tokio::test]
async fn fields_before_the_file_have_little_room() {
    let site = drop_off(limits(10_000_000));
    let long = part("run", None, &"x".repeat(70_000)) + "--xx--\r\n";
    let many: String = (0..20_000).map(|n| part(&format!("f{n}"), None, "")).collect();
    for body in [long, many + "--xx--\r\n"] {
        let answer = send_body(&site, "POST", "/files", &BOUNDARY, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn an_upload_needs_the_secret_before_its_file_is_read() {
    let site = drop_off(limits(10_000));
    let signed_in = [BOUNDARY[0], (SIGNED_IN, "1")];
    let with =
        |csrf: &str| part("csrf", None, csrf) + &part("file", Some("a.csv"), "1") + "--xx--\r\n";
    let right = with(&secret().field(&Random::seeded(3)));
    assert_eq!(send_body(&site, "POST", "/files", &signed_in, right).await.status, StatusCode::OK);
    let wrong = send_body(&site, "POST", "/files", &signed_in, with("x")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let late = part("file", Some("a.csv"), "1") + &part("csrf", None, "x") + "--xx--\r\n";
    let late = send_body(&site, "POST", "/files", &signed_in, late).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "a secret behind the file comes too late");
    let urlencoded = [("content-type", "application/x-www-form-urlencoded")];
    let answer = send_body(&site, "POST", "/files", &urlencoded, "run=7").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}
