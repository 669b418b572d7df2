//! K9: whatever is wrong with a file is said clearly, and nothing is lost.

use crate::evaluation_world::{Fixture, TITLES, csv, passing, row, xlsx};
use evaluation::{Import, ImportState, NewImport};
use kernel::PageRequest;
use sheets::{OpenOptions, SheetReader};
use std::io::{Cursor, Write};
use testkit::On;
use zip::write::{SimpleFileOptions, ZipWriter};

testkit::both_engines! {
    files_that_cannot_be_read_say_what_to_do;
    a_zip_bomb_is_refused;
    rows_with_mistakes_are_named_and_the_others_are_kept;
    names_that_look_like_code_stay_text;
    retired_and_future_divisions_are_told;
    one_person_twice_is_told_at_both_rows;
    a_person_under_another_name_is_not_entered;
    a_file_full_of_mistakes_is_given_back;
    an_interrupted_upload_leaves_no_import;
    nothing_personal_stands_outside_the_vault;
}

/// The code for which a file was given back.
fn reason(import: &Import) -> &'static str {
    match &import.state {
        ImportState::Unreadable { why, .. } => why.problem("file").code,
        state => panic!("{state:?}"),
    }
}

async fn files_that_cannot_be_read_say_what_to_do(on: On) {
    let f = Fixture::new(on).await;
    let good = xlsx(&TITLES, &passing(1, 3));
    let data = |name: &str| std::fs::read(format!("../../base/sheets/tests/data/{name}")).unwrap();
    let short = csv(&TITLES[..3], &[]);
    let only_header = csv(&TITLES, &[]);
    let twice = csv(&["姓名", "姓名", "证件号码"], &passing(1, 1));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("sheet-encrypted", data("encrypted.xlsx")),
        ("sheet-ods-format", data("libreoffice.ods")),
        ("sheet-not-a-spreadsheet", b"%PDF-1.7 and so on".to_vec()),
        ("sheet-html-format", b"<html><table></table></html>".to_vec()),
        ("sheet-broken", good[..good.len() / 2].to_vec()),
        ("sheet-no-header", b"1,2,3\r\n4,5,6\r\n".to_vec()),
        ("sheet-unclosed-quote", format!("{only_header}\"示例").into_bytes()),
        ("evaluation-columns-missing", short.into_bytes()),
        ("evaluation-no-rows", only_header.into_bytes()),
        ("evaluation-column-twice", twice.into_bytes()),
    ];
    for (code, file) in cases {
        assert_eq!(reason(&f.import(&file, true).await), code);
    }
    let command =
        NewImport { body: f.body, file_name: "空.csv".to_owned(), exam_on: None, keep_good: true };
    let empty = f.area.start_import(&f.clerk(), None, command, &b""[..]).await.unwrap_err();
    assert_eq!(empty.field_problems()[0].code, "evaluation-file-empty");
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 0);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM job WHERE state <> 'done'").await, 0);
}

/// A sheet of one row whose text unpacks to a hundred megabytes.
fn bomb() -> Vec<u8> {
    let good = xlsx(&TITLES, &passing(1, 1));
    let mut parts = zip::ZipArchive::new(Cursor::new(good)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut part, &mut zip).unwrap();
        if name.ends_with("sheet1.xml") {
            let blanks = vec![b' '; 1 << 20];
            for _ in 0..100 {
                zip.write_all(&blanks).unwrap();
            }
        }
    }
    zip.finish().unwrap().into_inner()
}

async fn a_zip_bomb_is_refused(on: On) {
    let f = Fixture::new(on).await;
    let bomb = bomb();
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(reason(&f.import(&bomb, true).await), "sheet-unpacks-too-large");
}

