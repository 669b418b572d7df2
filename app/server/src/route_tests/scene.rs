//! A small fictional province with one record of each kind, everybody who can sign in, and the real
//! router in front of it.

mod people;
mod returns;
mod rounds;
mod selection;

use super::cases::{Case, Of, Sent};
use access::{NewAccount, NewPost, OfficeRef};
use approval::Act;
use authz::Object;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use futures_util::FutureExt as _;
use kernel::{
    AccountActor, AuthorityId, Clock, Ctx, DivisionCode, Instant, Office, PageRequest, Random,
    Role, SystemActor,
};
use organisations::Body as Organisation;
use platform::{App, Config, demo};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::dump::Snapshot;
use tower::ServiceExt as _;
use web_kit::{Csrf, NodeRole};

/// Counted for each request: who was here when, and how often. Nothing of it is anybody's record.
const COUNTED: [&str; 2] = ["session", "throttle"];

/// The code of a body that is not there yet.
fn uscc(number: &str) -> String {
    let division = DivisionCode::new(770101).unwrap();
    organisations::Uscc::compose("52", division, number).unwrap().as_str().to_owned()
}

/// Somebody who is signed in, by a session or by a key of the API.
#[derive(Clone)]
pub(super) struct Who {
    pub name: String,
    pub actor: Arc<AccountActor>,
    login: String,
    /// A header with its value.
    proof: (&'static str, String),
    csrf: Option<Csrf>,
}

impl Who {
    /// Whether a browser sends along what proves it, whoever has the browser send something.
    pub(super) fn is_by_cookie(&self) -> bool {
        self.csrf.is_some()
    }
}

pub(super) struct Answered {
    pub status: StatusCode,
    /// The code of the problem; empty when it was none.
    pub code: String,
    pub text: String,
}

/// How a request is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As a page or program of ours does it.
    Properly,
    /// By a page that does not know the session's secret.
    WithoutSecret,
    /// By a page of another site.
    FromElsewhere,
}

pub(super) struct Scene {
    pub app: App,
    pub everybody: Vec<Who>,
    body: Organisation,
    /// What stands for the names in braces.
    named: BTreeMap<&'static str, String>,
    ids: BTreeMap<&'static str, String>,
    person: kernel::PersonId,
    key_owner: kernel::AccountId,
    /// The office of the officials.
    office: Option<AuthorityId>,
    _folder: tempfile::TempDir,
}

impl Scene {
    pub(super) async fn new() -> Scene {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::demo(folder.path().to_owned(), 8080);
        let clock = Clock::manual(Instant::start_of("2026-11-24".parse().unwrap()));
        let app = App::open(&config, clock, Random::seeded(1)).await.unwrap();
        demo::fill(&app, 60, |_| {}).await.unwrap();
        let mut everybody = Vec::new();
        for account in demo::ACCOUNTS {
            everybody.push(signed_in(&app, account.login).await);
        }
        for login in ["kaowu2", "qianfa2", "fuze2"] {
            everybody.push(signed_in(&app, login).await);
        }
        let clerk = everybody.iter().find(|who| who.login == "kaowu").unwrap().actor.clone();
        let Office::Body(body) = clerk.posts[0].office else { panic!("a clerk of a body") };
        let system = app.system(SystemActor::Jobs);
        let (body, filings) = app.organisations.body(&system, body).await.unwrap();
        for (login, role) in [("waidi", Role::Handler), ("waidi2", Role::Approver)] {
            let office = OfficeRef::Authority(elsewhere(&app, body.division).await);
            activated(&app, login, role, office).await;
            everybody.push(signed_in(&app, login).await);
        }
        let mut scene = Scene {
            app,
            everybody,
            named: BTreeMap::from([
                ("body", body.id.to_string()),
                ("file", "credential.json".to_owned()),
                ("division", body.division.to_string()),
                ("uscc", uscc("78000001")),
                ("uscc2", uscc("78000002")),
                ("authority", filings[0].authority.to_string()),
                ("step", "suspend".to_owned()),
                ("what", "rename".to_owned()),
            ]),
            body,
            ids: BTreeMap::from([("filing", filings[0].id.to_string())]),
            person: kernel::PersonId::new(
                kernel::Home::NODE,
                Instant::from_micros(0),
                &Random::seeded(9),
            ),
            key_owner: clerk.account,
            office: None,
            _folder: folder,
        };
        let occupation = filings[0].scope[0].occupation.to_string();
        scene.results(&occupation).await;
        scene.accounts_and_keys().await;
        scene.applications().await;
        scene.pair().await;
        scene.documents().await;
        scene.returns().await;
        scene.rounds().await;
        scene.dead_job().await;
        scene.site().await;
        scene.round().await;
        scene
    }

