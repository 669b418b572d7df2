//! K5 and K7: one record per person, in the vault.

use crate::world::{account, county, demo_world, official, person};
use crypto::{KeyRing, KeyUse};
use futures_util::FutureExt as _;
use kernel::{Ctx, PersonId, Role, SystemActor};
use people::public::{NewPerson, Registered, register_many_in};
use people::{Document, DocumentKind, People, PersonName, check};
use std::sync::Arc;
use store::{Store, args, looked};
use testkit::{On, TestDb};

testkit::both_engines! {
    a_person_is_registered_once_whatever_the_file_repeats;
    the_same_number_under_another_name_changes_nothing;
    a_person_is_found_by_number_and_by_name_with_birth_date;
    looks_are_recorded_and_shown_to_the_person;
    a_second_document_leads_to_the_same_person;
    a_corrected_name_is_found_and_the_old_one_is_not;
    erasure_leaves_the_journal_and_nothing_else;
    rotation_moves_everybody_and_old_rings_still_read_nothing_new;
    two_imports_of_the_same_people_make_each_once;
    rare_names_survive;
}

struct Fixture {
    db: TestDb,
    store: Store,
    ring: Arc<KeyRing>,
    people: People,
}

impl Fixture {
    async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(crate::world::profile()));
        let people = People::new(store.clone(), Arc::clone(&ring));
        Fixture { db, store, ring, people }
    }

    fn setup(&self) -> Ctx {
        demo_world(self.db.ctx(SystemActor::Setup))
    }

    async fn register(&self, batch: Vec<NewPerson>) -> Vec<Registered> {
        register(&self.store, &self.setup(), &self.ring, batch).await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let mut conn = self.store.read().await.unwrap();
        conn.fetch_one(sql, args![]).await.unwrap().get("n").unwrap()
    }
}

pub async fn register(
    store: &Store,
    ctx: &Ctx,
    ring: &Arc<KeyRing>,
    batch: Vec<NewPerson>,
) -> Vec<Registered> {
    let ring = Arc::clone(ring);
    let answers = store.write(ctx, None, move |tx| {
        let (ring, batch) = (Arc::clone(&ring), batch.clone());
        async move {
            let answers = register_many_in(tx, &ring, batch).await?;
            let plain = answers.into_iter().map(|answer| match answer {
                Registered::New(id) => (0u8, id),
                Registered::Known(id) => (1, id),
                Registered::OtherName(id) => (2, id),
            });
            Ok(plain.collect::<Vec<(u8, PersonId)>>())
        }
        .boxed()
    });
    let answer = |(kind, id)| match kind {
        0 => Registered::New(id),
        1 => Registered::Known(id),
        _ => Registered::OtherName(id),
    };
    answers.await.unwrap().into_iter().map(answer).collect()
}

pub fn id(registered: Registered) -> PersonId {
    match registered {
        Registered::New(id) | Registered::Known(id) | Registered::OtherName(id) => id,
    }
}

pub fn name(text: &str) -> PersonName {
    PersonName::read(text).unwrap()
}

async fn a_person_is_registered_once_whatever_the_file_repeats(on: On) {
    let f = Fixture::new(on).await;
    let batch = vec![person(1, "示例甲"), person(2, "示例乙"), person(1, "示例甲")];
    let first = f.register(batch.clone()).await;
    assert!(matches!(first[0], Registered::New(_)));
    assert_eq!(first[2], Registered::Known(id(first[0])));
    let second = f.register(batch).await;
    assert_eq!(second[1], Registered::Known(id(first[1])));
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 2);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM fact").await, 2);
}

async fn the_same_number_under_another_name_changes_nothing(on: On) {
    let f = Fixture::new(on).await;
    let first = f.register(vec![person(1, "示例甲")]).await;
    let second = f.register(vec![person(1, "示例乙")]).await;
    assert_eq!(second, [Registered::OtherName(id(first[0]))]);
    let within = f.register(vec![person(2, "示例甲"), person(2, "示例丙")]).await;
    assert!(matches!(within[1], Registered::OtherName(_)));
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 2);
}

