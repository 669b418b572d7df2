//! What each fact adds to which figure. Pure: facts of one lane in their order, and what earlier ones
//! of the lane have told.
//!
//! **In which month something counts:** in the month in which it was recorded, in China. A revocation
//! in March of a certificate issued in January counts in March as revoked; January keeps what it had.
//! **Where:** in the division that the fact names; without one, where the body is registered that
//! did it.

use crate::measures::{level_part, of_instrument};
use approval::facts::{CaseMoved, CaseOpened, LetterIssued, ObjectionAnswered, ObjectionLodged};
use certificates::Status;
use certificates::facts::{CertificateIssued, CertificateStatusChanged};
use evaluation::facts::{ResultRecorded, ResultWithdrawn};
use kernel::{BodyId, DivisionCode, Month, Problem, Result, SkillLevel, SubjectId};
use organisations::facts::{
    AuthorityChanged, AuthorityRegistered, BodyChanged, BodyFiled, BodyRegistered, FilingChanged,
    InstrumentChanged, InstrumentEntered, SiteClosed, SiteOpened,
};
use organisations::{BodyChange, FilingStep, InstrumentKind, Step};
use people::facts::{NameCorrected, PersonErased, PersonRegistered, RecordCorrected};
use policy::facts::{ProgressDecided, ProgressReported, TaskAssigned};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Fact, FactRow};

/// Month, division, measure and part.
pub(crate) type Key = (Month, DivisionCode, String, String);

/// What a later fact of the lane has to know about a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    /// A certificate's level; how far a person has come; empty for the others.
    pub word: String,
    /// Where it counts.
    pub division: DivisionCode,
}

/// The facts of one lane on their way into figures.
#[derive(Default)]
pub(crate) struct Fold {
    /// What is known about records of the lane.
    pub known: HashMap<SubjectId, Known>,
    /// Where bodies are registered.
    pub bodies: HashMap<BodyId, DivisionCode>,
    /// What was learnt anew.
    pub learnt: BTreeSet<SubjectId>,
    /// What is to be added.
    pub added: BTreeMap<Key, i64>,
}

/// The records about which a fact asks what is known.
pub(crate) fn asks(fact: &FactRow) -> Result<Vec<SubjectId>> {
    Ok(match fact.kind.as_str() {
        CertificateIssued::KIND => fact.person.map(|person| person.cast()).into_iter().collect(),
        CertificateStatusChanged::KIND => {
            vec![data::<CertificateStatusChanged>(fact)?.certificate.cast()]
        }
        TaskAssigned::KIND => vec![data::<TaskAssigned>(fact)?.lead.cast()],
        ProgressReported::KIND => vec![data::<ProgressReported>(fact)?.task.cast()],
        ProgressDecided::KIND => vec![data::<ProgressDecided>(fact)?.task.cast()],
        _ => Vec::new(),
    })
}

pub(crate) fn data<F: Fact + DeserializeOwned>(fact: &FactRow) -> Result<F> {
    serde_json::from_value(fact.data.clone()).map_err(|_| {
        Problem::internal(format!("a fact {} in lane {:?} cannot be read", fact.kind, fact.origin))
    })
}

impl Fold {
    /// Takes one fact in.
    ///
    /// # Errors
    /// An internal problem when the fact is not in the written form of its kind.
    pub(crate) fn take(&mut self, fact: &FactRow) -> Result<()> {
        match fact.kind.split('.').next().unwrap_or_default() {
            "certificates" | "evaluation" => self.evaluation(fact),
            "people" => self.people(fact),
            "organisations" => self.organisations(fact),
            "approval" => self.cases(fact),
            "policy" => self.plans(fact),
            _ => Ok(()),
        }
    }

    fn division(&self, fact: &FactRow) -> Option<DivisionCode> {
        let of_body = || fact.body.and_then(|body| self.bodies.get(&body).copied());
        fact.division.or_else(of_body)
    }

    /// Adds one. What lies nowhere counts nowhere.
    fn one(&mut self, fact: &FactRow, measure: &str, parts: &[&str]) {
        if let Some(division) = self.division(fact) {
            self.one_in(fact, division, measure, parts);
        }
    }

    fn one_in(&mut self, fact: &FactRow, at: DivisionCode, measure: &str, parts: &[&str]) {
        for part in [""].iter().chain(parts) {
            let key = (Month::at(fact.at), at, measure.to_owned(), (*part).to_owned());
            *self.added.entry(key).or_default() += 1;
        }
    }

    fn learn(&mut self, id: SubjectId, word: &str, division: DivisionCode) {
        self.learnt.insert(id);
        self.known.insert(id, Known { word: word.to_owned(), division });
    }

