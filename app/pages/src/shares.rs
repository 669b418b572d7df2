//! 授权查看: links by which a worker shows parts of their archive, and what whoever has one sees.

use crate::archive::OwnCertificate;
use crate::certificate::NO_CODE;
use crate::check::Standing;
use crate::kit::{Event, State, Tone};
use crate::samples::{Sample, as_worker, day, moment, sample};
use askama::Template;
use kernel::{CivilDate, Instant};
use web_kit::{FormState, T, Visit};

/// One's own links, with the form for another.
#[derive(Template)]
#[template(path = "shares/own.html")]
pub struct SharesPage {
    /// The request.
    pub v: Visit,
    /// Fields `purpose`, `shows`, `days` and `views`.
    pub form: FormState,
    /// Latest first.
    pub shares: Vec<OwnShare>,
}

/// One of one's own links.
#[derive(Clone, Debug)]
pub struct OwnShare {
    /// For whom or what.
    pub purpose: String,
    /// Whether it still leads somewhere.
    pub state: State,
    /// What it shows, as a sentence.
    pub shows: String,
    /// How often it was opened and until when it holds, as a sentence.
    pub used: String,
    /// When it was made.
    pub at: Instant,
    /// The link itself; empty when it leads nowhere any more.
    pub link: String,
    /// The link as a code to scan; may be empty.
    pub qr_svg: String,
    /// Where it is taken back; empty when it leads nowhere any more.
    pub end: String,
}

/// Before a link is opened, so that a program that only looks at it uses up nothing.
#[derive(Template)]
#[template(path = "shares/door.html")]
pub struct SharedDoor {
    /// The request.
    pub v: Visit,
    /// Where the button leads.
    pub href: String,
    /// The form's hidden field.
    pub form: FormState,
}

/// What a link shows.
#[derive(Template)]
#[template(path = "shares/shared.html")]
pub struct SharedPage {
    /// The request.
    pub v: Visit,
    /// What is behind the link; nothing when it leads nowhere, or nowhere any more.
    pub found: Option<Shared>,
}

/// What a person shares.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The name, masked unless the person said otherwise.
    pub name: String,
    /// For whom or what.
    pub purpose: String,
    /// The last day on which the link holds.
    pub until_on: CivilDate,
    /// When it was opened.
    pub at: Instant,
    /// Latest first; their addresses are empty.
    pub certificates: Vec<OwnCertificate>,
    /// Exam results, latest first.
    pub events: Vec<Event>,
}

impl Shared {
    fn title(&self, t: &T) -> String {
        t.with("shared-of", &[("name", &self.name)])
    }

    fn only_for(&self, t: &T) -> String {
        t.with("shared-for", &[("purpose", &self.purpose)])
    }

    fn terms(&self, t: &T) -> String {
        t.with("shared-terms", &[("date", &t.date(self.until_on))])
    }
}

impl SharesPage {
    /// What can be shown besides certificates.
    fn shown(&self) -> Vec<(String, String, String)> {
        ["name", "results"].map(|word| self.option(word, &format!("shares-show-{word}"))).to_vec()
    }

    /// For how many days.
    fn days(&self) -> Vec<(String, String, String)> {
        ["1", "7", "30", "180"].map(|n| self.option(n, &format!("shares-days-{n}"))).to_vec()
    }

    /// How often.
    fn views(&self) -> Vec<(String, String, String)> {
        ["1", "3", "10", "50"].map(|n| self.option(n, &format!("shares-views-{n}"))).to_vec()
    }

    fn option(&self, word: &str, key: &str) -> (String, String, String) {
        (word.to_owned(), self.v.t.get(key), String::new())
    }

    /// One link that holds and one that was taken back.
    pub fn sample(v: Visit) -> Self {
        let share = |state, link: &str, qr_svg: &str, end: &str| OwnShare {
            purpose: v.t.get("shares-sample"),
            state,
            shows: v.t.get("shares-shown-masked"),
            used: v.t.with(
                "shares-used",
                &[("opened", &1), ("views", &3), ("date", &v.t.date(day(2026, 11, 27)))],
            ),
            at: moment(day(2026, 11, 20), 9, 30),
            link: link.to_owned(),
            qr_svg: qr_svg.to_owned(),
            end: end.to_owned(),
        };
        SharesPage {
            form: FormState::with(&[("days", "7"), ("views", "3")]),
            shares: vec![
                share(
                    State::new("shares-open", Tone::Done),
                    "https://skills.example.org/s/00000000000000000000000000000000",
                    NO_CODE,
                    "/archive/shares/1/end",
                ),
                share(State::new("shares-ended", Tone::Quiet), "", "", ""),
            ],
            v: as_worker(&v),
        }
    }
}

impl SharedPage {
    /// A link with one certificate and one result.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        SharedPage {
            found: Some(Shared {
                name: "示*工".to_owned(),
                purpose: v.t.get("shares-sample"),
                until_on: day(2026, 11, 27),
                at: moment(day(2026, 11, 21), 10, 5),
                certificates: vec![OwnCertificate {
                    occupation: lang.pick("电工", "Electrician").to_owned(),
                    level: lang.pick("三级/高级工", "Level 3 / senior worker").to_owned(),
                    standing: Standing::Valid,
                    issued_on: day(2026, 6, 18),
                    body: lang
                        .pick("示例市机电职业技能评价中心", "Shili Electromechanical Centre")
                        .to_owned(),
                    href: String::new(),
                }],
                events: vec![Event {
                    on: day(2026, 6, 3),
                    title: v.t.get("archive-sample-2"),
                    text: v.t.get("archive-sample-2.text"),
                    source: v.t.get("archive-sample-source-body"),
                    href: String::new(),
                    past: true,
                }],
            }),
            v,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let empty = SharesPage { shares: Vec::new(), ..SharesPage::sample(v.clone()) };
    let href = "/s/00000000000000000000000000000000".to_owned();
    let door = SharedDoor { v: v.clone(), href, form: FormState::default() };
    vec![
        sample("shares", &SharesPage::sample(v.clone())),
        sample("shares-empty", &empty),
        sample("shares-door", &door),
        sample("shares-shared", &SharedPage::sample(v.clone())),
        sample("shares-none", &SharedPage { v: v.clone(), found: None }),
    ]
}
