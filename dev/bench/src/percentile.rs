//! Percentiles of all samples, none estimated.

use std::time::Duration;

/// Every sample of one measurement, in order.
pub struct Samples(Vec<Duration>);

impl Samples {
    /// The samples, in any order.
    pub fn new(mut samples: Vec<Duration>) -> Self {
        samples.sort_unstable();
        Samples(samples)
    }

    /// The smallest sample that at least `thousandths` of a thousand samples do not exceed (nearest
    /// rank). Nothing without samples.
    pub fn rank(&self, thousandths: usize) -> Option<Duration> {
        let rank = (self.0.len() * thousandths).div_ceil(1000).max(1);
        self.0.get(rank - 1).copied()
    }

    /// [`rank`](Samples::rank) in milliseconds.
    pub fn milliseconds(&self, thousandths: usize) -> f64 {
        self.rank(thousandths).map_or(f64::NAN, |sample| sample.as_secs_f64() * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(count: u64, thousandths: &[usize]) -> Vec<Option<u128>> {
        // Backwards, so that the order matters.
        let samples = Samples::new((1..=count).rev().map(Duration::from_millis).collect());
        thousandths.iter().map(|t| samples.rank(*t).map(|d| d.as_millis())).collect()
    }

    #[test]
    fn a_percentile_is_a_sample_that_was_measured() {
        assert_eq!(ranks(100, &[0, 500, 990, 1000]), [Some(1), Some(50), Some(99), Some(100)]);
        assert_eq!(ranks(101, &[500, 990]), [Some(51), Some(100)]);
        assert_eq!(ranks(1, &[0, 500, 1000]), [Some(1); 3]);
        assert_eq!(ranks(0, &[500]), [None]);
    }

    #[test]
    fn one_slow_sample_in_fifty_moves_the_99th_percentile() {
        let mut samples = vec![Duration::from_millis(1); 98];
        samples.extend([Duration::from_secs(1); 2]);
        let samples = Samples::new(samples);
        assert_eq!(samples.milliseconds(980), 1.0);
        assert_eq!(samples.milliseconds(990), 1000.0);
    }
}
