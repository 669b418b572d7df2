//! Language and type size: two cookies, and the small route that sets them.

use crate::form::Submitted;
use crate::here::own_page;
use crate::problem::Answer;
use crate::route::{Access, Route, Serves};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::Lang;

/// Where the two switches of the header lead.
pub const PATH: &str = "/preferences";

const LANGUAGE: &str = "lang";
const TYPE: &str = "type";
const LARGE: &str = "large";
const YEAR_SECONDS: u32 = 365 * 24 * 3600;

/// The route of the switches.
pub fn routes<S: Clone + Send + Sync + 'static>(tls: bool) -> Vec<Route<S>> {
    let set = async move |Submitted(form): Submitted| -> Answer {
        let mut answer = back_to(own_page(form.value("back")));
        if let Some(lang) = read_lang(form.value(LANGUAGE)) {
            keep(&mut answer, LANGUAGE, lang.tag(), tls);
        }
        match form.value(TYPE) {
            LARGE => keep(&mut answer, TYPE, LARGE, tls),
            "usual" => keep(&mut answer, TYPE, "usual", tls),
            _ => {}
        }
        Ok(answer)
    };
    vec![Route::post(PATH, Access::Public, Serves::EVERYWHERE, set)]
}

fn back_to(page: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    // `own_page` lets only printable ASCII through, so the value is always a valid header.
    if let Ok(page) = HeaderValue::from_str(page) {
        answer.headers_mut().insert(LOCATION, page);
    }
    answer
}

fn keep(answer: &mut Response, name: &str, value: &str, tls: bool) {
    let secure = if tls { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax; HttpOnly{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
}

fn read_lang(tag: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The language: the `lang` of the address (so that a link can name it), else of the cookie, else
/// what the browser prefers, else Chinese.
pub(crate) fn language(in_address: Option<&str>, headers: &HeaderMap) -> Lang {
    let named = in_address.and_then(read_lang);
    let kept = || cookie(headers, LANGUAGE).and_then(read_lang);
    named.or_else(kept).unwrap_or_else(|| preferred(headers))
}

/// Whether the large-type mode is on.
pub(crate) fn large(headers: &HeaderMap) -> bool {
    cookie(headers, TYPE) == Some(LARGE)
}

fn preferred(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut best = (0.0, Lang::Zh);
    for entry in accepted.unwrap_or_default().split(',') {
        let mut parts = entry.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q="));
        let quality = quality.map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
        let lang = match tag.split('-').next() {
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            _ => continue,
        };
        if quality > best.0 {
            best = (quality, lang);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn map(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_browser_is_asked_when_no_cookie_says_otherwise() {
        let of = |accept: &str| language(None, &map(ACCEPT_LANGUAGE, accept));
        assert_eq!(of("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(of("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(of("de,en;q=0.5,zh;q=0.6"), Lang::Zh);
        assert_eq!(of("de;q=1, en;q=0.3"), Lang::En);
        assert_eq!(of("en;q=x, *"), Lang::Zh);
        assert_eq!(language(None, &HeaderMap::new()), Lang::Zh);
    }

    #[test]
    fn a_cookie_beats_the_browser_and_the_address_beats_the_cookie() {
        let mut headers = map(ACCEPT_LANGUAGE, "zh-CN");
        headers.insert(COOKIE, "session=1; lang=en; type=large".parse().unwrap());
        assert_eq!(language(None, &headers), Lang::En);
        assert_eq!(language(Some("zh-CN"), &headers), Lang::Zh);
        assert_eq!(language(Some("fr"), &headers), Lang::En);
        assert!(large(&headers));
        assert_eq!(cookie(&headers, "session"), Some("1"));
        assert_eq!(cookie(&headers, "ang"), None);
    }
}
