//! K3: writes, idempotency, group commit, migrations.

use futures_util::FutureExt as _;
use kernel::{Home, Problem, SystemActor};
use store::{Idem, Store, Tx, args};
use testkit::{On, TestDb};

testkit::both_engines! {
    a_rejected_write_leaves_nothing;
    the_same_key_answers_again_and_other_input_is_refused;
    a_rejection_does_not_consume_the_key;
    a_panicking_write_stops_nothing_else;
    many_writers_lose_nothing;
    a_counter_has_no_gaps_under_rejections;
    a_second_start_migrates_nothing_and_a_newer_database_is_refused;
    a_demo_never_opens_a_real_database;
    append_only_tables_refuse_changes;
}

async fn put(tx: &mut Tx, name: &str, fail: bool) -> kernel::Result<i64> {
    let sql = "INSERT INTO lease (name, token, until) VALUES ($1, $2, 0)";
    tx.execute(sql, args![name, vec![1u8]]).await?;
    if fail {
        return Err(Problem::invalid("problem-fields"));
    }
    Ok(7)
}

async fn names(store: &Store) -> Vec<String> {
    let mut reader = store.read().await.unwrap();
    let rows = reader.fetch_all("SELECT name FROM lease ORDER BY name", args![]).await.unwrap();
    rows.iter().map(|row| row.get("name").unwrap()).collect()
}

async fn a_rejected_write_leaves_nothing(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    let refused = store.write(&ctx, None, |tx| put(tx, "a", true).boxed()).await;
    assert_eq!(refused.unwrap_err().code(), "problem-fields");
    assert_eq!(store.write(&ctx, None, |tx| put(tx, "b", false).boxed()).await.unwrap(), 7);
    assert_eq!(names(&store).await, ["b"]);
}

async fn the_same_key_answers_again_and_other_input_is_refused(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    let idem = |input: u8| Some(Idem { key: "k".to_owned(), input: [input; 32] });
    for _ in 0..3 {
        let answer = store.write(&ctx, idem(1), |tx| put(tx, "a", false).boxed()).await;
        assert_eq!(answer.unwrap(), 7);
    }
    let other = store.write(&ctx, idem(2), |tx| put(tx, "b", false).boxed()).await;
    assert_eq!(other.unwrap_err().code(), "problem-key-reused");
    assert_eq!(names(&store).await, ["a"]);
}

async fn a_rejection_does_not_consume_the_key(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    let idem = Some(Idem { key: "k".to_owned(), input: [1; 32] });
    let first = store.write(&ctx, idem.clone(), |tx| put(tx, "a", true).boxed()).await;
    assert!(first.is_err());
    let second = store.write(&ctx, idem, |tx| put(tx, "a", false).boxed()).await;
    assert_eq!(second.unwrap(), 7);
}

async fn a_panicking_write_stops_nothing_else(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    let bad = store.write::<i64, _>(&ctx, None, |tx| {
        async move {
            put(tx, "a", false).await?;
            panic!("a bug in a use case");
        }
        .boxed()
    });
    assert_eq!(bad.await.unwrap_err().code(), "problem-internal");
    store.write(&ctx, None, |tx| put(tx, "b", false).boxed()).await.unwrap();
    assert_eq!(names(&store).await, ["b"]);
}

async fn many_writers_lose_nothing(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let mut writers = Vec::new();
    for writer in 0..8 {
        let (store, ctx) = (store.clone(), db.ctx(SystemActor::Setup));
        writers.push(tokio::spawn(async move {
            for i in 0..25 {
                let fail = i % 5 == 0;
                let name = format!("{writer:02}-{i:02}");
                let run = store.write(&ctx, None, move |tx| {
                    let name = name.clone();
                    async move { put(tx, &name, fail).await }.boxed()
                });
                assert_eq!(run.await.is_err(), fail);
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(names(&store).await.len(), 8 * 20);
}

async fn a_counter_has_no_gaps_under_rejections(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let mut writers = Vec::new();
    for writer in 0..6u64 {
        let (store, ctx) = (store.clone(), db.ctx(SystemActor::Setup));
        writers.push(tokio::spawn(async move {
            let mut taken = Vec::new();
            for i in 0..20u64 {
                let fail = (i + writer) % 3 == 0;
                let run = store.write(&ctx, None, move |tx| {
                    async move {
                        let first = tx.next_numbers(Home(3), "serial", 2).await?;
                        if fail { Err(Problem::invalid("problem-fields")) } else { Ok(first) }
                    }
                    .boxed()
                });
                taken.extend(run.await.ok().into_iter().flat_map(|first: i64| [first, first + 1]));
            }
            taken
        }));
    }
    let mut all = Vec::new();
    for writer in writers {
        all.extend(writer.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=all.len() as i64).collect::<Vec<_>>());
}

async fn a_second_start_migrates_nothing_and_a_newer_database_is_refused(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let node = store.node();
    store.close().await;
    let store = db.open().await;
    assert_eq!(store.node(), node);
    let ctx = db.ctx(SystemActor::Setup);
    // The application's role may not touch the list of migrations on PostgreSQL, so the row comes
    // from the owner: here the test's own connection.
    let newer = store.write(&ctx, None, |tx| {
        async move {
            let sql = "INSERT INTO schema_version (number, name, checksum, applied_at)
                       VALUES (9999, '9999_future', 'x', 0)";
            tx.execute(sql, args![]).await
        }
        .boxed()
    });
    match on {
        On::Sqlite => assert_eq!(newer.await.unwrap(), 1),
        On::Postgres => {
            assert!(newer.await.is_err());
            return;
        }
    }
    store.close().await;
    let opened = Store::open(&db.options, &db.clock, &db.random).await;
    assert_eq!(opened.err().unwrap().code(), "problem-database-newer");
}

async fn a_demo_never_opens_a_real_database(on: On) {
    let db = TestDb::new(on).await;
    db.open().await.close().await;
    let options = store::StoreOptions { demo: true, ..db.options.clone() };
    let opened = Store::open(&options, &db.clock, &db.random).await;
    assert_eq!(opened.err().unwrap().code(), "problem-demo-mixed");
}

async fn append_only_tables_refuse_changes(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ctx = db.ctx(SystemActor::Setup);
    store.write(&ctx, None, |tx| crate::journal::note(tx, Home(1), 1).boxed()).await.unwrap();
    for sql in ["UPDATE fact SET at = 0", "DELETE FROM fact"] {
        let run = store
            .write(&ctx, None, move |tx| async move { tx.execute(sql, args![]).await }.boxed());
        assert!(run.await.is_err(), "{sql} must be refused");
    }
}
