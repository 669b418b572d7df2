//! Authorities (主管部门 / 经办机构): offices with a territory. Not every authority has a division
//! code of its own, and a division is not an authority. Offices are renamed, merged and abolished;
//! what they decided stays theirs, and whoever took their place goes on with it.

mod change;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use change::{abolish, change, current, merge, past, register, with_before};

use kernel::{AuthorityId, CivilDate, DivisionCode, Problem, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an authority is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    /// 人力资源和社会保障部门
    HumanResources,
    /// 技能评价指导中心
    EvaluationCentre,
    /// 公共就业服务机构
    EmploymentAgency,
    /// 失业保险经办机构
    UnemploymentInsurance,
    /// 财政部门
    Finance,
    /// 行业主管部门
    Industry,
    /// 开发区管理机构
    DevelopmentZone,
    /// 新疆生产建设兵团
    ProductionCorps,
}

impl AuthorityKind {
    /// All kinds.
    pub const ALL: [AuthorityKind; 8] = [
        AuthorityKind::HumanResources,
        AuthorityKind::EvaluationCentre,
        AuthorityKind::EmploymentAgency,
        AuthorityKind::UnemploymentInsurance,
        AuthorityKind::Finance,
        AuthorityKind::Industry,
        AuthorityKind::DevelopmentZone,
        AuthorityKind::ProductionCorps,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            AuthorityKind::HumanResources => "human_resources",
            AuthorityKind::EvaluationCentre => "evaluation_centre",
            AuthorityKind::EmploymentAgency => "employment_agency",
            AuthorityKind::UnemploymentInsurance => "unemployment_insurance",
            AuthorityKind::Finance => "finance",
            AuthorityKind::Industry => "industry",
            AuthorityKind::DevelopmentZone => "development_zone",
            AuthorityKind::ProductionCorps => "production_corps",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What an authority of the kind usually does: where a form begins.
    pub fn usual(self) -> Functions {
        let functions: &[Function] = match self {
            AuthorityKind::HumanResources => &[
                Function::Policy,
                Function::Training,
                Function::EvaluationFiling,
                Function::Subsidies,
                Function::Competitions,
                Function::Schools,
                Function::Designations,
                Function::Statistics,
            ],
            AuthorityKind::DevelopmentZone | AuthorityKind::ProductionCorps => {
                &[Function::Training, Function::EvaluationFiling, Function::Subsidies]
            }
            AuthorityKind::EvaluationCentre => &[Function::EvaluationFiling],
            AuthorityKind::EmploymentAgency => &[Function::Employment],
            AuthorityKind::UnemploymentInsurance => &[Function::Insurance],
            AuthorityKind::Finance => &[Function::Subsidies],
            AuthorityKind::Industry => &[Function::Training, Function::Competitions],
        };
        functions.iter().copied().collect()
    }
}

/// What an authority does (职能). Matters go to offices that do them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// 政策和规划
    Policy,
    /// 职业培训管理
    Training,
    /// 评价机构备案
    EvaluationFiling,
    /// 补贴资金
    Subsidies,
    /// 失业保险技能提升补贴
    Insurance,
    /// 公共就业服务
    Employment,
    /// 职业技能竞赛
    Competitions,
    /// 技工院校管理
    Schools,
    /// 载体和人选评定
    Designations,
    /// 统计
    Statistics,
}

/// The functions of one authority.
pub type Functions = BTreeSet<Function>;

impl Function {
    /// All functions.
    pub const ALL: [Function; 10] = [
        Function::Policy,
        Function::Training,
        Function::EvaluationFiling,
        Function::Subsidies,
        Function::Insurance,
        Function::Employment,
        Function::Competitions,
        Function::Schools,
        Function::Designations,
        Function::Statistics,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Function::Policy => "policy",
            Function::Training => "training",
            Function::EvaluationFiling => "evaluation_filing",
            Function::Subsidies => "subsidies",
            Function::Insurance => "insurance",
            Function::Employment => "employment",
            Function::Competitions => "competitions",
            Function::Schools => "schools",
            Function::Designations => "designations",
            Function::Statistics => "statistics",
        }
    }

    /// The function of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.word() == word)
    }
}

/// Whether an authority still works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AuthorityState {
    /// It does.
    Active,
    /// Another took its place (并入).
    Merged {
        /// Which.
        into: AuthorityId,
        /// The first day on which it was no more.
        on: CivilDate,
    },
    /// It was abolished, and nobody took its place (撤销建制).
    Abolished {
        /// The first day on which it was no more.
        on: CivilDate,
    },
}

