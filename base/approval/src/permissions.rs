//! What can be done with cases, and who may: by post in the very office whose step it is.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Seeing the cases of one's office, and one case with its opinions and letters.
pub const CASE_READ: Action = Action {
    code: "approval.case.read",
    sentence: (
        "查看本单位的办件、意见和文书",
        "See the cases of one's office with opinions and letters",
    ),
    grants: &[
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
        Grant::System(SystemActor::Console),
    ],
};

/// Reading a letter: the offices of its case, and the body that applied.
pub const LETTER_READ: Action = Action {
    code: "approval.letter.read",
    sentence: ("查看、下载文书", "Read and download the letters of a case"),
    grants: &[
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
        Grant::InBody(Role::BodyManager),
        Grant::InBody(Role::BodyIssuer),
        Grant::System(SystemActor::Console),
    ],
};

/// 经办: taking cases in and handing them on.
pub const CASE_HANDLE: Action = Action {
    code: "approval.case.handle",
    sentence: ("经办：受理、补正告知、呈报", "Handle cases: take in, ask for papers, hand on"),
    grants: &[Grant::InOffice(Role::Handler), Grant::System(SystemActor::Setup)],
};

/// 复核: checking them.
pub const CASE_CHECK: Action = Action {
    code: "approval.case.check",
    sentence: ("复核办件", "Check cases"),
    grants: &[Grant::InOffice(Role::Checker), Grant::System(SystemActor::Setup)],
};

/// 审批: deciding them.
pub const CASE_APPROVE: Action = Action {
    code: "approval.case.approve",
    sentence: (
        "审批办件、答复异议、决定终止",
        "Decide cases, answer objections, end what was granted",
    ),
    grants: &[Grant::InOffice(Role::Approver), Grant::System(SystemActor::Setup)],
};

/// Entering a procedure of a region.
pub const PROCEDURE_ADD: Action = Action {
    code: "approval.procedure.add",
    sentence: ("登记本地区办理程序", "Enter a region's procedure"),
    grants: &[Grant::OnNode(Role::SystemAdmin), Grant::System(SystemActor::Console)],
};

/// Reading what is under public notice.
pub const NOTICE_READ: Action = Action {
    code: "approval.notice.read",
    sentence: ("查看公示", "Read public notices"),
    grants: &[Grant::Public],
};

/// Objecting to what is under public notice.
pub const NOTICE_OBJECT: Action = Action {
    code: "approval.notice.object",
    sentence: ("对公示提出异议", "Object to a public notice"),
    grants: &[Grant::Public],
};

/// Telling the office above of what is late.
pub const CASE_ESCALATE: Action = Action {
    code: "approval.case.escalate",
    sentence: ("把逾期办件报上级单位", "Tell the office above of late cases"),
    grants: &[Grant::System(SystemActor::Jobs)],
};

/// Moving what is sealed to a new master key.
pub const OBJECTION_RESEAL: Action = Action {
    code: "approval.objection.reseal",
    sentence: ("用新主密钥重新加密异议", "Move objections to a new master key"),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// All actions.
pub const ALL: &[&Action] = &[
    &CASE_READ,
    &LETTER_READ,
    &CASE_HANDLE,
    &CASE_CHECK,
    &CASE_APPROVE,
    &PROCEDURE_ADD,
    &NOTICE_READ,
    &NOTICE_OBJECT,
    &CASE_ESCALATE,
    &OBJECTION_RESEAL,
];
