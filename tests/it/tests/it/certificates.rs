//! K10 and K11: numbers without gaps, signed credentials, one answer for whatever does not match.

use crate::evaluation_world::filed_body;
use crate::world::{clerk, demo_world, person};
use certificates::public::{IssueBatch, IssueItem, issue_many_in};
use certificates::{
    Certificates, CheckLimits, CheckedOn, Claimed, PublicReason, Site, Standing, StatusStep,
};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{
    BodyId, CandidateId, CertificateId, Home, OccupationCode, PageRequest, Role, RunId, SkillLevel,
    SystemActor,
};
use organisations::Organisations;
use people::public::{Registered, register_many_in};
use rules::{Part, PartResult, PartResults, RuleBook};
use std::sync::Arc;
use store::{Store, args};
use testkit::{On, TestDb};

testkit::both_engines! {
    a_certificate_is_issued_checked_and_revoked;
    whatever_does_not_match_gives_one_answer_and_is_counted;
    an_address_that_guesses_too_often_learns_nothing_more;
    a_refused_batch_takes_no_number;
    a_compromised_key_shows_in_the_check;
}

/// A body with a filing and a key, ready to issue.
pub struct Fixture {
    pub db: TestDb,
    pub store: Store,
    pub ring: Arc<KeyRing>,
    pub organisations: Organisations,
    pub area: Certificates,
    pub body: BodyId,
}

impl Fixture {
    pub async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(crate::world::profile()));
        let organisations = Organisations::new(store.clone(), Arc::clone(&ring));
        let site = Site::new("https://skills.example.org");
        let limits = CheckLimits::default();
        let area = Certificates::new(store.clone(), Arc::clone(&ring), site, limits);
        let body = filed_body(&db, &organisations).await;
        Fixture { db, store, ring, organisations, area, body }
    }

    /// Registers people and issues a certificate to each, at the level.
    pub async fn issue(
        &self,
        numbers: [u32; 2],
        level: SkillLevel,
    ) -> kernel::Result<Vec<CertificateId>> {
        let ctx = demo_world(self.db.ctx(SystemActor::Setup));
        let exam_on = "2026-05-01".parse().unwrap();
        let rule = RuleBook::shipped().unwrap().pass_rule(exam_on, level).unwrap().clone();
        let run = RunId::new(Home(3), ctx.now, &ctx.random);
        let occupation: OccupationCode = "6-18-01-01".parse().unwrap();
        let body = self.body;
        let batch = IssueBatch { body, run, occupation, level, exam_on, rule, items: Vec::new() };
        let (ring, site) = (Arc::clone(&self.ring), self.area.site().clone());
        let issued = self.store.write(&ctx, None, move |tx| {
            let (ring, site, mut batch) = (Arc::clone(&ring), site.clone(), batch.clone());
            async move {
                let people = numbers.map(|number| person(number, "示例甲")).to_vec();
                for registered in register_many_in(tx, &ring, people).await? {
                    let (Registered::New(person) | Registered::Known(person)) = registered else {
                        panic!("the same name each time");
                    };
                    let candidate = CandidateId::new(Home(3), tx.now(), &tx.random());
                    let parts = PartResults::from([(Part::Theory, PartResult::Marks(8650))]);
                    batch.items.push(IssueItem { candidate, person, variant: None, parts });
                }
                issue_many_in(tx, &ring, &site, &batch).await
            }
            .boxed()
        });
        issued.await
    }

    pub(crate) async fn check(&self, claimed: Claimed) -> Option<certificates::Checked> {
        let ctx = demo_world(self.db.ctx(SystemActor::Jobs));
        self.area.check(&ctx, claimed, CheckedOn::Page, "192.0.2.1".to_owned()).await.unwrap()
    }

    async fn numbers(&self) -> Vec<String> {
        let manager = clerk(&self.db, 1, Role::BodyManager, self.body);
        let page = self.area.of_body(&manager, self.body, &PageRequest::default()).await.unwrap();
        let mut numbers: Vec<String> = page.items.into_iter().map(|c| c.number).collect();
        numbers.sort();
        numbers
    }
}

fn claim(number: &str, second: &str) -> Claimed {
    Claimed::Number { number: number.to_owned(), second: second.to_owned() }
}

