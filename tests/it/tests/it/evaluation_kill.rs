//! K9 and K10: processes are killed in the middle of imports and of issuing. Nothing acknowledged is
//! lost, nothing is double, and numbers have no gaps.

use crate::evaluation_world::{Fixture, TITLES, areas, count, passing, work, xlsx};
use kernel::{PageRequest, Random};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use store::{Engine, Store, StoreOptions, jobs};
use testkit::{On, TestDb};

testkit::both_engines! {
    killed_imports_lose_nothing_and_enter_nothing_twice;
    killed_issuing_leaves_numbers_without_gap_or_double;
}

/// Where the worker finds the database; set only in the processes that are killed.
const WORKER: &str = "KAOGONG_IT_WORKER";
/// How many seconds after the start its clock stands.
const LATER: &str = "KAOGONG_IT_LATER";
/// What the worker says when it begins.
const READY: &str = "the worker begins";

/// The process that is killed: this test binary again, with nothing but this function. Without its
/// variable there is nothing for it to do.
#[test]
fn worker() {
    let Ok(place) = std::env::var(WORKER) else { return };
    let later: i64 = std::env::var(LATER).unwrap().parse().unwrap();
    let engine = match place.strip_prefix("sqlite:") {
        Some(path) => Engine::Sqlite(path.into()),
        None => Engine::Postgres { url: place, owner_url: None },
    };
    testkit::run(async {
        let db = TestDb::of(StoreOptions { connections: 4, ..StoreOptions::new(engine) });
        db.clock.set(testkit::START.plus_seconds(later));
        let store = db.open().await;
        let (_, _, area) = areas(&store);
        eprintln!("{READY}");
        work(&db, &area).await;
    });
}

/// How often a process is killed on each path.
fn rounds() -> i64 {
    if std::env::var("KAOGONG_TEST_LONG").is_ok() { 100 } else { 10 }
}

/// Starts a worker and waits until it begins.
fn spawn(options: &StoreOptions, round: i64) -> Child {
    let place = match &options.engine {
        Engine::Sqlite(path) => format!("sqlite:{}", path.display()),
        Engine::Postgres { url, .. } => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["evaluation_kill::worker", "--exact", "--nocapture"])
        .env(WORKER, place)
        .env(LATER, (round * (jobs::LEASE_SECONDS + 1)).to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let begun = lines.any(|line| line.is_ok_and(|line| line.contains(READY)));
    assert!(begun, "the worker did not begin");
    child
}

/// Kills a worker at a moment nobody can foresee. Gives whether it was still at work.
fn kill(options: &StoreOptions, round: i64, random: &Random) -> bool {
    let mut child = spawn(options, round);
    std::thread::sleep(Duration::from_millis(random.below(250)));
    let working = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    working
}

/// Lets a worker come to its end.
fn finish(options: &StoreOptions, round: i64) {
    let status = spawn(options, round).wait().unwrap();
    assert!(status.success(), "{status}");
}

/// Reopens the database that other processes have written.
async fn sum(db: &TestDb, questions: &[&'static str]) -> Vec<i64> {
    let store: Store = db.open().await;
    let mut answers = Vec::new();
    for question in questions {
        answers.push(count(&store, question).await);
    }
    store.close().await;
    answers
}

async fn killed_imports_lose_nothing_and_enter_nothing_twice(on: On) {
    let f = Fixture::new(on).await;
    // More than two transactions each.
    let each = 2400;
    let files = rounds() as u32 / 10 * 4;
    for file in 0..files {
        // Every file repeats half of the one before.
        f.start(&xlsx(&TITLES, &passing(1 + file * each / 2, each)), true).await;
    }
    let Fixture { db, store, .. } = f;
    store.close().await;
    let random = Random::system();
    let working = (0..rounds()).filter(|round| kill(&db.options, *round, &random)).count();
    assert!(working > 0, "at least one was killed at work");
    finish(&db.options, rounds());
    let people = i64::from((files + 1) * each / 2);
    let answers = sum(
        &db,
        &[
            "SELECT COUNT(*) AS n FROM person",
            "SELECT COUNT(*) AS n FROM candidate",
            "SELECT COUNT(DISTINCT person) AS n FROM candidate",
            "SELECT COUNT(*) AS n FROM fact WHERE kind = 'evaluation.result-recorded'",
            "SELECT COUNT(*) AS n FROM fact WHERE kind = 'people.person-registered'",
            "SELECT CAST(SUM(rows_entered) AS BIGINT) AS n FROM import",
            "SELECT candidates AS n FROM run",
        ],
    )
    .await;
    assert_eq!(answers, [people; 7]);
    let answers = sum(
        &db,
        &[
            "SELECT COUNT(*) AS n FROM import WHERE state = 'done'",
            "SELECT COUNT(*) AS n FROM fact WHERE kind = 'evaluation.import-finished'",
            "SELECT COUNT(*) AS n FROM job WHERE state = 'done'",
        ],
    )
    .await;
    assert_eq!(answers, [i64::from(files); 3]);
}

async fn killed_issuing_leaves_numbers_without_gap_or_double(on: On) {
    let f = Fixture::new(on).await;
    let people = rounds() as u32 * 150;
    f.import(&xlsx(&TITLES, &passing(1, people)), true).await;
    let runs = f.area.runs(&f.issuer(), f.body, &PageRequest::default()).await.unwrap();
    f.area.release_run(&f.issuer(), None, runs.items[0].id).await.unwrap();
    let Fixture { db, store, .. } = f;
    store.close().await;
    let random = Random::system();
    let working = (0..rounds()).filter(|round| kill(&db.options, *round, &random)).count();
    assert!(working > 0, "at least one was killed at work");
    finish(&db.options, rounds());
    let people = i64::from(people);
    let answers = sum(
        &db,
        &[
            "SELECT COUNT(*) AS n FROM certificate",
            "SELECT COUNT(DISTINCT number) AS n FROM certificate",
            "SELECT COUNT(DISTINCT candidate) AS n FROM certificate",
            "SELECT COUNT(*) AS n FROM fact WHERE kind = 'certificates.issued'",
            "SELECT issued AS n FROM run WHERE state = 'released'",
            "SELECT last AS n FROM counter",
            "SELECT CAST(SUBSTR(MAX(number), 17, 6) AS BIGINT) AS n FROM certificate",
        ],
    )
    .await;
    assert_eq!(answers, [people; 7], "as many numbers as certificates, up to the last");
    let first = "SELECT CAST(SUBSTR(MIN(number), 17, 6) AS BIGINT) AS n FROM certificate";
    assert_eq!(sum(&db, &[first]).await, [1]);
}
