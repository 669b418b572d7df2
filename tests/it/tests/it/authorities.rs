//! R2: authorities are registered, change, merge and end, and what they began goes on.

use crate::access_world::{self, post};
use crate::applications_world::{Fixture, code, field};
use crate::world::{account, demo_world};
use access::OfficeRef;
use approval::{Act, LetterKind, Queue};
use kernel::{Actor, AuthorityId, Ctx, DivisionCode, Office, PageRequest, Post, Role, SystemActor};
use organisations::{
    AuthorityChange, AuthorityEnd, AuthorityKind, AuthorityState, Function, NewAuthority,
};
use testkit::On;

testkit::both_engines! {
    a_body_applies_only_where_bodies_are_filed;
    an_authority_changes_on_the_basis_of_a_document;
    an_office_with_open_cases_is_merged_and_not_abolished;
    cases_of_a_merged_office_go_on_in_the_name_of_the_other;
    nobody_comes_to_stand_above_themselves;
    posts_go_with_the_office;
}

const BASIS: &str = "示编办〔2026〕1号";

fn division(code: u32) -> DivisionCode {
    DivisionCode::new(code).unwrap()
}

fn bureau(name: &str, code: u32, parent: Option<AuthorityId>) -> NewAuthority {
    NewAuthority {
        kind: AuthorityKind::HumanResources,
        name: name.to_owned(),
        parent,
        division: division(code),
        territory: vec![division(code)],
        functions: AuthorityKind::HumanResources.usual(),
    }
}

impl Fixture {
    fn setup(&self) -> Ctx {
        demo_world(self.db.ctx(SystemActor::Setup))
    }

    async fn another(&self, new: NewAuthority) -> AuthorityId {
        self.area.register_authority(&self.setup(), None, new).await.unwrap()
    }

    async fn ending(&self, id: AuthorityId, into: Option<AuthorityId>) -> AuthorityEnd {
        let version = self.area.authority(id).await.unwrap().0.version;
        let on = self.setup().today();
        AuthorityEnd { authority: id, version, into, on, basis: BASIS.to_owned() }
    }

    async fn end(&self, id: AuthorityId, into: Option<AuthorityId>) -> kernel::Result<()> {
        let command = self.ending(id, into).await;
        self.area.end_authority(&self.setup(), None, command).await
    }

    async fn state_of(&self, id: AuthorityId) -> AuthorityState {
        self.area.authority(id).await.unwrap().0.state
    }
}

/// The posts with which an official of the office acts.
async fn acting(f: &Fixture, role: Role, number: u64, office: AuthorityId, on: &str) -> Ctx {
    let mut conn = f.store.read().await.unwrap();
    let working = organisations::public::working_in(&mut conn, &[office]).await.unwrap();
    let (authority, before) = &working[&office];
    let offices = std::iter::once(authority.id).chain(before.iter().copied());
    let territory = authority.territory.clone();
    let posts = offices
        .map(|id| Post { role, office: Office::Authority { id, territory: territory.clone() } });
    f.on(account(&f.db, number, None, posts.collect()), on)
}

