//! Applications of bodies to be filed (机构备案申请), on their way through the office as cases.

pub(crate) mod act;
pub(crate) mod apply;
mod facade;
pub(crate) mod store;

pub use facade::{MOST_BYTES, paper};

use crate::Body;
use crate::filing_code::FilingCode;
use approval::{Case, Paper, Procedure};
use kernel::{
    ApplicationId, AuthorityId, BlobId, BodyId, CaseId, FilingId, OccupationCode, SkillLevel,
};
use serde::{Deserialize, Serialize};

/// The kind of the procedure.
pub const FILING: &str = "filing";
/// The longest time for which a body may ask; the procedure of a region may shorten it.
pub const MOST_YEARS: u8 = 5;

/// A paper handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Which of the procedure's papers it is.
    pub key: String,
    /// The file.
    pub file: BlobId,
    /// What the file is, by its content.
    pub media: String,
    /// How many bytes it has.
    pub size: u64,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Which.
    pub id: ApplicationId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub body: BodyId,
    /// The office to which it goes.
    pub authority: AuthorityId,
    /// For how many years.
    pub years: u8,
    /// What the body wants to certify.
    pub scope: Vec<(OccupationCode, SkillLevel)>,
    /// The papers handed in so far.
    pub papers: Vec<Handed>,
    /// The case, once it was handed in.
    pub case: Option<CaseId>,
    /// The filing that came of it.
    pub filing: Option<FilingId>,
}

impl Application {
    /// The papers that the procedure asks for and that are not there.
    pub fn missing<'p>(&self, procedure: &'p Procedure) -> Vec<&'p Paper> {
        let there = |paper: &&Paper| self.papers.iter().any(|handed| handed.key == paper.key);
        procedure.papers.iter().filter(|paper| paper.required && !there(paper)).collect()
    }
}

/// A new application.
#[derive(Clone, Debug, Serialize)]
pub struct NewApplication {
    /// Whose.
    pub body: BodyId,
    /// The office to which it goes.
    pub authority: AuthorityId,
    /// For how many years.
    pub years: u8,
    /// What the body wants to certify.
    pub scope: Vec<(OccupationCode, SkillLevel)>,
}

/// An application as whoever may see it gets it.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The application.
    pub application: Application,
    /// Whose it is.
    pub body: Body,
    /// The procedure under which it goes, or would go today.
    pub procedure: Procedure,
    /// The case with everything that was done, once it was handed in.
    pub record: Option<approval::Record>,
}

/// What an office does with a case, and the version it saw.
#[derive(Clone, Debug, Serialize)]
pub struct OfficeAct {
    /// The case.
    pub case: CaseId,
    /// The version that was seen; another act meanwhile is told instead of overwritten.
    pub version: i64,
    /// What is done.
    pub act: approval::Act,
    /// The opinion or reason.
    pub opinion: String,
    /// The filing code as typed, where the act makes the decision.
    pub code: Option<String>,
}

/// The result of an act in words for the letter.
pub(crate) fn result(code: &FilingCode, until: kernel::CivilDate) -> [String; 2] {
    [
        format!("机构备案编码：{code}，有效期至{until}。"),
        format!("Filing code: {code}, valid until {until}."),
    ]
}

/// Whether the application may still be changed: before it is handed in, and while papers are
/// missing.
pub fn may_change(case: Option<&Case>) -> bool {
    case.is_none_or(|case| matches!(case.progress.state, approval::State::Incomplete { .. }))
}
