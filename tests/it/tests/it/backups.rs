//! K14: backups of a running installation, verified restore, moving between the engines.

use futures_util::FutureExt as _;
use kernel::{Random, SystemActor};
use platform::{App, Config, backup, demo};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Engine;
use store::dump::{Snapshot, write_row};
use testkit::{On, TestDb};

testkit::both_engines! {
    what_is_put_back_is_what_was_there;
    a_backup_while_writers_run_is_of_one_moment;
    a_damaged_backup_is_refused_and_leaves_nothing;
    a_backup_goes_only_where_it_belongs;
    a_trial_moves_to_the_other_engine;
}

/// An installation of the demo on the test's database.
struct Place {
    db: TestDb,
    config: Config,
}

impl Place {
    async fn new(on: On) -> Place {
        let db = TestDb::new(on).await;
        let mut config = Config::demo(db.folder(), 8080);
        if let Engine::Postgres { url, .. } = &db.options.engine {
            config.database_url = url.as_str().into();
        }
        Place { db, config }
    }

    async fn open(&self) -> App {
        App::open(&self.config, self.db.clock.clone(), self.db.random.clone()).await.unwrap()
    }

    async fn filled(on: On) -> Place {
        let place = Place::new(on).await;
        let app = place.open().await;
        demo::fill(&app, 120, |_| {}).await.unwrap();
        let ctx = app.system(SystemActor::Jobs);
        store::seal::seal_lanes(&app.store, &ctx, app.digest()).await.unwrap();
        app.store.close().await;
        place
    }

    async fn backup(&self, to: &Path) -> backup::Made {
        let ring = self.config.keys().unwrap();
        backup::make(&self.config, &ring, self.db.clock.now(), to).await.unwrap()
    }

    async fn restore(&self, from: &Path) -> kernel::Result<backup::Restored> {
        backup::restore(&self.config, from, self.db.clock.clone(), self.db.random.clone()).await
    }

