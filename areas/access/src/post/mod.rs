//! A post (岗位): a time during which an account holds a role in an office.

pub(crate) mod store;

use kernel::{
    AccountId, AuthorityId, BodyId, CivilDate, DivisionCode, FieldProblem, PostId, Problem, Result,
    Role, SubjectId,
};
use serde::{Deserialize, Serialize};

/// Where a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum OfficeRef {
    /// The installation itself.
    Node,
    /// An authority.
    Authority(AuthorityId),
    /// A body.
    Body(BodyId),
}

impl OfficeRef {
    pub(crate) fn word(self) -> &'static str {
        match self {
            OfficeRef::Node => "node",
            OfficeRef::Authority(_) => "authority",
            OfficeRef::Body(_) => "body",
        }
    }

    /// The authority or body.
    pub fn subject(self) -> Option<SubjectId> {
        match self {
            OfficeRef::Node => None,
            OfficeRef::Authority(id) => Some(id.cast()),
            OfficeRef::Body(id) => Some(id.cast()),
        }
    }

    /// The authority.
    pub fn authority(self) -> Option<AuthorityId> {
        match self {
            OfficeRef::Authority(id) => Some(id),
            OfficeRef::Node | OfficeRef::Body(_) => None,
        }
    }

    /// The body.
    pub fn body(self) -> Option<BodyId> {
        match self {
            OfficeRef::Body(id) => Some(id),
            OfficeRef::Node | OfficeRef::Authority(_) => None,
        }
    }

    pub(crate) fn from_parts(word: &str, id: Option<SubjectId>) -> Option<Self> {
        match (word, id) {
            ("node", None) => Some(OfficeRef::Node),
            ("authority", Some(id)) => Some(OfficeRef::Authority(id.cast())),
            ("body", Some(id)) => Some(OfficeRef::Body(id.cast())),
            _ => None,
        }
    }
}

/// A post of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPost {
    /// Which.
    pub id: PostId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub account: AccountId,
    /// What the holder does.
    pub role: Role,
    /// Where.
    pub office: OfficeRef,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day, when it is known.
    pub until_on: Option<CivilDate>,
    /// In whose place it is held (代理).
    pub deputy_for: Option<AccountId>,
}

impl HeldPost {
    /// Whether the post is held on the day.
    pub fn held_on(&self, day: CivilDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }

    /// Whether the post is held neither on the day nor later.
    pub fn is_over(&self, day: CivilDate) -> bool {
        self.until_on.is_some_and(|until| until < day)
    }

    /// Whether the two are ever held on the same day.
    fn overlaps(&self, from_on: CivilDate, until_on: Option<CivilDate>) -> bool {
        self.until_on.is_none_or(|until| from_on <= until)
            && until_on.is_none_or(|until| self.from_on <= until)
    }

    /// The post ends with the day.
    ///
    /// # Errors
    /// The conflict `access-post-ended` when it has ended before.
    pub fn end(mut self, last: CivilDate) -> Result<HeldPost> {
        if self.until_on.is_some_and(|until| until <= last) {
            return Err(Problem::conflict("access-post-ended"));
        }
        self.until_on = Some(last);
        Ok(self)
    }
}

/// A post with the names people know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostCard {
    /// The post.
    pub post: HeldPost,
    /// The name of the authority or body; empty for the installation.
    pub office_name: String,
    /// For which divisions an authority is responsible.
    pub territory: Vec<DivisionCode>,
}

/// A post to be given.
#[derive(Clone, Debug, Serialize)]
pub struct NewPost {
    /// What the holder shall do.
    pub role: Role,
    /// Where.
    pub office: OfficeRef,
    /// The first day; today when absent.
    pub from_on: Option<CivilDate>,
    /// The last day, when it is known; a deputy's always is.
    pub until_on: Option<CivilDate>,
    /// The login of the holder in whose place it is to be held (代理).
    pub deputy_for: Option<String>,
}

/// Whether an account may be the deputy of another in a post (代理): for a time that is known, of
/// somebody else who holds that very post, themselves, on all those days.
///
/// # Errors
/// Field problems: `access-deputy-until`, `access-deputy-own`, `access-deputy-post`.
pub fn may_stand_in(
    account: AccountId,
    of: AccountId,
    theirs: &[HeldPost],
    (role, office): (Role, OfficeRef),
    (from_on, until_on): (CivilDate, Option<CivilDate>),
) -> Result<()> {
    let wrong = |field, code| Err(Problem::fields(vec![FieldProblem::new(field, code)]));
    let Some(until_on) = until_on else { return wrong("until_on", "access-deputy-until") };
    if account == of {
        return wrong("deputy_for", "access-deputy-own");
    }
    let held = theirs.iter().any(|post| {
        (post.role, post.office) == (role, office)
            && post.deputy_for.is_none()
            && post.held_on(from_on)
            && post.held_on(until_on)
    });
    if held { Ok(()) } else { wrong("deputy_for", "access-deputy-post") }
}

/// The office of which kind the role is a part of.
pub fn fits(role: Role, office: OfficeRef) -> bool {
    match role {
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => office == OfficeRef::Node,
        Role::Handler | Role::Checker | Role::Approver => {
            matches!(office, OfficeRef::Authority(_))
        }
        Role::BodyClerk | Role::BodyIssuer | Role::BodyManager => {
            matches!(office, OfficeRef::Body(_))
        }
    }
}

/// Whether the role is one of the three administrators (三员).
pub fn administers(role: Role) -> bool {
    match role {
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => true,
        Role::Handler
        | Role::Checker
        | Role::Approver
        | Role::BodyClerk
        | Role::BodyIssuer
        | Role::BodyManager => false,
    }
}

/// Whether the role can be held only with one-time codes: all but a body's clerk. A clerk without
/// them can sign in, and sets them up before the first work for others.
pub fn needs_two_factors(role: Role) -> bool {
    role != Role::BodyClerk
}

/// Whether an account that holds these posts may be given one more (三员分立: nobody is ever two of
/// the three administrators on one day, GB/T 22239-2019, level 3).
///
/// # Errors
/// `access-post-office` for an office of another kind, `access-post-dates` for a last day before
/// the first, the conflicts `access-post-held` for the same post at the same time and
/// `access-three-administrators`.
pub fn may_add(
    held: &[HeldPost],
    role: Role,
    office: OfficeRef,
    from_on: CivilDate,
    until_on: Option<CivilDate>,
) -> Result<()> {
    if !fits(role, office) {
        return Err(Problem::invalid("access-post-office"));
    }
    if until_on.is_some_and(|until| until < from_on) {
        return Err(Problem::invalid("access-post-dates"));
    }
    for post in held.iter().filter(|post| post.overlaps(from_on, until_on)) {
        if post.role == role && post.office == office {
            return Err(Problem::conflict("access-post-held"));
        }
        if administers(role) && administers(post.role) && post.role != role {
            return Err(Problem::conflict("access-three-administrators"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
