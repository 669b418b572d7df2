//! A return: one form of one authority for one month, its cells, and its way up.

pub(crate) mod store;

use crate::figures::{Figures, Spans};
use crate::form::check::Place;
use crate::form::{Finding, Form, Row, Source, Span, Verdict, check::Weight};
use kernel::{AuthorityId, CivilDate, Instant, Month, Problem, Result, ReturnId};
use serde::{Deserialize, Serialize};

/// Where a return stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReturnState {
    /// 填报中
    Draft {
        /// Why it was opened again, once it was locked.
        reopened: Option<Decided>,
    },
    /// 已报出: with the office that accepts it.
    Submitted {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
    },
    /// 已退回: to be mended.
    Returned(Decided),
    /// 已锁定: accepted; it changes no more.
    Locked {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
    },
}

/// What somebody decided, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// What the office above says to a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Answer {
    /// It is right.
    Accept,
    /// Something is to be mended.
    Return {
        /// What.
        reason: String,
    },
}

impl ReturnState {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            ReturnState::Draft { .. } => "draft",
            ReturnState::Submitted { .. } => "submitted",
            ReturnState::Returned(_) => "returned",
            ReturnState::Locked { .. } => "locked",
        }
    }

    /// Whether its cells may change.
    ///
    /// # Errors
    /// The conflict `returns-not-open` when they may not.
    pub fn is_open(&self) -> Result<()> {
        match self {
            ReturnState::Draft { .. } | ReturnState::Returned(_) => Ok(()),
            ReturnState::Submitted { .. } | ReturnState::Locked { .. } => {
                Err(Problem::conflict("returns-not-open"))
            }
        }
    }

    /// Hands it in. Nobody hands in what they wrote themselves.
    ///
    /// # Errors
    /// The conflicts `returns-not-open` and `returns-two-people`.
    pub fn submit(&self, writers: &[String], by: &str, at: Instant) -> Result<ReturnState> {
        self.is_open()?;
        if writers.iter().any(|writer| writer == by) {
            return Err(Problem::conflict("returns-two-people"));
        }
        Ok(ReturnState::Submitted { by: by.to_owned(), at })
    }

    /// Accepts or returns it. Nobody accepts what they handed in or wrote themselves.
    ///
    /// # Errors
    /// The conflicts `returns-not-submitted` and `returns-two-people`.
    pub fn decide(
        &self,
        answer: Answer,
        writers: &[String],
        by: &str,
        at: Instant,
    ) -> Result<ReturnState> {
        let ReturnState::Submitted { by: submitter, .. } = self else {
            return Err(Problem::conflict("returns-not-submitted"));
        };
        if submitter == by || writers.iter().any(|writer| writer == by) {
            return Err(Problem::conflict("returns-two-people"));
        }
        let by = by.to_owned();
        Ok(match answer {
            Answer::Accept => ReturnState::Locked { by, at },
            Answer::Return { reason } => ReturnState::Returned(Decided { by, at, reason }),
        })
    }

    /// Opens it again, for a new revision. What the office above has already summed up, or is about
    /// to, stays closed: that one is opened first.
    ///
    /// # Errors
    /// The conflicts `returns-not-locked` and `returns-upper-closed`.
    pub fn reopen(
        &self,
        above: Option<&ReturnState>,
        reason: String,
        by: &str,
        at: Instant,
    ) -> Result<ReturnState> {
        if !matches!(self, ReturnState::Locked { .. }) {
            return Err(Problem::conflict("returns-not-locked"));
        }
        if above.is_some_and(|above| above.is_open().is_err()) {
            return Err(Problem::conflict("returns-upper-closed"));
        }
        let by = by.to_owned();
        Ok(ReturnState::Draft { reopened: Some(Decided { by, at, reason }) })
    }
}

/// A figure that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The figure.
    pub value: i64,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why, or from where.
    pub reason: String,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The row's code.
    pub row: String,
    /// The column.
    pub span: Span,
    /// What the journal said when it was filled; nothing for a cell that is entered by hand.
    pub journal: Option<i64>,
    /// What somebody typed.
    pub entered: Option<Entered>,
    /// The sum of the locked returns below.
    pub below: i64,
}

/// Where a cell's own figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// From the journal.
    Journal,
    /// By hand, as the form asks.
    Hand,
    /// By hand, in the place of what the journal says.
    Changed,
    /// From nowhere yet.
    Missing,
}

impl Mark {
    /// The word, which is also the end of the key of its name.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Journal => "journal",
            Mark::Hand => "hand",
            Mark::Changed => "changed",
            Mark::Missing => "missing",
        }
    }
}

impl Cell {
    /// The office's own figure.
    pub fn own(&self) -> Option<i64> {
        self.entered.as_ref().map(|entered| entered.value).or(self.journal)
    }

    /// The whole figure, with what lies below.
    pub fn value(&self) -> Option<i64> {
        self.own().map(|own| own + self.below)
    }

    /// Where its own figure comes from.
    pub fn mark(&self) -> Mark {
        match (&self.entered, self.journal) {
            (Some(_), Some(_)) => Mark::Changed,
            (Some(_), None) => Mark::Hand,
            (None, Some(_)) => Mark::Journal,
            (None, None) => Mark::Missing,
        }
    }
}

