//! R1: random histories of cases against a model that is told the rules again in its own way, and
//! offices at work in processes that are killed.

use crate::applications_world::Fixture;
use crate::process::{self, Process, kills};
use crate::world::{account, body_command, demo_world};
use approval::{Act, Cause, Ending, State};
use chrono::Days;
use crypto::KeyRing;
use kernel::world::calendar::Calendar;
use kernel::{
    ApplicationId, CivilDate, Ctx, DivisionCode, Office, Post, Random, Role, SystemActor,
};
use organisations::Organisations;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use store::{Row, args};
use testkit::{On, TestDb};

testkit::both_engines! {
    killed_offices_lose_no_act_and_no_number;
    random_histories_agree_with_a_model;
}

/// Where a case of the model stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    HandedIn,
    PapersMissing,
    With(usize),
    Assessed(usize, Cause),
    Public(CivilDate),
    Granted,
    ToEnd,
    Over(&'static str),
}

impl At {
    fn word(&self) -> &'static str {
        match self {
            At::HandedIn => "submitted",
            At::PapersMissing => "incomplete",
            At::With(_) => "in_review",
            At::Assessed(..) => "assessing",
            At::Public(_) => "noticed",
            At::Granted => "approved",
            At::ToEnd => "ending",
            At::Over(word) => word,
        }
    }
}

/// The model: days are counted one by one, and who did what is a list.
#[derive(Clone, Debug)]
struct Model {
    at: At,
    begun: CivilDate,
    days: usize,
    still: Vec<(CivilDate, Option<CivilDate>)>,
    asked: bool,
    longer: bool,
    looked: BTreeSet<&'static str>,
    did: Vec<(usize, u64)>,
    letters: usize,
}

/// What the shipped procedure says (data/procedures/filing.json), written down again.
const ENTRANCE: usize = 5;
const PAPERS: usize = 15;
const DECISION: usize = 20;
const LONGER: usize = 10;
const PUBLIC: usize = 5;

impl Model {
    fn new(on: CivilDate) -> Self {
        Model {
            at: At::HandedIn,
            begun: on,
            days: ENTRANCE,
            still: Vec::new(),
            asked: false,
            longer: false,
            looked: BTreeSet::new(),
            did: Vec::new(),
            letters: 0,
        }
    }

    /// Whether all the working days that the period has were over before today.
    fn late(&self, calendar: &Calendar, today: CivilDate) -> bool {
        let stands = |day: CivilDate| {
            let covers = |(from, until): &(CivilDate, Option<CivilDate>)| {
                *from < day && until.is_none_or(|until| day <= until)
            };
            self.still.iter().any(covers)
        };
        let days = self.begun.iter_days().skip(1).take_while(|day| *day < today);
        let counted = days.filter(|day| calendar.is_working_day(*day) && !stands(*day)).count();
        counted >= self.days
    }

    fn period(&mut self, on: CivilDate, days: usize) {
        self.begun = on;
        self.days = days;
        self.still.clear();
    }

    /// What the case is after an act of somebody on a day; nothing when it is refused.
    fn after(
        &self,
        act: &Act,
        who: &Person,
        today: CivilDate,
        calendar: &Calendar,
    ) -> Option<Model> {
        let mut next = self.clone();
        let step = next.moved(act, today, calendar)?;
        if let Some(step) = step {
            if !who.posts.contains(&step) {
                return None;
            }
            if matches!(act, Act::ProposeEnd { .. }) {
                next.did.clear();
            }
            if next.did.iter().any(|(other, number)| *other != step && *number == who.number) {
                return None;
            }
            next.did.push((step, who.number));
        } else if who.number != MANAGER {
            return None;
        }
        Some(next)
    }

    /// Moves, and gives whose act it is: a step's, or the applicant's.
    fn moved(&mut self, act: &Act, today: CivilDate, calendar: &Calendar) -> Option<Option<usize>> {
        let late = self.late(calendar, today);
        let entered = self.entered(act, today, late);
        let (at, step) = match entered.or_else(|| self.worked_on(act, today, late)) {
            Some(moved) => moved,
            None => self.decided(act, today, calendar)?,
        };
        self.at = at;
        Some(step)
    }

    /// Taking in, asking for papers, refusing entry.
    fn entered(&mut self, act: &Act, today: CivilDate, late: bool) -> Option<(At, Option<usize>)> {
        let moved = match (self.at.clone(), act) {
            (At::HandedIn, Act::Accept) => {
                let from = if late { self.begun } else { today };
                self.period(from, DECISION);
                (At::With(0), Some(0))
            }
            (At::HandedIn, Act::AskSupplement { .. }) if !late && !self.asked => {
                self.period(today, PAPERS);
                self.asked = true;
                (At::PapersMissing, Some(0))
            }
            (At::HandedIn, Act::NotAccept) if !late => (At::Over("not_accepted"), Some(0)),
            (At::PapersMissing, Act::NotAccept) if late => (At::Over("not_accepted"), Some(0)),
            _ => return None,
        };
        self.letters += 1;
        Some(moved)
    }

