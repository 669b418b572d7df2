//! Reads a file on a thread of its own and hands out checked rows, so that reading and writing go on
//! side by side in memory that does not grow with the file.

use super::check::{Checker, GoodRow, Yardstick};
use super::columns::{Columns, HeaderFault, all_headings};
use super::repeats::Repeats;
use crate::import::finding::{Finding, Why};
use crypto::KeyRing;
use kernel::{Instant, Lang, Problem, Random};
use people::public::{Prepared, prepare};
use sheets::{HeaderRule, OpenOptions, Row, SheetError, SheetReader};
use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Batches that may wait.
const WAITING: usize = 2;

/// How a file is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// For the first time: one person twice is found.
    Check,
    /// Again, for entering: people are sealed here, so that the one writer need not wait for it.
    Enter,
}

/// What people are sealed with.
pub(crate) struct Sealing {
    pub ring: Arc<KeyRing>,
    pub now: Instant,
    pub random: Random,
}

/// Rows one after another.
#[derive(Default)]
pub(crate) struct Batch {
    /// The last row of the batch as spreadsheets count it.
    pub last: u32,
    /// How many rows there are, good and bad.
    pub count: usize,
    pub good: Vec<GoodRow>,
    /// The people of the good rows, ready to be registered; only for entering.
    pub people: Vec<Prepared>,
    pub findings: Vec<Finding>,
    /// How far the reading has come, for showing.
    pub done: u64,
    pub total: u64,
}

pub(crate) enum Message {
    /// The header was understood.
    Opened(Box<Columns>),
    Rows(Batch),
    /// The file's end was reached.
    End,
}

/// Why there are no more rows.
pub(crate) enum Fault {
    /// The file cannot be taken; that is a result.
    Unreadable(Why),
    /// Something of ours failed; the job is tried again.
    Ours(Problem),
}

impl From<SheetError> for Fault {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Io(_) => Fault::Ours(Problem::from(error)),
            _ => Fault::Unreadable(Why::with(error.code(), &error.args())),
        }
    }
}

/// What is to be read.
pub(crate) struct Source {
    pub file: File,
    pub by: Yardstick,
    pub pass: Pass,
    /// Rows before this one were handed out by an earlier process.
    pub from: u32,
    pub batch: usize,
    pub sealing: Sealing,
    pub spill_dir: Option<PathBuf>,
}

/// Opens a spreadsheet at its beginning.
pub(crate) fn open(file: &File, spill_dir: Option<PathBuf>) -> Result<SheetReader, SheetError> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    let header = HeaderRule::Labels(all_headings());
    SheetReader::open(file, &OpenOptions { header, spill_dir, ..OpenOptions::default() })
}

/// Starts reading. The thread ends with the file, with a fault, or when nobody listens any more.
pub(crate) fn start(source: Source) -> mpsc::Receiver<Result<Message, Fault>> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let told = match read(source, &sender) {
            Ok(()) => Ok(Message::End),
            Err(fault) => Err(fault),
        };
        let _ = sender.blocking_send(told);
    });
    receiver
}

type Sender = mpsc::Sender<Result<Message, Fault>>;

fn read(source: Source, sender: &Sender) -> Result<(), Fault> {
    let mut reader = open(&source.file, source.spill_dir.clone())?;
    let columns = Columns::find(reader.header(), source.by.exam_on.is_some());
    let columns = columns.map_err(|fault| Fault::Unreadable(header_fault(&fault)))?;
    let mut checker = Checker::new(source.by.clone(), columns);
    let opened = Message::Opened(Box::new(checker.columns().clone()));
    if sender.blocking_send(Ok(opened)).is_err() {
        return Ok(());
    }
    let mut repeats = Repeats::new();
    if source.pass == Pass::Enter {
        reader.skip_to(source.from);
    }
    loop {
        let mut batch = Batch::default();
        while batch.count < source.batch {
            let Some(row) = reader.next_row()? else { break };
            let repeats = (source.pass == Pass::Check).then_some(&mut repeats);
            take(&mut checker, repeats, &row, source.from, &mut batch);
        }
        if batch.count == 0 {
            return Ok(());
        }
        if source.pass == Pass::Enter {
            let Sealing { ring, now, random } = &source.sealing;
            let people = batch.good.iter().map(|row| &row.person);
            batch.people = prepare(ring, *now, random, people).map_err(Fault::Ours)?;
        }
        let progress = reader.progress();
        (batch.done, batch.total) = (progress.done, progress.total);
        if sender.blocking_send(Ok(Message::Rows(batch))).is_err() {
            return Ok(());
        }
    }
}

/// Checks one row into the batch. Rows that were handed out before only count for finding one
/// person twice.
fn take(
    checker: &mut Checker,
    repeats: Option<&mut Repeats>,
    row: &Row,
    from: u32,
    batch: &mut Batch,
) {
    let checked = checker.check(row);
    let again = match (&checked, repeats) {
        (Ok(good), Some(repeats)) => repeats.add(good),
        _ => Vec::new(),
    };
    if row.number < from {
        return;
    }
    (batch.last, batch.count) = (row.number, batch.count + 1);
    match checked {
        Ok(good) if again.is_empty() => batch.good.push(good),
        Ok(_) => batch.findings.extend(again),
        Err(findings) => batch.findings.extend(findings),
    }
}

fn header_fault(fault: &HeaderFault) -> Why {
    match fault {
        HeaderFault::Missing(fields) => {
            let titles: Vec<&str> = fields.iter().map(|field| field.title(Lang::Zh)).collect();
            Why::with("evaluation-columns-missing", &[("columns", titles.join("、"))])
        }
        HeaderFault::Twice(heading) => {
            let heading: String = heading.chars().take(50).collect();
            Why::with("evaluation-column-twice", &[("name", heading)])
        }
    }
}
