use super::*;
use classification::{Pack, shipped_world};
use proptest::prelude::*;
use std::sync::LazyLock;

static REAL: LazyLock<World> = LazyLock::new(|| shipped_world(&[]).unwrap());
static DEMO: LazyLock<World> = LazyLock::new(|| shipped_world(&[Pack::Demo]).unwrap());

const VECTORS: [(&str, BodyType, u32); 5] = [
    ("91110000600037341L", BodyType::Enterprise, 110_000),
    ("91440300708461136T", BodyType::Enterprise, 440_300),
    ("12100000400011112Q", BodyType::PublicInstitution, 100_000),
    ("52310000MA1FL0C38P", BodyType::PrivateNonEnterprise, 310_000),
    ("91330106MA2B0P8XX7", BodyType::Enterprise, 330_106),
];

fn take(typed: &str) -> Uscc {
    Uscc::read(typed, &REAL).unwrap_or_else(|f| panic!("{typed}: {f:?}"))
}

fn refuse(typed: &str) -> Vec<UsccFinding> {
    Uscc::read(typed, &REAL).expect_err(typed)
}

#[test]
fn known_codes_hold_with_both_checks_and_tell_their_parts() {
    for (text, body_type, division) in VECTORS {
        let code = take(text);
        assert_eq!(code.to_string(), text);
        assert_eq!(code.body_type(), body_type);
        assert_eq!(code.division(), DivisionCode::new(division));
        assert_eq!(code.notices(&REAL), [], "{text}");
    }
    assert_eq!(take("91110000600037341L").organisation_code(), "600037341");
}

#[test]
fn typing_is_mended_and_mistakes_are_named() {
    assert_eq!(take(" ９１１１００００ 60003 7341l ").as_str(), "91110000600037341L");
    assert_eq!(refuse(""), [UsccFinding::Empty]);
    assert_eq!(refuse("9111000060003734"), [UsccFinding::WrongLength { found: 16 }]);
    assert_eq!(refuse("91110000600037341I"), [UsccFinding::BadCharacter { position: 18 }]);
    assert_eq!(refuse("9111000A600037341L"), [UsccFinding::BadCharacter { position: 8 }]);
    assert_eq!(
        refuse("统一社会信用代码写在这一格十八个字啊"),
        [UsccFinding::BadCharacter { position: 1 }]
    );
    assert_eq!(refuse("91110000600037341M"), [UsccFinding::WrongCheckCharacter]);
}

#[test]
fn an_inner_mismatch_and_an_unlisted_division_are_only_notices() {
    // A wrong inner character under a right outer one, as old bodies have it.
    let mut text = String::from("911100006000373420");
    text.truncate(17);
    text.push(char::from(check_character(text.as_bytes()).unwrap()));
    assert_eq!(take(&text).notices(&REAL), [UsccFinding::InnerCheckFails]);
    let zone = DivisionCode::new(320_594).unwrap();
    let zoned = Uscc::compose("91", zone, "MA1FL0C3").unwrap();
    assert_eq!(zoned.notices(&REAL), [UsccFinding::DivisionUnknown(320_594)]);
    let strange = Uscc::compose("A7", DivisionCode::new(110_101).unwrap(), "MA1FL0C3").unwrap();
    assert_eq!(strange.notices(&REAL), [UsccFinding::UnusualType]);
    let other = Uscc::compose("Y1", DivisionCode::new(110_101).unwrap(), "MA1FL0C3").unwrap();
    assert_eq!((other.body_type(), other.notices(&REAL)), (BodyType::Other, Vec::new()));
}

#[test]
fn codes_of_the_fictional_province_need_its_world() {
    let code = Uscc::compose("52", DEMO_PROVINCE, "MA1FL0C3").unwrap();
    assert_eq!(refuse(code.as_str()), [UsccFinding::DemoDivision]);
    assert_eq!(Uscc::read(code.as_str(), &DEMO), Ok(code));
    assert_eq!(code.notices(&DEMO), []);
}

#[test]
fn parts_that_do_not_fit_compose_nothing() {
    let division = DivisionCode::new(110_101).unwrap();
    assert_eq!(Uscc::compose("9", division, "MA1FL0C3"), None);
    assert_eq!(Uscc::compose("91", division, "MA1FL0C"), None);
    assert_eq!(Uscc::compose("91", division, "MA1FI0C3"), None);
    assert_eq!(Uscc::compose("91", division, "MA示FL"), None);
}

proptest! {
    #[test]
    fn composed_codes_hold_and_every_single_mistake_is_refused(
        organisation in "[0-9A-HJ-NP-RTUWXY]{8}",
        kind in prop::sample::select(vec!["11", "12", "52", "91", "92", "N1", "Y1"]),
        division in 110_000u32..660_000,
    ) {
        let code = Uscc::compose(kind, DivisionCode::new(division).unwrap(), &organisation).unwrap();
        prop_assert_eq!(Uscc::read(code.as_str(), &REAL), Ok(code));
        prop_assert_eq!(code.as_str().parse(), Ok(code));
        prop_assert!(!code.notices(&REAL).contains(&UsccFinding::InnerCheckFails));
        for place in 0..18 {
            for c in ALPHABET {
                let mut bad = code.0;
                if bad[place] == *c {
                    continue;
                }
                bad[place] = *c;
                let bad = std::str::from_utf8(&bad).unwrap();
                prop_assert!(Uscc::read(bad, &REAL).is_err());
            }
        }
    }

    #[test]
    fn no_text_makes_the_rules_panic(text in "\\PC{0,24}") {
        let _ = Uscc::read(&text, &REAL).map(|code| code.notices(&REAL));
    }
}
