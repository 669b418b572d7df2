//! R6: the policy library with its second reader and succession, and tasks under plans, reported by
//! the partner and accepted by the lead.

use crate::world::{account, demo_world, official};
use kernel::{
    AuthorityId, CivilDate, Ctx, DivisionCode, Office, PageRequest, PolicyId, Post, Role,
    SystemActor, TaskId,
};
use organisations::{AuthorityKind, NewAuthority, Organisations};
use policy::{
    DocumentKind, DocumentQuery, DocumentState, DocumentStep, Hundredths, Imported, Issuer,
    NewDocument, NewReport, NewTask, Policy, RelationKind, ReportStep, Standing, TaskStanding,
    TaskTarget, Unit,
};
use std::sync::Arc;
use testkit::{On, TestDb};

testkit::both_engines! {
    a_document_holds_once_a_second_person_has_read_it;
    a_later_document_takes_the_place_of_an_earlier_one;
    a_plan_of_an_office_comes_in_whole_or_not_at_all;
    a_task_is_reported_by_the_partner_and_accepted_by_the_lead;
    the_shipped_library_is_loaded_once;
    loading_again_keeps_what_an_office_changed;
    whoever_reads_second_is_asked_and_nobody_else;
    what_holds_here_on_a_day_is_found;
}

struct Fixture {
    db: TestDb,
    store: store::Store,
    area: Policy,
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn division(number: u32) -> DivisionCode {
    DivisionCode::new(number).unwrap()
}

fn document(number: &str, division_code: Option<u32>) -> NewDocument {
    NewDocument {
        number: number.to_owned(),
        title: format!("关于示例工作的通知（{number}）"),
        title_en: "Notice on a sample".to_owned(),
        issuer: Issuer {
            authority: None,
            name: "示例厅".to_owned(),
            name_en: "Shili Department".to_owned(),
        },
        kind: DocumentKind::Notice,
        division: division_code.map(division),
        issued_on: day("2026-01-05"),
        in_force_on: day("2026-02-01"),
        ends_on: None,
        summary: "示例".to_owned(),
        summary_en: String::new(),
        source: "示例".to_owned(),
        attachments: Vec::new(),
        relations: Vec::new(),
    }
}

impl Fixture {
    async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let area = Policy::new(store.clone(), platform::offices);
        Fixture { db, store, area }
    }

    fn setup(&self) -> Ctx {
        demo_world(self.db.ctx(SystemActor::Setup))
    }

    fn public(&self) -> Ctx {
        Ctx { actor: kernel::Actor::Anonymous, ..self.setup() }
    }

    fn official(&self, number: u64, role: Role, office: AuthorityId, territory: u32) -> Ctx {
        let territory = vec![division(territory)];
        let office = Office::Authority { id: office, territory };
        account(&self.db, number, None, vec![Post { role, office }])
    }

    async fn authority(&self, name: &str, code: u32) -> AuthorityId {
        let ring = Arc::new(crypto::KeyRing::demo(crate::world::profile()));
        let new = NewAuthority {
            kind: AuthorityKind::HumanResources,
            name: name.to_owned(),
            parent: None,
            division: division(code),
            territory: vec![division(code)],
            functions: AuthorityKind::HumanResources.usual(),
        };
        let organisations = Organisations::new(self.store.clone(), ring);
        organisations.register_authority(&self.setup(), None, new).await.unwrap()
    }

    /// A confirmed document: entered by the setup, read by an official of the province.
    async fn confirmed(&self, new: NewDocument) -> PolicyId {
        let id = self.area.enter(&self.setup(), None, new).await.unwrap();
        let checker = official(&self.db, Role::Checker, &[770000]);
        self.area.step(&checker, None, id, DocumentStep::Confirm).await.unwrap();
        id
    }

    async fn found(&self, query: DocumentQuery) -> Vec<String> {
        let mut numbers = Vec::new();
        let mut page = PageRequest { after: None, limit: Some(3) };
        loop {
            let found = self.area.search(&self.public(), &query, &page).await.unwrap();
            numbers.extend(found.items.into_iter().map(|one| one.number));
            page.after = found.next;
            if page.after.is_none() {
                return numbers;
            }
        }
    }

    async fn actions(&self, subject: kernel::SubjectId) -> Vec<String> {
        let sql = "SELECT action FROM history WHERE home = $1 AND subject = $2 ORDER BY version";
        let mut conn = self.store.read().await.unwrap();
        let rows = conn.fetch_all(sql, store::args![subject.home(), subject]).await.unwrap();
        rows.iter().map(|row| row.get("action").unwrap()).collect()
    }

