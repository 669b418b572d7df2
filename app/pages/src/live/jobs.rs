//! 后台任务, read from the installation.

use crate::jobs::{JobRow, JobStage, JobsPage};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect};
use kernel::JobId;
use platform::App;
use platform::jobs::text_key;
use store::jobs::{self, JobState};
use web_kit::{Answer, Asked, Paging, Submitted, Visit, list};

/// The list; without a filter it shows what was given up, and what waits when nothing was.
pub async fn list(
    v: Visit,
    State(app): State<App>,
    Asked(form): Asked,
    headers: HeaderMap,
) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let page = list::page_request(&v.here);
    let wanted = match form.value("state") {
        "waiting" | "running" => JobState::Ready,
        "done" => JobState::Done,
        _ => JobState::Dead,
    };
    let mut work = app.work(&ctx, wanted, &page).await?;
    if work.page.items.is_empty() && form.value("state").is_empty() {
        work = app.work(&ctx, JobState::Ready, &page).await?;
    }
    let running = form.value("state") == "running";
    let shown = work.page.items.iter().filter(|job| !running || is_held(job, v.now));
    let counts = [work.waiting, work.running, work.dead].map(|n| n.unsigned_abs());
    crate::jobs::jobs(
        &headers,
        &JobsPage {
            href: v.here.to_string(),
            counts: (counts[0], counts[1], counts[2]),
            jobs: shown.map(|job| row(&v, job)).collect(),
            paging: Paging::new(&v.here, &work.page, None),
            form,
            v: v.clone(),
        },
    )
}

fn is_held(job: &jobs::JobRow, now: kernel::Instant) -> bool {
    job.lease_until.is_some_and(|until| until > now)
}

fn row(v: &Visit, job: &jobs::JobRow) -> JobRow {
    let tries = job.attempts.unsigned_abs();
    let stage = match job.state {
        JobState::Done => JobStage::Done,
        JobState::Dead => {
            JobStage::Dead { tries, reason: job.last_error.clone().unwrap_or_default() }
        }
        JobState::Ready if is_held(job, v.now) => JobStage::Running(None),
        JobState::Ready if tries > 0 => JobStage::Retrying { tries, until: job.run_at },
        JobState::Ready => JobStage::Waiting { until: job.run_at },
    };
    let title = v.t.maybe(&text_key(&job.kind)).unwrap_or_else(|| job.kind.clone());
    JobRow { title, id: job.id.to_string(), at: job.created_at, stage }
}

/// Has a job tried again.
pub async fn retry(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    Submitted(_): Submitted,
) -> Answer {
    let id: JobId = crate::live::id(&id)?;
    app.revive(&v.ctx(app.world.clone()), id).await?;
    Ok(Redirect::to("/jobs?state=waiting").into_response())
}
