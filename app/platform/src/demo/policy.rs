//! The policy library of the demonstration: a provincial document with its plan, tasks of several
//! offices under it and under a national plan, and documents that wait for their second reader.

use super::Maker;
use super::accounts::acting;
use access::OfficeRef;
use chrono::{Datelike as _, Days};
use kernel::{
    Actor, AuthorityId, CivilDate, DivisionCode, Office, PlanId, PolicyId, Post, Problem, Result,
    Role, TaskId,
};
use policy::{
    DocumentKind, DocumentQuery, DocumentStep, Hundredths, Issuer, NewDocument, NewReport, NewTask,
    ReportStep, TaskTarget, Unit,
};

const PLAN: &str = include_str!("../../../../data/demo/plan.csv");
/// The number of the province's plan as the file has it; no real document has such a year.
const NUMBER: &str = "示人社发〔示例〕8号";
const NATIONAL: &str = "人社部发〔2021〕48号";

/// The people of the demonstration who work on plans.
struct Hands {
    top: AuthorityId,
    handler: Actor,
    checker: Actor,
    /// An official of the first prefecture's office.
    prefecture: Actor,
    office: AuthorityId,
}

/// A task as the demonstration gives it.
struct Given {
    measure: i64,
    title: &'static str,
    /// Whether the prefecture's office leads; otherwise it helps.
    by_prefecture: bool,
    /// Days from today on which its milestones are due.
    due: [(&'static str, i64); 2],
    target: Option<(&'static str, i64, Unit)>,
}

impl Maker<'_> {
    pub(super) async fn policies(&self, top: AuthorityId) -> Result<()> {
        let hands = self.hands(top).await?;
        let day = |ago: u64| self.today - Days::new(ago);
        let plan = self.provincial(&hands, day(200)).await?;
        let late = self.give_task(&hands, plan, &bases(), day(180)).await?;
        let ctx = self.ctx(hands.prefecture.clone(), day(120));
        let sent = self.report(&ctx, late, 1, "已完成 12 个县的选址和方案论证", Some(12)).await?;
        let ctx = self.ctx(hands.checker.clone(), day(118));
        self.app.policy.decide_report(&ctx, None, sent, ReportStep::Accept).await?;
        let guide = self.give_task(&hands, plan, &guides(), day(150)).await?;
        let ctx = self.ctx(hands.prefecture.clone(), day(3));
        self.report(&ctx, guide, 1, "第三季度需求指引已发布", Some(3)).await?;
        let school = self.give_task(&hands, plan, &schools(), day(140)).await?;
        let ctx = self.ctx(hands.handler.clone(), day(40));
        let sent = self.report(&ctx, school, 1, "已上报方案", None).await?;
        let actor = self.member_of(&hands, Role::Checker, "shihe", "示例晨光复核").await?;
        let reason = "方案没有写明经费来源，请补充后再报".to_owned();
        let step = ReportStep::Return { reason };
        self.app.policy.decide_report(&self.ctx(actor, day(38)), None, sent, step).await?;
        let national = self.national(&hands).await?;
        self.give_task(&hands, national, &national_task(), day(90)).await?;
        self.waiting_documents(&hands).await
    }

    async fn hands(&self, top: AuthorityId) -> Result<Hands> {
        let authorities = self.app.organisations.authorities().await?;
        let mut below: Vec<_> = authorities.iter().filter(|one| one.parent == Some(top)).collect();
        below.sort_by_key(|one| one.division);
        let first = below.first().ok_or_else(Problem::not_found)?;
        let mut hands = Hands {
            top,
            handler: self.post(top, Role::Handler).await?,
            checker: self.post(top, Role::Checker).await?,
            prefecture: Actor::Anonymous,
            office: first.id,
        };
        hands.prefecture = self.member_of(&hands, Role::Handler, "shijing", "示例晨光经办").await?;
        Ok(hands)
    }

    /// Somebody of the prefecture's office, with an account.
    async fn member_of(&self, hands: &Hands, role: Role, login: &str, name: &str) -> Result<Actor> {
        let post = Some((role, OfficeRef::Authority(hands.office)));
        let account = self.activated(login.to_owned(), name.to_owned(), post, None).await?;
        let office = Office::Authority { id: hands.office, territory: Vec::new() };
        let posts = vec![Post { role, office }];
        Ok(acting(account, None, posts))
    }

    /// The province's document with its plan, confirmed by a second official.
    async fn provincial(&self, hands: &Hands, on: CivilDate) -> Result<PlanId> {
        let new = document(NUMBER, "示范省技能提升实施方案", Some(hands.top), on);
        let new = NewDocument {
            title_en: "Shifan skills plan".to_owned(),
            kind: DocumentKind::Plan,
            summary: "三年内扩大培训、建好实训基地、做实评价，落实国家的技能中国行动。".to_owned(),
            summary_en: "More training, practice bases and sound evaluation within three years, \
                         carrying out the national Skills China action."
                .to_owned(),
            attachments: vec!["附件 任务分工表（示例）：示例档案柜 3-2".to_owned()],
            ..new
        };
        let id = self.confirmed(hands, new, on).await?;
        let texts = policy::read_plans(PLAN.as_bytes())?;
        let ctx = self.ctx(hands.handler.clone(), on);
        let plans = self.app.policy.add_plans(&ctx, None, texts, Some(id)).await?;
        plans.first().copied().ok_or_else(Problem::not_found)
    }

    async fn confirmed(&self, hands: &Hands, new: NewDocument, on: CivilDate) -> Result<PolicyId> {
        let id = self.app.policy.enter(&self.ctx(hands.handler.clone(), on), None, new).await?;
        let ctx = self.ctx(hands.checker.clone(), on + Days::new(1));
        self.app.policy.step(&ctx, None, id, DocumentStep::Confirm).await?;
        Ok(id)
    }

    async fn national(&self, hands: &Hands) -> Result<PlanId> {
        let ctx = self.ctx(hands.handler.clone(), self.today);
        let query = DocumentQuery { text: NATIONAL.to_owned(), ..DocumentQuery::default() };
        let page = kernel::PageRequest::default();
        let found = self.app.policy.search(&ctx, &query, &page).await?.items;
        let document = found.first().ok_or_else(Problem::not_found)?.id;
        let file = self.app.policy.document(&ctx, document).await?;
        file.plans.first().map(|plan| plan.id).ok_or_else(Problem::not_found)
    }

    async fn give_task(
        &self,
        hands: &Hands,
        plan: PlanId,
        one: &Given,
        on: CivilDate,
    ) -> Result<TaskId> {
        let (lead, partner) = match one.by_prefecture {
            true => (hands.office, hands.top),
            false => (hands.top, hands.office),
        };
        let due = |days: i64| {
            let whole = Days::new(days.unsigned_abs());
            if days < 0 { self.today - whole } else { self.today + whole }
        };
        let target = one.target.map(|(indicator, value, unit)| TaskTarget {
            indicator: indicator.to_owned(),
            value: Hundredths(value * 100),
            unit,
            baseline: None,
            by_year: i64::from(self.today.year()),
        });
        let new = NewTask {
            plan,
            measure: one.measure,
            title: one.title.to_owned(),
            lead,
            partners: vec![partner],
            starts_on: on,
            target,
            milestones: one.due.map(|(title, days)| (title.to_owned(), due(days))).to_vec(),
        };
        self.app.policy.assign(&self.ctx(hands.handler.clone(), on), None, new).await
    }

    async fn report(
        &self,
        ctx: &kernel::Ctx,
        task: TaskId,
        milestone: i64,
        text: &str,
        value: Option<i64>,
    ) -> Result<kernel::ReportId> {
        let value = value.map(|whole| Hundredths(whole * 100));
        let (text, reference) = (text.to_owned(), "示例材料，存于示例档案柜 2-7".to_owned());
        let new = NewReport { task, milestone, text, reference, value };
        self.app.policy.report(ctx, None, new).await
    }

    /// One that the checker can confirm, and it replaces an earlier one; one from a prefecture.
    async fn waiting_documents(&self, hands: &Hands) -> Result<()> {
        let day = |ago: u64| self.today - Days::new(ago);
        let old = document(
            "示人社发〔示例〕3号",
            "示范省职业技能培训补贴办法（试行）",
            Some(hands.top),
            day(300),
        );
        let old = self
            .confirmed(hands, NewDocument { kind: DocumentKind::Measures, ..old }, day(300))
            .await?;
        let new = NewDocument {
            kind: DocumentKind::Measures,
            in_force_on: self.today + Days::new(30),
            summary: "补贴标准按工种和等级确定，先领培训券再上课，评价合格后结算。".to_owned(),
            relations: vec![(policy::RelationKind::Replaces, old)],
            ..document(
                "示人社发〔示例〕21号",
                "示范省职业技能培训补贴办法",
                Some(hands.top),
                day(2),
            )
        };
        let ctx = self.ctx(hands.handler.clone(), day(1));
        self.app.policy.enter(&ctx, None, new).await?;
        let new = NewDocument {
            division: DivisionCode::new(770_100),
            ..document("晨人社〔示例〕5号", "晨光市培训券发放通知", None, day(4))
        };
        self.app.policy.enter(&ctx, None, new).await.map(drop)
    }
}

/// A document of the province's office, or of the prefecture's as somebody else's.
fn document(number: &str, title: &str, own: Option<AuthorityId>, on: CivilDate) -> NewDocument {
    let name = if own.is_some() {
        "示范省人力资源和社会保障厅"
    } else {
        "晨光市人力资源和社会保障局"
    };
    NewDocument {
        number: number.to_owned(),
        title: title.to_owned(),
        title_en: String::new(),
        issuer: Issuer { authority: own, name: name.to_owned(), name_en: String::new() },
        kind: DocumentKind::Notice,
        division: Some(kernel::world::DEMO_PROVINCE),
        issued_on: on,
        in_force_on: on,
        ends_on: None,
        summary: String::new(),
        summary_en: String::new(),
        source: "示例文件，只用于演示".to_owned(),
        attachments: Vec::new(),
        relations: Vec::new(),
    }
}

fn bases() -> Given {
    Given {
        measure: 2,
        title: "建设 12 个县级公共实训基地",
        by_prefecture: false,
        due: [("完成选址", -100), ("6 个基地建成", -12)],
        target: Some(("公共实训基地", 12, Unit::Piece)),
    }
}

fn guides() -> Given {
    Given {
        measure: 1,
        title: "发布季度培训需求指引",
        by_prefecture: false,
        due: [("发布第三季度指引", 5), ("发布第四季度指引", 60)],
        target: Some(("培训需求指引", 4, Unit::Piece)),
    }
}

fn schools() -> Given {
    Given {
        measure: 3,
        title: "每市办好一所优质技工院校",
        by_prefecture: true,
        due: [("上报建设方案", 10), ("完成校舍改造", 200)],
        target: None,
    }
}

fn national_task() -> Given {
    Given {
        measure: 5,
        title: "推行实名制培训和电子培训券",
        by_prefecture: false,
        due: [("全省上线电子培训券", 25), ("实名制培训全覆盖", 150)],
        target: None,
    }
}
