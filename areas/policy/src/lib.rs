//! The policy library (政策库): documents with their succession, plans with numbered measures and
//! targets, and the tasks of authorities under them.

mod checks;
pub mod document;
mod documents;
pub mod facts;
pub mod jobs;
pub mod permissions;
pub mod plan;
mod plans;
pub mod public;
mod shipped;
mod table;
pub mod task;
mod tasks;

pub use document::{
    Confidence, Document, DocumentKind, DocumentQuery, DocumentState, DocumentStep, Issuer,
    NewDocument, Precision, Relation, RelationKind, Standing,
};
pub use plan::{Hundredths, Measure, Plan, PlanBook, PlanText, Target, Unit, Words};
pub use table::read_plans;
pub use task::{
    Milestone, NewReport, NewTask, Report, ReportState, ReportStep, Task, TaskStanding, TaskTarget,
};
pub use tasks::KnownOffices;

use authz::Object;
use checks::object;
use document::store::Reach;
use futures_util::FutureExt as _;
use kernel::{Ctx, Page, PageRequest, PlanId, PolicyId, Problem, ReportId, Result, TaskId};
use permissions::{
    DOCUMENT_CONFIRM, DOCUMENT_DRAFTS, DOCUMENT_ENTER, DOCUMENT_READ, DOCUMENT_REPEAL, PLAN_ADD,
    TASK_ACCEPT, TASK_ASSIGN, TASK_READ, TASK_REPORT,
};
use serde::{Deserialize, Serialize};
use store::{Conn, Idem, Store};

/// The use cases of this area.
#[derive(Clone)]
pub struct Policy {
    store: Store,
    offices: KnownOffices,
}

/// A document with everything around it.
#[derive(Clone, Debug)]
pub struct DocumentFile {
    /// The document.
    pub document: Document,
    /// What it does to earlier ones.
    pub earlier: Vec<(RelationKind, Document)>,
    /// What later ones do to it.
    pub later: Vec<(RelationKind, Document)>,
    /// Its plans.
    pub plans: Vec<Plan>,
    /// Whether the actor may confirm or refuse it; somebody else entered it.
    pub may_confirm: bool,
    /// Whether the actor may repeal it.
    pub may_repeal: bool,
    /// Whether the actor may add a plan to it.
    pub may_plan: bool,
}

/// A plan with the document it belongs to.
#[derive(Clone, Debug)]
pub struct PlanFile {
    /// What the plan says.
    pub book: PlanBook,
    /// The document.
    pub document: Document,
    /// Whether the actor may give tasks under it.
    pub may_assign: bool,
}

/// The tasks of one's authority under one plan.
#[derive(Clone, Debug)]
pub struct PlanTasks {
    /// The plan.
    pub plan: Plan,
    /// The tasks, in the order of the measures.
    pub tasks: Vec<Task>,
}

/// A task as somebody of its offices sees it.
#[derive(Clone, Debug)]
pub struct TaskFile {
    /// The task.
    pub task: Task,
    /// The plan it belongs to.
    pub plan: Plan,
    /// The measure it belongs to.
    pub measure: Measure,
    /// Whether the actor may report.
    pub may_report: bool,
    /// Whether the actor may accept what others reported.
    pub may_accept: bool,
}

/// What a file brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// New documents.
    pub documents: usize,
    /// New plans.
    pub plans: usize,
}

fn may_confirm(ctx: &Ctx, one: &Document) -> bool {
    authz::permit(ctx, &DOCUMENT_CONFIRM, &object(ctx, one.division)).is_ok()
        && one.state.confirm(&one.entered_by, &ctx.actor.word()).is_ok()
}

/// Whether the actor may do this to what holds in the whole country.
pub fn may_keep_national(ctx: &Ctx, action: &authz::Action) -> bool {
    authz::permit(ctx, action, &object(ctx, None)).is_ok()
}

impl Policy {
    /// The area on a store; `offices` knows the authorities of the installation.
    pub fn new(store: Store, offices: KnownOffices) -> Self {
        Policy { store, offices }
    }

