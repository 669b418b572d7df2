//! R3: licences, filings and listings through entry, checks, renewal, suspension and end; bodies that
//! are renamed, merge and close; and the one question that rests on all of it.

use crate::world::{body_command, demo_world, official};
use crypto::KeyRing;
use kernel::{
    AuthorityId, BodyId, CivilDate, DivisionCode, InstrumentId, PageRequest, Role, SkillLevel,
    SystemActor,
};
use organisations::{
    Act, ActKind, AuthorityKind, BodyChange, BodyKind, BodyQuery, CheckOutcome, Datum, Equipment,
    ExitKind, InstrumentKind, InstrumentState, NewAuthority, NewFiling, NewInstrument, NewLine,
    NewSite, Organisations, Position, Question, Step, public,
};
use std::sync::Arc;
use store::Store;
use testkit::{On, TestDb};

testkit::both_engines! {
    a_licence_lives_from_entry_to_exit;
    a_filing_is_checked_and_renewed_like_the_others;
    a_merger_hands_licences_over_and_ends_filings;
    a_closed_body_may_nothing_and_gets_nothing;
    a_site_keeps_its_coordinates_as_they_were_measured;
    an_official_elsewhere_changes_nothing_here;
}

struct Fixture {
    db: TestDb,
    store: Store,
    area: Organisations,
    authority: AuthorityId,
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

impl Fixture {
    async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(crate::world::profile()));
        let area = Organisations::new(store.clone(), ring);
        let province = DivisionCode::new(770000).unwrap();
        let office = NewAuthority {
            kind: AuthorityKind::HumanResources,
            name: "示范省人力资源和社会保障厅".to_owned(),
            parent: None,
            division: province,
            territory: vec![province],
            functions: AuthorityKind::HumanResources.usual(),
        };
        let ctx = demo_world(db.ctx(SystemActor::Setup));
        let authority = area.register_authority(&ctx, None, office).await.unwrap();
        Fixture { db, store, area, authority }
    }

    /// The setup's context on a day.
    fn on(&self, date: &str) -> kernel::Ctx {
        let noon = kernel::Instant::start_of(day(date)).plus_seconds(12 * 3600);
        kernel::Ctx { now: noon, ..demo_world(self.db.ctx(SystemActor::Setup)) }
    }

    async fn body(&self, number: u32) -> BodyId {
        let command =
            organisations::NewBody { kind: BodyKind::TrainingBody, ..body_command(number) };
        self.area.register_body(&self.on("2025-01-02"), None, command).await.unwrap()
    }

    async fn licence(&self, body: BodyId, number: &str) -> InstrumentId {
        let trade = Some(("6-18-01-01".parse().unwrap(), SkillLevel::Level4));
        let new = NewInstrument {
            body,
            authority: self.authority,
            kind: InstrumentKind::Licence,
            number: number.to_owned(),
            valid_from: day("2025-02-01"),
            valid_until: day("2027-01-31"),
            scope: vec![NewLine { act: ActKind::Train, trade, site: None }],
        };
        self.area.enter_instrument(&self.on("2025-01-20"), None, new).await.unwrap()
    }

    async fn step(&self, on: &str, id: InstrumentId, step: Step) -> Result<(), &'static str> {
        let why = (step, "示例理由".to_owned());
        let done = self.area.change_instrument(&self.on(on), None, id, None, why).await;
        done.map_err(|problem| problem.code())
    }

    async fn change(&self, on: &str, body: BodyId, change: BodyChange) -> organisations::Aftermath {
        let why = (change, "示例理由".to_owned());
        self.area.change_body(&self.on(on), None, body, None, why).await.unwrap()
    }

    /// Nothing when the body may train; else the condition that stands in the way.
    async fn obstacle(&self, body: BodyId, on: &str) -> Option<&'static str> {
        let act = Act::Train("6-18-01-01".parse().unwrap(), SkillLevel::Level4);
        let asked = Question { act, site: None, on: day(on) };
        let (answer, _) = self.area.may(&self.on(on), body, &asked).await.unwrap();
        assert_eq!(answer.allowed(), answer.obstacle().is_none());
        answer.obstacle().map(|condition| condition.id.word())
    }

    async fn facts(&self, kind: &str) -> usize {
        let mut conn = self.store.read().await.unwrap();
        // fan-out: the facts of one kind in the whole journal
        let sql = "SELECT seq FROM fact WHERE kind = $1";
        conn.fetch_all(sql, store::args![kind]).await.unwrap().len()
    }
}

