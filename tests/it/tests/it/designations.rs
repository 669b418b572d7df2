//! R7: a round from its call to the list, and what becomes of what was given.

use crate::applications_world::{Fixture, code, day, field};
use crate::world::body_command;
use approval::Act;
use chrono::Days;
use designations::draw::Expert;
use designations::holding::{Exit, Outcome};
use designations::score::Places;
use designations::{
    Check, Designations, EntryState, HoldingStep, NewPool, NewRound, RegisterQuery, Round,
    RoundState, RoundStep, Sheet,
};
use kernel::{BodyId, Ctx, DivisionCode, EntryId, PageRequest, Role, RoundId, SystemActor};
use organisations::OfficeAct;
use std::sync::Arc;
use testkit::On;

testkit::both_engines! {
    a_round_goes_from_the_call_to_the_list;
    a_struck_entry_makes_room_for_the_next;
    a_quota_of_the_country_is_never_exceeded;
    whoever_froze_the_list_does_not_draw_and_others_see_nothing;
    a_designation_is_assessed_and_ended_by_two_people;
}

const OPENED: &str = "2026-09-01";
const CLOSED: &str = "2026-09-21";

struct World {
    base: Fixture,
    area: Designations,
    bodies: Vec<BodyId>,
}

impl World {
    async fn new(on: On) -> World {
        let base = Fixture::new(on).await;
        let area = Designations::new(base.store.clone(), Arc::clone(&base.ring));
        let setup = crate::world::demo_world(base.db.ctx(SystemActor::Setup));
        let mut bodies = vec![base.body];
        for number in 2..5 {
            let new = body_command(number);
            bodies.push(base.area.register_body(&setup, None, new).await.unwrap());
        }
        World { base, area, bodies }
    }

    fn manager(&self, body: BodyId, on: &str) -> Ctx {
        let ctx = crate::world::clerk(&self.base.db, 61, Role::BodyManager, body);
        self.base.on(ctx, on)
    }

    fn call(&self, kind: &str, total: usize) -> NewRound {
        NewRound {
            kind: kind.to_owned(),
            office: self.base.office,
            title: "示例遴选".to_owned(),
            places: Places { total, shares: Vec::new() },
            until: day("2026-09-20"),
        }
    }

    async fn open(&self, kind: &str, total: usize) -> RoundId {
        let handler = self.base.handler(OPENED);
        self.area.open_round(&handler, None, self.call(kind, total)).await.unwrap()
    }

    async fn round(&self, id: RoundId) -> Round {
        self.area.round(&self.base.handler(CLOSED), id).await.unwrap().round
    }

    async fn step(&self, ctx: &Ctx, id: RoundId, step: RoundStep) -> kernel::Result<()> {
        let version = self.round(id).await.version;
        self.area.step_round(ctx, None, (id, version), step).await
    }

    /// So many points of a hundred for each indicator.
    fn sheet(round: &Round, percent: u32) -> Sheet {
        round.kind.indicators().map(|one| (one.key.clone(), one.weight * percent)).collect()
    }

    async fn hand_in(&self, round: RoundId, body: BodyId) -> EntryId {
        let manager = self.manager(body, "2026-09-10");
        let id = self.area.begin_entry(&manager, None, round, body).await.unwrap();
        let round = self.round(round).await;
        for one in round.kind.indicators().filter(|one| one.evidence) {
            let file = b"%PDF-1.7 made up".as_slice();
            self.area.attach(&manager, id, one.key.clone(), file).await.unwrap();
        }
        let version = self.area.entry(&manager, id).await.unwrap().entry.version;
        let claims = Self::sheet(&round, 90);
        self.area.claim(&manager, None, (id, version), claims, true).await.unwrap();
        id
    }

    async fn check(&self, id: EntryId, on: &str, check: Check) -> kernel::Result<()> {
        let handler = self.base.handler(on);
        let version = self.area.entry(&handler, id).await.unwrap().entry.version;
        self.area.check_entry(&handler, None, (id, version), check).await
    }

    async fn pool(&self) -> NewPool {
        let expert = |n| Expert { code: format!("E{n:02}"), employer: String::new() };
        let mut list: Vec<Expert> = (1..=12).map(expert).collect();
        let ctx = self.base.handler(CLOSED);
        let (body, _) = self.base.area.body(&ctx, self.bodies[0]).await.unwrap();
        list[2].employer = body.uscc.as_str().to_owned();
        NewPool {
            list, declared: vec!["E05".to_owned()], source: "示例福彩第2026310期".to_owned()
        }
    }

