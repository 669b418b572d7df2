use super::*;
use crate::world::SourceText;

const RELEASES: &str = "release,from,source\n2022,2022-01-01,base\n2024-07,2024-07-31,notice\n";
const BASE: &str = "code,level,name,green,digital\n\
    6-00-00-00,1,生产制造及有关人员,0,0\n\
    6-18-00-00,2,机械制造基础加工人员,0,0\n\
    6-18-01-00,3,机械冷加工人员,0,0\n\
    6-18-01-01,4,车工,0,0\n\
    6-18-01-02,4,铣工,0,1\n\
    6-18-02-01,4,无小类的工,1,0\n\
    6-12-00-00,2,医药制造人员,0,0\n\
    6-12-02-00,4,中药炮制工,1,1\n\
    6-18-99-00,3,其他人员,0,0\n\
    2-02-01-01,4,工程师,0,0\n";
const CHANGES: &str = "change,code,level,name,green,digital,replaces\n\
    add,6-18-01-03,4,数控车工,0,1,6-18-01-01\n\
    change,6-18-01-01,4,普通车工,0,0,\n\
    cancel,6-18-01-02,,,,,\n";

fn load(releases: &str, base: &str, changes: &str) -> Result<Occupations, WorldError> {
    Occupations::load(&OccupationData {
        releases: SourceText { name: "releases.csv", text: releases },
        tables: vec![
            ("2022", SourceText { name: "2022.csv", text: base }),
            ("2024-07", SourceText { name: "2024-07.csv", text: changes }),
        ],
        variants: Some(SourceText {
            name: "variants-2022.csv",
            text: "code,name\n6-18-01-01,普通车工\n6-18-01-02,龙门铣工\n",
        }),
        definitions: Vec::new(),
    })
}

fn sample() -> Occupations {
    load(RELEASES, BASE, CHANGES).unwrap()
}

