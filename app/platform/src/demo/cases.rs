//! Cases of the demonstration: one that waits to be taken in, one that lacks a paper, one that is being
//! checked, one that is late, and one under public notice with an objection.

use super::Maker;
use super::accounts::{ACCOUNTS, acting};
use super::bodies::DemoBody;
use crate::paper;
use access::AccountQuery;
use approval::{Act, Cause, Objecting};
use chrono::Days;
use kernel::{
    Actor, ApplicationId, AuthorityId, CivilDate, Ctx, Office, PageRequest, Post, Problem, Result,
    Role, SkillLevel,
};
use organisations::{NewApplication, OfficeAct};
use print::{Document, DocumentHead};

/// How many days ago each application was handed in, the last the most advanced.
const AGO: [u64; 5] = [1, 6, 9, 20, 24];

impl Maker<'_> {
    /// Applications of the last bodies to widen what they are filed for.
    pub(super) async fn cases(&self, top: AuthorityId, bodies: &[DemoBody]) -> Result<()> {
        let [waiting, incomplete, checking, late, noticed] =
            AGO.map(|ago| self.today - Days::new(ago));
        let mut latest = bodies.iter().rev();
        let mut apply = async |on: CivilDate| match latest.next() {
            Some(body) => self.handed_in(top, body, on).await,
            None => Err(Problem::internal("too few bodies for the demo's cases")),
        };
        apply(waiting).await?;
        apply(late).await?;
        let asked = apply(incomplete).await?;
        let missing = vec!["考评人员名册缺少第二页".to_owned()];
        let handler = self.post(top, Role::Handler).await?;
        let ctx = self.ctx(handler.clone(), incomplete + Days::new(1));
        self.act(&ctx, asked, Act::AskSupplement { missing }, "").await?;
        let checked = apply(checking).await?;
        self.taken_in(&handler, checked, checking).await?;
        let public = apply(noticed).await?;
        self.taken_in(&handler, public, noticed).await?;
        let checker = self.post(top, Role::Checker).await?;
        let approver = self.post(top, Role::Approver).await?;
        let ctx = self.ctx(checker, self.today - Days::new(3));
        let favourable = Act::Propose { favourable: true };
        self.act(&ctx, public, favourable, "材料与评估结论一致，拟同意").await?;
        let ctx = self.ctx(approver, self.today - Days::new(2));
        self.act(&ctx, public, Act::Approve, "拟准予备案").await?;
        self.objected(&ctx, public).await
    }

    /// The actor of the official of a role who can be signed in as.
    pub(super) async fn post(&self, top: AuthorityId, role: Role) -> Result<Actor> {
        let login = ACCOUNTS.iter().find(|one| one.role == Some(role)).map(|one| one.login);
        let query = AccountQuery { text: login.unwrap_or_default().to_owned(), role: None };
        let page = PageRequest { after: None, limit: Some(1) };
        let found = self.app.access.accounts(&self.setup(self.today), &query, &page).await?.items;
        let account = found.first().ok_or_else(Problem::not_found)?.id;
        let territory = vec![kernel::world::DEMO_PROVINCE];
        let posts = vec![Post { role, office: Office::Authority { id: top, territory } }];
        Ok(acting(account, None, posts))
    }

    async fn handed_in(
        &self,
        top: AuthorityId,
        body: &DemoBody,
        on: CivilDate,
    ) -> Result<ApplicationId> {
        let ctx = self.ctx(body.manager.clone(), on);
        let area = &self.app.organisations;
        let wanted = NewApplication {
            body: body.id,
            authority: top,
            years: 3,
            scope: SkillLevel::EVALUATED[..3]
                .iter()
                .map(|level| (body.occupation, *level))
                .collect(),
        };
        let id = area.begin_application(&ctx, None, wanted).await?;
        let papers = area.application(&ctx, id).await?.procedure.papers;
        for paper in papers.into_iter().filter(|paper| paper.required) {
            let file = self.made_up(&paper.name.zh)?;
            area.attach_paper(&ctx, id, paper.key, file.as_slice()).await?;
        }
        let version = area.application(&ctx, id).await?.application.version;
        area.hand_in(&ctx, None, id, version).await?;
        Ok(id)
    }

    /// A page that says what it stands for.
    pub(super) fn made_up(&self, title: &str) -> Result<Vec<u8>> {
        let head = DocumentHead {
            title,
            lang: kernel::Lang::Zh,
            above: Some("示例机构"),
            code: None,
            watermark: Some("演示数据"),
        };
        let mut page = Document::new(paper::fonts(), &head).map_err(paper::refused)?;
        page.paragraph("这是演示用的材料，内容都是编造的。").map_err(paper::refused)?;
        let sheet = page.finish().map_err(paper::refused)?;
        sheet.to_pdf(self.app.clock.now(), None).map_err(paper::refused)
    }

    async fn act(&self, ctx: &Ctx, id: ApplicationId, act: Act, opinion: &str) -> Result<()> {
        let record = self.app.organisations.application(ctx, id).await?.record;
        let case = record.ok_or_else(Problem::not_found)?.case;
        let command = OfficeAct {
            case: case.id,
            version: case.version,
            act,
            opinion: opinion.to_owned(),
            code: None,
        };
        self.app.act_on_case(ctx, None, command).await
    }

    /// Taken in the day after, assessed, and handed on.
    async fn taken_in(&self, handler: &Actor, id: ApplicationId, on: CivilDate) -> Result<()> {
        let steps = [
            (1, Act::Accept, "材料齐全"),
            (1, Act::Stop { cause: Cause::TechnicalAssessment }, "请专家到考核场地测试设备"),
            (4, Act::Assessed, "考核场地和设备符合要求"),
            (4, Act::Propose { favourable: true }, "材料齐全，评估合格，建议同意"),
        ];
        for (days, act, opinion) in steps {
            let ctx = self.ctx(handler.clone(), on + Days::new(days));
            self.act(&ctx, id, act, opinion).await?;
        }
        Ok(())
    }

    async fn objected(&self, ctx: &Ctx, id: ApplicationId) -> Result<()> {
        let record = self.app.organisations.application(ctx, id).await?.record;
        let case = record.ok_or_else(Problem::not_found)?.case.id;
        let objecting = Objecting {
            name: "示例居民".to_owned(),
            contact: "12900000000".to_owned(),
            text: "该机构的考核场地离居民楼很近，请核实噪声情况。".to_owned(),
        };
        let ctx = self.ctx(Actor::Anonymous, self.today - Days::new(1));
        self.app.object(&ctx, None, case, objecting).await.map(|_| ())
    }
}
