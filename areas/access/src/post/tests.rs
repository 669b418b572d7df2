use super::*;
use kernel::{Home, Instant, Random};
use proptest::prelude::*;

fn day(offset: u32) -> CivilDate {
    CivilDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(offset.into())
}

fn post(role: Role, office: OfficeRef, from_on: u32, until_on: Option<u32>) -> HeldPost {
    let random = Random::seeded(u64::from(from_on));
    HeldPost {
        id: PostId::new(Home::NODE, Instant::from_micros(0), &random),
        version: 1,
        account: AccountId::new(Home::NODE, Instant::from_micros(0), &random),
        role,
        office,
        from_on: day(from_on),
        until_on: until_on.map(day),
        deputy_for: None,
    }
}

fn administrators() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin])
}

fn wishes() -> impl Strategy<Value = Vec<(Role, u32, Option<u32>)>> {
    let wish = (administrators(), 0u32..40, prop::option::of(0u32..20));
    prop::collection::vec(wish.prop_map(|(r, from, long)| (r, from, long.map(|l| from + l))), 0..12)
}

proptest! {
    #[test]
    fn nobody_is_ever_two_administrators_on_one_day(wishes in wishes()) {
        let mut held = Vec::new();
        for (role, from, until) in wishes {
            if may_add(&held, role, OfficeRef::Node, day(from), until.map(day)).is_ok() {
                held.push(post(role, OfficeRef::Node, from, until));
            }
        }
        for on in 0..80 {
            let roles: Vec<Role> =
                held.iter().filter(|p| p.held_on(day(on))).map(|p| p.role).collect();
            prop_assert!(roles.len() <= 1, "{roles:?} on day {on}");
        }
    }

    #[test]
    fn a_role_fits_one_kind_of_office(number in 0usize..9, seed in any::<u64>()) {
        let random = Random::seeded(seed);
        let now = Instant::from_micros(0);
        let offices = [
            OfficeRef::Node,
            OfficeRef::Authority(AuthorityId::new(Home(1), now, &random)),
            OfficeRef::Body(BodyId::new(Home(2), now, &random)),
        ];
        let role = Role::ALL[number];
        prop_assert_eq!(offices.into_iter().filter(|office| fits(role, *office)).count(), 1);
    }
}

#[test]
fn one_after_the_other_is_allowed() {
    let first = post(Role::SystemAdmin, OfficeRef::Node, 0, Some(9));
    let held = [first];
    let clash = may_add(&held, Role::AuditAdmin, OfficeRef::Node, day(9), None);
    assert_eq!(clash.unwrap_err().code(), "access-three-administrators");
    may_add(&held, Role::AuditAdmin, OfficeRef::Node, day(10), None).unwrap();
    let twice = may_add(&held, Role::SystemAdmin, OfficeRef::Node, day(3), None);
    assert_eq!(twice.unwrap_err().code(), "access-post-held");
}

#[test]
fn a_post_ends_once() {
    let ended = post(Role::SystemAdmin, OfficeRef::Node, 0, None).end(day(5)).unwrap();
    assert!(ended.held_on(day(5)) && !ended.held_on(day(6)));
    assert_eq!(ended.clone().end(day(7)).unwrap_err().code(), "access-post-ended");
    assert_eq!(ended.end(day(2)).unwrap().until_on, Some(day(2)), "earlier than planned");
}
