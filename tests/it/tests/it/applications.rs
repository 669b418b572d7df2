//! R1, R3: a body applies to be filed; the office takes it in, asks for papers, assesses, decides,
//! makes public, answers an objection, and the register follows.

use crate::applications_world::{Fixture, code, day, field};
use crate::world::{account, body_command, clerk, county, demo_world};
use approval::{Act, Cause, Ending, Objecting, Queue, State};
use crypto::{KeyRing, KeyUse};
use futures_util::FutureExt as _;
use kernel::{
    ApplicationId, AuthorityId, Ctx, DivisionCode, Office, PageRequest, Post, Role, SystemActor,
};
use organisations::{AuthorityKind, MayCertify, NewApplication, NewAuthority, OfficeAct, WhyNot};
use std::sync::Arc;
use testkit::On;

testkit::both_engines! {
    a_body_is_filed_after_papers_assessment_notice_and_objection;
    a_decision_goes_up_to_the_office_above;
    a_late_case_is_told_to_the_office_above_once;
    an_office_sees_only_its_own_cases_and_only_its_posts_act;
    ends_differ_in_what_still_counts;
    letters_are_numbered_without_gaps_under_many_at_once;
    objections_move_to_a_new_master_key;
    one_application_at_a_time_and_none_while_barred;
    what_somebody_else_changed_meanwhile_is_told;
}

async fn a_body_is_filed_after_papers_assessment_notice_and_objection(on: On) {
    let f = Fixture::new(on).await;
    let manager = f.manager("2026-10-12");
    let id = f.area.begin_application(&manager, None, f.wanted()).await.unwrap();
    let unfinished = f.area.hand_in(&manager, None, id, 1).await.unwrap_err();
    assert_eq!(field(&unfinished), ("papers", "organisations-application-papers"));
    let text = f.area.attach_paper(&manager, id, "staff".to_owned(), b"MZ".as_slice()).await;
    assert_eq!(code(text), "organisations-paper-kind");
    let other = f.area.attach_paper(&manager, id, "nothing".to_owned(), b"%PDF-".as_slice()).await;
    assert_eq!(code(other), "problem-not-found");

    let id = f.handed_in("2026-10-12").await;
    let missing = vec!["考评人员名册缺页".to_owned()];
    f.act(&f.handler("2026-10-13"), id, Act::AskSupplement { missing }).await.unwrap();
    let manager = f.manager("2026-10-14");
    let staff = b"%PDF-1.7 all pages".as_slice();
    f.area.attach_paper(&manager, id, "staff".to_owned(), staff).await.unwrap();
    let (media, bytes) = f.area.paper(&f.handler("2026-10-14"), id, "staff").await.unwrap();
    assert_eq!((media.as_str(), bytes.as_slice()), ("application/pdf", staff));
    let version = f.applied(&manager, id).await.application.version;
    f.area.hand_in(&manager, None, id, version).await.unwrap();
    f.to_the_top(id, "2026-10-15").await;
    f.act(&f.approver("2026-10-16"), id, Act::Approve).await.unwrap();
    assert_eq!(f.may("2026-11-24").await, MayCertify::No(WhyNot::NoFiling));
    noticed_and_decided(&f, id).await;
}

