//! 统计报表: what is due when, one return with its figures, filling it, its steps, its trail, and who
//! has handed in.

use crate::kit::{Condition, Met, State, Tone};
use crate::samples::{Sample, as_official, day, sample};
use askama::Template;
use kernel::{CivilDate, Instant};
use web_kit::list::Column;
use web_kit::{FormState, Visit};

/// The returns of one's offices, the first due first.
#[derive(Template)]
#[template(path = "returns/list.html")]
pub struct ReturnsPage {
    /// The request.
    pub v: Visit,
    /// How many are late and not handed in.
    pub late: usize,
    /// Whether offices report to one of one's own.
    pub upper: bool,
    /// The returns.
    pub rows: Vec<DueRow>,
}

/// A return in the list.
#[derive(Clone, Debug)]
pub struct DueRow {
    /// The form's number and title, and the month.
    pub title: String,
    /// Its page; empty when it was not begun.
    pub href: String,
    /// Whose.
    pub office: String,
    /// The last day in time.
    pub due: CivilDate,
    /// Whether that day was missed.
    pub late: bool,
    /// Where it stands.
    pub state: State,
    /// Where it is begun; empty when the visitor may not.
    pub begin: String,
}

/// One return.
#[derive(Template)]
#[template(path = "returns/one.html")]
pub struct ReturnPage {
    /// The request.
    pub v: Visit,
    /// The form for the small step of filling it again.
    pub form: FormState,
    /// The form's title.
    pub title: String,
    /// The month, in words.
    pub month: String,
    /// Its page.
    pub href: String,
    /// Where it stands.
    pub state: State,
    /// Whether it was handed in late, or its day is over.
    pub late: bool,
    /// Whether the form is a sample.
    pub is_sample: bool,
    /// Keys of names, with values.
    pub facts: Vec<(&'static str, String)>,
    /// The key of who gave a reason, and the reason; nothing where there is none.
    pub reason: Option<(&'static str, String)>,
    /// The columns of the figures.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<FigureRow>,
    /// Figures that somebody typed.
    pub entered: Vec<EnteredRow>,
    /// Checks that are broken or could not be made.
    pub checks: Vec<Condition>,
    /// How many checks hold.
    pub holds: usize,
    /// The offices below.
    pub lower: Vec<LowerRow>,
    /// Names of offices below that are not in the sums; empty when all are.
    pub missing: String,
    /// Figures for which the system says something else today.
    pub moved: Vec<(String, String)>,
    /// Whether the visitor may fill it.
    pub may_fill: bool,
    /// Whether the visitor may hand it in.
    pub may_submit: bool,
    /// Whether the visitor may accept or return it.
    pub may_decide: bool,
    /// Whether the visitor may open it again.
    pub may_reopen: bool,
    /// The version that is shown.
    pub version: i64,
}

/// A row of figures.
#[derive(Clone, Debug)]
pub struct FigureRow {
    /// Its code.
    pub code: String,
    /// What is counted.
    pub name: String,
    /// In what.
    pub unit: String,
    /// How far it is a part of what stands above.
    pub depth: u8,
    /// A figure for each column; nothing where the row has none.
    pub cells: Vec<Option<FigureCell>>,
}

/// A figure.
#[derive(Clone, Debug)]
pub struct FigureCell {
    /// The anchor that checks lead to.
    pub id: String,
    /// The figure; empty while it is missing.
    pub value: String,
    /// The word of where it comes from.
    pub mark: &'static str,
    /// Of it from below; empty when nothing is.
    pub below: String,
    /// Whether a check that looks at it is broken.
    pub broken: bool,
}

/// A figure that somebody typed.
#[derive(Clone, Debug)]
pub struct EnteredRow {
    /// Row and column in words.
    pub cell: String,
    /// The figure.
    pub value: String,
    /// What the system says; empty where it says nothing.
    pub journal: String,
    /// Who typed it.
    pub who: String,
    /// When.
    pub at: Instant,
    /// Why, or from where.
    pub reason: String,
}

/// An office below.
#[derive(Clone, Debug)]
pub struct LowerRow {
    /// Its name.
    pub office: String,
    /// Its return; empty when it was not begun.
    pub href: String,
    /// Where that stands.
    pub state: State,
    /// The last day in time.
    pub due: CivilDate,
    /// Whether that day was missed.
    pub late: bool,
}

/// Filling a return.
#[derive(Template)]
#[template(path = "returns/fill.html")]
pub struct FillPage {
    /// The request.
    pub v: Visit,
    /// A field for each cell that is entered by hand, `change` and `value` for one of the others,
    /// `reason` and `version`.
    pub form: FormState,
    /// The form's title with the month.
    pub title: String,
    /// The return's page.
    pub href: String,
    /// Cells that are entered by hand: field, label and hint.
    pub fields: Vec<(String, String, String)>,
    /// Cells of the system: word and label with the figure.
    pub cells: Vec<(String, String)>,
}

/// A step with the whole return.
#[derive(Template)]
#[template(path = "returns/step.html")]
pub struct StepPage {
    /// The request.
    pub v: Visit,
    /// Fields `decision`, `reason` or `note`, and `version`.
    pub form: FormState,
    /// Which step: `submit`, `decide` or `reopen`.
    pub step: &'static str,
    /// The form's title with the month.
    pub title: String,
    /// Whose.
    pub office: String,
    /// The return's page.
    pub href: String,
    /// Checks that are broken or could not be made.
    pub checks: Vec<Condition>,
    /// Names of offices below that are not in the sums; empty when all are.
    pub missing: String,
}

impl FigureCell {
    /// The key of the word for where it comes from.
    fn mark_key(&self) -> &'static str {
        match self.mark {
            "hand" => "returns-mark-hand",
            "changed" => "returns-mark-changed",
            "missing" => "returns-mark-missing",
            _ => "returns-mark-journal",
        }
    }
}

impl StepPage {
    /// The keys of the heading and of the button.
    fn keys(&self) -> (&'static str, &'static str) {
        match self.step {
            "submit" => ("returns-submit", "returns-do-submit"),
            "decide" => ("returns-decide", "returns-do-decide"),
            _ => ("returns-reopen", "returns-do-reopen"),
        }
    }

