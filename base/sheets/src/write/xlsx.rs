//! The `.xlsx` side of [`super::Writer`].

use super::{Column, ColumnKind, Layout, Mark, messages};
use crate::cell::{Cell, Number};
use crate::date::to_serial;
use crate::error::SheetError;
use crate::text::column_letters;
use kernel::Instant;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Note, Workbook, Worksheet, XlsxError,
};
use std::io::Write;

/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;
/// What a cell can hold, in UTF-16 units.
const CELL_UNITS: usize = 32_767;
/// What a note may hold; a reader of a long one looks at the message column.
const NOTE_CHARS: usize = 500;
/// The hidden sheet with the choices of all columns.
const CHOICES_SHEET: &str = "choices";
/// The number of the built-in format for text.
const TEXT_FORMAT: u8 = 49;
const USUAL_WIDTH: f64 = 12.0;
const MESSAGE_WIDTH: f64 = 60.0;

pub(super) struct XlsxSink {
    workbook: Workbook,
    columns: Vec<Column>,
    has_messages: bool,
    next_row: u32,
    notes: usize,
    formats: Formats,
}

struct Formats {
    header: Format,
    required: Format,
    text: Format,
    number: Format,
    date: Format,
    wrong_text: Format,
    wrong_number: Format,
    wrong_date: Format,
    message: Format,
}

impl Formats {
    fn new() -> Self {
        let header = Format::new()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00E8_EEF4))
            // A header is text, too: nothing typed over it turns into something else.
            .set_num_format_index(TEXT_FORMAT);
        let text = Format::new().set_num_format_index(TEXT_FORMAT);
        let number = Format::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let wrong = |format: &Format| {
            let format = format.clone().set_bold().set_font_color(Color::RGB(0x009C_0006));
            format.set_background_color(Color::RGB(0x00FF_C7CE))
        };
        Formats {
            required: header.clone().set_font_color(Color::RGB(0x00C0_0000)),
            header,
            wrong_text: wrong(&text),
            wrong_number: wrong(&number),
            wrong_date: wrong(&date),
            message: text.clone().set_text_wrap().set_font_color(Color::RGB(0x009C_0006)),
            text,
            number,
            date,
        }
    }

    fn of(&self, kind: ColumnKind) -> &Format {
        match kind {
            ColumnKind::Text => &self.text,
            ColumnKind::Number => &self.number,
            ColumnKind::Date => &self.date,
        }
    }
}

impl XlsxSink {
    pub fn new(layout: &Layout) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        if let Some(dir) = &layout.spill_dir {
            workbook.set_tempdir(dir).map_err(failed)?;
        }
        workbook
            .set_properties(&DocProperties::new().set_creation_datetime(&made_at(layout.made_at)?));
        let formats = Formats::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(&layout.sheet).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (place, column) in layout.columns.iter().enumerate() {
            let place = column_number(place)?;
            sheet.set_column_width(place, column.width.unwrap_or(USUAL_WIDTH)).map_err(failed)?;
            // The format of the whole column: what is typed below stays what it is.
            sheet.set_column_format(place, formats.of(column.kind)).map_err(failed)?;
            let format = if column.required { &formats.required } else { &formats.header };
            sheet
                .write_string_with_format(0, place, fitting(&column.title), format)
                .map_err(failed)?;
            if let Some(hint) = &column.hint {
                sheet.insert_note(0, place, &note(hint)).map_err(failed)?;
            }
        }
        if let Some(title) = &layout.message_title {
            let place = column_number(layout.columns.len())?;
            sheet.set_column_width(place, MESSAGE_WIDTH).map_err(failed)?;
            sheet
                .write_string_with_format(0, place, fitting(title), &formats.header)
                .map_err(failed)?;
        }
        add_choices(sheet, &layout.columns)?;
        Ok(XlsxSink {
            workbook,
            columns: layout.columns.clone(),
            has_messages: layout.message_title.is_some(),
            next_row: 1,
            notes: 0,
            formats,
        })
    }

    pub fn row(&mut self, cells: &[Cell], marks: &[Mark]) -> Result<(), SheetError> {
        let row = self.next_row;
        if row > LAST_ROW {
            return Err(SheetError::TooManyRows { limit: LAST_ROW });
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        for (place, column) in self.columns.iter().enumerate() {
            let number = column_number(place)?;
            let cell = cells.get(place).unwrap_or(&Cell::Empty);
            let mut wrong = marks.iter().filter(|mark| mark.column == place).peekable();
            write_cell(
                sheet,
                row,
                number,
                cell,
                column.kind,
                wrong.peek().is_some(),
                &self.formats,
            )?;
            if wrong.peek().is_some() && self.notes < Layout::MOST_NOTES {
                self.notes += 1;
                let texts: Vec<&str> = wrong.map(|mark| mark.message.as_str()).collect();
                sheet.insert_note(row, number, &note(&texts.join("\n"))).map_err(failed)?;
            }
        }
        if self.has_messages && !marks.is_empty() {
            let place = column_number(self.columns.len())?;
            let text = messages(marks);
            sheet
                .write_string_with_format(row, place, fitting(&text), &self.formats.message)
                .map_err(failed)?;
        }
        self.next_row += 1;
        Ok(())
    }

    pub fn finish(mut self, out: impl Write + Send) -> Result<(), SheetError> {
        let choices = self.columns.iter().filter(|column| !column.choices.is_empty());
        if choices.clone().next().is_some() {
            let sheet = self.workbook.add_worksheet();
            sheet.set_name(CHOICES_SHEET).map_err(failed)?;
            sheet.set_hidden(true);
            for (place, column) in choices.enumerate() {
                for (row, choice) in (0u32..).zip(&column.choices) {
                    sheet
                        .write_string(row, column_number(place)?, fitting(choice))
                        .map_err(failed)?;
                }
            }
        }
        // Sheets of a million rows may exceed four gigabytes.
        self.workbook.use_zip_large_file(self.next_row > 100_000);
        self.workbook.save_to_writer(out).map_err(failed)
    }
}

