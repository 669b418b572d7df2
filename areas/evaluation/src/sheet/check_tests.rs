use super::*;
use classification::{Pack, shipped_world};
use kernel::{AuthorityId, BodyId, FilingId, Home, Instant, Random};
use organisations::filing::{FilingState, ScopeItem};
use people::citizen_number;
use proptest::prelude::*;
use sheets::{Cell, Header};
use std::sync::LazyLock;

static WORLD: LazyLock<Arc<World>> =
    LazyLock::new(|| Arc::new(shipped_world(&[Pack::Demo]).unwrap()));

const TITLES: [&str; 13] = [
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "出生日期",
    "手机号码",
    "职业工种名称",
    "工种",
    "认定等级",
    "考试日期",
    "理论知识成绩",
    "操作技能成绩",
    "综合评审成绩",
];
const TODAY: &str = "2026-11-24";

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn filing() -> Filing {
    let (random, at) = (Random::seeded(1), Instant::from_micros(1));
    let item = |occupation: &str, level| ScopeItem {
        occupation: occupation.parse().unwrap(),
        level,
        valid_from: day("2023-01-01"),
        valid_until: day("2026-06-30"),
    };
    Filing {
        id: FilingId::new(Home(1), at, &random),
        version: 1,
        body: BodyId::new(Home(1), at, &random),
        authority: AuthorityId::new(Home(1), at, &random),
        code: "S000077000001".parse().unwrap(),
        state: FilingState::InForce,
        valid_from: day("2023-01-01"),
        valid_until: day("2026-06-30"),
        ended_on: None,
        checks: Vec::new(),
        scope: vec![item("6-18-01-01", SkillLevel::Level4), item("6-18-01-01", SkillLevel::Level2)],
    }
}

fn checker() -> Checker {
    let titles = TITLES.map(str::to_owned).to_vec();
    let columns = Columns::find(&Header { row: 1, labels: titles }, false).unwrap();
    let by = Yardstick {
        world: Arc::clone(&WORLD),
        rules: Arc::new(RuleBook::shipped().unwrap()),
        filings: Arc::new(vec![filing()]),
        division: DivisionCode::new(770_000).unwrap(),
        today: day(TODAY),
        exam_on: None,
    };
    Checker::new(by, columns)
}

fn number() -> String {
    let county = DivisionCode::new(770_102).unwrap();
    citizen_number(county, day("1990-01-01"), 1).unwrap()
}

/// A row without mistakes, with some cells replaced.
fn row(changes: &[(&str, Cell)]) -> Row {
    let cells = TITLES.map(|title| {
        if let Some((_, cell)) = changes.iter().find(|(changed, _)| *changed == title) {
            return cell.clone();
        }
        let text = match title {
            "姓名" => "示例甲".to_owned(),
            "证件号码" => number(),
            "职业工种名称" => "车工".to_owned(),
            "认定等级" => "四级".to_owned(),
            "考试日期" => "2026-05-01".to_owned(),
            "理论知识成绩" | "操作技能成绩" => "60".to_owned(),
            _ => return Cell::Empty,
        };
        Cell::Text(text)
    });
    Row { number: 2, cells: cells.to_vec() }
}

fn text(value: &str) -> Cell {
    Cell::Text(value.to_owned())
}

fn codes(changes: &[(&str, Cell)]) -> Vec<(Field, &'static str)> {
    match checker().check(&row(changes)) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|f| (f.field, f.code)).collect(),
    }
}

#[test]
fn a_right_row_is_read_with_everything_in_it() {
    let good = checker().check(&row(&[("手机号码", text("+86 120-0000-0001"))])).unwrap();
    assert_eq!(good.occupation.to_string(), "6-18-01-01");
    assert_eq!((good.level, good.exam_on), (SkillLevel::Level4, day("2026-05-01")));
    assert_eq!(good.person.phone.as_deref(), Some("12000000001"));
    assert!(good.decision.passed);
    let failed = checker().check(&row(&[("操作技能成绩", text("59.99"))])).unwrap();
    assert!(!failed.decision.passed, "a fail is no mistake");
    let absent = checker().check(&row(&[("理论知识成绩", text("缺考"))])).unwrap();
    assert!(!absent.decision.passed);
}