/// The notice, an objection with its answer, the decision, and what the register says then.
async fn noticed_and_decided(f: &Fixture, id: ApplicationId) {
    let manager = f.manager("2026-10-16");
    let case = f.applied(&manager, id).await.record.unwrap().case;
    let object = async |on: &str, name: &str| {
        let ctx = Ctx { actor: kernel::Actor::Anonymous, ..f.manager(on) };
        let (ring, case) = (Arc::clone(&f.ring), case.id);
        let objecting = Objecting {
            name: name.to_owned(),
            contact: "12900000001".to_owned(),
            text: "场地不是自有的".to_owned(),
        };
        let write = f.store.write(&ctx, None, move |tx| {
            let (ring, objecting) = (Arc::clone(&ring), objecting.clone());
            async move { approval::object_in(tx, &ring, case, &objecting).await }.boxed()
        });
        write.await
    };
    assert_eq!(field(&object("2026-10-20", " ").await.unwrap_err()).0, "name");
    let objection = object("2026-10-20", "示例张三").await.unwrap();
    assert_eq!(object("2026-10-24", "示例李四").await.unwrap_err().code(), "approval-notice-over");
    let approver = f.approver("2026-10-26");
    let unanswered = f.act_with(&approver, id, Act::Conclude, Some("S000077000001")).await;
    assert_eq!(code(unanswered), "approval-objections-open");
    let record = f.applied(&approver, id).await.record.unwrap();
    assert_eq!(record.objections[0].open(&f.ring).unwrap().name, "示例张三");
    let (case, text) = (record.case.id, "场地租期五年，符合规定".to_owned());
    let write = f.store.write(&approver, None, move |tx| {
        let text = text.clone();
        async move {
            let case = approval::case_in(tx, case).await?;
            approval::answer_in(tx, case, objection, false, &text).await.map(|_| ())
        }
        .boxed()
    });
    write.await.unwrap();
    let act = Act::Conclude;
    let wrong = f.act_with(&approver, id, act.clone(), Some("S0000")).await.unwrap_err();
    assert_eq!(field(&wrong), ("code", "filing-code-wrong-length"));
    f.act_with(&approver, id, act, Some("S000077000001")).await.unwrap();

    let MayCertify::Yes { code, .. } = f.may("2026-10-26").await else { panic!("not filed") };
    assert_eq!(code.to_string(), "S000077000001");
    assert!(matches!(f.may("2026-10-25").await, MayCertify::No(WhyNot::Day { .. })));
    assert!(matches!(f.may("2029-10-25").await, MayCertify::Yes { .. }), "three years");
    assert!(matches!(f.may("2029-10-26").await, MayCertify::No(WhyNot::Day { .. })));
    let letters = f.applied(&manager, id).await.record.unwrap().letters;
    let said: Vec<(&str, &str)> =
        letters.iter().map(|l| (l.number.as_str(), l.text[0].title.as_str())).collect();
    let expected = [
        ("技评备〔2026〕1号", "一次性补正告知书"),
        ("技评备〔2026〕2号", "受理通知书"),
        ("技评备〔2026〕3号", "准予备案决定书"),
    ];
    assert_eq!(said, expected);
    let last = letters[2].text[0].paragraphs.join("");
    assert!(last.contains("S000077000001") && last.contains("2029-10-25"), "{last}");
    assert!(letters[0].text[0].paragraphs.join("").contains("1. 考评人员名册缺页"));
}

/// The ring as its key file would hold it.
fn copy(ring: &KeyRing) -> Arc<KeyRing> {
    Arc::new(KeyRing::parse(&ring.to_text()).unwrap())
}

/// What somebody objects is readable under a new master key, and no longer needs the old one.
async fn objections_move_to_a_new_master_key(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-10-12").await;
    f.to_the_top(id, "2026-10-15").await;
    f.act(&f.approver("2026-10-16"), id, Act::Approve).await.unwrap();
    let ctx = f.approver("2026-10-19");
    let case = f.applied(&ctx, id).await.record.unwrap().case.id;
    let mut ring = KeyRing::generate(&f.db.random, crate::world::profile());
    let old = copy(&ring);
    for (name, on) in [("示例张三", "2026-10-19"), ("示例李四", "2026-10-20")] {
        let (ring, ctx) = (Arc::clone(&old), f.approver(on));
        let text = "名单有误".to_owned();
        let objecting =
            Objecting { name: name.to_owned(), contact: "示例路1号".to_owned(), text };
        let write = f.store.write(&ctx, None, move |tx| {
            let (ring, objecting) = (Arc::clone(&ring), objecting.clone());
            async move { approval::object_in(tx, &ring, case, &objecting).await }.boxed()
        });
        write.await.unwrap();
    }
    let before = ring.current_version(KeyUse::Vault);
    ring.rotate(KeyUse::Vault, &f.db.random).unwrap();
    let left = async |ring: &KeyRing| {
        approval::under_older_keys_in(&mut f.store.read().await.unwrap(), ring).await.unwrap()
    };
    assert_eq!(left(&ring).await, 2);
    let new = copy(&ring);
    let jobs = demo_world(f.db.ctx(SystemActor::Jobs));
    for moved in [1, 1, 0] {
        let ring = Arc::clone(&new);
        let write = f.store.write(&jobs, None, move |tx| {
            let ring = Arc::clone(&ring);
            async move { approval::reseal_in(tx, &ring, 1).await }.boxed()
        });
        assert_eq!(write.await.unwrap(), moved);
    }
    assert_eq!(left(&ring).await, 0);
    ring.retire(KeyUse::Vault, before).unwrap();
    let record = f.applied(&ctx, id).await.record.unwrap();
    let names = record.objections.iter().map(|one| one.open(&ring).unwrap().name);
    assert_eq!(names.collect::<Vec<_>>(), ["示例张三", "示例李四"]);
}

