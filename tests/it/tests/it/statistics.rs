//! R10: the reader that folds the journal into monthly figures.

use crate::returns_world::{Fixture, certificate, division, on};
use certificates::facts::CertificateStatusChanged;
use certificates::{PublicReason, Status};
use futures_util::FutureExt as _;
use kernel::{
    AuthorityId, CertificateId, Ctx, DivisionCode, Home, Instant, Month, PersonId, Random, Role,
    SkillLevel, SystemActor,
};
use organisations::BodyKind;
use organisations::facts::{BodyRegistered, FilingChanged};
use people::facts::PersonRegistered;
use returns::Span;
use statistics::{Figures, Scope, Spans};
use store::About;
use testkit::On;

testkit::both_engines! {
    what_is_taken_back_counts_in_the_month_it_happened;
    a_body_s_fact_without_a_division_counts_where_the_body_is_registered;
    a_person_is_new_once_and_high_skilled_once;
    made_again_from_nothing_the_figures_are_the_same;
    two_processes_count_everything_once;
    the_roll_up_of_a_random_history_is_an_independent_count;
}

async fn caught_up(f: &Fixture) {
    f.statistics.catch_up(&f.db.ctx(SystemActor::Jobs)).await.unwrap();
}

async fn figures(f: &Fixture, within: &[u32], month: &str) -> Figures {
    caught_up(f).await;
    let scope = Scope { within: within.iter().map(|n| division(*n)).collect(), without: vec![] };
    let mut conn = f.store.read().await.unwrap();
    statistics::figures_in(&mut conn, &scope, month.parse().unwrap()).await.unwrap()
}

fn of(figures: &Figures, measure: &str, part: &str) -> (i64, i64, i64) {
    let key = (measure.to_owned(), part.to_owned());
    let Spans { month, year, total } = figures.get(&key).copied().unwrap_or_default();
    (month, year, total)
}

/// Revokes a certificate on a day.
async fn revoke(f: &Fixture, day: &str, person: PersonId, id: CertificateId) {
    let ctx = on(f.setup(), day);
    let write = f.store.write(&ctx, None, move |tx| {
        async move {
            let status = Status::Revoked {
                on: tx.ctx().today(),
                why: PublicReason::Cheating,
                reason: "x".to_owned(),
            };
            let fact =
                CertificateStatusChanged { certificate: id, status, grounds: "x".to_owned() };
            tx.fact(About::person(person), &fact)
        }
        .boxed()
    });
    write.await.unwrap();
}

/// A certificate of somebody.
async fn issue_to(f: &Fixture, day: &str, person: PersonId, level: SkillLevel) -> CertificateId {
    let ctx = on(f.setup(), day);
    let (_, fact) = certificate(&ctx, person.home(), level);
    let id = fact.certificate;
    let write = f.store.write(&ctx, None, move |tx| {
        let fact = fact.clone();
        async move { tx.fact(About::person(person).division(division(770102)), &fact) }.boxed()
    });
    write.await.unwrap();
    id
}

fn somebody(f: &Fixture, home: u8) -> PersonId {
    PersonId::new(Home(home), testkit::START, &f.db.random)
}

async fn what_is_taken_back_counts_in_the_month_it_happened(on: On) {
    let f = Fixture::new(on).await;
    let person = somebody(&f, 9);
    let id = issue_to(&f, "2025-12-31", person, SkillLevel::Level3).await;
    let before = figures(&f, &[770000], "2025-12").await;
    revoke(&f, "2026-02-10", person, id).await;
    let after = figures(&f, &[770000], "2025-12").await;
    assert_eq!(before, after, "December keeps what it had");
    let february = figures(&f, &[770000], "2026-02").await;
    assert_eq!(of(&february, "certificates.revoked", ""), (1, 1, 1));
    assert_eq!(of(&february, "certificates.revoked", "level3"), (1, 1, 1));
    // January began a year: the certificate is in the sum of all only.
    assert_eq!(of(&february, "certificates.issued", ""), (0, 0, 1));
    assert!(figures(&f, &[770200], "2026-02").await.is_empty(), "elsewhere nothing happened");
}

