//! Letters, lists, slips and codes for pages.

use super::{MADE, assert_tidy, picture_of, poppler, scan, text_of};
use crate::fonts::tests::shared;
use crate::*;
use kernel::Lang;

fn letter(rows: usize) -> Sheet {
    let head = DocumentHead {
        title: "示例批次成绩名单",
        lang: Lang::Zh,
        above: Some("示例省职业技能评价中心　2026年11月24日"),
        code: Some("https://skills.example.org/r/17"),
        watermark: Some("演示数据"),
    };
    let mut letter = Document::new(shared(), &head).unwrap();
    letter.paragraph("各部分成绩均达到60分及以上者为合格。").unwrap();
    letter
        .values(&[("批次编号", "PC-2026-0017"), ("考核地点", "示例市示例区示例路88号第三实训楼")])
        .unwrap();
    letter.heading("成绩名单").unwrap();
    let columns = [
        Column { title: "姓名", share: 2.0, align: Align::Left },
        Column { title: "等级", share: 1.0, align: Align::Centre },
        Column { title: "成绩", share: 1.0, align: Align::Right },
    ];
    let rows: Vec<Vec<String>> = (0..rows)
        .map(|i| {
            vec![
                format!("示例人员{i:03}{}", "·长名".repeat(i % 13)),
                "三级/高级工".to_owned(),
                "85.5".to_owned(),
            ]
        })
        .collect();
    letter.table(&columns, &rows).unwrap();
    letter.signatures(&["考评组长（签字）", "评价机构（盖章）"]).unwrap();
    letter.finish().unwrap()
}

#[test]
fn a_list_repeats_its_heads_numbers_its_pages_and_loses_no_row() {
    let sheet = letter(120);
    assert_tidy(&sheet, 40.0);
    let pages = sheet.pages();
    assert!(pages >= 4);
    let pdf = sheet.to_pdf(MADE, None).unwrap();
    for page in 1..pages {
        let number = page.to_string();
        let text = text_of(&pdf, &["-f", &number, "-l", &number]);
        assert!(text.contains("等级") && text.contains("成绩"), "heads on page {page}: {text}");
        assert!(text.contains(&format!("第{page}页，共{pages}页")), "{text}");
    }
    let all = text_of(&pdf, &[]);
    for row in 0..120 {
        assert_eq!(all.matches(&format!("示例人员{row:03}")).count(), 1, "row {row}");
    }
    assert!(all.contains("评价机构（盖章）"));
    assert_eq!(scan(&picture_of(&pdf)), "https://skills.example.org/r/17");
    // The repeated heads are decoration: someone who hears the table hears them once.
    let structure = poppler(&pdf, "pdfinfo", &["-struct-text", "sheet.pdf"]);
    assert_eq!(structure.matches("\"等级\"").count(), 1, "{structure}");
}

#[test]
fn a_short_document_has_one_page_without_a_number() {
    let sheet = letter(3);
    assert_eq!(sheet.pages(), 1);
    assert!(!text_of(&sheet.to_pdf(MADE, None).unwrap(), &[]).contains("共1页"));
}

#[test]
fn a_row_higher_than_a_page_is_refused() {
    let head =
        DocumentHead { title: "示例", lang: Lang::En, above: None, code: None, watermark: None };
    let mut document = Document::new(shared(), &head).unwrap();
    let columns = [Column { title: "Text", share: 1.0, align: Align::Left }];
    let refused = document.table(&columns, &[vec!["示例".repeat(5000)]]);
    assert_eq!(refused, Err(PrintError::DoesNotFit("table-row")));
}

#[test]
fn a_slip_shows_login_code_and_end_in_both_languages() {
    for (lang, until) in [(Lang::Zh, "有效期至"), (Lang::En, "Validuntil")] {
        let slip = ActivationSlip {
            system: "示范省职业技能平台",
            lang,
            person: "示例王",
            login: "wang-7701",
            code: "K7QM4T9XJ2RB",
            expires: "2026-11-27 18:00",
            address: "https://skills.example.org/activate",
            purpose: lang.pick("首次登录一次性代码", "One-time code for your first sign-in"),
            watermark: None,
        };
        let sheet = activation_slip(shared(), &slip).unwrap();
        assert_tidy(&sheet, 40.0);
        assert_eq!(sheet.pages(), 1);
        let pdf = sheet.to_pdf(MADE, None).unwrap();
        let text = text_of(&pdf, &[]);
        for value in ["wang-7701", "K7QM4T9XJ2RB", until, "2026-11-2718:00"] {
            assert!(text.contains(value), "{value} in {text}");
        }
        assert_eq!(scan(&picture_of(&pdf)), slip.address, "the code is not in the QR code");
    }
}

#[test]
fn a_code_for_a_page_scans() {
    let svg = qr_svg("https://skills.example.org/check", "查验").unwrap();
    // The path is drawn by our own means: bars of one module each.
    let path = svg.split("d=\"").nth(2).unwrap().split('"').next().unwrap();
    let side: u32 =
        svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let mut picture = tiny_skia::Pixmap::new(side * 6, side * 6).unwrap();
    picture.fill(tiny_skia::Color::WHITE);
    for bar in path.split('M').skip(1) {
        let numbers: Vec<f32> =
            bar.split(['h', 'v', 'z', ' ', '-']).filter_map(|part| part.parse().ok()).collect();
        let [x, y, width, height, back] = numbers[..] else { panic!("{bar} is a bar") };
        assert_eq!((height, back), (1.0, width));
        let area = tiny_skia::Rect::from_xywh(x * 6.0, y * 6.0, width * 6.0, 6.0).unwrap();
        picture.fill_rect(
            area,
            &tiny_skia::Paint::default(),
            tiny_skia::Transform::identity(),
            None,
        );
    }
    assert_eq!(scan(&picture.encode_png().unwrap()), "https://skills.example.org/check");
}
