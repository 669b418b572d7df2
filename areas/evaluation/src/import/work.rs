//! The job of an import: check every row, then enter the good ones. Its place in the file moves in
//! the transaction of each step, so it goes on where it stopped, whoever goes on with it.

use super::enter::{self, Standing};
use super::finding::{Finding, Why};
use super::{Import, ImportProgress, ImportState, report, store};
use crate::facts::ImportFinished;
use crate::sheet::Field;
use crate::sheet::check::{GoodRow, Yardstick};
use crate::sheet::columns::Columns;
use crate::sheet::feed::{self, Batch, Fault, Message, Pass, Sealing, Source};
use crate::{Evaluation, Fresh};
use ::store::jobs::{self, Claimed};
use ::store::{About, Tx};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{Ctx, ImportId, Problem, Result};
use people::Document;
use std::fs::File;
use std::sync::Arc;

/// Rows that are checked in one step.
const CHECKED_AT_ONCE: usize = 2000;
/// Rows that are entered in one transaction: so many that commits cost little, so few that the one
/// writer of an embedded database is soon free for others.
const ENTERED_AT_ONCE: usize = 1000;
/// Findings after which a file is given back: somebody has to look at it as a whole.
pub(crate) const MOST_FINDINGS: i64 = 100_000;

/// What all steps of one import have in common.
#[derive(Clone)]
pub(crate) struct Work {
    pub area: Evaluation,
    pub job: Claimed,
    pub id: ImportId,
}

/// Whether the work goes on after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Step {
    /// It does.
    On,
    /// The import has come to its end, or somebody stopped it.
    Over,
}

pub(crate) async fn read(
    area: &Evaluation,
    fresh: &Fresh,
    job: &Claimed,
    id: ImportId,
) -> Result<()> {
    let work = Work { area: area.clone(), job: job.clone(), id };
    let begun = work.clone();
    let ctx = fresh();
    let begin = area.store.write(&ctx, None, move |tx| begin(tx, begun.clone()).boxed());
    if begin.await? == Step::Over {
        return Ok(());
    }
    let file = work.file(area).await?;
    for _ in 0..2 {
        let step = work.pass(fresh, &file).await?;
        if step == Step::Over {
            return Ok(());
        }
    }
    Err(Problem::internal("an import did not come to its end"))
}

/// The first step: an import that waited begins, one that has ended has nothing left to do.
async fn begin(tx: &mut Tx, work: Work) -> Result<Step> {
    let import = held(tx, &work).await?;
    if !import.state.is_live() {
        jobs::finish(tx, &work.job).await?;
        return Ok(Step::Over);
    }
    if import.state == ImportState::Waiting {
        let state = import.state.clone().begin()?;
        store::update(tx, &Import { state, ..import }).await?;
    }
    Ok(Step::On)
}

/// The import as it stands, with the job held by this process.
async fn held(tx: &mut Tx, work: &Work) -> Result<Import> {
    jobs::hold(tx, &work.job).await?;
    let found = store::find(tx, &work.area.ring, work.id).await?;
    found.ok_or_else(|| Problem::inconsistent("job", "payload", work.id))
}

impl Work {
    /// The upload as a file without a name, which is gone when the process is.
    async fn file(&self, area: &Evaluation) -> Result<File> {
        let mut conn = area.store.read().await?;
        let import = store::find(&mut conn, &area.ring, self.id).await?;
        drop(conn);
        let blob = import.and_then(|import| import.file).ok_or_else(Problem::not_found)?;
        let file = match &area.spill_dir {
            Some(dir) => tempfile::tempfile_in(dir),
            None => tempfile::tempfile(),
        };
        let mut file = file.map_err(Problem::internal)?;
        area.blobs.copy_to(blob, &mut file).await?;
        Ok(file)
    }

    /// Goes through the file once, in the phase in which the import is.
    async fn pass(&self, fresh: &Fresh, file: &File) -> Result<Step> {
        let mut conn = self.area.store.read().await?;
        let import = store::find(&mut conn, &self.area.ring, self.id).await?;
        let import = import.ok_or_else(Problem::not_found)?;
        let by = yardstick(&mut conn, &self.area, &fresh(), &import).await?;
        drop(conn);
        let (pass, batch) = match import.state {
            ImportState::Checking => (Pass::Check, CHECKED_AT_ONCE),
            ImportState::Entering => (Pass::Enter, ENTERED_AT_ONCE),
            _ => return self.over(fresh).await,
        };
        let Ctx { now, random, .. } = fresh();
        let sealing = Sealing { ring: Arc::clone(&self.area.ring), now, random };
        let source = Source {
            file: file.try_clone().map_err(Problem::internal)?,
            by,
            pass,
            from: u32::try_from(import.next_row).unwrap_or(u32::MAX),
            batch,
            sealing,
            spill_dir: self.area.spill_dir.clone(),
        };
        let mut messages = feed::start(source);
        let mut columns = None;
        let mut from = import.next_row;
        while let Some(message) = messages.recv().await {
            let step = match message {
                Ok(Message::Opened(found)) => {
                    columns = Some(Arc::from(found));
                    continue;
                }
                Ok(Message::Rows(batch)) => {
                    let columns = columns.clone().ok_or_else(no_header)?;
                    let next = i64::from(batch.last) + 1;
                    let step = self.step(fresh, pass, columns, batch, from).await?;
                    from = next;
                    step
                }
                Ok(Message::End) => return self.end(fresh, file, pass).await,
                Err(Fault::Unreadable(why)) => return self.unreadable(fresh, why).await,
                Err(Fault::Ours(problem)) => return Err(problem),
            };
            if step == Step::Over {
                return Ok(Step::Over);
            }
        }
        Err(Problem::internal("the reader of an import ended early"))
    }