    /// Brings what ships with the program into the library, as far as it is not there yet.
    ///
    /// # Errors
    /// Refused without permission; as [`Store::write`].
    pub async fn load_shipped(&self, ctx: &Ctx) -> Result<Imported> {
        let documents = table::read_documents(shipped::DOCUMENTS.as_bytes())?;
        let plans = table::read_plans(shipped::PLANS.as_bytes())?;
        self.store
            .write(ctx, None, move |tx| {
                let (lines, texts) = (documents.clone(), plans.clone());
                async move {
                    let documents = documents::add_lines(tx, lines, DocumentState::InForce).await?;
                    let plans = plans::add_missing(tx, texts).await?;
                    Ok(Imported { documents, plans })
                }
                .boxed()
            })
            .await
    }

    /// Takes in a file of documents or of plans, told apart by their columns. Documents wait for
    /// their second reader.
    ///
    /// # Errors
    /// Field problems of `file`, each with its line; refused without permission.
    pub async fn import(&self, ctx: &Ctx, bytes: &[u8]) -> Result<Imported> {
        if table::is_of_documents(bytes)? {
            let lines = table::read_documents(bytes)?;
            let added = self.store.write(ctx, None, move |tx| {
                documents::add_lines(tx, lines.clone(), DocumentState::Draft).boxed()
            });
            return Ok(Imported { documents: added.await?, plans: 0 });
        }
        let plans = self.add_plans(ctx, None, table::read_plans(bytes)?, None).await?;
        Ok(Imported { documents: 0, plans: plans.len() })
    }

    /// Enters a document. It holds once a second person has confirmed it.
    ///
    /// # Errors
    /// Refused without permission; field problems for what is wrong with it.
    pub async fn enter(&self, ctx: &Ctx, idem: Option<Idem>, new: NewDocument) -> Result<PolicyId> {
        self.store.write(ctx, idem, move |tx| documents::enter(tx, new.clone()).boxed()).await
    }

    /// Confirms, refuses or repeals a document.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`DocumentState`]; field problems for reason and
    /// day.
    pub async fn step(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: PolicyId,
        step: DocumentStep,
    ) -> Result<()> {
        self.store.write(ctx, idem, move |tx| documents::step(tx, id, step.clone()).boxed()).await
    }