    /// Entries of the first bodies, admitted, with the panel drawn.
    async fn drawn(&self, round: RoundId, count: usize) -> Vec<EntryId> {
        let mut entries = Vec::new();
        for body in &self.bodies[..count] {
            entries.push(self.hand_in(round, *body).await);
        }
        let handler = self.base.handler(CLOSED);
        self.step(&handler, round, RoundStep::Close).await.unwrap();
        for entry in &entries {
            self.check(*entry, CLOSED, Check::Admit).await.unwrap();
        }
        let version = self.round(round).await.version;
        let pool = self.pool().await;
        self.area.freeze(&handler, None, (round, version), pool).await.unwrap();
        let seed = "2026310 03 08 15".to_owned();
        let checker = self.base.checker("2026-09-23");
        self.step(&checker, round, RoundStep::Draw { seed }).await.unwrap();
        entries
    }

    /// Every expert gives every entry its percent.
    async fn marked(&self, round: RoundId, percents: &[(EntryId, u32)]) {
        let handler = self.base.handler("2026-09-24");
        let round = self.round(round).await;
        for (entry, percent) in percents {
            for expert in &round.state.draw().unwrap().panel {
                let version = self.area.entry(&handler, *entry).await.unwrap().entry.version;
                let sheet = Self::sheet(&round, *percent);
                let at = (*entry, version);
                self.area.mark(&handler, None, at, expert.clone(), sheet).await.unwrap();
            }
        }
    }

    async fn submit(&self, round: RoundId) {
        let version = self.round(round).await.version;
        let handler = self.base.handler("2026-09-25");
        self.area.submit(&handler, None, (round, version)).await.unwrap();
    }

    async fn act(&self, ctx: &Ctx, round: RoundId, act: Act) -> kernel::Result<()> {
        let (_, case) = self.round(round).await.state.ranking().map(|(r, c)| (r.len(), c)).unwrap();
        let (_, _, record) = self.area.round_of_case(ctx, case).await?;
        let opinion = "示例意见".to_owned();
        let command = OfficeAct { case, version: record.case.version, act, opinion, code: None };
        self.area.act_on_ranking(ctx, None, command).await
    }

    async fn to_the_notice(&self, round: RoundId) {
        let (checker, approver) =
            (self.base.checker("2026-09-26"), self.base.approver("2026-09-27"));
        self.act(&checker, round, Act::Accept).await.unwrap();
        self.act(&checker, round, Act::Propose { favourable: true }).await.unwrap();
        self.act(&approver, round, Act::Approve).await.unwrap();
    }

    async fn listed(&self, round: RoundId) {
        self.to_the_notice(round).await;
        let later = (day("2026-09-27") + Days::new(30)).to_string();
        self.act(&self.base.approver(&later), round, Act::Conclude).await.unwrap();
    }

    async fn register(&self) -> Vec<designations::Designation> {
        let ctx = self.base.on(self.base.handler(CLOSED), "2026-11-24");
        let page = PageRequest::default();
        self.area.register(&ctx, &RegisterQuery::default(), &page).await.unwrap().items
    }
}

async fn a_round_goes_from_the_call_to_the_list(on: On) {
    let world = World::new(on).await;
    let round = world.open("high_skill_base", 2).await;
    let manager = world.manager(world.bodies[0], "2026-09-10");
    let draft = world.area.begin_entry(&manager, None, round, world.bodies[0]).await.unwrap();
    let again = world.area.begin_entry(&manager, None, round, world.bodies[0]).await.unwrap();
    assert_eq!(draft, again, "a body has one entry");
    let claims = World::sheet(&world.round(round).await, 90);
    let without = world.area.claim(&manager, None, (draft, 1), claims.clone(), true).await;
    assert_eq!(field(&without.unwrap_err()).1, "designations-evidence-missing");
    let too_much = World::sheet(&world.round(round).await, 101);
    let refused = world.area.claim(&manager, None, (draft, 1), too_much, false).await;
    assert_eq!(field(&refused.unwrap_err()).1, "designations-points-most");
    let handler = world.base.handler("2026-09-20");
    let early = world.step(&handler, round, RoundStep::Close).await;
    assert_eq!(code(early), "designations-still-open");
    let entries = world.drawn(round, 4).await;
    let draw = world.round(round).await.state.draw().cloned().unwrap();
    draw.verify().unwrap();
    assert!(!draw.panel.iter().any(|code| code == "E03" || code == "E05"), "recused");
    let reasons: Vec<&str> = draw.recusals.iter().map(|one| one.reason.word()).collect();
    assert_eq!(reasons, ["employer", "declared"]);
    let version = world.round(round).await.version;
    let early = world.area.submit(&handler, None, (round, version)).await.map(drop);
    assert_eq!(code(early), "designations-sheets-missing");
    let percents = [(entries[0], 70), (entries[1], 85), (entries[2], 80), (entries[3], 50)];
    world.marked(round, &percents).await;
    world.submit(round).await;
    let hidden = world.area.round(&world.manager(world.bodies[0], CLOSED), round).await.unwrap();
    assert!(hidden.entries.is_empty() && !hidden.public_ranking, "not public before the notice");
    let own = world.act(&world.base.handler("2026-09-26"), round, Act::Accept).await;
    assert!(own.is_err(), "the handler laid it before the office");
    world.to_the_notice(round).await;
    let public = world.area.round(&world.manager(world.bodies[0], CLOSED), round).await.unwrap();
    assert!(public.public_ranking);
    let early = world.act(&world.base.approver("2026-09-28"), round, Act::Conclude).await;
    assert_eq!(code(early), "approval-notice-runs");
    world.act(&world.base.approver("2026-10-27"), round, Act::Conclude).await.unwrap();
    let state = world.round(round).await.state;
    assert!(matches!(state, RoundState::Listed { on, .. } if on == day("2026-10-27")));
    let given = world.register().await;
    let names: Vec<BodyId> = given.iter().map(|one| one.body).collect();
    assert_eq!(names, [world.bodies[1], world.bodies[2]], "the two best, by their numbers");
    assert_eq!(given[0].number, "高基-2026-0001");
    assert_eq!(given[0].valid_until, day("2029-10-26"));
    let manager = world.manager(world.bodies[1], "2026-11-24");
    let desk = world.area.of_body(&manager, world.bodies[1]).await.unwrap();
    assert_eq!((desk.held.len(), desk.entries.len()), (1, 1));
}

