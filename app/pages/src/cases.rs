//! 办件: the office's queue, one case with everything needed to decide, and what became of a batch;
//! besides what pages of applicants show of a case too.

use crate::designations::RankRow;
use crate::kit::{Event, State, Tone};
use crate::samples::{Sample, as_official, day, moment, sample};
use askama::Template;
use kernel::{FieldProblem, Instant};
use web_kit::{FormState, Paging, Visit};

/// A choice of a form: value, text and explanation.
pub type Choice = (String, String, String);

/// A deadline in words.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// The sentence; empty when nothing runs.
    pub text: String,
    /// Whether the last day has passed.
    pub late: bool,
    /// That the day may move, and why; may be empty.
    pub unsure: String,
}

/// The office's cases.
#[derive(Template)]
#[template(path = "cases/list.html")]
pub struct CasesPage {
    /// The request.
    pub v: Visit,
    /// Fields `case` (ticked), `act` and `opinion` of what is done with several.
    pub form: FormState,
    /// Which cases: `mine`, `open`, `late` or `settled`.
    pub tab: &'static str,
    /// The cases.
    pub rows: Vec<CaseRow>,
    /// The links below the list.
    pub paging: Paging,
    /// What can be done with several at once.
    pub acts: Vec<Choice>,
}

/// The tabs in their order.
pub const TABS: [&str; 4] = ["mine", "open", "late", "settled"];

impl CasesPage {
    /// Name, address and whether it is the one shown.
    fn tabs(&self) -> Vec<(String, String, bool)> {
        let tab = |word: &'static str| {
            let href = format!("/cases?which={word}");
            (self.v.t.get(&format!("cases-tab-{word}")), href, word == self.tab)
        };
        TABS.map(tab).to_vec()
    }

    fn text(&self, part: &str) -> String {
        self.v.t.get(&format!("cases-{part}-{}", self.tab))
    }

    /// Several at once are offered where something waits for the visitor.
    fn batch(&self) -> bool {
        self.tab == "mine" && !self.rows.is_empty()
    }

    fn columns(&self) -> Vec<web_kit::Column> {
        let keys = ["cases-name", "cases-matter", "cases-state", "cases-turn", "cases-due"];
        let pick = ["cases-pick"];
        match self.batch() {
            true => self.v.t.columns(&[keys.as_slice(), &pick].concat()),
            false => self.v.t.columns(&keys),
        }
    }
}

/// One case in the list.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Who applies.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What for.
    pub matter: String,
    /// Where it stands.
    pub state: State,
    /// Whose turn it is.
    pub turn: String,
    /// Until when.
    pub due: Due,
    /// The case and the version seen, as the box for ticking sends them.
    pub mark: String,
}

/// What became of several cases.
#[derive(Template)]
#[template(path = "cases/batch.html")]
pub struct BatchPage {
    /// The request.
    pub v: Visit,
    /// The key of what was done.
    pub act: String,
    /// Those that were done: name and address.
    pub done: Vec<(String, String)>,
    /// Those that were not: name, address, why and what to do.
    pub failed: Vec<(String, String, String, String)>,
}

/// Where a case stands, as the office and the applicant see it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The state as a word.
    pub state: State,
    /// What comes next, for whoever looks.
    pub next: String,
    /// The steps in their order.
    pub steps: Vec<String>,
    /// The number of the step at hand, beginning with 1; 0 when there is none.
    pub now: usize,
    /// The key of the name of the period that runs.
    pub period: &'static str,
    /// Until when.
    pub due: Due,
    /// Times that do not count, and what else is to be known about the period.
    pub notes: Vec<String>,
    /// What the applicant was asked for.
    pub missing: Vec<String>,
    /// What was done, latest first.
    pub done: Vec<Event>,
    /// The letters, latest first.
    pub letters: Vec<LetterRow>,
}

/// A letter in a list.
#[derive(Clone, Debug)]
pub struct LetterRow {
    /// Its heading.
    pub title: String,
    /// Its number.
    pub number: String,
    /// When it went out.
    pub at: Instant,
    /// Its page.
    pub href: String,
}

