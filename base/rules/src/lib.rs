//! Rules as data: rule sets with dates, decisions that name every condition and the fact it looked at.
//!
//! A decision is structured. Sentences, check lists and letters are made from it when somebody reads
//! it, in the reader's language.

pub mod set;

use kernel::{CivilDate, DivisionCode, SkillLevel};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of an evaluation (考核科目).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 理论知识
    Theory,
    /// 操作技能
    Skill,
    /// 综合评审, at levels 2 and 1.
    Review,
}

impl Part {
    /// All parts, in the order in which they are shown.
    pub const ALL: [Part; 3] = [Part::Theory, Part::Skill, Part::Review];

    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Part::Theory => "theory",
            Part::Skill => "skill",
            Part::Review => "review",
        }
    }
}

/// What a part gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartResult {
    /// Marks in hundredths of a point, so that halves and quarters stay exact.
    Marks(u32),
    /// 缺考: did not come.
    Absent,
    /// 违纪 or 作弊: the result does not count.
    Misconduct,
    /// 免考: exempted, for instance a part passed before that is still kept.
    Exempt,
}

/// What every part of a candidate's evaluation gave.
pub type PartResults = BTreeMap<Part, PartResult>;

/// When a candidate has passed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassRule {
    id: String,
    version: String,
    valid_from: CivilDate,
    valid_until: Option<CivilDate>,
    full_marks: u32,
    pass_mark: u32,
    parts: BTreeMap<SkillLevel, Vec<Part>>,
}

/// The rule sets of an installation.
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    pass: Vec<PassRule>,
    sets: Vec<set::RuleSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PassFile {
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "source")]
    _source: String,
    rule_sets: Vec<PassRule>,
}

/// Why a file of rules cannot be taken.
#[derive(Debug, PartialEq, Eq)]
pub enum RuleError {
    /// Not the shape of a rule file.
    Malformed(String),
    /// A rule set that contradicts itself, or two that are in force on the same day.
    Contradictory(String),
}

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RuleError::Malformed(why) => write!(f, "not a rule file: {why}"),
            RuleError::Contradictory(why) => write!(f, "contradictory rules: {why}"),
        }
    }
}

impl std::error::Error for RuleError {}

/// How one condition came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// The fact it needs is not there.
    Missing,
}

/// One condition of a decision with the fact it looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Which part.
    pub part: Part,
    /// How it came out.
    pub met: Met,
    /// What the part gave, when it gave anything.
    pub found: Option<PartResult>,
    /// The marks needed, in hundredths of a point.
    pub needed: u32,
}

/// Whether a candidate has passed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassDecision {
    /// The rule set and its version, `pass@2018-1`.
    pub rule: String,
    /// Whether every condition holds.
    pub passed: bool,
    /// The conditions, in the order of the parts.
    pub conditions: Vec<Condition>,
}

impl RuleBook {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// When the shipped file is damaged; a test reads it.
    pub fn shipped() -> Result<Self, RuleError> {
        let book = Self::read(include_str!("../../../data/rules/pass.json"))?;
        book.with_set(include_str!("../../../data/rules/skill-upgrade.json"))
    }

    /// The same with the rule set of the demonstration's province.
    ///
    /// # Errors
    /// As [`RuleBook::shipped`].
    pub fn with_demo(self) -> Result<Self, RuleError> {
        self.with_set(include_str!("../../../data/demo/skill-upgrade.json"))
    }

    /// The same with one more rule set.
    ///
    /// # Errors
    /// [`RuleError::Contradictory`], naming the stored cases that come out otherwise.
    pub fn with_set(mut self, text: &str) -> Result<Self, RuleError> {
        let set = set::RuleSet::read(text)?;
        let wrong = set.contradictions();
        if !wrong.is_empty() {
            let cases: Vec<&str> = wrong.iter().map(|case| case.told.zh.as_str()).collect();
            let why = format!("{}: {}", set.name(), cases.join("；"));
            return Err(RuleError::Contradictory(why));
        }
        self.sets.push(set);
        Ok(self)
    }

    /// The rule sets that hold somewhere on a day, one of each id.
    pub fn sets_in_force(&self, division: DivisionCode, on: CivilDate) -> Vec<&set::RuleSet> {
        let mut ids: Vec<&str> = self.sets.iter().map(|set| set.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| set::in_force(&self.sets, id, division, on)).collect()
    }

    /// Reads a file of pass rules.
    ///
    /// # Errors
    /// See [`RuleError`].
    pub fn read(pass: &str) -> Result<Self, RuleError> {
        let file: PassFile =
            serde_json::from_str(pass).map_err(|error| RuleError::Malformed(error.to_string()))?;
        for rule in &file.rule_sets {
            rule.check()?;
        }
        for (i, rule) in file.rule_sets.iter().enumerate() {
            for other in &file.rule_sets[i + 1..] {
                if rule.id == other.id && rule.overlaps(other) {
                    let both = format!("{} and {} overlap", rule.name(), other.name());
                    return Err(RuleError::Contradictory(both));
                }
            }
        }
        Ok(RuleBook { pass: file.rule_sets, sets: Vec::new() })
    }

    /// The pass rule in force on the exam day for a level.
    pub fn pass_rule(&self, on: CivilDate, level: SkillLevel) -> Option<&PassRule> {
        self.pass.iter().find(|rule| rule.in_force(on) && rule.parts.contains_key(&level))
    }

    /// The pass rule of a name as decisions carry it, `pass@2018-1`.
    pub fn pass_rule_named(&self, name: &str) -> Option<&PassRule> {
        self.pass.iter().find(|rule| rule.name() == name)
    }
}

