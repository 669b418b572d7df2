//! Writes a sheet as PDF/A-3a: fonts embedded in part, tagged, dated by the caller.

use crate::PrintError;
use crate::fonts::Placed;
use crate::sheet::{Area, Kind, Mark, Op, Photo, PhotoFormat, Sheet};
use crate::text::Line;
use kernel::{Instant, Lang};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{Path, PathBuilder, Point, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use std::num::NonZeroU16;

/// A file carried inside the PDF: the credential that the certificate shows.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// File name, such as `credential.json`.
    pub name: &'a str,
    /// Media type, such as `application/json`.
    pub media_type: &'a str,
    /// What it is, for the reader's list of attachments.
    pub description: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

impl Sheet {
    /// The sheet as PDF/A-3a and PDF/UA-1. The same sheet and date make the same bytes.
    ///
    /// # Errors
    /// [`PrintError::Photo`] when the photo turns out broken, [`PrintError::Writing`] for faults of ours.
    pub fn to_pdf(
        &self,
        created: Instant,
        attachment: Option<Attachment<'_>>,
    ) -> Result<Vec<u8>, PrintError> {
        let configuration = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A3_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|e| PrintError::Writing(format!("{e:?}")))?;
        let mut document =
            Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        let date = date_time(created);
        let lang = self.lang.tag().to_owned();
        document.set_metadata(
            Metadata::new()
                .title(self.title.clone())
                .language(lang.clone())
                .creator("Kaogong".to_owned())
                .producer("Kaogong".to_owned())
                .creation_date(date),
        );
        let mut contents: Vec<Vec<Identifier>> = self.elements.iter().map(|_| Vec::new()).collect();
        for page in &self.pages {
            let settings = PageSettings::from_wh(crate::sheet::A4.0, crate::sheet::A4.1)
                .expect("A4 is not empty");
            let mut pdf_page = document.start_page_with(settings);
            let mut surface = pdf_page.surface();
            for (mark, op) in page {
                let identifier = surface.start_tagged(content_tag(*mark, op, self.lang));
                draw(&mut surface, op)?;
                surface.end_tagged();
                if let Mark::Part(part) = mark {
                    contents[*part].push(identifier);
                }
            }
            surface.finish();
            pdf_page.finish();
        }
        document.set_outline(self.outline());
        document.set_tag_tree(self.tag_tree(contents).with_lang(Some(lang)));
        if let Some(file) = attachment {
            document.embed_file(embedded(&file, date)?);
        }
        document.finish().map_err(refusal)
    }

    /// One entry per sheet: its title.
    fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        let top = krilla::destination::XyzDestination::new(0, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(self.title.clone(), top));
        outline
    }

    fn tag_tree(&self, contents: Vec<Vec<Identifier>>) -> TagTree {
        let mut groups: Vec<Option<TagGroup>> = contents
            .into_iter()
            .zip(&self.elements)
            .map(|(identifiers, element)| {
                let children = identifiers.into_iter().map(Node::Leaf).collect();
                Some(TagGroup::with_children(Self::tag(&element.kind), children))
            })
            .collect();
        // Parts are listed parents first: taking them from the end hands every part to its parent
        // complete, and turning the children round restores the reading order.
        let mut roots = Vec::new();
        for (i, element) in self.elements.iter().enumerate().rev() {
            let mut group = groups[i].take().expect("every part is taken once");
            if element.kind == Kind::Table || element.kind == Kind::Row {
                group.children.reverse();
            }
            match element.parent {
                Some(parent) => groups[parent].as_mut().expect("parents come first").push(group),
                None => roots.push(Node::Group(group)),
            }
        }
        roots.reverse();
        TagTree::from(roots)
    }

    fn tag(kind: &Kind) -> TagKind {
        match kind {
            Kind::Heading(level, words) => {
                Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(words.clone()))
                    .into()
            }
            Kind::Paragraph => Tag::P.into(),
            Kind::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
            Kind::Table => Tag::Table.into(),
            Kind::Row => Tag::TR.into(),
            Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
            Kind::Cell => Tag::TD.into(),
        }
    }
}

fn content_tag(mark: Mark, op: &Op, lang: Lang) -> ContentTag<'static> {
    match (mark, op) {
        (Mark::Decoration, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Mark::PageNumber, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
        (Mark::Water, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Watermark)),
        (Mark::Part(_), Op::Text { .. }) => {
            ContentTag::Span(SpanTag::empty().with_lang(Some(lang.tag())))
        }
        (Mark::Part(_), _) => ContentTag::Other,
    }
}

