//! Shared fixtures: the fictional province, people who act.

use classification::{Pack, shipped_world};
use kernel::{
    AccountActor, AccountId, Actor, Assurance, AuthorityId, BodyId, Ctx, DivisionCode, Home,
    Instant, Office, PersonId, Post, Random, Role, SystemActor, World,
};
use organisations::{BodyKind, NewBody, Uscc};
use std::sync::{Arc, LazyLock};
use testkit::TestDb;

/// The fictional province and the shipped data.
pub static WORLD: LazyLock<Arc<World>> =
    LazyLock::new(|| Arc::new(shipped_world(&[Pack::Demo]).expect("the shipped data load")));

/// The same context against the fictional province.
pub fn demo_world(ctx: Ctx) -> Ctx {
    Ctx { world: Arc::clone(&WORLD), ..ctx }
}

/// A county of the fictional province.
pub fn county() -> DivisionCode {
    let today = testkit::START.civil_date();
    let province = DivisionCode::new(770000).expect("six digits");
    let prefecture = WORLD.divisions.children(province, today)[0].code;
    WORLD.divisions.children(prefecture, today)[0].code
}

/// A synthetic evaluation body.
pub fn body_command(number: u32) -> NewBody {
    let uscc = Uscc::compose("52", county(), &format!("{number:08}")).expect("parts that fit");
    NewBody {
        kind: BodyKind::SocialEvaluationBody,
        name: format!("示例第{number}评价机构"),
        uscc: uscc.as_str().to_owned(),
        division: county(),
        address: "示例路1号".to_owned(),
        contact: "0000-0000000".to_owned(),
    }
}

/// A context of an account with posts.
pub fn account(db: &TestDb, number: u64, person: Option<PersonId>, posts: Vec<Post>) -> Ctx {
    let account =
        AccountId::new(Home::NODE, Instant::from_micros(number as i64), &Random::seeded(number));
    let actor =
        AccountActor { account, person, posts, deputies: Vec::new(), assurance: Assurance::Two };
    let ctx = demo_world(db.ctx(SystemActor::Setup));
    Ctx { actor: Actor::Account(Arc::new(actor)), ..ctx }
}

/// Somebody of a body.
pub fn clerk(db: &TestDb, number: u64, role: Role, body: BodyId) -> Ctx {
    account(db, number, None, vec![Post { role, office: Office::Body(body) }])
}

/// An official whose authority is responsible for the divisions.
pub fn official(db: &TestDb, role: Role, territory: &[u32]) -> Ctx {
    let id = AuthorityId::new(Home::NODE, Instant::from_micros(1), &Random::seeded(1));
    let territory = territory.iter().filter_map(|n| DivisionCode::new(*n)).collect();
    account(db, 77, None, vec![Post { role, office: Office::Authority { id, territory } }])
}

/// The crypto profile under test: `KAOGONG_TEST_PROFILE=gm` runs the whole suite under the other.
pub fn profile() -> crypto::Profile {
    match std::env::var("KAOGONG_TEST_PROFILE").as_deref() {
        Ok("gm") => crypto::Profile::Gm,
        _ => crypto::Profile::Intl,
    }
}

/// A synthetic person: the number tells the birth date and the document.
pub fn person(number: u32, name: &str) -> people::public::NewPerson {
    let birth = kernel::CivilDate::from_ymd_opt(1980 + (number % 20) as i32, 1 + number % 12, 1);
    let text = people::citizen_number(county(), birth.expect("a day"), (number % 1000) as u16);
    let today = testkit::START.civil_date();
    let kind = people::DocumentKind::CitizenCard;
    let document = people::check(kind, &text.expect("parts that fit"), &WORLD, today);
    people::public::NewPerson {
        name: people::PersonName::read(name).expect("a name"),
        documents: vec![people::Document::new(document.expect("a valid number"))],
        sex: None,
        birth_on: None,
        phone: Some(format!("12{number:09}")),
        division: county(),
        extra: std::collections::BTreeMap::new(),
    }
}
