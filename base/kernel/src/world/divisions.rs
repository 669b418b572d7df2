//! Divisions (行政区划) with their history: what a code was called on a date, where it lay, whether
//! it ever existed.
//!
//! The published sources give years, not days, and are now and then off by one, so validity is asked
//! with a tolerance of one year to either side.

use super::names::{Match, NameIndex, best, fold};
use super::table::{self, Row};
use super::{DEMO_PROVINCE, SourceText, WorldError, WorldFault, placeholders};
use crate::{CivilDate, DivisionCode, DivisionLevel, Lang};
use chrono::Datelike;

/// What sort of place a division is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DivisionKind {
    /// 省
    Province,
    /// 自治区
    AutonomousRegion,
    /// 直辖市
    Municipality,
    /// 特别行政区
    SpecialAdministrativeRegion,
    /// 地级市
    PrefectureCity,
    /// 自治州
    AutonomousPrefecture,
    /// 地区
    Region,
    /// 盟
    League,
    /// 市辖区
    District,
    /// 县级市
    CountyCity,
    /// 县
    County,
    /// 自治县
    AutonomousCounty,
    /// 旗
    Banner,
    /// 自治旗
    AutonomousBanner,
    /// 林区
    ForestryDistrict,
    /// 特区
    SpecialDistrict,
}

impl DivisionKind {
    /// All kinds.
    pub const ALL: [DivisionKind; 16] = [
        DivisionKind::Province,
        DivisionKind::AutonomousRegion,
        DivisionKind::Municipality,
        DivisionKind::SpecialAdministrativeRegion,
        DivisionKind::PrefectureCity,
        DivisionKind::AutonomousPrefecture,
        DivisionKind::Region,
        DivisionKind::League,
        DivisionKind::District,
        DivisionKind::CountyCity,
        DivisionKind::County,
        DivisionKind::AutonomousCounty,
        DivisionKind::Banner,
        DivisionKind::AutonomousBanner,
        DivisionKind::ForestryDistrict,
        DivisionKind::SpecialDistrict,
    ];

    /// The word for people; the Chinese one is also the word of the tables.
    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            DivisionKind::Province => ("省", "province"),
            DivisionKind::AutonomousRegion => ("自治区", "autonomous region"),
            DivisionKind::Municipality => ("直辖市", "municipality"),
            DivisionKind::SpecialAdministrativeRegion => {
                ("特别行政区", "special administrative region")
            }
            DivisionKind::PrefectureCity => ("地级市", "prefecture-level city"),
            DivisionKind::AutonomousPrefecture => ("自治州", "autonomous prefecture"),
            DivisionKind::Region => ("地区", "prefecture"),
            DivisionKind::League => ("盟", "league"),
            DivisionKind::District => ("市辖区", "district"),
            DivisionKind::CountyCity => ("县级市", "county-level city"),
            DivisionKind::County => ("县", "county"),
            DivisionKind::AutonomousCounty => ("自治县", "autonomous county"),
            DivisionKind::Banner => ("旗", "banner"),
            DivisionKind::AutonomousBanner => ("自治旗", "autonomous banner"),
            DivisionKind::ForestryDistrict => ("林区", "forestry district"),
            DivisionKind::SpecialDistrict => ("特区", "special district"),
        };
        lang.pick(zh, en)
    }

    fn from_zh(word: &str) -> Option<DivisionKind> {
        DivisionKind::ALL.into_iter().find(|kind| kind.name(Lang::Zh) == word)
    }
}

/// A time during which a code carried one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DivisionSpell {
    /// The code.
    pub code: DivisionCode,
    /// What it was called.
    pub name: Box<str>,
    /// What sort of place it is; known for present places only.
    pub kind: Option<DivisionKind>,
    /// The first year; nothing when 1980 or before.
    pub from_year: Option<i32>,
    /// The last year; nothing when still valid.
    pub to_year: Option<i32>,
    /// Whether the code stands for no place of its own, such as 110100 or 440301.
    pub placeholder: bool,
}

impl DivisionSpell {
    /// Years by which the sources may be off.
    pub const TOLERANCE_YEARS: i32 = 1;

    fn holds(&self, year: i32) -> bool {
        self.from_year.is_none_or(|from| from <= year) && self.to_year.is_none_or(|to| year <= to)
    }

    fn nearly_holds(&self, year: i32) -> bool {
        self.from_year.is_none_or(|from| from - Self::TOLERANCE_YEARS <= year)
            && self.to_year.is_none_or(|to| year <= to + Self::TOLERANCE_YEARS)
    }

    /// Whether the spell has no end.
    pub fn is_open(&self) -> bool {
        self.to_year.is_none()
    }

    /// Whether the spell has begun by the date and has no end.
    pub fn is_present(&self, today: CivilDate) -> bool {
        self.is_open() && self.holds(today.year())
    }
}

