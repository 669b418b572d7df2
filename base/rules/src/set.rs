//! Rule sets that offices write as data (规则集): conditions that must hold, and a decision table that
//! says what follows. Which one holds is a question of place and day; each is tried on its own stored
//! cases before anybody may approve it.

use crate::{Met, RuleError};
use kernel::{CivilDate, DivisionCode, Instant, Lang, Problem, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Told {
    /// The text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// What is known about somebody: a whole number (money in fen, months, counts), a word, or yes and no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Known {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A word of a list.
    Word(String),
}

impl std::fmt::Display for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Known::Flag(flag) => write!(f, "{flag}"),
            Known::Number(number) => write!(f, "{number}"),
            Known::Word(word) => f.write_str(word),
        }
    }
}

/// What is asked of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// At least this number.
    AtLeast(i64),
    /// At most this number.
    AtMost(i64),
    /// Exactly this.
    Is(Known),
    /// One of these.
    OneOf(Vec<Known>),
}

impl Ask {
    /// Whether the fact answers it. A number asked of a word is not met: rules are tried before they
    /// count, so that such a slip is found on a stored case.
    fn met(&self, fact: &Known) -> bool {
        match (self, fact) {
            (Ask::AtLeast(least), Known::Number(number)) => number >= least,
            (Ask::AtMost(most), Known::Number(number)) => number <= most,
            (Ask::AtLeast(_) | Ask::AtMost(_), Known::Flag(_) | Known::Word(_)) => false,
            (Ask::Is(wanted), fact) => wanted == fact,
            (Ask::OneOf(wanted), fact) => wanted.contains(fact),
        }
    }
}

/// A condition that must hold (条件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Its name within the set; decisions carry it.
    pub id: String,
    /// What it asks, for people.
    pub told: Told,
    /// The fact it looks at.
    pub fact: String,
    /// What is asked of the fact.
    pub ask: Ask,
}

/// A line of the decision table: the first whose columns all fit says what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Whom it is about, for people.
    pub told: Told,
    /// What must be so, by fact.
    pub when: BTreeMap<String, Ask>,
    /// What follows, in fen.
    pub amount_fen: i64,
}

/// What is known about a case: facts by name.
pub type Facts = BTreeMap<String, Known>;

/// A case with the answer that people agreed on (测试用例).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredCase {
    /// What it is about.
    pub told: Told,
    /// What is known.
    pub given: Facts,
    /// The amount in fen that follows; nothing when it is to be refused.
    pub granted_fen: Option<i64>,
}

/// A rule set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// What it decides, the same in every version and place.
    pub id: String,
    /// Which version.
    pub version: String,
    /// Its name.
    pub told: Told,
    /// The document it is founded on (依据).
    pub basis: String,
    /// Where it holds; nothing for the whole country.
    pub division: Option<DivisionCode>,
    /// The first day.
    pub valid_from: CivilDate,
    /// The last day; nothing while none is set.
    pub valid_until: Option<CivilDate>,
    /// What must hold.
    pub conditions: Vec<Needs>,
    /// What follows.
    pub table: Vec<Line>,
    /// On what it is tried.
    pub cases: Vec<StoredCase>,
}

/// How one condition came out, with the fact it looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The condition.
    pub condition: String,
    /// How it came out.
    pub met: Met,
    /// The fact's name, by which its source is found.
    pub fact: String,
    /// What the fact said, when there was one.
    pub found: Option<Known>,
}

/// What a rule set says about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDecision {
    /// The set and its version, `skill-upgrade@2024-1`.
    pub rule: String,
    /// The conditions, in their order.
    pub findings: Vec<Finding>,
    /// The line of the table that fits, counted from one.
    pub line: Option<usize>,
    /// What follows in fen; nothing when a condition does not hold or no line fits.
    pub granted_fen: Option<i64>,
}

/// A stored case that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The case.
    pub told: Told,
    /// What people agreed on.
    pub wanted_fen: Option<i64>,
    /// What the set says.
    pub got_fen: Option<i64>,
}