/// An occupation that is asked for.
#[derive(Clone, Debug)]
pub struct AskedRow {
    /// 职业名称
    pub occupation: String,
    /// 职业编码
    pub code: String,
    /// The occupation's page.
    pub href: String,
    /// The levels, as printed.
    pub levels: String,
}

/// A paper of an application.
#[derive(Clone, Debug)]
pub struct PaperRow {
    /// Its word in the procedure.
    pub key: String,
    /// The field of its upload.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Where it opens; empty when it was not handed in.
    pub href: String,
    /// How large the file is; empty when there is none.
    pub size: String,
    /// Whether the application needs it.
    pub required: bool,
}

/// An objection as the office sees it.
#[derive(Clone, Debug)]
pub struct ObjectionRow {
    /// Who objects and how to reach them.
    pub who: String,
    /// When it came.
    pub at: Instant,
    /// What they say.
    pub text: String,
    /// The answer as a sentence; empty while there is none.
    pub answer: String,
    /// Where the visitor answers it; empty when they may not, or it is answered.
    pub answer_href: String,
}

/// The form of one act.
#[derive(Clone, Debug)]
pub struct ActForm {
    /// The act's word with hyphens, for keys of texts.
    pub key: String,
    /// The act's word as the form sends it.
    pub word: &'static str,
    /// Whether a reason has to be given.
    pub needs_reason: bool,
    /// Whether what is missing is asked for.
    pub missing: bool,
    /// Causes to choose from.
    pub causes: Vec<Choice>,
    /// Whether the filing code is asked for.
    pub code: bool,
    /// Ways of ending to choose from.
    pub endings: Vec<Choice>,
}

impl ActForm {
    /// Whether it takes something away from somebody.
    fn is_hard(&self) -> bool {
        ["not_accept", "reject", "propose_end", "confirm_end"].contains(&self.word)
    }
}

/// What a case is about.
#[derive(Clone, Debug)]
pub enum CaseAbout {
    /// 机构备案
    Filing {
        /// The applicant's public page.
        body_href: String,
        /// For how many years.
        years: u8,
        /// What is asked for.
        asked: Vec<AskedRow>,
        /// The papers.
        papers: Vec<PaperRow>,
    },
    /// 遴选名单审定
    Selection {
        /// The round.
        href: String,
        /// The ranking that was laid before the office.
        ranking: Vec<RankRow>,
    },
}

/// One case for the office.
#[derive(Template)]
#[template(path = "cases/one.html")]
pub struct CasePage {
    /// The request.
    pub v: Visit,
    /// Fields of the act's form: `opinion`, `missing`, `cause`, `code`, `how`, `effective`; of an
    /// answer: `upheld`, `answer`.
    pub form: FormState,
    /// Who applies.
    pub name: String,
    /// What the case is about.
    pub about: CaseAbout,
    /// What for.
    pub matter: String,
    /// This page.
    pub href: String,
    /// The version seen.
    pub version: i64,
    /// Where it stands.
    pub standing: Standing,
    /// The office that took it in.
    pub office: String,
    /// When it was handed in.
    pub opened_at: Instant,
    /// The objections.
    pub objections: Vec<ObjectionRow>,
    /// The form that is open.
    pub open: Option<ActForm>,
    /// The other acts: key of the name, and where its form opens.
    pub others: Vec<(String, String)>,
    /// Where the answer to an objection is sent, with the objection's text; nothing when there is none
    /// to answer.
    pub answering: Option<(String, String)>,
}

impl CasePage {
    fn labels(&self) -> Vec<(&'static str, String)> {
        let t = self.v.t;
        let opinion = match &self.open {
            Some(open) if open.needs_reason => "case-reason",
            _ => "case-opinion",
        };
        vec![
            ("opinion", t.get(opinion)),
            ("missing", t.get("case-missing-lines")),
            ("cause", t.get("case-cause")),
            ("code", t.get("case-code")),
            ("how", t.get("case-ending-how")),
            ("effective", t.get("case-effective")),
            ("upheld", t.get("case-objection-upheld-label")),
            ("answer", t.get("case-answer")),
        ]
    }