#[test]
fn each_mistake_is_named_with_its_column() {
    let one = |title, value: &str| codes(&[(title, text(value))]);
    let cases: &[(&str, &str, Field, &str)] = &[
        ("姓名", "", Field::Name, "name-empty"),
        ("姓名", "<b>示例</b>", Field::Name, "name-markup"),
        ("姓名", "=HYPERLINK(\"x\")", Field::Name, "name-markup"),
        ("姓名", "示例'=';--", Field::Name, "name-markup"),
        ("证件号码", "", Field::Number, "document-empty"),
        ("证件号码", "1.10105E+17", Field::Number, "document-digits-lost"),
        ("证件号码", "77010219900101001", Field::Number, "document-wrong-length"),
        ("证件类型", "工作证", Field::Kind, "document-kind-unknown"),
        ("性别", "其他", Field::Sex, "sex-unknown"),
        ("性别", "女", Field::Sex, "document-sex-differs"),
        ("出生日期", "1990-01-02", Field::BirthOn, "document-birth-date-differs"),
        ("出生日期", "昨天", Field::BirthOn, "cell-not-a-date"),
        ("手机号码", "12-34", Field::Phone, "evaluation-phone"),
        ("职业工种名称", "", Field::Occupation, "evaluation-occupation-missing"),
        ("职业工种名称", "飞天术士", Field::Occupation, "evaluation-occupation-unknown"),
        ("职业工种名称", "6-18-01-02", Field::Occupation, "filing-occupation"),
        ("认定等级", "高级", Field::Level, "level-ambiguous"),
        ("认定等级", "三级", Field::Level, "filing-level"),
        ("考试日期", "", Field::ExamOn, "evaluation-exam-day-missing"),
        ("考试日期", "2026-11-25", Field::ExamOn, "evaluation-exam-in-future"),
        ("考试日期", "2026-07-01", Field::ExamOn, "filing-day"),
        ("考试日期", "2001-07-01", Field::ExamOn, "evaluation-exam-too-early"),
        ("理论知识成绩", "101", Field::Theory, "evaluation-score-range"),
        ("理论知识成绩", "", Field::Theory, "evaluation-score-missing"),
        ("理论知识成绩", "良", Field::Theory, "evaluation-score-unreadable"),
        ("操作技能成绩", "60.005", Field::Skill, "evaluation-score-decimals"),
        ("综合评审成绩", "70", Field::Review, "evaluation-score-not-needed"),
    ];
    for (title, value, field, code) in cases {
        let found = one(title, value);
        assert_eq!(found.first(), Some(&(*field, *code)), "{title}: {value}");
        assert!(found.iter().all(|(other, _)| other == field), "{title}: {value}: {found:?}");
    }
}

#[test]
fn several_mistakes_of_a_row_are_all_told() {
    let found = codes(&[
        ("姓名", text("")),
        ("认定等级", text("六级")),
        ("理论知识成绩", text("101")),
        ("手机号码", text("电话")),
    ]);
    let fields: Vec<Field> = found.iter().map(|(field, _)| *field).collect();
    // Without the level nobody knows which parts count, so the score waits for the next round.
    assert_eq!(fields, [Field::Name, Field::Phone, Field::Level]);
}

#[test]
fn cells_that_are_numbers_are_taken_unless_they_lost_digits() {
    let number = |value: f64| Cell::Number(sheets::Number { value, raw: value.to_string() });
    assert_eq!(codes(&[("理论知识成绩", number(86.5)), ("操作技能成绩", number(100.0))]), []);
    let lost = number(770_102_199_001_010_000.0);
    assert_eq!(codes(&[("证件号码", lost)]), [(Field::Number, "document-digits-lost")]);
    let error = Cell::Error(sheets::FormulaError::NotCalculated);
    assert_eq!(codes(&[("理论知识成绩", error)]), [(Field::Theory, "cell-not-calculated")]);
    assert_eq!(codes(&[("考试日期", Cell::Date(day("2026-05-01")))]), []);
}