    /// Confirmed documents, the latest first.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn search(
        &self,
        ctx: &Ctx,
        query: &DocumentQuery,
        page: &PageRequest,
    ) -> Result<Page<Document>> {
        authz::permit(ctx, &DOCUMENT_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let rows = document::store::search(&mut conn, Reach::Public, query, page).await?;
        Ok(Page::from_rows(rows, page.limit(), document::store::cursor))
    }

    /// The document that carries a number and was not refused.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn of_number(&self, ctx: &Ctx, number: &str) -> Result<Option<Document>> {
        authz::permit_somewhere(ctx, &DOCUMENT_ENTER)?;
        let mut conn = self.store.read().await?;
        Ok(document::store::of_number(&mut conn, number.trim()).await?.pop())
    }

    /// Documents of one's territory that wait for the second reader, and whether one may enter more.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn drafts(&self, ctx: &Ctx) -> Result<(Vec<Document>, bool)> {
        authz::permit_somewhere(ctx, &DOCUMENT_DRAFTS)?;
        let may_enter = authz::permit_somewhere(ctx, &DOCUMENT_ENTER).is_ok();
        let mut conn = self.store.read().await?;
        let page = PageRequest { after: None, limit: Some(PageRequest::MOST) };
        let query = DocumentQuery::default();
        let rows = document::store::search(&mut conn, Reach::Drafts, &query, &page).await?;
        let theirs = |one: &Document| {
            authz::permit(ctx, &DOCUMENT_DRAFTS, &object(ctx, one.division)).is_ok()
        };
        Ok((rows.into_iter().filter(theirs).collect(), may_enter))
    }

    /// Those documents that wait for the actor to confirm or refuse them.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn waiting_for(&self, ctx: &Ctx) -> Result<Vec<Document>> {
        let (drafts, _) = self.drafts(ctx).await?;
        Ok(drafts.into_iter().filter(|one| may_confirm(ctx, one)).collect())
    }

    /// A document with what came before and after it, and its plans.
    ///
    /// # Errors
    /// `problem-not-found`, also for a draft outside of the actor's territory.
    pub async fn document(&self, ctx: &Ctx, id: PolicyId) -> Result<DocumentFile> {
        let mut conn = self.store.read().await?;
        let document = self.readable(&mut conn, ctx, id).await?;
        let relations = document::store::relations(&mut conn, id).await?;
        let others: Vec<PolicyId> = relations
            .iter()
            .map(|one| if one.document == id { one.target } else { one.document })
            .collect();
        let others = document::store::find_many(&mut conn, &others).await?;
        let (mut earlier, mut later) = (Vec::new(), Vec::new());
        for one in relations {
            let (other, side) = match one.document == id {
                true => (one.target, &mut earlier),
                false => (one.document, &mut later),
            };
            // What nobody has confirmed yet changes nothing.
            let other = others.iter().find(|document| document.id == other);
            side.extend(other.filter(|o| o.state.is_public()).map(|o| (one.kind, o.clone())));
        }
        let of = object(ctx, document.division);
        let may = |action| authz::permit(ctx, action, &of).is_ok();
        Ok(DocumentFile {
            plans: plan::store::of_document(&mut conn, Some(id)).await?,
            may_confirm: may_confirm(ctx, &document),
            may_repeal: may(&DOCUMENT_REPEAL) && document.state == DocumentState::InForce,
            may_plan: may(&PLAN_ADD) && !matches!(document.state, DocumentState::Refused { .. }),
            document,
            earlier,
            later,
        })
    }

    /// A document that the actor may take a step with, as its page asks before the step is taken.
    ///
    /// # Errors
    /// `problem-not-found` outside of the actor's territory; the conflicts of [`DocumentState`].
    pub async fn document_for(
        &self,
        ctx: &Ctx,
        id: PolicyId,
        step: &DocumentStep,
    ) -> Result<DocumentFile> {
        let mut conn = self.store.read().await?;
        documents::permit_step(ctx, &documents::load(&mut conn, id).await?, step)?;
        drop(conn);
        let file = self.document(ctx, id).await?;
        file.document.after(step.clone(), &ctx.actor.word())?;
        Ok(file)
    }

    /// A document that the public may read, or the actor in their territory.
    async fn readable(&self, conn: &mut Conn, ctx: &Ctx, id: PolicyId) -> Result<Document> {
        let document = documents::load(conn, id).await?;
        if document.state.is_public() {
            return Ok(document);
        }
        authz::permit(ctx, &DOCUMENT_DRAFTS, &object(ctx, document.division))
            .map_err(|_| Problem::not_found())?;
        Ok(document)
    }

    /// Adds the plans of a file, all of them or none. `only`: the document whose page it came from.
    ///
    /// # Errors
    /// Refused without permission; field problems of `file`.
    pub async fn add_plans(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        texts: Vec<PlanText>,
        only: Option<PolicyId>,
    ) -> Result<Vec<PlanId>> {
        self.store.write(ctx, idem, move |tx| plans::add(tx, texts.clone(), only).boxed()).await
    }

    /// All plans of confirmed documents, the latest first.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn plans(&self, ctx: &Ctx) -> Result<Vec<Plan>> {
        authz::permit(ctx, &DOCUMENT_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let plans = plan::store::of_document(&mut conn, None).await?;
        let documents: Vec<PolicyId> = plans.iter().map(|plan| plan.document).collect();
        let documents = document::store::find_many(&mut conn, &documents).await?;
        let public = |plan: &Plan| {
            documents.iter().any(|one| one.id == plan.document && one.state.is_public())
        };
        Ok(plans.into_iter().filter(public).collect())
    }

    /// A plan with its measures and targets.
    ///
    /// # Errors
    /// `problem-not-found`, also for a plan of a draft outside of the actor's territory.
    pub async fn plan(&self, ctx: &Ctx, id: PlanId) -> Result<PlanFile> {
        let mut conn = self.store.read().await?;
        let plan = plan::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        let document = self.readable(&mut conn, ctx, plan.document).await?;
        let book = plan::store::book(&mut conn, plan).await?;
        let of = object(ctx, document.division);
        let may_assign = authz::permit(ctx, &TASK_ASSIGN, &of).is_ok() && !book.measures.is_empty();
        Ok(PlanFile { book, document, may_assign })
    }

    /// A plan under which the actor may give tasks.
    ///
    /// # Errors
    /// `problem-not-found` outside of the actor's territory.
    pub async fn plan_for_tasks(&self, ctx: &Ctx, id: PlanId) -> Result<PlanFile> {
        let file = self.plan(ctx, id).await?;
        authz::permit(ctx, &TASK_ASSIGN, &object(ctx, file.document.division))?;
        Ok(file)
    }

    /// Gives a task under a measure to a lead and its partners.
    ///
    /// # Errors
    /// Refused without permission; field problems for what is wrong with it.
    pub async fn assign(&self, ctx: &Ctx, idem: Option<Idem>, new: NewTask) -> Result<TaskId> {
        let offices = self.offices;
        self.store.write(ctx, idem, move |tx| tasks::assign(tx, offices, new.clone()).boxed()).await
    }

    /// Reports progress on a milestone.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`Task::may_report`]; field problems.
    pub async fn report(&self, ctx: &Ctx, idem: Option<Idem>, new: NewReport) -> Result<ReportId> {
        self.store.write(ctx, idem, move |tx| tasks::report(tx, new.clone()).boxed()).await
    }

    /// Accepts or returns a report, and gives its task.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`ReportState::decide`].
    pub async fn decide_report(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReportId,
        step: ReportStep,
    ) -> Result<TaskId> {
        self.store.write(ctx, idem, move |tx| tasks::decide(tx, id, step.clone()).boxed()).await
    }

    /// The tasks of the actor's authorities, under each plan.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn my_tasks(&self, ctx: &Ctx) -> Result<Vec<PlanTasks>> {
        authz::permit_somewhere(ctx, &TASK_READ)?;
        let offices = authz::offices_for(&ctx.actor, &TASK_READ);
        // The machine's own command line sees the tasks of all.
        let offices = ctx.actor.account().map(|_| offices.as_slice());
        let mut conn = self.store.read().await?;
        let tasks = task::store::of_offices(&mut conn, offices, None).await?;
        let mut plans: Vec<PlanId> = tasks.iter().map(|task| task.plan).collect();
        plans.sort();
        plans.dedup();
        let plans = plan::store::find_many(&mut conn, &plans).await?;
        let of = |plan: &Plan| tasks.iter().filter(|task| task.plan == plan.id).cloned().collect();
        Ok(plans.into_iter().map(|plan| PlanTasks { tasks: of(&plan), plan }).collect())
    }

    /// A task of the actor's authority.
    ///
    /// # Errors
    /// `problem-not-found`, also for a task of other authorities.
    pub async fn task(&self, ctx: &Ctx, id: TaskId) -> Result<TaskFile> {
        let mut conn = self.store.read().await?;
        let task = task::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        let of = Object::offices(task.offices());
        authz::permit(ctx, &TASK_READ, &of)?;
        let gone = || Problem::inconsistent("policy_task", "plan", id);
        let plan = plan::store::find(&mut conn, task.plan).await?.ok_or_else(gone)?;
        let measures = plan::store::measures(&mut conn, plan.id).await?;
        let measure = measures.into_iter().find(|one| one.number == task.measure);
        let lead = Object::offices(vec![task.lead]);
        Ok(TaskFile {
            measure: measure.ok_or_else(gone)?,
            may_report: authz::permit(ctx, &TASK_REPORT, &of).is_ok(),
            may_accept: authz::permit(ctx, &TASK_ACCEPT, &lead).is_ok(),
            plan,
            task,
        })
    }
}
