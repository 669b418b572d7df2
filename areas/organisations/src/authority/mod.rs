//! Authorities (主管部门 / 经办机构): offices with a territory. Not every authority has a division
//! code of its own, and a division is not an authority.

pub(crate) mod store;

use kernel::{AuthorityId, DivisionCode};
use serde::{Deserialize, Serialize};

/// What an authority is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    /// 人力资源和社会保障部门
    HumanResources,
    /// 技能评价指导中心
    EvaluationCentre,
    /// 公共就业服务机构
    EmploymentAgency,
}

impl AuthorityKind {
    /// All kinds.
    pub const ALL: [AuthorityKind; 3] = [
        AuthorityKind::HumanResources,
        AuthorityKind::EvaluationCentre,
        AuthorityKind::EmploymentAgency,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            AuthorityKind::HumanResources => "human_resources",
            AuthorityKind::EvaluationCentre => "evaluation_centre",
            AuthorityKind::EmploymentAgency => "employment_agency",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// An authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Which.
    pub id: AuthorityId,
    /// Counts its changes.
    pub version: i64,
    /// What it is for.
    pub kind: AuthorityKind,
    /// Its official name.
    pub name: String,
    /// The authority above it.
    pub parent: Option<AuthorityId>,
    /// Where it sits.
    pub division: DivisionCode,
    /// What it is responsible for (辖区); each division covers what lies within it.
    pub territory: Vec<DivisionCode>,
}

/// A new authority.
#[derive(Clone, Debug, Serialize)]
pub struct NewAuthority {
    /// What it is for.
    pub kind: AuthorityKind,
    /// Its official name.
    pub name: String,
    /// The authority above it.
    pub parent: Option<AuthorityId>,
    /// Where it sits.
    pub division: DivisionCode,
    /// What it is responsible for.
    pub territory: Vec<DivisionCode>,
}
