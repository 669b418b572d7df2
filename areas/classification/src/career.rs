//! Levels as a career (职业发展通道): after how many years one follows another, the professional titles
//! that match, and the industries in which an occupation is mostly found. Data with dates.

use kernel::{CivilDate, OccupationCode, SkillLevel};
use std::sync::LazyLock;

const CAREER: &str = include_str!("../../../data/levels/career.csv");
const INDUSTRIES: &str = include_str!("../../../data/occupations/industries.csv");

/// How a level is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By evaluation (认定).
    Exam,
    /// By appointment of the employer (评聘).
    Appointed,
}

/// One step of a career.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The level.
    pub level: SkillLevel,
    /// The first day on which this holds.
    pub from: CivilDate,
    /// Full years of work in the occupation after the level below; nothing where none are named.
    pub years: Option<u8>,
    /// The professional title that it matches, in Chinese and in English.
    pub title: Option<(&'static str, &'static str)>,
    /// How it is reached.
    pub reached: Reached,
}

/// The lines of a shipped table behind its header.
fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.skip(1).map(|line| line.split(',').collect())
}

fn rung(cells: &[&'static str]) -> Option<Rung> {
    let [level, from, years, title, title_en, reached] = cells else { return None };
    Some(Rung {
        level: SkillLevel::from_word(level)?,
        from: from.parse().ok()?,
        years: if years.is_empty() { None } else { Some(years.parse().ok()?) },
        title: (!title.is_empty()).then_some((*title, *title_en)),
        reached: match *reached {
            "exam" => Reached::Exam,
            "appointed" => Reached::Appointed,
            _ => return None,
        },
    })
}

static RUNGS: LazyLock<Vec<Rung>> =
    LazyLock::new(|| lines(CAREER).filter_map(|cells| rung(&cells)).collect());

/// A class with the industries of what lies below it.
type Link = (OccupationCode, CivilDate, Vec<&'static str>);

fn link(cells: &[&'static str]) -> Option<Link> {
    let [code, from, industries] = cells else { return None };
    Some((code.parse().ok()?, from.parse().ok()?, industries.split(' ').collect()))
}

static LINKS: LazyLock<Vec<Link>> =
    LazyLock::new(|| lines(INDUSTRIES).filter_map(|cells| link(&cells)).collect());

/// The career of an occupation on a day, the lowest level first: of each level the latest line that
/// holds. Empty before the first.
pub fn career(on: CivilDate) -> Vec<Rung> {
    let latest = |level: SkillLevel| {
        let own = RUNGS.iter().filter(|rung| rung.level == level && rung.from <= on);
        own.max_by_key(|rung| rung.from).copied()
    };
    SkillLevel::ALL.into_iter().filter_map(latest).collect()
}

/// The codes of the industries (GB/T 4754) in which an occupation is mostly found on a day; empty
/// where nothing is known.
pub fn industries(code: OccupationCode, on: CivilDate) -> &'static [&'static str] {
    let own = LINKS.iter().filter(|(class, from, _)| class.covers(code) && *from <= on);
    own.max_by_key(|(class, from, _)| (*class, *from)).map_or(&[], |(_, _, found)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_that_ships_is_read() {
        assert_eq!((RUNGS.len(), lines(CAREER).count()), (7, 7));
        assert_eq!(LINKS.len(), lines(INDUSTRIES).count());
        let known = include_str!("../../../data/industries/gbt4754-2017.psv");
        let known: Vec<&str> = known.lines().filter_map(|line| line.split('|').next()).collect();
        let linked = LINKS.iter().flat_map(|(_, _, codes)| codes);
        for code in linked {
            assert!(known.contains(code), "{code}");
        }
    }

    #[test]
    fn a_career_climbs_and_its_last_levels_are_appointed() {
        let rungs = career(day("2026-11-24"));
        let levels: Vec<SkillLevel> = rungs.iter().map(|rung| rung.level).collect();
        assert_eq!(levels, SkillLevel::ALL[1..]);
        let years: Vec<Option<u8>> = rungs.iter().map(|rung| rung.years).collect();
        assert_eq!(years, [None, Some(3), Some(4), Some(5), Some(5), None, None]);
        assert_eq!(rungs[3].title.map(|title| title.0), Some("中级"));
        let appointed = rungs.iter().filter(|rung| rung.reached == Reached::Appointed);
        assert!(appointed.map(|rung| rung.level).all(SkillLevel::appointed));
        assert!(career(day("2022-12-31")).is_empty());
    }

    #[test]
    fn an_occupation_has_the_industries_of_its_class() {
        let of = |code: &str, on| industries(code.parse().unwrap(), day(on)).to_vec();
        assert_eq!(of("6-22-02-01", "2026-01-01"), ["C36"]);
        assert_eq!(of("6-22-02-01", "2021-01-01"), [""; 0]);
        assert_eq!(of("6-31-01-03", "2026-01-01"), [""; 0], "electricians are found everywhere");
    }
}
