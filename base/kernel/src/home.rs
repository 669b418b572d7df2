//! The shard number carried inside every id.

use serde::{Deserialize, Serialize};

/// An opaque shard number, 0–255, fixed when a person or body is created.
///
/// It is the first byte of every id and the first column of every distributed table's key. It is
/// never used for permission or statistics: where a person lives or works is a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Home(pub u8);

impl Home {
    /// The home of rows that belong to the installation as a whole, such as looks at a list of people.
    pub const NODE: Home = Home(0);

    /// The column value.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }
}

impl TryFrom<i64> for Home {
    type Error = i64;

    fn try_from(number: i64) -> Result<Self, i64> {
        u8::try_from(number).map(Home).map_err(|_| number)
    }
}

impl std::fmt::Display for Home {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}
