//! Reading of CSV.

use crate::build::{lines, open, open_with, rows};
use encoding_rs::GB18030;
use sheets::{Cell, Format, OpenOptions, Separator};

fn format(bytes: &[u8]) -> (&'static str, Separator) {
    match open(bytes).unwrap().format() {
        Format::Csv { encoding, separator } => (encoding, separator),
        other => panic!("{other:?}"),
    }
}

fn gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = GB18030.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

#[test]
fn encodings_and_separators_are_found_out() {
    let text = "姓名,成绩\r\n示例甲,60\r\n";
    let marked = format!("\u{feff}{text}");
    let wide = |bytes: fn(u16) -> [u8; 2]| {
        marked.replace(',', "\t").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for (bytes, expected) in [
        (text.as_bytes().to_vec(), ("UTF-8", Separator::Comma)),
        (marked.as_bytes().to_vec(), ("UTF-8", Separator::Comma)),
        (gb18030(text), ("GB18030", Separator::Comma)),
        (gb18030(&text.replace(',', ";")), ("GB18030", Separator::Semicolon)),
        (wide(u16::to_le_bytes), ("UTF-16LE", Separator::Tab)),
        (wide(u16::to_be_bytes), ("UTF-16BE", Separator::Tab)),
    ] {
        assert_eq!(format(&bytes), expected);
        assert_eq!(open(&bytes).unwrap().header().labels, ["姓名", "成绩"]);
        assert_eq!(lines(&rows(&bytes).unwrap()), ["2:示例甲|60"]);
    }
}

#[test]
fn rare_characters_survive_gb18030() {
    // Two bytes, four bytes of the basic plane, extension B (four bytes), extension E, a middle dot.
    let names =
        ["示例镕", "示例㐀䶵", "示例\u{20000}\u{2a6d6}", "示例\u{2b7dd}\u{2ceb0}", "示例·买买提"];
    let text = format!("姓名,号\n{}", names.map(|name| format!("{name},1\n")).concat());
    let bytes = gb18030(&text);
    assert_eq!(format(&bytes).0, "GB18030");
    let all = rows(&bytes).unwrap();
    assert_eq!(all.len(), names.len());
    for (row, name) in all.iter().zip(names) {
        assert_eq!(row.cells[0], Cell::Text(name.to_string()));
    }
}

#[test]
fn the_first_chinese_name_may_be_on_the_last_line() {
    // A megabyte of ASCII, so that no look at the beginning alone would do.
    let ascii = "name,number\n".to_string() + &"example,1\n".repeat(100_000);
    let bytes = [ascii.as_bytes(), &gb18030("示例镕,2\n")].concat();
    assert_eq!(format(&bytes).0, "GB18030");
    let all = rows(&bytes).unwrap();
    assert_eq!(lines(&all[99_999..]), ["100001:example|1", "100002:示例镕|2"]);
}

#[test]
fn a_damaged_text_is_refused_with_its_line() {
    let good = "姓名,备注\n".to_string() + &"示例甲,这是一段足够长的文字\n".repeat(5);
    let mut bytes = good.into_bytes();
    bytes.extend_from_slice(b"\xe7\xa4,1\n");
    let error = open(&bytes).unwrap_err();
    assert_eq!(
        (error.code(), error.args()),
        ("sheet-unknown-encoding", vec![("line", "7".to_string())])
    );
    assert_eq!(open(b"a,b\n1,\x80\xff\n").unwrap_err().code(), "sheet-unknown-encoding");
    assert_eq!(
        open(
            "\u{feff}a,b\n1,"
                .as_bytes()
                .iter()
                .chain(b"\xe7\n")
                .copied()
                .collect::<Vec<_>>()
                .as_slice()
        )
        .unwrap_err()
        .code(),
        "sheet-unknown-encoding"
    );
    assert_eq!(open(b"a,b\n1,\0\n").unwrap_err().code(), "sheet-not-a-spreadsheet");
}

#[test]
fn rows_are_numbered_as_a_program_shows_them() {
    let text = "标题\r\n\r\n姓名,备注\r\n甲,\"一\r\n二\"\r\n\r\n,,\r\n乙,\"他说\"\"好\"\"\"\r丙,x\n丁,\"完\"";
    let mut reader = open(text.as_bytes()).unwrap();
    assert_eq!(reader.header().row, 3);
    let all: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    assert_eq!(lines(&all), ["4:甲|一\r\n二", "7:乙|他说\"好\"", "8:丙|x", "9:丁|完"]);
    assert_eq!(reader.progress().done, reader.progress().total);
    let mut reader = open(text.as_bytes()).unwrap();
    reader.skip_to(5);
    assert_eq!(reader.next_row().unwrap().unwrap().number, 7);
}

#[test]
fn quotes_are_taken_as_programs_take_them() {
    let all = rows("a,b,c\nx\"y,\"1\"2,\"\"\n\"a,b\",' c ',\n".as_bytes()).unwrap();
    assert_eq!(lines(&all), ["2:x\"y|12", "3:a,b|' c '"]);
    let error = rows("a,b\n1,2\n3,\"4\n5,6\n".as_bytes()).unwrap_err();
    assert_eq!(
        (error.code(), error.args()),
        ("sheet-unclosed-quote", vec![("row", "3".to_string())])
    );
}

#[test]
fn guards_of_other_systems_are_taken_off() {
    let all = rows("号,名\n=\"00123\",'=1+1\n'-1,'示例'\n=\"\",=A1\n".as_bytes()).unwrap();
    assert_eq!(lines(&all), ["2:00123|=1+1", "3:-1|'示例'", "4:|=A1"]);
}

#[test]
fn long_numbers_of_a_saved_csv_are_told() {
    let all = rows("号,名\n1.10105E+17,甲\n110105194912310021,乙\n".as_bytes()).unwrap();
    assert_eq!(all[0].cells[0].as_text_checked().unwrap_err().code(), "cell-digits-lost");
    assert_eq!(all[1].cells[0].as_text_checked().unwrap().unwrap(), "110105194912310021");
}

#[test]
fn no_header_and_nothing_at_all() {
    assert_eq!(open(b"").unwrap_err().code(), "sheet-empty");
    assert_eq!(open(b"\n\n").unwrap_err().code(), "sheet-no-header");
    assert_eq!(open(b"only\n1\n").unwrap_err().code(), "sheet-no-header");
    let options = OpenOptions { sheet: Some("x".to_string()), ..OpenOptions::default() };
    assert!(open_with(b"a,b\n", &options).is_ok());
}
