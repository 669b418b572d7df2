use crate::{Recoded, recode};
use kernel::world::{OccupationData, SourceText, WorldData};
use kernel::{CivilDate, OccupationCode, World};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a release does to codes 1 to 12; what makes no sense at that time is left out.
#[derive(Clone, Debug)]
enum Change {
    Rename(u8),
    Cancel(u8),
    Open(u8),
    /// The first ends, the others come in its place: one, or several.
    Replace(u8, Vec<u8>),
    /// The first ends and goes into the second, which is in use already.
    Absorb(u8, u8),
    /// The first stays, the second is a part of it.
    Part(u8, u8),
    /// The first ones end and become the last.
    Merge(Vec<u8>, u8),
}

fn number() -> impl Strategy<Value = u8> {
    1u8..=12
}

fn change() -> impl Strategy<Value = Change> {
    let several = || prop::collection::vec(number(), 1..4);
    prop_oneof![
        number().prop_map(Change::Rename),
        number().prop_map(Change::Cancel),
        number().prop_map(Change::Open),
        (number(), several()).prop_map(|(old, new)| Change::Replace(old, new)),
        (number(), number()).prop_map(|(old, new)| Change::Absorb(old, new)),
        (number(), number()).prop_map(|(old, new)| Change::Part(old, new)),
        (several(), number()).prop_map(|(old, new)| Change::Merge(old, new)),
    ]
}

fn code(n: u8) -> OccupationCode {
    OccupationCode::new(6, 1, 1, u32::from(n)).unwrap()
}

fn day(release: usize) -> CivilDate {
    CivilDate::from_ymd_opt(2022 + release as i32, 1, 1).unwrap()
}

/// The model: for each code in use, from which codes of each earlier release a record may have come.
/// It looks backwards, from today's codes to the old ones.
#[derive(Clone, Default)]
struct Model {
    origins: Vec<BTreeMap<u8, BTreeSet<u8>>>,
    used: BTreeSet<u8>,
}

impl Model {
    fn release(&mut self) {
        let own = self.used.iter().map(|n| (*n, BTreeSet::from([*n]))).collect();
        self.origins.push(own);
    }

    fn apply(&mut self, sources: &BTreeMap<u8, BTreeSet<u8>>, ended: &BTreeSet<u8>) {
        for origins in &mut self.origins {
            let before = origins.clone();
            origins.retain(|n, _| !ended.contains(n));
            for (new, olds) in sources {
                let from = olds.iter().filter_map(|old| before.get(old)).flatten().copied();
                origins.entry(*new).or_default().extend(from);
            }
        }
        self.used.retain(|n| !ended.contains(n));
        self.used.extend(sources.keys());
    }
}

/// The table of one release, and what the model is told of it.
struct Told {
    table: String,
    sources: BTreeMap<u8, BTreeSet<u8>>,
    ended: BTreeSet<u8>,
    touched: BTreeSet<u8>,
}

impl Told {
    fn free(&self, codes: &[u8]) -> bool {
        let distinct: BTreeSet<&u8> = codes.iter().collect();
        distinct.len() == codes.len() && !codes.iter().any(|n| self.touched.contains(n))
    }

    fn line(&mut self, word: &str, n: u8, olds: &[u8]) {
        self.touched.insert(n);
        let olds: Vec<String> = olds.iter().map(|old| code(*old).to_string()).collect();
        let olds = olds.join(" ");
        let entry = if word == "cancel" { ",,," } else { "4,职业,0,0" };
        writeln!(self.table, "{word},{},{entry},{olds}", code(n)).unwrap();
    }

    fn end(&mut self, n: u8) {
        self.line("cancel", n, &[]);
        self.ended.insert(n);
    }

    fn source(&mut self, new: u8, olds: &[u8]) {
        self.sources.entry(new).or_default().extend(olds);
    }
}

