//! Releases (发布): the changes of a round as a dated version of the classification, in the form of the
//! tables under `data/occupations`. Pure.

pub(crate) mod store;

use crate::proposal::{Content, Proposal, Wanted};
use kernel::world::occupations::Occupations;
use kernel::{AdjustmentId, CivilDate, OccupationCode, Problem, Result, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The header of a table of changes.
const HEADER: &str = "change,code,level,name,green,digital,replaces";

/// What a release is called in the world of codes: its first day, which no other release has.
pub fn name_of(from: CivilDate) -> String {
    from.to_string()
}

/// A version of the classification that came out of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The first day on which it holds.
    pub from: CivilDate,
    /// The round's title, which says where it comes from.
    pub source: String,
    /// The round.
    pub adjustment: AdjustmentId,
    /// What changes.
    pub changes: Changes,
}

/// What a release changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The lines of its table, without the header.
    pub lines: Vec<String>,
    /// New definitions by code.
    pub definitions: Vec<(OccupationCode, String)>,
}

impl Release {
    /// The line in the list of releases. Columns are parted by commas, so the text has none.
    pub(crate) fn listed(&self) -> String {
        let plain = |c: char| if matches!(c, ',' | '"' | '\n' | '\r') { '，' } else { c };
        let source: String = self.source.chars().map(plain).collect();
        format!("{},{},{source}", name_of(self.from), self.from)
    }

    /// The table of its changes.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{HEADER}\n");
        for line in &self.changes.lines {
            table.push_str(line);
            table.push('\n');
        }
        table
    }
}

/// Codes given out in a release: the next free number of a minor class (小类), counting every number
/// that was ever used there.
struct Numbers<'w> {
    occupations: &'w Occupations,
    given: BTreeSet<OccupationCode>,
}

impl Numbers<'_> {
    fn next(&mut self, near: OccupationCode) -> Result<OccupationCode> {
        let group = near.minor();
        let unit = |n: u32| OccupationCode::from_number(group.number() + n);
        let used = |code: &OccupationCode| {
            !self.occupations.history(*code).is_empty() || self.given.contains(code)
        };
        // 99 is the residual class, which is no occupation.
        let last = (1..99).rev().find(|n| unit(*n).is_some_and(|code| used(&code)));
        let next = last.unwrap_or(0) + 1;
        let code = unit(next).filter(|_| next < 99);
        let code =
            code.ok_or_else(|| Problem::conflict("classification-group-full").arg("code", group))?;
        self.given.insert(code);
        Ok(code)
    }
}

fn entry(change: &str, code: OccupationCode, name: &str, marks: (bool, bool)) -> String {
    let (green, digital) = (u8::from(marks.0), u8::from(marks.1));
    format!("{change},{code},4,{},{green},{digital},", name.trim())
}

/// The lines of one proposal, and the codes that get its definition.
fn lines(
    numbers: &mut Numbers<'_>,
    content: &Content,
    on: CivilDate,
) -> Result<(Vec<String>, Vec<OccupationCode>)> {
    let marks = (content.green, content.digital);
    let gone =
        |code: &OccupationCode| Problem::conflict("classification-code-gone").arg("code", code);
    let made = match &content.wanted {
        Wanted::Occupation { group, name } => {
            let code = numbers.next(*group)?;
            (vec![entry("add", code, name, marks)], vec![code])
        }
        Wanted::Variant { code, name } => {
            (vec![format!("variant,{code},,{},,,", name.trim())], Vec::new())
        }
        Wanted::Raise { code, name } => {
            let new = numbers.next(*code)?;
            let added = format!("{}{code}", entry("add", new, name, marks));
            (vec![format!("variant-end,{code},,{},,,", name.trim()), added], vec![new])
        }
        Wanted::Rename { code, name } => {
            let old = numbers.occupations.on(*code, on).ok_or_else(|| gone(code))?;
            let line = entry("change", *code, name, (old.green, old.digital));
            (vec![line], vec![*code])
        }
        Wanted::Split { code, names } => {
            let mut made = vec![format!("cancel,{code},,,,,")];
            let mut codes = Vec::new();
            for name in names {
                let new = numbers.next(*code)?;
                made.push(format!("{}{code}", entry("add", new, name, marks)));
                codes.push(new);
            }
            (made, codes)
        }
        Wanted::Merge { codes, name } => {
            let first = codes.first().copied().ok_or_else(Problem::not_found)?;
            let new = numbers.next(first)?;
            let olds: Vec<String> = codes.iter().map(ToString::to_string).collect();
            let mut made: Vec<String> =
                codes.iter().map(|code| format!("cancel,{code},,,,,")).collect();
            made.push(format!("{}{}", entry("add", new, name, marks), olds.join(" ")));
            (made, vec![new])
        }
        Wanted::Define { code } => (Vec::new(), vec![*code]),
        Wanted::Cancel { code } => (vec![format!("cancel,{code},,,,,")], Vec::new()),
    };
    Ok(made)
}

/// The changes of approved proposals, which hold from `from` on: codes are given here, and the whole
/// is tried on the world, so that no release can break the classification.
///
/// # Errors
/// The conflicts `classification-group-full`, `classification-code-gone`,
/// `classification-release-day` when a release of this or a later day is there, and
/// `classification-contradiction` with what contradicts the rest.
pub(crate) fn changes(world: &World, from: CivilDate, proposals: &[Proposal]) -> Result<Changes> {
    let occupations = &world.occupations;
    if occupations.releases().last().is_some_and(|last| from <= last.from) {
        return Err(Problem::conflict("classification-release-day"));
    }
    let mut numbers = Numbers { occupations, given: BTreeSet::new() };
    let mut changes = Changes::default();
    let mut told: BTreeSet<OccupationCode> = BTreeSet::new();
    for proposal in proposals {
        let content = &proposal.content;
        let alone = !matches!(content.wanted, Wanted::Variant { .. } | Wanted::Raise { .. });
        for code in content.wanted.codes() {
            if occupations.on(code, from).is_none() {
                return Err(Problem::conflict("classification-code-gone").arg("code", code));
            }
            // Two that each leave the code as it is, such as two variants, do not contradict.
            if alone && !told.insert(code) {
                return Err(Problem::conflict("classification-contradiction").arg("code", code));
            }
        }
        let (made, codes) = lines(&mut numbers, content, from)?;
        changes.lines.extend(made);
        if !content.definition.trim().is_empty() {
            let text = content.definition.trim().to_owned();
            changes.definitions.extend(codes.into_iter().map(|code| (code, text.clone())));
        }
    }
    Ok(changes)
}
