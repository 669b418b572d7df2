//! Which function does which kind of job.

use crate::App;
use futures_util::FutureExt as _;
use kernel::{Ctx, Result};
use std::collections::BTreeMap;
use store::BoxFuture;
use store::jobs::{Claimed, Step};

type Handler = Box<dyn Fn(App, Ctx, Claimed) -> BoxFuture<'static, Result<Step>> + Send + Sync>;

/// The table from kinds of jobs to functions, and what is done again and again.
#[derive(Default)]
pub struct Handlers {
    table: BTreeMap<&'static str, Handler>,
    schedule: Vec<(&'static str, i64)>,
}

impl Handlers {
    /// A table without any.
    pub fn new() -> Self {
        Handlers::default()
    }

    /// Adds the function for a kind. It does one chunk of at most 50 ms at each call, under a `Ctx`
    /// of that moment, and says whether there is more. What it returns as an error brings the job
    /// back later; what can never succeed is no error but a result.
    ///
    /// # Panics
    /// When the kind is there already: a mistake in the list itself.
    pub fn on<F, R>(mut self, kind: &'static str, run: F) -> Self
    where
        F: Fn(App, Ctx, Claimed) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Step>> + Send + 'static,
    {
        let run: Handler = Box::new(move |app, ctx, job| run(app, ctx, job).boxed());
        assert!(self.table.insert(kind, run).is_none(), "{kind} stands in the list twice");
        self
    }

    /// Has a job of the kind done every so many seconds, by one process of all.
    pub fn every(mut self, kind: &'static str, seconds: i64) -> Self {
        self.schedule.push((kind, seconds));
        self
    }

    /// The kinds of the table.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.table.keys().copied().collect()
    }

    pub(super) fn schedule(&self) -> impl Iterator<Item = (&'static str, i64)> {
        self.schedule.iter().copied()
    }

    /// Calls the function of the job's kind.
    pub(super) fn run(
        &self,
        app: App,
        ctx: Ctx,
        job: &Claimed,
    ) -> BoxFuture<'static, Result<Step>> {
        match self.table.get(job.kind.as_str()) {
            Some(handler) => handler(app, ctx, job.clone()),
            None => {
                let detail = format!("no function for jobs of the kind {}", job.kind);
                async move { Err(kernel::Problem::internal(detail)) }.boxed()
            }
        }
    }
}