async fn a_body_s_fact_without_a_division_counts_where_the_body_is_registered(on: On) {
    let f = Fixture::new(on).await;
    let ring = std::sync::Arc::new(crypto::KeyRing::demo(crate::world::profile()));
    let area = organisations::Organisations::new(f.store.clone(), ring);
    let new = crate::world::body_command(1);
    let county = new.division;
    let body = area.register_body(&f.setup(), None, new).await.unwrap();
    let ctx = crate::returns_world::on(f.setup(), "2026-11-05");
    let (_, fact) = certificate(&ctx, Home(3), SkillLevel::Level5);
    let person = somebody(&f, 3);
    let write = f.store.write(&ctx, None, move |tx| {
        let fact = fact.clone();
        async move { tx.fact(About::person(person).at(body), &fact) }.boxed()
    });
    write.await.unwrap();
    let found = figures(&f, &[county.number()], "2026-11").await;
    assert_eq!(of(&found, "certificates.issued", "class6"), (1, 1, 1));
    assert_eq!(of(&found, "bodies.registered", "social_evaluation_body"), (1, 1, 1));
}

async fn a_person_is_new_once_and_high_skilled_once(on: On) {
    let f = Fixture::new(on).await;
    let person = somebody(&f, 200);
    for (day, level) in [
        ("2026-03-01", SkillLevel::Level5),
        ("2026-03-02", SkillLevel::Level4),
        ("2026-05-01", SkillLevel::Level3),
        ("2026-06-01", SkillLevel::Level5),
        ("2026-07-01", SkillLevel::Level2),
    ] {
        issue_to(&f, day, person, level).await;
        // However the facts are cut into pieces.
        caught_up(&f).await;
    }
    let july = figures(&f, &[770000], "2026-07").await;
    assert_eq!(of(&july, "certificates.issued", ""), (1, 5, 5));
    assert_eq!(of(&july, "people.first", ""), (0, 1, 1));
    assert_eq!(of(&july, "people.first_high", ""), (0, 1, 1));
    let may = figures(&f, &[770000], "2026-05").await;
    assert_eq!(of(&may, "people.first_high", ""), (1, 1, 1));
}

async fn made_again_from_nothing_the_figures_are_the_same(on: On) {
    let f = Fixture::new(on).await;
    let mut random = History::new(41);
    for _ in 0..6 {
        random.write(&f, 40).await;
        caught_up(&f).await;
    }
    let before = f.statistics.dump().await.unwrap();
    assert!(before.len() > 100, "{} figures", before.len());
    f.statistics.rebuild(&f.db.ctx(SystemActor::Jobs)).await.unwrap();
    assert_eq!(f.statistics.dump().await.unwrap(), before);
    assert_eq!(f.statistics.follow(&f.db.ctx(SystemActor::Jobs)).await.unwrap(), 0);
}

async fn two_processes_count_everything_once(on: On) {
    let f = Fixture::new(on).await;
    let mut random = History::new(42);
    random.write(&f, 300).await;
    let other = statistics::Statistics::new(f.db.open().await);
    let ctx = f.db.ctx(SystemActor::Jobs);
    let (one, two) =
        futures_util::future::join(f.statistics.catch_up(&ctx), other.catch_up(&ctx)).await;
    one.unwrap();
    two.unwrap();
    let found = figures(&f, &[770000], "2026-10").await;
    let all = |measure: &str| random.count(measure, |_, month| month <= "2026-10");
    for measure in ["certificates.issued", "people.registered", "bodies.registered"] {
        assert_eq!(of(&found, measure, "").2, all(measure), "{measure}");
    }
}

/// What was written, as whoever wrote it remembers it: measure, division and month.
struct History {
    random: Random,
    told: Vec<(&'static str, DivisionCode, String)>,
}

/// Counties with and without an office of their own.
const PLACES: [u32; 6] = [770102, 770104, 770105, 770121, 770202, 770301];

impl History {
    fn new(seed: u64) -> Self {
        History { random: Random::seeded(seed), told: Vec::new() }
    }

    fn below(&self, most: u64) -> u64 {
        let mut bytes = [0; 8];
        self.random.fill(&mut bytes);
        u64::from_le_bytes(bytes) % most
    }