async fn an_office_sees_only_its_own_cases_and_only_its_posts_act(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-10-12").await;
    let queue = async |ctx: &Ctx, which: Queue| {
        let mut conn = f.store.read().await.unwrap();
        let page = PageRequest::default();
        let found = approval::queue_in(&mut conn, ctx, which, &page).await;
        found.map(|page| {
            page.items.into_iter().map(|(case, due)| (case.id, due)).collect::<Vec<_>>()
        })
    };
    let handler = f.handler("2026-10-12");
    let case = f.applied(&handler, id).await.record.unwrap().case;
    assert_eq!(queue(&handler, Queue::Mine).await.unwrap(), [(case.id, day("2026-10-19"))]);
    assert_eq!(queue(&f.checker("2026-10-12"), Queue::Mine).await.unwrap(), []);
    assert_eq!(queue(&f.checker("2026-10-12"), Queue::Open).await.unwrap().len(), 1);
    assert_eq!(queue(&handler, Queue::Late).await.unwrap(), []);
    assert_eq!(queue(&f.handler("2026-10-20"), Queue::Late).await.unwrap().len(), 1);
    assert_eq!(
        queue(&f.manager("2026-10-12"), Queue::Open).await.unwrap_err().code(),
        "problem-no-post"
    );

    // The same role in another office whose territory covers the place is a stranger here.
    let elsewhere = {
        let setup = demo_world(f.db.ctx(SystemActor::Setup));
        let office = NewAuthority {
            kind: AuthorityKind::EvaluationCentre,
            name: "示范省技能评价中心".to_owned(),
            parent: None,
            division: DivisionCode::new(770000).unwrap(),
            territory: vec![DivisionCode::new(770000).unwrap()],
            functions: AuthorityKind::EvaluationCentre.usual(),
        };
        let id = f.area.register_authority(&setup, None, office).await.unwrap();
        let office = Office::Authority { id, territory: vec![county()] };
        let post = Post { role: Role::Handler, office };
        f.on(account(&f.db, 81, None, vec![post]), "2026-10-13")
    };
    assert_eq!(queue(&elsewhere, Queue::Open).await.unwrap(), []);
    let command = |version: i64, act: Act| OfficeAct {
        case: case.id,
        version,
        act,
        opinion: String::new(),
        code: None,
    };
    let acted = f.area.act_on_application(&elsewhere, None, command(1, Act::Accept)).await;
    assert_eq!(code(acted), "problem-not-found");
    assert_eq!(f.area.application(&elsewhere, id).await.unwrap_err().code(), "problem-not-found");
    for stranger in [f.checker("2026-10-13"), f.manager("2026-10-13")] {
        let acted = f.area.act_on_application(&stranger, None, command(1, Act::Accept)).await;
        assert_eq!(code(acted), "problem-no-post");
    }
    // Posts are no way around the two-person rule: one account that holds all three.
    let territory = vec![county()];
    let posts = [Role::Handler, Role::Checker, Role::Approver].map(|role| Post {
        role,
        office: Office::Authority { id: f.office, territory: territory.clone() },
    });
    let all = f.on(account(&f.db, 82, None, posts.to_vec()), "2026-10-13");
    f.act(&all, id, Act::Accept).await.unwrap();
    f.act(&all, id, Act::Stop { cause: Cause::TechnicalAssessment }).await.unwrap();
    f.act(&all, id, Act::Assessed).await.unwrap();
    f.act(&all, id, Act::Propose { favourable: true }).await.unwrap();
    let twice = f.act(&all, id, Act::Propose { favourable: true }).await;
    assert_eq!(code(twice), "approval-two-people");
    assert_eq!(f.state(id).await, State::InReview { step: 1 });
}

