//! Forms of returns as data (报表制度): what is asked, where each figure comes from, and what must agree
//! with what.

pub mod check;

pub use check::{Check, Finding, Kind, Verdict};

use kernel::{CivilDate, DivisionLevel, Lang, Month};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// The text for a reader.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// Which time a column is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 本月
    Month,
    /// 本年累计: from January on.
    Year,
    /// 累计: from the beginning.
    Total,
}

impl Span {
    /// All of them, in the order of the columns.
    pub const ALL: [Span; 3] = [Span::Month, Span::Year, Span::Total];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Span::Month => "month",
            Span::Year => "year",
            Span::Total => "total",
        }
    }

    /// The span of a stored word.
    pub fn from_word(word: &str) -> Option<Span> {
        Self::ALL.into_iter().find(|span| span.word() == word)
    }
}

/// Whether a form is one that an office really prescribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 示范表: ours, to show how forms work. Its numbers are nobody's.
    Sample,
    /// 正式: entered by an installation from the document that prescribes it.
    Prescribed,
}

/// In how many working days after the month an office hands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueDays {
    /// An office of a county.
    pub county: u16,
    /// An office of a prefecture.
    pub prefecture: u16,
    /// An office of a province.
    pub province: u16,
}

impl DueDays {
    /// For an office that sits in a division of the level.
    pub fn of(self, level: DivisionLevel) -> u16 {
        match level {
            DivisionLevel::County => self.county,
            DivisionLevel::Prefecture => self.prefecture,
            DivisionLevel::Province => self.province,
        }
    }
}

/// A form in one version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The key under which its versions follow each other.
    pub key: String,
    /// The version.
    pub version: i64,
    /// Whether it is prescribed or a sample.
    pub standing: Standing,
    /// 表号
    pub number: Words,
    /// Its title.
    pub title: Words,
    /// 制定机关
    pub issuer: Words,
    /// 批准文号
    pub approval: Words,
    /// The first month it is for.
    pub valid_from: Month,
    /// 有效期至: the last month it is for.
    pub valid_until: Option<Month>,
    /// By when it is handed in.
    pub due: DueDays,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What must agree.
    pub checks: Vec<Check>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Which time it is about.
    pub span: Span,
    /// Its title.
    pub name: Words,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// 代码
    pub code: String,
    /// What is counted.
    pub name: Words,
    /// 计量单位
    pub unit: Words,
    /// How far it is a part of what stands above: 0 for a row of its own.
    #[serde(default)]
    pub depth: u8,
    /// Where its figures come from.
    #[serde(flatten)]
    pub source: Source,
    /// The columns it has, where it does not have all.
    #[serde(default)]
    pub columns: Option<Vec<Span>>,
}

/// Where the figures of a row come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// From the journal: the sum of these measures.
    Measures(Vec<Term>),
    /// By hand, with the sentence that says until when or why.
    Hand(Words),
}

/// A measure that is added up: `certificates.issued` or, of it, `certificates.issued/level3`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Term {
    /// The measure.
    pub measure: String,
    /// Which part of it; empty for the whole.
    pub part: String,
}

impl TryFrom<String> for Term {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Term, Self::Error> {
        let (measure, part) = text.split_once('/').unwrap_or((text.as_str(), ""));
        if measure.is_empty() || text.ends_with('/') || part.contains('/') {
            return Err(
                "a measure is written as certificates.issued or certificates.issued/level3",
            );
        }
        Ok(Term { measure: measure.to_owned(), part: part.to_owned() })
    }
}

impl Row {
    /// Whether the row has a figure in a column.
    pub fn has(&self, span: Span) -> bool {
        self.columns.as_ref().is_none_or(|own| own.contains(&span))
    }

    /// Whether its figures are entered by hand.
    pub fn by_hand(&self) -> bool {
        matches!(self.source, Source::Hand(_))
    }
}

