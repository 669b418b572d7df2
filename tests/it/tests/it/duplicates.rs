//! R4: two records of one human, from the rules that find them to the merge and its end, against
//! scenarios that a clerk can read (`scenarios/duplicates.json`), on both engines.

use crate::certificates::Fixture;
use crate::people::register;
use crate::scenario::Title;
use crate::world::{WORLD, account, county, demo_world};
use archive::Archive;
use certificates::public::{IssueBatch, IssueItem, issue_many_in};
use chrono::Days;
use futures_util::FutureExt as _;
use kernel::{
    AuthorityId, CandidateId, CivilDate, Ctx, DivisionCode, Home, Instant, Office, PageRequest,
    PairId, PersonId, Post, Random, Role, RunId, SkillLevel, SystemActor,
};
use people::duplicate::{PairAct, PairQueue, Verdict};
use people::public::{NewPerson, Registered};
use people::{Document, DocumentKind, People, PersonName, Sex, check};
use rules::{Part, PartResult, PartResults, RuleBook};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::jobs;
use testkit::On;

testkit::both_engines! {
    every_scenario_of_duplicates_holds;
    everybody_is_searched_by_command;
}

const SCENARIOS: &str = include_str!("../../scenarios/duplicates.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    title: Title,
    given: Given,
    when_then: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    people: BTreeMap<String, Described>,
}

/// A person as a scenario describes them.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    name: String,
    document: String,
    born: CivilDate,
    sex: String,
    phone: Option<String>,
    /// The first county of the province, or the one after it.
    #[serde(default)]
    county: usize,
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
    refused: Option<String>,
    #[serde(default)]
    then: Then,
}

fn usual_reason() -> String {
    "两份档案的证件照片和本人一致".to_owned()
}

#[derive(Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
enum Act {
    Look,
    Search,
    ProposeSame {
        keep: String,
        pair: Option<[String; 2]>,
    },
    ProposeDistinct,
    ProposeParting,
    Confirm {
        pair: Option<[String; 2]>,
    },
    SendBack,
    Register {
        person: Described,
    },
    CorrectName {
        of: String,
        name: String,
    },
    Certify {
        person: String,
    },
    /// Assigns all that is listed.
    Assign {
        to: String,
    },
    /// Assigns whatever stands in the journal, listed or not.
    AssignAny {
        to: String,
    },
    Erase {
        of: String,
    },
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    state: Option<String>,
    signs: Option<Vec<String>>,
    waiting: Option<usize>,
    merged: Option<usize>,
    found: Option<BTreeMap<String, String>>,
    known: Option<String>,
    certificates: Option<BTreeMap<String, usize>>,
    open: Option<usize>,
    decisions: Option<usize>,
    erased: Option<Vec<String>>,
}

fn document(text: &str) -> Document {
    let (kind, number) = text.split_once(' ').expect("a kind and a number");
    let kind = DocumentKind::from_word(kind).expect("a kind");
    let today = testkit::START.civil_date();
    Document::new(check(kind, number, &WORLD, today).expect("a valid number"))
}

fn counties() -> Vec<DivisionCode> {
    let today = testkit::START.civil_date();
    let children = WORLD.divisions.children(county().prefecture(), today);
    children.into_iter().map(|county| county.code).collect()
}

impl Described {
    fn new_person(&self) -> NewPerson {
        NewPerson {
            name: PersonName::read(&self.name).expect("a name"),
            documents: vec![document(&self.document)],
            sex: Sex::from_word(&self.sex),
            birth_on: Some(self.born),
            phone: self.phone.clone(),
            division: counties()[self.county],
            extra: BTreeMap::new(),
        }
    }
}

/// A scenario being played.
struct Play {
    f: Fixture,
    people: People,
    archive: Archive,
    ids: BTreeMap<String, PersonId>,
    /// Each step is done on a day of its own.
    day: u64,
}

impl Play {
    async fn begin(on: On, given: &Given) -> Play {
        let f = Fixture::new(on).await;
        let people = People::new(f.store.clone(), Arc::clone(&f.ring));
        let archive = Archive::new(f.store.clone(), Arc::clone(&f.ring));
        let mut play = Play { f, people, archive, ids: BTreeMap::new(), day: 0 };
        for (key, described) in &given.people {
            let [registered] = play.register(described).await[..] else { panic!("one person") };
            let Registered::New(id) = registered else { panic!("{key} is new") };
            play.ids.insert(key.clone(), id);
        }
        play.search().await;
        play
    }