    pub(super) fn who(&self, login: &str) -> &Who {
        self.everybody.iter().find(|who| who.name == login).unwrap()
    }

    fn ctx(&self, login: &str) -> Ctx {
        self.app.ctx(kernel::Actor::Account(self.who(login).actor.clone()))
    }

    /// A run that waits to be released, its import, and a certificate of an earlier one.
    async fn results(&mut self, occupation: &str) {
        let ctx = self.ctx("kaowu");
        let sheet = sheet(self.body.division, occupation);
        let command = evaluation::NewImport {
            body: self.body.id,
            file_name: "a.csv".to_owned(),
            exam_on: None,
            keep_good: true,
        };
        let area = &self.app.evaluation;
        let import = area.start_import(&ctx, None, command, sheet.as_bytes()).await.unwrap();
        let jobs = self.app.clone();
        let fresh = move || jobs.system(SystemActor::Jobs);
        while area.work_one(&fresh).await.unwrap() {}
        assert_eq!(area.import(&ctx, import).await.unwrap().rows.entered, 2);
        let page = PageRequest::default();
        let imports = area.imports(&ctx, self.body.id, &page).await.unwrap();
        let import = imports.items.iter().find(|import| import.report.is_some());
        let import = import.expect("a file with mistakes").id;
        let run = area.runs(&ctx, self.body.id, &page).await.unwrap().items[0].id;
        let (_, shown) = area.open_run(&ctx, run, &page, "试".to_owned()).await.unwrap();
        let issued = self.app.certificates.of_body(&ctx, self.body.id, &page).await.unwrap();
        let valid = issued.items.iter().find(|one| one.status == certificates::Status::Valid);
        let certificate = valid.expect("one that is valid");
        self.person = certificate.person;
        self.named.insert("candidate", shown.items[0].candidate.id.to_string());
        self.ids.extend([
            ("import", import.to_string()),
            ("run", run.to_string()),
            ("certificate", certificate.id.to_string()),
            ("person", certificate.person.to_string()),
        ]);
    }

    /// The account of another clerk of the body, a key of the API, and a key that waits for a second
    /// person.
    async fn accounts_and_keys(&mut self) {
        let office = OfficeRef::Body(self.body.id);
        let account = activated(&self.app, "mubiao", Role::BodyClerk, office).await;
        let card = self.app.access.account(&self.ctx("anquan"), account).await.unwrap();
        self.named.insert("post", card.posts[0].post.id.to_string());
        let until = "2027-01-31".parse().unwrap();
        for (login, name) in [("kaowu", "key of kaowu"), ("kaowu2", "key of kaowu2")] {
            let ctx = self.ctx(login);
            let access = &self.app.access;
            let made = access.make_api_key(&ctx, None, name.to_owned(), until).await.unwrap();
            let key = made.secret.into_exposed();
            let actor = access.actor_for_api_key(ctx.now, &key, "").await.unwrap().unwrap();
            if login == "kaowu" {
                self.ids.insert("api-key", made.id.to_string());
            }
            self.everybody.push(Who {
                name: name.to_owned(),
                actor,
                login: String::new(),
                proof: ("authorization", format!("Bearer {key}")),
                csrf: None,
            });
        }
        let area = &self.app.organisations;
        let in_use = area.keys(&self.ctx("fuze"), self.body.id).await.unwrap()[0].id;
        let new = area.propose_key(&self.ctx("fuze"), None, self.body.id).await.unwrap();
        self.ids.extend([
            ("account", account.to_string()),
            ("new-key", new.to_string()),
            ("key-in-use", in_use.to_string()),
        ]);
    }