impl AuthorityState {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            AuthorityState::Active => "active",
            AuthorityState::Merged { .. } => "merged",
            AuthorityState::Abolished { .. } => "abolished",
        }
    }

    /// Who took its place.
    pub fn successor(&self) -> Option<AuthorityId> {
        match self {
            AuthorityState::Merged { into, .. } => Some(*into),
            AuthorityState::Active | AuthorityState::Abolished { .. } => None,
        }
    }

    /// The first day on which it was no more.
    pub fn ended_on(&self) -> Option<CivilDate> {
        match self {
            AuthorityState::Merged { on, .. } | AuthorityState::Abolished { on } => Some(*on),
            AuthorityState::Active => None,
        }
    }
}

/// An authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Which.
    pub id: AuthorityId,
    /// Counts its changes.
    pub version: i64,
    /// What it is.
    pub kind: AuthorityKind,
    /// Its official name.
    pub name: String,
    /// The authority above it.
    pub parent: Option<AuthorityId>,
    /// Where it sits.
    pub division: DivisionCode,
    /// What it is responsible for (辖区); each division covers what lies within it.
    pub territory: Vec<DivisionCode>,
    /// What it does.
    pub functions: Functions,
    /// Whether it still works.
    pub state: AuthorityState,
}

impl Authority {
    /// Whether it works and files bodies, wherever they are.
    pub fn files(&self) -> bool {
        self.state == AuthorityState::Active && self.functions.contains(&Function::EvaluationFiling)
    }

    /// Whether it works and does this for a division.
    pub fn does(&self, function: Function, division: DivisionCode) -> bool {
        self.state == AuthorityState::Active
            && self.functions.contains(&function)
            && self.territory.iter().any(|covered| covered.covers(division))
    }

    /// What both are once `other` has gone into this one on a day: this has the territory and the
    /// functions of both.
    ///
    /// # Errors
    /// `organisations-authority-itself`, and the conflict `organisations-authority-ended` when one of
    /// them is no more.
    pub fn take_over(self, other: Authority, on: CivilDate) -> Result<(Authority, Authority)> {
        if self.id == other.id {
            return Err(Problem::invalid("organisations-authority-itself"));
        }
        self.is_active()?;
        other.is_active()?;
        let mut territory = self.territory;
        territory.extend(&other.territory);
        let functions = self.functions.union(&other.functions).copied().collect();
        let ended = Authority { state: AuthorityState::Merged { into: self.id, on }, ..other };
        Ok((Authority { territory: without_inner(territory), functions, ..self }, ended))
    }

    /// The conflict `organisations-authority-ended` for one that is no more.
    ///
    /// # Errors
    /// That conflict.
    pub fn is_active(&self) -> Result<()> {
        match self.state {
            AuthorityState::Active => Ok(()),
            _ => Err(Problem::conflict("organisations-authority-ended").arg("name", &self.name)),
        }
    }
}

/// Each division once, and none that lies within another.
pub fn without_inner(mut territory: Vec<DivisionCode>) -> Vec<DivisionCode> {
    territory.sort();
    territory.dedup();
    let all = territory.clone();
    territory.retain(|one| !all.iter().any(|other| other != one && other.covers(*one)));
    territory
}

/// A new authority.
#[derive(Clone, Debug, Serialize)]
pub struct NewAuthority {
    /// What it is.
    pub kind: AuthorityKind,
    /// Its official name.
    pub name: String,
    /// The authority above it.
    pub parent: Option<AuthorityId>,
    /// Where it sits.
    pub division: DivisionCode,
    /// What it is responsible for.
    pub territory: Vec<DivisionCode>,
    /// What it does.
    pub functions: Functions,
}

/// What is to be changed about an authority.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorityChange {
    /// Which.
    pub authority: AuthorityId,
    /// In which version it was seen.
    pub version: i64,
    /// What it shall be.
    pub to: NewAuthority,
    /// The document on which the change rests, such as that of the office of staffing (机构编制批文).
    pub basis: String,
}

/// The end of an authority.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorityEnd {
    /// Which.
    pub authority: AuthorityId,
    /// In which version it was seen.
    pub version: i64,
    /// Who takes its place, if anybody does.
    pub into: Option<AuthorityId>,
    /// The first day on which it is no more.
    pub on: CivilDate,
    /// The document on which it rests.
    pub basis: String,
}

/// Something that happened to an authority, the document on which it rested, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityEvent {
    /// The word of what happened.
    pub what: String,
    /// When it was entered.
    pub at: kernel::Instant,
    /// By whom, as a stored word.
    pub by: String,
    /// The name it had since then.
    pub name: String,
    /// The document; empty where there was none.
    pub basis: String,
}
