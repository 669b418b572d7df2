//! R5: how the classification changes, from the call to a new occupation that is found, filed and
//! certified from its day on, and not before.

use crate::applications_world::{Fixture, code, day, field};
use crate::world::{account, profile};
use approval::{Act, Cause};
use classification::{
    Classification, CommentAnswer, Commenting, Content, NewAdjustment, NewProposal, RoundStep,
    Stage, Wanted,
};
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{
    Actor, AdjustmentId, CivilDate, Ctx, OccupationCode, ProposalId, Result, Role, SkillLevel,
    World,
};
use std::sync::Arc;
use testkit::{On, both_engines};

struct Story {
    f: Fixture,
    area: Classification,
    ring: Arc<KeyRing>,
}

pub fn content(wanted: Wanted) -> Content {
    Content {
        wanted,
        definition: "使用终端，巡检示例设施的人员。".to_owned(),
        tasks: "巡检；记录；上报".to_owned(),
        reason: "从业人数多，与现有职业不同".to_owned(),
        workers: 12_000,
        green: false,
        digital: true,
        attachments: vec!["示例协会统计，示协〔2026〕1号".to_owned()],
    }
}

fn inspector() -> Wanted {
    Wanted::Occupation { group: "4-04-05-00".parse().unwrap(), name: "示例巡检员".to_owned() }
}

fn occupation(text: &str) -> OccupationCode {
    text.parse().unwrap()
}

impl Story {
    async fn new(on: On) -> Self {
        let f = Fixture::new(on).await;
        let ring = Arc::new(KeyRing::demo(profile()));
        let area = Classification::new(
            f.store.clone(),
            Arc::clone(&ring),
            platform::body_known,
            platform::office_now,
        );
        Story { f, area, ring }
    }

    /// The context with every release that there is.
    async fn seeing(&self, ctx: Ctx) -> Ctx {
        match self.area.world(true, ctx.world.version).await.unwrap() {
            Some(world) => Ctx { world: Arc::new(world), ..ctx },
            None => ctx,
        }
    }

    /// A call that is open from 2 to 31 March 2026.
    async fn called(&self) -> AdjustmentId {
        let new = NewAdjustment {
            office: self.f.office,
            title: "2026年职业分类动态调整".to_owned(),
            call: "面向社会征集。".to_owned(),
            opens_on: day("2026-03-02"),
            closes_on: day("2026-03-31"),
            consult_days: 10,
        };
        let handler = self.f.handler("2026-03-01");
        let id = self.area.begin_round(&handler, None, new).await.unwrap();
        self.step(&self.f.approver("2026-03-01"), id, RoundStep::Confirm).await.unwrap();
        id
    }

    async fn step(&self, ctx: &Ctx, id: AdjustmentId, step: RoundStep) -> Result<()> {
        let round = self.area.round(ctx, id).await?.round;
        self.area.step_round(ctx, None, id, round.version, step).await
    }

    async fn stage(&self, id: AdjustmentId) -> Stage {
        let ctx = self.f.handler("2026-03-01");
        self.area.round(&ctx, id).await.unwrap().round.stage
    }

    async fn handed_in(&self, id: AdjustmentId, wanted: Wanted) -> ProposalId {
        let manager = self.f.manager("2026-03-10");
        let new = NewProposal { adjustment: id, body: self.f.body, content: content(wanted) };
        let proposal = self.area.begin_proposal(&manager, None, new).await.unwrap();
        self.area.hand_in_proposal(&manager, None, proposal, 1).await.unwrap();
        proposal
    }

    async fn act(&self, ctx: &Ctx, id: ProposalId, act: Act) -> Result<()> {
        let record = self.area.proposal(ctx, id).await?.record.unwrap();
        let command = classification::ProposalAct {
            case: record.case.id,
            version: record.case.version,
            act,
            opinion: "示例意见".to_owned(),
        };
        self.area.act_on_proposal(ctx, None, command).await
    }

    /// From acceptance through the experts to the last step.
    async fn reviewed(&self, id: ProposalId) {
        let (handler, checker) = (self.f.handler("2026-03-12"), self.f.checker("2026-03-20"));
        self.act(&handler, id, Act::Accept).await.unwrap();
        self.act(&handler, id, Act::Stop { cause: Cause::ExpertReview }).await.unwrap();
        self.act(&handler, id, Act::Assessed).await.unwrap();
        self.act(&handler, id, Act::Propose { favourable: true }).await.unwrap();
        self.act(&checker, id, Act::Propose { favourable: true }).await.unwrap();
    }

    fn citizen(&self, on: &str) -> Ctx {
        let ctx = account(&self.f.db, 90, None, Vec::new());
        self.f.on(Ctx { actor: Actor::Anonymous, ..ctx }, on)
    }