    fn heading(&self) -> &'static str {
        self.keys().0
    }

    fn doing(&self) -> &'static str {
        self.keys().1
    }

    fn decisions(&self) -> Vec<crate::oversight::Choice> {
        let choice = |word: &str| {
            (word.to_owned(), self.v.t.get(&format!("returns-decide-{word}")), String::new())
        };
        vec![choice("accept"), choice("return")]
    }
}

/// What happened to a return.
#[derive(Template)]
#[template(path = "returns/trail.html")]
pub struct TrailPage {
    /// The request.
    pub v: Visit,
    /// The form's title with the month.
    pub title: String,
    /// The return's page.
    pub href: String,
    /// The latest first.
    pub rows: Vec<TrailRow>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct TrailRow {
    /// The key of what was done.
    pub what: String,
    /// In which revision.
    pub revision: i64,
    /// The cell in words; empty for a step.
    pub cell: String,
    /// Before and after; empty for a step.
    pub change: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: Instant,
    /// Why; may be empty.
    pub reason: String,
}

/// Who has handed in.
#[derive(Template)]
#[template(path = "returns/overview.html")]
pub struct OverviewPage {
    /// The request.
    pub v: Visit,
    /// The month, in words.
    pub month: String,
    /// The months before and after: address and words.
    pub others: Vec<(String, String)>,
    /// One part for each office and form.
    pub parts: Vec<OverviewPart>,
}

/// One form of the offices below one office.
#[derive(Clone, Debug)]
pub struct OverviewPart {
    /// The form's number and title.
    pub title: String,
    /// The upper office.
    pub office: String,
    /// How many are locked, of all.
    pub locked: usize,
    /// The offices below.
    pub rows: Vec<LowerRow>,
}

/// The word of a column's heading.
pub(crate) fn column(heading: String, number: bool) -> Column {
    Column { heading, number, sort: None }
}

fn one_sample(v: &Visit, title: &str, lower: LowerRow) -> ReturnPage {
    let cell = |mark, broken| FigureCell {
        id: format!("c-{mark}-{broken}"),
        value: if mark == "missing" { String::new() } else { "1,204".to_owned() },
        mark,
        below: if mark == "journal" { "1,000".to_owned() } else { String::new() },
        broken,
    };
    let row = |code: &str, depth, cells| FigureRow {
        code: code.to_owned(),
        name: title.to_owned(),
        unit: v.t.lang.pick("本", "certificates").to_owned(),
        depth,
        cells,
    };
    let entered = EnteredRow {
        cell: title.to_owned(),
        value: "12".to_owned(),
        journal: "11".to_owned(),
        who: v.t.lang.pick("示例经办", "Shili Jingban").to_owned(),
        at: v.now,
        reason: title.to_owned(),
    };
    ReturnPage {
        v: v.clone(),
        form: FormState::default(),
        title: title.to_owned(),
        month: v.t.month(kernel::Month::of(day(2026, 10, 1))),
        href: "/returns/x".to_owned(),
        state: State::new("returns-state-returned", Tone::Stopped),
        late: true,
        is_sample: true,
        facts: vec![("returns-office-name", lower.office.clone())],
        reason: Some(("returns-returned-because", title.to_owned())),
        columns: vec![
            column(v.t.get("returns-row"), false),
            column(title.to_owned(), true),
            column(title.to_owned(), true),
        ],
        rows: vec![
            row("01", 0, vec![Some(cell("journal", false)), Some(cell("changed", true))]),
            row("02", 1, vec![Some(cell("missing", false)), None]),
        ],
        entered: vec![entered],
        checks: vec![Condition {
            met: Met::No,
            text: title.to_owned(),
            fact: "12 ≠ 13".to_owned(),
            source: "03".to_owned(),
        }],
        holds: 7,
        missing: lower.office.clone(),
        lower: vec![lower],
        moved: vec![(title.to_owned(), "3 → 4".to_owned())],
        may_fill: true,
        may_submit: true,
        may_decide: true,
        may_reopen: true,
        version: 1,
    }
}

/// The list: with a late one and one that was not begun, and with nothing.
fn list_samples(v: &Visit, title: &str, lower: &LowerRow) -> Vec<Sample> {
    let row = DueRow {
        title: title.to_owned(),
        href: lower.href.clone(),
        office: lower.office.clone(),
        due: lower.due,
        late: true,
        state: lower.state,
        begin: String::new(),
    };
    let fresh = DueRow {
        href: String::new(),
        begin: "/returns/begin/x/evaluation/2026-10".to_owned(),
        state: State::new("returns-state-none", Tone::Attention),
        ..row.clone()
    };
    let list = |late, rows| ReturnsPage { v: v.clone(), late, upper: true, rows };
    vec![
        sample("returns", &list(1, vec![row, fresh])),
        sample("returns-none", &list(0, Vec::new())),
    ]
}

/// Filling, the three steps, and the trail.
fn step_samples(v: &Visit, title: &str, one: &ReturnPage) -> Vec<Sample> {
    let (title, href) = (title.to_owned(), one.href.clone());
    let fill = FillPage {
        v: v.clone(),
        form: FormState::default(),
        title: title.clone(),
        href: href.clone(),
        fields: vec![("18-month".to_owned(), title.clone(), title.clone())],
        cells: vec![("03-month".to_owned(), title.clone())],
    };
    let step = |step| StepPage {
        v: v.clone(),
        form: FormState::default(),
        step,
        title: title.clone(),
        office: one.missing.clone(),
        href: href.clone(),
        checks: one.checks.clone(),
        missing: one.missing.clone(),
    };
    let change = TrailRow {
        what: "returns-did-enter".to_owned(),
        revision: 2,
        cell: title.clone(),
        change: "– → 12".to_owned(),
        who: one.missing.clone(),
        at: v.now,
        reason: title.clone(),
    };
    let rows = vec![change];
    let trail = TrailPage { v: v.clone(), title: title.clone(), href: href.clone(), rows };
    vec![
        sample("return-fill", &fill),
        sample("return-submit", &step("submit")),
        sample("return-decide", &step("decide")),
        sample("return-reopen", &step("reopen")),
        sample("return-trail", &trail),
    ]
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let v = &as_official(v);
    let text = |zh: &str, en: &str| v.t.lang.pick(zh, en).to_owned();
    let title = text("示范表1 示例月报", "Sample form 1, a sample return");
    let lower = LowerRow {
        office: text("示例市局", "Shili Bureau"),
        href: "/returns/x".to_owned(),
        state: State::new("returns-state-submitted", Tone::Waiting),
        due: day(2026, 11, 4),
        late: false,
    };
    let one = one_sample(v, &title, lower.clone());
    let mut all = list_samples(v, &title, &lower);
    all.push(sample("return", &one));
    all.extend(step_samples(v, &title, &one));
    let (office, rows) = (lower.office.clone(), vec![lower]);
    let part = OverviewPart { title, office, locked: 0, rows };
    let overview = OverviewPage {
        v: v.clone(),
        month: one.month.clone(),
        others: vec![("/returns/overview?month=2026-09".to_owned(), one.month.clone())],
        parts: vec![part],
    };
    all.push(sample("returns-overview", &overview));
    all
}
