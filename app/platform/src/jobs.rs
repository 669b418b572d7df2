//! The one list of background work: which function does which kind of job, and what is done again
//! and again.

use crate::runner::Handlers;
use crate::{App, Config, backup, rotation};
use futures_util::FutureExt as _;
use kernel::{Ctx, Result, SystemActor};
use store::jobs::{Claimed, Step};
use store::{housekeeping, seal};

/// Seals what the journal's lanes have gained.
pub const SEAL: &str = "store.seal";
/// Forgets what is no longer needed.
pub const CLEAN_UP: &str = "store.clean-up";
/// Makes a backup in the configured folder.
pub const BACKUP: &str = "platform.backup";

/// Tells the office above of cases that are late.
pub const ESCALATE: &str = "approval.escalate";

/// Folds new facts of the journal into monthly figures.
pub const COUNT: &str = "statistics.count";

/// The key of the text that says what a kind of job does.
pub fn text_key(kind: &str) -> String {
    format!("job-{}", kind.replace('.', "-"))
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// What this installation can do in the background. Every area adds its kinds here, one line each:
/// `.on(area::jobs::KIND, |app, ctx, job| async move { app.area.step(&ctx, &job).await })`.
pub fn handlers(config: &Config) -> Handlers {
    let handlers = Handlers::new()
        .on(SEAL, |app, ctx, _| async move { seal_lanes(&app, &ctx).await })
        .every(SEAL, 5 * MINUTE)
        .on(CLEAN_UP, |app, ctx, _| async move { clean_up(&app, &ctx).await })
        .every(CLEAN_UP, HOUR)
        .on(ESCALATE, |app, ctx, _| async move { escalate(&app, &ctx).await })
        .every(ESCALATE, HOUR)
        .on(evaluation::jobs::READ_IMPORT, evaluate)
        .on(evaluation::jobs::ISSUE_RUN, evaluate)
        .on(access::jobs::TELL_LOCKED, |app, ctx, job| async move {
            app.access.tell_locked(&ctx, &job).await
        })
        .on(people::jobs::FIND_DUPLICATES, |app, ctx, job| async move {
            app.people.find_duplicates(&ctx, &job).await
        })
        .on(policy::jobs::LOAD_SHIPPED, |app, ctx, _| async move {
            app.policy.load_shipped(&ctx).await.map(|_| Step::Done)
        })
        .every(policy::jobs::LOAD_SHIPPED, 24 * HOUR)
        .on(COUNT, |app, ctx, _| async move { count(&app, &ctx).await })
        .every(COUNT, MINUTE)
        .on(rotation::ROTATE, |app, ctx, job| async move { rotation::step(&app, &ctx, &job).await })
        .on(BACKUP, |app, _, _| async move { back_up(&app).await });
    match config.backup.folder.as_os_str().is_empty() {
        true => handlers,
        false => handlers.every(BACKUP, i64::from(config.backup.every_hours) * HOUR),
    }
}

/// A job of evaluation is done to its end by the area, which moves its place in the file, and its
/// lease, in each of its transactions.
async fn evaluate(app: App, ctx: Ctx, job: Claimed) -> Result<Step> {
    let moments = app.clone();
    let fresh = move || Ctx { request: ctx.request.clone(), ..moments.system(SystemActor::Jobs) };
    app.evaluation.run_job(&fresh, &job).await?;
    Ok(Step::Done)
}

/// One backup; the oldest goes when there are enough. Long, but without a lock: it only reads.
async fn back_up(app: &App) -> Result<Step> {
    let settings = &app.config.backup;
    if settings.folder.as_os_str().is_empty() {
        return Ok(Step::Done);
    }
    let now = app.clock.now();
    let made = backup::make(&app.config, &app.ring, now, &settings.folder).await?;
    let gone = backup::keep_newest(&settings.folder, settings.keep as usize, now)?;
    tracing::info!(rows = made.manifest.rows(), gone, "a backup was made");
    Ok(Step::Done)
}

/// One range of each lane at a time.
async fn seal_lanes(app: &App, ctx: &Ctx) -> Result<Step> {
    let sealed = seal::seal_lanes(&app.store, ctx, app.digest()).await?;
    Ok(if sealed == 0 { Step::Done } else { Step::More })
}

/// A few late cases at a time.
async fn escalate(app: &App, ctx: &Ctx) -> Result<Step> {
    let told = app.store.write(ctx, None, |tx| approval::escalate_in(tx, 100).boxed()).await?;
    Ok(if told == 0 { Step::Done } else { Step::More })
}

/// One chunk of each lane at a time.
async fn count(app: &App, ctx: &Ctx) -> Result<Step> {
    let taken = app.statistics.follow(ctx).await?;
    Ok(if taken == 0 { Step::Done } else { Step::More })
}

async fn clean_up(app: &App, ctx: &Ctx) -> Result<Step> {
    let rows = app.store.write(ctx, None, |tx| housekeeping::clean_up(tx).boxed()).await?;
    let rows = rows + app.access.clean_up(ctx).await?;
    tracing::info!(rows, "cleaned up");
    Ok(Step::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Lang;

    #[test]
    fn every_kind_has_a_text_in_both_languages() {
        let folder = tempfile::tempdir().unwrap();
        let kinds = handlers(&Config::demo(folder.path().to_owned(), 8080)).kinds();
        assert!(kinds.len() >= 6, "{kinds:?}");
        for key in kinds.into_iter().map(text_key) {
            assert!(Lang::ALL.into_iter().all(|lang| web_kit::texts::exists(lang, &key)), "{key}");
        }
    }
}