    /// One batch of rows.
    async fn step(
        &self,
        fresh: &Fresh,
        pass: Pass,
        columns: Arc<Columns>,
        mut batch: Batch,
        from: i64,
    ) -> Result<Step> {
        if pass == Pass::Check {
            let more = self.look_up(&batch.good).await?;
            batch.findings.extend(more);
        }
        let (work, batch) = (self.clone(), Arc::new(batch));
        let ctx = fresh();
        let write = self.area.store.write(&ctx, None, move |tx| {
            let (work, columns, batch) = (work.clone(), Arc::clone(&columns), Arc::clone(&batch));
            async move {
                let import = held(tx, &work).await?;
                match (&import.state, pass) {
                    _ if import.next_row != from => {
                        Err(Problem::conflict("problem-changed-meanwhile"))
                    }
                    (ImportState::Checking, Pass::Check) => {
                        checked(tx, &work, import, &columns, &batch).await
                    }
                    (ImportState::Entering, Pass::Enter) => {
                        enter::batch(tx, &work.area, import, &columns, &batch).await
                    }
                    _ => over(tx, &work).await,
                }
            }
            .boxed()
        });
        let step = write.await?;
        match step {
            Step::Over if pass == Pass::Check => self.maybe_too_many(fresh).await,
            step => Ok(step),
        }
    }

    /// What the database knows against good rows: another name, or another result.
    async fn look_up(&self, good: &[GoodRow]) -> Result<Vec<Finding>> {
        let (area, mut conn) = (&self.area, self.area.store.read().await?);
        let documents: Vec<&Document> = good.iter().flat_map(|row| &row.person.documents).collect();
        let known = people::public::known_in(&mut conn, &area.ring, &documents).await?;
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = known.values().copied().collect();
        let names = people::public::personal_in(&mut conn, &area.ring, &ids).await?;
        let import = store::find(&mut conn, &area.ring, self.id).await?;
        let body = import.ok_or_else(Problem::not_found)?.body;
        let earlier = enter::Earlier::load(&mut conn, body, &ids).await?;
        let mut findings = Vec::new();
        for row in good {
            let person = row.person.documents.iter().find_map(|d| known.get(d));
            let Some(person) = person.copied() else { continue };
            let name = names.get(&person).map(|personal| personal.name.key());
            if name.as_deref() != Some(&row.person.name.key()) {
                findings.push(Finding::new(row.row, Field::Name, "evaluation-other-name"));
            } else if earlier.standing(person, row) == Standing::Differs {
                findings.push(Finding::new(row.row, Field::Row, "evaluation-result-differs"));
            }
        }
        Ok(findings)
    }

    async fn over(&self, fresh: &Fresh) -> Result<Step> {
        let work = self.clone();
        let ctx = fresh();
        let write = self.area.store.write(&ctx, None, move |tx| {
            let work = work.clone();
            async move { over(tx, &work).await }.boxed()
        });
        write.await
    }

    async fn maybe_too_many(&self, fresh: &Fresh) -> Result<Step> {
        let mut conn = self.area.store.read().await?;
        let count = store::count_findings(&mut conn, self.id).await?;
        drop(conn);
        if count <= self.area.most_findings {
            return Ok(Step::Over);
        }
        let limit = ("limit", self.area.most_findings.to_string());
        self.unreadable(fresh, Why::with("evaluation-too-many-findings", &[limit])).await
    }

    async fn unreadable(&self, fresh: &Fresh, why: Why) -> Result<Step> {
        let work = self.clone();
        let ctx = fresh();
        let write = self.area.store.write(&ctx, None, move |tx| {
            let (work, why) = (work.clone(), why.clone());
            async move {
                let import = held(tx, &work).await?;
                let state = import.state.clone().unreadable(why, tx.now())?;
                close(tx, &work, Import { state, ..import }).await
            }
            .boxed()
        });
        write.await
    }

