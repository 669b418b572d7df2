//! What a row must hold. Pure: the same row, world, rules and filings give the same answer.

use super::cells::{Cells, Flawed};
use super::columns::{Columns, Field};
use super::places::{self, Named, Wrong};
use super::results;
use crate::import::finding::Finding;
use kernel::{CivilDate, DivisionCode, OccupationCode, SkillLevel, World, text};
use organisations::Filing;
use organisations::filing::{MayCertify, WhyNot, may_certify};
use people::document::Confidence;
use people::public::NewPerson;
use people::{Document, DocumentKind, PersonName, Sex, check as check_document, guess_kind};
use rules::{PartResults, PassDecision, RuleBook};
use sheets::Row;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Everything that rows are judged by.
#[derive(Clone)]
pub(crate) struct Yardstick {
    pub world: Arc<World>,
    pub rules: Arc<RuleBook>,
    /// All filings of the body.
    pub filings: Arc<Vec<Filing>>,
    /// The body's division, for people whose row names none.
    pub division: DivisionCode,
    /// The day of the check.
    pub today: CivilDate,
    /// The exam day of rows that name none.
    pub exam_on: Option<CivilDate>,
}

/// A row without mistakes.
#[derive(Clone)]
pub(crate) struct GoodRow {
    pub row: u32,
    pub person: NewPerson,
    pub occupation: OccupationCode,
    pub variant: Option<String>,
    pub level: SkillLevel,
    pub exam_on: CivilDate,
    pub parts: PartResults,
    pub decision: PassDecision,
}

/// Checks rows of one file. Remembers what it looked up: a file names few occupations.
pub(crate) struct Checker {
    by: Yardstick,
    columns: Arc<Columns>,
    occupations: HashMap<(String, CivilDate), Result<Named, Wrong>>,
    divisions: HashMap<(String, CivilDate), Result<Option<DivisionCode>, Wrong>>,
    scopes: HashMap<(OccupationCode, SkillLevel, CivilDate), Option<WhyNot>>,
}

/// Different cells of a kind that are remembered.
const REMEMBERED: usize = 10_000;

impl Checker {
    pub fn new(by: Yardstick, columns: Columns) -> Self {
        Checker {
            by,
            columns: Arc::new(columns),
            occupations: HashMap::new(),
            divisions: HashMap::new(),
            scopes: HashMap::new(),
        }
    }

    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Checks a row.
    pub fn check(&mut self, row: &Row) -> Result<GoodRow, Vec<Finding>> {
        let columns = Arc::clone(&self.columns);
        let mut cells = Cells::new(row, &columns);
        let person = self.person(&mut cells);
        let exam = self.exam(&mut cells);
        match (person, exam) {
            (Ok(mut person), Ok(exam)) if cells.findings.is_empty() => {
                person.division = exam.division.unwrap_or(self.by.division);
                Ok(GoodRow {
                    row: row.number,
                    person,
                    occupation: exam.occupation,
                    variant: exam.variant,
                    level: exam.level,
                    exam_on: exam.exam_on,
                    parts: exam.parts,
                    decision: exam.decision,
                })
            }
            _ => Err(cells.findings),
        }
    }

    fn person(&self, cells: &mut Cells<'_>) -> Result<NewPerson, Flawed> {
        let document = self.document(cells);
        let name = name(cells);
        let sex = sex(cells);
        let birth_on = cells.date(Field::BirthOn);
        if let (Ok(document), Ok(sex), Ok(birth_on)) = (&document, &sex, &birth_on) {
            for finding in document.number.compare(*birth_on, *sex) {
                let field = match finding {
                    people::DocumentFinding::SexDiffers => Field::Sex,
                    _ => Field::BirthOn,
                };
                cells.wrong_as(field, finding.problem(field.word()));
            }
        }
        let phone = phone(cells);
        let extra = extra(cells);
        Ok(NewPerson {
            name: name?,
            documents: vec![document?],
            sex: sex?,
            birth_on: birth_on?,
            phone: phone?,
            division: self.by.division,
            extra: extra?,
        })
    }

