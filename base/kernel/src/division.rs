//! Six-digit region codes (行政区划代码, GB/T 2260). What a code is called on a date is in the world.

use serde::{Deserialize, Serialize};

/// The rank of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionLevel {
    /// 省级
    Province,
    /// 地级
    Prefecture,
    /// 县级
    County,
}

/// A six-digit code. It says where something is only together with a date: codes are retired,
/// merged and made anew. It is not an authority and not a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct DivisionCode(u32);

impl From<DivisionCode> for u32 {
    fn from(code: DivisionCode) -> u32 {
        code.0
    }
}

impl TryFrom<u32> for DivisionCode {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, &'static str> {
        DivisionCode::new(number).ok_or("not a six-digit division code")
    }
}

impl DivisionCode {
    /// A code from its number; nothing unless it has six digits.
    pub const fn new(number: u32) -> Option<Self> {
        if number >= 100_000 && number <= 999_999 { Some(DivisionCode(number)) } else { None }
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The rank, read from the trailing zeros.
    pub fn level(self) -> DivisionLevel {
        if self.0.is_multiple_of(10_000) {
            DivisionLevel::Province
        } else if self.0.is_multiple_of(100) {
            DivisionLevel::Prefecture
        } else {
            DivisionLevel::County
        }
    }

    /// The code of the province this lies in.
    pub fn province(self) -> Self {
        DivisionCode(self.0 / 10_000 * 10_000)
    }

    /// The code of the prefecture this lies in; a province's own code for a province.
    pub fn prefecture(self) -> Self {
        DivisionCode(self.0 / 100 * 100)
    }

    /// The first and the last number of what lies within: codes of one area stand together.
    pub fn numbers(self) -> (u32, u32) {
        let more = match self.level() {
            DivisionLevel::Province => 9_999,
            DivisionLevel::Prefecture => 99,
            DivisionLevel::County => 0,
        };
        (self.0, self.0 + more)
    }

    /// Whether `other` is this division or lies within it by its digits.
    pub fn covers(self, other: DivisionCode) -> bool {
        match self.level() {
            DivisionLevel::Province => other.province() == self,
            DivisionLevel::Prefecture => other.prefecture() == self,
            DivisionLevel::County => other == self,
        }
    }
}

impl std::str::FromStr for DivisionCode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let number: u32 = text.parse().map_err(|_| "not a six-digit division code")?;
        if text.len() != 6 {
            return Err("not a six-digit division code");
        }
        DivisionCode::try_from(number)
    }
}

impl std::fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:06}", self.0)
    }
}
