//! Rows and cells as they come out of any kind of file, and the checked ways to take their values.

use crate::date::parse_date;
use crate::text::{clean, half_width};
use kernel::CivilDate;
use std::borrow::Cow;

/// One row that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The number that the user's program shows beside it, from 1.
    pub number: u32,
    /// Its cells up to the last one that holds something.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column (from 0); empty beyond the last one.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether no cell holds anything but blanks.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, exactly as it stands in the file. Every cell of a CSV file is text.
    Text(String),
    /// A number. Numbers of documents that come as one have lost their end: see
    /// [`Cell::as_text_checked`].
    Number(Number),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number that the file shows as a day; its time of day is dropped.
    Date(CivilDate),
    /// A formula without a usable value.
    Error(FormulaError),
}

/// A number with what the file has for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The value; finite.
    pub value: f64,
    /// The digits in the file: `46350`, `1.1010519491231E+17`.
    pub raw: String,
}

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormulaError {
    /// The program that wrote the file computed this error, such as `#N/A`.
    Value(String),
    /// The program that wrote the file did not compute the formula at all.
    NotCalculated,
}

/// Why the value of one cell cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellProblem {
    /// A number of 16 digits or more: spreadsheet programs keep 15, so the end is lost. The column
    /// has to be set to text and the number typed again.
    DigitsLost {
        /// What is left of it.
        shown: String,
    },
    /// A formula that ends in an error.
    ErrorValue {
        /// The error, such as `#N/A`.
        shown: String,
    },
    /// A formula whose value is not in the file; opening and saving it in a spreadsheet program
    /// puts it there.
    NotCalculated,
    /// Not a date of the calendar in any usual form.
    NotADate {
        /// What it is.
        shown: String,
    },
    /// Not a number.
    NotANumber {
        /// What it is.
        shown: String,
    },
}

impl CellProblem {
    /// Every code that [`CellProblem::code`] can give.
    pub const CODES: &[&str] = &[
        "cell-digits-lost",
        "cell-error-value",
        "cell-not-calculated",
        "cell-not-a-date",
        "cell-not-a-number",
    ];

    /// The stable code, which is the key of the text.
    pub fn code(&self) -> &'static str {
        match self {
            CellProblem::DigitsLost { .. } => "cell-digits-lost",
            CellProblem::ErrorValue { .. } => "cell-error-value",
            CellProblem::NotCalculated => "cell-not-calculated",
            CellProblem::NotADate { .. } => "cell-not-a-date",
            CellProblem::NotANumber { .. } => "cell-not-a-number",
        }
    }

    /// What the cell shows, for the text; empty when nothing.
    pub fn shown(&self) -> &str {
        match self {
            CellProblem::DigitsLost { shown }
            | CellProblem::ErrorValue { shown }
            | CellProblem::NotADate { shown }
            | CellProblem::NotANumber { shown } => shown,
            CellProblem::NotCalculated => "",
        }
    }
}

impl Number {
    /// From what stands in the file; nothing when it is no finite number.
    pub(crate) fn parse(raw: &str) -> Option<Self> {
        let value: f64 = raw.trim().parse().ok()?;
        value.is_finite().then(|| Number { value, raw: raw.to_string() })
    }

    /// From a binary value.
    pub(crate) fn from_value(value: f64) -> Self {
        Number { value, raw: value.to_string() }
    }

    /// Whether it has so many digits that a spreadsheet program has dropped the last of them.
    pub fn has_lost_digits(&self) -> bool {
        // Fifteen digits are kept, in a cell as in an f64.
        self.value.abs() >= 1e15
    }
}

impl std::fmt::Display for Number {
    /// Plain digits without an exponent: `13800000000`, `85.5`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.value)
    }
}

