//! The fictional province 示范省: made from a fixed seed, the same every time. Every person, body and
//! number in it is visibly made up, and its codes are refused in a real installation.

use crate::App;
use certificates::public::{IssueBatch, IssueItem, issue_many_in};
use chrono::{Datelike as _, Days};
use futures_util::FutureExt as _;
use kernel::{
    AccountActor, AccountId, Actor, Assurance, AuthorityId, BodyId, CandidateId, CivilDate, Ctx,
    DivisionCode, Home, Instant, OccupationCode, Office, Post, Problem, Random, Result, Role,
    RunId, SkillLevel, SystemActor,
};
use organisations::{AuthorityKind, BodyKind, NewAuthority, NewBody, NewFiling, Uscc};
use people::public::{NewPerson, Registered, register_many_in};
use people::{Document, DocumentKind, PersonName, check, citizen_number};
use rules::{Part, PartResult, PartResults};
use std::collections::BTreeMap;
use std::sync::Arc;

/// People when nothing else is said.
pub const USUAL_PEOPLE: u32 = 50_000;

/// Candidates of one exam day of one body.
const RUN: u32 = 250;

/// What the bodies of the demo evaluate.
const TRADES: [(&str, &str); 8] = [
    ("机电", "6-31-01-03"),
    ("焊接", "6-18-02-04"),
    ("数控", "6-18-01-01"),
    ("烹饪", "4-03-02-01"),
    ("养老服务", "4-10-01-05"),
    ("汽车维修", "4-12-01-01"),
    ("电子商务", "4-01-06-01"),
    ("工业机器人", "6-31-07-03"),
];

const GIVEN: &str = "晨光曦轮匠心规矩绳墨锤声榫卯斗拱刨花启航云梯明露星驿舟禾砚砺铮铭镜锦";

/// A body of the demo.
struct DemoBody {
    id: BodyId,
    occupation: OccupationCode,
    division: DivisionCode,
}

/// How far the making of the province is.
#[derive(Clone, Copy, Debug)]
pub struct MakingProgress {
    /// People made.
    pub people: u32,
    /// People in all.
    pub total: u32,
}

/// Fills an empty demo installation. An installation that has people already stays as it is.
///
/// # Errors
/// `problem-demo-mixed` outside a demonstration; as the use cases it calls.
pub async fn fill(app: &App, total: u32, mut told: impl FnMut(MakingProgress)) -> Result<()> {
    if !app.store.is_demo() {
        return Err(Problem::conflict("problem-demo-mixed"));
    }
    let random = Random::seeded(770_000);
    let today = app.clock.now().civil_date();
    let counties = counties(app, today);
    let mut maker = Maker { app, random, people: 0, today, counties };
    let bodies = maker.bodies().await?;
    let mut run = 0;
    while maker.people < total {
        let body = &bodies[run as usize % bodies.len()];
        let count = RUN.min(total - maker.people);
        maker.run(body, run, count).await?;
        run += 1;
        told(MakingProgress { people: maker.people, total });
    }
    Ok(())
}

/// Whether the installation has been filled.
///
/// # Errors
/// As [`store::Store::read`].
pub async fn is_filled(app: &App) -> Result<bool> {
    Ok(!app.organisations.authorities().await?.is_empty())
}

struct Maker<'a> {
    app: &'a App,
    random: Random,
    people: u32,
    today: CivilDate,
    counties: Vec<DivisionCode>,
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Problem::internal(format!("demo data: {text}")))
}

fn counties(app: &App, today: CivilDate) -> Vec<DivisionCode> {
    let divisions = &app.world.divisions;
    let prefectures = divisions.children(kernel::world::DEMO_PROVINCE, today);
    let counties = prefectures.iter().flat_map(|p| divisions.children(p.code, today));
    counties.map(|county| county.code).collect()
}

