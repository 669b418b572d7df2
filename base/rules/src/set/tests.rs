use super::*;
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../../../data/rules/skill-upgrade.json");

fn set() -> RuleSet {
    RuleSet::read(SHIPPED).unwrap()
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn at(days: i64) -> Instant {
    Instant::from_micros(days * 86_400_000_000)
}

fn asks(set: &RuleSet, change: impl FnOnce(&mut Facts)) -> SetDecision {
    let mut facts = set.cases[0].given.clone();
    change(&mut facts);
    set.decide(&facts)
}

#[test]
fn the_shipped_set_agrees_with_its_cases() {
    assert_eq!(set().contradictions(), []);
    assert!(set().cases.len() >= 6);
}

#[test]
fn each_condition_is_named_with_the_fact_it_looked_at() {
    let decision = asks(&set(), |facts| {
        facts.insert("months_insured".to_owned(), Known::Number(11));
        facts.remove("subsidies_this_year");
    });
    assert_eq!((decision.granted_fen, decision.line), (None, None));
    let of = |id: &str| decision.findings.iter().find(|one| one.condition == id).unwrap();
    assert_eq!(of("insured").met, Met::No);
    assert_eq!(of("insured").found, Some(Known::Number(11)));
    assert_eq!(of("three-a-year").met, Met::Missing);
    assert_eq!(of("certificate-in-time").met, Met::Yes);
}

#[test]
fn the_first_fitting_line_says_what_follows() {
    let level = |level: &str| {
        asks(&set(), |facts| drop(facts.insert("level".to_owned(), Known::Word(level.to_owned()))))
    };
    let given = ["level5", "level4", "level3"].map(|one| level(one).granted_fen);
    assert_eq!(given, [Some(100_000), Some(150_000), Some(200_000)]);
    assert_eq!(level("level2").granted_fen, None, "no line fits");
}

#[test]
fn a_set_that_contradicts_its_cases_is_refused_with_their_names() {
    let mut wrong = set();
    wrong.table[0].amount_fen += 1;
    let drafted = RuleLife::Drafted { by: "a".to_owned() };
    let refused = drafted.clone().test(&wrong, at(1), Lang::Zh).unwrap_err();
    assert_eq!(refused.code(), "rules-contradict");
    let cases = refused.args().iter().find(|(name, _)| *name == "cases").unwrap();
    assert!(cases.1.contains(&wrong.cases[0].told.zh), "{cases:?}");
    assert!(drafted.test(&set(), at(1), Lang::En).is_ok());
}

#[test]
fn the_book_takes_no_set_that_contradicts_itself_and_finds_one_of_each_id() {
    let mut wrong = set();
    wrong.cases[3].granted_fen = Some(1);
    let text = serde_json::to_string(&wrong).unwrap();
    let refused = crate::RuleBook::default().with_set(&text).unwrap_err();
    assert!(refused.to_string().contains(&wrong.cases[3].told.zh), "{refused}");
    let book = crate::RuleBook::shipped().unwrap().with_demo().unwrap();
    let here = |code: u32, on: &str| {
        let found = book.sets_in_force(DivisionCode::new(code).unwrap(), day(on));
        found.into_iter().map(RuleSet::name).collect::<Vec<_>>()
    };
    assert_eq!(here(770_101, "2025-06-01"), ["skill-upgrade@shifan-1"]);
    assert_eq!(here(440_100, "2025-06-01"), ["skill-upgrade@2024-1"]);
    assert!(here(440_100, "2026-06-01").is_empty());
}

#[test]
fn only_a_second_person_approves_and_only_what_was_tested() {
    let drafted = RuleLife::Drafted { by: "a".to_owned() };
    assert_eq!(drafted.clone().approve("b", at(2)).unwrap_err().code(), "rules-step");
    let tested = drafted.test(&set(), at(1), Lang::Zh).unwrap();
    assert_eq!(tested.clone().approve("a", at(2)).unwrap_err().code(), "rules-two-people");
    let approved = tested.approve("b", at(2)).unwrap();
    assert_eq!(approved.clone().approve("c", at(3)).unwrap_err().code(), "rules-step");
    let gone = approved.supersede(&set()).unwrap();
    let expected = RuleLife::Superseded { by: set().name(), from: set().valid_from };
    assert_eq!(gone, expected);
    assert_eq!(gone.supersede(&set()).unwrap_err().code(), "rules-step");
}

#[test]
fn sets_that_make_no_sense_are_not_read() {
    let change = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json: serde_json::Value = serde_json::from_str(SHIPPED).unwrap();
        change(&mut json);
        RuleSet::read(&json.to_string())
    };
    let no = |read: std::result::Result<RuleSet, RuleError>| {
        matches!(read, Err(RuleError::Contradictory(_)))
    };
    assert!(no(change(&|json| json["valid_until"] = "2001-01-01".into())));
    assert!(no(change(&|json| json["cases"] = serde_json::json!([]))));
    assert!(no(change(&|json| json["conditions"][1]["id"] = json["conditions"][0]["id"].clone())));
    assert!(no(change(&|json| json["table"][0]["amount_fen"] = (-1).into())));
    assert!(matches!(change(&|json| json["more"] = 1.into()), Err(RuleError::Malformed(_))));
}

