//! The one switch between international and national algorithms.

use serde::{Deserialize, Serialize};

/// Which algorithms an installation uses for everything new.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// International algorithms.
    #[default]
    Intl,
    /// 国密: the national commercial algorithms (GB/T 39786-2021 asks for them at level 3).
    Gm,
}

impl Profile {
    /// Both profiles.
    pub const ALL: [Profile; 2] = [Profile::Intl, Profile::Gm];

    /// The word in configuration and key files.
    pub fn word(self) -> &'static str {
        match self {
            Profile::Intl => "intl",
            Profile::Gm => "gm",
        }
    }

    /// The byte by which stored values name their algorithms.
    pub(crate) fn mark(self) -> u8 {
        match self {
            Profile::Intl => 1,
            Profile::Gm => 2,
        }
    }

    pub(crate) fn from_mark(mark: u8) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.mark() == mark)
    }
}

impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl std::str::FromStr for Profile {
    type Err = String;

    /// Reads the word of a configuration; gives the word back when it names no profile.
    fn from_str(word: &str) -> Result<Self, String> {
        Profile::ALL.into_iter().find(|p| p.word() == word).ok_or_else(|| word.to_owned())
    }
}