    /// Whether there is an act to do, or the word that there is none.
    fn has_acts(&self) -> bool {
        self.open.is_some() || !self.others.is_empty() || self.answering.is_none()
    }

    fn upheld(&self) -> Vec<Choice> {
        let choice = |word: &str| {
            let t = self.v.t;
            let key = format!("case-objection-choice-{word}");
            (word.to_owned(), t.get(&key), t.get(&format!("{key}-text")))
        };
        ["no", "yes"].map(choice).to_vec()
    }
}

pub(crate) fn name_sample(v: &Visit) -> String {
    let names = ("示例焊接技师学院", "Shili Welding College");
    v.t.lang.pick(names.0, names.1).to_owned()
}

pub(crate) fn office_sample(v: &Visit) -> String {
    v.t.lang.pick("示例市人力资源和社会保障局", "Shili Human Resources Bureau").to_owned()
}

pub(crate) fn matter_sample(v: &Visit) -> String {
    v.t.lang.pick("职业技能等级认定机构备案", "Filing of an evaluation body").to_owned()
}

pub(crate) fn asked_sample(v: &Visit) -> Vec<AskedRow> {
    vec![AskedRow {
        occupation: v.t.lang.pick("焊工", "Welder").to_owned(),
        code: "6-18-02-04".to_owned(),
        href: "/occupations/6-18-02-04".to_owned(),
        levels: v.t.lang.pick("五级/初级工、四级/中级工", "Level 5, Level 4").to_owned(),
    }]
}

pub(crate) fn papers_sample(v: &Visit, below: &str) -> Vec<PaperRow> {
    let paper = |key: &str, zh: &str, en: &str, size: &str, required| PaperRow {
        key: key.to_owned(),
        field: format!("file-{key}"),
        name: v.t.lang.pick(zh, en).to_owned(),
        href: if size.is_empty() { String::new() } else { format!("{below}/papers/{key}") },
        size: size.to_owned(),
        required,
    };
    vec![
        paper("application", "备案申请表（加盖公章）", "Application form, sealed", "212 KB", true),
        paper("rules", "评价工作制度", "Rules of evaluation", "", true),
        paper("other", "其他材料", "Other papers", "", false),
    ]
}

impl Due {
    pub(crate) fn sample(v: &Visit, late: bool) -> Self {
        let date = v.t.date(day(2026, 12, 15));
        let key = if late { "case-due-late" } else { "case-due-left" };
        let unsure = if late { String::new() } else { v.t.get("case-due-unsure") };
        Due { text: v.t.with(key, &[("date", &date), ("count", &3u16)]), late, unsure }
    }
}

impl Standing {
    pub(crate) fn sample(v: &Visit) -> Self {
        let t = v.t;
        let source = t.with("case-record-by", &[("time", &"09:12"), ("office", &office_sample(v))]);
        let event = |key: &str, on, text: String| Event {
            on,
            title: t.get(key),
            text,
            source: source.clone(),
            href: String::new(),
            past: true,
        };
        let opinion = t.with("case-opinion-of", &[("text", &t.lang.pick("材料齐全", "Complete"))]);
        let stop: [(&str, &dyn web_kit::texts::Arg); 3] = [
            ("cause", &t.get("cause-site-visit")),
            ("from", &t.date(day(2026, 11, 18))),
            ("until", &t.date(day(2026, 11, 23))),
        ];
        let steps = ["step-accept", "role-handler", "role-checker", "role-approver"];
        Standing {
            state: State::new("case-state-in-review", Tone::Waiting),
            next: t.with("case-next-in-review", &[("post", &t.get("role-checker"))]),
            steps: steps
                .into_iter()
                .chain(["step-notice", "step-decide"])
                .map(|key| t.get(key))
                .collect(),
            now: 3,
            period: "case-period-decide",
            due: Due::sample(v, false),
            notes: vec![t.with("case-stop", &stop)],
            missing: Vec::new(),
            done: vec![
                event("did-case-propose", day(2026, 11, 23), opinion),
                event("did-case-accept", day(2026, 11, 17), String::new()),
            ],
            letters: vec![LetterRow {
                title: t.get("letter-kind-accepted"),
                number: "技评备〔2026〕7号".to_owned(),
                at: moment(day(2026, 11, 17), 9, 12),
                href: "/letters/1".to_owned(),
            }],
        }
    }
}