/// A return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Which.
    pub id: ReturnId,
    /// Counts its changes.
    pub version: i64,
    /// The form's key.
    pub form: String,
    /// In which version.
    pub form_version: i64,
    /// For which month.
    pub month: Month,
    /// Whose.
    pub authority: AuthorityId,
    /// 修订: 1, and one more each time it was opened again.
    pub revision: i64,
    /// Where it stands.
    pub state: ReturnState,
    /// Every cell of the form, in its order.
    pub cells: Vec<Cell>,
    /// Lower authorities whose returns are not in the sums.
    pub missing: Vec<AuthorityId>,
    /// Who wrote in this revision.
    pub writers: Vec<String>,
    /// When it was filled last.
    pub filled_at: Instant,
    /// The first day on which it was handed in.
    pub handed_in_on: Option<CivilDate>,
}

/// What a cell is to become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Typed {
    /// The row's code.
    pub row: String,
    /// The column.
    pub span: Span,
    /// The figure; nothing takes back what was typed.
    pub value: Option<i64>,
}

/// What happened to a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Counted within the return.
    pub number: i64,
    /// In which revision.
    pub revision: i64,
    /// What was done: `draft`, `refill`, `enter`, `submit`, `accept`, `return` or `reopen`.
    pub what: String,
    /// The cell, and its own figure before and after; nothing for a step.
    pub cell: Option<CellChange>,
    /// Why; may be empty.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A cell's own figure before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The row's code.
    pub row: String,
    /// The column.
    pub span: Span,
    /// Before.
    pub from: Option<i64>,
    /// After.
    pub to: Option<i64>,
}

/// What the journal says of a row in a column; nothing for a row that is entered by hand.
pub(crate) fn of_journal(row: &Row, span: Span, figures: &Figures) -> Option<i64> {
    let Source::Measures(terms) = &row.source else { return None };
    let figure = |spans: &Spans| match span {
        Span::Month => spans.month,
        Span::Year => spans.year,
        Span::Total => spans.total,
    };
    let of = |term: &crate::form::Term| {
        figures.get(&(term.measure.clone(), term.part.clone())).map_or(0, figure)
    };
    Some(terms.iter().map(of).sum())
}

/// The cells of a form, filled from the journal and from the returns below. What was typed before
/// stays typed.
pub fn filled(form: &Form, figures: &Figures, below: &[Sheet], before: &[Cell]) -> Vec<Cell> {
    let cell = |(row, span): (&Row, Span)| {
        let typed = find(before, &row.code, span).and_then(|cell| cell.entered.clone());
        let lower = below.iter().filter_map(|sheet| find(&sheet.cells, &row.code, span)?.value());
        Cell {
            row: row.code.clone(),
            span,
            journal: of_journal(row, span, figures),
            entered: typed,
            below: lower.sum(),
        }
    };
    form.cells().map(cell).collect()
}

/// Of the returns below those that are summed up, which are the locked ones, and the offices of which
/// there is none.
pub fn in_sums(
    offices: Vec<AuthorityId>,
    sheets: Vec<Sheet>,
    form: &str,
) -> (Vec<Sheet>, Vec<AuthorityId>) {
    let locked = |sheet: &Sheet| matches!(sheet.state, ReturnState::Locked { .. });
    let sheets: Vec<Sheet> =
        sheets.into_iter().filter(|sheet| sheet.form == form && locked(sheet)).collect();
    let is_in = |office: &AuthorityId| sheets.iter().any(|sheet| sheet.authority == *office);
    let missing = offices.into_iter().filter(|office| !is_in(office)).collect();
    (sheets, missing)
}

/// A cell among many.
pub fn find<'a>(cells: &'a [Cell], row: &str, span: Span) -> Option<&'a Cell> {
    cells.iter().find(|cell| cell.row == row && cell.span == span)
}

/// Which own figures differ between two states of the cells.
pub(crate) fn differences(before: &[Cell], after: &[Cell]) -> Vec<CellChange> {
    let change = |cell: &Cell| {
        let from = find(before, &cell.row, cell.span).and_then(Cell::own);
        (from != cell.own()).then(|| CellChange {
            row: cell.row.clone(),
            span: cell.span,
            from,
            to: cell.own(),
        })
    };
    after.iter().filter_map(change).collect()
}

/// Other returns that checks look at.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// Last month's of the same form, once it is locked.
    pub last: Option<Sheet>,
    /// Those of other forms for the same month.
    pub same_month: Vec<Sheet>,
}

/// Makes every check of a form on some cells.
pub fn findings(form: &Form, month: Month, cells: &[Cell], others: &Others) -> Vec<Finding> {
    let value = |place: &Place, row: &str, span: Span| {
        let cells = match place {
            Place::Here => cells,
            Place::Last => &others.last.as_ref()?.cells,
            Place::Form(key) => &others.same_month.iter().find(|one| one.form == *key)?.cells,
        };
        find(cells, row, span)?.value()
    };
    form.checks.iter().flat_map(|check| check.make(month, &value)).collect()
}

/// Whether something stands in the way of handing in: a cell without a figure, a check that must
/// hold and does not.
pub fn stands_in_the_way(cells: &[Cell], findings: &[Finding]) -> bool {
    let missing = cells.iter().any(|cell| cell.value().is_none());
    missing || findings.iter().any(|one| one.is_broken(Weight::Must))
}

impl Finding {
    /// Whether it is broken and has that weight.
    pub fn is_broken(&self, weight: Weight) -> bool {
        self.verdict == Verdict::Broken && self.weight == weight
    }
}