async fn a_licence_lives_from_entry_to_exit(on: On) {
    let f = Fixture::new(on).await;
    let body = f.body(1).await;
    assert_eq!(f.obstacle(body, "2025-03-01").await, Some("instrument"));
    let id = f.licence(body, "示例-1").await;
    assert_eq!(f.obstacle(body, "2025-01-31").await, Some("day"));
    assert_eq!(f.obstacle(body, "2025-02-01").await, None);
    f.step("2025-06-01", id, Step::Suspend).await.unwrap();
    assert_eq!(f.step("2025-06-02", id, Step::Suspend).await, Err("organisations-instrument-step"));
    assert_eq!(f.obstacle(body, "2025-06-01").await, Some("not_suspended"));
    f.step("2025-07-01", id, Step::Resume).await.unwrap();
    assert_eq!(f.obstacle(body, "2025-05-31").await, None);
    assert_eq!(f.obstacle(body, "2025-06-30").await, Some("not_suspended"));
    assert_eq!(f.obstacle(body, "2025-07-01").await, None);
    let outcome = CheckOutcome::Rectify { by: day("2026-04-30") };
    f.step("2026-03-01", id, Step::Check { year: 2025, outcome }).await.unwrap();
    assert_eq!(f.obstacle(body, "2026-04-30").await, None);
    assert_eq!(f.obstacle(body, "2026-05-01").await, Some("yearly_check"));
    let renew = Step::Renew { until: day("2030-01-31") };
    assert_eq!(f.step("2026-05-02", id, renew).await, Err("organisations-renew-check"));
    let passed = Step::Check { year: 2025, outcome: CheckOutcome::Passed };
    f.step("2026-05-10", id, passed).await.unwrap();
    assert_eq!(f.step("2026-05-11", id, passed).await, Err("organisations-check-done"));
    f.step("2027-01-15", id, renew).await.unwrap();
    assert_eq!(f.obstacle(body, "2030-01-31").await, None);
    assert_eq!(f.obstacle(body, "2030-02-01").await, Some("day"));
    f.step("2027-09-01", id, Step::Exit { how: ExitKind::Removed }).await.unwrap();
    assert_eq!(f.obstacle(body, "2027-08-31").await, None);
    assert_eq!(f.obstacle(body, "2027-09-01").await, Some("not_ended"));
    assert_eq!(f.facts("organisations.instrument-entered").await, 1);
    assert_eq!(f.facts("organisations.instrument-changed").await, 6);
    let ctx = f.on("2027-10-01");
    let held = f.area.holdings(&ctx, body).await.unwrap().held;
    let exited = InstrumentState::Exited { how: ExitKind::Removed, on: day("2027-09-01") };
    assert_eq!((held[0].instrument.state, held[0].instrument.version), (exited, 7));
    assert!(held[0].todos.is_empty() && held[0].steps.is_empty());
}