/// A region's own procedure: the city handles and checks, the province decides.
async fn a_decision_goes_up_to_the_office_above(on: On) {
    let f = Fixture::new(on).await;
    let city = DivisionCode::new(770100).unwrap();
    let console = demo_world(f.db.ctx(SystemActor::Console));
    let mut change = serde_json::Map::new();
    let steps = r#"[{"post":"handler"},{"post":"checker"},{"post":"approver","up":1}]"#;
    change.insert("steps".to_owned(), serde_json::from_str(steps).unwrap());
    change.insert("territory".to_owned(), 770100.into());
    change.insert("notice_days".to_owned(), serde_json::Value::Null);
    let own = crate::approval_pure::procedure(&change);
    let write = f.store.write(&console, None, move |tx| {
        let own = own.clone();
        async move { approval::add_procedure_in(tx, &own).await }.boxed()
    });
    write.await.unwrap();
    let manager = f.manager("2026-10-12");
    let apply = async |authority: AuthorityId| {
        let wanted = NewApplication { authority, ..f.wanted() };
        let id = f.area.begin_application(&manager, None, wanted).await.unwrap();
        for paper in f.applied(&manager, id).await.procedure.papers {
            f.area.attach_paper(&manager, id, paper.key, b"%PDF-1.7".as_slice()).await.unwrap();
        }
        let version = f.applied(&manager, id).await.application.version;
        (id, f.area.hand_in(&manager, None, id, version).await)
    };
    let (_, nobody_above) = apply(f.office).await;
    assert_eq!(code(nobody_above), "approval-no-office-above");
    let setup = demo_world(f.db.ctx(SystemActor::Setup));
    let below = NewAuthority {
        kind: AuthorityKind::HumanResources,
        name: "示例市人力资源和社会保障局".to_owned(),
        parent: Some(f.office),
        division: city,
        territory: vec![city],
        functions: AuthorityKind::HumanResources.usual(),
    };
    let below = f.area.register_authority(&setup, None, below).await.unwrap();
    let (id, handed_in) = apply(below).await;
    handed_in.unwrap();
    let of_city = |role: Role, number: u64| {
        let office = Office::Authority { id: below, territory: vec![city] };
        f.on(account(&f.db, number, None, vec![Post { role, office }]), "2026-10-13")
    };
    f.act(&of_city(Role::Handler, 91), id, Act::Accept).await.unwrap();
    let favourable = Act::Propose { favourable: true };
    f.act(&of_city(Role::Handler, 91), id, favourable.clone()).await.unwrap();
    f.act(&of_city(Role::Checker, 92), id, favourable).await.unwrap();
    let filing = Some("S000077000001");
    let here = f.act_with(&of_city(Role::Approver, 93), id, Act::Approve, filing).await;
    assert_eq!(code(here), "problem-not-found", "the city's approver has no step here");
    f.act_with(&f.approver("2026-10-13"), id, Act::Approve, filing).await.unwrap();
    let letters = f.applied(&manager, id).await.record.unwrap().letters;
    let offices: Vec<AuthorityId> = letters.iter().map(|letter| letter.office).collect();
    assert_eq!(offices, [below, f.office], "taken in by the one, decided by the other");
    assert!(matches!(f.may("2026-10-13").await, MayCertify::Yes { .. }));
}

