//! Tables of a document: widths, wrapped cells, heads repeated on every page.

use crate::PrintError;
use crate::document::Document;
use crate::fonts::Voice;
use crate::sheet::{Ink, Kind, Mark};
use crate::text::{Line, Style, paragraph};

/// Size of the type in points.
const SIZE: f32 = 9.5;
/// From one line of a cell to the next.
const LEADING: f32 = 14.0;
/// Between a cell's text and its neighbours, and between its text and the rules.
const PADDING: (f32, f32) = (5.0, 3.5);

/// On which side the texts of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Short codes and states.
    Centre,
    /// Numbers and money.
    Right,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// What its head says.
    pub title: &'a str,
    /// Its share of the width, against the sum of all shares.
    pub share: f32,
    /// On which side its texts stand.
    pub align: Align,
}

/// Lines of every cell of a row, and the height they take.
struct Cells {
    lines: Vec<Vec<Line>>,
    height: f32,
}

/// A table as it is being set.
struct Grid<'a> {
    columns: &'a [Column<'a>],
    widths: Vec<f32>,
    /// The part of the sheet that stands for the table.
    part: usize,
}

impl Document<'_> {
    /// A table. Rows are never torn; where a page ends, the heads are repeated on the next. A row with
    /// fewer cells than there are columns ends with empty ones.
    ///
    /// # Errors
    /// [`PrintError::DoesNotFit`] for a row higher than a page, [`PrintError::MissingGlyphs`].
    pub fn table(
        &mut self,
        columns: &[Column<'_>],
        rows: &[Vec<String>],
    ) -> Result<(), PrintError> {
        let total: f32 = columns.iter().map(|column| column.share).sum();
        let room = self.right() - self.left();
        let widths: Vec<f32> = columns.iter().map(|column| room * column.share / total).collect();
        let part = self.sheet_mut().part(Kind::Table, None);
        let grid = Grid { columns, widths, part };
        let titles: Vec<String> = columns.iter().map(|column| column.title.to_owned()).collect();
        let head = self.cells(&grid, &titles, Voice::Title)?;
        // A head alone at the foot of a page helps nobody.
        self.need(head.height + 2.0 * LEADING);
        self.column_heads(&grid, &head, true);
        for row in rows {
            let cells = self.cells(&grid, row, Voice::Text)?;
            if cells.height + head.height > self.page_height() {
                return Err(PrintError::DoesNotFit("table-row"));
            }
            if self.need(cells.height) {
                self.column_heads(&grid, &head, false);
            }
            self.row(&grid, &cells, Some(Kind::Cell));
        }
        self.skip(14.0);
        Ok(())
    }

    fn cells(&self, grid: &Grid<'_>, texts: &[String], voice: Voice) -> Result<Cells, PrintError> {
        let mut lines = Vec::with_capacity(grid.widths.len());
        for (i, width) in grid.widths.iter().enumerate() {
            let text = texts.get(i).map_or("", String::as_str);
            let room = width - 2.0 * PADDING.0;
            let mut cell = paragraph(self.fonts(), Style::new(voice, SIZE), text, room, 0.0)?;
            for line in &mut cell {
                line.spacing = 0.0;
            }
            lines.push(cell);
        }
        let most = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        Ok(Cells { lines, height: most as f32 * LEADING + 2.0 * PADDING.1 })
    }

    /// The head of the table: read out the first time, decoration when repeated.
    fn column_heads(&mut self, grid: &Grid<'_>, head: &Cells, first: bool) {
        let (left, right, top) = (self.left(), self.right(), self.cursor());
        self.sheet_mut().rule(vec![(left, top), (right, top)], 1.0, Ink::Indigo);
        self.row(grid, head, first.then_some(Kind::ColumnHead));
        let bottom = self.cursor();
        self.sheet_mut().rule(vec![(left, bottom), (right, bottom)], 0.7, Ink::Indigo);
    }

    /// Sets one row at the cursor. Without a kind its cells are not read out.
    fn row(&mut self, grid: &Grid<'_>, cells: &Cells, kind: Option<Kind>) {
        let row = kind.as_ref().map(|_| self.sheet_mut().part(Kind::Row, Some(grid.part)));
        let top = self.cursor();
        let mut x = self.left();
        for ((column, width), lines) in grid.columns.iter().zip(&grid.widths).zip(&cells.lines) {
            let mark = match &kind {
                Some(kind) => Mark::Part(self.sheet_mut().part(kind.clone(), row)),
                None => Mark::Decoration,
            };
            let mut baseline = top + PADDING.1 + SIZE + 1.0;
            for line in lines {
                let slack = width - 2.0 * PADDING.0 - line.width();
                let shift = match column.align {
                    Align::Left => 0.0,
                    Align::Centre => slack / 2.0,
                    Align::Right => slack,
                };
                self.sheet_mut().text(
                    mark,
                    line.clone(),
                    x + PADDING.0 + shift,
                    baseline,
                    Ink::Black,
                );
                baseline += LEADING;
            }
            x += width;
        }
        self.skip(cells.height);
        let (left, right, bottom) = (self.left(), self.right(), self.cursor());
        self.sheet_mut().rule(vec![(left, bottom), (right, bottom)], 0.4, Ink::Hairline);
    }
}
