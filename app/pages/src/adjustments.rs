//! 职业分类动态调整: calls, consultations and releases for everybody, and the same rounds as their
//! office works with them.

use crate::kit::{State, Tone};
use crate::samples::{Sample, as_official, day, moment, sample};
use askama::Template;
use kernel::{CivilDate, Instant};
use web_kit::{FormState, Visit};

/// The rounds.
#[derive(Template)]
#[template(path = "adjustments/list.html")]
pub struct RoundsPage {
    /// The request.
    pub v: Visit,
    /// The rounds, the latest first.
    pub rows: Vec<RoundRow>,
    /// Whether this is the office's list.
    pub office: bool,
    /// Where another round is begun; empty for whoever may not.
    pub new_href: String,
}

/// One round in the list.
#[derive(Clone, Debug)]
pub struct RoundRow {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it stands.
    pub state: State,
    /// The last day of what runs now, as a sentence.
    pub until: String,
}

/// One round for everybody.
#[derive(Template)]
#[template(path = "adjustments/one.html")]
pub struct RoundPage {
    /// The request.
    pub v: Visit,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// What is happening, and what one can do.
    pub next: String,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    /// The paragraphs of the call.
    pub call: Vec<String>,
    /// Where a body proposes; empty when it cannot.
    pub propose_href: String,
    /// What the public may read.
    pub rows: Vec<ProposalRow>,
    /// The codes that the release changed: code, name, address.
    pub released: Vec<(String, String, String)>,
}

/// One proposal in a list.
#[derive(Clone, Debug)]
pub struct ProposalRow {
    /// What it wants.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Who proposes it.
    pub body: String,
    /// Where it stands.
    pub state: State,
}

/// One proposal for everybody, with the form of a comment.
#[derive(Template)]
#[template(path = "adjustments/proposal.html")]
pub struct PublicProposalPage {
    /// The request.
    pub v: Visit,
    /// Fields `name`, `contact` and `text`.
    pub form: FormState,
    /// What it wants.
    pub title: String,
    /// This page.
    pub href: String,
    /// The round: title and address.
    pub round: (String, String),
    /// Where it stands.
    pub state: State,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    /// What the office made of comments.
    pub answers: Vec<AnswerRow>,
    /// How many comments wait for an answer.
    pub waiting: usize,
    /// The last day for comments; nothing when none are taken.
    pub until: Option<CivilDate>,
    /// The public notice; empty when there is none.
    pub notice_href: String,
}

/// A comment as it is made public.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// The comment in the office's words.
    pub summary: String,
    /// Whether it was followed.
    pub adopted: bool,
    /// The answer.
    pub text: String,
}

/// What happens with a comment.
#[derive(Template)]
#[template(path = "adjustments/commented.html")]
pub struct CommentedPage {
    /// The request.
    pub v: Visit,
    /// What the proposal wants.
    pub title: String,
    /// Its page.
    pub href: String,
}

/// The form of a new round.
#[derive(Template)]
#[template(path = "adjustments/new.html")]
pub struct NewRoundPage {
    /// The request.
    pub v: Visit,
    /// Fields `title`, `call`, `opens_on`, `closes_on` and `consult_days`.
    pub form: FormState,
}

/// One round as its office works with it.
#[derive(Template)]
#[template(path = "adjustments/file.html")]
pub struct RoundFilePage {
    /// The request.
    pub v: Visit,
    /// Fields `from` and `reason` of a step; `summary`, `adopted` and `answer` of an answer.
    pub form: FormState,
    /// What it is called.
    pub title: String,
    /// This page.
    pub href: String,
    /// Its public page; empty before the call is out.
    pub public_href: String,
    /// The version seen.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// What comes next, and who has to do it.
    pub next: String,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    /// The paragraphs of the call.
    pub call: Vec<String>,
    /// What was proposed.
    pub rows: Vec<ProposalRow>,
    /// What the public says.
    pub comments: Vec<CommentRow>,
    /// The comment that is being answered: address and text.
    pub answering: Option<(String, String)>,
    /// The words of the steps that the visitor can take.
    pub steps: Vec<&'static str>,
}

/// A comment as the office sees it.
#[derive(Clone, Debug)]
pub struct CommentRow {
    /// The proposal.
    pub about: String,
    /// Who writes, and how to reach them.
    pub who: String,
    /// When.
    pub at: Instant,
    /// What they say.
    pub text: String,
    /// The answer; empty while there is none.
    pub answer: String,
    /// Where the visitor answers it; empty when they may not, or it is answered.
    pub answer_href: String,
}

impl RoundFilePage {
    fn step_key(&self, part: &str, step: &str) -> String {
        self.v.t.get(&format!("round-{part}-{}", step.replace('_', "-")))
    }

    fn yes_or_no(&self) -> [(String, String, String); 2] {
        let t = self.v.t;
        let choice =
            |word: &str| (word.to_owned(), t.get(&format!("round-adopted-{word}")), String::new());
        ["yes", "no"].map(choice)
    }
}

fn title_sample(v: &Visit) -> String {
    v.t.lang.pick("2026 年职业分类动态调整", "Adjustment of the classification 2026").to_owned()
}

