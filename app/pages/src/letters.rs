//! 文书: a letter as it went out, with its English text for reading.

use crate::cases::{name_sample, office_sample};
use crate::samples::{Sample, as_official, day, sample};
use approval::LetterPage as LetterText;
use askama::Template;
use kernel::CivilDate;
use web_kit::Visit;

/// A letter.
#[derive(Template)]
#[template(path = "letters/one.html")]
pub struct LetterPage {
    /// The request.
    pub v: Visit,
    /// Where one came from: text and address.
    pub from: (String, String),
    /// The name of the office.
    pub office: String,
    /// Its number as printed.
    pub number: String,
    /// The day.
    pub on: CivilDate,
    /// The letter, in Chinese.
    pub letter: LetterText,
    /// The same in English, for reading.
    pub english: LetterText,
    /// This page; `.pdf` and `.png` stand beside it.
    pub href: String,
}

impl LetterPage {
    /// The day as letters print it.
    fn printed_day(&self) -> String {
        platform::paper::printed_day(self.on)
    }

    /// The lines of a paragraph, each with whether it begins further in.
    fn lines(paragraphs: &[String]) -> Vec<(&str, bool)> {
        let lines = paragraphs.iter().flat_map(|paragraph| paragraph.lines());
        // The first line says to whom it is written.
        lines.enumerate().map(|(n, line)| (line, n > 0)).collect()
    }

    /// A notice of acceptance.
    pub fn sample(v: Visit) -> Self {
        let text = |title: &str, first: &str, second: &str| LetterText {
            title: title.to_owned(),
            paragraphs: vec![first.to_owned(), second.to_owned()],
        };
        LetterPage {
            from: (v.t.get("letter-back-case"), "/cases/1".to_owned()),
            office: office_sample(&v),
            number: "技评备〔2026〕7号".to_owned(),
            on: day(2026, 11, 17),
            letter: text("受理通知书", "示例焊接技师学院：", "我单位决定予以受理。"),
            english: text(
                "Notice of acceptance",
                &format!("To {}:", name_sample(&v)),
                "We have taken your application in.",
            ),
            href: "/letters/1".to_owned(),
            v: as_official(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    vec![sample("letter", &LetterPage::sample(v.clone()))]
}