    fn count(&self, measure: &str, counts: impl Fn(DivisionCode, &str) -> bool) -> i64 {
        let own = self.told.iter().filter(|(what, ..)| *what == measure);
        own.filter(|(_, at, month)| counts(*at, month)).count() as i64
    }

    /// Random facts on random days of random months.
    async fn write(&mut self, f: &Fixture, count: usize) {
        for _ in 0..count {
            let month = 1 + self.below(10) as u32;
            let day = 1 + self.below(28) as u32;
            let year = if self.below(5) == 0 { 2025 } else { 2026 };
            let on = kernel::CivilDate::from_ymd_opt(year, month, day).unwrap();
            let at = division(PLACES[self.below(PLACES.len() as u64) as usize]);
            let home = Home(self.below(256) as u8);
            let seconds = self.below(86_400) as i64;
            let ctx = Ctx { now: Instant::start_of(on).plus_seconds(seconds), ..f.setup() };
            let what = ["certificates.issued", "people.registered", "bodies.registered", "none"];
            let what = what[self.below(4) as usize];
            fact(f, &ctx, what, home, at).await;
            if what != "none" {
                self.told.push((what, at, Month::of(on).to_string()));
            }
        }
    }
}

async fn fact(f: &Fixture, ctx: &Ctx, what: &'static str, home: Home, at: DivisionCode) {
    let (about, issued) = certificate(ctx, home, SkillLevel::Level4);
    let write = f.store.write(ctx, None, move |tx| {
        let (about, issued) = (about.clone().division(at), issued.clone());
        async move {
            match what {
                "certificates.issued" => tx.fact(about, &issued),
                "people.registered" => {
                    tx.fact(about, &PersonRegistered { division: at, documents: Vec::new() })
                }
                "bodies.registered" => {
                    let kind = BodyKind::TrainingBody;
                    let (name, uscc) = ("示例".to_owned(), "x".to_owned());
                    tx.fact(about, &BodyRegistered { kind, name, uscc })
                }
                // A fact that no figure counts.
                _ => {
                    let filing = kernel::FilingId::new(home, tx.now(), &tx.random());
                    let step = organisations::FilingStep::Resume;
                    tx.fact(about, &FilingChanged { filing, step, reason: "x".to_owned() })
                }
            }
        }
        .boxed()
    });
    write.await.unwrap();
}

/// Counties, then the prefecture, then the province: each return holds its own part and the locked
/// ones below; the highest is the count of every fact in the province.
async fn the_roll_up_of_a_random_history_is_an_independent_count(on: On) {
    for seed in 0..3 {
        let f = Fixture::new(on).await;
        let mut history = History::new(1_000 + seed);
        history.write(&f, 120).await;
        let mut locked = Vec::new();
        let offices: [(AuthorityId, AuthorityId, &[u32]); 4] = [
            (f.county, f.prefecture, &[770102]),
            (f.county2, f.prefecture, &[770104]),
            (f.prefecture, f.province, &[770100]),
            (f.province, f.province, &[770000]),
        ];
        for (number, (office, above, territory)) in offices.into_iter().enumerate() {
            for form in ["evaluation", "bodies", "plan"] {
                let number = 10 * (number as u64 + 1);
                locked.push((form, territory, f.locked(office, above, form, number).await));
            }
        }
        let reader = f.official(f.province, Role::Handler, 99);
        for (form, territory, id) in locked {
            let file = f.area.file(&reader, id).await.unwrap();
            let (row, measure) = match form {
                "evaluation" => ("03", "certificates.issued"),
                "bodies" => ("01", "bodies.registered"),
                _ => ("01", "people.registered"),
            };
            let inside = |at: DivisionCode| territory.iter().any(|one| division(*one).covers(at));
            for span in [Span::Month, Span::Year] {
                let wanted = history.count(measure, |at, month| {
                    let counts = match span {
                        Span::Month => month == "2026-10",
                        _ => month.starts_with("2026"),
                    };
                    counts && inside(at)
                });
                let found = f.value(&file, row, span);
                assert_eq!(found, Some(wanted), "seed {seed} {form} {territory:?} {span:?}");
            }
        }
    }
}
