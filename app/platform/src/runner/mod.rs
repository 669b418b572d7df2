//! Background work: a few workers that take jobs by lease, call the function of their kind until it
//! is done, and lay back what fails. They stop after the chunk at hand and give back what they hold.

mod handlers;
mod work;

#[cfg(test)]
mod tests;

pub use handlers::Handlers;

use crate::App;
use futures_util::FutureExt as _;
use kernel::{Instant, SystemActor};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::jobs;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use work::Worker;

/// Seconds without a sign of life after which the workers count as gone.
const SILENCE_SECONDS: i64 = 30;
/// How often the heart beats.
const BEAT: Duration = Duration::from_secs(1);
/// Beats between two looks at what is done again and again.
const SCHEDULE_BEATS: u32 = 30;
/// How long a worker that is cut short may take to give its job back.
const CUT_SHORT: Duration = Duration::from_secs(3);

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Going {
    On,
    /// After the chunk at hand.
    ToStop,
    /// At once, the chunk at hand is dropped.
    Over,
}

/// The sign of life of the workers, for readiness.
#[derive(Clone, Debug)]
pub struct Pulse(Arc<AtomicI64>);

impl Pulse {
    /// Whether the workers were at work a moment ago.
    pub fn is_felt(&self, now: Instant) -> bool {
        let beat = Instant::from_micros(self.0.load(Ordering::SeqCst));
        beat.plus_seconds(SILENCE_SECONDS) >= now
    }
}

/// The workers of this process.
pub struct Runner {
    going: watch::Sender<Going>,
    heart: JoinHandle<()>,
    pulse: Pulse,
}

impl Runner {
    /// Starts the workers.
    pub fn start(app: &App, handlers: Handlers, workers: u32) -> Runner {
        let (going, stopped) = watch::channel(Going::On);
        let handlers = Arc::new(handlers);
        let tasks = (0..workers.max(1)).map(|_| {
            let worker = Worker::new(app.clone(), Arc::clone(&handlers), stopped.clone());
            tokio::spawn(worker.work())
        });
        let tasks: Vec<JoinHandle<()>> = tasks.collect();
        let pulse = Pulse(Arc::new(AtomicI64::new(app.clock.now().micros())));
        let heart = Heart { app: app.clone(), handlers, pulse: pulse.clone() };
        let heart = tokio::spawn(heart.beat(tasks, stopped));
        Runner { going, heart, pulse }
    }

    /// The workers' sign of life.
    pub fn pulse(&self) -> Pulse {
        self.pulse.clone()
    }

    /// Lets every worker finish the chunk at hand and give its job back; after `patience` the chunk
    /// is dropped, which loses only what was not committed.
    pub async fn stop(self, patience: Duration) {
        self.going.send_replace(Going::ToStop);
        let mut heart = self.heart;
        if tokio::time::timeout(patience, &mut heart).await.is_err() {
            self.going.send_replace(Going::Over);
            let _ = tokio::time::timeout(CUT_SHORT, heart).await;
        }
    }
}

/// Sees that the workers are there, and writes the jobs that are done again and again.
struct Heart {
    app: App,
    handlers: Arc<Handlers>,
    pulse: Pulse,
}

impl Heart {
    async fn beat(self, tasks: Vec<JoinHandle<()>>, mut going: watch::Receiver<Going>) {
        let mut beats = 0;
        while *going.borrow() == Going::On {
            if !tasks.iter().any(JoinHandle::is_finished) {
                self.pulse.0.store(self.app.clock.now().micros(), Ordering::SeqCst);
            }
            if beats % SCHEDULE_BEATS == 0 {
                self.schedule().await;
            }
            beats += 1;
            let _ = tokio::time::timeout(BEAT, going.changed()).await;
        }
        for task in tasks {
            let _ = task.await;
        }
    }

    async fn schedule(&self) {
        for (kind, every_seconds) in self.handlers.schedule() {
            if let Err(problem) = self.ensure(kind, every_seconds).await {
                let (code, detail) = (problem.code(), problem.private_detail().unwrap_or_default());
                tracing::warn!(kind, code, detail, "a job could not be scheduled");
            }
        }
    }

    async fn ensure(&self, kind: &'static str, every_seconds: i64) -> kernel::Result<()> {
        let now = self.app.clock.now();
        let mut conn = self.app.store.read().await?;
        let wanted = jobs::is_wanted(&mut conn, kind, every_seconds, now).await?;
        drop(conn);
        if wanted {
            let ctx = self.app.system(SystemActor::Jobs);
            let store = &self.app.store;
            store
                .write(&ctx, None, move |tx| jobs::ensure(tx, kind, every_seconds).boxed())
                .await?;
        }
        Ok(())
    }
}
