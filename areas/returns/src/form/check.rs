//! Cross-checks (审核关系): within a form, with last month's return, and with another form of the same
//! month. A check that cannot be made says so; it is never taken for passed.

use super::{Form, Span, Words};
use kernel::Month;
use serde::Deserialize;

/// How much weight a check has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// 强制性: a return that breaks it is not handed in.
    Must,
    /// 核实性: a return that breaks it is handed in with an explanation.
    Explain,
}

/// What is compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// Both sides are the same.
    #[serde(rename = "=")]
    Equal,
    /// The left side is not more.
    #[serde(rename = "<=")]
    AtMost,
}

/// A cross-check.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The key within the form.
    pub key: String,
    /// How much weight it has.
    pub weight: Weight,
    /// What is compared.
    pub left: Vec<Ref>,
    /// How.
    pub kind: Kind,
    /// With what.
    pub right: Vec<Ref>,
    /// In which columns it is made, for cells that name none.
    #[serde(default)]
    pub columns: Vec<Span>,
    /// What must be, in a sentence.
    pub sentence: Words,
}

/// A cell that a check looks at: `03`, `03.year`, `last:03.year`, `people!04.month`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Ref {
    /// Where it stands.
    pub place: Place,
    /// The row.
    pub row: String,
    /// The column; nothing for the one in which the check is made.
    pub span: Option<Span>,
}

/// In which return a cell stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In this one.
    Here,
    /// In last month's of the same form.
    Last,
    /// In another form's of the same month.
    Form(String),
}

impl TryFrom<String> for Ref {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Ref, Self::Error> {
        let (place, rest) = match (text.strip_prefix("last:"), text.split_once('!')) {
            (Some(rest), _) => (Place::Last, rest),
            (None, Some((form, rest))) => (Place::Form(form.to_owned()), rest),
            (None, None) => (Place::Here, text.as_str()),
        };
        let (row, span) = match rest.split_once('.') {
            Some((row, span)) => (row, Some(Span::from_word(span).ok_or("an unknown column")?)),
            None => (rest, None),
        };
        if row.is_empty() {
            return Err("a cell without a row");
        }
        Ok(Ref { place, row: row.to_owned(), span })
    }
}

/// What became of a check in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Broken,
    /// A figure is missing, here or in the other return.
    Unknown,
}

/// A check as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its key.
    pub check: String,
    /// How much weight it has.
    pub weight: Weight,
    /// What must be.
    pub sentence: Words,
    /// The column in which it was made.
    pub span: Span,
    /// The cells of this return that it looked at.
    pub cells: Vec<(String, Span)>,
    /// The sum of the left side.
    pub left: Option<i64>,
    /// The sum of the right side.
    pub right: Option<i64>,
    /// What became of it.
    pub verdict: Verdict,
}

impl Check {
    fn refs(&self) -> impl Iterator<Item = &Ref> {
        self.left.iter().chain(&self.right)
    }

    /// The columns in which it is made.
    fn spans(&self) -> Vec<Span> {
        let own = self.left.iter().find_map(|cell| cell.span);
        match (self.columns.is_empty(), own) {
            (false, _) => self.columns.clone(),
            (true, Some(span)) => vec![span],
            (true, None) => Vec::new(),
        }
    }

    pub(super) fn look_through(&self, form: &Form) -> Result<(), String> {
        if self.left.is_empty() || self.right.is_empty() || self.spans().is_empty() {
            return Err(format!("check {} compares nothing", self.key));
        }
        for span in self.spans() {
            for cell in self.refs().filter(|cell| !matches!(cell.place, Place::Form(_))) {
                if !form.has(&cell.row, cell.span.unwrap_or(span)) {
                    return Err(format!(
                        "check {} names cell {}, which is not there",
                        self.key, cell.row
                    ));
                }
            }
        }
        Ok(())
    }

    pub(super) fn look_through_others(&self, forms: &[Form]) -> Result<(), String> {
        for span in self.spans() {
            for cell in self.refs() {
                let Place::Form(key) = &cell.place else { continue };
                let mut others = forms.iter().filter(|form| form.key == *key);
                if !others.any(|form| form.has(&cell.row, cell.span.unwrap_or(span))) {
                    return Err(format!(
                        "check {} names {key}!{}, which is not there",
                        self.key, cell.row
                    ));
                }
            }
        }
        Ok(())
    }

    /// Makes the check. `value` gives the figure of a cell; nothing where there is none.
    pub fn make(
        &self,
        month: Month,
        value: &impl Fn(&Place, &str, Span) -> Option<i64>,
    ) -> Vec<Finding> {
        let one = |span: Span| {
            let figure = |cell: &Ref| {
                let span = cell.span.unwrap_or(span);
                // In January the year has only begun.
                let fresh = cell.place == Place::Last && span == Span::Year;
                if fresh && month == month.january() {
                    return Some(0);
                }
                value(&cell.place, &cell.row, span)
            };
            let sum = |side: &[Ref]| side.iter().map(figure).sum::<Option<i64>>();
            let (left, right) = (sum(&self.left), sum(&self.right));
            let verdict = match left.zip(right) {
                None => Verdict::Unknown,
                Some((left, right)) if holds(self.kind, left, right) => Verdict::Holds,
                Some(_) => Verdict::Broken,
            };
            let here = self.refs().filter(|cell| cell.place == Place::Here);
            Finding {
                check: self.key.clone(),
                weight: self.weight,
                sentence: self.sentence.clone(),
                span,
                cells: here.map(|cell| (cell.row.clone(), cell.span.unwrap_or(span))).collect(),
                left,
                right,
                verdict,
            }
        };
        self.spans().into_iter().map(one).collect()
    }
}

fn holds(kind: Kind, left: i64, right: i64) -> bool {
    match kind {
        Kind::Equal => left == right,
        Kind::AtMost => left <= right,
    }
}