impl Form {
    /// Reads a form and says in a sentence for whoever wrote it what is wrong with it.
    ///
    /// # Errors
    /// That sentence.
    pub fn read(text: &str) -> Result<Form, String> {
        let form: Form = serde_json::from_str(text).map_err(|error| error.to_string())?;
        form.look_through()?;
        Ok(form)
    }

    fn look_through(&self) -> Result<(), String> {
        let mut codes = BTreeSet::new();
        for row in &self.rows {
            if !codes.insert(row.code.as_str()) {
                return Err(format!("row {} stands twice", row.code));
            }
            if !self.columns.iter().any(|column| row.has(column.span)) {
                return Err(format!("row {} has none of the form's columns", row.code));
            }
        }
        if self.valid_until.is_some_and(|until| until < self.valid_from) {
            return Err("the form ends before it begins".to_owned());
        }
        let mut keys = BTreeSet::new();
        for check in &self.checks {
            if !keys.insert(check.key.as_str()) {
                return Err(format!("check {} stands twice", check.key));
            }
            check.look_through(self)?;
        }
        Ok(())
    }

    /// A row by its code.
    pub fn row(&self, code: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// Whether there is such a cell.
    pub fn has(&self, code: &str, span: Span) -> bool {
        let column = self.columns.iter().any(|column| column.span == span);
        column && self.row(code).is_some_and(|row| row.has(span))
    }

    /// Every cell: row by row, in the order of the columns.
    pub fn cells(&self) -> impl Iterator<Item = (&Row, Span)> {
        self.rows.iter().flat_map(|row| {
            let spans = self.columns.iter().map(|column| column.span);
            spans.filter(|span| row.has(*span)).map(move |span| (row, span))
        })
    }

    /// Whether it is for a month.
    pub fn is_for(&self, month: Month) -> bool {
        self.valid_from <= month && self.valid_until.is_none_or(|until| month <= until)
    }

    /// The last day on which an office of the level hands in a month's return.
    pub fn due_on(
        &self,
        month: Month,
        level: DivisionLevel,
        calendar: &kernel::world::calendar::Calendar,
    ) -> CivilDate {
        calendar.add_working_days(month.last_day(), self.due.of(level)).date
    }
}

/// All forms of the installation.
#[derive(Clone, Debug)]
pub struct FormBook {
    forms: Vec<Form>,
}

impl FormBook {
    /// The forms that ship with the program.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn shipped() -> Result<FormBook, String> {
        FormBook::of(crate::shipped::FORMS)
    }

    /// The forms of some texts.
    ///
    /// # Errors
    /// What is wrong with one of them; two versions of one form for the same month.
    pub fn of(texts: &[&str]) -> Result<FormBook, String> {
        let forms: Vec<Form> =
            texts.iter().map(|text| Form::read(text)).collect::<Result<_, _>>()?;
        for (at, form) in forms.iter().enumerate() {
            let other = forms[..at].iter().find(|other| other.key == form.key);
            if other.is_some_and(|o| o.is_for(form.valid_from) || form.is_for(o.valid_from)) {
                return Err(format!("two versions of {} are for the same month", form.key));
            }
            for check in &form.checks {
                check.look_through_others(&forms)?;
            }
        }
        Ok(FormBook { forms })
    }

    /// The forms for a month, in their order.
    pub fn for_month(&self, month: Month) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(move |form| form.is_for(month))
    }

    /// A form in a version.
    pub fn version(&self, key: &str, version: i64) -> Option<&Form> {
        self.forms.iter().find(|form| form.key == key && form.version == version)
    }

    /// Every measure that a form names.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.forms.iter().flat_map(|form| &form.rows).flat_map(|row| match &row.source {
            Source::Measures(terms) => terms.as_slice(),
            Source::Hand(_) => &[],
        })
    }

    /// All forms in all versions.
    pub fn all(&self) -> &[Form] {
        &self.forms
    }
}

#[cfg(test)]
mod tests;
