//! Draws a page of a sheet as a picture, for screens that show no PDF and for a long press.

use crate::PrintError;
use crate::pdf::{THICKEN, same_face};
use crate::sheet::{A4, Area, Op, Photo, PhotoFormat, Sheet};
use crate::text::Line;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{
    Color, FillRule, FilterQuality, IntSize, Mask, Paint, Path, PathBuilder, Pixmap, PixmapPaint,
    Stroke, StrokeDash, Transform,
};

impl Sheet {
    /// A page (from 0) as a PNG picture with so many dots per inch.
    ///
    /// # Errors
    /// [`PrintError::NoSuchPage`], [`PrintError::Photo`] when the photo turns out broken,
    /// [`PrintError::Writing`] for a resolution of zero or beyond all measure.
    pub fn to_png(&self, page: usize, dots_per_inch: u16) -> Result<Vec<u8>, PrintError> {
        let operations = self.pages.get(page).ok_or(PrintError::NoSuchPage(page))?;
        let scale = f32::from(dots_per_inch) / 72.0;
        let (width, height) = ((A4.0 * scale).round() as u32, (A4.1 * scale).round() as u32);
        let mut pixmap = Pixmap::new(width, height).ok_or_else(|| {
            PrintError::Writing(format!("no picture of {dots_per_inch} dots per inch"))
        })?;
        pixmap.fill(Color::WHITE);
        let view = Transform::from_scale(scale, scale);
        for (_, op) in operations {
            draw(&mut pixmap, op, view)?;
        }
        pixmap.encode_png().map_err(|e| PrintError::Writing(e.to_string()))
    }
}

fn draw(pixmap: &mut Pixmap, op: &Op, view: Transform) -> Result<(), PrintError> {
    match op {
        Op::Text { line, x, baseline, ink, turn } => {
            let view = view.pre_translate(*x, *baseline).pre_concat(Transform::from_rotate(*turn));
            draw_line(pixmap, line, &paint(ink.rgb()), view);
        }
        Op::Stroke { points, closed, width, ink, dash } => {
            let dash = (*dash > 0.0).then(|| StrokeDash::new(vec![*dash, *dash], 0.0)).flatten();
            let stroke = Stroke { width: *width, dash, ..Stroke::default() };
            if let Some(path) = path(std::slice::from_ref(points), *closed) {
                pixmap.stroke_path(&path, &paint(ink.rgb()), &stroke, view, None);
            }
        }
        Op::Fill { polygons, ink } => {
            if let Some(path) = path(polygons, true) {
                pixmap.fill_path(&path, &paint(ink.rgb()), FillRule::Winding, view, None);
            }
        }
        Op::Photo { photo, area } => draw_photo(pixmap, photo, *area, view)?,
    }
    Ok(())
}

fn draw_line(pixmap: &mut Pixmap, line: &Line, paint: &Paint<'_>, view: Transform) {
    let mut x = 0.0;
    for run in line.glyphs.chunk_by(same_face) {
        let face = &run[0].face;
        let outlines = face.tables();
        let outlines = outlines.outline_glyphs();
        let unit = line.size / face.units();
        for placed in run {
            let place = view.pre_translate(x, 0.0).pre_scale(unit, -unit);
            let mut pen = Pen(PathBuilder::new());
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            let drawn = outlines
                .get(GlyphId::new(placed.glyph))
                .map(|glyph| glyph.draw(settings, &mut pen));
            if let (Some(Ok(_)), Some(path)) = (drawn, pen.0.finish()) {
                pixmap.fill_path(&path, paint, FillRule::Winding, place, None);
                if placed.thicken {
                    let stroke = Stroke { width: face.units() * THICKEN, ..Stroke::default() };
                    pixmap.stroke_path(&path, paint, &stroke, place, None);
                }
            }
            x += placed.advance * line.size + line.spacing;
        }
    }
}

fn draw_photo(
    pixmap: &mut Pixmap,
    photo: &Photo,
    area: Area,
    view: Transform,
) -> Result<(), PrintError> {
    let picture = decode(photo)?;
    let whole = photo.cover(area);
    let place = view
        .pre_translate(whole.x, whole.y)
        .pre_scale(whole.width / photo.width as f32, whole.height / photo.height as f32);
    let mut mask = Mask::new(pixmap.width(), pixmap.height())
        .ok_or_else(|| PrintError::Writing("no mask of this size".to_owned()))?;
    if let Some(clip) = path(&[area.corners()], true) {
        mask.fill_path(&clip, FillRule::Winding, true, view);
    }
    let smooth = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    pixmap.draw_pixmap(0, 0, picture.as_ref(), &smooth, place, Some(&mask));
    Ok(())
}

fn decode(photo: &Photo) -> Result<Pixmap, PrintError> {
    let unreadable = |reason: String| PrintError::Photo(reason);
    if photo.format == PhotoFormat::Png {
        return Pixmap::decode_png(&photo.bytes).map_err(|e| unreadable(e.to_string()));
    }
    use zune_jpeg::zune_core::{
        bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions,
    };
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder =
        zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(photo.bytes.as_slice()), options);
    let pixels = decoder.decode().map_err(|e| unreadable(e.to_string()))?;
    IntSize::from_wh(photo.width, photo.height)
        .and_then(|size| Pixmap::from_vec(pixels, size))
        .ok_or_else(|| unreadable("its size and its content differ".to_owned()))
}

fn paint([red, green, blue]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn path(polygons: &[Vec<(f32, f32)>], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for points in polygons {
        let (first, rest) = points.split_first()?;
        builder.move_to(first.0, first.1);
        for point in rest {
            builder.line_to(point.0, point.1);
        }
        if closed {
            builder.close();
        }
    }
    builder.finish()
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
