//! The labelled values and the photo.

use super::{FILL_SIZE, FOOT_TOP, LEFT, Layout, RIGHT, SMALLEST};
use crate::PrintError;
use crate::fonts::Voice;
use crate::sheet::{Area, Ink, Kind, MM, Mark, Op, Photo};
use crate::text::{Fit, Line, Style, fitted, line};

/// What stands where a certificate has no occupation variant: never nothing.
const NO_VARIANT: &str = "--";
const LABEL_WIDTH: f32 = 78.0;
const VALUE_LEFT: f32 = LEFT + LABEL_WIDTH + 18.0;
/// One inch: 25 mm × 35 mm.
const PHOTO: (f32, f32) = (25.0 * MM, 35.0 * MM);
const PHOTO_LEFT: f32 = RIGHT - PHOTO.0;

/// A labelled value.
struct Field<'a> {
    /// For messages.
    place: &'static str,
    label: &'static str,
    label_english: &'static str,
    value: &'a str,
    value_english: Option<&'a str>,
}

/// A field as it is being set.
struct Row {
    label: Line,
    label_english: Option<Line>,
    value: Vec<Line>,
    value_english: Vec<Line>,
    height: f32,
}

impl Layout<'_> {
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
    pub(super) fn fields(&mut self, top: f32, photo: Option<Photo>) -> Result<(), PrintError> {
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
}
