//! The headers on every answer, the cookies, and from where requests are taken.

use super::*;
use axum::http::header::SET_COOKIE;

const POLICY: [&str; 7] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "connect-src 'self'",
];

#[tokio::test]
async fn every_answer_closes_the_doors() {
    let site = site(vec![plain("/page")]);
    for uri in ["/page", "/nothing"] {
        let answer = send(&site, "GET", uri, &[]).await;
        let policy = answer.header("content-security-policy");
        for part in POLICY {
            assert!(policy.contains(part), "{uri}: {part} in {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        let fixed = [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("vary", "Cookie, Accept-Language"),
            ("cache-control", "private, no-cache"),
            ("content-language", "en"),
            ("strict-transport-security", ""),
        ];
        for (name, value) in fixed {
            assert_eq!(answer.header(name), value, "{uri}: {name}");
        }
        assert!(answer.header("permissions-policy").contains("geolocation=()"));
        assert!(answer.header("x-request-id").len() >= 8, "{uri}");
    }
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_there() {
    let site = site_of(vec![plain("/page")], NodeRole::All, Frame { tls: true, ..the_frame() });
    let answer = send(&site, "GET", "/page", &[]).await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn personal_pages_and_answers_to_forms_stay_in_no_cache() {
    let site = site(vec![plain("/page")]);
    let personal = send(&site, "GET", "/page", &[(SIGNED_IN, "1")]).await;
    assert_eq!(personal.header("cache-control"), "no-store");
    let posted = post(&switches(false), "/preferences", "lang=en", &[]).await;
    assert_eq!(posted.header("cache-control"), "no-store");
}

#[tokio::test]
async fn two_requests_have_two_numbers() {
    let site = site(vec![plain("/page")]);
    let first = send(&site, "GET", "/page", &[]).await;
    let second = send(&site, "GET", "/page", &[]).await;
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
}

fn cookies(answer: &Answered) -> Vec<&str> {
    answer.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn the_switches_set_closed_cookies_and_lead_back() {
    let form = "back=%2Foccupations%3Fq%3Da&lang=en&type=large";
    let answer = post(&switches(false), "/preferences", form, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/occupations?q=a");
    let flags = "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";
    assert_eq!(cookies(&answer), [format!("lang=en{flags}"), format!("type=large{flags}")]);
    let secure = post(&switches(true), "/preferences", "type=usual", &[]).await;
    assert_eq!(cookies(&secure), [format!("type=usual{flags}; Secure")]);
}

#[tokio::test]
async fn the_switches_take_nothing_foreign() {
    let form = "back=%2F%2Fother.example%2F&lang=fr&type=%3Bhuge";
    let answer = post(&switches(false), "/preferences", form, &[]).await;
    assert_eq!((answer.header("location"), cookies(&answer).len()), ("/", 0));
}

#[tokio::test]
async fn language_and_type_size_follow_cookie_address_and_browser() {
    let tell = Route::get("/tell", Access::Public, Serves::EVERYWHERE, async |v: Visit| {
        format!("{} {}", v.t.lang.tag(), v.large)
    });
    let site = site(vec![tell]);
    let told =
        async |uri: &str, cookie: &str| send(&site, "GET", uri, &[("cookie", cookie)]).await.body;
    assert_eq!(told("/tell", "").await, "en false");
    assert_eq!(told("/tell", "type=large; lang=zh-CN").await, "zh-CN true");
    assert_eq!(told("/tell?lang=en", "lang=zh-CN").await, "en false");
}

#[tokio::test]
async fn a_foreign_page_cannot_send_forms() {
    let site = switches(false);
    let foreign = [("sec-fetch-site", "cross-site")];
    let answer = post(&site, "/preferences", "lang=en", &foreign).await;
    assert_eq!((answer.status, cookies(&answer).len()), (StatusCode::FORBIDDEN, 0));
    assert!(answer.body.contains("did not come from a page of this site"), "{}", answer.body);
}

#[tokio::test]
async fn a_foreign_name_reads_nothing() {
    let site = site(vec![plain("/page")]);
    let answer = send(&site, "GET", "/page", &[("host", "rebound.example")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.body.contains("plain"));
}
