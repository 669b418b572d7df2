//! The face of a skill-level certificate (人社鉴发〔2021〕1号): A4 upright, one sheet.

mod fields;
mod foot;

use crate::PrintError;
use crate::fonts::{Fonts, Voice};
use crate::sheet::{A4, Area, Ink, Kind, Mark, Op, Photo, Sheet};
use crate::text::{Style, line, paragraph};
use kernel::Lang;

/// The only title allowed on the face.
const TITLE: &str = "职业技能等级证书";
const TITLE_ENGLISH: &str = "Certificate of Vocational Skill Level";

/// 小四, the size prescribed for what is filled in.
const FILL_SIZE: f32 = 12.0;
/// Below this nobody can read it.
const SMALLEST: f32 = 8.0;

const LEFT: f32 = 86.0;
const RIGHT: f32 = A4.0 - LEFT;
const MIDDLE: f32 = A4.0 / 2.0;
/// Where the body text begins.
const BODY_TOP: f32 = 226.0;
/// Where the fields must have ended and the foot begins.
const FOOT_TOP: f32 = 606.0;

/// What a certificate shows. Every text is printed as given; rules and formats are the caller's.
#[derive(Clone, Debug)]
pub struct CertificateFace<'a> {
    /// The sentence that says who certifies what.
    pub body_text: &'a str,
    /// 姓名, exactly as in the record.
    pub name: &'a str,
    /// 证件类型.
    pub document_kind: &'a str,
    /// 证件号码, in full: the paper is the holder's own.
    pub document_number: &'a str,
    /// 职业名称.
    pub occupation: &'a str,
    /// 工种/职业方向; `--` is printed when there is none.
    pub variant: Option<&'a str>,
    /// The level as printed, such as `三级/高级工`.
    pub level: &'a str,
    /// 证书编号.
    pub number: &'a str,
    /// The name of the evaluation body exactly as filed, branch included.
    pub body_name: &'a str,
    /// The day of issue as printed.
    pub issue_date: &'a str,
    /// A one-inch portrait as PNG or JPEG; a frame with the word 照片 without it.
    pub photo: Option<&'a [u8]>,
    /// What the QR code says: the address of the check page.
    pub code: &'a str,
    /// Where to look the certificate and the body up, one line each.
    pub lookups: &'a [&'a str],
    /// 印制编号, when the sheet has one.
    pub print_serial: Option<&'a str>,
    /// Printed large across the face, such as 演示数据.
    pub watermark: Option<&'a str>,
    /// The second language of a Chinese–English face.
    pub english: Option<EnglishFace<'a>>,
}

/// The English half of a Chinese–English face. What has no English is left out.
#[derive(Clone, Debug, Default)]
pub struct EnglishFace<'a> {
    /// The body text.
    pub body_text: Option<&'a str>,
    /// The document kind.
    pub document_kind: Option<&'a str>,
    /// The occupation.
    pub occupation: Option<&'a str>,
    /// The occupation variant.
    pub variant: Option<&'a str>,
    /// The level.
    pub level: Option<&'a str>,
    /// The evaluation body.
    pub body_name: Option<&'a str>,
    /// The day of issue.
    pub issue_date: Option<&'a str>,
}

/// Lays a certificate out.
///
/// # Errors
/// [`PrintError::MissingGlyphs`] when a character of any text cannot be shown,
/// [`PrintError::DoesNotFit`] when a text is too long even in small type,
/// [`PrintError::Photo`] when the photo is no picture.
pub fn certificate(fonts: &Fonts, face: &CertificateFace<'_>) -> Result<Sheet, PrintError> {
    let photo = face.photo.map(Photo::read).transpose()?;
    let mut layout =
        Layout { fonts, face, sheet: Sheet::new(&format!("{TITLE} {}", face.number), Lang::Zh) };
    if let Some(words) = face.watermark {
        // A long watermark is set smaller so that it stays on the sheet.
        let size = (440.0 / words.chars().count().max(1) as f32).min(92.0);
        let words = line(fonts, Style::new(Voice::Text, size).spaced(0.12), words)?;
        layout.sheet.watermark(words);
    }
    layout.frame();
    layout.title()?;
    let body_bottom = layout.body()?;
    layout.fields(body_bottom + 30.0, photo)?;
    layout.foot()?;
    Ok(layout.sheet)
}

struct Layout<'a> {
    fonts: &'a Fonts,
    face: &'a CertificateFace<'a>,
    sheet: Sheet,
}