    /// Every row of every table, in an order of its own.
    async fn contents(&self) -> BTreeMap<String, Vec<Vec<u8>>> {
        let mut snapshot = Snapshot::take(&self.config.store_options().unwrap()).await.unwrap();
        let mut contents = BTreeMap::new();
        for table in snapshot.tables().await.unwrap() {
            let mut rows = Vec::new();
            let read = snapshot.rows(&table, |row| {
                let mut bytes = Vec::new();
                write_row(&mut bytes, row).map_err(kernel::Problem::internal)?;
                rows.push(bytes);
                Ok(())
            });
            read.await.unwrap();
            rows.sort();
            contents.insert(table.name, rows);
        }
        contents
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

async fn what_is_put_back_is_what_was_there(on: On) {
    let place = Place::filled(on).await;
    let before = place.contents().await;
    // Ten of them are the pairs of the page of duplicates, thirty the figures of last month's returns.
    assert!(before["person"].len() == 160 && before["certificate"].len() > 40);
    let to = folder();
    let made = place.backup(to.path()).await;
    assert_eq!(made.manifest.rows(), before.values().map(|rows| rows.len() as u64).sum::<u64>());
    assert_eq!(backup::made_at(&made.folder), Some(testkit::START));
    assert_eq!(backup::verify(&made.folder).unwrap(), made.manifest);
    assert_eq!(backup::list(to.path()).unwrap(), std::slice::from_ref(&made.folder));
    let target = Place::new(on).await;
    let restored = target.restore(&made.folder).await.unwrap();
    assert_eq!(restored.facts as usize, before["fact"].len());
    assert_eq!(restored.seals as usize, before["seal"].len());
    assert_eq!(target.contents().await, before);
    let app = target.open().await;
    assert_eq!(app.store.node(), made.manifest.node, "it is the same installation");
}

async fn a_backup_while_writers_run_is_of_one_moment(on: On) {
    let place = Place::filled(on).await;
    let app = place.open().await;
    let going = Arc::new(AtomicBool::new(true));
    let writers = (0..3).map(|_| {
        let (app, going) = (app.clone(), Arc::clone(&going));
        tokio::spawn(async move {
            let mut number: i64 = 0;
            while going.load(Ordering::SeqCst) {
                number += 1;
                let ctx = app.system(SystemActor::Setup);
                let write = app.store.write(&ctx, None, move |tx| both(tx, number).boxed());
                write.await.unwrap();
            }
            number
        })
    });
    let writers: Vec<_> = writers.collect();
    let to = folder();
    let made = place.backup(to.path()).await;
    going.store(false, Ordering::SeqCst);
    let mut written = 0;
    for writer in writers {
        written += writer.await.unwrap();
    }
    assert!(written > 0, "they wrote meanwhile");
    backup::verify(&made.folder).unwrap();
    let target = Place::new(on).await;
    target.restore(&made.folder).await.unwrap();
    let contents = target.contents().await;
    let probes = |table: &str| contents[table].iter().filter(is_probe).count();
    assert_eq!(probes("job"), probes("history"));
}

fn is_probe(row: &&Vec<u8>) -> bool {
    row.windows(5).any(|part| part == b"probe")
}

/// Two rows in two tables that are never there one without the other.
async fn both(tx: &mut store::Tx, number: i64) -> kernel::Result<()> {
    let now = tx.now();
    let job = tx.enqueue("test.probe", &number, now).await?;
    tx.history("probe", job.cast(), 1, "probe", &number)
}

/// The files of a backup.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

async fn a_damaged_backup_is_refused_and_leaves_nothing(on: On) {
    let place = Place::filled(on).await;
    let to = folder();
    let made = place.backup(to.path()).await;
    let target = Place::new(on).await;
    for file in files(&made.folder) {
        let good = std::fs::read(&file).unwrap();
        let mut flipped = good.clone();
        flipped[good.len() / 2] ^= 1;
        for bad in [flipped.as_slice(), &good[..good.len() / 2], &[]] {
            std::fs::write(&file, bad).unwrap();
            let refused = backup::verify(&made.folder).unwrap_err();
            assert_eq!(refused.code(), "backup-damaged", "{}", file.display());
            assert_eq!(target.restore(&made.folder).await.unwrap_err().code(), "backup-damaged");
        }
        std::fs::remove_file(&file).unwrap();
        assert!(backup::verify(&made.folder).is_err(), "without {}", file.display());
        std::fs::write(&file, good).unwrap();
    }
    target.restore(&made.folder).await.unwrap();
}

async fn a_backup_goes_only_where_it_belongs(on: On) {
    let place = Place::filled(on).await;
    let to = folder();
    let made = place.backup(to.path()).await;
    let code = |refused: kernel::Result<backup::Restored>| refused.unwrap_err().code();
    assert_eq!(code(place.restore(&made.folder).await), "restore-not-empty");
    assert_eq!(code(place.restore(to.path()).await), "backup-unreadable");
    let mut other = Place::new(on).await;
    other.config.demo = false;
    let ring = crypto::KeyRing::generate(&Random::seeded(9), crypto::Profile::Intl);
    ring.save_new(&other.config.key_file()).unwrap();
    assert_eq!(code(other.restore(&made.folder).await), "backup-other-keys");
    let mut newer = made.manifest.clone();
    newer.schema.push(store::migrate::AppliedMigration {
        number: newer.schema.len() as i64 + 1,
        name: "9999_later".to_owned(),
        checksum: String::new(),
    });
    rewrite(&made.folder, &newer);
    let target = Place::new(on).await;
    assert_eq!(code(target.restore(&made.folder).await), "problem-database-newer");
    let mut fewer = made.manifest.clone();
    fewer.tables.retain(|table| table.table.name != "looked");
    rewrite(&made.folder, &fewer);
    assert_eq!(code(target.restore(&made.folder).await), "restore-differs");
    rewrite(&made.folder, &made.manifest);
    target.restore(&made.folder).await.unwrap();
}

/// Writes a manifest with its checksum, as a program of another version might have.
fn rewrite(folder: &Path, manifest: &backup::Manifest) {
    let text = serde_json::to_vec(manifest).unwrap();
    let sum = crypto::digest(crypto::Profile::Intl, &text);
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(folder.join("manifest.json"), text).unwrap();
    std::fs::write(folder.join("manifest.sha256"), sum).unwrap();
}

async fn a_trial_moves_to_the_other_engine(on: On) {
    let other = match on {
        On::Sqlite => On::Postgres,
        On::Postgres => On::Sqlite,
    };
    let place = Place::filled(on).await;
    let to = folder();
    let made = place.backup(to.path()).await;
    let target = Place::new(other).await;
    target.restore(&made.folder).await.unwrap();
    assert_eq!(target.contents().await, place.contents().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_goes_when_there_are_enough() {
    let place = Place::filled(On::Sqlite).await;
    let to = folder();
    let mut made = Vec::new();
    for hour in 0..3 {
        place.db.clock.set(testkit::START.plus_seconds(hour * 3600));
        made.push(place.backup(to.path()).await.folder);
    }
    std::fs::create_dir(to.path().join("kaogong-notes")).unwrap();
    for left in ["kaogong-20261122-000000.unfinished", "kaogong-20261124-090000.unfinished"] {
        std::fs::create_dir(to.path().join(left)).unwrap();
    }
    let now = place.db.clock.now();
    assert_eq!(backup::keep_newest(to.path(), 2, now).unwrap(), 2, "a backup and an old attempt");
    assert!(to.path().join("kaogong-20261124-090000.unfinished").is_dir(), "still being made");
    assert_eq!(backup::list(to.path()).unwrap(), made[1..]);
    assert!(to.path().join("kaogong-notes").is_dir(), "what is no backup is left alone");
}
