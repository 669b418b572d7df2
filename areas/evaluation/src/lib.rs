//! Evaluation: a body's results come in as a spreadsheet, every row is checked and explained, people
//! are registered once, and a second person of the body releases a run for certificates.

pub mod facts;
pub mod import;
pub mod jobs;
pub mod permissions;
pub mod public;
pub mod run;
pub mod sheet;

pub use import::finding::{ShownFinding, Why};
pub use import::{Import, ImportProgress, ImportState, NewImport, RowCounts};
pub use run::{Candidate, Run, RunState, ShownCandidate};
pub use sheet::{Field, TemplateKind};

use blobs::Blobs;
use certificates::Site;
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{
    BodyId, CandidateId, Ctx, FieldProblem, ImportId, Lang, Page, PageRequest, PersonId, Problem,
    Result, RunId,
};
use rules::RuleBook;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use store::jobs::Claimed;
use store::{Idem, Store};

/// Says what is wrong and what to do in a language; the texts belong to the application.
pub type Explain = fn(Lang, &FieldProblem) -> String;

/// Makes a context of the present moment. A job works for longer than one moment, and its lease is
/// extended by the time of each of its steps.
pub type Fresh = dyn Fn() -> Ctx + Send + Sync;

/// The use cases of this area.
#[derive(Clone)]
pub struct Evaluation {
    pub(crate) store: Store,
    pub(crate) ring: Arc<KeyRing>,
    pub(crate) blobs: Blobs,
    pub(crate) site: Site,
    pub(crate) rules: Arc<RuleBook>,
    pub(crate) explain: Explain,
    pub(crate) spill_dir: Option<PathBuf>,
    pub(crate) most_findings: i64,
}

impl Evaluation {
    /// The area on a store: with the keys of the vault, the addresses that certificates carry, the
    /// rules of passing, and the texts of reports.
    pub fn new(
        store: Store,
        ring: Arc<KeyRing>,
        site: Site,
        rules: Arc<RuleBook>,
        explain: Explain,
    ) -> Self {
        let blobs = Blobs::new(store.clone(), Arc::clone(&ring));
        let most_findings = import::work::MOST_FINDINGS;
        Evaluation { store, ring, blobs, site, rules, explain, spill_dir: None, most_findings }
    }

    /// Gives a file back after so many mistakes instead of the usual number.
    pub fn with_most_findings(self, most: u32) -> Self {
        Evaluation { most_findings: i64::from(most), ..self }
    }

    /// Puts the nameless temporary files of imports into a folder instead of the system's, which may
    /// lie in memory.
    pub fn with_spill_dir(self, dir: PathBuf) -> Self {
        Evaluation { spill_dir: Some(dir), ..self }
    }

    /// Takes a spreadsheet in. The content is read to its end; the file, the import and its job then
    /// come to be in one transaction.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` for no such body; field problems for an exam
    /// day in the future and an empty file; `problem-file-too-large`.
    pub async fn start_import(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewImport,
        content: impl Read + Send,
    ) -> Result<ImportId> {
        import::use_cases::start(self, ctx, idem, command, content).await
    }