async fn a_person_is_found_by_number_and_by_name_with_birth_date(on: On) {
    let f = Fixture::new(on).await;
    let new = person(1, "阿卜杜拉·买买提");
    let birth_on = new.documents[0].number.birth_date().unwrap();
    let registered = f.register(vec![new.clone()]).await;
    let here = official(&f.db, Role::Handler, &[770000]);
    let by_number = f
        .people
        .find_by_document(&here, new.documents[0].clone(), "办理业务".into())
        .await
        .unwrap();
    let card = by_number.unwrap();
    assert_eq!(card.id, id(registered[0]));
    assert_eq!(card.name, "阿***·***");
    let by_name = async |ctx: &Ctx, typed: &str| {
        let found = f.people.find_by_name(ctx, name(typed), birth_on, "办理业务".into());
        found.await.map(|cards| cards.len())
    };
    assert_eq!(by_name(&here, "阿卜杜拉•买买提").await.unwrap(), 1, "look-alikes of the dot");
    assert_eq!(by_name(&here, "阿卜杜拉").await.unwrap(), 0);
    let elsewhere = official(&f.db, Role::Handler, &[110000]);
    assert_eq!(by_name(&elsewhere, "阿卜杜拉·买买提").await.unwrap(), 0);
    let nobody = account(&f.db, 5, None, vec![]);
    assert_eq!(by_name(&nobody, "阿卜杜拉·买买提").await.unwrap_err().code(), "problem-no-post");
}

async fn looks_are_recorded_and_shown_to_the_person(on: On) {
    let f = Fixture::new(on).await;
    let registered = f.register(vec![person(1, "示例甲"), person(2, "示例乙")]).await;
    let (me, other) = (id(registered[0]), id(registered[1]));
    let here = official(&f.db, Role::Handler, &[770000]);
    let without = f.people.open(&here, me, " ".into(), false).await;
    assert_eq!(without.unwrap_err().field_problems()[0].code, "people-reason");
    f.people.open(&here, me, "核对补贴".into(), false).await.unwrap();
    let checker = official(&f.db, Role::Checker, &[770000]);
    let unmask = f.people.open(&checker, me, "核对补贴".into(), true).await;
    assert_eq!(unmask.unwrap_err().code(), "problem-no-post", "a checker sees masked numbers only");
    let worker = account(&f.db, 9, Some(me), vec![]);
    let own = f.people.open(&worker, me, String::new(), true).await.unwrap();
    assert_eq!(own.personal.unwrap().name.reveal(), "示例甲");
    let stranger = f.people.open(&worker, other, "好奇".into(), false).await;
    assert_eq!(stranger.unwrap_err().code(), "problem-not-found");
    let mut conn = f.store.read().await.unwrap();
    let today = testkit::START.civil_date();
    let looks = looked::of_people(&mut conn, &[me], today, 10).await.unwrap();
    let looks: Vec<(&str, &str)> =
        looks.iter().map(|look| (look.action.as_str(), look.purpose.as_str())).collect();
    assert_eq!(looks, [("people.person.open", "核对补贴")]);
}

async fn a_second_document_leads_to_the_same_person(on: On) {
    let f = Fixture::new(on).await;
    let registered = f.register(vec![person(1, "示例甲"), person(2, "示例乙")]).await;
    let here = official(&f.db, Role::Handler, &[770000]);
    let ctx = demo_world(here.clone());
    let passport = check(DocumentKind::Passport, "E12345678", &ctx.world, ctx.today()).unwrap();
    let passport = Document { number: passport, country: Some("CHN".to_owned()) };
    let me = id(registered[0]);
    f.people.add_document(&here, None, me, passport.clone()).await.unwrap();
    let found = f.people.find_by_document(&here, passport.clone(), "核对".into()).await.unwrap();
    assert_eq!(found.unwrap().id, me);
    let taken = f.people.add_document(&here, None, id(registered[1]), passport).await;
    assert_eq!(taken.unwrap_err().code(), "people-document-taken");
    let record = f.people.open(&here, me, "核对".into(), true).await.unwrap();
    assert_eq!(record.personal.unwrap().documents.len(), 2);
}

