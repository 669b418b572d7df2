//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::{Role, SystemActor};

/// Uploading a spreadsheet of results, and stopping an import before anything is entered.
pub const IMPORT_START: Action = Action {
    code: "evaluation.import.start",
    sentence: ("导入成绩", "Import results"),
    grants: &[
        Grant::InBody(Role::BodyClerk),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Setup),
        Grant::System(SystemActor::Console),
    ],
};

/// Seeing a body's imports, what is wrong with their rows, and their reports.
pub const IMPORT_READ: Action = Action {
    code: "evaluation.import.read",
    sentence: ("查看成绩导入和错误清单", "See imports and what is wrong with their rows"),
    grants: &[
        Grant::InBody(Role::BodyClerk),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyManager),
        Grant::System(SystemActor::Console),
    ],
};

/// Seeing a body's runs and their candidates, with masked names.
pub const RUN_READ: Action = Action {
    code: "evaluation.run.read",
    sentence: ("查看考核批次和考生", "See runs and their candidates"),
    grants: &[
        Grant::InBody(Role::BodyClerk),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyManager),
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
        Grant::System(SystemActor::Console),
    ],
};

/// Releasing a run: its passing results become certificates. Never by whoever prepared it.
pub const RUN_RELEASE: Action = Action {
    code: "evaluation.run.release",
    sentence: ("签发批次证书", "Release a run for certificates"),
    grants: &[Grant::InBody(Role::BodyIssuer), Grant::InBody(Role::BodyManager)],
};

/// Withdrawing a candidate's result before the run is released.
pub const CANDIDATE_WITHDRAW: Action = Action {
    code: "evaluation.candidate.withdraw",
    sentence: ("撤下考生成绩", "Withdraw a candidate's result"),
    grants: &[
        Grant::InBody(Role::BodyClerk),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyManager),
    ],
};

/// Moving what imports keep sealed to a new master key.
pub const IMPORT_RESEAL: Action = Action {
    code: "evaluation.import.reseal",
    sentence: ("轮换成绩导入记录的主密钥", "Move lists of imports to a new master key"),
    grants: &[Grant::System(SystemActor::Jobs), Grant::System(SystemActor::Console)],
};

/// All actions of this area.
pub const ALL: &[&Action] =
    &[&IMPORT_START, &IMPORT_READ, &RUN_READ, &RUN_RELEASE, &CANDIDATE_WITHDRAW, &IMPORT_RESEAL];
