//! Results of the demonstration: uploaded by the bodies' clerks, released by their issuers.

use super::Maker;
use super::bodies::DemoBody;
use certificates::{PublicReason, StatusStep};
use chrono::Days;
use evaluation::{NewImport, RunState};
use kernel::{
    AuthorityId, CivilDate, Lang, PageRequest, Problem, Result, Role, SkillLevel, SystemActor,
};
use people::citizen_number;

/// Candidates of one exam day of one body.
pub(super) const RUN: u32 = 250;
/// Candidates of the run that waits for its release.
pub(super) const WAITING: u32 = 24;

const TITLES: &str =
    "姓名,证件号码,手机号码,职业工种名称,认定等级,考试日期,理论知识成绩,操作技能成绩";

const GIVEN: &str = "晨光曦轮匠心规矩绳墨锤声榫卯斗拱刨花启航云梯明露星驿舟禾砚砺铮铭镜锦";

impl Maker<'_> {
    /// One exam day of one body: its results are uploaded, and released five days later.
    pub(super) async fn run(&mut self, body: &DemoBody, number: u32, count: u32) -> Result<()> {
        let days = (self.today - self.begin()).num_days().max(30) as u64 - 20;
        let exam_on = self.begin() + Days::new(10 + u64::from(number) * 37 % days);
        let level =
            [SkillLevel::Level5, SkillLevel::Level4, SkillLevel::Level3][number as usize / 24 % 3];
        self.results(body, level, exam_on, count).await?;
        self.release(body, exam_on + Days::new(5)).await
    }

    /// The latest exam day of a body, whose results nobody has released yet.
    pub(super) async fn waiting_run(&mut self, body: &DemoBody) -> Result<()> {
        let exam_on = self.today - Days::new(4);
        self.results(body, SkillLevel::Level3, exam_on, WAITING).await
    }

    async fn results(
        &mut self,
        body: &DemoBody,
        level: SkillLevel,
        exam_on: CivilDate,
        count: u32,
    ) -> Result<()> {
        let mut file = format!("{TITLES}\n");
        for _ in 0..count {
            file.push_str(&self.row(body, level, exam_on)?);
        }
        self.upload(body, exam_on, "示例成绩.csv", file).await
    }

    async fn upload(&self, body: &DemoBody, on: CivilDate, name: &str, file: String) -> Result<()> {
        let command = NewImport {
            body: body.id,
            file_name: name.to_owned(),
            exam_on: Some(on),
            keep_good: false,
        };
        let clerk = self.ctx(body.clerk.clone(), on + Days::new(1));
        let area = &self.app.evaluation;
        area.start_import(&clerk, None, command, file.as_bytes()).await?;
        self.work(on + Days::new(1)).await
    }

    /// Does what waits in the background, on a day.
    async fn work(&self, on: CivilDate) -> Result<()> {
        let ctx = self.ctx(kernel::Actor::System(SystemActor::Jobs), on);
        let fresh = move || ctx.clone();
        while self.app.evaluation.work_one(&fresh).await? {}
        Ok(())
    }

    async fn release(&self, body: &DemoBody, on: CivilDate) -> Result<()> {
        let issuer = self.ctx(body.issuer.clone(), on);
        let area = &self.app.evaluation;
        let page = PageRequest { after: None, limit: Some(3) };
        for run in area.runs(&issuer, body.id, &page).await?.items {
            if run.state == RunState::Draft && run.passed > 0 {
                area.release_run(&issuer, None, run.id).await?;
            }
        }
        self.work(on).await
    }

    /// A line of the file. Marks lie between 54 and 97; about a quarter of the candidates fail a part.
    fn row(&mut self, body: &DemoBody, level: SkillLevel, on: CivilDate) -> Result<String> {
        let number = self.people;
        self.people += 1;
        let county = self.counties[number as usize % self.counties.len()];
        let birth = CivilDate::from_ymd_opt(1966, 1, 1).unwrap_or(self.today)
            + Days::new(u64::from(number) * 7919 % 14_600);
        // Everybody born on one day has another sequence, up to fourteen million people.
        let sequence = (number / 14_600 + number % 14_600) % 1000;
        let document = citizen_number(county, birth, sequence as u16);
        let document = document.ok_or_else(|| Problem::internal("demo data: identity number"))?;
        let (theory, skill) = (54 + self.random.below(44), 54 + self.random.below(44));
        let occupation = self.app.world.occupations.on(body.occupation, on);
        let occupation = occupation.map_or("", |spell| &spell.name);
        let (name, code, level) = (self.name(number), body.occupation, level.printed(Lang::Zh));
        Ok(format!(
            "{name},{document},12{number:09},{code} {occupation},{level},{on},{theory},{skill}\n"
        ))
    }

    /// Names no real person has: the family name is 示. A few are rare or long, as real ones are.
    fn name(&self, number: u32) -> String {
        let given: Vec<char> = GIVEN.chars().collect();
        let pick = || self.random.choose(&given).copied().unwrap_or('例');
        match number % 500 {
            7 => format!("示例·{}{}", pick(), pick()),
            11 => format!("示𠮷{}", pick()),
            _ if number.is_multiple_of(4) => format!("示{}", pick()),
            _ => format!("示{}{}", pick(), pick()),
        }
    }

    /// What makes a desk look like one: a file with mistakes, a certificate that is suspended and one
    /// that is revoked, a worker who has an account, and an official who looked at their record.
    pub(super) async fn open_matters(&mut self, top: AuthorityId, body: &DemoBody) -> Result<()> {
        let yesterday = self.today - Days::new(1);
        let good = self.row(body, SkillLevel::Level4, yesterday)?;
        let bad = good.replace(",四级/中级工,", ",四级半,").replace("示", "示例");
        let file = format!("{TITLES}\n{good}{bad}{}", good.replacen("77", "78", 1));
        self.upload(body, yesterday, "示例成绩（有错）.csv", file).await?;
        let manager = self.ctx(body.manager.clone(), self.today);
        let certificates = &self.app.certificates;
        let page = PageRequest { after: None, limit: Some(3) };
        let issued = certificates.of_body(&manager, body.id, &page).await?.items;
        let [suspended, revoked, held] = issued.as_slice() else { return Ok(()) };
        let steps = [
            (suspended, StatusStep::Suspend(PublicReason::ResultError), "正在核对成绩"),
            (revoked, StatusStep::Revoke(PublicReason::IssuedByMistake), "同一成绩误发两次"),
        ];
        for (one, step, grounds) in steps {
            certificates.change_status(&manager, None, one.id, step, grounds.to_owned()).await?;
        }
        let account = self.worker(held.person).await?;
        self.corrections(top, account, held.person).await?;
        let looker = self.ctx(self.post(top, Role::Handler).await?, self.today);
        self.app
            .archive
            .open(&looker, held.person, "subsidy".to_owned(), archive::Asked::default())
            .await
            .map(|_| ())
    }
}
