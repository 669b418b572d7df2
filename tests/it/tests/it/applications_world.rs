//! Fixtures of the stories about applications and their cases.

use crate::world::{account, body_command, clerk, demo_world};
use approval::{Act, Cause, Ending, State};
use chrono::Days;
use crypto::KeyRing;
use kernel::{
    ApplicationId, AuthorityId, BodyId, CivilDate, Ctx, DivisionCode, Instant, Office, Post,
    Problem, Result, Role, SkillLevel, SystemActor,
};
use organisations::{
    Applied, AuthorityKind, MayCertify, NewApplication, NewAuthority, OfficeAct, Organisations,
    public,
};
use std::sync::Arc;
use store::Store;
use testkit::{On, TestDb};

/// The area on a fresh database with an office of the province and a body.
pub struct Fixture {
    pub db: TestDb,
    pub store: Store,
    pub ring: Arc<KeyRing>,
    pub area: Organisations,
    pub office: AuthorityId,
    pub body: BodyId,
}

pub fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

impl Fixture {
    pub async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(crate::world::profile()));
        let area = Organisations::new(store.clone(), Arc::clone(&ring));
        let setup = demo_world(db.ctx(SystemActor::Setup));
        let province = DivisionCode::new(770000).unwrap();
        let office = NewAuthority {
            kind: AuthorityKind::HumanResources,
            name: "示范省人力资源和社会保障厅".to_owned(),
            parent: None,
            division: province,
            territory: vec![province],
            functions: AuthorityKind::HumanResources.usual(),
        };
        let office = area.register_authority(&setup, None, office).await.unwrap();
        let body = area.register_body(&setup, None, body_command(1)).await.unwrap();
        Fixture { db, store, ring, area, office, body }
    }

    pub fn on(&self, ctx: Ctx, on: &str) -> Ctx {
        Ctx { now: Instant::start_of(day(on)).plus_seconds(10 * 3600), ..ctx }
    }

    pub fn official(&self, role: Role, number: u64, on: &str) -> Ctx {
        let territory = vec![DivisionCode::new(770000).unwrap()];
        let office = Office::Authority { id: self.office, territory };
        self.on(account(&self.db, number, None, vec![Post { role, office }]), on)
    }

    pub fn handler(&self, on: &str) -> Ctx {
        self.official(Role::Handler, 71, on)
    }

    pub fn checker(&self, on: &str) -> Ctx {
        self.official(Role::Checker, 72, on)
    }

    pub fn approver(&self, on: &str) -> Ctx {
        self.official(Role::Approver, 73, on)
    }

    pub fn manager(&self, on: &str) -> Ctx {
        self.on(clerk(&self.db, 61, Role::BodyManager, self.body), on)
    }

    pub fn wanted(&self) -> NewApplication {
        NewApplication {
            body: self.body,
            authority: self.office,
            years: 3,
            scope: vec![("6-18-01-01".parse().unwrap(), SkillLevel::Level4)],
        }
    }

    pub async fn applied(&self, ctx: &Ctx, id: ApplicationId) -> Applied {
        self.area.application(ctx, id).await.unwrap()
    }

    /// An application with all papers, handed in.
    pub async fn handed_in(&self, on: &str) -> ApplicationId {
        let manager = self.manager(on);
        let id = self.area.begin_application(&manager, None, self.wanted()).await.unwrap();
        for paper in self.applied(&manager, id).await.procedure.papers {
            let file = b"%PDF-1.7 made up".as_slice();
            self.area.attach_paper(&manager, id, paper.key, file).await.unwrap();
        }
        let version = self.applied(&manager, id).await.application.version;
        self.area.hand_in(&manager, None, id, version).await.unwrap();
        id
    }

    pub async fn act(&self, ctx: &Ctx, id: ApplicationId, act: Act) -> Result<()> {
        self.act_with(ctx, id, act, None).await
    }

    pub async fn act_with(
        &self,
        ctx: &Ctx,
        id: ApplicationId,
        act: Act,
        code: Option<&str>,
    ) -> Result<()> {
        let case = self.applied(ctx, id).await.record.unwrap().case;
        let command = OfficeAct {
            case: case.id,
            version: case.version,
            act,
            opinion: "示例意见".to_owned(),
            code: code.map(str::to_owned),
        };
        self.area.act_on_application(ctx, None, command).await
    }

    pub async fn state(&self, id: ApplicationId) -> State {
        let ctx = self.manager("2026-11-24");
        self.applied(&ctx, id).await.record.unwrap().case.progress.state
    }

    /// From acceptance to the last step.
    pub async fn to_the_top(&self, id: ApplicationId, on: &str) {
        let (handler, checker) = (self.handler(on), self.checker(on));
        self.act(&handler, id, Act::Accept).await.unwrap();
        let cause = Cause::TechnicalAssessment;
        self.act(&handler, id, Act::Stop { cause }).await.unwrap();
        self.act(&handler, id, Act::Assessed).await.unwrap();
        self.act(&handler, id, Act::Propose { favourable: true }).await.unwrap();
        self.act(&checker, id, Act::Propose { favourable: true }).await.unwrap();
    }

    /// Granted, with the filing code.
    pub async fn granted(&self, id: ApplicationId, on: &str, code: &str) {
        self.to_the_top(id, on).await;
        self.act(&self.approver(on), id, Act::Approve).await.unwrap();
        let later = (day(on) + Days::new(20)).to_string();
        let act = Act::Conclude;
        self.act_with(&self.approver(&later), id, act, Some(code)).await.unwrap();
    }

    pub async fn ended(&self, id: ApplicationId, how: Ending, on: &str, effective: &str) {
        let effective = day(effective);
        self.act(&self.handler(on), id, Act::ProposeEnd { how, effective }).await.unwrap();
        self.act(&self.approver(on), id, Act::ConfirmEnd).await.unwrap();
    }

    pub async fn may(&self, on: &str) -> MayCertify {
        let mut conn = self.store.read().await.unwrap();
        let (occupation, level) = self.wanted().scope[0];
        public::may_certify_in(&mut conn, self.body, occupation, level, day(on)).await.unwrap()
    }
}

pub fn code(problem: Result<()>) -> &'static str {
    problem.unwrap_err().code()
}

pub fn field(problem: &Problem) -> (&'static str, &'static str) {
    let first = &problem.field_problems()[0];
    (first.field, first.code)
}