    async fn facts(&self, kind: &str) -> i64 {
        let mut conn = self.store.read().await.unwrap();
        let sql = "SELECT COUNT(*) AS n FROM fact WHERE kind = $1";
        conn.fetch_one(sql, store::args![kind]).await.unwrap().get("n").unwrap()
    }
}

async fn a_document_holds_once_a_second_person_has_read_it(on: On) {
    let f = Fixture::new(on).await;
    let office = f.authority("示例市局", 770100).await;
    let handler = f.official(1, Role::Handler, office, 770100);
    let checker = f.official(2, Role::Checker, office, 770100);
    let approver = f.official(3, Role::Approver, office, 770100);
    let id = f.area.enter(&handler, None, document("示1号", Some(770100))).await.unwrap();
    assert!(f.found(DocumentQuery::default()).await.is_empty(), "nobody has read it yet");
    assert_eq!(f.area.document(&f.public(), id).await.unwrap_err().code(), "problem-not-found");
    let elsewhere = f.official(4, Role::Checker, office, 770200);
    let refused = f.area.document(&elsewhere, id).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    let refused = f.area.step(&elsewhere, None, id, DocumentStep::Confirm).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    assert_eq!(f.area.drafts(&checker).await.unwrap().0.len(), 1);
    assert!(f.area.drafts(&elsewhere).await.unwrap().0.is_empty());
    assert!(f.area.document(&checker, id).await.unwrap().may_confirm);
    // Whoever entered it does not confirm it, even with a post that could.
    let own = f.area.enter(&approver, None, document("示2号", Some(770100))).await.unwrap();
    let refused = f.area.step(&approver, None, own, DocumentStep::Confirm).await.unwrap_err();
    assert_eq!(refused.code(), "policy-two-people");
    assert!(!f.area.document(&approver, own).await.unwrap().may_confirm);
    f.area.step(&checker, None, id, DocumentStep::Confirm).await.unwrap();
    assert_eq!(f.found(DocumentQuery::default()).await, ["示1号"]);
    let refused = f.area.enter(&handler, None, document("示1号", Some(770100))).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-number-taken");
    // A refused entry sets the number free.
    let no = DocumentStep::Refuse { reason: "文号有误".to_owned() };
    f.area.step(&checker, None, own, no).await.unwrap();
    f.area.enter(&handler, None, document("示2号", Some(770100))).await.unwrap();
    let repeal =
        |reason: &str| DocumentStep::Repeal { from: day("2026-12-01"), reason: reason.to_owned() };
    let refused = f.area.step(&checker, None, id, repeal("x")).await.unwrap_err();
    assert_eq!(refused.code(), "problem-no-post");
    let refused = f.area.step(&approver, None, id, repeal(" ")).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].field, "reason");
    f.area.step(&approver, None, id, repeal("任务已完成")).await.unwrap();
    let gone = f.area.document(&f.public(), id).await.unwrap().document;
    assert_eq!(gone.standing(day("2026-11-30")), Standing::InForce);
    assert_eq!(gone.standing(day("2026-12-01")), Standing::Repealed);
    assert_eq!(f.actions(id.cast()).await, ["enter", "confirm", "repeal"]);
    assert_eq!(f.facts("policy.document-changed").await, 3);
}

async fn a_later_document_takes_the_place_of_an_earlier_one(on: On) {
    let f = Fixture::new(on).await;
    let first = f.confirmed(document("示1号", Some(770000))).await;
    let partly = f.confirmed(document("示2号", Some(770000))).await;
    let mut later = document("示3号", Some(770000));
    later.in_force_on = day("2026-06-01");
    later.relations = vec![(RelationKind::Replaces, first), (RelationKind::ReplacesPartly, partly)];
    let id = f.area.enter(&f.setup(), None, later).await.unwrap();
    let before = f.area.document(&f.public(), first).await.unwrap();
    assert!(before.later.is_empty(), "what nobody has confirmed changes nothing");
    let checker = official(&f.db, Role::Checker, &[770000]);
    f.area.step(&checker, None, id, DocumentStep::Confirm).await.unwrap();
    let now = f.area.document(&f.public(), first).await.unwrap();
    let expected = DocumentState::Superseded { by: id, from: day("2026-06-01") };
    assert_eq!(now.document.state, expected);
    assert_eq!(now.later[0].0, RelationKind::Replaces);
    let partly = f.area.document(&f.public(), partly).await.unwrap();
    assert_eq!(partly.document.state, DocumentState::InForce);
    assert_eq!(partly.later[0].1.number, "示3号");
    assert_eq!(f.area.document(&f.public(), id).await.unwrap().earlier.len(), 2);
    let on = async |on: &str| {
        f.found(DocumentQuery { on: Some(day(on)), ..DocumentQuery::default() }).await.len()
    };
    assert_eq!((on("2026-05-31").await, on("2026-06-01").await), (2, 2));
    // What is gone already cannot be replaced once more.
    let mut again = document("示4号", Some(770000));
    again.relations = vec![(RelationKind::Replaces, first)];
    let refused = f.area.enter(&f.setup(), None, again).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-relation");
}