/// Lets each column with choices be filled from its column of the hidden sheet; a list in the cell
/// itself may have 255 characters only.
fn add_choices(sheet: &mut Worksheet, columns: &[Column]) -> Result<(), SheetError> {
    let limited = columns.iter().enumerate().filter(|(_, column)| !column.choices.is_empty());
    for (list, (place, column)) in limited.enumerate() {
        let place = column_number(place)?;
        let letters = column_letters(list);
        let last = column.choices.len();
        let range = format!("={CHOICES_SHEET}!${letters}$1:${letters}${last}");
        let rule = DataValidation::new().allow_list_formula(Formula::new(range));
        sheet.add_data_validation(1, place, LAST_ROW, place, &rule).map_err(failed)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    kind: ColumnKind,
    wrong: bool,
    formats: &Formats,
) -> Result<(), SheetError> {
    let (text, number, date) = if wrong {
        (&formats.wrong_text, &formats.wrong_number, &formats.wrong_date)
    } else {
        (&formats.text, &formats.number, &formats.date)
    };
    let written = match cell {
        Cell::Empty if !wrong => return Ok(()),
        Cell::Empty => {
            sheet.write_blank(row, column, if kind == ColumnKind::Text { text } else { number })
        }
        // Always as text, never as a formula, whatever it begins with.
        Cell::Text(value) => sheet.write_string_with_format(row, column, fitting(value), text),
        Cell::Number(Number { value, .. }) if kind != ColumnKind::Text && value.is_finite() => {
            sheet.write_number_with_format(row, column, *value, number)
        }
        Cell::Bool(value) => sheet.write_boolean_with_format(row, column, *value, number),
        Cell::Date(day) => match to_serial(*day) {
            Some(serial) => sheet.write_number_with_format(row, column, serial, date),
            None => sheet.write_string_with_format(row, column, cell.shown(), text),
        },
        Cell::Number(_) | Cell::Error(_) => {
            sheet.write_string_with_format(row, column, fitting(&cell.shown()), text)
        }
    };
    written.map(|_| ()).map_err(failed)
}

/// The text as far as a cell can hold it.
fn fitting(text: &str) -> &str {
    // Each character takes at most as many UTF-16 units as bytes.
    if text.len() <= CELL_UNITS {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL_UNITS
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

fn note(text: &str) -> Note {
    let text: String = text.chars().take(NOTE_CHARS).collect();
    Note::new(text).add_author_prefix(false).set_width(240).set_height(96)
}

fn column_number(place: usize) -> Result<u16, SheetError> {
    u16::try_from(place).map_err(|_| SheetError::WriteTooWide { columns: usize::from(u16::MAX) })
}

fn made_at(instant: Instant) -> Result<ExcelDateTime, SheetError> {
    let text = instant.rfc3339();
    ExcelDateTime::parse_from_str(text.trim_end_matches('Z')).map_err(failed)
}

fn failed(error: XlsxError) -> SheetError {
    SheetError::Io(error.to_string())
}
