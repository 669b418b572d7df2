//! The cookie of a session. Its value is a secret that only the database can tell from any other.

use crate::preferences::cookie;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use kernel::Problem;

/// Browsers take a cookie of this name only over TLS, for this host alone, and for all of it.
const SECURE: &str = "__Host-session";
/// On loopback, without TLS.
const PLAIN: &str = "session";

fn name(tls: bool) -> &'static str {
    if tls { SECURE } else { PLAIN }
}

/// The token that the browser sent.
pub fn token(headers: &HeaderMap, tls: bool) -> Option<&str> {
    cookie(headers, name(tls)).filter(|token| !token.is_empty())
}

/// Has the browser keep a token until it is closed; the server ends the session when its time is
/// over.
///
/// # Errors
/// An internal problem for a token that cannot stand in a header.
pub fn keep(headers: &mut HeaderMap, token: &str, tls: bool) -> kernel::Result<()> {
    let secure = if tls { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}", name(tls));
    let value = HeaderValue::from_str(&text).map_err(Problem::internal)?;
    headers.append(SET_COOKIE, value);
    Ok(())
}

/// Has the browser forget its token.
pub fn forget(headers: &mut HeaderMap, tls: bool) {
    let value = match tls {
        true => "__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
        false => "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
    };
    headers.append(SET_COOKIE, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    fn set(headers: &HeaderMap) -> &str {
        headers[SET_COOKIE].to_str().unwrap()
    }

    #[test]
    fn a_token_is_kept_out_of_reach_of_scripts_and_other_hosts() {
        let mut headers = HeaderMap::new();
        keep(&mut headers, "abc", true).unwrap();
        let told = set(&headers);
        assert!(told.starts_with("__Host-session=abc; Path=/;"), "{told}");
        for word in ["HttpOnly", "SameSite=Lax", "Secure"] {
            assert!(told.contains(word), "{told}");
        }
        assert!(!told.contains("Domain") && !told.contains("Max-Age"), "{told}");
    }

    #[test]
    fn what_was_kept_is_read_back_and_forgotten() {
        let mut sent = HeaderMap::new();
        sent.insert(COOKIE, "lang=en; session=abc".parse().unwrap());
        assert_eq!(token(&sent, false), Some("abc"));
        assert_eq!(token(&sent, true), None, "a cookie that came without TLS counts for nothing");
        let mut headers = HeaderMap::new();
        forget(&mut headers, false);
        assert!(set(&headers).starts_with("session=;") && set(&headers).contains("Max-Age=0"));
    }
}
