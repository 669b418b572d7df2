//! K13: a worker's archive tells what the journal knows, and who has looked.

use crate::certificates::Fixture;
use crate::evaluation_world::{Fixture as Evaluated, TITLES, row, xlsx};
use crate::world::{account, official};
use archive::{Archive, What};
use certificates::{Claimed, PublicReason, Status, StatusStep};
use crypto::KeyRing;
use kernel::{PageRequest, PersonId, Role, SkillLevel};
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
    let archive = reader(&f).own(&worker, None).await.unwrap();
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
    let earlier = reader(&f).own(&worker, Some(issued.place)).await.unwrap();
    assert_eq!(earlier.events.len(), 1, "a page continues before the last one shown");
}

async fn an_officials_look_is_recorded_and_shown_to_the_person(on: On) {
    let f = Fixture::new(on).await;
    let person = holder(&f).await;
    let clerk = official(&f.db, Role::Handler, &[770000]);
    let refused = reader(&f).open(&clerk, person, " ".to_owned(), None).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "people-reason");
    reader(&f).open(&clerk, person, "核发补贴".to_owned(), None).await.unwrap();
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
    let refused = reader(&f).open(&elsewhere, person, "好奇".to_owned(), None).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    let clerk = crate::world::clerk(&f.db, 3, Role::BodyClerk, f.body);
    assert!(reader(&f).own(&clerk, None).await.is_err(), "an account without a person has none");
    let refused = reader(&f).open(&clerk, person, "好奇".to_owned(), None).await.unwrap_err();
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
        reader.own(&worker, None).await.unwrap()
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
