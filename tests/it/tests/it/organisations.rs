//! K8: bodies, filings, the key ceremony, and nothing certified outside the scope.

use crate::world::{body_command, clerk, demo_world, official};
use crypto::{KeyRing, Profile};
use kernel::{
    AuthorityId, BodyId, CivilDate, DivisionCode, Office, PageRequest, Post, Role, SkillLevel,
    SystemActor,
};
use organisations::{
    AuthorityKind, BodyQuery, Decision, FilingStep, MayCertify, NewAuthority, NewFiling,
    Organisations, WhyNot, public,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Store;
use testkit::{On, TestDb};

testkit::both_engines! {
    a_body_is_found_by_part_of_its_name_and_by_its_codes;
    a_body_is_found_among_many_of_like_names;
    a_body_may_certify_exactly_what_its_filing_covers;
    a_key_takes_two_people;
    an_official_elsewhere_cannot_register_here;
    an_office_sees_its_territory_with_what_was_decided;
    nobody_files_in_the_name_of_another_office;
    two_bodies_never_share_a_credit_code;
}

struct Fixture {
    db: TestDb,
    store: Store,
    area: Organisations,
}

impl Fixture {
    async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let area =
            Organisations::new(store.clone(), Arc::new(KeyRing::demo(crate::world::profile())));
        Fixture { db, store, area }
    }

    fn setup(&self) -> kernel::Ctx {
        demo_world(self.db.ctx(SystemActor::Setup))
    }

    async fn body(&self, number: u32) -> BodyId {
        self.area.register_body(&self.setup(), None, body_command(number)).await.unwrap()
    }

    async fn authority(&self) -> AuthorityId {
        let authority = NewAuthority {
            kind: AuthorityKind::HumanResources,
            name: "示范省人力资源和社会保障厅".to_owned(),
            parent: None,
            division: division(770000),
            territory: vec![division(770000)],
            functions: AuthorityKind::HumanResources.usual(),
        };
        self.area.register_authority(&self.setup(), None, authority).await.unwrap()
    }

    async fn filed(&self, number: u32) -> BodyId {
        let body = self.body(number).await;
        let filing = filing(body, self.authority().await, number);
        self.area.file(&self.setup(), None, filing).await.unwrap();
        body
    }
}

fn filing(body: BodyId, authority: AuthorityId, number: u32) -> NewFiling {
    NewFiling {
        body,
        authority,
        code: format!("S000077{number:06}"),
        valid_from: day("2025-01-01"),
        valid_until: day("2027-12-31"),
        scope: vec![
            ("6-18-01-01".parse().unwrap(), SkillLevel::Level4),
            ("6-18-01-01".parse().unwrap(), SkillLevel::Level3),
            ("4-03-02-01".parse().unwrap(), SkillLevel::Level5),
        ],
    }
}