async fn rows_with_mistakes_are_named_and_the_others_are_kept(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 8);
    rows[1][5] = "101".to_owned();
    rows[2][1] = "7.70102E+17".to_owned();
    let swapped: String = {
        let mut digits: Vec<char> = rows[3][1].chars().collect();
        digits.swap(15, 16);
        digits.into_iter().collect()
    };
    rows[3][1] = if swapped == rows[3][1] { format!("{}0", &swapped[..17]) } else { swapped };
    rows[4][2] = "铣工".to_owned();
    rows[5][4] = "2026-12-01".to_owned();
    let import = f.import(csv(&TITLES, &rows).as_bytes(), true).await;
    assert_eq!((import.rows.total, import.rows.bad, import.rows.entered), (8, 5, 3));
    let found = f.findings(import.id).await;
    assert_eq!(
        found,
        [
            (3, "evaluation-score-range"),
            (4, "document-digits-lost"),
            (5, "document-wrong-check-character"),
            (6, "filing-occupation"),
            (7, "evaluation-exam-in-future"),
        ]
    );
    let page = f.area.findings(&f.clerk(), import.id, &PageRequest::default()).await.unwrap();
    let shown = &page.items[2];
    assert_eq!(shown.heading, "证件号码");
    assert!(shown.value.contains("****") && !rows[3][1].is_empty(), "{}", shown.value);
    // Page after page gives the same.
    let first = PageRequest { after: None, limit: Some(2) };
    let first = f.area.findings(&f.clerk(), import.id, &first).await.unwrap();
    let rest = PageRequest { after: first.next, limit: Some(9) };
    let rest = f.area.findings(&f.clerk(), import.id, &rest).await.unwrap();
    assert_eq!((first.items.len(), rest.items.len(), rest.items[0].row), (2, 3, 5));
}

async fn names_that_look_like_code_stay_text(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 5);
    for (row, name) in rows.iter_mut().zip([
        "=HYPERLINK(0)",
        "@SUM(1+1)",
        "Robert'); DROP TABLE candidate;--",
        "<script>alert(1)</script>",
        "示例·阿里",
    ]) {
        row[0] = name.to_owned();
    }
    let import = f.import(&xlsx(&TITLES, &rows), true).await;
    assert_eq!((import.rows.bad, import.rows.entered), (4, 1));
    let codes: Vec<_> = f.findings(import.id).await.iter().map(|(_, code)| *code).collect();
    assert!(codes.iter().all(|code| code.starts_with("name-")), "{codes:?}");
    let mut report = Vec::new();
    f.area.report(&f.clerk(), import.id, &mut report).await.unwrap();
    let mut parts = zip::ZipArchive::new(Cursor::new(report.clone())).unwrap();
    let mut sheet = String::new();
    let mut part = parts.by_name("xl/worksheets/sheet1.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut sheet).unwrap();
    assert!(!sheet.contains("<f>"), "no cell of a report is a formula");
    let mut reader = SheetReader::open(Cursor::new(report), &OpenOptions::default()).unwrap();
    let first = reader.next_row().unwrap().unwrap();
    assert_eq!(first.cells[0], sheets::Cell::Text("=HYPERLINK(0)".to_owned()));
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM candidate").await, 1);
}

async fn retired_and_future_divisions_are_told(on: On) {
    let f = Fixture::new(on).await;
    let titles: Vec<&str> = TITLES.into_iter().chain(["所在地区代码"]).collect();
    let rows: Vec<Vec<String>> = (1..)
        .zip(["770182", "999999", "770107", "770102", "", "晨光市朝霞区"])
        .map(|(n, code)| {
            let mut row = row(n, "80", "80");
            row.push(code.to_owned());
            row
        })
        .collect();
    let import = f.import(&xlsx(&titles, &rows), true).await;
    let found = f.findings(import.id).await;
    assert_eq!(
        found,
        [
            (2, "evaluation-division-retired"),
            (3, "evaluation-division-unknown"),
            (4, "evaluation-division-future"),
        ]
    );
    assert_eq!(import.rows.entered, 3);
    let there = f.count("SELECT COUNT(*) AS n FROM person WHERE division = 770102").await;
    assert!(there >= 1, "the code of the row is the person's division");
    // The same within document numbers: of the future it is refused, a retired one is for life.
    let birth = "1990-01-01".parse().unwrap();
    let mut rows = passing(11, 2);
    for (row, code) in rows.iter_mut().zip([770_107, 770_182]) {
        let division = kernel::DivisionCode::new(code).unwrap();
        row[1] = people::citizen_number(division, birth, 1).unwrap();
    }
    let import = f.import(&xlsx(&TITLES, &rows), true).await;
    assert_eq!(f.findings(import.id).await, [(2, "document-division-in-future")]);
    assert_eq!(import.rows.entered, 1);
}

