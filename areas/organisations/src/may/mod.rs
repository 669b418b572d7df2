//! May this body do this here on this day? One question, asked by pages, the API, the command line and
//! by whatever issues certificates, with an answer that says condition by condition why.
//!
//! The decision is pure and holds ids and enums only; sentences are made from it where it is shown.

mod rules;
#[cfg(test)]
mod tests;

pub use rules::{ActRule, ActRules};

use crate::body::KindSet;
use crate::instrument::examine::{Terms, examine};
use crate::instrument::{ActKind, Found, Instrument, InstrumentKind, Need};
use kernel::{
    BodyId, CivilDate, FieldProblem, InstrumentId, OccupationCode, Problem, Result, SiteId,
    SkillLevel,
};
use serde::Serialize;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// 培训 an occupation at a level.
    Train(OccupationCode, SkillLevel),
    /// 政府补贴培训 in an occupation at a level.
    SubsidisedTraining(OccupationCode, SkillLevel),
    /// 认定 an occupation at a level.
    Evaluate(OccupationCode, SkillLevel),
    /// 招生
    Enrol,
    /// 职业中介
    PlaceWorkers,
    /// 公共实训
    HostPractice,
    /// 竞赛集训
    HostCompetition,
}

impl Act {
    /// The act of a kind.
    ///
    /// # Errors
    /// Field problems `organisations-may-trade` where the kind needs an occupation and a level.
    pub fn read(kind: ActKind, trade: Option<(OccupationCode, SkillLevel)>) -> Result<Act> {
        let missing =
            || Problem::fields(vec![FieldProblem::new("occupation", "organisations-may-trade")]);
        let trade = || trade.ok_or_else(missing);
        Ok(match kind {
            ActKind::Train => trade().map(|(o, l)| Act::Train(o, l))?,
            ActKind::SubsidisedTraining => trade().map(|(o, l)| Act::SubsidisedTraining(o, l))?,
            ActKind::Evaluate => trade().map(|(o, l)| Act::Evaluate(o, l))?,
            ActKind::Enrol => Act::Enrol,
            ActKind::PlaceWorkers => Act::PlaceWorkers,
            ActKind::HostPractice => Act::HostPractice,
            ActKind::HostCompetition => Act::HostCompetition,
        })
    }

    /// Its kind.
    pub fn kind(self) -> ActKind {
        match self {
            Act::Train(..) => ActKind::Train,
            Act::SubsidisedTraining(..) => ActKind::SubsidisedTraining,
            Act::Evaluate(..) => ActKind::Evaluate,
            Act::Enrol => ActKind::Enrol,
            Act::PlaceWorkers => ActKind::PlaceWorkers,
            Act::HostPractice => ActKind::HostPractice,
            Act::HostCompetition => ActKind::HostCompetition,
        }
    }

    /// Its occupation and level.
    pub fn trade(self) -> Option<(OccupationCode, SkillLevel)> {
        match self {
            Act::Train(occupation, level)
            | Act::SubsidisedTraining(occupation, level)
            | Act::Evaluate(occupation, level) => Some((occupation, level)),
            Act::Enrol | Act::PlaceWorkers | Act::HostPractice | Act::HostCompetition => None,
        }
    }
}

/// The question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What.
    pub act: Act,
    /// Where; nothing when it is not about one site.
    pub site: Option<SiteId>,
    /// On which day.
    pub on: CivilDate,
}

/// When a site of the body counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteTerm {
    /// Which.
    pub id: SiteId,
    /// The first day.
    pub from: CivilDate,
    /// The first day on which it counts no more.
    pub closed_on: Option<CivilDate>,
}

/// All that the answer depends on.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which body.
    pub body: BodyId,
    /// What it is.
    pub kinds: KindSet,
    /// The first day on which it works no more.
    pub closed_on: Option<CivilDate>,
    /// Its sites.
    pub sites: Vec<SiteTerm>,
    /// Its licences, filings and listings, ended ones too.
    pub instruments: Vec<Instrument>,
}

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionId {
    /// The body works on the day.
    BodyWorks,
    /// Bodies of its kind do this.
    Kind,
    /// The site is one of the body's and open.
    Site,
    /// There is an instrument for the act.
    Instrument,
    /// It covers the occupation.
    Occupation,
    /// At the level.
    Level,
    /// At the site.
    Place,
    /// It has not come to an end.
    NotEnded,
    /// Its dates cover the day.
    Day,
    /// It is not suspended.
    NotSuspended,
    /// The yearly check lets it count.
    YearlyCheck,
}

impl ConditionId {
    /// The stable word, which is also the key of its text.
    pub fn word(self) -> &'static str {
        match self {
            ConditionId::BodyWorks => "body_works",
            ConditionId::Kind => "kind",
            ConditionId::Site => "site",
            ConditionId::Instrument => "instrument",
            ConditionId::Occupation => "occupation",
            ConditionId::Level => "level",
            ConditionId::Place => "place",
            ConditionId::NotEnded => "not_ended",
            ConditionId::Day => "day",
            ConditionId::NotSuspended => "not_suspended",
            ConditionId::YearlyCheck => "yearly_check",
        }
    }
}

/// How a condition came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// Cannot be asked, because one before it is not met.
    Open,
}

