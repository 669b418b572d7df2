//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Seeing returns of one's own authority and of those below it.
pub const RETURN_READ: Action = Action {
    code: "returns.return.read",
    sentence: (
        "查看本部门和下级部门的统计报表",
        "See the statistical returns of one's authority and of those below it",
    ),
    grants: &[
        Grant::InOffice(Role::Handler),
        Grant::InOffice(Role::Checker),
        Grant::InOffice(Role::Approver),
        Grant::System(SystemActor::Console),
    ],
};

/// Filling a return of one's own authority.
pub const RETURN_FILL: Action = Action {
    code: "returns.return.fill",
    sentence: ("填报本部门的统计报表", "Fill a statistical return of one's authority"),
    grants: &[Grant::InOffice(Role::Handler)],
};

/// Handing in a return that somebody else filled.
pub const RETURN_SUBMIT: Action = Action {
    code: "returns.return.submit",
    sentence: (
        "审核并报出他人填好的统计报表",
        "Check and hand in a statistical return that somebody else filled",
    ),
    grants: &[Grant::InOffice(Role::Checker), Grant::InOffice(Role::Approver)],
};

/// Accepting or returning what was handed in.
pub const RETURN_DECIDE: Action = Action {
    code: "returns.return.decide",
    sentence: (
        "验收下级报来的统计报表，锁定或者退回",
        "Accept and lock, or return, a statistical return that was handed in",
    ),
    grants: &[Grant::InOffice(Role::Checker), Grant::InOffice(Role::Approver)],
};

/// Opening a locked return again.
pub const RETURN_REOPEN: Action = Action {
    code: "returns.return.reopen",
    sentence: (
        "说明理由，重新打开已锁定的统计报表",
        "Open a locked statistical return again, with a reason",
    ),
    grants: &[Grant::InOffice(Role::Approver)],
};

/// All actions of this area.
pub const ALL: &[&Action] =
    &[&RETURN_READ, &RETURN_FILL, &RETURN_SUBMIT, &RETURN_DECIDE, &RETURN_REOPEN];
