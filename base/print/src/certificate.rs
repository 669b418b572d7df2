//! The face of a skill-level certificate (人社鉴发〔2021〕1号): A4 upright, one sheet.

use crate::PrintError;
use crate::fonts::{Fonts, Voice};
use crate::qr::Correction;
use crate::sheet::{A4, Area, Ink, Kind, MM, Mark, Op, Photo, Sheet};
use crate::text::{Fit, Line, Style, balanced, fitted, line, paragraph};
use kernel::Lang;

/// The only title allowed on the face.
const TITLE: &str = "职业技能等级证书";
const TITLE_ENGLISH: &str = "Certificate of Vocational Skill Level";
/// What stands where a certificate has no occupation variant: never nothing.
const NO_VARIANT: &str = "--";

/// 小四, the size prescribed for what is filled in.
const FILL_SIZE: f32 = 12.0;
const SMALLEST: f32 = 8.0;

const LEFT: f32 = 86.0;
const RIGHT: f32 = A4.0 - LEFT;
const MIDDLE: f32 = A4.0 / 2.0;
const LABEL_WIDTH: f32 = 78.0;
const VALUE_LEFT: f32 = LEFT + LABEL_WIDTH + 18.0;
/// One inch: 25 mm × 35 mm.
const PHOTO: (f32, f32) = (25.0 * MM, 35.0 * MM);
const PHOTO_LEFT: f32 = RIGHT - PHOTO.0;
const BODY_TOP: f32 = 226.0;
const FOOT_TOP: f32 = 606.0;
const CODE_SIDE: f32 = 32.0 * MM;

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

