//! Authorities and bodies of the demonstration.

use super::accounts::ACCOUNTS;
use super::{Maker, parse};
use chrono::Days;
use kernel::{
    Actor, AuthorityId, BodyId, DivisionCode, OccupationCode, Problem, Result, Role, SkillLevel,
};
use organisations::{
    AuthorityEnd, AuthorityKind, BodyKind, Function, NewAuthority, NewBody, NewFiling, Uscc,
};

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

/// Bodies in all.
const BODIES: u32 = 24;

/// A body of the demo with the people who work there.
pub(super) struct DemoBody {
    pub id: BodyId,
    pub occupation: OccupationCode,
    pub clerk: Actor,
    pub issuer: Actor,
    pub manager: Actor,
}

impl Maker<'_> {
    /// The province's authority with one for each prefecture, and others of the province; one of them
    /// went into the first.
    pub(super) async fn authorities(&self) -> Result<AuthorityId> {
        use AuthorityKind::{EmploymentAgency, EvaluationCentre, Finance, HumanResources};
        let province = kernel::world::DEMO_PROVINCE;
        let name = "示范省人力资源和社会保障厅".to_owned();
        let top = self.authority(HumanResources, name, None, province).await?;
        for prefecture in self.app.world.divisions.children(province, self.today) {
            let name = format!("{}人力资源和社会保障局", prefecture.name);
            self.authority(HumanResources, name, Some(top), prefecture.code).await?;
        }
        for (kind, name, parent) in [
            (Finance, "示范省财政厅", None),
            (EvaluationCentre, "示范省技能评价指导中心", Some(top)),
        ] {
            self.authority(kind, name.to_owned(), parent, province).await?;
        }
        let name = "示范省劳动就业服务局".to_owned();
        let former = self.authority(EmploymentAgency, name, Some(top), province).await?;
        let end = AuthorityEnd {
            authority: former,
            version: 1,
            into: Some(top),
            on: self.begin(),
            basis: "示编办〔2025〕1号（演示）".to_owned(),
        };
        let ctx = self.setup(self.begin());
        self.app.organisations.end_authority(&ctx, None, end).await?;
        Ok(top)
    }

    async fn authority(
        &self,
        kind: AuthorityKind,
        name: String,
        parent: Option<AuthorityId>,
        division: DivisionCode,
    ) -> Result<AuthorityId> {
        // The department of the province files bodies itself, so that there is one door to knock at.
        let functions = match kind {
            AuthorityKind::EvaluationCentre => {
                [Function::Competitions, Function::Statistics].into_iter().collect()
            }
            kind => kind.usual(),
        };
        let territory = vec![division];
        let new = NewAuthority { kind, name, parent, division, territory, functions };
        let ctx = self.setup(self.begin());
        self.app.organisations.register_authority(&ctx, None, new).await
    }

    pub(super) async fn bodies(&self, authority: AuthorityId) -> Result<Vec<DemoBody>> {
        let mut bodies = Vec::new();
        for number in 0..BODIES {
            let division = self.counties[number as usize * 5 % self.counties.len()];
            let body = self.body(number, authority, division).await?;
            self.instruments(number, authority, division, &body).await?;
            bodies.push(body);
        }
        Ok(bodies)
    }

    async fn body(
        &self,
        number: u32,
        authority: AuthorityId,
        division: DivisionCode,
    ) -> Result<DemoBody> {
        let (_, code) = TRADES[number as usize % TRADES.len()];
        let (body, letter) = description(number, division)?;
        let ctx = self.setup(self.begin());
        let area = &self.app.organisations;
        let id = area.register_body(&ctx, None, body).await?;
        let occupation: OccupationCode = parse(code)?;
        let filing = NewFiling {
            body: id,
            authority,
            code: format!("{letter}000077{:06}", number + 1),
            valid_from: self.begin(),
            valid_until: self.begin() + Days::new(3 * 365),
            scope: SkillLevel::EVALUATED.map(|level| (occupation, level)).to_vec(),
        };
        area.file(&ctx, None, filing).await?;
        let [clerk, issuer, manager] = [1, 2, 3].map(|place| self.of_body(id, number, place));
        let (clerk, issuer, manager) = (clerk.await?, issuer.await?, manager.await?);
        // The two-step key ceremony, by two people of the body.
        let key = area.propose_key(&self.ctx(manager.clone(), self.begin()), None, id).await?;
        let second = self.ctx(issuer.clone(), self.begin());
        area.decide_key(&second, None, key, true).await?;
        Ok(DemoBody { id, occupation, clerk, issuer, manager })
    }

    /// Clerk, issuer or manager; those of the first body are among the accounts that are shown.
    async fn of_body(&self, body: BodyId, number: u32, place: usize) -> Result<Actor> {
        let one = ACCOUNTS[place];
        let role = one.role.unwrap_or(Role::BodyClerk);
        let (login, name) = match number {
            0 => (one.login.to_owned(), one.name.to_owned()),
            n => (format!("{}{}", one.login, n + 1), one.name.to_owned()),
        };
        self.member(body, role, login, name).await
    }
}

/// A body's entry in the register, and the letter its filing code begins with.
fn description(number: u32, division: DivisionCode) -> Result<(NewBody, char)> {
    let (trade, _) = TRADES[number as usize % TRADES.len()];
    let kind = match number % 3 {
        0 => BodyKind::SocialEvaluationBody,
        1 => BodyKind::Employer,
        _ => BodyKind::TechnicianCollege,
    };
    let (registered_as, letter, name) = match kind {
        BodyKind::Employer => ("91", 'Y', format!("示例{trade}集团有限公司（{}）", number + 1)),
        BodyKind::TechnicianCollege => {
            ("12", 'S', format!("示例{trade}技师学院（{}）", number + 1))
        }
        _ => ("52", 'S', format!("示例{trade}职业技能评价中心（{}）", number + 1)),
    };
    // The organisation code carries the province, so that nobody takes it for a real one.
    let uscc = Uscc::compose(registered_as, division, &format!("77{number:06}"));
    let uscc = uscc.ok_or_else(|| Problem::internal("demo data: credit code"))?;
    let body = NewBody {
        kind,
        name,
        uscc: uscc.as_str().to_owned(),
        division,
        address: format!("示例路{}号", number + 1),
        contact: format!("0770-1200{number:04}"),
    };
    Ok((body, letter))
}