impl CasesPage {
    /// Two cases, one of them late.
    pub fn sample(v: Visit) -> Self {
        let row = |name: String, state, late| CaseRow {
            name,
            href: "/cases/1".to_owned(),
            matter: matter_sample(&v),
            state,
            turn: v.t.get("role-handler"),
            due: Due::sample(&v, late),
            mark: format!("{}/1", u8::from(late)),
        };
        let other = v.t.lang.pick("示例重工集团有限公司", "Shili Heavy Industries").to_owned();
        CasesPage {
            form: FormState::default(),
            tab: "mine",
            rows: vec![
                row(name_sample(&v), State::new("case-state-submitted", Tone::Attention), true),
                row(other, State::new("case-state-in-review", Tone::Waiting), false),
            ],
            paging: Paging { shown: 2, ..Paging::default() },
            acts: batch_acts(&v),
            v: as_official(&v),
        }
    }
}

/// What makes sense for several cases at once.
pub const BATCH: [&str; 4] = ["propose", "approve", "reject", "not_accept"];

/// The same as choices.
pub(crate) fn batch_acts(v: &Visit) -> Vec<Choice> {
    let choice = |word: &str| {
        let key = format!("act-{}", word.replace('_', "-"));
        (word.to_owned(), v.t.get(&key), v.t.get(&format!("{key}-text")))
    };
    BATCH.map(choice).to_vec()
}

/// Why a period may stop, to choose from.
pub(crate) fn cause_choices(v: &Visit) -> Vec<Choice> {
    let choice = |cause: approval::Cause| {
        let key = format!("cause-{}", cause.word().replace('_', "-"));
        (cause.word().to_owned(), v.t.get(&key), v.t.get(&format!("{key}-text")))
    };
    approval::Cause::ALL.map(choice).to_vec()
}

/// Ways of ending what was granted, to choose from.
pub(crate) fn ending_choices(v: &Visit) -> Vec<Choice> {
    let choice = |ending: approval::Ending| {
        let key = format!("ending-{}", ending.word());
        (ending.word().to_owned(), v.t.get(&key), v.t.get(&format!("{key}-text")))
    };
    approval::Ending::ALL.map(choice).to_vec()
}

fn filing_sample(v: &Visit, papers: Vec<PaperRow>) -> CaseAbout {
    let (body_href, asked) = ("/bodies/1".to_owned(), asked_sample(v));
    CaseAbout::Filing { body_href, years: 3, asked, papers }
}

impl CasePage {
    /// A case that waits for a check.
    pub fn sample(v: Visit) -> Self {
        CasePage {
            form: FormState::default(),
            name: name_sample(&v),
            about: filing_sample(&v, papers_sample(&v, "/cases/1")),
            matter: matter_sample(&v),
            href: "/cases/1".to_owned(),
            version: 3,
            standing: Standing::sample(&v),
            office: office_sample(&v),
            opened_at: moment(day(2026, 11, 16), 15, 40),
            objections: Vec::new(),
            open: Some(ActForm::sample("propose")),
            others: ["propose-against", "return", "stop"]
                .map(|key| (format!("act-{key}"), format!("/cases/1?act={key}#act")))
                .to_vec(),
            answering: None,
            v: as_official(&v),
        }
    }
}

