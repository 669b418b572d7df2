//! The server as a process of its own: start, memory, the weight of its pages, and latency under load.

use super::province::Province;
use super::samples::Drawn;
use super::weight;
use crate::Done;
use crate::http::Request;
use crate::load::{self, Planned};
use crate::percentile::Samples;
use crate::report::{Figure, Figures, Goal, say};
use crate::server::Server;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Starts of which the slowest counts.
const STARTS: usize = 3;
/// Requests a second to the register's pages.
const REGISTER_RATE: u32 = 200;
/// Checks a second.
const CHECK_RATE: u32 = 500;

/// Measures everything that needs the running server.
pub async fn measure(
    figures: &mut Figures,
    program: &Path,
    province: &Province,
    drawn: &Drawn,
    seconds: u32,
) -> Done<()> {
    say("starting the server …");
    let mut slowest = Duration::ZERO;
    for _ in 1..STARTS {
        let server = Server::start(program, &province.folder).await?;
        slowest = slowest.max(server.first_page);
        server.stop().await?;
    }
    let server = Server::start(program, &province.folder).await?;
    slowest = slowest.max(server.first_page);
    let start = Figure::new("start to first page", province.people, slowest.as_secs_f64(), "s");
    figures.add(start.goal(Goal::Below(2.0)));
    // Whatever is done once after a start has been done by then.
    tokio::time::sleep(Duration::from_secs(10)).await;
    let idle = Figure::new("idle memory", province.people, server.memory()?, "MB");
    figures.add(idle.goal(Goal::Below(150.0)));
    weight::measure(figures, &server, drawn).await?;
    say(&format!("register pages: {REGISTER_RATE} requests/s for {seconds} s …"));
    let samples = load::run(server.address, REGISTER_RATE, seconds, register(drawn)).await?;
    let total = u64::from(REGISTER_RATE) * u64::from(seconds);
    latency(figures, ["register pages, p50", "register pages, p99"], total, &samples, 50.0);
    say(&format!("checks: {CHECK_RATE} requests/s for {seconds} s, within the usual limits …"));
    let samples = load::run(server.address, CHECK_RATE, seconds, checks(drawn)).await?;
    let total = u64::from(CHECK_RATE) * u64::from(seconds);
    latency(figures, ["check, p50", "check, p99"], total, &samples, 20.0);
    let loaded = Figure::new("memory after the load", province.people, server.memory()?, "MB");
    figures.add(loaded);
    server.stop().await
}

fn latency(
    figures: &mut Figures,
    [middle, high]: [&'static str; 2],
    total: u64,
    samples: &Samples,
    goal: f64,
) {
    figures.add(Figure::new(middle, total, samples.milliseconds(500), "ms"));
    let high = Figure::new(high, total, samples.milliseconds(990), "ms");
    figures.add(high.goal(Goal::Below(goal)));
}

/// Lists and single entries of both registers, in turn.
fn register(drawn: &Drawn) -> Vec<Planned> {
    let page = |path: String, holds: &str| Planned {
        request: Request::get(&path, "Accept-Language: zh-CN\r\n"),
        holds: vec![holds.to_owned()],
    };
    let bodies = drawn.bodies.iter().cycle();
    let mut planned = Vec::new();
    for ((code, name), (body, body_name)) in drawn.occupations.iter().zip(bodies) {
        planned.push(page(format!("/occupations/{code}"), name));
        planned.push(page(format!("/bodies/{body}"), body_name));
        planned.push(page(format!("/occupations?q={}", encoded(name)), name));
        planned.push(page(format!("/bodies?q={}", encoded(body_name)), body_name));
    }
    planned
}

/// Checks by number and second fact through the API, and by scanned code as a page, in turn. Only
/// failed checks are limited, and all of these are right.
fn checks(drawn: &Drawn) -> Vec<Planned> {
    let mut planned = Vec::new();
    for held in &drawn.certificates {
        let asked = json!({ "number": held.number, "second": held.second }).to_string();
        let found = ["\"found\":true", &held.number, "\"valid\"", "\"signature_good\":true"];
        planned.push(Planned {
            request: Request::post("/api/v1/check", "application/json", &asked, ""),
            holds: found.map(str::to_owned).to_vec(),
        });
        planned.push(Planned {
            request: Request::get(&format!("/c/{}", held.token), "Accept-Language: zh-CN\r\n"),
            holds: vec![held.number.clone()],
        });
    }
    planned
}

/// Text as a part of an address.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
