//! Who acts: nobody known, a part of the system itself, or an account with its posts.

use crate::{AccountId, AuthorityId, BodyId, DivisionCode, PersonId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who asks for something.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Somebody who has not signed in.
    Anonymous,
    /// A part of the system; each has its own least powers.
    System(SystemActor),
    /// An account with the posts it holds today.
    Account(Arc<AccountActor>),
}

/// The parts of the system that act on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SystemActor {
    /// Prepares a new installation and the demo.
    Setup,
    /// Runs background jobs.
    Jobs,
    /// The person at the machine's own command line.
    Console,
}

/// How sure the system is that the account's holder is who they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assurance {
    /// One factor, such as a password.
    One,
    /// Two factors.
    Two,
}

/// A signed-in account.
#[derive(Clone, Debug)]
pub struct AccountActor {
    /// Which account.
    pub account: AccountId,
    /// The person whose account it is, when it is a worker's.
    pub person: Option<PersonId>,
    /// The posts held today.
    pub posts: Vec<Post>,
    /// Which of those posts are held in somebody's place.
    pub deputies: Vec<Deputy>,
    /// How the holder signed in.
    pub assurance: Assurance,
}

/// A post that is held for a time in the place of somebody who is away (代理).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// What the post is.
    pub role: Role,
    /// Where.
    pub office: AuthorityId,
    /// In whose place.
    pub of: AccountId,
}

impl AccountActor {
    /// In whose place the account holds a post in an office; nobody's for a post of its own.
    pub fn in_place_of(&self, role: Role, office: AuthorityId) -> Option<AccountId> {
        let same = |one: &&Deputy| (one.role, one.office) == (role, office);
        self.deputies.iter().find(same).map(|one| one.of)
    }
}

/// A role in an office (岗位). Permission is post × action × object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// What the holder does there.
    pub role: Role,
    /// Where.
    pub office: Office,
}

/// Where a post is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Office {
    /// The installation itself: its administrators.
    Node,
    /// An authority with the divisions of its territory (辖区).
    Authority {
        /// Which authority.
        id: AuthorityId,
        /// The divisions it is responsible for; each covers what lies within it.
        territory: Vec<DivisionCode>,
    },
    /// A training or evaluation body.
    Body(BodyId),
}

/// What the holder of a post does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 系统管理员: configuration, jobs, backup.
    SystemAdmin,
    /// 安全管理员: accounts and posts.
    SecurityAdmin,
    /// 审计管理员: who looked, who did what.
    AuditAdmin,
    /// 经办: handles cases of an authority.
    Handler,
    /// 复核: checks them.
    Checker,
    /// 审批: approves them.
    Approver,
    /// 机构考务: a body's clerk, who uploads and mends results.
    BodyClerk,
    /// 机构签发人: releases a run, and holds one half of the key ceremony.
    BodyIssuer,
    /// 机构负责人: a body's manager.
    BodyManager,
}

impl Role {
    /// All roles, in the order of the matrix.
    pub const ALL: [Role; 9] = [
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
        Role::Handler,
        Role::Checker,
        Role::Approver,
        Role::BodyClerk,
        Role::BodyIssuer,
        Role::BodyManager,
    ];

    /// The stored word, which is also the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Role::SystemAdmin => "system_admin",
            Role::SecurityAdmin => "security_admin",
            Role::AuditAdmin => "audit_admin",
            Role::Handler => "handler",
            Role::Checker => "checker",
            Role::Approver => "approver",
            Role::BodyClerk => "body_clerk",
            Role::BodyIssuer => "body_issuer",
            Role::BodyManager => "body_manager",
        }
    }

    /// The role of a stored word.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

impl Actor {
    /// The account, if somebody has signed in.
    pub fn account(&self) -> Option<&AccountActor> {
        match self {
            Actor::Account(account) => Some(account),
            Actor::Anonymous | Actor::System(_) => None,
        }
    }

    /// The person whose own account this is.
    pub fn person(&self) -> Option<PersonId> {
        self.account().and_then(|account| account.person)
    }

    /// The stored form: an account's id or the name of a part of the system. Never a person's name.
    pub fn word(&self) -> String {
        match self {
            Actor::Anonymous => "anonymous".to_owned(),
            Actor::System(SystemActor::Setup) => "system:setup".to_owned(),
            Actor::System(SystemActor::Jobs) => "system:jobs".to_owned(),
            Actor::System(SystemActor::Console) => "system:console".to_owned(),
            Actor::Account(account) => account.account.to_string(),
        }
    }
}
