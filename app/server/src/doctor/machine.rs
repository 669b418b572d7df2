//! The machine around the program: keys, folders, room, clock, addresses, certificate.

use super::Finding;
use crate::serve::tls::{Keeper, certificates};
use crate::x509;
use chrono::Datelike as _;
use kernel::Instant;
use platform::Config;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

const GIGABYTE: u64 = 1_000_000_000;
/// Below this the database soon cannot write.
const LEAST_ROOM: u64 = GIGABYTE;
/// Below this somebody should look.
const LITTLE_ROOM: u64 = 5 * GIGABYTE;
/// Days before its end at which a certificate is to be renewed.
const RENEW_DAYS: i64 = 30;
const DAY_MICROS: i64 = 24 * 3600 * 1_000_000;
/// When this was written: no clock that is right shows an earlier day.
const EARLIEST: Instant = Instant::from_micros(1_795_000_000_000_000);
/// The year in which certificates of today have long been replaced.
const LATEST_YEAR: i32 = 2100;
/// How long a running server may take to say that it is one.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) fn time(now: Instant) -> Finding {
    let shown = now.in_china().format("%Y-%m-%d %H:%M").to_string();
    let sane = now >= EARLIEST && now.civil_date().year() < LATEST_YEAR;
    let finding =
        if sane { Finding::ok("doctor-clock") } else { Finding::fail("doctor-clock-wrong") };
    finding.with("time", shown)
}

pub(super) fn keys(config: &Config) -> Option<Finding> {
    if config.demo {
        return None;
    }
    let file = config.key_file();
    Some(match config.keys() {
        Err(problem) => Finding::refused(&problem),
        Ok(ring) if ring.is_demo() => Finding::fail("keys-demo-outside-demo"),
        Ok(ring) if ring.profile() != config.crypto => Finding::fail("doctor-keys-profile")
            .with("file", file.display())
            .with("profile", ring.profile())
            .with("crypto", config.crypto),
        Ok(_) => Finding::ok("doctor-keys").with("file", file.display()),
    })
}

pub(super) fn data_folder(config: &Config) -> Option<Finding> {
    let folder = &config.data;
    let finding = match std::fs::metadata(folder) {
        Err(_) if !config.database_url.is_empty() => return None,
        Err(_) => Finding::warn("doctor-folder-missing"),
        Ok(_) if !is_writable(folder) => Finding::fail("doctor-folder-locked"),
        Ok(about) if about.permissions().mode() & 0o007 != 0 => Finding::warn("doctor-folder-open"),
        Ok(_) => Finding::ok("doctor-folder"),
    };
    Some(finding.with("folder", folder.display()))
}

/// Tries it: rights, read-only disks and full ones all show.
fn is_writable(folder: &Path) -> bool {
    let probe = folder.join(".doctor");
    let written = std::fs::File::create(&probe).and_then(|mut file| file.write_all(b"probe"));
    let _ = std::fs::remove_file(&probe);
    written.is_ok()
}

/// The room where the database and the backups are.
pub(super) fn room(config: &Config) -> Vec<Finding> {
    let mut folders = vec![config.data.as_path()];
    if !config.backup.folder.as_os_str().is_empty() {
        folders.push(&config.backup.folder);
    }
    folders.into_iter().filter_map(room_in).collect()
}

fn room_in(folder: &Path) -> Option<Finding> {
    let about = rustix::fs::statvfs(folder).ok()?;
    let free = about.f_bavail * about.f_frsize;
    let finding = match free {
        ..LEAST_ROOM => Finding::fail("doctor-room-none"),
        LEAST_ROOM..LITTLE_ROOM => Finding::warn("doctor-room-little"),
        _ => Finding::ok("doctor-room"),
    };
    let shown = format!("{}.{}", free / GIGABYTE, free % GIGABYTE / (GIGABYTE / 10));
    Some(finding.with("folder", folder.display()).with("gigabytes", shown))
}

/// Deadlines are counted in working days, which the State Council tells year by year.
pub(super) fn calendar(now: Instant) -> Finding {
    let year = now.civil_date().year();
    let Ok(world) = classification::shipped_world(&[]) else {
        return Finding::fail("doctor-calendar-missing").with("year", year);
    };
    let known: Vec<i32> = world.calendar.years().map(|(year, _)| year).collect();
    match (known.contains(&year), known.contains(&(year + 1))) {
        (false, _) => Finding::warn("doctor-calendar-missing").with("year", year),
        (true, false) => Finding::warn("doctor-calendar-missing").with("year", year + 1),
        (true, true) => Finding::ok("doctor-calendar").with("year", year + 1),
    }
}

pub(super) fn public_url(config: &Config) -> Finding {
    let host = config.public_host();
    let local = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    let finding = match (local, config.is_secure()) {
        (true, _) if config.demo => Finding::ok("doctor-url"),
        (true, _) => Finding::warn("doctor-url-local"),
        (false, false) => Finding::warn("doctor-url-plain"),
        (false, true) => Finding::ok("doctor-url"),
    };
    finding.with("url", &config.public_url)
}

/// The certificate this process serves under.
pub(super) fn certificate(config: &Config, now: Instant) -> Option<Finding> {
    let path = &config.tls.cert;
    match Keeper::open(&config.tls) {
        Ok(None) => return None,
        Err(problem) => return Some(Finding::refused(&problem)),
        Ok(Some(_)) => {}
    }
    let first = certificates(path).ok().and_then(|found| found.into_iter().next());
    let validity = first.and_then(|first| x509::validity(&first));
    let Some(validity) = validity else {
        return Some(Finding::fail("tls-unreadable").with("file", path.display()));
    };
    let days = (validity.until.micros() - now.micros()).div_euclid(DAY_MICROS);
    let finding = match days {
        _ if validity.from > now => Finding::fail("doctor-tls-early"),
        ..0 => Finding::fail("doctor-tls-ended"),
        0..RENEW_DAYS => Finding::warn("doctor-tls-soon"),
        _ => Finding::ok("doctor-tls"),
    };
    let from = validity.from.civil_date();
    let until = validity.until.civil_date();
    Some(finding.with("days", days).with("from", from).with("until", until))
}

/// Whether the address is free, or taken by this very service.
pub(super) async fn port(config: &Config) -> Finding {
    let address = config.listen.as_str();
    let finding = match TcpListener::bind(address).await {
        Ok(_) => Finding::ok("doctor-port-free"),
        Err(error) if error.kind() != std::io::ErrorKind::AddrInUse => {
            Finding::fail("doctor-port-refused")
        }
        Err(_) => {
            let (address, host) = (address.to_owned(), config.public_host().to_owned());
            let asked = tokio::task::spawn_blocking(move || is_healthy(&address, &host)).await;
            match asked {
                Ok(Some(true)) => Finding::ok("doctor-port-served"),
                _ if !config.tls.cert.as_os_str().is_empty() => {
                    Finding::warn("doctor-port-encrypted")
                }
                _ => Finding::fail("doctor-port-taken"),
            }
        }
    };
    finding.with("address", address)
}

/// Asks what serves the address whether it is healthy, as this program answers.
fn is_healthy(address: &str, host: &str) -> Option<bool> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!("GET /health HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer);
    Some(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok"))
}
