//! Work that is done later: reading a file, issuing a run.

use crate::import::work;
use crate::run::issue;
use crate::{Evaluation, Fresh};
use kernel::{ImportId, Problem, Result, RunId};
use serde::{Deserialize, Serialize};
use store::jobs::{self, Claimed};

/// Reads an uploaded file row by row.
pub const READ_IMPORT: &str = "evaluation.read-import";
/// Issues the certificates of a released run.
pub const ISSUE_RUN: &str = "evaluation.issue-run";

/// All kinds of jobs of this area.
pub const KINDS: &[&str] = &[READ_IMPORT, ISSUE_RUN];

#[derive(Serialize, Deserialize)]
pub(crate) struct ReadImport {
    pub import: ImportId,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct IssueRun {
    pub run: RunId,
}

fn payload<T: serde::de::DeserializeOwned>(job: &Claimed) -> Result<T> {
    serde_json::from_value(job.payload.clone()).map_err(Problem::internal)
}

pub(crate) async fn run(area: &Evaluation, fresh: &Fresh, job: &Claimed) -> Result<()> {
    match job.kind.as_str() {
        READ_IMPORT => work::read(area, fresh, job, payload::<ReadImport>(job)?.import).await,
        ISSUE_RUN => issue::run(area, fresh, job, payload::<IssueRun>(job)?.run).await,
        other => Err(Problem::internal(format!("no job of this area: {other}"))),
    }
}

pub(crate) async fn work_one(area: &Evaluation, fresh: &Fresh) -> Result<bool> {
    let Some(job) = jobs::claim_of(&area.store, &fresh(), KINDS).await? else { return Ok(false) };
    let done = run(area, fresh, &job).await;
    match done {
        Err(problem) if problem.code() == "problem-lease-lost" => {}
        Err(problem) => {
            jobs::fail(&area.store, &fresh(), &job, problem.to_string()).await?;
        }
        Ok(()) => {}
    }
    Ok(true)
}
