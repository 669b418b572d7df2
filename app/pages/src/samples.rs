//! Every page with made-up data on it, in both languages: to look at, and for the tests that render
//! and check them all.
//!
//! **How to add a page**
//! 1. Texts: a file for the area in `app/web-kit/locales/{zh-CN,en}/`, named in `texts::FILES`.
//! 2. A struct with `pub v: Visit` and plain public fields in `src/<area>.rs`, deriving `Template`
//!    with `path = "<area>/<page>.html"`.
//! 3. The template: `{% extends "layout.html" %}`, blocks `title`, `crumbs` (unless it is the start
//!    page) and `main` with exactly one `h1`. `t` is there for texts, `k` for the parts of `kit.html`.
//! 4. `sample()` on the struct and a line in the area's `samples(v)`; a new area is named in [`all`].
//! 5. A handler that fills the struct and ends with `show(&page)`; a [`web_kit::Route`] in the table.

use askama::Template;
use kernel::{AccountActor, AccountId, Assurance, CivilDate, Home, Instant, Lang, Random};
use std::sync::Arc;
use web_kit::{Bilingual, Csrf, Here, NavEntry, SignedIn, Site, T, Visit};

/// A page that has been drawn with made-up data.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its name in the list of samples.
    pub name: &'static str,
    /// The page.
    pub html: String,
}

/// Draws a page for the list of samples.
///
/// # Panics
/// When the page cannot be drawn: samples are for tests and for looking.
pub(crate) fn sample(name: &'static str, page: &impl Template) -> Sample {
    let html = page.render().unwrap_or_else(|error| panic!("sample {name}: {error}"));
    Sample { name, html }
}

/// Every page in one language.
pub fn all(lang: Lang, large: bool) -> Vec<Sample> {
    let mut v = visit(lang);
    v.large = large;
    let areas = [
        crate::home::samples,
        crate::check::samples,
        crate::offline::samples,
        crate::trial::samples,
        crate::sign_in::samples,
        crate::activation::samples,
        crate::own::samples,
        crate::audit::samples,
        crate::tasks::samples,
        crate::archive::samples,
        crate::shares::samples,
        crate::certificate::samples,
        crate::imports::samples,
        crate::runs::samples,
        crate::issued::samples,
        crate::keys::samples,
        crate::occupations::samples,
        crate::bodies::samples,
        crate::instruments::samples,
        crate::authorities::samples,
        crate::people::samples,
        crate::duplicates::samples,
        crate::corrections::samples,
        crate::policies::samples,
        crate::library::samples,
        crate::rules::samples,
        crate::plan_tasks::samples,
        crate::returns::samples,
        crate::window::samples,
        crate::oversight::samples,
        crate::changes::samples,
        crate::cases::samples,
        crate::applications::samples,
        crate::letters::samples,
        crate::notices::samples,
        crate::adjustments::samples,
        crate::proposals::samples,
        crate::jobs::samples,
        crate::accounts::samples,
        crate::problem::samples,
        crate::specimen::samples,
    ];
    areas.into_iter().flat_map(|samples| samples(&v)).collect()
}

/// A day of the samples.
pub(crate) fn day(year: i32, month: u32, day: u32) -> CivilDate {
    CivilDate::from_ymd_opt(year, month, day).expect("the samples name days that exist")
}

/// A moment of the samples, in China.
pub(crate) fn moment(on: CivilDate, hour: i64, minute: i64) -> Instant {
    Instant::start_of(on).plus_seconds(hour * 3600 + minute * 60)
}

/// The site of the samples.
pub fn site() -> Site {
    Site {
        name: Bilingual::new("示范省技能人才服务平台", "Shifan Province Skills Service"),
        sponsor: Bilingual::new(
            "示范省人力资源和社会保障厅",
            "Department of Human Resources and Social Security, Shifan Province",
        ),
        icp: "示ICP备00000000号".to_owned(),
        police_filing: "示公网安备 77000002000000号".to_owned(),
        police_filing_link: "https://beian.mps.gov.cn/".to_owned(),
        site_code: "7700000000".to_owned(),
        telephone: "12333".to_owned(),
        demo: true,
        sign_in: true,
        nav: vec![
            NavEntry { key: "nav-check", href: "/check" },
            NavEntry { key: "nav-occupations", href: "/occupations" },
            NavEntry { key: "nav-bodies", href: "/bodies" },
        ],
    }
}

/// A visit of somebody who has not signed in.
pub fn visit(lang: Lang) -> Visit {
    let now = moment(day(2026, 11, 24), 15, 4);
    let random = Random::seeded(77);
    let mut v = Visit::new(T::new(lang), Here::new("/sample", None), Arc::new(site()), now, random);
    v.request = "7K3M0QX2AT".into();
    v
}

/// The same visit by somebody who is signed in, with the pages they work with.
pub fn signed_in(
    v: &Visit,
    name: &str,
    office: Option<&str>,
    nav: &[(&'static str, &'static str)],
) -> Visit {
    let mut visit = v.clone();
    visit = Visit::new(visit.t, visit.here, visit.site, visit.now, visit.random);
    visit.large = v.large;
    visit.request = v.request.clone();
    let account = AccountId::new(Home::NODE, v.now, &v.random);
    visit.admit(SignedIn {
        actor: Arc::new(AccountActor {
            account,
            person: None,
            posts: Vec::new(),
            deputies: Vec::new(),
            assurance: Assurance::Two,
        }),
        name: name.to_owned(),
        office: office.map(str::to_owned),
        nav: nav.iter().map(|(key, href)| NavEntry { key, href }).collect(),
        csrf: Some(Csrf::new(&v.random)),
    });
    visit
}

/// A worker who is signed in.
pub fn as_worker(v: &Visit) -> Visit {
    let name = v.t.lang.pick("示例工", "Shili Gong");
    signed_in(v, name, None, &[("nav-tasks", "/tasks"), ("nav-archive", "/archive")])
}

/// A body's clerk who is signed in.
pub fn as_clerk(v: &Visit) -> Visit {
    let name = v.t.lang.pick("示例考务", "Shili Kaowu");
    let office =
        v.t.lang.pick("示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre");
    let nav = [
        ("nav-tasks", "/tasks"),
        ("nav-imports", "/imports"),
        ("nav-runs", "/runs"),
        ("nav-certificates", "/certificates"),
        ("nav-keys", "/keys"),
    ];
    signed_in(v, name, Some(office), &nav)
}

/// An official who is signed in.
pub fn as_official(v: &Visit) -> Visit {
    let name = v.t.lang.pick("示例经办", "Shili Jingban");
    let office = v.t.lang.pick("示例市人力资源和社会保障局", "Shili Human Resources Bureau");
    let nav =
        [("nav-tasks", "/tasks"), ("nav-people", "/people"), ("nav-filings", "/oversight/bodies")];
    signed_in(v, name, Some(office), &nav)
}

/// An administrator who is signed in.
pub fn as_administrator(v: &Visit) -> Visit {
    let name = v.t.lang.pick("示例管理员", "Shili Guanliyuan");
    let nav = [("nav-accounts", "/accounts"), ("nav-jobs", "/jobs"), ("nav-looks", "/looks")];
    signed_in(v, name, Some(v.t.lang.pick("本系统", "This installation")), &nav)
}