/// All divisions with their history; immutable.
#[derive(Default)]
pub struct Divisions {
    /// Sorted by code, then by year.
    spells: Vec<DivisionSpell>,
    names: NameIndex,
    codes: NameIndex,
}

impl Divisions {
    /// Reads tables `code,name,kind,level,from_year,to_year`: one row for each spell; the kind in
    /// Chinese or empty; level 1 province, 2 prefecture, 3 county; years empty when open.
    ///
    /// # Errors
    /// A malformed row, two spells of a code that overlap, or codes of the fictional province
    /// unless `demo`.
    pub(super) fn load(sources: &[SourceText<'_>], demo: bool) -> Result<Self, WorldError> {
        let columns = ["code", "name", "kind", "level", "from_year", "to_year"];
        let mut spells = Vec::new();
        for source in sources {
            for row in table::rows(*source, columns)? {
                let spell = read_spell(&row)?;
                if spell.code.province() == DEMO_PROVINCE && !demo {
                    return Err(row.error(WorldFault::Demo));
                }
                spells.push((spell, row.line, source.name));
            }
        }
        spells.sort_by_key(|(spell, ..)| (spell.code, spell.from_year));
        for pair in spells.windows(2) {
            let [(before, ..), (after, line, source)] = pair else {
                continue;
            };
            let overlap = before.to_year.is_none_or(|to| after.from_year.is_none_or(|f| f <= to));
            if before.code == after.code && overlap {
                let fault = WorldFault::Duplicate;
                return Err(WorldError { source: (*source).to_owned(), line: *line, fault });
            }
        }
        let mut spells: Vec<DivisionSpell> = spells.into_iter().map(|(spell, ..)| spell).collect();
        spells.extend(placeholders::placeholders(&spells));
        spells.sort_by_key(|spell| (spell.code, spell.from_year));
        let names = spells.iter().map(|s| if s.placeholder { "" } else { &*s.name });
        let names = NameIndex::new(names);
        let codes = NameIndex::new(spells.iter().map(|spell| spell.code.to_string()));
        Ok(Divisions { spells, names, codes })
    }

    /// How many spells there are, placeholders included.
    pub fn len(&self) -> usize {
        self.spells.len()
    }

    /// Whether nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.spells.is_empty()
    }

    /// All spells of places, by code and year, without placeholders.
    pub fn all(&self) -> impl Iterator<Item = &DivisionSpell> {
        self.spells.iter().filter(|spell| !spell.placeholder)
    }

    /// The spells of a code in their order; empty when it never existed.
    pub fn spells(&self, code: DivisionCode) -> &[DivisionSpell] {
        let first = self.spells.partition_point(|spell| spell.code < code);
        let count = self.spells[first..].partition_point(|spell| spell.code == code);
        &self.spells[first..first + count]
    }

    /// What the code was on the date: the spell of that year, else one within the tolerance.
    pub fn on(&self, code: DivisionCode, date: CivilDate) -> Option<&DivisionSpell> {
        self.in_year(code, date.year())
    }

    fn in_year(&self, code: DivisionCode, year: i32) -> Option<&DivisionSpell> {
        let spells = self.spells(code);
        let exact = spells.iter().find(|spell| spell.holds(year));
        exact.or_else(|| spells.iter().find(|spell| spell.nearly_holds(year)))
    }

    /// The name of the code on the date.
    pub fn name_on(&self, code: DivisionCode, date: CivilDate) -> Option<&str> {
        self.on(code, date).map(|spell| &*spell.name)
    }

    /// Whether the code was in use on the date, within the tolerance.
    pub fn valid_on(&self, code: DivisionCode, date: CivilDate) -> bool {
        self.on(code, date).is_some()
    }

    /// Whether the code was ever in use, or is known to come into use.
    pub fn ever_existed(&self, code: DivisionCode) -> bool {
        !self.spells(code).is_empty()
    }

    /// Whether the place of the code existed once and no longer does.
    pub fn is_retired(&self, code: DivisionCode) -> bool {
        self.latest(code).is_some_and(|spell| !spell.is_open())
    }

    /// The last spell of a code: the present one, or the one it ended with. A place comes before a
    /// placeholder, even if the code has served as one since.
    pub fn latest(&self, code: DivisionCode) -> Option<&DivisionSpell> {
        let spells = self.spells(code);
        spells.iter().rfind(|spell| !spell.placeholder).or(spells.last())
    }

    /// The full name on the date: `江苏省南京市鼓楼区`. Placeholders are passed over.
    pub fn path_on(&self, code: DivisionCode, date: CivilDate) -> Option<String> {
        self.on(code, date).map(|spell| self.path_in_year(spell, date.year()))
    }

    /// The full name at present, or as it was in the code's last year.
    pub fn latest_path(&self, code: DivisionCode) -> Option<String> {
        let spell = self.latest(code)?;
        Some(self.path_in_year(spell, spell.to_year.unwrap_or(i32::MAX)))
    }

