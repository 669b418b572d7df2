//! 许可、备案和目录: may a body do something, what it holds, and what the office does about it.

use crate::desk::{Desk, sample_desk};
use crate::kit::{Condition, Met, State, Tone};
use crate::oversight::Choice;
use crate::samples::{Sample, as_official, sample};
use askama::Template;
use kernel::FieldProblem;
use web_kit::{FormState, Visit};

/// The question whether a body may do something, with its answer.
#[derive(Template)]
#[template(path = "instruments/may.html")]
pub struct MayPage {
    /// The request.
    pub v: Visit,
    /// Fields `act`, `occupation`, `level`, `site` and `on`.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page.
    pub body_href: String,
    /// Acts to choose from: word and name.
    pub acts: Vec<(String, String)>,
    /// Levels to choose from: word and printed form.
    pub levels: Vec<(String, String)>,
    /// Sites to choose from: id and name.
    pub sites: Vec<(String, String)>,
    /// The answer, once something was asked.
    pub answer: Option<MayAnswer>,
}

/// An answer in words.
#[derive(Clone, Debug)]
pub struct MayAnswer {
    /// Whether it may.
    pub allowed: bool,
    /// The answer as a sentence.
    pub sentence: String,
    /// Condition by condition.
    pub conditions: Vec<Condition>,
    /// Under which rules.
    pub rule: String,
}

/// What one's own body holds.
#[derive(Template)]
#[template(path = "instruments/own.html")]
pub struct OwnInstrumentsPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// Those about which something has to be done come first.
    pub held: Vec<HeldCard>,
}

/// An instrument with what has to be done about it.
#[derive(Clone, Debug)]
pub struct HeldCard {
    /// What it is, in words.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: State,
    /// How and when it ended; empty while it has not.
    pub ended: String,
    /// Which office gave it.
    pub authority: String,
    /// The first and the last day, in words.
    pub span: String,
    /// What it covers, line by line.
    pub scope: Vec<String>,
    /// What the yearly checks found, the latest first.
    pub checks: Vec<String>,
    /// What has to be done, in words.
    pub todos: Vec<(Tone, String)>,
    /// What the visitor may do: key of the text, and address.
    pub steps: Vec<(String, String)>,
}

/// The form of a step with an instrument.
#[derive(Template)]
#[template(path = "instruments/step.html")]
pub struct StepPage {
    /// The request.
    pub v: Visit,
    /// Fields of the step, and `reason`.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page of the office.
    pub body_href: String,
    /// This page.
    pub href: String,
    /// The version that is seen.
    pub version: i64,
    /// Which instrument.
    pub held: HeldCard,
    /// The word of the step.
    pub step: String,
    /// Results of a check.
    pub outcomes: Vec<Choice>,
    /// Ways of ending.
    pub ways: Vec<Choice>,
}

impl StepPage {
    fn title(&self) -> String {
        self.v.t.get(&format!("instrument-step-{}", self.step))
    }

    fn effect(&self) -> String {
        self.v.t.get(&format!("instrument-{}-effect", self.step))
    }

    fn is_hard(&self) -> bool {
        matches!(self.step.as_str(), "suspend" | "exit")
    }
}

/// The form that gives a body a licence or enters it into a list.
#[derive(Template)]
#[template(path = "instruments/new.html")]
pub struct NewInstrumentPage {
    /// The request.
    pub v: Visit,
    /// Fields `kind`, `authority`, `number`, `acts`, `trades`, `valid_from` and `valid_until`.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page of the office.
    pub body_href: String,
    /// Licence or listing.
    pub kinds: Vec<Choice>,
    /// What it can allow.
    pub acts: Vec<Choice>,
    /// For which office: id and name.
    pub offices: Vec<(String, String)>,
}

impl NewInstrumentPage {
    /// Filled in, with a mistake.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let mut form = FormState::with(&[("number", "SF770000-001"), ("kind", "licence")]);
        let finding = FieldProblem::new("valid_until", "organisations-instrument-dates");
        form.refuse(finding.arg("most", 10));
        let office = t.lang.pick("示例市人力资源和社会保障局", "Shili Bureau").to_owned();
        NewInstrumentPage {
            form,
            body: t.lang.pick("示例焊接培训学校", "Shili Welding School").to_owned(),
            body_href: "/oversight/bodies/1".to_owned(),
            kinds: vec![choice(&v, "instrument-kind", "licence")],
            acts: vec![choice(&v, "act", "train"), choice(&v, "act", "enrol")],
            offices: vec![("1".to_owned(), office)],
            v: as_official(&v),
        }
    }
}