async fn a_late_case_is_told_to_the_office_above_once(on: On) {
    let f = Fixture::new(on).await;
    let setup = demo_world(f.db.ctx(SystemActor::Setup));
    let city = DivisionCode::new(770100).unwrap();
    let below = NewAuthority {
        kind: AuthorityKind::HumanResources,
        name: "示例市人力资源和社会保障局".to_owned(),
        parent: Some(f.office),
        division: city,
        territory: vec![city],
        functions: AuthorityKind::HumanResources.usual(),
    };
    let below = f.area.register_authority(&setup, None, below).await.unwrap();
    let manager = f.manager("2026-10-12");
    let wanted = NewApplication { authority: below, ..f.wanted() };
    let id = f.area.begin_application(&manager, None, wanted).await.unwrap();
    for paper in f.applied(&manager, id).await.procedure.papers {
        f.area.attach_paper(&manager, id, paper.key, b"%PDF-1.7".as_slice()).await.unwrap();
    }
    let version = f.applied(&manager, id).await.application.version;
    f.area.hand_in(&manager, None, id, version).await.unwrap();
    let escalate = async |on: &str| {
        let jobs = f.on(demo_world(f.db.ctx(SystemActor::Jobs)), on);
        let write = f.store.write(&jobs, None, |tx| approval::escalate_in(tx, 10).boxed());
        write.await.unwrap()
    };
    let late_above = async |on: &str| {
        let mut conn = f.store.read().await.unwrap();
        let page = PageRequest::default();
        let found = approval::queue_in(&mut conn, &f.approver(on), Queue::Late, &page).await;
        found.unwrap().items.len()
    };
    assert_eq!(escalate("2026-10-19").await, 0, "the last day is in time");
    assert_eq!(late_above("2026-10-20").await, 0);
    assert_eq!((escalate("2026-10-20").await, escalate("2026-10-20").await), (1, 0));
    assert_eq!(late_above("2026-10-20").await, 1);
    let posts = vec![Post {
        role: Role::Handler,
        office: Office::Authority { id: below, territory: vec![city] },
    }];
    let handler = f.on(account(&f.db, 91, None, posts), "2026-10-21");
    f.act(&handler, id, Act::Accept).await.unwrap();
    assert_eq!(late_above("2026-10-21").await, 0, "it moved");
}

async fn ends_differ_in_what_still_counts(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-03-02").await;
    f.granted(id, "2026-03-03", "S000077000001").await;
    f.ended(id, Ending::Cancelled, "2026-06-01", "2026-07-01").await;
    assert!(matches!(f.may("2026-06-30").await, MayCertify::Yes { .. }), "until the day before");
    assert_eq!(f.may("2026-07-01").await, MayCertify::No(WhyNot::Ended));

    let again = f.handed_in("2026-08-03").await;
    f.granted(again, "2026-08-04", "S000077000002").await;
    f.ended(again, Ending::Rescinded, "2026-10-12", "2026-12-31").await;
    assert!(matches!(f.may("2026-06-30").await, MayCertify::Yes { .. }), "the other one");
    assert_eq!(f.may("2026-09-01").await, MayCertify::No(WhyNot::Ended), "void from the beginning");
    let letters = f.applied(&f.manager("2026-10-13"), again).await.record.unwrap().letters;
    let last = &letters.last().unwrap().text[0];
    assert_eq!(last.title, "撤销备案决定书");
    assert!(last.paragraphs[1].contains("自2026年8月24日起"), "{:?}", last.paragraphs);
}

async fn letters_are_numbered_without_gaps_under_many_at_once(on: On) {
    let f = Arc::new(Fixture::new(on).await);
    let mut tasks = tokio::task::JoinSet::new();
    for number in 2..14u32 {
        let f = Arc::clone(&f);
        tasks.spawn(async move {
            let setup = demo_world(f.db.ctx(SystemActor::Setup));
            let body = f.area.register_body(&setup, None, body_command(number)).await.unwrap();
            let manager = clerk(&f.db, 61, Role::BodyManager, body);
            let manager = f.on(manager, "2026-10-12");
            let wanted = NewApplication { body, ..f.wanted() };
            let id = f.area.begin_application(&manager, None, wanted).await.unwrap();
            for key in ["application", "legal_person", "premises", "staff", "rules"] {
                let file = b"%PDF-1.7".as_slice();
                f.area.attach_paper(&manager, id, key.to_owned(), file).await.unwrap();
            }
            f.area.hand_in(&manager, None, id, 6).await.unwrap();
            // Half of them fail after the number was taken: the version is stale.
            let case = f.applied(&manager, id).await.record.unwrap().case;
            for version in [2, 1] {
                let command = OfficeAct {
                    case: case.id,
                    version,
                    act: Act::Accept,
                    opinion: String::new(),
                    code: None,
                };
                let done = f.area.act_on_application(&f.handler("2026-10-13"), None, command).await;
                assert_eq!(done.is_ok(), version == 1);
            }
            f.applied(&manager, id).await.record.unwrap().letters[0].number.clone()
        });
    }
    let mut numbers = tasks.join_all().await;
    numbers.sort_by_key(|number| (number.len(), number.clone()));
    let expected: Vec<String> = (1..=12).map(|n| format!("技评备〔2026〕{n}号")).collect();
    assert_eq!(numbers, expected);
}

