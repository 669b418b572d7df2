use crate::*;
use kernel::world::calendar::SpecialDay;
use kernel::world::divisions::DivisionKind;
use kernel::world::occupations::ClassLevel;
use kernel::world::{DEMO_PROVINCE, WorldFault};
use kernel::{CivilDate, DivisionCode, DivisionLevel, OccupationCode, World};
use std::collections::{BTreeMap, BTreeSet};

const REGIONS: &str = include_str!("../../../data/divisions/regions.csv");
const DEMO: &str = include_str!("../../../data/demo/divisions-770000.csv");
const BASE: &str = include_str!("../../../data/occupations/2022.csv");

fn real() -> World {
    shipped_world(&[]).unwrap()
}

fn demo() -> World {
    shipped_world(&[Pack::Demo]).unwrap()
}

fn division(number: u32) -> DivisionCode {
    DivisionCode::new(number).unwrap()
}

fn occupation(text: &str) -> OccupationCode {
    text.parse().unwrap()
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn today() -> CivilDate {
    day("2026-11-24")
}

/// The content lines of a shipped table, cut by hand: an independent reading of the raw data.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split(',').collect())
}

mod divisions {
    use super::*;

    #[test]
    fn present_divisions_number_what_the_source_says() {
        let world = real();
        let mut levels = BTreeMap::new();
        let mut kinds = BTreeMap::new();
        for spell in world.divisions.all().filter(|spell| spell.is_present(today())) {
            *levels.entry(spell.code.level()).or_insert(0) += 1;
            *kinds.entry(spell.kind.expect("a present division has a kind")).or_insert(0) += 1;
        }
        let level = |level| levels[&level];
        assert_eq!(level(DivisionLevel::Province), 34);
        assert_eq!(level(DivisionLevel::Prefecture), 333);
        assert_eq!(level(DivisionLevel::County), 2845);
        let expected = [
            (DivisionKind::Province, 23),
            (DivisionKind::AutonomousRegion, 5),
            (DivisionKind::Municipality, 4),
            (DivisionKind::SpecialAdministrativeRegion, 2),
            (DivisionKind::PrefectureCity, 293),
            (DivisionKind::AutonomousPrefecture, 30),
            (DivisionKind::Region, 7),
            (DivisionKind::League, 3),
            (DivisionKind::County, 1301),
            (DivisionKind::District, 976),
            (DivisionKind::CountyCity, 397),
            (DivisionKind::AutonomousCounty, 117),
            (DivisionKind::Banner, 49),
            (DivisionKind::AutonomousBanner, 3),
            (DivisionKind::ForestryDistrict, 1),
            (DivisionKind::SpecialDistrict, 1),
        ];
        assert_eq!(kinds, BTreeMap::from(expected));
    }

    #[test]
    fn lists_from_the_province_down_reach_every_present_division_once() {
        let world = real();
        let mut seen = BTreeSet::new();
        for province in world.divisions.provinces(today()) {
            assert!(seen.insert(province.code));
            for below in world.divisions.children(province.code, today()) {
                assert!(seen.insert(below.code), "{}", below.code);
                for county in world.divisions.children(below.code, today()) {
                    assert!(seen.insert(county.code), "{}", county.code);
                }
            }
        }
        assert_eq!(seen.len(), 34 + 333 + 2845);
    }

    #[test]
    fn every_raw_row_is_known_in_its_years() {
        let world = real();
        let open = lines(REGIONS).filter(|cells| cells[5].is_empty());
        let present: BTreeSet<&str> = open.map(|cells| cells[0]).collect();
        let mut codes = BTreeSet::new();
        for cells in lines(REGIONS) {
            let code = division(cells[0].parse().unwrap());
            let year = if cells[5].is_empty() { "2026" } else { cells[5] };
            let date = day(&format!("{year}-07-01"));
            assert_eq!(world.divisions.name_on(code, date), Some(cells[1]), "{code} {year}");
            assert_eq!(world.divisions.is_retired(code), !present.contains(cells[0]), "{code}");
            codes.insert(code);
        }
        assert_eq!((codes.len(), present.len()), (6759, 3212));
    }

