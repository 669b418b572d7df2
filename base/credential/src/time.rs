//! Points in time as credentials write them: XML Schema `dateTimeStamp`.

use chrono::DateTime;
use kernel::{CivilDate, Instant};

/// Reads `2026-11-24T00:00:00+08:00` or `…Z`, with or without fractions of a second. The offset is
/// compulsory (VC Data Model 2.0, 4.9; Data Integrity 1.0, 2.1).
pub(crate) fn parse_timestamp(text: &str) -> Option<Instant> {
    let has = |place, mark| text.as_bytes().get(place) == Some(&mark);
    if !(has(4, b'-') && has(10, b'T')) || text.ends_with('z') {
        return None;
    }
    let parsed = DateTime::parse_from_rfc3339(text).ok()?;
    Some(Instant::from_micros(parsed.timestamp_micros()))
}

/// Midnight in China at the beginning of the day, written with China's offset, so that a reader who
/// looks only at the first ten characters sees the day that the paper shows.
pub(crate) fn start_of_day(day: CivilDate) -> String {
    day.format("%Y-%m-%dT00:00:00+08:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_on_the_face_is_the_day_read_back() {
        let day = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
        let text = start_of_day(day);
        assert_eq!(text, "2026-11-24T00:00:00+08:00");
        assert_eq!(parse_timestamp(&text), Some(Instant::start_of(day)));
    }

    #[test]
    fn a_time_without_offset_or_in_another_shape_is_refused() {
        for text in [
            "2026-11-24T00:00:00",
            "2026-11-24",
            "2026-11-24 00:00:00Z",
            "2026-11-24t00:00:00Z",
            "2026-11-24T00:00:00z",
            "20261124T000000Z",
            "2026-02-30T00:00:00Z",
            "2026-11-24T25:00:00Z",
            "２026-11-24T00:00:00Z",
            "",
        ] {
            assert_eq!(parse_timestamp(text), None, "{text}");
        }
        assert_eq!(
            parse_timestamp("1970-01-01T00:00:01.5Z"),
            Some(Instant::from_micros(1_500_000))
        );
        assert_eq!(parse_timestamp("1970-01-01T08:00:00+08:00"), Some(Instant::from_micros(0)));
    }
}
