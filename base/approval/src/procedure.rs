//! Procedures (办理程序) as data: who decides in which order, within how many days, on which papers,
//! and what the letters say; by kind, region and date.

use crate::clock::Cause;
use kernel::{CivilDate, DivisionCode, Lang, Problem, Role};
use serde::{Deserialize, Serialize};

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Chinese, the language of the letters.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// In one language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// One step inside the office, or in an office above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Whose post it is: handler 经办, checker 复核 or approver 审批.
    pub post: Role,
    /// How many offices above the one that took the case in; 0 is that one.
    #[serde(default)]
    pub up: usize,
    /// What must have been looked at before the step can be taken.
    #[serde(default)]
    pub needs: Option<Cause>,
}

/// A paper that an application must or may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its word within the procedure.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Whether an application cannot be complete without it.
    pub required: bool,
}

/// Which letter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 受理通知书
    Accepted,
    /// 一次性补正告知书
    Supplement,
    /// 不予受理通知书
    NotAccepted,
    /// 准予决定书
    Approved,
    /// 不予准予决定书
    Rejected,
    /// 撤回、撤销、注销、吊销决定书
    Ended,
}

impl LetterKind {
    /// All kinds.
    pub const ALL: [LetterKind; 6] = [
        LetterKind::Accepted,
        LetterKind::Supplement,
        LetterKind::NotAccepted,
        LetterKind::Approved,
        LetterKind::Rejected,
        LetterKind::Ended,
    ];

    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            LetterKind::Accepted => "accepted",
            LetterKind::Supplement => "supplement",
            LetterKind::NotAccepted => "not_accepted",
            LetterKind::Approved => "approved",
            LetterKind::Rejected => "rejected",
            LetterKind::Ended => "ended",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a letter says: paragraphs with places in braces, such as `{applicant}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterText {
    /// Which letter.
    pub kind: LetterKind,
    /// Its heading.
    pub title: Text,
    /// Its paragraphs.
    pub paragraphs: Vec<Text>,
}

/// A procedure in force in a region for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// What it is for; the owning area's word.
    pub kind: String,
    /// What people call the matter.
    pub name: Text,
    /// Where the rule stands.
    pub source: String,
    /// The region; everywhere when absent. The nearest region's procedure counts.
    pub territory: Option<DivisionCode>,
    /// The first day on which cases are opened under it.
    pub valid_from: CivilDate,
    /// The last such day.
    pub valid_until: Option<CivilDate>,
    /// Working days to take the case in, refuse it or ask for papers (受理期限).
    pub accept_days: u16,
    /// Working days that the applicant has for missing papers (补正期限).
    pub supplement_days: u16,
    /// Working days from acceptance to the decision (办理期限).
    pub decide_days: u16,
    /// Working days by which the approver may prolong that once (延长期限).
    pub extend_days: u16,
    /// Working days of public notice before the decision (公示期); none without a notice.
    pub notice_days: Option<u16>,
    /// The steps, from the first to the one that decides.
    pub steps: Vec<Step>,
    /// The papers.
    pub papers: Vec<Paper>,
    /// The mark before the number of its letters (发文字号).
    pub letter_mark: String,
    /// Months during which who lost it by rescission or revocation may not apply again.
    pub bar_months: u32,
    /// What the letters say.
    pub letters: Vec<LetterText>,
}

/// What is wrong with a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProcedureFault {
    /// It cannot be read: line and reason.
    Unreadable(String),
    /// It has no step, or two steps of the same post in the same office, or the last is not an
    /// approver's: nobody could keep to the two-person rule.
    Steps,
    /// A step goes down again to an office below the one before.
    Downwards,
    /// It ends before it begins.
    Dates,
    /// A letter is missing, or given twice.
    Letter(LetterKind),
    /// A place in braces that no letter can fill.
    Place(String),
    /// A period of no day.
    Days,
}

impl ProcedureFault {
    /// The fault as people are told it.
    pub fn problem(&self) -> Problem {
        match self {
            ProcedureFault::Unreadable(reason) => {
                Problem::invalid("approval-procedure-unreadable").arg("reason", reason)
            }
            ProcedureFault::Steps => Problem::invalid("approval-procedure-steps"),
            ProcedureFault::Downwards => Problem::invalid("approval-procedure-downwards"),
            ProcedureFault::Dates => Problem::invalid("approval-procedure-dates"),
            ProcedureFault::Letter(kind) => {
                Problem::invalid("approval-procedure-letter").arg("letter", kind.word())
            }
            ProcedureFault::Place(place) => {
                Problem::invalid("approval-procedure-place").arg("place", place)
            }
            ProcedureFault::Days => Problem::invalid("approval-procedure-days"),
        }
    }
}

/// What a letter's text may name.
pub const PLACES: [&str; 12] = [
    "applicant",
    "matter",
    "office",
    "number",
    "date",
    "applied",
    "due",
    "missing",
    "reason",
    "result",
    "ending",
    "effective",
];

impl Procedure {
    /// Reads and checks a procedure.
    ///
    /// # Errors
    /// The first fault.
    pub fn read(json: &str) -> Result<Self, ProcedureFault> {
        let procedure: Procedure = serde_json::from_str(json)
            .map_err(|fault| ProcedureFault::Unreadable(fault.to_string()))?;
        procedure.check()?;
        Ok(procedure)
    }

    fn check(&self) -> Result<(), ProcedureFault> {
        let twice = |n: usize| {
            let step = self.steps[n];
            self.steps[..n].iter().any(|other| (other.post, other.up) == (step.post, step.up))
        };
        let last = self.steps.last().is_some_and(|step| step.post == Role::Approver);
        if self.steps.len() < 2 || !last || (0..self.steps.len()).any(twice) {
            return Err(ProcedureFault::Steps);
        }
        if !self.steps.is_sorted_by_key(|step| step.up) || self.steps[0].up != 0 {
            return Err(ProcedureFault::Downwards);
        }
        if self.valid_until.is_some_and(|until| until < self.valid_from) {
            return Err(ProcedureFault::Dates);
        }
        let periods = [self.accept_days, self.supplement_days, self.decide_days];
        if periods.contains(&0) || self.notice_days == Some(0) {
            return Err(ProcedureFault::Days);
        }
        for kind in LetterKind::ALL {
            if self.letters.iter().filter(|letter| letter.kind == kind).count() != 1 {
                return Err(ProcedureFault::Letter(kind));
            }
        }
        let texts = self.letters.iter().flat_map(|letter| &letter.paragraphs);
        let mut places = texts.flat_map(|text| places(&text.zh).chain(places(&text.en)));
        match places.find(|place| !PLACES.contains(place)) {
            Some(place) => Err(ProcedureFault::Place(place.to_owned())),
            None => Ok(()),
        }
    }

    /// Its name in the journal: kind, region and first day.
    pub fn version(&self) -> String {
        let region = self.territory.map_or_else(|| "*".to_owned(), |region| region.to_string());
        format!("{}@{region}@{}", self.kind, self.valid_from)
    }

    /// Whether cases are opened under it on a day.
    pub fn valid_on(&self, on: CivilDate) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on <= until)
    }

    /// Whether it is for the division.
    pub fn is_for(&self, division: DivisionCode) -> bool {
        self.territory.is_none_or(|region| region.covers(division))
    }

    /// The text of a letter; [`Procedure::read`] sees to it that there is one.
    pub fn letter(&self, kind: LetterKind) -> Option<&LetterText> {
        self.letters.iter().find(|letter| letter.kind == kind)
    }
}

/// The places in braces of a text.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place)
}

/// The procedure of a kind for a division on a day: that of the nearest region, then the latest.
pub fn choose<'p>(
    procedures: &'p [Procedure],
    kind: &str,
    division: DivisionCode,
    on: CivilDate,
) -> Option<&'p Procedure> {
    let fits = |p: &&Procedure| p.kind == kind && p.is_for(division) && p.valid_on(on);
    procedures.iter().filter(fits).max_by_key(|p| {
        let nearness = p.territory.map_or(0, |region| 1 + region.level() as u8);
        (nearness, p.valid_from)
    })
}
