//! 职业分类变更建议: the pages on which a body proposes a change of the classification.

use crate::cases::Standing;
use crate::desk::{Desk, sample_desk};
use crate::kit::{State, Tone};
use crate::samples::{Sample, sample};
use askama::Template;
use web_kit::{FormState, Visit};

/// The proposals of a body.
#[derive(Template)]
#[template(path = "proposals/list.html")]
pub struct ProposalsPage {
    /// The request.
    pub v: Visit,
    /// Whose they are.
    pub desk: Desk,
    /// The proposals, latest first.
    pub rows: Vec<OwnProposalRow>,
    /// Rounds that take proposals in: text and address of the form; empty for whoever may not propose.
    pub open: Vec<(String, String)>,
}

/// One proposal in the list.
#[derive(Clone, Debug)]
pub struct OwnProposalRow {
    /// What it wants.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Where it stands.
    pub state: State,
    /// What comes next.
    pub next: String,
}

/// The form that begins or changes a proposal.
#[derive(Template)]
#[template(path = "proposals/form.html")]
pub struct ProposalFormPage {
    /// The request.
    pub v: Visit,
    /// Whose it is.
    pub desk: Desk,
    /// Fields `kind`, `group`, `codes`, `names`, `definition`, `tasks`, `reason`, `workers`, `marks` and
    /// `attachments`.
    pub form: FormState,
    /// The round's title.
    pub round: String,
    /// The round's identifier.
    pub round_id: String,
    /// Kinds of change to choose from: word, text, explanation.
    pub kinds: Vec<(String, String, String)>,
    /// Where the form is sent.
    pub action: String,
    /// Where one gets without saving.
    pub back: String,
    /// The version that is changed; nothing for a new proposal.
    pub version: Option<i64>,
}

impl ProposalFormPage {
    fn title(&self) -> String {
        let key = if self.version.is_some() { "proposal-change" } else { "proposal-new" };
        self.v.t.get(key)
    }

    fn marks(&self) -> [(String, String, String); 2] {
        let t = self.v.t;
        ["green", "digital"]
            .map(|word| (word.to_owned(), t.get(&format!("mark-{word}")), String::new()))
    }
}

/// One proposal.
#[derive(Template)]
#[template(path = "proposals/one.html")]
pub struct ProposalPage {
    /// The request.
    pub v: Visit,
    /// Whose it is.
    pub desk: Desk,
    /// Fields `proposal` and `reason`.
    pub form: FormState,
    /// What it wants.
    pub title: String,
    /// This page.
    pub href: String,
    /// The round: title and address.
    pub round: (String, String),
    /// The version seen.
    pub version: i64,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    /// Whether the visitor may change it and hand it in.
    pub may_change: bool,
    /// Whether the visitor may take it back.
    pub may_recall: bool,
    /// Where it stands, once it was handed in.
    pub standing: Option<Standing>,
    /// What the public said, as a sentence; empty before.
    pub comments: String,
}

impl ProposalPage {
    /// A draft.
    pub fn sample(v: Visit) -> Self {
        let (v, desk) = sample_desk(&v);
        let t = v.t;
        ProposalPage {
            desk,
            form: FormState::default(),
            title: t.lang.pick("新增职业：示例巡检员", "New occupation: 示例巡检员").to_owned(),
            href: "/proposals/1".to_owned(),
            round: (t.get("rounds-title"), "/classification/1".to_owned()),
            version: 1,
            facts: vec![(t.get("proposal-workers"), "12000".to_owned())],
            may_change: true,
            may_recall: false,
            standing: None,
            comments: String::new(),
            v,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let (v, desk) = sample_desk(v);
    let t = v.t;
    let row = OwnProposalRow {
        name: t.lang.pick("新增职业：示例巡检员", "New occupation: 示例巡检员").to_owned(),
        href: "/proposals/1".to_owned(),
        state: State::new("application-state-draft", Tone::Quiet),
        next: t.get("proposal-next-draft"),
    };
    let open = vec![(t.get("rounds-title"), "/proposals/new?round=1".to_owned())];
    let list = ProposalsPage { v: v.clone(), desk: desk.clone(), rows: vec![row], open };
    let none =
        ProposalsPage { v: v.clone(), desk: desk.clone(), rows: Vec::new(), open: Vec::new() };
    let form = ProposalFormPage {
        v: v.clone(),
        desk,
        form: FormState::with(&[("kind", "occupation")]),
        round: t.get("rounds-title"),
        round_id: "1".to_owned(),
        kinds: kinds(&v),
        action: "/proposals/new".to_owned(),
        back: "/proposals".to_owned(),
        version: None,
    };
    let recall = ProposalPage {
        may_change: false,
        may_recall: true,
        comments: t.with("proposal-comments", &[("count", &3), ("answered", &2)]),
        ..ProposalPage::sample(v.clone())
    };
    vec![
        sample("proposals", &list),
        sample("proposals-none", &none),
        sample("proposal-form", &form),
        sample("proposal", &ProposalPage::sample(v.clone())),
        sample("proposal-recall", &recall),
    ]
}

/// The kinds of change to choose from.
pub(crate) fn kinds(v: &Visit) -> Vec<(String, String, String)> {
    let kind = |word: &&str| {
        let text = |part: &str| v.t.get(&format!("proposal-{part}-{word}"));
        ((*word).to_owned(), text("kind"), text("kind-text"))
    };
    classification::proposal::KINDS.iter().map(kind).collect()
}
