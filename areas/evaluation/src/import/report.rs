//! The report: the uploaded rows with their mistakes marked, as a spreadsheet that can be mended and
//! uploaded again.

use super::finding::ShownFinding;
use super::{Import, store};
use crate::sheet::columns::Columns;
use crate::sheet::feed;
use crate::{Evaluation, Explain};
use blobs::Blob;
use kernel::{Ctx, Instant, Lang, Problem, Result};
use sheets::{Column, Layout, Mark, OutFormat, SheetError, Writer};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::path::PathBuf;

/// What blobs of reports are for.
const REPORT: &str = "import-report";

/// Everything the writing thread needs.
struct Task {
    file: File,
    findings: BTreeMap<u32, Vec<ShownFinding>>,
    /// Only rows with mistakes: the others are entered already.
    bad_only: bool,
    dated: bool,
    lang: Lang,
    now: Instant,
    explain: Explain,
    spill_dir: Option<PathBuf>,
}

/// Makes the report and uploads it; it exists once it is kept.
pub(crate) async fn make(
    area: &Evaluation,
    ctx: &Ctx,
    import: &Import,
    file: &File,
) -> Result<Blob> {
    let mut conn = area.store.read().await?;
    let findings = store::all_findings(&mut conn, &area.ring, import.id).await?;
    drop(conn);
    let task = Task {
        file: file.try_clone().map_err(Problem::internal)?,
        findings,
        bad_only: import.keep_good,
        dated: import.exam_on.is_some(),
        lang: import.lang,
        now: ctx.now,
        explain: area.explain,
        spill_dir: area.spill_dir.clone(),
    };
    let written = tokio::task::spawn_blocking(move || write(&task));
    let mut written = written.await.map_err(Problem::internal)?.map_err(Problem::from)?;
    written.seek(SeekFrom::Start(0)).map_err(Problem::internal)?;
    let most = sheets::Limits::default().file_bytes;
    area.blobs.upload(ctx, import.id.home(), REPORT, written, most).await
}

fn write(task: &Task) -> std::result::Result<File, SheetError> {
    let mut reader = feed::open(&task.file, task.spill_dir.clone())?;
    let columns = Columns::find(reader.header(), task.dated);
    let columns = columns.map_err(|_| SheetError::NoHeader)?;
    let titles = columns.headings().to_vec();
    // Rows may be wider than the header; what stands there has no heading and is left out.
    let width = titles.len();
    let layout = Layout {
        sheet: task.lang.pick("有错误的行", "Mistakes").to_owned(),
        columns: titles.into_iter().map(Column::text).collect(),
        message_title: Some(task.lang.pick("错在哪里、怎么改", "What to mend").to_owned()),
        made_at: task.now,
        spill_dir: task.spill_dir.clone(),
    };
    let out = match &task.spill_dir {
        Some(dir) => tempfile::tempfile_in(dir)?,
        None => tempfile::tempfile()?,
    };
    let mut writer = Writer::new(OutFormat::Xlsx, out, &layout)?;
    while let Some(row) = reader.next_row()? {
        let findings = task.findings.get(&row.number).map(Vec::as_slice).unwrap_or_default();
        if findings.is_empty() && task.bad_only {
            continue;
        }
        let marks: Vec<Mark> = findings
            .iter()
            .map(|finding| Mark {
                column: columns.place(finding.field).unwrap_or(width),
                message: message(task, finding),
            })
            .collect();
        let cells = &row.cells[..row.cells.len().min(width)];
        writer.row(cells, &marks)?;
    }
    writer.finish()
}

/// `Row 17, document number: …`: rows keep the numbers they had in the file that was uploaded.
fn message(task: &Task, finding: &ShownFinding) -> String {
    let text = (task.explain)(task.lang, &finding.problem);
    let row = finding.row;
    match (task.lang, finding.heading.is_empty()) {
        (Lang::Zh, true) => format!("第{row}行：{text}"),
        (Lang::Zh, false) => format!("第{row}行“{}”：{text}", finding.heading),
        (Lang::En, true) => format!("Row {row}: {text}"),
        (Lang::En, false) => format!("Row {row}, {}: {text}", finding.heading),
    }
}