    /// From step to step, and what stops the clock.
    fn worked_on(
        &mut self,
        act: &Act,
        today: CivilDate,
        late: bool,
    ) -> Option<(At, Option<usize>)> {
        Some(match (self.at.clone(), act) {
            (At::PapersMissing, Act::Supplement) => {
                self.period(today, ENTRANCE);
                (At::HandedIn, None)
            }
            (At::With(0), Act::Propose { .. }) if self.looked.contains("technical_assessment") => {
                (At::With(1), Some(0))
            }
            (At::With(1), Act::Propose { .. }) => (At::With(2), Some(1)),
            (At::With(step), Act::Return) if step > 0 => (At::With(step - 1), Some(step)),
            (At::With(step), Act::Stop { cause }) => {
                self.still.push((today, None));
                (At::Assessed(step, *cause), Some(step))
            }
            (At::Assessed(step, cause), Act::Assessed) => {
                self.still.last_mut()?.1 = Some(today);
                self.looked.insert(cause.word());
                (At::With(step), Some(step))
            }
            (At::With(step), Act::Extend) if !self.longer && !late => {
                self.days += LONGER;
                self.longer = true;
                (At::With(step), Some(2))
            }
            _ => return None,
        })
    }

    /// Deciding, and ending what was granted.
    fn decided(
        &mut self,
        act: &Act,
        today: CivilDate,
        calendar: &Calendar,
    ) -> Option<(At, Option<usize>)> {
        let moved = match (self.at.clone(), act) {
            (At::With(2), Act::Approve) => (At::Public(today), Some(2)),
            (At::With(2), Act::Reject) => (At::Over("rejected"), Some(2)),
            (At::Public(from), Act::Conclude) => {
                let days = from.iter_days().skip(1).take_while(|day| *day < today);
                if days.filter(|day| calendar.is_working_day(*day)).count() < PUBLIC {
                    return None;
                }
                (At::Granted, Some(2))
            }
            (At::Granted, Act::ProposeEnd { how, effective }) => {
                if *how != Ending::Rescinded && *effective < today {
                    return None;
                }
                (At::ToEnd, Some(0))
            }
            (At::ToEnd, Act::ConfirmEnd) => (At::Over("ended"), Some(2)),
            (At::ToEnd, Act::DropEnd) => (At::Granted, Some(2)),
            (At::HandedIn | At::PapersMissing | At::With(_), Act::Recall)
            | (At::Assessed(..) | At::Public(_), Act::Recall) => (At::Over("recalled"), None),
            _ => return None,
        };
        self.letters += usize::from(matches!(act, Act::Reject | Act::Conclude | Act::ConfirmEnd));
        Some(moved)
    }
}

/// The number of the manager of the body.
const MANAGER: u64 = 61;

/// Somebody with posts in the office: 0 handles, 1 checks, 2 decides.
struct Person {
    number: u64,
    posts: &'static [usize],
}

const PEOPLE: [Person; 6] = [
    Person { number: MANAGER, posts: &[] },
    Person { number: 71, posts: &[0] },
    Person { number: 72, posts: &[1] },
    Person { number: 73, posts: &[2] },
    Person { number: 74, posts: &[0, 1, 2] },
    Person { number: 75, posts: &[1, 2] },
];

fn acts(today: CivilDate, random: &Random) -> Vec<Act> {
    let cause = *random.choose(&Cause::ALL).unwrap();
    let hows = [Ending::Withdrawn, Ending::Rescinded, Ending::Cancelled, Ending::Revoked];
    let how = *random.choose(&hows).unwrap();
    let effective = today - Days::new(random.below(2));
    vec![
        Act::Accept,
        Act::AskSupplement { missing: vec!["名册".to_owned()] },
        Act::NotAccept,
        Act::Supplement,
        Act::Propose { favourable: true },
        Act::Propose { favourable: false },
        Act::Return,
        Act::Stop { cause },
        Act::Stop { cause: Cause::TechnicalAssessment },
        Act::Assessed,
        Act::Extend,
        Act::Approve,
        Act::Reject,
        Act::Conclude,
        Act::ProposeEnd { how, effective },
        Act::ConfirmEnd,
        Act::DropEnd,
        Act::Recall,
    ]
}