/// Results of a check to choose from.
pub(crate) fn outcomes(v: &Visit) -> Vec<Choice> {
    ["passed", "rectify", "failed"].map(|word| choice(v, "check", word)).to_vec()
}

/// Ways of ending to choose from.
pub(crate) fn ways(v: &Visit) -> Vec<Choice> {
    ["surrendered", "removed", "rescinded"].map(|word| choice(v, "exit", word)).to_vec()
}

pub(crate) fn choice(v: &Visit, group: &str, word: &str) -> Choice {
    (word.to_owned(), v.t.get(&format!("{group}-{}", word.replace('_', "-"))), String::new())
}

impl HeldCard {
    pub(crate) fn sample(v: &Visit) -> Self {
        let t = v.t;
        let span = [("from", &"2026-01-01"), ("until", &"2026-12-31")];
        HeldCard {
            kind: t.get("instrument-kind-licence"),
            number: "SF770000-001".to_owned(),
            state: State::new("state-effective", Tone::Done),
            ended: String::new(),
            authority: t.lang.pick("示例市人力资源和社会保障局", "Shili Bureau").to_owned(),
            span: t.with("holdings-span", &span.map(|(key, value)| (key, value as _))),
            scope: vec![t.get("act-train")],
            checks: Vec::new(),
            todos: vec![(Tone::Attention, t.with("todo-renew", &[("by", &"2026-12-31")]))],
            steps: vec![(
                "instrument-step-renew".to_owned(),
                "/oversight/instruments/1/renew".into(),
            )],
        }
    }
}

impl MayPage {
    /// An answer that is no.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let kind: &str = &t.get("instrument-kind-licence");
        let condition = |met, key: &str| Condition {
            met,
            text: t.with(key, &[("kind", &kind), ("number", &"SF770000-001")]),
            fact: String::new(),
            source: String::new(),
        };
        let conditions = vec![
            condition(Met::Yes, "may-body-works-met"),
            condition(Met::Yes, "may-instrument-met"),
            condition(Met::No, "may-not-suspended-not-met"),
        ];
        let why: &str = &t.with("may-not-suspended-not-met", &[("kind", &kind)]);
        let body = t.lang.pick("示例焊接培训学校", "Shili Welding School");
        let what: &str = &t.get("act-train");
        let on: &str = &t.date(crate::samples::day(2026, 11, 24));
        MayPage {
            form: FormState::with(&[("act", "train"), ("occupation", "6-18-02-04")]),
            body: body.to_owned(),
            body_href: "/bodies/1".to_owned(),
            acts: vec![("train".to_owned(), what.to_owned())],
            levels: vec![("level5".to_owned(), t.lang.pick("五级/初级工", "Level 5").to_owned())],
            sites: Vec::new(),
            answer: Some(MayAnswer {
                allowed: false,
                sentence: t.with(
                    "may-no",
                    &[("body", &body), ("on", &on), ("what", &what), ("why", &why)],
                ),
                conditions,
                rule: t.with("may-rule", &[("version", &"acts@1")]),
            }),
            v,
        }
    }
}

impl StepPage {
    /// A step about to be taken.
    pub fn sample(v: Visit, step: &str) -> Self {
        StepPage {
            form: FormState::default(),
            body: v.t.lang.pick("示例焊接培训学校", "Shili Welding School").to_owned(),
            body_href: "/oversight/bodies/1".to_owned(),
            href: format!("/oversight/instruments/1/{step}"),
            version: 1,
            held: HeldCard::sample(&v),
            step: step.to_owned(),
            outcomes: outcomes(&v),
            ways: ways(&v),
            v: as_official(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let (clerk, desk) = sample_desk(v);
    let own = |held| OwnInstrumentsPage { v: clerk.clone(), desk: desk.clone(), held };
    let mut yes = MayPage::sample(v.clone());
    if let Some(answer) = &mut yes.answer {
        answer.allowed = true;
        answer.conditions.pop();
    }
    let mut form = MayPage::sample(v.clone());
    form.answer = None;
    let step = |word| StepPage::sample(v.clone(), word);
    vec![
        sample("may", &MayPage::sample(v.clone())),
        sample("may-yes", &yes),
        sample("may-form", &form),
        sample("instruments", &own(vec![HeldCard::sample(v)])),
        sample("instruments-none", &own(Vec::new())),
        sample("instrument-new", &NewInstrumentPage::sample(v.clone())),
        sample("instrument-check", &step("check")),
        sample("instrument-renew", &step("renew")),
        sample("instrument-suspend", &step("suspend")),
        sample("instrument-resume", &step("resume")),
        sample("instrument-exit", &step("exit")),
    ]
}
