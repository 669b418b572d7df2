//! K12: API keys, audit, the word of an identity provider, the demonstration, rotation, and nothing
//! personal in clear.

use crate::access_world::{Fixture, PASSWORD, post};
use access::{Access, AccountQuery, AuditQuery, Config, OfficeRef};
use crypto::{KeyRing, KeyUse, Redacted};
use futures_util::FutureExt as _;
use kernel::{Assurance, CivilDate, Home, PageRequest, PersonId, Role, SystemActor};
use people::public::{NewPerson, Registered, register_many_in};
use ports::identity::{DemoIdentityProvider, IdentityAssertion};
use ports::notify::DemoNotifier;
use std::sync::Arc;
use store::jobs;
use testkit::On;

testkit::both_engines! {
    an_api_key_does_a_clerks_work_until_it_ends;
    the_auditor_reads_who_did_what_and_nobody_else_does;
    a_worker_signs_in_by_the_word_of_an_identity_provider;
    the_holder_is_told_of_a_lock_out;
    one_press_signs_in_only_in_the_demonstration;
    rotation_reseals_names_and_devices;
    nothing_personal_lies_in_clear;
    a_repeated_request_prints_no_second_code;
    accounts_are_listed_page_by_page_and_found_by_name;
}

fn tomorrow(f: &Fixture) -> CivilDate {
    f.now().civil_date().succ_opt().unwrap()
}

async fn an_api_key_does_a_clerks_work_until_it_ends(on: On) {
    let f = Fixture::with(on, |config| config.api.most = 3).await;
    let body = f.body(1).await;
    let token = f.staff("kaowu", Role::BodyClerk, body).await;
    let me = f.as_token(&token).await;
    let (label, until) = ("上传成绩".to_owned(), tomorrow(&f));
    let refused = f.access.make_api_key(&me, None, " ".into(), until.pred_opt().unwrap()).await;
    assert_eq!(refused.err().unwrap().field_problems()[0].code, "access-key-label");
    let key = f.access.make_api_key(&me, None, label.clone(), until).await.unwrap();
    let secret = key.secret.expose();
    let acting = async || f.access.actor_for_api_key(f.now(), secret, "a").await;
    let actor = acting().await.unwrap().unwrap();
    assert_eq!(actor.account, me.actor.account().unwrap().account);
    assert_eq!((actor.posts.len(), actor.posts[0].role), (1, Role::BodyClerk));
    let changed = format!("{}A", &secret[..secret.len() - 1]);
    let unknown = f.access.actor_for_api_key(f.now(), &changed, "a").await.unwrap();
    assert!(unknown.is_none() || changed == *secret);
    acting().await.unwrap().unwrap();
    acting().await.unwrap().unwrap();
    assert_eq!(acting().await.unwrap_err().code(), "problem-too-many");
    f.later(60);
    acting().await.unwrap().unwrap();
    let id = me.actor.account().unwrap().account;
    let listed = f.access.api_keys(&me, id).await.unwrap();
    assert_eq!((listed.len(), listed[0].label.as_str()), (1, "上传成绩"));
    let security = f.administrator("anquan", Role::SecurityAdmin).await;
    f.access.revoke_api_key(&f.as_token(&security).await, None, key.id).await.unwrap();
    assert!(acting().await.unwrap().is_none());
    let again = f.access.revoke_api_key(&me, None, key.id).await;
    assert_eq!(again.unwrap_err().code(), "access-key-revoked");
    let second = f.access.make_api_key(&me, None, label.clone(), until).await.unwrap();
    f.later(2 * 86_400);
    let late = f.access.actor_for_api_key(f.now(), second.secret.expose(), "a").await.unwrap();
    assert!(late.is_none(), "expired");
    let (_, device) = f.official("jingban", Role::Handler).await;
    let official = f.as_token(&f.sign_in("jingban", &device).await).await;
    let useless = f.access.make_api_key(&official, None, label, tomorrow(&f)).await;
    assert_eq!(useless.err().unwrap().code(), "access-key-no-post");
}