async fn one_application_at_a_time_and_none_while_barred(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-03-02").await;
    let manager = f.manager("2026-03-03");
    let second = f.area.begin_application(&manager, None, f.wanted()).await.unwrap();
    for paper in f.applied(&manager, second).await.procedure.papers {
        f.area.attach_paper(&manager, second, paper.key, b"%PDF-1.7".as_slice()).await.unwrap();
    }
    let version = f.applied(&manager, second).await.application.version;
    let open = f.area.hand_in(&manager, None, second, version).await;
    assert_eq!(code(open), "organisations-application-open");
    f.granted(id, "2026-03-03", "S000077000001").await;
    f.ended(id, Ending::Revoked, "2026-06-01", "2026-06-02").await;
    let barred = f.area.hand_in(&f.manager("2026-06-03"), None, second, version).await;
    let problem = barred.unwrap_err();
    assert_eq!(problem.code(), "organisations-application-barred");
    assert_eq!(problem.args(), [("until", "2029-06-01".to_owned())]);
    let manager = f.manager("2026-06-03");
    let back = f.area.recall_application(&manager, None, second, String::new()).await;
    assert_eq!(code(back), "approval-not-now", "it was never handed in");
    f.area.hand_in(&f.manager("2029-06-01"), None, second, version).await.unwrap();
    let manager = f.manager("2029-06-02");
    f.area.recall_application(&manager, None, second, "改由总部申请".to_owned()).await.unwrap();
    assert_eq!(f.state(second).await, State::Recalled);
    let elsewhere = clerk(&f.db, 62, Role::BodyManager, f.office.cast());
    let strange = f.area.begin_application(&f.on(elsewhere, "2029-06-02"), None, f.wanted()).await;
    assert_eq!(strange.unwrap_err().code(), "problem-not-found");
    let mut wrong = NewApplication { years: 9, scope: Vec::new(), ..f.wanted() };
    let refused = f.area.begin_application(&manager, None, wrong.clone()).await.unwrap_err();
    let fields: Vec<&str> = refused.field_problems().iter().map(|found| found.field).collect();
    assert_eq!(fields, ["years", "scope"]);
    wrong = NewApplication { authority: f.body.cast(), ..f.wanted() };
    let refused = f.area.begin_application(&manager, None, wrong).await.unwrap_err();
    assert_eq!(field(&refused), ("authority", "organisations-application-office"));
}

async fn what_somebody_else_changed_meanwhile_is_told(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-10-12").await;
    let manager = f.manager("2026-10-12");
    let handed = f.applied(&manager, id).await.application;
    let late = f.area.change_application(&manager, None, id, handed.version, f.wanted()).await;
    assert_eq!(code(late), "organisations-application-handed-in");
    let late = f.area.attach_paper(&manager, id, "staff".to_owned(), b"%PDF-".as_slice()).await;
    assert_eq!(code(late), "organisations-application-handed-in");
    let stale = f.area.hand_in(&manager, None, id, handed.version - 1).await;
    assert_eq!(code(stale), "problem-changed-meanwhile");
    f.area.recall_application(&manager, None, id, String::new()).await.unwrap();
    assert_eq!(code(f.act(&f.handler("2026-10-13"), id, Act::Accept).await), "approval-not-now");
}