impl Layout<'_> {
    /// A double line whose inner corners are stepped like the joints of a frame.
    fn frame(&mut self) {
        let outer = Area { x: 0.0, y: 0.0, width: A4.0, height: A4.1 }.inset(34.0);
        self.sheet.frame(outer, 1.4, Ink::Indigo);
        let inner = outer.inset(5.0);
        let (left, top) = (inner.x, inner.y);
        let (right, bottom) = (inner.x + inner.width, inner.y + inner.height);
        const STEP: f32 = 9.0;
        let mut points = Vec::with_capacity(20);
        for (x, y, dx, dy, from_side) in [
            (left, top, STEP, STEP, true),
            (right, top, -STEP, STEP, false),
            (right, bottom, -STEP, -STEP, true),
            (left, bottom, STEP, -STEP, false),
        ] {
            let mut corner = [
                (x, y + 2.0 * dy),
                (x + dx, y + 2.0 * dy),
                (x + dx, y + dy),
                (x + 2.0 * dx, y + dy),
                (x + 2.0 * dx, y),
            ];
            if !from_side {
                corner.reverse();
            }
            points.extend(corner);
            let square = Area { x: x + dx.min(0.0), y: y + dy.min(0.0), width: STEP, height: STEP };
            self.sheet.frame(square.inset(2.2), 0.6, Ink::Indigo);
        }
        let inner = Op::Stroke { points, closed: true, width: 0.5, ink: Ink::Indigo, dash: 0.0 };
        self.sheet.draw(Mark::Decoration, inner);
    }

    fn title(&mut self) -> Result<(), PrintError> {
        let title = line(self.fonts, Style::new(Voice::Title, 34.0).spaced(0.24), TITLE)?;
        let part = self.sheet.part(Kind::Heading(1, TITLE.to_owned()), None);
        self.sheet.centred(Mark::Part(part), title, MIDDLE, 142.0, Ink::Black);
        let mut below = 168.0;
        if self.face.english.is_some() {
            let english =
                line(self.fonts, Style::new(Voice::Text, 12.5).spaced(0.06), TITLE_ENGLISH)?;
            let part = self.sheet.part(Kind::Paragraph, None);
            self.sheet.centred(Mark::Part(part), english, MIDDLE, 166.0, Ink::Indigo);
            below = 186.0;
        }
        for (from, to) in [(MIDDLE - 92.0, MIDDLE - 9.0), (MIDDLE + 9.0, MIDDLE + 92.0)] {
            self.sheet.rule(vec![(from, below), (to, below)], 0.6, Ink::Indigo);
        }
        let diamond = vec![
            (MIDDLE, below - 3.6),
            (MIDDLE + 3.6, below),
            (MIDDLE, below + 3.6),
            (MIDDLE - 3.6, below),
        ];
        self.sheet.draw(Mark::Decoration, Op::Fill { polygons: vec![diamond], ink: Ink::Indigo });
        Ok(())
    }

    /// Sets the body text and returns where it ends.
    fn body(&mut self) -> Result<f32, PrintError> {
        let english = self.face.english.as_ref().and_then(|english| english.body_text);
        let room = if english.is_some() { 4.0 * 22.0 } else { 5.0 * 24.0 };
        let part = self.sheet.part(Kind::Paragraph, None);
        let mut y =
            self.block(part, Voice::Fill, FILL_SIZE, self.face.body_text, (BODY_TOP, room, 2.0))?;
        if let Some(text) = english {
            let part = self.sheet.part(Kind::Paragraph, None);
            y = self.block(part, Voice::Text, 9.5, text, (y + 2.0, 48.0, 1.6))? - 4.0;
        }
        Ok(y)
    }

    /// Sets a paragraph within a height, smaller when it is long. The place is the top, the height and
    /// the leading as a share of the size. Returns where it ends.
    fn block(
        &mut self,
        part: usize,
        voice: Voice,
        wanted: f32,
        text: &str,
        (top, height, leading): (f32, f32, f32),
    ) -> Result<f32, PrintError> {
        let mut size = wanted;
        while size >= SMALLEST {
            // Small type may stand closer, or shrinking would gain little.
            let step = size * if size < wanted { leading - 0.35 } else { leading };
            let indent = if voice == Voice::Fill { size * 2.0 } else { 0.0 };
            let lines = paragraph(self.fonts, Style::new(voice, size), text, RIGHT - LEFT, indent)?;
            if lines.len() as f32 * step <= height + 0.1 {
                let mut baseline = top + size;
                for (i, one) in lines.into_iter().enumerate() {
                    let x = if i == 0 { LEFT + indent } else { LEFT };
                    self.sheet.text(Mark::Part(part), one, x, baseline, Ink::Black);
                    baseline += step;
                }
                return Ok(baseline - size);
            }
            size -= 0.5;
        }
        Err(PrintError::DoesNotFit("body-text"))
    }
}
