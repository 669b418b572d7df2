//! What comes out is read back with the tools of others: poppler and zbar.

mod documents;

use crate::fonts::tests::shared;
use crate::sheet::{A4, Op};
use crate::*;
use kernel::Instant;
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;

const MADE: Instant = Instant::from_micros(1_795_449_600_000_000);
const JPEG: &[u8] = include_bytes!("../../testdata/gradient.jpg");
const CMYK: &[u8] = include_bytes!("../../testdata/cmyk.jpg");
const CODE: &str = "https://skills.example.org/c/7Hq2mT9xKd4VbWc8Rz5NpY";
const FIFTY: &str = "阿卜杜热合曼·买买提吐尔逊·示例阿卜杜热合曼·买买提吐尔逊·示例阿卜杜热合曼·买买提吐尔逊·示例阿卜";

fn face() -> CertificateFace<'static> {
    CertificateFace {
        body_text: "本证书由示例省职业技能评价中心颁发，表明持证人通过本机构组织的职业技能等级认定，具备该职业（工种）相应技能等级水平。",
        name: "欧阳示例",
        document_kind: "居民身份证",
        document_number: "770101199003072316",
        occupation: "电工",
        variant: None,
        level: "三级/高级工",
        number: "S000077010012263000123",
        body_name: "示例省职业技能评价中心",
        issue_date: "2026年11月24日",
        photo: None,
        code: CODE,
        lookups: &[
            "证书查询：http://jndj.osta.org.cn（2026年11月）",
            "机构查询：http://pjjg.osta.org.cn（2026年11月）",
        ],
        print_serial: Some("0000123"),
        watermark: None,
        english: None,
    }
}

fn english() -> EnglishFace<'static> {
    EnglishFace {
        body_text: Some("The holder has passed the skill-level evaluation held by this body."),
        document_kind: Some("Citizen identity card"),
        occupation: Some("Electrician"),
        variant: None,
        level: Some("Level 3 / Senior worker"),
        body_name: Some("Example Province Vocational Skills Evaluation Centre"),
        issue_date: Some("24 November 2026"),
    }
}

fn pdf(face: &CertificateFace<'_>) -> Vec<u8> {
    certificate(shared(), face).unwrap().to_pdf(MADE, None).unwrap()
}

/// Runs a tool in a folder and returns what it prints.
fn run(folder: &Path, package: &str, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|e| panic!("{program} cannot run ({e}): apt-get install {package}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn poppler(pdf: &[u8], program: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sheet.pdf"), pdf).unwrap();
    run(folder.path(), "poppler-utils", program, arguments)
}

/// The text of pages as poppler reads it, without spaces and line ends.
fn text_of(pdf: &[u8], arguments: &[&str]) -> String {
    let arguments = [arguments, &["sheet.pdf", "-"]].concat();
    poppler(pdf, "pdftotext", &arguments).chars().filter(|c| !c.is_whitespace()).collect()
}

/// What zbar reads from a picture.
fn scan(png: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.png"), png).unwrap();
    run(folder.path(), "zbar-tools", "zbarimg", &["--quiet", "--raw", "page.png"]).trim().to_owned()
}

fn picture_of(pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sheet.pdf"), pdf).unwrap();
    run(
        folder.path(),
        "poppler-utils",
        "pdftoppm",
        &["-r", "150", "-png", "-singlefile", "sheet.pdf", "page"],
    );
    std::fs::read(folder.path().join("page.png")).unwrap()
}

#[test]
fn the_text_of_a_certificate_reads_back() {
    let face = face();
    let text = text_of(&pdf(&face), &[]);
    let values = [
        face.body_text,
        face.name,
        face.document_kind,
        face.document_number,
        face.occupation,
        "--",
    ];
    let more = [
        face.level,
        face.number,
        face.body_name,
        face.issue_date,
        "职业技能等级证书",
        "印制编号0000123",
        "照片",
    ];
    for value in values.iter().chain(&more).chain(face.lookups) {
        assert!(text.contains(value), "{value} in {text}");
    }
}

#[test]
fn the_english_half_reads_back_and_changes_no_chinese() {
    let face = CertificateFace { english: Some(english()), ..face() };
    let text = text_of(&pdf(&face), &[]);
    for value in [
        "CertificateofVocationalSkillLevel",
        "Documentnumber",
        "Electrician",
        "Level3/Seniorworker",
    ] {
        assert!(text.contains(value), "{value} in {text}");
    }
    assert!(text.contains(face.name) && text.contains(face.body_text));
}

#[test]
fn every_typeface_is_embedded_in_part_and_mapped_to_unicode() {
    let fonts = poppler(&pdf(&face()), "pdffonts", &["sheet.pdf"]);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 3, "text, title, fill: {fonts}");
    for row in rows {
        assert!(row.contains("yes yes yes"), "{row}");
    }
}

