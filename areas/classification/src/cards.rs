//! What a page tells about one code: where it stands, what lies below it, and how it became what it
//! is.

use kernel::world::divisions::DivisionSpell;
use kernel::world::occupations::{
    ClassLevel, OccupationSpell, Occupations, Succession, VariantSpell,
};
use kernel::{CivilDate, DivisionCode, OccupationCode, World};

/// A division with its surroundings and history.
#[derive(Clone, Debug)]
pub struct DivisionCard<'w> {
    /// The present entry, or the last one of a retired code.
    pub latest: &'w DivisionSpell,
    /// The full name, at present or in the last year: `江苏省南京市鼓楼区`.
    pub path: String,
    /// Whether the code is no longer in use.
    pub retired: bool,
    /// All names the code ever carried, oldest first.
    pub history: &'w [DivisionSpell],
    /// The divisions above it, the province first.
    pub above: Vec<&'w DivisionSpell>,
    /// The present divisions directly below it.
    pub below: Vec<&'w DivisionSpell>,
}

/// The card of a code; nothing when it never existed.
pub fn division_card(
    world: &World,
    code: DivisionCode,
    today: CivilDate,
) -> Option<DivisionCard<'_>> {
    let divisions = &world.divisions;
    let latest = divisions.latest(code)?;
    let above = [code.province(), code.prefecture()];
    Some(DivisionCard {
        latest,
        path: divisions.latest_path(code)?,
        retired: divisions.is_retired(code),
        history: divisions.spells(code),
        above: above
            .into_iter()
            .filter(|other| *other != code)
            .filter_map(|other| divisions.on(other, today).or_else(|| divisions.latest(other)))
            .filter(|spell| !spell.placeholder)
            .collect(),
        below: divisions.children(code, today),
    })
}

/// An entry of the occupational classification with its surroundings and history.
#[derive(Clone, Debug)]
pub struct OccupationCard<'w> {
    /// The entry of the day, or the last one of a code that is no longer in use.
    pub entry: &'w OccupationSpell,
    /// Whether the code is in use on the day.
    pub in_use: bool,
    /// Whether skill-level evaluation applies to it.
    pub evaluated: bool,
    /// The classes above it, the major class first.
    pub above: Vec<&'w OccupationSpell>,
    /// What lies directly below it.
    pub below: Vec<&'w OccupationSpell>,
    /// Its variants (工种) on the day.
    pub variants: Vec<&'w VariantSpell>,
    /// What happened to the code, oldest first.
    pub story: Vec<StoryEntry<'w>>,
}

/// Something that happened to a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryEntry<'w> {
    /// The first day on which it held.
    pub on: CivilDate,
    /// What happened.
    pub change: OccupationChange<'w>,
}

/// The ways a release changes a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OccupationChange<'w> {
    /// The code came into use under this name.
    Added(&'w str),
    /// It took the place of this code, or of a part of it.
    Replaced(OccupationCode, Succeeding),
    /// It was given another name.
    Renamed {
        /// The name until then.
        from: &'w str,
        /// The name since.
        to: &'w str,
    },
    /// Its marks (L green, S digital) changed.
    Marked {
        /// The marks until then; empty when it had none.
        from: &'static str,
        /// The marks since.
        to: &'static str,
    },
    /// It moved to another rank of the classification.
    Ranked {
        /// The rank until then.
        from: ClassLevel,
        /// The rank since.
        to: ClassLevel,
    },
    /// This code took its place, or a part of it.
    ReplacedBy(OccupationCode, Succeeding),
    /// It got a variant (工种).
    VariantAdded(&'w str),
    /// It lost a variant.
    VariantEnded(&'w str),
    /// It went out of use, and nothing took its place.
    Cancelled,
}

/// How one code takes the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Succeeding {
    /// 编码调整: the old code ended, this one alone took its place.
    Recoded,
    /// 合并: the old code ended and went into one that took in others too.
    Merged,
    /// 拆分: the old code ended, several took its place.
    Split,
    /// 析出: the old code is still used; a part of it has a code of its own now.
    Part,
}

impl Succeeding {
    /// The word, which is also the end of the keys of its texts in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Succeeding::Recoded => "recoded",
            Succeeding::Merged => "merged",
            Succeeding::Split => "split",
            Succeeding::Part => "part",
        }
    }
}

