//! Imports made-up people from the full template into a fresh SQLite file, writes all rows they
//! produce once more by bare inserts, issues their certificates, and says how fast and in how much
//! memory: `cargo run --release -p evaluation --example speed -- [ROWS|FILE] [issue]`.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use certificates::Site;
use classification::{Pack, shipped_world};
use crypto::{KeyRing, Profile};
use evaluation::{Evaluation, NewImport};
use futures_util::FutureExt as _;
use kernel::{
    AccountActor, AccountId, Actor, Assurance, BodyId, CivilDate, Clock, Ctx, DivisionCode, Home,
    Instant, Office, PageRequest, Post, Random, Role, SkillLevel, SystemActor, World,
};
use organisations::{
    AuthorityKind, BodyKind, NewAuthority, NewBody, NewFiling, Organisations, Uscc,
};
use rules::RuleBook;
use sheets::{Cell, Column, Layout, OutFormat, Writer};
use std::error::Error;
use std::fs::File;
use std::sync::{Arc, Mutex};
use std::time::Instant as Moment;
use store::dump::Snapshot;
use store::{Engine, Store, StoreOptions, Value};

type Done<T> = Result<T, Box<dyn Error>>;

/// 2026-11-24 09:00 in China.
const NOW: Instant = Instant::from_micros(1_795_482_000_000_000);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Done<()> {
    let mut args = std::env::args().skip(1);
    let first = args.next().unwrap_or_else(|| "100000".to_owned());
    let issue = args.next().is_some();
    let folder = tempfile::tempdir()?;
    let file = match first.parse() {
        Ok(rows) => {
            let file = folder.path().join("results.xlsx");
            write(&file, rows)?;
            file
        }
        Err(_) => first.into(),
    };
    println!("the file is there; {}", memory());
    let place = Place::new(folder.path()).await?;
    let started = Moment::now();
    let command = NewImport {
        body: place.body,
        file_name: "示例成绩.xlsx".to_owned(),
        exam_on: CivilDate::from_ymd_opt(2026, 5, 1),
        keep_good: true,
    };
    let id = place.area.start_import(&place.clerk(1), None, command, File::open(&file)?).await?;
    println!("uploaded in {:.1} s; {}", started.elapsed().as_secs_f64(), memory());
    let started = Moment::now();
    let world = Arc::clone(&place.world);
    let fresh = move || Ctx {
        now: Clock::System.now(),
        ..Ctx::system(SystemActor::Jobs, &Clock::System, Arc::clone(&world), Random::system())
    };
    while place.area.work_one(&fresh).await? {}
    let seconds = started.elapsed().as_secs_f64();
    let import = place.area.import(&place.clerk(1), id).await?;
    let rate = import.rows.entered as f64 / seconds;
    println!("{:?} {:?}: {rate:.0} people/s; {}", import.state.word(), import.rows, memory());
    let findings = place.area.findings(&place.clerk(1), id, &PageRequest::default()).await?;
    if let Some(finding) = findings.items.first() {
        println!("row {}, {}: {}", finding.row, finding.heading, finding.problem.code);
    }
    let bare = bare_insert(&place.options, &folder.path().join("bare.db")).await?;
    println!(
        "all their rows by bare inserts: {bare:.2} s; the import took {:.1} times that",
        seconds / bare
    );
    if issue {
        place.issue(&fresh).await?;
    }
    Ok(())
}

