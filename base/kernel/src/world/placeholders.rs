//! Codes of the standard that stand for no place of their own, which the table of places leaves out:
//! `110100` and `500200` between a municipality and its counties, `419000` above counties directly
//! under a province, `440301` for the districts of a city as a whole. Numbers carry them, so they must
//! be known; lists and paths pass over them.

use super::divisions::{DivisionKind, DivisionSpell};
use crate::{DivisionCode, DivisionLevel};

/// Years from and to, both included; open ends are the ends of `i32`.
type Span = (i32, i32);

fn span(spell: &DivisionSpell) -> Span {
    (spell.from_year.unwrap_or(i32::MIN), spell.to_year.unwrap_or(i32::MAX))
}

fn placeholder(code: DivisionCode, name: &str, (from, to): Span) -> DivisionSpell {
    DivisionSpell {
        code,
        name: name.into(),
        kind: None,
        from_year: (from != i32::MIN).then_some(from),
        to_year: (to != i32::MAX).then_some(to),
        placeholder: true,
    }
}

/// The placeholders that belong to the given places, which are sorted by code and year.
pub(super) fn placeholders(spells: &[DivisionSpell]) -> Vec<DivisionSpell> {
    let mut made = missing_prefectures(spells);
    for city in spells.iter().filter(|spell| is_city(spell)) {
        let Some(code) = DivisionCode::new(city.code.number() + 1) else {
            continue;
        };
        let first = spells.partition_point(|spell| spell.code < code);
        let own = spells[first..].iter().take_while(|spell| spell.code == code).map(span);
        made.extend(gaps(span(city), own).map(|gap| placeholder(code, "市辖区", gap)));
    }
    made
}

fn is_city(spell: &DivisionSpell) -> bool {
    match spell.kind {
        Some(kind) => kind == DivisionKind::PrefectureCity,
        None => spell.code.level() == DivisionLevel::Prefecture && spell.name.ends_with('市'),
    }
}

/// One placeholder for each prefecture code that has counties but no place of its own.
fn missing_prefectures(spells: &[DivisionSpell]) -> Vec<DivisionSpell> {
    let mut made: Vec<DivisionSpell> = Vec::new();
    for county in spells.iter().filter(|spell| spell.code.level() == DivisionLevel::County) {
        let code = county.code.prefecture();
        let known = spells.binary_search_by(|spell| spell.code.cmp(&code)).is_ok();
        if known {
            continue;
        }
        let (from, to) = span(county);
        match made.last_mut() {
            Some(last) if last.code == code => {
                let (first, end) = span(last);
                *last = placeholder(code, gap_name(code), (first.min(from), end.max(to)));
            }
            _ => made.push(placeholder(code, gap_name(code), (from, to))),
        }
    }
    made
}

fn gap_name(code: DivisionCode) -> &'static str {
    match code.number() / 100 % 100 {
        1 => "市辖区",
        2 => "县",
        3 => "市",
        _ if code.province().number() == 650_000 => "自治区直辖县级行政区划",
        _ => "省直辖县级行政区划",
    }
}

/// What is left of a span when the given spans, which are in order, are taken out of it.
fn gaps((from, to): Span, taken: impl Iterator<Item = Span>) -> impl Iterator<Item = Span> {
    let mut left = Vec::new();
    let mut next = Some(from);
    for (start, end) in taken {
        let Some(begin) = next else { break };
        if end < begin {
            continue;
        }
        if start > to {
            break;
        }
        if start > begin {
            left.push((begin, start - 1));
        }
        next = (end < to).then(|| end + 1);
    }
    left.extend(next.map(|begin| (begin, to)));
    left.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(from: Span, taken: &[Span]) -> Vec<Span> {
        gaps(from, taken.iter().copied()).collect()
    }

    #[test]
    fn what_is_taken_leaves_the_rest() {
        let all = (i32::MIN, i32::MAX);
        assert_eq!(left(all, &[]), [all]);
        assert_eq!(left(all, &[all]), []);
        assert_eq!(left((1990, i32::MAX), &[(1983, 1992)]), [(1993, i32::MAX)]);
        assert_eq!(left((1990, 2000), &[(1992, 1993), (1995, 2010)]), [(1990, 1991), (1994, 1994)]);
        assert_eq!(left((1990, 2000), &[(1980, 1989), (2001, 2005)]), [(1990, 2000)]);
        assert_eq!(left((1990, i32::MAX), &[(1995, i32::MAX)]), [(1990, 1994)]);
    }
}