impl Fixture {
    fn person(&self, who: &Person, on: CivilDate) -> Ctx {
        let on = on.to_string();
        if who.number == MANAGER {
            return self.manager(&on);
        }
        let territory = vec![DivisionCode::new(770000).unwrap()];
        let office = Office::Authority { id: self.office, territory };
        let roles = [Role::Handler, Role::Checker, Role::Approver];
        let posts =
            who.posts.iter().map(|step| Post { role: roles[*step], office: office.clone() });
        self.on(account(&self.db, who.number, None, posts.collect()), &on)
    }

    /// Does it by the use case whose act it is.
    async fn tried(
        &self,
        who: &Person,
        id: ApplicationId,
        act: &Act,
        on: CivilDate,
        code: &str,
    ) -> bool {
        let ctx = self.person(who, on);
        match act {
            Act::Recall => {
                self.area.recall_application(&ctx, None, id, "示例".to_owned()).await.is_ok()
            }
            Act::Supplement => {
                let seen = self.applied(&self.manager(&on.to_string()), id).await;
                self.area.hand_in(&ctx, None, id, seen.application.version).await.is_ok()
            }
            act => {
                let case =
                    self.applied(&self.manager(&on.to_string()), id).await.record.unwrap().case;
                let command = organisations::OfficeAct {
                    case: case.id,
                    version: case.version,
                    act: act.clone(),
                    opinion: "示例意见".to_owned(),
                    code: Some(code.to_owned()),
                };
                self.area.act_on_application(&ctx, None, command).await.is_ok()
            }
        }
    }

    async fn another_body(&mut self, number: u32) {
        let setup = demo_world(self.db.ctx(SystemActor::Setup));
        self.body = self.area.register_body(&setup, None, body_command(number)).await.unwrap();
    }
}

async fn random_histories_agree_with_a_model(on: On) {
    let mut f = Fixture::new(on).await;
    let world = demo_world(f.db.ctx(SystemActor::Setup)).world;
    let calendar = &world.calendar;
    let mut reached = BTreeSet::new();
    let histories = 3 * kills() as u32;
    for number in 0..histories {
        f.another_body(100 + number).await;
        let random = Random::seeded(u64::from(number));
        let mut today = CivilDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(random.below(300));
        let id = f.handed_in(&today.to_string()).await;
        let mut model = Model::new(today);
        let (mut done, code) = (0, format!("S000077{:06}", 800_000 + number));
        for _ in 0..40 {
            today = today + Days::new(random.below(4));
            let acts = acts(today, &random);
            // Every second time something that the model allows, so that histories get on.
            let allowed = acts.iter().flat_map(|act| PEOPLE.iter().map(move |who| (act, who)));
            let allowed: Vec<_> = allowed
                .filter(|(act, who)| model.after(act, who, today, calendar).is_some())
                .filter(|(act, _)| !matches!(act, Act::Recall | Act::NotAccept | Act::Reject))
                .collect();
            let (act, who) = match random.choose(&allowed) {
                Some(one) if random.below(2) == 0 => *one,
                _ => (random.choose(&acts).unwrap(), random.choose(&PEOPLE).unwrap()),
            };
            let next = model.after(act, who, today, calendar);
            let did = f.tried(who, id, act, today, &code).await;
            let told = format!("history {number}: {act:?} by {} on {today}: {model:?}", who.number);
            assert_eq!(did, next.is_some(), "{told}");
            let Some(next) = next else { continue };
            done += 1;
            model = next;
            let record = f.applied(&f.manager(&today.to_string()), id).await.record.unwrap();
            let progress = &record.case.progress;
            assert_eq!(progress.state.word(), model.at.word(), "{told}");
            assert_eq!((record.acts.len(), record.letters.len()), (done, model.letters), "{told}");
            if let State::Submitted | State::Incomplete { .. } | State::InReview { .. } =
                progress.state
            {
                let late = progress.clock.is_late(calendar, today);
                assert_eq!(late, model.late(calendar, today), "{told}");
            }
            reached.insert(model.at.word());
        }
    }
    assert!(reached.len() >= 10, "histories that go somewhere: {reached:?}");
}

/// What comes next on the way to a refusal.
fn next(state: &State, looked: bool) -> Option<(Role, Act)> {
    let propose = Act::Propose { favourable: false };
    match state {
        State::Submitted => Some((Role::Handler, Act::Accept)),
        State::InReview { step: 0 } if !looked => {
            Some((Role::Handler, Act::Stop { cause: Cause::TechnicalAssessment }))
        }
        State::Assessing { .. } => Some((Role::Handler, Act::Assessed)),
        State::InReview { step: 0 } => Some((Role::Handler, propose)),
        State::InReview { step: 1 } => Some((Role::Checker, propose)),
        State::InReview { .. } => Some((Role::Approver, Act::Reject)),
        _ => None,
    }
}

