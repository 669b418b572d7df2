use super::*;
use crate::Config;
use kernel::{Clock, Ctx, Problem, Random, Result};
use std::sync::Mutex;
use store::jobs::{Claimed, JobState, Step};
use tokio::sync::Notify;

struct Rig {
    app: App,
    _folder: tempfile::TempDir,
}

async fn rig() -> Rig {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::demo(folder.path().to_owned(), 8080);
    let clock = Clock::manual(Instant::from_micros(1_795_482_000_000_000));
    let app = App::open(&config, clock, Random::seeded(5)).await.unwrap();
    Rig { app, _folder: folder }
}

async fn enqueue(app: &App, kind: &'static str, count: i64) {
    let ctx = app.system(SystemActor::Setup);
    let written = app.store.write(&ctx, None, move |tx| {
        async move {
            for n in 0..count {
                let now = tx.now();
                tx.enqueue(kind, &n, now).await?;
            }
            Ok(())
        }
        .boxed()
    });
    written.await.unwrap();
}

async fn states(app: &App) -> (i64, i64) {
    let mut conn = app.store.read().await.unwrap();
    jobs::counts(&mut conn).await.unwrap()
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<i64>>>, Arc<Notify>);

impl Seen {
    fn note(&self, number: i64) {
        self.0.lock().unwrap().push(number);
        self.1.notify_one();
    }

    async fn until(&self, count: usize) -> Vec<i64> {
        loop {
            let mut so_far = self.0.lock().unwrap().clone();
            if so_far.len() >= count {
                so_far.sort_unstable();
                return so_far;
            }
            self.1.notified().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_jobs_wake_the_workers_and_are_done_once() {
    let rig = rig().await;
    let seen = Seen::default();
    let note = seen.clone();
    let handlers = Handlers::new().on("test.note", move |_, _, job: Claimed| {
        note.note(job.payload.as_i64().unwrap());
        async { Ok(Step::Done) }
    });
    let runner = Runner::start(&rig.app, handlers, 3);
    enqueue(&rig.app, "test.note", 5).await;
    assert_eq!(seen.until(5).await, [0, 1, 2, 3, 4]);
    enqueue(&rig.app, "test.note", 1).await;
    assert_eq!(seen.until(6).await, [0, 0, 1, 2, 3, 4]);
    assert!(runner.pulse().is_felt(rig.app.clock.now()));
    runner.stop(Duration::from_secs(20)).await;
    assert_eq!(states(&rig.app).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_the_chunk_finish_and_gives_the_job_back() {
    let rig = rig().await;
    let (seen, let_go) = (Seen::default(), Arc::new(Notify::new()));
    let (note, go) = (seen.clone(), Arc::clone(&let_go));
    let handlers = Handlers::new().on("test.long", move |_, _, _| {
        let (note, go) = (note.clone(), Arc::clone(&go));
        async move {
            note.note(1);
            go.notified().await;
            note.note(2);
            Ok(Step::More)
        }
    });
    let runner = Runner::start(&rig.app, handlers, 1);
    enqueue(&rig.app, "test.long", 1).await;
    seen.until(1).await;
    // Told before the chunk is let go, however busy the machine is.
    let mut stopping = Box::pin(runner.stop(Duration::from_secs(60)));
    assert!((&mut stopping).now_or_never().is_none(), "it waits for the chunk");
    let_go.notify_one();
    stopping.await;
    assert_eq!(seen.until(2).await, [1, 2], "one chunk, finished");
    let ctx = rig.app.system(SystemActor::Jobs);
    let job = jobs::claim(&rig.app.store, &ctx).await.unwrap().expect("it is free at once");
    assert_eq!(job.attempt, 1, "a stop is no failed attempt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunk_without_end_is_cut_short() {
    let rig = rig().await;
    let seen = Seen::default();
    let note = seen.clone();
    let handlers = Handlers::new().on("test.endless", move |_, _, _| {
        note.note(1);
        std::future::pending::<Result<Step>>()
    });
    let runner = Runner::start(&rig.app, handlers, 1);
    enqueue(&rig.app, "test.endless", 1).await;
    seen.until(1).await;
    runner.stop(Duration::ZERO).await;
    let ctx = rig.app.system(SystemActor::Jobs);
    assert!(jobs::claim(&rig.app.store, &ctx).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_and_a_panic_lay_the_job_back_with_the_reason() {
    let rig = rig().await;
    let seen = Seen::default();
    let (note, alarm) = (seen.clone(), seen.clone());
    let handlers = Handlers::new()
        .on("test.fails", move |_, _: Ctx, _| {
            note.note(1);
            async { Err(Problem::invalid("test-refused").arg("name", "张三").detail("line 7")) }
        })
        .on("test.panics", move |_, _, _| {
            alarm.note(1);
            async { panic!("it shows what becomes of a panic") }
        });
    let runner = Runner::start(&rig.app, handlers, 1);
    for kind in ["test.unknown", "test.fails", "test.panics"] {
        enqueue(&rig.app, kind, 1).await;
    }
    seen.until(2).await;
    runner.stop(Duration::from_secs(20)).await;
    let mut conn = rig.app.store.read().await.unwrap();
    let page = kernel::PageRequest::default();
    let waiting = jobs::list(&mut conn, JobState::Ready, &page).await.unwrap().items;
    let told: std::collections::BTreeMap<_, _> =
        waiting.iter().map(|job| (job.kind.as_str(), job.last_error.as_deref())).collect();
    assert_eq!(told["test.fails"], Some("test-refused line 7"), "no values: they may be personal");
    assert_eq!(told["test.panics"], Some("problem-internal a job panicked"));
    assert_eq!(
        told["test.unknown"], None,
        "a kind of another version waits for a process that knows it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_again_and_again_is_written_once_for_all() {
    let rig = rig().await;
    let seen = Seen::default();
    let note = seen.clone();
    let handlers = move || {
        let note = note.clone();
        Handlers::new().every("test.daily", 86_400).on("test.daily", move |_, _, _| {
            note.note(1);
            async { Ok(Step::Done) }
        })
    };
    let (one, other) =
        (Runner::start(&rig.app, handlers(), 1), Runner::start(&rig.app, handlers(), 1));
    seen.until(1).await;
    one.stop(Duration::from_secs(20)).await;
    other.stop(Duration::from_secs(20)).await;
    assert_eq!(seen.until(1).await, [1]);
    let mut conn = rig.app.store.read().await.unwrap();
    let now = rig.app.clock.now();
    assert!(!jobs::is_wanted(&mut conn, "test.daily", 86_400, now).await.unwrap());
    let tomorrow = now.plus_seconds(86_401);
    assert!(jobs::is_wanted(&mut conn, "test.daily", 86_400, tomorrow).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_work_seals_the_journal() {
    let rig = rig().await;
    crate::demo::fill(&rig.app, 20, |_| {}).await.unwrap();
    let ctx = rig.app.system(SystemActor::Jobs);
    let handlers = crate::handlers(&rig.app.config);
    enqueue(&rig.app, crate::jobs::SEAL, 1).await;
    // The province's people wait to be searched for duplicates.
    let job = jobs::claim_of(&rig.app.store, &ctx, &[crate::jobs::SEAL]).await.unwrap().unwrap();
    while handlers.run(rig.app.clone(), ctx.clone(), &job).await.unwrap() == Step::More {}
    let mut conn = rig.app.store.read().await.unwrap();
    let found = store::seal::check_journal(&mut conn, rig.app.digest()).await.unwrap();
    assert!(found.seals > 0 && found.faults.is_empty(), "{found:?}");
}
