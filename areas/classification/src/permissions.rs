//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Reading rounds, and proposals that are public.
pub const ADJUSTMENT_READ: Action = Action {
    code: "classification.adjustment.read",
    sentence: (
        "查阅职业分类动态调整的征集、征求意见和发布",
        "Read calls, consultations and releases of the adjustment of the classification",
    ),
    grants: &[Grant::Public],
};

/// Seeing a round with all of its proposals.
pub const ADJUSTMENT_FILE: Action = Action {
    code: "classification.adjustment.file",
    sentence: (
        "查看一轮动态调整的全部建议和办理情况",
        "See a round of adjustment with all of its proposals",
    ),
    grants: &[
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
        Grant::System(SystemActor::Setup),
    ],
};

/// Beginning a round, asking the public, putting a release together.
pub const ADJUSTMENT_HANDLE: Action = Action {
    code: "classification.adjustment.handle",
    sentence: (
        "起草征集公告、征求意见、汇总拟发布的变更",
        "Draft a call, ask the public, put a release together",
    ),
    grants: &[Grant::InOffice(Role::Handler)],
};

/// Making a call public that somebody else drafted, or releasing what somebody else put together.
pub const ADJUSTMENT_DECIDE: Action = Action {
    code: "classification.adjustment.decide",
    sentence: (
        "核发他人起草的征集公告，发布他人汇总的变更",
        "Let out a call, or release changes, that somebody else put together",
    ),
    grants: &[Grant::InOffice(Role::Approver)],
};

/// Proposing a change for a body.
pub const PROPOSAL_MAKE: Action = Action {
    code: "classification.proposal.make",
    sentence: (
        "代表本机构提出职业分类变更建议",
        "Propose a change of the classification for the body",
    ),
    grants: &[Grant::InBody(Role::BodyManager)],
};

/// Seeing the body's proposals, where they stand and the office's letters.
pub const PROPOSAL_READ: Action = Action {
    code: "classification.proposal.read",
    sentence: ("查看本机构的建议和进度", "See the body's proposals and where they stand"),
    grants: &[Grant::InBody(Role::BodyManager), Grant::InBody(Role::BodyIssuer)],
};

/// Commenting on what is under consultation.
pub const COMMENT_MAKE: Action = Action {
    code: "classification.comment.make",
    sentence: ("对征求意见的变更提出意见", "Comment on a change under consultation"),
    grants: &[Grant::Public],
};

/// Reading and answering comments.
pub const COMMENT_ANSWER: Action = Action {
    code: "classification.comment.answer",
    sentence: ("阅读并答复公众意见", "Read and answer comments"),
    grants: &[Grant::InOffice(Role::Handler), Grant::InOffice(Role::Approver)],
};

/// Moving comments to the current master key.
pub const COMMENT_RESEAL: Action = Action {
    code: "classification.comment.reseal",
    sentence: ("把意见改用新的主密钥加密", "Move comments to a new master key"),
    grants: &[Grant::System(SystemActor::Jobs)],
};

/// All actions of this area.
pub const ALL: &[&Action] = &[
    &ADJUSTMENT_READ,
    &ADJUSTMENT_FILE,
    &ADJUSTMENT_HANDLE,
    &ADJUSTMENT_DECIDE,
    &PROPOSAL_MAKE,
    &PROPOSAL_READ,
    &COMMENT_MAKE,
    &COMMENT_ANSWER,
    &COMMENT_RESEAL,
];
