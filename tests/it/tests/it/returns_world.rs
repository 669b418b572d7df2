//! Fixtures of returns: a province with a prefecture and two counties that report, and facts in the
//! journal.

use crate::world::{account, demo_world};
use certificates::facts::CertificateIssued;
use futures_util::FutureExt as _;
use kernel::{
    AuthorityId, CertificateId, CivilDate, Ctx, DivisionCode, Home, Instant, Month, Office,
    PersonId, Post, Problem, Result, ReturnId, Role, SkillLevel, SystemActor,
};
use organisations::{AuthorityKind, Function, NewAuthority, Organisations};
use returns::{Answer, FormBook, NewReturn, ReturnFile, Returns, Seen, Span, Typed};
use statistics::Statistics;
use std::sync::Arc;
use store::{About, Store, args};
use testkit::{On, TestDb};

pub struct Fixture {
    pub db: TestDb,
    pub store: Store,
    pub area: Returns,
    pub statistics: Statistics,
    pub province: AuthorityId,
    pub prefecture: AuthorityId,
    pub county: AuthorityId,
    pub county2: AuthorityId,
    /// It keeps statistics, but reports through the province's office.
    pub centre: AuthorityId,
    pub month: Month,
}

pub fn division(number: u32) -> DivisionCode {
    DivisionCode::new(number).unwrap()
}

pub fn code<T>(answer: Result<T>) -> &'static str {
    answer.map(drop).unwrap_err().code()
}

/// The codes of what is wrong with fields.
pub fn fields(problem: &Problem) -> Vec<&'static str> {
    problem.field_problems().iter().map(|one| one.code).collect()
}

/// A context at noon of a day.
pub fn on(ctx: Ctx, day: &str) -> Ctx {
    let day: CivilDate = day.parse().unwrap();
    Ctx { now: Instant::start_of(day).plus_seconds(12 * 3600), ..ctx }
}

/// A fact of an issued certificate, as the area of certificates writes it.
pub fn certificate(ctx: &Ctx, home: Home, level: SkillLevel) -> (About, CertificateIssued) {
    let person = PersonId::new(home, ctx.now, &ctx.random);
    let fact = CertificateIssued {
        certificate: CertificateId::new(home, ctx.now, &ctx.random),
        occupation: "6-31-01-03".parse().unwrap(),
        classification: "2022".to_owned(),
        level,
        exam_on: ctx.today(),
        issued_on: ctx.today(),
    };
    (About::person(person), fact)
}

/// So many certificates of a day, each for somebody new.
pub async fn issue(f: &Fixture, day: &str, at: u32, level: &str, count: usize) {
    let level: SkillLevel = serde_json::from_value(level.into()).unwrap();
    let ctx = on(f.setup(), day);
    let write = f.store.write(&ctx, None, move |tx| {
        async move {
            for number in 0..count {
                let home = Home(u8::try_from(number * 7 % 256).unwrap());
                let (about, fact) = certificate(&tx.ctx().clone(), home, level);
                tx.fact(about.division(division(at)), &fact)?;
            }
            Ok(())
        }
        .boxed()
    });
    write.await.unwrap();
}