/// A labelled value.
struct Field<'a> {
    /// For messages.
    place: &'static str,
    label: &'static str,
    label_english: &'static str,
    value: &'a str,
    value_english: Option<&'a str>,
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

    fn field_list(&self) -> Vec<Field<'_>> {
        let face = self.face;
        let english = face.english.clone().unwrap_or_default();
        let field = |place, label, label_english, value, value_english| Field {
            place,
            label,
            label_english,
            value,
            value_english,
        };
        vec![
            field("name", "姓名", "Name", face.name, None),
            field(
                "document-kind",
                "证件类型",
                "Document kind",
                face.document_kind,
                english.document_kind,
            ),
            field("document-number", "证件号码", "Document number", face.document_number, None),
            field("occupation", "职业名称", "Occupation", face.occupation, english.occupation),
            field(
                "variant",
                "工种/职业方向",
                "Occupation variant",
                face.variant.unwrap_or(NO_VARIANT),
                english.variant,
            ),
            field("level", "职业技能等级", "Skill level", face.level, english.level),
            field("number", "证书编号", "Certificate number", face.number, None),
        ]
    }

    /// Sets photo and fields between `top` and the foot.
    fn fields(&mut self, top: f32, photo: Option<Photo>) -> Result<(), PrintError> {
        self.photo(top, photo)?;
        let bilingual = self.face.english.is_some();
        let photo_bottom = top + PHOTO.1 - 6.0;
        // Comfortable rows first, closer ones when a long name or occupation needs the room.
        for pitch in [34.0_f32, 31.0, 28.0, 25.0, 22.0] {
            let pitch = if bilingual { pitch + 2.0 } else { pitch };
            let mut y = top;
            let mut rows = Vec::new();
            for field in self.field_list() {
                let right = if y < photo_bottom { PHOTO_LEFT - 22.0 } else { RIGHT };
                let row = self.row(&field, right)?;
                let height = pitch.max(row.height + pitch - 19.0);
                rows.push((y, right, row, height));
                y += height;
            }
            if y <= FOOT_TOP - 8.0 {
                for (y, right, row, height) in rows {
                    self.draw_row(row, y, right, height);
                }
                return Ok(());
            }
        }
        Err(PrintError::DoesNotFit("fields"))
    }

    fn row(&self, field: &Field<'_>, right: f32) -> Result<Row, PrintError> {
        let bilingual = self.face.english.is_some();
        let room = right - VALUE_LEFT;
        let label =
            line(self.fonts, Style::new(Voice::Text, 11.0), field.label)?.spread(LABEL_WIDTH);
        let label_english = if bilingual {
            Some(line(self.fonts, Style::new(Voice::Text, 7.5), field.label_english)?)
        } else {
            None
        };
        let fit = Fit { place: field.place, lines: 3, smallest: SMALLEST };
        let style = Style::new(Voice::Fill, FILL_SIZE);
        let value = fitted(self.fonts, style, field.value, room, &fit)?;
        let value_english = match field.value_english.filter(|_| bilingual) {
            Some(text) => fitted(self.fonts, Style::new(Voice::Text, 9.0), text, room, &fit)?,
            None => Vec::new(),
        };
        let height = value.iter().map(|line| line.size * 1.35).sum::<f32>()
            + value_english.iter().map(|line| line.size * 1.25).sum::<f32>();
        Ok(Row { label, label_english, value, value_english, height: height.max(19.0) })
    }

    fn draw_row(&mut self, row: Row, top: f32, right: f32, height: f32) {
        let part = Mark::Part(self.sheet.part(Kind::Paragraph, None));
        let first = top + 13.0;
        self.sheet.text(part, row.label, LEFT, first, Ink::Soft);
        if let Some(english) = row.label_english {
            self.sheet.text(part, english, LEFT, first + 9.5, Ink::Soft);
        }
        let mut baseline = first;
        let mut bottom = first;
        for one in row.value {
            bottom = baseline;
            baseline += one.size * 1.35;
            self.sheet.text(part, one, VALUE_LEFT, bottom, Ink::Black);
        }
        for one in row.value_english {
            bottom += one.size * 1.25;
            self.sheet.text(part, one, VALUE_LEFT, bottom, Ink::Black);
        }
        let under = (bottom + 6.0).max(top + height - 12.0).min(bottom + 7.0);
        self.sheet.rule(vec![(VALUE_LEFT - 4.0, under), (right, under)], 0.5, Ink::Hairline);
    }

    fn photo(&mut self, top: f32, photo: Option<Photo>) -> Result<(), PrintError> {
        let area = Area { x: PHOTO_LEFT, y: top - 4.0, width: PHOTO.0, height: PHOTO.1 };
        match photo {
            Some(photo) => {
                let part = self.sheet.part(Kind::Figure("照片".to_owned()), None);
                self.sheet.draw(Mark::Part(part), Op::Photo { photo, area });
                self.sheet.frame(area, 0.5, Ink::Hairline);
            }
            None => {
                self.sheet.frame(area, 0.6, Ink::Hairline);
                let word = line(self.fonts, Style::new(Voice::Text, 11.0).spaced(0.6), "照片")?;
                let middle = area.x + area.width / 2.0;
                self.sheet.centred(
                    Mark::Decoration,
                    word,
                    middle,
                    area.y + area.height / 2.0 + 4.0,
                    Ink::Soft,
                );
            }
        }
        Ok(())
    }

    fn foot(&mut self) -> Result<(), PrintError> {
        self.issuer()?;
        // The quiet zone is white, so the code is moved left for its dark part to stand at the margin.
        let corner = (LEFT - 8.0, FOOT_TOP);
        self.sheet.code(
            self.face.code,
            Correction::Quartile,
            "二维码：查验本证书",
            corner,
            CODE_SIDE,
        )?;
        let caption =
            if self.face.english.is_some() { "扫码查验 Scan to check" } else { "扫码查验" };
        let caption = line(self.fonts, Style::new(Voice::Text, 8.0), caption)?;
        let part = self.sheet.part(Kind::Paragraph, None);
        self.sheet.centred(
            Mark::Part(part),
            caption,
            corner.0 + CODE_SIDE / 2.0,
            FOOT_TOP + CODE_SIDE + 7.0,
            Ink::Soft,
        );
        self.lookups()
    }

    /// The body and the day, with room around them for the body's own seal.
    fn issuer(&mut self) -> Result<(), PrintError> {
        const CENTRE: f32 = RIGHT - 112.0;
        let english = self.face.english.clone().unwrap_or_default();
        let fit = |lines| Fit { place: "body-name", lines, smallest: SMALLEST };
        let texts = [
            (Some(self.face.body_name), Voice::Text, 13.0, fit(3)),
            (english.body_name, Voice::Text, 9.0, fit(2)),
            (Some(self.face.issue_date), Voice::Text, 12.0, fit(1)),
            (english.issue_date, Voice::Text, 9.0, fit(1)),
        ];
        let mut baseline = FOOT_TOP + if self.face.english.is_some() { 26.0 } else { 40.0 };
        for (text, voice, size, fit) in texts {
            let Some(text) = text else { continue };
            let part = self.sheet.part(Kind::Paragraph, None);
            if text == self.face.issue_date {
                baseline += 6.0;
            }
            for one in balanced(self.fonts, Style::new(voice, size), text, 224.0, &fit)? {
                let step = one.size * 1.45;
                self.sheet.centred(Mark::Part(part), one, CENTRE, baseline, Ink::Black);
                baseline += step;
            }
        }
        Ok(())
    }

    fn lookups(&mut self) -> Result<(), PrintError> {
        const TOP: f32 = 734.0;
        const STEP: f32 = 13.5;
        let style = Style::new(Voice::Text, 8.5);
        let serial = self.face.print_serial.map(|serial| format!("印制编号 {serial}"));
        let serial = serial.map(|serial| line(self.fonts, style, &serial)).transpose()?;
        let serial_width = serial.as_ref().map_or(0.0, |serial| serial.width() + 16.0);
        self.sheet.rule(vec![(LEFT, TOP - 14.0), (RIGHT, TOP - 14.0)], 0.5, Ink::Hairline);
        let mut baseline = TOP;
        for text in self.face.lookups {
            let fit = Fit { place: "look-up", lines: 2, smallest: 7.0 };
            let part = self.sheet.part(Kind::Paragraph, None);
            for one in fitted(self.fonts, style, text, RIGHT - LEFT - serial_width, &fit)? {
                if baseline > TOP + 3.0 * STEP {
                    return Err(PrintError::DoesNotFit("look-up"));
                }
                self.sheet.text(Mark::Part(part), one, LEFT, baseline, Ink::Soft);
                baseline += STEP;
            }
        }
        if let Some(serial) = serial {
            let part = self.sheet.part(Kind::Paragraph, None);
            self.sheet.right(Mark::Part(part), serial, RIGHT, TOP, Ink::Soft);
        }
        Ok(())
    }
}

struct Row {
    label: Line,
    label_english: Option<Line>,
    value: Vec<Line>,
    value_english: Vec<Line>,
    height: f32,
}