async fn a_certificate_is_issued_checked_and_revoked(on: On) {
    let f = Fixture::new(on).await;
    let ids = f.issue([1, 2], SkillLevel::Level4).await.unwrap();
    let number = "S000077000001264000001";
    assert_eq!(f.numbers().await, [number, "S000077000001264000002"]);
    let manager = clerk(&f.db, 1, Role::BodyManager, f.body);
    let opened = f.area.open(&manager, ids[0], "打印".to_owned()).await.unwrap();
    let token = opened.check_url.rsplit('/').next().unwrap().to_owned();
    let checked = f.check(Claimed::Token(token.clone())).await.unwrap();
    assert_eq!((checked.number.as_str(), checked.name.as_str()), (number, "示*甲"));
    assert_eq!((checked.standing, checked.signature_good), (Standing::Valid, true));
    let verdict = f.area.verify(&manager, opened.credential.as_bytes()).await.unwrap();
    assert!(matches!(verdict, credential::Verdict::Valid(_)), "{verdict:?}");
    let changed = opened.credential.replace("示例甲", "示例乙");
    let verdict = f.area.verify(&manager, changed.as_bytes()).await.unwrap();
    assert!(matches!(verdict, credential::Verdict::NotValid { .. }), "{verdict:?}");
    let after = async |step| {
        f.area.change_status(&manager, None, ids[0], step, "抽查".into()).await.unwrap();
        f.check(Claimed::Token(token.clone())).await.unwrap().standing
    };
    let on = opened.certificate.issued_on;
    let why = PublicReason::ResultError;
    assert_eq!(after(StatusStep::Suspend(why)).await, Standing::Suspended { on, why });
    assert_eq!(after(StatusStep::Resume).await, Standing::Valid);
    let why = PublicReason::Cheating;
    assert_eq!(after(StatusStep::Revoke(why)).await, Standing::Revoked { on, why });
}

async fn whatever_does_not_match_gives_one_answer_and_is_counted(on: On) {
    let f = Fixture::new(on).await;
    f.issue([1, 2], SkillLevel::Level4).await.unwrap();
    let number = "S000077000001264000001";
    let document = person(1, "示例甲").documents[0].number.reveal().to_owned();
    assert!(f.check(claim(&number.to_lowercase(), "示例甲")).await.is_some());
    assert!(f.check(claim(number, &document[12..])).await.is_some());
    assert!(f.check(claim(number, "示例乙")).await.is_none());
    assert!(f.check(claim(number, "")).await.is_none());
    assert!(f.check(claim("S000077000001264000009", "示例甲")).await.is_none());
    assert!(f.check(Claimed::Token("x".to_owned())).await.is_none());
    for _ in 0..3 {
        assert!(f.check(claim(number, "示例丙")).await.is_none());
    }
    assert!(f.check(claim(number, "示例甲")).await.is_none(), "five failures close the number");
    let other = "S000077000001264000002";
    assert!(f.check(claim(other, "示例甲")).await.is_some(), "and no other");
}

async fn an_address_that_guesses_too_often_learns_nothing_more(on: On) {
    let f = Fixture::new(on).await;
    f.issue([1, 2], SkillLevel::Level4).await.unwrap();
    let right = claim("S000077000001264000001", "示例甲");
    for guess in 0..60 {
        assert!(f.check(claim(&format!("S0000770000012641{guess:05}"), "示例甲")).await.is_none());
    }
    assert!(f.check(right.clone()).await.is_none(), "sixty failures close the address");
    let ctx = demo_world(f.db.ctx(SystemActor::Jobs));
    let elsewhere =
        f.area.check(&ctx, right, CheckedOn::Page, "192.0.2.2".to_owned()).await.unwrap();
    assert!(elsewhere.is_some(), "and no other");
}

async fn a_refused_batch_takes_no_number(on: On) {
    let f = Fixture::new(on).await;
    f.issue([1, 2], SkillLevel::Level4).await.unwrap();
    let refused = f.issue([3, 4], SkillLevel::Level3).await.unwrap_err();
    assert_eq!(refused.code(), "certificates-not-filed");
    f.issue([5, 6], SkillLevel::Level4).await.unwrap();
    let serials: Vec<String> = f.numbers().await.iter().map(|n| n[16..].to_owned()).collect();
    assert_eq!(serials, ["000001", "000002", "000003", "000004"]);
}

async fn a_compromised_key_shows_in_the_check(on: On) {
    let f = Fixture::new(on).await;
    let ids = f.issue([1, 2], SkillLevel::Level4).await.unwrap();
    let number = "S000077000001264000001";
    let manager = clerk(&f.db, 1, Role::BodyManager, f.body);
    let key = f.organisations.keys(&manager, f.body).await.unwrap()[0].id;
    f.organisations.end_key(&manager, None, key, true).await.unwrap();
    let checked = f.check(claim(number, "示例甲")).await.unwrap();
    assert!(!checked.signature_good, "a compromised key vouches for nothing");
    let mut conn = f.store.read().await.unwrap();
    let row = conn.fetch_one("SELECT COUNT(*) AS n FROM certificate", args![]).await.unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), ids.len() as i64);
}
