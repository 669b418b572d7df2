//! The working calendar: public holidays and make-up working days as data, year by year.

use super::table;
use super::{CalendarData, WorldError, WorldFault};
use crate::CivilDate;
use chrono::{Datelike, Days, Weekday};
use std::collections::BTreeMap;

/// What must be said beside an answer of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CalendarNote {
    /// The holidays of the year are not loaded (the State Council announces them about November of
    /// the year before): only weekends were counted as free.
    YearUnknown(i32),
}

impl CalendarNote {
    /// The key of the text.
    pub fn code(self) -> &'static str {
        match self {
            CalendarNote::YearUnknown(_) => "calendar-year-unknown",
        }
    }

    /// The values the text mentions.
    pub fn args(self) -> Vec<(&'static str, String)> {
        match self {
            CalendarNote::YearUnknown(year) => vec![("year", year.to_string())],
        }
    }
}

/// What makes a day differ from its place in the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecialDay {
    /// Free, for the holiday of this name.
    Holiday(Box<str>),
    /// Worked although on a weekend, for the holiday of this name (调休上班).
    MakeUp(Box<str>),
}

/// The end of a period counted in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Deadline {
    /// The last day.
    pub date: CivilDate,
    /// Set when a year on the way is unknown, so that the date may move.
    pub note: Option<CalendarNote>,
}

/// The working calendar; immutable. Without data every year is unknown.
#[derive(Default)]
pub struct Calendar {
    /// The source of each known year.
    years: BTreeMap<i32, Box<str>>,
    days: BTreeMap<CivilDate, SpecialDay>,
}

impl Calendar {
    /// Reads the years (`year,source`) and their special days (`date,kind,name`, the kind being
    /// `holiday` or `makeup`).
    ///
    /// # Errors
    /// A malformed row, a day twice, a day of a year that is not listed, a make-up day that is no
    /// weekend.
    pub(super) fn load(data: &CalendarData<'_>) -> Result<Self, WorldError> {
        let mut calendar = Calendar::default();
        for row in table::rows(data.years, ["year", "source"])? {
            let year: i32 = row.need(row.cells[0].parse().ok())?;
            if calendar.years.insert(year, row.cells[1].into()).is_some() {
                return Err(row.error(WorldFault::Duplicate));
            }
        }
        for row in table::rows(data.days, ["date", "kind", "name"])? {
            let [date, kind, name] = row.cells;
            let date: CivilDate = row.need(date.parse().ok())?;
            if !calendar.years.contains_key(&date.year()) {
                return Err(row.error(WorldFault::Missing));
            }
            let day = match kind {
                "holiday" => SpecialDay::Holiday(name.into()),
                "makeup" if is_weekend(date) => SpecialDay::MakeUp(name.into()),
                _ => return Err(row.error(WorldFault::Value)),
            };
            if calendar.days.insert(date, day).is_some() {
                return Err(row.error(WorldFault::Duplicate));
            }
        }
        Ok(calendar)
    }

    /// The known years with the source of each.
    pub fn years(&self) -> impl Iterator<Item = (i32, &str)> {
        self.years.iter().map(|(year, source)| (*year, &**source))
    }

    /// Set when the holidays of the day's year are not known.
    pub fn note(&self, date: CivilDate) -> Option<CalendarNote> {
        let known = self.years.contains_key(&date.year());
        (!known).then(|| CalendarNote::YearUnknown(date.year()))
    }

    /// Why the day differs from its place in the week, if it does.
    pub fn special(&self, date: CivilDate) -> Option<&SpecialDay> {
        self.days.get(&date)
    }

    /// Whether people work on the day. In an unknown year ([`Calendar::note`]) every day from Monday
    /// to Friday counts.
    pub fn is_working_day(&self, date: CivilDate) -> bool {
        match self.special(date) {
            Some(SpecialDay::Holiday(_)) => false,
            Some(SpecialDay::MakeUp(_)) => true,
            None => !is_weekend(date),
        }
    }

