//! Letters, lists and receipts: a run of headings, paragraphs, values and tables over as many pages
//! as it takes.

use crate::PrintError;
use crate::fonts::{Fonts, Voice};
use crate::qr::Correction;
use crate::sheet::{A4, Ink, Kind, MM, Mark, Op, Sheet};
use crate::text::{Fit, Line, Style, balanced, fitted, line, paragraph};
use kernel::Lang;

const LEFT: f32 = 62.0;
const RIGHT: f32 = A4.0 - LEFT;
const TOP: f32 = 64.0;
/// Where the text of a page ends; the page number stands below.
const BOTTOM: f32 = A4.1 - 66.0;
/// The size of what is to be read.
const SIZE: f32 = 11.0;
const CODE_SIDE: f32 = 26.0 * MM;

/// What stands above a document.
#[derive(Clone, Debug)]
pub struct DocumentHead<'a> {
    /// The title.
    pub title: &'a str,
    /// The language of page numbers and line breaking.
    pub lang: Lang,
    /// A small line above the title: the sender, the reference, the day.
    pub above: Option<&'a str>,
    /// What the code to scan back says, set in the upper right corner: the address of the record.
    pub code: Option<&'a str>,
    /// Printed large across every page, such as 演示数据.
    pub watermark: Option<&'a str>,
}

/// A document as it is being written, from top to bottom.
pub struct Document<'a> {
    fonts: &'a Fonts,
    sheet: Sheet,
    /// Where the next thing begins.
    y: f32,
    watermark: Option<Line>,
}

