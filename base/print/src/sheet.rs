//! A laid-out sheet: what stands where, and what it means to someone who hears it.

use crate::PrintError;
use crate::qr::{Bars, Correction, bars};
use crate::text::Line;
use kernel::Lang;
use std::sync::Arc;

/// Width and height of A4 in points.
pub(crate) const A4: (f32, f32) = (595.276, 841.89);

/// One millimetre in points.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// The colours of paper work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// 墨: text.
    Black,
    /// Labels and notes.
    Soft,
    /// 靛青: frames and rules.
    Indigo,
    /// Thin rules under values.
    Hairline,
    /// Watermarks: just readable, so that the smallest text over them is.
    Water,
    /// The ground of codes.
    White,
}

impl Ink {
    /// Red, green and blue.
    pub(crate) fn rgb(self) -> [u8; 3] {
        match self {
            Ink::Black => [0x1b, 0x1f, 0x24],
            Ink::Soft => [0x5a, 0x5d, 0x62],
            Ink::Indigo => [0x1d, 0x40, 0x66],
            Ink::Hairline => [0xb9, 0xb3, 0xa4],
            Ink::Water => [0xf2, 0xef, 0xe8],
            Ink::White => [0xff, 0xff, 0xff],
        }
    }
}

/// Something drawn. Points are counted from the upper left corner of the page.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// A line of text that begins at `x` on the baseline, turned clockwise by degrees.
    Text { line: Line, x: f32, baseline: f32, ink: Ink, turn: f32 },
    /// A stroke through points; dashed when `dash` is above zero.
    Stroke { points: Vec<(f32, f32)>, closed: bool, width: f32, ink: Ink, dash: f32 },
    /// Filled polygons.
    Fill { polygons: Vec<Vec<(f32, f32)>>, ink: Ink },
    /// A photo that covers the box, cut where its shape differs.
    Photo { photo: Photo, area: Area },
}

/// A box on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Area {
    /// The four corners.
    pub(crate) fn corners(&self) -> Vec<(f32, f32)> {
        let (right, bottom) = (self.x + self.width, self.y + self.height);
        vec![(self.x, self.y), (right, self.y), (right, bottom), (self.x, bottom)]
    }

    /// The box smaller by `by` points on each side.
    pub(crate) fn inset(&self, by: f32) -> Area {
        Area {
            x: self.x + by,
            y: self.y + by,
            width: self.width - 2.0 * by,
            height: self.height - 2.0 * by,
        }
    }
}

/// What a part of a sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading with its level and words; level 1 is the title of the sheet.
    Heading(u16, String),
    /// A paragraph or a labelled value.
    Paragraph,
    /// A picture or a code, with words that stand for it.
    Figure(String),
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// The head of a column.
    ColumnHead,
    /// A cell.
    Cell,
}

/// A part of a sheet and the part it belongs to, in reading order.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<usize>,
}

/// What a drawn thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Frames, rules, repeated heads: nothing to read out.
    Decoration,
    /// The number of the page.
    PageNumber,
    /// A watermark.
    Water,
    /// A part of the sheet, by its place in the list of parts.
    Part(usize),
}

/// A laid-out sheet, ready to be written as PDF or drawn as a picture.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(crate) title: String,
    pub(crate) lang: Lang,
    pub(crate) pages: Vec<Vec<(Mark, Op)>>,
    pub(crate) elements: Vec<Element>,
}