    /// Says that somebody is done with an import's mistakes, so that it waits for nobody any more.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`; the conflict `evaluation-import-step`.
    pub async fn settle_import(&self, ctx: &Ctx, idem: Option<Idem>, id: ImportId) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                import::use_cases::settle(tx, Arc::clone(&ring), id).boxed()
            })
            .await
    }

    /// Stops an import before anything of it is entered, and deletes the file.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`; the conflict `evaluation-import-step`.
    pub async fn cancel_import(&self, ctx: &Ctx, idem: Option<Idem>, id: ImportId) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| {
                import::use_cases::cancel(tx, Arc::clone(&ring), id).boxed()
            })
            .await
    }

    /// An import with its progress and counts.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn import(&self, ctx: &Ctx, id: ImportId) -> Result<Import> {
        let mut conn = self.store.read().await?;
        import::use_cases::open(&mut conn, &self.ring, ctx, id).await
    }

    /// Imports of a body, latest first.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn imports(
        &self,
        ctx: &Ctx,
        body: BodyId,
        page: &PageRequest,
    ) -> Result<Page<Import>> {
        let mut conn = self.store.read().await?;
        public::permit_body(&mut conn, ctx, &permissions::IMPORT_READ, body).await?;
        let rows = import::store::of_body(&mut conn, &self.ring, body, page).await?;
        Ok(Page::from_rows(rows, page.limit(), |import| import.id.to_string()))
    }

    /// What is wrong with an import's rows, in the order of the file, with personal parts hidden.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn findings(
        &self,
        ctx: &Ctx,
        id: ImportId,
        page: &PageRequest,
    ) -> Result<Page<ShownFinding>> {
        let mut conn = self.store.read().await?;
        let import = import::use_cases::open(&mut conn, &self.ring, ctx, id).await?;
        import::store::findings_page(&mut conn, &self.ring, import.id, page).await
    }

    /// The report: the spreadsheet with the cells marked that have mistakes, and one more column
    /// that says what to do, written into `target` as an `.xlsx` file. It holds what the file held,
    /// so the look is recorded.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` when there is no report.
    pub async fn report(
        &self,
        ctx: &Ctx,
        id: ImportId,
        target: &mut (impl Write + Send),
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        let look = self
            .store
            .write(ctx, None, move |tx| import::use_cases::look(tx, Arc::clone(&ring), id).boxed());
        let blob = look.await?.ok_or_else(Problem::not_found)?;
        self.blobs.copy_to(blob, target).await.map(|_| ())
    }

    /// An empty spreadsheet to fill in, as an `.xlsx` file.
    ///
    /// # Errors
    /// An internal problem when it cannot be written.
    pub fn template_file(&self, ctx: &Ctx, kind: TemplateKind, lang: Lang) -> Result<Vec<u8>> {
        sheet::template::file(ctx, kind, lang)
    }

    /// Runs of a body, latest first.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn runs(&self, ctx: &Ctx, body: BodyId, page: &PageRequest) -> Result<Page<Run>> {
        let mut conn = self.store.read().await?;
        public::permit_body(&mut conn, ctx, &permissions::RUN_READ, body).await?;
        let rows = run::store::of_body(&mut conn, body, page).await?;
        Ok(Page::from_rows(rows, page.limit(), |run| run.id.to_string()))
    }

    /// A run without its candidates, for following its progress.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn run(&self, ctx: &Ctx, id: RunId) -> Result<Run> {
        let mut conn = self.store.read().await?;
        run::use_cases::open(&mut conn, ctx, &permissions::RUN_READ, id).await
    }

    /// A run with a page of its candidates in the order of their files, names and numbers masked.
    /// For each of them the look is recorded before anything is shown.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn open_run(
        &self,
        ctx: &Ctx,
        id: RunId,
        page: &PageRequest,
        purpose: String,
    ) -> Result<(Run, Page<ShownCandidate>)> {
        let mut conn = self.store.read().await?;
        let (run, page) = run::use_cases::shown(&mut conn, &self.ring, ctx, id, page).await?;
        drop(conn); // a write that waits holds no connection of the readers
        let people: Vec<PersonId> = page.items.iter().map(|one| one.candidate.person).collect();
        let look = self.store.write(ctx, None, move |tx| {
            run::use_cases::look(tx, id, purpose.clone(), people.clone()).boxed()
        });
        look.await?;
        Ok((run, page))
    }

    /// Releases a run: its passing results become certificates, numbered in the order of the file.
    ///
    /// # Errors
    /// Refused without permission; the conflicts `evaluation-two-persons`, `evaluation-run-step`,
    /// `evaluation-nobody-passed`, `certificates-not-filed` and `certificates-no-key`.
    pub async fn release_run(&self, ctx: &Ctx, idem: Option<Idem>, id: RunId) -> Result<()> {
        self.store.write(ctx, idem, move |tx| run::use_cases::release(tx, id).boxed()).await
    }

    /// What [`Evaluation::release_run`] would say now, without releasing anything: a page tells it
    /// before somebody tries.
    ///
    /// # Errors
    /// As [`Evaluation::release_run`].
    pub async fn check_release(&self, ctx: &Ctx, id: RunId) -> Result<()> {
        let mut conn = self.store.read().await?;
        let run = run::use_cases::open(&mut conn, ctx, &permissions::RUN_RELEASE, id).await?;
        run::use_cases::released(&mut conn, ctx, &run).await.map(|_| ())
    }

    /// Whether the actor may withdraw results from a run as it stands.
    ///
    /// # Errors
    /// `problem-not-found`; as [`Store::read`].
    pub async fn may_withdraw(&self, ctx: &Ctx, run: &Run) -> Result<bool> {
        let mut conn = self.store.read().await?;
        let action = &permissions::CANDIDATE_WITHDRAW;
        let may = public::permit_body(&mut conn, ctx, action, run.body).await.is_ok();
        Ok(may && run.state.is_open())
    }

    /// Whether the actor may import results for a body, and stop its imports: what
    /// [`Evaluation::start_import`] asks first.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` for no such body.
    pub async fn check_import(&self, ctx: &Ctx, body: BodyId) -> Result<()> {
        let mut conn = self.store.read().await?;
        public::permit_body(&mut conn, ctx, &permissions::IMPORT_START, body).await
    }

    /// Withdraws a result before its run is released, with grounds.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`; `evaluation-reason` without grounds; the
    /// conflicts `evaluation-run-step` and `evaluation-withdrawn`.
    pub async fn withdraw(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: CandidateId,
        reason: String,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| run::use_cases::withdraw(tx, id, reason.clone()).boxed())
            .await
    }

    /// Moves what up to `limit` imports keep sealed, and as many findings, to the current master key.
    /// Gives how many it found under older keys.
    ///
    /// # Errors
    /// Refused without permission; an internal problem for one that cannot be opened.
    pub async fn reseal_imports(&self, ctx: &Ctx, limit: u32) -> Result<u64> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, None, move |tx| {
                import::use_cases::reseal(tx, Arc::clone(&ring), limit).boxed()
            })
            .await
    }

    /// Whether a job of this kind is this area's.
    pub fn does(kind: &str) -> bool {
        jobs::KINDS.contains(&kind)
    }

    /// Does a job of this area to its end and finishes it. What went wrong with the file or the run
    /// is a result, no error.
    ///
    /// # Errors
    /// `problem-lease-lost` when another process has taken the job over: leave it alone then. With
    /// any other problem hand it to [`store::jobs::fail`].
    pub async fn run_job(&self, fresh: &Fresh, job: &Claimed) -> Result<()> {
        jobs::run(self, fresh, job).await
    }

    /// Takes one job of this area that is due and does it; for commands and tests. Gives whether there
    /// was one.
    ///
    /// # Errors
    /// As [`store::jobs::claim_of`] and [`store::jobs::fail`]; what goes wrong in the job is recorded
    /// with the job.
    pub async fn work_one(&self, fresh: &Fresh) -> Result<bool> {
        jobs::work_one(self, fresh).await
    }
}
