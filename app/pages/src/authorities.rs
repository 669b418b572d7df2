//! 主管部门: the register of authorities, one of them, and the forms that change it.

use crate::kit::{Event, State, Tone};
use crate::oversight::Choice;
use crate::samples::{Sample, day, sample};
use askama::Template;
use web_kit::{FormState, Visit};

/// The register.
#[derive(Template)]
#[template(path = "authorities/list.html")]
pub struct AuthoritiesPage {
    /// The request.
    pub v: Visit,
    /// Field `q`.
    pub form: FormState,
    /// What was found.
    pub found: Vec<AuthorityRow>,
    /// Whether the visitor keeps the register.
    pub may_change: bool,
}

/// One authority in the list.
#[derive(Clone, Debug)]
pub struct AuthorityRow {
    /// The official name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The key of its kind.
    pub kind: String,
    /// Where it sits.
    pub division: String,
    /// The authority above it; empty for the highest.
    pub parent: String,
    /// Whether it works.
    pub state: State,
}

/// One authority.
#[derive(Template)]
#[template(path = "authorities/one.html")]
pub struct AuthorityPage {
    /// The request.
    pub v: Visit,
    /// What the list shows.
    pub row: AuthorityRow,
    /// The page of the authority above it; empty for the highest.
    pub parent_href: String,
    /// Who took its place: name and address.
    pub successor: Option<(String, String)>,
    /// The first day on which it was no more; empty while it works.
    pub ended: String,
    /// What it is responsible for.
    pub territory: Vec<String>,
    /// The keys of what it does.
    pub functions: Vec<String>,
    /// Those directly below it, and those whose place it took: key, name and address.
    pub related: Vec<(&'static str, String, String)>,
    /// What happened to it, the latest first.
    pub past: Vec<Event>,
    /// Whether the visitor may change it as it stands.
    pub may_change: bool,
}

/// The form that registers or changes an authority.
#[derive(Template)]
#[template(path = "authorities/form.html")]
pub struct AuthorityFormPage {
    /// The request.
    pub v: Visit,
    /// Fields `name`, `kind`, `parent`, `place`, `territory`, `functions`; `basis` and `version` for
    /// a change.
    pub form: FormState,
    /// The authority that changes: name and address; nothing for a new one.
    pub of: Option<(String, String)>,
    /// Kinds: word and name.
    pub kinds: Vec<(String, String)>,
    /// Authorities that may stand above it: id and name.
    pub parents: Vec<(String, String)>,
    /// What it may do.
    pub functions: Vec<Choice>,
}

impl AuthorityFormPage {
    fn key(&self, part: &str) -> String {
        let what = if self.of.is_some() { "change" } else { "new" };
        self.v.t.get(&format!("authorities-{what}-{part}"))
    }

    fn back(&self) -> &str {
        self.of.as_ref().map_or("/authorities", |(_, href)| href)
    }
}

/// The form that ends an authority.
#[derive(Template)]
#[template(path = "authorities/end.html")]
pub struct AuthorityEndPage {
    /// The request.
    pub v: Visit,
    /// Fields `into`, `on`, `basis` and `version`.
    pub form: FormState,
    /// Which.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Who may take its place: id and name.
    pub others: Vec<(String, String)>,
}

fn row(v: &Visit) -> AuthorityRow {
    AuthorityRow {
        name: v
            .t
            .lang
            .pick("示例市人力资源和社会保障局", "Shili Human Resources Bureau")
            .to_owned(),
        href: "/authorities/x".to_owned(),
        kind: "authority-human_resources".to_owned(),
        division: v.t.lang.pick("示范省示例市", "Shili, Shifan").to_owned(),
        parent: v.t.lang.pick("示范省人力资源和社会保障厅", "Shifan Department").to_owned(),
        state: State::new("authority-active", Tone::Done),
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let form = FormState::default;
    let list = |found| AuthoritiesPage { v: v.clone(), form: form(), found, may_change: true };
    let event = Event {
        on: day(2026, 3, 1),
        title: v.t.get("authority-event-register"),
        text: row(v).name,
        source: String::new(),
        href: String::new(),
        past: true,
    };
    let one = AuthorityPage {
        v: v.clone(),
        row: row(v),
        parent_href: "/authorities/y".to_owned(),
        successor: None,
        ended: String::new(),
        territory: vec![row(v).division],
        functions: vec!["authority-does-evaluation_filing".to_owned()],
        related: vec![("authorities-below", row(v).name, "/authorities/z".to_owned())],
        past: vec![event],
        may_change: true,
    };
    let gone = AuthorityPage {
        row: AuthorityRow {
            state: State::new("authority-merged", Tone::Stopped),
            parent: String::new(),
            ..row(v)
        },
        successor: Some((row(v).parent, "/authorities/y".to_owned())),
        ended: v.t.date(day(2026, 3, 1)).to_string(),
        may_change: false,
        v: v.clone(),
        parent_href: String::new(),
        territory: vec![row(v).division],
        functions: Vec::new(),
        related: Vec::new(),
        past: Vec::new(),
    };
    let new = |of| AuthorityFormPage {
        v: v.clone(),
        form: form(),
        of,
        kinds: vec![("human_resources".to_owned(), v.t.get("authority-human_resources"))],
        parents: vec![("x".to_owned(), row(v).parent)],
        functions: vec![("policy".to_owned(), v.t.get("authority-does-policy"), String::new())],
    };
    let end = AuthorityEndPage {
        v: v.clone(),
        form: form(),
        name: row(v).name,
        href: row(v).href,
        others: vec![("x".to_owned(), row(v).parent)],
    };
    vec![
        sample("authorities", &list(vec![row(v)])),
        sample("authorities-none", &list(Vec::new())),
        sample("authority", &one),
        sample("authority-merged", &gone),
        sample("authority-new", &new(None)),
        sample("authority-change", &new(Some((row(v).name, row(v).href)))),
        sample("authority-end", &end),
    ]
}
