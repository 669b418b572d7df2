//! What administrators see and do about the background work of this installation.

use crate::App;
use authz::{Action, Grant, Object};
use futures_util::FutureExt as _;
use kernel::{Ctx, JobId, Page, PageRequest, Result, Role};
use store::jobs::{self, JobRow, JobState};

/// Seeing the background work.
pub const JOBS_READ: Action = Action {
    code: "operations.jobs.read",
    sentence: ("查看后台任务", "See the background work"),
    grants: &[Grant::OnNode(Role::SystemAdmin), Grant::OnNode(Role::AuditAdmin)],
};

/// Trying again what was given up.
pub const JOBS_REVIVE: Action = Action {
    code: "operations.jobs.revive",
    sentence: ("重新执行已停止的后台任务", "Try background work again that was given up"),
    grants: &[Grant::OnNode(Role::SystemAdmin)],
};

/// All actions of this part.
pub const ALL: &[&Action] = &[&JOBS_READ, &JOBS_REVIVE];

/// The background work of this installation.
#[derive(Clone, Debug)]
pub struct Work {
    /// How many jobs wait for their turn.
    pub waiting: i64,
    /// How many are being worked on.
    pub running: i64,
    /// How many were given up.
    pub dead: i64,
    /// The jobs of the page.
    pub page: Page<JobRow>,
}

impl App {
    /// Jobs of a state.
    ///
    /// # Errors
    /// Refused without permission; as [`store::Store::read`].
    pub async fn work(&self, ctx: &Ctx, state: JobState, page: &PageRequest) -> Result<Work> {
        authz::permit(ctx, &JOBS_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let (ready, dead) = jobs::counts(&mut conn).await?;
        let running = jobs::running(&mut conn, ctx.now).await?;
        let page = jobs::list(&mut conn, state, page).await?;
        Ok(Work { waiting: (ready - running).max(0), running, dead, page })
    }

    /// Has a job tried again that was given up.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn revive(&self, ctx: &Ctx, id: JobId) -> Result<()> {
        authz::permit(ctx, &JOBS_REVIVE, &Object::none())?;
        self.store.write(ctx, None, move |tx| jobs::revive(tx, id).boxed()).await
    }
}