/// The day on which the offices work.
const DAY: &str = "2026-10-12";

/// The process that is killed: an office that takes every case to its end.
#[test]
fn office() {
    let Some(db) = process::database() else { return };
    testkit::run(async {
        let store = db.open().await;
        let ring = Arc::new(KeyRing::demo(crate::world::profile()));
        let area = Organisations::new(store.clone(), Arc::clone(&ring));
        let mut conn = store.read().await.unwrap();
        let sql = "SELECT id, body, authority FROM filing_application ORDER BY id";
        let rows = conn.fetch_all(sql, args![]).await.unwrap();
        drop(conn);
        process::tell("begins");
        let mut f = match rows.first() {
            Some(row) => {
                let (office, body) = (row.get("authority").unwrap(), row.get("body").unwrap());
                Fixture { db, store, ring, area, office, body }
            }
            None => return,
        };
        for row in &rows {
            f.body = row.get("body").unwrap();
            through(&f, row.get("id").unwrap()).await;
        }
    });
}

async fn through(f: &Fixture, id: ApplicationId) {
    loop {
        let progress = f.applied(&f.manager(DAY), id).await.record.unwrap().case.progress;
        let Some((role, act)) = next(&progress.state, !progress.assessed.is_empty()) else {
            return;
        };
        let ctx = match role {
            Role::Handler => f.handler(DAY),
            Role::Checker => f.checker(DAY),
            _ => f.approver(DAY),
        };
        f.act(&ctx, id, act).await.unwrap();
        process::tell(&format!("{id}"));
    }
}

async fn killed_offices_lose_no_act_and_no_number(on: On) {
    let mut f = Fixture::new(on).await;
    let count = 3 * kills() as u32;
    for number in 0..count {
        f.another_body(100 + number).await;
        f.handed_in(DAY).await;
    }
    let Fixture { db, store, .. } = f;
    store.close().await;
    let random = Random::system();
    let start = || {
        let office = Process::start("case_histories::office", &db.options, &[]);
        office.wait_for(|told| !told.is_empty());
        office
    };
    let (mut told, mut working) = (Vec::new(), 0);
    for _ in 0..kills() {
        let office = start();
        std::thread::sleep(Duration::from_millis(random.below(120)));
        let (some, still) = office.kill();
        told.extend(some);
        working += usize::from(still);
    }
    assert!(working > 0, "at least one was killed at work");
    let (some, status) = start().end();
    assert!(status.success(), "{status}");
    told.extend(some);
    // Six acts settle a case. One that was told and lost would be done and told again; one that was
    // done may not have been told any more.
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for id in told.iter().filter(|line| *line != "begins") {
        *times.entry(id.as_str()).or_default() += 1;
    }
    assert!(times.values().all(|times| *times <= 6), "{times:?}");
    whole(&db, i64::from(count)).await;
}

/// Six acts and two letters for each case: in rows, history and facts, and numbers without a gap.
async fn whole(db: &TestDb, count: i64) {
    let store = db.open().await;
    let mut conn = store.read().await.unwrap();
    for (sql, each) in [
        ("SELECT COUNT(*) AS n FROM approval_case WHERE state = 'rejected'", 1),
        ("SELECT COUNT(*) AS n FROM approval_act", 6),
        ("SELECT CAST(SUM(version - 1) AS BIGINT) AS n FROM approval_case", 6),
        ("SELECT COUNT(*) AS n FROM history WHERE kind = 'case' AND action <> 'open'", 6),
        ("SELECT COUNT(*) AS n FROM fact WHERE kind = 'approval.case-moved'", 6),
        ("SELECT COUNT(*) AS n FROM fact WHERE kind = 'approval.letter-issued'", 2),
    ] {
        let found: i64 = conn.fetch_one(sql, args![]).await.unwrap().get("n").unwrap();
        assert_eq!(found, each * count, "{sql}");
    }
    let rows = conn.fetch_all("SELECT number FROM approval_letter", args![]).await.unwrap();
    let number = |row: &Row| {
        let text: String = row.get("number").unwrap();
        let (_, number) = text.trim_end_matches('号').split_once('〕').unwrap();
        number.parse::<i64>().unwrap()
    };
    let mut numbers: Vec<i64> = rows.iter().map(number).collect();
    numbers.sort();
    assert_eq!(numbers, (1..=2 * count).collect::<Vec<_>>());
    drop(conn);
    store.close().await;
}
