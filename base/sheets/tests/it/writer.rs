//! Writing, and reading back.

use crate::build::{open, rows};
use calamine::{Data, Reader, Xlsx};
use kernel::{CivilDate, Instant};
use proptest::prelude::*;
use sheets::{Cell, Column, ColumnKind, Format, Layout, Mark, OutFormat, Row, Separator, Writer};
use std::io::{Cursor, Read};

fn layout(columns: Vec<Column>) -> Layout {
    Layout {
        sheet: "报名表".to_string(),
        columns,
        message_title: None,
        made_at: Instant::from_micros(1_764_000_000_000_000),
        spill_dir: None,
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_string())
}

fn write(format: OutFormat, layout: &Layout, rows: &[(Vec<Cell>, Vec<Mark>)]) -> Vec<u8> {
    let mut writer = Writer::new(format, Vec::new(), layout).unwrap();
    for (cells, marks) in rows {
        writer.row(cells, marks).unwrap();
    }
    writer.finish().unwrap()
}

/// One part of an `.xlsx` file as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

const INJECTIONS: [&str; 9] = [
    "=1+1",
    "+86",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "'=1",
    "=HYPERLINK(\"http://x\")",
];

#[test]
fn nothing_becomes_a_formula() {
    let layout = layout(vec![Column::text("甲"), Column::text("乙")]);
    let data: Vec<_> = INJECTIONS.map(|value| (vec![text(value), text("x")], Vec::new())).to_vec();
    let xlsx = write(OutFormat::Xlsx, &layout, &data);
    assert!(!part(&xlsx, "xl/worksheets/sheet1.xml").contains("<f>"));
    let csv = String::from_utf8(write(OutFormat::Csv, &layout, &data)).unwrap();
    for line in csv.trim_start_matches('\u{feff}').split("\r\n").filter(|line| !line.is_empty()) {
        assert!(
            !line.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{line}"
        );
    }
    for bytes in [xlsx, csv.into_bytes()] {
        let back: Vec<Cell> =
            rows(&bytes).unwrap().into_iter().map(|row| row.cells[0].clone()).collect();
        assert_eq!(back, INJECTIONS.map(text));
    }
}

#[test]
fn a_template_is_typed_and_offers_choices() {
    let choices: Vec<String> = (0..60).map(|number| format!("示例选项{number}")).collect();
    assert!(choices.concat().chars().count() > 255);
    let layout = layout(vec![
        Column {
            required: true,
            hint: Some("十八位".to_string()),
            width: Some(24.0),
            ..Column::text("证件号码")
        },
        Column { choices: choices.clone(), ..Column::text("来源") },
        Column::new("成绩", ColumnKind::Number),
        Column { choices: vec!["男".to_string(), "女".to_string()], ..Column::text("性别") },
    ]);
    let bytes = write(OutFormat::Xlsx, &layout, &[]);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\""));
    assert!(sheet.contains("sqref=\"B2:B1048576\"") && sheet.contains("choices!$A$1:$A$60"));
    assert!(sheet.contains("sqref=\"D2:D1048576\"") && sheet.contains("choices!$B$1:$B$2"));
    // The first column has the format of text down to the last row.
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("numFmtId=\"49\""));
    let first = sheet.split("<col min=\"1\" max=\"1\"").nth(1).unwrap().split("/>").next().unwrap();
    assert!(first.contains("style=\""), "{first}");
    assert!(part(&bytes, "xl/workbook.xml").contains("state=\"hidden\""));
    assert!(part(&bytes, "xl/comments1.xml").contains("十八位"));
    let mut reader = open(&bytes).unwrap();
    assert_eq!(reader.sheet_name(), "报名表");
    assert_eq!(reader.header().labels, ["证件号码", "来源", "成绩", "性别"]);
    assert_eq!(reader.next_row().unwrap(), None);
    // The same input gives the same file.
    assert_eq!(bytes, write(OutFormat::Xlsx, &layout, &[]));
}

#[test]
fn errors_are_marked_and_told() {
    let mut layout = layout(vec![Column::text("姓名"), Column::new("成绩", ColumnKind::Number)]);
    layout.message_title = Some("问题".to_string());
    let number = rows(&crate::build::Book::with_header("<row><c><v>101</v></c></row>").bytes())
        .unwrap()[0]
        .cells[0]
        .clone();
    let mark = |column, message: &str| Mark { column, message: message.to_string() };
    let data = [
        (
            vec![text("示例甲"), number.clone()],
            vec![mark(1, "成绩应在 0 至 100 之间"), mark(99, "本行重复")],
        ),
        (vec![Cell::Empty, number.clone()], vec![mark(0, "姓名未填")]),
        (vec![text("示例丙"), number], Vec::new()),
    ];
    let bytes = write(OutFormat::Xlsx, &layout, &data);
    let comments = part(&bytes, "xl/comments1.xml");
    assert!(comments.contains("ref=\"B2\"") && comments.contains("成绩应在"));
    assert!(comments.contains("ref=\"A3\"") && !comments.contains("ref=\"A4\""));
    assert!(part(&bytes, "xl/styles.xml").contains("FFFFC7CE"));
    let back = rows(&bytes).unwrap();
    assert_eq!(back[0].cells[2], text("成绩应在 0 至 100 之间\n本行重复"));
    assert_eq!(back[1].cells[2], text("姓名未填"));
    assert_eq!(back[2].cells.len(), 2);
    assert!(back[0].cells[1].is_number());
    let csv = write(OutFormat::Csv, &layout, &data);
    assert_eq!(rows(&csv).unwrap()[1].cells, [Cell::Empty, text("101"), text("姓名未填")]);
}