    /// An application that waits to be handed in, and one whose notice has met an objection.
    async fn applications(&mut self) {
        let (fuze, area) = (self.ctx("fuze"), self.app.organisations.clone());
        let posts = approval::posts_of(&self.ctx("jingban"));
        let wanted = organisations::NewApplication {
            body: self.body.id,
            authority: posts[0].0,
            years: 3,
            scope: vec![("6-31-01-03".parse().unwrap(), kernel::SkillLevel::Level4)],
        };
        let draft = area.begin_application(&fuze, None, wanted.clone()).await.unwrap();
        let applied = area.begin_application(&fuze, None, wanted).await.unwrap();
        let asked = area.application(&fuze, applied).await.unwrap().procedure.papers;
        for paper in asked.iter().filter(|paper| paper.required) {
            let content = b"%PDF-1.4 x".as_slice();
            area.attach_paper(&fuze, applied, paper.key.clone(), content).await.unwrap();
        }
        let version = area.application(&fuze, applied).await.unwrap().application.version;
        area.hand_in(&fuze, None, applied, version).await.unwrap();
        let case = area.application(&fuze, applied).await.unwrap().application.case.unwrap();
        let looked = Act::Stop { cause: approval::Cause::TechnicalAssessment };
        let propose = Act::Propose { favourable: true };
        let acts = [
            ("jingban", Act::Accept),
            ("jingban", looked),
            ("jingban", Act::Assessed),
            ("jingban", propose.clone()),
            ("fuhe", propose),
            ("shenpi", Act::Approve),
        ];
        for (version, (login, act)) in (1..).zip(acts) {
            let opinion = "x".to_owned();
            let act = organisations::OfficeAct { case, version, act, opinion, code: None };
            self.app.act_on_case(&self.ctx(login), None, act).await.unwrap();
        }
        let text = "x".to_owned();
        let objecting = approval::Objecting { name: text.clone(), contact: text.clone(), text };
        let anybody = self.app.ctx(kernel::Actor::Anonymous);
        let objection = self.app.object(&anybody, None, case, objecting).await.unwrap();
        let letter = area.application(&fuze, applied).await.unwrap().record.unwrap().letters[0].id;
        self.office = Some(posts[0].0);
        self.named.extend([
            ("office", posts[0].0.to_string()),
            ("case", case.to_string()),
            ("objection", objection.to_string()),
            ("key", "rules".to_owned()),
        ]);
        self.ids.extend([
            ("draft", draft.to_string()),
            ("applied", applied.to_string()),
            ("case", case.to_string()),
            ("letter", letter.to_string()),
        ]);
    }

    /// The worker who can be signed in as.
    fn worker(&self) -> &AccountActor {
        let worker = self.everybody.iter().find(|who| who.login == "gongren");
        &worker.expect("the demonstration has one").actor
    }

