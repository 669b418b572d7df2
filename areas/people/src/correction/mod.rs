//! 更正申请: a person asks to have something in their own record corrected; an office decides, and what
//! it accepts is changed in the same step. What is asked for and why is sealed under the person's key.

pub(crate) mod act;
pub(crate) mod store;

use crate::document::{DocumentKind, DocumentNumber, check, guess_kind};
use crate::name::PersonName;
use crate::vault::{Document, Personal};
use kernel::{CivilDate, DivisionCode, FieldProblem, Instant, PersonId, Problem, Result, World};
use serde::{Deserialize, Serialize};

/// What a person asks to have corrected.
#[derive(Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Another name.
    Name(PersonName),
    /// Another birth date.
    BirthDate(CivilDate),
    /// Another mobile number.
    Phone(String),
    /// A further document.
    Document(Document),
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wanted({})", self.field())
    }
}

impl Wanted {
    /// Every field by its stored word.
    pub const FIELDS: [&'static str; 4] = ["name", "birth_date", "phone", "document"];

    /// The stored word of what is to be corrected.
    pub fn field(&self) -> &'static str {
        match self {
            Wanted::Name(_) => "name",
            Wanted::BirthDate(_) => "birth_date",
            Wanted::Phone(_) => "phone",
            Wanted::Document(_) => "document",
        }
    }

    /// Reads what somebody typed for a field; `kind` for a document whose number does not tell it.
    ///
    /// # Errors
    /// What is wrong, about the field `value`; about `field` when there is no such field.
    pub fn read(
        field: &str,
        typed: &str,
        kind: Option<DocumentKind>,
        world: &World,
        today: CivilDate,
    ) -> Result<Wanted, FieldProblem> {
        let wrong = |code| FieldProblem::new("value", code);
        match field {
            "name" => PersonName::read(typed)
                .map(Wanted::Name)
                .map_err(|findings| findings[0].problem("value")),
            "birth_date" => {
                typed.parse().map(Wanted::BirthDate).map_err(|_| wrong("field-not-a-date"))
            }
            "phone" => {
                let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
                let right = (7..=15).contains(&digits.len())
                    && digits.bytes().all(|byte| byte.is_ascii_digit());
                if right { Ok(Wanted::Phone(digits)) } else { Err(wrong("people-phone-wrong")) }
            }
            "document" => {
                let kind = kind.or_else(|| guess_kind(typed).map(|guess| guess.kind));
                let kind = kind.ok_or_else(|| wrong("people-number-unknown"))?;
                check(kind, typed, world, today)
                    .map(|number| Wanted::Document(Document::new(number)))
                    .map_err(|findings| findings[0].problem("value"))
            }
            _ => Err(FieldProblem::new("field", "field-choose")),
        }
    }

    /// Whether the record says so already.
    ///
    /// # Errors
    /// `people-correction-same` when nothing would change; `people-correction-birth-date` when a
    /// citizen's number of the record says another birth date; a day to come is none.
    pub fn check(&self, personal: &Personal, today: CivilDate) -> Result<()> {
        let same = match self {
            Wanted::Name(name) => *name == personal.name,
            Wanted::BirthDate(day) => Some(*day) == personal.birth_on,
            Wanted::Phone(phone) => Some(phone) == personal.phone.as_ref(),
            Wanted::Document(document) => personal.documents.contains(document),
        };
        if same {
            return Err(Problem::conflict("people-correction-same"));
        }
        if let Wanted::BirthDate(day) = self {
            if *day > today {
                let wrong = FieldProblem::new("value", "field-not-a-date");
                return Err(Problem::fields(vec![wrong]));
            }
            let told = personal.documents.iter().filter_map(|d| d.number.birth_date());
            if told.into_iter().any(|told| told != *day) {
                return Err(Problem::conflict("people-correction-birth-date"));
            }
        }
        Ok(())
    }
}

/// How far a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrectionState {
    /// 待办理
    Requested,
    /// 已更正
    Accepted {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
    },
    /// 不予更正
    Refused {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
    },
    /// 本人撤回
    Withdrawn {
        /// When.
        at: Instant,
    },
}

impl CorrectionState {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            CorrectionState::Requested => "requested",
            CorrectionState::Accepted { .. } => "accepted",
            CorrectionState::Refused { .. } => "refused",
            CorrectionState::Withdrawn { .. } => "withdrawn",
        }
    }

    /// An office accepts or refuses.
    ///
    /// # Errors
    /// The conflict `people-correction-step` for a request that is settled.
    pub fn decide(self, accept: bool, by: &str, now: Instant) -> Result<CorrectionState> {
        self.open()?;
        let by = by.to_owned();
        Ok(match accept {
            true => CorrectionState::Accepted { by, at: now },
            false => CorrectionState::Refused { by, at: now },
        })
    }

    /// The person takes the request back.
    ///
    /// # Errors
    /// The conflict `people-correction-step` for a request that is settled.
    pub fn withdraw(self, now: Instant) -> Result<CorrectionState> {
        self.open()?;
        Ok(CorrectionState::Withdrawn { at: now })
    }

    fn open(&self) -> Result<()> {
        match self {
            CorrectionState::Requested => Ok(()),
            CorrectionState::Accepted { .. }
            | CorrectionState::Refused { .. }
            | CorrectionState::Withdrawn { .. } => Err(Problem::conflict("people-correction-step")),
        }
    }
}