    fn comment(&self) -> Commenting {
        Commenting {
            name: "示例居民".to_owned(),
            contact: "12900000000".to_owned(),
            text: "名称可以再好懂一些".to_owned(),
        }
    }

    async fn answered(&self, id: AdjustmentId) {
        let handler = self.f.handler("2026-04-20");
        for (comment, _) in self.area.round(&handler, id).await.unwrap().comments {
            let answer = CommentAnswer {
                summary: "建议名称更好懂".to_owned(),
                adopted: false,
                text: "名称与行业通行叫法一致".to_owned(),
            };
            self.area.answer_comment(&handler, None, comment.id, answer).await.unwrap();
        }
    }

    /// Decided after the consultation, with the notice over.
    async fn adopted(&self, id: ProposalId) {
        self.act(&self.f.approver("2026-04-22"), id, Act::Approve).await.unwrap();
        self.act(&self.f.approver("2026-05-20"), id, Act::Conclude).await.unwrap();
    }

    /// The whole way of a round with these changes; gives the world from 1 June 2026 on.
    async fn released(&self, wanted: Vec<Wanted>) -> (AdjustmentId, Result<()>) {
        let id = self.called().await;
        let mut proposals = Vec::new();
        for one in wanted {
            proposals.push(self.handed_in(id, one).await);
        }
        for one in &proposals {
            self.reviewed(*one).await;
        }
        self.step(&self.f.handler("2026-04-01"), id, RoundStep::Consult).await.unwrap();
        for one in &proposals {
            self.adopted(*one).await;
        }
        let prepare = RoundStep::Prepare { from: day("2026-06-01") };
        let prepared = self.step(&self.f.handler("2026-05-21"), id, prepare).await;
        if prepared.is_err() {
            return (id, prepared);
        }
        (id, self.step(&self.f.approver("2026-05-25"), id, RoundStep::Release).await)
    }

    async fn world(&self) -> World {
        self.area.world(true, 0).await.unwrap().unwrap()
    }
}

async fn a_new_occupation_from_the_call_to_its_first_filing(on: On) {
    let s = Story::new(on).await;
    let id = s.called().await;
    let proposal = s.handed_in(id, inspector()).await;
    s.reviewed(proposal).await;
    let citizen = s.citizen("2026-04-02");
    assert_eq!(
        s.area.public_proposal(&citizen, proposal).await.unwrap_err().code(),
        "problem-not-found"
    );
    s.step(&s.f.handler("2026-04-01"), id, RoundStep::Consult).await.unwrap();
    let Stage::Consulting { consulted } = s.stage(id).await else { panic!("not asked") };
    // Ten working days from Wednesday 1 April, with Tomb-Sweeping Day on the 6th.
    assert_eq!(consulted.until, day("2026-04-16"));
    s.area.comment(&citizen, None, proposal, s.comment(), "1.2.3.4").await.unwrap();
    let approver = s.f.approver("2026-04-16");
    let early = s.act(&approver, proposal, Act::Approve).await;
    assert_eq!(code(early), "classification-consultation-runs");
    let open = s.act(&s.f.approver("2026-04-17"), proposal, Act::Approve).await;
    assert_eq!(code(open), "classification-comments-open");
    s.answered(id).await;
    let public = s.area.public_proposal(&citizen, proposal).await.unwrap();
    assert_eq!((public.answers.len(), public.waiting), (1, 0));
    s.adopted(proposal).await;
    let handler = s.f.handler("2026-05-21");
    let past = RoundStep::Prepare { from: day("2026-05-20") };
    let past = s.step(&handler, id, past).await.unwrap_err();
    assert_eq!(field(&past), ("from", "classification-release-past"));
    s.step(&handler, id, RoundStep::Prepare { from: day("2026-06-01") }).await.unwrap();
    s.step(&s.f.approver("2026-05-25"), id, RoundStep::Release).await.unwrap();

    let new = occupation("4-04-05-14");
    let world = s.world().await;
    let found = |on: &str| {
        let found = world.occupations.search("示例巡检员", day(on), 5);
        found.iter().map(|spell| spell.code).collect::<Vec<_>>()
    };
    assert_eq!((found("2026-05-31"), found("2026-06-01")), (vec![], vec![new]));
    let card = classification::occupation_card(&world, new, day("2026-06-01")).unwrap();
    assert!(card.evaluated);
    assert_eq!(world.occupations.definitions(new).count(), 1);
    // A body can be filed for it from its day on, and not before.
    let wanted = |ctx: Ctx| {
        let (f, area) = (&s.f, &s.f.area);
        let mut wanted = f.wanted();
        wanted.scope = vec![(new, SkillLevel::Level4)];
        async move { area.begin_application(&ctx, None, wanted).await }
    };
    let before = s.seeing(s.f.manager("2026-05-31")).await;
    assert!(wanted(before).await.unwrap_err().field_problems().len() == 1);
    let after = s.seeing(s.f.manager("2026-06-01")).await;
    wanted(after).await.unwrap();
}

