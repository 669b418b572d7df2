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

/// Moving the vault to a new master key.
pub const VAULT_ROTATE: Action = Action {
    code: "people.vault.rotate",
    sentence: ("轮换保险库主密钥", "Move the vault to a new master key"),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// All actions of this area.
pub const ALL: &[&Action] =
    &[&PERSON_FIND, &PERSON_OPEN, &PERSON_UNMASK, &PERSON_CORRECT, &PERSON_ERASE, &VAULT_ROTATE];
