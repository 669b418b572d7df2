//! The desk of an evaluation body through the one table of routes: pages and API.

use crate::site::routes;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::middleware::{Next, from_fn};
use kernel::{
    AccountActor, AccountId, Actor, Assurance, BodyId, CandidateId, Clock, Ctx, Home, Instant,
    Lang, Office, PageRequest, Post, Random, Role, RunId, SystemActor,
};
use organisations::BodyQuery;
use platform::{App, Config, demo};
use sheets::{Cell, Column, Layout, OutFormat, Writer};
use std::sync::Arc;
use store::Engine;
use testkit::{On, TestDb};
use tower::ServiceExt as _;
use web_kit::{Frame, Here, NodeRole, SignedIn, Site, T, Visit, build_router, frame};

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAA";

#[derive(Clone)]
pub(crate) struct Fixture {
    pub app: App,
    db: Arc<TestDb>,
    pub body: BodyId,
    pub other: BodyId,
}

/// Somebody who asks: account number and posts.
#[derive(Clone)]
pub(crate) struct Who(pub Option<AccountActor>);

pub(crate) fn account(number: u64, posts: Vec<Post>) -> AccountActor {
    let account = AccountId::new(Home::NODE, Instant::from_micros(0), &Random::seeded(number));
    AccountActor { account, person: None, posts, deputies: Vec::new(), assurance: Assurance::Two }
}

pub(crate) fn of(number: u64, role: Role, body: BodyId) -> Who {
    Who(Some(account(number, vec![Post { role, office: Office::Body(body) }])))
}

async fn admit(mut request: Request, next: Next) -> axum::response::Response {
    let who = request.extensions_mut().remove::<Who>().and_then(|who| who.0);
    if let (Some(actor), Some(visit)) = (who, request.extensions().get::<Visit>()) {
        visit.admit(SignedIn {
            actor: Arc::new(actor),
            name: "示例".to_owned(),
            office: None,
            nav: Vec::new(),
            csrf: None,
        });
    }
    next.run(request).await
}

