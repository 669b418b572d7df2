//! Where the returns' figures come from: the reader of the journal, asked within the transaction that
//! writes them down.

use crate::App;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{Ctx, Instant, Month, Problem, Result, ReturnId, SystemActor};
use returns::sheet::find;
use returns::{Figures, FormBook, Mark, NewReturn, ReturnFile, Scope, Seen, Spans};
use sheets::{Cell, Column, ColumnKind, Layout, Number, OutFormat, SheetError, Writer};
use store::{Conn, Idem};
use web_kit::T;

/// The forms of the installation, every measure of which is counted.
pub(crate) fn forms() -> std::result::Result<FormBook, String> {
    let book = FormBook::shipped()?;
    let unknown =
        book.terms().find(|term| !statistics::measures::is_known(&term.measure, &term.part));
    match unknown {
        Some(term) => Err(format!("no measure {}/{} is counted", term.measure, term.part)),
        None => Ok(book),
    }
}

/// The figures of a month in a scope.
pub fn figures<'a>(
    conn: &'a mut Conn,
    scope: &'a Scope,
    month: Month,
) -> BoxFuture<'a, Result<Figures>> {
    async move {
        let scope =
            statistics::Scope { within: scope.within.clone(), without: scope.without.clone() };
        let found = statistics::figures_in(conn, &scope, month).await?;
        let spans = |spans: statistics::Spans| {
            let statistics::Spans { month, year, total } = spans;
            Spans { month, year, total }
        };
        Ok(found.into_iter().map(|(measure, figure)| (measure, spans(figure))).collect())
    }
    .boxed()
}

/// The media type of a spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A figure as a cell of a spreadsheet.
fn number(value: Option<i64>) -> Cell {
    match value {
        // Figures have at most 15 digits, which a number of a spreadsheet holds exactly.
        Some(value) => Cell::Number(Number { value: value as f64, raw: value.to_string() }),
        None => Cell::Empty,
    }
}

/// A return as a spreadsheet: its head, its figures with their marks, and what was typed with who and
/// why in the last column.
fn write_xlsx(t: T, file: &ReturnFile, now: Instant) -> std::result::Result<Vec<u8>, SheetError> {
    let form = &file.form;
    let mut columns = vec![
        Column { width: Some(8.0), ..Column::text(t.get("returns-xlsx-code")) },
        Column { width: Some(48.0), ..Column::text(t.get("returns-row")) },
        Column::text(t.get("returns-xlsx-unit")),
    ];
    let figure = |name: &str| Column::new(name, ColumnKind::Number);
    columns.extend(form.columns.iter().map(|column| figure(column.name.of(t.lang))));
    columns.push(Column { width: Some(60.0), ..Column::text(t.get("returns-xlsx-mark")) });
    let layout = Layout {
        sheet: file.sheet.month.to_string(),
        columns,
        message_title: None,
        made_at: now,
        spill_dir: None,
    };
    let mut writer = Writer::new(OutFormat::Xlsx, Vec::new(), &layout)?;
    for row in &form.rows {
        let mut cells: Vec<Cell> = [&row.code, row.name.of(t.lang), row.unit.of(t.lang)]
            .map(|text| Cell::Text(text.to_owned()))
            .into();
        let mut marks = Vec::new();
        for column in &form.columns {
            let cell = find(&file.sheet.cells, &row.code, column.span);
            cells.push(number(cell.and_then(returns::Cell::value)));
            let Some(entered) = cell.and_then(|cell| cell.entered.as_ref()) else { continue };
            let mark = cell.map_or(Mark::Hand, returns::Cell::mark).word();
            let mark = t.get(&format!("returns-mark-{mark}"));
            let at = t.date_time(entered.at);
            let column = column.name.of(t.lang);
            marks.push(format!("{column}: {mark}, {at}, {}", entered.reason));
        }
        cells.push(Cell::Text(marks.join("; ")));
        writer.row(&cells, &[])?;
    }
    for line in [told(t, file), form.approval.of(t.lang).to_owned()] {
        writer.row(&[Cell::Empty, Cell::Text(line)], &[])?;
    }
    writer.finish()
}

/// Whose return it is, for when, and where it stands.
fn told(t: T, file: &ReturnFile) -> String {
    let state = t.get(&format!("returns-state-{}", file.sheet.state.word()));
    let (month, revision) = (t.month(file.sheet.month), file.sheet.revision);
    let args: [(&str, &dyn web_kit::texts::Arg); 4] = [
        ("office", &file.office.name),
        ("month", &month),
        ("revision", &revision),
        ("state", &state),
    ];
    let number = file.form.number.of(t.lang);
    format!("{number} {}  {}", file.form.title.of(t.lang), t.with("returns-xlsx-made", &args))
}

impl App {
    /// Begins a return, after everything that was recorded so far is counted.
    ///
    /// # Errors
    /// As [`returns::Returns::draft`].
    pub async fn draft_return(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        new: NewReturn,
    ) -> Result<ReturnId> {
        self.count().await?;
        self.returns.draft(ctx, idem, new).await
    }

    /// Fills a return again, after everything that was recorded so far is counted.
    ///
    /// # Errors
    /// As [`returns::Returns::refill`].
    pub async fn refill_return(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReturnId,
        seen: Seen,
    ) -> Result<()> {
        self.count().await?;
        self.returns.refill(ctx, idem, id, seen).await
    }

    /// A return as a spreadsheet.
    ///
    /// # Errors
    /// An internal problem when it cannot be written.
    pub fn return_xlsx(&self, t: T, file: &ReturnFile) -> Result<Vec<u8>> {
        write_xlsx(t, file, self.clock.now()).map_err(Problem::internal)
    }

    async fn count(&self) -> Result<()> {
        self.statistics.catch_up(&self.system(SystemActor::Jobs)).await
    }
}
