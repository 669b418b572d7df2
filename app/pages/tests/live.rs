//! The public pages over a small fictional province: what the areas decide is what people read.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use certificates::{PublicReason, Status, StatusStep};
use kernel::{
    AccountActor, AccountId, Actor, Assurance, BodyId, CertificateId, Clock, Ctx, Home, Instant,
    Lang, Office, PageRequest, Post, Random, Role, SystemActor,
};
use organisations::BodyQuery;
use platform::{App, Config, demo};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt as _;
use web_kit::{Frame, NodeRole, Site, T, build_router, frame};

const GROUNDS: &str = "举报人示例某称替考";

struct Fixture {
    app: App,
    _folder: tempfile::TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::demo(folder.path().to_owned(), 8080);
        let start = "2026-11-24".parse().unwrap();
        let clock = Clock::manual(Instant::start_of(start));
        let app = App::open(&config, clock, Random::seeded(1)).await.unwrap();
        demo::fill(&app, 60, |_| {}).await.unwrap();
        Fixture { app, _folder: folder }
    }

    fn manager(&self, body: BodyId) -> Ctx {
        let account = AccountId::new(Home::NODE, Instant::from_micros(0), &Random::seeded(3));
        let posts = vec![Post { role: Role::BodyManager, office: Office::Body(body) }];
        let actor = AccountActor {
            account,
            person: None,
            posts,
            deputies: Vec::new(),
            assurance: Assurance::Two,
        };
        self.app.ctx(Actor::Account(Arc::new(actor)))
    }

    /// Certificates that hold, with their holders' names and the paths of their QR codes. The
    /// province has some that do not.
    async fn certificates(&self) -> Vec<(BodyId, CertificateId, String, String, String)> {
        let (app, all) = (&self.app, PageRequest::default());
        let ctx = app.system(SystemActor::Jobs);
        let query = BodyQuery::default();
        let bodies = app.organisations.search_bodies(&ctx, &query, &all).await.unwrap();
        let mut found = Vec::new();
        for body in bodies.items {
            let ctx = self.manager(body.id);
            let page = app.certificates.of_body(&ctx, body.id, &all).await.unwrap();
            for one in page.items.into_iter().filter(|one| one.status == Status::Valid) {
                let opened = app.certificates.open(&ctx, one.id, "试".to_owned()).await.unwrap();
                let name = opened.personal.name.reveal().to_owned();
                let path = opened.check_url.split(":8080").nth(1).unwrap().to_owned();
                found.push((body.id, one.id, one.number, name, path));
            }
        }
        found
    }
}

fn site(app: &App) -> Router {
    let outer = Frame {
        site: Arc::new(Site { demo: app.store.is_demo(), ..Site::default() }),
        clock: app.clock.clone(),
        random: app.random.clone(),
        problem_page: pages::problem::draw,
        tls: false,
        hosts: Vec::new(),
        proxies: Vec::new(),
    };
    let router = build_router(pages::live::routes(), NodeRole::Public);
    frame(router, outer).with_state(app.clone())
}

