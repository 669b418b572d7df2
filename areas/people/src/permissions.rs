//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Finding a person by number, or by name and birth date.
pub const PERSON_FIND: Action = Action {
    code: "people.person.find",
    sentence: (
        "按证件号码或者姓名加出生日期查人",
        "Find a person by number, or by name and birth date",
    ),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Checker),
        Grant::InTerritory(Role::Approver),
    ],
};

/// Opening a person's record, masked.
pub const PERSON_OPEN: Action = Action {
    code: "people.person.open",
    sentence: ("打开人员档案（证件号码打码）", "Open a person's record, with numbers masked"),
    grants: &[
        Grant::Own,
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Checker),
        Grant::InTerritory(Role::Approver),
    ],
};

/// Seeing a person's numbers in full.
pub const PERSON_UNMASK: Action = Action {
    code: "people.person.unmask",
    sentence: ("查看完整证件号码", "See a person's numbers in full"),
    grants: &[Grant::Own, Grant::InTerritory(Role::Handler), Grant::InTerritory(Role::Approver)],
};

/// Adding a document or correcting a name.
pub const PERSON_CORRECT: Action = Action {
    code: "people.person.correct",
    sentence: ("补充证件、更正姓名", "Add a document, correct a name"),
    grants: &[Grant::InTerritory(Role::Handler), Grant::InTerritory(Role::Approver)],
};

/// Erasing everything that identifies a person.
pub const PERSON_ERASE: Action = Action {
    code: "people.person.erase",
    sentence: ("删除个人信息", "Erase everything that identifies a person"),
    grants: &[Grant::InTerritory(Role::Approver), Grant::System(SystemActor::Console)],
};

/// Seeing pairs of records that may be of one human.
pub const DUPLICATE_READ: Action = Action {
    code: "people.duplicate.read",
    sentence: (
        "查看疑似重复的人员档案（打码）",
        "See records that may be of one person, with numbers masked",
    ),
    grants: &[
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Checker),
        Grant::InTerritory(Role::Approver),
    ],
};

/// Proposing that two records are, or are not, or are no longer, of one person.
pub const DUPLICATE_PROPOSE: Action = Action {
    code: "people.duplicate.propose",
    sentence: (
        "提出合并、不合并或者解除合并档案的意见",
        "Propose to merge records, to keep them apart, or to end a merge",
    ),
    grants: &[Grant::InTerritory(Role::Handler), Grant::InTerritory(Role::Approver)],
};

/// Confirming what somebody else proposed about two records.
pub const DUPLICATE_CONFIRM: Action = Action {
    code: "people.duplicate.confirm",
    sentence: (
        "复核他人提出的合并、不合并或者解除合并",
        "Confirm or send back what somebody else proposed about two records",
    ),
    grants: &[Grant::InTerritory(Role::Checker), Grant::InTerritory(Role::Approver)],
};

/// Assigning to one of two records what was recorded while they were merged.
pub const DUPLICATE_ASSIGN: Action = Action {
    code: "people.duplicate.assign",
    sentence: (
        "解除合并后，把合并期间的记录归到其中一人",
        "After a merge has ended, assign what was recorded meanwhile to one of the two",
    ),
    grants: &[Grant::InTerritory(Role::Handler), Grant::InTerritory(Role::Approver)],
};

/// Looking for duplicates among everybody.
pub const DUPLICATE_SEARCH: Action = Action {
    code: "people.duplicate.search",
    sentence: ("在全部人员中查找疑似重复", "Look for duplicates among everybody"),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// Asking to have one's own record corrected.
pub const CORRECTION_REQUEST: Action = Action {
    code: "people.correction.request",
    sentence: ("申请更正本人档案", "Ask to have one's own record corrected"),
    grants: &[Grant::Own],
};

/// Deciding about a request for correction.
pub const CORRECTION_DECIDE: Action = Action {
    code: "people.correction.decide",
    sentence: ("办理更正申请", "Decide about a request to correct a record"),
    grants: &[Grant::InTerritory(Role::Handler), Grant::InTerritory(Role::Approver)],
};

/// Sharing one's own archive by a link.
pub const SHARE_MAKE: Action = Action {
    code: "people.share.make",
    sentence: ("授权他人查看本人档案", "Share one's own archive by a link"),
    grants: &[Grant::Own],
};

/// Opening a link that a person made.
pub const SHARE_OPEN: Action = Action {
    code: "people.share.open",
    sentence: ("打开本人授权的链接", "Open a link that the person made"),
    grants: &[Grant::Public],
};

/// Moving the vault to a new master key.
pub const VAULT_ROTATE: Action = Action {
    code: "people.vault.rotate",
    sentence: ("轮换保险库主密钥", "Move the vault to a new master key"),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// All actions of this area.
pub const ALL: &[&Action] = &[
    &PERSON_FIND,
    &PERSON_OPEN,
    &PERSON_UNMASK,
    &PERSON_CORRECT,
    &PERSON_ERASE,
    &DUPLICATE_READ,
    &DUPLICATE_PROPOSE,
    &DUPLICATE_CONFIRM,
    &DUPLICATE_ASSIGN,
    &DUPLICATE_SEARCH,
    &CORRECTION_REQUEST,
    &CORRECTION_DECIDE,
    &SHARE_MAKE,
    &SHARE_OPEN,
    &VAULT_ROTATE,
];