fn tell(told: &mut Told, used: &BTreeSet<u8>, change: &Change) {
    let is = |n: &u8| used.contains(n);
    match change {
        Change::Rename(n) if is(n) && told.free(&[*n]) => told.line("change", *n, &[]),
        Change::Cancel(n) if is(n) && told.free(&[*n]) => told.end(*n),
        Change::Open(n) if !is(n) && told.free(&[*n]) => {
            told.line("add", *n, &[]);
            told.source(*n, &[]);
        }
        Change::Replace(old, new)
            if is(old) && !new.iter().any(is) && told.free(&[&[*old], new.as_slice()].concat()) =>
        {
            told.end(*old);
            for n in new {
                told.line("add", *n, &[*old]);
                told.source(*n, &[*old]);
            }
        }
        Change::Absorb(old, new) if is(old) && is(new) && told.free(&[*old, *new]) => {
            told.end(*old);
            told.line("change", *new, &[*old]);
            told.source(*new, &[*old]);
        }
        Change::Part(old, new) if is(old) && !is(new) && told.free(&[*old, *new]) => {
            told.line("change", *old, &[]);
            told.line("add", *new, &[*old]);
            told.source(*new, &[*old]);
        }
        Change::Merge(olds, new)
            if olds.iter().all(is)
                && !is(new)
                && told.free(&[olds.as_slice(), &[*new]].concat()) =>
        {
            olds.iter().for_each(|old| told.end(*old));
            told.line("add", *new, olds);
            told.source(*new, olds);
        }
        _ => {}
    }
}

/// The classification after random releases, with the model that looked on.
fn play(releases: &[Vec<Change>]) -> (World, Model) {
    let mut list = format!("release,from,source\n0,{},x\n", day(0));
    let base: Vec<u8> = (1..=6).collect();
    let mut base_table = "code,level,name,green,digital\n".to_owned();
    base.iter().for_each(|n| writeln!(base_table, "{},4,职业,0,0", code(*n)).unwrap());
    let mut model = Model { origins: Vec::new(), used: base.into_iter().collect() };
    model.release();
    let mut tables = Vec::new();
    for (at, changes) in releases.iter().enumerate() {
        let mut told = Told {
            table: "change,code,level,name,green,digital,replaces\n".to_owned(),
            sources: BTreeMap::new(),
            ended: BTreeSet::new(),
            touched: BTreeSet::new(),
        };
        changes.iter().for_each(|change| tell(&mut told, &model.used, change));
        model.apply(&told.sources, &told.ended);
        model.release();
        writeln!(list, "{},{},x", at + 1, day(at + 1)).unwrap();
        tables.push(((at + 1).to_string(), told.table));
    }
    let text = |text| SourceText { name: "t.csv", text };
    let first = std::iter::once(("0", text(base_table.as_str())));
    let later = tables.iter().map(|(id, table)| (id.as_str(), text(table.as_str())));
    let data = OccupationData {
        releases: text(&list),
        tables: first.chain(later).collect(),
        variants: None,
        definitions: Vec::new(),
    };
    let data = WorldData { occupations: Some(data), ..WorldData::default() };
    (World::load(data).unwrap(), model)
}

proptest! {
    #[test]
    fn recoding_through_random_changes_agrees_with_a_model_that_looks_backwards(
        releases in prop::collection::vec(prop::collection::vec(change(), 0..6), 1..7),
    ) {
        let (world, model) = play(&releases);
        let today = day(releases.len());
        for (at, origins) in model.origins.iter().enumerate() {
            for n in 1..=12 {
                let found = recode(&world, code(n), day(at), today);
                let expected = origins.iter().filter(|(_, from)| from.contains(&n));
                let expected: Vec<OccupationCode> = expected.map(|(new, _)| code(*new)).collect();
                prop_assert_eq!(found.codes(), expected.clone(), "{} from release {}", n, at);
                let known = world.occupations.on(code(n), day(at)).is_some();
                prop_assert_eq!(found.outcome == Recoded::Unknown, !known);
                let ended = matches!(found.outcome, Recoded::Ended(_));
                prop_assert_eq!(ended, known && expected.is_empty());
            }
        }
    }

    #[test]
    fn a_day_between_changes_nothing(
        releases in prop::collection::vec(prop::collection::vec(change(), 0..6), 2..6),
        n in 1u8..=12,
        between in 0usize..6,
    ) {
        // From the record to today at once, or by way of any day between: the same codes.
        let (world, _) = play(&releases);
        let today = day(releases.len());
        let stop = day(between.min(releases.len()));
        let at_once: BTreeSet<_> = recode(&world, code(n), day(0), today).codes().into_iter().collect();
        let first = recode(&world, code(n), day(0), stop).codes();
        let by_way: BTreeSet<_> =
            first.into_iter().flat_map(|c| recode(&world, c, stop, today).codes()).collect();
        prop_assert_eq!(at_once, by_way);
    }
}