    /// The end of the file: the next phase, or the report and the end.
    async fn end(&self, fresh: &Fresh, file: &File, pass: Pass) -> Result<Step> {
        let mut conn = self.area.store.read().await?;
        let import = store::find(&mut conn, &self.area.ring, self.id).await?;
        drop(conn);
        let import = import.ok_or_else(Problem::not_found)?;
        if import.rows.total == 0 && pass == Pass::Check {
            return self.unreadable(fresh, Why::new("evaluation-no-rows")).await;
        }
        let last = pass == Pass::Enter || (import.rows.bad > 0 && !import.keep_good);
        let report = match last && import.rows.bad > 0 {
            true => Some(Arc::new(report::make(&self.area, &fresh(), &import, file).await?)),
            false => None,
        };
        let work = self.clone();
        let ctx = fresh();
        let write = self.area.store.write(&ctx, None, move |tx| {
            let (work, report) = (work.clone(), report.clone());
            async move {
                let import = held(tx, &work).await?;
                let now = tx.now();
                let state = match pass {
                    Pass::Check => {
                        import.state.clone().checked(import.rows.bad, import.keep_good, now)?
                    }
                    Pass::Enter => import.state.clone().entered(now)?,
                };
                let over = !state.is_live();
                let mut changed = Import { state, next_row: 0, ..import };
                changed.progress = ImportProgress { done: 0, total: changed.rows.total };
                if let Some(report) = &report {
                    blobs::keep_in(tx, report).await?;
                    changed.report = Some(report.id);
                }
                if over {
                    changed.progress.done = changed.rows.total;
                    return close(tx, &work, changed).await;
                }
                store::update(tx, &changed).await?;
                let version = changed.version + 1;
                tx.history("import", work.id.cast(), version, "checked", &changed.state)?;
                Ok(Step::On)
            }
            .boxed()
        });
        write.await
    }
}

fn no_header() -> Problem {
    Problem::internal("rows came before the header")
}

async fn yardstick(
    conn: &mut ::store::Conn,
    area: &Evaluation,
    ctx: &Ctx,
    import: &Import,
) -> Result<Yardstick> {
    let body = organisations::public::body_in(conn, import.body).await?;
    let body = body.ok_or_else(Problem::not_found)?;
    let filings = organisations::public::filings_in(conn, import.body).await?;
    Ok(Yardstick {
        world: Arc::clone(&ctx.world),
        rules: Arc::clone(&area.rules),
        filings: Arc::new(filings),
        division: body.division,
        today: ctx.today(),
        exam_on: import.exam_on,
    })
}

/// Writes down what the check of a batch found.
async fn checked(
    tx: &mut Tx,
    work: &Work,
    import: Import,
    columns: &Columns,
    batch: &Batch,
) -> Result<Step> {
    let mut changed = import;
    let bad = add_findings(tx, &work.area.ring, work.id, columns, &batch.findings).await?;
    changed.rows.total += batch.count as i64;
    changed.rows.bad += bad;
    changed.template = Some(columns.template);
    changed.next_row = i64::from(batch.last) + 1;
    changed.progress = ImportProgress { done: batch.done as i64, total: batch.total as i64 };
    store::update(tx, &changed).await?;
    let most = work.area.most_findings;
    let many = changed.rows.bad > 0 && store::count_findings(tx, work.id).await? > most;
    Ok(if many { Step::Over } else { Step::On })
}

/// Writes findings with the headings of their columns. Gives how many rows had none before.
pub(crate) async fn add_findings(
    tx: &mut Tx,
    ring: &KeyRing,
    id: ImportId,
    columns: &Columns,
    findings: &[Finding],
) -> Result<i64> {
    let findings: Vec<(Finding, String)> = findings
        .iter()
        .map(|finding| (finding.clone(), columns.heading(finding.field).to_owned()))
        .collect();
    store::add_findings(tx, ring, id, &findings).await
}

/// There is nothing left to do.
async fn over(tx: &mut Tx, work: &Work) -> Result<Step> {
    jobs::finish(tx, &work.job).await?;
    Ok(Step::Over)
}

/// The last step: the upload is deleted, the end is told, and the job is finished.
async fn close(tx: &mut Tx, work: &Work, import: Import) -> Result<Step> {
    if let Some(file) = import.file {
        blobs::delete_in(tx, file).await?;
    }
    let closed = Import { file: None, ..import };
    store::update(tx, &closed).await?;
    let state = closed.state.word();
    tx.history("import", work.id.cast(), closed.version + 1, state, &serde_json::json!({}))?;
    let rows = closed.rows;
    let fact = ImportFinished {
        import: work.id,
        rows: rows.total,
        bad: rows.bad,
        entered: rows.entered,
        known: rows.known,
    };
    tx.fact(About::body(closed.body).subject(work.id.cast()), &fact)?;
    over(tx, work).await
}
