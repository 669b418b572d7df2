//! 政策文件: the library, one document, and the measures and targets of a plan.

use crate::kit::{State, Tone};
use crate::samples::{Sample, sample};
use askama::Template;
use web_kit::{FormState, Paging, Visit};

/// The search with what it found.
#[derive(Template)]
#[template(path = "policies/search.html")]
pub struct PoliciesPage {
    /// The request.
    pub v: Visit,
    /// Fields `q`, `division` and `on`.
    pub form: FormState,
    /// What was found.
    pub found: Vec<PolicyRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One document in the list.
#[derive(Clone, Debug)]
pub struct PolicyRow {
    /// The title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// 文号; may be empty.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When, as exactly as it is known.
    pub issued: String,
    /// How it stands.
    pub state: State,
}

/// One document.
#[derive(Template)]
#[template(path = "policies/one.html")]
pub struct PolicyPage {
    /// The request.
    pub v: Visit,
    /// What the list shows.
    pub row: PolicyRow,
    /// What it is about; may be empty.
    pub summary: String,
    /// Keys of names, with values.
    pub facts: Vec<(&'static str, String)>,
    /// Its plans: name and address.
    pub plans: Vec<(String, String)>,
    /// Other documents: the key of what one does to the other, title and address.
    pub related: Vec<(String, String, String)>,
    /// Where attachments can be read.
    pub attachments: Vec<String>,
    /// Whether somebody else has to read it before it holds.
    pub waits: bool,
    /// Steps that the visitor may take: word and address.
    pub steps: Vec<(&'static str, String)>,
}

/// A plan with its measures and targets.
#[derive(Template)]
#[template(path = "policies/plan.html")]
pub struct PlanPage {
    /// The request.
    pub v: Visit,
    /// The name.
    pub title: String,
    /// From when to when.
    pub years: String,
    /// The title of its document.
    pub document: String,
    /// The document's page.
    pub document_href: String,
    /// Targets of the whole plan.
    pub targets: Vec<TargetRow>,
    /// Its fields of action.
    pub actions: Vec<ActionPart>,
    /// Where the visitor gives tasks under it, if they may.
    pub assign: Option<String>,
}

/// A field of action.
#[derive(Clone, Debug)]
pub struct ActionPart {
    /// What it is about.
    pub title: String,
    /// Its measures.
    pub measures: Vec<MeasurePart>,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct MeasurePart {
    /// Counted through the whole plan.
    pub number: i64,
    /// What is to be done.
    pub title: String,
    /// Its targets.
    pub targets: Vec<TargetRow>,
}

/// A target.
#[derive(Clone, Debug)]
pub struct TargetRow {
    /// What is to be reached.
    pub title: String,
    /// The number with its unit.
    pub value: String,
    /// By which year.
    pub by_year: String,
    /// The key of how sure one may be.
    pub confidence: String,
}

pub(crate) fn row(v: &Visit) -> PolicyRow {
    PolicyRow {
        title: v.t.lang.pick("示范省技能提升实施方案", "Shifan skills plan").to_owned(),
        href: "/policies/x".to_owned(),
        number: "示人社发〔2026〕8号".to_owned(),
        issuer: v.t.lang.pick("示范省人力资源和社会保障厅", "Shifan Department").to_owned(),
        issued: "2026-03-01".to_owned(),
        state: State::new("policy-standing-in-force", Tone::Done),
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let target = TargetRow {
        title: v.t.lang.pick("培训 1200 人次", "1,200 trainings").to_owned(),
        value: "1,200".to_owned(),
        by_year: "2027".to_owned(),
        confidence: "policies-confidence-published".to_owned(),
    };
    let paging = Paging { shown: 1, total: None, first: None, next: None };
    let form = FormState::default();
    let list =
        |found| PoliciesPage { v: v.clone(), form: form.clone(), found, paging: paging.clone() };
    let one = PolicyPage {
        v: v.clone(),
        row: row(v),
        summary: row(v).title,
        facts: vec![("policies-number", row(v).number)],
        plans: vec![(row(v).title, "/plans/x".to_owned())],
        related: vec![("policies-later-amends".to_owned(), row(v).title, "/policies/y".to_owned())],
        attachments: vec![row(v).number],
        waits: true,
        steps: vec![("repeal", "/policies/x/repeal".to_owned())],
    };
    let measure = MeasurePart { number: 1, title: row(v).title, targets: vec![target.clone()] };
    let plan = PlanPage {
        v: v.clone(),
        title: row(v).title,
        years: "2026–2027".to_owned(),
        document: row(v).title,
        document_href: "/policies/x".to_owned(),
        targets: vec![target],
        assign: Some("/plans/x/tasks/new".to_owned()),
        actions: vec![ActionPart { title: row(v).title, measures: vec![measure] }],
    };
    vec![
        sample("policies", &list(vec![row(v)])),
        sample("policies-none", &list(Vec::new())),
        sample("policy", &one),
        sample("plan", &plan),
    ]
}
