//! Fixtures of the stories about accounts.

use crate::world::{body_command, demo_world, profile};
use access::{Access, CodeSetup, Config, NewAccount, NewPost, OfficeRef, SignInStep, Slip};
use crypto::{KeyRing, OtpSecret, Profile};
use kernel::{
    AccountId, Actor, AuthorityId, BodyId, Ctx, DivisionCode, Instant, Role, SystemActor,
};
use organisations::{AuthorityKind, NewAuthority, Organisations};
use std::sync::Arc;
use store::{Store, args};
use testkit::{On, TestDb};

/// A password that holds the rule.
pub const PASSWORD: &str = "three brown lathes";

/// The area on a fresh database with one authority.
pub struct Fixture {
    pub db: TestDb,
    pub store: Store,
    pub ring: Arc<KeyRing>,
    pub access: Access,
    pub organisations: Organisations,
    pub authority: AuthorityId,
}

/// A device with one-time codes.
pub struct Device(OtpSecret);

impl Device {
    /// The code shown now.
    pub fn now(&self, f: &Fixture) -> String {
        self.0.code_at(f.now())
    }
}

impl Fixture {
    pub async fn new(on: On) -> Self {
        Fixture::with(on, |_| {}).await
    }

    /// With other settings than the usual ones.
    pub async fn with(on: On, change: impl FnOnce(&mut Config)) -> Self {
        Fixture::opened(TestDb::new(on).await, change).await
    }

    /// In a demonstration.
    pub async fn demo(on: On) -> Self {
        let mut db = TestDb::new(on).await;
        db.options.demo = true;
        Fixture::opened(db, |_| {}).await
    }

