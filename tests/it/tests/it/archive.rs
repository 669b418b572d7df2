//! K13: a worker's archive tells what the journal knows, and who has looked.

use crate::certificates::Fixture;
use crate::evaluation_world::{Fixture as Evaluated, TITLES, row, xlsx};
use crate::world::{account, official};
use archive::{Archive, Asked, Part as Shown, What};
use certificates::{Claimed, PublicReason, Status, StatusStep};
use crypto::KeyRing;
use kernel::{PageRequest, PersonId, Role, SkillLevel};
use people::share::{NewShare, ShareState, Shows};
use rules::{Part, PartResult};
use std::sync::Arc;
use testkit::On;

testkit::both_engines! {
    the_archive_tells_what_happened_latest_first;
    an_officials_look_is_recorded_and_shown_to_the_person;
    a_public_check_is_shown_without_a_name;
    everybody_on_an_opened_page_of_a_run_sees_the_look;
    nobody_elses_archive_is_found;
    a_result_says_what_was_assessed_and_what_it_led_to;
    one_kind_is_read_page_by_page_and_the_whole_at_once;
    a_link_shows_what_was_said_as_often_as_was_said;
    a_link_that_is_taken_back_opens_no_more;
    two_who_open_the_last_look_at_once_do_not_both_see_it;
}

async fn holder(f: &Fixture) -> PersonId {
    let ids = f.issue([1, 2], SkillLevel::Level4).await.unwrap();
    let manager = crate::world::clerk(&f.db, 1, Role::BodyManager, f.body);
    let opened = f.area.open(&manager, ids[0], "核对".to_owned()).await.unwrap();
    let suspend = f.area.change_status(
        &manager,
        None,
        ids[0],
        StatusStep::Suspend(PublicReason::Other),
        "正在核实".to_owned(),
    );
    suspend.await.unwrap();
    opened.certificate.person
}

fn reader(f: &Fixture) -> Archive {
    Archive::new(f.store.clone(), Arc::clone(&f.ring))
}

async fn the_archive_tells_what_happened_latest_first(on: On) {
    let f = Fixture::new(on).await;
    let person = holder(&f).await;
    let worker = account(&f.db, 9, Some(person), Vec::new());
    let archive = reader(&f).own(&worker, Asked::default()).await.unwrap();
    let [status, issued, registered] = archive.events.as_slice() else {
        panic!("three events, not {:?}", archive.events);
    };
    assert_eq!(registered.what, What::Registered);
    let What::CertificateIssued { certificate, level, .. } = &issued.what else {
        panic!("{issued:?}");
    };
    assert_eq!((*certificate, *level), (archive.certificates[0].id, SkillLevel::Level4));
    assert!(matches!(
        &status.what,
        What::CertificateStatus { status: Status::Suspended { .. }, .. }
    ));
    assert_eq!(archive.bodies.get(&f.body).map(String::as_str), Some("示例第1评价机构"));
    assert_eq!(archive.record.personal.unwrap().name.reveal(), "示例甲");
    assert!(!archive.more);
    let earlier = reader(&f)
        .own(&worker, Asked { before: Some(issued.place), ..Asked::default() })
        .await
        .unwrap();
    assert_eq!(earlier.events.len(), 1, "a page continues before the last one shown");
}

async fn an_officials_look_is_recorded_and_shown_to_the_person(on: On) {
    let f = Fixture::new(on).await;
    let person = holder(&f).await;
    let clerk = official(&f.db, Role::Handler, &[770000]);
    let refused =
        reader(&f).open(&clerk, person, " ".to_owned(), Asked::default()).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "people-reason");
    reader(&f).open(&clerk, person, "核发补贴".to_owned(), Asked::default()).await.unwrap();
    let worker = account(&f.db, 9, Some(person), Vec::new());
    let looks = reader(&f).own_looks(&worker, 10).await.unwrap();
    // The clock of the test stands, so neither of the two is later.
    let mut told: Vec<_> =
        looks.iter().map(|seen| (seen.look.purpose.as_str(), seen.office.as_deref())).collect();
    told.sort();
    let office_of_nobody = ("核发补贴", None);
    assert_eq!(told, [office_of_nobody, ("核对", Some("示例第1评价机构"))]);
}

async fn a_public_check_is_shown_without_a_name(on: On) {
    let f = Fixture::new(on).await;
    let person = holder(&f).await;
    let number = "S000077000001264000001".to_owned();
    f.check(Claimed::Number { number, second: "示例甲".to_owned() }).await.unwrap();
    let worker = account(&f.db, 9, Some(person), Vec::new());
    let looks = reader(&f).own_looks(&worker, 10).await.unwrap();
    let checks: Vec<_> =
        looks.iter().filter(|seen| seen.look.action == "certificates.certificate.check").collect();
    let [check] = checks.as_slice() else { panic!("one check, not {looks:?}") };
    assert_eq!((check.look.purpose.as_str(), check.office.as_deref()), ("check-number", None));
}