async fn send(site: &Router, request: Request<Body>) -> (StatusCode, String) {
    let answer = site.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn get(site: &Router, path: &str, lang: Lang) -> (StatusCode, String) {
    let builder = Request::get(path).header("host", "127.0.0.1:8080");
    let builder = builder.header("accept-language", lang.tag());
    send(site, builder.body(Body::empty()).unwrap()).await
}

async fn check(site: &Router, number: &str, fact: &str) -> (StatusCode, String) {
    check_from(site, "192.0.2.1:1000", number, fact).await
}

async fn check_from(
    site: &Router,
    address: &str,
    number: &str,
    fact: &str,
) -> (StatusCode, String) {
    let form = format!(
        "number={number}&fact={}",
        fact.bytes().map(|b| format!("%{b:02X}")).collect::<String>()
    );
    let builder = Request::post("/check").header("host", "127.0.0.1:8080");
    let builder = builder.header("content-type", "application/x-www-form-urlencoded");
    let builder = builder.header("accept-language", "en");
    let peer: SocketAddr = address.parse().unwrap();
    let builder = builder.extension(ConnectInfo(peer));
    send(site, builder.body(Body::from(form)).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_true_status_is_shown_with_its_public_reason_and_without_the_grounds() {
    let f = Fixture::new().await;
    let site = site(&f.app);
    let certificates = f.certificates().await;
    assert!(certificates.len() > 2 * PublicReason::ALL.len(), "{}", certificates.len());
    let steps = PublicReason::ALL.into_iter();
    let steps = steps.flat_map(|why| [StatusStep::Suspend(why), StatusStep::Revoke(why)]);
    for (step, (body, id, _, _, path)) in steps.zip(&certificates) {
        let grounds = GROUNDS.to_owned();
        let manager = f.manager(*body);
        f.app.certificates.change_status(&manager, None, *id, step, grounds).await.unwrap();
        for lang in Lang::ALL {
            let (status, html) = get(&site, path, lang).await;
            let t = T::new(lang);
            let (heading, why) = match step {
                StatusStep::Suspend(why) => ("check-suspended", why),
                StatusStep::Revoke(why) => ("check-revoked", why),
                StatusStep::Resume => unreachable!("no step of this test"),
            };
            assert_eq!(status, StatusCode::OK);
            let date = lang.pick("2026年11月24日", "24 November 2026");
            for text in [&t.get(heading), &t.get(why.key()), date] {
                assert!(html.contains(text), "{step:?}: {text} in {html}");
            }
            assert!(!html.contains(GROUNDS), "the grounds stay in the file");
            assert!(!html.contains(&t.get("check-valid")));
        }
    }
    let (_, _, _, _, untouched) = certificates.last().unwrap();
    let (_, html) = get(&site, untouched, Lang::En).await;
    assert!(html.contains("This certificate is valid"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_needs_its_second_fact_and_no_match_looks_the_same() {
    let f = Fixture::new().await;
    let site = site(&f.app);
    let (_, _, number, name, _) = &f.certificates().await[0];
    let (status, html) = check(&site, number, name).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("This certificate is valid") && html.contains(number.as_str()));
    assert!(!html.contains(name.as_str()), "the name is masked");
    let (_, without) = check(&site, number, "").await;
    assert!(without.contains("Please fill this in") && !without.contains("No certificate"));
    let mut seen = std::collections::BTreeSet::new();
    let unknown = "S999999999999999999999";
    for (number, fact) in [(number.as_str(), "示例无"), (unknown, "示例无"), (unknown, name)]
    {
        let (status, html) = check(&site, number, fact).await;
        assert!(html.contains("No certificate matches"), "{html}");
        // All that differs is what was typed and the fresh key of the form.
        let key = html.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let html = html.replace(number, "N").replace(fact, "F").replace(key, "K");
        seen.insert((status.as_u16(), html));
    }
    assert_eq!(seen.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_from_many_addresses_of_one_network_is_one() {
    let f = Fixture::new().await;
    let site = site(&f.app);
    let (_, _, number, name, _) = &f.certificates().await[0];
    for guess in 0..60 {
        let (from, unknown) = (format!("[2001:db8::{guess:x}]:1000"), format!("S{guess:021}"));
        let (_, html) = check_from(&site, &from, &unknown, name).await;
        assert!(html.contains("No certificate matches"));
    }
    let (status, html) = check_from(&site, "[2001:db8::ffff]:1000", number, name).await;
    assert!(html.contains("No certificate matches"), "the right answer looks the same now");
    assert_eq!(status, StatusCode::OK);
    let (_, html) = check_from(&site, "[2001:db8:0:1::1]:1000", number, name).await;
    assert!(html.contains("This certificate is valid"), "another network is another visitor");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_demonstration_offers_does_not_exist_elsewhere() {
    let f = Fixture::new().await;
    let (status, html) = get(&site(&f.app), "/demo", Lang::En).await;
    assert_eq!(status, StatusCode::OK);
    let file = html.split("/demo/certificates/").nth(1).unwrap().split('"').next().unwrap();
    let file = format!("/demo/certificates/{file}");
    let (status, credential) = get(&site(&f.app), &file, Lang::En).await;
    assert_eq!(status, StatusCode::OK);
    assert!(credential.contains("eddsa-jcs-2022"));

    let folder = tempfile::tempdir().unwrap();
    let config = Config { data: folder.path().to_owned(), ..Config::default() };
    let ring = crypto::KeyRing::generate(&Random::seeded(4), config.crypto);
    ring.save_new(&config.key_file()).unwrap();
    let real = App::open(&config, f.app.clock.clone(), Random::seeded(4)).await.unwrap();
    for path in ["/demo", file.as_str(), "/demo/certificates/x/y"] {
        let (status, _) = get(&site(&real), path, Lang::En).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, keys) = get(&site(&real), "/keys.json", Lang::En).await;
    assert_eq!(status, StatusCode::OK);
    assert!(keys.contains("\"issuers\":[]"), "{keys}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_occupation_keeps_the_name_of_the_exam_day() {
    let f = Fixture::new().await;
    let (body, id, _, _, path) = f.certificates().await.remove(0);
    let opened = f.app.certificates.open(&f.manager(body), id, "核对".to_owned()).await.unwrap();
    let (code, exam_on) = (opened.certificate.occupation, opened.certificate.exam_on);
    let name = f.app.occupation_name(code, exam_on);
    assert!(!name.is_empty() && name != code.to_string());
    // A later release cancels the code between the exam and the day of issue.
    let retired = exam_on.succ_opt().unwrap();
    assert!(retired <= opened.certificate.issued_on);
    let mut data = classification::shipped_data(&[classification::Pack::Demo]);
    let occupations = data.occupations.as_mut().unwrap();
    let earlier = occupations.releases.text.lines();
    let earlier = earlier.filter(|line| {
        !line.starts_with(|c: char| c.is_ascii_digit())
            || line.split(',').nth(1).is_some_and(|from| from < retired.to_string().as_str())
    });
    let releases = format!("{}\nretired,{retired},test\n", earlier.collect::<Vec<_>>().join("\n"));
    let table = format!("change,code,level,name,green,digital,replaces\ncancel,{code},,,,,\n");
    occupations.releases.text = &releases;
    occupations.tables.retain(|(id, _)| releases.lines().any(|line| line.starts_with(id)));
    occupations
        .tables
        .push(("retired", kernel::world::SourceText { name: "retired", text: &table }));
    let world = kernel::World::load(data).unwrap();
    assert!(world.occupations.on(code, opened.certificate.issued_on).is_none(), "it is retired");
    let app = App { world: platform::LiveWorld::new(world), ..f.app.clone() };
    assert_eq!(app.occupation_name(code, exam_on), name);
    assert_eq!(app.occupation_name(code, retired), code.to_string(), "never an empty name");
    let (status, html) = get(&site(&app), &path, Lang::Zh).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains(&name), "the check page names the occupation");
}