    fn document(&self, cells: &mut Cells<'_>) -> Result<Document, Flawed> {
        let (number, kind) = (cells.text(Field::Number), cells.text(Field::Kind));
        let (number, kind) = (number?, kind?);
        let Some(number) = number else {
            cells.wrong(Field::Number, "document-empty", Vec::new());
            return Err(Flawed);
        };
        let kind = match kind {
            Some(typed) => DocumentKind::read(&typed),
            None => Some(usual_kind(&number)),
        };
        let Some(kind) = kind else {
            cells.wrong(Field::Kind, DocumentKind::UNKNOWN_CODE, Vec::new());
            return Err(Flawed);
        };
        match check_document(kind, &number, &self.by.world, self.by.today) {
            Ok(number) => Ok(Document::new(number)),
            Err(findings) => {
                for finding in findings {
                    cells.wrong_as(Field::Number, finding.problem(Field::Number.word()));
                }
                Err(Flawed)
            }
        }
    }

    fn exam(&mut self, cells: &mut Cells<'_>) -> Result<Exam, Flawed> {
        let exam_on = self.exam_on(cells);
        let level = level(cells);
        let typed = cells.text(Field::Occupation);
        let variant = cells.text(Field::Variant);
        let division = cells.text(Field::Division);
        // Without the exam day nothing else about the exam can be judged.
        let exam_on = exam_on?;
        let division = match division? {
            Some(typed) => self.division(cells, typed, exam_on),
            None => Ok(None),
        };
        let occupation = self.occupation(cells, typed?, exam_on);
        let level = level?;
        if let Ok((occupation, _)) = &occupation {
            self.scope(cells, *occupation, level, exam_on);
        }
        let Some(rule) = self.by.rules.pass_rule(exam_on, level) else {
            cells.wrong(Field::Level, "evaluation-level-not-evaluated", Vec::new());
            return Err(Flawed);
        };
        let parts = results::read(cells, rule, level);
        let (occupation, beside) = occupation?;
        let parts = parts?;
        Ok(Exam {
            exam_on,
            occupation,
            variant: variant?.filter(|v| !matches!(v.as_str(), "-" | "--" | "无")).or(beside),
            level,
            division: division?,
            decision: rule.decide(level, &parts),
            parts,
        })
    }

    fn exam_on(&self, cells: &mut Cells<'_>) -> Result<CivilDate, Flawed> {
        let Some(exam_on) = cells.date(Field::ExamOn)?.or(self.by.exam_on) else {
            cells.wrong(Field::ExamOn, "evaluation-exam-day-missing", Vec::new());
            return Err(Flawed);
        };
        if exam_on > self.by.today {
            cells.wrong(Field::ExamOn, "evaluation-exam-in-future", Vec::new());
            return Err(Flawed);
        }
        if self.by.world.occupations.release_on(exam_on).is_none() {
            cells.wrong(Field::ExamOn, "evaluation-exam-too-early", Vec::new());
            return Err(Flawed);
        }
        Ok(exam_on)
    }

    fn occupation(
        &mut self,
        cells: &mut Cells<'_>,
        typed: Option<String>,
        on: CivilDate,
    ) -> Result<Named, Flawed> {
        let Some(typed) = typed else {
            cells.wrong(Field::Occupation, "evaluation-occupation-missing", Vec::new());
            return Err(Flawed);
        };
        if self.occupations.len() > REMEMBERED {
            self.occupations.clear();
        }
        let world = Arc::clone(&self.by.world);
        let key = (typed, on);
        let named = match self.occupations.get(&key) {
            Some(known) => known.clone(),
            None => {
                let found = places::occupation(&world, &key.0, on);
                self.occupations.insert(key, found.clone());
                found
            }
        };
        named.map_err(|(code, args)| {
            cells.wrong(Field::Occupation, code, args);
            Flawed
        })
    }

    fn division(
        &mut self,
        cells: &mut Cells<'_>,
        typed: String,
        on: CivilDate,
    ) -> Result<Option<DivisionCode>, Flawed> {
        if self.divisions.len() > REMEMBERED {
            self.divisions.clear();
        }
        let world = Arc::clone(&self.by.world);
        let key = (typed, on);
        let found = match self.divisions.get(&key) {
            Some(known) => known.clone(),
            None => {
                let found = places::division(&world, &key.0, on);
                self.divisions.insert(key, found.clone());
                found
            }
        };
        found.map_err(|(code, args)| {
            cells.wrong(Field::Division, code, args);
            Flawed
        })
    }