impl PassRule {
    /// The id and version, as decisions name it.
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// The parts of an evaluation of the level; none when the rule does not cover it.
    pub fn parts(&self, level: SkillLevel) -> &[Part] {
        self.parts.get(&level).map(Vec::as_slice).unwrap_or_default()
    }

    /// The most marks a part can give, in hundredths of a point.
    pub fn full_marks(&self) -> u32 {
        self.full_marks * 100
    }

    /// The marks each part must reach, in hundredths of a point.
    pub fn pass_mark(&self) -> u32 {
        self.pass_mark * 100
    }

    /// Decides whether a candidate has passed the level. Pure.
    pub fn decide(&self, level: SkillLevel, results: &PartResults) -> PassDecision {
        let conditions: Vec<Condition> =
            self.parts(level).iter().map(|part| self.condition(*part, results)).collect();
        // A level without parts is not covered by this rule: nobody passes it.
        let passed = !conditions.is_empty() && conditions.iter().all(|c| c.met == Met::Yes);
        PassDecision { rule: self.name(), passed, conditions }
    }

    fn condition(&self, part: Part, results: &PartResults) -> Condition {
        let found = results.get(&part).copied();
        let met = match found {
            None => Met::Missing,
            Some(PartResult::Exempt) => Met::Yes,
            Some(PartResult::Absent | PartResult::Misconduct) => Met::No,
            Some(PartResult::Marks(marks)) if marks >= self.pass_mark() => Met::Yes,
            Some(PartResult::Marks(_)) => Met::No,
        };
        Condition { part, met, found, needed: self.pass_mark() }
    }

    fn in_force(&self, on: CivilDate) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on <= until)
    }

    fn overlaps(&self, other: &PassRule) -> bool {
        let ends_before =
            |a: &PassRule, b: &PassRule| a.valid_until.is_some_and(|until| until < b.valid_from);
        let shared_level = self.parts.keys().any(|level| other.parts.contains_key(level));
        shared_level && !ends_before(self, other) && !ends_before(other, self)
    }

    fn check(&self) -> Result<(), RuleError> {
        let contradictory =
            |why: &str| Err(RuleError::Contradictory(format!("{}: {why}", self.name())));
        if self.pass_mark > self.full_marks {
            return contradictory("the pass mark is above the full marks");
        }
        if self.valid_until.is_some_and(|until| until < self.valid_from) {
            return contradictory("it ends before it begins");
        }
        if self.parts.values().any(Vec::is_empty) {
            return contradictory("a level has no parts");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn rule() -> PassRule {
        let book = RuleBook::shipped().unwrap();
        book.pass_rule(day("2026-11-24"), SkillLevel::Level3).unwrap().clone()
    }

    #[test]
    fn sixty_in_each_part_passes_and_a_hundredth_less_fails() {
        let results = |skill| {
            PartResults::from([
                (Part::Theory, PartResult::Marks(10_000)),
                (Part::Skill, PartResult::Marks(skill)),
            ])
        };
        assert!(rule().decide(SkillLevel::Level3, &results(6000)).passed);
        let failed = rule().decide(SkillLevel::Level3, &results(5999));
        assert!(!failed.passed, "a hundred in theory does not make up for it");
        assert_eq!(failed.conditions[1].met, Met::No);
        assert_eq!(failed.rule, "pass@2018-1");
    }

    #[test]
    fn a_technician_needs_the_review_too() {
        let two = PartResults::from([
            (Part::Theory, PartResult::Marks(8000)),
            (Part::Skill, PartResult::Exempt),
        ]);
        assert!(rule().decide(SkillLevel::Level3, &two).passed);
        let decision = rule().decide(SkillLevel::Level2, &two);
        assert!(!decision.passed);
        assert_eq!(decision.conditions[2].met, Met::Missing);
    }

    #[test]
    fn a_level_the_rule_does_not_cover_is_never_passed() {
        let book = RuleBook::shipped().unwrap();
        assert!(book.pass_rule(day("2026-11-24"), SkillLevel::SpecialGrade).is_none());
        assert!(!rule().decide(SkillLevel::SpecialGrade, &PartResults::new()).passed);
        assert!(book.pass_rule(day("2017-12-31"), SkillLevel::Level3).is_none());
    }

    #[test]
    fn overlapping_rule_sets_are_refused() {
        let text = include_str!("../../../data/rules/pass.json");
        let mut file: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut second = file["rule_sets"][0].clone();
        second["version"] = "2027-1".into();
        second["valid_from"] = "2027-01-01".into();
        file["rule_sets"].as_array_mut().unwrap().push(second);
        let read = RuleBook::read(&file.to_string());
        assert!(matches!(read, Err(RuleError::Contradictory(_))), "{read:?}");
        file["rule_sets"][0]["valid_until"] = "2026-12-31".into();
        let book = RuleBook::read(&file.to_string()).unwrap();
        let name = |on| book.pass_rule(day(on), SkillLevel::Level5).unwrap().name();
        assert_eq!(
            (name("2026-12-31"), name("2027-01-01")),
            ("pass@2018-1".into(), "pass@2027-1".into())
        );
    }

    proptest! {
        #[test]
        fn passing_is_exactly_every_part_at_or_above_the_mark(
            theory in 0u32..=10_000, skill in 0u32..=10_000, review in 0u32..=10_000,
        ) {
            let results = PartResults::from([
                (Part::Theory, PartResult::Marks(theory)),
                (Part::Skill, PartResult::Marks(skill)),
                (Part::Review, PartResult::Marks(review)),
            ]);
            let decision = rule().decide(SkillLevel::Level1, &results);
            prop_assert_eq!(decision.passed, theory.min(skill).min(review) >= 6000);
            let json = serde_json::to_string(&decision).unwrap();
            prop_assert_eq!(serde_json::from_str::<PassDecision>(&json).unwrap(), decision);
        }
    }
}
