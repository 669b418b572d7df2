//! Bodies (机构): employers, social evaluation bodies, technical schools, training bodies.

pub(crate) mod change;
mod search;
pub(crate) mod store;

pub use change::{Aftermath, BodyChange};

use crate::uscc::Uscc;
use kernel::{BodyId, CivilDate, DivisionCode};
use serde::{Deserialize, Serialize};

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// 用人单位: evaluates its own staff.
    Employer,
    /// 社会培训评价组织: evaluates the public.
    SocialEvaluationBody,
    /// 技工学校: trains to level 4.
    TechnicalSchool,
    /// 高级技工学校: trains to level 3.
    SeniorTechnicalSchool,
    /// 技师学院: trains to levels 3 and 2.
    TechnicianCollege,
    /// 培训机构
    TrainingBody,
    /// 公共实训基地
    PublicPracticeBase,
    /// 高技能人才培训基地
    HighSkillBase,
    /// 技能大师工作室
    MasterStudio,
    /// 世界技能大赛和国内竞赛集训基地
    CompetitionBase,
    /// 人力资源服务机构（职业中介）
    EmploymentAgency,
}

impl BodyKind {
    /// All kinds.
    pub const ALL: [BodyKind; 11] = [
        BodyKind::Employer,
        BodyKind::SocialEvaluationBody,
        BodyKind::TechnicalSchool,
        BodyKind::SeniorTechnicalSchool,
        BodyKind::TechnicianCollege,
        BodyKind::TrainingBody,
        BodyKind::PublicPracticeBase,
        BodyKind::HighSkillBase,
        BodyKind::MasterStudio,
        BodyKind::CompetitionBase,
        BodyKind::EmploymentAgency,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            BodyKind::Employer => "employer",
            BodyKind::SocialEvaluationBody => "social_evaluation_body",
            BodyKind::TechnicalSchool => "technical_school",
            BodyKind::SeniorTechnicalSchool => "senior_technical_school",
            BodyKind::TechnicianCollege => "technician_college",
            BodyKind::TrainingBody => "training_body",
            BodyKind::PublicPracticeBase => "public_practice_base",
            BodyKind::HighSkillBase => "high_skill_base",
            BodyKind::MasterStudio => "master_studio",
            BodyKind::CompetitionBase => "competition_base",
            BodyKind::EmploymentAgency => "employment_agency",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The kinds of one body: one body may be several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSet(u16);

impl KindSet {
    /// The set of one kind.
    pub fn of(kind: BodyKind) -> Self {
        KindSet(1 << kind as u16)
    }

    /// The set with another kind.
    #[must_use]
    pub fn with(self, kind: BodyKind) -> Self {
        KindSet(self.0 | Self::of(kind).0)
    }

    /// Whether the kind is in it.
    pub fn has(self, kind: BodyKind) -> bool {
        self.meets(Self::of(kind))
    }

    /// Whether the two have a kind in common.
    pub fn meets(self, other: KindSet) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds in it.
    pub fn kinds(self) -> impl Iterator<Item = BodyKind> {
        BodyKind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}

impl FromIterator<BodyKind> for KindSet {
    fn from_iter<I: IntoIterator<Item = BodyKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(KindSet::default(), KindSet::with)
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
    /// GB/T 4754: the section or division of its industry, where it is known.
    pub industry: Option<String>,
    /// The first day on which it works no more, once it has closed.
    pub closed_on: Option<CivilDate>,
    /// The body it merged into.
    pub successor: Option<BodyId>,
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
