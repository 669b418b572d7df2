//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Entering an authority into the register.
pub const AUTHORITY_REGISTER: Action = Action {
    code: "organisations.authority.register",
    sentence: ("登记主管部门", "Enter an authority into the register"),
    grants: &[
        Grant::OnNode(Role::SystemAdmin),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Renaming an authority, changing what it is responsible for, merging and abolishing it.
pub const AUTHORITY_CHANGE: Action = Action {
    code: "organisations.authority.change",
    sentence: ("变更、合并、撤销主管部门", "Change, merge and abolish authorities"),
    grants: &[
        Grant::OnNode(Role::SystemAdmin),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Entering a body into the register.
pub const BODY_REGISTER: Action = Action {
    code: "organisations.body.register",
    sentence: ("登记机构", "Enter a body into the register"),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Looking bodies up.
pub const BODY_READ: Action = Action {
    code: "organisations.body.read",
    sentence: ("查询机构", "Look bodies up"),
    grants: &[Grant::Public],
};

/// Seeing the bodies of one's territory with what was decided about them, and by whom.
pub const BODY_OVERSEE: Action = Action {
    code: "organisations.body.oversee",
    sentence: (
        "查看本辖区机构的登记、备案、密钥和办理记录",
        "See bodies of one's territory with filings, keys and what was decided",
    ),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Checker),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Console),
    ],
};

/// Filing a body for evaluation.
pub const FILING_ADD: Action = Action {
    code: "organisations.filing.add",
    sentence: ("办理评价机构备案", "File a body for evaluation"),
    grants: &[
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Suspending, resuming or ending a filing.
pub const FILING_CHANGE: Action = Action {
    code: "organisations.filing.change",
    sentence: ("暂停、恢复或者终止备案", "Suspend, resume or end a filing"),
    grants: &[Grant::InTerritory(Role::Approver), Grant::System(SystemActor::Console)],
};

/// Giving a body a licence or a place on a list.
pub const INSTRUMENT_ADD: Action = Action {
    code: "organisations.instrument.add",
    sentence: ("办理机构许可、列入目录", "Give a body a licence or a place on a list"),
    grants: &[
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Checking, renewing, suspending, resuming and ending licences, filings and listings.
pub const INSTRUMENT_CHANGE: Action = Action {
    code: "organisations.instrument.change",
    sentence: (
        "办理许可、备案、目录的年度检查、延续、暂停、恢复和退出",
        "Check, renew, suspend, resume and end licences, filings and listings",
    ),
    grants: &[
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Seeing what one's own body holds and what has to be done about it.
pub const INSTRUMENT_READ: Action = Action {
    code: "organisations.instrument.read",
    sentence: (
        "查看本机构的许可、备案、目录和到期提醒",
        "See the body's licences, filings and listings, and what is due",
    ),
    grants: &[
        Grant::InBody(Role::BodyManager),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyClerk),
    ],
};

/// Renaming, closing or merging a body, and adding what it is.
pub const BODY_CHANGE: Action = Action {
    code: "organisations.body.change",
    sentence: (
        "办理机构更名、合并、注销和类别变更",
        "Rename, merge or close a body, and add what it is",
    ),
    grants: &[
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Opening and closing the sites of a body.
pub const SITE_CHANGE: Action = Action {
    code: "organisations.site.change",
    sentence: ("登记和关闭机构场地", "Open and close the sites of a body"),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Applying to be filed: putting together, handing in, completing, taking back.
pub const APPLICATION_MAKE: Action = Action {
    code: "organisations.application.make",
    sentence: ("申请机构备案", "Apply for the body to be filed"),
    grants: &[Grant::InBody(Role::BodyManager)],
};

/// Seeing the body's applications, where they stand and the office's letters.
pub const APPLICATION_READ: Action = Action {
    code: "organisations.application.read",
    sentence: (
        "查看本机构的申请、进度和文书",
        "See the body's applications, where they stand, and the letters",
    ),
    grants: &[Grant::InBody(Role::BodyManager), Grant::InBody(Role::BodyIssuer)],
};

/// Making a signing key, to be confirmed by somebody else.
pub const KEY_PROPOSE: Action = Action {
    code: "organisations.key.propose",
    sentence: (
        "生成机构签名密钥（待第二人确认）",
        "Make a signing key for the body, to be confirmed",
    ),
    grants: &[Grant::InBody(Role::BodyManager), Grant::InBody(Role::BodyIssuer)],
};

/// Confirming or refusing a key somebody else made.
pub const KEY_DECIDE: Action = Action {
    code: "organisations.key.decide",
    sentence: ("确认或者拒绝他人生成的密钥", "Confirm or refuse a key that somebody else made"),
    grants: &[Grant::InBody(Role::BodyManager), Grant::InBody(Role::BodyIssuer)],
};

/// Taking a key out of use.
pub const KEY_END: Action = Action {
    code: "organisations.key.end",
    sentence: ("停用密钥或者报告密钥泄露", "Retire a key or report it compromised"),
    grants: &[Grant::InBody(Role::BodyManager), Grant::InTerritory(Role::Approver)],
};

/// Seeing the body's keys and their ceremonies.
pub const KEY_READ: Action = Action {
    code: "organisations.key.read",
    sentence: ("查看机构密钥", "See the body's keys"),
    grants: &[
        Grant::InBody(Role::BodyManager),
        Grant::InBody(Role::BodyIssuer),
        Grant::InTerritory(Role::Approver),
    ],
};

/// Moving the bodies' signing keys to a new master key.
pub const KEY_RESEAL: Action = Action {
    code: "organisations.key.reseal",
    sentence: ("轮换机构密钥的主密钥", "Move the bodies' signing keys to a new master key"),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// All actions of this area.
pub const ALL: &[&Action] = &[
    &AUTHORITY_REGISTER,
    &AUTHORITY_CHANGE,
    &BODY_REGISTER,
    &BODY_READ,
    &BODY_OVERSEE,
    &FILING_ADD,
    &FILING_CHANGE,
    &INSTRUMENT_ADD,
    &INSTRUMENT_CHANGE,
    &INSTRUMENT_READ,
    &BODY_CHANGE,
    &SITE_CHANGE,
    &APPLICATION_MAKE,
    &APPLICATION_READ,
    &KEY_PROPOSE,
    &KEY_DECIDE,
    &KEY_END,
    &KEY_READ,
    &KEY_RESEAL,
];
