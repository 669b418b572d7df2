//! K5: a new master key without downtime. Servers that learnt of it at different times read and write
//! while everything is moved, and a server killed in the middle loses nothing.

use crate::evaluation_world::{TITLES, filed_body, passing, row, work, xlsx};
use crate::process::{self, Process, kills};
use crate::world::{clerk, official, person, profile};
use access::{NewAccount, NewPost, OfficeRef};
use credential::Verdict;
use crypto::{KeyRing, KeyUse, KeyVersion};
use evaluation::{ImportState, NewImport};
use futures_util::FutureExt as _;
use kernel::{
    BodyId, Ctx, Home, ImportId, ObjectionId, PageRequest, PersonId, Random, Role, SystemActor,
};
use people::PersonName;
use people::public::{NewPerson, Registered, personal_in, register_many_in};
use platform::rotation::Left;
use platform::{App, Config, Handlers, Runner, rotation};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::jobs::{self, Step};
use store::{Engine, args};
use testkit::{On, TestDb};

testkit::both_engines! {
    reading_and_writing_go_on_while_everything_is_moved;
    an_old_key_is_taken_out_and_everything_still_opens;
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
    let post = NewPost {
        role: Role::SystemAdmin,
        office,
        from_on: None,
        until_on: None,
        deputy_for: None,
    };
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

async fn parts_left(app: &App) -> Left {
    rotation::left(&mut app.store.read().await.unwrap(), &app.ring).await.unwrap()
}

async fn left(app: &App) -> i64 {
    parts_left(app).await.all()
}

/// Moves all there is, a little of each kind at a time.
async fn move_all(app: &App) {
    while rotation::move_some(app, &jobs_ctx(app), 2).await.unwrap() > 0 {}
}

/// Uploads a file of results; a job is to read it.
async fn upload(app: &App, db: &TestDb, body: BodyId, rows: &[Vec<String>]) -> ImportId {
    let file_name = "示例成绩.xlsx".to_owned();
    let command = NewImport { body, file_name, exam_on: None, keep_good: true };
    let ctx = clerk(db, 1, Role::BodyClerk, body);
    let file = xlsx(&TITLES, rows);
    app.evaluation.start_import(&ctx, None, command, &file[..]).await.unwrap()
}

/// Rows of which none can be entered.
fn bad_rows(numbers: std::ops::Range<u32>) -> Vec<Vec<String>> {
    numbers.map(|n| row(n, "101", "80")).collect()
}

/// What is kept sealed of an import: the name of its file, its report, and its findings.
async fn kept(app: &App, db: &TestDb, body: BodyId, id: ImportId) -> (String, Vec<u8>, String) {
    let ctx = clerk(db, 1, Role::BodyClerk, body);
    let import = app.evaluation.import(&ctx, id).await.unwrap();
    let mut report = Vec::new();
    app.evaluation.report(&ctx, id, &mut report).await.unwrap();
    let page = PageRequest { after: None, limit: Some(200) };
    let findings = app.evaluation.findings(&ctx, id, &page).await.unwrap();
    (import.file_name, report, format!("{:?}", findings.items))
}

/// Releases the body's open run. Gives how many certificates the body has, each of them opened and
/// found to be signed well.
async fn issue(app: &App, db: &TestDb, body: BodyId) -> usize {
    let (issuer, page) = (clerk(db, 2, Role::BodyIssuer, body), PageRequest::default());
    let runs = app.evaluation.runs(&issuer, body, &page).await.unwrap().items;
    let open = runs.iter().find(|run| run.state.is_open()).unwrap();
    app.evaluation.release_run(&issuer, None, open.id).await.unwrap();
    work(db, &app.evaluation).await;
    let issued = app.certificates.of_body(&issuer, body, &page).await.unwrap().items;
    for one in &issued {
        let opened = app.certificates.open(&issuer, one.id, "核对".to_owned()).await.unwrap();
        let verdict = app.certificates.verify(&issuer, opened.credential.as_bytes()).await.unwrap();
        assert!(matches!(verdict, Verdict::Valid(_)), "{verdict:?}");
    }
    issued.len()
}

const OBJECTION: &[u8] = b"{\"text\":\"...\"}";

/// An objection to a public notice as it is stored, without the case it is about.
async fn object(app: &App) -> ObjectionId {
    let ctx = jobs_ctx(app);
    let id = ObjectionId::new(Home(9), ctx.now, &ctx.random);
    let sealed = app.ring.seal_system("approval.objection", &id.bytes(), OBJECTION, &ctx.random);
    let written = app.store.write(&ctx, None, move |tx| {
        let sealed = sealed.clone();
        async move {
            let sql = "INSERT INTO approval_objection (home, id, version, case_id, at, sealed)
                       VALUES ($1, $2, 1, $2, $3, $4)";
            let now = tx.now();
            tx.execute_one(sql, args![id.home(), id, now, sealed]).await
        }
        .boxed()
    });
    written.await.unwrap();
    id
}

async fn objected(app: &App, id: ObjectionId) -> Vec<u8> {
    let mut conn = app.store.read().await.unwrap();
    let sql = "SELECT sealed FROM approval_objection WHERE home = $1 AND id = $2";
    let row = conn.fetch_one(sql, args![id.home(), id]).await.unwrap();
    let sealed: Vec<u8> = row.get("sealed").unwrap();
    let plain = app.ring.open_system("approval.objection", &id.bytes(), &sealed).unwrap();
    plain.expose().to_vec()
}

/// The key file with a second version: added, then made current.
const NONE: Left =
    Left { people: 0, accounts: 0, body_keys: 0, files: 0, imports: 0, objections: 0, comments: 0 };

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

async fn an_old_key_is_taken_out_and_everything_still_opens(on: On) {
    let db = TestDb::new(on).await;
    let folder = db.folder();
    first_keys(&folder);
    let app = start(&db, &folder).await;
    let body = filed_body(&db, &app.organisations).await;
    let account = invite(&app, "guanli").await;
    let rows = [passing(1, 3), bad_rows(10..15)].concat();
    let import = upload(&app, &db, body, &rows).await;
    work(&db, &app.evaluation).await;
    assert_eq!(issue(&app, &db, body).await, 3);
    let before = kept(&app, &db, body, import).await;
    assert!(!before.1.is_empty() && before.2.contains("101"), "{before:?}");
    let objection = object(&app).await;
    // This file is read under the new key only.
    let waiting = upload(&app, &db, body, &passing(4, 2)).await;
    app.store.close().await;

    make_current(&folder, add(&folder));
    let app = start(&db, &folder).await;
    let all = Left {
        people: 3,
        accounts: 1,
        body_keys: 1,
        files: 2,
        imports: 2 + 5,
        objections: 1,
        ..NONE
    };
    assert_eq!(parts_left(&app).await, all);
    let mut ring = KeyRing::load(&folder.join("keys.toml")).unwrap();
    let early = rotation::drop_older(&mut app.store.read().await.unwrap(), &mut ring).await;
    assert_eq!(early.unwrap_err().code(), "keys-still-needed");
    move_all(&app).await;
    assert_eq!(left(&app).await, 0);
    let gone = rotation::drop_older(&mut app.store.read().await.unwrap(), &mut ring).await;
    assert_eq!(gone.unwrap(), [OLD]);
    ring.replace(&folder.join("keys.toml")).unwrap();
    app.store.close().await;

    let app = start(&db, &folder).await;
    assert_eq!(app.ring.versions(KeyUse::Vault), [NEW]);
    assert_eq!(kept(&app, &db, body, import).await, before);
    assert_eq!(objected(&app, objection).await, OBJECTION);
    work(&db, &app.evaluation).await;
    let read = app.evaluation.import(&clerk(&db, 1, Role::BodyClerk, body), waiting).await.unwrap();
    assert!(matches!(read.state, ImportState::Done { .. }), "{read:?}");
    assert_eq!(issue(&app, &db, body).await, 5, "signed with the body's key, old ones and new");
    let console = app.system(SystemActor::Console);
    assert_eq!(app.access.account(&console, account).await.unwrap().name, "示例乙");
    let again = rotation::drop_older(&mut app.store.read().await.unwrap(), &mut ring).await;
    assert_eq!(again.unwrap_err().code(), "keys-none-older");
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
    // The servers below know no work but the rotation, and the story ends when none is left.
    let ctx = jobs_ctx(&app);
    let kinds = [::people::jobs::FIND_DUPLICATES];
    while let Some(job) = jobs::claim_of(&app.store, &ctx, &kinds).await.unwrap() {
        app.people.find_duplicates(&ctx, &job).await.unwrap();
    }
    invite(&app, "guanli").await;
    let body = filed_body(&db, &app.organisations).await;
    let import = upload(&app, &db, body, &bad_rows(0..200)).await;
    work(&db, &app.evaluation).await;
    let before_it = kept(&app, &db, body, import).await;
    make_current(&folder, add(&folder));
    let app = start(&db, &folder).await;
    let all = Left { people: 2500, accounts: 1, body_keys: 1, files: 1, imports: 1 + 200, ..NONE };
    assert_eq!(parts_left(&app).await, all);
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
    let ring = without_old(&folder);
    let all = names(&app, &ring, &ids).await;
    assert_eq!(all.len(), ids.len());
    assert!(all.values().all(|name| name == "示例甲"));
    ring.replace(&folder.join("keys.toml")).unwrap();
    let app = start(&db, &folder).await;
    assert_eq!(kept(&app, &db, body, import).await, before_it);
}
