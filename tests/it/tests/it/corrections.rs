//! R4: what people ask to have corrected, and what offices answer, against scenarios that a clerk can
//! read (`scenarios/corrections.json`), on both engines.

use crate::people::register;
use crate::scenario::Title;
use crate::world::{WORLD, account, demo_world, person};
use archive::{Archive, What};
use chrono::Days;
use crypto::KeyRing;
use kernel::{
    AuthorityId, CorrectionId, Ctx, DivisionCode, Home, Instant, Office, PageRequest, PersonId,
    Post, Random, Role, SystemActor,
};
use people::correction::Wanted;
use people::public::Registered;
use people::{Document, DocumentKind, People, check};
use serde::Deserialize;
use std::sync::Arc;
use store::{Store, args};
use testkit::{On, TestDb};

testkit::both_engines! {
    every_scenario_of_corrections_holds;
    nothing_of_a_request_stands_open_in_the_database;
}

const SCENARIOS: &str = include_str!("../../scenarios/corrections.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: Title,
    given: Given,
    when_then: Vec<Step>,
}

/// The worker as registered; the number of the card tells the birth date.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    name: String,
    document: String,
    phone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    who: String,
    #[serde(rename = "do")]
    act: Act,
    /// What people write when nothing is said here.
    #[serde(default = "usual_reason")]
    reason: String,
    #[serde(default)]
    answer: String,
    refused: Option<String>,
    #[serde(default)]
    then: Then,
}

fn usual_reason() -> String {
    "登记时写错了".to_owned()
}

#[derive(Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
enum Act {
    Ask {
        field: String,
        value: String,
    },
    Withdraw,
    Accept,
    Refuse,
    /// Somebody else is registered with a document.
    Register {
        document: String,
    },
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    /// Of the latest request.
    state: Option<String>,
    waiting: Option<usize>,
    name: Option<String>,
    phone: Option<String>,
    answer: Option<String>,
    found: Option<String>,
}

struct Play {
    db: TestDb,
    store: Store,
    ring: Arc<KeyRing>,
    people: People,
    worker: PersonId,
    day: u64,
}

fn document(text: &str) -> Document {
    let (kind, number) = text.split_once(' ').expect("a kind and a number");
    let kind = DocumentKind::from_word(kind).expect("a kind");
    let today = testkit::START.civil_date();
    Document::new(check(kind, number, &WORLD, today).expect("a valid number"))
}

impl Play {
    async fn begin(on: On, given: &Given) -> Play {
        let db = TestDb::new(on).await;
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(crate::world::profile()));
        let people = People::new(store.clone(), Arc::clone(&ring));
        assert_eq!(given.document, "citizen_card");
        let mut new = person(1, &given.name);
        new.phone = Some(given.phone.clone());
        let ctx = demo_world(db.ctx(SystemActor::Setup));
        let [Registered::New(worker)] = register(&store, &ctx, &ring, vec![new]).await[..] else {
            panic!("one person");
        };
        Play { db, store, ring, people, worker, day: 0 }
    }

    fn at(&self, ctx: Ctx) -> Ctx {
        let on = testkit::START.civil_date() + Days::new(self.day);
        Ctx { now: Instant::start_of(on).plus_seconds(9 * 3600), ..ctx }
    }

    fn who(&self, who: &str) -> Ctx {
        let worker = Some(self.worker);
        let (number, person, role, division) = match who {
            "worker" => return self.at(account(&self.db, 20, worker, Vec::new())),
            "system" => return self.at(demo_world(self.db.ctx(SystemActor::Setup))),
            "handler" => (1, None, Role::Handler, 770_000),
            "checker" => (2, None, Role::Checker, 770_000),
            "handler_who_asked" => (3, worker, Role::Handler, 770_000),
            "outsider" => (4, None, Role::Approver, 110_000),
            other => panic!("nobody is called {other}"),
        };
        let id = AuthorityId::new(Home::NODE, Instant::from_micros(1), &Random::seeded(1));
        let territory = DivisionCode::new(division).into_iter().collect();
        let post = Post { role, office: Office::Authority { id, territory } };
        self.at(account(&self.db, number, person, vec![post]))
    }

    /// The latest request.
    async fn latest(&self) -> Option<people::correction::Correction> {
        self.people.own_corrections(&self.who("worker")).await.unwrap().into_iter().next()
    }

    async fn decide(&self, step: &Step, accept: bool) -> kernel::Result<()> {
        let latest = self.latest().await.expect("a request");
        let named: (CorrectionId, i64) = (latest.id, latest.version);
        let ctx = self.who(&step.who);
        self.people.decide_correction(&ctx, None, named, accept, step.answer.clone()).await
    }

    async fn play(&self, step: &Step) -> kernel::Result<()> {
        let ctx = self.who(&step.who);
        match &step.act {
            Act::Ask { field, value } => {
                let wanted = Wanted::read(field, value, None, &WORLD, ctx.today());
                let wanted = wanted.expect("something that can be asked for");
                let asked = self.people.request_correction(&ctx, None, wanted, step.reason.clone());
                asked.await.map(|_| ())
            }
            Act::Withdraw => {
                let latest = self.latest().await.expect("a request").id;
                self.people.withdraw_correction(&ctx, None, latest).await
            }
            Act::Accept => self.decide(step, true).await,
            Act::Refuse => self.decide(step, false).await,
            Act::Register { document: text } => {
                let mut other = person(2, "示例丁");
                other.documents = vec![document(text)];
                register(&self.store, &ctx, &self.ring, vec![other]).await;
                Ok(())
            }
        }
    }

    async fn check(&self, title: &str, then: &Then) {
        let latest = self.latest().await;
        if let Some(state) = &then.state {
            assert_eq!(latest.as_ref().expect("a request").state.word(), state, "{title}");
        }
        if let Some(answer) = &then.answer {
            let said = latest.as_ref().and_then(|latest| latest.said.as_ref());
            assert_eq!(&said.expect("it can be read").answer, answer, "{title}");
        }
        let (handler, page) = (self.who("handler"), PageRequest::default());
        if let Some(waiting) = then.waiting {
            let listed = self.people.corrections(&handler, true, &page).await.unwrap().items;
            assert_eq!(listed.len(), waiting, "{title}");
            let counted = self.people.count_corrections(&handler).await.unwrap();
            assert_eq!(counted, waiting as i64, "{title}");
        }
        let reason = "核对".to_owned();
        let open = self.people.open(&handler, self.worker, reason.clone(), false);
        let personal = open.await.unwrap().personal.expect("not erased");
        if let Some(name) = &then.name {
            assert_eq!(personal.name.reveal(), name, "{title}");
        }
        if let Some(phone) = &then.phone {
            assert_eq!(personal.phone.as_ref(), Some(phone), "{title}");
        }
        if let Some(number) = &then.found {
            let found = self.people.find_by_document(&handler, document(number), reason);
            assert_eq!(found.await.unwrap().map(|card| card.id), Some(self.worker), "{title}");
        }
    }
}