async fn a_corrected_name_is_found_and_the_old_one_is_not(on: On) {
    let f = Fixture::new(on).await;
    let new = person(1, "示例甲");
    let birth_on = new.documents[0].number.birth_date().unwrap();
    let me = id(f.register(vec![new]).await[0]);
    let here = official(&f.db, Role::Handler, &[770000]);
    let fix = f.people.correct_name(&here, None, me, name("示例佳"), "户口簿".into());
    fix.await.unwrap();
    let find = async |typed: &str| {
        f.people.find_by_name(&here, name(typed), birth_on, "核对".into()).await.unwrap().len()
    };
    assert_eq!((find("示例甲").await, find("示例佳").await), (0, 1));
}

async fn erasure_leaves_the_journal_and_nothing_else(on: On) {
    let f = Fixture::new(on).await;
    let new = person(1, "示例甲");
    let me = id(f.register(vec![new.clone()]).await[0]);
    let approver = official(&f.db, Role::Approver, &[770000]);
    let handler = official(&f.db, Role::Handler, &[770000]);
    let refused = f.people.erase(&handler, None, me, "本人申请".into()).await;
    assert_eq!(refused.unwrap_err().code(), "problem-no-post");
    f.people.erase(&approver, None, me, "本人申请".into()).await.unwrap();
    let again = f.people.erase(&approver, None, me, "本人申请".into()).await;
    assert_eq!(again.unwrap_err().code(), "people-erased");
    let record = f.people.open(&approver, me, "核对".into(), false).await.unwrap();
    assert!(record.personal.is_none());
    let document = new.documents[0].clone();
    let found = f.people.find_by_document(&approver, document, "核对".into()).await.unwrap();
    assert!(found.is_none());
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM fact").await, 2);
    for table in [
        "SELECT COUNT(*) AS n FROM person_vault",
        "SELECT COUNT(*) AS n FROM person_name_index",
        "SELECT COUNT(*) AS n FROM directory",
    ] {
        assert_eq!(f.count(table).await, 0, "{table}");
    }
    let back = f.register(vec![new]).await;
    assert!(matches!(back[0], Registered::New(other) if other != me), "a new record, unlinked");
}

async fn rotation_moves_everybody_and_old_rings_still_read_nothing_new(on: On) {
    let f = Fixture::new(on).await;
    let batch: Vec<NewPerson> = (1..=25).map(|n| person(n, "示例甲")).collect();
    let registered = f.register(batch).await;
    let mut ring = KeyRing::demo(crate::world::profile());
    ring.rotate(KeyUse::Vault, &f.db.random).unwrap();
    let people = People::new(f.store.clone(), Arc::new(ring));
    let jobs = f.db.ctx(SystemActor::Jobs);
    let mut steps = Vec::new();
    loop {
        match people.rotate_vault(&jobs, 10).await.unwrap() {
            0 => break,
            count => steps.push(count),
        }
    }
    assert_eq!(steps, [10, 10, 5]);
    let here = official(&f.db, Role::Handler, &[770000]);
    let record = people.open(&here, id(registered[3]), "核对".into(), true).await.unwrap();
    assert_eq!(record.personal.unwrap().name.reveal(), "示例甲");
    let old = f.people.open(&here, id(registered[3]), "核对".into(), true).await;
    assert_eq!(old.unwrap_err().code(), "problem-internal", "the old ring lacks the new key");
}

async fn two_imports_of_the_same_people_make_each_once(on: On) {
    let f = Fixture::new(on).await;
    let imports = [(1..=60), (31..=90)].map(|range| {
        let batch: Vec<NewPerson> = range.map(|n| person(n, "示例甲")).collect();
        let (store, ctx, ring) = (f.store.clone(), f.setup(), Arc::clone(&f.ring));
        tokio::spawn(async move {
            for chunk in batch.chunks(7) {
                register(&store, &ctx, &ring, chunk.to_vec()).await;
            }
        })
    });
    for import in imports {
        import.await.unwrap();
    }
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM person").await, 90);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM directory").await, 90);
}

async fn rare_names_survive(on: On) {
    let f = Fixture::new(on).await;
    let here = official(&f.db, Role::Handler, &[770000]);
    for (number, typed) in (1..).zip(["𠮷田", "𬭚", "李𱁬", "O'Brien Mary-Ann"]) {
        let new = person(number, typed);
        let me = id(f.register(vec![new]).await[0]);
        let record = f.people.open(&here, me, "核对".into(), true).await.unwrap();
        assert_eq!(record.personal.unwrap().name.reveal(), typed);
    }
    assert_eq!(county().province().number(), 770000);
}
