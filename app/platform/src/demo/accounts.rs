//! Accounts of the demonstration. Their password and the secrets of their codes are known to
//! everybody, which is why they open nothing outside of a folder that the demonstration made.

use super::Maker;
use access::{NewAccount, NewPost, OfficeRef};
use kernel::{
    AccountActor, AccountId, Actor, Assurance, AuthorityId, BodyId, Office, PersonId, Post, Result,
    Role,
};
use std::sync::Arc;

/// The password of all accounts of the demonstration.
pub const PASSWORD: &str = "kaogong-shifan-2026";

/// Somebody who can sign in to the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    /// 登录名
    pub login: &'static str,
    /// The holder's name.
    pub name: &'static str,
    /// The post; nothing for a worker.
    pub role: Option<Role>,
}

const fn account(login: &'static str, name: &'static str, role: Option<Role>) -> DemoAccount {
    DemoAccount { login, name, role }
}

/// Everybody who can sign in, the most visited first.
pub const ACCOUNTS: [DemoAccount; 10] = [
    account("gongren", "示例工人", None),
    account("kaowu", "示例考务", Some(Role::BodyClerk)),
    account("qianfa", "示例签发人", Some(Role::BodyIssuer)),
    account("fuze", "示例负责人", Some(Role::BodyManager)),
    account("jingban", "示例经办", Some(Role::Handler)),
    account("fuhe", "示例复核", Some(Role::Checker)),
    account("shenpi", "示例审批", Some(Role::Approver)),
    account("xitong", "示例系统管理员", Some(Role::SystemAdmin)),
    account("anquan", "示例安全管理员", Some(Role::SecurityAdmin)),
    account("shenji", "示例审计管理员", Some(Role::AuditAdmin)),
];

/// Somebody of the demonstration at work, signed in with both factors.
pub(super) fn acting(account: AccountId, person: Option<PersonId>, posts: Vec<Post>) -> Actor {
    let (deputies, assurance) = (Vec::new(), Assurance::Two);
    Actor::Account(Arc::new(AccountActor { account, person, posts, deputies, assurance }))
}

impl Maker<'_> {
    /// An account with one post, activated.
    pub(super) async fn activated(
        &self,
        login: String,
        name: String,
        post: Option<(Role, OfficeRef)>,
        person: Option<PersonId>,
    ) -> Result<AccountId> {
        let ctx = self.setup(self.begin());
        let post = post.map(|(role, office)| NewPost {
            role,
            office,
            from_on: None,
            until_on: None,
            deputy_for: None,
        });
        let slip = self.app.access.invite(&ctx, None, NewAccount { login, name, person, post });
        let slip = slip.await?;
        self.app.access.activate_demo(&ctx, &slip, PASSWORD).await?;
        Ok(slip.account)
    }

    /// Somebody of a body: an account, and the actor it makes.
    pub(super) async fn member(
        &self,
        body: BodyId,
        role: Role,
        login: String,
        name: String,
    ) -> Result<Actor> {
        let account = self.activated(login, name, Some((role, OfficeRef::Body(body))), None);
        let posts = vec![Post { role, office: Office::Body(body) }];
        let account = account.await?;
        Ok(acting(account, None, posts))
    }

    /// The officials and administrators of [`ACCOUNTS`]; the people of the first body are made with
    /// it, and the worker once there are certificates.
    pub(super) async fn staff(&self, top: AuthorityId) -> Result<()> {
        for one in ACCOUNTS {
            let office = match one.role {
                Some(Role::Handler | Role::Checker | Role::Approver) => OfficeRef::Authority(top),
                Some(Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin) => OfficeRef::Node,
                Some(_) | None => continue,
            };
            let post = one.role.map(|role| (role, office));
            self.activated(one.login.to_owned(), one.name.to_owned(), post, None).await?;
        }
        Ok(())
    }

    /// The account of a worker, who is in the vault already.
    pub(super) async fn worker(&self, person: PersonId) -> Result<AccountId> {
        let one = ACCOUNTS[0];
        self.activated(one.login.to_owned(), one.name.to_owned(), None, Some(person)).await
    }
}
