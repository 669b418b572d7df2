//! 我的技能档案: a worker's certificates, the facts behind them, and who has looked.

use crate::check::Standing;
use crate::kit::{Event, show};
use crate::samples::{Sample, as_worker, day, moment, sample};
use askama::Template;
use kernel::{CivilDate, Instant};
use web_kit::{Answer, Paging, Visit};

/// The archive of the person who is signed in.
#[derive(Template)]
#[template(path = "archive/archive.html")]
pub struct ArchivePage {
    /// The request.
    pub v: Visit,
    /// The person's name.
    pub name: String,
    /// The document with most of its number hidden, such as 居民身份证 770101********1234.
    pub document: String,
    /// The person's certificates, newest first.
    pub certificates: Vec<OwnCertificate>,
    /// What the journal says about the person, newest first.
    pub events: Vec<Event>,
    /// Kinds of events: name, address, whether it is the one shown.
    pub parts: Vec<(String, String, bool)>,
    /// Where the events before those shown are; empty when there are none.
    pub earlier: String,
    /// The last few who looked, newest first.
    pub looks: Vec<Look>,
}

/// The whole archive on one page, for paper.
#[derive(Template)]
#[template(path = "archive/print.html")]
pub struct PrintPage {
    /// The request.
    pub v: Visit,
    /// The person's name.
    pub name: String,
    /// The document with most of its number hidden.
    pub document: String,
    /// Newest first; their addresses are empty.
    pub certificates: Vec<OwnCertificate>,
    /// Everything the journal says, newest first.
    pub events: Vec<Event>,
    /// When it was made.
    pub at: Instant,
}

/// A certificate as its holder sees it in the list.
#[derive(Clone, Debug)]
pub struct OwnCertificate {
    /// 职业
    pub occupation: String,
    /// The level as it is printed.
    pub level: String,
    /// Whether it holds.
    pub standing: Standing,
    /// 发证日期
    pub issued_on: CivilDate,
    /// The body that issued it.
    pub body: String,
    /// Its page.
    pub href: String,
}

/// Somebody looked at the person's data.
#[derive(Clone, Debug)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// From which office.
    pub office: String,
    /// For which purpose.
    pub purpose: String,
    /// What was shown.
    pub what: String,
}

/// Everybody who looked.
#[derive(Template)]
#[template(path = "archive/looks.html")]
pub struct LooksPage {
    /// The request.
    pub v: Visit,
    /// Newest first.
    pub looks: Vec<Look>,
    /// The links below the list.
    pub paging: Paging,
}

/// Shows the archive.
///
/// # Errors
/// As [`show`].
pub fn archive(page: &ArchivePage) -> Answer {
    show(page)
}

impl ArchivePage {
    /// A worker of 57 with two certificates.
    pub fn sample(v: Visit) -> Self {
        let (t, lang) = (v.t, v.t.lang);
        let body =
            lang.pick("示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre");
        let certificate = |level: &str, standing, issued_on| OwnCertificate {
            occupation: lang.pick("电工", "Electrician").to_owned(),
            level: level.to_owned(),
            standing,
            issued_on,
            body: body.to_owned(),
            href: "/archive/certificates/1".to_owned(),
        };
        let event = |on, title: &str, source: &str, href: &str| Event {
            on,
            title: t.get(title),
            text: t.get(&format!("{title}.text")),
            source: t.get(source),
            href: href.to_owned(),
            past: true,
        };
        ArchivePage {
            name: lang.pick("示例工", "Shili Gong").to_owned(),
            document: format!("{} 770101********1234", t.get("kind-citizen-id")),
            certificates: vec![
                certificate(
                    lang.pick("三级/高级工", "Level 3 / senior worker"),
                    Standing::Valid,
                    day(2026, 6, 18),
                ),
                certificate(
                    lang.pick("四级/中级工", "Level 4 / intermediate worker"),
                    Standing::Suspended {
                        since: day(2026, 10, 30),
                        reason: "certificates-why-result-error",
                    },
                    day(2022, 5, 6),
                ),
            ],
            events: vec![
                event(
                    day(2026, 6, 18),
                    "archive-sample-1",
                    "archive-sample-source-body",
                    "/archive/certificates/1",
                ),
                event(day(2026, 6, 3), "archive-sample-2", "archive-sample-source-body", ""),
                event(day(2022, 5, 6), "archive-sample-3", "archive-sample-source-old", ""),
                event(day(2022, 5, 6), "archive-sample-4", "archive-sample-source-desk", ""),
            ],
            parts: vec![
                (t.get("archive-part-all"), "/archive#events".to_owned(), true),
                (t.get("archive-part-results"), "/archive?part=results#events".to_owned(), false),
            ],
            earlier: String::new(),
            looks: looks(&v),
            v: as_worker(&v),
        }
    }
}

fn looks(v: &Visit) -> Vec<Look> {
    let look = |at, n: u8| Look {
        at,
        office: v.t.get(&format!("looks-sample-{n}")),
        purpose: v.t.get(&format!("looks-sample-{n}-purpose")),
        what: v.t.get(&format!("looks-sample-{n}-what")),
    };
    vec![look(moment(day(2026, 11, 20), 9, 41), 1), look(moment(day(2026, 7, 2), 16, 8), 2)]
}

impl LooksPage {
    /// Two looks.
    pub fn sample(v: Visit) -> Self {
        LooksPage {
            looks: looks(&v),
            paging: Paging { shown: 2, total: Some(2), first: None, next: None },
            v: as_worker(&v),
        }
    }
}

impl PrintPage {
    /// What the sample of the archive shows.
    pub fn sample(v: Visit) -> Self {
        let ArchivePage { v, name, document, certificates, events, .. } = ArchivePage::sample(v);
        let at = moment(day(2026, 11, 20), 9, 41);
        PrintPage { v, name, document, certificates, events, at }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut empty = ArchivePage::sample(v.clone());
    empty.certificates.clear();
    empty.events.clear();
    empty.looks.clear();
    vec![
        sample("archive", &ArchivePage::sample(v.clone())),
        sample("archive-empty", &empty),
        sample("archive-print", &PrintPage::sample(v.clone())),
        sample("archive-looks", &LooksPage::sample(v.clone())),
    ]
}