async fn a_filing_is_checked_and_renewed_like_the_others(on: On) {
    let f = Fixture::new(on).await;
    let setup = f.on("2025-01-02");
    let body = f.area.register_body(&setup, None, body_command(1)).await.unwrap();
    let (occupation, level) = ("6-18-01-01".parse().unwrap(), SkillLevel::Level4);
    let filing = NewFiling {
        body,
        authority: f.authority,
        code: "S000077000001".to_owned(),
        valid_from: day("2025-01-01"),
        valid_until: day("2026-12-31"),
        scope: vec![(occupation, level)],
    };
    let filing = f.area.file(&setup, None, filing).await.unwrap();
    // What issues certificates and what explains to people may never differ.
    let certify = async |on: &str| {
        let mut conn = f.store.read().await.unwrap();
        let may =
            public::may_certify_in(&mut conn, body, occupation, level, day(on)).await.unwrap();
        let certify = matches!(may, organisations::MayCertify::Yes { .. });
        let asked = Question { act: Act::Evaluate(occupation, level), site: None, on: day(on) };
        let (answer, _) = f.area.may(&f.on(on), body, &asked).await.unwrap();
        assert_eq!(answer.allowed(), certify, "on {on}");
        certify
    };
    assert!(certify("2026-12-31").await && !certify("2027-01-01").await);
    f.step("2026-10-01", filing.cast(), Step::Renew { until: day("2029-12-31") }).await.unwrap();
    assert!(certify("2029-12-31").await && !certify("2030-01-01").await);
    let failed = Step::Check { year: 2026, outcome: CheckOutcome::Failed };
    f.step("2026-11-01", filing.cast(), failed).await.unwrap();
    assert!(certify("2026-10-31").await && !certify("2026-11-01").await);
    let passed = Step::Check { year: 2026, outcome: CheckOutcome::Passed };
    f.step("2026-12-01", filing.cast(), passed).await.unwrap();
    assert!(certify("2026-12-01").await && !certify("2026-11-30").await);
    f.step("2027-01-01", filing.cast(), Step::Suspend).await.unwrap();
    assert!(!certify("2027-01-01").await);
    f.step("2027-02-01", filing.cast(), Step::Exit { how: ExitKind::Removed }).await.unwrap();
    assert!(certify("2027-01-31").await && !certify("2027-02-01").await);
    assert_eq!(f.facts("organisations.filing-changed").await, 2);
}

async fn a_merger_hands_licences_over_and_ends_filings(on: On) {
    let f = Fixture::new(on).await;
    let (old, heir) = (f.body(1).await, f.body(2).await);
    let id = f.licence(old, "示例-1").await;
    f.step("2025-06-01", id, Step::Suspend).await.unwrap();
    let merge = |into| BodyChange::Merge { into };
    let why = (merge(old), "示例理由".to_owned());
    let own = f.area.change_body(&f.on("2025-08-01"), None, old, None, why).await.unwrap_err();
    assert_eq!(
        own.field_problems().first().map(|field| field.code),
        Some("organisations-body-into")
    );
    let aftermath = f.change("2025-08-01", old, merge(heir)).await;
    assert_eq!((aftermath.ended.len(), aftermath.handed_over.len()), (0, 1));
    assert_eq!(f.obstacle(old, "2025-08-01").await, Some("body_works"));
    // A suspended licence goes over suspended.
    assert_eq!(f.obstacle(heir, "2025-08-02").await, Some("not_suspended"));
    f.step("2025-09-01", aftermath.handed_over[0].1, Step::Resume).await.unwrap();
    assert_eq!(f.obstacle(heir, "2025-09-01").await, None);
    let (body, _) = f.area.body(&f.on("2025-09-01"), old).await.unwrap();
    assert_eq!((body.successor, body.closed_on), (Some(heir), Some(day("2025-08-01"))));
    let taken = f.area.holdings(&f.on("2025-09-01"), heir).await.unwrap();
    assert_eq!(taken.held[0].instrument.number, "示例-1");
    assert_eq!(f.facts("organisations.body-changed").await, 1);
}

async fn a_closed_body_may_nothing_and_gets_nothing(on: On) {
    let f = Fixture::new(on).await;
    let body = f.body(1).await;
    let id = f.licence(body, "示例-1").await;
    let name = "示例新名称培训学校".to_owned();
    f.change("2025-05-01", body, BodyChange::Rename { name: name.clone() }).await;
    for text in [&*name, &*body_command(1).name] {
        let query = BodyQuery { text: text.to_owned(), ..BodyQuery::default() };
        let found =
            f.area.search_bodies(&f.on("2025-05-02"), &query, &PageRequest::default()).await;
        assert_eq!(found.unwrap().items.len(), 1, "found by the name it had, too");
    }
    f.change("2025-05-02", body, BodyChange::Industry { code: "83".to_owned() }).await;
    let aftermath = f.change("2025-06-01", body, BodyChange::Close).await;
    assert_eq!(aftermath.ended, [id]);
    assert_eq!(f.obstacle(body, "2025-05-31").await, None);
    assert_eq!(f.obstacle(body, "2025-06-01").await, Some("body_works"));
    let holdings = f.area.holdings(&f.on("2025-07-01"), body).await.unwrap();
    let former = (day("2025-05-01"), body_command(1).name);
    assert_eq!((holdings.body.name, holdings.names), (name, vec![former]));
    assert_eq!(holdings.body.industry.as_deref(), Some("P83"));
    let why = (BodyChange::Close, "示例理由".to_owned());
    let again = f.area.change_body(&f.on("2025-07-01"), None, body, None, why).await.unwrap_err();
    assert_eq!(again.code(), "organisations-body-closed");
}

