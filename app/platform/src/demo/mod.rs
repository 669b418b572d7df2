//! The fictional province 示范省: made from a fixed seed, the same every time, through the use cases
//! that real offices use. Every person, body and number in it is visibly made up, and its codes are
//! refused in a real installation.

mod accounts;
mod adjustments;
mod bodies;
mod cases;
mod instruments;
mod people;
mod policy;
mod results;
mod returns;

pub use accounts::{ACCOUNTS, DemoAccount, PASSWORD};

use crate::App;
use chrono::Datelike as _;
use kernel::{Actor, CivilDate, Ctx, DivisionCode, Instant, Problem, Random, Result, SystemActor};

/// People when nothing else is said.
pub const USUAL_PEOPLE: u32 = 50_000;
/// People in the smallest province: with fewer, some page would have nothing to show.
pub const FEWEST_PEOPLE: u32 = 60;

/// How far the making of the province is.
#[derive(Clone, Copy, Debug)]
pub struct MakingProgress {
    /// People made.
    pub people: u32,
    /// People in all.
    pub total: u32,
}

/// Fills an empty demo installation with about so many people, and never fewer than
/// [`FEWEST_PEOPLE`].
///
/// # Errors
/// `problem-demo-mixed` outside a demonstration; as the use cases it calls.
pub async fn fill(app: &App, total: u32, mut told: impl FnMut(MakingProgress)) -> Result<()> {
    if !app.store.is_demo() {
        return Err(Problem::conflict("problem-demo-mixed"));
    }
    let total = total.max(FEWEST_PEOPLE);
    let today = app.clock.now().civil_date();
    let counties = counties(app, today);
    let mut maker = Maker { app, random: Random::seeded(770_000), people: 0, today, counties };
    let top = maker.authorities().await?;
    app.policy.load_shipped(&maker.setup(maker.begin())).await?;
    let bodies = maker.bodies(top).await?;
    maker.staff(top).await?;
    maker.registered_twice().await?;
    let mut run = 0;
    // The last of all wait for the first body's issuer, so that no desk is empty.
    let released = total - results::WAITING;
    while maker.people < released {
        let body = &bodies[run as usize % bodies.len()];
        let count = results::RUN.min(released - maker.people);
        maker.run(body, run, count).await?;
        run += 1;
        told(MakingProgress { people: maker.people, total });
    }
    maker.waiting_run(&bodies[0]).await?;
    told(MakingProgress { people: maker.people, total });
    maker.open_matters(top, &bodies[0]).await?;
    maker.judged(top).await?;
    maker.cases(top, &bodies).await?;
    maker.adjustments(top, &bodies).await?;
    maker.policies(top).await?;
    maker.returns(top).await
}

/// Whether the installation has been filled.
///
/// # Errors
/// As [`store::Store::read`].
pub async fn is_filled(app: &App) -> Result<bool> {
    Ok(!app.organisations.authorities().await?.is_empty())
}

struct Maker<'a> {
    app: &'a App,
    random: Random,
    people: u32,
    today: CivilDate,
    counties: Vec<DivisionCode>,
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Problem::internal(format!("demo data: {text}")))
}

fn counties(app: &App, today: CivilDate) -> Vec<DivisionCode> {
    let divisions = &app.world.divisions;
    let prefectures = divisions.children(kernel::world::DEMO_PROVINCE, today);
    let counties = prefectures.iter().flat_map(|p| divisions.children(p.code, today));
    counties.map(|county| county.code).collect()
}

