//! The occupational classification (职业分类大典) in dated releases: what a code is called on a date,
//! its marks, what lies below it, what replaced it.

use super::names::{Match, NameIndex, best, fold};
use super::table::{self, Row};
use super::{OccupationData, WorldError, WorldFault};
use crate::{CivilDate, OccupationCode};

/// The rank of an entry of the classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClassLevel {
    /// 大类
    Major,
    /// 中类
    SubMajor,
    /// 小类
    Minor,
    /// 细类, an occupation (职业).
    Occupation,
}

/// A release (发布) of the classification: the base edition or a later change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its short name: `2022`, `2024-07`.
    pub id: Box<str>,
    /// The first day on which it holds.
    pub from: CivilDate,
    /// Where its entries come from.
    pub source: Box<str>,
}

/// A time during which a code of the classification had one name and one set of marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccupationSpell {
    /// The code.
    pub code: OccupationCode,
    /// Its rank; only [`ClassLevel::Occupation`] is an occupation.
    pub level: ClassLevel,
    /// What it is called.
    pub name: Box<str>,
    /// Marked L, a green occupation (绿色职业).
    pub green: bool,
    /// Marked S, a digital occupation (数字职业).
    pub digital: bool,
    /// The first day.
    pub from: CivilDate,
    /// The first day on which it no longer holds; nothing while it does.
    pub until: Option<CivilDate>,
}

impl OccupationSpell {
    fn holds(&self, date: CivilDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }

    /// Whether skill-level evaluation applies: an occupation of the major classes 3 to 6.
    pub fn evaluated(&self) -> bool {
        self.level == ClassLevel::Occupation
            && self.code.in_evaluated_class()
            && !self.code.is_residual()
    }

    /// The marks as they stand behind the name: `L`, `S`, `L/S` or nothing.
    pub fn marks(&self) -> &'static str {
        match (self.green, self.digital) {
            (true, true) => "L/S",
            (true, false) => "L",
            (false, true) => "S",
            (false, false) => "",
        }
    }
}

/// One code taking the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The code that is replaced.
    pub old: OccupationCode,
    /// The code that takes its place, or a part of it.
    pub new: OccupationCode,
    /// From which day on.
    pub from: CivilDate,
}

/// A time during which an occupation had a variant (工种). A variant has no code of its own: it is
/// known by its name within its occupation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantSpell {
    /// The occupation it belongs to.
    pub code: OccupationCode,
    /// What it is called.
    pub name: Box<str>,
    /// The first day.
    pub from: CivilDate,
    /// The first day on which it no longer holds; nothing while it does.
    pub until: Option<CivilDate>,
}

