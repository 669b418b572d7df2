//! Instants, civil dates and the clock.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A day of the civil calendar. Civil days of this system are days in UTC+8, all over the country.
pub type CivilDate = NaiveDate;

/// A point in time, in microseconds since 1970-01-01T00:00:00Z. Stored as BIGINT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// Seconds by which China's legal time is ahead of UTC.
const CHINA_OFFSET_SECONDS: i32 = 8 * 3600;

fn china() -> FixedOffset {
    FixedOffset::east_opt(CHINA_OFFSET_SECONDS).expect("eight hours are within a day")
}

impl Instant {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Instant(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The instant that many seconds later (earlier when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Instant(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The civil day in China.
    pub fn civil_date(self) -> CivilDate {
        self.in_china().date_naive()
    }

    /// Midnight in China at the beginning of the day.
    pub fn start_of(day: CivilDate) -> Self {
        let midnight = day.and_hms_opt(0, 0, 0).expect("midnight exists");
        let utc = midnight.and_utc().timestamp_micros();
        Instant(utc - i64::from(CHINA_OFFSET_SECONDS) * 1_000_000)
    }

    /// The instant as a date and time in China; for showing and for file names.
    pub fn in_china(self) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default().with_timezone(&china())
    }

    /// RFC 3339 in UTC with whole seconds, as credentials and the API use it.
    pub fn rfc3339(self) -> String {
        let utc = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        utc.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is moved; for tests and the demo's past.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that shows the given instant until it is set again.
    pub fn manual(start: Instant) -> Self {
        Clock::Manual(Arc::new(AtomicI64::new(start.micros())))
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        match self {
            Clock::System => Instant(system_micros()),
            Clock::Manual(micros) => Instant(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock. The system clock stays as it is.
    pub fn set(&self, instant: Instant) {
        if let Clock::Manual(micros) = self {
            micros.store(instant.micros(), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
fn system_micros() -> i64 {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).timestamp_micros()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every microsecond lies in one civil day, between its midnight and the next.
        #[test]
        fn an_instant_lies_in_its_civil_day(micros in -62_000_000_000_000_000i64..253_000_000_000_000_000) {
            let instant = Instant::from_micros(micros);
            let day = instant.civil_date();
            prop_assert!(Instant::start_of(day) <= instant);
            prop_assert!(instant < Instant::start_of(day.succ_opt().unwrap()));
            prop_assert_eq!(Instant::start_of(day).civil_date(), day);
        }

        /// Days of 24 hours: civil days are days in UTC+8 throughout.
        #[test]
        fn days_follow_each_other(days in -700_000i32..2_900_000) {
            let day = CivilDate::from_num_days_from_ce_opt(719_163 + days).unwrap();
            let next = Instant::start_of(day.succ_opt().unwrap());
            prop_assert_eq!(next, Instant::start_of(day).plus_seconds(86_400));
        }
    }

    #[test]
    fn a_civil_day_begins_at_sixteen_hours_utc_of_the_day_before() {
        let day = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
        let start = Instant::start_of(day);
        assert_eq!(start.rfc3339(), "2026-11-23T16:00:00Z");
        assert_eq!(start.civil_date(), day);
        assert_eq!(start.plus_seconds(-1).civil_date(), day.pred_opt().unwrap());
    }
}