    async fn opened(db: TestDb, change: impl FnOnce(&mut Config)) -> Self {
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(profile()));
        let mut config = Config::cheap(profile());
        change(&mut config);
        let access = Access::new(store.clone(), Arc::clone(&ring), config);
        let organisations = Organisations::new(store.clone(), Arc::clone(&ring));
        let province = DivisionCode::new(770000).unwrap();
        let bureau = NewAuthority {
            kind: AuthorityKind::HumanResources,
            name: "示范省人力资源和社会保障厅".to_owned(),
            parent: None,
            division: province,
            territory: vec![province],
            functions: AuthorityKind::HumanResources.usual(),
        };
        let setup = demo_world(db.ctx(SystemActor::Setup));
        let authority = organisations.register_authority(&setup, None, bureau).await.unwrap();
        Fixture { db, store, ring, access, organisations, authority }
    }

    pub fn ctx(&self, part: SystemActor) -> Ctx {
        demo_world(self.db.ctx(part))
    }

    /// The context of somebody who has not signed in.
    pub fn anybody(&self) -> Ctx {
        Ctx { actor: Actor::Anonymous, ..self.ctx(SystemActor::Setup) }
    }

    pub fn now(&self) -> Instant {
        self.db.clock.now()
    }

    pub fn later(&self, seconds: i64) {
        self.db.clock.set(self.now().plus_seconds(seconds));
    }

    /// Seconds until the device shows a code that no step before accepted.
    pub fn step(&self) -> i64 {
        match profile() {
            Profile::Intl => 60,
            Profile::Gm => 120,
        }
    }

    pub fn new_account(&self, login: &str, post: Option<NewPost>) -> NewAccount {
        NewAccount { login: login.to_owned(), name: "示例甲".to_owned(), person: None, post }
    }

    pub async fn invite(&self, login: &str, post: Option<NewPost>) -> Slip {
        let command = self.new_account(login, post);
        self.access.invite(&self.ctx(SystemActor::Setup), None, command).await.unwrap()
    }

    /// The device behind a setup: its seed as people type it.
    pub fn device(&self, setup: &CodeSetup) -> Device {
        let typed = setup.typed.expose();
        let seed = match profile() {
            Profile::Intl => base32(typed),
            Profile::Gm => hex(typed),
        };
        Device(OtpSecret::from_seed(profile(), &seed).unwrap())
    }

    /// Activates with [`PASSWORD`].
    pub async fn activate(&self, slip: &Slip) -> Device {
        let (ctx, code) = (self.anybody(), slip.code.expose());
        let setup = self.access.activate(&ctx, &slip.login, code, PASSWORD, "home").await.unwrap();
        let device = self.device(&setup);
        let (ticket, first) = (setup.ticket.expose(), device.now(self));
        self.access.confirm_activation(&ctx, ticket, Some(&first)).await.unwrap();
        device
    }

    /// An active official of the authority. The next code is fresh.
    pub async fn official(&self, login: &str, role: Role) -> (AccountId, Device) {
        let office = OfficeRef::Authority(self.authority);
        let slip = self.invite(login, Some(post(role, office))).await;
        let device = self.activate(&slip).await;
        self.later(self.step());
        (slip.account, device)
    }

    /// A signed-in administrator: the session's token.
    pub async fn administrator(&self, login: &str, role: Role) -> String {
        self.signed_in(login, post(role, OfficeRef::Node)).await
    }

    /// A signed-in person of a body: the session's token.
    pub async fn staff(&self, login: &str, role: Role, body: BodyId) -> String {
        self.signed_in(login, post(role, OfficeRef::Body(body))).await
    }

    pub async fn signed_in(&self, login: &str, post: NewPost) -> String {
        let slip = self.invite(login, Some(post)).await;
        let device = self.activate(&slip).await;
        self.later(self.step());
        self.sign_in(login, &device).await
    }

    /// The first step of signing in, which asks for a code.
    pub async fn first_step(&self, login: &str) -> String {
        let step = self.access.sign_in(&self.anybody(), login, PASSWORD, "home").await.unwrap();
        let SignInStep::Code { ticket } = step else { panic!("no code asked for") };
        ticket.into_exposed()
    }

    /// Signs in with two factors: the session's token.
    pub async fn sign_in(&self, login: &str, device: &Device) -> String {
        let ticket = self.first_step(login).await;
        let code = device.now(self);
        let session = self.access.sign_in_code(&self.anybody(), &ticket, &code, "home").await;
        session.unwrap().token.into_exposed()
    }

    /// The context of whoever holds the token.
    pub async fn as_token(&self, token: &str) -> Ctx {
        let found = self.access.actor_for_session(self.now(), token).await.unwrap().unwrap();
        Ctx { actor: Actor::Account(found.actor), ..self.anybody() }
    }

    /// The account of a login.
    pub async fn find(&self, login: &str) -> AccountId {
        let query = access::AccountQuery { text: login.to_owned(), role: None };
        let console = self.ctx(SystemActor::Console);
        let page = self.access.accounts(&console, &query, &Default::default()).await.unwrap();
        page.items[0].id
    }

    pub async fn body(&self, number: u32) -> BodyId {
        let setup = self.ctx(SystemActor::Setup);
        self.organisations.register_body(&setup, None, body_command(number)).await.unwrap()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut conn = self.store.read().await.unwrap();
        conn.fetch_one(sql, args![]).await.unwrap().get("n").unwrap()
    }

    /// One column of text.
    pub async fn column(&self, sql: &'static str) -> Vec<String> {
        let mut conn = self.store.read().await.unwrap();
        let rows = conn.fetch_all(sql, args![]).await.unwrap();
        rows.iter().map(|row| row.get("c").unwrap()).collect()
    }
}

pub fn post(role: Role, office: OfficeRef) -> NewPost {
    NewPost { role, office, from_on: None, until_on: None, deputy_for: None }
}

fn base32(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = text.chars().map(|c| ALPHABET.find(c).unwrap());
    let bits: Vec<u8> = bits.flat_map(|n| (0..5).rev().map(move |b| (n >> b & 1) as u8)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |n, bit| n << 1 | bit)).collect()
}

fn hex(text: &str) -> Vec<u8> {
    let pair = |n: usize| u8::from_str_radix(&text[2 * n..2 * n + 2], 16).unwrap();
    (0..text.len() / 2).map(pair).collect()
}