fn succeeding(occupations: &Occupations, one: &Succession) -> Succeeding {
    let same_day = |other: &&Succession| other.from == one.from;
    let into = occupations.successors(one.old).filter(same_day).count();
    let out_of = occupations.predecessors(one.new).filter(same_day).count();
    let before = one.from.pred_opt().and_then(|day| occupations.on(one.new, day));
    if occupations.on(one.old, one.from).is_some() {
        Succeeding::Part
    } else if into > 1 {
        Succeeding::Split
    } else if out_of > 1 || before.is_some() {
        Succeeding::Merged
    } else {
        Succeeding::Recoded
    }
}

/// The card of a code as seen on a day; nothing when it never existed.
pub fn occupation_card(
    world: &World,
    code: OccupationCode,
    today: CivilDate,
) -> Option<OccupationCard<'_>> {
    let occupations = &world.occupations;
    let now = occupations.on(code, today);
    let entry = now.or_else(|| occupations.latest(code))?;
    // A code out of use is shown among the classes it lay in while it was used.
    let seen = if now.is_some() { today } else { entry.from };
    Some(OccupationCard {
        entry,
        in_use: now.is_some(),
        evaluated: now.is_some_and(OccupationSpell::evaluated),
        above: occupations.ancestors(code, seen),
        below: occupations.children(code, seen),
        variants: occupations.variants_on(code, seen).collect(),
        story: story(world, code),
    })
}

fn story(world: &World, code: OccupationCode) -> Vec<StoryEntry<'_>> {
    let occupations = &world.occupations;
    let history = occupations.history(code);
    let mut story = Vec::new();
    for (at, spell) in history.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &history[at]);
        let changes = match before.filter(|before| before.until == Some(spell.from)) {
            None => vec![OccupationChange::Added(&spell.name)],
            Some(before) => differences(before, spell),
        };
        story.extend(changes.into_iter().map(|change| StoryEntry { on: spell.from, change }));
        let next = history.get(at + 1).map(|next| next.from);
        let replaced = |day: &CivilDate| occupations.successors(code).any(|s| s.from == *day);
        let ended = spell.until.filter(|until| next != Some(*until));
        if let Some(until) = ended.filter(|until| !replaced(until)) {
            story.push(StoryEntry { on: until, change: OccupationChange::Cancelled });
        }
    }
    story.extend(occupations.predecessors(code).map(|one| StoryEntry {
        on: one.from,
        change: OccupationChange::Replaced(one.old, succeeding(occupations, one)),
    }));
    story.extend(occupations.successors(code).map(|one| StoryEntry {
        on: one.from,
        change: OccupationChange::ReplacedBy(one.new, succeeding(occupations, one)),
    }));
    let base = occupations.releases().first().map(|release| release.from);
    for variant in occupations.variants(code) {
        let added = OccupationChange::VariantAdded(&variant.name);
        // What the base edition had from the beginning is no change.
        if Some(variant.from) != base {
            story.push(StoryEntry { on: variant.from, change: added });
        }
        if let Some(on) = variant.until {
            story.push(StoryEntry { on, change: OccupationChange::VariantEnded(&variant.name) });
        }
    }
    story.sort_by_key(|entry| entry.on);
    story
}

fn differences<'w>(
    before: &'w OccupationSpell,
    after: &'w OccupationSpell,
) -> Vec<OccupationChange<'w>> {
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push(OccupationChange::Renamed { from: &before.name, to: &after.name });
    }
    if before.marks() != after.marks() {
        changes.push(OccupationChange::Marked { from: before.marks(), to: after.marks() });
    }
    if before.level != after.level {
        changes.push(OccupationChange::Ranked { from: before.level, to: after.level });
    }
    changes
}
