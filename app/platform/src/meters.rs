//! What this process has done since it started, for metrics and readiness.

use crate::runner::Pulse;
use kernel::Instant;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use store::meter::{Histogram, HistogramCounts};

/// The counters of the process; one for all clones of an [`App`](crate::App).
#[derive(Debug, Default)]
pub struct Meters {
    requests: Mutex<BTreeMap<(String, String), Requests>>,
    pulse: OnceLock<Pulse>,
}

#[derive(Debug)]
struct Requests {
    statuses: BTreeMap<u16, u64>,
    times: Histogram,
}

/// The requests to one route.
#[derive(Clone, Debug)]
pub struct RequestCounts {
    /// The HTTP method.
    pub method: String,
    /// The route's pattern; never the address itself, which may hold a token.
    pub route: String,
    /// How many answers of each status there were.
    pub statuses: BTreeMap<u16, u64>,
    /// How long they took, in microseconds.
    pub times: HistogramCounts,
}

impl Meters {
    /// Counts an answer.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let route = requests.entry((route.to_owned(), method.to_owned())).or_insert_with(|| {
            Requests { statuses: BTreeMap::new(), times: Histogram::of_times() }
        });
        *route.statuses.entry(status).or_default() += 1;
        route.times.add_time(took);
    }

    /// The requests so far, by route.
    pub fn requests(&self) -> Vec<RequestCounts> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = requests.iter().map(|((route, method), counted)| RequestCounts {
            method: method.clone(),
            route: route.clone(),
            statuses: counted.statuses.clone(),
            times: counted.times.counts(),
        });
        counts.collect()
    }

    /// Says that this process does background work; a second call changes nothing.
    pub fn has_workers(&self, pulse: Pulse) {
        let _ = self.pulse.set(pulse);
    }

    /// Whether the background work goes on; nothing in a process that does none.
    pub fn workers_alive(&self, now: Instant) -> Option<bool> {
        self.pulse.get().map(|pulse| pulse.is_felt(now))
    }
}