    /// Codes of the facts about real changes: the first and last year in which they may be used,
    /// one year of tolerance included.
    #[test]
    fn known_changes_of_the_map_are_in_the_data() {
        let ended = [
            (110_103, "崇文区", 2010),
            (110_104, "宣武区", 2010),
            (310_108, "闸北区", 2016),
            (310_119, "南汇区", 2009),
            (371_200, "莱芜市", 2018),
            (371_202, "莱城区", 2018),
            (330_103, "下城区", 2022),
            (330_104, "江干区", 2022),
            (320_502, "沧浪区", 2012),
            (320_503, "平江区", 2012),
            (320_504, "金阊区", 2012),
        ];
        let world = real();
        let name = |code, year| {
            let date = day(&format!("{year}-06-01"));
            world.divisions.name_on(division(code), date).map(str::to_owned)
        };
        for (code, called, last) in ended {
            assert_eq!(name(code, last).as_deref(), Some(called), "{code}");
            assert_eq!(name(code, last + 1), None, "{code}");
            assert!(world.divisions.is_retired(division(code)));
        }
        let began = [
            (370_116, "莱芜区", 2017),
            (330_113, "临平区", 2020),
            (330_114, "钱塘区", 2020),
            (320_508, "姑苏区", 2011),
            (653_228, "和康县", 2023),
            (653_229, "和安县", 2023),
            (659_012, "白杨市", 2022),
        ];
        for (code, called, first) in began {
            assert_eq!(name(code, first).as_deref(), Some(called), "{code}");
            assert_eq!(name(code, first - 1), None, "{code}");
            assert!(!world.divisions.is_retired(division(code)));
        }
    }

    #[test]
    fn paths_name_every_kind_of_place() {
        let world = real();
        let path = |code| world.divisions.latest_path(division(code)).unwrap();
        assert_eq!(path(110_101), "北京市东城区");
        assert_eq!(path(310_119), "上海市南汇区");
        assert_eq!(path(440_301), "广东省深圳市");
        assert_eq!(path(320_106), "江苏省南京市鼓楼区");
        assert_eq!(path(371_202), "山东省莱芜市莱城区");
        for (code, name) in [
            (419_001, "河南省济源市"),
            (429_004, "湖北省仙桃市"),
            (469_001, "海南省五指山市"),
            (659_001, "新疆维吾尔自治区石河子市"),
        ] {
            assert_eq!(path(code), name);
        }
        let before = world.divisions.path_on(division(371_202), day("2010-05-01"));
        assert_eq!(before.as_deref(), Some("山东省莱芜市莱城区"));
    }

    #[test]
    fn search_finds_names_codes_and_paths() {
        let world = real();
        let drum_towers = world.divisions.search("鼓楼区", 20);
        let present: Vec<u32> = drum_towers
            .iter()
            .filter(|s| s.is_present(today()) && &*s.name == "鼓楼区")
            .map(|s| s.code.number())
            .collect();
        assert_eq!(present, [320_106, 320_302, 350_102, 410_204]);
        assert_eq!(&*drum_towers[0].name, "鼓楼区");
        assert_eq!(&*world.divisions.search("371202", 5)[0].name, "莱城区");
        assert_eq!(world.divisions.search("江苏省南京市鼓楼区", 5)[0].code, division(320_106));
        assert_eq!(world.divisions.search("浙江", 5)[0].code, division(330_000));
        assert!(world.divisions.search("示范省", 5).is_empty());
    }

    #[test]
    fn a_card_shows_where_a_code_stands_and_what_it_was() {
        let world = real();
        let card = division_card(&world, division(110_103), today()).unwrap();
        assert!(card.retired && card.below.is_empty());
        assert_eq!(card.path, "北京市崇文区");
        assert_eq!(card.above.len(), 1);
        let card = division_card(&world, division(419_001), today()).unwrap();
        assert_eq!(card.history.len(), 2);
        assert_eq!(division_card(&world, division(990_000), today()).map(|c| c.path), None);
    }
}