    fn at(&self, ctx: Ctx) -> Ctx {
        let on = testkit::START.civil_date() + Days::new(self.day);
        Ctx { now: Instant::start_of(on).plus_seconds(9 * 3600), ..ctx }
    }

    fn system(&self, actor: SystemActor) -> Ctx {
        self.at(demo_world(self.f.db.ctx(actor)))
    }

    async fn register(&self, described: &Described) -> Vec<Registered> {
        let ctx = self.system(SystemActor::Setup);
        register(&self.f.store, &ctx, &self.f.ring, vec![described.new_person()]).await
    }

    /// Does all searches that wait.
    async fn search(&self) {
        let ctx = self.system(SystemActor::Jobs);
        let kinds = [people::jobs::FIND_DUPLICATES];
        while let Some(job) = jobs::claim_of(&self.f.store, &ctx, &kinds).await.unwrap() {
            self.people.find_duplicates(&ctx, &job).await.unwrap();
        }
    }

    fn who(&self, who: &str) -> Ctx {
        let (number, role, division) = match who {
            "handler" => (1, Role::Handler, 770_000),
            "checker" => (2, Role::Checker, 770_000),
            "approver" => (3, Role::Approver, 770_000),
            "county" => (4, Role::Approver, county().number()),
            "outsider" => (5, Role::Approver, 110_000),
            "checker_who_is_A" => (6, Role::Checker, 770_000),
            "system" => return self.system(SystemActor::Console),
            other => panic!("nobody is called {other}"),
        };
        let person = who.ends_with("is_A").then(|| self.ids["A"]);
        let id = AuthorityId::new(Home::NODE, Instant::from_micros(1), &Random::seeded(1));
        let territory = DivisionCode::new(division).into_iter().collect();
        let post = Post { role, office: Office::Authority { id, territory } };
        self.at(account(&self.f.db, number, person, vec![post]))
    }

    /// Every pair that the office of the province knows, with the queue it stands in.
    async fn pairs(&self) -> Vec<(PairQueue, [PersonId; 2], PairId)> {
        let (all, mut found) = (self.who("approver"), Vec::new());
        for queue in PairQueue::ALL {
            let page = PageRequest::default();
            for card in self.people.duplicates(&all, queue, &page).await.unwrap().items {
                let detail = self.people.duplicate(&all, card.id).await.unwrap();
                found.push((queue, detail.people.map(|known| known.id), card.id));
            }
        }
        found
    }

    async fn pair(&self, of: Option<&[String; 2]>) -> Option<PairId> {
        let usual = ["A".to_owned(), "B".to_owned()];
        let [one, other] = of.unwrap_or(&usual).each_ref().map(|key| self.ids[key]);
        let found = self.pairs().await;
        let fits = |people: &[PersonId; 2]| people.contains(&one) && people.contains(&other);
        found.into_iter().find(|(_, people, _)| fits(people)).map(|(_, _, id)| id)
    }

    async fn act_on(
        &self,
        step: &Step,
        of: Option<&[String; 2]>,
        act: PairAct,
    ) -> kernel::Result<()> {
        let id = self.pair(of).await.expect("the pair is known");
        let version = self.people.duplicate(&self.who("approver"), id).await?.version;
        let ctx = self.who(&step.who);
        self.people.act_on_duplicate(&ctx, None, (id, version), act, step.reason.clone()).await
    }

