//! The use cases of imports, each inside the transaction that the facade has opened.

use super::{Import, ImportProgress, ImportState, NewImport, RowCounts, store};
use crate::jobs::{READ_IMPORT, ReadImport};
use crate::{Evaluation, permissions, public};
use ::store::looked::Look;
use ::store::{Conn, Idem, Tx};
use authz::Object;
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{BlobId, Ctx, FieldProblem, ImportId, Office, Problem, Result};
use serde_json::json;
use sheets::Limits;
use std::io::Read;
use std::sync::Arc;

/// What blobs of uploads are for.
const UPLOAD: &str = "import";

pub(crate) async fn start(
    area: &Evaluation,
    ctx: &Ctx,
    idem: Option<Idem>,
    command: NewImport,
    content: impl Read + Send,
) -> Result<ImportId> {
    // Nobody who may not import fills the database with uploads.
    let mut conn = area.store.read().await?;
    public::permit_body(&mut conn, ctx, &permissions::IMPORT_START, command.body).await?;
    drop(conn);
    if command.exam_on.is_some_and(|exam_on| exam_on > ctx.today()) {
        let future = FieldProblem::new("exam_on", "evaluation-exam-in-future");
        return Err(Problem::fields(vec![future]));
    }
    let most = Limits::default().file_bytes;
    let blob = area.blobs.upload(ctx, command.body.home(), UPLOAD, content, most).await?;
    if blob.size == 0 {
        let empty = FieldProblem::new("file", "evaluation-file-empty");
        return Err(Problem::fields(vec![empty]));
    }
    // A repeated request gives the first import's id; its second upload is swept up.
    let ring = Arc::clone(&area.ring);
    let started = area.store.write(ctx, idem, move |tx| {
        start_in(tx, Arc::clone(&ring), command.clone(), blob.clone()).boxed()
    });
    started.await
}

async fn start_in(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    command: NewImport,
    blob: blobs::Blob,
) -> Result<ImportId> {
    let ctx = tx.ctx().clone();
    public::permit_body(tx, &ctx, &permissions::IMPORT_START, command.body).await?;
    blobs::keep_in(tx, &blob).await?;
    let id = ImportId::new(command.body.home(), tx.now(), &tx.random());
    let import = Import {
        id,
        version: 1,
        body: command.body,
        state: ImportState::Waiting,
        template: None,
        file_name: command.file_name.chars().take(120).collect(),
        exam_on: command.exam_on,
        keep_good: command.keep_good,
        lang: ctx.lang,
        rows: RowCounts::default(),
        progress: ImportProgress::default(),
        report: None,
        created_at: tx.now(),
        created_by: ctx.actor.word(),
        file: Some(blob.id),
        next_row: 0,
    };
    store::insert(tx, &ring, &import).await?;
    let state = json!({ "body": import.body, "keep_good": import.keep_good, "bytes": blob.size });
    tx.history("import", id.cast(), 1, "start", &state)?;
    let now = tx.now();
    tx.enqueue(READ_IMPORT, &ReadImport { import: id }, now).await?;
    Ok(id)
}

/// The import, if the actor may see it.
pub(crate) async fn open(
    conn: &mut Conn,
    ring: &KeyRing,
    ctx: &Ctx,
    id: ImportId,
) -> Result<Import> {
    let import = store::find(conn, ring, id).await?.ok_or_else(Problem::not_found)?;
    public::permit_body(conn, ctx, &permissions::IMPORT_READ, import.body).await?;
    Ok(import)
}

pub(crate) async fn cancel(tx: &mut Tx, ring: Arc<KeyRing>, id: ImportId) -> Result<()> {
    let ctx = tx.ctx().clone();
    let import = store::find(tx, &ring, id).await?.ok_or_else(Problem::not_found)?;
    public::permit_body(tx, &ctx, &permissions::IMPORT_START, import.body).await?;
    let state = import.state.clone().cancel(ctx.actor.word(), tx.now())?;
    if let Some(file) = import.file {
        blobs::delete_in(tx, file).await?;
    }
    let changed = Import { state, file: None, ..import };
    store::update(tx, &changed).await?;
    tx.history("import", id.cast(), changed.version + 1, "cancel", &changed.state)
}

/// Somebody is done with the rows that have mistakes.
pub(crate) async fn settle(tx: &mut Tx, ring: Arc<KeyRing>, id: ImportId) -> Result<()> {
    let ctx = tx.ctx().clone();
    let import = store::find(tx, &ring, id).await?.ok_or_else(Problem::not_found)?;
    public::permit_body(tx, &ctx, &permissions::IMPORT_START, import.body).await?;
    let state = import.state.clone().settle(import.rows.bad)?;
    let changed = Import { state, ..import };
    store::update(tx, &changed).await?;
    tx.history("import", id.cast(), changed.version + 1, "settle", &changed.state)
}

/// Records that somebody downloads the report, and gives it.
pub(crate) async fn look(tx: &mut Tx, ring: Arc<KeyRing>, id: ImportId) -> Result<Option<BlobId>> {
    let ctx = tx.ctx().clone();
    let import = open(tx, &ring, &ctx, id).await?;
    if import.report.is_some() {
        let action = &permissions::IMPORT_READ;
        let object = public::object_in(tx, import.body).await?;
        let office = match authz::acting_office(&ctx.actor, action, &object) {
            Some(Office::Body(body)) => Some(body.cast()),
            _ => None,
        };
        let purpose = "import-report".to_owned();
        tx.looked(&Look {
            person: None,
            office,
            action: action.code,
            purpose,
            withheld_until: None,
        });
    }
    Ok(import.report)
}

pub(crate) async fn reseal(tx: &mut Tx, ring: Arc<KeyRing>, limit: u32) -> Result<u64> {
    authz::permit(tx.ctx(), &permissions::IMPORT_RESEAL, &Object::none())?;
    store::reseal(tx, &ring, limit).await
}
