use super::rules::check;
use super::*;
use crate::mask::Disclosure;
use classification::{Pack, shipped_world};
use kernel::{CivilDate, DivisionCode, Lang, World};
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(|| shipped_world(&[Pack::Demo]).unwrap());

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn today() -> CivilDate {
    day("2026-11-24")
}

fn take(kind: DocumentKind, typed: &str) -> DocumentNumber {
    check(kind, typed, &WORLD, today()).unwrap_or_else(|f| panic!("{typed}: {f:?}"))
}

fn refuse(kind: DocumentKind, typed: &str) -> Vec<DocumentFinding> {
    check(kind, typed, &WORLD, today()).expect_err(typed)
}

fn citizen(division: u32, birth: &str, sequence: u16) -> String {
    citizen_number(DivisionCode::new(division).unwrap(), day(birth), sequence).unwrap()
}

use DocumentKind::{
    CitizenCard, CitizenCardFirstGeneration, ForeignerPermanentResidence, HongKongIdentityDocument,
    HongKongMacaoTravelPermit, MacaoIdentityDocument, OfficerCard, Passport, ResidencePermit,
    TaiwanIdentityDocument, TaiwanTravelPermit,
};

#[test]
fn published_citizen_numbers_hold_and_tell_birth_sex_and_division() {
    for (number, birth, sex, division) in [
        ("11010519491231002X", "1949-12-31", Sex::Female, 110_105),
        ("360426199101010071", "1991-01-01", Sex::Male, 360_426),
        ("440301200002291237", "2000-02-29", Sex::Male, 440_301),
    ] {
        let taken = take(CitizenCard, number);
        assert_eq!(taken.reveal(), number);
        assert_eq!(taken.birth_date(), Some(day(birth)));
        assert_eq!(taken.sex(), Some(sex));
        assert_eq!(taken.division(), DivisionCode::new(division));
        assert_eq!(taken.notices(&WORLD), []);
    }
}

#[test]
fn typing_and_copying_are_mended() {
    let number = "11010519491231002X";
    for typed in [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        "\u{FEFF}11010519491231002X\n",
        "11010519491231002×",
        "11010519491231002Х",
    ] {
        assert_eq!(take(CitizenCard, typed).reveal(), number, "{typed}");
    }
}

#[test]
fn residence_permits_begin_with_three_areas_only() {
    for (number, birth, sex) in [
        ("810000199408230021", "1994-08-23", Sex::Female),
        ("830000199201300022", "1992-01-30", Sex::Female),
    ] {
        let taken = take(ResidencePermit, number);
        assert_eq!(taken.birth_date(), Some(day(birth)));
        assert_eq!(taken.sex(), Some(sex));
        assert_eq!(taken.division(), None, "an area is no division of first registration");
        assert_eq!(refuse(CitizenCard, number), [DocumentFinding::OtherKind(ResidencePermit)]);
    }
    let taiwan_province = citizen(710_000, "1992-01-30", 2);
    let other = [DocumentFinding::OtherKind(CitizenCard)];
    assert_eq!(refuse(ResidencePermit, &taiwan_province), other);
    assert_eq!(refuse(ResidencePermit, "11010519491231002X"), other);
}

#[test]
fn both_editions_of_the_foreigners_card_are_taken() {
    for (number, birth, sex, nationality) in [
        ("911124198108030024", "1981-08-03", Sex::Female, "124"),
        ("932682198501010017", "1985-01-01", Sex::Male, "682"),
    ] {
        let taken = take(ForeignerPermanentResidence, number);
        assert_eq!(taken.edition(), Some(Edition::Of2023));
        assert_eq!(taken.birth_date(), Some(day(birth)));
        assert_eq!(taken.sex(), Some(sex));
        assert_eq!(taken.nationality(), Some(nationality));
        let other = [DocumentFinding::OtherKind(ForeignerPermanentResidence)];
        assert_eq!(refuse(CitizenCard, number), other);
    }
    let old = take(ForeignerPermanentResidence, "can110081080302");
    assert_eq!((old.edition(), old.nationality()), (Some(Edition::Of2017), Some("CAN")));
    assert_eq!((old.birth_date(), old.sex()), (None, None));
    let foreign = |text| refuse(ForeignerPermanentResidence, text);
    let length = DocumentFinding::WrongLength { found: 16, expected: "15/18" };
    assert_eq!(foreign("9111241981080300"), [length]);
    assert_eq!(foreign("CA1110081080302"), [DocumentFinding::BadCharacter { position: 3 }]);
    assert_eq!(foreign("11010519491231002X"), [DocumentFinding::OtherKind(CitizenCard)]);
    let nowhere = foreign("999124198108030024");
    assert!(nowhere.contains(&DocumentFinding::NoSuchProvince(99)), "{nowhere:?}");
}