async fn one_person_twice_is_told_at_both_rows(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 4);
    rows.push(row(2, "80", "90"));
    rows.push(row(3, "80", "75.5"));
    rows[5][0] = "示例别人".to_owned();
    let import = f.import(&xlsx(&TITLES, &rows), true).await;
    assert_eq!((import.rows.total, import.rows.bad, import.rows.entered), (6, 4, 2));
    assert_eq!(
        f.findings(import.id).await,
        [
            (3, "evaluation-twice"),
            (4, "evaluation-twice-other-name"),
            (6, "evaluation-twice"),
            (7, "evaluation-twice-other-name"),
        ]
    );
}

async fn a_person_under_another_name_is_not_entered(on: On) {
    let f = Fixture::new(on).await;
    f.import(&xlsx(&TITLES, &passing(1, 1)), true).await;
    let mut rows = passing(1, 2);
    rows[0][0] = "示例改名".to_owned();
    let import = f.import(&xlsx(&TITLES, &rows), false).await;
    assert!(matches!(import.state, ImportState::Refused { .. }), "told before anything is entered");
    assert_eq!(f.findings(import.id).await, [(2, "evaluation-other-name")]);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 1);
}

async fn a_file_full_of_mistakes_is_given_back(on: On) {
    let mut f = Fixture::new(on).await;
    f.area = f.area.with_most_findings(5_000);
    let row = "示例1,1,x,x,x,x,x\r\n";
    let text = format!("{}{}", csv(&TITLES, &[]), row.repeat(4_000));
    let import = f.import(text.as_bytes(), true).await;
    assert_eq!(reason(&import), "evaluation-too-many-findings");
    assert_eq!(import.rows.entered, 0);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM blob_file").await, 0);
}

/// Gives some bytes and then breaks.
struct Broken(usize);

impl std::io::Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(1).ok_or(std::io::ErrorKind::ConnectionReset)?;
        buffer.fill(b'x');
        Ok(buffer.len())
    }
}

async fn an_interrupted_upload_leaves_no_import(on: On) {
    let f = Fixture::new(on).await;
    let command =
        NewImport { body: f.body, file_name: "断.csv".to_owned(), exam_on: None, keep_good: true };
    let broken = f.area.start_import(&f.clerk(), None, command, Broken(200)).await;
    assert_eq!(broken.unwrap_err().code(), "problem-file-unreadable");
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM import").await, 0);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM job").await, 0);
}

async fn nothing_personal_stands_outside_the_vault(on: On) {
    let f = Fixture::new(on).await;
    let mut rows = passing(1, 3);
    let planted = "欧阳植标";
    rows[0][0] = planted.to_owned();
    rows[1][0] = format!("{planted}1");
    rows[1][1] = format!("{}9", &rows[1][1][..17]);
    let command = NewImport {
        body: f.body,
        file_name: format!("{planted}.xlsx"),
        exam_on: None,
        keep_good: true,
    };
    let file = xlsx(&TITLES, &rows);
    f.area.start_import(&f.clerk(), None, command, &file[..]).await.unwrap();
    f.work().await;
    f.release().await;
    assert_eq!(f.numbers().await.len(), 2);
    for sql in [
        "SELECT action || kind || data AS t FROM history",
        "SELECT kind || data AS t FROM fact",
        "SELECT payload || COALESCE(last_error, '') AS t FROM job",
        "SELECT outcome || created_by AS t FROM import",
        "SELECT column_word || code AS t FROM import_finding",
        "SELECT outcome || prepared_by AS t FROM run",
        "SELECT parts || decision || COALESCE(variant, '') AS t FROM candidate",
        "SELECT answer AS t FROM idempotency",
    ] {
        let mut conn = f.store.read().await.unwrap();
        for row in conn.fetch_all(sql, store::args![]).await.unwrap() {
            let text: String = row.get("t").unwrap();
            let identifies = [planted, &rows[0][1][6..], &rows[1][1][6..]];
            assert!(!identifies.iter().any(|part| text.contains(part)), "{sql}");
        }
    }
    let On::Sqlite = on else { return };
    f.store.close().await;
    let bytes = std::fs::read(f.db.folder().join("kaogong.db")).unwrap();
    for part in [planted, &rows[0][1], &rows[1][1]] {
        let found = bytes.windows(part.len()).any(|window| window == part.as_bytes());
        assert!(!found, "the database file holds a planted identifier");
    }
}
