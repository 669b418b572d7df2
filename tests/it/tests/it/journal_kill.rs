//! K4: several processes write the journal and several read it, and any of them is killed at any
//! moment. Readers miss nothing, see nothing twice and nothing out of order; what was acknowledged
//! is there, and neither lanes nor counters have a gap.

use crate::process::{self, Process, kills};
use futures_util::FutureExt as _;
use kernel::{Ctx, Home, Random, Result, SystemActor};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{About, Fact, Store, Tx, args, journal};
use testkit::{On, TestDb};

testkit::both_engines! {
    killed_writers_and_readers_leave_no_gap_and_no_double;
}

const LANES: [Home; 2] = [Home(5), Home(9)];
const READER: &str = "killed-reader";
/// How many writers, and how many readers, are at work at a time.
const EACH: usize = 3;
/// The number of a writer among all that ever were.
const NUMBER: &str = "KAOGONG_IT_NUMBER";
/// Whether a reader ends when there is nothing more to read.
const TO_THE_END: &str = "KAOGONG_IT_TO_THE_END";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    /// Which writer.
    writer: i64,
    /// Its how manieth.
    time: i64,
    /// The number taken from the one counter of all writers.
    number: i64,
}

impl Fact for Noted {
    const KIND: &'static str = "test.noted-by-many";
    const VERSION: i64 = 1;
}

/// One write: the next number, and a fact with it in each lane.
async fn note(tx: &mut Tx, writer: i64, time: i64) -> Result<i64> {
    let number = tx.next_numbers(LANES[0], "noted", 1).await?;
    let order = if writer % 2 == 0 { [0, 1] } else { [1, 0] };
    for lane in order {
        tx.fact(About::home(LANES[lane]), &Noted { writer, time, number })?;
    }
    Ok(number)
}

/// A process that writes until it is killed.
#[test]
fn writer() {
    let Some(db) = process::database() else { return };
    let writer: i64 = process::setting(NUMBER);
    process::listen(|_| {});
    testkit::run(async {
        let store = db.open().await;
        let ctx = db.ctx(SystemActor::Setup);
        for time in 0.. {
            let written =
                store.write(&ctx, None, move |tx| note(tx, writer, time).boxed()).await.unwrap();
            process::tell(&format!("{writer} {time} {written}"));
        }
    });
}