async fn two_people_let_out_and_release(on: On) {
    let s = Story::new(on).await;
    let new = NewAdjustment {
        office: s.f.office,
        title: "示例轮次".to_owned(),
        call: "征集。".to_owned(),
        opens_on: day("2026-03-02"),
        closes_on: day("2026-03-31"),
        consult_days: 10,
    };
    let both = {
        let office = kernel::Office::Authority { id: s.f.office, territory: Vec::new() };
        let post = |role| kernel::Post { role, office: office.clone() };
        s.f.on(
            account(&s.f.db, 71, None, vec![post(Role::Handler), post(Role::Approver)]),
            "2026-03-01",
        )
    };
    let id = s.area.begin_round(&both, None, new).await.unwrap();
    assert_eq!(code(s.step(&both, id, RoundStep::Confirm).await), "classification-two-people");
    let manager = s.f.manager("2026-03-10");
    let early = NewProposal { adjustment: id, body: s.f.body, content: content(inspector()) };
    let refused = s.area.begin_proposal(&manager, None, early.clone()).await;
    assert_eq!(refused.unwrap_err().code(), "classification-call-over", "no call is out");
    s.step(&s.f.approver("2026-03-01"), id, RoundStep::Confirm).await.unwrap();
    let stale =
        s.area.step_round(&s.f.handler("2026-04-01"), None, id, 1, RoundStep::Consult).await;
    assert_eq!(code(stale), "problem-changed-meanwhile");
    let late = s.f.manager("2026-04-01");
    let refused = s.area.begin_proposal(&late, None, early).await;
    assert_eq!(refused.unwrap_err().code(), "classification-call-over");
    let other = s.f.official(Role::Checker, 72, "2026-04-01");
    assert_eq!(code(s.step(&other, id, RoundStep::Consult).await), "problem-no-post");
}

async fn a_split_release_keeps_old_records_and_recodes_them_as_a_view(on: On) {
    let s = Story::new(on).await;
    let old = occupation("6-18-01-02");
    let wanted = vec![
        Wanted::Split {
            code: old, names: vec!["普通铣工".to_owned(), "数控铣工".to_owned()]
        },
        Wanted::Variant { code: occupation("6-18-01-01"), name: "立式车工".to_owned() },
        Wanted::Rename { code: occupation("6-18-01-04"), name: "磨削工".to_owned() },
    ];
    s.released(wanted).await.1.unwrap();
    let world = s.world().await;
    let (before, after) = (day("2026-05-31"), day("2026-06-01"));
    let found = classification::recode(&world, old, before, after);
    let classification::Recoded::Several(codes) = &found.outcome else { panic!("{found:?}") };
    let names: Vec<&str> =
        codes.iter().map(|c| &*world.occupations.on(*c, after).unwrap().name).collect();
    assert_eq!(names, ["普通铣工", "数控铣工"]);
    assert!(
        world.occupations.on(old, before).is_some() && world.occupations.on(old, after).is_none()
    );
    let variants = |on: CivilDate| {
        let code = occupation("6-18-01-01");
        world.occupations.variants_on(code, on).filter(|v| &*v.name == "立式车工").count()
    };
    assert_eq!((variants(before), variants(after)), (0, 1));
    let renamed = |on| world.occupations.on(occupation("6-18-01-04"), on).unwrap().name.to_string();
    assert_eq!((renamed(before), renamed(after)), ("磨工".to_owned(), "磨削工".to_owned()));
}

async fn changes_that_contradict_are_told_before_the_release(on: On) {
    let s = Story::new(on).await;
    let old = occupation("6-18-01-02");
    let wanted =
        vec![Wanted::Rename { code: old, name: "铣削工".to_owned() }, Wanted::Cancel { code: old }];
    let (id, refused) = s.released(wanted).await;
    assert_eq!(code(refused), "classification-contradiction");
    assert!(matches!(s.stage(id).await, Stage::Consulting { .. }), "nothing changed");
    assert_eq!(s.area.releases().await.unwrap(), []);
}

