//! K4: lanes without gaps, readers that miss and reorder nothing, seals.

use futures_util::FutureExt as _;
use kernel::{Home, Result, SystemActor};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use store::{About, Fact, Store, Tx, args, journal, seal};
use testkit::{On, TestDb};

testkit::both_engines! {
    a_reader_misses_and_reorders_nothing_while_many_write;
    a_cursor_moves_once;
    seals_hold_and_a_changed_fact_breaks_them;
}

#[derive(Serialize, Deserialize)]
struct Noted {
    number: i64,
}

impl Fact for Noted {
    const KIND: &'static str = "test.noted";
    const VERSION: i64 = 1;
}

pub async fn note(tx: &mut Tx, home: Home, number: i64) -> Result<()> {
    tx.fact(About::home(home), &Noted { number })
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Writes facts into two lanes at once, in an order of lanes that differs between writers.
async fn write_pairs(store: Store, ctx: kernel::Ctx, writer: i64, count: i64) {
    for i in 0..count {
        let number = writer * 1000 + i;
        let (first, second) = if writer % 2 == 0 { (Home(5), Home(9)) } else { (Home(9), Home(5)) };
        let run = store.write(&ctx, None, move |tx| {
            async move {
                note(tx, first, number).await?;
                note(tx, second, number).await
            }
            .boxed()
        });
        run.await.unwrap();
    }
}

async fn a_reader_misses_and_reorders_nothing_while_many_write(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    let writers: Vec<_> = (0..6)
        .map(|writer| tokio::spawn(write_pairs(store.clone(), ctx.clone(), writer, 30)))
        .collect();
    let mut seen: BTreeMap<Home, Vec<i64>> = BTreeMap::new();
    let mut cursor: BTreeMap<Home, i64> = BTreeMap::new();
    let mut idle = 0;
    while idle < 2 {
        let all_done = writers.iter().all(|writer| writer.is_finished());
        let mut reader = store.read().await.unwrap();
        for home in journal::heads(&mut reader).await.unwrap().into_keys() {
            let last = cursor.entry(home).or_default();
            for fact in journal::after(&mut reader, home, *last, 7).await.unwrap() {
                assert_eq!(fact.seq, *last + 1, "no gap and no step back in lane {home}");
                *last = fact.seq;
                seen.entry(home).or_default().push(fact.data["number"].as_i64().unwrap());
            }
        }
        let total: usize = seen.values().map(Vec::len).sum();
        idle = if all_done && total == 6 * 30 * 2 { idle + 1 } else { 0 };
    }
    for writer in writers {
        writer.await.unwrap();
    }
    for numbers in seen.values() {
        for writer in 0..6 {
            let own: Vec<i64> = numbers.iter().copied().filter(|n| n / 1000 == writer).collect();
            assert_eq!(own, (writer * 1000..writer * 1000 + 30).collect::<Vec<_>>());
        }
    }
}

async fn a_cursor_moves_once(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    let step = |from, to| {
        store.write(&ctx, None, move |tx| {
            async move { journal::advance(tx, "test", Home(5), from, to).await }.boxed()
        })
    };
    step(0, 4).await.unwrap();
    assert_eq!(step(0, 4).await.unwrap_err().code(), "problem-changed-meanwhile");
    step(4, 6).await.unwrap();
    let mut reader = store.read().await.unwrap();
    let cursors = journal::cursors(&mut reader, "test").await.unwrap();
    assert_eq!(cursors, BTreeMap::from([(Home(5), 6)]));
}

async fn seals_hold_and_a_changed_fact_breaks_them(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    write_pairs(store.clone(), ctx.clone(), 0, 10).await;
    assert_eq!(seal::seal_lanes(&store, &ctx, sha256).await.unwrap(), 20);
    write_pairs(store.clone(), ctx.clone(), 1, 3).await;
    assert_eq!(seal::seal_lanes(&store, &ctx, sha256).await.unwrap(), 6);
    assert_eq!(seal::seal_lanes(&store, &ctx, sha256).await.unwrap(), 0);
    let mut reader = store.read().await.unwrap();
    let check = seal::check_journal(&mut reader, sha256).await.unwrap();
    assert_eq!((check.facts, check.seals, check.faults.len()), (26, 4, 0), "{:?}", check.faults);
    drop(reader);
    if on == On::Postgres {
        return; // there the application's role cannot even try; append_only_tables_refuse_changes
    }
    let tamper = store.write(&ctx, None, |tx| {
        async move {
            tx.execute("DROP TRIGGER fact_no_update", args![]).await?;
            let sql = "UPDATE fact SET data = '{\"number\":99}' WHERE home = 5 AND seq = 2";
            tx.execute(sql, args![]).await
        }
        .boxed()
    });
    assert_eq!(tamper.await.unwrap(), 1);
    let mut reader = store.read().await.unwrap();
    let check = seal::check_journal(&mut reader, sha256).await.unwrap();
    assert_eq!(check.faults, ["lane 5: the seal up to 10 does not hold"]);
}
