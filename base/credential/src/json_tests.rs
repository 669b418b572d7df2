use super::*;
use proptest::prelude::*;
use serde_json::json;

fn parse(text: &str) -> Result<Value, CredentialError> {
    StrictJson::parse(text.as_bytes(), &Limits::default())
}

fn canonical_text(value: &Value) -> String {
    String::from_utf8(canonical(value).unwrap()).unwrap()
}

/// RFC 8785, appendix B: bits of a double and its canonical text.
const NUMBERS: [(u64, &str); 25] = [
    (0x0000000000000000, "0"),
    (0x8000000000000000, "0"),
    (0x0000000000000001, "5e-324"),
    (0x8000000000000001, "-5e-324"),
    (0x7fefffffffffffff, "1.7976931348623157e+308"),
    (0xffefffffffffffff, "-1.7976931348623157e+308"),
    (0x4340000000000000, "9007199254740992"),
    (0xc340000000000000, "-9007199254740992"),
    (0x4430000000000000, "295147905179352830000"),
    (0x44b52d02c7e14af5, "9.999999999999997e+22"),
    (0x44b52d02c7e14af6, "1e+23"),
    (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
    (0x444b1ae4d6e2ef4e, "999999999999999700000"),
    (0x444b1ae4d6e2ef4f, "999999999999999900000"),
    (0x444b1ae4d6e2ef50, "1e+21"),
    (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
    (0x3eb0c6f7a0b5ed8d, "0.000001"),
    (0x41b3de4355555553, "333333333.3333332"),
    (0x41b3de4355555554, "333333333.33333325"),
    (0x41b3de4355555555, "333333333.3333333"),
    (0x41b3de4355555556, "333333333.3333334"),
    (0x41b3de4355555557, "333333333.33333343"),
    (0xbecbf647612f3696, "-0.0000033333333333333333"),
    (0x43143ff3c1cb0959, "1424953923781206.2"),
    (0x3ff8000000000000, "1.5"),
];

#[test]
fn numbers_are_written_as_the_standard_lists_them() {
    for (bits, expected) in NUMBERS {
        assert_eq!(canonical_text(&json!(f64::from_bits(bits))), expected, "{bits:016x}");
    }
}

#[test]
fn decimal_text_is_read_to_the_nearest_double() {
    for (text, expected) in [
        ("333333333.33333329", "333333333.3333333"),
        ("1424953923781206.2", "1424953923781206.2"),
        ("4.50", "4.5"),
        ("2e-3", "0.002"),
        ("0.000000000000000000000000001", "1e-27"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("10.0", "10"),
        ("9007199254740991", "9007199254740991"),
        ("-9007199254740991", "-9007199254740991"),
    ] {
        assert_eq!(canonical_text(&parse(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn the_sample_of_the_standard_comes_out_byte_for_byte() {
    // RFC 8785, 3.2.2 to 3.2.4. Its 1E30 is beyond what the strict reader takes.
    let text = r#"{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;
    let value: Value = serde_json::from_str(text).unwrap();
    let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(canonical_text(&value), expected);
    assert_eq!(parse(text), Err(CredentialError::NumberUnsafe));
}

#[test]
fn members_are_sorted_by_their_utf16_units() {
    // RFC 8785, 3.2.3: the emoji's first unit is D83D, before FB33, though its code point is after.
    let value = parse(
        r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
        "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",
        "\u00f6":"Latin Small Letter O With Diaeresis"}"#,
    );
    let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
        \"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\
        \"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
    assert_eq!(canonical_text(&value.unwrap()), expected);
}

#[test]
fn control_characters_are_escaped_shortest_and_others_not_at_all() {
    let text = canonical_text(&json!("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}/\u{2028}𠮷·"));
    assert_eq!(text, "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u{7f}/\u{2028}𠮷·\"");
}

#[test]
fn a_member_named_twice_is_refused() {
    for text in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"[{"b":{"a":1,"c":2,"a":3}}]"#] {
        assert_eq!(
            parse(text),
            Err(CredentialError::DuplicateKey { key: "a".to_owned() }),
            "{text}"
        );
    }
    assert!(parse(r#"{"a":{"a":1},"b":{"a":1}}"#).is_ok());
}

#[test]
fn a_number_that_others_would_round_is_refused() {
    for text in [
        "9007199254740992",
        "-9007199254740992",
        "9007199254740993",
        "18446744073709551615",
        "123456789012345678901234567890",
        "1e16",
        "[{\"a\":-1e300}]",
    ] {
        assert_eq!(parse(text), Err(CredentialError::NumberUnsafe), "{text}");
    }
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    for text in [
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "1e400",
        "tru",
        "'a'",
        "1 2",
        "\u{feff}{}",
        "\"\u{1}\"",
        "// a",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\x\"",
    ] {
        let refused = parse(text);
        assert!(matches!(refused, Err(CredentialError::NotJson { .. })), "{text:?}: {refused:?}");
    }
    let refused = StrictJson::parse(b"{\n  \"a\": \xff\"\" }", &Limits::default());
    assert_eq!(refused, Err(CredentialError::NotJson { line: 2, column: 8 }));
    assert!(StrictJson::parse(b"\"\xc0\xaf\"", &Limits::default()).is_err());
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(&nested(64)).is_ok());
    assert_eq!(parse(&nested(65)), Err(CredentialError::TooDeep { limit: 64 }));
    assert_eq!(parse(&"[".repeat(100_000)), Err(CredentialError::TooDeep { limit: 64 }));
    assert_eq!(parse(&"{\"a\":".repeat(100_000)), Err(CredentialError::TooDeep { limit: 64 }));
    let limits = Limits { bytes: 10, depth: 1 };
    assert!(StrictJson::parse(b"[12345678]", &limits).is_ok());
    let refused = StrictJson::parse(b"[12345678] ", &limits);
    assert_eq!(refused, Err(CredentialError::TooLarge { limit: 10 }));
    assert_eq!(StrictJson::parse(b"[[1]]", &limits), Err(CredentialError::TooDeep { limit: 1 }));
}

fn any_json() -> impl Strategy<Value = Value> {
    let safe = -9_007_199_254_740_991_i64..=9_007_199_254_740_991;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        safe.prop_map(Value::from),
        (-1e15..1e15_f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Whether the members of every object stand in the order of their UTF-16 units, read off the text.
fn is_sorted(text: &str) -> bool {
    struct Sorted(bool);
    impl<'de> Visitor<'de> for Sorted {
        type Value = bool;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
            let mut sorted = self.0;
            let mut last: Option<Vec<u16>> = None;
            while let Some((key, _)) = members.next_entry::<String, serde::de::IgnoredAny>()? {
                let units: Vec<u16> = key.encode_utf16().collect();
                sorted &= last.is_none_or(|last| last < units);
                last = Some(units);
            }
            Ok(sorted)
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_map(Sorted(true)).unwrap()
}

proptest! {
    #[test]
    fn canonical_text_is_read_back_as_the_same(value in any_json()) {
        let text = canonical_text(&value);
        let again = parse(&text).unwrap();
        prop_assert_eq!(canonical_text(&again), text);
    }

    #[test]
    fn another_implementation_writes_the_same(value in any_json()) {
        let theirs = serde_json_canonicalizer::to_string(&value).unwrap();
        prop_assert_eq!(canonical_text(&value), theirs);
    }

    #[test]
    fn layout_does_not_change_canonical_text(value in any_json()) {
        let spaced = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(canonical_text(&parse(&spaced).unwrap()), canonical_text(&value));
    }

    #[test]
    fn any_object_is_sorted(keys in proptest::collection::btree_set(any::<String>(), 0..12)) {
        let object = Value::Object(keys.into_iter().map(|key| (key, json!(1))).collect());
        prop_assert!(is_sorted(&canonical_text(&object)));
    }

    #[test]
    fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = StrictJson::parse(&bytes, &Limits::default());
    }
}