    fn evaluation(&mut self, fact: &FactRow) -> Result<()> {
        match fact.kind.as_str() {
            ResultRecorded::KIND => {
                let told: ResultRecorded = data(fact)?;
                self.one(fact, "results.recorded", &[level_part(told.level)]);
                if told.passed {
                    self.one(fact, "results.passed", &[level_part(told.level)]);
                }
            }
            ResultWithdrawn::KIND => self.one(fact, "results.withdrawn", &[]),
            CertificateIssued::KIND => self.issued(fact, &data(fact)?),
            CertificateStatusChanged::KIND => {
                let told: CertificateStatusChanged = data(fact)?;
                let measure = match told.status {
                    Status::Suspended { .. } => "certificates.suspended",
                    Status::Revoked { .. } => "certificates.revoked",
                    Status::Valid => return Ok(()),
                };
                if let Some(known) = self.known.get(&told.certificate.cast()).cloned() {
                    self.one_in(fact, known.division, measure, &[&known.word]);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn issued(&mut self, fact: &FactRow, told: &CertificateIssued) {
        let Some(division) = self.division(fact) else { return };
        let class = format!("class{}", told.occupation.major_number());
        let level = level_part(told.level);
        self.one_in(fact, division, "certificates.issued", &[level, &class]);
        self.learn(told.certificate.cast(), level, division);
        let Some(person) = fact.person.map(|person| person.cast()) else { return };
        let before = self.known.get(&person).map(|known| known.word.clone());
        let high = told.level >= SkillLevel::Level3;
        if before.is_none() {
            self.one_in(fact, division, "people.first", &[]);
        }
        if high && before.as_deref() != Some("high") {
            self.one_in(fact, division, "people.first_high", &[]);
        }
        let word = if high || before.as_deref() == Some("high") { "high" } else { "skilled" };
        if before.as_deref() != Some(word) {
            self.learn(person, word, division);
        }
    }

    fn people(&mut self, fact: &FactRow) -> Result<()> {
        match fact.kind.as_str() {
            PersonRegistered::KIND => self.one(fact, "people.registered", &[]),
            NameCorrected::KIND | RecordCorrected::KIND => self.one(fact, "people.corrected", &[]),
            PersonErased::KIND => self.one(fact, "people.erased", &[]),
            _ => {}
        }
        Ok(())
    }

    fn organisations(&mut self, fact: &FactRow) -> Result<()> {
        match fact.kind.as_str() {
            AuthorityRegistered::KIND => {
                let told: AuthorityRegistered = data(fact)?;
                self.authority(fact, told.authority.cast());
            }
            AuthorityChanged::KIND => {
                let told: AuthorityChanged = data(fact)?;
                self.authority(fact, told.authority.cast());
            }
            BodyRegistered::KIND => {
                let told: BodyRegistered = data(fact)?;
                self.one(fact, "bodies.registered", &[told.kind.word()]);
            }
            BodyChanged::KIND => {
                let told: BodyChanged = data(fact)?;
                if matches!(told.change, BodyChange::Close | BodyChange::Merge { .. }) {
                    self.one(fact, "bodies.closed", &[]);
                }
            }
            BodyFiled::KIND => self.one(fact, "filings.begun", &[]),
            FilingChanged::KIND => match data::<FilingChanged>(fact)?.step {
                FilingStep::Suspend => self.one(fact, "filings.suspended", &[]),
                FilingStep::End => self.one(fact, "filings.ended", &[]),
                FilingStep::Resume => {}
            },
            InstrumentEntered::KIND => {
                let told: InstrumentEntered = data(fact)?;
                self.one(fact, of_instrument(told.kind).0, &[]);
            }
            InstrumentChanged::KIND => {
                let told: InstrumentChanged = data(fact)?;
                // A filing's own fact has told it already.
                if told.kind != InstrumentKind::Filing && matches!(told.step, Step::Exit { .. }) {
                    self.one(fact, of_instrument(told.kind).1, &[]);
                }
            }
            SiteOpened::KIND => self.one(fact, "sites.opened", &[]),
            SiteClosed::KIND => self.one(fact, "sites.closed", &[]),
            _ => {}
        }
        Ok(())
    }

    /// Where an authority's tasks count: where it sits.
    fn authority(&mut self, fact: &FactRow, id: SubjectId) {
        if let Some(division) = fact.division {
            self.learn(id, "", division);
        }
    }

    fn cases(&mut self, fact: &FactRow) -> Result<()> {
        match fact.kind.as_str() {
            CaseOpened::KIND => self.one(fact, "cases.opened", &[]),
            CaseMoved::KIND => {
                let told: CaseMoved = data(fact)?;
                // Later acts on an approved case leave the word of its state as it is.
                match (told.act.as_str(), told.state.as_str()) {
                    ("approve" | "conclude", "approved") => self.one(fact, "cases.approved", &[]),
                    ("reject" | "uphold", "rejected") => self.one(fact, "cases.rejected", &[]),
                    _ => {}
                }
            }
            LetterIssued::KIND => self.one(fact, "letters.issued", &[]),
            ObjectionLodged::KIND => self.one(fact, "objections.lodged", &[]),
            ObjectionAnswered::KIND => self.one(fact, "objections.answered", &[]),
            _ => {}
        }
        Ok(())
    }

    fn plans(&mut self, fact: &FactRow) -> Result<()> {
        match fact.kind.as_str() {
            TaskAssigned::KIND => {
                let told: TaskAssigned = data(fact)?;
                if let Some(lead) = self.known.get(&told.lead.cast()).cloned() {
                    self.one_in(fact, lead.division, "tasks.assigned", &[]);
                    self.learn(told.task.cast(), "", lead.division);
                }
            }
            ProgressReported::KIND => {
                let told: ProgressReported = data(fact)?;
                self.on_task(fact, told.task.cast(), "progress.reported");
            }
            ProgressDecided::KIND => {
                let told: ProgressDecided = data(fact)?;
                if told.accepted {
                    self.on_task(fact, told.task.cast(), "progress.accepted");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn on_task(&mut self, fact: &FactRow, task: SubjectId, measure: &str) {
        if let Some(task) = self.known.get(&task).cloned() {
            self.one_in(fact, task.division, measure, &[]);
        }
    }
}