/// A process that reads until it is killed, or to the end.
#[test]
fn reader() {
    let Some(db) = process::database() else { return };
    let to_the_end: bool = process::setting(TO_THE_END);
    process::listen(|_| {});
    testkit::run(async {
        let store = db.open().await;
        let ctx = db.ctx(SystemActor::Setup);
        process::tell("reads");
        loop {
            let read = read_on(&store, &ctx).await;
            if read == 0 && to_the_end {
                break;
            }
            if read == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        store.close().await;
    });
}

/// Takes in what each lane has gained: the count and the sum of the numbers stand for a reader's own
/// rows. Another reader of the same name may have been faster; then nothing is taken in here.
async fn read_on(store: &Store, ctx: &Ctx) -> usize {
    let mut conn = store.read().await.unwrap();
    let cursors = journal::cursors(&mut conn, READER).await.unwrap();
    let mut read = 0;
    for home in journal::heads(&mut conn).await.unwrap().into_keys() {
        let from = cursors.get(&home).copied().unwrap_or_default();
        let facts = journal::after(&mut conn, home, from, 40).await.unwrap();
        let Some(last) = facts.last() else { continue };
        let numbers = facts.iter().map(|fact| fact.data["number"].as_i64().unwrap());
        let (sum, to, count) = (numbers.sum::<i64>(), last.seq, facts.len() as i64);
        let taken = store.write(ctx, None, move |tx| {
            async move {
                tx.next_numbers(home, "seen", count).await?;
                tx.next_numbers(home, "sum", sum).await?;
                journal::advance(tx, READER, home, from, to).await
            }
            .boxed()
        });
        match taken.await {
            Ok(()) => {}
            Err(problem) => assert_eq!(problem.code(), "problem-changed-meanwhile", "{problem:?}"),
        }
        read += facts.len();
    }
    read
}

/// Follows the journal while the others are killed, in memory; checks every step.
async fn follow(store: Store, over: Arc<AtomicBool>) -> BTreeMap<Home, Vec<Noted>> {
    let mut seen: BTreeMap<Home, Vec<Noted>> = BTreeMap::new();
    loop {
        let last_round = over.load(Ordering::SeqCst);
        let mut read = 0;
        let mut conn = store.read().await.unwrap();
        for home in journal::heads(&mut conn).await.unwrap().into_keys() {
            let lane = seen.entry(home).or_default();
            for fact in journal::after(&mut conn, home, lane.len() as i64, 50).await.unwrap() {
                assert_eq!(fact.seq, lane.len() as i64 + 1, "lane {home}");
                lane.push(serde_json::from_value(fact.data).unwrap());
                read += 1;
            }
        }
        drop(conn);
        match (read, last_round) {
            (0, true) => return seen,
            (0, false) => tokio::time::sleep(Duration::from_millis(2)).await,
            _ => {}
        }
    }
}

/// What writers said was written.
type Acknowledged = Vec<Noted>;

fn acknowledged(told: &[String]) -> Acknowledged {
    let noted = told.iter().map(|line| {
        let words: Vec<i64> = line.split(' ').map(|word| word.parse().unwrap()).collect();
        Noted { writer: words[0], time: words[1], number: words[2] }
    });
    noted.collect()
}

/// Has writers and readers killed at moments nobody can foresee, each replaced by another.
fn kill_many(db: &TestDb) -> Acknowledged {
    let (random, mut number) = (Random::system(), 0);
    let mut write = || {
        number += 1;
        let settings = [(NUMBER, number.to_string())];
        Process::start("journal_kill::writer", &db.options, &settings)
    };
    let read = || {
        let settings = [(TO_THE_END, "false".to_owned())];
        Process::start("journal_kill::reader", &db.options, &settings)
    };
    let mut writers: Vec<Process> = (0..EACH).map(|_| write()).collect();
    let mut readers: Vec<Process> = (0..EACH).map(|_| read()).collect();
    let (mut told, mut working) = (Vec::new(), 0);
    for round in 0..kills() {
        let place = random.below(EACH as u64) as usize;
        // Two writers for each reader; both have begun their work.
        let of_writers = round % 3 != 2;
        let victims = if of_writers { &mut writers } else { &mut readers };
        victims[place].wait_for(|told| !told.is_empty());
        std::thread::sleep(Duration::from_millis(random.below(120)));
        let victim = victims.swap_remove(place);
        let (said, was_working) = victim.kill();
        working += i64::from(was_working);
        if of_writers {
            told.extend(acknowledged(&said));
            writers.push(write());
        } else {
            readers.push(read());
        }
    }
    assert_eq!(working, kills(), "each was killed at work");
    for writer in writers {
        writer.wait_for(|told| !told.is_empty());
        told.extend(acknowledged(&writer.kill().0));
    }
    for reader in readers {
        reader.kill();
    }
    told
}

async fn killed_writers_and_readers_leave_no_gap_and_no_double(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let over = Arc::new(AtomicBool::new(false));
    let follower = tokio::spawn(follow(store.clone(), Arc::clone(&over)));
    let told = tokio::task::block_in_place(|| kill_many(&db));
    over.store(true, Ordering::SeqCst);
    let seen = follower.await.unwrap();
    let settings = [(TO_THE_END, "true".to_owned())];
    let (_, status) = Process::start("journal_kill::reader", &db.options, &settings).end();
    assert!(status.success(), "{status}");

    let lane = &seen[&LANES[0]];
    let count = lane.len() as i64;
    assert!(told.len() as i64 > kills(), "{} writes", told.len());
    let numbers: BTreeSet<i64> = lane.iter().map(|noted| noted.number).collect();
    assert_eq!(numbers, (1..=count).collect(), "every number once, without gaps");
    for home in LANES {
        let lane = &seen[&home];
        let there: BTreeSet<i64> = lane.iter().map(|noted| noted.number).collect();
        assert_eq!((lane.len() as i64, &there), (count, &numbers), "both lanes or neither");
        assert!(told.iter().all(|noted| lane.contains(noted) && there.contains(&noted.number)));
        let mut next: BTreeMap<i64, i64> = BTreeMap::new();
        for noted in lane {
            let next = next.entry(noted.writer).or_default();
            assert_eq!(noted.time, *next, "writer {} in lane {home}", noted.writer);
            *next += 1;
        }
    }
    let mut conn = store.read().await.unwrap();
    for home in LANES {
        let sql = "SELECT last FROM counter WHERE home = $1 AND name = $2";
        for (name, expected) in [("seen", count), ("sum", count * (count + 1) / 2)] {
            let row = conn.fetch_one(sql, args![home, name]).await.unwrap();
            assert_eq!(row.get::<i64>("last").unwrap(), expected, "{name} of lane {home}");
        }
    }
    eprintln!("{on:?}: {count} writes, {} acknowledged, {} kills", told.len(), kills());
}