    async fn documents(&mut self) {
        let today: kernel::CivilDate = "2026-11-20".parse().unwrap();
        let setup = self.app.system(SystemActor::Setup);
        for (kind, number) in [("unread", "示例测1号"), ("policy", "示例测2号")] {
            let new = policy::NewDocument {
                number: number.to_owned(),
                title: "示例文件".to_owned(),
                title_en: String::new(),
                issuer: policy::Issuer {
                    authority: None,
                    name: "示例局".to_owned(),
                    name_en: String::new(),
                },
                kind: policy::DocumentKind::Notice,
                division: Some(self.body.division),
                issued_on: today,
                in_force_on: today,
                ends_on: None,
                summary: String::new(),
                summary_en: String::new(),
                source: "x".to_owned(),
                attachments: Vec::new(),
                relations: Vec::new(),
            };
            let id = self.app.policy.enter(&setup, None, new).await.unwrap();
            self.ids.insert(kind, id.to_string());
        }
        let read = self.ids["policy"].parse().unwrap();
        let step = policy::DocumentStep::Confirm;
        self.app.policy.step(&self.ctx("fuhe"), None, read, step).await.unwrap();
        let plans = self.app.policy.my_tasks(&self.ctx("jingban")).await.unwrap();
        let leads = |task: &&policy::Task| Some(task.lead) == self.office;
        let waits = |task: &&policy::Task| leads(task) && task.waits(1);
        let task = plans.iter().flat_map(|plan| &plan.tasks).find(waits).unwrap();
        let provincial = plans.iter().find(|plan| plan.plan.title.zh.starts_with("示范省"));
        self.named.insert("report", task.reports[0].id.to_string());
        self.ids.insert("task", task.id.to_string());
        self.ids.insert("plan", provincial.unwrap().plan.id.to_string());
    }

    async fn dead_job(&mut self) {
        let ctx = self.app.system(SystemActor::Jobs);
        let written = self.app.store.write(&ctx, None, |tx| {
            async move {
                let now = tx.now();
                tx.enqueue("test.dies", &1, now).await
            }
            .boxed()
        });
        let id = written.await.unwrap();
        for hour in 0..store::jobs::MOST_ATTEMPTS {
            let ctx = Ctx { now: ctx.now.plus_seconds(hour * 3700), ..ctx.clone() };
            let job = store::jobs::claim_of(&self.app.store, &ctx, &["test.dies"]).await;
            let job = job.unwrap().unwrap();
            store::jobs::fail(&self.app.store, &ctx, &job, "no".to_owned()).await.unwrap();
        }
        self.ids.insert("job", id.to_string());
    }

    /// A site of the body.
    async fn site(&mut self) {
        let new = organisations::NewSite {
            body: self.body.id,
            name: "示例旧楼".to_owned(),
            division: self.body.division,
            address: "示例路8号".to_owned(),
            capacity: 10,
            equipment: Vec::new(),
            position: None,
            opened_on: "2026-01-01".parse().unwrap(),
        };
        let setup = self.app.system(SystemActor::Setup);
        let id = self.app.organisations.open_site(&setup, None, new).await.unwrap();
        self.named.insert("site", id.to_string());
    }

    /// Whose the case's object is.
    pub(super) fn object(&self, of: Of) -> Object {
        let body = Object::body(self.body.id).in_division(self.body.division);
        match of {
            Of::Nothing | Of::Own | Of::Job | Of::Authority => Object::none(),
            Of::OwnCorrection | Of::OwnShare => {
                Object { person: self.worker().person, ..Object::none() }
            }
            Of::Pair | Of::Correction => Object::none().in_division(self.body.division),
            Of::Task | Of::Office | Of::Return | Of::Adjustment => {
                Object::offices(self.office.into_iter().collect())
            }
            Of::Plan => Object::none().in_division(kernel::world::DEMO_PROVINCE),
            Of::Place | Of::Unread | Of::Policy => Object::none().in_division(self.body.division),
            Of::Body | Of::Filing | Of::Import | Of::Run | Of::NewKey | Of::KeyInUse => body,
            Of::Certificate => Object { person: Some(self.person), ..body },
            Of::Person => Object::person(self.person).in_division(self.body.division),
            Of::Account | Of::ApiKey => Object::body(self.body.id),
            Of::Draft | Of::Applied | Of::DraftProposal | Of::Proposal => body,
            Of::Case => Object::offices(self.office.into_iter().collect()),
            Of::Round => Object::offices(self.office.into_iter().collect()),
            Of::Entry | Of::Designation => {
                Object { authorities: self.office.into_iter().collect(), ..body }
            }
            Of::Letter => Object { authorities: self.office.into_iter().collect(), ..body },
        }
    }

