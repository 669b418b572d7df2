//! K9 and K10: processes are killed in the middle of imports and of issuing. Nothing acknowledged is
//! lost, nothing is double, and numbers have no gaps.

use crate::evaluation_world::{Fixture, TITLES, areas, count, passing, work, xlsx};
use crate::process::{self, Process, kills};
use kernel::{PageRequest, Random};
use std::time::Duration;
use store::{Store, StoreOptions, jobs};
use testkit::{On, TestDb};

testkit::both_engines! {
    killed_imports_lose_nothing_and_enter_nothing_twice;
    killed_issuing_leaves_numbers_without_gap_or_double;
}

/// How many seconds after the start the worker's clock stands.
const LATER: &str = "KAOGONG_IT_LATER";

/// The process that is killed.
#[test]
fn worker() {
    let Some(db) = process::database() else { return };
    let later: i64 = process::setting(LATER);
    testkit::run(async {
        db.clock.set(testkit::START.plus_seconds(later));
        let store = db.open().await;
        let (_, _, area) = areas(&store);
        process::tell("begins");
        work(&db, &area).await;
    });
}

/// Starts a worker and waits until it begins.
fn spawn(options: &StoreOptions, round: i64) -> Process {
    let later = (round * (jobs::LEASE_SECONDS + 1)).to_string();
    let worker = Process::start("evaluation_kill::worker", options, &[(LATER, later)]);
    worker.wait_for(|told| !told.is_empty());
    worker
}

/// Kills a worker at a moment nobody can foresee. Gives whether it was still at work.
fn kill(options: &StoreOptions, round: i64, random: &Random) -> bool {
    let worker = spawn(options, round);
    std::thread::sleep(Duration::from_millis(random.below(250)));
    worker.kill().1
}

/// Lets a worker come to its end.
fn finish(options: &StoreOptions, round: i64) {
    let (_, status) = spawn(options, round).end();
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
    let files = kills() as u32 / 10 * 4;
    for file in 0..files {
        // Every file repeats half of the one before.
        f.start(&xlsx(&TITLES, &passing(1 + file * each / 2, each)), true).await;
    }
    let Fixture { db, store, .. } = f;
    store.close().await;
    let random = Random::system();
    let working = (0..kills()).filter(|round| kill(&db.options, *round, &random)).count();
    assert!(working > 0, "at least one was killed at work");
    finish(&db.options, kills());
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
    let people = kills() as u32 * 150;
    f.import(&xlsx(&TITLES, &passing(1, people)), true).await;
    let runs = f.area.runs(&f.issuer(), f.body, &PageRequest::default()).await.unwrap();
    f.area.release_run(&f.issuer(), None, runs.items[0].id).await.unwrap();
    let Fixture { db, store, .. } = f;
    store.close().await;
    let random = Random::system();
    let working = (0..kills()).filter(|round| kill(&db.options, *round, &random)).count();
    assert!(working > 0, "at least one was killed at work");
    finish(&db.options, kills());
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