#[test]
fn numbers_of_documents_keep_their_digits() {
    let layout = layout(vec![Column::text("证件号码"), Column::new("日期", ColumnKind::Date)]);
    let day = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
    let old = CivilDate::from_ymd_opt(1899, 1, 1).unwrap();
    let data = [
        (vec![text("110105194912310021"), Cell::Date(day)], Vec::new()),
        (vec![text("007"), Cell::Date(old)], Vec::new()),
    ];
    let bytes = write(OutFormat::Xlsx, &layout, &data);
    let mut theirs = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let range = theirs.worksheet_range("报名表").unwrap();
    assert_eq!(range.get_value((1, 0)), Some(&Data::String("110105194912310021".to_string())));
    assert_eq!(range.get_value((2, 0)), Some(&Data::String("007".to_string())));
    assert!(matches!(range.get_value((1, 1)), Some(Data::DateTime(_))));
    let back = rows(&bytes).unwrap();
    assert_eq!(back[0].cells[1], Cell::Date(day));
    assert_eq!(back[1].cells[1].as_date_checked(), Ok(Some(old)));
    let csv = write(OutFormat::Csv, &layout, &data);
    assert!(csv.starts_with(b"\xef\xbb\xbf"));
    assert_eq!(rows(&csv).unwrap()[0].cells[1].as_date_checked(), Ok(Some(day)));
}

#[test]
fn what_does_not_fit_is_refused_or_cut() {
    let plain = layout(vec![Column::text("甲"), Column::text("乙")]);
    let mut writer = Writer::new(OutFormat::Xlsx, Vec::new(), &plain).unwrap();
    let wide = vec![Cell::Empty; 3];
    assert_eq!(writer.row(&wide, &[]).unwrap_err().code(), "sheet-write-too-wide");
    // A cell holds 32,767 units; a character beyond the basic plane takes two.
    writer.row(&[text(&"\u{20000}".repeat(20_000)), text("x")], &[]).unwrap();
    let back = rows(&writer.finish().unwrap()).unwrap();
    assert_eq!(back[0].cells[0], text(&"\u{20000}".repeat(16_383)));
    let bad = Layout { sheet: "a/b".to_string(), ..plain };
    assert_eq!(Writer::new(OutFormat::Xlsx, Vec::new(), &bad).err().unwrap().code(), "sheet-io");
}

/// Any text that fits a cell, with all the characters that need care.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9=+@'\",;\\-_xX\t\r\n&<> 　示𠀀]{1,12}",
        "\\PC{1,10}",
        "_x[0-9A-F]{4}_",
        "[\u{0}-\u{1f}]{1,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_text_comes_back(records in proptest::collection::vec((any_text(), any_text()), 1..10)) {
        let layout = layout(vec![Column::text("号"), Column::text("甲"), Column::text("乙")]);
        // The first column keeps rows of blanks from being passed over.
        let cells = |(one, other): &(String, String)| vec![text("1"), text(one), text(other)];
        let data: Vec<_> = records.iter().map(|record| (cells(record), Vec::new())).collect();
        let expected: Vec<Row> = (2u32..).zip(&records).map(|(number, record)| Row { number, cells: cells(record) }).collect();
        for format in [OutFormat::Xlsx, OutFormat::Csv] {
            let bytes = write(format, &layout, &data);
            if format == OutFormat::Csv && records.iter().any(|(one, other)| one.contains('\0') || other.contains('\0')) {
                // A zero byte makes it no text file any more.
                continue;
            }
            prop_assert_eq!(&rows(&bytes).unwrap(), &expected);
            if format == OutFormat::Csv {
                let found = open(&bytes).unwrap().format();
                prop_assert_eq!(found, Format::Csv { encoding: "UTF-8", separator: Separator::Comma });
            }
        }
    }

    #[test]
    fn numbers_dates_and_flags_come_back(value in -1e14f64..1e14, days in 61i32..2_900_000, flag: bool) {
        let layout = layout(vec![Column::text("号"), Column::new("数", ColumnKind::Number), Column::new("日", ColumnKind::Date), Column::text("是否")]);
        let date = CivilDate::from_num_days_from_ce_opt(693_594 + days).unwrap();
        let source = format!("<row><c t=\"str\"><v>1</v></c><c><v>{value}</v></c></row>");
        let mut cells = rows(&crate::build::Book::with_header(&source).bytes()).unwrap()[0].cells.clone();
        cells.extend([Cell::Date(date), Cell::Bool(flag)]);
        let back = rows(&write(OutFormat::Xlsx, &layout, &[(cells, Vec::new())])).unwrap();
        prop_assert_eq!(back[0].cells[1].as_number_checked(), Ok(Some(value)));
        prop_assert_eq!(&back[0].cells[2..], &[Cell::Date(date), Cell::Bool(flag)]);
    }
}