impl Fixture {
    pub async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let forms = FormBook::shipped().unwrap();
        let area = Returns::new(store.clone(), forms, platform::returns::figures);
        let statistics = Statistics::new(store.clone());
        let register = async |kind, name: &str, parent, code: u32| {
            let ring = Arc::new(crypto::KeyRing::demo(crate::world::profile()));
            let area = Organisations::new(store.clone(), ring);
            let new = NewAuthority {
                kind,
                name: name.to_owned(),
                parent,
                division: division(code),
                territory: vec![division(code)],
                functions: [Function::Statistics].into_iter().collect(),
            };
            let ctx = demo_world(db.ctx(SystemActor::Setup));
            area.register_authority(&ctx, None, new).await.unwrap()
        };
        use AuthorityKind::{EvaluationCentre, HumanResources};
        let province = register(HumanResources, "示范省厅", None, 770000).await;
        let prefecture = register(HumanResources, "晨光市局", Some(province), 770100).await;
        let county = register(HumanResources, "朝霞区局", Some(prefecture), 770102).await;
        let county2 = register(HumanResources, "启航区局", Some(prefecture), 770104).await;
        let centre = register(EvaluationCentre, "示范省中心", Some(province), 770000).await;
        let month = "2026-10".parse().unwrap();
        Fixture {
            area,
            statistics,
            province,
            prefecture,
            county,
            county2,
            centre,
            month,
            db,
            store,
        }
    }

    pub fn setup(&self) -> Ctx {
        demo_world(self.db.ctx(SystemActor::Setup))
    }

    pub fn several(&self, posts: &[(AuthorityId, Role)], number: u64) -> Ctx {
        let post = |(id, role): &(AuthorityId, Role)| {
            let office = Office::Authority { id: *id, territory: Vec::new() };
            Post { role: *role, office }
        };
        account(&self.db, number, None, posts.iter().map(post).collect())
    }

    pub fn official(&self, office: AuthorityId, role: Role, number: u64) -> Ctx {
        self.several(&[(office, role)], number)
    }

    pub async fn drafted(&self, ctx: &Ctx, office: AuthorityId, form: &str) -> ReturnId {
        self.statistics.catch_up(&self.db.ctx(SystemActor::Jobs)).await.unwrap();
        let new = NewReturn { form: form.to_owned(), month: self.month, authority: office };
        self.area.draft(ctx, None, new).await.unwrap()
    }

    /// What somebody sees right now.
    pub async fn seen(&self, id: ReturnId) -> Seen {
        let console = demo_world(self.db.ctx(SystemActor::Console));
        Seen { version: self.area.file(&console, id).await.unwrap().sheet.version }
    }

    pub async fn enter(&self, ctx: &Ctx, id: ReturnId, typed: Vec<Typed>, why: &str) -> Result<()> {
        let seen = self.seen(id).await;
        self.area.enter(ctx, None, id, seen, (typed, why.to_owned())).await
    }

    /// Nothing happened in what is entered by hand.
    pub async fn by_hand(&self, ctx: &Ctx, id: ReturnId) {
        let file = self.area.file(ctx, id).await.unwrap();
        let empty = file.sheet.cells.iter().filter(|cell| cell.own().is_none());
        let typed = empty
            .map(|cell| Typed { row: cell.row.clone(), span: cell.span, value: Some(0) })
            .collect();
        self.enter(ctx, id, typed, "台账，本月没有").await.unwrap();
    }

    pub async fn refill(&self, ctx: &Ctx, id: ReturnId) -> Result<()> {
        self.statistics.catch_up(&self.db.ctx(SystemActor::Jobs)).await.unwrap();
        let seen = self.seen(id).await;
        self.area.refill(ctx, None, id, seen).await
    }

    pub async fn submit(&self, ctx: &Ctx, id: ReturnId, note: &str) -> Result<()> {
        let seen = self.seen(id).await;
        self.area.submit(ctx, None, id, seen, note.to_owned()).await
    }

    pub async fn decide(&self, ctx: &Ctx, id: ReturnId, answer: Answer) -> Result<()> {
        let seen = self.seen(id).await;
        self.area.decide(ctx, None, id, seen, answer).await
    }

    /// A return of an office that the one above has locked; three people, numbered from `number`.
    pub async fn locked(
        &self,
        office: AuthorityId,
        above: AuthorityId,
        form: &str,
        number: u64,
    ) -> ReturnId {
        let clerk = self.official(office, Role::Handler, number);
        let id = self.drafted(&clerk, office, form).await;
        self.by_hand(&clerk, id).await;
        let checker = self.official(office, Role::Checker, number + 1);
        self.submit(&checker, id, "下级未到齐").await.unwrap();
        let upper = self.official(above, Role::Checker, number + 2);
        self.decide(&upper, id, Answer::Accept).await.unwrap();
        id
    }

    pub fn value(&self, file: &ReturnFile, row: &str, span: Span) -> Option<i64> {
        returns::sheet::find(&file.sheet.cells, row, span).unwrap().value()
    }

    pub async fn facts(&self, kind: &'static str) -> i64 {
        let mut conn = self.store.read().await.unwrap();
        let sql = "SELECT COUNT(*) AS n FROM fact WHERE kind = $1";
        conn.fetch_one(sql, args![kind]).await.unwrap().get("n").unwrap()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut conn = self.store.read().await.unwrap();
        conn.fetch_one(sql, args![]).await.unwrap().get("n").unwrap()
    }
}