async fn everybody_on_an_opened_page_of_a_run_sees_the_look(on: On) {
    let f = Evaluated::new(on).await;
    f.import(&xlsx(&TITLES, &[row(1, "80", "75.5"), row(2, "缺考", "90")]), false).await;
    let run = f.area.runs(&f.issuer(), f.body, &PageRequest::default()).await.unwrap().items[0].id;
    let first = PageRequest { after: None, limit: Some(1) };
    let opened = f.area.open_run(&f.issuer(), run, &first, "run-shown".into()).await.unwrap().1;
    let shown = opened.items[0].candidate.person;
    let second = PageRequest { after: opened.next, limit: Some(1) };
    let reader = Archive::new(f.store.clone(), Arc::new(KeyRing::demo(crate::world::profile())));
    let told = async |person: PersonId| {
        let worker = account(&f.db, 9, Some(person), Vec::new());
        let looks = reader.own_looks(&worker, 10).await.unwrap();
        let line = |seen: archive::SeenBy| (seen.look.purpose, seen.office);
        looks.into_iter().map(line).collect::<Vec<_>>()
    };
    let look = ("run-shown".to_owned(), Some("示例第1评价机构".to_owned()));
    assert_eq!(told(shown).await, std::slice::from_ref(&look));
    let opened = f.area.open_run(&f.issuer(), run, &second, "run-shown".into()).await.unwrap().1;
    let second = told(opened.items[0].candidate.person).await;
    assert_eq!(second, std::slice::from_ref(&look));
    assert_eq!(told(shown).await, [look], "whoever was not on the page was not looked at");
}

async fn nobody_elses_archive_is_found(on: On) {
    let f = Fixture::new(on).await;
    let person = holder(&f).await;
    let elsewhere = official(&f.db, Role::Handler, &[110000]);
    let refused =
        reader(&f).open(&elsewhere, person, "好奇".to_owned(), Asked::default()).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    let clerk = crate::world::clerk(&f.db, 3, Role::BodyClerk, f.body);
    assert!(
        reader(&f).own(&clerk, Asked::default()).await.is_err(),
        "an account without a person has none"
    );
    let refused =
        reader(&f).open(&clerk, person, "好奇".to_owned(), Asked::default()).await.unwrap_err();
    assert_ne!(refused.code(), "people-reason");
}

async fn a_result_says_what_was_assessed_and_what_it_led_to(on: On) {
    let f = Evaluated::new(on).await;
    f.import(&xlsx(&TITLES, &[row(1, "80", "75.5"), row(2, "缺考", "90")]), false).await;
    let page = PageRequest::default();
    let run = f.area.runs(&f.issuer(), f.body, &page).await.unwrap().items[0].id;
    let opened = f.area.open_run(&f.issuer(), run, &page, "签发前核对".into()).await.unwrap().1;
    let [passes, fails] = opened.items.as_slice() else { panic!("two results") };
    let reader = Archive::new(f.store.clone(), Arc::new(KeyRing::demo(crate::world::profile())));
    let told = async |person: PersonId| {
        let worker = account(&f.db, 9, Some(person), Vec::new());
        reader.own(&worker, Asked::default()).await.unwrap()
    };
    let before = told(passes.candidate.person).await;
    let (what, division) = (&before.events[0].what, before.events[1].division);
    let What::Result { occupation, level, exam_on, parts, passed, certificate, .. } = what else {
        panic!("{what:?}");
    };
    assert_eq!((occupation.to_string().as_str(), *level), ("6-18-01-01", SkillLevel::Level4));
    assert_eq!((exam_on.to_string().as_str(), *passed), ("2026-05-01", true));
    assert_eq!(parts.get(&Part::Skill), Some(&PartResult::Marks(7550)));
    assert_eq!(*certificate, None, "nobody has released it yet");
    assert!(division.is_some(), "whose offices keep the record");
    f.release().await;
    let after = told(passes.candidate.person).await;
    let led_to = after.events.iter().find_map(|event| match &event.what {
        What::Result { certificate, .. } => *certificate,
        _ => None,
    });
    assert_eq!(led_to, Some(after.certificates[0].id));
    let failed = told(fails.candidate.person).await;
    let What::Result { parts, passed: false, certificate: None, .. } = &failed.events[0].what
    else {
        panic!("{:?}", failed.events[0]);
    };
    assert_eq!(parts.get(&Part::Theory), Some(&PartResult::Absent));
    let of_body = failed.events[0].body.and_then(|body| failed.bodies.get(&body));
    assert_eq!(of_body.map(String::as_str), Some("示例第1评价机构"));
    assert!(failed.events[0].rule.is_some());
}