fn code(text: &str) -> OccupationCode {
    text.parse().unwrap()
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn names(found: &[&OccupationSpell]) -> Vec<String> {
    found.iter().map(|spell| spell.name.to_string()).collect()
}

#[test]
fn a_code_is_what_its_date_says() {
    let world = sample();
    let name = |code_text, date| world.on(code(code_text), day(date)).map(|s| &*s.name);
    assert_eq!(name("6-18-01-01", "2024-07-30"), Some("车工"));
    assert_eq!(name("6-18-01-01", "2024-07-31"), Some("普通车工"));
    assert_eq!(name("6-18-01-02", "2024-07-30"), Some("铣工"));
    assert_eq!(name("6-18-01-02", "2024-07-31"), None);
    assert_eq!(name("6-18-01-03", "2024-07-30"), None);
    assert_eq!(name("6-18-01-01", "2021-12-31"), None);
    assert_eq!(world.history(code("6-18-01-01")).len(), 2);
    assert_eq!(world.latest(code("6-18-01-02")).map(|s| &*s.name), Some("铣工"));
    assert_eq!(world.release_on(day("2024-07-30")).map(|r| &*r.id), Some("2022"));
    assert_eq!(world.release_on(day("2021-07-30")), None);
}

#[test]
fn a_successor_is_known_from_both_sides() {
    let world = sample();
    let (old, new) = (code("6-18-01-01"), code("6-18-01-03"));
    let succession = Succession { old, new, from: day("2024-07-31") };
    assert_eq!(world.successors(old).collect::<Vec<_>>(), [&succession]);
    assert_eq!(world.predecessors(new).collect::<Vec<_>>(), [&succession]);
    assert_eq!(world.successors(new).count(), 0);
}

#[test]
fn variants_come_and_go_with_releases_and_end_with_their_occupation() {
    let header = "change,code,level,name,green,digital,replaces\n";
    let lines = "variant,6-18-01-01,,数控车工,,,\nvariant-end,6-18-01-01,,普通车工,,,\n\
                 cancel,6-18-01-02,,,,,\n";
    let world = load(RELEASES, BASE, &format!("{header}{lines}")).unwrap();
    let on = |code_text: &str, date: &str| {
        let found = world.variants_on(code(code_text), day(date));
        found.map(|variant| variant.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(on("6-18-01-01", "2024-07-30"), ["普通车工"]);
    assert_eq!(on("6-18-01-01", "2024-07-31"), ["数控车工"]);
    assert_eq!(on("6-18-01-02", "2024-07-30"), ["龙门铣工"]);
    assert_eq!(on("6-18-01-02", "2024-07-31"), Vec::<String>::new());
    assert_eq!(world.variants(code("6-18-01-01")).len(), 2);
}

#[test]
fn children_hang_below_the_nearest_class_that_exists() {
    let world = sample();
    let below = |text| names(&world.children(code(text), day("2023-01-01")));
    assert_eq!(below("6-18-01-00"), ["车工", "铣工"]);
    assert_eq!(below("6-18-00-00"), ["机械冷加工人员", "无小类的工", "其他人员"]);
    assert_eq!(below("6-12-00-00"), ["中药炮制工"]);
    assert_eq!(below("6-12-02-00"), Vec::<String>::new());
    let above = names(&world.ancestors(code("6-18-01-02"), day("2023-01-01")));
    assert_eq!(above, ["生产制造及有关人员", "机械制造基础加工人员", "机械冷加工人员"]);
}

#[test]
fn evaluation_applies_to_occupations_of_classes_three_to_six() {
    let world = sample();
    let evaluated = |text| world.latest(code(text)).unwrap().evaluated();
    assert!(evaluated("6-18-01-01") && evaluated("6-12-02-00"));
    assert!(!evaluated("6-18-01-00"), "a class is no occupation");
    assert!(!evaluated("2-02-01-01"), "class 2 has professional grades");
    assert_eq!(world.latest(code("6-12-02-00")).unwrap().marks(), "L/S");
}

#[test]
fn search_finds_parts_and_codes_in_order_of_fit() {
    let world = sample();
    let found = |query, date| names(&world.search(query, day(date), 10));
    assert_eq!(found("车工", "2023-01-01"), ["车工"]);
    assert_eq!(found("车工", "2025-01-01"), ["普通车工", "数控车工"]);
    assert_eq!(found("机械", "2023-01-01"), ["机械制造基础加工人员", "机械冷加工人员"]);
    assert_eq!(found("6-18-01", "2023-01-01"), ["车工", "铣工", "机械冷加工人员"]);
    assert_eq!(found("６１８０１０２", "2023-01-01"), ["铣工"]);
    assert_eq!(found("18-02", "2023-01-01"), ["无小类的工"]);
    assert_eq!(found("1802", "2023-01-01"), ["无小类的工"]);
    assert_eq!(found("", "2023-01-01"), Vec::<String>::new());
    assert_eq!(found("99999999", "2023-01-01"), Vec::<String>::new());
    assert_eq!(names(&world.named("普通车工", day("2025-01-01"))), ["普通车工"]);
    assert!(world.named("普通车工", day("2023-01-01")).is_empty());
    assert!(world.named("机械冷加工人员", day("2023-01-01")).is_empty(), "not an occupation");
}

#[test]
fn tables_that_contradict_themselves_are_refused() {
    let fault = |releases: &str, base: &str, changes: &str| {
        load(releases, base, changes).err().map(|e| (e.source, e.line, e.fault)).unwrap()
    };
    let header = "change,code,level,name,green,digital,replaces\n";
    let changed = |line: &str| fault(RELEASES, BASE, &format!("{header}{line}\n"));
    let at = |fault| ("2024-07.csv".to_owned(), 2, fault);
    assert_eq!(changed("add,6-18-01-01,4,车工,0,0,"), at(WorldFault::Duplicate));
    assert_eq!(changed("change,6-18-01-09,4,车工,0,0,"), at(WorldFault::Missing));
    assert_eq!(changed("cancel,6-18-01-09,,,,,"), at(WorldFault::Missing));
    assert_eq!(changed("add,6-18-01-09,4,车工,0,0,6-18-01-08"), at(WorldFault::Missing));
    assert_eq!(changed("add,6-18-01-09,5,车工,0,0,"), at(WorldFault::Value));
    assert_eq!(changed("drop,6-18-01-01,4,车工,0,0,"), at(WorldFault::Value));
    assert_eq!(changed("cancel,6-18-01-02,,,,,6-18-01-01"), at(WorldFault::Missing));
    assert_eq!(changed("variant,6-18-01-00,,小类没有工种,,,"), at(WorldFault::Missing));
    assert_eq!(changed("variant,6-18-01-01,,普通车工,,,"), at(WorldFault::Duplicate));
    assert_eq!(changed("variant-end,6-18-01-01,,数控车工,,,"), at(WorldFault::Missing));
    let told_twice = "change,6-18-01-01,4,车床工,0,0,\ncancel,6-18-01-01,,,,,";
    let found = fault(RELEASES, BASE, &format!("{header}{told_twice}\n"));
    assert_eq!(found, ("2024-07.csv".to_owned(), 3, WorldFault::Duplicate));
    let twice = format!("{BASE}6-18-01-01,4,车工,0,0\n");
    assert_eq!(fault(RELEASES, &twice, header), ("2022.csv".to_owned(), 12, WorldFault::Duplicate));
    let short = "release,from,source\n2022,2022-01-01,base\n";
    let untold = ("releases.csv".to_owned(), 0, WorldFault::Release);
    assert_eq!(fault(short, BASE, header), untold);
    let backwards = "release,from,source\n2022,2024-07-31,base\n2024-07,2022-01-01,notice\n";
    let out_of_order = ("releases.csv".to_owned(), 3, WorldFault::Release);
    assert_eq!(fault(backwards, BASE, header), out_of_order);
}