impl Cell {
    /// Whether it holds nothing or only blanks.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => clean(text).is_empty(),
            Cell::Number(_) | Cell::Bool(_) | Cell::Date(_) | Cell::Error(_) => false,
        }
    }

    /// Whether the file holds it as a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Cell::Number(_))
    }

    /// What a person sees in the cell, as nearly as can be told; for error reports.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty | Cell::Error(FormulaError::NotCalculated) => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) if number.has_lost_digits() => Cow::Borrowed(&number.raw),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Bool(true) => Cow::Borrowed("TRUE"),
            Cell::Bool(false) => Cow::Borrowed("FALSE"),
            Cell::Date(date) => Cow::Owned(date.format("%Y-%m-%d").to_string()),
            Cell::Error(FormulaError::Value(shown)) => Cow::Borrowed(shown),
        }
    }

    /// The value as text without blanks around it; nothing when blank. A number gives its plain
    /// digits, a date `2026-11-24`.
    ///
    /// # Errors
    /// [`CellProblem::DigitsLost`] for a number of 16 digits or more, also when a CSV file holds
    /// it as `1.10105E+17`; [`CellProblem::ErrorValue`] and [`CellProblem::NotCalculated`] for
    /// formulas.
    pub fn as_text_checked(&self) -> Result<Option<Cow<'_, str>>, CellProblem> {
        match self {
            Cell::Empty => Ok(None),
            Cell::Text(text) => match clean(text) {
                "" => Ok(None),
                text if is_scientific(text) => {
                    Err(CellProblem::DigitsLost { shown: text.to_string() })
                }
                text => Ok(Some(Cow::Borrowed(text))),
            },
            Cell::Number(number) if number.has_lost_digits() => {
                Err(CellProblem::DigitsLost { shown: number.raw.clone() })
            }
            Cell::Error(FormulaError::Value(shown)) => {
                Err(CellProblem::ErrorValue { shown: shown.clone() })
            }
            Cell::Error(FormulaError::NotCalculated) => Err(CellProblem::NotCalculated),
            Cell::Number(_) | Cell::Bool(_) | Cell::Date(_) => Ok(Some(self.shown())),
        }
    }

    /// The value as a day; nothing when blank. Text is read as [`parse_date`] does, a number only
    /// when its eight digits are a date (`20261124`): a bare serial number is not guessed at.
    ///
    /// # Errors
    /// [`CellProblem::NotADate`], and those of formulas.
    pub fn as_date_checked(&self) -> Result<Option<CivilDate>, CellProblem> {
        if let Cell::Date(date) = self {
            return Ok(Some(*date));
        }
        let text = match self.as_text_checked() {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(None),
            Err(CellProblem::DigitsLost { shown }) => return Err(CellProblem::NotADate { shown }),
            Err(problem) => return Err(problem),
        };
        match parse_date(&text) {
            Some(date) => Ok(Some(date)),
            None => Err(CellProblem::NotADate { shown: text.into_owned() }),
        }
    }

    /// The value as a number; nothing when blank. Text in full-width digits is understood.
    ///
    /// # Errors
    /// [`CellProblem::NotANumber`], and those of formulas.
    pub fn as_number_checked(&self) -> Result<Option<f64>, CellProblem> {
        match self {
            Cell::Number(number) => Ok(Some(number.value)),
            Cell::Text(text) if clean(text).is_empty() => Ok(None),
            Cell::Text(text) => {
                let plain = half_width(text);
                let plain = clean(&plain);
                let signs = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
                let value = plain.parse::<f64>().ok().filter(|_| plain.chars().all(signs));
                match value {
                    Some(value) => Ok(Some(value)),
                    None => Err(CellProblem::NotANumber { shown: clean(text).to_string() }),
                }
            }
            Cell::Bool(_) | Cell::Date(_) => {
                Err(CellProblem::NotANumber { shown: self.shown().into_owned() })
            }
            Cell::Empty => Ok(None),
            Cell::Error(FormulaError::Value(shown)) => {
                Err(CellProblem::ErrorValue { shown: shown.clone() })
            }
            Cell::Error(FormulaError::NotCalculated) => Err(CellProblem::NotCalculated),
        }
    }
}

/// Whether the text is a number as a spreadsheet program writes long ones into a CSV file:
/// `1.10105E+17`.
fn is_scientific(text: &str) -> bool {
    // Most texts are not, and end here.
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once("E+") else {
        return false;
    };
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    whole.len() == 1 && digits(whole) && digits(fraction) && exponent.len() >= 2 && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(raw: &str) -> Cell {
        Cell::Number(Number::parse(raw).unwrap())
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_string())
    }

    #[test]
    fn an_identity_number_in_a_numeric_cell_is_told() {
        for raw in ["110105194912310000", "1.1010519491231E+17", "1e15"] {
            let problem = number(raw).as_text_checked().unwrap_err();
            assert_eq!(problem, CellProblem::DigitsLost { shown: raw.to_string() });
        }
        let csv = text(" 1.10105E+17 ").as_text_checked().unwrap_err();
        assert_eq!(csv, CellProblem::DigitsLost { shown: "1.10105E+17".to_string() });
    }

    #[test]
    fn shorter_numbers_give_plain_digits() {
        for (raw, plain) in [
            ("1.38E+10", "13800000000"),
            ("85.5", "85.5"),
            ("0.10000000000000001", "0.1"),
            ("-3", "-3"),
            ("999999999999999", "999999999999999"),
        ] {
            assert_eq!(number(raw).as_text_checked().unwrap().unwrap(), plain);
        }
        assert_eq!(text("E+17").as_text_checked().unwrap().unwrap(), "E+17");
        assert_eq!(text("　示例甲 ").as_text_checked().unwrap().unwrap(), "示例甲");
        assert_eq!(text("　").as_text_checked(), Ok(None));
    }

    #[test]
    fn no_infinite_number_comes_in() {
        for raw in ["inf", "NaN", "1e999", "", "x", "0x10"] {
            assert_eq!(Number::parse(raw), None, "{raw}");
        }
    }

    #[test]
    fn dates_come_from_text_and_from_eight_digits() {
        let day = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
        for cell in [text("2026年11月24日"), number("20261124"), Cell::Date(day)] {
            assert_eq!(cell.as_date_checked(), Ok(Some(day)));
        }
        for cell in [number("46350"), text("昨天"), Cell::Bool(true), number("110105194912310000")]
        {
            assert_eq!(cell.as_date_checked().unwrap_err().code(), "cell-not-a-date");
        }
        assert_eq!(Cell::Empty.as_date_checked(), Ok(None));
    }

    #[test]
    fn numbers_come_from_text_too() {
        assert_eq!(text(" ８５．５ ").as_number_checked(), Ok(Some(85.5)));
        assert_eq!(text("　").as_number_checked(), Ok(None));
        for cell in [text("inf"), text("缺考"), text("1e3"), text("6 0"), Cell::Bool(true)] {
            assert_eq!(cell.as_number_checked().unwrap_err().code(), "cell-not-a-number");
        }
        let error = Cell::Error(FormulaError::Value("#N/A".to_string()));
        assert_eq!(error.as_number_checked().unwrap_err().code(), "cell-error-value");
        let missing = Cell::Error(FormulaError::NotCalculated);
        assert_eq!(missing.as_text_checked().unwrap_err().code(), "cell-not-calculated");
    }
}