#[test]
fn every_mistake_in_a_citizen_number_is_named() {
    let length = |found| DocumentFinding::WrongLength { found, expected: "18" };
    assert_eq!(refuse(CitizenCard, "  "), [DocumentFinding::Empty]);
    assert_eq!(refuse(CitizenCard, "1101051949123100"), [length(16)]);
    assert_eq!(refuse(CitizenCard, "11010519491231002XX"), [length(19)]);
    let place = |position| DocumentFinding::BadCharacter { position };
    assert_eq!(refuse(CitizenCard, "1101051949123100ZX"), [place(17)]);
    assert_eq!(refuse(CitizenCard, "11O10519491231002X"), [place(3)]);
    assert_eq!(refuse(CitizenCard, "身份证号码写在这一格里面一共十八字"), [length(17)]);
    let wrong = [DocumentFinding::WrongCheckCharacter];
    assert_eq!(refuse(CitizenCard, "110105194912310021"), wrong);
    let no_day = refuse(CitizenCard, "110105199002300022");
    assert!(no_day.contains(&DocumentFinding::ImpossibleBirthDate), "{no_day:?}");
    let tomorrow = citizen(110_105, "2026-11-25", 1);
    assert_eq!(refuse(CitizenCard, &tomorrow), [DocumentFinding::BornInFuture]);
    take(CitizenCard, &citizen(110_105, "2026-11-24", 1));
    take(CitizenCard, &citizen(110_105, "1896-11-24", 1));
    let oldest = citizen(110_105, "1896-11-23", 1);
    assert_eq!(refuse(CitizenCard, &oldest), [DocumentFinding::TooOld]);
}

#[test]
fn several_mistakes_are_named_together() {
    let findings = refuse(CitizenCard, "999999203013450001");
    assert!(findings.contains(&DocumentFinding::ImpossibleBirthDate), "{findings:?}");
    let findings = refuse(CitizenCard, "190199203001010005");
    let never = DocumentFinding::DivisionNeverExisted(finding::DivisionDigits(190_199));
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(findings.contains(&never) && findings.contains(&DocumentFinding::BornInFuture));
}

#[test]
fn numbers_that_a_spreadsheet_rounded_are_recognised() {
    for typed in ["1.10105E+17", "1.10105194912310E+17", "1.10105e17"] {
        assert_eq!(refuse(CitizenCard, typed), [DocumentFinding::DigitsLost], "{typed}");
    }
    assert_eq!(refuse(CitizenCard, "110105194912310000"), [DocumentFinding::DigitsLost]);
}

#[test]
fn the_division_is_looked_up_with_its_history() {
    let retired = take(CitizenCard, &citizen(110_103, "1985-05-01", 1));
    assert_eq!(retired.notices(&WORLD), [], "retired long after the birth");
    let registered_later = take(CitizenCard, &citizen(330_113, "1980-05-01", 1));
    assert_eq!(registered_later.notices(&WORLD), []);
    let born_after = take(CitizenCard, &citizen(310_119, "2015-05-01", 1));
    let (division, to_year) = (DivisionCode::new(310_119).unwrap(), 2008);
    let notice = DocumentFinding::DivisionRetiredBeforeBirth { division, to_year };
    assert_eq!(born_after.notices(&WORLD), [notice]);

    let never = |number| [DocumentFinding::DivisionNeverExisted(finding::DivisionDigits(number))];
    assert_eq!(refuse(CitizenCard, &citizen(110_199, "1985-05-01", 1)), never(110_199));
    assert_eq!(refuse(CitizenCard, &citizen(600_000, "1985-05-01", 1)), never(600_000));
    let (division, from_year) = (DivisionCode::new(770_107).unwrap(), 2060);
    let to_come = [DocumentFinding::DivisionInFuture { division, from_year }];
    assert_eq!(refuse(CitizenCard, &citizen(770_107, "1985-05-01", 1)), to_come);
    let early = check(CitizenCard, &citizen(330_113, "1985-05-01", 1), &WORLD, day("2015-01-01"));
    let (division, from_year) = (DivisionCode::new(330_113).unwrap(), 2021);
    assert_eq!(early.unwrap_err(), [DocumentFinding::DivisionInFuture { division, from_year }]);
}

#[test]
fn the_fictional_province_is_unknown_without_its_pack() {
    let number = citizen(770_102, "1990-03-07", 1);
    take(CitizenCard, &number);
    let real = shipped_world(&[]).unwrap();
    let never = DocumentFinding::DivisionNeverExisted(finding::DivisionDigits(770_102));
    assert_eq!(check(CitizenCard, &number, &real, today()), Err(vec![never]));
}

