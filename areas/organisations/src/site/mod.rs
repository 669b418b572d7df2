//! Sites (场地): where a body works, with what, and where exactly that is.

pub(crate) mod store;

use crate::may::SiteTerm;
use kernel::{BodyId, CivilDate, DivisionCode, FieldProblem, SiteId};
use serde::{Deserialize, Serialize};

/// The most places a site can have.
pub const MOST_PLACES: u32 = 100_000;

/// In which system coordinates were measured (坐标系). They differ by hundreds of metres, and the
/// conversions are inexact or not public: so coordinates stay as they came, with their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Datum {
    /// Satellite receivers.
    #[serde(rename = "WGS-84")]
    Wgs84,
    /// 国测局坐标: phones and maps in China.
    #[serde(rename = "GCJ-02")]
    Gcj02,
    /// 2000国家大地坐标系: surveyors.
    #[serde(rename = "CGCS2000")]
    Cgcs2000,
    /// One map service's own.
    #[serde(rename = "BD-09")]
    Bd09,
}

impl Datum {
    /// All of them.
    pub const ALL: [Datum; 4] = [Datum::Wgs84, Datum::Gcj02, Datum::Cgcs2000, Datum::Bd09];

    /// The name under which it is known and stored.
    pub fn word(self) -> &'static str {
        match self {
            Datum::Wgs84 => "WGS-84",
            Datum::Gcj02 => "GCJ-02",
            Datum::Cgcs2000 => "CGCS2000",
            Datum::Bd09 => "BD-09",
        }
    }

    /// The datum of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|datum| datum.word() == word)
    }
}

/// Coordinates as they were measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// In which system.
    pub datum: Datum,
    /// East, in 10⁻⁷ degrees.
    pub longitude_e7: i64,
    /// North, in 10⁻⁷ degrees.
    pub latitude_e7: i64,
    /// How far off the point may be, in metres.
    pub accuracy_m: u32,
}

/// Degrees with up to seven decimals, as 10⁻⁷ degrees, without going through floating point.
pub fn degrees(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 7 || !plain(whole) || !plain(part) {
        return None;
    }
    let e7: i64 = format!("{whole}{part:0<7}").parse().ok()?;
    Some(if negative { -e7 } else { e7 })
}

/// 10⁻⁷ degrees as people write them.
pub fn degrees_text(e7: i64) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let (whole, part) = (e7.unsigned_abs() / 10_000_000, e7.unsigned_abs() % 10_000_000);
    let text = format!("{sign}{whole}.{part:07}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What stands at a site, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipment {
    /// What.
    pub name: String,
    /// How many.
    pub count: u32,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Which.
    pub id: SiteId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub body: BodyId,
    /// What it is called.
    pub name: String,
    /// Where.
    pub division: DivisionCode,
    /// The street address.
    pub address: String,
    /// How many people can be trained or examined at once.
    pub capacity: u32,
    /// What stands there.
    pub equipment: Vec<Equipment>,
    /// Where exactly, when it was measured.
    pub position: Option<Position>,
    /// The first day.
    pub opened_on: CivilDate,
    /// The first day on which it counts no more.
    pub closed_on: Option<CivilDate>,
}

impl Site {
    /// When it counts.
    pub fn term(&self) -> SiteTerm {
        SiteTerm { id: self.id, from: self.opened_on, closed_on: self.closed_on }
    }
}

/// A new site.
#[derive(Clone, Debug, Serialize)]
pub struct NewSite {
    /// Whose.
    pub body: BodyId,
    /// What it is called.
    pub name: String,
    /// Where.
    pub division: DivisionCode,
    /// The street address.
    pub address: String,
    /// How many people can be trained or examined at once.
    pub capacity: u32,
    /// What stands there.
    pub equipment: Vec<Equipment>,
    /// Where exactly, when it was measured.
    pub position: Option<Position>,
    /// The first day.
    pub opened_on: CivilDate,
}

impl NewSite {
    /// What is wrong with what was typed.
    pub(crate) fn findings(&self) -> Vec<FieldProblem> {
        let mut findings = Vec::new();
        let text = |text: &str, most: usize| {
            !text.trim().is_empty()
                && text.chars().count() <= most
                && !text.chars().any(char::is_control)
        };
        if !text(&self.name, 100) {
            findings.push(FieldProblem::new("name", "organisations-name"));
        }
        if !text(&self.address, 200) {
            findings.push(FieldProblem::new("address", "organisations-site-address"));
        }
        if self.capacity == 0 || self.capacity > MOST_PLACES {
            let finding = FieldProblem::new("capacity", "organisations-site-capacity");
            findings.push(finding.arg("most", MOST_PLACES));
        }
        if self.equipment.len() > 200
            || self.equipment.iter().any(|one| !text(&one.name, 100) || one.count == 0)
        {
            findings.push(FieldProblem::new("equipment", "organisations-site-equipment"));
        }
        if let Some(at) = self.position
            && (at.longitude_e7.abs() > 1_800_000_000
                || at.latitude_e7.abs() > 900_000_000
                || at.accuracy_m == 0)
        {
            findings.push(FieldProblem::new("longitude", "organisations-site-position"));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::{degrees, degrees_text};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn coordinates_come_back_as_they_were_typed(e7 in -1_800_000_000i64..=1_800_000_000) {
            prop_assert_eq!(degrees(&degrees_text(e7)), Some(e7));
        }
    }

    #[test]
    fn coordinates_are_read_without_rounding() {
        assert_eq!(degrees("116.3974799"), Some(1_163_974_799));
        assert_eq!(degrees(" -0.5 "), Some(-5_000_000));
        for wrong in ["", ".", "116.39747991", "1e2", "116,3", "--1", "1234"] {
            assert_eq!(degrees(wrong), None, "{wrong}");
        }
    }
}