/// The places of the generated sets: the country, a province, a prefecture of it and another province.
const PLACES: [Option<u32>; 4] = [None, Some(770_000), Some(770_100), Some(110_000)];
const ASKED: [u32; 4] = [770_101, 770_200, 110_101, 440_000];

proptest! {
    /// Looking up by place and day agrees with a list of who holds, place by place from the narrowest.
    #[test]
    fn the_narrowest_place_and_the_latest_begin_win(
        made in prop::collection::vec((0usize..4, 0i64..40, prop::option::of(0i64..20)), 0..8),
        asked in 0usize..4,
        on in 0i64..60,
    ) {
        let first = day("2026-01-01");
        let later = |days: i64| first + chrono::Days::new(days as u64);
        let sets: Vec<RuleSet> = made.iter().enumerate().map(|(n, (place, from, lasts))| RuleSet {
            version: n.to_string(),
            division: PLACES[*place].map(|code| DivisionCode::new(code).unwrap()),
            valid_from: later(*from),
            valid_until: lasts.map(|days| later(from + days)),
            ..set()
        }).collect();
        let division = DivisionCode::new(ASKED[asked]).unwrap();
        let found = in_force(&sets, "skill-upgrade", division, later(on));
        // The model: prefecture, then province, then country; by number alone.
        let code = ASKED[asked];
        let ladder = [Some(code / 100 * 100), Some(code / 10_000 * 10_000), None];
        let mut expected: Option<i64> = None;
        for step in ladder {
            let here = made.iter().filter(|(place, from, lasts)| {
                PLACES[*place] == step && *from <= on && lasts.is_none_or(|days| on <= from + days)
            });
            expected = here.map(|(_, from, _)| *from).max();
            if expected.is_some() {
                prop_assert_eq!(found.and_then(|set| set.division).map(|one| one.number()), step);
                break;
            }
        }
        prop_assert_eq!(found.map(|set| set.valid_from), expected.map(later));
        prop_assert!(in_force(&sets, "other", division, later(on)).is_none());
    }

    /// A decision grants exactly when every condition holds and a line fits, and is read back as written.
    #[test]
    fn granting_is_every_condition_and_a_line(months in 0i64..40, taken in 0i64..6, days in 0i64..800, level in 1u8..6) {
        let set = set();
        let decision = asks(&set, |facts| {
            facts.insert("months_insured".to_owned(), Known::Number(months));
            facts.insert("subsidies_this_year".to_owned(), Known::Number(taken));
            facts.insert("days_since_certificate".to_owned(), Known::Number(days));
            facts.insert("level".to_owned(), Known::Word(format!("level{level}")));
        });
        let expected = months >= 12 && taken <= 2 && days <= 365 && level >= 3;
        prop_assert_eq!(decision.granted_fen.is_some(), expected);
        prop_assert_eq!(decision.granted_fen.is_some(), decision.line.is_some());
        let json = serde_json::to_string(&decision).unwrap();
        prop_assert_eq!(serde_json::from_str::<SetDecision>(&json).unwrap(), decision);
    }
}
