//! What cases tell the journal.

use crate::procedure::LetterKind;
use kernel::{AuthorityId, CaseId, CivilDate, LetterId, ObjectionId};
use serde::{Deserialize, Serialize};

store::facts! {
    CaseOpened "approval.case-opened" 1;
    CaseMoved "approval.case-moved" 1;
    CaseEscalated "approval.case-escalated" 1;
    LetterIssued "approval.letter-issued" 1;
    ObjectionLodged "approval.objection-lodged" 1;
    ObjectionAnswered "approval.objection-answered" 1;
}

/// A case was handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// Which.
    pub case: CaseId,
    /// What for: the kind of its procedure.
    pub kind: String,
    /// The office that takes it in.
    pub office: AuthorityId,
    /// The last day to do so.
    pub due_on: Option<CivilDate>,
}

/// Something was done with a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseMoved {
    /// Which.
    pub case: CaseId,
    /// What was done.
    pub act: String,
    /// Where it stands now.
    pub state: String,
    /// Whose turn it is: the office.
    pub office: AuthorityId,
    /// The step, counted from 0.
    pub step: Option<usize>,
    /// The last day in time; none while nothing runs.
    pub due_on: Option<CivilDate>,
}

/// The office above was told that a case is late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseEscalated {
    /// Which.
    pub case: CaseId,
    /// Where it waits.
    pub office: AuthorityId,
    /// Who was told; the office itself where none is above.
    pub to: AuthorityId,
    /// The last day, which has passed.
    pub due_on: Option<CivilDate>,
}

/// A numbered letter went out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterIssued {
    /// The case.
    pub case: CaseId,
    /// The letter.
    pub letter: LetterId,
    /// What it is.
    pub kind: LetterKind,
    /// Its number as printed.
    pub number: String,
    /// The office whose letter it is.
    pub office: AuthorityId,
}

/// Somebody objected to a public notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectionLodged {
    /// The case.
    pub case: CaseId,
    /// The objection; who objects stands sealed in its row only.
    pub objection: ObjectionId,
}

/// An objection was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectionAnswered {
    /// The case.
    pub case: CaseId,
    /// The objection.
    pub objection: ObjectionId,
    /// Whether it was right.
    pub upheld: bool,
}
