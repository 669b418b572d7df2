use super::*;
use futures_util::FutureExt as _;
use kernel::{CivilDate, Lang, Random};
use platform::App;
use std::path::Path;

const NOW: Instant = Instant::from_micros(1_795_482_000_000_000);

fn clock() -> Clock {
    Clock::manual(NOW)
}

/// A configuration of a real installation with keys, in a private folder.
fn installation(folder: &Path) -> Config {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    let ring = crypto::KeyRing::generate(&Random::seeded(3), crypto::Profile::Intl);
    ring.save_new(&folder.join("keys.toml")).unwrap();
    Config {
        data: folder.to_owned(),
        listen: "127.0.0.1:0".to_owned(),
        public_url: "https://skills.example".to_owned(),
        ..Config::default()
    }
}

/// Looks, and sees that every sentence is there in both languages.
async fn examined(config: &Config) -> Vec<(&'static str, State)> {
    let found = examine(config, &clock()).await;
    for finding in &found {
        for lang in Lang::ALL {
            let line = finding.line(T::new(lang));
            assert!(!line.contains(finding.key), "{line}");
            assert_eq!(finding.to_json(T::new(lang))["state"], finding.state.word());
        }
    }
    found.iter().map(|finding| (finding.key, finding.state)).collect()
}

fn has(found: &[(&str, State)], key: &str) -> bool {
    found.iter().any(|(known, _)| *known == key)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_installation_has_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = installation(folder.path());
    let fresh = examined(&config).await;
    assert!(has(&fresh, "doctor-database-new") && has(&fresh, "doctor-backup-none"), "{fresh:?}");
    let app = App::open(&config, clock(), Random::seeded(1)).await.unwrap();
    app.store.close().await;
    let backups = tempfile::tempdir().unwrap();
    config.backup.folder = backups.path().to_owned();
    assert!(has(&examined(&config).await, "doctor-backup-missing"));
    let ring = config.keys().unwrap();
    platform::backup::make(&config, &ring, NOW, backups.path()).await.unwrap();
    let found = examined(&config).await;
    assert!(found.iter().all(|(_, state)| *state != State::Fail), "{found:?}");
    for key in ["doctor-keys", "doctor-schema", "doctor-database", "doctor-jobs", "doctor-backup"] {
        assert!(has(&found, key), "{key} in {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_change_of_the_master_key_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let config = installation(folder.path());
    let app = App::open(&config, clock(), Random::seeded(1)).await.unwrap();
    let (login, name) = ("guanli".to_owned(), "示例某".to_owned());
    let command = access::NewAccount { login, name, person: None, post: None };
    let setup = app.system(kernel::SystemActor::Setup);
    app.access.invite(&setup, None, command).await.unwrap();
    app.store.close().await;
    assert!(has(&examined(&config).await, "doctor-rotation"));
    let mut ring = config.keys().unwrap();
    ring.rotate(crypto::KeyUse::Vault, &Random::system()).unwrap();
    ring.replace(&config.key_file()).unwrap();
    assert!(has(&examined(&config).await, "doctor-rotation-unfinished"));
    let app = App::open(&config, clock(), Random::seeded(2)).await.unwrap();
    let jobs = app.system(kernel::SystemActor::Jobs);
    assert_eq!(platform::rotation::move_some(&app, &jobs, 10).await.unwrap(), 1);
    assert!(has(&examined(&config).await, "doctor-rotation-older"));
    let mut conn = app.store.read().await.unwrap();
    platform::rotation::drop_older(&mut conn, &mut ring).await.unwrap();
    drop(conn);
    ring.replace(&config.key_file()).unwrap();
    app.store.close().await;
    assert!(has(&examined(&config).await, "doctor-rotation"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_found() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mut config = installation(folder.path());
    let keys = config.key_file();
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    config.listen = taken.local_addr().unwrap().to_string();
    drop_connections(taken);
    config.public_url = "http://skills.example".to_owned();
    let made = tempfile::tempdir().unwrap();
    let day = CivilDate::from_ymd_opt(2024, 9, 20).unwrap();
    let names = ["skills.example".to_owned()];
    let old = crate::authority::make(made.path(), &names, day).unwrap();
    config.tls = platform::config::Tls { cert: old.cert, key: old.key };
    let found = examined(&config).await;
    for key in ["keys-file-open-to-others", "doctor-port-encrypted", "doctor-url-plain"] {
        assert!(has(&found, key), "{key} in {found:?}");
    }
    assert!(has(&found, "doctor-tls-soon"), "{found:?}");
    config.tls = platform::config::Tls::default();
    assert!(has(&examined(&config).await, "doctor-port-taken"));
}

/// Something that takes the port and says nothing.
fn drop_connections(listener: std::net::TcpListener) {
    std::thread::spawn(move || for _ in listener.incoming() {});
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_judged_by_their_days() {
    let folder = tempfile::tempdir().unwrap();
    let config = installation(folder.path());
    let judged = |year, month| {
        let made = tempfile::tempdir().unwrap();
        let day = CivilDate::from_ymd_opt(year, month, 1).unwrap();
        let made = crate::authority::make(made.path(), &["a.example".to_owned()], day)
            .map(|files| platform::config::Tls { cert: files.cert, key: files.key })
            .map(|tls| machine::certificate(&Config { tls, ..config.clone() }, NOW));
        made.unwrap().unwrap().key
    };
    assert_eq!(judged(2026, 10), "doctor-tls");
    assert_eq!(judged(2024, 1), "doctor-tls-ended");
    assert_eq!(judged(2027, 10), "doctor-tls-early");
}

#[derive(serde::Serialize)]
struct Probe;

impl store::Fact for Probe {
    const KIND: &'static str = "test.probe";
    const VERSION: i64 = 1;
}

/// A fact of the present moment, and a job that is tried until it is dead.
async fn die(app: &App) {
    let ctx = app.system(kernel::SystemActor::Jobs);
    let written = app.store.write(&ctx, None, |tx| {
        async move {
            tx.fact(store::About::home(kernel::Home::NODE), &Probe)?;
            let now = tx.now();
            tx.enqueue("test.dies", &1, now).await.map(|_| ())
        }
        .boxed()
    });
    written.await.unwrap();
    for hour in 0..store::jobs::MOST_ATTEMPTS {
        let ctx = kernel::Ctx { now: ctx.now.plus_seconds(hour * 3700), ..ctx.clone() };
        // The demonstration left jobs of its own.
        let job = loop {
            let job = store::jobs::claim(&app.store, &ctx).await.unwrap().unwrap();
            if job.kind == "test.dies" {
                break job;
            }
        };
        store::jobs::fail(&app.store, &ctx, &job, "no".to_owned()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_job_an_old_backup_and_a_clock_set_back_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = installation(folder.path());
    config.demo = true;
    let later = Clock::manual(NOW.plus_seconds(86_400));
    let app = App::open(&config, later, Random::seeded(1)).await.unwrap();
    platform::demo::fill(&app, 10, |_| {}).await.unwrap();
    let ctx = app.system(kernel::SystemActor::Jobs);
    store::seal::seal_lanes(&app.store, &ctx, app.digest()).await.unwrap();
    die(&app).await;
    app.store.close().await;
    let found = examined(&config).await;
    for key in ["doctor-seal", "doctor-jobs-dead", "doctor-clock-back"] {
        assert!(has(&found, key), "{key} in {found:?}");
    }
    config.demo = false;
    let found = examined(&config).await;
    assert!(has(&found, "problem-demo-mixed"), "{found:?}");
    config.backup.folder = folder.path().join("backups");
    std::fs::create_dir_all(config.backup.folder.join("kaogong-20260101-000000")).unwrap();
    let manifest = config.backup.folder.join("kaogong-20260101-000000/manifest.json");
    std::fs::write(manifest, "{}").unwrap();
    assert!(has(&examined(&config).await, "doctor-backup-old"));
}