mod demo_pack {
    use super::*;

    #[test]
    fn the_fictional_province_needs_its_pack() {
        assert!(!real().divisions.ever_existed(DEMO_PROVINCE) && !real().demo);
        let world = demo();
        assert!(world.demo);
        let below = world.divisions.children(DEMO_PROVINCE, today());
        let prefectures = below.iter().filter(|s| s.code.level() == DivisionLevel::Prefecture);
        assert_eq!(prefectures.count(), 7);
        let places = world.divisions.all().filter(|s| s.code.province() == DEMO_PROVINCE);
        let counties = places.filter(|s| s.code.level() == DivisionLevel::County);
        assert_eq!(counties.filter(|s| s.is_present(today())).count(), 36);
        let path = world.divisions.latest_path(division(770_102));
        assert_eq!(path.as_deref(), Some("示范省晨光市朝霞区"));
        assert_eq!(world.divisions.latest_path(division(779_001)).unwrap(), "示范省独木桥市");
    }

    #[test]
    fn the_pack_is_refused_in_a_world_that_is_no_demonstration() {
        let mut data = shipped_data(&[Pack::Demo]);
        data.demo = false;
        assert_eq!(World::load(data).unwrap_err().fault, WorldFault::Demo);
    }

    #[test]
    fn invented_names_belong_to_no_real_place() {
        let real: BTreeSet<&str> = lines(REGIONS).map(|cells| cells[1]).collect();
        for cells in lines(DEMO) {
            assert!(cells[0].starts_with("77"), "{}", cells[0]);
            assert!(!real.contains(cells[1]), "{}", cells[1]);
        }
        assert!(lines(REGIONS).all(|cells| !cells[0].starts_with("77")));
    }

    #[test]
    fn the_pack_has_codes_that_changed_and_one_to_come() {
        let world = demo();
        assert!(world.divisions.is_retired(division(770_182)));
        assert_eq!(world.divisions.spells(division(770_422)).len(), 2);
        assert!(world.divisions.ever_existed(division(770_107)));
        assert!(!world.divisions.valid_on(division(770_107), today()));
    }
}

mod occupations {
    use super::*;

    /// The facts count 1→25, 2→493, 3→36, 4→355, 5→54, 6→671 with two duplicate rows (one in class
    /// 4, one in class 6), which the shipped table leaves out.
    #[test]
    fn occupations_number_what_the_source_says() {
        let world = real();
        let mut counts = BTreeMap::new();
        let mut marks = BTreeMap::new();
        let mut middle = BTreeMap::new();
        for entry in world.occupations.all_on(day("2023-01-01")) {
            match entry.level {
                ClassLevel::Occupation => {
                    *counts.entry(entry.code.major_number()).or_insert(0) += 1;
                    *marks.entry(entry.marks()).or_insert(0) += 1;
                }
                ClassLevel::SubMajor if !entry.code.is_residual() => {
                    *middle.entry(entry.code.major_number()).or_insert(0) += 1;
                }
                _ => {}
            }
        }
        let expected = [(1, 25), (2, 493), (3, 36), (4, 355 - 1), (5, 54), (6, 671 - 1)];
        assert_eq!(counts, BTreeMap::from(expected));
        assert_eq!(counts.values().sum::<i32>(), 1632);
        assert_eq!(marks["L"] + marks["L/S"], 134);
        assert_eq!(marks["S"] + marks["L/S"], 95);
        assert_eq!(marks["L/S"], 23);
        assert_eq!(middle, BTreeMap::from([(1, 6), (2, 10), (3, 3), (4, 14), (5, 5), (6, 31)]));
        assert_eq!(world.occupations.majors(today()).count(), 8);
    }