async fn what_holds_here_on_a_day_is_found(on: On) {
    let f = Fixture::new(on).await;
    for (number, place) in [
        ("全国1号", None),
        ("省2号", Some(770000)),
        ("市3号", Some(770100)),
        ("市4号", Some(770200)),
    ] {
        f.confirmed(document(number, place)).await;
    }
    let here = async |code: u32, on: &str| {
        let query = DocumentQuery {
            division: Some(division(code)),
            on: Some(day(on)),
            ..DocumentQuery::default()
        };
        let mut numbers = f.found(query).await;
        numbers.sort();
        numbers
    };
    assert_eq!(here(770101, "2026-11-24").await, ["全国1号", "市3号", "省2号"]);
    assert_eq!(here(770000, "2026-11-24").await, ["全国1号", "省2号"]);
    assert_eq!(here(110000, "2026-11-24").await, ["全国1号"]);
    assert!(here(770101, "2026-01-31").await.is_empty(), "it begins on 1 February");
    let text = |text: &str| DocumentQuery { text: text.to_owned(), ..DocumentQuery::default() };
    assert_eq!(f.found(text("市3")).await, ["市3号"]);
    assert_eq!(f.found(text("notice ON")).await.len(), 4);
    assert!(f.found(text("%")).await.is_empty(), "signs are taken literally");
}

async fn the_shipped_library_is_loaded_once(on: On) {
    let f = Fixture::new(on).await;
    let jobs = demo_world(f.db.ctx(SystemActor::Jobs));
    let loaded = f.area.load_shipped(&jobs).await.unwrap();
    assert_eq!(loaded, Imported { documents: 5, plans: 4 });
    let again = f.area.load_shipped(&jobs).await.unwrap();
    assert_eq!(again, Imported { documents: 0, plans: 0 });
    let query = DocumentQuery { text: "48号".to_owned(), ..DocumentQuery::default() };
    assert_eq!(f.found(query).await, ["人社部发〔2021〕48号"]);
    let plans = f.area.plans(&f.public()).await.unwrap();
    let plan = plans.iter().find(|plan| plan.title.zh == "技能中国行动").unwrap();
    let file = f.area.plan(&f.public(), plan.id).await.unwrap();
    assert_eq!((file.book.actions.len(), file.book.measures.len()), (5, 20));
    assert_eq!(file.book.targets.len(), 16);
    let of_rural = file.book.targets.iter().filter(|one| one.measure == Some(8));
    assert!(of_rural.clone().count() == 5 && of_rural.clone().all(|one| one.value.0 == 10_000));
    assert!(!file.may_assign, "the public gives no tasks");
}

async fn loading_again_keeps_what_an_office_changed(on: On) {
    let f = Fixture::new(on).await;
    let jobs = demo_world(f.db.ctx(SystemActor::Jobs));
    // The office has entered one of the shipped documents itself, before they were ever loaded.
    let own = f.confirmed(document("人社部发〔2021〕48号", None)).await;
    let loaded = f.area.load_shipped(&jobs).await.unwrap();
    assert_eq!(loaded, Imported { documents: 4, plans: 3 });
    let kept = f.area.document(&f.public(), own).await.unwrap().document;
    assert_eq!(kept.title, "关于示例工作的通知（人社部发〔2021〕48号）");
    // And it has repealed another one.
    let query = DocumentQuery { text: "技能培训".to_owned(), ..DocumentQuery::default() };
    let page = PageRequest::default();
    let found = f.area.search(&f.public(), &query, &page).await.unwrap().items;
    let shipped = found.iter().find(|one| one.state == DocumentState::InForce).unwrap();
    let approver = official(&f.db, Role::Approver, &[770000]);
    let repeal = DocumentStep::Repeal { from: day("2027-01-01"), reason: "示例".to_owned() };
    f.area.step(&approver, None, shipped.id, repeal).await.unwrap();
    let again = f.area.load_shipped(&jobs).await.unwrap();
    assert_eq!(again, Imported { documents: 0, plans: 0 });
    let kept = f.area.document(&f.public(), shipped.id).await.unwrap().document;
    assert_eq!(kept.state.word(), "repealed");
}

