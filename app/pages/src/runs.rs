//! 考核批次: results that are looked through and released together, by a second person.

use crate::desk::{Desk, sample_desk};
use crate::kit::{Met, State, Tone, show_part};
use crate::samples::{Sample, day, moment, sample};
use askama::Template;
use evaluation::RunState;
use kernel::{CivilDate, FieldProblem, Instant};
use rules::{Part, PartResult};
use web_kit::{Answer, FormState, Paging, T, Visit};

/// The runs of a body.
#[derive(Template)]
#[template(path = "runs/list.html")]
pub struct RunsPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// Newest first.
    pub runs: Vec<RunRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One run in the list.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// 职业
    pub occupation: String,
    /// The level as it is printed.
    pub level: String,
    /// Its page.
    pub href: String,
    /// The exam day.
    pub exam_on: CivilDate,
    /// How it stands.
    pub stage: Stage,
    /// Everybody with a result that stands.
    pub candidates: i64,
    /// Those who passed.
    pub passed: i64,
}

/// How a run stands, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It can be released.
    Draft,
    /// Certificates are being issued.
    Releasing,
    /// Issuing met something that has to be settled first.
    Halted(FieldProblem),
    /// All certificates are issued, since then.
    Released(Instant),
}

impl Stage {
    /// How a run stands.
    pub fn of(state: &RunState) -> Stage {
        match state {
            RunState::Draft => Stage::Draft,
            RunState::Releasing { .. } => Stage::Releasing,
            RunState::Halted { why, .. } => Stage::Halted(why.problem("run")),
            RunState::Released { finished_at, .. } => Stage::Released(*finished_at),
        }
    }

    /// The word of the stage.
    pub fn state(&self) -> State {
        match self {
            Stage::Draft => State::new("evaluation-run-draft", Tone::Attention),
            Stage::Releasing => State::new("evaluation-run-releasing", Tone::Waiting),
            Stage::Halted(_) => State::new("evaluation-run-halted", Tone::Stopped),
            Stage::Released(_) => State::new("evaluation-run-released", Tone::Done),
        }
    }
}

/// What the page says about releasing the run.
#[derive(Clone, Debug)]
pub enum Release {
    /// Nothing: it is released, or whoever looks holds no post for it.
    Not,
    /// Why it would be refused, and what to do, before anybody tries.
    Refused(String, String),
    /// The button.
    Open,
}

/// One run with a page of its candidates. `as_part()` draws the live part alone.
#[derive(Template)]
#[template(path = "runs/one.html", blocks = ["part"])]
pub struct RunPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// The address of this page, without page and chosen candidate.
    pub href: String,
    /// What the list would show of it.
    pub run: RunRow,
    /// Certificates issued so far.
    pub issued: i64,
    /// Where they are listed.
    pub certificates_href: String,
    /// The rule under which its results were decided, such as `pass@2018-1`.
    pub rule: String,
    /// Whether whoever looks prepared it.
    pub own: bool,
    /// Releasing it.
    pub release: Release,
    /// In the order of their files.
    pub candidates: Vec<CandidateRow>,
    /// The links below the candidates.
    pub paging: Paging,
    /// The candidate to be withdrawn, with the form for it.
    pub withdraw: Option<Withdrawal>,
}

/// A candidate of a run, masked.
#[derive(Clone, Debug)]
pub struct CandidateRow {
    /// The row in the file.
    pub row: i64,
    /// The masked name; nothing once the person's data were erased.
    pub name: Option<String>,
    /// The masked document number; empty once the person's data were erased.
    pub number: String,
    /// 工种 / 职业方向
    pub variant: String,
    /// How the result stands.
    pub state: State,
    /// The stored decision: each part, whether it is met, and what it gave.
    pub parts: Vec<(Met, String)>,
    /// The rule of the decision, when it is another than the run's.
    pub rule: String,
    /// Where the result is withdrawn; empty when that cannot be done.
    pub withdraw_href: String,
    /// The certificate it became; empty when there is none.
    pub certificate_href: String,
}

