//! An installation with one filed body, and a spreadsheet of its results.

use crate::Done;
use certificates::Site;
use chrono::Days;
use classification::{Pack, shipped_world};
use crypto::{KeyRing, Profile};
use evaluation::Evaluation;
use kernel::{
    AccountActor, AccountId, Actor, Assurance, BodyId, CivilDate, Clock, Ctx, DivisionCode, Home,
    Instant, Office, Post, Random, Role, SkillLevel, SystemActor, World,
};
use organisations::{
    AuthorityKind, BodyKind, NewAuthority, NewBody, NewFiling, Organisations, Uscc,
};
use rules::RuleBook;
use sheets::{Cell, Column, Layout, OutFormat, Writer};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use store::{Engine, Store, StoreOptions};

/// An installation with one filed body.
pub struct Place {
    /// The area that imports and issues.
    pub area: Evaluation,
    /// The database.
    pub store: Store,
    /// The body.
    pub body: BodyId,
    /// The exam day of everybody.
    pub exam_on: CivilDate,
    world: Arc<World>,
}

impl Place {
    /// Makes it in a database file that does not exist yet.
    pub async fn new(database: &Path) -> Done<Place> {
        let (clock, random) = (Clock::System, Random::system());
        let engine = Engine::Sqlite(database.to_owned());
        let store = Store::open(&StoreOptions::new(engine), &clock, &random).await?;
        let ring = Arc::new(KeyRing::demo(Profile::Intl));
        let organisations = Organisations::new(store.clone(), Arc::clone(&ring));
        let world = Arc::new(shipped_world(&[Pack::Demo])?);
        let setup = Ctx::system(SystemActor::Setup, &clock, Arc::clone(&world), random);
        let site = Site::new("https://skills.example.org");
        let rules = Arc::new(RuleBook::shipped()?);
        let texts = |_, problem: &kernel::FieldProblem| problem.code.to_owned();
        let area = Evaluation::new(store.clone(), ring, site, rules, texts);
        let body = body(&organisations, &setup).await?;
        let exam_on = setup.today() - Days::new(30);
        let place = Place { area, store, body, exam_on, world };
        let (one, other) = (place.clerk(1), place.clerk(2));
        let key = organisations.propose_key(&one, None, body).await?;
        organisations.decide_key(&other, None, key, true).await?;
        Ok(place)
    }

    /// Somebody of the body with every role there.
    pub fn clerk(&self, number: u64) -> Ctx {
        let at = Instant::from_micros(number as i64);
        let account = AccountId::new(Home::NODE, at, &Random::seeded(number));
        let post = |role| Post { role, office: Office::Body(self.body) };
        let posts = [Role::BodyClerk, Role::BodyIssuer, Role::BodyManager].map(post).to_vec();
        let actor = AccountActor {
            account,
            person: None,
            posts,
            deputies: Vec::new(),
            assurance: Assurance::Two,
        };
        let world = Arc::clone(&self.world);
        let ctx = Ctx::system(SystemActor::Setup, &Clock::System, world, Random::system());
        Ctx { actor: Actor::Account(Arc::new(actor)), ..ctx }
    }

    /// Does what waits in the background.
    pub async fn work(&self) -> Done<()> {
        let world = Arc::clone(&self.world);
        let fresh = move || {
            Ctx::system(SystemActor::Jobs, &Clock::System, Arc::clone(&world), Random::system())
        };
        while self.area.work_one(&fresh).await? {}
        Ok(())
    }
}

async fn body(organisations: &Organisations, setup: &Ctx) -> Done<BodyId> {
    let county = DivisionCode::new(770_102).ok_or("a county")?;
    let uscc = Uscc::compose("52", county, "00000001").ok_or("a credit code")?;
    let body = NewBody {
        kind: BodyKind::SocialEvaluationBody,
        name: "示例评价机构".to_owned(),
        uscc: uscc.as_str().to_owned(),
        division: county,
        address: "示例路1号".to_owned(),
        contact: "0000-0000000".to_owned(),
    };
    let body = organisations.register_body(setup, None, body).await?;
    let authority = NewAuthority {
        kind: AuthorityKind::HumanResources,
        name: "示范省人力资源和社会保障厅".to_owned(),
        parent: None,
        division: county.province(),
        territory: vec![county.province()],
        functions: AuthorityKind::HumanResources.usual(),
    };
    let authority = organisations.register_authority(setup, None, authority).await?;
    let filing = NewFiling {
        body,
        authority,
        code: "S000077000001".to_owned(),
        valid_from: setup.today() - Days::new(400),
        valid_until: setup.today() + Days::new(400),
        scope: vec![("6-18-01-01".parse().map_err(|_| "a code")?, SkillLevel::Level4)],
    };
    organisations.file(setup, None, filing).await?;
    Ok(body)
}

/// The full template with the results of this many people, who all pass.
pub fn spreadsheet(file: &Path, rows: u32, exam_on: CivilDate) -> Done<()> {
    let results = ["考试日期", "理论知识成绩", "操作技能成绩", "综合评审成绩"];
    let titles = evaluation::sheet::columns::FULL_TITLES.into_iter().chain(results);
    let layout = Layout {
        sheet: "成绩".to_owned(),
        columns: titles.clone().map(Column::text).collect(),
        message_title: None,
        made_at: Instant::start_of(exam_on),
        spill_dir: None,
    };
    let mut writer = Writer::new(OutFormat::Xlsx, File::create(file)?, &layout)?;
    for n in 0..rows {
        let number = document(n).ok_or("an identity number")?;
        let value = |title| match title {
            "序号" => n.to_string(),
            "职业工种名称" => "车工".to_owned(),
            "认定等级" => "四级/中级工".to_owned(),
            "证件类型" => "居民身份证".to_owned(),
            "证件号码" => number.clone(),
            "姓名" => name(n),
            "手机号码" => format!("12{n:09}"),
            "考试日期" => exam_on.to_string(),
            "理论知识成绩" => "80".to_owned(),
            "操作技能成绩" => "75.5".to_owned(),
            "综合评审成绩" | "性别" | "出生日期" => String::new(),
            "文化程度" => "技工学校".to_owned(),
            "所在单位" => "示例机械有限公司".to_owned(),
            "通讯地址" => "示范省晨光市朝霞区示例路1号".to_owned(),
            _ => "示例".to_owned(),
        };
        let cells: Vec<Cell> = titles.clone().map(|title| Cell::Text(value(title))).collect();
        writer.row(&cells, &[])?;
    }
    writer.finish()?;
    Ok(())
}

/// Another number for each of the first eight million.
fn document(n: u32) -> Option<String> {
    let birth = CivilDate::from_ymd_opt(1966, 1, 1)? + Days::new(u64::from(n / 900 % 9_000));
    people::citizen_number(DivisionCode::new(770_102)?, birth, (n % 900) as u16)
}

fn name(n: u32) -> String {
    const GIVEN: [char; 16] = [
        '晨', '光', '曦', '轮', '匠', '心', '规', '矩', '绳', '墨', '锤', '声', '榫', '卯', '斗',
        '拱',
    ];
    let sign = |shift: u32| GIVEN[(n >> shift) as usize % GIVEN.len()];
    ['示', '例', sign(0), sign(4)].iter().collect()
}
