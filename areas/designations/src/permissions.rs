//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Reading kinds, rounds, draws and the register.
pub const DESIGNATION_READ: Action = Action {
    code: "designations.register.read",
    sentence: (
        "查阅遴选类别、遴选轮次、专家抽取和名录",
        "Read kinds, rounds, draws and the register of designations",
    ),
    grants: &[Grant::Public],
};

/// Entering a region's own kind.
pub const KIND_ADD: Action = Action {
    code: "designations.kind.add",
    sentence: ("录入遴选类别和指标", "Enter a kind of designation with its indicators"),
    grants: &[Grant::System(SystemActor::Console), Grant::System(SystemActor::Setup)],
};

/// Opening a round.
pub const ROUND_OPEN: Action = Action {
    code: "designations.round.open",
    sentence: ("发布遴选通知", "Open a selection round"),
    grants: &[Grant::InOffice(Role::Handler)],
};

/// Seeing an office's rounds with their entries and sheets.
pub const ROUND_OVERSEE: Action = Action {
    code: "designations.round.oversee",
    sentence: (
        "查看本部门遴选的申报材料和评分",
        "See the entries and score sheets of one's office's rounds",
    ),
    grants: &[
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
    ],
};

/// Taking a round on: closing it, freezing the list of experts, checking entries, entering sheets.
pub const ROUND_HANDLE: Action = Action {
    code: "designations.round.handle",
    sentence: (
        "办理遴选：截止申报、审核申报、冻结专家名单、录入评分、提交结果",
        "Handle a round: close it, check entries, freeze the list of experts, enter sheets, submit",
    ),
    grants: &[Grant::InOffice(Role::Handler)],
};

/// Entering the seed of the draw.
pub const PANEL_DRAW: Action = Action {
    code: "designations.panel.draw",
    sentence: ("录入种子、抽取专家", "Enter the seed and draw the panel"),
    grants: &[Grant::InOffice(Role::Checker), Grant::InOffice(Role::Approver)],
};

/// Making an entry.
pub const ENTRY_MAKE: Action = Action {
    code: "designations.entry.make",
    sentence: ("申报遴选、自评、上传佐证", "Enter a round: self-score and evidence"),
    grants: &[Grant::InBody(Role::BodyManager)],
};

/// Seeing an entry, and what one's body holds.
pub const ENTRY_READ: Action = Action {
    code: "designations.entry.read",
    sentence: ("查看本机构的称号和申报", "See what one's body holds and has entered"),
    grants: &[
        Grant::InBody(Role::BodyManager),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyClerk),
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
    ],
};

/// Assessing a designation, and proposing its end.
pub const HOLDING_ASSESS: Action = Action {
    code: "designations.holding.assess",
    sentence: ("年度考核、提出退出", "Assess a designation, and propose its end"),
    grants: &[Grant::InOffice(Role::Handler)],
};

/// Ending a designation that somebody else proposed to end.
pub const HOLDING_END: Action = Action {
    code: "designations.holding.end",
    sentence: ("决定退出", "Decide on the end of a designation"),
    grants: &[Grant::InOffice(Role::Approver)],
};

/// All actions of this area.
pub const ALL: &[&Action] = &[
    &DESIGNATION_READ,
    &KIND_ADD,
    &ROUND_OPEN,
    &ROUND_OVERSEE,
    &ROUND_HANDLE,
    &PANEL_DRAW,
    &ENTRY_MAKE,
    &ENTRY_READ,
    &HOLDING_ASSESS,
    &HOLDING_END,
];
