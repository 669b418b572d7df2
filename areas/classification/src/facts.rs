//! What this area tells the journal. Kinds and their written forms stay readable for ever.

use kernel::{AdjustmentId, AuthorityId, CaseId, CivilDate, CommentId, OccupationCode, ProposalId};
use serde::{Deserialize, Serialize};

store::facts! {
    AdjustmentMoved "classification.adjustment-moved" 1;
    ProposalMade "classification.proposal-made" 1;
    CommentMade "classification.comment-made" 1;
    CommentAnswered "classification.comment-answered" 1;
    Released "classification.released" 1;
}

/// A round was entered or went on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdjustmentMoved {
    /// Which.
    pub adjustment: AdjustmentId,
    /// The office that holds it.
    pub office: AuthorityId,
    /// Where it stands now.
    pub stage: String,
    /// The last day of what runs now: of the call, or of the consultation.
    pub until: Option<CivilDate>,
}

/// A body handed a proposal in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposalMade {
    /// Which.
    pub proposal: ProposalId,
    /// In which round.
    pub adjustment: AdjustmentId,
    /// What it wants changed.
    pub change: String,
    /// The codes that it is about.
    pub codes: Vec<OccupationCode>,
    /// Its case.
    pub case: CaseId,
}

/// Somebody commented on a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommentMade {
    /// The proposal.
    pub proposal: ProposalId,
    /// The comment.
    pub comment: CommentId,
}

/// The office answered a comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommentAnswered {
    /// The proposal.
    pub proposal: ProposalId,
    /// The comment.
    pub comment: CommentId,
    /// Whether it was followed.
    pub adopted: bool,
}

/// A new version of the classification was released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Released {
    /// The round.
    pub adjustment: AdjustmentId,
    /// The first day on which it holds.
    pub from: CivilDate,
    /// What changes, in the lines of the table.
    pub lines: Vec<String>,
    /// The codes that got a definition.
    pub defined: Vec<OccupationCode>,
}
