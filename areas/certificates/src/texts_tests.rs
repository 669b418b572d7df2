//! Every finding about documents, names, codes and numbers has a text in both languages that mentions
//! exactly what the finding tells. The test stands here because this crate sees all of them.

use crate::NumberFinding;
use kernel::occupation::MalformedOccupationCode;
use kernel::world::calendar::CalendarNote;
use kernel::world::{WorldError, WorldFault};
use kernel::{DivisionCode, FieldProblem, LevelProblem, Problem};
use organisations::{FilingCodeFinding, UsccFinding};
use people::document::finding::DivisionDigits;
use people::{DocumentFinding, DocumentKind, NameFinding, Sex};
use std::collections::{BTreeMap, BTreeSet};

const ZH: &str = include_str!("../../../app/web-kit/locales/zh-CN/numbers.ftl");
const EN: &str = include_str!("../../../app/web-kit/locales/en/numbers.ftl");

/// The messages of a file: key to the names of the values it mentions.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
            key = name.to_owned();
            assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{key} twice");
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for after in line.split('$').skip(1) {
            let name = after.chars().take_while(|c| is_name(*c)).collect();
            messages.get_mut(&key).expect("a value stands in a message").insert(name);
        }
    }
    messages
}

fn document_findings() -> Vec<DocumentFinding> {
    let division = DivisionCode::new(110_101).unwrap();
    vec![
        DocumentFinding::Empty,
        DocumentFinding::DigitsLost,
        DocumentFinding::WrongLength { found: 17, expected: "18" },
        DocumentFinding::BadCharacter { position: 3 },
        DocumentFinding::WrongForm(DocumentKind::Passport),
        DocumentFinding::WrongCheckCharacter,
        DocumentFinding::ImpossibleBirthDate,
        DocumentFinding::BornInFuture,
        DocumentFinding::TooOld,
        DocumentFinding::DivisionNeverExisted(DivisionDigits(1)),
        DocumentFinding::DivisionInFuture { division, from_year: 2060 },
        DocumentFinding::NoSuchProvince(99),
        DocumentFinding::OtherKind(DocumentKind::CitizenCard),
        DocumentFinding::FirstGenerationLapsed,
        DocumentFinding::BirthDateDiffers,
        DocumentFinding::SexDiffers,
        DocumentFinding::DivisionRetiredBeforeBirth { division, to_year: 2008 },
    ]
}

fn name_findings() -> Vec<NameFinding> {
    vec![
        NameFinding::Empty,
        NameFinding::TooLong { found: 51 },
        NameFinding::Digit,
        NameFinding::Markup,
        NameFinding::Control,
        NameFinding::Emoji,
        NameFinding::PrivateUse('\u{E863}'),
        NameFinding::BadCharacter('、'),
        NameFinding::Punctuation,
        NameFinding::MixedScripts,
    ]
}

fn uscc_findings() -> Vec<UsccFinding> {
    vec![
        UsccFinding::Empty,
        UsccFinding::WrongLength { found: 17 },
        UsccFinding::BadCharacter { position: 3 },
        UsccFinding::WrongCheckCharacter,
        UsccFinding::DemoDivision,
        UsccFinding::InnerCheckFails,
        UsccFinding::DivisionUnknown(320_594),
        UsccFinding::UnusualType,
    ]
}

fn filing_findings() -> Vec<FilingCodeFinding> {
    vec![
        FilingCodeFinding::Empty,
        FilingCodeFinding::WrongLength { found: 12 },
        FilingCodeFinding::WrongClass,
        FilingCodeFinding::BadCharacter { position: 3 },
        FilingCodeFinding::NoSuchProvince(90),
        FilingCodeFinding::SerialZero,
    ]
}

fn number_findings() -> Vec<NumberFinding> {
    vec![
        NumberFinding::Empty,
        NumberFinding::WrongLength { found: 21 },
        NumberFinding::BadCharacter { position: 18 },
        NumberFinding::WrongLevel,
        NumberFinding::SerialZero,
    ]
}

fn all_problems() -> Vec<FieldProblem> {
    let field = "field";
    let mut problems: Vec<FieldProblem> = Vec::new();
    problems.extend(document_findings().iter().map(|finding| finding.problem(field)));
    problems.extend(name_findings().into_iter().map(|finding| finding.problem(field)));
    problems.extend(uscc_findings().iter().map(|finding| finding.problem(field)));
    problems.extend(filing_findings().iter().map(|finding| finding.problem(field)));
    problems.extend(number_findings().iter().map(|finding| finding.problem(field)));
    problems.extend(LevelProblem::ALL.map(|problem| FieldProblem::new(field, problem.code())));
    let unknown = [DocumentKind::UNKNOWN_CODE, Sex::UNKNOWN_CODE, MalformedOccupationCode::CODE];
    problems.extend(unknown.map(|code| FieldProblem::new(field, code)));
    let note = CalendarNote::YearUnknown(2027);
    problems.push(FieldProblem { field, code: note.code(), args: note.args() });
    for fault in WorldFault::ALL {
        let problem = Problem::from(WorldError { source: "a.csv".to_owned(), line: 2, fault });
        problems.push(FieldProblem { field, code: problem.code(), args: problem.args().to_vec() });
    }
    problems
}

#[test]
fn every_finding_has_a_text_that_mentions_what_it_tells() {
    for text in [ZH, EN] {
        let messages = messages(text);
        for problem in all_problems() {
            let told: BTreeSet<String> =
                problem.args.iter().map(|(n, _)| (*n).to_owned()).collect();
            assert_eq!(messages.get(problem.code), Some(&told), "{}", problem.code);
        }
    }
}

#[test]
fn both_languages_have_the_same_texts_and_no_text_is_left_over() {
    let codes: BTreeSet<String> = all_problems().iter().map(|p| p.code.to_owned()).collect();
    assert_eq!(messages(ZH), messages(EN));
    assert_eq!(messages(ZH).into_keys().collect::<BTreeSet<_>>(), codes);
}

/// A kind is a stored word, so the text must have a branch for each that can occur.
#[test]
fn texts_that_depend_on_a_kind_have_a_branch_for_each() {
    let by_form = DocumentKind::ALL.into_iter().filter(|kind| {
        !matches!(
            kind,
            DocumentKind::CitizenCard
                | DocumentKind::CitizenCardFirstGeneration
                | DocumentKind::ResidencePermit
                | DocumentKind::ForeignerPermanentResidence
        )
    });
    for text in [ZH, EN] {
        for kind in by_form.clone() {
            assert!(text.contains(&format!("[{}] ", kind.word())), "{}", kind.word());
        }
    }
}