async fn the_auditor_reads_who_did_what_and_nobody_else_does(on: On) {
    let f = Fixture::new(on).await;
    let [system, security, audit] = [
        f.administrator("xitong", Role::SystemAdmin).await,
        f.administrator("anquan", Role::SecurityAdmin).await,
        f.administrator("shenji", Role::AuditAdmin).await,
    ];
    let before = f.now();
    f.later(60);
    let (system, security) = (f.as_token(&system).await, f.as_token(&security).await);
    let slip = f.access.invite(&system, None, f.new_account("xinren", None)).await.unwrap();
    let given = post(Role::Handler, OfficeRef::Authority(f.authority));
    f.access.grant_post(&security, None, slip.account, given).await.unwrap();
    let person = register(&f, 1).await;
    let (_, device) = f.official("jingban", Role::Handler).await;
    let official = f.as_token(&f.sign_in("jingban", &device).await).await;
    let people = people::People::new(f.store.clone(), Arc::clone(&f.ring));
    people.open(&official, person, "核对补贴".into(), false).await.unwrap();
    let auditor = f.as_token(&audit).await;
    let page = PageRequest::default();
    for refused in [&system, &security, &official] {
        let refused = f.access.changes_by(refused, &AuditQuery::default(), &page).await;
        assert_eq!(refused.unwrap_err().code(), "problem-no-post");
    }
    let who = security.actor.account().unwrap().account;
    let query = AuditQuery { account: Some(who), from: Some(before.plus_seconds(1)), until: None };
    let changes = f.access.changes_by(&auditor, &query, &page).await.unwrap().items;
    let told: Vec<_> = changes.iter().map(|c| (c.kind.as_str(), c.action.as_str())).collect();
    let mut sorted = told.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [("account", "grant-post"), ("post", "grant")]);
    assert!(changes.iter().all(|change| change.account == Some(who)));
    let looks = f.access.looks_by(&auditor, &AuditQuery::default(), &page).await.unwrap().items;
    let about: Vec<_> = looks.iter().filter_map(|look| look.person).collect();
    assert_eq!(about, [person]);
    assert_eq!(looks.iter().filter(|look| look.action == "access.audit.read").count(), 2);
    let everything = AuditQuery { from: Some(before.plus_seconds(1)), ..AuditQuery::default() };
    let mut seen = Vec::new();
    let mut next = PageRequest { after: None, limit: Some(2) };
    loop {
        let page = f.access.changes_by(&auditor, &everything, &next).await.unwrap();
        seen.extend(page.items.into_iter().map(|c| (c.at, c.subject, c.version)));
        match page.next {
            Some(cursor) => next.after = Some(cursor),
            None => break,
        }
    }
    let mut ordered = seen.clone();
    ordered.sort_unstable();
    ordered.dedup();
    ordered.reverse();
    assert_eq!(seen, ordered, "latest first, nothing twice");
    let all = PageRequest { after: None, limit: Some(200) };
    let whole = f.access.changes_by(&auditor, &everything, &all).await.unwrap().items;
    assert_eq!(seen.len(), whole.len());
}

async fn register(f: &Fixture, number: u32) -> PersonId {
    let batch = vec![crate::world::person(number, "示例乙")];
    register_batch(f, batch).await
}

async fn register_batch(f: &Fixture, batch: Vec<NewPerson>) -> PersonId {
    let ring = Arc::clone(&f.ring);
    let write = f
        .store
        .write(&f.ctx(SystemActor::Setup), None, move |tx| {
            let (ring, batch) = (Arc::clone(&ring), batch.clone());
            async move {
                let registered = register_many_in(tx, &ring, batch).await?;
                Ok(match registered[0] {
                    Registered::New(id) | Registered::Known(id) | Registered::OtherName(id) => id,
                })
            }
            .boxed()
        })
        .await;
    write.unwrap()
}

fn asserted(number: u32, name: &str, transaction: &str) -> IdentityAssertion {
    let document = crate::world::person(number, "示例乙").documents[0].clone();
    IdentityAssertion {
        document_kind: document.number.kind().word().to_owned(),
        number: Redacted::new(document.number.reveal().to_owned()),
        name: Redacted::new(name.to_owned()),
        assurance: Assurance::Two,
        source: String::new(),
        transaction: transaction.to_owned(),
    }
}

async fn a_worker_signs_in_by_the_word_of_an_identity_provider(on: On) {
    let f = Fixture::new(on).await;
    let person = register(&f, 1).await;
    let provider = DemoIdentityProvider::default();
    let none = f.access.sign_in_asserted(&f.anybody(), "anything").await;
    assert_eq!(none.err().unwrap().code(), "access-no-provider");
    let access = f.access.clone().with_identity_provider(Arc::new(DemoIdentityProvider::default()));
    let word = |number, name: &str, transaction: &str| {
        provider.assert(&asserted(number, name, transaction), f.now()).unwrap()
    };
    let first = word(1, "示例乙", "1");
    let session = access.sign_in_asserted(&f.anybody(), &first).await.unwrap();
    let found = access.actor_for_session(f.now(), session.token.expose()).await.unwrap().unwrap();
    assert_eq!((found.actor.person, found.name.as_str()), (Some(person), "示例乙"));
    assert_eq!(found.actor.assurance, Assurance::Two);
    let replayed = access.sign_in_asserted(&f.anybody(), &first).await;
    assert_eq!(replayed.err().unwrap().code(), "access-assertion-invalid", "used before");
    let forged = access.sign_in_asserted(&f.anybody(), &first.replace('.', "A.")).await;
    assert_eq!(forged.err().unwrap().code(), "access-assertion-invalid");
    let second = word(1, "示例乙", "2");
    let again = access.sign_in_asserted(&f.anybody(), &second).await.unwrap();
    assert_eq!(again.account, session.account, "one account for one person");
    for (number, name) in [(1, "示例丙"), (2, "示例乙")] {
        let word = word(number, name, &format!("x{number}"));
        let unknown = access.sign_in_asserted(&f.anybody(), &word).await;
        assert_eq!(unknown.err().unwrap().code(), "access-assertion-unknown");
    }
    let (console, all) = (f.ctx(SystemActor::Console), AccountQuery::default());
    let listed = access.accounts(&console, &all, &PageRequest::default()).await.unwrap();
    assert!(listed.items.is_empty(), "workers are not in the list of staff");
}

