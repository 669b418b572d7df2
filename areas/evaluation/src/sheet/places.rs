//! Occupations and divisions as cells name them, on the exam day.

use chrono::Datelike as _;
use kernel::world::occupations::{OccupationSpell, Occupations};
use kernel::{CivilDate, DivisionCode, OccupationCode, World};
use std::collections::BTreeSet;

/// What is wrong, with the values the text mentions.
pub(super) type Wrong = (&'static str, Vec<(&'static str, String)>);

/// An occupation with the specialisation named beside it: `车工（数控车工）`.
pub(super) type Named = (OccupationCode, Option<String>);

/// Reads an occupation's cell: a code, a name, both, or a name with a specialisation behind it.
pub(super) fn occupation(world: &World, text: &str, on: CivilDate) -> Result<Named, Wrong> {
    let all = &world.occupations;
    if let Ok(code) = OccupationCode::read(text) {
        return by_code(all, code, on).map(|code| (code, None));
    }
    let (code, rest) = split_code(text);
    if let Some(code) = code {
        let code = by_code(all, code, on)?;
        let name = all.on(code, on).map_or("", |spell| &spell.name);
        let (front, variant) = split_variant(rest);
        return match rest.is_empty() || front == name || rest == name {
            true => Ok((code, variant.filter(|_| rest != name))),
            false => {
                let args = vec![("codes", code.to_string()), ("name", name.to_owned())];
                Err(("evaluation-occupation-differs", args))
            }
        };
    }
    match by_name(all, text, on) {
        Err(("evaluation-occupation-unknown", args)) => {
            let (front, variant) = split_variant(text);
            match variant {
                Some(_) => by_name(all, front, on).map(|code| (code, variant)),
                None => Err(("evaluation-occupation-unknown", args)),
            }
        }
        other => other.map(|code| (code, None)),
    }
}

fn by_code(
    all: &Occupations,
    code: OccupationCode,
    on: CivilDate,
) -> Result<OccupationCode, Wrong> {
    match all.on(code, on) {
        Some(spell) => evaluated(spell),
        None => Err(not_on_that_day(all, all.history(code), on)),
    }
}

fn by_name(all: &Occupations, name: &str, on: CivilDate) -> Result<OccupationCode, Wrong> {
    let named = all.named(name, on);
    match named[..] {
        [one] => evaluated(one),
        [] => {
            let days = all.releases().iter().map(|release| release.from);
            let spells: Vec<&OccupationSpell> = days.flat_map(|day| all.named(name, day)).collect();
            match spells.last() {
                Some(spell) => Err(not_on_that_day(all, all.history(spell.code), on)),
                None => Err(("evaluation-occupation-unknown", Vec::new())),
            }
        }
        _ => {
            let codes: BTreeSet<String> = named.iter().map(|s| s.code.to_string()).collect();
            let codes: Vec<String> = codes.into_iter().collect();
            Err(("evaluation-occupation-ambiguous", vec![("codes", codes.join(" "))]))
        }
    }
}

fn evaluated(spell: &OccupationSpell) -> Result<OccupationCode, Wrong> {
    if spell.evaluated() {
        return Ok(spell.code);
    }
    Err(("evaluation-occupation-not-evaluated", vec![("codes", spell.code.to_string())]))
}

fn not_on_that_day(all: &Occupations, spells: &[OccupationSpell], on: CivilDate) -> Wrong {
    let (Some(first), Some(last)) = (spells.first(), spells.last()) else {
        return ("evaluation-occupation-unknown", Vec::new());
    };
    if on < first.from {
        return ("evaluation-occupation-future", vec![("from", first.from.to_string())]);
    }
    let until = last.until.map(|until| until.to_string()).unwrap_or_default();
    let codes: Vec<String> = all.successors(last.code).map(|s| s.new.to_string()).collect();
    let code = if codes.is_empty() { "–".to_owned() } else { codes.join(" ") };
    ("evaluation-occupation-retired", vec![("until", until), ("codes", code)])
}

/// A code in front of a name: `6-18-01-01 车工`.
fn split_code(text: &str) -> (Option<OccupationCode>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let (front, rest) = text.split_at(end);
    (OccupationCode::read(front).ok(), rest.trim())
}

/// A name and the specialisation behind it in brackets or after a stroke.
fn split_variant(text: &str) -> (&str, Option<String>) {
    let Some(at) = text.find(['(', '（', '/', '／', '—']) else { return (text, None) };
    let (front, rest) = text.split_at(at);
    let marks = |c: char| matches!(c, '(' | '（' | ')' | '）' | '/' | '／' | '—');
    let variant = rest.trim_matches(|c: char| marks(c) || c.is_whitespace());
    (front.trim(), (!variant.is_empty()).then(|| variant.to_owned()))
}

/// Reads a division's cell. A six-digit code must hold on the day; a name is taken when it names
/// exactly one division, and gives nothing otherwise.
pub(super) fn division(
    world: &World,
    text: &str,
    on: CivilDate,
) -> Result<Option<DivisionCode>, Wrong> {
    let plain = kernel::text::compact(text);
    let is_code = plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit());
    if !is_code {
        let found = world.divisions.search(text, 2);
        return Ok(match found[..] {
            [one] if *one.name == *text && world.divisions.valid_on(one.code, on) => Some(one.code),
            _ => None,
        });
    }
    let args = vec![("division", plain.clone())];
    let Ok(code) = plain.parse::<DivisionCode>() else {
        return Err(("evaluation-division-unknown", args));
    };
    if world.divisions.valid_on(code, on) {
        return Ok(Some(code));
    }
    let spells = world.divisions.spells(code);
    let year = on.year();
    match spells.iter().map(|spell| spell.from_year.unwrap_or(i32::MIN)).min() {
        None => Err(("evaluation-division-unknown", args)),
        Some(from) if from > year => {
            Err(("evaluation-division-future", with(args, "year", from.to_string())))
        }
        Some(_) => {
            let to = spells.iter().filter_map(|spell| spell.to_year).max();
            let to = to.map(|year| year.to_string()).unwrap_or_default();
            Err(("evaluation-division-retired", with(args, "year", to)))
        }
    }
}

fn with(
    mut args: Vec<(&'static str, String)>,
    name: &'static str,
    value: String,
) -> Vec<(&'static str, String)> {
    args.push((name, value));
    args
}