async fn a_site_keeps_its_coordinates_as_they_were_measured(on: On) {
    let f = Fixture::new(on).await;
    let body = f.body(1).await;
    let position = Position {
        datum: Datum::Bd09,
        longitude_e7: 1_500_000_001,
        latitude_e7: -99_999_999,
        accuracy_m: 30,
    };
    let new = NewSite {
        body,
        name: "示例实训楼".to_owned(),
        division: crate::world::county(),
        address: "示例路1号".to_owned(),
        capacity: 60,
        equipment: vec![Equipment { name: "示例工位".to_owned(), count: 12 }],
        position: Some(position),
        opened_on: day("2025-02-01"),
    };
    let wrong = NewSite { capacity: 0, ..new.clone() };
    let wrong = f.area.open_site(&f.on("2025-01-20"), None, wrong).await.unwrap_err();
    assert_eq!(wrong.field_problems()[0].code, "organisations-site-capacity");
    let site = f.area.open_site(&f.on("2025-01-20"), None, new).await.unwrap();
    f.licence(body, "示例-1").await;
    let at = async |on: &str| {
        let act = Act::Train("6-18-01-01".parse().unwrap(), SkillLevel::Level4);
        let asked = Question { act, site: Some(site), on: day(on) };
        let (answer, holdings) = f.area.may(&f.on(on), body, &asked).await.unwrap();
        assert_eq!(holdings.sites[0].position, Some(position));
        answer.allowed()
    };
    assert!(at("2025-03-01").await);
    let closed = f.area.close_site(&f.on("2025-04-01"), None, site, "搬迁".to_owned()).await;
    closed.unwrap();
    assert!(at("2025-03-31").await && !at("2025-04-01").await);
    assert_eq!(f.facts("organisations.site-opened").await, 1);
    assert_eq!(f.facts("organisations.site-closed").await, 1);
}

async fn an_official_elsewhere_changes_nothing_here(on: On) {
    let f = Fixture::new(on).await;
    let body = f.body(1).await;
    let id = f.licence(body, "示例-1").await;
    let elsewhere = official(&f.db, Role::Approver, &[110000]);
    let why = || (Step::Suspend, "示例理由".to_owned());
    let refused = f.area.change_instrument(&elsewhere, None, id, None, why()).await.unwrap_err();
    assert_eq!(refused.code(), "problem-not-found");
    let here = official(&f.db, Role::Approver, &[770000]);
    let stale = f.area.change_instrument(&here, None, id, Some(9), why()).await.unwrap_err();
    assert_eq!(stale.code(), "problem-changed-meanwhile");
    let silent = (Step::Suspend, " ".to_owned());
    let silent = f.area.change_instrument(&here, None, id, None, silent).await.unwrap_err();
    assert_eq!(silent.field_problems()[0].code, "organisations-reason");
    let taken = f.body(2).await;
    let new = NewInstrument {
        body: taken,
        authority: f.authority,
        kind: InstrumentKind::Licence,
        number: "示例-1".to_owned(),
        valid_from: day("2025-02-01"),
        valid_until: day("2025-12-31"),
        scope: vec![NewLine { act: ActKind::Enrol, trade: None, site: None }],
    };
    let taken = f.area.enter_instrument(&f.on("2025-01-20"), None, new).await.unwrap_err();
    assert_eq!(taken.code(), "organisations-instrument-number-taken");
}