impl ActForm {
    fn sample(word: &'static str) -> Self {
        ActForm {
            key: word.replace('_', "-"),
            word,
            needs_reason: false,
            missing: false,
            causes: Vec::new(),
            code: false,
            endings: Vec::new(),
        }
    }
}

fn objected(v: &Visit) -> CasePage {
    let t = v.t;
    let mut page = CasePage::sample(v.clone());
    page.standing.state = State::new("case-state-noticed", Tone::Waiting);
    page.standing.now = 5;
    let text = t.lang.pick("考场没有那么多工位。", "The hall has not that many places.").to_owned();
    let who: [(&str, &dyn web_kit::texts::Arg); 2] =
        [("name", &t.lang.pick("示例甲", "Shili Jia")), ("contact", &"0770-12009999")];
    page.objections = vec![ObjectionRow {
        who: t.with("case-objection-by", &who),
        at: moment(day(2026, 11, 24), 8, 5),
        text: text.clone(),
        answer: String::new(),
        answer_href: "/cases/1/objections/1".to_owned(),
    }];
    page.answering = Some(("/cases/1/objections/1".to_owned(), text));
    page.open = Some(ActForm { code: true, ..ActForm::sample("conclude") });
    page.form.refuse(FieldProblem::new("answer", "approval-answer"));
    page
}

fn variants(v: &Visit) -> Vec<(&'static str, CasePage)> {
    let with = |open: ActForm| CasePage { open: Some(open), ..CasePage::sample(v.clone()) };
    let mut ask = with(ActForm { missing: true, ..ActForm::sample("ask_supplement") });
    ask.form.refuse(FieldProblem::new("missing", "approval-missing"));
    ask.standing.missing = vec![v.t.get("application-papers")];
    let mut stop =
        with(ActForm { needs_reason: true, causes: cause_choices(v), ..ActForm::sample("stop") });
    stop.form.refuse(FieldProblem::new("opinion", "approval-reason"));
    let end = with(ActForm {
        needs_reason: true,
        endings: ending_choices(v),
        ..ActForm::sample("propose_end")
    });
    let nothing = CasePage { open: None, others: Vec::new(), ..CasePage::sample(v.clone()) };
    let mut fresh = CasePage::sample(v.clone());
    (fresh.standing.done, fresh.standing.letters) = (Vec::new(), Vec::new());
    fresh.about = filing_sample(v, Vec::new());
    let mut selection = CasePage::sample(v.clone());
    selection.about = CaseAbout::Selection {
        href: "/designations/office/1".to_owned(),
        ranking: crate::designations::rank_sample(v),
    };
    vec![
        ("case", CasePage::sample(v.clone())),
        ("case-fresh", fresh),
        ("case-ask", ask),
        ("case-stop", stop),
        ("case-end", end),
        ("case-objected", objected(v)),
        ("case-nothing", nothing),
        ("case-selection", selection),
    ]
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut none = CasesPage::sample(v.clone());
    none.rows.clear();
    let mut wrong = CasesPage::sample(v.clone());
    wrong.form.refuse(FieldProblem::new("case", "cases-batch-none"));
    let mut all = CasesPage::sample(v.clone());
    all.tab = "open";
    let row = |late| {
        let what = v.t.get("approval-two-people");
        (name_sample(v), format!("/cases/{late}"), what, v.t.get("approval-two-people.next"))
    };
    let batch = BatchPage {
        v: as_official(v),
        act: "act-propose".to_owned(),
        done: vec![(name_sample(v), "/cases/2".to_owned())],
        failed: vec![row(1)],
    };
    let lists = [("cases", CasesPage::sample(v.clone())), ("cases-none", none)];
    let lists = lists.into_iter().chain([("cases-wrong", wrong), ("cases-open", all)]);
    let mut samples: Vec<Sample> = lists.map(|(name, page)| sample(name, &page)).collect();
    samples.push(sample("cases-batch", &batch));
    samples.extend(variants(v).iter().map(|(name, page)| sample(name, page)));
    samples
}
