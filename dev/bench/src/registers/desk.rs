//! The desk of an office with many cases, and the public register of many bodies, under load.

use crate::Done;
use crate::http::{Connection, Request};
use crate::load::{self, Planned};
use crate::report::{Figure, Figures, Goal, say};
use crate::server::{self, PUBLIC_URL, Server};
use futures_util::FutureExt as _;
use kernel::{CaseId, Clock, Random, SystemActor};
use platform::{App, Config, demo};
use std::path::Path;
use store::args;

/// People of the demonstration in which the cases are.
const PEOPLE: u32 = 300;
/// Requests a second.
const RATE: u32 = 100;

/// Measures queue, case and register pages.
pub async fn measure(
    figures: &mut Figures,
    program: &Path,
    cases: u32,
    bodies: u32,
    seconds: u32,
) -> Done<()> {
    let folder = tempfile::tempdir_in(".")?;
    let config = Config::demo(folder.path().to_owned(), 8080);
    if config.public_url != PUBLIC_URL {
        return Err(format!("a demonstration is at {}", config.public_url).into());
    }
    let app = App::open(&config, Clock::System, Random::system()).await?;
    demo::fill(&app, PEOPLE, |_| {}).await?;
    say(&format!("putting {cases} cases on the desk and {bodies} bodies in the register …"));
    multiply_cases(&app, cases).await?;
    multiply_bodies(&app, bodies).await?;
    let shown = drawn(&app).await?;
    app.store.close().await;
    let server = Server::start(program, folder.path()).await?;
    let mut connection = Connection::open(server.address).await?;
    let cookie = server::sign_in(&mut connection, "jingban").await?;
    let total = u64::from(RATE) * u64::from(seconds);
    for (metrics, planned, goal) in [
        (["queue pages, p50", "queue pages, p99"], queues(&cookie), 50.0),
        (["case pages, p50", "case pages, p99"], pages(&shown, &cookie), 50.0),
        (["register search, p50", "register search, p99"], searches(), 20.0),
    ] {
        say(&format!("{}: {RATE} requests/s for {seconds} s …", metrics[1]));
        let samples = load::run(server.address, RATE, seconds, planned).await?;
        figures.add(Figure::new(metrics[0], total, samples.milliseconds(500), "ms"));
        let high = Figure::new(metrics[1], total, samples.milliseconds(990), "ms");
        figures.add(high.goal(Goal::Below(goal)));
    }
    figures.add(Figure::new("memory after the load", u64::from(cases), server.memory()?, "MB"));
    server.stop().await
}

/// Copies of a case that waits for the handler, with ids that differ in their random part: one in ten is open, the others are settled, and one in
/// a hundred is late.
async fn multiply_cases(app: &App, count: u32) -> Done<()> {
    let ctx = app.system(SystemActor::Setup);
    let write = app.store.write(&ctx, None, move |tx| {
        async move {
            let sql = "
                INSERT INTO approval_case
                    (home, id, version, kind, subject, body, person, division, title, office, post,
                     state, due_on, escalated_to, opened_by, opened_at, offices, procedure, progress)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
                SELECT c.home, CAST(substr(c.id, 1, 9) || randomblob(7) AS BLOB), c.version, c.kind,
                       c.subject, c.body, c.person, c.division, c.title, c.office,
                       CASE WHEN i % 10 = 0 THEN c.post ELSE 'none' END,
                       CASE WHEN i % 10 = 0 THEN c.state ELSE 'approved' END,
                       CASE WHEN i % 100 = 0 THEN date('2026-01-01', '+' || (i % 300) || ' days')
                            WHEN i % 10 = 0 THEN date('2027-01-01', '+' || (i % 300) || ' days')
                            ELSE '9999-12-31' END,
                       NULL, c.opened_by, c.opened_at, c.offices, c.procedure, c.progress
                FROM n, (SELECT * FROM approval_case WHERE post = 'handler' AND id IN
                    (SELECT case_id FROM filing_application) ORDER BY id LIMIT 1) c";
            tx.execute(sql, args![i64::from(count)]).await?;
            // A page tells what the case is about, so each open one has an application too.
            let sql = "
                INSERT INTO filing_application
                    (home, id, version, body, authority, years, scope, papers, case_id, filing, made_at)
                SELECT a.home, CAST(substr(a.id, 1, 9) || randomblob(7) AS BLOB), a.version, a.body,
                       a.authority, a.years, a.scope, a.papers, c.id, NULL, a.made_at
                FROM approval_case c, (SELECT * FROM filing_application WHERE case_id =
                    (SELECT id FROM approval_case WHERE post = 'handler' AND id IN
                        (SELECT case_id FROM filing_application) ORDER BY id LIMIT 1)) a
                WHERE c.post = 'handler' AND c.body = a.body
                  AND c.id NOT IN (SELECT case_id FROM filing_application WHERE case_id IS NOT NULL)";
            tx.execute(sql, args![]).await?;
            Ok(())
        }
        .boxed()
    });
    Ok(write.await?)
}