async fn whoever_reads_second_is_asked_and_nobody_else(on: On) {
    let f = Fixture::new(on).await;
    let office = f.authority("示例市局", 770100).await;
    let approver = f.official(1, Role::Approver, office, 770100);
    let checker = f.official(2, Role::Checker, office, 770100);
    let new = NewDocument {
        attachments: vec!["附件1 申请表：示例档案柜 1-1".to_owned()],
        ..document("示1号", Some(770100))
    };
    let nameless = NewDocument { attachments: vec![" ".to_owned()], ..new.clone() };
    let refused = f.area.enter(&approver, None, nameless).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].field, "attachments");
    let id = f.area.enter(&approver, None, new.clone()).await.unwrap();
    assert!(f.area.waiting_for(&approver).await.unwrap().is_empty(), "they entered it");
    let waiting = f.area.waiting_for(&checker).await.unwrap();
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    assert_eq!(waiting[0].attachments, new.attachments);
    let opened = f.area.document_for(&checker, id, &DocumentStep::Confirm).await.unwrap();
    assert!(opened.may_confirm);
    let refused = f.area.document_for(&approver, id, &DocumentStep::Confirm).await.unwrap_err();
    assert_eq!(refused.code(), "policy-two-people");
    f.area.step(&checker, None, id, DocumentStep::Confirm).await.unwrap();
    assert!(f.area.waiting_for(&checker).await.unwrap().is_empty());
    let repeal = DocumentStep::Repeal { from: day("2026-01-31"), reason: "示例".to_owned() };
    let refused = f.area.document_for(&approver, id, &repeal).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-ends-before-begin");
}

const PLAN: &str =
    "row,number,zh,en,from_year,until_year,indicator,value,upper,unit,baseline,by_year
plan,示1号,示例行动,Sample action,2026,2027,,,,,,
action,1,示例方面,Sample field,,,,,,,,
measure,1,开展示例培训,Sample training,,,,,,,,
target,,培训 1200 人次,1200 trainings,,,training-subsidised,1200,,training,300,2027
";

async fn a_plan_of_an_office_comes_in_whole_or_not_at_all(on: On) {
    let f = Fixture::new(on).await;
    let console = demo_world(f.db.ctx(SystemActor::Console));
    let refused = f.area.import(&console, PLAN.as_bytes()).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-plan-no-document");
    let id = f.confirmed(document("示1号", Some(770100))).await;
    let twice = format!("{PLAN}{}", PLAN.split_once('\n').unwrap().1);
    let refused = f.area.import(&console, twice.as_bytes()).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-plan-there");
    assert!(f.area.plans(&f.public()).await.unwrap().is_empty(), "nothing came in");
    let texts = policy::read_plans(PLAN.as_bytes()).unwrap();
    let elsewhere = official(&f.db, Role::Handler, &[770200]);
    let refused = f.area.add_plans(&elsewhere, None, texts.clone(), Some(id)).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    let other = f.confirmed(document("示9号", Some(770100))).await;
    let handler = official(&f.db, Role::Handler, &[770100]);
    let refused = f.area.add_plans(&handler, None, texts.clone(), Some(other)).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-plan-other-document");
    f.area.add_plans(&handler, None, texts, Some(id)).await.unwrap();
    let plans = f.area.plans(&f.public()).await.unwrap();
    assert_eq!((plans.len(), plans[0].title.en.as_str()), (1, "Sample action"));
    let documents = "key,number,title_zh,issuer_zh,kind,issued_on,source
示10,示10号,示例,示例厅,notice,2026-05,示例
";
    let came = f.area.import(&console, documents.as_bytes()).await.unwrap();
    assert_eq!(came, Imported { documents: 1, plans: 0 });
    let query = DocumentQuery { text: "示10".to_owned(), ..DocumentQuery::default() };
    assert!(f.found(query).await.is_empty(), "it waits for its second reader");
}

