//! The world of codes: an immutable, versioned snapshot of divisions, occupations and the working
//! calendar. Whoever loads it passes texts in; nothing here reads files.

pub mod calendar;
pub mod divisions;
mod names;
pub mod occupations;
mod placeholders;
mod table;

use crate::{DivisionCode, LevelSymbols, Problem};
use calendar::Calendar;
use divisions::Divisions;
use occupations::Occupations;
pub use table::SourceText;

/// The fictional province 示范省 of demonstrations and tests. Its codes exist only in a world that
/// was loaded with [`WorldData::demo`].
pub const DEMO_PROVINCE: DivisionCode = match DivisionCode::new(770_000) {
    Some(code) => code,
    None => panic!("770000 has six digits"),
};

/// The snapshot carried in every [`crate::Ctx`].
#[derive(Default)]
pub struct World {
    /// Grows by one with every change of the loaded data; caches carry it.
    pub version: u64,
    /// Whether fictional data are loaded: pages then carry the watermark.
    pub demo: bool,
    /// Region codes with their history.
    pub divisions: Divisions,
    /// The occupational classification with its dated releases.
    pub occupations: Occupations,
    /// Public holidays and make-up working days.
    pub calendar: Calendar,
    /// Which letters stand for the appointed levels in certificate numbers.
    pub level_symbols: LevelSymbols,
}

/// The texts a world is made of.
#[derive(Clone, Debug, Default)]
pub struct WorldData<'a> {
    /// The version the world will carry.
    pub version: u64,
    /// Tables `code,name,kind,level,from_year,to_year`; see [`Divisions::load`].
    pub divisions: Vec<SourceText<'a>>,
    /// The list of releases and one table for each, the base first; see [`Occupations::load`].
    pub occupations: Option<OccupationData<'a>>,
    /// The years covered and their special days; see [`Calendar::load`].
    pub calendar: Option<CalendarData<'a>>,
    /// Letters of the appointed levels.
    pub level_symbols: LevelSymbols,
    /// Whether the codes of the fictional province may be loaded: only for demonstrations,
    /// simulations, benchmarks and tests.
    pub demo: bool,
}

/// The texts of the occupational classification.
#[derive(Clone, Debug)]
pub struct OccupationData<'a> {
    /// Table `release,from,source`.
    pub releases: SourceText<'a>,
    /// One table for each release, named as in the list.
    pub tables: Vec<(&'a str, SourceText<'a>)>,
    /// The variants of the base edition: table `code,name`.
    pub variants: Option<SourceText<'a>>,
    /// What an occupation is, by code and the day from which the words hold, oldest first.
    pub definitions: Vec<(crate::OccupationCode, crate::CivilDate, &'a str)>,
}

/// The texts of the working calendar.
#[derive(Clone, Debug)]
pub struct CalendarData<'a> {
    /// Table `year,source`.
    pub years: SourceText<'a>,
    /// Table `date,kind,name`.
    pub days: SourceText<'a>,
}

impl World {
    /// Makes the snapshot.
    ///
    /// # Errors
    /// The first line of the texts that cannot be taken, and why.
    pub fn load(data: WorldData<'_>) -> Result<World, WorldError> {
        let divisions = Divisions::load(&data.divisions, data.demo)?;
        let occupations = match &data.occupations {
            Some(texts) => Occupations::load(texts)?,
            None => Occupations::default(),
        };
        let calendar = match &data.calendar {
            Some(texts) => Calendar::load(texts)?,
            None => Calendar::default(),
        };
        Ok(World {
            version: data.version,
            demo: data.demo,
            divisions,
            occupations,
            calendar,
            level_symbols: data.level_symbols,
        })
    }
}

impl std::fmt::Debug for World {
    /// Sizes only: a context is printed now and then, and ten thousand names with it would drown
    /// everything else.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("version", &self.version)
            .field("demo", &self.demo)
            .field("divisions", &self.divisions.len())
            .field("occupations", &self.occupations.len())
            .finish_non_exhaustive()
    }
}

/// Which line of the loaded texts cannot be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldError {
    /// The name of the text.
    pub source: String,
    /// The line, counted from 1; 0 when the text as a whole is meant.
    pub line: usize,
    /// What is wrong with it.
    pub fault: WorldFault,
}

/// What can be wrong with a line of the loaded texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorldFault {
    /// The first line does not name the expected columns.
    Header,
    /// The line has another number of columns, or holds quotation marks.
    Columns,
    /// A value is not one of its column.
    Value,
    /// The code or day stands twice, or two spells of a code overlap.
    Duplicate,
    /// The line changes or replaces a code that does not exist at that time.
    Missing,
    /// A table is not in the list of releases, or a release has no table.
    Release,
    /// A code of the fictional province in a world that is not a demonstration.
    Demo,
}

impl WorldFault {
    /// The key of the text that says what to do.
    pub fn code(self) -> &'static str {
        match self {
            WorldFault::Header => "world-header",
            WorldFault::Columns => "world-columns",
            WorldFault::Value => "world-value",
            WorldFault::Duplicate => "world-duplicate",
            WorldFault::Missing => "world-missing",
            WorldFault::Release => "world-release",
            WorldFault::Demo => "world-demo-refused",
        }
    }

    /// All of them.
    pub const ALL: [WorldFault; 7] = [
        WorldFault::Header,
        WorldFault::Columns,
        WorldFault::Value,
        WorldFault::Duplicate,
        WorldFault::Missing,
        WorldFault::Release,
        WorldFault::Demo,
    ];
}

impl std::fmt::Display for WorldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.source, self.line, self.fault.code())
    }
}

impl std::error::Error for WorldError {}

impl From<WorldError> for Problem {
    fn from(error: WorldError) -> Problem {
        Problem::invalid(error.fault.code()).arg("source", &error.source).arg("line", error.line)
    }
}