fn division(number: u32) -> DivisionCode {
    DivisionCode::new(number).unwrap()
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

async fn a_body_is_found_by_part_of_its_name_and_by_its_codes(on: On) {
    let f = Fixture::new(on).await;
    for number in 1..=30 {
        f.body(number).await;
    }
    let filed = f.filed(31).await;
    let ctx = f.db.ctx(SystemActor::Jobs);
    let find = async |text: &str, division_code: Option<u32>| {
        let query = BodyQuery {
            text: text.to_owned(),
            division: division_code.map(division),
            ..BodyQuery::default()
        };
        let mut names = Vec::new();
        let mut page = PageRequest { after: None, limit: Some(7) };
        loop {
            let found = f.area.search_bodies(&ctx, &query, &page).await.unwrap();
            names.extend(found.items.into_iter().map(|body| body.name));
            page.after = found.next;
            if page.after.is_none() {
                return names;
            }
        }
    };
    assert_eq!(find("", None).await.len(), 31);
    assert_eq!(find("第7评价", None).await, ["示例第7评价机构"]);
    assert_eq!(find("%", None).await.len(), 0, "signs are taken literally");
    assert_eq!(find("s000077000031", None).await, ["示例第31评价机构"]);
    let command = body_command(5);
    assert_eq!(find(&command.uscc.to_lowercase(), None).await, ["示例第5评价机构"]);
    assert_eq!(find("", Some(command.division.number())).await.len(), 31);
    assert_eq!(find("", Some(770000)).await.len(), 31);
    assert_eq!(find("", Some(110000)).await.len(), 0);
    let (body, filings) = f.area.body(&ctx, filed).await.unwrap();
    assert_eq!((body.name.as_str(), filings.len()), ("示例第31评价机构", 1));
    let query =
        BodyQuery { occupation: Some("4-03-02-01".parse().unwrap()), ..BodyQuery::default() };
    let today = f.area.search_bodies(&f.setup(), &query, &PageRequest::default()).await.unwrap();
    assert_eq!(today.items.len(), 1);
    let able = async |occupation: Option<&str>, level| {
        let occupation = occupation.map(|code| code.parse().unwrap());
        let query = BodyQuery { occupation, level: Some(level), ..BodyQuery::default() };
        let found = f.area.search_bodies(&f.setup(), &query, &PageRequest::default()).await;
        found.unwrap().items.len()
    };
    assert_eq!(able(None, SkillLevel::Level3).await, 1);
    assert_eq!(able(None, SkillLevel::Level1).await, 0);
    assert_eq!(able(Some("6-18-01-01"), SkillLevel::Level3).await, 1);
    assert_eq!(able(Some("6-18-01-01"), SkillLevel::Level5).await, 0, "of that occupation");
}

/// More names than a part may have before it narrows nothing, so both ways of searching are taken.
async fn a_body_is_found_among_many_of_like_names(on: On) {
    let f = Fixture::new(on).await;
    for number in 1..=520 {
        f.body(number).await;
    }
    let ctx = f.db.ctx(SystemActor::Jobs);
    let page = PageRequest { after: None, limit: Some(50) };
    let find = async |text: &str| {
        let query = BodyQuery { text: text.to_owned(), ..BodyQuery::default() };
        let found = f.area.search_bodies(&ctx, &query, &page).await.unwrap();
        found.items.into_iter().map(|body| body.name).collect::<Vec<_>>()
    };
    assert_eq!(find("第507评价").await, ["示例第507评价机构"]);
    let fifties = [50].into_iter().chain(500..510).map(|n| format!("示例第{n}评价机构"));
    let found: BTreeSet<_> = find("例第50").await.into_iter().collect();
    assert_eq!(found, fifties.collect(), "parts in common do not make a name found");
    assert_eq!(find("评价机构").await.len(), 50, "a part that all have fills a page");
    assert_eq!(find("构").await.len(), 50);
    assert!(find("第521").await.is_empty() && find("评价构").await.is_empty());
}

async fn a_body_may_certify_exactly_what_its_filing_covers(on: On) {
    let f = Fixture::new(on).await;
    let body = f.filed(1).await;
    let may = async |occupation: &str, level, on: &str| {
        let mut conn = f.store.read().await.unwrap();
        let occupation = occupation.parse().unwrap();
        public::may_certify_in(&mut conn, body, occupation, level, day(on)).await.unwrap()
    };
    let yes = may("6-18-01-01", SkillLevel::Level3, "2026-05-01").await;
    let MayCertify::Yes { filing, code } = yes else { panic!("{yes:?}") };
    assert_eq!(code.to_string(), "S000077000001");
    let no = |why| MayCertify::No(why);
    assert_eq!(may("6-18-01-01", SkillLevel::Level2, "2026-05-01").await, no(WhyNot::Level));
    assert_eq!(may("6-18-01-02", SkillLevel::Level3, "2026-05-01").await, no(WhyNot::Occupation));
    let dates = WhyNot::Day { valid_from: day("2025-01-01"), valid_until: day("2027-12-31") };
    assert_eq!(may("6-18-01-01", SkillLevel::Level3, "2024-12-31").await, no(dates));
    assert_eq!(may("6-18-01-01", SkillLevel::Level3, "2028-01-01").await, no(dates));
    let approver = official(&f.db, Role::Approver, &[770000]);
    let suspend = f.area.change_filing(&approver, None, filing, FilingStep::Suspend, "抽查".into());
    suspend.await.unwrap();
    let suspended = may("6-18-01-01", SkillLevel::Level3, "2026-05-01").await;
    assert_eq!(suspended, no(WhyNot::Suspended));
    let again = f.area.change_filing(&approver, None, filing, FilingStep::Suspend, "再次".into());
    assert_eq!(again.await.unwrap_err().code(), "organisations-filing-step");
    let resume = f.area.change_filing(&approver, None, filing, FilingStep::Resume, "整改".into());
    resume.await.unwrap();
    assert!(matches!(
        may("6-18-01-01", SkillLevel::Level3, "2026-05-01").await,
        MayCertify::Yes { .. }
    ));
}

async fn a_key_takes_two_people(on: On) {
    let f = Fixture::new(on).await;
    let body = f.filed(1).await;
    let manager = clerk(&f.db, 1, Role::BodyManager, body);
    let issuer = clerk(&f.db, 2, Role::BodyIssuer, body);
    let ring = KeyRing::demo(crate::world::profile());
    let signing = async || {
        let mut conn = f.store.read().await.unwrap();
        public::signing_key_in(&mut conn, &ring, body).await.unwrap()
    };
    let first = f.area.propose_key(&manager, None, body).await.unwrap();
    assert!(signing().await.is_none(), "a proposed key signs nothing");
    let waiting = f.area.propose_key(&issuer, None, body).await;
    assert_eq!(waiting.unwrap_err().code(), "organisations-key-waiting");
    let own = f.area.decide_key(&manager, None, first, true).await;
    assert_eq!(own.unwrap_err().code(), "organisations-key-same-person");
    f.area.decide_key(&issuer, None, first, true).await.unwrap();
    let (id, key) = signing().await.unwrap();
    assert_eq!(id, first);
    let signature = key.sign(b"text");
    let keys = f.area.keys(&manager, body).await.unwrap();
    let public_key = crypto::VerifyingKey::from_bytes(Profile::Intl, &keys[0].public_key).unwrap();
    public_key.verify(b"text", &signature).unwrap();
    let second = f.area.propose_key(&issuer, None, body).await.unwrap();
    f.area.decide_key(&manager, None, second, true).await.unwrap();
    assert_eq!(signing().await.unwrap().0, second);
    let states: Vec<&str> =
        f.area.keys(&manager, body).await.unwrap().iter().map(|k| k.state.word()).collect();
    assert_eq!(states.iter().filter(|s| **s == "active").count(), 1);
    assert_eq!(states.iter().filter(|s| **s == "retired").count(), 1);
}

async fn an_official_elsewhere_cannot_register_here(on: On) {
    let f = Fixture::new(on).await;
    let command = body_command(1);
    let elsewhere = demo_world(official(&f.db, Role::Handler, &[770900]));
    let refused = f.area.register_body(&elsewhere, None, command.clone()).await;
    assert_eq!(refused.unwrap_err().code(), "problem-not-found");
    let post = Post { role: Role::Handler, office: Office::Node };
    let no_office = demo_world(crate::world::account(&f.db, 9, None, vec![post]));
    assert!(f.area.register_body(&no_office, None, command.clone()).await.is_err());
    let here = demo_world(official(&f.db, Role::Handler, &[770000]));
    f.area.register_body(&here, None, command).await.unwrap();
}

async fn two_bodies_never_share_a_credit_code(on: On) {
    let f = Fixture::new(on).await;
    f.body(1).await;
    let again = f.area.register_body(&f.setup(), None, body_command(1)).await;
    assert_eq!(again.unwrap_err().code(), "organisations-uscc-taken");
    let mut wrong = body_command(2);
    wrong.uscc = "91770100MA0000000A".to_owned();
    wrong.name = " ".to_owned();
    let refused = f.area.register_body(&f.setup(), None, wrong).await.unwrap_err();
    let fields: Vec<&str> = refused.field_problems().iter().map(|f| f.field).collect();
    assert_eq!(fields, ["name", "uscc"]);
}

/// An official of the authority, with its territory.
fn officer(f: &Fixture, authority: AuthorityId, role: Role, territory: u32) -> kernel::Ctx {
    let office = Office::Authority { id: authority, territory: vec![division(territory)] };
    demo_world(crate::world::account(&f.db, 78, None, vec![Post { role, office }]))
}

async fn an_office_sees_its_territory_with_what_was_decided(on: On) {
    let f = Fixture::new(on).await;
    let (authority, body) = (f.authority().await, f.body(1).await);
    let approver = officer(&f, authority, Role::Approver, 770000);
    let id = f.area.file(&approver, None, filing(body, authority, 1)).await.unwrap();
    let reason = || "没有监控".to_owned();
    f.area.change_filing(&approver, None, id, FilingStep::Suspend, reason()).await.unwrap();
    let seen = f.area.overseen_body(&approver, body).await.unwrap();
    assert_eq!(seen.filings[0].steps, [FilingStep::Resume, FilingStep::End]);
    assert_eq!(seen.files_at.len(), 1);
    let by_me = approver.actor.account().map(|actor| actor.account);
    let decided: Vec<_> = seen.decided.into_iter().map(|one| (one.by, one.decision)).collect();
    let code = || "S000077000001".to_owned();
    let state = organisations::filing::FilingState::Suspended;
    let changed = Decision::FilingChanged { code: code(), state, reason: reason() };
    let filed = Decision::Filed { code: code() };
    for expected in [(by_me, changed), (by_me, filed), (None, Decision::Registered)] {
        assert!(decided.contains(&expected), "{expected:?} in {decided:?}");
    }
    assert_eq!(decided.len(), 3);
    let (query, page) = (BodyQuery::default(), PageRequest::default());
    let list = async |territory, role| {
        let official = officer(&f, authority, role, territory);
        let found = f.area.overseen(&official, &query, &page).await;
        found.map(|page| page.items.into_iter().map(|body| body.id).collect::<Vec<_>>())
    };
    assert_eq!(list(770000, Role::Checker).await.unwrap(), [body]);
    assert_eq!(list(110000, Role::Approver).await.unwrap(), []);
    let stranger = officer(&f, authority, Role::Approver, 110000);
    let refused = f.area.overseen_body(&stranger, body).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    assert!(f.area.overseen_filing(&stranger, id).await.is_err());
    let checker = officer(&f, authority, Role::Checker, 770000);
    let read = f.area.overseen_body(&checker, body).await.unwrap();
    assert!(read.files_at.is_empty() && read.filings[0].steps.is_empty());
    let manager = f.area.overseen(&clerk(&f.db, 79, Role::BodyManager, body), &query, &page).await;
    assert_eq!(manager.unwrap_err().code(), "problem-no-post");
}

async fn nobody_files_in_the_name_of_another_office(on: On) {
    let f = Fixture::new(on).await;
    let (own, other, body) = (f.authority().await, f.authority().await, f.body(1).await);
    let approver = officer(&f, own, Role::Approver, 770000);
    let refused = f.area.file(&approver, None, filing(body, other, 1)).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    f.area.file(&approver, None, filing(body, own, 1)).await.unwrap();
}
