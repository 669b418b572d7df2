//! The cells of one row, taken out in checked ways; whatever cannot be taken becomes a finding.

use super::columns::{Columns, Field};
use crate::import::finding::Finding;
use kernel::{CivilDate, FieldProblem};
use sheets::{Cell, CellProblem, Row};

/// Characters of a text that no honest cell exceeds.
const MOST_CHARACTERS: usize = 200;

/// The cell holds something that cannot be taken; the finding is written down already.
pub(super) struct Flawed;

/// One row on its way through the checks.
pub(super) struct Cells<'a> {
    row: &'a Row,
    columns: &'a Columns,
    pub findings: Vec<Finding>,
}

impl<'a> Cells<'a> {
    pub fn new(row: &'a Row, columns: &'a Columns) -> Self {
        Cells { row, columns, findings: Vec::new() }
    }

    /// The cell of a column; an empty one when the file lacks the column.
    pub fn cell(&self, field: Field) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.columns.place(field).map_or(EMPTY, |place| self.row.cell(place))
    }

    /// Writes down what is wrong with a cell.
    pub fn wrong(&mut self, field: Field, code: &'static str, args: Vec<(&'static str, String)>) {
        let value = self.cell(field).shown().into_owned();
        self.findings.push(Finding { row: self.row.number, field, code, args, value });
    }

    /// Writes down what another check found.
    pub fn wrong_as(&mut self, field: Field, problem: FieldProblem) {
        self.wrong(field, problem.code, problem.args);
    }

    fn flawed(&mut self, field: Field, problem: &CellProblem) -> Flawed {
        match (field, problem) {
            (Field::Number, CellProblem::DigitsLost { .. }) => {
                self.wrong(field, "document-digits-lost", Vec::new());
            }
            _ => {
                let args = vec![("shown", problem.shown().to_owned())];
                self.wrong(field, problem.code(), args);
            }
        }
        Flawed
    }

    /// The text without blanks around it; nothing when blank.
    pub fn text(&mut self, field: Field) -> Result<Option<String>, Flawed> {
        match self.cell(field).as_text_checked() {
            Ok(Some(text)) if text.chars().count() > MOST_CHARACTERS => {
                let args = vec![("most", MOST_CHARACTERS.to_string())];
                self.wrong(field, "evaluation-text-too-long", args);
                Err(Flawed)
            }
            Ok(text) => Ok(text.map(|text| text.into_owned())),
            Err(problem) => Err(self.flawed(field, &problem)),
        }
    }

    /// The day; nothing when blank.
    pub fn date(&mut self, field: Field) -> Result<Option<CivilDate>, Flawed> {
        match self.cell(field).as_date_checked() {
            Ok(date) => Ok(date),
            Err(problem) => Err(self.flawed(field, &problem)),
        }
    }
}
