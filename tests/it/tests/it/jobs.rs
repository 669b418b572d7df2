//! K3: jobs with leases, back-off and dead letters.

use futures_util::FutureExt as _;
use kernel::{PageRequest, SystemActor};
use store::Store;
use store::jobs::{self, Claimed, JobState};
use testkit::{On, TestDb};

testkit::both_engines! {
    a_job_runs_once_although_many_ask;
    a_sleeper_cannot_write_behind_the_next_holder;
    a_failing_job_is_repeated_later_and_dies;
    a_named_lease_has_one_holder;
}

async fn enqueue(db: &TestDb, store: &Store, count: i64) {
    let ctx = db.ctx(SystemActor::Setup);
    let run = store.write(&ctx, None, move |tx| {
        async move {
            for n in 0..count {
                let now = tx.now();
                tx.enqueue("test", &serde_json::json!({ "n": n }), now).await?;
            }
            Ok(())
        }
        .boxed()
    });
    run.await.unwrap();
}

async fn finish(db: &TestDb, store: &Store, job: Claimed) -> kernel::Result<()> {
    let ctx = db.ctx(SystemActor::Jobs);
    store
        .write(&ctx, None, move |tx| {
            let job = job.clone();
            async move { jobs::finish(tx, &job).await }.boxed()
        })
        .await
}

async fn a_job_runs_once_although_many_ask(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    enqueue(&db, &store, 40).await;
    let workers: Vec<_> = (0..5)
        .map(|_| {
            let (store, ctx) = (store.clone(), db.ctx(SystemActor::Jobs));
            tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(job) = jobs::claim(&store, &ctx).await.unwrap() {
                    mine.push(job.payload["n"].as_i64().unwrap());
                }
                mine
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    // A worker that lost a race finds nothing and stops early; the rest is still there to take.
    let ctx = db.ctx(SystemActor::Jobs);
    while let Some(job) = jobs::claim(&store, &ctx).await.unwrap() {
        all.push(job.payload["n"].as_i64().unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (0..40).collect::<Vec<_>>());
}

async fn a_sleeper_cannot_write_behind_the_next_holder(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    enqueue(&db, &store, 1).await;
    let ctx = db.ctx(SystemActor::Jobs);
    let sleeper = jobs::claim(&store, &ctx).await.unwrap().unwrap();
    assert!(jobs::claim(&store, &ctx).await.unwrap().is_none(), "it is held");
    db.clock.set(testkit::START.plus_seconds(jobs::LEASE_SECONDS + 1));
    let ctx = db.ctx(SystemActor::Jobs);
    let next = jobs::claim(&store, &ctx).await.unwrap().unwrap();
    assert_eq!((next.id, next.attempt), (sleeper.id, 2));
    assert_eq!(finish(&db, &store, sleeper).await.unwrap_err().code(), "problem-lease-lost");
    finish(&db, &store, next.clone()).await.unwrap();
    assert_eq!(finish(&db, &store, next).await.unwrap_err().code(), "problem-lease-lost");
}

async fn a_failing_job_is_repeated_later_and_dies(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    enqueue(&db, &store, 1).await;
    let mut attempts = 0;
    for hour in 0..jobs::MOST_ATTEMPTS * 2 {
        db.clock.set(testkit::START.plus_seconds(hour * 3700));
        let ctx = db.ctx(SystemActor::Jobs);
        if let Some(job) = jobs::claim(&store, &ctx).await.unwrap() {
            attempts += 1;
            jobs::fail(&store, &ctx, &job, "no answer".to_owned()).await.unwrap();
            assert!(jobs::claim(&store, &ctx).await.unwrap().is_none(), "not at once");
        }
    }
    assert_eq!(attempts, jobs::MOST_ATTEMPTS);
    let mut reader = store.read().await.unwrap();
    let dead = jobs::list(&mut reader, JobState::Dead, &PageRequest::default()).await.unwrap();
    assert_eq!(dead.items.len(), 1);
    assert_eq!(dead.items[0].last_error.as_deref(), Some("no answer"));
    assert_eq!(jobs::counts(&mut reader).await.unwrap(), (0, 1));
    let (id, ctx) = (dead.items[0].id, db.ctx(SystemActor::Jobs));
    store.write(&ctx, None, move |tx| jobs::revive(tx, id).boxed()).await.unwrap();
    assert_eq!(jobs::claim(&store, &ctx).await.unwrap().unwrap().attempt, 1);
    let again = store.write(&ctx, None, move |tx| jobs::revive(tx, id).boxed()).await;
    assert_eq!(again.unwrap_err().code(), "problem-changed-meanwhile", "it is not dead");
    assert_revived(&mut reader, id, &ctx.actor.word(), 1).await;
    for hour in 100..100 + jobs::MOST_ATTEMPTS * 2 {
        db.clock.set(testkit::START.plus_seconds(hour * 3700));
        let ctx = db.ctx(SystemActor::Jobs);
        if let Some(job) = jobs::claim(&store, &ctx).await.unwrap() {
            jobs::fail(&store, &ctx, &job, "no answer".to_owned()).await.unwrap();
        }
    }
    let ctx = db.ctx(SystemActor::Console);
    store.write(&ctx, None, move |tx| jobs::revive(tx, id).boxed()).await.unwrap();
    assert_revived(&mut reader, id, &ctx.actor.word(), 2).await;
}

/// The last of `times` revivals stands in history and journal, with whoever did it.
async fn assert_revived(conn: &mut store::Conn, id: kernel::JobId, who: &str, times: usize) {
    let sql = "SELECT kind, action, actor FROM history WHERE home = $1 AND subject = $2
               ORDER BY version";
    let history = conn.fetch_all(sql, store::args![id.home(), id]).await.unwrap();
    assert_eq!(history.len(), times);
    let last = history.last().unwrap();
    let told = ["kind", "action", "actor"].map(|column| last.get::<String>(column).unwrap());
    assert_eq!(told, ["job", "revive", who]);
    let sql = "SELECT data, actor FROM fact WHERE home = $1 AND kind = 'store.job-revived'
               ORDER BY seq";
    let facts = conn.fetch_all(sql, store::args![id.home()]).await.unwrap();
    assert_eq!(facts.len(), times);
    let fact: String = facts[times - 1].get("data").unwrap();
    let fact: store::facts::JobRevived = serde_json::from_str(&fact).unwrap();
    assert_eq!((fact.job, fact.attempts), (id, jobs::MOST_ATTEMPTS));
    assert_eq!(facts[times - 1].get::<String>("actor").unwrap(), who);
}

async fn a_named_lease_has_one_holder(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let ask = async |token: u8, after: i64| {
        db.clock.set(testkit::START.plus_seconds(after));
        let ctx = db.ctx(SystemActor::Jobs);
        store
            .write(&ctx, None, move |tx| {
                async move { jobs::lease(tx, "seal", [token; 16], 30).await }.boxed()
            })
            .await
            .unwrap()
    };
    assert!(ask(1, 0).await);
    assert!(!ask(2, 10).await);
    assert!(ask(1, 20).await, "the holder keeps it");
    assert!(!ask(2, 49).await);
    assert!(ask(2, 51).await, "it has run out");
    assert!(!ask(1, 52).await);
}