async fn cases_of_a_merged_office_go_on_in_the_name_of_the_other(on: On) {
    let f = Fixture::new(on).await;
    let id = f.handed_in("2026-10-12").await;
    f.act(&f.handler("2026-10-12"), id, Act::Accept).await.unwrap();
    let other = f.another(bureau("示范省人社与就业厅", 770000, None)).await;
    f.end(f.office, Some(other)).await.unwrap();
    let today = f.setup().today();
    let merged = AuthorityState::Merged { into: other, on: today };
    assert_eq!(f.state_of(f.office).await, merged);

    // Whoever was at the other office before finds the case in their own queue.
    let theirs = acting(&f, Role::Handler, 81, other, "2026-10-13").await;
    let mut conn = f.store.read().await.unwrap();
    let request = PageRequest::default();
    let queue = approval::queue_in(&mut conn, &theirs, Queue::Mine, &request).await.unwrap();
    assert_eq!(queue.items.len(), 1);
    drop(conn);
    f.act(&theirs, id, Act::Stop { cause: approval::Cause::TechnicalAssessment }).await.unwrap();
    f.act(&theirs, id, Act::Assessed).await.unwrap();
    f.act(&theirs, id, Act::Propose { favourable: true }).await.unwrap();
    let checker = acting(&f, Role::Checker, 82, f.office, "2026-10-13").await;
    f.act(&checker, id, Act::Propose { favourable: false }).await.unwrap();
    let approver = acting(&f, Role::Approver, 83, f.office, "2026-10-13").await;
    f.act(&approver, id, Act::Reject).await.unwrap();

    let record = f.applied(&f.manager("2026-10-13"), id).await.record.unwrap();
    let letters: Vec<_> = record.letters.iter().map(|l| (l.kind, l.office)).collect();
    assert_eq!(letters, [(LetterKind::Accepted, f.office), (LetterKind::Rejected, other)]);
    let names: Vec<_> = record.letters.iter().map(|l| l.office_name.as_str()).collect();
    assert_eq!(names, ["示范省人力资源和社会保障厅", "示范省人社与就业厅"]);
    // Each office counts its own letters.
    assert!(record.letters.iter().all(|letter| letter.number.ends_with("1号")));
    assert_eq!(record.acts.last().unwrap().office, Some(other));
}

async fn an_office_with_open_cases_is_merged_and_not_abolished(on: On) {
    let f = Fixture::new(on).await;
    f.handed_in("2026-10-12").await;
    assert_eq!(code(f.end(f.office, None).await), "organisations-authority-open");
    assert_eq!(code(f.end(f.office, Some(f.office)).await), "organisations-authority-itself");
    let first = f.another(bureau("示范省第一厅", 770000, None)).await;
    let last = f.another(bureau("示范省第二厅", 770000, None)).await;
    f.end(f.office, Some(first)).await.unwrap();
    // The cases came along, so the first cannot simply go either.
    assert_eq!(code(f.end(first, None).await), "organisations-authority-open");
    f.end(first, Some(last)).await.unwrap();
    let mut conn = f.store.read().await.unwrap();
    let working = organisations::public::working_in(&mut conn, &[f.office]).await.unwrap();
    drop(conn);
    let (authority, mut before) = working[&f.office].clone();
    before.sort();
    let mut both = vec![f.office, first];
    both.sort();
    assert_eq!((authority.id, before), (last, both));
    // One that is no more neither ends again nor takes another over.
    assert_eq!(code(f.end(first, Some(last)).await), "organisations-authority-ended");
    assert_eq!(code(f.end(last, Some(first)).await), "organisations-authority-ended");
}

async fn an_authority_changes_on_the_basis_of_a_document(on: On) {
    let f = Fixture::new(on).await;
    let ctx = f.setup();
    let city = f.another(bureau("示例市人社局", 770100, Some(f.office))).await;
    let mut to = bureau("示例市人社和退役军人局", 770100, Some(f.office));
    to.territory.extend([division(770101), division(770100)]);
    let mut command = AuthorityChange { authority: city, version: 1, to, basis: "  ".to_owned() };
    let refused = f.area.change_authority(&ctx, None, command.clone()).await.unwrap_err();
    assert_eq!(field(&refused), ("basis", "organisations-basis"));
    command.basis = BASIS.to_owned();
    f.area.change_authority(&ctx, None, command.clone()).await.unwrap();
    let again = f.area.change_authority(&ctx, None, command).await;
    assert_eq!(code(again), "problem-changed-meanwhile");
    let (changed, past) = f.area.authority(city).await.unwrap();
    assert_eq!(changed.name, "示例市人社和退役军人局");
    assert_eq!(changed.territory, [division(770100)], "what lies within is not named again");
    let told: Vec<_> = past.iter().map(|e| (e.what.as_str(), e.basis.as_str())).collect();
    assert!(told.contains(&("change", BASIS)) && told.contains(&("register", "")));
    let mut early = f.ending(city, None).await;
    early.on = early.on.succ_opt().unwrap();
    let refused = f.area.end_authority(&ctx, None, early).await.unwrap_err();
    assert_eq!(field(&refused), ("on", "organisations-end-ahead"));
    let nobody = Ctx { actor: Actor::Anonymous, ..f.setup() };
    let end = f.ending(city, None).await;
    assert_eq!(code(f.area.end_authority(&nobody, None, end).await), "problem-sign-in");
}