    /// Whether the object is the asker's own, whatever posts they hold.
    pub(super) fn is_own(&self, of: Of, actor: &AccountActor) -> bool {
        match of {
            Of::Own => actor.person.is_some(),
            Of::ApiKey => actor.account == self.key_owner,
            _ => false,
        }
    }

    fn id(&self, of: Of) -> &str {
        let kind = match of {
            Of::Nothing | Of::Own | Of::Place => return "",
            Of::Body => return &self.named["body"],
            Of::Import => "import",
            Of::Run => "run",
            Of::Certificate => "certificate",
            Of::NewKey => "new-key",
            Of::KeyInUse => "key-in-use",
            Of::Person => "person",
            Of::Filing => "filing",
            Of::Account => "account",
            Of::ApiKey => "api-key",
            Of::Job => "job",
            Of::Draft => "draft",
            Of::Applied => "applied",
            Of::Case => "case",
            Of::Pair => "pair",
            Of::Correction | Of::OwnCorrection => "correction",
            Of::OwnShare => "share",
            Of::Letter => "letter",
            Of::Authority => return &self.named["authority"],
            Of::Unread => "unread",
            Of::Policy => "policy",
            Of::Plan => "plan",
            Of::Task => "task",
            Of::Office => "office",
            Of::Return => "return",
            Of::Round => "round",
            Of::Entry => "entry",
            Of::Designation => "designation",
            Of::Adjustment => "adjustment",
            Of::DraftProposal => "draft-proposal",
            Of::Proposal => "proposal",
        };
        &self.ids[kind]
    }