impl RuleSet {
    /// Reads one from JSON.
    ///
    /// # Errors
    /// [`RuleError`] when it is not the shape of a rule set or contradicts itself.
    pub fn read(text: &str) -> std::result::Result<Self, RuleError> {
        let set: RuleSet =
            serde_json::from_str(text).map_err(|error| RuleError::Malformed(error.to_string()))?;
        let contradictory =
            |why: &str| Err(RuleError::Contradictory(format!("{}: {why}", set.name())));
        if set.valid_until.is_some_and(|until| until < set.valid_from) {
            return contradictory("it ends before it begins");
        }
        if set.conditions.is_empty() || set.table.is_empty() || set.cases.is_empty() {
            return contradictory("it needs conditions, a table and cases");
        }
        let mut ids: Vec<&str> = set.conditions.iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair[0] == pair[1]) {
            return contradictory("two conditions have one name");
        }
        if set.table.iter().any(|line| line.amount_fen < 0) {
            return contradictory("an amount is below zero");
        }
        Ok(set)
    }

    /// The id and version, as decisions name it.
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Whether it holds somewhere on a day.
    pub fn holds(&self, division: DivisionCode, on: CivilDate) -> bool {
        self.division.is_none_or(|own| own.covers(division))
            && self.valid_from <= on
            && self.valid_until.is_none_or(|until| on <= until)
    }

    /// Decides a case. Pure.
    pub fn decide(&self, facts: &Facts) -> SetDecision {
        let finding = |one: &Needs| {
            let found = facts.get(&one.fact);
            let met = match found {
                None => Met::Missing,
                Some(fact) if one.ask.met(fact) => Met::Yes,
                Some(_) => Met::No,
            };
            Finding {
                condition: one.id.clone(),
                met,
                fact: one.fact.clone(),
                found: found.cloned(),
            }
        };
        let findings: Vec<Finding> = self.conditions.iter().map(finding).collect();
        let held = findings.iter().all(|one| one.met == Met::Yes);
        let fits = |line: &Line| {
            line.when.iter().all(|(fact, ask)| facts.get(fact).is_some_and(|fact| ask.met(fact)))
        };
        let line = self.table.iter().position(fits).filter(|_| held);
        SetDecision {
            rule: self.name(),
            findings,
            line: line.map(|at| at + 1),
            granted_fen: line.map(|at| self.table[at].amount_fen),
        }
    }

    /// The stored cases that come out otherwise than people agreed.
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let tried = self.cases.iter().map(|case| Contradiction {
            told: case.told.clone(),
            wanted_fen: case.granted_fen,
            got_fen: self.decide(&case.given).granted_fen,
        });
        tried.filter(|case| case.wanted_fen != case.got_fen).collect()
    }
}

/// The set of an id that holds somewhere on a day: that of the narrowest place, and of several there
/// the one that began last.
pub fn in_force<'a>(
    sets: &'a [RuleSet],
    id: &str,
    division: DivisionCode,
    on: CivilDate,
) -> Option<&'a RuleSet> {
    let holding = sets.iter().filter(|set| set.id == id && set.holds(division, on));
    holding.max_by_key(|set| (set.division.map(DivisionCode::level), set.valid_from))
}

/// Where a rule set stands in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RuleLife {
    /// 起草
    Drafted {
        /// By whom.
        by: String,
    },
    /// 已试算: every stored case came out as agreed.
    Tested {
        /// Who drafted it.
        by: String,
        /// When it was tried.
        at: Instant,
    },
    /// 已批准: it holds within its own dates.
    Approved {
        /// By whom.
        by: String,
        /// When.
        at: Instant,
    },
    /// 被替代
    Superseded {
        /// By which set and version.
        by: String,
        /// The first day without it.
        from: CivilDate,
    },
}

impl RuleLife {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            RuleLife::Drafted { .. } => "drafted",
            RuleLife::Tested { .. } => "tested",
            RuleLife::Approved { .. } => "approved",
            RuleLife::Superseded { .. } => "superseded",
        }
    }

    fn not_now(&self) -> Problem {
        Problem::conflict("rules-step").arg("state", self.word())
    }

    /// After it was tried on its stored cases.
    ///
    /// # Errors
    /// The conflicts `rules-step`, and `rules-contradict` with the cases that come out otherwise.
    pub fn test(self, set: &RuleSet, at: Instant, lang: Lang) -> Result<RuleLife> {
        let by = match self {
            RuleLife::Drafted { by } => by,
            RuleLife::Tested { .. } | RuleLife::Approved { .. } | RuleLife::Superseded { .. } => {
                return Err(self.not_now());
            }
        };
        let wrong = set.contradictions();
        if wrong.is_empty() {
            return Ok(RuleLife::Tested { by, at });
        }
        let names: Vec<&str> = wrong.iter().map(|case| case.told.get(lang)).collect();
        let named = Problem::conflict("rules-contradict").arg("count", names.len());
        Err(named.arg("cases", names.join(lang.pick("；", "; "))))
    }

    /// After a second person approved it.
    ///
    /// # Errors
    /// The conflicts `rules-step` and `rules-two-people`.
    pub fn approve(self, approver: &str, at: Instant) -> Result<RuleLife> {
        match self {
            RuleLife::Tested { by, .. } if by == approver => {
                Err(Problem::conflict("rules-two-people"))
            }
            RuleLife::Tested { .. } => Ok(RuleLife::Approved { by: approver.to_owned(), at }),
            RuleLife::Drafted { .. } | RuleLife::Approved { .. } | RuleLife::Superseded { .. } => {
                Err(self.not_now())
            }
        }
    }

    /// After another version took its place.
    ///
    /// # Errors
    /// The conflict `rules-step`.
    pub fn supersede(self, by: &RuleSet) -> Result<RuleLife> {
        match self {
            RuleLife::Approved { .. } => {
                Ok(RuleLife::Superseded { by: by.name(), from: by.valid_from })
            }
            RuleLife::Drafted { .. } | RuleLife::Tested { .. } | RuleLife::Superseded { .. } => {
                Err(self.not_now())
            }
        }
    }
}

#[cfg(test)]
mod tests;