impl Sheet {
    /// A sheet with one empty page.
    pub(crate) fn new(title: &str, lang: Lang) -> Sheet {
        Sheet { title: title.to_owned(), lang, pages: vec![Vec::new()], elements: Vec::new() }
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Begins a page.
    pub(crate) fn new_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Names a part that follows all earlier ones.
    pub(crate) fn part(&mut self, kind: Kind, parent: Option<usize>) -> usize {
        self.elements.push(Element { kind, parent });
        self.elements.len() - 1
    }

    /// Draws on the last page.
    pub(crate) fn draw(&mut self, mark: Mark, op: Op) {
        self.pages.last_mut().expect("a sheet has a page").push((mark, op));
    }

    /// Draws a line of text from `x`.
    pub(crate) fn text(&mut self, mark: Mark, line: Line, x: f32, baseline: f32, ink: Ink) {
        self.draw(mark, Op::Text { line, x, baseline, ink, turn: 0.0 });
    }

    /// Draws a line of text around `middle`.
    pub(crate) fn centred(&mut self, mark: Mark, line: Line, middle: f32, baseline: f32, ink: Ink) {
        let x = middle - line.width() / 2.0;
        self.text(mark, line, x, baseline, ink);
    }

    /// Draws a line of text that ends at `right`.
    pub(crate) fn right(&mut self, mark: Mark, line: Line, right: f32, baseline: f32, ink: Ink) {
        let x = right - line.width();
        self.text(mark, line, x, baseline, ink);
    }

    /// Draws a decorative stroke.
    pub(crate) fn rule(&mut self, points: Vec<(f32, f32)>, width: f32, ink: Ink) {
        self.draw(Mark::Decoration, Op::Stroke { points, closed: false, width, ink, dash: 0.0 });
    }

    /// Draws a decorative box.
    pub(crate) fn frame(&mut self, area: Area, width: f32, ink: Ink) {
        let points = area.corners();
        self.draw(Mark::Decoration, Op::Stroke { points, closed: true, width, ink, dash: 0.0 });
    }

    /// Draws a QR code into a square, quiet zone included.
    pub(crate) fn code(
        &mut self,
        text: &str,
        correction: Correction,
        alt: &str,
        corner: (f32, f32),
        side: f32,
    ) -> Result<(), PrintError> {
        let Bars { side: modules, bars } = bars(text, correction)?;
        let module = side / modules as f32;
        let polygons = bars
            .into_iter()
            .map(|(x, y, length)| Area {
                x: corner.0 + x as f32 * module,
                y: corner.1 + y as f32 * module,
                width: length as f32 * module,
                height: module,
            })
            .map(|bar| bar.corners())
            .collect();
        let ground = Area { x: corner.0, y: corner.1, width: side, height: side };
        self.draw(Mark::Decoration, Op::Fill { polygons: vec![ground.corners()], ink: Ink::White });
        let part = self.part(Kind::Figure(alt.to_owned()), None);
        self.draw(Mark::Part(part), Op::Fill { polygons, ink: Ink::Black });
        Ok(())
    }

    /// Draws a slanting watermark three times over the last page; call it before everything else.
    pub(crate) fn watermark(&mut self, line: Line) {
        const TURN: f32 = -30.0;
        let (sin, cos) = TURN.to_radians().sin_cos();
        let half = line.width() / 2.0;
        for share in [0.2, 0.5, 0.8] {
            let (x, y) = (A4.0 / 2.0, A4.1 * share + line.size * 0.3);
            let op = Op::Text {
                line: line.clone(),
                x: x - half * cos,
                baseline: y - half * sin,
                ink: Ink::Water,
                turn: TURN,
            };
            self.draw(Mark::Water, op);
        }
    }
}

/// A portrait photo, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Photo {
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) format: PhotoFormat,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// The two formats that PDF and browsers share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhotoFormat {
    Png,
    Jpeg,
}

impl Photo {
    /// Looks at the head of a picture.
    ///
    /// # Errors
    /// [`PrintError::Photo`] when it is no PNG or JPEG, or has four colours (CMYK), which screens
    /// and long-term archives show differently.
    pub(crate) fn read(bytes: &[u8]) -> Result<Photo, PrintError> {
        let unreadable = |reason: &str| PrintError::Photo(reason.to_owned());
        let (format, width, height) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            let number = |at: usize| -> Option<u32> {
                Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
            };
            let size =
                number(16).zip(number(20)).ok_or_else(|| unreadable("the PNG is cut off"))?;
            (PhotoFormat::Png, size.0, size.1)
        } else if bytes.starts_with(b"\xff\xd8") {
            let (width, height) = jpeg_size(bytes)?;
            (PhotoFormat::Jpeg, width, height)
        } else {
            return Err(unreadable("it is neither PNG nor JPEG"));
        };
        if width == 0 || height == 0 {
            return Err(unreadable("it is empty"));
        }
        Ok(Photo { bytes: Arc::new(bytes.to_vec()), format, width, height })
    }

    /// Where the whole photo lies so that it covers an area in the middle.
    pub(crate) fn cover(&self, area: Area) -> Area {
        let scale = (area.width / self.width as f32).max(area.height / self.height as f32);
        let (width, height) = (self.width as f32 * scale, self.height as f32 * scale);
        Area {
            x: area.x + (area.width - width) / 2.0,
            y: area.y + (area.height - height) / 2.0,
            width,
            height,
        }
    }
}

fn jpeg_size(bytes: &[u8]) -> Result<(u32, u32), PrintError> {
    let mut decoder =
        zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes));
    decoder.decode_headers().map_err(|e| PrintError::Photo(e.to_string()))?;
    let info = decoder.info().ok_or_else(|| PrintError::Photo("it has no head".to_owned()))?;
    if info.components == 4 {
        return Err(PrintError::Photo("it is a CMYK picture".to_owned()));
    }
    Ok((u32::from(info.width), u32::from(info.height)))
}