    async fn play(&self, step: &Step) -> kernel::Result<()> {
        let ctx = self.who(&step.who);
        match &step.act {
            Act::Look => Ok(()),
            Act::Search => self.people.search_duplicates(&ctx).await,
            Act::ProposeSame { keep, pair } => {
                let survivor = self.ids[keep];
                let verdict = Verdict::SamePerson { survivor };
                self.act_on(step, pair.as_ref(), PairAct::Propose(verdict)).await
            }
            Act::ProposeDistinct => {
                self.act_on(step, None, PairAct::Propose(Verdict::NotSamePerson)).await
            }
            Act::ProposeParting => self.act_on(step, None, PairAct::ProposeParting).await,
            Act::Confirm { pair } => self.act_on(step, pair.as_ref(), PairAct::Confirm).await,
            Act::SendBack => self.act_on(step, None, PairAct::SendBack).await,
            Act::Register { person } => {
                let known = &step.then.known.as_ref().expect("who it is");
                assert_eq!(self.register(person).await, [Registered::Known(self.ids[*known])]);
                Ok(())
            }
            Act::CorrectName { of, name } => {
                let name = PersonName::read(name).expect("a name");
                let reason = step.reason.clone();
                self.people.correct_name(&ctx, None, self.ids[of], name, reason).await
            }
            Act::Certify { person } => self.certify(self.ids[person]).await,
            Act::Assign { to } => self.assign(&ctx, to, false).await,
            Act::AssignAny { to } => self.assign(&ctx, to, true).await,
            Act::Erase { of } => {
                self.people.erase(&ctx, None, self.ids[of], step.reason.clone()).await
            }
        }
    }

    async fn assign(&self, ctx: &Ctx, to: &str, any: bool) -> kernel::Result<()> {
        let id = self.pair(None).await.expect("the pair is known");
        let detail = self.people.duplicate(&self.who("approver"), id).await?;
        let mut facts: Vec<_> = detail.facts.iter().map(|open| open.fact.origin).collect();
        if any {
            facts.push(store::FactRef { home: self.ids["B"].home(), node: 1, seq: 1 });
        }
        let assigning = facts.into_iter().map(|fact| (fact, self.ids[to])).collect();
        self.people.assign_facts(ctx, None, id, assigning).await
    }

    /// A certificate for whoever stands under this record today, as an import would issue it.
    async fn certify(&self, person: PersonId) -> kernel::Result<()> {
        let ctx = self.system(SystemActor::Setup);
        let exam_on = "2026-05-01".parse().unwrap();
        let level = SkillLevel::Level4;
        let rule = RuleBook::shipped().unwrap().pass_rule(exam_on, level).unwrap().clone();
        let run = RunId::new(Home(3), ctx.now, &ctx.random);
        let occupation = "6-18-01-01".parse().unwrap();
        let (body, items) = (self.f.body, Vec::new());
        let batch = IssueBatch { body, run, occupation, level, exam_on, rule, items };
        let (ring, site) = (Arc::clone(&self.f.ring), self.f.area.site().clone());
        let issued = self.f.store.write(&ctx, None, move |tx| {
            let (ring, site, mut batch) = (Arc::clone(&ring), site.clone(), batch.clone());
            async move {
                let person = people::public::survivor_in(tx, person).await?;
                let candidate = CandidateId::new(Home(3), tx.now(), &tx.random());
                let parts = PartResults::from([(Part::Theory, PartResult::Marks(8650))]);
                batch.items.push(IssueItem { candidate, person, variant: None, parts });
                issue_many_in(tx, &ring, &site, &batch).await.map(|_| ())
            }
            .boxed()
        });
        issued.await
    }

    /// The record of whoever signs in for this one: the session resolves merges.
    async fn worker(&self, key: &str) -> Ctx {
        let mut conn = self.f.store.read().await.unwrap();
        let person = people::public::survivor_in(&mut conn, self.ids[key]).await.unwrap();
        self.at(account(&self.f.db, 20, Some(person), Vec::new()))
    }

    async fn check(&self, title: &str, then: &Then) {
        let all = self.who("approver");
        let pairs = self.pairs().await;
        let in_queue = |wanted| pairs.iter().filter(|(queue, ..)| *queue == wanted).count();
        for (said, queue) in
            [(then.waiting, PairQueue::Suspected), (then.merged, PairQueue::Merged)]
        {
            assert!(said.is_none_or(|said| said == in_queue(queue)), "{title}: {queue:?}");
        }
        let detail = match self.pair(None).await {
            Some(id) => Some(self.people.duplicate(&all, id).await.unwrap()),
            None => None,
        };
        if let Some(state) = &then.state {
            let is = detail.as_ref().map_or("none", |detail| detail.state.word());
            assert_eq!(is, state, "{title}");
        }
        if let Some(signs) = &then.signs {
            let is = serde_json::to_value(&detail.as_ref().expect("a pair").signs).unwrap();
            assert_eq!(is, serde_json::to_value(signs).unwrap(), "{title}");
        }
        if let Some(open) = then.open {
            let facts = detail.as_ref().map(|detail| detail.facts.as_slice()).unwrap_or_default();
            assert_eq!(facts.iter().filter(|fact| !fact.decided).count(), open, "{title}: open");
        }
        if let Some(decisions) = then.decisions {
            let mut conn = self.f.store.read().await.unwrap();
            let sql = "SELECT COUNT(*) AS n FROM history WHERE kind = 'person_pair' AND action = 'assign'";
            let n: i64 = conn.fetch_one(sql, store::args![]).await.unwrap().get("n").unwrap();
            assert_eq!(n, decisions as i64, "{title}: decisions");
        }
        self.check_people(title, then).await;
    }

