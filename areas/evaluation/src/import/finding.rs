//! What is wrong with a row or a file: a stable code with the values its text mentions.

use crate::sheet::Field;
use kernel::FieldProblem;
use people::{Disclosure, mask_name, mask_number, mask_phone};
use serde::{Deserialize, Serialize};

/// Codes of rows that are this area's own.
pub const ROW_CODES: &[&str] = &[
    "evaluation-division-future",
    "evaluation-division-retired",
    "evaluation-division-unknown",
    "evaluation-exam-day-missing",
    "evaluation-exam-in-future",
    "evaluation-exam-too-early",
    "evaluation-level-not-evaluated",
    "evaluation-occupation-ambiguous",
    "evaluation-occupation-future",
    "evaluation-occupation-missing",
    "evaluation-occupation-not-evaluated",
    "evaluation-occupation-retired",
    "evaluation-occupation-unknown",
    "evaluation-occupation-differs",
    "evaluation-other-name",
    "evaluation-phone",
    "evaluation-result-differs",
    "evaluation-score-decimals",
    "evaluation-score-missing",
    "evaluation-score-not-needed",
    "evaluation-score-range",
    "evaluation-score-unreadable",
    "evaluation-text-too-long",
    "evaluation-twice",
    "evaluation-twice-other-name",
];

/// Codes of files that are this area's own.
pub const FILE_CODES: &[&str] = &[
    "evaluation-column-twice",
    "evaluation-columns-missing",
    "evaluation-no-rows",
    "evaluation-too-many-findings",
];

/// Codes of other crates that rows, files and halted runs carry.
const OTHER_CODES: &[&str] = &[
    "certificates-no-key",
    "certificates-no-number",
    "certificates-not-filed",
    "certificates-numbers-used-up",
    "certificates-occupation-unknown",
    "certificates-person-erased",
    "document-bad-character",
    "document-birth-date-differs",
    "document-born-in-future",
    "document-digits-lost",
    "document-division-in-future",
    "document-division-never-existed",
    "document-empty",
    "document-first-generation-lapsed",
    "document-impossible-birth-date",
    "document-kind-unknown",
    "document-no-such-province",
    "document-other-kind",
    "document-sex-differs",
    "document-too-old",
    "document-wrong-check-character",
    "document-wrong-form",
    "document-wrong-length",
    "filing-day",
    "filing-ended",
    "filing-level",
    "filing-none",
    "filing-occupation",
    "filing-suspended",
    "level-ambiguous",
    "level-contradictory",
    "level-empty",
    "level-unknown",
    "name-bad-character",
    "name-control",
    "name-digit",
    "name-emoji",
    "name-empty",
    "name-markup",
    "name-mixed-scripts",
    "name-private-use",
    "name-punctuation",
    "name-too-long",
    "occupation-code-malformed",
    "sex-unknown",
];

/// Names of the values that texts mention.
const ARGS: &[&str] = &[
    "character",
    "codes",
    "columns",
    "count",
    "division",
    "expected",
    "found",
    "from",
    "kind",
    "limit",
    "line",
    "most",
    "name",
    "part",
    "position",
    "province",
    "reason",
    "row",
    "shown",
    "until",
    "what",
    "year",
    "years",
];

/// What is used for a code that this program does not know: it was written by another version.
const UNKNOWN: &str = "evaluation-unknown-finding";

/// The code as this program has it, from its stored text.
pub(crate) fn known_code(code: &str) -> &'static str {
    let lists =
        [ROW_CODES, FILE_CODES, OTHER_CODES, sheets::SheetError::CODES, sheets::CellProblem::CODES];
    lists.into_iter().flatten().copied().find(|known| *known == code).unwrap_or(UNKNOWN)
}

/// Why a file was not taken or a run halted, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    code: String,
    args: Vec<(String, String)>,
}

impl Why {
    /// A reason without values.
    pub fn new(code: &'static str) -> Self {
        Why { code: code.to_owned(), args: Vec::new() }
    }

    /// A reason with the values its text mentions.
    pub fn with(code: &'static str, args: &[(&'static str, String)]) -> Self {
        let args = args.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Why { code: code.to_owned(), args: args.collect() }
    }

    /// The reason as pages, the API and the command line say it.
    pub fn problem(&self, field: &'static str) -> FieldProblem {
        FieldProblem { field, code: known_code(&self.code), args: known_args(&self.args) }
    }
}

fn known_args(args: &[(String, String)]) -> Vec<(&'static str, String)> {
    let known = |name: &str| ARGS.iter().copied().find(|known| *known == name);
    args.iter().filter_map(|(name, value)| Some((known(name)?, value.clone()))).collect()
}