impl<'a> Document<'a> {
    /// Begins a document.
    ///
    /// # Errors
    /// As for everything that is added: [`PrintError::MissingGlyphs`], [`PrintError::DoesNotFit`].
    pub fn new(fonts: &'a Fonts, head: &DocumentHead<'_>) -> Result<Document<'a>, PrintError> {
        let watermark = head
            .watermark
            .map(|words| {
                let size = (400.0 / words.chars().count().max(1) as f32).min(84.0);
                line(fonts, Style::new(Voice::Text, size).spaced(0.12), words)
            })
            .transpose()?;
        let mut document =
            Document { fonts, sheet: Sheet::new(head.title, head.lang), y: TOP, watermark };
        document.mark_page();
        document.head(head)?;
        Ok(document)
    }

    fn head(&mut self, head: &DocumentHead<'_>) -> Result<(), PrintError> {
        let room = if head.code.is_some() { RIGHT - LEFT - CODE_SIDE - 12.0 } else { RIGHT - LEFT };
        if let Some(text) = head.above {
            let fit = Fit { place: "head", lines: 2, smallest: 7.0 };
            let part = self.sheet.part(Kind::Paragraph, None);
            for one in fitted(self.fonts, Style::new(Voice::Text, 9.0), text, room, &fit)? {
                self.y += 13.0;
                self.sheet.text(Mark::Part(part), one, LEFT, self.y - 3.0, Ink::Soft);
            }
            self.y += 8.0;
        }
        let fit = Fit { place: "title", lines: 3, smallest: 12.0 };
        let part = self.sheet.part(Kind::Heading(1, head.title.to_owned()), None);
        for one in balanced(self.fonts, Style::new(Voice::Title, 21.0), head.title, room, &fit)? {
            let step = one.size * 1.4;
            self.y += step;
            self.sheet.text(Mark::Part(part), one, LEFT, self.y - step * 0.3, Ink::Black);
        }
        if let Some(text) = head.code {
            let corner = (RIGHT - CODE_SIDE + 6.0, TOP - 14.0);
            let alt = head.lang.pick(
                "二维码：打开这份文件的记录",
                "QR code that opens the record of this document",
            );
            self.sheet.code(text, Correction::Medium, alt, corner, CODE_SIDE)?;
            self.y = self.y.max(corner.1 + CODE_SIDE);
        }
        self.y += 8.0;
        self.sheet.rule(vec![(LEFT, self.y), (RIGHT, self.y)], 1.0, Ink::Indigo);
        self.y += 16.0;
        Ok(())
    }

    /// A heading within the document. It never stands alone at the foot of a page.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn heading(&mut self, text: &str) -> Result<(), PrintError> {
        let lines = paragraph(self.fonts, Style::new(Voice::Title, 13.0), text, RIGHT - LEFT, 0.0)?;
        self.need(lines.len() as f32 * 19.0 + 50.0);
        self.y += 6.0;
        let part = self.sheet.part(Kind::Heading(2, text.to_owned()), None);
        self.lines(part, lines, (LEFT, 19.0), Ink::Black);
        self.y += 4.0;
        Ok(())
    }

    /// A paragraph; in Chinese with the first line indented by two characters.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn paragraph(&mut self, text: &str) -> Result<(), PrintError> {
        let indent = match self.sheet.lang {
            Lang::Zh => SIZE * 2.0,
            Lang::En => 0.0,
        };
        self.indented(text, indent)
    }

    /// To whom a letter is written: a paragraph that begins at the margin.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn salutation(&mut self, text: &str) -> Result<(), PrintError> {
        self.indented(text, 0.0)
    }

    fn indented(&mut self, text: &str, indent: f32) -> Result<(), PrintError> {
        let leading = match self.sheet.lang {
            Lang::Zh => 20.0,
            Lang::En => 17.0,
        };
        for text in text.lines().map(str::trim).filter(|text| !text.is_empty()) {
            let lines =
                paragraph(self.fonts, Style::new(Voice::Text, SIZE), text, RIGHT - LEFT, indent)?;
            let part = self.sheet.part(Kind::Paragraph, None);
            for (i, one) in lines.into_iter().enumerate() {
                let x = if i == 0 { LEFT + indent } else { LEFT };
                self.lines(part, vec![one], (x, leading), Ink::Black);
            }
            self.y += 5.0;
        }
        Ok(())
    }

    /// A note in small type.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn note(&mut self, text: &str) -> Result<(), PrintError> {
        let lines = paragraph(self.fonts, Style::new(Voice::Text, 9.0), text, RIGHT - LEFT, 0.0)?;
        let part = self.sheet.part(Kind::Paragraph, None);
        self.lines(part, lines, (LEFT, 14.0), Ink::Soft);
        self.y += 4.0;
        Ok(())
    }

    /// Numbered steps: what to do, in order.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn steps(&mut self, texts: &[&str]) -> Result<(), PrintError> {
        const NUMBER: f32 = 22.0;
        let style = Style::new(Voice::Text, 11.0);
        for (i, text) in texts.iter().enumerate() {
            let lines = paragraph(self.fonts, style, text, RIGHT - LEFT - NUMBER, 0.0)?;
            let number = line(self.fonts, style, &format!("{}.", i + 1))?;
            self.need(lines.len().min(3) as f32 * 18.0);
            let part = self.sheet.part(Kind::Paragraph, None);
            self.sheet.text(Mark::Part(part), number, LEFT, self.y + 13.0, Ink::Black);
            self.lines(part, lines, (LEFT + NUMBER, 18.0), Ink::Black);
            self.y += 3.0;
        }
        self.y += 4.0;
        Ok(())
    }

    /// Labelled values, one under another.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn values(&mut self, pairs: &[(&str, &str)]) -> Result<(), PrintError> {
        let style = Style::new(Voice::Text, 11.0);
        let mut labels = Vec::with_capacity(pairs.len());
        for (label, _) in pairs {
            labels.push(line(self.fonts, style, label)?);
        }
        // As wide as the widest label, but never more than a third.
        let widest = labels.iter().map(Line::width).fold(0.0, f32::max);
        let indent = (widest + 18.0).min((RIGHT - LEFT) / 3.0);
        for (label, (name, value)) in labels.into_iter().zip(pairs) {
            let label = if label.width() > indent - 12.0 {
                paragraph(self.fonts, style, name, indent - 12.0, 0.0)?
            } else {
                vec![label]
            };
            let value = paragraph(self.fonts, style, value, RIGHT - LEFT - indent, 0.0)?;
            self.need(label.len().max(value.len()).min(10) as f32 * 18.0);
            let part = self.sheet.part(Kind::Paragraph, None);
            let top = self.y;
            self.lines(part, label, (LEFT, 18.0), Ink::Soft);
            let after_label = std::mem::replace(&mut self.y, top);
            let page = self.sheet.pages();
            self.lines(part, value, (LEFT + indent, 18.0), Ink::Black);
            if self.sheet.pages() == page {
                self.y = self.y.max(after_label);
            }
        }
        self.y += 8.0;
        Ok(())
    }

    /// One thing in very large type: a code to be typed.
    ///
    /// # Errors
    /// [`PrintError::DoesNotFit`] beyond about forty characters, [`PrintError::MissingGlyphs`].
    pub fn large(&mut self, text: &str) -> Result<(), PrintError> {
        let fit = Fit { place: "large-text", lines: 1, smallest: 14.0 };
        let style = Style::new(Voice::Text, 34.0);
        let mut lines = fitted(self.fonts, style, text, RIGHT - LEFT - 40.0, &fit)?;
        self.need(64.0);
        if let Some(one) = lines.pop() {
            let part = self.sheet.part(Kind::Paragraph, None);
            self.sheet.centred(Mark::Part(part), one, A4.0 / 2.0, self.y + 38.0, Ink::Black);
        }
        let area = crate::sheet::Area { x: LEFT, y: self.y, width: RIGHT - LEFT, height: 52.0 };
        self.sheet.frame(area, 0.8, Ink::Hairline);
        self.y += 64.0;
        Ok(())
    }

    /// Places to sign and to stamp, side by side, with room for a seal.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn signatures(&mut self, labels: &[&str]) -> Result<(), PrintError> {
        const HEIGHT: f32 = 46.0 * MM;
        self.need(HEIGHT);
        let width = (RIGHT - LEFT) / labels.len().max(1) as f32;
        let fit = Fit { place: "signature", lines: 2, smallest: 8.0 };
        for (i, label) in labels.iter().enumerate() {
            let x = LEFT + i as f32 * width;
            let part = self.sheet.part(Kind::Paragraph, None);
            let mut baseline = self.y + 24.0;
            for one in fitted(self.fonts, Style::new(Voice::Text, 11.0), label, width - 24.0, &fit)?
            {
                self.sheet.text(Mark::Part(part), one, x, baseline, Ink::Black);
                baseline += 16.0;
            }
            let under = self.y + HEIGHT - 24.0;
            self.sheet.rule(vec![(x, under), (x + width - 24.0, under)], 0.6, Ink::Hairline);
        }
        self.y += HEIGHT;
        Ok(())
    }

    /// Who signs a letter and when, at the right margin, with room for the seal below the last line.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`].
    pub fn closing(&mut self, texts: &[&str]) -> Result<(), PrintError> {
        const SEAL: f32 = 40.0 * MM;
        const LEADING: f32 = 20.0;
        self.need(LEADING * texts.len() as f32 + 24.0 + SEAL);
        self.y += 24.0;
        let part = self.sheet.part(Kind::Paragraph, None);
        for text in texts {
            let one = line(self.fonts, Style::new(Voice::Text, SIZE), text)?;
            let x = (RIGHT - one.width()).max(LEFT);
            self.sheet.text(Mark::Part(part), one, x, self.y + LEADING * 0.7, Ink::Black);
            self.y += LEADING;
        }
        self.y += SEAL;
        Ok(())
    }

    /// A dashed line to cut or fold along.
    pub fn cut(&mut self) {
        self.need(24.0);
        let points = vec![(0.0, self.y + 12.0), (A4.0, self.y + 12.0)];
        let op = Op::Stroke { points, closed: false, width: 0.6, ink: Ink::Soft, dash: 5.0 };
        self.sheet.draw(Mark::Decoration, op);
        self.y += 24.0;
    }

    /// Ends the document: numbers the pages when there is more than one.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`] never happens for digits; it is passed on all the same.
    pub fn finish(mut self) -> Result<Sheet, PrintError> {
        let pages = self.sheet.pages();
        for page in 0..pages {
            let text = match self.sheet.lang {
                Lang::Zh => format!("第 {} 页，共 {pages} 页", page + 1),
                Lang::En => format!("Page {} of {pages}", page + 1),
            };
            let number = line(self.fonts, Style::new(Voice::Text, 8.5), &text)?;
            let x = (A4.0 - number.width()) / 2.0;
            let op = Op::Text { line: number, x, baseline: A4.1 - 38.0, ink: Ink::Soft, turn: 0.0 };
            if pages > 1 {
                self.sheet.pages[page].push((Mark::PageNumber, op));
            }
        }
        Ok(self.sheet)
    }

    /// Sets lines of a part, page after page.
    fn lines(&mut self, part: usize, lines: Vec<Line>, (x, leading): (f32, f32), ink: Ink) {
        for one in lines {
            self.need(leading);
            let baseline = self.y + leading * 0.5 + one.size * 0.36;
            self.sheet.text(Mark::Part(part), one, x, baseline, ink);
            self.y += leading;
        }
    }

    /// Begins a page unless so many points are free, and says whether it did.
    pub(crate) fn need(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM || self.y <= TOP {
            return false;
        }
        self.sheet.new_page();
        self.y = TOP;
        self.mark_page();
        true
    }

    fn mark_page(&mut self) {
        if let Some(words) = self.watermark.clone() {
            self.sheet.watermark(words);
        }
    }

    pub(crate) fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    pub(crate) fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    pub(crate) fn cursor(&self) -> f32 {
        self.y
    }

    pub(crate) fn skip(&mut self, height: f32) {
        self.y += height;
    }

    pub(crate) fn left(&self) -> f32 {
        LEFT
    }

    pub(crate) fn right(&self) -> f32 {
        RIGHT
    }

    pub(crate) fn page_height(&self) -> f32 {
        BOTTOM - TOP
    }
}
