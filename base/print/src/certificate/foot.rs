//! Code, evaluation body, day of issue and look-up addresses.

use super::{FOOT_TOP, LEFT, Layout, RIGHT, SMALLEST};
use crate::PrintError;
use crate::fonts::Voice;
use crate::qr::Correction;
use crate::sheet::{Ink, Kind, MM, Mark};
use crate::text::{Fit, Style, balanced, fitted, line};

const CODE_SIDE: f32 = 32.0 * MM;

impl Layout<'_> {
    /// Sets everything below the fields.
    pub(super) fn foot(&mut self) -> Result<(), PrintError> {
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
