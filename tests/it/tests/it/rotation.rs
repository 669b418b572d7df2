//! K5: a new master key without downtime. Servers that learnt of it at different times read and write
//! while everything is moved, and a server killed in the middle loses nothing.

use crate::process::{self, Process, kills};
use crate::world::{official, person, profile};
use access::{NewAccount, NewPost, OfficeRef};
use crypto::{KeyRing, KeyUse, KeyVersion};
use futures_util::FutureExt as _;
use kernel::{Ctx, PersonId, Random, Role, SystemActor};
use people::PersonName;
use people::public::{NewPerson, Registered, personal_in, register_many_in};
use platform::{App, Config, Handlers, Runner, rotation};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Engine;
use store::jobs::{self, Step};
use testkit::{On, TestDb};

testkit::both_engines! {
    reading_and_writing_go_on_while_everything_is_moved;
    killed_servers_leave_a_rotation_that_goes_on;
}

const OLD: KeyVersion = KeyVersion(1);
const NEW: KeyVersion = KeyVersion(2);
/// The installation's folder with its key file.
const FOLDER: &str = "KAOGONG_IT_FOLDER";
/// How many seconds after the start the clock stands.
const LATER: &str = "KAOGONG_IT_LATER";

fn config(db: &TestDb, folder: &Path) -> Config {
    let mut config = Config { data: folder.to_owned(), crypto: profile(), ..Config::default() };
    if let Engine::Postgres { url, .. } = &db.options.engine {
        config.database_url = url.as_str().into();
    }
    config
}

/// A server that starts now, with the key file as it is.
async fn start(db: &TestDb, folder: &Path) -> App {
    App::open(&config(db, folder), db.clock.clone(), db.random.clone()).await.unwrap()
}

fn jobs_ctx(app: &App) -> Ctx {
    app.system(SystemActor::Jobs)
}

async fn register(app: &App, batch: Vec<NewPerson>) -> Vec<PersonId> {
    let (ring, ctx) = (Arc::clone(&app.ring), app.system(SystemActor::Setup));
    let written = app.store.write(&ctx, None, move |tx| {
        let (ring, batch) = (Arc::clone(&ring), batch.clone());
        async move {
            let answers = register_many_in(tx, &ring, batch).await?;
            let ids = answers.into_iter().map(|one| match one {
                Registered::New(id) | Registered::Known(id) | Registered::OtherName(id) => id,
            });
            Ok(ids.collect::<Vec<_>>())
        }
        .boxed()
    });
    written.await.unwrap()
}

fn people(numbers: std::ops::Range<u32>) -> Vec<NewPerson> {
    numbers.map(|number| person(number, "示例甲")).collect()
}

async fn invite(app: &App, login: &str) -> kernel::AccountId {
    let office = OfficeRef::Node;
    let post = NewPost { role: Role::SystemAdmin, office, from_on: None, until_on: None };
    let (login, name) = (login.to_owned(), "示例乙".to_owned());
    let command = NewAccount { login, name, person: None, post: Some(post) };
    app.access.invite(&app.system(SystemActor::Setup), None, command).await.unwrap().account
}

/// An official who may do everything with people.
fn approver(db: &TestDb) -> Ctx {
    official(db, Role::Approver, &[770000])
}

async fn correct(app: &App, ctx: &Ctx, id: PersonId, name: &str) {
    let name = PersonName::read(name).unwrap();
    app.people.correct_name(ctx, None, id, name, "证件更正".to_owned()).await.unwrap();
}

/// Everybody's name, with the keys of a ring.
async fn names(app: &App, ring: &KeyRing, ids: &[PersonId]) -> BTreeMap<PersonId, String> {
    let mut conn = app.store.read().await.unwrap();
    let found = personal_in(&mut conn, ring, ids).await.unwrap();
    found.into_iter().map(|(id, personal)| (id, personal.name.reveal().to_owned())).collect()
}

async fn left(app: &App) -> i64 {
    rotation::left(&mut app.store.read().await.unwrap(), &app.ring).await.unwrap().all()
}

/// The key file with a second version: added, then made current.
fn add(folder: &Path) -> KeyRing {
    let file = folder.join("keys.toml");
    let mut ring = KeyRing::load(&file).unwrap();
    assert_eq!(ring.add(KeyUse::Vault, &Random::system()).unwrap(), NEW);
    ring.replace(&file).unwrap();
    ring
}

fn make_current(folder: &Path, mut ring: KeyRing) {
    ring.make_current(KeyUse::Vault, NEW).unwrap();
    ring.replace(&folder.join("keys.toml")).unwrap();
}

/// The keys of the installation without the old master key.
fn without_old(folder: &Path) -> KeyRing {
    let mut ring = KeyRing::load(&folder.join("keys.toml")).unwrap();
    ring.retire(KeyUse::Vault, OLD).unwrap();
    ring
}

fn first_keys(folder: &Path) {
    KeyRing::generate(&Random::system(), profile()).save_new(&folder.join("keys.toml")).unwrap();
}

async fn claim(app: &App) -> Option<jobs::Claimed> {
    jobs::claim_of(&app.store, &jobs_ctx(app), &[rotation::ROTATE]).await.unwrap()
}

/// A server that does not use the key yet takes the job and leaves it to others, untouched. Gives
/// what is left then.
async fn left_to_others(db: &TestDb, behind: &App, ahead: &App) -> i64 {
    let job = claim(behind).await.unwrap();
    let done = rotation::step(behind, &jobs_ctx(behind), &job).await.unwrap();
    assert_eq!(done, Step::Done);
    assert!(claim(ahead).await.is_none(), "not at once");
    db.clock.set(testkit::START.plus_seconds(61));
    left(ahead).await
}

