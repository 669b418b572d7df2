//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Who brings documents and plans into the library: offices, and what ships with the program.
const WRITERS: &[Grant] = &[
    Grant::InTerritory(Role::Handler),
    Grant::InTerritory(Role::Approver),
    Grant::System(SystemActor::Setup),
    Grant::System(SystemActor::Jobs),
    Grant::System(SystemActor::Console),
];

/// Reading the library, plans and targets.
pub const DOCUMENT_READ: Action = Action {
    code: "policy.document.read",
    sentence: ("查阅政策文件、规划和目标", "Read policy documents, plans and targets"),
    grants: &[Grant::Public],
};

/// Entering a document, to be read by a second person.
pub const DOCUMENT_ENTER: Action = Action {
    code: "policy.document.enter",
    sentence: (
        "录入政策文件（待第二人核对）",
        "Enter a policy document, to be read by a second person",
    ),
    grants: WRITERS,
};

/// Reading what waits for the second person.
pub const DOCUMENT_DRAFTS: Action = Action {
    code: "policy.document.drafts",
    sentence: ("查看待核对的政策文件", "See policy documents that wait for the second reader"),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Checker),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Console),
    ],
};

/// Confirming or refusing a document that somebody else entered.
pub const DOCUMENT_CONFIRM: Action = Action {
    code: "policy.document.confirm",
    sentence: (
        "核对他人录入的政策文件，使其生效或者退回",
        "Confirm or refuse a policy document that somebody else entered",
    ),
    grants: &[
        Grant::InTerritory(Role::Checker),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
    ],
};

/// Repealing a document.
pub const DOCUMENT_REPEAL: Action = Action {
    code: "policy.document.repeal",
    sentence: ("废止政策文件", "Repeal a policy document"),
    grants: &[Grant::InTerritory(Role::Approver)],
};

/// Adding a plan with its measures and targets to a document.
pub const PLAN_ADD: Action = Action {
    code: "policy.plan.add",
    sentence: (
        "为政策文件添加规划、举措和目标",
        "Add a plan with measures and targets to a document",
    ),
    grants: WRITERS,
};

/// Giving a task under a plan to a lead and its partners.
pub const TASK_ASSIGN: Action = Action {
    code: "policy.task.assign",
    sentence: (
        "分解规划任务，指定牵头和配合部门",
        "Give a task under a plan to a lead authority and its partners",
    ),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
    ],
};

/// Seeing the tasks of one's own authority.
pub const TASK_READ: Action = Action {
    code: "policy.task.read",
    sentence: (
        "查看本部门牵头或者配合的任务",
        "See the tasks that one's authority leads or helps with",
    ),
    grants: &[
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
        Grant::System(SystemActor::Console),
    ],
};

/// Reporting progress on a task of one's own authority.
pub const TASK_REPORT: Action = Action {
    code: "policy.task.report",
    sentence: ("报送本部门任务的进展", "Report progress on a task of one's authority"),
    grants: &[Grant::InOffice(Role::Handler), Grant::InOffice(Role::Approver)],
};

/// Accepting or returning what was reported on a task that one's authority leads.
pub const TASK_ACCEPT: Action = Action {
    code: "policy.task.accept",
    sentence: (
        "对本部门牵头的任务，认可或者退回所报进展",
        "Accept or return what was reported on a task that one's authority leads",
    ),
    grants: &[Grant::InOffice(Role::Checker), Grant::InOffice(Role::Approver)],
};

/// All actions of this area.
pub const ALL: &[&Action] = &[
    &DOCUMENT_READ,
    &DOCUMENT_ENTER,
    &DOCUMENT_DRAFTS,
    &DOCUMENT_CONFIRM,
    &DOCUMENT_REPEAL,
    &PLAN_ADD,
    &TASK_ASSIGN,
    &TASK_READ,
    &TASK_REPORT,
    &TASK_ACCEPT,
];