async fn a_struck_entry_makes_room_for_the_next(on: On) {
    let world = World::new(on).await;
    let round = world.open("high_skill_base", 1).await;
    let entries = world.drawn(round, 3).await;
    world.marked(round, &[(entries[0], 95), (entries[1], 85), (entries[2], 75)]).await;
    world.submit(round).await;
    world.to_the_notice(round).await;
    let reason = "示例：佐证材料不实".to_owned();
    let strike = Check::Strike { reason };
    let noticed = world.check(entries[0], "2026-09-28", strike.clone()).await;
    assert_eq!(code(noticed), "designations-under-notice");
    // An objection that was right brings the case back to whoever decides.
    let (_, case) = world.round(round).await.state.ranking().map(|(r, c)| (r.len(), c)).unwrap();
    let text = "示例".to_owned();
    let objecting =
        approval::Objecting { name: text.clone(), contact: text.clone(), text: text.clone() };
    let anybody = world.base.on(world.manager(world.bodies[2], CLOSED), "2026-09-28");
    let ring = Arc::clone(&world.base.ring);
    let lodge = world.base.store.write(&anybody, None, move |tx| {
        let (ring, objecting) = (Arc::clone(&ring), objecting.clone());
        Box::pin(async move { approval::object_in(tx, &ring, case, &objecting).await })
    });
    let objection = lodge.await.unwrap();
    let approver = world.base.approver("2026-09-29");
    let answer = world.base.store.write(&approver, None, move |tx| {
        Box::pin(async move {
            let case = approval::case_in(tx, case).await?;
            approval::answer_in(tx, case, objection, true, "示例：属实").await.map(drop)
        })
    });
    answer.await.unwrap();
    world.check(entries[0], "2026-09-30", strike).await.unwrap();
    let state = world.round(round).await.state;
    let (ranking, _) = state.ranking().unwrap();
    let chosen: Vec<EntryId> = ranking.iter().filter(|o| o.chosen).map(|o| o.key).collect();
    assert_eq!((ranking.len(), chosen), (2, vec![entries[1]]));
    world.act(&world.base.approver("2026-10-09"), round, Act::Approve).await.unwrap();
    world.act(&world.base.approver("2026-11-09"), round, Act::Conclude).await.unwrap();
    assert_eq!(world.register().await[0].body, world.bodies[1]);
}

async fn a_quota_of_the_country_is_never_exceeded(on: On) {
    let world = World::new(on).await;
    let handler = world.base.handler(OPENED);
    let too_many = world.area.open_round(&handler, None, world.call("worldskills_research", 4));
    assert_eq!(field(&too_many.await.unwrap_err()), ("places", "designations-quota"));
    let first = world.open("worldskills_research", 2).await;
    let second = world.area.open_round(&handler, None, world.call("worldskills_research", 2));
    assert_eq!(field(&second.await.unwrap_err()), ("places", "designations-quota"));
    let entries = world.drawn(first, 3).await;
    world.marked(first, &[(entries[0], 95), (entries[1], 85), (entries[2], 75)]).await;
    world.submit(first).await;
    world.listed(first).await;
    assert_eq!(world.register().await.len(), 2);
    let later = world.base.handler("2026-11-02");
    let call =
        |total| NewRound { until: day("2026-11-20"), ..world.call("worldskills_research", total) };
    let second = world.area.open_round(&later, None, call(2)).await;
    assert_eq!(field(&second.unwrap_err()), ("places", "designations-quota"));
    let last = world.area.open_round(&later, None, call(1)).await.unwrap();
    let reason = "示例：无人申报".to_owned();
    let dropped = RoundStep::Drop { reason };
    world.step(&later, last, dropped).await.unwrap();
    world.area.open_round(&later, None, call(1)).await.unwrap();
}

