//! What a browser is told and what it is asked: headers that close doors, and the checks that a
//! request comes from this site's own pages.

use crate::{Visit, assets};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE,
    HOST, ORIGIN, REFERER, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use kernel::{Problem, ProblemKind};
use std::net::{IpAddr, Ipv6Addr};

/// Nothing may be loaded or sent elsewhere, and no script or style may stand inside a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The camera reads codes on tickets and certificates; nothing else of the device is used.
const PERMISSIONS: &str =
    "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

/// A year, without sub-domains: they may belong to other offices.
const TRANSPORT: &str = "max-age=31536000";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the headers on an answer. A handler may have set `Cache-Control` itself.
pub(crate) fn headers(visit: &Visit, method: &Method, tls: bool, headers: &mut HeaderMap) {
    let fixed: [(HeaderName, &'static str); 8] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Stricter values make browsers send `Origin: null` with our own forms.
        (REFERRER_POLICY, "same-origin"),
        (X_FRAME_OPTIONS, "DENY"),
        (PERMISSIONS_POLICY, PERMISSIONS),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
        (VARY, "Cookie, Accept-Language"),
    ];
    let immutable = headers.get(CACHE_CONTROL).is_some_and(|cache| cache == assets::FOR_EVER);
    for (name, value) in fixed {
        if !(immutable && name == VARY) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    // Personal pages stay in no cache; others may be kept for the way back but are asked for again.
    let personal = visit.signed_in().is_some() || !matches!(*method, Method::GET | Method::HEAD);
    let cache = if personal { "no-store" } else { "private, no-cache" };
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    let is_page =
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(visit.t.lang.tag()));
    }
    if let Ok(id) = HeaderValue::from_str(&visit.request) {
        headers.insert(REQUEST_ID, id);
    }
}

/// Refuses a request for a host name that is not ours, so that no foreign name that was made to
/// point here can read pages or collect links made from it.
pub(crate) fn check_host(allowed: &[String], uri: &Uri, headers: &HeaderMap) -> kernel::Result<()> {
    let host = host(uri, headers).ok_or_else(|| refused("problem-host"))?;
    let name = without_port(&host);
    let local = allowed.is_empty() && matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    if local || allowed.iter().any(|ours| ours.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    Err(refused("problem-host"))
}

/// Refuses a change that another site's page made this visitor's browser send.
///
/// Browsers say where a request comes from; a program without a cookie needs no protection, and
/// one with a cookie has to say where it comes from too.
pub(crate) fn check_origin(method: &Method, uri: &Uri, headers: &HeaderMap) -> kernel::Result<()> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE) {
        return Ok(());
    }
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (text(SEC_FETCH_SITE), text(ORIGIN), text(REFERER)) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(from), _) | (None, None, Some(from)) => {
            let host = host(uri, headers);
            host.is_some() && from.parse::<Uri>().ok().and_then(|from| authority(&from)) == host
        }
        (None, None, None) => !headers.contains_key(COOKIE) || headers.contains_key(AUTHORIZATION),
    };
    if own { Ok(()) } else { Err(refused("problem-origin")) }
}

fn refused(code: &'static str) -> Problem {
    Problem::new(ProblemKind::Forbidden, code)
}

fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let named = headers.get(HOST).and_then(|host| host.to_str().ok());
    named.map(str::to_ascii_lowercase).or_else(|| authority(uri))
}

fn authority(uri: &Uri) -> Option<String> {
    uri.authority().map(|authority| authority.as_str().to_ascii_lowercase())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The visitor's address: the peer's, or, behind declared proxies, the last one in
/// `X-Forwarded-For` that is not a proxy of ours. What stands before it anybody can write.
pub(crate) fn address(peer: IpAddr, proxies: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    if !proxies.contains(&peer.to_canonical()) {
        return peer.to_canonical();
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let chain: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in chain.into_iter().rev() {
        match hop.parse::<IpAddr>() {
            Ok(hop) if proxies.contains(&hop.to_canonical()) => {}
            Ok(hop) => return hop.to_canonical(),
            Err(_) => break,
        }
    }
    peer.to_canonical()
}

/// The part of an address that limits count by: a whole IPv6 network belongs to one subscriber.
pub fn limited_by(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_may_send_changes() {
        let uri: Uri = "/check".parse().unwrap();
        let ok =
            |pairs: &[(HeaderName, &str)]| check_origin(&Method::POST, &uri, &map(pairs)).is_ok();
        assert!(ok(&[(SEC_FETCH_SITE, "same-origin"), (COOKIE, "a=b")]));
        assert!(!ok(&[(SEC_FETCH_SITE, "cross-site")]));
        assert!(!ok(&[
            (SEC_FETCH_SITE, "same-site"),
            (ORIGIN, "https://k.example"),
            (HOST, "k.example")
        ]));
        assert!(ok(&[
            (ORIGIN, "https://k.example:8443"),
            (HOST, "K.example:8443"),
            (COOKIE, "a=b")
        ]));
        assert!(!ok(&[(ORIGIN, "https://k.example"), (HOST, "k.example:8443")]));
        assert!(!ok(&[(ORIGIN, "null"), (HOST, "k.example")]));
        assert!(ok(&[(REFERER, "https://k.example/check"), (HOST, "k.example"), (COOKIE, "a=b")]));
        assert!(!ok(&[(REFERER, "https://e.example/"), (HOST, "k.example")]));
        assert!(!ok(&[(COOKIE, "session=1"), (HOST, "k.example")]));
        assert!(ok(&[(HOST, "k.example")]));
        assert!(ok(&[(COOKIE, "a=b"), (AUTHORIZATION, "Bearer k"), (HOST, "k.example")]));
        assert!(check_origin(&Method::GET, &uri, &map(&[(SEC_FETCH_SITE, "cross-site")])).is_ok());
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let uri: Uri = "/".parse().unwrap();
        let ours = ["skills.example".to_owned()];
        let ok = |allowed: &[String], host: &str| {
            check_host(allowed, &uri, &map(&[(HOST, host)])).is_ok()
        };
        assert!(ok(&ours, "skills.example") && ok(&ours, "Skills.Example:443"));
        assert!(!ok(&ours, "other.example") && !ok(&ours, "skills.example.other.example"));
        assert!(!ok(&ours, "127.0.0.1"));
        assert!(ok(&[], "127.0.0.1:8080") && ok(&[], "[::1]:8080") && !ok(&[], "rebound.example"));
        assert!(check_host(&ours, &uri, &HeaderMap::new()).is_err());
    }

    #[test]
    fn only_declared_proxies_are_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let peer: IpAddr = "192.0.2.7".parse().unwrap();
        let forwarded = map(&[(
            HeaderName::from_static("x-forwarded-for"),
            "203.0.113.9, 198.51.100.2, 10.0.0.1",
        )]);
        let seen = |peer, proxies: &[IpAddr]| address(peer, proxies, &forwarded).to_string();
        assert_eq!(seen(peer, &[proxy]), "192.0.2.7");
        assert_eq!(seen(proxy, &[proxy]), "198.51.100.2");
        assert_eq!(seen("::ffff:10.0.0.1".parse().unwrap(), &[proxy]), "198.51.100.2");
        assert_eq!(address(proxy, &[proxy], &HeaderMap::new()), proxy);
        assert_eq!(
            limited_by("2001:db8:1:2:3:4:5:6".parse().unwrap()).to_string(),
            "2001:db8:1:2::"
        );
        assert_eq!(limited_by("::ffff:192.0.2.7".parse().unwrap()), peer);
    }
}
