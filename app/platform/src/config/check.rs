//! What a value must be like. Every refusal names the place, the key and what would be right.

use super::load::Given;
use kernel::{Problem, Result};
use std::net::IpAddr;
use std::path::Path;
use toml::Value;

/// Keys that take one of a few words.
const WORDS: [(&str, &[&str]); 3] = [
    ("role", &["all", "inner", "public", "site"]),
    ("crypto", &["intl", "gm"]),
    ("log.level", &["error", "warn", "info", "debug", "trace"]),
];

/// Keys that take a number, with the least and the most.
const RANGES: [(&str, i64, i64); 12] = [
    ("database_connections", 2, 500),
    ("session.idle_minutes", 5, 24 * 60),
    ("session.hours", 1, 24),
    ("limits.connections", 10, 100_000),
    ("limits.connections_per_address", 6, 100_000),
    ("limits.header_seconds", 1, 300),
    ("limits.body_seconds", 5, 600),
    ("limits.write_seconds", 5, 3600),
    ("limits.stop_seconds", 1, 600),
    ("jobs.workers", 1, 64),
    ("backup.every_hours", 1, 24 * 31),
    ("backup.keep", 1, 1000),
];

/// The shortest token that is not simply tried out.
const TOKEN_LENGTH: usize = 16;

/// Checks everything that was given.
pub(super) fn values(given: &Given) -> Result<()> {
    for (key, (value, place)) in &given.values {
        one(key, value).map_err(|problem| problem.arg("place", place).arg("key", key))?;
    }
    together(given)
}

fn one(key: &str, value: &Value) -> Result<()> {
    let text = value.as_str().unwrap_or_default();
    if let Some((_, words)) = WORDS.iter().find(|(known, _)| *known == key)
        && !words.contains(&text)
    {
        return Err(Problem::invalid("config-word")
            .arg("value", text)
            .arg("words", words.join(", ")));
    }
    if let Some((_, least, most)) = RANGES.iter().find(|(known, ..)| *known == key)
        && !value.as_integer().is_some_and(|number| (*least..=*most).contains(&number))
    {
        return Err(Problem::invalid("config-range").arg("least", least).arg("most", most));
    }
    let good = match key {
        "listen" => is_address(text),
        "metrics.listen" => text.is_empty() || is_address(text),
        "trusted_proxies" => items(value).all(|item| item.parse::<IpAddr>().is_ok()),
        _ => true,
    };
    if !good {
        return Err(Problem::invalid("config-address"));
    }
    let good = match key {
        "public_url" => is_origin(text),
        "site.police_filing_link" => text.is_empty() || host_of(text).is_some(),
        _ => true,
    };
    if !good {
        return Err(Problem::invalid("config-url"));
    }
    match key {
        "hosts" if !items(value).all(is_name) => Err(Problem::invalid("config-host")),
        "database_url" | "database_owner_url" if !text.is_empty() && !is_postgres(text) => {
            Err(Problem::invalid("config-database"))
        }
        "metrics.token" if !text.is_empty() && text.len() < TOKEN_LENGTH => {
            Err(Problem::invalid("config-token").arg("count", TOKEN_LENGTH))
        }
        _ => Ok(()),
    }
}

/// What keys must be like in view of each other.
fn together(given: &Given) -> Result<()> {
    let has = |key| !given.text(key).is_empty();
    for (one, other) in [("tls.cert", "tls.key"), ("tls.key", "tls.cert")] {
        if has(one) && !has(other) {
            let refused = Problem::invalid("config-pair").arg("place", given.place(one));
            return Err(refused.arg("key", one).arg("other", other));
        }
    }
    let listen = given.text("listen");
    let proxies = given.values.get("trusted_proxies").map_or(0, |(value, _)| items(value).count());
    if has("listen") && !is_loopback(name_of(listen)) && !has("tls.cert") && proxies == 0 {
        let refused = Problem::invalid("config-plain-http").arg("place", given.place("listen"));
        return Err(refused.arg("key", "listen").arg("address", listen));
    }
    Ok(())
}

fn items(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// `name:port`
fn is_address(text: &str) -> bool {
    text.rsplit_once(':')
        .is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok())
}

fn name_of(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(name, _)| name)
}

/// Scheme and host, perhaps a port, nothing after it.
fn is_origin(text: &str) -> bool {
    host_of(text).is_some() && !text.split_once("://").is_some_and(|(_, rest)| rest.contains('/'))
}

/// The host in an address of the web, without its port.
pub(super) fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => host,
        Some((_, after)) if !after.ends_with(']') => return None,
        _ => authority,
    };
    is_name(host).then_some(host)
}

fn is_name(host: &str) -> bool {
    let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match bracketed {
        Some(inside) => inside.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        }
    }
}

pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_postgres(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

/// Refuses a file with a secret that others may read.
///
/// # Errors
/// `config-secret-open`.
#[cfg(unix)]
pub(super) fn private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).map(|about| about.permissions().mode() & 0o077);
    match mode {
        Ok(0) => Ok(()),
        Ok(_) => Err(Problem::invalid("config-secret-open").arg("file", path.display())),
        Err(error) => Err(Problem::internal(error)),
    }
}

/// Other systems keep files by rules of their own.
#[cfg(not(unix))]
pub(super) fn private(_: &Path) -> Result<()> {
    Ok(())
}