#[test]
fn first_generation_numbers_are_for_historical_imports() {
    let old = "110105491231002";
    let lapsed = [DocumentFinding::FirstGenerationLapsed];
    assert_eq!(refuse(CitizenCard, old), lapsed);
    let taken = take(CitizenCardFirstGeneration, old);
    assert_eq!(taken.birth_date(), Some(day("1949-12-31")));
    assert_eq!(taken.sex(), Some(Sex::Female));
    let new = taken.eighteen().unwrap();
    assert_eq!((new.kind(), new.reveal()), (CitizenCard, "11010519491231002X"));
    assert_eq!(new.eighteen(), None);
    let other = [DocumentFinding::OtherKind(CitizenCard)];
    assert_eq!(refuse(CitizenCardFirstGeneration, "11010519491231002X"), other);
    let no_day = refuse(CitizenCardFirstGeneration, "110105491331002");
    assert_eq!(no_day, [DocumentFinding::ImpossibleBirthDate]);
}

#[test]
fn other_documents_are_checked_by_form() {
    for (kind, typed, normal) in [
        (HongKongMacaoTravelPermit, "h12345678", "H12345678"),
        (HongKongMacaoTravelPermit, "M1234567890", "M1234567890"),
        (TaiwanTravelPermit, "12345678", "12345678"),
        (TaiwanTravelPermit, "0123456789(b)", "0123456789B"),
        (Passport, "E12345678", "E12345678"),
        (Passport, "ab 123456", "AB123456"),
        (OfficerCard, "军字第1234567号", "军字第1234567号"),
        (HongKongIdentityDocument, "A123456（3）", "A1234563"),
        (HongKongIdentityDocument, "AB123456(A)", "AB123456A"),
        (MacaoIdentityDocument, "1/234567/8", "12345678"),
        (TaiwanIdentityDocument, "A123456789", "A123456789"),
    ] {
        assert_eq!(take(kind, typed).reveal(), normal, "{typed}");
    }
    for (kind, typed) in [
        (HongKongMacaoTravelPermit, "T12345678"),
        (HongKongMacaoTravelPermit, "H123456789"),
        (TaiwanTravelPermit, "1234567"),
        (Passport, "护照12345"),
        (Passport, "ABCDEF"),
        (OfficerCard, "军字第号"),
        (OfficerCard, "<b>1234567"),
        (HongKongIdentityDocument, "港123456"),
        (HongKongIdentityDocument, "123456"),
        (MacaoIdentityDocument, "1234567"),
        (TaiwanIdentityDocument, "1234567890"),
    ] {
        assert_eq!(refuse(kind, typed), [DocumentFinding::WrongForm(kind)], "{typed}");
    }
}

#[test]
fn kinds_are_read_from_what_people_type() {
    for kind in DocumentKind::ALL {
        assert_eq!(DocumentKind::from_word(kind.word()), Some(kind));
        for lang in Lang::ALL {
            assert_eq!(DocumentKind::read(kind.name(lang)), Some(kind));
        }
    }
    assert_eq!(DocumentKind::read(" 身 份 证"), Some(CitizenCard));
    assert_eq!(DocumentKind::read("台胞证"), Some(TaiwanTravelPermit));
    assert_eq!(DocumentKind::read("学生证"), None);
}

#[test]
fn a_guess_says_how_sure_it_is() {
    let guess = |typed| guess_kind(typed).map(|g| (g.kind, g.confidence));
    assert_eq!(guess("11010519491231002x"), Some((CitizenCard, Confidence::Certain)));
    assert_eq!(guess("110105194912310021"), Some((CitizenCard, Confidence::Likely)));
    assert_eq!(guess("830000199201300022"), Some((ResidencePermit, Confidence::Certain)));
    let foreigner = (ForeignerPermanentResidence, Confidence::Certain);
    assert_eq!(guess("911124198108030024"), Some(foreigner));
    let older = (ForeignerPermanentResidence, Confidence::Likely);
    assert_eq!(guess("CAN110081080302"), Some(older));
    assert_eq!(guess("110105491231002"), Some((CitizenCardFirstGeneration, Confidence::Likely)));
    assert_eq!(guess("110105491331002"), Some((Passport, Confidence::Possible)));
    assert_eq!(guess("H12345678"), Some((HongKongMacaoTravelPermit, Confidence::Likely)));
    assert_eq!(guess("E12345678"), Some((Passport, Confidence::Possible)));
    assert_eq!(guess("12345678"), Some((TaiwanTravelPermit, Confidence::Possible)));
    assert_eq!(guess("A1234567"), Some((HongKongIdentityDocument, Confidence::Possible)));
    assert_eq!(guess("张三"), None);
}

#[test]
fn a_row_is_compared_with_its_number() {
    let number = take(CitizenCard, "11010519491231002X");
    assert_eq!(number.compare(Some(day("1949-12-31")), Some(Sex::Female)), []);
    assert_eq!(number.compare(None, None), []);
    let both = number.compare(Some(day("1949-12-13")), Sex::read("男"));
    assert_eq!(both, [DocumentFinding::BirthDateDiffers, DocumentFinding::SexDiffers]);
    let passport = take(Passport, "E12345678");
    assert_eq!(passport.compare(Some(day("1949-12-13")), Some(Sex::Male)), []);
    assert_eq!((Sex::read("女"), Sex::read("未知")), (Some(Sex::Female), None));
}

