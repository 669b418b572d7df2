use super::*;
use kernel::{AccountActor, AccountId, Home, Instant, Random};
use proptest::prelude::*;
use std::sync::Arc;

const OPEN: Action = Action {
    code: "people.person.open",
    sentence: ("查看人员", "Open a person"),
    grants: &[Grant::Own, Grant::InTerritory(Role::Handler), Grant::InBody(Role::BodyClerk)],
};

fn id<K: kernel::id::IdKind>(seed: u64) -> kernel::Id<K> {
    kernel::Id::new(Home(1), Instant::from_micros(1), &Random::seeded(seed))
}

fn actor(person: Option<PersonId>, posts: Vec<Post>, assurance: Assurance) -> Actor {
    let account: AccountId = id(99);
    Actor::Account(Arc::new(AccountActor {
        account,
        person,
        posts,
        deputies: Vec::new(),
        assurance,
    }))
}

fn handler(territory: &[u32]) -> Post {
    let territory = territory.iter().filter_map(|n| DivisionCode::new(*n)).collect();
    Post { role: Role::Handler, office: Office::Authority { id: id(5), territory } }
}

fn in_division(number: u32) -> Object {
    Object::person(id(1)).in_division(DivisionCode::new(number).unwrap())
}

#[test]
fn a_prefecture_reaches_its_counties_and_no_others() {
    let official = actor(None, vec![handler(&[770100])], Assurance::Two);
    assert_eq!(decide(&official, &OPEN, &in_division(770102)), Decision::Allowed);
    assert_eq!(decide(&official, &OPEN, &in_division(770201)), Decision::NotYours);
    assert_eq!(decide(&official, &OPEN, &in_division(770000)), Decision::NotYours);
}

#[test]
fn a_worker_opens_only_their_own_record_and_needs_no_second_factor() {
    let worker = actor(Some(id(1)), vec![], Assurance::One);
    assert_eq!(decide(&worker, &OPEN, &Object::person(id(1))), Decision::Allowed);
    assert_eq!(decide(&worker, &OPEN, &Object::person(id(2))), Decision::NotYours);
}

#[test]
fn a_post_works_only_with_two_factors() {
    let official = actor(None, vec![handler(&[770000])], Assurance::One);
    assert_eq!(decide(&official, &OPEN, &in_division(770102)), Decision::TwoFactorsFirst);
}

#[test]
fn a_role_in_a_body_is_worth_nothing_in_another() {
    let post = Post { role: Role::BodyClerk, office: Office::Body(id(7)) };
    let clerk = actor(None, vec![post], Assurance::Two);
    assert_eq!(decide(&clerk, &OPEN, &Object::body(id(7))), Decision::Allowed);
    assert_eq!(decide(&clerk, &OPEN, &Object::body(id(8))), Decision::NotYours);
}

#[test]
fn nobody_and_the_wrong_post_are_told_apart() {
    assert_eq!(decide(&Actor::Anonymous, &OPEN, &Object::none()), Decision::SignInFirst);
    let admin = Post { role: Role::SystemAdmin, office: Office::Node };
    let admin = actor(None, vec![admin], Assurance::Two);
    assert_eq!(decide(&admin, &OPEN, &in_division(770102)), Decision::NoPost);
    let jobs = Actor::System(SystemActor::Jobs);
    assert_eq!(decide(&jobs, &OPEN, &in_division(770102)), Decision::NoPost);
}

#[test]
fn a_form_is_for_whoever_may_do_it_somewhere() {
    let clock = kernel::Clock::manual(Instant::from_micros(0));
    let world = Arc::new(kernel::World::default());
    let ctx = Ctx::system(SystemActor::Jobs, &clock, world, Random::seeded(1));
    let ctx = |actor| Ctx { actor, ..ctx.clone() };
    let code = |actor| permit_somewhere(&ctx(actor), &OPEN).map_err(|refused| refused.code());
    assert_eq!(code(actor(None, vec![handler(&[770100])], Assurance::Two)), Ok(()));
    let admin = Post { role: Role::SystemAdmin, office: Office::Node };
    let admin = actor(None, vec![admin], Assurance::Two);
    assert_eq!(code(admin), Err("problem-no-post"));
    assert_eq!(code(Actor::Anonymous), Err("problem-sign-in"));
}

#[test]
fn a_post_in_the_office_counts_whatever_the_territory() {
    const REPORT: Action = Action {
        code: "test.report",
        sentence: ("", ""),
        grants: &[Grant::InOffice(Role::Handler)],
    };
    let post = handler(&[770100]);
    let Office::Authority { id, .. } = post.office else { panic!("an authority") };
    let other = AuthorityId::new(kernel::Home(3), Instant::from_micros(9), &Random::seeded(9));
    let official = actor(None, vec![post], Assurance::Two);
    let of = |offices| decide(&official, &REPORT, &Object::offices(offices));
    assert_eq!(of(vec![other, id]), Decision::Allowed);
    assert_eq!(of(vec![other]), Decision::NotYours);
    assert_eq!(decide(&official, &REPORT, &in_division(770102)), Decision::NotYours);
    assert_eq!(offices_for(&official, &REPORT), [id]);
}

fn division() -> impl Strategy<Value = u32> {
    prop_oneof![
        Just(110000u32),
        (1u32..4).prop_map(|p| 110000 + p * 100),
        (1u32..4, 1u32..6).prop_map(|(p, c)| 110000 + p * 100 + c),
    ]
}

proptest! {
    /// Jurisdiction by properties: allowed exactly when a division of the territory is a prefix, in
    /// pairs of digits, of the object's.
    #[test]
    fn territory_is_prefix(territory in proptest::collection::vec(division(), 0..3), object in division()) {
        let official = actor(None, vec![handler(&territory)], Assurance::Two);
        let expected = territory.iter().any(|t| {
            let significant = if t % 10_000 == 0 { 10_000 } else if t % 100 == 0 { 100 } else { 1 };
            t / significant == object / significant
        });
        let allowed = decide(&official, &OPEN, &in_division(object)) == Decision::Allowed;
        prop_assert_eq!(allowed, expected);
    }
}