async fn whoever_froze_the_list_does_not_draw_and_others_see_nothing(on: On) {
    let world = World::new(on).await;
    let round = world.open("master_studio", 1).await;
    let entry = world.hand_in(round, world.bodies[0]).await;
    let handler = world.base.handler(CLOSED);
    world.step(&handler, round, RoundStep::Close).await.unwrap();
    let version = world.round(round).await.version;
    let pool = world.pool().await;
    let unchecked = world.area.freeze(&handler, None, (round, version), pool.clone()).await;
    assert_eq!(code(unchecked), "designations-unchecked");
    let nothing = Check::Refuse { reason: " ".to_owned() };
    let refused = world.check(entry, CLOSED, nothing).await.unwrap_err();
    assert_eq!(field(&refused), ("reason", "designations-reason"));
    world.check(entry, CLOSED, Check::Admit).await.unwrap();
    world.area.freeze(&handler, None, (round, version), pool).await.unwrap();
    // The same account with the checker's post.
    let same = world.base.official(Role::Checker, 71, "2026-09-23");
    let seed = RoundStep::Draw { seed: "7".to_owned() };
    assert_eq!(code(world.step(&same, round, seed.clone()).await), "designations-two-people");
    let by_handler = world.step(&handler, round, seed).await;
    assert_eq!(code(by_handler), "problem-no-post");
    let other = world.manager(world.bodies[1], CLOSED);
    let seen = world.area.entry(&other, entry).await.map(drop);
    assert_eq!(code(seen), "problem-not-found");
    let late = world.area.begin_entry(&other, None, round, world.bodies[1]).await.map(drop);
    assert_eq!(code(late), "designations-closed");
    let school = world.area.open_round(
        &handler,
        None,
        NewRound { until: day("2026-12-31"), ..world.call("quality_school", 1) },
    );
    let school = school.await.unwrap();
    let body = world.area.begin_entry(&other, None, school, world.bodies[1]).await.map(drop);
    assert_eq!(code(body), "designations-not-for-you");
}

async fn a_designation_is_assessed_and_ended_by_two_people(on: On) {
    let world = World::new(on).await;
    let round = world.open("high_skill_base", 1).await;
    let entries = world.drawn(round, 1).await;
    let stands = world.area.entry(&world.base.handler(CLOSED), entries[0]).await.unwrap().entry;
    assert!(matches!(stands.state, EntryState::Admitted { .. }));
    world.marked(round, &[(entries[0], 95)]).await;
    world.submit(round).await;
    world.listed(round).await;
    let one = world.register().await.remove(0);
    let handler = world.base.handler("2028-02-01");
    let mend = Outcome::Mend { by: day("2028-05-31") };
    let assess = HoldingStep::Assess { year: 2027, outcome: mend };
    world.area.step_holding(&handler, None, (one.id, 1), assess).await.unwrap();
    let (one, _, may) = world.area.designation(&handler, one.id).await.unwrap();
    assert_eq!((one.standing(day("2028-02-02")).word(), may), ("mending", [true, false]));
    let leave =
        HoldingStep::ProposeExit { how: Exit::GivenUp, reason: "示例：停办".to_owned() };
    let stale = world.area.step_holding(&handler, None, (one.id, 1), leave.clone()).await;
    assert_eq!(code(stale), "problem-changed-meanwhile");
    world.area.step_holding(&handler, None, (one.id, 2), leave).await.unwrap();
    let end = HoldingStep::ConfirmExit;
    let same = world.base.official(Role::Approver, 71, "2028-02-02");
    let refused = world.area.step_holding(&same, None, (one.id, 3), end.clone()).await;
    assert_eq!(code(refused), "designations-two-people");
    let approver = world.base.approver("2028-02-02");
    world.area.step_holding(&approver, None, (one.id, 3), end).await.unwrap();
    let (one, ..) = world.area.designation(&handler, one.id).await.unwrap();
    assert_eq!(one.standing(day("2028-02-02")).word(), "exited");
    let place = DivisionCode::new(770_000);
    for (query, found) in [
        (RegisterQuery { division: place, ..Default::default() }, 1),
        (RegisterQuery { kind: Some("master_studio".to_owned()), ..Default::default() }, 0),
        (RegisterQuery { year: Some(2026), ..Default::default() }, 1),
        (RegisterQuery { year: Some(2027), ..Default::default() }, 0),
    ] {
        let page = PageRequest::default();
        let rows = world.area.register(&handler, &query, &page).await.unwrap().items;
        assert_eq!(rows.len(), found, "{query:?}");
    }
}