    #[test]
    fn every_raw_row_is_found_under_its_code_and_by_its_name() {
        let world = real();
        let date = day("2023-01-01");
        for cells in lines(BASE) {
            let code = occupation(cells[0]);
            let entry = world.occupations.on(code, date).unwrap();
            assert_eq!(&*entry.name, cells[2]);
            let best = world.occupations.search(cells[0], date, 1);
            assert_eq!(best[0].code, code);
            if cells[1] == "4" {
                let named = world.occupations.named(cells[2], date);
                assert!(named.iter().any(|found| found.code == code), "{code}");
                assert_eq!(named.len(), if cells[2] == "甘油制造工" { 2 } else { 1 }, "{code}");
            }
        }
    }

    #[test]
    fn every_entry_but_the_major_classes_hangs_below_another() {
        let world = real();
        let mut reached = 0;
        let mut left: Vec<_> = world.occupations.majors(today()).map(|m| m.code).collect();
        while let Some(code) = left.pop() {
            reached += 1;
            left.extend(world.occupations.children(code, today()).iter().map(|c| c.code));
        }
        assert_eq!(reached, world.occupations.all_on(today()).count());
    }

    #[test]
    fn new_occupations_hold_from_their_release_on() {
        let world = real();
        let known = |code: &str, date| world.occupations.on(occupation(code), day(date));
        assert!(known("4-04-05-13", "2024-07-30").is_none());
        let added = known("4-04-05-13", "2024-07-31").unwrap();
        assert_eq!(&*added.name, "生成式人工智能系统应用员");
        assert!(added.evaluated());
        for (code, name) in [
            ("4-01-06-03", "跨境电商运营管理师"),
            ("6-02-06-13", "咖啡加工工"),
            ("2-07-11-04", "养老服务师"),
        ] {
            assert!(known(code, "2025-06-30").is_none(), "{code}");
            assert_eq!(known(code, "2025-08-01").map(|s| &*s.name), Some(name));
        }
        assert!(!known("2-07-11-04", "2026-01-01").unwrap().evaluated(), "class 2");
        let ids: Vec<_> = world.occupations.releases().iter().map(|r| &*r.id).collect();
        assert_eq!(ids, ["2022", "2024-07", "2025-07"]);
    }

    #[test]
    fn seed_occupations_carry_the_marks_of_the_facts() {
        let world = real();
        for (code, name, marks) in [
            ("3-02-03-06", "森林消防员", "L"),
            ("4-01-06-01", "电子商务师", "S"),
            ("4-08-08-23", "建筑信息模型技术员", "L/S"),
            ("4-08-06-00", "环境监测员", "L"),
            ("5-05-01-03", "农业数字化技术员", "L/S"),
            ("6-18-01-01", "车工", ""),
            ("6-31-01-03", "电工", ""),
            ("6-31-07-03", "工业机器人系统操作员", "S"),
        ] {
            let entry = world.occupations.on(occupation(code), today()).unwrap();
            assert_eq!((&*entry.name, entry.marks()), (name, marks), "{code}");
            assert!(entry.evaluated(), "{code}");
        }
    }

    #[test]
    fn search_puts_the_exact_name_first() {
        let world = real();
        let found = world.occupations.search("电工", today(), 50);
        assert_eq!(found[0].code, occupation("6-31-01-03"));
        assert!(found.len() > 3 && found.iter().all(|s| s.name.contains("电工")));
        let plumbers = world.occupations.search("6-29-03", today(), 50);
        assert!(plumbers.iter().all(|s| s.code.to_string().starts_with("6-29-03")));
        assert_eq!(
            world.occupations.search("人工智能", today(), 1)[0].level,
            ClassLevel::Occupation
        );
    }

