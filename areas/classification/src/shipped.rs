//! The data compiled into the program. Sources, licences and known limits stand in the README of
//! each folder under `data/`.

use crate::release::{Release, name_of};
use kernel::world::{CalendarData, OccupationData, SourceText, WorldData};
use kernel::{LevelSymbols, Result, World};

/// The version of the shipped data; grows by one with every change of a file under `data/`.
pub const SHIPPED_VERSION: u64 = 2;

/// Data beyond the shipped ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    /// The fictional province 示范省 (770000). Only demonstrations, simulations, benchmarks and tests
    /// may ask for it; without it every code beginning with 77 is unknown.
    Demo,
}

macro_rules! shipped {
    ($file:literal) => {
        SourceText { name: $file, text: include_str!(concat!("../../../data/", $file)) }
    };
}

/// The texts of the shipped data, for callers that add tables of their own before loading.
pub fn shipped_data(packs: &[Pack]) -> WorldData<'static> {
    let mut divisions = vec![shipped!("divisions/regions.csv")];
    let demo = packs.contains(&Pack::Demo);
    if demo {
        divisions.push(shipped!("demo/divisions-770000.csv"));
    }
    WorldData {
        version: version_with(0),
        divisions,
        occupations: Some(OccupationData {
            releases: shipped!("occupations/releases.csv"),
            tables: vec![
                ("2022", shipped!("occupations/2022.csv")),
                ("2024-07", shipped!("occupations/2024-07.csv")),
                ("2025-07", shipped!("occupations/2025-07.csv")),
            ],
            variants: Some(shipped!("occupations/variants-2022.csv")),
            definitions: Vec::new(),
        }),
        calendar: Some(CalendarData {
            years: shipped!("calendar/years.csv"),
            days: shipped!("calendar/days.csv"),
        }),
        level_symbols: LevelSymbols::default(),
        demo,
    }
}

/// The world of the shipped data.
///
/// # Errors
/// Never with the files this was built from: a test loads them.
pub fn shipped_world(packs: &[Pack]) -> Result<World> {
    Ok(World::load(shipped_data(packs))?)
}

/// The version of a world with so many releases of this installation's own.
pub(crate) fn version_with(releases: u64) -> u64 {
    SHIPPED_VERSION * 1_000_000 + releases
}

/// The world of the shipped data with the releases that came out of rounds, all in the order of their
/// days: a later program may ship a release that an installation's own came after.
///
/// # Errors
/// The first line that cannot be taken: a release is tried before it is entered, so only one that
/// contradicts data of a later program.
pub fn world_with(demo: bool, releases: &[Release]) -> Result<World> {
    let packs: &[Pack] = if demo { &[Pack::Demo] } else { &[] };
    let mut data = shipped_data(packs);
    data.version = version_with(releases.len() as u64);
    let names: Vec<(String, String)> =
        releases.iter().map(|one| (name_of(one.from), one.table())).collect();
    let list;
    if let Some(occupations) = &mut data.occupations {
        let lines = occupations.releases.text.lines();
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let header = lines.next().unwrap_or_default().to_owned();
        let day = |line: &str| line.split(',').nth(1).and_then(|day| day.parse().ok());
        let shipped = lines.map(|line| (day(line), line.to_owned()));
        let mut all: Vec<_> = shipped.zip(occupations.tables.iter().copied()).collect();
        let own = releases.iter().map(|one| (Some(one.from), one.listed()));
        let tables = names.iter().map(|(name, text)| (name.as_str(), SourceText { name, text }));
        all.extend(own.zip(tables));
        all.sort_by_key(|((from, _), _)| *from);
        let lines = all.iter().map(|((_, line), _)| format!("{line}\n"));
        list = format!("{header}\n{}", lines.collect::<String>());
        occupations.releases.text = &list;
        occupations.tables = all.iter().map(|(_, table)| *table).collect();
        for release in releases {
            let defined = release.changes.definitions.iter();
            let defined = defined.map(|(code, text)| (*code, release.from, text.as_str()));
            occupations.definitions.extend(defined);
        }
    }
    Ok(World::load(data)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::Changes;
    use kernel::{AdjustmentId, Home, Instant, Random};

    #[test]
    fn own_releases_take_their_place_among_the_shipped_ones() {
        let release = |from: &str, line: &str| Release {
            from: from.parse().unwrap(),
            source: "示例, 一轮".to_owned(),
            adjustment: AdjustmentId::new(Home::NODE, Instant::from_micros(0), &Random::seeded(1)),
            changes: Changes {
                lines: vec![line.to_owned()],
                definitions: vec![("6-18-01-02".parse().unwrap(), "铣削的人员。".to_owned())],
            },
        };
        let own = [
            release("2025-01-01", "change,6-18-01-02,4,铣削工,0,0,"),
            release("2026-06-01", "cancel,6-18-01-02,,,,,"),
        ];
        let world = world_with(false, &own).unwrap();
        let ids: Vec<&str> = world.occupations.releases().iter().map(|one| &*one.id).collect();
        assert_eq!(ids, ["2022", "2024-07", "2025-01-01", "2025-07", "2026-06-01"]);
        assert_eq!(world.occupations.releases()[2].source, "示例， 一轮".into());
        assert_eq!(world.version, version_with(2));
        assert!(world_with(false, &[own[1].clone(), own[0].clone()]).is_ok(), "in any order");
        let twice = [own[0].clone(), own[0].clone()];
        assert!(world_with(false, &twice).is_err(), "two of one day");
    }
}
