//! What is printed: the areas' records laid out on paper, the same for pages, API and command line.

use crate::App;
use approval::Letter;
use certificates::OpenedCertificate;
use chrono::Datelike as _;
use designations::{Designation, Round};
use kernel::{CivilDate, Lang, Problem, Result};
use print::{
    Attachment, CertificateFace, Document, DocumentHead, Fonts, PrintError, Sheet, certificate,
};
use std::sync::LazyLock;

/// The sentence that says who certifies what (证书正文).
pub const CERTIFICATE_WORDS: &str =
    "本证书表明持证人通过本机构组织的职业技能等级认定，具备该职业（工种）相应技能等级水平。";

/// Where the country's register of certificates and that of bodies are asked (facts: the face of the
/// certificate names both addresses).
pub const LOOKUPS: [&str; 2] =
    ["证书信息查询网址：http://jndj.osta.org.cn", "机构信息查询网址：http://pjjg.osta.org.cn"];

/// Sharp enough to be read and scanned from a telephone, small enough to be sent.
const PICTURE_DPI: u16 = 150;

/// The typefaces inside the program, read when something is first printed.
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// The typefaces.
pub fn fonts() -> &'static Fonts {
    &FONTS
}

/// A refusal of the printer as people see it.
pub fn refused(error: PrintError) -> Problem {
    match &error {
        // No detail for the log: the characters are those of a name.
        PrintError::MissingGlyphs(missing) => Problem::conflict("print-missing-glyphs")
            .arg("characters", missing.iter().collect::<String>()),
        PrintError::DoesNotFit(_) => Problem::conflict("print-does-not-fit").detail(error),
        PrintError::Photo(_) => Problem::conflict("print-photo-unreadable").detail(error),
        _ => Problem::internal(error),
    }
}

/// A day as certificates print it.
pub fn printed_day(day: CivilDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The certificate's sheet. It shows the number of the document in full, for it is the holder's own.
///
/// # Errors
/// `print-missing-glyphs` and `print-does-not-fit`.
pub fn certificate_sheet(app: &App, opened: &OpenedCertificate) -> Result<Sheet> {
    let one = &opened.certificate;
    let document = opened.personal.documents.first();
    let occupation = app.occupation_name(one.occupation, one.exam_on);
    let face = CertificateFace {
        body_text: CERTIFICATE_WORDS,
        name: opened.personal.name.reveal(),
        document_kind: document.map_or("", |d| d.number.kind().name(Lang::Zh)),
        document_number: document.map_or("", |d| d.number.reveal()),
        occupation: &occupation,
        variant: one.variant.as_deref(),
        level: one.level.printed(Lang::Zh),
        number: &one.number,
        body_name: &opened.body.name,
        issue_date: &printed_day(one.issued_on),
        photo: None,
        code: &opened.check_url,
        lookups: &LOOKUPS,
        print_serial: None,
        watermark: app.store.is_demo().then_some("演示数据"),
        english: None,
    };
    certificate(fonts(), &face).map_err(refused)
}

/// The certificate as PDF/A-3a, with the signed credential inside.
///
/// # Errors
/// As [`certificate_sheet`].
pub fn certificate_pdf(app: &App, opened: &OpenedCertificate) -> Result<Vec<u8>> {
    let made = kernel::Instant::start_of(opened.certificate.issued_on);
    let attachment = Attachment {
        name: "credential.json",
        media_type: "application/json",
        description: "可验证凭证 / verifiable credential",
        bytes: opened.credential.as_bytes(),
    };
    certificate_sheet(app, opened)?.to_pdf(made, Some(attachment)).map_err(refused)
}

/// The certificate as a picture to keep with a long press.
///
/// # Errors
/// As [`certificate_sheet`].
pub fn certificate_png(app: &App, opened: &OpenedCertificate) -> Result<Vec<u8>> {
    certificate_sheet(app, opened)?.to_png(0, PICTURE_DPI).map_err(refused)
}

/// A letter (文书) with the office's name above, its number, and room for the seal. `english` adds the
/// English text below, marked as for reading.
fn letter_sheet(
    app: &App,
    letter: &Letter,
    office: &str,
    english: bool,
) -> std::result::Result<Sheet, PrintError> {
    let text = letter.page(Lang::Zh);
    let head = DocumentHead {
        title: &text.title,
        lang: Lang::Zh,
        above: Some(office),
        code: None,
        watermark: app.store.is_demo().then_some("演示数据"),
    };
    let mut document = Document::new(fonts(), &head)?;
    document.note(&letter.number)?;
    for (n, paragraph) in text.paragraphs.iter().enumerate() {
        match n {
            0 => document.salutation(paragraph)?,
            _ => document.paragraph(paragraph)?,
        }
    }
    let day = printed_day(letter.at.civil_date());
    document.closing(&[office, &day, "（盖章处）"])?;
    if english {
        let text = letter.page(Lang::En);
        document.cut();
        document.heading(&text.title)?;
        document.note("English, for reading only. The Chinese text is the letter.")?;
        for paragraph in &text.paragraphs {
            document.salutation(paragraph)?;
        }
    }
    document.finish()
}

/// The letter as PDF, with the English text for whoever reads English.
///
/// # Errors
/// `print-missing-glyphs` and `print-does-not-fit`.
pub fn letter_pdf(app: &App, letter: &Letter, office: &str, lang: Lang) -> Result<Vec<u8>> {
    let sheet = letter_sheet(app, letter, office, lang == Lang::En).map_err(refused)?;
    sheet.to_pdf(letter.at, None).map_err(refused)
}

/// The letter as a picture to keep with a long press.
///
/// # Errors
/// As [`letter_pdf`].
pub fn letter_png(app: &App, letter: &Letter, office: &str) -> Result<Vec<u8>> {
    let sheet = letter_sheet(app, letter, office, false).map_err(refused)?;
    sheet.to_png(0, PICTURE_DPI).map_err(refused)
}

/// The plate of a designation (牌匾): what, whose, which number, by whom and until when, with a code
/// that leads to its entry in the public register, where one sees whether it still holds.
///
/// # Errors
/// `print-missing-glyphs` and `print-does-not-fit`.
pub fn plate_pdf(app: &App, one: &Designation, round: &Round) -> Result<Vec<u8>> {
    let draw = || -> std::result::Result<Sheet, PrintError> {
        let code = format!("{}/designations/{}", app.config.public_url, one.id);
        let head = DocumentHead {
            title: &round.kind.name.zh,
            lang: Lang::Zh,
            above: Some(&one.number),
            code: Some(&code),
            watermark: app.store.is_demo().then_some("演示数据"),
        };
        let mut plate = Document::new(fonts(), &head)?;
        plate.large(&one.name)?;
        let (from, until) = (printed_day(one.valid_from), printed_day(one.valid_until));
        let values = [
            ("编号", one.number.as_str()),
            ("有效期自", from.as_str()),
            ("有效期至", until.as_str()),
            ("遴选", round.title.as_str()),
        ];
        plate.values(&values)?;
        plate.paragraph("扫描右上角的二维码，可以查到这块牌匾现在是否有效。")?;
        plate
            .note("Scan the code to see in the public register whether this plate still holds.")?;
        plate.finish()
    };
    let made = kernel::Instant::start_of(one.valid_from);
    draw().and_then(|sheet| sheet.to_pdf(made, None)).map_err(refused)
}