/// A request as whoever may see it sees it.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Which.
    pub id: kernel::CorrectionId,
    /// Counts its changes.
    pub version: i64,
    /// Whose record.
    pub person: PersonId,
    /// Whose offices decide.
    pub division: DivisionCode,
    /// How far it is.
    pub state: CorrectionState,
    /// When it was made.
    pub requested_at: Instant,
    /// What was asked for, why, and the answer; nothing once the person's data were erased.
    pub said: Option<CorrectionSaid>,
}

/// What was said in a request and to it.
#[derive(Clone, Debug)]
pub struct CorrectionSaid {
    /// What is asked for.
    pub wanted: Wanted,
    /// What the record said when it was asked for; empty for a further document.
    pub before: String,
    /// Why.
    pub reason: String,
    /// What the office answered; empty until then.
    pub answer: String,
}

/// The written form inside the seal.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(flatten)]
    wanted: WrittenWanted,
    before: String,
    reason: String,
    #[serde(default)]
    answer: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
enum WrittenWanted {
    Name { name: String },
    BirthDate { day: CivilDate },
    Phone { phone: String },
    Document { kind: String, number: String, country: Option<String> },
}

impl CorrectionSaid {
    fn write(&self) -> Result<Vec<u8>> {
        let wanted = match &self.wanted {
            Wanted::Name(name) => WrittenWanted::Name { name: name.reveal().to_owned() },
            Wanted::BirthDate(day) => WrittenWanted::BirthDate { day: *day },
            Wanted::Phone(phone) => WrittenWanted::Phone { phone: phone.clone() },
            Wanted::Document(document) => WrittenWanted::Document {
                kind: document.number.kind().word().to_owned(),
                number: document.number.reveal().to_owned(),
                country: document.country.clone(),
            },
        };
        let (before, reason) = (self.before.clone(), self.reason.clone());
        let written = Written { wanted, before, reason, answer: self.answer.clone() };
        serde_json::to_vec(&written).map_err(Problem::internal)
    }

    fn read(plain: &[u8]) -> Option<CorrectionSaid> {
        let written: Written = serde_json::from_slice(plain).ok()?;
        let wanted = match written.wanted {
            WrittenWanted::Name { name } => Wanted::Name(PersonName::stored(&name)),
            WrittenWanted::BirthDate { day } => Wanted::BirthDate(day),
            WrittenWanted::Phone { phone } => Wanted::Phone(phone),
            WrittenWanted::Document { kind, number, country } => {
                let kind = DocumentKind::from_word(&kind)?;
                let number = DocumentNumber::stored(kind, &number)?;
                Wanted::Document(Document { number, country })
            }
        };
        let Written { before, reason, answer, .. } = written;
        Some(CorrectionSaid { wanted, before, reason, answer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        Instant::from_micros(second * 1_000_000)
    }

    #[test]
    fn a_request_is_settled_once() {
        let accepted = CorrectionState::Requested.decide(true, "ann", at(2)).unwrap();
        assert_eq!(accepted, CorrectionState::Accepted { by: "ann".to_owned(), at: at(2) });
        let refused = CorrectionState::Requested.decide(false, "ann", at(2)).unwrap();
        let withdrawn = CorrectionState::Requested.withdraw(at(2)).unwrap();
        for state in [accepted, refused, withdrawn] {
            let again = state.clone().decide(true, "ben", at(3)).unwrap_err();
            assert_eq!(again.code(), "people-correction-step", "{state:?}");
            assert_eq!(state.withdraw(at(3)).unwrap_err().code(), "people-correction-step");
        }
    }

    #[test]
    fn what_is_said_comes_back_as_it_was() {
        let said = CorrectionSaid {
            wanted: Wanted::Name(PersonName::read("示例乙").unwrap()),
            before: "示例甲".to_owned(),
            reason: "证件上的字不同".to_owned(),
            answer: String::new(),
        };
        let back = CorrectionSaid::read(&said.write().unwrap()).unwrap();
        assert_eq!(
            (back.wanted, back.before, back.reason),
            (said.wanted, said.before, said.reason)
        );
        assert!(CorrectionSaid::read(b"{}").is_none());
    }
}