async fn nobody_comes_to_stand_above_themselves(on: On) {
    let f = Fixture::new(on).await;
    let city = f.another(bureau("示例市人社局", 770100, Some(f.office))).await;
    let county = f.another(bureau("示例县人社局", 770101, Some(city))).await;
    let to = bureau("示例市人社局", 770100, Some(county));
    let command = AuthorityChange { authority: city, version: 1, to, basis: BASIS.to_owned() };
    let refused = f.area.change_authority(&f.setup(), None, command).await.unwrap_err();
    assert_eq!(field(&refused), ("parent", "organisations-parent"));
    // The lowest takes the place of the highest, with what stood between them below it.
    f.end(f.office, Some(county)).await.unwrap();
    let parent = async |id| f.area.authority(id).await.unwrap().0.parent;
    assert_eq!((parent(county).await, parent(city).await), (None, Some(county)));
    f.end(city, None).await.unwrap();
    assert_eq!(f.state_of(city).await, AuthorityState::Abolished { on: f.setup().today() });
}

async fn a_body_applies_only_where_bodies_are_filed(on: On) {
    let f = Fixture::new(on).await;
    let finance = NewAuthority {
        kind: AuthorityKind::Finance,
        functions: AuthorityKind::Finance.usual(),
        ..bureau("示范省财政厅", 770000, None)
    };
    assert!(!finance.functions.contains(&Function::EvaluationFiling));
    let finance = f.another(finance).await;
    let manager = f.manager("2026-10-12");
    let offices = f.area.application_offices(&manager, f.body).await.unwrap();
    assert_eq!(offices.iter().map(|office| office.id).collect::<Vec<_>>(), [f.office]);
    let wanted = organisations::NewApplication { authority: finance, ..f.wanted() };
    let refused = f.area.begin_application(&manager, None, wanted).await.unwrap_err();
    assert_eq!(field(&refused), ("authority", "organisations-application-office"));
}

async fn posts_go_with_the_office(on: On) {
    let f = access_world::Fixture::new(on).await;
    let setup = f.ctx(SystemActor::Setup);
    let new = bureau("示范省新厅", 770000, None);
    let other = f.organisations.register_authority(&setup, None, new).await.unwrap();
    let office = OfficeRef::Authority(f.authority);
    let token = f.signed_in("official", post(Role::Approver, office)).await;
    let posts = async || {
        let known = f.access.actor_for_session(f.now(), &token).await.unwrap();
        let known = known.expect("the session holds");
        let offices = known.actor.posts.iter().map(|post| match &post.office {
            Office::Authority { id, .. } => *id,
            other => panic!("{other:?}"),
        });
        (offices.collect::<Vec<_>>(), known.offices)
    };
    assert_eq!(posts().await.0, [f.authority]);
    let end = |id, into| AuthorityEnd {
        authority: id,
        version: 1,
        into,
        on: setup.today(),
        basis: BASIS.to_owned(),
    };
    f.organisations.end_authority(&setup, None, end(f.authority, Some(other))).await.unwrap();
    let names = vec!["示范省新厅".to_owned()];
    assert_eq!(posts().await, (vec![other, f.authority], names));
    // Nobody is sent to an office that is no more.
    let late = f.new_account("late", Some(post(Role::Handler, office)));
    let refused = f.access.invite(&setup, None, late).await.err().unwrap();
    assert_eq!(refused.code(), "organisations-authority-ended");
    let gone = AuthorityEnd { version: 2, ..end(other, None) };
    f.organisations.end_authority(&setup, None, gone).await.unwrap();
    assert_eq!(posts().await.0, []);
}