#[test]
fn the_file_is_tagged_archival_and_dated_by_the_caller() {
    let pdf = pdf(&face());
    let info = poppler(&pdf, "pdfinfo", &["sheet.pdf"]);
    let field = |name: &str| {
        let line = info
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap_or_else(|| panic!("{name} in {info}"));
        line[name.len() + 1..].trim().to_owned()
    };
    assert_eq!(field("Title"), "职业技能等级证书 S000077010012263000123");
    assert_eq!(field("Tagged"), "yes");
    assert_eq!(field("Pages"), "1");
    assert!(field("Page size").contains("(A4)"));
    let meta = poppler(&pdf, "pdfinfo", &["-meta", "sheet.pdf"]);
    for claim in [
        "<pdfaid:part>3",
        "<pdfaid:conformance>A",
        "<pdfuaid:part>1",
        "zh-CN",
        "2026-11-23T16:00:00",
    ] {
        assert!(meta.contains(claim), "{claim} in {meta}");
    }
    let structure = poppler(&pdf, "pdfinfo", &["-struct-text", "sheet.pdf"]);
    assert!(structure.contains("职业技能等级证书") && structure.contains("H1"), "{structure}");
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let face = CertificateFace { photo: Some(JPEG), watermark: Some("演示数据"), ..face() };
    assert_eq!(pdf(&face), pdf(&face));
    let again = certificate(&Fonts::embedded(), &face).unwrap().to_pdf(MADE, None).unwrap();
    assert_eq!(pdf(&face), again);
}

#[test]
fn the_code_scans_on_paper_on_a_picture_and_under_a_watermark() {
    let face = CertificateFace { watermark: Some("演示数据"), ..face() };
    assert_eq!(scan(&picture_of(&pdf(&face))), CODE);
    assert_eq!(scan(&certificate(shared(), &face).unwrap().to_png(0, 110).unwrap()), CODE);
}

