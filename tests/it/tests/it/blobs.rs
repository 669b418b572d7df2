//! Files inside the database.

use blobs::{Blobs, CHUNK};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{Home, SystemActor};
use std::sync::Arc;
use store::args;
use testkit::{On, TestDb};

testkit::both_engines! {
    a_file_comes_back_as_it_went_in;
    a_file_that_is_too_large_is_refused_and_swept_up;
    a_changed_or_moved_chunk_is_refused;
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 7 % 251) as u8).collect()
}

async fn a_file_comes_back_as_it_went_in(on: On) {
    let db = TestDb::new(on).await;
    let blobs = Blobs::new(db.open().await, Arc::new(KeyRing::demo(crate::world::profile())));
    let ctx = db.ctx(SystemActor::Setup);
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK * 5 + 3] {
        let content = bytes(length);
        let put = blobs.put(&ctx, Home(4), "test", content.as_slice(), u64::MAX).await.unwrap();
        assert_eq!(put.size, length as u64);
        assert_eq!(blobs.read(put.id).await.unwrap(), content, "{length} bytes");
    }
}

async fn a_file_that_is_too_large_is_refused_and_swept_up(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let blobs = Blobs::new(store.clone(), Arc::new(KeyRing::demo(crate::world::profile())));
    let ctx = db.ctx(SystemActor::Setup);
    let content = bytes(CHUNK * 6);
    let refused = blobs.put(&ctx, Home(4), "test", content.as_slice(), CHUNK as u64 * 5).await;
    assert_eq!(refused.unwrap_err().code(), "problem-file-too-large");
    assert_eq!(blobs.sweep(&ctx, ctx.now).await.unwrap(), 0, "it may still be under way");
    assert_eq!(blobs.sweep(&ctx, ctx.now.plus_seconds(1)).await.unwrap(), 4);
    let mut reader = store.read().await.unwrap();
    let row = reader.fetch_one("SELECT COUNT(*) AS n FROM blob_chunk", args![]).await.unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 0);
}

async fn a_changed_or_moved_chunk_is_refused(on: On) {
    let db = TestDb::new(on).await;
    let store = db.open().await;
    let blobs = Blobs::new(store.clone(), Arc::new(KeyRing::demo(crate::world::profile())));
    let ctx = db.ctx(SystemActor::Setup);
    let content = bytes(CHUNK * 2);
    let put = blobs.put(&ctx, Home(4), "test", content.as_slice(), u64::MAX).await.unwrap();
    let swap = store.write(&ctx, None, move |tx| {
        async move {
            for (from, to) in [(0i64, 9i64), (1, 0), (9, 1)] {
                let sql = "UPDATE blob_chunk SET number = $3 WHERE blob = $1 AND number = $2";
                tx.execute_one(sql, args![put.id, from, to]).await?;
            }
            Ok(())
        }
        .boxed()
    });
    swap.await.unwrap();
    assert_eq!(blobs.read(put.id).await.unwrap_err().code(), "problem-internal");
}