async fn the_holder_is_told_of_a_lock_out(on: On) {
    let f = Fixture::new(on).await;
    let carrier = Arc::new(DemoNotifier::default());
    let access = f.access.clone().with_notifier(carrier.clone());
    let office = OfficeRef::Authority(f.authority);
    let slip = f.invite("12000000001", Some(post(Role::Handler, office))).await;
    f.activate(&slip).await;
    for _ in 0..5 {
        let wrong = access.sign_in(&f.anybody(), "12000000001", "not the password", "a").await;
        assert!(wrong.is_err());
    }
    let jobs_ctx = f.ctx(SystemActor::Jobs);
    let job = jobs::claim(&f.store, &jobs_ctx).await.unwrap().unwrap();
    assert_eq!(job.kind, access::jobs::TELL_LOCKED);
    access.tell_locked(&jobs_ctx, &job).await.unwrap();
    let sent = carrier.outbox();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].1.to.expose().as_str(), sent[0].1.template),
        ("12000000001", "access-notice-locked")
    );
    assert_eq!(
        f.column("SELECT data AS c FROM history WHERE action = 'tell-locked'").await,
        [r#"{"carrier":"demo","number":"1"}"#]
    );
}

async fn one_press_signs_in_only_in_the_demonstration(on: On) {
    let real = Fixture::new(on).await;
    real.official("jingban", Role::Handler).await;
    let refused = real.access.sign_in_demo(&real.anybody(), "jingban").await;
    assert_eq!(refused.err().unwrap().code(), "access-demo-only");
    let refused = real.access.demo_code(real.now(), "jingban").await;
    assert_eq!(refused.err().unwrap().code(), "access-demo-only");
    let f = Fixture::demo(on).await;
    let office = OfficeRef::Authority(f.authority);
    let slip = f.invite("jingban", Some(post(Role::Handler, office))).await;
    f.access.activate_demo(&f.anybody(), &slip, PASSWORD).await.unwrap();
    let session = f.access.sign_in_demo(&f.anybody(), "jingban").await.unwrap();
    let me = f.as_token(session.token.expose()).await;
    assert_eq!(me.actor.account().unwrap().assurance, Assurance::Two);
    f.later(f.step());
    let ticket = f.first_step("jingban").await;
    let code = f.access.demo_code(f.now(), "jingban").await.unwrap();
    f.access.sign_in_code(&f.anybody(), &ticket, code.expose(), "a").await.unwrap();
    let unknown = f.access.sign_in_demo(&f.anybody(), "nobody").await;
    assert_eq!(unknown.err().unwrap().code(), "problem-not-found");
}

async fn rotation_reseals_names_and_devices(on: On) {
    let f = Fixture::new(on).await;
    let (id, device) = f.official("jingban", Role::Handler).await;
    for number in 0..6 {
        f.invite(&format!("xinren{number}"), None).await;
    }
    let mut ring = KeyRing::demo(crate::world::profile());
    ring.rotate(KeyUse::Vault, &f.db.random).unwrap();
    let config = Config::cheap(crate::world::profile());
    let access = Access::new(f.store.clone(), Arc::new(ring), config);
    let jobs = f.ctx(SystemActor::Jobs);
    let mut steps = Vec::new();
    loop {
        match access.rotate(&jobs, 5).await.unwrap() {
            0 => break,
            count => steps.push(count),
        }
    }
    assert_eq!(steps, [5, 2]);
    let console = f.ctx(SystemActor::Console);
    assert_eq!(access.account(&console, id).await.unwrap().name, "示例甲");
    let rotated = Fixture { access, ..f };
    rotated.sign_in("jingban", &device).await;
    let refused = rotated.access.rotate(&rotated.anybody(), 5).await;
    assert_eq!(refused.unwrap_err().code(), "problem-sign-in");
}

