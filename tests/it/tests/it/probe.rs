//! K14: looking at a database without changing it.

use kernel::SystemActor;
use store::probe::{Schema, probe};
use store::{Engine, seal};
use testkit::{On, TestDb};

testkit::both_engines! {
    looking_tells_what_is_there_and_changes_nothing;
    the_newest_seal_is_looked_at_alone;
}

async fn looking_tells_what_is_there_and_changes_nothing(on: On) {
    let db = TestDb::new(on).await;
    match &db.options.engine {
        Engine::Sqlite(file) => {
            let away = probe(&db.options).await.err().unwrap();
            assert_eq!(away.code(), "problem-database-away");
            assert!(!file.exists(), "looking makes no file");
        }
        Engine::Postgres { .. } => {
            let (found, _) = probe(&db.options).await.unwrap();
            assert_eq!((found.schema, found.purpose), (Schema::Empty, None));
            assert!(found.server_time.is_some() && found.other_order.is_none());
        }
    }
    let store = db.open().await;
    let (found, _) = probe(&db.options).await.unwrap();
    assert!(found.is_supported && found.engine.starts_with(store.engine_name()), "{found:?}");
    assert_eq!((found.schema, found.purpose.as_deref()), (Schema::Current, Some("real")));
    assert_eq!((found.jobs, found.last_fact_at), ((0, 0), None));
    let ctx = db.ctx(SystemActor::Jobs);
    let written = store.write(&ctx, None, |tx| {
        let done = tx.fact(store::About::home(kernel::Home::NODE), &Probe);
        Box::pin(async move { done })
    });
    written.await.unwrap();
    let (found, _) = probe(&db.options).await.unwrap();
    assert_eq!(found.last_fact_at, Some(testkit::START));
}

#[derive(serde::Serialize)]
struct Probe;

impl store::Fact for Probe {
    const KIND: &'static str = "test.probe";
    const VERSION: i64 = 1;
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    crypto::digest(crypto::Profile::Intl, bytes)
}

async fn the_newest_seal_is_looked_at_alone(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let (_, mut conn) = probe(&db.options).await.unwrap();
    assert_eq!(seal::newest_holds(&mut conn, digest).await.unwrap(), None);
    let ctx = db.ctx(SystemActor::Jobs);
    for _ in 0..3 {
        let written = store.write(&ctx, None, |tx| {
            let done = tx.fact(store::About::home(kernel::Home::NODE), &Probe);
            Box::pin(async move { done })
        });
        written.await.unwrap();
        seal::seal_lanes(&store, &ctx, digest).await.unwrap();
    }
    assert_eq!(seal::newest_holds(&mut conn, digest).await.unwrap(), Some(true));
    let other: seal::Digest = |bytes| crypto::digest(crypto::Profile::Gm, bytes);
    assert_eq!(seal::newest_holds(&mut conn, other).await.unwrap(), Some(false));
    assert_eq!(seal::unsealed(&mut conn).await.unwrap(), 0);
}