fn row_sample(v: &Visit, href: &str) -> ProposalRow {
    ProposalRow {
        name: v.t.lang.pick("新增职业：示例巡检员", "New occupation: 示例巡检员").to_owned(),
        href: href.to_owned(),
        body: v.t.lang.pick("示例行业协会", "Shili Association").to_owned(),
        state: State::new("case-state-in-review", Tone::Waiting),
    }
}

fn facts_sample(v: &Visit) -> Vec<(String, String)> {
    let t = v.t;
    vec![
        (t.get("round-opens"), t.date(day(2026, 3, 1))),
        (t.get("round-closes"), t.date(day(2026, 4, 30))),
    ]
}

impl RoundPage {
    /// A round whose call is open.
    pub fn sample(v: Visit) -> Self {
        RoundPage {
            title: title_sample(&v),
            state: State::new("round-stage-called", Tone::Waiting),
            next: v.t.get("round-next-called"),
            facts: facts_sample(&v),
            call: vec![v.t.get("round-sample-call")],
            propose_href: "/proposals/new?round=1".to_owned(),
            rows: Vec::new(),
            released: Vec::new(),
            v,
        }
    }
}

impl PublicProposalPage {
    /// A proposal that one may comment on.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        PublicProposalPage {
            form: FormState::default(),
            title: row_sample(&v, "").name,
            href: "/classification/proposals/1".to_owned(),
            round: (title_sample(&v), "/classification/1".to_owned()),
            state: State::new("case-state-in-review", Tone::Waiting),
            facts: vec![(t.get("proposal-workers"), "12000".to_owned())],
            answers: vec![AnswerRow {
                summary: t.get("round-sample-summary"),
                adopted: true,
                text: t.get("round-sample-answer"),
            }],
            waiting: 1,
            until: Some(day(2026, 12, 8)),
            notice_href: String::new(),
            v,
        }
    }
}

impl RoundFilePage {
    /// A round of which the public was asked.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let comment = CommentRow {
            about: row_sample(&v, "").name,
            who: t.with("case-objection-by", &[("name", &"示例居民"), ("contact", &"12900000000")]),
            at: moment(day(2026, 11, 20), 9, 30),
            text: t.get("round-sample-summary"),
            answer: String::new(),
            answer_href: "/rounds/1?comment=2#answering".to_owned(),
        };
        RoundFilePage {
            form: FormState::with(&[("from", "2027-01-01")]),
            title: title_sample(&v),
            href: "/rounds/1".to_owned(),
            public_href: "/classification/1".to_owned(),
            version: 3,
            state: State::new("round-stage-consulting", Tone::Waiting),
            next: t.with("round-file-next-consulting", &[("proposals", &1), ("comments", &1)]),
            facts: facts_sample(&v),
            call: vec![t.get("round-sample-call")],
            rows: vec![row_sample(&v, "/cases/1")],
            comments: vec![
                comment.clone(),
                CommentRow {
                    answer: t.get("round-sample-answer"),
                    answer_href: String::new(),
                    ..comment
                },
            ],
            answering: Some(("/rounds/1/comments/1".to_owned(), t.get("round-sample-summary"))),
            steps: vec!["prepare"],
            v: as_official(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let t = v.t;
    let row = |state, key: &str| RoundRow {
        title: title_sample(v),
        href: "/classification/1".to_owned(),
        state,
        until: t.with(key, &[("date", &t.date(day(2026, 12, 8)))]),
    };
    let rows = vec![
        row(State::new("round-stage-called", Tone::Waiting), "round-until-called"),
        row(State::new("round-stage-released", Tone::Done), "round-until-released"),
    ];
    let list =
        RoundsPage { v: v.clone(), rows: rows.clone(), office: false, new_href: String::new() };
    let none =
        RoundsPage { v: v.clone(), rows: Vec::new(), office: false, new_href: String::new() };
    let new_href = "/rounds/new".to_owned();
    let office = RoundsPage { v: as_official(v), rows, office: true, new_href };
    let mut released = RoundPage::sample(v.clone());
    released.state = State::new("round-stage-released", Tone::Done);
    released.propose_href = String::new();
    released.rows = vec![row_sample(v, "/classification/proposals/1")];
    let code = "4-04-05-14".to_owned();
    released.released =
        vec![(code.clone(), "示例巡检员".to_owned(), format!("/occupations/{code}"))];
    let closed = PublicProposalPage {
        until: None,
        answers: Vec::new(),
        notice_href: "/notices/1".to_owned(),
        ..PublicProposalPage::sample(v.clone())
    };
    let mut confirm = RoundFilePage::sample(v.clone());
    confirm.steps = vec!["confirm", "drop"];
    confirm.answering = None;
    confirm.comments.clear();
    let new = NewRoundPage { v: as_official(v), form: FormState::with(&[("consult_days", "10")]) };
    let title = title_sample(v);
    let thanks =
        CommentedPage { v: v.clone(), title, href: "/classification/proposals/1".to_owned() };
    vec![
        sample("rounds", &list),
        sample("rounds-none", &none),
        sample("rounds-office", &office),
        sample("round", &RoundPage::sample(v.clone())),
        sample("round-released", &released),
        sample("round-proposal", &PublicProposalPage::sample(v.clone())),
        sample("round-proposal-closed", &closed),
        sample("round-commented", &thanks),
        sample("round-new", &new),
        sample("round-file", &RoundFilePage::sample(v.clone())),
        sample("round-file-confirm", &confirm),
    ]
}