fn draw(surface: &mut Surface<'_>, op: &Op) -> Result<(), PrintError> {
    match op {
        Op::Text { line, x, baseline, ink, turn } => {
            let color = color(ink.rgb());
            if *turn == 0.0 {
                draw_line(surface, line, (*x, *baseline), color);
            } else {
                surface.push_transform(&Transform::from_rotate_at(*turn, *x, *baseline));
                draw_line(surface, line, (*x, *baseline), color);
                surface.pop();
            }
        }
        Op::Stroke { points, closed, width, ink, dash } => {
            let dash = (*dash > 0.0).then(|| StrokeDash { array: vec![*dash, *dash], offset: 0.0 });
            let paint = color(ink.rgb()).into();
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint, width: *width, dash, ..Stroke::default() }));
            if let Some(path) = path(std::slice::from_ref(points), *closed) {
                surface.draw_path(&path);
            }
        }
        Op::Fill { polygons, ink } => {
            set_fill(surface, color(ink.rgb()));
            if let Some(path) = path(polygons, true) {
                surface.draw_path(&path);
            }
        }
        Op::Photo { photo, area } => draw_photo(surface, photo, *area)?,
    }
    Ok(())
}

fn draw_photo(surface: &mut Surface<'_>, photo: &Photo, area: Area) -> Result<(), PrintError> {
    let data = krilla::Data::from(photo.bytes.clone());
    let image = match photo.format {
        PhotoFormat::Png => Image::from_png(data, false),
        PhotoFormat::Jpeg => Image::from_jpeg(data, false),
    };
    let image = image.map_err(PrintError::Photo)?;
    let whole = photo.cover(area);
    let (Some(clip), Some(size)) =
        (path(&[area.corners()], true), Size::from_wh(whole.width, whole.height))
    else {
        return Ok(());
    };
    surface.push_clip_path(&clip, &FillRule::NonZero);
    surface.push_transform(&Transform::from_translate(whole.x, whole.y));
    surface.draw_image(image, size);
    surface.pop();
    surface.pop();
    Ok(())
}

fn draw_line(surface: &mut Surface<'_>, line: &Line, start: (f32, f32), color: rgb::Color) {
    let spacing = line.spacing / line.size;
    let mut x = start.0;
    for run in line.glyphs.chunk_by(same_face) {
        let mut text = String::new();
        let mut glyphs = Vec::with_capacity(run.len());
        for placed in run {
            let from = text.len();
            text.push(placed.character);
            let id = GlyphId::new(placed.glyph);
            let advance = placed.advance + spacing;
            glyphs.push(KrillaGlyph::new(id, advance, 0.0, 0.0, 0.0, from..text.len(), None));
        }
        set_fill(surface, color);
        if run[0].thicken {
            let stroke =
                Stroke { paint: color.into(), width: line.size * THICKEN, ..Stroke::default() };
            surface.set_stroke(Some(stroke));
        }
        let font = run[0].face.font.clone();
        surface.draw_glyphs(Point::from_xy(x, start.1), &glyphs, font, &text, line.size, false);
        x += run.iter().map(|placed| (placed.advance + spacing) * line.size).sum::<f32>();
    }
}

/// How much wider strokes become, as a share of the size, where the bold face lacks a character.
pub(crate) const THICKEN: f32 = 0.03;

/// Whether two glyphs may be drawn in one go.
pub(crate) fn same_face(a: &Placed, b: &Placed) -> bool {
    std::sync::Arc::ptr_eq(&a.face, &b.face) && a.thicken == b.thicken
}

fn set_fill(surface: &mut Surface<'_>, color: rgb::Color) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: color.into(), ..Fill::default() }));
}

fn color([red, green, blue]: [u8; 3]) -> rgb::Color {
    rgb::Color::new(red, green, blue)
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

fn embedded(file: &Attachment<'_>, date: DateTime) -> Result<EmbeddedFile, PrintError> {
    let mime_type = MimeType::new(file.media_type)
        .ok_or_else(|| PrintError::Writing(format!("{} is no media type", file.media_type)))?;
    Ok(EmbeddedFile {
        path: file.name.to_owned(),
        mime_type: Some(mime_type),
        description: Some(file.description.to_owned()),
        association_kind: AssociationKind::Data,
        data: file.bytes.to_vec().into(),
        modification_date: Some(date),
        compress: None,
        location: None,
    })
}

fn date_time(instant: Instant) -> DateTime {
    // RFC 3339 in UTC: fixed places, so the numbers are read from it.
    let text = instant.rfc3339();
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|s| s.parse::<u16>().ok());
    let small = |range| number(range).unwrap_or(0) as u8;
    DateTime::new(number(0..4).unwrap_or(0))
        .month(small(5..7))
        .day(small(8..10))
        .hour(small(11..13))
        .minute(small(14..16))
        .second(small(17..19))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn refusal(error: krilla::error::KrillaError) -> PrintError {
    match error {
        krilla::error::KrillaError::Image(_, _, reason) => PrintError::Photo(reason),
        other => PrintError::Writing(format!("{other:?}")),
    }
}
