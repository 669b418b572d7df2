//! 备案申请: the pages on which a body applies to be filed.

use crate::cases::{AskedRow, PaperRow, Standing, asked_sample, office_sample, papers_sample};
use crate::desk::{Desk, sample_desk};
use crate::kit::{State, Tone};
use crate::samples::{Sample, sample};
use crate::scope::ScopeForm;
use askama::Template;
use kernel::FieldProblem;
use web_kit::{FormState, Visit};

/// The applications of a body.
#[derive(Template)]
#[template(path = "applications/list.html")]
pub struct ApplicationsPage {
    /// The request.
    pub v: Visit,
    /// Whose they are.
    pub desk: Desk,
    /// The applications, latest first.
    pub rows: Vec<ApplicationRow>,
    /// Whether the visitor may apply.
    pub may_apply: bool,
}

/// One application in the list.
#[derive(Clone, Debug)]
pub struct ApplicationRow {
    /// What it asks for.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The office.
    pub office: String,
    /// Where it stands.
    pub state: State,
    /// What comes next.
    pub next: String,
}

/// The form that begins or changes an application.
#[derive(Template)]
#[template(path = "applications/form.html")]
pub struct ApplicationFormPage {
    /// The request.
    pub v: Visit,
    /// Whose it is.
    pub desk: Desk,
    /// Fields `authority`, `years` and those of the scope.
    pub form: FormState,
    /// Offices to choose from: id and name; the only one when it was handed in.
    pub offices: Vec<(String, String)>,
    /// The scope that is being put together.
    pub scope: ScopeForm,
    /// Where the form is sent.
    pub action: String,
    /// Where one gets without saving.
    pub back: String,
    /// The version that is changed; nothing for a new application.
    pub version: Option<i64>,
    /// Whether the office can still be chosen.
    pub office_open: bool,
}

impl ApplicationFormPage {
    fn text(&self, part: &str) -> String {
        let which = if self.version.is_some() { "change" } else { "new" };
        self.v.t.get(&format!("application-{which}-{part}"))
    }
}

/// One application.
#[derive(Template)]
#[template(path = "applications/one.html")]
pub struct ApplicationPage {
    /// The request.
    pub v: Visit,
    /// Whose it is.
    pub desk: Desk,
    /// Field `file` of a paper that was refused; field `papers` of what is missing.
    pub form: FormState,
    /// This page.
    pub href: String,
    /// The version seen.
    pub version: i64,
    /// The office.
    pub office: String,
    /// For how many years.
    pub years: u8,
    /// What is asked for.
    pub asked: Vec<AskedRow>,
    /// The papers.
    pub papers: Vec<PaperRow>,
    /// Whether the visitor may change it now.
    pub may_change: bool,
    /// Whether it can be taken back.
    pub may_recall: bool,
    /// Where it stands, once it was handed in.
    pub standing: Option<Standing>,
    /// How many objected to the notice, with the answers there are.
    pub objections: Vec<Option<String>>,
}

impl ApplicationPage {
    fn lacking(&self) -> usize {
        self.papers.iter().filter(|paper| paper.required && paper.href.is_empty()).count()
    }

    fn hand_in(&self) -> &'static str {
        match self.standing {
            Some(_) => "application-hand-in-again",
            None => "application-hand-in",
        }
    }
}

/// Asks once more before an application is taken back.
#[derive(Template)]
#[template(path = "applications/recall.html")]
pub struct RecallPage {
    /// The request.
    pub v: Visit,
    /// Whose it is.
    pub desk: Desk,
    /// Field `reason`.
    pub form: FormState,
    /// The application's page.
    pub href: String,
    /// What it asks for.
    pub asked: Vec<AskedRow>,
}

impl ApplicationsPage {
    /// A draft and one that is in review.
    pub fn sample(v: &Visit) -> Self {
        let (visit, desk) = sample_desk(v);
        let welder = v.t.lang.pick("焊工", "Welder");
        let row = |state, next: String| ApplicationRow {
            name: v.t.with("application-name", &[("occupation", &welder)]),
            href: "/applications/1".to_owned(),
            office: office_sample(v),
            state,
            next,
        };
        let draft = State::new("application-state-draft", Tone::Quiet);
        let review = State::new("case-state-in-review", Tone::Waiting);
        let date = v.t.lang.pick("2026年12月15日", "15 December 2026");
        let next = v.t.with("application-next-in-review", &[("date", &date)]);
        ApplicationsPage {
            v: visit,
            desk,
            rows: vec![row(draft, v.t.get("application-next-draft")), row(review, next)],
            may_apply: true,
        }
    }
}

impl ApplicationFormPage {
    /// One occupation chosen, another looked for, the years forgotten.
    pub fn sample(v: &Visit) -> Self {
        let (visit, desk) = sample_desk(v);
        let mut form = FormState::with(&[("occupation", "焊")]);
        form.refuse(FieldProblem::new("years", "field-required"));
        form.refuse(FieldProblem::new("occupation", "oversight-file-occupation-several"));
        ApplicationFormPage {
            v: visit,
            desk,
            form,
            offices: vec![("1".to_owned(), office_sample(v)), ("2".to_owned(), office_sample(v))],
            scope: ScopeForm::sample(v),
            action: "/applications/new".to_owned(),
            back: "/applications".to_owned(),
            version: None,
            office_open: true,
        }
    }
}

impl ApplicationPage {
    /// A draft with a paper missing.
    pub fn sample(v: &Visit) -> Self {
        let (visit, desk) = sample_desk(v);
        ApplicationPage {
            v: visit,
            desk,
            form: FormState::default(),
            href: "/applications/1".to_owned(),
            version: 2,
            office: office_sample(v),
            years: 3,
            asked: asked_sample(v),
            papers: papers_sample(v, "/applications/1"),
            may_change: true,
            may_recall: false,
            standing: None,
            objections: Vec::new(),
        }
    }
}

fn incomplete(v: &Visit) -> ApplicationPage {
    let mut page = ApplicationPage::sample(v);
    let mut standing = Standing::sample(v);
    standing.state = State::new("case-state-incomplete", Tone::Attention);
    (standing.now, standing.missing) = (1, vec![v.t.get("application-papers")]);
    page.standing = Some(standing);
    page.papers[1].field = "file".to_owned();
    page.form.refuse(FieldProblem::new("file", "organisations-paper-kind"));
    page.may_recall = true;
    page
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut none = ApplicationsPage::sample(v);
    none.rows.clear();
    let mut change = ApplicationFormPage::sample(v);
    (change.version, change.office_open) = (Some(3), false);
    let mut noticed = ApplicationPage::sample(v);
    noticed.standing = Some(Standing::sample(v));
    (noticed.may_change, noticed.may_recall) = (false, true);
    noticed.objections = vec![None, Some(v.t.lang.pick("已核实", "Checked").to_owned())];
    let (visit, desk) = sample_desk(v);
    let recall = RecallPage {
        v: visit,
        desk,
        form: FormState::default(),
        href: "/applications/1".to_owned(),
        asked: asked_sample(v),
    };
    vec![
        sample("applications", &ApplicationsPage::sample(v)),
        sample("applications-none", &none),
        sample("application-new", &ApplicationFormPage::sample(v)),
        sample("application-change", &change),
        sample("application", &ApplicationPage::sample(v)),
        sample("application-incomplete", &incomplete(v)),
        sample("application-noticed", &noticed),
        sample("application-recall", &recall),
    ]
}