    /// The last day of a period of `count` working days that begins the day after `from`; `from`
    /// itself when the count is 0.
    pub fn add_working_days(&self, from: CivilDate, count: u16) -> Deadline {
        let mut deadline = Deadline { date: from, note: None };
        let mut left = count;
        while left > 0 {
            let Some(next) = deadline.date.checked_add_days(Days::new(1)) else {
                break;
            };
            deadline.date = next;
            deadline.note = deadline.note.or_else(|| self.note(next));
            left -= u16::from(self.is_working_day(next));
        }
        deadline
    }
}

fn is_weekend(date: CivilDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SourceText;
    use proptest::prelude::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn load(years: &str, days: &str) -> Result<Calendar, WorldError> {
        Calendar::load(&CalendarData {
            years: SourceText { name: "years.csv", text: years },
            days: SourceText { name: "days.csv", text: days },
        })
    }

    fn autumn() -> Calendar {
        let days = "date,kind,name\n2026-10-01,holiday,国庆节\n2026-10-02,holiday,国庆节\n\
                    2026-10-10,makeup,国庆节\n";
        load("year,source\n2026,a notice\n", days).unwrap()
    }

    #[test]
    fn holidays_and_make_up_days_overrule_the_week() {
        let calendar = autumn();
        assert!(calendar.is_working_day(day("2026-09-30")));
        assert!(!calendar.is_working_day(day("2026-10-01")));
        assert!(!calendar.is_working_day(day("2026-10-03")));
        assert!(calendar.is_working_day(day("2026-10-10")));
        assert_eq!(calendar.special(day("2026-10-10")), Some(&SpecialDay::MakeUp("国庆节".into())));
    }

    #[test]
    fn a_period_begins_the_day_after() {
        let calendar = autumn();
        let end = |from, count| calendar.add_working_days(day(from), count);
        assert_eq!(end("2026-09-30", 1), Deadline { date: day("2026-10-05"), note: None });
        assert_eq!(end("2026-10-08", 2), Deadline { date: day("2026-10-10"), note: None });
        assert_eq!(end("2026-10-01", 0), Deadline { date: day("2026-10-01"), note: None });
    }

    #[test]
    fn an_unknown_year_counts_weekends_and_says_so() {
        let calendar = autumn();
        assert_eq!(calendar.note(day("2026-12-31")), None);
        assert_eq!(calendar.note(day("2027-01-01")), Some(CalendarNote::YearUnknown(2027)));
        let end = calendar.add_working_days(day("2026-12-30"), 2);
        assert_eq!(end.date, day("2027-01-01"));
        assert_eq!(end.note, Some(CalendarNote::YearUnknown(2027)));
        assert_eq!(
            Calendar::default().note(day("2026-10-01")),
            Some(CalendarNote::YearUnknown(2026))
        );
    }

    #[test]
    fn contradictory_calendars_are_refused_with_their_line() {
        let fault = |years, days| load(years, days).err().map(|e| (e.source, e.line, e.fault));
        let years = "year,source\n2026,a\n";
        let refused = |line, fault| Some(("days.csv".to_owned(), line, fault));
        let weekday = "date,kind,name\n2026-10-12,makeup,x\n";
        assert_eq!(fault(years, weekday), refused(2, WorldFault::Value));
        let unlisted = "date,kind,name\n2027-10-01,holiday,x\n";
        assert_eq!(fault(years, unlisted), refused(2, WorldFault::Missing));
        let twice = "date,kind,name\n2026-10-01,holiday,x\n2026-10-01,holiday,y\n";
        assert_eq!(fault(years, twice), refused(3, WorldFault::Duplicate));
    }

    proptest! {
        #[test]
        fn a_deadline_has_exactly_that_many_working_days_before_it(start in 0u64..400, count in 0u16..60) {
            let calendar = autumn();
            let from = day("2026-01-01") + Days::new(start);
            let end = calendar.add_working_days(from, count).date;
            let days = from.iter_days().skip(1).take_while(|d| *d <= end);
            prop_assert_eq!(days.filter(|d| calendar.is_working_day(*d)).count(), usize::from(count));
            prop_assert!(count == 0 || calendar.is_working_day(end));
        }
    }
}