pub(crate) struct Answered {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
    bytes: Vec<u8>,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        Self::on(On::Sqlite).await
    }

    pub(crate) async fn on(on: On) -> Self {
        let db = Arc::new(TestDb::new(on).await);
        let mut config = Config::demo(db.folder(), 8080);
        if let Engine::Postgres { url, .. } = &db.options.engine {
            config.database_url = url.as_str().into();
        }
        let clock = Clock::manual(Instant::start_of("2026-11-24".parse().unwrap()));
        let app = App::open(&config, clock, Random::seeded(1)).await.unwrap();
        demo::fill(&app, 1, |_| {}).await.unwrap();
        let ctx = app.system(SystemActor::Jobs);
        let page = PageRequest::default();
        let query = BodyQuery::default();
        let found = app.organisations.search_bodies(&ctx, &query, &page).await.unwrap().items;
        Fixture { app, db, body: found[0].id, other: found[1].id }
    }

    pub(crate) fn manager(&self) -> Who {
        of(901, Role::BodyManager, self.body)
    }

    pub(crate) fn issuer(&self) -> Who {
        of(902, Role::BodyIssuer, self.body)
    }

    pub(crate) fn ctx(&self, who: &Who) -> Ctx {
        self.app.ctx(Actor::Account(Arc::new(who.0.clone().unwrap())))
    }

    fn router(&self) -> Router {
        let outer = Frame {
            site: Arc::new(Site::default()),
            clock: self.app.clock.clone(),
            random: self.app.random.clone(),
            problem_page: pages::problem::draw,
            tls: false,
            hosts: Vec::new(),
            proxies: Vec::new(),
        };
        let inner = build_router(routes(&self.app.config), NodeRole::All).layer(from_fn(admit));
        frame(inner, outer).with_state(self.app.clone())
    }

    pub(crate) async fn ask(
        &self,
        who: &Who,
        method: &str,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Answered {
        assert!(self.db.folder().exists());
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1")
            .header(CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        request.extensions_mut().insert(who.clone());
        let answer = self.router().oneshot(request).await.unwrap();
        let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
        Answered { status, location, text: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    pub(crate) async fn get(&self, who: &Who, path: &str) -> Answered {
        self.ask(who, "GET", path, "text/plain", Vec::new()).await
    }

    pub(crate) async fn post(&self, who: &Who, path: &str, form: &str) -> Answered {
        let kind = "application/x-www-form-urlencoded";
        // Each form that is shown carries a key of its own.
        let key = Visit::new(
            T::new(Lang::Zh),
            Here::default(),
            Arc::default(),
            self.app.clock.now(),
            self.app.random.clone(),
        )
        .new_key();
        self.ask(who, "POST", path, kind, format!("key={key}&{form}").into_bytes()).await
    }

    async fn upload(&self, who: &Who, keep: &str, file: &[u8]) -> Answered {
        let mut body = Vec::new();
        let body_id = self.body.to_string();
        let key = format!("{:0>22}", file.len() + keep.len());
        for (name, value) in [("key", key.as_str()), ("body", &body_id), ("keep", keep)] {
            let part = format!(
                "--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head =
            "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--xx--\r\n");
        self.ask(who, "POST", "/imports", "multipart/form-data; boundary=xx", body).await
    }

    async fn work(&self) {
        let app = self.app.clone();
        let fresh = move || app.system(SystemActor::Jobs);
        while self.app.evaluation.work_one(&fresh).await.unwrap() {}
    }

    /// A spreadsheet of as many people as there are marks.
    async fn sheet(&self, marks: &[&str]) -> Vec<u8> {
        let ctx = self.app.system(SystemActor::Jobs);
        let (body, filings) = self.app.organisations.body(&ctx, self.body).await.unwrap();
        let occupation = filings[0].scope[0].occupation.to_string();
        let titles = [
            "姓名",
            "证件号码",
            "职业工种名称",
            "认定等级",
            "考试日期",
            "理论知识成绩",
            "操作技能成绩",
        ];
        let layout = Layout {
            sheet: "成绩".to_owned(),
            columns: titles.iter().map(|title| Column::text(*title)).collect(),
            message_title: None,
            made_at: ctx.now,
            spill_dir: None,
        };
        let mut writer = Writer::new(OutFormat::Xlsx, Vec::new(), &layout).unwrap();
        for (n, marks) in marks.iter().enumerate() {
            let birth = "1990-03-05".parse().unwrap();
            let number = people::citizen_number(body.division, birth, n as u16 + 700).unwrap();
            let name = ["示例甲", "示例乙", "示例丙", "示例丁"][n];
            let row = [name, &number, &occupation, "四级", "2026-11-20", "80", marks];
            let cells: Vec<Cell> = row.iter().map(|text| Cell::Text((*text).to_owned())).collect();
            writer.row(&cells, &[]).unwrap();
        }
        writer.finish().unwrap()
    }

    /// The run of an import of two passes and a fail by the manager, with its first candidate.
    pub(crate) async fn run(&self) -> (String, RunId, CandidateId) {
        let sheet = self.sheet(&["75.5", "59.99", "60"]).await;
        let started = self.upload(&self.manager(), "", &sheet).await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
        self.work().await;
        let (ctx, page) = (self.ctx(&self.issuer()), PageRequest::default());
        let area = &self.app.evaluation;
        let run = area.runs(&ctx, self.body, &page).await.unwrap().items[0].id;
        let (_, shown) = area.open_run(&ctx, run, &page, "试".to_owned()).await.unwrap();
        (started.location, run, shown.items[0].candidate.id)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_followed_to_its_report() {
    let f = Fixture::new().await;
    let (who, sheet) = (f.manager(), f.sheet(&["75.5", "101", "60"]).await);
    let form = f.get(&who, "/imports/new").await;
    assert!(form.text.contains("multipart/form-data") && form.text.contains("成绩表"));
    let started = f.upload(&who, "yes", &sheet).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    let again = f.upload(&who, "yes", &sheet).await;
    assert_eq!(again.location, started.location, "the same form twice is one import");
    let page = started.location.as_str();
    let waiting = f.get(&who, page).await.text;
    assert!(waiting.contains("正在排队") && waiting.contains("data-live"), "{waiting}");
    assert!(waiting.contains(&format!("{page}/cancel")));
    f.work().await;
    let done = f.get(&who, page).await.text;
    assert!(done.contains("已导入 2 行，还有 1 行有错误"), "{done}");
    assert!(done.contains("第 3 行") && done.contains("成绩应在 0 到 100 之间"), "{done}");
    assert!(!done.contains("data-live") && !done.contains("/cancel"));
    let report = f.get(&who, &format!("{page}/report.xlsx")).await;
    assert_eq!((report.status, &report.bytes[..2]), (StatusCode::OK, &b"PK"[..]));
    let list = f.get(&f.issuer(), "/imports").await.text;
    assert!(list.contains(page) && !list.contains("/imports/new"), "an issuer imports nothing");
    let template = f.get(&who, "/imports/templates/full.xlsx").await;
    assert_eq!((template.status, &template.bytes[..2]), (StatusCode::OK, &b"PK"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_a_file_keeps_what_was_typed() {
    let f = Fixture::new().await;
    let body = format!(
        "--xx\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\n{}\r\n--xx\r\n\
         Content-Disposition: form-data; name=\"exam_on\"\r\n\r\n2026-13-01\r\n--xx--\r\n",
        f.body
    );
    let kind = "multipart/form-data; boundary=xx";
    let shown = f.ask(&f.manager(), "POST", "/imports", kind, body.into_bytes()).await.text;
    assert!(shown.contains("2026-13-01") && shown.contains("请选择要上传的文件"), "{shown}");
    let empty = f.upload(&f.manager(), "", b"").await.text;
    assert!(empty.contains("文件是空的"), "{empty}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_releases_and_the_first_is_told_why_not() {
    let f = Fixture::new().await;
    let (_, run, _) = f.run().await;
    let page = format!("/runs/{run}");
    let own = f.get(&f.manager(), &page).await.text;
    assert!(own.contains("导入成绩的人不能签发同一批次") && !own.contains("/release"), "{own}");
    assert!(own.contains("59.99 分（合格线 60 分）") && own.contains("pass@"), "{own}");
    assert!(!own.contains("示例甲") && own.contains("示*甲"), "masked");
    let refused = f.post(&f.manager(), &format!("{page}/release"), "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let open = f.get(&f.issuer(), &page).await.text;
    assert!(open.contains("签发 2 张证书"), "{open}");
    let released = f.post(&f.issuer(), &format!("{page}/release"), "").await;
    assert_eq!((released.status, released.location.as_str()), (StatusCode::SEE_OTHER, &*page));
    let running = f.get(&f.issuer(), &page).await.text;
    assert!(running.contains("data-live") && running.contains("正在签发"));
    f.work().await;
    let done = f.get(&f.issuer(), &page).await.text;
    assert!(done.contains("已签发 2 张证书") && !done.contains("data-live"), "{done}");
    let list = f.get(&f.issuer(), &format!("/certificates?run={run}")).await.text;
    assert_eq!(list.matches("href=\"/certificates/").count(), 2, "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_result_needs_a_reason_and_becomes_no_certificate() {
    let f = Fixture::new().await;
    let (_, run, candidate) = f.run().await;
    let form = f.get(&f.issuer(), &format!("/runs/{run}?withdraw={candidate}")).await.text;
    let action = format!("/runs/{run}/withdraw?withdraw={candidate}");
    assert!(form.contains(&action) && form.contains("撤下的原因"), "{form}");
    let empty = f.post(&f.issuer(), &action, "reason=").await.text;
    assert!(empty.contains("请写明撤下的原因"), "{empty}");
    let done = f.post(&f.issuer(), &action, "reason=%E6%8A%84%E9%94%99").await;
    assert_eq!(done.location, format!("/runs/{run}"), "{}", done.text);
    let page = f.get(&f.issuer(), &done.location).await.text;
    assert!(page.contains("已撤下") && page.contains("签发 1 张证书"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_suspends_with_a_public_reason_and_a_clerk_sees_no_form() {
    let f = Fixture::new().await;
    let (_, run, _) = f.run().await;
    f.post(&f.issuer(), &format!("/runs/{run}/release"), "").await;
    f.work().await;
    let list = f.get(&f.issuer(), "/certificates").await.text;
    let id = list.split("href=\"/certificates/").nth(1).unwrap().split('"').next().unwrap();
    let page = format!("/certificates/{id}");
    let action = format!("{page}/status");
    assert!(!f.get(&f.issuer(), &page).await.text.contains(&action));
    assert!(f.get(&f.manager(), &page).await.text.contains(&action));
    let form = "step=suspend&reason=%E6%A0%B8%E6%9F%A5";
    let missing = f.post(&f.manager(), &action, form).await.text;
    assert!(missing.contains("要选一个公开的原因") && missing.contains("核查"), "{missing}");
    let done = f.post(&f.manager(), &action, &format!("{form}&why=cheating")).await;
    assert_eq!(done.location, page, "{}", done.text);
    let suspended = f.get(&f.manager(), &page).await.text;
    assert!(suspended.contains("考试中有违规行为") && suspended.contains("value=\"resume\""));
    let change = br#"{"step":"revoke","public_reason":"cheating","grounds":"x"}"#.to_vec();
    let api = format!("/api/v1/certificates/{id}/status");
    let revoked = f.ask(&f.manager(), "POST", &api, "application/json", change).await;
    assert_eq!(revoked.status, StatusCode::OK, "{}", revoked.text);
    assert!(revoked.text.contains("\"status\":\"revoked\""), "{}", revoked.text);
    assert!(!f.get(&f.manager(), &page).await.text.contains(&action), "revoked is for good");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_takes_two_people() {
    let f = Fixture::new().await;
    let made = f.post(&f.manager(), "/keys", &format!("body={}", f.body)).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let own = f.get(&f.manager(), "/keys").await.text;
    assert!(own.contains("生成密钥和确认密钥必须是两个人") && !own.contains("/confirm"), "{own}");
    let other = f.get(&f.issuer(), "/keys").await.text;
    let action = other.split("action=\"").find(|rest| rest.contains("/confirm\"")).unwrap();
    let action = action.split('"').next().unwrap();
    assert_eq!(f.post(&f.manager(), action, "").await.status, StatusCode::CONFLICT);
    assert_eq!(f.post(&f.issuer(), action, "").await.location, "/keys");
    let after = f.get(&f.manager(), "/keys").await.text;
    assert_eq!(after.matches("正在使用").count(), 1, "the old one has retired");
    let end = after.split("href=\"").find(|rest| rest.contains("/retire\"")).unwrap();
    let end = end.split('"').next().unwrap();
    let asked = f.get(&f.manager(), end).await.text;
    assert!(asked.contains("这一步不能撤回"), "{end}: {asked}");
    assert_eq!(f.post(&f.manager(), end, "").await.location, "/keys");
    assert!(!f.get(&f.manager(), "/keys").await.text.contains("正在使用"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_imports_and_reads_what_is_wrong() {
    let f = Fixture::new().await;
    let sheet = f.sheet(&["75.5", "101"]).await;
    let path = format!("/api/v1/bodies/{}/imports?name=a.xlsx&keep=true", f.body);
    let kind = "application/octet-stream";
    let started = f.ask(&f.manager(), "POST", &path, kind, sheet).await;
    assert_eq!(started.status, StatusCode::OK, "{}", started.text);
    let id = started.text.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap();
    f.work().await;
    let api = format!("/api/v1/imports/{id}");
    let done = f.get(&f.manager(), &api).await.text;
    assert!(done.contains("\"state\":\"done\"") && done.contains("\"bad\":1"), "{done}");
    let findings = f.get(&f.manager(), &format!("{api}/findings")).await.text;
    assert!(findings.contains("\"row\":3") && findings.contains("evaluation-score-range"));
    let report = f.get(&f.manager(), &format!("{api}/report.xlsx")).await;
    assert_eq!(&report.bytes[..2], b"PK");
    let runs = f.get(&f.issuer(), &format!("/api/v1/bodies/{}/runs", f.body)).await.text;
    let run = runs.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap();
    let candidates = f.get(&f.issuer(), &format!("/api/v1/runs/{run}/candidates?purpose=x")).await;
    assert!(candidates.text.contains("示*甲") && candidates.text.contains("\"needed\":6000"));
    let release = format!("/api/v1/runs/{run}/release");
    let released = f.ask(&f.issuer(), "POST", &release, "application/json", b"{}".to_vec()).await;
    assert!(released.text.contains("\"state\":\"releasing\""), "{}", released.text);
}

/// Every route of the desk with an object of the body: method, path, and whether it names the body.
fn every_route(f: &Fixture, import: &str, run: RunId, one: CandidateId) -> Vec<(String, String)> {
    let (body, api) = (f.body, "/api/v1");
    let import = import.rsplit('/').next().unwrap();
    let get = [
        format!("/imports?body={body}"),
        format!("/imports/new?body={body}"),
        format!("/imports/{import}"),
        format!("/imports/{import}/report.xlsx"),
        format!("/runs?body={body}"),
        format!("/runs/{run}"),
        format!("/certificates?body={body}"),
        format!("/keys?body={body}"),
        format!("{api}/imports/{import}"),
        format!("{api}/imports/{import}/findings"),
        format!("{api}/imports/{import}/report.xlsx"),
        format!("{api}/bodies/{body}/runs"),
        format!("{api}/runs/{run}"),
        format!("{api}/runs/{run}/candidates"),
    ];
    let post = [
        format!("/imports/{import}/cancel"),
        format!("/runs/{run}/release"),
        format!("/runs/{run}/withdraw?withdraw={one}"),
        format!("{api}/runs/{run}/release"),
        format!("{api}/bodies/{body}/imports"),
    ];
    let get = get.into_iter().map(|path| ("GET".to_owned(), path));
    get.chain(post.into_iter().map(|path| ("POST".to_owned(), path))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_where_they_have_no_business() {
    let f = Fixture::new().await;
    let (import, run, one) = f.run().await;
    let mut all = every_route(&f, &import, run, one);
    f.post(&f.issuer(), &format!("/runs/{run}/release"), "").await;
    f.work().await;
    let list = f.get(&f.issuer(), "/certificates").await.text;
    let id = list.split("href=\"/certificates/").nth(1).unwrap().split('"').next().unwrap();
    let key = f.app.organisations.keys(&f.ctx(&f.manager()), f.body).await.unwrap()[0].id;
    for step in ["confirm", "refuse", "retire", "compromise"] {
        all.push(("POST".to_owned(), format!("/keys/{key}/{step}")));
    }
    all.push(("GET".to_owned(), format!("/keys/{key}/retire")));
    for path in ["", "/api/v1"] {
        all.push(("POST".to_owned(), format!("{path}/certificates/{id}/status")));
    }
    let strangers = [Role::BodyManager, Role::BodyIssuer, Role::BodyClerk];
    let posts = strangers.map(|role| Post { role, office: Office::Body(f.other) });
    let stranger = Who(Some(account(903, posts.to_vec())));
    let nobody = Who(Some(account(904, Vec::new())));
    for (method, path) in &all {
        let json = path.starts_with("/api/v1/runs") || path.starts_with("/api/v1/certificates");
        let (kind, body) = match json {
            true if path.contains("/certificates") => (
                "application/json",
                r#"{"step":"revoke","public_reason":"other","grounds":"x"}"#.to_owned(),
            ),
            true => ("application/json", "{}".to_owned()),
            false => (
                "application/x-www-form-urlencoded",
                format!("key={KEY}&step=revoke&why=other&reason=x"),
            ),
        };
        let expected = [
            (Who(None), StatusCode::UNAUTHORIZED),
            (nobody.clone(), StatusCode::FORBIDDEN),
            (stranger.clone(), StatusCode::NOT_FOUND),
        ];
        for (who, status) in expected {
            let answer = f.ask(&who, method, path, kind, body.clone().into_bytes()).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_object_yet_is_refused_as_well() {
    let f = Fixture::new().await;
    let sheet = f.sheet(&["60"]).await;
    let stranger = of(905, Role::BodyManager, f.other);
    let nobody = Who(Some(account(906, Vec::new())));
    for (who, status) in [
        (Who(None), StatusCode::UNAUTHORIZED),
        (nobody.clone(), StatusCode::FORBIDDEN),
        (stranger.clone(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(f.upload(&who, "", &sheet).await.status, status);
        assert_eq!(f.post(&who, "/keys", &format!("body={}", f.body)).await.status, status);
    }
    for path in ["/imports", "/imports/new", "/runs", "/certificates", "/keys"] {
        assert_eq!(f.get(&nobody, path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(f.get(&stranger, path).await.status, StatusCode::OK, "{path}: their own");
    }
    let template = "/imports/templates/short.xlsx";
    assert_eq!(f.get(&nobody, template).await.status, StatusCode::FORBIDDEN);
    assert_eq!(f.get(&f.manager(), "/imports/templates/x").await.status, StatusCode::NOT_FOUND);
    assert_eq!(Lang::default(), Lang::Zh, "the texts above are those of the first language");
}