/// The form that withdraws a candidate.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// Who.
    pub candidate: CandidateRow,
    /// Where the form is sent.
    pub action: String,
    /// The page without the form.
    pub back: String,
    /// Field `reason`.
    pub form: FormState,
}

/// Shows a run.
///
/// # Errors
/// As [`show_part`].
pub fn run(headers: &axum::http::HeaderMap, page: &RunPage) -> Answer {
    show_part(headers, &page.as_part(), page)
}

impl RunPage {
    /// Whether the page is still going to change by itself.
    pub fn is_live(&self) -> bool {
        self.run.stage == Stage::Releasing
    }

    /// The key of who prepared it.
    pub fn prepared(&self) -> &'static str {
        if self.own { "runs-prepared-you" } else { "runs-prepared-other" }
    }

    /// Certificates that a release would issue.
    pub fn left(&self) -> i64 {
        self.run.passed - self.issued
    }
}

/// Hundredths of a point as people write marks.
pub(crate) fn marks(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => whole.to_string(),
        (tenths, 0) => format!("{whole}.{tenths}"),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// One condition of a stored decision in words.
pub(crate) fn condition(t: T, condition: &rules::Condition) -> (Met, String) {
    let met = match condition.met {
        rules::Met::Yes => Met::Yes,
        rules::Met::No => Met::No,
        rules::Met::Missing => Met::Missing,
    };
    let part = t.get(&format!("evaluation-field-{}", condition.part.word()));
    let needed = marks(condition.needed);
    let text = match condition.found {
        Some(PartResult::Marks(found)) => {
            let found = marks(found);
            t.with("runs-part-marks", &[("part", &part), ("found", &found), ("needed", &needed)])
        }
        Some(other) => given(t, condition.part, other),
        None => t.with("runs-part-missing", &[("part", &part)]),
    };
    (met, text)
}

/// What a part gave, without the mark that was needed.
pub(crate) fn given(t: T, part: rules::Part, result: PartResult) -> String {
    let part = t.get(&format!("evaluation-field-{}", part.word()));
    match result {
        PartResult::Marks(found) => {
            t.with("archive-part-marks", &[("part", &part), ("found", &marks(found))])
        }
        PartResult::Absent => t.with("runs-part-absent", &[("part", &part)]),
        PartResult::Misconduct => t.with("runs-part-misconduct", &[("part", &part)]),
        PartResult::Exempt => t.with("runs-part-exempt", &[("part", &part)]),
    }
}

impl RunRow {
    fn sample(v: &Visit, stage: Stage) -> Self {
        RunRow {
            occupation: v.t.lang.pick("车工", "Turner").to_owned(),
            level: kernel::SkillLevel::Level3.printed(v.t.lang).to_owned(),
            href: "/runs/1".to_owned(),
            exam_on: day(2026, 11, 21),
            stage,
            candidates: 1200,
            passed: 1052,
        }
    }
}

impl RunsPage {
    /// Every stage once.
    pub fn sample(v: Visit) -> Self {
        let halted = Stage::Halted(FieldProblem::new("run", "certificates-no-key"));
        let released = Stage::Released(moment(day(2026, 11, 2), 16, 20));
        let stages = [Stage::Draft, Stage::Releasing, halted, released];
        let (visit, desk) = sample_desk(&v);
        RunsPage {
            runs: stages.map(|stage| RunRow::sample(&v, stage)).to_vec(),
            paging: Paging { shown: 4, ..Paging::default() },
            v: visit,
            desk,
        }
    }
}

fn sample_candidate(t: T, row: i64, state: State, results: &[PartResult]) -> CandidateRow {
    let parts = Part::ALL.iter().zip(results).map(|(part, found)| {
        let met = match found {
            PartResult::Marks(6000..) | PartResult::Exempt => rules::Met::Yes,
            _ => rules::Met::No,
        };
        condition(t, &rules::Condition { part: *part, met, found: Some(*found), needed: 6000 })
    });
    CandidateRow {
        row,
        name: Some("示*工".to_owned()),
        number: "770101********1234".to_owned(),
        variant: String::new(),
        state,
        parts: parts.collect(),
        rule: String::new(),
        withdraw_href: "?withdraw=1".to_owned(),
        certificate_href: String::new(),
    }
}

/// A result that is a pass.
pub(crate) const PASSED: State = State::new("runs-passed", Tone::Done);
/// A result that is none.
pub(crate) const FAILED: State = State::new("runs-failed", Tone::Quiet);
/// A result that was taken out.
pub(crate) const WITHDRAWN: State = State::new("runs-withdrawn", Tone::Stopped);
/// A result that became a certificate.
pub(crate) const CERTIFIED: State = State::new("runs-certified", Tone::Done);

impl RunPage {
    /// A run that is looked through before its release.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let (visit, desk) = sample_desk(&v);
        let marks = PartResult::Marks;
        let candidates = vec![
            sample_candidate(t, 2, PASSED, &[marks(8000), marks(7550)]),
            sample_candidate(t, 3, FAILED, &[marks(8000), marks(5999)]),
            sample_candidate(t, 4, FAILED, &[PartResult::Absent, marks(9000)]),
            sample_candidate(t, 5, PASSED, &[PartResult::Exempt, marks(6000)]),
            CandidateRow {
                name: None,
                number: String::new(),
                withdraw_href: String::new(),
                ..sample_candidate(t, 6, WITHDRAWN, &[PartResult::Misconduct, marks(7000)])
            },
        ];
        RunPage {
            v: visit,
            desk,
            href: "/runs/1".to_owned(),
            run: RunRow::sample(&v, Stage::Draft),
            issued: 0,
            certificates_href: "/certificates?run=1".to_owned(),
            rule: "pass@2018-1".to_owned(),
            own: false,
            release: Release::Open,
            candidates,
            paging: Paging { shown: 5, next: Some("?after=x".to_owned()), ..Paging::default() },
            withdraw: None,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let t = v.t;
    let page = || RunPage::sample(v.clone());
    let at = |stage| RunRow::sample(v, stage);
    let why = "evaluation-two-persons";
    let refused = Release::Refused(t.get(why), t.get(&format!("{why}.next")));
    let halted = Stage::Halted(FieldProblem::new("run", "certificates-no-key"));
    let mut form = FormState::default();
    form.refuse(FieldProblem::new("reason", "evaluation-reason"));
    let withdrawal = Withdrawal {
        candidate: page().candidates[1].clone(),
        action: "/runs/1/withdraw?withdraw=1".to_owned(),
        back: "/runs/1".to_owned(),
        form,
    };
    let mut issued = page();
    for one in &mut issued.candidates {
        one.withdraw_href.clear();
        if one.state == PASSED {
            one.state = CERTIFIED;
            one.certificate_href = "/certificates/1".to_owned();
        }
    }
    let released = at(Stage::Released(moment(day(2026, 11, 24), 9, 41)));
    let releasing = at(Stage::Releasing);
    let (visit, desk) = sample_desk(v);
    let empty = RunsPage { v: visit, desk, runs: Vec::new(), paging: Paging::default() };
    vec![
        sample("runs", &RunsPage::sample(v.clone())),
        sample("runs-empty", &empty),
        sample("run", &page()),
        sample("run-own", &RunPage { own: true, release: refused, ..page() }),
        sample("run-withdraw", &RunPage { withdraw: Some(withdrawal), ..page() }),
        sample(
            "run-releasing",
            &RunPage { run: releasing, issued: 412, release: Release::Not, ..page() },
        ),
        sample("run-halted", &RunPage { run: at(halted), issued: 412, ..page() }),
        sample(
            "run-released",
            &RunPage { run: released, issued: 1052, release: Release::Not, ..issued },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_written_as_short_as_people_write_them() {
        let written = [6000, 7550, 5999, 5, 10_000].map(marks);
        assert_eq!(written, ["60", "75.5", "59.99", "0.05", "100"]);
    }
}
