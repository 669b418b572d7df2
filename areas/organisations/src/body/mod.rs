//! Bodies (机构): employers, social evaluation bodies, technical schools, training bodies.

pub(crate) mod store;

use crate::uscc::Uscc;
use kernel::{BodyId, DivisionCode};
use serde::{Deserialize, Serialize};

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// 用人单位: evaluates its own staff.
    Employer,
    /// 社会培训评价组织: evaluates the public.
    SocialEvaluationBody,
    /// 技工院校
    TechnicalSchool,
    /// 培训机构
    TrainingBody,
}

impl BodyKind {
    /// All kinds.
    pub const ALL: [BodyKind; 4] = [
        BodyKind::Employer,
        BodyKind::SocialEvaluationBody,
        BodyKind::TechnicalSchool,
        BodyKind::TrainingBody,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            BodyKind::Employer => "employer",
            BodyKind::SocialEvaluationBody => "social_evaluation_body",
            BodyKind::TechnicalSchool => "technical_school",
            BodyKind::TrainingBody => "training_body",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Whether a body still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyState {
    /// It does.
    Active,
    /// It has closed; what it certified stays valid.
    Closed,
}

impl BodyState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            BodyState::Active => "active",
            BodyState::Closed => "closed",
        }
    }
}

/// A body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Which.
    pub id: BodyId,
    /// Counts its changes.
    pub version: i64,
    /// What it is.
    pub kind: BodyKind,
    /// Its name exactly as registered; certificates carry it.
    pub name: String,
    /// 统一社会信用代码
    pub uscc: Uscc,
    /// Where its site is.
    pub division: DivisionCode,
    /// The site's street address.
    pub address: String,
    /// An office telephone, published.
    pub contact: String,
    /// Whether it still works.
    pub state: BodyState,
}

/// A new body.
#[derive(Clone, Debug, Serialize)]
pub struct NewBody {
    /// What it is.
    pub kind: BodyKind,
    /// Its registered name.
    pub name: String,
    /// 统一社会信用代码, as typed.
    pub uscc: String,
    /// Where its site is.
    pub division: DivisionCode,
    /// The site's street address.
    pub address: String,
    /// An office telephone.
    pub contact: String,
}

/// Which bodies are asked for.
#[derive(Clone, Debug, Default)]
pub struct BodyQuery {
    /// A part of the name, or a whole credit code or filing code.
    pub text: String,
    /// Bodies in this division or within it.
    pub division: Option<DivisionCode>,
    /// Bodies that may certify this occupation today.
    pub occupation: Option<kernel::OccupationCode>,
    /// Bodies that may certify this level today; of the occupation, when one is named too.
    pub level: Option<kernel::SkillLevel>,
}
