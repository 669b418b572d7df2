//! Fixtures of evaluation: a filed body, spreadsheets of made-up people, the worker of jobs.

use crate::world::{body_command, clerk, county, demo_world};
use certificates::{Certificates, CheckLimits, Site};
use crypto::KeyRing;
use evaluation::{Evaluation, Import, NewImport};
use kernel::{
    BodyId, Ctx, DivisionCode, FieldProblem, ImportId, Lang, PageRequest, Role, SkillLevel,
    SystemActor,
};
use organisations::{AuthorityKind, NewAuthority, NewFiling, Organisations};
use rules::RuleBook;
use sheets::{Cell, Column, Layout, OutFormat, Writer};
use std::sync::Arc;
use store::{Store, args};
use testkit::{On, TestDb};

/// An installation with one body, filed for turners (车工) at levels 4 and 2.
pub struct Fixture {
    pub db: TestDb,
    pub store: Store,
    pub organisations: Organisations,
    pub certificates: Certificates,
    pub area: Evaluation,
    pub body: BodyId,
}

/// Says a finding without any text, so that a test sees code and values.
pub fn plain(_: Lang, problem: &FieldProblem) -> String {
    let args: Vec<String> = problem.args.iter().map(|(n, v)| format!(" {n}={v}")).collect();
    format!("{}{}", problem.code, args.concat())
}

/// The areas on a store.
pub fn areas(store: &Store) -> (Organisations, Certificates, Evaluation) {
    let ring = Arc::new(KeyRing::demo(crate::world::profile()));
    let site = Site::new("https://skills.example.org");
    let rules = Arc::new(RuleBook::shipped().unwrap());
    (
        Organisations::new(store.clone(), Arc::clone(&ring)),
        Certificates::new(store.clone(), Arc::clone(&ring), site.clone(), CheckLimits::default()),
        Evaluation::new(store.clone(), ring, site, rules, plain),
    )
}

impl Fixture {
    pub async fn new(on: On) -> Self {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let (organisations, certificates, area) = areas(&store);
        let body = filed_body(&db, &organisations).await;
        Fixture { db, store, organisations, certificates, area, body }
    }

    /// Who uploads.
    pub fn clerk(&self) -> Ctx {
        clerk(&self.db, 1, Role::BodyClerk, self.body)
    }

    /// Who releases.
    pub fn issuer(&self) -> Ctx {
        clerk(&self.db, 2, Role::BodyIssuer, self.body)
    }

    pub async fn start(&self, file: &[u8], keep_good: bool) -> ImportId {
        let command = NewImport {
            body: self.body,
            file_name: "示例成绩.xlsx".to_owned(),
            exam_on: None,
            keep_good,
        };
        self.area.start_import(&self.clerk(), None, command, file).await.unwrap()
    }

    /// Does every job that is due.
    pub async fn work(&self) {
        work(&self.db, &self.area).await;
    }

    /// Imports a file to its end.
    pub async fn import(&self, file: &[u8], keep_good: bool) -> Import {
        let id = self.start(file, keep_good).await;
        self.work().await;
        let import = self.area.import(&self.clerk(), id).await.unwrap();
        assert!(!import.state.is_live(), "{import:?}");
        import
    }

    /// Row and code of each finding.
    pub async fn findings(&self, id: ImportId) -> Vec<(u32, &'static str)> {
        let page = PageRequest { after: None, limit: Some(200) };
        let page = self.area.findings(&self.clerk(), id, &page).await.unwrap();
        page.items.iter().map(|finding| (finding.row, finding.problem.code)).collect()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        count(&self.store, sql).await
    }

    /// Issues the one run there is.
    pub async fn release(&self) {
        let runs = self.area.runs(&self.issuer(), self.body, &PageRequest::default()).await;
        let run = runs.unwrap().items[0].id;
        self.area.release_run(&self.issuer(), None, run).await.unwrap();
        self.work().await;
    }

    /// The numbers issued, sorted.
    pub async fn numbers(&self) -> Vec<String> {
        let page = PageRequest { after: None, limit: Some(200) };
        let page = self.certificates.of_body(&self.issuer(), self.body, &page).await.unwrap();
        let mut numbers: Vec<String> = page.items.into_iter().map(|c| c.number).collect();
        numbers.sort();
        numbers
    }
}

