//! Counting for metrics: a histogram of fixed buckets without locks, and what the writes took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of durations, in microseconds: 1 ms to 10 s.
pub const TIME_BOUNDS: [u64; 10] =
    [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000];

/// Upper bounds of the number of commands in one commit.
pub const BATCH_BOUNDS: [u64; 7] = [1, 2, 4, 8, 16, 32, 64];

/// Counts values into buckets.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One for each bound, and one for what is above them all.
    buckets: Vec<AtomicU64>,
    sum: AtomicU64,
}

/// A histogram at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistogramCounts {
    /// Each bound with the number of values not above it.
    pub up_to: Vec<(u64, u64)>,
    /// The number of all values.
    pub count: u64,
    /// The sum of all values.
    pub sum: u64,
}

impl Histogram {
    /// An empty histogram with these upper bounds, in rising order.
    pub fn new(bounds: &'static [u64]) -> Self {
        let buckets = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Histogram { bounds, buckets, sum: AtomicU64::new(0) }
    }

    /// An empty histogram of durations.
    pub fn of_times() -> Self {
        Histogram::new(&TIME_BOUNDS)
    }

    /// Counts a value.
    pub fn add(&self, value: u64) {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// Counts a duration, in microseconds.
    pub fn add_time(&self, duration: Duration) {
        self.add(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX));
    }

    /// What has been counted so far.
    pub fn counts(&self) -> HistogramCounts {
        let mut count = 0;
        let mut up_to = Vec::with_capacity(self.bounds.len());
        for (bound, bucket) in self.bounds.iter().zip(&self.buckets) {
            count += bucket.load(Ordering::Relaxed);
            up_to.push((*bound, count));
        }
        count += self.buckets[self.bounds.len()].load(Ordering::Relaxed);
        HistogramCounts { up_to, count, sum: self.sum.load(Ordering::Relaxed) }
    }
}

/// What the writes of this process took, from the call to the answer after the commit.
#[derive(Debug)]
pub struct Meter {
    times: Histogram,
    refused: AtomicU64,
}

impl Default for Meter {
    fn default() -> Self {
        Meter { times: Histogram::of_times(), refused: AtomicU64::new(0) }
    }
}

impl Meter {
    pub(crate) fn wrote(&self, took: Duration, good: bool) {
        self.times.add_time(took);
        if !good {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How long writes took, refused ones too.
    pub fn times(&self) -> &Histogram {
        &self.times
    }

    /// How many writes were refused or failed.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_into_the_bucket_of_the_next_bound() {
        let sizes = Histogram::new(&BATCH_BOUNDS);
        for value in [1, 2, 3, 64, 65] {
            sizes.add(value);
        }
        let counts = sizes.counts();
        assert_eq!(counts.up_to, [(1, 1), (2, 2), (4, 3), (8, 3), (16, 3), (32, 3), (64, 4)]);
        assert_eq!((counts.count, counts.sum), (5, 135));
    }
}
