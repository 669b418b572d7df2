//! A civil month: what monthly returns and figures are for.

use crate::{CivilDate, Instant};
use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

/// A month of the civil calendar in UTC+8, written `2026-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(CivilDate);

impl Month {
    /// The month a day lies in.
    pub fn of(day: CivilDate) -> Month {
        // Every month of every day has a first day.
        Month(day.with_day(1).unwrap_or(day))
    }

    /// The month an instant lies in.
    pub fn at(instant: Instant) -> Month {
        Month::of(instant.civil_date())
    }

    /// The month of a stored number, year and month as six digits.
    pub fn from_number(number: i64) -> Option<Month> {
        let year = i32::try_from(number / 100).ok()?;
        let month = u32::try_from(number % 100).ok()?;
        CivilDate::from_ymd_opt(year, month, 1).map(Month)
    }

    /// Year and month as six digits: 202610.
    pub fn number(self) -> i64 {
        i64::from(self.0.year()) * 100 + i64::from(self.0.month())
    }

    /// The first day.
    pub fn first_day(self) -> CivilDate {
        self.0
    }

    /// The last day.
    pub fn last_day(self) -> CivilDate {
        self.next().0.pred_opt().unwrap_or(self.0)
    }

    /// The month after this one.
    pub fn next(self) -> Month {
        Month(self.0.checked_add_months(chrono::Months::new(1)).unwrap_or(self.0))
    }

    /// The month before this one.
    pub fn previous(self) -> Month {
        Month(self.0.checked_sub_months(chrono::Months::new(1)).unwrap_or(self.0))
    }

    /// January of the same year.
    pub fn january(self) -> Month {
        Month(self.0.with_month(1).unwrap_or(self.0))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl std::str::FromStr for Month {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Month, Self::Err> {
        let wrong = "a month is written as 2026-10";
        let (year, month) = text.split_once('-').ok_or(wrong)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(wrong);
        }
        let (year, month) = (year.parse::<i64>(), month.parse::<i64>());
        let number = year.ok().zip(month.ok()).map(|(year, month)| year * 100 + month);
        number.and_then(Month::from_number).ok_or(wrong)
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Month, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_neighbours_and_its_last_day() {
        let month: Month = "2026-01".parse().unwrap();
        assert_eq!(month.previous().to_string(), "2025-12");
        assert_eq!((month.number(), Month::from_number(202601)), (202601, Some(month)));
        let february: Month = "2028-02".parse().unwrap();
        assert_eq!(february.last_day().to_string(), "2028-02-29");
        assert_eq!(february.january().to_string(), "2028-01");
        for wrong in ["2026", "2026-13", "2026-1", "26-01", "2026-00", "x-01"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_instant_counts_in_the_month_it_has_in_china() {
        let day: CivilDate = "2026-11-01".parse().unwrap();
        let midnight = Instant::start_of(day);
        assert_eq!(Month::at(midnight).to_string(), "2026-11");
        assert_eq!(Month::at(midnight.plus_seconds(-1)).to_string(), "2026-10");
    }
}