pub async fn count(store: &Store, sql: &'static str) -> i64 {
    let mut conn = store.read().await.unwrap();
    conn.fetch_one(sql, args![]).await.unwrap().get("n").unwrap()
}

/// Does every job that is due.
pub async fn work(db: &TestDb, area: &Evaluation) {
    let (clock, random) = (db.clock.clone(), db.random.clone());
    let base = demo_world(db.ctx(SystemActor::Jobs));
    let fresh = move || Ctx { now: clock.now(), random: random.clone(), ..base.clone() };
    while area.work_one(&fresh).await.unwrap() {}
}

pub async fn filed_body(db: &TestDb, area: &Organisations) -> BodyId {
    let ctx = demo_world(db.ctx(SystemActor::Setup));
    let body = area.register_body(&ctx, None, body_command(1)).await.unwrap();
    let province = DivisionCode::new(770000).unwrap();
    let authority = NewAuthority {
        kind: AuthorityKind::HumanResources,
        name: "示范省人力资源和社会保障厅".to_owned(),
        parent: None,
        division: province,
        territory: vec![province],
        functions: AuthorityKind::HumanResources.usual(),
    };
    let authority = area.register_authority(&ctx, None, authority).await.unwrap();
    let turner = "6-18-01-01".parse().unwrap();
    let filing = NewFiling {
        body,
        authority,
        code: "S000077000001".to_owned(),
        valid_from: "2025-01-01".parse().unwrap(),
        valid_until: "2027-12-31".parse().unwrap(),
        scope: vec![(turner, SkillLevel::Level4), (turner, SkillLevel::Level2)],
    };
    area.file(&ctx, None, filing).await.unwrap();
    let manager = clerk(db, 1, Role::BodyManager, body);
    let key = area.propose_key(&manager, None, body).await.unwrap();
    let issuer = clerk(db, 2, Role::BodyIssuer, body);
    area.decide_key(&issuer, None, key, true).await.unwrap();
    body
}

/// The number of made-up person `n`.
pub fn number(n: u32) -> String {
    let month = n / 900;
    let birth = kernel::CivilDate::from_ymd_opt(
        1950 + (month / 336) as i32,
        1 + month / 28 % 12,
        1 + month % 28,
    );
    people::citizen_number(county(), birth.unwrap(), (n % 900) as u16).unwrap()
}

/// The headings of the spreadsheets below.
pub const TITLES: [&str; 7] =
    ["姓名", "证件号码", "职业工种名称", "认定等级", "考试日期", "理论知识成绩", "操作技能成绩"];

/// A row about person `n` with these marks.
pub fn row(n: u32, theory: &str, skill: &str) -> Vec<String> {
    let name = format!("示例{}", name_of(n));
    [name.as_str(), &number(n), "车工", "四级", "2026-05-01", theory, skill]
        .map(str::to_owned)
        .to_vec()
}

fn name_of(n: u32) -> String {
    const GIVEN: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
    n.to_string().bytes().map(|digit| GIVEN[usize::from(digit - b'0')]).collect()
}

/// A spreadsheet with these headings and rows.
pub fn xlsx(titles: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let layout = Layout {
        sheet: "成绩".to_owned(),
        columns: titles.iter().map(|title| Column::text(*title)).collect(),
        message_title: None,
        made_at: testkit::START,
        spill_dir: None,
    };
    let mut writer = Writer::new(OutFormat::Xlsx, Vec::new(), &layout).unwrap();
    for row in rows {
        let cells: Vec<Cell> = row.iter().map(|text| Cell::Text(text.clone())).collect();
        writer.row(&cells, &[]).unwrap();
    }
    writer.finish().unwrap()
}

/// The same as text.
pub fn csv(titles: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = titles.join(",") + "\r\n";
    for row in rows {
        text += &(row.join(",") + "\r\n");
    }
    text
}

/// `count` people who pass, beginning with person `first`.
pub fn passing(first: u32, count: u32) -> Vec<Vec<String>> {
    (first..first + count).map(|n| row(n, "80", "75.5")).collect()
}