async fn what_a_proposal_lacks_is_told_field_by_field(on: On) {
    let s = Story::new(on).await;
    let id = s.called().await;
    let manager = s.f.manager("2026-03-10");
    let refused = async |content: Content| {
        let new = NewProposal { adjustment: id, body: s.f.body, content };
        let problem = s.area.begin_proposal(&manager, None, new).await.unwrap_err();
        problem.field_problems().iter().map(|one| (one.field, one.code)).collect::<Vec<_>>()
    };
    let few = Content { workers: 4_999, ..content(inspector()) };
    assert_eq!(refused(few).await, [("workers", "classification-workers")]);
    let group =
        Wanted::Occupation { group: occupation("6-18-01-01"), name: "示例员".to_owned() };
    assert_eq!(refused(content(group)).await, [("group", "classification-group")]);
    let taken = Wanted::Occupation { group: occupation("4-04-05-00"), name: "电工".to_owned() };
    assert_eq!(refused(content(taken)).await, [("names", "classification-name-taken")]);
    let comma = Wanted::Rename { code: occupation("6-18-01-02"), name: "铣,工".to_owned() };
    assert_eq!(refused(content(comma)).await, [("names", "classification-name")]);
    let one = Wanted::Split { code: occupation("6-18-01-02"), names: vec!["铣削工".to_owned()] };
    assert_eq!(refused(content(one)).await, [("names", "classification-split-two")]);
    let same = vec![occupation("6-18-01-02"); 2];
    let merge = Wanted::Merge { codes: same, name: "切削工".to_owned() };
    assert_eq!(refused(content(merge)).await, [("codes", "classification-merge-two")]);
    let bare = Content { reason: String::new(), attachments: vec![], ..content(inspector()) };
    let both = [("reason", "field-required"), ("attachments", "field-required")];
    assert_eq!(refused(bare).await, both);
}

async fn comments_are_sealed_and_move_to_a_new_key(on: On) {
    let s = Story::new(on).await;
    let id = s.called().await;
    let proposal = s.handed_in(id, inspector()).await;
    s.reviewed(proposal).await;
    s.step(&s.f.handler("2026-04-01"), id, RoundStep::Consult).await.unwrap();
    let citizen = s.citizen("2026-04-02");
    for _ in 0..5 {
        s.area.comment(&citizen, None, proposal, s.comment(), "1.2.3.4").await.unwrap();
    }
    let more = s.area.comment(&citizen, None, proposal, s.comment(), "1.2.3.4").await;
    assert_eq!(more.unwrap_err().code(), "problem-too-many");
    // Under a newer key they are found, moved, and still opened; the old key can go.
    let newer = || {
        let mut ring = KeyRing::demo(profile());
        ring.rotate(crypto::KeyUse::Vault, &kernel::Random::seeded(5)).unwrap();
        ring
    };
    let old = s.ring.current_version(crypto::KeyUse::Vault);
    let mut ring = newer();
    let left = async |ring: &KeyRing| {
        let mut conn = s.f.store.read().await.unwrap();
        classification::public::under_older_keys_in(&mut conn, ring).await.unwrap()
    };
    assert_eq!((left(&s.ring).await, left(&ring).await), (0, 5));
    let moving = Arc::new(newer());
    let jobs = crate::world::demo_world(s.f.db.ctx(kernel::SystemActor::Jobs));
    let moved = s.f.store.write(&jobs, None, move |tx| {
        let ring = Arc::clone(&moving);
        async move { classification::public::reseal_in(tx, &ring, 100).await }.boxed()
    });
    assert_eq!(moved.await.unwrap(), 5);
    assert_eq!(left(&ring).await, 0);
    ring.retire(crypto::KeyUse::Vault, old).unwrap();
    let bodies = platform::body_known;
    let area = Classification::new(s.f.store.clone(), Arc::new(ring), bodies, platform::office_now);
    let read = area.round(&s.f.handler("2026-04-02"), id).await.unwrap().comments;
    assert!(read.len() == 5 && read.iter().all(|(_, said)| *said == s.comment()));
    let late = s.citizen("2026-04-17");
    let refused = s.area.comment(&late, None, proposal, s.comment(), "1.2.3.5").await;
    assert_eq!(refused.unwrap_err().code(), "classification-comments-closed");
    let manager = s.f.manager("2026-04-02");
    let refused = s.area.round(&manager, id).await.unwrap_err();
    assert_eq!(refused.code(), "problem-no-post", "a body reads no comments");
}

both_engines! {
    a_new_occupation_from_the_call_to_its_first_filing;
    two_people_let_out_and_release;
    a_split_release_keeps_old_records_and_recodes_them_as_a_view;
    changes_that_contradict_are_told_before_the_release;
    what_a_proposal_lacks_is_told_field_by_field;
    comments_are_sealed_and_move_to_a_new_key;
}