    async fn check_people(&self, title: &str, then: &Then) {
        let all = self.who("approver");
        for (number, key) in then.found.iter().flatten() {
            let found = self.people.find_by_document(&all, document(number), "核对".to_owned());
            let found = found.await.unwrap().expect("somebody holds it");
            assert_eq!(found.id, self.ids[key], "{title}: {number}");
            let opened = self.people.open(&all, found.id, "核对".to_owned(), false).await.unwrap();
            let numbers = opened.personal.expect("not erased").documents;
            assert!(numbers.contains(&document(number)), "{title}: {number} is shown");
        }
        for (key, count) in then.certificates.iter().flatten() {
            let worker = self.worker(key).await;
            let own = self.f.area.own(&worker).await.unwrap();
            assert_eq!(own.len(), *count, "{title}: certificates of {key}");
            let archive = self.archive.own(&worker, archive::Asked::default()).await.unwrap();
            let issued = archive.events.iter();
            let issued = issued
                .filter(|event| matches!(event.what, archive::What::CertificateIssued { .. }));
            assert_eq!(issued.count(), *count, "{title}: archive of {key}");
            assert_eq!(archive.certificates.len(), *count, "{title}: archive of {key}");
            assert_eq!(archive.record.evidence.len(), *count, "{title}: dossier of {key}");
            for one in own {
                self.f.area.open(&worker, one.id, String::new()).await.unwrap();
            }
        }
        for key in then.erased.iter().flatten() {
            let mut conn = self.f.store.read().await.unwrap();
            let ids = [self.ids[key]];
            let left = people::public::personal_in(&mut conn, &self.f.ring, &ids);
            assert!(left.await.unwrap().is_empty(), "{title}: {key}");
        }
    }
}

async fn every_scenario_of_duplicates_holds(on: On) {
    let scenarios: Vec<Scenario> = serde_json::from_str(SCENARIOS).unwrap();
    assert!(scenarios.len() >= 20, "{} scenarios", scenarios.len());
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
            play.search().await;
            play.check(&title, &step.then).await;
        }
    }
}

async fn everybody_is_searched_by_command(on: On) {
    let described = |document: &str| Described {
        name: "示例甲".to_owned(),
        document: document.to_owned(),
        born: "1981-08-03".parse().unwrap(),
        sex: "female".to_owned(),
        phone: None,
        county: 0,
    };
    let people = BTreeMap::from([
        ("A".to_owned(), described("passport E00000001")),
        ("B".to_owned(), described("foreigner_permanent_residence 911124198108030024")),
    ]);
    let play = Play::begin(on, &Given { people }).await;
    // As if both had come before the rules were there.
    let ctx = play.system(SystemActor::Setup);
    let forget = play.f.store.write(&ctx, None, |tx| {
        async move { tx.execute("DELETE FROM person_pair", store::args![]).await.map(|_| ()) }
            .boxed()
    });
    forget.await.unwrap();
    assert!(play.pairs().await.is_empty());
    let handler = play.who("handler");
    let refused = play.people.search_duplicates(&handler).await.unwrap_err();
    assert_eq!(refused.code(), "problem-no-post");
    play.people.search_duplicates(&play.system(SystemActor::Console)).await.unwrap();
    play.search().await;
    assert_eq!(play.pairs().await.len(), 1);
    let waiting = play.people.count_duplicates(&handler, PairQueue::Suspected).await.unwrap();
    assert_eq!(waiting, 1);
}
