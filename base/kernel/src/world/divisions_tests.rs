use super::*;

const TABLE: &str = "code,name,kind,level,from_year,to_year\n\
    110000,北京市,直辖市,1,,\n\
    110101,东城区,市辖区,3,,\n\
    110103,崇文区,,3,,2009\n\
    410000,河南省,省,1,,\n\
    410100,郑州市,地级市,2,,\n\
    410102,中原区,市辖区,3,,\n\
    419001,义马市,,3,1986,1994\n\
    419001,济源市,县级市,3,1997,\n\
    411300,南阳市,地级市,2,1994,\n\
    411301,旧县级市,,3,1983,1991\n\
    411302,宛城区,市辖区,3,1994,\n\
    653228,和康县,县,3,2024,\n";

fn load(text: &str, demo: bool) -> Result<Divisions, WorldError> {
    Divisions::load(&[SourceText { name: "regions.csv", text }], demo)
}

fn sample() -> Divisions {
    load(TABLE, false).unwrap()
}

fn code(number: u32) -> DivisionCode {
    DivisionCode::new(number).unwrap()
}

fn day(year: i32) -> CivilDate {
    CivilDate::from_ymd_opt(year, 6, 1).unwrap()
}

fn codes(found: &[&DivisionSpell]) -> Vec<u32> {
    found.iter().map(|spell| spell.code.number()).collect()
}

#[test]
fn a_name_holds_in_its_years_and_one_beside_them() {
    let divisions = sample();
    assert_eq!(divisions.name_on(code(110_103), day(1990)), Some("崇文区"));
    assert!(divisions.valid_on(code(110_103), day(2010)), "within the tolerance");
    assert!(!divisions.valid_on(code(110_103), day(2011)));
    assert!(divisions.is_retired(code(110_103)) && !divisions.is_retired(code(110_101)));
    assert!(
        divisions.valid_on(code(653_228), day(2023))
            && !divisions.valid_on(code(653_228), day(2022))
    );
    assert!(!divisions.ever_existed(code(110_199)));
}

#[test]
fn a_code_given_again_is_named_by_its_year() {
    let divisions = sample();
    let name = |year| divisions.name_on(code(419_001), day(year));
    assert_eq!(name(1985), Some("义马市"));
    assert_eq!(name(1995), Some("义马市"));
    assert_eq!(name(1996), Some("济源市"));
    assert_eq!(name(2026), Some("济源市"));
    assert_eq!(divisions.spells(code(419_001)).len(), 2);
}

#[test]
fn paths_pass_over_codes_without_a_place() {
    let divisions = sample();
    let path = |number, year| divisions.path_on(code(number), day(year));
    assert_eq!(path(110_101, 2026).as_deref(), Some("北京市东城区"));
    assert_eq!(path(419_001, 2026).as_deref(), Some("河南省济源市"));
    assert_eq!(path(410_102, 2026).as_deref(), Some("河南省郑州市中原区"));
    assert_eq!(path(410_101, 2026).as_deref(), Some("河南省郑州市"));
    assert_eq!(path(110_100, 2026).as_deref(), Some("北京市"));
    assert_eq!(path(411_301, 1985).as_deref(), Some("河南省旧县级市"));
    assert_eq!(path(110_103, 2026), None);
    assert_eq!(divisions.latest_path(code(110_103)).as_deref(), Some("北京市崇文区"));
}

#[test]
fn placeholders_exist_in_numbers_but_not_in_lists() {
    let divisions = sample();
    for number in [110_100, 419_000, 410_101] {
        assert!(divisions.on(code(number), day(2026)).unwrap().placeholder, "{number}");
    }
    let city_as_a_whole = divisions.spells(code(411_301));
    assert_eq!(city_as_a_whole.len(), 2, "a county-level city first, the districts later");
    assert_eq!((city_as_a_whole[1].from_year, city_as_a_whole[1].to_year), (Some(1994), None));
    assert_eq!(codes(&divisions.children(code(110_000), day(2026))), [110_101]);
    assert_eq!(codes(&divisions.children(code(110_100), day(2026))), [110_101]);
    assert_eq!(codes(&divisions.children(code(410_000), day(2026))), [410_100, 411_300, 419_001]);
    assert_eq!(codes(&divisions.children(code(410_100), day(2026))), [410_102]);
    assert_eq!(codes(&divisions.children(code(410_102), day(2026))), Vec::<u32>::new());
    let by_then = codes(&divisions.children(code(653_200), day(2023)));
    assert_eq!(by_then, Vec::<u32>::new(), "a county to come is not present yet");
    assert_eq!(codes(&divisions.children(code(653_200), day(2026))), [653_228]);
    assert_eq!(divisions.provinces(day(2026)).count(), 2);
    assert_eq!(codes(&divisions.search("市辖区", 10)), Vec::<u32>::new());
}

#[test]
fn search_finds_parts_codes_and_paths_in_order_of_fit() {
    let divisions = sample();
    let found = |query| codes(&divisions.search(query, 10));
    assert_eq!(found("市"), [110_000, 410_100, 411_300, 419_001, 411_301, 419_001]);
    assert_eq!(found("河南"), [410_000]);
    assert_eq!(found("４１１３"), [411_300, 411_302, 411_301]);
    assert_eq!(found("110103"), [110_103]);
    assert_eq!(found("410101"), [410_101]);
    assert_eq!(found("9001"), [419_001, 419_001]);
    assert_eq!(found("郑州市中原区"), [410_102]);
    assert_eq!(found("河南省 济源市"), [419_001]);
    assert_eq!(found("郑州市东城区"), Vec::<u32>::new());
    assert_eq!(found(""), Vec::<u32>::new());
    assert_eq!(found("4101011"), Vec::<u32>::new());
    assert_eq!(divisions.search("市", 2).len(), 2);
}

#[test]
fn tables_that_contradict_themselves_are_refused() {
    let header = "code,name,kind,level,from_year,to_year\n";
    let fault = |lines: &str| {
        load(&format!("{header}{lines}"), false).err().map(|e| (e.line, e.fault)).unwrap()
    };
    assert_eq!(fault("110101,东城区,市辖区,2,,\n"), (2, WorldFault::Value));
    assert_eq!(fault("110101,东城区,城,3,,\n"), (2, WorldFault::Value));
    assert_eq!(fault("110101,东城区,,3,2001,2000\n"), (2, WorldFault::Value));
    assert_eq!(fault("11010,东城区,,3,,\n"), (2, WorldFault::Value));
    assert_eq!(fault("110101,,,3,,\n"), (2, WorldFault::Value));
    assert_eq!(fault("110101,甲,,3,,2000\n110101,乙,,3,2000,\n"), (3, WorldFault::Duplicate));
    assert_eq!(fault("110101,甲,,3,,\n110101,乙,,3,,\n"), (3, WorldFault::Duplicate));
}

#[test]
fn the_fictional_province_is_for_demonstrations_only() {
    let text = "code,name,kind,level,from_year,to_year\n770000,示范省,省,1,,\n";
    let refused = load(text, false).err().map(|error| error.fault);
    assert_eq!(refused, Some(WorldFault::Demo));
    let shown = load(text, true).unwrap();
    assert_eq!(shown.name_on(DEMO_PROVINCE, day(2026)), Some("示范省"));
}