    /// Whether the body is filed for it on the exam day.
    fn scope(
        &mut self,
        cells: &mut Cells<'_>,
        occupation: OccupationCode,
        level: SkillLevel,
        on: CivilDate,
    ) {
        if self.scopes.len() > REMEMBERED {
            self.scopes.clear();
        }
        let filings = Arc::clone(&self.by.filings);
        let known = self.scopes.entry((occupation, level, on));
        let why = known.or_insert_with(|| match may_certify(&filings, occupation, level, on) {
            MayCertify::Yes { .. } => None,
            MayCertify::No(why) => Some(why),
        });
        let Some(why) = *why else { return };
        let field = match why {
            WhyNot::Level => Field::Level,
            WhyNot::Day { .. } | WhyNot::Suspended | WhyNot::YearlyCheck | WhyNot::Ended => {
                Field::ExamOn
            }
            WhyNot::NoFiling | WhyNot::Occupation => Field::Occupation,
        };
        cells.wrong(field, why.code(), Vec::new());
    }
}

/// What a row says about the examination.
struct Exam {
    exam_on: CivilDate,
    occupation: OccupationCode,
    variant: Option<String>,
    level: SkillLevel,
    division: Option<DivisionCode>,
    parts: PartResults,
    decision: PassDecision,
}

/// The kind of a number whose row names none: a citizen's card, unless the check character says
/// otherwise.
fn usual_kind(number: &str) -> DocumentKind {
    match guess_kind(number) {
        Some(guess) if guess.confidence == Confidence::Certain => guess.kind,
        _ => DocumentKind::CitizenCard,
    }
}

fn name(cells: &mut Cells<'_>) -> Result<PersonName, Flawed> {
    let typed = cells.text(Field::Name)?.unwrap_or_default();
    PersonName::read(&typed).map_err(|findings| {
        for finding in findings {
            cells.wrong_as(Field::Name, finding.problem(Field::Name.word()));
        }
        Flawed
    })
}

fn sex(cells: &mut Cells<'_>) -> Result<Option<Sex>, Flawed> {
    let Some(typed) = cells.text(Field::Sex)? else { return Ok(None) };
    match Sex::read(&typed) {
        Some(sex) => Ok(Some(sex)),
        None => {
            cells.wrong(Field::Sex, Sex::UNKNOWN_CODE, Vec::new());
            Err(Flawed)
        }
    }
}

fn level(cells: &mut Cells<'_>) -> Result<SkillLevel, Flawed> {
    let typed = cells.text(Field::Level)?.unwrap_or_default();
    SkillLevel::read(&typed).map_err(|problem| {
        cells.wrong(Field::Level, problem.code(), Vec::new());
        Flawed
    })
}

/// Digits, with a plus sign in front for another country: 7 to 15 of them (ITU-T E.164).
fn phone(cells: &mut Cells<'_>) -> Result<Option<String>, Flawed> {
    let Some(typed) = cells.text(Field::Phone)? else { return Ok(None) };
    let plain: String = text::compact(&typed).chars().filter(|c| *c != '-').collect();
    let plain = plain.strip_prefix("+86").unwrap_or(&plain);
    let digits = plain.strip_prefix('+').unwrap_or(plain);
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Some(plain.to_owned()));
    }
    cells.wrong(Field::Phone, "evaluation-phone", Vec::new());
    Err(Flawed)
}

/// The few further fields that are kept, in the vault. The other columns of the full template are
/// not needed for a certificate and are not stored.
fn extra(cells: &mut Cells<'_>) -> Result<BTreeMap<String, String>, Flawed> {
    let mut extra = BTreeMap::new();
    for field in [Field::Education, Field::Employer, Field::Address] {
        if let Some(value) = cells.text(field)? {
            extra.insert(field.word().to_owned(), value);
        }
    }
    Ok(extra)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