/// The full template with this many people in it.
fn write(path: &std::path::Path, rows: u32) -> Done<()> {
    let results = ["考试日期", "理论知识成绩", "操作技能成绩", "综合评审成绩"];
    let titles = evaluation::sheet::columns::FULL_TITLES.into_iter().chain(results);
    let layout = Layout {
        sheet: "成绩".to_owned(),
        columns: titles.clone().map(Column::text).collect(),
        message_title: None,
        made_at: NOW,
        spill_dir: None,
    };
    let mut writer = Writer::new(OutFormat::Xlsx, File::create(path)?, &layout)?;
    for n in 0..rows {
        let value = |title| match title {
            "序号" => n.to_string(),
            "职业工种名称" => "车工".to_owned(),
            "认定等级" => "四级/中级工".to_owned(),
            "证件类型" => "居民身份证".to_owned(),
            "证件号码" => number(n),
            "姓名" => name(n),
            "手机号码" => format!("12{n:09}"),
            "考试日期" => "2026-05-01".to_owned(),
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

fn number(n: u32) -> String {
    let month = n / 900;
    let year = 1950 + (month / 336) as i32;
    let birth = CivilDate::from_ymd_opt(year, 1 + month / 28 % 12, 1 + month % 28);
    let county = DivisionCode::new(770_102);
    let number = birth
        .zip(county)
        .and_then(|(birth, county)| people::citizen_number(county, birth, (n % 900) as u16));
    number.unwrap_or_default()
}

fn name(n: u32) -> String {
    const GIVEN: [char; 16] = [
        '晨', '光', '曦', '轮', '匠', '心', '规', '矩', '绳', '墨', '锤', '声', '榫', '卯', '斗',
        '拱',
    ];
    let sign = |shift: u32| GIVEN[(n >> shift) as usize % GIVEN.len()];
    ['示', '例', sign(0), sign(4)].iter().collect()
}

/// An installation with one filed body.
struct Place {
    options: StoreOptions,
    area: Evaluation,
    world: Arc<World>,
    body: BodyId,
}

impl Place {
    async fn new(folder: &std::path::Path) -> Done<Place> {
        let (clock, random) = (Clock::System, Random::system());
        let engine = Engine::Sqlite(folder.join("kaogong.db"));
        let options = StoreOptions::new(engine);
        let store = Store::open(&options, &clock, &random).await?;
        let ring = Arc::new(KeyRing::demo(Profile::Intl));
        let organisations = Organisations::new(store.clone(), Arc::clone(&ring));
        let world = Arc::new(shipped_world(&[Pack::Demo])?);
        let setup = Ctx::system(SystemActor::Setup, &clock, Arc::clone(&world), random);
        let site = Site::new("https://skills.example.org");
        let rules = Arc::new(RuleBook::shipped()?);
        let area = Evaluation::new(store, ring, site, rules, |_, problem| problem.code.to_owned());
        let body = body(&organisations, &setup).await?;
        let place = Place { options, area, world, body };
        let (one, other) = (place.clerk(1), place.clerk(2));
        let key = organisations.propose_key(&one, None, body).await?;
        organisations.decide_key(&other, None, key, true).await?;
        Ok(place)
    }

    /// Somebody of the body with every role there.
    fn clerk(&self, number: u64) -> Ctx {
        let at = Instant::from_micros(number as i64);
        let account = AccountId::new(Home::NODE, at, &Random::seeded(number));
        let post = |role| Post { role, office: Office::Body(self.body) };
        let posts = [Role::BodyClerk, Role::BodyIssuer, Role::BodyManager].map(post).to_vec();
        let actor = AccountActor { account, person: None, posts, assurance: Assurance::Two };
        let world = Arc::clone(&self.world);
        let ctx = Ctx::system(SystemActor::Setup, &Clock::System, world, Random::system());
        Ctx { actor: Actor::Account(Arc::new(actor)), ..ctx }
    }

    async fn issue(&self, fresh: &evaluation::Fresh) -> Done<()> {
        let issuer = self.clerk(2);
        let runs = self.area.runs(&issuer, self.body, &PageRequest::default()).await?;
        let run = runs.items.first().ok_or("no run")?.id;
        self.area.release_run(&issuer, None, run).await?;
        let started = Moment::now();
        while self.area.work_one(fresh).await? {}
        let run = self.area.run(&issuer, run).await?;
        let rate = run.issued as f64 / started.elapsed().as_secs_f64();
        println!("{} certificates: {rate:.0}/s; {}", run.issued, memory());
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
    };
    let authority = organisations.register_authority(setup, None, authority).await?;
    let filing = NewFiling {
        body,
        authority,
        code: "S000077000001".to_owned(),
        valid_from: "2025-01-01".parse()?,
        valid_until: "2027-12-31".parse()?,
        scope: vec![("6-18-01-01".parse().map_err(|_| "a code")?, SkillLevel::Level4)],
    };
    organisations.file(setup, None, filing).await?;
    Ok(body)
}

/// The tables that an import fills.
const FILLED: [&str; 7] =
    ["person", "person_vault", "person_name_index", "directory", "candidate", "history", "fact"];
/// Rows of one transaction of the bare inserts.
const AT_ONCE: usize = 5_000;

/// Writes the rows that are in one database into a fresh SQLite file: nothing but multi-row inserts,
/// with the settings and the durability of the store. Gives the seconds that the inserts took.
async fn bare_insert(from: &StoreOptions, path: &std::path::Path) -> Done<f64> {
    let (clock, random) = (Clock::System, Random::system());
    let options = StoreOptions::new(Engine::Sqlite(path.to_owned()));
    let store = Store::open(&options, &clock, &random).await?;
    let world = Arc::new(World::default());
    let ctx = Ctx::system(SystemActor::Setup, &clock, world, random);
    let mut snapshot = Snapshot::take(from).await?;
    let mut seconds = 0.0;
    for table in snapshot.tables().await? {
        let Some(name) = FILLED.into_iter().find(|name| *name == table.name) else { continue };
        // The store takes names that are part of the program; these live as long as it does.
        let columns = table.columns.iter().map(|c| &*c.name.clone().leak()).collect::<Vec<&str>>();
        let columns: &'static [&'static str] = columns.leak();
        let mut rows = Vec::new();
        let mut keep = |row: &[Value]| {
            rows.push(row.to_vec());
            Ok(())
        };
        snapshot.rows(&table, &mut keep).await?;
        let mut rows = rows.into_iter();
        let started = Moment::now();
        while rows.len() > 0 {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(AT_ONCE).collect();
            let chunk = Arc::new(Mutex::new(chunk));
            let write = store.write(&ctx, None, move |tx| {
                let rows = std::mem::take(&mut *chunk.lock().unwrap_or_else(|e| e.into_inner()));
                async move { tx.insert_many(name, columns, rows).await }.boxed()
            });
            write.await?;
        }
        seconds += started.elapsed().as_secs_f64();
    }
    store.close().await;
    Ok(seconds)
}

/// The most memory the process ever held, as Linux tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.map_or("unknown".to_string(), |line| {
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    })
}
