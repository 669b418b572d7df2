use super::*;
use classification::shipped_world;
use organisations::{FiledWith, FilingClass};
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(|| shipped_world(&[]).unwrap());

fn read(typed: &str) -> Result<CertificateNumber, Vec<NumberFinding>> {
    CertificateNumber::read(typed, &NumberRules::default(), &WORLD)
}

fn take(typed: &str) -> CertificateNumber {
    read(typed).unwrap_or_else(|findings| panic!("{typed}: {findings:?}"))
}

#[test]
fn samples_of_the_rule_are_taken_apart() {
    let number = take("S000044030012243000123");
    let series = number.series();
    assert_eq!(series.filing().class(), FilingClass::SocialEvaluationBody);
    assert_eq!(series.filing().filed_with(), FiledWith::Province);
    assert_eq!((series.filing().province(), series.filing().serial()), (44, 30_012));
    assert_eq!((series.year(), series.level()), (2024, SkillLevel::Level3));
    assert_eq!(number.serial(), 123);

    let number = take("Y000137020008255000001");
    assert_eq!(number.series().filing().filed_with(), FiledWith::Ministry(1));
    assert_eq!((number.series().year(), number.series().level()), (2025, SkillLevel::Level5));

    // The published example, with digits where it has none.
    let example = take("Y000123000001195000001");
    assert_eq!((example.series().filing().province(), example.series().year()), (23, 2019));
}

#[test]
fn typing_is_mended_and_mistakes_are_named() {
    let symbols = LevelSymbols::default();
    let mended = take(" ｓ0000 440300 12 24 3 000123 ");
    assert_eq!(mended.print(symbols), "S000044030012243000123");
    use NumberFinding::*;
    assert_eq!(read(""), Err(vec![Empty]));
    assert_eq!(read("S00004403001224300012"), Err(vec![WrongLength { found: 21 }]));
    assert_eq!(read("S000044030012246000123"), Err(vec![WrongLevel]));
    assert_eq!(read("S000044030012240000123"), Err(vec![WrongLevel]));
    assert_eq!(read("S000044030012243000000"), Err(vec![SerialZero]));
    assert_eq!(read("S0000440300122430O0123"), Err(vec![BadCharacter { position: 18 }]));
    let class = Filing(FilingCodeFinding::WrongClass);
    assert_eq!(read("Q000044030012246000123"), Err(vec![class, WrongLevel]));
    let province = Filing(FilingCodeFinding::NoSuchProvince(77));
    assert_eq!(read("S000077030012243000123"), Err(vec![province]));
    assert_eq!(read(&"证".repeat(22)).unwrap_err().len(), 4);
}

#[test]
fn appointed_levels_have_a_configured_letter() {
    let special = take("Y00003703000125T000001");
    assert_eq!(special.series().level(), SkillLevel::SpecialGrade);
    let symbols = LevelSymbols::default();
    let printed = special.print(symbols);
    assert_eq!(printed, "Y00003703000125T000001");
    let letters = printed.chars().filter(char::is_ascii_uppercase).count();
    assert_eq!((letters, printed.len()), (2, 22), "two capitals and twenty digits");
    assert_eq!(take("Y00003703000125S000001").series().level(), SkillLevel::Chief);

    let own = LevelSymbols::new('A', 'B').unwrap();
    let rules = NumberRules { symbols: own, ..NumberRules::default() };
    let number = CertificateNumber::read("Y00003703000125A000001", &rules, &WORLD).unwrap();
    assert_eq!(number, special);
    assert_eq!(number.print(own), "Y00003703000125A000001");
    let other = CertificateNumber::read("Y00003703000125T000001", &rules, &WORLD);
    assert_eq!(other, Err(vec![NumberFinding::WrongLevel]));
}

#[test]
fn a_series_ends_after_its_last_serial() {
    let filing: FilingCode = "S000044030012".parse().unwrap();
    let series = NumberSeries::new(filing, 2026, SkillLevel::Level3).unwrap();
    assert_eq!(series.number(0), None);
    assert_eq!(series.number(1).unwrap().print(LevelSymbols::default()), "S000044030012263000001");
    let last = series.number(NumberSeries::LAST_SERIAL).unwrap();
    assert_eq!(last.print(LevelSymbols::default()), "S000044030012263999999");
    assert_eq!(series.number(NumberSeries::LAST_SERIAL + 1), None);
    assert_eq!(NumberSeries::new(filing, 2026, SkillLevel::Apprentice), None);
    assert_eq!(NumberSeries::new(filing, 1999, SkillLevel::Level3), None);
    assert_eq!(NumberSeries::new(filing, 2100, SkillLevel::Level3), None);
}

fn any_number() -> impl Strategy<Value = CertificateNumber> {
    let class =
        prop::sample::select(vec![FilingClass::Employer, FilingClass::SocialEvaluationBody]);
    let province = prop::sample::select(vec![11u8, 23, 37, 44, 65]);
    let level = prop::sample::select(SkillLevel::ALL[1..].to_vec());
    (class, 0u16..10_000, province, 1u32..1_000_000, 2000u16..2100, level, 1u32..1_000_000)
        .prop_map(|(class, body, province, filed, year, level, serial)| {
            let filing = FilingCode::new(class, body, province, filed).unwrap();
            NumberSeries::new(filing, year, level).unwrap().number(serial).unwrap()
        })
}

/// The rule's regular expression, written out: one of Y and S, digits, and at the sixteenth place a
/// level.
fn follows_the_rule(text: &str) -> bool {
    text.len() == 22
        && text.bytes().zip(1..).all(|(b, place)| match place {
            1 => matches!(b, b'Y' | b'S'),
            16 => matches!(b, b'1'..=b'5' | b'T' | b'S'),
            _ => b.is_ascii_digit(),
        })
}

proptest! {
    #[test]
    fn numbers_survive_text_and_follow_the_rule(number in any_number()) {
        let symbols = LevelSymbols::default();
        let text = number.print(symbols);
        prop_assert!(follows_the_rule(&text), "{}", text);
        prop_assert_eq!(read(&text), Ok(number));
        prop_assert_eq!(CertificateNumber::stored(&text, symbols), Some(number));
    }

    #[test]
    fn what_breaks_the_rule_is_refused(number in any_number(), place in 0usize..22, c in "[0-9A-Z]") {
        let mut text = number.print(LevelSymbols::default());
        text.replace_range(place..=place, &c);
        if read(&text).is_ok() {
            prop_assert!(follows_the_rule(&text), "{}", text);
        }
    }

    #[test]
    fn numbers_of_one_series_sort_as_they_are_counted(a in any_number(), serial in 1u32..1_000_000) {
        let b = a.series().number(serial).unwrap();
        let symbols = LevelSymbols::default();
        prop_assert_eq!(a.cmp(&b), a.print(symbols).cmp(&b.print(symbols)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,30}", near in "[YS][0-9A-Z]{21}") {
        for text in [text, near] {
            let _ = read(&text);
            let _ = CertificateNumber::stored(&text, LevelSymbols::default());
        }
    }
}
