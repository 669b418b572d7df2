use super::*;
use proptest::prelude::*;

fn read(typed: &str) -> Result<String, Vec<NameFinding>> {
    PersonName::read(typed).map(|name| name.reveal().to_owned())
}

fn taken(typed: &str) -> String {
    read(typed).unwrap_or_else(|findings| panic!("{typed}: {findings:?}"))
}

#[test]
fn real_names_are_taken_as_they_are() {
    for name in [
        "示例甲",
        "丹",
        "欧阳示例",
        "阿卜杜拉·买买提",
        "阿卜杜热合曼·阿卜杜克热木·吐尔逊",
        "𠮷示例",
        "示𬭚",
        "示𱍐",
        "示〇",
        "Mary-Ann O'Brien",
        "Smith, John Jr.",
        "José Ñandú",
        "Nguyễn Văn Tí",
    ] {
        assert_eq!(taken(name), name);
    }
}

#[test]
fn what_typing_and_copying_do_to_a_name_is_mended() {
    assert_eq!(taken(" 示　例 "), "示例");
    assert_eq!(taken("示\u{A0}例\u{200B}"), "示例");
    assert_eq!(taken("ＭＡＲＹ　 ＡＮＮ"), "MARY ANN");
    assert_eq!(taken("Mary\t Ann"), "Mary Ann");
    assert_eq!(taken("O’Brien"), "O'Brien");
    for dot in ['·', '•', '‧', '・', '･', '．', '.', '∙', '⋅'] {
        assert_eq!(taken(&format!("阿里{dot}买买提")), "阿里·买买提", "{dot}");
        assert_eq!(taken(&format!("阿里 {dot} 买买提")), "阿里·买买提", "{dot}");
    }
}

#[test]
fn what_no_name_holds_is_refused_with_its_reason() {
    let cases = [
        ("", NameFinding::Empty),
        (" \u{3000}", NameFinding::Empty),
        ("张3", NameFinding::Digit),
        ("张３", NameFinding::Digit),
        ("张①", NameFinding::Digit),
        ("<b>张", NameFinding::MixedScripts),
        ("张<", NameFinding::Markup),
        ("=张", NameFinding::Markup),
        ("张&例", NameFinding::Markup),
        ("张'; --", NameFinding::Markup),
        ("张\n例", NameFinding::Control),
        ("Mary\u{7}", NameFinding::Control),
        ("张😀", NameFinding::Emoji),
        ("❤张", NameFinding::Emoji),
        ("张\u{E863}", NameFinding::PrivateUse('\u{E863}')),
        ("张\u{F0000}", NameFinding::PrivateUse('\u{F0000}')),
        ("张（例）", NameFinding::Markup),
        ("张、例", NameFinding::BadCharacter('、')),
        ("张,例", NameFinding::BadCharacter(',')),
        ("やまだ", NameFinding::BadCharacter('や')),
        ("⼀例", NameFinding::BadCharacter('⼀')),
        ("·张", NameFinding::Punctuation),
        ("张·", NameFinding::Punctuation),
        ("张··例", NameFinding::Punctuation),
        ("-Ann", NameFinding::Punctuation),
        ("Ann-", NameFinding::Punctuation),
        ("Ann--Mary", NameFinding::Punctuation),
        ("...", NameFinding::Punctuation),
        ("张san", NameFinding::MixedScripts),
    ];
    for (typed, expected) in cases {
        let findings = read(typed).expect_err(typed);
        assert!(findings.contains(&expected), "{typed}: {findings:?}");
    }
    assert_eq!(read("张3😀"), Err(vec![NameFinding::Digit, NameFinding::Emoji]));
}

#[test]
fn fifty_characters_are_the_most_whatever_they_weigh_in_bytes() {
    let long = "𠮷".repeat(50);
    assert_eq!(taken(&long), long);
    let findings = read(&"𠮷".repeat(51)).unwrap_err();
    assert_eq!(findings, [NameFinding::TooLong { found: 51 }]);
    let padded = format!(" {} ", "张".repeat(50));
    assert_eq!(taken(&padded), "张".repeat(50));
}

#[test]
fn names_are_looked_up_however_they_are_typed() {
    let key = |typed| PersonName::read(typed).unwrap().key();
    assert_eq!(key("阿里·买买提"), key("阿里买买提"));
    assert_eq!(key("Mary-Ann O'Brien"), key("MARY ANN OBRIEN"));
    assert_ne!(key("示例甲"), key("示例乙"));
}

#[test]
fn debug_output_hides_the_name() {
    let name = PersonName::read("示例甲").unwrap();
    assert_eq!(format!("{name:?}"), "PersonName(hidden)");
    assert_eq!(name.masked(), "示*甲");
}

proptest! {
    #[test]
    fn reading_twice_changes_nothing(typed in "\\PC{0,60}") {
        if let Ok(name) = PersonName::read(&typed) {
            prop_assert_eq!(PersonName::read(name.reveal()), Ok(name.clone()));
            prop_assert_eq!(PersonName::stored(name.reveal()), name.clone());
            prop_assert!(!name.key().is_empty());
            prop_assert!(name.reveal().chars().count() <= PersonName::MOST_CHARACTERS);
        }
    }

    #[test]
    fn han_names_with_dots_are_taken(parts in prop::collection::vec("[一-龥𠀀-𪛟]{1,8}", 1..5)) {
        let name = parts.join("·");
        prop_assert_eq!(read(&name), Ok(name));
    }

    #[test]
    fn no_text_with_a_digit_or_angle_bracket_is_a_name(a in "[一-龥]{0,5}", bad in "[0-9<>&]", b in "[一-龥]{0,5}") {
        let typed = format!("{a}{bad}{b}");
        prop_assert!(read(&typed).is_err());
    }
}