impl Maker<'_> {
    fn ctx(&self, actor: Actor, on: CivilDate) -> Ctx {
        let now = Instant::start_of(on).plus_seconds(10 * 3600);
        Ctx { now, random: self.random.clone(), ..self.app.ctx(actor) }
    }

    fn setup(&self, on: CivilDate) -> Ctx {
        self.ctx(Actor::System(SystemActor::Setup), on)
    }

    /// The first day of the year before: filings and keys begin there.
    fn begin(&self) -> CivilDate {
        CivilDate::from_ymd_opt(self.today.year() - 1, 1, 1).unwrap_or(self.today)
    }

    async fn authority(&self) -> Result<AuthorityId> {
        let province = kernel::world::DEMO_PROVINCE;
        let bureau = NewAuthority {
            kind: AuthorityKind::HumanResources,
            name: "示范省人力资源和社会保障厅".to_owned(),
            parent: None,
            division: province,
            territory: vec![province],
        };
        let ctx = self.setup(self.begin());
        let top = self.app.organisations.register_authority(&ctx, None, bureau).await?;
        for prefecture in self.app.world.divisions.children(province, self.today) {
            let bureau = NewAuthority {
                kind: AuthorityKind::HumanResources,
                name: format!("{}人力资源和社会保障局", prefecture.name),
                parent: Some(top),
                division: prefecture.code,
                territory: vec![prefecture.code],
            };
            self.app.organisations.register_authority(&ctx, None, bureau).await?;
        }
        Ok(top)
    }

    async fn bodies(&self) -> Result<Vec<DemoBody>> {
        let authority = self.authority().await?;
        let mut bodies = Vec::new();
        for number in 0..24u32 {
            let division = self.counties[number as usize * 5 % self.counties.len()];
            bodies.push(self.body(number, authority, division).await?);
        }
        Ok(bodies)
    }

    async fn body(
        &self,
        number: u32,
        authority: AuthorityId,
        division: DivisionCode,
    ) -> Result<DemoBody> {
        let (trade, code) = TRADES[number as usize % TRADES.len()];
        let kind = match number % 3 {
            0 => BodyKind::SocialEvaluationBody,
            1 => BodyKind::Employer,
            _ => BodyKind::TechnicalSchool,
        };
        let (registered_as, letter, name) = match kind {
            BodyKind::Employer => ("91", 'Y', format!("示例{trade}集团有限公司（{}）", number + 1)),
            BodyKind::TechnicalSchool => {
                ("12", 'S', format!("示例{trade}技师学院（{}）", number + 1))
            }
            _ => ("52", 'S', format!("示例{trade}职业技能评价中心（{}）", number + 1)),
        };
        // The organisation code carries the province, so that nobody takes it for a real one.
        let uscc = Uscc::compose(registered_as, division, &format!("77{number:06}"));
        let uscc = uscc.ok_or_else(|| Problem::internal("demo data: credit code"))?;
        let ctx = self.setup(self.begin());
        let body = NewBody {
            kind,
            name,
            uscc: uscc.as_str().to_owned(),
            division,
            address: format!("示例路{}号", number + 1),
            contact: format!("0770-1200{number:04}"),
        };
        let area = &self.app.organisations;
        let id = area.register_body(&ctx, None, body).await?;
        let occupation: OccupationCode = parse(code)?;
        let levels = [
            SkillLevel::Level5,
            SkillLevel::Level4,
            SkillLevel::Level3,
            SkillLevel::Level2,
            SkillLevel::Level1,
        ];
        let filing = NewFiling {
            body: id,
            authority,
            code: format!("{letter}000077{:06}", number + 1),
            valid_from: self.begin(),
            valid_until: self.begin() + Days::new(3 * 365),
            scope: levels.map(|level| (occupation, level)).to_vec(),
        };
        area.file(&ctx, None, filing).await?;
        self.key(id, u64::from(number)).await?;
        Ok(DemoBody { id, occupation, division })
    }

    /// The two-step key ceremony, by two people of the body.
    async fn key(&self, body: BodyId, number: u64) -> Result<()> {
        let area = &self.app.organisations;
        let manager = self.member(body, Role::BodyManager, number * 2);
        let issuer = self.member(body, Role::BodyIssuer, number * 2 + 1);
        let key = area.propose_key(&manager, None, body).await?;
        area.decide_key(&issuer, None, key, true).await
    }

    fn member(&self, body: BodyId, role: Role, number: u64) -> Ctx {
        let made = Instant::start_of(self.begin());
        let account = AccountId::new(Home::NODE, made, &Random::seeded(number));
        let posts = vec![Post { role, office: Office::Body(body) }];
        let actor = AccountActor { account, person: None, posts, assurance: Assurance::Two };
        self.ctx(Actor::Account(Arc::new(actor)), self.begin())
    }

    /// One exam day of one body: its candidates are registered, and who has passed gets a
    /// certificate five days later.
    async fn run(&mut self, body: &DemoBody, number: u32, count: u32) -> Result<()> {
        let days = (self.today - self.begin()).num_days().max(30) as u64 - 20;
        let exam_on = self.begin() + Days::new(10 + u64::from(number) * 37 % days);
        let level =
            [SkillLevel::Level5, SkillLevel::Level4, SkillLevel::Level3][number as usize / 24 % 3];
        let rule = self.app.rules.pass_rule(exam_on, level);
        let rule = rule.ok_or_else(|| Problem::internal("demo data: no rule"))?.clone();
        let mut people = Vec::new();
        let mut results = Vec::new();
        for _ in 0..count {
            people.push(self.person(body.division)?);
            let parts = self.results();
            results.push((rule.decide(level, &parts).passed, parts));
        }
        let ctx = self.setup(exam_on + Days::new(5));
        let run = RunId::new(body.id.home(), ctx.now, &self.random);
        let batch = IssueBatch {
            body: body.id,
            run,
            occupation: body.occupation,
            level,
            exam_on,
            rule,
            items: Vec::new(),
        };
        let (ring, site) = (Arc::clone(&self.app.ring), self.app.certificates.site().clone());
        let work = Arc::new((people, results, batch));
        self.app
            .store
            .write(&ctx, None, move |tx| {
                let (ring, site, work) = (Arc::clone(&ring), site.clone(), Arc::clone(&work));
                async move {
                    let registered = register_many_in(tx, &ring, work.0.clone()).await?;
                    let mut batch = work.2.clone();
                    for (registered, (passed, parts)) in registered.into_iter().zip(&work.1) {
                        let Registered::New(person) = registered else { continue };
                        if *passed {
                            let random = tx.random();
                            let candidate = CandidateId::new(run.home(), tx.now(), &random);
                            let parts = parts.clone();
                            batch.items.push(IssueItem { candidate, person, variant: None, parts });
                        }
                    }
                    issue_many_in(tx, &ring, &site, &batch).await.map(|_| ())
                }
                .boxed()
            })
            .await
    }

    /// Marks between 54 and 97; about a quarter of the candidates fail a part.
    fn results(&self) -> PartResults {
        let marks = || PartResult::Marks(5400 + self.random.below(44) as u32 * 100);
        [Part::Theory, Part::Skill].into_iter().map(|part| (part, marks())).collect()
    }

    fn person(&mut self, division: DivisionCode) -> Result<NewPerson> {
        let number = self.people;
        self.people += 1;
        let county = self.counties[number as usize % self.counties.len()];
        let birth = CivilDate::from_ymd_opt(1966, 1, 1).unwrap_or(self.today)
            + Days::new(u64::from(number) * 7919 % 14_600);
        let sequence = (number / 14_600 * 40 + number % 40) % 1000;
        let text = citizen_number(county, birth, sequence as u16);
        let text = text.ok_or_else(|| Problem::internal("demo data: identity number"))?;
        let checked = check(DocumentKind::CitizenCard, &text, &self.app.world, self.today);
        let checked = checked.map_err(|_| Problem::internal("demo data: identity number"))?;
        let name = self.name(number);
        let name = PersonName::read(&name).map_err(|_| Problem::internal("demo data: name"))?;
        Ok(NewPerson {
            name,
            documents: vec![Document::new(checked)],
            sex: None,
            birth_on: None,
            phone: Some(format!("12{number:09}")),
            division,
            extra: BTreeMap::new(),
        })
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use kernel::Clock;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_province_is_the_same_every_time_and_never_empty() {
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let folder = tempfile::tempdir().unwrap();
            let config = Config::demo(folder.path().to_owned(), 8080);
            let start = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
            let clock = Clock::manual(Instant::start_of(start));
            let app = App::open(&config, clock, Random::seeded(1)).await.unwrap();
            assert!(!is_filled(&app).await.unwrap());
            fill(&app, 600, |_| {}).await.unwrap();
            assert!(is_filled(&app).await.unwrap());
            let mut conn = app.store.read().await.unwrap();
            let heads = store::journal::heads(&mut conn).await.unwrap();
            let facts: i64 = heads.values().sum();
            numbers.push(facts);
        }
        assert_eq!(numbers[0], numbers[1]);
        assert!(numbers[0] > 600 + 300, "people and certificates: {}", numbers[0]);
    }
}
