//! One worker: take a job, do it chunk by chunk, take the next.

use super::{Going, Handlers};
use crate::App;
use futures_util::FutureExt as _;
use kernel::{Ctx, Problem, Result, SystemActor};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use store::jobs::{self, Claimed, LEASE_SECONDS, Step};
use tokio::sync::watch;

/// The longest pause between two looks for jobs that other processes wrote.
const PAUSE_SECONDS: i64 = 5;

const LEASE_LOST: &str = "problem-lease-lost";

pub(super) struct Worker {
    app: App,
    handlers: Arc<Handlers>,
    kinds: Vec<&'static str>,
    going: watch::Receiver<Going>,
}

type OnJob = for<'t> fn(&'t mut store::Tx, Claimed) -> store::BoxFuture<'t, Result<()>>;

/// How a chunk ended.
enum Chunk {
    Step(Result<Step>),
    /// The process ends; the job is given back.
    CutShort,
}

impl Worker {
    pub(super) fn new(app: App, handlers: Arc<Handlers>, going: watch::Receiver<Going>) -> Self {
        let kinds = handlers.kinds();
        Worker { app, handlers, kinds, going }
    }

    fn is_on(&self) -> bool {
        *self.going.borrow() == Going::On
    }

    pub(super) async fn work(mut self) {
        while self.is_on() {
            match self.take().await {
                Ok(Some(job)) => {
                    self.app.store.pass_on();
                    self.run(job).await;
                }
                Ok(None) => self.pause().await,
                Err(problem) => {
                    told(&problem, "jobs cannot be taken");
                    self.wait(PAUSE_SECONDS).await;
                }
            }
        }
    }

    /// Looks first, so that an idle system writes nothing.
    async fn take(&self) -> Result<Option<Claimed>> {
        if self.seconds_until_due().await? > 0 {
            return Ok(None);
        }
        let ctx = self.app.system(SystemActor::Jobs);
        jobs::claim_of(&self.app.store, &ctx, &self.kinds).await
    }

    async fn seconds_until_due(&self) -> Result<i64> {
        let mut conn = self.app.store.read().await?;
        let due = jobs::next_due(&mut conn, &self.kinds).await?;
        let now = self.app.clock.now();
        let micros = due.map_or(i64::MAX, |due| due.micros().saturating_sub(now.micros()));
        Ok(if micros <= 0 { 0 } else { micros / 1_000_000 + 1 })
    }

    async fn pause(&mut self) {
        let due = self.seconds_until_due().await.unwrap_or(PAUSE_SECONDS);
        self.wait(due.clamp(1, PAUSE_SECONDS)).await;
    }

    async fn wait(&mut self, seconds: i64) {
        let time = Duration::from_secs(seconds.unsigned_abs());
        tokio::select! {
            () = self.app.store.new_job() => {}
            _ = self.going.changed() => {}
            () = tokio::time::sleep(time) => {}
        }
    }

    fn ctx(&self, job: &Claimed) -> Ctx {
        Ctx { request: format!("job {}", job.id).into(), ..self.app.system(SystemActor::Jobs) }
    }

    async fn run(&mut self, job: Claimed) {
        loop {
            if !self.is_on() {
                return self.give_back(&job).await;
            }
            let done = match self.chunk(&job).await {
                Chunk::Step(Ok(Step::More)) => continue,
                Chunk::Step(Ok(Step::Done)) => self.finish(&job).await,
                Chunk::Step(Err(problem)) if problem.code() == LEASE_LOST => Err(problem),
                Chunk::Step(Err(problem)) => self.lay_back(&job, &problem).await,
                Chunk::CutShort => return self.give_back(&job).await,
            };
            match done {
                Ok(()) => {}
                Err(problem) if problem.code() == LEASE_LOST => {
                    tracing::info!(job = %job.id, kind = job.kind, "another process went on");
                }
                Err(problem) => told(&problem, "a job's end could not be written"),
            }
            return;
        }
    }

    /// One call of the function. While it runs, the lease is kept alive, so that a kind whose chunks
    /// are long is not begun a second time elsewhere.
    async fn chunk(&mut self, job: &Claimed) -> Chunk {
        let run = self.handlers.run(self.app.clone(), self.ctx(job), job);
        let mut run = std::pin::pin!(AssertUnwindSafe(run).catch_unwind());
        let keep = Duration::from_secs(LEASE_SECONDS.unsigned_abs() / 3);
        loop {
            tokio::select! {
                step = &mut run => {
                    let panicked = |_| Err(Problem::internal("a job panicked"));
                    return Chunk::Step(step.unwrap_or_else(panicked));
                }
                () = over(&mut self.going) => return Chunk::CutShort,
                () = tokio::time::sleep(keep) => {}
            }
            match self.hold(job).await {
                Err(problem) if problem.code() == LEASE_LOST => {
                    return Chunk::Step(Err(problem));
                }
                Err(problem) => told(&problem, "a lease could not be kept"),
                Ok(()) => {}
            }
        }
    }

    async fn hold(&self, job: &Claimed) -> Result<()> {
        self.write(job, |tx, job| async move { jobs::hold(tx, &job).await }.boxed()).await
    }

    /// One transaction about the job.
    async fn write(&self, job: &Claimed, step: OnJob) -> Result<()> {
        let mine = job.clone();
        let ctx = self.ctx(job);
        self.app.store.write(&ctx, None, move |tx| step(tx, mine.clone())).await
    }

    /// A function that has finished the job itself has taken the lease away: nothing is left to do.
    async fn finish(&self, job: &Claimed) -> Result<()> {
        let step: OnJob = |tx, job| async move { jobs::finish(tx, &job).await }.boxed();
        match self.write(job, step).await {
            Err(problem) if problem.code() == LEASE_LOST => Ok(()),
            done => done,
        }
    }

    async fn lay_back(&self, job: &Claimed, problem: &Problem) -> Result<()> {
        let (code, detail) = (problem.code(), problem.private_detail().unwrap_or_default());
        let attempt = job.attempt;
        tracing::warn!(job = %job.id, kind = job.kind, attempt, code, detail, "a job failed");
        let text = format!("{code} {detail}").trim().to_owned();
        jobs::fail(&self.app.store, &self.ctx(job), job, text).await
    }

    async fn give_back(&self, job: &Claimed) {
        let step: OnJob = |tx, job| async move { jobs::release(tx, &job).await }.boxed();
        if let Err(problem) = self.write(job, step).await {
            told(&problem, "a job could not be given back");
        }
    }
}

/// Waits until not even the chunk at hand may be finished.
async fn over(going: &mut watch::Receiver<Going>) {
    if going.wait_for(|going| *going == Going::Over).await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn told(problem: &Problem, what: &'static str) {
    let (code, detail) = (problem.code(), problem.private_detail().unwrap_or_default());
    tracing::warn!(code, detail, "{what}");
}