impl VariantSpell {
    fn holds(&self, date: CivilDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

/// The classification with its history; immutable.
#[derive(Default)]
pub struct Occupations {
    releases: Vec<Release>,
    /// Sorted by code, then by day.
    spells: Vec<OccupationSpell>,
    successions: Vec<Succession>,
    /// Sorted by code, then in the order in which they were added.
    variants: Vec<VariantSpell>,
    /// In the order of the releases.
    definitions: Vec<(OccupationCode, CivilDate, Box<str>)>,
    names: NameIndex,
    /// Codes as they are written, and without dashes.
    codes: NameIndex,
    numbers: NameIndex,
}

impl Occupations {
    /// Reads the list of releases (`release,from,source`), the base table
    /// (`code,level,name,green,digital`) and the later tables
    /// (`change,code,level,name,green,digital,replaces`), where the change is
    ///
    /// - `add`: a new code, which may name the codes it replaces, with spaces between;
    /// - `change`: another name, rank or marks for a code that exists, which may name the codes of
    ///   which it takes the place besides its own;
    /// - `cancel`: the code ends, and its variants with it; the other columns are empty;
    /// - `variant`, `variant-end`: the occupation gets a variant of this name, or loses it.
    ///
    /// A release says one thing about each code, and what it replaces was in use until then: only so
    /// has every old code one answer to what it is today.
    ///
    /// # Errors
    /// A malformed row, a code added twice or changed without existing, a release without table or
    /// out of order.
    pub(super) fn load(data: &OccupationData<'_>) -> Result<Self, WorldError> {
        let mut made = Occupations::default();
        for row in table::rows(data.releases, ["release", "from", "source"])? {
            let [id, from, source] = row.cells;
            let from = row.need(from.parse::<CivilDate>().ok())?;
            let in_order = made.releases.last().is_none_or(|last| last.from < from);
            let table = data.tables.get(made.releases.len()).filter(|(name, _)| *name == id);
            let Some((_, text)) = table.filter(|_| in_order) else {
                return Err(row.error(WorldFault::Release));
            };
            if made.releases.is_empty() {
                made.take_base(from, *text)?;
                made.take_variants(from, data.variants)?;
            } else {
                made.take_changes(from, *text)?;
            }
            made.releases.push(Release { id: id.into(), from, source: source.into() });
        }
        if made.releases.len() != data.tables.len() {
            let source = data.releases.name.to_owned();
            return Err(WorldError { source, line: 0, fault: WorldFault::Release });
        }
        let definitions = data.definitions.iter();
        made.definitions =
            definitions.map(|(code, from, text)| (*code, *from, (*text).into())).collect();
        made.names = NameIndex::new(made.spells.iter().map(|spell| &*spell.name));
        made.codes = NameIndex::new(made.spells.iter().map(|spell| spell.code.to_string()));
        let numbers = made.spells.iter().map(|spell| spell.code.number().to_string());
        made.numbers = NameIndex::new(numbers);
        Ok(made)
    }

    fn take_base(
        &mut self,
        from: CivilDate,
        text: super::SourceText<'_>,
    ) -> Result<(), WorldError> {
        let rows = table::rows(text, ["code", "level", "name", "green", "digital"])?;
        let mut spells = Vec::with_capacity(rows.len());
        for row in rows {
            let spell = read_entry(&row, 0, from)?;
            spells.push((spell, row.line));
        }
        spells.sort_by_key(|(spell, _)| spell.code);
        if let Some(pair) = spells.windows(2).find(|pair| pair[0].0.code == pair[1].0.code) {
            let (source, line) = (text.name.to_owned(), pair[1].1);
            return Err(WorldError { source, line, fault: WorldFault::Duplicate });
        }
        self.spells = spells.into_iter().map(|(spell, _)| spell).collect();
        Ok(())
    }

    fn take_changes(
        &mut self,
        from: CivilDate,
        text: super::SourceText<'_>,
    ) -> Result<(), WorldError> {
        let columns = ["change", "code", "level", "name", "green", "digital", "replaces"];
        let mut told = std::collections::BTreeSet::new();
        let mut replaced = Vec::new();
        for row in table::rows(text, columns)? {
            let code: OccupationCode = row.need(row.cells[1].parse().ok())?;
            if row.cells[0].starts_with("variant") {
                self.take_variant(from, &row, code)?;
                continue;
            }
            if !told.insert(code) {
                return Err(row.error(WorldFault::Duplicate));
            }
            self.take_change(from, &row, code)?;
            for old in row.cells[6].split_whitespace() {
                let old: OccupationCode = row.need(old.parse().ok())?;
                let before = from.pred_opt().and_then(|before| self.on(old, before));
                if before.is_none() || row.cells[0] == "cancel" || old == code {
                    return Err(row.error(WorldFault::Missing));
                }
                replaced.push(Succession { old, new: code, from });
            }
        }
        self.successions.extend(replaced);
        Ok(())
    }

    /// Adds, changes or ends a code.
    fn take_change(
        &mut self,
        from: CivilDate,
        row: &Row<'_, 7>,
        code: OccupationCode,
    ) -> Result<(), WorldError> {
        let end = self.spells.partition_point(|spell| spell.code <= code);
        let open = end
            .checked_sub(1)
            .filter(|at| self.spells[*at].code == code && self.spells[*at].until.is_none());
        match (row.cells[0], open) {
            ("add", None) => self.spells.insert(end, read_entry(row, 1, from)?),
            ("add", Some(_)) => return Err(row.error(WorldFault::Duplicate)),
            ("change", Some(at)) => {
                self.spells.insert(end, read_entry(row, 1, from)?);
                self.spells[at].until = Some(from);
            }
            ("cancel", Some(at)) => {
                self.spells[at].until = Some(from);
                let own = self.variants.iter_mut().filter(|variant| variant.code == code);
                own.filter(|variant| variant.until.is_none())
                    .for_each(|variant| variant.until = Some(from));
            }
            ("change" | "cancel", None) => return Err(row.error(WorldFault::Missing)),
            _ => return Err(row.error(WorldFault::Value)),
        }
        Ok(())
    }

    /// The variants of the base edition: `code,name`.
    fn take_variants(
        &mut self,
        from: CivilDate,
        text: Option<super::SourceText<'_>>,
    ) -> Result<(), WorldError> {
        let Some(text) = text else { return Ok(()) };
        for row in table::rows(text, ["code", "name"])? {
            let code: OccupationCode = row.need(row.cells[0].parse().ok())?;
            if let Err(fault) = self.add_variant(from, code, row.cells[1]) {
                return Err(row.error(fault));
            }
        }
        Ok(())
    }

    fn take_variant(
        &mut self,
        from: CivilDate,
        row: &Row<'_, 7>,
        code: OccupationCode,
    ) -> Result<(), WorldError> {
        let name = row.cells[3];
        let open = |v: &VariantSpell| v.code == code && &*v.name == name && v.until.is_none();
        match (row.cells[0], self.variants.iter().position(open)) {
            ("variant", None) => {
                self.add_variant(from, code, name).map_err(|fault| row.error(fault))
            }
            ("variant", Some(_)) => Err(row.error(WorldFault::Duplicate)),
            ("variant-end", Some(at)) => {
                self.variants[at].until = Some(from);
                Ok(())
            }
            ("variant-end", None) => Err(row.error(WorldFault::Missing)),
            _ => Err(row.error(WorldFault::Value)),
        }
    }

    fn add_variant(
        &mut self,
        from: CivilDate,
        code: OccupationCode,
        name: &str,
    ) -> Result<(), WorldFault> {
        if name.is_empty() {
            return Err(WorldFault::Value);
        }
        if self.on(code, from).is_none_or(|spell| spell.level != ClassLevel::Occupation) {
            return Err(WorldFault::Missing);
        }
        if self.variants_on(code, from).any(|variant| &*variant.name == name) {
            return Err(WorldFault::Duplicate);
        }
        let at = self.variants.partition_point(|variant| variant.code <= code);
        self.variants.insert(at, VariantSpell { code, name: name.into(), from, until: None });
        Ok(())
    }

    /// How many spells there are.
    pub fn len(&self) -> usize {
        self.spells.len()
    }

    /// Whether nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.spells.is_empty()
    }

    /// The releases, oldest first.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// The release in force on the date; nothing before the first.
    pub fn release_on(&self, date: CivilDate) -> Option<&Release> {
        self.releases.iter().rev().find(|release| release.from <= date)
    }

    /// All spells of a code, oldest first; empty when it never existed.
    pub fn history(&self, code: OccupationCode) -> &[OccupationSpell] {
        let first = self.spells.partition_point(|spell| spell.code < code);
        let count = self.spells[first..].partition_point(|spell| spell.code == code);
        &self.spells[first..first + count]
    }

    /// The entry of a code on the date.
    pub fn on(&self, code: OccupationCode, date: CivilDate) -> Option<&OccupationSpell> {
        self.history(code).iter().find(|spell| spell.holds(date))
    }

    /// The last entry of a code: the present one, or the one it ended with.
    pub fn latest(&self, code: OccupationCode) -> Option<&OccupationSpell> {
        self.history(code).last()
    }

    /// All entries on the date, by code.
    pub fn all_on(&self, date: CivilDate) -> impl Iterator<Item = &OccupationSpell> {
        self.spells.iter().filter(move |spell| spell.holds(date))
    }

    /// The occupations of exactly this name on the date. One name may stand under two codes.
    pub fn named(&self, name: &str, date: CivilDate) -> Vec<&OccupationSpell> {
        let found = self.names.find(&fold(name)).into_iter();
        let exact = found.filter(|(rank, _)| *rank == Match::Exact);
        let spells = exact.map(|(_, at)| &self.spells[at]);
        spells.filter(|s| s.level == ClassLevel::Occupation && s.holds(date)).collect()
    }

    /// The class directly above an entry on the date; nothing for a major class.
    pub fn parent(&self, code: OccupationCode, date: CivilDate) -> Option<&OccupationSpell> {
        let above = [code.minor(), code.sub_major(), code.major()];
        above.into_iter().filter(|parent| *parent != code).find_map(|parent| self.on(parent, date))
    }

    /// The classes above an entry on the date, the major class first.
    pub fn ancestors(&self, code: OccupationCode, date: CivilDate) -> Vec<&OccupationSpell> {
        let mut above = Vec::new();
        let mut next = self.parent(code, date);
        while let Some(parent) = next {
            above.insert(0, parent);
            next = self.parent(parent.code, date);
        }
        above
    }

    /// The entries directly below a class on the date, by code.
    pub fn children(&self, code: OccupationCode, date: CivilDate) -> Vec<&OccupationSpell> {
        let first = self.spells.partition_point(|spell| spell.code <= code);
        let below = self.spells[first..].iter().take_while(|spell| code.covers(spell.code));
        below
            .filter(|spell| spell.holds(date))
            .filter(|spell| self.parent(spell.code, date).is_some_and(|above| above.code == code))
            .collect()
    }

    /// The major classes on the date.
    pub fn majors(&self, date: CivilDate) -> impl Iterator<Item = &OccupationSpell> {
        self.all_on(date).filter(|spell| spell.level == ClassLevel::Major)
    }

    /// What took the place of a code, oldest first.
    pub fn successors(&self, code: OccupationCode) -> impl Iterator<Item = &Succession> {
        self.successions.iter().filter(move |succession| succession.old == code)
    }

    /// Which codes this one took the place of, oldest first.
    pub fn predecessors(&self, code: OccupationCode) -> impl Iterator<Item = &Succession> {
        self.successions.iter().filter(move |succession| succession.new == code)
    }

    /// The definitions (职业定义) that a code ever had with their first days, oldest first.
    pub fn definitions(&self, code: OccupationCode) -> impl Iterator<Item = (CivilDate, &str)> {
        let own = self.definitions.iter().filter(move |(of, _, _)| *of == code);
        own.map(|(_, from, text)| (*from, &**text))
    }

    /// The variants (工种) that a code ever had, in the order in which they came.
    pub fn variants(&self, code: OccupationCode) -> &[VariantSpell] {
        let first = self.variants.partition_point(|variant| variant.code < code);
        let count = self.variants[first..].partition_point(|variant| variant.code == code);
        &self.variants[first..first + count]
    }

    /// The variants that an occupation has on the date.
    pub fn variants_on(
        &self,
        code: OccupationCode,
        date: CivilDate,
    ) -> impl Iterator<Item = &VariantSpell> {
        self.variants(code).iter().filter(move |variant| variant.holds(date))
    }

    /// Searches the entries of the date by any part of a name or code: exact
    /// before prefix before part, occupations before classes, then by code; at most `limit`.
    pub fn search(&self, query: &str, date: CivilDate, limit: usize) -> Vec<&OccupationSpell> {
        let query = fold(query);
        let is_code = query.bytes().any(|b| b.is_ascii_digit())
            && query.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let mut found = if is_code { self.find_code(&query) } else { self.names.find(&query) };
        found.retain(|(_, at)| self.spells[*at].holds(date));
        let entries = best(found, limit, |(rank, at)| {
            let spell = &self.spells[*at];
            (*rank, spell.level != ClassLevel::Occupation, spell.code)
        });
        entries.map(|at| &self.spells[at]).collect()
    }

    fn find_code(&self, typed: &str) -> Vec<(Match, usize)> {
        let codes = if typed.contains('-') { &self.codes } else { &self.numbers };
        codes.find(typed)
    }
}

/// Reads `code,level,name,green,digital` beginning at the given column.
fn read_entry<const N: usize>(
    row: &Row<'_, N>,
    first: usize,
    from: CivilDate,
) -> Result<OccupationSpell, WorldError> {
    let code = row.need(row.cells[first].parse().ok())?;
    let level = match row.cells[first + 1] {
        "1" => ClassLevel::Major,
        "2" => ClassLevel::SubMajor,
        "3" => ClassLevel::Minor,
        "4" => ClassLevel::Occupation,
        _ => return Err(row.error(WorldFault::Value)),
    };
    let name = row.cells[first + 2];
    let (green, digital) = (row.flag(first + 3)?, row.flag(first + 4)?);
    if name.is_empty() {
        return Err(row.error(WorldFault::Value));
    }
    Ok(OccupationSpell { code, level, name: name.into(), green, digital, from, until: None })
}

#[cfg(test)]
#[path = "occupations_tests.rs"]
mod tests;
