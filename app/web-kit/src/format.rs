//! Dates, times and numbers as each language writes them.

use crate::T;
use crate::texts::grouped;
use chrono::Datelike;
use kernel::{CivilDate, Instant, Lang};

/// Months as English writes them out.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A whole number that can be shown. Templates pass references of any depth.
pub trait Whole {
    /// The number; the largest one instead of one beyond the range.
    fn whole(&self) -> i64;
}

/// A civil day that can be shown.
pub trait Day {
    /// The day.
    fn civil(&self) -> CivilDate;
}

/// A point in time that can be shown.
pub trait Moment {
    /// The point in time.
    fn moment(&self) -> Instant;
}

impl<W: Whole + ?Sized> Whole for &W {
    fn whole(&self) -> i64 {
        (*self).whole()
    }
}

impl<D: Day + ?Sized> Day for &D {
    fn civil(&self) -> CivilDate {
        (*self).civil()
    }
}

impl<M: Moment + ?Sized> Moment for &M {
    fn moment(&self) -> Instant {
        (*self).moment()
    }
}

impl Day for CivilDate {
    fn civil(&self) -> CivilDate {
        *self
    }
}

impl Moment for Instant {
    fn moment(&self) -> Instant {
        *self
    }
}

macro_rules! whole {
    ($($number:ty),*) => {$(
        impl Whole for $number {
            fn whole(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )*};
}

whole!(i64, i32, u64, u32, u16, u8, usize);

impl T {
    /// 2026年11月24日 or 24 November 2026.
    pub fn date(self, day: impl Day) -> String {
        let day = day.civil();
        match self.lang {
            Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Lang::En => {
                format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year())
            }
        }
    }

    /// 2026年10月 or October 2026.
    pub fn month(self, month: kernel::Month) -> String {
        let first = month.first_day();
        match self.lang {
            Lang::Zh => format!("{}年{}月", first.year(), first.month()),
            Lang::En => format!("{} {}", MONTHS[first.month0() as usize], first.year()),
        }
    }

    /// The day and the time in China: 2026年11月24日 15:04 or 24 November 2026, 15:04.
    pub fn date_time(self, instant: impl Moment) -> String {
        let instant = instant.moment();
        let separator = self.lang.pick(" ", ", ");
        format!("{}{separator}{}", self.date(instant.civil_date()), self.time(instant))
    }

    /// The time of day in China with hours and minutes.
    pub fn time(self, instant: impl Moment) -> String {
        instant.moment().in_china().format("%H:%M").to_string()
    }

    /// The value of a `datetime` attribute: RFC 3339 in UTC.
    pub fn machine_time(self, instant: impl Moment) -> String {
        instant.moment().rfc3339()
    }

    /// An integer with a comma between groups of three digits.
    pub fn int(self, number: impl Whole) -> String {
        grouped(number.whole())
    }

    /// How long something still takes or took, rounded so that it does not jump about.
    pub fn duration(self, seconds: impl Whole) -> String {
        let seconds = seconds.whole().max(0) as u64;
        match seconds {
            0..=4 => self.get("duration-moment"),
            5..=89 => self.with("duration-seconds", &[("count", &(seconds.div_ceil(5) * 5))]),
            90..=5399 => self.with("duration-minutes", &[("count", &((seconds + 30) / 60))]),
            _ => self.with("duration-hours", &[("count", &((seconds + 1800) / 3600))]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_language_and_the_clock_of_china() {
        let (zh, en) = (T::new(Lang::Zh), T::new(Lang::En));
        let evening_utc = Instant::start_of(CivilDate::from_ymd_opt(2026, 11, 24).unwrap())
            .plus_seconds(15 * 3600 + 4 * 60);
        assert_eq!(zh.date(evening_utc.civil_date()), "2026年11月24日");
        assert_eq!(en.date(evening_utc.civil_date()), "24 November 2026");
        assert_eq!(zh.date_time(evening_utc), "2026年11月24日 15:04");
        assert_eq!(en.date_time(evening_utc), "24 November 2026, 15:04");
        assert_eq!(en.machine_time(evening_utc), "2026-11-24T07:04:00Z");
    }

    #[test]
    fn numbers_are_grouped() {
        let t = T::new(Lang::Zh);
        assert_eq!(t.int(0), "0");
        assert_eq!(t.int(999), "999");
        assert_eq!(t.int(-1000), "-1,000");
        assert_eq!(t.int(1_234_567u64), "1,234,567");
        assert_eq!(t.int(12_345u16), "12,345");
    }

    #[test]
    fn durations_are_said_in_the_unit_people_would_use() {
        let t = T::new(Lang::En);
        assert_eq!(t.duration(1), "a moment");
        assert_eq!(t.duration(61), "65 seconds");
        assert_eq!(t.duration(100), "2 minutes");
        assert_eq!(t.duration(90 * 60), "2 hours");
        assert_eq!(t.duration(60 * 60), "60 minutes");
    }
}
