//! Rounds of adjustment of the demonstration: one released last spring, one that waits for its release,
//! one under consultation with a comment to answer, and one whose call is open.

use super::Maker;
use super::bodies::DemoBody;
use approval::{Act, Cause};
use chrono::Days;
use classification::{
    CommentAnswer, Commenting, Content, NewAdjustment, NewProposal, ProposalAct, RoundStep, Wanted,
};
use kernel::{Actor, AdjustmentId, AuthorityId, CivilDate, Problem, ProposalId, Result, Role};

/// The officials who work on the rounds.
struct Officials {
    handler: Actor,
    checker: Actor,
    approver: Actor,
}

impl Maker<'_> {
    /// Four rounds, each at another stage.
    pub(super) async fn adjustments(&self, top: AuthorityId, bodies: &[DemoBody]) -> Result<()> {
        let officials = Officials {
            handler: self.post(top, Role::Handler).await?,
            checker: self.post(top, Role::Checker).await?,
            approver: self.post(top, Role::Approver).await?,
        };
        let [first, second, ..] = bodies else { return Err(Problem::not_found()) };
        let group: kernel::OccupationCode = super::parse("4-04-05-00")?;
        let new = |name: &str| Wanted::Occupation { group, name: name.to_owned() };
        let o = &officials;

        let id = self.called(o, top, "示例：春季职业分类调整", 300).await?;
        let split = Wanted::Split {
            code: super::parse("6-09-03-14")?,
            names: vec!["示例天然宝石琢磨工".to_owned(), "示例人造宝石琢磨工".to_owned()],
        };
        let variant = Wanted::Variant {
            code: super::parse("4-10-01-06")?,
            name: "示例整理收纳员".to_owned(),
        };
        for wanted in [new("示例设施巡检员"), split, variant] {
            let one = self.proposed(second, id, wanted, 290).await?;
            self.reviewed(o, one, 280).await?;
        }
        self.consulted(o, id, 255).await?;
        self.decided(o, id, 225).await?;
        let from = self.ago(180);
        self.step(&o.handler, id, RoundStep::Prepare { from }, 190).await?;
        self.step(&o.approver, id, RoundStep::Release, 185).await?;

        let id = self.called(o, top, "示例：夏季职业分类调整", 150).await?;
        let one = self.proposed(second, id, new("示例算法标注员"), 140).await?;
        self.reviewed(o, one, 130).await?;
        self.consulted(o, id, 110).await?;
        self.commented(one, 109).await?;
        self.answered(o, id, 100).await?;
        self.decided(o, id, 80).await?;

        let id = self.called(o, top, "示例：秋季职业分类调整", 50).await?;
        let one = self.proposed(first, id, new("示例无人仓管理员"), 45).await?;
        self.reviewed(o, one, 40).await?;
        self.consulted(o, id, 2).await?;
        self.commented(one, 1).await?;

        let id = self.called(o, top, "示例：年度职业分类调整", 10).await?;
        self.proposed(second, id, new("示例低空巡查员"), 9).await.map(|_| ())
    }

    fn ago(&self, days: u64) -> CivilDate {
        self.today - Days::new(days)
    }

    /// A call that was let out so many days ago, and is open for 30 days.
    async fn called(
        &self,
        o: &Officials,
        office: AuthorityId,
        title: &str,
        days: u64,
    ) -> Result<AdjustmentId> {
        let new = NewAdjustment {
            office,
            title: title.to_owned(),
            call:
                "面向本省机构征集新职业和职业变更建议。\n\n请写明职业定义、主要工作任务、从业人数\
                   和理由，并附佐证材料。这是演示数据。"
                    .to_owned(),
            opens_on: self.ago(days),
            closes_on: self.ago(days) + Days::new(30),
            consult_days: 10,
        };
        let ctx = self.ctx(o.handler.clone(), self.ago(days));
        let id = self.app.classification.begin_round(&ctx, None, new).await?;
        self.step(&o.approver, id, RoundStep::Confirm, days).await?;
        Ok(id)
    }

    async fn step(&self, who: &Actor, id: AdjustmentId, step: RoundStep, days: u64) -> Result<()> {
        let ctx = self.ctx(who.clone(), self.ago(days));
        let version = self.app.classification.round(&ctx, id).await?.round.version;
        self.app.step_round(&ctx, None, id, version, step).await
    }

    async fn proposed(
        &self,
        body: &DemoBody,
        adjustment: AdjustmentId,
        wanted: Wanted,
        days: u64,
    ) -> Result<ProposalId> {
        let ctx = self.ctx(body.manager.clone(), self.ago(days));
        let content = Content {
            wanted,
            definition: "使用示例设备，从事示例工作的人员。".to_owned(),
            tasks: "检查示例设备\n记录示例数据\n处理示例故障".to_owned(),
            reason: "示例：从业人数多，工作内容与现有职业不同。".to_owned(),
            workers: 12_000,
            green: false,
            digital: true,
            attachments: vec!["示例行业从业人员统计（演示数据）".to_owned()],
        };
        let new = NewProposal { adjustment, body: body.id, content };
        let area = &self.app.classification;
        let id = area.begin_proposal(&ctx, None, new).await?;
        area.hand_in_proposal(&ctx, None, id, 1).await?;
        Ok(id)
    }

    async fn act_on(&self, who: &Actor, id: ProposalId, act: Act, days: u64) -> Result<()> {
        let ctx = self.ctx(who.clone(), self.ago(days));
        let record = self.app.classification.proposal(&ctx, id).await?.record;
        let case = record.ok_or_else(Problem::not_found)?.case;
        let opinion = "符合条件，同意（演示数据）".to_owned();
        let act = ProposalAct { case: case.id, version: case.version, act, opinion };
        self.app.classification.act_on_proposal(&ctx, None, act).await
    }

    /// From acceptance through the experts to the last step.
    async fn reviewed(&self, o: &Officials, id: ProposalId, days: u64) -> Result<()> {
        let favourable = Act::Propose { favourable: true };
        for act in [
            Act::Accept,
            Act::Stop { cause: Cause::ExpertReview },
            Act::Assessed,
            favourable.clone(),
        ] {
            self.act_on(&o.handler, id, act, days).await?;
        }
        self.act_on(&o.checker, id, favourable, days).await
    }

    async fn consulted(&self, o: &Officials, id: AdjustmentId, days: u64) -> Result<()> {
        self.step(&o.handler, id, RoundStep::Consult, days).await
    }

    async fn commented(&self, id: ProposalId, days: u64) -> Result<()> {
        let commenting = Commenting {
            name: "示例居民".to_owned(),
            contact: "12900000000".to_owned(),
            text: "建议把名称写得更好懂一些（演示数据）。".to_owned(),
        };
        let ctx = self.ctx(Actor::Anonymous, self.ago(days));
        self.app.classification.comment(&ctx, None, id, commenting, "demo").await.map(|_| ())
    }

    async fn answered(&self, o: &Officials, id: AdjustmentId, days: u64) -> Result<()> {
        let ctx = self.ctx(o.handler.clone(), self.ago(days));
        for (comment, _) in self.app.classification.round(&ctx, id).await?.comments {
            let answer = CommentAnswer {
                summary: "建议名称更好懂。".to_owned(),
                adopted: false,
                text: "名称与行业里通行的叫法一致，暂不修改。".to_owned(),
            };
            self.app.classification.answer_comment(&ctx, None, comment.id, answer).await?;
        }
        Ok(())
    }

    /// Every proposal of a round adopted, with its notice over.
    async fn decided(&self, o: &Officials, id: AdjustmentId, days: u64) -> Result<()> {
        let ctx = self.ctx(o.handler.clone(), self.ago(days));
        for (one, _) in self.app.classification.round(&ctx, id).await?.proposals {
            self.act_on(&o.approver, one.id, Act::Approve, days).await?;
            self.act_on(&o.approver, one.id, Act::Conclude, days - 30).await?;
        }
        Ok(())
    }
}