async fn reading_and_writing_go_on_while_everything_is_moved(on: On) {
    let db = TestDb::new(on).await;
    let folder = db.folder();
    first_keys(&folder);
    let first = start(&db, &folder).await;
    let ids = register(&first, people(1..120)).await;
    let (ctx, account) = (approver(&db), invite(&first, "guanli").await);
    assert_eq!(left(&first).await, 0);

    // Every server learns of the new key before any uses it.
    let ring = add(&folder);
    let behind = start(&db, &folder).await;
    make_current(&folder, ring);
    let ahead = start(&db, &folder).await;
    assert_eq!(left(&ahead).await, ids.len() as i64 + 1);
    rotation::begin(&ahead, &jobs_ctx(&ahead)).await.unwrap();

    assert_eq!(left_to_others(&db, &behind, &ahead).await, ids.len() as i64 + 1);
    let job = claim(&ahead).await.unwrap();
    assert_eq!(job.attempt, 1, "no attempt was lost");

    // Both servers correct, erase, open and register while the job goes on.
    let moving = tokio::spawn({
        let ahead = ahead.clone();
        async move {
            while rotation::step_of(&ahead, &jobs_ctx(&ahead), &job, 5).await.unwrap() == Step::More
            {
            }
        }
    });
    let mut expected: BTreeMap<PersonId, String> =
        ids.iter().map(|id| (*id, "示例甲".to_owned())).collect();
    for (n, id) in ids.iter().enumerate() {
        let server = if n % 2 == 0 { &behind } else { &ahead };
        match n % 3 {
            0 => {
                correct(server, &ctx, *id, "示例丙").await;
                expected.insert(*id, "示例丙".to_owned());
            }
            1 if n < 60 => {
                server.people.erase(&ctx, None, *id, "本人申请".to_owned()).await.unwrap();
                expected.remove(id);
            }
            _ => {
                let record = server.people.open(&ctx, *id, "核对".to_owned(), false).await.unwrap();
                assert_eq!(record.personal.unwrap().name.reveal(), "示例甲");
            }
        }
    }
    let late = register(&behind, people(200..230)).await;
    expected.extend(late.iter().map(|id| (*id, "示例甲".to_owned())));
    moving.await.unwrap();
    // Nothing that was moved is moved back by the server behind.
    let moved = left(&ahead).await;
    assert!(moved <= late.len() as i64, "{moved}");
    assert_eq!(behind.people.rotate_vault(&jobs_ctx(&behind), 1000).await.unwrap(), 0);
    assert_eq!(left(&ahead).await, moved);
    let everybody: Vec<PersonId> = ids.iter().chain(&late).copied().collect();
    assert_eq!(names(&behind, &behind.ring, &everybody).await, expected);

    // The last server uses the key as well; what it wrote late is moved now.
    while ahead.people.rotate_vault(&jobs_ctx(&ahead), 1000).await.unwrap() > 0 {}
    assert_eq!(left(&ahead).await, 0);
    assert_eq!(names(&ahead, &without_old(&folder), &everybody).await, expected);
    let console = ahead.system(SystemActor::Console);
    assert_eq!(ahead.access.account(&console, account).await.unwrap().name, "示例乙");
}

/// So few at once that something is left after every kill.
fn most() -> u32 {
    if kills() > 10 { 1 } else { 10 }
}

/// A server with the background work of a rotation, in small chunks so that it takes its time.
#[test]
fn server() {
    let Some(db) = process::database() else { return };
    let (folder, later): (String, i64) = (process::setting(FOLDER), process::setting(LATER));
    process::listen(|_| {});
    db.clock.set(testkit::START.plus_seconds(later));
    testkit::run(async {
        let app = start(&db, Path::new(&folder)).await;
        let handlers = Handlers::new().on(rotation::ROTATE, |app, ctx, job| async move {
            let done = rotation::step_of(&app, &ctx, &job, most()).await?;
            process::tell("moved");
            Ok(done)
        });
        let _runner = Runner::start(&app, handlers, 1);
        std::future::pending::<()>().await;
    });
}

async fn killed_servers_leave_a_rotation_that_goes_on(on: On) {
    let db = TestDb::new(on).await;
    let folder = db.folder();
    first_keys(&folder);
    let app = start(&db, &folder).await;
    let mut ids = Vec::new();
    for from in (0..2500).step_by(500) {
        ids.extend(register(&app, people(from..from + 500)).await);
    }
    invite(&app, "guanli").await;
    make_current(&folder, add(&folder));
    let app = start(&db, &folder).await;
    rotation::begin(&app, &jobs_ctx(&app)).await.unwrap();
    let whole = left(&app).await;
    let server = |round: i64| {
        let settings = [
            (FOLDER, folder.display().to_string()),
            (LATER, (round * (jobs::LEASE_SECONDS + 1)).to_string()),
        ];
        Process::start("rotation::server", &db.options, &settings)
    };
    let (random, mut before) = (Random::system(), whole);
    for round in 0..kills() {
        let server = server(round);
        tokio::task::block_in_place(|| {
            server.wait_for(|told| !told.is_empty());
            std::thread::sleep(Duration::from_millis(random.below(20)));
        });
        let (_, working) = server.kill();
        assert!(working);
        let now = left(&app).await;
        assert!(0 < now && now < before, "round {round}: {now} of {before} left");
        before = now;
    }
    let last = server(kills());
    for _ in 0..2400 {
        if jobs::counts(&mut app.store.read().await.unwrap()).await.unwrap() == (0, 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(last.kill().1);
    assert_eq!(left(&app).await, 0);
    let all = names(&app, &without_old(&folder), &ids).await;
    assert_eq!(all.len() as i64, whole - 1);
    assert!(all.values().all(|name| name == "示例甲"));
}