#[test]
fn what_is_printed_over_a_watermark_stays_readable() {
    let light = |ink: crate::sheet::Ink| {
        let part = |value: u8| (f64::from(value) / 255.0).powf(2.2);
        let [red, green, blue] = ink.rgb().map(part);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    use crate::sheet::Ink::{Black, Soft, Water, White};
    assert!(light(Water) / light(Soft) > 5.5, "labels and notes over it");
    assert!(light(Water) / light(Black) > 13.0, "values over it");
    assert!(light(White) / light(Water) < 1.2, "it is fainter than anything that is read");
    assert!(light(White) / light(Water) > 1.1, "and is seen");
}

#[test]
fn names_of_all_kinds_read_back() {
    for name in ["示例𬭚", "示例𠮷", "𬀩示例", "镕㼆", "雨", FIFTY, "MARIA-JOSÉ Ñandú ÖZGÜR"]
    {
        let text = text_of(&pdf(&CertificateFace { name, ..face() }), &[]);
        let wanted: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(text.contains(&wanted), "{name} in {text}");
    }
    assert_eq!(FIFTY.chars().count(), 50);
}

#[test]
fn a_name_that_cannot_be_shown_is_refused() {
    let refused =
        certificate(shared(), &CertificateFace { name: "示例\u{2ebf0}", ..face() }).unwrap_err();
    assert_eq!(refused, PrintError::MissingGlyphs(vec!['\u{2ebf0}']));
    let problem = kernel::Problem::from(refused);
    assert_eq!(problem.code(), "print-missing-glyphs");
    assert_eq!(problem.args(), [("characters", "\u{2ebf0} (U+2EBF0)".to_owned())]);
}

#[test]
fn photos_are_carried_as_they_came_and_broken_ones_refused() {
    let list = poppler(
        &pdf(&CertificateFace { photo: Some(JPEG), ..face() }),
        "pdfimages",
        &["-list", "sheet.pdf"],
    );
    let row = list.lines().nth(2).unwrap_or_default();
    assert!(row.contains(" 50 ") && row.contains(" 70 ") && row.contains("jpeg"), "{list}");

    let png = certificate(shared(), &face()).unwrap().to_png(0, 20).unwrap();
    let list = poppler(
        &pdf(&CertificateFace { photo: Some(&png), ..face() }),
        "pdfimages",
        &["-list", "sheet.pdf"],
    );
    assert!(list.lines().count() >= 3, "{list}");

    for broken in [&b"GIF89a"[..], &JPEG[..40], &png[..20], CMYK, b""] {
        let refused = certificate(shared(), &CertificateFace { photo: Some(broken), ..face() });
        assert!(
            matches!(refused, Err(PrintError::Photo(_))),
            "{:?}",
            &broken[..broken.len().min(8)]
        );
    }
    // A PNG whose head is sound and whose body is not is found when it is decoded.
    let torn = CertificateFace { photo: Some(&png[..png.len() / 2]), ..face() };
    let sheet = certificate(shared(), &torn).unwrap();
    assert!(matches!(sheet.to_pdf(MADE, None), Err(PrintError::Photo(_))));
    assert!(matches!(sheet.to_png(0, 50), Err(PrintError::Photo(_))));
}

#[test]
fn a_picture_shows_the_photo_where_the_paper_does() {
    let sheet = certificate(shared(), &CertificateFace { photo: Some(JPEG), ..face() }).unwrap();
    let picture = tiny_skia::Pixmap::decode_png(&sheet.to_png(0, 72).unwrap()).unwrap();
    assert_eq!((picture.width(), picture.height()), (595, 842));
    let Some(Op::Photo { area, .. }) =
        sheet.pages[0].iter().map(|(_, op)| op).find(|op| matches!(op, Op::Photo { .. }))
    else {
        panic!("the photo is on the page");
    };
    let middle = ((area.x + area.width / 2.0) as u32, (area.y + area.height / 2.0) as u32);
    let pixel = picture.pixel(middle.0, middle.1).unwrap();
    // The test picture is about (115, 125, 130) in its middle.
    for (value, wanted) in [(pixel.red(), 115_i16), (pixel.green(), 125), (pixel.blue(), 130)] {
        assert!((i16::from(value) - wanted).abs() < 12, "{pixel:?}");
    }
    assert_eq!(sheet.to_png(1, 72), Err(PrintError::NoSuchPage(1)));
}

#[test]
fn the_credential_travels_inside() {
    let json = br#"{"type":["VerifiableCredential"]}"#;
    let file = Attachment {
        name: "credential.json",
        media_type: "application/json",
        description: "可验证凭证 Verifiable credential",
        bytes: json,
    };
    let folder = tempfile::tempdir().unwrap();
    let pdf = certificate(shared(), &face()).unwrap().to_pdf(MADE, Some(file)).unwrap();
    std::fs::write(folder.path().join("sheet.pdf"), pdf).unwrap();
    run(folder.path(), "poppler-utils", "pdfdetach", &["-saveall", "sheet.pdf"]);
    assert_eq!(std::fs::read(folder.path().join("credential.json")).unwrap(), json);
}

/// Boxes of the upright lines of a page: left, top, right, bottom.
fn boxes(sheet: &Sheet, page: usize) -> Vec<(String, [f32; 4])> {
    let mut boxes = Vec::new();
    for (_, op) in &sheet.pages[page] {
        if let Op::Text { line, x, baseline, turn, .. } = op
            && *turn == 0.0
            && !line.glyphs.is_empty()
        {
            let area =
                [*x, baseline - line.size * 0.8, x + line.width(), baseline + line.size * 0.12];
            boxes.push((line.text(), area));
        }
    }
    boxes
}

/// Nothing leaves the page's margin, nothing lies on anything else.
fn assert_tidy(sheet: &Sheet, margin: f32) {
    for page in 0..sheet.pages() {
        let boxes = boxes(sheet, page);
        for (i, (text, a)) in boxes.iter().enumerate() {
            let inside = a[0] >= margin
                && a[1] >= margin
                && a[2] <= A4.0 - margin
                && a[3] <= A4.1 - margin + 8.0;
            assert!(inside, "{text} leaves the page: {a:?}");
            for (other, b) in &boxes[i + 1..] {
                let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                assert!(apart, "{text} {a:?} lies on {other} {b:?}");
            }
        }
    }
}

#[test]
fn the_longest_official_names_fit() {
    let face = CertificateFace {
        name: FIFTY,
        occupation: "其他纺织品、服装和皮革、毛皮制品加工制作人员及火工品制造、保管、爆破及焰火产品制造人员",
        variant: Some("运输设备和通用工程机械操作人员及有关人员（含增材制造设备操作方向）"),
        body_name: "示例省示例市示例县示例经济技术开发区示例重型机械制造（集团）股份有限公司第一分公司职业技能等级认定评价中心",
        ..face()
    };
    assert_tidy(&certificate(shared(), &face).unwrap(), 40.0);
    let both = CertificateFace { english: Some(english()), ..face };
    assert_tidy(&certificate(shared(), &both).unwrap(), 40.0);
}

#[test]
fn what_is_too_long_is_refused_by_name() {
    let endless = "示例".repeat(300);
    let name = certificate(shared(), &CertificateFace { name: &endless, ..face() });
    assert_eq!(name.unwrap_err(), PrintError::DoesNotFit("name"));
    let body = certificate(shared(), &CertificateFace { body_text: &endless.repeat(3), ..face() });
    assert_eq!(body.unwrap_err(), PrintError::DoesNotFit("body-text"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_certificate_is_tidy_or_refused(
        name in "[示例·工王]{1,50}",
        occupation in "[示例（）、操作员abc]{1,70}",
        variant in "[示例工种]{0,60}",
        body_name in "[示例省市公司（）]{1,80}",
        body_text in "[示例，。本证书]{20,260}",
        bilingual in any::<bool>(),
    ) {
        let face = CertificateFace {
            name: &name, occupation: &occupation, body_name: &body_name, body_text: &body_text,
            variant: (!variant.is_empty()).then_some(variant.as_str()),
            english: bilingual.then(english),
            ..face()
        };
        match certificate(shared(), &face) {
            Ok(sheet) => assert_tidy(&sheet, 40.0),
            Err(error) => prop_assert!(matches!(error, PrintError::DoesNotFit(_)), "{error}"),
        }
    }
}