    #[test]
    fn a_card_tells_the_story_of_a_code() {
        let world = real();
        let card = occupation_card(&world, occupation("4-04-05-13"), today()).unwrap();
        assert!(card.in_use && card.evaluated);
        let above: Vec<_> = card.above.iter().map(|s| s.code.to_string()).collect();
        assert_eq!(above, ["4-00-00-00", "4-04-00-00", "4-04-05-00"]);
        let added = OccupationChange::Added("生成式人工智能系统应用员");
        assert_eq!(card.story, [StoryEntry { on: day("2024-07-31"), change: added }]);
        assert!(occupation_card(&world, occupation("6-99-99-99"), today()).is_none());
    }

    #[test]
    fn a_story_holds_names_marks_replacements_and_the_end() {
        let mut data = shipped_data(&[]);
        let releases = "release,from,source\n2022,2022-01-01,a\n2024-07,2024-07-31,b\n\
                        2025-07,2025-07-31,c\n2026-07,2026-07-01,d\n";
        let later = "change,code,level,name,green,digital,replaces\n\
                     change,6-18-01-01,4,普通车工,1,0,\n\
                     add,6-18-01-99,4,数控车工,0,1,6-18-01-01\n\
                     cancel,6-18-01-02,,,,,\n";
        let texts = data.occupations.as_mut().unwrap();
        texts.releases.text = releases;
        texts.tables.push(("2026-07", kernel::world::SourceText { name: "d", text: later }));
        let world = World::load(data).unwrap();
        let story = |code| {
            let card = occupation_card(&world, occupation(code), today()).unwrap();
            card.story.into_iter().skip(1).map(|entry| entry.change).collect::<Vec<_>>()
        };
        let turner = [
            OccupationChange::Renamed { from: "车工", to: "普通车工" },
            OccupationChange::Marked { from: "", to: "L" },
            OccupationChange::ReplacedBy(occupation("6-18-01-99"), Succeeding::Part),
        ];
        assert_eq!(story("6-18-01-01"), turner);
        let part = OccupationChange::Replaced(occupation("6-18-01-01"), Succeeding::Part);
        assert_eq!(story("6-18-01-99"), [part]);
        assert_eq!(story("6-18-01-02"), [OccupationChange::Cancelled]);
        let gone = occupation_card(&world, occupation("6-18-01-02"), today()).unwrap();
        assert!(!gone.in_use && !gone.evaluated && gone.above.len() == 3);
    }
}

mod calendar {
    use super::*;

    /// Working days of each year as the source's own program counts them, run once when the table
    /// was taken.
    const WORKING_DAYS: [u32; 23] = [
        252, 250, 251, 249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250,
        249, 249, 251, 248, 248,
    ];

    #[test]
    fn working_days_of_every_known_year_agree_with_the_source() {
        let calendar = real().calendar;
        let years: Vec<i32> = calendar.years().map(|(year, _)| year).collect();
        assert_eq!(years, (2004..=2026).collect::<Vec<_>>());
        for (year, expected) in years.into_iter().zip(WORKING_DAYS) {
            let first = day(&format!("{year}-01-01"));
            let days =
                first.iter_days().take_while(|d| d.to_string().starts_with(&year.to_string()));
            let working = days.filter(|d| calendar.is_working_day(*d)).count();
            assert_eq!(working, expected as usize, "{year}");
        }
    }

    #[test]
    fn the_raw_days_are_free_or_worked_as_they_say() {
        let calendar = real().calendar;
        let text = include_str!("../../../data/calendar/days.csv");
        let mut counted = 0;
        for cells in lines(text) {
            let date = day(cells[0]);
            assert_eq!(calendar.is_working_day(date), cells[1] == "makeup", "{date}");
            assert_eq!(calendar.note(date), None);
            counted += 1;
        }
        assert_eq!(counted, 771);
        let golden_week = calendar.special(day("2026-10-01"));
        assert_eq!(golden_week, Some(&SpecialDay::Holiday("国庆节".into())));
    }

    #[test]
    fn five_working_days_reach_over_the_golden_week() {
        let calendar = real().calendar;
        let end = calendar.add_working_days(day("2026-09-29"), 5);
        assert_eq!((end.date, end.note), (day("2026-10-12"), None));
    }
}