/// Copies of a body with names of their own.
async fn multiply_bodies(app: &App, count: u32) -> Done<()> {
    let ctx = app.system(SystemActor::Setup);
    let write = app.store.write(&ctx, None, move |tx| {
        async move {
            let sql = "
                INSERT INTO body (home, id, version, kind, name, uscc, division, address, contact,
                                  state, registered_at)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
                SELECT b.home, CAST(substr(b.id, 1, 9) || randomblob(7) AS BLOB), 1, b.kind,
                       '示例第' || i || '职业技能评价中心', b.uscc, b.division,
                       b.address, b.contact, 'active', b.registered_at
                FROM n, (SELECT * FROM body ORDER BY id LIMIT 1) b";
            tx.execute(sql, args![i64::from(count)]).await?;
            // Names are found by their parts.
            let sql = "
                INSERT INTO body_part (part, home, body)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
                SELECT substr(name, i, 2), home, id FROM n JOIN body ON i + 1 <= LENGTH(name)
                UNION
                SELECT substr(name, i, 3), home, id FROM n JOIN body ON i + 2 <= LENGTH(name)
                ON CONFLICT DO NOTHING";
            tx.execute(sql, args![]).await?;
            Ok(())
        }
        .boxed()
    });
    Ok(write.await?)
}

/// Open cases of the office, some of many.
async fn drawn(app: &App) -> Done<Vec<CaseId>> {
    let mut conn = app.store.read().await?;
    let sql = "SELECT id FROM approval_case WHERE post = 'handler' ORDER BY id LIMIT 2000";
    let rows = conn.fetch_all(sql, Vec::new()).await?;
    Ok(rows.iter().map(|row| row.get("id")).collect::<kernel::Result<_>>()?)
}

fn page(path: &str, cookie: &str, holds: &str) -> Planned {
    let headers = format!("Accept-Language: zh-CN\r\n{cookie}");
    Planned { request: Request::get(path, &headers), holds: vec![holds.to_owned()] }
}

fn queues(cookie: &str) -> Vec<Planned> {
    let tabs = ["mine", "open", "late", "settled"];
    tabs.map(|tab| page(&format!("/cases?tab={tab}"), cookie, "/cases/")).to_vec()
}

fn pages(cases: &[CaseId], cookie: &str) -> Vec<Planned> {
    cases.iter().map(|id| page(&format!("/cases/{id}"), cookie, "评价")).collect()
}

/// Parts of names that one body has.
fn searches() -> Vec<Planned> {
    let name = |number: u32| format!("/bodies?q=%E7%A4%BA%E4%BE%8B%E7%AC%AC{number}%E8%81%8C");
    (1..500).map(|number| page(&name(number * 31 % 9_973), "", "职业技能评价中心")).collect()
}
