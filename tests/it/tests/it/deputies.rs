//! R1, R2: somebody holds a post for a time in the place of somebody who is away.

use crate::access_world::{self, post};
use crate::applications_world::{Fixture, code, field};
use crate::world::account;
use access::{NewPost, OfficeRef};
use approval::{Act, Cause};
use kernel::{Actor, Ctx, Deputy, DivisionCode, Office, Post, Role, SystemActor};
use std::sync::Arc;
use testkit::On;

testkit::both_engines! {
    a_deputy_decides_in_the_place_of_somebody_and_it_is_told;
    a_deputy_is_given_a_post_that_somebody_holds_for_days_that_are_known;
    nobody_decides_alone_by_way_of_a_deputy;
}

impl Fixture {
    /// Account `number` in a post of the office, in the place of `of`'s account.
    fn deputy(&self, role: Role, number: u64, of: &Ctx, on: &str) -> Ctx {
        let territory = vec![DivisionCode::new(770000).unwrap()];
        let office = Office::Authority { id: self.office, territory };
        let ctx = self.on(account(&self.db, number, None, vec![Post { role, office }]), on);
        let mut actor = ctx.actor.account().unwrap().clone();
        let of = of.actor.account().unwrap().account;
        actor.deputies = vec![Deputy { role, office: self.office, of }];
        Ctx { actor: Actor::Account(Arc::new(actor)), ..ctx }
    }
}

async fn a_deputy_decides_in_the_place_of_somebody_and_it_is_told(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-10-12").await;
    f.to_the_top(id, "2026-10-12").await;
    let approver = f.approver("2026-10-12");
    let deputy = f.deputy(Role::Approver, 91, &approver, "2026-10-12");
    f.act(&deputy, id, Act::Approve).await.unwrap();
    let record = f.applied(&f.manager("2026-10-12"), id).await.record.unwrap();
    let last = record.acts.last().unwrap();
    assert_eq!(last.actor, deputy.actor.word());
    assert_eq!(last.in_place_of, Some(approver.actor.word()));
    assert!(record.acts[..record.acts.len() - 1].iter().all(|done| done.in_place_of.is_none()));
    // The holder is back: what the deputy began is theirs to conclude.
    let later = f.approver("2026-11-02");
    f.act_with(&later, id, Act::Conclude, Some("S000077000901")).await.unwrap();
}

async fn nobody_decides_alone_by_way_of_a_deputy(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-10-12").await;
    let handler = f.handler("2026-10-12");
    f.act(&handler, id, Act::Accept).await.unwrap();
    f.act(&handler, id, Act::Stop { cause: Cause::TechnicalAssessment }).await.unwrap();
    f.act(&handler, id, Act::Assessed).await.unwrap();
    f.act(&handler, id, Act::Propose { favourable: true }).await.unwrap();
    // The handler's own deputy cannot check what the handler handed on.
    let check = Act::Propose { favourable: true };
    let theirs = f.deputy(Role::Checker, 92, &handler, "2026-10-12");
    assert_eq!(code(f.act(&theirs, id, check.clone()).await), "approval-two-people");
    // Nor the handler as somebody's deputy.
    let checker = f.checker("2026-10-12");
    let same = f.deputy(Role::Checker, 71, &checker, "2026-10-12");
    assert_eq!(code(f.act(&same, id, check.clone()).await), "approval-two-people");
    // Whom the deputy stood in for takes no later step.
    let deputy = f.deputy(Role::Checker, 93, &checker, "2026-10-12");
    f.act(&deputy, id, check).await.unwrap();
    let as_approver = f.official(Role::Approver, 72, "2026-10-12");
    assert_eq!(as_approver.actor.word(), checker.actor.word());
    assert_eq!(code(f.act(&as_approver, id, Act::Approve).await), "approval-two-people");
    f.act(&f.approver("2026-10-12"), id, Act::Approve).await.unwrap();
}

async fn a_deputy_is_given_a_post_that_somebody_holds_for_days_that_are_known(on: On) {
    let f = access_world::Fixture::new(on).await;
    let office = OfficeRef::Authority(f.authority);
    let (holder, _) = f.official("holder", Role::Approver).await;
    let token = f.signed_in("other", post(Role::Handler, office)).await;
    let known = f.access.actor_for_session(f.now(), &token).await.unwrap().unwrap();
    let other = known.actor.account;
    let setup = f.ctx(SystemActor::Setup);
    let today = setup.today();
    let wanted = |role, login: &str, until_on| NewPost {
        role,
        office,
        from_on: None,
        until_on,
        deputy_for: Some(login.to_owned()),
    };
    let next_week = Some(today + chrono::Days::new(7));
    for (account, new, wrong) in [
        (other, wanted(Role::Approver, "holder", None), ("until_on", "access-deputy-until")),
        (other, wanted(Role::Approver, "nobody", next_week), ("deputy_for", "access-deputy-post")),
        (other, wanted(Role::Checker, "holder", next_week), ("deputy_for", "access-deputy-post")),
        (other, wanted(Role::Approver, "other", next_week), ("deputy_for", "access-deputy-own")),
    ] {
        let refused = f.access.grant_post(&setup, None, account, new).await.unwrap_err();
        assert_eq!(field(&refused), wrong);
    }
    let new = wanted(Role::Approver, " holder ", next_week);
    f.access.grant_post(&setup, None, other, new).await.unwrap();
    let known = f.access.actor_for_session(f.now(), &token).await.unwrap().unwrap();
    let deputy = Deputy { role: Role::Approver, office: f.authority, of: holder };
    assert_eq!(known.actor.deputies, [deputy]);
    assert_eq!(known.actor.in_place_of(Role::Handler, f.authority), None);
    // A deputy's post is nobody's to stand in for.
    let (third, _) = f.official("third", Role::Checker).await;
    let again = wanted(Role::Approver, "other", next_week);
    let refused = f.access.grant_post(&setup, None, third, again).await.unwrap_err();
    assert_eq!(field(&refused).1, "access-deputy-post");
    f.later(9 * 86_400);
    let known = f.access.actor_for_session(f.now(), &token).await.unwrap();
    assert!(known.is_none_or(|known| known.actor.deputies.is_empty()));
}