impl Maker<'_> {
    /// The context of an actor at ten o'clock of a day, and never later than it is now: who fills
    /// a demo before ten must not find acts of a time to come.
    fn ctx(&self, actor: Actor, on: CivilDate) -> Ctx {
        let ten = Instant::start_of(on).plus_seconds(10 * 3600);
        let now = ten.min(self.app.clock.now());
        Ctx { now, random: self.random.clone(), ..self.app.ctx(actor) }
    }

    fn setup(&self, on: CivilDate) -> Ctx {
        self.ctx(Actor::System(SystemActor::Setup), on)
    }

    /// The first day of the year before: filings and keys begin there.
    fn begin(&self) -> CivilDate {
        CivilDate::from_ymd_opt(self.today.year() - 1, 1, 1).unwrap_or(self.today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use ::people::duplicate::PairQueue;
    use kernel::Clock;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_province_is_the_same_every_time_and_never_empty() {
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let folder = tempfile::tempdir().unwrap();
            let config = Config::demo(folder.path().to_owned(), 8080);
            let start = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
            let clock = Clock::manual(Instant::start_of(start));
            let app = App::open(&config, clock, Random::seeded(1)).await.unwrap();
            assert!(!is_filled(&app).await.unwrap());
            fill(&app, 600, |_| {}).await.unwrap();
            assert!(is_filled(&app).await.unwrap());
            let mut conn = app.store.read().await.unwrap();
            let heads = store::journal::heads(&mut conn).await.unwrap();
            let facts: i64 = heads.values().sum();
            numbers.push(facts);
        }
        assert_eq!(numbers[0], numbers[1]);
        assert!(numbers[0] > 600 + 300, "people and certificates: {}", numbers[0]);
    }

    /// What somebody of the first body sees first is there, however small the province is.
    #[tokio::test(flavor = "multi_thread")]
    async fn the_smallest_province_has_something_for_everybody() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::demo(folder.path().to_owned(), 8080);
        let start = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
        let clock = Clock::manual(Instant::start_of(start));
        let app = App::open(&config, clock, Random::seeded(1)).await.unwrap();
        fill(&app, 1, |_| {}).await.unwrap();
        let signed_in = async |login: &str| {
            let ctx = app.ctx(Actor::Anonymous);
            let session = app.access.sign_in_demo(&ctx, login).await.unwrap();
            let token = session.token.expose();
            let found = app.access.actor_for_session(app.clock.now(), token).await.unwrap();
            app.ctx(Actor::Account(found.unwrap().actor))
        };
        let (clerk, issuer) = (signed_in("kaowu").await, signed_in("qianfa").await);
        let worker = signed_in("gongren").await;
        let body = authz::bodies_for(&clerk.actor, &evaluation::permissions::IMPORT_READ)[0];
        let page = kernel::PageRequest::default();
        let imports = app.evaluation.imports(&clerk, body, &page).await.unwrap().items;
        assert!(imports.iter().any(|import| import.rows.bad > 0), "one with mistakes");
        let runs = app.evaluation.runs(&issuer, body, &page).await.unwrap().items;
        let waits = runs.iter().find(|run| run.state == evaluation::RunState::Draft).unwrap();
        assert!(waits.passed > 0);
        app.evaluation.check_release(&issuer, waits.id).await.unwrap();
        let issued = app.certificates.of_body(&issuer, body, &page).await.unwrap().items;
        let not_valid = issued.iter().filter(|one| one.status != certificates::Status::Valid);
        assert_eq!(not_valid.count(), 2, "one suspended, one revoked");
        let archive = app.archive.own(&worker, archive::Asked::default()).await.unwrap();
        assert!(!archive.certificates.is_empty() && archive.events.len() > 2);
        let looks = app.archive.own_looks(&worker, 5).await.unwrap();
        assert!(!looks.is_empty() && looks.iter().all(|seen| seen.look.at <= app.clock.now()));
        let handler = signed_in("jingban").await;
        let cases = async |ctx: &Ctx, queue: approval::Queue| {
            let found = app.cases(ctx, queue, &page).await.unwrap();
            found.items.into_iter().map(|(case, _)| case.progress.state.word()).collect::<Vec<_>>()
        };
        assert_eq!(cases(&handler, approval::Queue::Mine).await, ["submitted"; 3]);
        assert_eq!(cases(&handler, approval::Queue::Late).await, ["submitted"]);
        assert_eq!(cases(&handler, approval::Queue::Open).await.len(), 7);
        assert_eq!(cases(&signed_in("fuhe").await, approval::Queue::Mine).await, ["in_review"]);
        for (queue, count) in [
            (PairQueue::Suspected, 2),
            (PairQueue::Proposed, 1),
            (PairQueue::Merged, 1),
            (PairQueue::Apart, 1),
        ] {
            let found = app.people.duplicates(&handler, queue, &page).await.unwrap().items;
            assert_eq!(found.len(), count, "{queue:?}");
        }
        for (waiting, count) in [(true, 1), (false, 1)] {
            let found = app.people.corrections(&handler, waiting, &page).await.unwrap().items;
            assert_eq!(found.len(), count);
        }
        assert_eq!(app.people.own_corrections(&worker).await.unwrap().len(), 2);
        assert_eq!(app.notices(&page).await.unwrap().items.len(), 1);
        let due = app.returns.due(&handler).await.unwrap();
        let states: Vec<&str> =
            due.iter().filter_map(|due| Some(due.sheet.as_ref()?.state.word())).collect();
        assert_eq!(states, ["draft", "locked"], "and {} not begun", due.len() - 2);
        let checker = signed_in("fuhe").await;
        assert_eq!(app.returns.to_decide(&checker).await.unwrap().len(), 1);
        let month = kernel::Month::of(start).previous();
        let below = app.returns.overview(&checker, month).await.unwrap();
        let first = |at: usize| below[at].lower[0].sheet.as_ref().unwrap().state.word();
        assert_eq!([first(0), first(1), first(2)], ["locked", "returned", "submitted"]);
        assert!(below[0].lower.iter().skip(1).all(|one| one.sheet.is_none()), "not begun");
        let keys = app.certificates.issuer_keys(&clerk).await.unwrap();
        assert!(keys.issuers.iter().all(|issuer| issuer.filing_code.is_some()));
    }
}