impl Outcome {
    /// The stable word, which is also the key of its text.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::NotMet => "not_met",
            Outcome::Open => "open",
        }
    }
}

/// One condition with how it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// Which.
    pub id: ConditionId,
    /// How it came out.
    pub outcome: Outcome,
    /// Which kind of instrument it is about.
    pub kind: Option<InstrumentKind>,
    /// The instrument that was looked at: the one that allows the act, or comes nearest to it.
    pub instrument: Option<InstrumentId>,
}

/// Conditions of the body, and those of two instruments.
const MOST: usize = 3 + 2 * 8;

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    conditions: [Condition; MOST],
    count: usize,
}

impl Answer {
    const EMPTY: Condition = Condition {
        id: ConditionId::BodyWorks,
        outcome: Outcome::Open,
        kind: None,
        instrument: None,
    };

    /// Every condition, in the order in which people ask.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions[..self.count]
    }

    /// Whether the body may.
    pub fn allowed(&self) -> bool {
        self.conditions().iter().all(|condition| condition.outcome == Outcome::Met)
    }

    /// The condition worth telling: the first that is not met.
    pub fn obstacle(&self) -> Option<&Condition> {
        self.conditions().iter().find(|condition| condition.outcome != Outcome::Met)
    }

    /// The instrument of a kind that allows the act, or comes nearest to it.
    pub fn instrument(&self, kind: InstrumentKind) -> Option<InstrumentId> {
        let mut of_kind = self.conditions().iter().filter(|one| one.kind == Some(kind));
        of_kind.find_map(|one| one.instrument)
    }

    fn push(&mut self, condition: Condition) {
        self.conditions[self.count] = condition;
        self.count += 1;
    }

    fn of_body(&mut self, id: ConditionId, met: bool) {
        let outcome = if met { Outcome::Met } else { Outcome::NotMet };
        self.push(Condition { id, outcome, ..Self::EMPTY });
    }
}

impl Instrument {
    pub(crate) fn examined(&self, need: &Need) -> Found {
        let terms = Terms {
            state: self.state,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            pauses: &self.pauses,
            checks: &self.checks,
        };
        examine(&terms, self.scope.iter().copied(), need)
    }
}

/// Decides. Pure, and without a single allocation.
pub fn may(rules: &ActRules, standing: &Standing, asked: &Question) -> Answer {
    let mut answer = Answer { conditions: [Answer::EMPTY; MOST], count: 0 };
    let rule = rules.of(asked.act.kind());
    let works = standing.closed_on.is_none_or(|day| asked.on < day);
    answer.of_body(ConditionId::BodyWorks, works);
    answer.of_body(ConditionId::Kind, standing.kinds.meets(rule.kinds));
    if let Some(site) = asked.site {
        let open = |term: &SiteTerm| {
            term.id == site
                && term.from <= asked.on
                && term.closed_on.is_none_or(|day| asked.on < day)
        };
        answer.of_body(ConditionId::Site, standing.sites.iter().any(open));
    }
    for (kind, act) in rule.needs.iter().copied().flatten() {
        let need = Need { act, trade: asked.act.trade(), site: asked.site, on: asked.on };
        instrument(&mut answer, standing, kind, &need);
    }
    answer
}

/// The conditions of the instrument of a kind that allows the act, or comes nearest to it.
fn instrument(answer: &mut Answer, standing: &Standing, kind: InstrumentKind, need: &Need) {
    let of_kind = standing.instruments.iter().filter(|one| one.kind == kind);
    let examined = of_kind.map(|one| (one.examined(need), one.id));
    // The latest stand first and win among equals, so the list is searched from its end.
    let best = examined.rev().max_by_key(|(found, _)| found.nearness());
    let (found, id) = match best {
        Some((found, id)) if found.has(Found::ACT) => (found, Some(id)),
        Some(_) | None => (Found(0), None),
    };
    let scope = [
        (ConditionId::Instrument, Found::ACT, true),
        (ConditionId::Occupation, Found::OCCUPATION, need.trade.is_some()),
        (ConditionId::Level, Found::LEVEL, need.trade.is_some()),
        (ConditionId::Place, Found::PLACE, need.site.is_some()),
        (ConditionId::NotEnded, Found::NOT_ENDED, true),
        (ConditionId::Day, Found::DAY, true),
        (ConditionId::NotSuspended, Found::NOT_SUSPENDED, true),
        (ConditionId::YearlyCheck, Found::CHECK, true),
    ];
    let covered = found.has(Found::PLACE);
    for (condition, bit, asked) in scope {
        if !asked {
            continue;
        }
        // Without an instrument nothing else can be asked of it, and its dates only where it covers
        // the act at all; scope is asked from the wide to the narrow.
        let askable = match bit {
            Found::ACT => true,
            Found::OCCUPATION => found.has(Found::ACT),
            Found::LEVEL => found.has(Found::OCCUPATION),
            Found::PLACE => found.has(Found::LEVEL),
            Found::DAY => covered,
            _ => id.is_some(),
        };
        let outcome = match (askable, found.has(bit)) {
            (false, _) => Outcome::Open,
            (true, true) => Outcome::Met,
            (true, false) => Outcome::NotMet,
        };
        answer.push(Condition { id: condition, outcome, kind: Some(kind), instrument: id });
    }
}