    fn path_in_year(&self, spell: &DivisionSpell, year: i32) -> String {
        let mut path = String::new();
        let province = spell.code.province();
        let prefecture = spell.code.prefecture();
        let above = [(province, DivisionLevel::Province), (prefecture, DivisionLevel::Prefecture)];
        for (code, level) in above {
            if spell.code.level() <= level {
                break;
            }
            // A province is named even in years before its own code, as counties were moved to it.
            let named = self.in_year(code, year).or_else(|| {
                (level == DivisionLevel::Province).then(|| self.latest(code)).flatten()
            });
            path.extend(named.filter(|named| !named.placeholder).map(|named| &*named.name));
        }
        if !spell.placeholder {
            path.push_str(&spell.name);
        }
        path
    }

    /// The present provinces, by code.
    pub fn provinces(&self, today: CivilDate) -> impl Iterator<Item = &DivisionSpell> {
        self.all().filter(move |s| s.is_present(today) && s.code.level() == DivisionLevel::Province)
    }

    /// The present divisions directly below a code, by code: prefectures of a province and the
    /// counties that lie under it without one; counties of a prefecture.
    pub fn children(&self, code: DivisionCode, today: CivilDate) -> Vec<&DivisionSpell> {
        let (level, last) = match code.level() {
            DivisionLevel::Province => (DivisionLevel::Prefecture, code.number() + 9_999),
            DivisionLevel::Prefecture => (DivisionLevel::County, code.number() + 99),
            DivisionLevel::County => return Vec::new(),
        };
        let first = self.spells.partition_point(|spell| spell.code <= code);
        let below = self.spells[first..].iter().take_while(|s| s.code.number() <= last);
        below
            .filter(|spell| spell.is_present(today) && !spell.placeholder)
            .filter(|spell| spell.code.level() == level || self.lies_directly_under_province(spell))
            .collect()
    }

    fn lies_directly_under_province(&self, spell: &DivisionSpell) -> bool {
        spell.code.level() == DivisionLevel::County
            && self.latest(spell.code.prefecture()).is_none_or(|above| above.placeholder)
    }

    /// Searches by any part of a name or code, or by a full path
    /// (`江苏省南京市鼓楼区`): exact before prefix before part, present before retired, larger before
    /// smaller; at most `limit`.
    pub fn search(&self, query: &str, limit: usize) -> Vec<&DivisionSpell> {
        let query = fold(query);
        let mut found = if !query.is_empty() && query.bytes().all(|b| b.is_ascii_digit()) {
            self.find_code(&query)
        } else {
            self.names.find(&query)
        };
        if found.is_empty() && !query.is_empty() {
            found = self.find_path(&query);
        }
        let places = best(found, limit, |(rank, at)| {
            let spell = &self.spells[*at];
            (*rank, !spell.is_open(), spell.code.level(), spell.code, *at)
        });
        places.map(|at| &self.spells[at]).collect()
    }

    /// Places by a part of their code; a placeholder only by the whole of it.
    fn find_code(&self, digits: &str) -> Vec<(Match, usize)> {
        let mut found = self.codes.find(digits);
        found.retain(|(rank, at)| *rank == Match::Exact || !self.spells[*at].placeholder);
        found
    }

    fn find_path(&self, path: &str) -> Vec<(Match, usize)> {
        let ends = |spell: &DivisionSpell| {
            let year = spell.to_year.unwrap_or(i32::MAX);
            path.ends_with(&*spell.name) && self.path_in_year(spell, year).ends_with(path)
        };
        let spells = self.spells.iter().enumerate().filter(|(_, spell)| !spell.placeholder);
        spells.filter(|(_, spell)| ends(spell)).map(|(at, _)| (Match::Exact, at)).collect()
    }
}

fn read_spell(row: &Row<'_, 6>) -> Result<DivisionSpell, WorldError> {
    let [code, name, kind, level, from, to] = row.cells;
    let code: DivisionCode = row.need(code.parse().ok())?;
    let stated = match level {
        "1" => Some(DivisionLevel::Province),
        "2" => Some(DivisionLevel::Prefecture),
        "3" => Some(DivisionLevel::County),
        _ => None,
    };
    if name.is_empty() || stated != Some(code.level()) {
        return Err(row.error(WorldFault::Value));
    }
    let kind = match kind {
        "" => None,
        word => Some(row.need(DivisionKind::from_zh(word))?),
    };
    let year = |cell: &str| match cell {
        "" => Ok(None),
        text => row.need(text.parse().ok().filter(|year| (1900..2200).contains(year))).map(Some),
    };
    let (from_year, to_year) = (year(from)?, year(to)?);
    if from_year.zip(to_year).is_some_and(|(from, to)| from > to) {
        return Err(row.error(WorldFault::Value));
    }
    Ok(DivisionSpell { code, name: name.into(), kind, from_year, to_year, placeholder: false })
}

#[cfg(test)]
#[path = "divisions_tests.rs"]
mod tests;