/// What is wrong with one cell, before it is sealed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The row as spreadsheets count it.
    pub row: u32,
    /// Which column.
    pub field: Field,
    /// What is wrong.
    pub code: &'static str,
    /// The values the text mentions.
    pub args: Vec<(&'static str, String)>,
    /// What the cell shows.
    pub value: String,
}

impl std::fmt::Debug for Finding {
    /// Values may be personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {}", self.row, self.field.word(), self.code)
    }
}

/// What is sealed of a finding.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sealed {
    pub heading: String,
    pub value: String,
    pub args: Vec<(String, String)>,
}

/// Characters of a value that are kept: enough to find the cell again.
const MOST_SHOWN: usize = 100;

impl Finding {
    pub(crate) fn new(row: u32, field: Field, code: &'static str) -> Self {
        Finding { row, field, code, args: Vec::new(), value: String::new() }
    }

    pub(crate) fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    pub(crate) fn sealed(&self, heading: &str) -> Sealed {
        let args = self.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Sealed {
            heading: heading.to_owned(),
            value: self.value.chars().take(MOST_SHOWN).collect(),
            args: args.collect(),
        }
    }
}

/// What is wrong with one cell, as pages and reports show it.
#[derive(Clone, Debug)]
pub struct ShownFinding {
    /// The row as spreadsheets count it.
    pub row: u32,
    /// Which column.
    pub field: Field,
    /// The heading of the column in the file; empty for the row as a whole.
    pub heading: String,
    /// What the cell shows, with personal parts hidden.
    pub value: String,
    /// What is wrong and what to do.
    pub problem: FieldProblem,
}

impl ShownFinding {
    pub(crate) fn open(row: u32, field: Field, code: &str, sealed: Sealed) -> Self {
        let value = match field {
            Field::Name => mask_name(&sealed.value),
            Field::Number => mask_number(&sealed.value, Disclosure::Clerk),
            Field::Phone => mask_phone(&sealed.value),
            Field::BirthOn | Field::Address => String::new(),
            _ => sealed.value,
        };
        let (code, args) = (known_code(code), known_args(&sealed.args));
        let problem = FieldProblem { field: field.word(), code, args };
        ShownFinding { row, field, heading: sealed.heading, value, problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_survives_storage_with_the_values_its_text_mentions() {
        let why = Why::with("sheet-too-many-rows", &[("limit", "5".to_owned())]);
        let json = serde_json::to_string(&why).unwrap();
        let back: Why = serde_json::from_str(&json).unwrap();
        let problem = back.problem("file");
        assert_eq!(
            (problem.code, problem.args),
            ("sheet-too-many-rows", vec![("limit", "5".into())])
        );
        assert_eq!(known_code("made-elsewhere"), UNKNOWN);
    }

    /// The texts that are compiled into the application, in one language.
    const TEXTS: [[&str; 3]; 2] = [
        [
            include_str!("../../../../app/web-kit/locales/zh-CN/evaluation.ftl"),
            include_str!("../../../../app/web-kit/locales/zh-CN/numbers.ftl"),
            include_str!("../../../../app/web-kit/locales/zh-CN/areas.ftl"),
        ],
        [
            include_str!("../../../../app/web-kit/locales/en/evaluation.ftl"),
            include_str!("../../../../app/web-kit/locales/en/numbers.ftl"),
            include_str!("../../../../app/web-kit/locales/en/areas.ftl"),
        ],
    ];

    #[test]
    fn every_finding_has_a_text_in_both_languages() {
        let lists = [ROW_CODES, FILE_CODES, sheets::SheetError::CODES, sheets::CellProblem::CODES];
        let codes = lists.into_iter().chain([OTHER_CODES, &[UNKNOWN]]).flatten();
        let fields = Field::ALL.into_iter().chain([Field::Row]).map(Field::text);
        let keys: Vec<String> = codes.map(|code| (*code).to_owned()).chain(fields).collect();
        for texts in TEXTS {
            let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
            for key in &keys {
                let begin = format!("{key} = ");
                assert!(lines.iter().any(|line| line.starts_with(&begin)), "no text for {key}");
            }
        }
    }

    #[test]
    fn every_value_that_a_text_mentions_survives_storage() {
        for text in TEXTS.iter().flatten().filter(|text| text.contains("evaluation-twice")) {
            for after in text.split('$').skip(1) {
                let is_name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
                let name: String = after.chars().take_while(is_name).collect();
                assert!(ARGS.contains(&name.as_str()), "{name}");
            }
        }
    }

    #[test]
    fn a_shown_finding_hides_what_identifies() {
        let finding =
            Finding { value: "示例甲".to_owned(), ..Finding::new(3, Field::Name, "name-digit") };
        let shown = ShownFinding::open(3, Field::Name, "name-digit", finding.sealed("姓名"));
        assert_eq!((shown.value.as_str(), shown.heading.as_str()), ("示*甲", "姓名"));
    }
}
