//! Kinds of designations (遴选类别) as data: how many there may be, who may hold one, for how long, and
//! by which indicators candidates are measured.

use approval::Text;
use kernel::{CivilDate, Problem, Result};
use organisations::BodyKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// At which level a designation counts (级别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 国家级
    National,
    /// 省级
    Provincial,
    /// 市级
    Prefecture,
    /// 县级
    County,
}

impl Tier {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Tier::National => "national",
            Tier::Provincial => "provincial",
            Tier::Prefecture => "prefecture",
            Tier::County => "county",
        }
    }
}

/// Who may hold a designation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// Any body.
    Body,
    /// A technical school of any of the three types (技工院校).
    School,
}

impl HolderKind {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            HolderKind::Body => "body",
            HolderKind::School => "school",
        }
    }

    /// Whether a body of these kinds may be a candidate.
    pub fn admits(self, kinds: &[BodyKind]) -> bool {
        let school = |kind: &BodyKind| {
            matches!(
                kind,
                BodyKind::TechnicalSchool
                    | BodyKind::SeniorTechnicalSchool
                    | BodyKind::TechnicianCollege
            )
        };
        match self {
            HolderKind::Body => true,
            HolderKind::School => kinds.iter().any(school),
        }
    }
}

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Stated in a published document.
    Published,
    /// Not published: a region sets its own.
    Configured,
}

impl Figure {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Figure::Published => "published",
            Figure::Configured => "configured",
        }
    }
}

/// An indicator that is scored (三级指标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its word within the kind.
    pub key: String,
    /// What it measures.
    pub name: Text,
    /// Its share of 100, which is also the most points it gives.
    pub weight: u32,
    /// Whether a file has to prove it.
    pub evidence: bool,
}

/// A branch of the tree (一级指标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What it is about.
    pub name: Text,
    /// Its indicators.
    pub indicators: Vec<Indicator>,
}

/// A kind of designation, in force for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its word.
    pub word: String,
    /// Its name.
    pub name: Text,
    /// At which level it counts.
    pub tier: Tier,
    /// Who may hold it.
    pub holder: HolderKind,
    /// How many there may be at a time (名额); no limit when absent.
    pub quota: Option<u32>,
    /// Where the number stands.
    pub source: Text,
    /// How sure the number is.
    pub figure: Figure,
    /// For how many years it is held.
    pub term_years: u32,
    /// The month by whose end the year before has to be assessed; no yearly assessment when absent.
    pub assessed_by_month: Option<u32>,
    /// How many experts score.
    pub seats: usize,
    /// Points of 100 below which nobody is chosen.
    pub pass_mark: u32,
    /// The mark before the number of its plates.
    pub mark: String,
    /// The first day on which rounds are opened under it.
    pub valid_from: CivilDate,
    /// The tree.
    pub groups: Vec<Group>,
}

impl Kind {
    /// Reads kinds from a file and checks each.
    ///
    /// # Errors
    /// `designations-kind-unreadable` with the place; as [`Kind::check`].
    pub fn read_all(json: &str) -> Result<Vec<Kind>> {
        let kinds: Vec<Kind> = serde_json::from_str(json).map_err(|fault| {
            Problem::invalid("designations-kind-unreadable").arg("reason", fault)
        })?;
        kinds.iter().try_for_each(Kind::check)?;
        Ok(kinds)
    }

    /// All indicators in the order of the tree.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.groups.iter().flat_map(|group| &group.indicators)
    }

    /// Checks what a region enters.
    ///
    /// # Errors
    /// `designations-kind-weights` when the weights are not 100 together; `designations-kind-keys` for
    /// a word that is missing, odd or given twice; `designations-kind-numbers` for a term, panel, month
    /// or mark out of range.
    pub fn check(&self) -> Result<()> {
        let wrong = |code: &'static str| Problem::invalid(code).arg("kind", &self.word);
        let weights: u64 = self.indicators().map(|one| u64::from(one.weight)).sum();
        if weights != 100 || self.indicators().any(|one| one.weight == 0) {
            return Err(wrong("designations-kind-weights").arg("sum", weights));
        }
        let plain = |word: &str| {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            !word.is_empty() && word.len() <= 40 && word.chars().all(fits)
        };
        let mut keys = BTreeSet::new();
        let fine = self.indicators().all(|one| plain(&one.key) && keys.insert(&one.key));
        if !fine || !plain(&self.word) {
            return Err(wrong("designations-kind-keys"));
        }
        let month = self.assessed_by_month.is_none_or(|month| (1..=12).contains(&month));
        let seats = (crate::score::DROP_FROM..=25).contains(&self.seats);
        let mark = !self.mark.is_empty() && self.mark.chars().count() <= 12;
        if !(1..=10).contains(&self.term_years)
            || !month
            || !seats
            || !mark
            || self.pass_mark > 100
            || self.quota == Some(0)
        {
            return Err(wrong("designations-kind-numbers"));
        }
        Ok(())
    }
}

/// The kinds in force on a day, each in its latest version, in the order given.
pub fn in_force(kinds: &[Kind], on: CivilDate) -> Vec<Kind> {
    let mut current: Vec<Kind> = Vec::new();
    for kind in kinds.iter().filter(|kind| kind.valid_from <= on) {
        match current.iter_mut().find(|known| known.word == kind.word) {
            Some(known) if known.valid_from <= kind.valid_from => *known = kind.clone(),
            Some(_) => {}
            None => current.push(kind.clone()),
        }
    }
    current
}