#[test]
fn nothing_prints_a_number_by_accident() {
    let number = take(CitizenCard, "11010519491231002X");
    assert_eq!(format!("{number:?}"), "DocumentNumber(citizen_card, hidden)");
    assert_eq!(number.masked(Disclosure::Public), "110***********002X");
    let findings = refuse(CitizenCard, "110105194912310021");
    let printed = format!("{findings:?} {:?}", findings[0].problem("number"));
    assert!(!printed.contains("19491231"), "{printed}");
}

#[test]
fn a_stored_number_comes_back_only_in_normal_form() {
    for (kind, text) in [(CitizenCard, "11010519491231002X"), (Passport, "E12345678")] {
        let number = DocumentNumber::stored(kind, text).unwrap();
        assert_eq!(number, take(kind, text));
    }
    assert_eq!(DocumentNumber::stored(CitizenCard, "11010519491231002x"), None);
    assert_eq!(DocumentNumber::stored(CitizenCard, "E12345678"), None);
    assert_eq!(DocumentNumber::stored(CitizenCard, ""), None);
}

/// Divisions of the fictional province, days of the last hundred years, all sequence numbers.
fn valid_number() -> impl Strategy<Value = String> {
    let division = prop::sample::select(vec![770_102, 770_281, 110_103, 440_301, 419_001]);
    (division, 0u64..36_000, 0u16..1000).prop_map(|(division, days, sequence)| {
        let birth = day("1927-01-01") + chrono::Days::new(days);
        citizen_number(DivisionCode::new(division).unwrap(), birth, sequence).unwrap()
    })
}

proptest! {
    #[test]
    fn numbers_made_by_the_rule_are_taken_and_tell_their_parts(number in valid_number()) {
        let taken = check(CitizenCard, &number, &WORLD, today()).unwrap();
        prop_assert_eq!(taken.reveal(), &number);
        let division = taken.division().unwrap();
        let sequence: u16 = number[14..17].parse().unwrap();
        let sex = if sequence % 2 == 1 { Sex::Male } else { Sex::Female };
        prop_assert_eq!(taken.sex(), Some(sex));
        let again = citizen_number(division, taken.birth_date().unwrap(), sequence);
        prop_assert_eq!(again.as_deref(), Some(&*number));
        prop_assert_eq!(DocumentNumber::stored(CitizenCard, &number), Some(taken));
        let guess = guess_kind(&number).unwrap();
        prop_assert_eq!(guess, Guess { kind: CitizenCard, confidence: Confidence::Certain });
    }

    #[test]
    fn every_single_wrong_digit_is_refused(number in valid_number()) {
        for place in 0..18 {
            for digit in b"0123456789X" {
                let mut bad = number.clone().into_bytes();
                if bad[place] == *digit || (place < 17 && *digit == b'X') {
                    continue;
                }
                bad[place] = *digit;
                let bad = String::from_utf8(bad).unwrap();
                let findings = check(CitizenCard, &bad, &WORLD, today()).unwrap_err();
                let caught = |f: &DocumentFinding| {
                    matches!(f, DocumentFinding::WrongCheckCharacter | DocumentFinding::DigitsLost)
                };
                prop_assert!(findings.iter().any(caught), "{} {:?}", bad, findings);
            }
        }
    }

    #[test]
    fn every_swap_of_neighbours_is_refused(number in valid_number(), place in 0usize..16) {
        let mut bad = number.into_bytes();
        prop_assume!(bad[place] != bad[place + 1]);
        bad.swap(place, place + 1);
        let bad = String::from_utf8(bad).unwrap();
        prop_assert!(check(CitizenCard, &bad, &WORLD, today()).is_err());
    }

    #[test]
    fn no_text_makes_the_rules_panic(text in "\\PC{0,24}", kind in 0usize..11) {
        let kind = DocumentKind::ALL[kind];
        if let Ok(number) = check(kind, &text, &WORLD, today()) {
            let _ = (number.birth_date(), number.sex(), number.division(), number.nationality());
            prop_assert_eq!(DocumentNumber::stored(kind, number.reveal()), Some(number));
        }
        let _ = guess_kind(&text);
        let _ = DocumentNumber::stored(kind, &text);
    }

    #[test]
    fn no_run_of_digits_makes_the_rules_panic(text in "[0-9X]{0,20}", kind in 0usize..11) {
        let _ = check(DocumentKind::ALL[kind], &text, &WORLD, today()).map(|n| n.notices(&WORLD));
    }
}