async fn one_kind_is_read_page_by_page_and_the_whole_at_once(on: On) {
    let f = Fixture::new(on).await;
    let person = holder(&f).await;
    let worker = account(&f.db, 9, Some(person), Vec::new());
    let kinds = async |part| {
        let asked = Asked { part, ..Asked::default() };
        let events = reader(&f).own(&worker, asked).await.unwrap().events;
        events.into_iter().map(|event| event.what).collect::<Vec<_>>()
    };
    assert_eq!(kinds(Shown::Identity).await, [What::Registered]);
    assert!(kinds(Shown::Sharing).await.is_empty());
    let certificates = kinds(Shown::Certificates).await;
    let [What::CertificateStatus { .. }, What::CertificateIssued { .. }] = certificates.as_slice()
    else {
        panic!("{certificates:?}");
    };
    assert_eq!(kinds(Shown::Everything).await.len(), 3);
    let whole = reader(&f).own_whole(&worker).await.unwrap();
    assert_eq!((whole.events.len(), whole.more), (3, false));
}

/// A worker with a certificate and a link for two looks, and the code in the link.
struct Sharing {
    f: Fixture,
    people: people::People,
    worker: kernel::Ctx,
    person: PersonId,
    share: kernel::ShareId,
    token: String,
}

impl Sharing {
    async fn new(on: On, shows: Shows) -> Self {
        let f = Fixture::new(on).await;
        let person = holder(&f).await;
        let worker = account(&f.db, 9, Some(person), Vec::new());
        let people = people::People::new(f.store.clone(), Arc::clone(&f.ring));
        let purpose = "示例公司招聘".to_owned();
        let new = NewShare { purpose, shows, days: 7, views: 2 };
        let share = people.share(&worker, None, new).await.unwrap();
        let own = people.own_shares(&worker).await.unwrap();
        let token = own[0].said.clone().unwrap().token;
        Sharing { f, people, worker, person, share, token }
    }

    async fn open(&self, token: &str) -> Option<archive::SharedArchive> {
        let anybody = kernel::Ctx { actor: kernel::Actor::Anonymous, ..self.worker.clone() };
        let archive = reader(&self.f);
        let opening = archive.shared(&anybody, token.to_owned(), "198.51.100.7".to_owned());
        opening.await.unwrap()
    }

    async fn state(&self) -> ShareState {
        self.people.own_shares(&self.worker).await.unwrap()[0].state(self.worker.now)
    }
}

async fn a_link_shows_what_was_said_as_often_as_was_said(on: On) {
    let s = Sharing::new(on, Shows::default()).await;
    assert!(s.open("00000000000000000000000000000000").await.is_none());
    let shown = s.open(&s.token).await.expect("it holds");
    assert_eq!((shown.name.as_str(), shown.purpose.as_str()), ("示*甲", "示例公司招聘"));
    assert_eq!((shown.certificates.len(), shown.events.len()), (1, 0));
    assert_eq!(s.state().await, ShareState::Open { views_left: 1 });
    assert!(s.open(&s.token).await.is_some());
    assert_eq!(s.state().await, ShareState::UsedUp);
    assert!(s.open(&s.token).await.is_none(), "no third look");
    let looks = reader(&s.f).own_looks(&s.worker, 10).await.unwrap();
    let by_link = looks.iter().filter(|seen| seen.look.purpose == "share-link").count();
    assert_eq!(by_link, 2, "each look is told, and no try that failed");
    let again = s.people.end_share(&s.worker, None, s.share).await.unwrap_err();
    assert_eq!(again.code(), "people-share-over");
    // Neither code nor purpose stand readable in the database.
    let other = account(&s.f.db, 8, None, Vec::new());
    assert_eq!(s.people.own_shares(&other).await.unwrap_err().code(), "problem-not-found");
    let facts = reader(&s.f).own(&s.worker, Asked { part: Shown::Sharing, before: None }).await;
    let events = facts.unwrap().events;
    assert!(matches!(events[0].what, What::Shared { views: 2, .. }), "{events:?}");
}

async fn a_link_that_is_taken_back_opens_no_more(on: On) {
    let s = Sharing::new(on, Shows { full_name: true, results: true }).await;
    assert_eq!(s.open(&s.token).await.expect("it holds").name, "示例甲");
    let stranger = account(
        &s.f.db,
        8,
        Some(PersonId::new(kernel::Home(1), s.worker.now, &kernel::Random::seeded(7))),
        Vec::new(),
    );
    let refused = s.people.end_share(&stranger, None, s.share).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    s.people.end_share(&s.worker, None, s.share).await.unwrap();
    assert!(s.open(&s.token).await.is_none());
    assert!(matches!(s.state().await, ShareState::Ended { .. }));
    // After an erasure nothing is left to open.
    let s = Sharing::new(on, Shows::default()).await;
    let approver = official(&s.f.db, Role::Approver, &[770000]);
    s.people.erase(&approver, None, s.person, "依申请删除".to_owned()).await.unwrap();
    assert!(s.open(&s.token).await.is_none());
}

async fn two_who_open_the_last_look_at_once_do_not_both_see_it(on: On) {
    let s = Sharing::new(on, Shows::default()).await;
    s.open(&s.token).await.expect("the first of two");
    let (one, other) = tokio::join!(s.open(&s.token), s.open(&s.token));
    assert_eq!([one, other].iter().flatten().count(), 1);
    assert_eq!(s.state().await, ShareState::UsedUp);
}
