//! 机构变更: what becomes of a body, and its sites, as the office enters them.

use crate::oversight::Choice;
use crate::samples::{Sample, as_official, sample};
use askama::Template;
use web_kit::{FormState, Visit};

/// What the office may enter about a body, in the order in which people look for it.
pub const WHATS: [&str; 5] = ["rename", "add-kind", "industry", "merge", "close"];

/// The form of one change.
#[derive(Template)]
#[template(path = "oversight/body-change.html")]
pub struct BodyChangePage {
    /// The request.
    pub v: Visit,
    /// Field `reason`, with `name`, `kind`, `industry` or `into`.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page.
    pub body_href: String,
    /// Which change: one of [`WHATS`].
    pub what: &'static str,
    /// Kinds or industries to choose from.
    pub choices: Vec<(String, String)>,
}

impl BodyChangePage {
    fn text(&self, part: &str) -> String {
        self.v.t.get(&format!("body-change-{}-{part}", self.what))
    }

    /// Whether it takes something away.
    fn is_hard(&self) -> bool {
        matches!(self.what, "merge" | "close")
    }
}

/// The form of a new site.
#[derive(Template)]
#[template(path = "oversight/site.html")]
pub struct SitePage {
    /// The request.
    pub v: Visit,
    /// Fields `name`, `place`, `address`, `capacity`, `equipment`, `opened_on`, `longitude`,
    /// `latitude`, `datum` and `accuracy`.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page.
    pub body_href: String,
    /// Systems of coordinates.
    pub datums: Vec<(String, String)>,
}

/// The form that closes a site.
#[derive(Template)]
#[template(path = "oversight/site-close.html")]
pub struct SiteClosePage {
    /// The request.
    pub v: Visit,
    /// Field `reason`.
    pub form: FormState,
    /// The site's name.
    pub site: String,
    /// The body's name.
    pub body: String,
    /// The body's page.
    pub body_href: String,
}

/// Systems of coordinates to choose from: name and what they are used by.
pub(crate) fn datums(v: &Visit) -> Vec<Choice> {
    let name = |datum: organisations::site::Datum| {
        let key = format!("site-datum-{}", datum.word().to_lowercase());
        (datum.word().to_owned(), v.t.get(&key), String::new())
    };
    organisations::site::Datum::ALL.map(name).to_vec()
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let v = &as_official(v);
    let body = || v.t.lang.pick("示例评价中心", "Shili Centre").to_owned();
    let change = |what| BodyChangePage {
        v: v.clone(),
        form: FormState::default(),
        body: body(),
        body_href: "/oversight/bodies/x".to_owned(),
        what,
        choices: vec![("employer".to_owned(), v.t.get("body-employer"))],
    };
    let names = ["body-rename", "body-add-kind", "body-industry", "body-merge", "body-close"];
    let mut all: Vec<Sample> =
        names.iter().zip(WHATS).map(|(name, what)| sample(name, &change(what))).collect();
    let site = SitePage {
        v: v.clone(),
        form: FormState::default(),
        body: body(),
        body_href: "/oversight/bodies/x".to_owned(),
        datums: datums(v).into_iter().map(|(word, text, _)| (word, text)).collect(),
    };
    let close = SiteClosePage {
        v: v.clone(),
        form: FormState::default(),
        site: body(),
        body: body(),
        body_href: "/oversight/bodies/x".to_owned(),
    };
    all.extend([sample("site-new", &site), sample("site-close", &close)]);
    all
}