    fn fill(&self, case: &Case, text: &str) -> String {
        let template = case.path.contains("templates");
        let text = text.replace("{id}", self.id(case.of));
        let text = if template { text.replace("{file}", "short.xlsx") } else { text };
        let named = self.named.iter();
        named.fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The router of a node.
    pub(super) fn router(&self, role: NodeRole) -> Router {
        let config = Config { role, ..(*self.app.config).clone() };
        crate::site::router(App { config: Arc::new(config), ..self.app.clone() })
    }

    /// Sends a case's request to a node.
    pub(super) async fn send(
        &self,
        router: &Router,
        case: &Case,
        who: Option<&Who>,
        how: How,
    ) -> Answered {
        let path = self.fill(case, &format!("{}{}", case.path, case.query));
        let site = if how == How::FromElsewhere { "cross-site" } else { "same-origin" };
        let mut request = Request::builder()
            .method(case.method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("accept", "application/json")
            .header("sec-fetch-site", site);
        let secret = match who {
            Some(who) => {
                request = request.header(who.proof.0, &who.proof.1);
                let secret = who.csrf.as_ref().filter(|_| how == How::Properly);
                secret.map(|csrf| csrf.field(&self.app.random))
            }
            None => None,
        };
        let (kind, body) = self.content(case, secret.as_deref().unwrap_or_default());
        // A foreign page's form can carry any text, but cannot call it JSON.
        let kind = match case.sent {
            Sent::Json(_) if how == How::WithoutSecret => "text/plain",
            _ => kind,
        };
        if case.sent == Sent::File && how == How::Properly {
            request = request.header("x-csrf", secret.unwrap_or_default());
        }
        let request = request.header("content-type", kind).body(Body::from(body)).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let problem: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let code = problem["code"].as_str().unwrap_or_default().to_owned();
        Answered { status, code, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    fn content(&self, case: &Case, secret: &str) -> (&'static str, Vec<u8>) {
        let key = web_kit::csrf::new_key(&self.app.random);
        match case.sent {
            Sent::Nothing => ("text/plain", Vec::new()),
            Sent::Form(fields) => {
                let fields = self.fill(case, fields);
                let form = format!("csrf={secret}&key={key}&{fields}");
                ("application/x-www-form-urlencoded", form.into_bytes())
            }
            Sent::Json(text) => ("application/json", self.fill(case, text).into_bytes()),
            Sent::File => ("application/octet-stream", b"a,b\n1,2\n".to_vec()),
            Sent::Upload => {
                let mut body = String::new();
                for (name, value) in
                    [("csrf", secret), ("key", &key), ("body", &self.named["body"])]
                {
                    body.push_str(&part(&format!("name=\"{name}\""), value));
                }
                body.push_str(&part("name=\"file\"; filename=\"a.csv\"", "a,b\n1,2\n"));
                body.push_str("--xx--\r\n");
                ("multipart/form-data; boundary=xx", body.into_bytes())
            }
        }
    }

    /// The same person in a session of its own.
    pub(super) async fn again(&self, who: &Who) -> Who {
        match who.csrf {
            Some(_) => signed_in(&self.app, &who.login).await,
            None => who.clone(),
        }
    }

    /// Every row of the database that says something, by table.
    pub(super) async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let options = self.app.config.store_options().unwrap();
        let mut snapshot = Snapshot::take(&options).await.unwrap();
        let mut all = BTreeMap::new();
        for table in snapshot.tables().await.unwrap() {
            if COUNTED.contains(&table.name.as_str()) {
                continue;
            }
            let mut rows = Vec::new();
            let each = |row: &[store::Value]| {
                rows.push(format!("{row:?}"));
                Ok(())
            };
            snapshot.rows(&table, each).await.unwrap();
            rows.sort();
            all.insert(table.name.clone(), rows);
        }
        snapshot.end().await.unwrap();
        all
    }
}

fn part(head: &str, value: &str) -> String {
    format!("--xx\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n")
}

/// A session of an account of the demonstration.
async fn signed_in(app: &App, login: &str) -> Who {
    let ctx = app.ctx(kernel::Actor::Anonymous);
    let session = app.access.sign_in_demo(&ctx, login).await.unwrap();
    let token = session.token.into_exposed();
    let known = app.access.actor_for_session(ctx.now, &token).await.unwrap().unwrap();
    Who {
        name: login.to_owned(),
        actor: known.actor,
        login: login.to_owned(),
        proof: ("cookie", format!("session={token}")),
        csrf: Some(Csrf::from_bytes(known.csrf)),
    }
}

async fn activated(app: &App, login: &str, role: Role, office: OfficeRef) -> kernel::AccountId {
    let ctx = app.system(SystemActor::Setup);
    let post = Some(NewPost { role, office, from_on: None, until_on: None, deputy_for: None });
    let (login, name) = (login.to_owned(), "示例某".to_owned());
    let slip = app.access.invite(&ctx, None, NewAccount { login, name, person: None, post });
    let slip = slip.await.unwrap();
    app.access.activate_demo(&ctx, &slip, demo::PASSWORD).await.unwrap();
    slip.account
}

/// An authority in whose territory the division does not lie.
async fn elsewhere(app: &App, division: DivisionCode) -> AuthorityId {
    let all = app.organisations.authorities().await.unwrap();
    let foreign = all.iter().find(|one| !one.territory.iter().any(|t| t.covers(division)));
    foreign.expect("another prefecture").id
}

/// Two people who pass, of an exam four days ago.
fn sheet(division: DivisionCode, occupation: &str) -> String {
    let mut sheet =
        "姓名,证件号码,职业工种名称,认定等级,考试日期,理论知识成绩,操作技能成绩\n".to_owned();
    for (n, name) in ["示例甲", "示例乙"].into_iter().enumerate() {
        let birth = "1990-03-05".parse().unwrap();
        let number = ::people::citizen_number(division, birth, n as u16 + 700).unwrap();
        sheet.push_str(&format!("{name},{number},{occupation},四级,2026-11-20,80,75.5\n"));
    }
    sheet
}
