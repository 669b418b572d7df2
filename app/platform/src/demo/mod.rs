//! The fictional province 示范省: made from a fixed seed, the same every time, through the use cases
//! that real offices use. Every person, body and number in it is visibly made up, and its codes are
//! refused in a real installation.

mod accounts;
mod bodies;
mod results;

pub use accounts::{ACCOUNTS, DemoAccount, PASSWORD};

use crate::App;
use chrono::Datelike as _;
use kernel::{Actor, CivilDate, Ctx, DivisionCode, Instant, Problem, Random, Result, SystemActor};

/// People when nothing else is said.
pub const USUAL_PEOPLE: u32 = 50_000;

/// How far the making of the province is.
#[derive(Clone, Copy, Debug)]
pub struct MakingProgress {
    /// People made.
    pub people: u32,
    /// People in all.
    pub total: u32,
}

/// Fills an empty demo installation. An installation that has people already stays as it is.
///
/// # Errors
/// `problem-demo-mixed` outside a demonstration; as the use cases it calls.
pub async fn fill(app: &App, total: u32, mut told: impl FnMut(MakingProgress)) -> Result<()> {
    if !app.store.is_demo() {
        return Err(Problem::conflict("problem-demo-mixed"));
    }
    let today = app.clock.now().civil_date();
    let counties = counties(app, today);
    let mut maker = Maker { app, random: Random::seeded(770_000), people: 0, today, counties };
    let top = maker.authorities().await?;
    let bodies = maker.bodies(top).await?;
    maker.staff(top).await?;
    let mut run = 0;
    while maker.people < total {
        let body = &bodies[run as usize % bodies.len()];
        let count = results::RUN.min(total - maker.people);
        // The first body's latest run waits to be released, so that its desk is not empty.
        let first = (run as usize).is_multiple_of(bodies.len());
        let waits = first && maker.people + 24 * results::RUN >= total;
        maker.run(body, run, count, !waits || run == 0).await?;
        run += 1;
        told(MakingProgress { people: maker.people, total });
    }
    maker.open_matters(top, &bodies[0]).await
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
    /// The context of an actor at ten o'clock of a day.
    fn ctx(&self, actor: Actor, on: CivilDate) -> Ctx {
        let now = Instant::start_of(on).plus_seconds(10 * 3600);
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
}
