//! A load that does not wait for the server: requests have a time at which they are due, and their
//! latency counts from it. So a server that stands still for a second is charged with every request
//! that should have come in that second.

use crate::Done;
use crate::http::{Answer, Connection, Request};
use crate::percentile::Samples;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// Connections that are kept; each carries one request at a time.
const CONNECTIONS: usize = 64;
/// An answer that takes longer is a failure of the whole benchmark.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request with what its answer has to hold.
#[derive(Clone)]
pub struct Planned {
    /// The request.
    pub request: Request,
    /// Everything that stands in a right answer, whose status is 200.
    pub holds: Vec<String>,
}

/// Sends `rate` requests a second for `seconds`, going through `planned` in turn, and gives the latency
/// of each.
///
/// # Errors
/// When an answer is not what it should be.
pub async fn run(
    address: SocketAddr,
    rate: u32,
    seconds: u32,
    planned: Vec<Planned>,
) -> Done<Samples> {
    if planned.is_empty() {
        return Err("there is nothing to ask for".into());
    }
    let total = u64::from(rate) * u64::from(seconds);
    let (next, planned) = (Arc::new(AtomicU64::new(0)), Arc::new(planned));
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(address).await?);
    }
    let begin = Instant::now() + Duration::from_millis(50);
    let mut workers = Vec::new();
    for mut connection in connections {
        let (next, planned) = (Arc::clone(&next), Arc::clone(&planned));
        workers.push(tokio::spawn(async move {
            let mut samples = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= total {
                    return Ok(samples);
                }
                let due = begin + due(number, rate);
                sleep_until(due).await;
                let one = &planned[number as usize % planned.len()];
                let answer = timeout(PATIENCE, connection.send(&one.request)).await;
                samples.push(due.elapsed());
                check(one, &answer.map_err(|_| "no answer within 30 seconds")??)?;
            }
        }));
    }
    let mut samples = Vec::new();
    for worker in workers {
        let some: Done<Vec<Duration>> = worker.await?;
        samples.extend(some?);
    }
    Ok(Samples::new(samples))
}

/// When a request is due, from the beginning.
fn due(number: u64, rate: u32) -> Duration {
    Duration::from_nanos(number * 1_000_000_000 / u64::from(rate))
}

fn check(planned: &Planned, answer: &Answer) -> Done<()> {
    let text = answer.text();
    let missing = planned.holds.iter().find(|part| !text.contains(part.as_str()));
    match (answer.status, missing) {
        (200, None) => Ok(()),
        (200, Some(part)) => Err(format!("an answer does not hold {part:?}: {text}").into()),
        (status, _) => Err(format!("an answer with status {status}: {text}").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn requests_are_due_at_even_distances_whatever_the_server_does() {
        let due = |number| due(number, 400).as_micros();
        assert_eq!([0, 1, 2, 400, 40_001].map(due), [0, 2_500, 5_000, 1_000_000, 100_002_500]);
    }

    #[test]
    fn an_answer_has_to_be_the_right_one() {
        let holds = vec!["示例".to_owned(), "valid".to_owned()];
        let planned = Planned { request: Request::get("/", ""), holds };
        assert!(check(&planned, &answer(200, "示例: valid")).is_ok());
        assert!(check(&planned, &answer(200, "示例: revoked")).is_err());
        assert!(check(&planned, &answer(429, "示例: valid")).is_err());
    }
}