#[test]
fn occupations_are_named_in_the_ways_people_name_them() {
    for (typed, variant) in [
        ("车工", None),
        ("6-18-01-01", None),
        ("6180101", None),
        ("6-18-01-01 车工", None),
        ("车工（数控车工）", Some("数控车工")),
        ("车工/普通车工", Some("普通车工")),
    ] {
        let good = checker().check(&row(&[("职业工种名称", text(typed))])).unwrap();
        assert_eq!(good.occupation.to_string(), "6-18-01-01", "{typed}");
        assert_eq!(good.variant.as_deref(), variant, "{typed}");
    }
    let other = codes(&[("职业工种名称", text("6-18-01-01 铣工"))]);
    assert_eq!(other, [(Field::Occupation, "evaluation-occupation-differs")]);
    let own = row(&[("工种", text("数控车工"))]);
    assert_eq!(checker().check(&own).unwrap().variant.as_deref(), Some("数控车工"));
}

#[test]
fn an_occupation_of_a_later_release_does_not_exist_before() {
    let changes = [("职业工种名称", text("跨境电商运营管理师")), ("考试日期", text("2025-01-10"))];
    assert_eq!(codes(&changes)[0], (Field::Occupation, "evaluation-occupation-future"));
}

#[test]
fn a_technician_needs_the_review() {
    let level = ("认定等级", text("二级/技师"));
    let found = codes(std::slice::from_ref(&level));
    assert_eq!(found, [(Field::Review, "evaluation-score-missing")]);
    let review = ("综合评审成绩", text("90"));
    assert!(checker().check(&row(&[level, review])).unwrap().decision.passed);
}

#[test]
fn one_person_twice_is_told_at_both_rows() {
    let mut repeats = crate::sheet::repeats::Repeats::new();
    let mut checker = checker();
    let mut at = |number, changes: &[(&str, Cell)]| {
        let row = Row { number, ..row(changes) };
        let good = checker.check(&row).unwrap();
        repeats.add(&good).iter().map(|f| (f.row, f.code)).collect::<Vec<_>>()
    };
    assert_eq!(at(2, &[]), []);
    let review = ("综合评审成绩", text("90"));
    assert_eq!(at(3, &[("认定等级", text("二级")), review]), [], "another level is another result");
    assert_eq!(at(4, &[]), [(4, "evaluation-twice"), (2, "evaluation-twice")]);
    assert_eq!(at(5, &[]), [(5, "evaluation-twice")]);
    assert_eq!(at(6, &[("姓名", text("示例乙"))]), [(6, "evaluation-twice-other-name")]);
}

proptest! {
    #[test]
    fn whatever_stands_in_a_row_it_is_good_or_says_why(
        cells in proptest::collection::vec("\\PC{0,20}", 13),
    ) {
        let cells = cells.into_iter().map(Cell::Text).collect();
        if let Err(findings) = checker().check(&Row { number: 9, cells }) {
            prop_assert!(!findings.is_empty());
            prop_assert!(findings.iter().all(|finding| finding.row == 9));
            for finding in findings {
                let known = crate::import::finding::known_code(finding.code);
                prop_assert_eq!(known, finding.code, "every code is known to storage");
            }
        }
    }

    #[test]
    fn one_broken_cell_never_lets_a_row_pass(place in 0usize..13, junk in "[!#%]{3,9}") {
        let title = TITLES[place];
        // Only a specialisation may be anything.
        prop_assume!(title != "工种");
        prop_assert!(!codes(&[(title, Cell::Text(junk))]).is_empty());
    }
}
