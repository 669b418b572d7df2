//! Documents and plans as spreadsheets: the form in which they ship, and in which offices add more.
//! Whatever is wrong is named with its line.

mod documents;
mod plans;

pub(crate) use documents::{DocumentLine, read_documents};
pub use plans::read_plans;

use kernel::{FieldProblem, Problem, Result};
use sheets::{Header, HeaderRule, Limits, OpenOptions, Row, SheetReader};
use std::io::Cursor;

/// The most findings that are told at once; whoever mends these comes back.
const FINDINGS: usize = 20;

/// The findings of one file.
#[derive(Default)]
struct Findings(Vec<FieldProblem>);

impl Findings {
    fn add(&mut self, line: u32, code: &'static str) {
        self.0.push(FieldProblem::new("file", code).arg("line", line));
    }

    /// With the column it is about, or what stands there.
    fn add_about(&mut self, line: u32, code: &'static str, about: &[(&'static str, &str)]) {
        let mut finding = FieldProblem::new("file", code).arg("line", line);
        for (name, value) in about {
            finding = finding.arg(name, value);
        }
        self.0.push(finding);
    }

    fn done<T>(mut self, read: T) -> Result<T> {
        self.0.truncate(FINDINGS);
        if self.0.is_empty() { Ok(read) } else { Err(Problem::fields(self.0)) }
    }
}

/// A row whose cells are found by the names of their columns.
struct Line<'a> {
    header: &'a Header,
    row: &'a Row,
}

impl Line<'_> {
    fn number(&self) -> u32 {
        self.row.number
    }

    /// What stands in the column; empty when the file has no such column.
    fn text(&self, column: &str) -> String {
        let position = self.header.position(column);
        let shown = position.map(|position| self.row.cell(position).shown().trim().to_owned());
        shown.unwrap_or_default()
    }

    /// What must stand in the column.
    fn needed(&self, column: &'static str, findings: &mut Findings) -> String {
        let text = self.text(column);
        if text.is_empty() {
            findings.add_about(self.number(), "policy-line-missing", &[("column", column)]);
        }
        text
    }

    /// The value of a cell: nothing when the cell is empty or, with a finding, when it makes no sense.
    fn value<T>(
        &self,
        column: &'static str,
        findings: &mut Findings,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            let about = [("column", column), ("value", text.as_str())];
            findings.add_about(self.number(), "policy-line-value", &about);
        }
        value
    }

    /// The value of a cell that must not be empty.
    fn needed_value<T>(
        &self,
        column: &'static str,
        findings: &mut Findings,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.needed(column, findings);
        if text.is_empty() { None } else { self.value(column, findings, read) }
    }
}

fn open(bytes: &[u8], header: HeaderRule) -> Result<SheetReader> {
    let options = OpenOptions { header, limits: Limits::small(), ..OpenOptions::default() };
    SheetReader::open(Cursor::new(bytes.to_vec()), &options).map_err(told)
}

/// Whether a file holds documents; otherwise it holds plans.
pub(crate) fn is_of_documents(bytes: &[u8]) -> Result<bool> {
    Ok(open(bytes, HeaderRule::FirstTextRow)?.header().position("row").is_none())
}

/// Goes through the rows of a file that has these columns.
fn each_row(
    bytes: &[u8],
    columns: &[&str],
    findings: &mut Findings,
    mut row: impl FnMut(Line<'_>, &mut Findings),
) -> Result<()> {
    let labels = columns.iter().map(|label| (*label).to_owned()).collect();
    let mut reader = open(bytes, HeaderRule::Labels(labels))?;
    let header = reader.header().clone();
    for column in columns.iter().filter(|column| header.position(column).is_none()) {
        findings.add_about(header.row, "policy-line-column", &[("column", column)]);
    }
    while let Some(next) = reader.next_row().map_err(told)? {
        if !next.is_blank() {
            row(Line { header: &header, row: &next }, findings);
        }
    }
    Ok(())
}

/// What is wrong with the file as a whole, at the field where it was chosen.
fn told(error: sheets::SheetError) -> Problem {
    let mut finding = FieldProblem::new("file", error.code());
    finding.args = error.args();
    Problem::fields(vec![finding])
}

#[cfg(test)]
mod tests;
