//! The data compiled into the program. Sources, licences and known limits stand in the README of
//! each folder under `data/`.

use kernel::world::{CalendarData, OccupationData, SourceText, WorldData};
use kernel::{LevelSymbols, Result, World};

/// The version of the shipped data; grows by one with every change of a file under `data/`.
pub const SHIPPED_VERSION: u64 = 1;

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
        version: SHIPPED_VERSION,
        divisions,
        occupations: Some(OccupationData {
            releases: shipped!("occupations/releases.csv"),
            tables: vec![
                ("2022", shipped!("occupations/2022.csv")),
                ("2024-07", shipped!("occupations/2024-07.csv")),
                ("2025-07", shipped!("occupations/2025-07.csv")),
            ],
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
