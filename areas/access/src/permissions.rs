//! What can be done in this area, and who may.
//!
//! The three administrators (三员) are kept apart: the system administrator makes accounts and can
//! give them no post, the security administrator gives posts and can make no account, the audit
//! administrator reads what everybody did and can change nothing.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Making an account and printing its activation code.
pub const ACCOUNT_INVITE: Action = Action {
    code: "access.account.invite",
    sentence: ("新建账号，打印激活码", "Make an account and print its activation code"),
    grants: &[
        Grant::OnNode(Role::SystemAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Printing a new code for somebody who lost password or device.
pub const ACCOUNT_CODE: Action = Action {
    code: "access.account.code",
    sentence: (
        "为忘记密码、更换手机的人打印新激活码",
        "Print a new code for somebody who lost password or device",
    ),
    grants: &[
        Grant::OnNode(Role::SystemAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Console),
    ],
};

/// Closing an account.
pub const ACCOUNT_CLOSE: Action = Action {
    code: "access.account.close",
    sentence: ("停用账号", "Close an account"),
    grants: &[
        Grant::OnNode(Role::SystemAdmin),
        Grant::OnNode(Role::SecurityAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Console),
    ],
};

/// Seeing accounts with their posts.
pub const ACCOUNT_READ: Action = Action {
    code: "access.account.read",
    sentence: ("查看账号和岗位", "See accounts with their posts"),
    grants: &[
        Grant::OnNode(Role::SystemAdmin),
        Grant::OnNode(Role::SecurityAdmin),
        Grant::OnNode(Role::AuditAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Looking after the account of a person: making it, printing codes, closing it. At the service
/// window, for somebody who shows their document; the same officials may see the person's record.
pub const PERSONAL_ACCOUNT: Action = Action {
    code: "access.account.personal",
    sentence: (
        "凭证件为本人开通个人账号、打印激活码、停用",
        "Make a person's own account, print its codes and close it, on sight of a document",
    ),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Seeing by name who decided something, beside the decision.
pub const STAFF_NAMES: Action = Action {
    code: "access.staff.names",
    sentence: ("查看办理记录时看到经办人姓名", "See the names of staff beside what they decided"),
    grants: &[
        Grant::InAuthority(Role::Handler),
        Grant::InAuthority(Role::Checker),
        Grant::InAuthority(Role::Approver),
        Grant::OnNode(Role::SecurityAdmin),
        Grant::OnNode(Role::AuditAdmin),
        Grant::System(SystemActor::Console),
    ],
};

/// Printing a new code for one of the three administrators. Not by another of them: whoever prints
/// the code could use it, and be two of the three.
pub const ADMINISTRATOR_CODE: Action = Action {
    code: "access.account.administrator-code",
    sentence: (
        "为管理员打印新激活码（只能在服务器上）",
        "Print a new code for an administrator, at the machine itself",
    ),
    grants: &[Grant::System(SystemActor::Console)],
};

/// Giving and ending posts of administrators, of authorities, and of a body's issuers and managers.
pub const POST_GRANT: Action = Action {
    code: "access.post.grant",
    sentence: (
        "授予、撤去管理员、主管部门、机构签发人和负责人的岗位",
        "Give and end posts of administrators, in authorities, and of issuers and managers of bodies",
    ),
    grants: &[
        Grant::OnNode(Role::SecurityAdmin),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Giving and ending posts of a body's clerks. A manager can make no issuer: the two hold one half
/// each of the body's signing key.
pub const CLERK_GRANT: Action = Action {
    code: "access.post.clerk",
    sentence: ("授予、撤去机构考务的岗位", "Give and end posts of a body's clerks"),
    grants: &[
        Grant::OnNode(Role::SecurityAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Ending all sessions of somebody else.
pub const SESSION_END: Action = Action {
    code: "access.session.end",
    sentence: ("让他人的账号退出登录", "Sign somebody else out everywhere"),
    grants: &[
        Grant::OnNode(Role::SecurityAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Console),
    ],
};

/// What everybody does with their own account: password, one-time codes, sessions, API keys.
pub const OWN_ACCOUNT: Action = Action {
    code: "access.account.own",
    sentence: (
        "管理自己的密码、动态口令、登录状态和接口密钥",
        "Manage one's own password, one-time codes, sessions and API keys",
    ),
    grants: &[Grant::SignedIn],
};

/// Seeing and revoking API keys of somebody else.
pub const KEY_REVOKE: Action = Action {
    code: "access.key.revoke",
    sentence: ("查看、吊销他人的接口密钥", "See and revoke somebody else's API keys"),
    grants: &[
        Grant::OnNode(Role::SecurityAdmin),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Console),
    ],
};

/// Reading what accounts did and at whose records they looked.
pub const AUDIT_READ: Action = Action {
    code: "access.audit.read",
    sentence: (
        "查看谁做了什么、谁看过谁的档案",
        "Read who did what, and who looked at whose record",
    ),
    grants: &[Grant::OnNode(Role::AuditAdmin)],
};

/// Activating an account and signing in.
pub const SIGN_IN: Action = Action {
    code: "access.session.begin",
    sentence: ("激活账号、登录", "Activate an account and sign in"),
    grants: &[Grant::Public],
};

/// Sweeping out what has expired, and moving sealed rows to a new master key.
pub const UPKEEP: Action = Action {
    code: "access.upkeep",
    sentence: (
        "清理过期登录、轮换账号的主密钥",
        "Sweep out expired sessions, move accounts to a new master key",
    ),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// All actions of this area.
pub const ALL: &[&Action] = &[
    &ACCOUNT_INVITE,
    &ACCOUNT_CODE,
    &ACCOUNT_CLOSE,
    &ACCOUNT_READ,
    &PERSONAL_ACCOUNT,
    &STAFF_NAMES,
    &ADMINISTRATOR_CODE,
    &POST_GRANT,
    &CLERK_GRANT,
    &SESSION_END,
    &OWN_ACCOUNT,
    &KEY_REVOKE,
    &AUDIT_READ,
    &SIGN_IN,
    &UPKEEP,
];