async fn every_scenario_of_corrections_holds(on: On) {
    let scenarios: Vec<Scenario> = serde_json::from_str(SCENARIOS).unwrap();
    assert!(scenarios.len() >= 12, "{} scenarios", scenarios.len());
    for Scenario { title, given, when_then } in scenarios {
        assert!(!title.zh.is_empty());
        let mut play = Play::begin(on, &given).await;
        for (n, step) in when_then.iter().enumerate() {
            play.day += 1;
            let title = format!("{}, step {}", title.en, n + 1);
            match (play.play(step).await, &step.refused) {
                (Ok(()), None) => {}
                (Err(problem), Some(code)) => {
                    let fields = problem.field_problems().iter().map(|field| field.code);
                    let codes: Vec<_> = fields.chain([problem.code()]).collect();
                    assert!(codes.contains(&code.as_str()), "{title}: {codes:?}");
                }
                (done, refused) => panic!("{title}: {done:?}, not {refused:?}"),
            }
            play.check(&title, &step.then).await;
        }
    }
}

async fn nothing_of_a_request_stands_open_in_the_database(on: On) {
    let (name, document) = ("示例甲".to_owned(), "citizen_card".to_owned());
    let given = Given { name, document, phone: "12000000001".to_owned() };
    let mut play = Play::begin(on, &given).await;
    let ask = |field: &str, value: &str| Step {
        who: "worker".to_owned(),
        act: Act::Ask { field: field.to_owned(), value: value.to_owned() },
        reason: "缘由秘密".to_owned(),
        answer: "答复秘密".to_owned(),
        refused: None,
        then: Then::default(),
    };
    play.play(&ask("name", "示例绝密")).await.unwrap();
    play.day += 1;
    play.decide(&Step { who: "handler".to_owned(), ..ask("name", "") }, true).await.unwrap();
    let mut conn = play.store.read().await.unwrap();
    for sql in
        ["SELECT data FROM fact", "SELECT data FROM history", "SELECT payload AS data FROM job"]
    {
        for row in conn.fetch_all(sql, args![]).await.unwrap() {
            let data: serde_json::Value = row.get("data").unwrap();
            let text = data.to_string();
            assert!(!text.contains("秘密") && !text.contains("绝密"), "{sql}: {text}");
        }
    }
    drop(conn);
    let archive = Archive::new(play.store.clone(), Arc::clone(&play.ring));
    let told = archive.own(&play.who("worker"), archive::Asked::default()).await.unwrap().events;
    let told: Vec<_> = told.into_iter().map(|event| event.what).collect();
    let decided = What::CorrectionDecided("accepted".to_owned());
    for what in [What::CorrectionRequested, What::NameCorrected, decided, What::Registered] {
        assert!(told.contains(&what), "{what:?} in {told:?}");
    }
}