async fn nothing_personal_lies_in_clear(on: On) {
    let f = Fixture::new(on).await;
    let office = OfficeRef::Authority(f.authority);
    let mut command = f.new_account("12098765432", Some(post(Role::Handler, office)));
    command.name = "示例隐名".to_owned();
    let slip = f.access.invite(&f.ctx(SystemActor::Setup), None, command).await.unwrap();
    let code = slip.code.expose().replace('-', "");
    let device = f.activate(&slip).await;
    f.later(f.step());
    let token = f.sign_in("12098765432", &device).await;
    f.access.new_code(&f.ctx(SystemActor::Console), None, slip.account).await.unwrap();
    let (anybody, wrong) = (f.anybody(), "not the password");
    let wrong = f.access.sign_in(&anybody, "12098765432", wrong, "planted-address").await;
    assert!(wrong.is_err());
    let planted =
        ["12098765432", "示例隐名", &code, PASSWORD, &token, "planted-address", "not the password"];
    let mut looked = 0;
    for table in TABLES {
        let mut conn = f.store.read().await.unwrap();
        let rows = conn.fetch_all(table.0, Vec::new()).await.unwrap();
        for row in &rows {
            for column in table.1 {
                let bytes = bytes(row, column);
                looked += 1;
                for text in planted {
                    let found = bytes.windows(text.len()).any(|part| part == text.as_bytes());
                    assert!(!found, "{text} in {column} of {}", table.0);
                }
            }
        }
    }
    assert!(looked > 40, "{looked}");
}

/// Every table that signing in writes to, with its columns of text and bytes.
const TABLES: &[(&str, &[&str])] = &[
    (
        "SELECT * FROM account",
        &["state", "sealed", "name_key", "password", "totp_sealed", "code_tag"],
    ),
    ("SELECT * FROM session", &["token_tag"]),
    ("SELECT * FROM throttle", &["key_hash"]),
    ("SELECT * FROM directory", &["kind", "key_hash"]),
    ("SELECT * FROM history", &["kind", "action", "actor", "request", "data"]),
    ("SELECT * FROM fact", &["kind", "actor", "request", "data"]),
    ("SELECT * FROM looked", &["actor", "action", "purpose", "request"]),
    ("SELECT * FROM job", &["kind", "payload", "last_error"]),
    ("SELECT * FROM idempotency", &["actor", "key", "answer"]),
];

fn bytes(row: &store::Row, column: &str) -> Vec<u8> {
    match row.get::<Option<Vec<u8>>>(column) {
        Ok(bytes) => bytes.unwrap_or_default(),
        Err(_) => row.get::<Option<String>>(column).unwrap().unwrap_or_default().into_bytes(),
    }
}

async fn a_repeated_request_prints_no_second_code(on: On) {
    let f = Fixture::new(on).await;
    let setup = f.ctx(SystemActor::Setup);
    let idem = store::Idem { key: "once".to_owned(), input: [7; 32] };
    let command = f.new_account("jingban", None);
    let slip = f.access.invite(&setup, Some(idem.clone()), command.clone()).await.unwrap();
    let again = f.access.invite(&setup, Some(idem), command).await;
    assert_eq!(again.err().unwrap().code(), "access-code-shown");
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM account").await, 1);
    f.activate(&slip).await;
}

async fn accounts_are_listed_page_by_page_and_found_by_name(on: On) {
    let f = Fixture::new(on).await;
    for number in 0..7 {
        f.later(1);
        let office = OfficeRef::Authority(f.authority);
        let role = if number % 2 == 0 { Role::Handler } else { Role::Approver };
        f.invite(&format!("zhanghao{number}"), Some(post(role, office))).await;
    }
    let console = f.ctx(SystemActor::Console);
    let mut logins = Vec::new();
    let mut page = PageRequest { after: None, limit: Some(3) };
    loop {
        let found = f.access.accounts(&console, &AccountQuery::default(), &page).await.unwrap();
        logins.extend(found.items.into_iter().filter_map(|card| card.login));
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    let expected: Vec<String> = (0..7).rev().map(|number| format!("zhanghao{number}")).collect();
    assert_eq!(logins, expected);
    let count = async |text: &str, role| {
        let query = AccountQuery { text: text.to_owned(), role };
        f.access.accounts(&console, &query, &PageRequest::default()).await.unwrap().items.len()
    };
    assert_eq!(count("", Some(Role::Approver)).await, 3);
    assert_eq!(count("示例甲", None).await, 7);
    assert_eq!(count("示例甲", Some(Role::Handler)).await, 4);
    assert_eq!((count("ZHANGHAO3", None).await, count("nobody", None).await), (1, 0));
    let nobody = f.access.accounts(&f.anybody(), &AccountQuery::default(), &page).await;
    assert_eq!(nobody.unwrap_err().code(), "problem-sign-in");
    let unknown = kernel::AccountId::new(Home(3), f.now(), &f.db.random);
    assert_eq!(f.access.account(&console, unknown).await.unwrap_err().code(), "problem-not-found");
}
