//! What can be done in this area, and who may.

use authz::{Action, Grant};
use kernel::Role;

/// Checking a certificate by its code, or by its number and a second fact.
pub const CERTIFICATE_CHECK: Action = Action {
    code: "certificates.certificate.check",
    sentence: ("查验证书", "Check a certificate"),
    grants: &[Grant::Public],
};

/// Opening a certificate with everything on its face.
pub const CERTIFICATE_OPEN: Action = Action {
    code: "certificates.certificate.open",
    sentence: ("打开证书（含证面全部内容）", "Open a certificate with everything on its face"),
    grants: &[
        Grant::Own,
        Grant::InBody(Role::BodyClerk),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyManager),
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
    ],
};

/// Listing a body's certificates.
pub const CERTIFICATE_LIST: Action = Action {
    code: "certificates.certificate.list",
    sentence: ("查看机构发放的证书清单", "List a body's certificates"),
    grants: &[
        Grant::InBody(Role::BodyClerk),
        Grant::InBody(Role::BodyIssuer),
        Grant::InBody(Role::BodyManager),
        Grant::InTerritory(Role::Handler),
        Grant::InTerritory(Role::Approver),
    ],
};

/// Suspending, resuming or revoking a certificate.
pub const CERTIFICATE_STATUS: Action = Action {
    code: "certificates.certificate.status",
    sentence: ("暂停、恢复或者作废证书", "Suspend, resume or revoke a certificate"),
    grants: &[Grant::InBody(Role::BodyManager), Grant::InTerritory(Role::Approver)],
};

/// All actions of this area.
pub const ALL: &[&Action] =
    &[&CERTIFICATE_CHECK, &CERTIFICATE_OPEN, &CERTIFICATE_LIST, &CERTIFICATE_STATUS];