/// A plan with one task: the province leads, the city works with it.
async fn assigned(f: &Fixture, lead: AuthorityId, partner: AuthorityId) -> TaskId {
    f.confirmed(document("示1号", Some(770000))).await;
    let console = demo_world(f.db.ctx(SystemActor::Console));
    f.area.import(&console, PLAN.as_bytes()).await.unwrap();
    let plan = f.area.plans(&f.public()).await.unwrap()[0].id;
    let new = NewTask {
        plan,
        measure: 1,
        title: "示例市培训".to_owned(),
        lead,
        partners: vec![partner],
        starts_on: day("2026-03-01"),
        target: Some(TaskTarget {
            indicator: "training-subsidised".to_owned(),
            value: Hundredths(60_000),
            unit: Unit::Training,
            baseline: Some(Hundredths(10_000)),
            by_year: 2027,
        }),
        milestones: vec![
            ("印发方案".to_owned(), day("2026-06-30")),
            ("完成 600 人次".to_owned(), day("2027-06-30")),
        ],
    };
    let approver = f.official(9, Role::Approver, lead, 770000);
    let nobody = AuthorityId::new(
        kernel::Home(3),
        kernel::Instant::from_micros(5),
        &kernel::Random::seeded(5),
    );
    let unknown = NewTask { partners: vec![nobody], measure: 7, ..new.clone() };
    let refused = f.area.assign(&approver, None, unknown).await.unwrap_err();
    let codes: Vec<&str> = refused.field_problems().iter().map(|one| one.code).collect();
    assert_eq!(codes, ["policy-task-measure", "policy-task-office"]);
    let early = vec![("太早".to_owned(), day("2026-02-28"))];
    let early = NewTask { milestones: early, ..new.clone() };
    let refused = f.area.assign(&approver, None, early).await.unwrap_err();
    assert_eq!(refused.field_problems()[0].code, "policy-task-due-before-start");
    let city = f.official(8, Role::Approver, partner, 770100);
    let refused = f.area.assign(&city, None, new.clone()).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found", "the plan is the province's");
    f.area.assign(&approver, None, new).await.unwrap()
}

async fn a_task_is_reported_by_the_partner_and_accepted_by_the_lead(on: On) {
    let f = Fixture::new(on).await;
    let lead = f.authority("示范省厅", 770000).await;
    let partner = f.authority("示例市局", 770100).await;
    let other = f.authority("演示市局", 770200).await;
    let task = assigned(&f, lead, partner).await;
    let city = f.official(11, Role::Handler, partner, 770100);
    let elsewhere = f.official(12, Role::Handler, other, 770200);
    let province = f.official(13, Role::Checker, lead, 770000);
    assert!(f.area.my_tasks(&elsewhere).await.unwrap().is_empty());
    let mine = f.area.my_tasks(&city).await.unwrap();
    assert_eq!((mine.len(), mine[0].tasks.len()), (1, 1));
    let today = testkit::START.civil_date();
    assert_eq!(mine[0].tasks[0].standing(today), TaskStanding::Late, "June has passed");
    assert_eq!(f.area.task(&elsewhere, task).await.unwrap_err().code(), "problem-not-found");
    let report = |milestone, value| NewReport {
        task,
        milestone,
        text: "已印发".to_owned(),
        reference: "示市人社〔2026〕3号".to_owned(),
        value,
    };
    let refused = f.area.report(&elsewhere, None, report(1, None)).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    let id = f.area.report(&city, None, report(1, Some(Hundredths(12_000)))).await.unwrap();
    let refused = f.area.report(&city, None, report(1, None)).await.unwrap_err();
    assert_eq!(refused.code(), "policy-milestone-waits");
    // The partner cannot accept, whatever its posts.
    let partner_head = f.official(14, Role::Approver, partner, 770100);
    let refused = f.area.decide_report(&partner_head, None, id, ReportStep::Accept).await;
    assert_eq!(refused.unwrap_err().code(), "problem-not-found");
    let back = ReportStep::Return { reason: "请附文件".to_owned() };
    f.area.decide_report(&province, None, id, back).await.unwrap();
    let second = f.area.report(&city, None, report(1, Some(Hundredths(12_500)))).await.unwrap();
    f.area.decide_report(&province, None, second, ReportStep::Accept).await.unwrap();
    let refused = f.area.decide_report(&province, None, second, ReportStep::Accept).await;
    assert_eq!(refused.unwrap_err().code(), "policy-report-decided");
    let file = f.area.task(&province, task).await.unwrap();
    assert_eq!(file.task.standing(today), TaskStanding::UnderWay);
    assert_eq!((file.task.reached(), file.task.reports.len()), (Some(Hundredths(12_500)), 2));
    assert_eq!(file.task.reports[0].office, partner);
    assert!(file.may_accept && !file.may_report);
    assert_eq!(f.actions(second.cast()).await, ["report", "accept"]);
    assert_eq!(f.facts("policy.progress-decided").await, 2);
    // An approver of the lead may report as well, and then another one accepts.
    let head = f.official(15, Role::Approver, lead, 770000);
    let own = f.area.report(&head, None, report(2, None)).await.unwrap();
    let refused = f.area.decide_report(&head, None, own, ReportStep::Accept).await.unwrap_err();
    assert_eq!(refused.code(), "policy-two-people");
}
