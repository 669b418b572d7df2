//! K3: two processes do the jobs of one PostgreSQL. One of them is killed in the middle of a job; the
//! other takes the job over when the lease has run out, and goes on where it stood.

use crate::process::{self, Process};
use futures_util::FutureExt as _;
use kernel::{Ctx, Home, PageRequest, Result, SystemActor};
use platform::{App, Config, Handlers, Runner};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use store::jobs::{self, Claimed, Step};
use store::{About, Engine, Fact, Store, StoreOptions, Tx, journal};
use testkit::{On, TestDb};

const KIND: &str = "test.steps";
/// Steps of a job; each is a chunk and a transaction of its own.
const STEPS: i64 = 40;
/// Jobs in all.
const JOBS: i64 = 6;
const LANE: Home = Home(7);
/// The name of the process.
const NAME: &str = "KAOGONG_IT_NAME";

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Stepped {
    job: i64,
    step: i64,
    by: String,
}

impl Fact for Stepped {
    const KIND: &'static str = "test.stepped";
    const VERSION: i64 = 1;
}

/// One step of a job, which proves that the process holds it.
async fn step(tx: &mut Tx, job: &Claimed, by: String) -> Result<i64> {
    jobs::hold(tx, job).await?;
    let number = job.payload.as_i64().unwrap();
    let step = tx.next_numbers(LANE, &format!("steps of {number}"), 1).await?;
    tx.fact(About::home(LANE), &Stepped { job: number, step, by })?;
    if step == STEPS {
        jobs::finish(tx, job).await?;
    }
    Ok(step)
}

async fn run(app: App, ctx: Ctx, job: Claimed, by: String) -> Result<Step> {
    let number = job.payload.as_i64().unwrap();
    let write = app.store.write(&ctx, None, move |tx| {
        let (job, by) = (job.clone(), by.clone());
        async move { step(tx, &job, by).await }.boxed()
    });
    let step = write.await?;
    process::tell(&format!("{number} {step}"));
    Ok(if step == STEPS { Step::Done } else { Step::More })
}

/// The configuration of an installation on the story's database.
fn config(db: &TestDb) -> Config {
    let mut config = Config::demo(db.folder(), 8080);
    if let Engine::Postgres { url, .. } = &db.options.engine {
        config.database_url = url.as_str().into();
    }
    config
}

/// A process that does jobs as the server does, by a clock that the story sets.
#[test]
fn server() {
    let Some(db) = process::database() else { return };
    let name: String = process::setting(NAME);
    let clock = db.clock.clone();
    process::listen(move |seconds| {
        clock.set(testkit::START.plus_seconds(seconds.parse().unwrap()));
    });
    testkit::run(async {
        let app = App::open(&config(&db), db.clock.clone(), db.random.clone()).await.unwrap();
        let handlers =
            Handlers::new().on(KIND, move |app, ctx, job| run(app, ctx, job, name.clone()));
        let _runner = Runner::start(&app, handlers, 1);
        process::tell("works");
        std::future::pending::<()>().await;
    });
}

fn start(options: &StoreOptions, name: &str) -> Process {
    Process::start("jobs_kill::server", options, &[(NAME, name.to_owned())])
}

async fn steps(store: &Store) -> Vec<Stepped> {
    let mut conn = store.read().await.unwrap();
    let facts = journal::after(&mut conn, LANE, 0, 10_000).await.unwrap();
    facts.into_iter().map(|fact| serde_json::from_value(fact.data).unwrap()).collect()
}

/// Waits until so many jobs are left.
async fn left(store: &Store, count: i64) {
    for _ in 0..1200 {
        let (ready, dead) = jobs::counts(&mut store.read().await.unwrap()).await.unwrap();
        assert_eq!(dead, 0);
        if ready == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{count} jobs are not left: {:?}", steps(store).await);
}

#[test]
fn the_other_process_takes_over_and_nothing_is_lost_or_done_twice() {
    testkit::run(story());
}

async fn story() {
    let mut db = TestDb::new(On::Postgres).await;
    db.options.demo = true;
    let store = db.open().await;
    let first = start(&db.options, "first");
    first.wait_for(|told| !told.is_empty());
    let ctx = db.ctx(SystemActor::Setup);
    let written = store.write(&ctx, None, |tx| {
        async move {
            for number in 0..JOBS {
                let now = tx.now();
                tx.enqueue(KIND, &number, now).await?;
            }
            Ok(())
        }
        .boxed()
    });
    written.await.unwrap();
    // The first is in the middle of a job when it is killed.
    first.wait_for(|told| told.iter().any(|line| line.ends_with(" 3")));
    let (told, working) = first.kill();
    assert!(working);
    let mut second = start(&db.options, "second");
    // The second does everything but the job that the first still seems to hold.
    left(&store, 1).await;
    let half: Vec<Stepped> =
        steps(&store).await.into_iter().filter(|one| one.by == "first").collect();
    let held = half.last().unwrap().clone();
    assert!((3..STEPS).contains(&held.step), "{held:?}");
    second.say(&(jobs::LEASE_SECONDS + 1).to_string());
    left(&store, 0).await;
    let (_, working) = second.kill();
    assert!(working);

    let all = steps(&store).await;
    let mut by_job: BTreeMap<i64, Vec<&Stepped>> = BTreeMap::new();
    for one in &all {
        by_job.entry(one.job).or_default().push(one);
    }
    assert_eq!(by_job.len() as i64, JOBS);
    for (job, steps) in &by_job {
        let done: Vec<i64> = steps.iter().map(|one| one.step).collect();
        assert_eq!(done, (1..=STEPS).collect::<Vec<_>>(), "job {job}");
    }
    let taken_over = &by_job[&held.job];
    let others = taken_over.iter().filter(|one| one.by == "second").count() as i64;
    assert_eq!(others, STEPS - held.step, "it went on where the first stood");
    for line in told.iter().filter(|line| line.contains(' ')) {
        let (job, step) = line.split_once(' ').unwrap();
        let (job, step) = (job.parse().unwrap(), step.parse().unwrap());
        let by = "first".to_owned();
        assert!(all.contains(&Stepped { job, step, by }), "acknowledged: {line}");
    }
    let (mut conn, page) = (store.read().await.unwrap(), PageRequest::default());
    let done = jobs::list(&mut conn, jobs::JobState::Done, &page).await.unwrap().items;
    let attempts: Vec<i64> = done.iter().map(|job| job.attempts).collect();
    assert_eq!(attempts.iter().sum::<i64>(), JOBS + 1, "one was taken twice: {attempts:?}");
}
