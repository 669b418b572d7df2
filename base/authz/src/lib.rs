//! May this actor do this to that? One function answers, from a table of grants.
//!
//! An area names its actions as constants in its `permissions.rs`, each with a sentence and the
//! grants that allow it. Nothing else decides; the whole table is printed into a reviewed file.

use kernel::{
    Actor, Assurance, AuthorityId, BodyId, Ctx, DivisionCode, Office, PersonId, Post, Problem,
    ProblemKind, Result, Role, SystemActor,
};

/// Something that can be done, with everybody who may do it.
#[derive(Debug)]
pub struct Action {
    /// The stable name, `area.object.verb`.
    pub code: &'static str,
    /// What it means, in Chinese and in English.
    pub sentence: (&'static str, &'static str),
    /// Any one of these is enough.
    pub grants: &'static [Grant],
}

/// One way to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Everybody, signed in or not.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// The person whom the object is about.
    Own,
    /// A role in the body whom the object belongs to.
    InBody(Role),
    /// A role in an authority whose territory covers the object's division.
    InTerritory(Role),
    /// A role in one of the authorities that the object belongs to, whatever its division.
    InOffice(Role),
    /// A role in any authority, whatever the division: for registers that are the same everywhere.
    InAuthority(Role),
    /// An administrator of the installation.
    OnNode(Role),
    /// A part of the system.
    System(SystemActor),
}

/// What an action would touch, as far as permission depends on it.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// The person it is about.
    pub person: Option<PersonId>,
    /// The bodies it belongs to.
    pub bodies: Vec<BodyId>,
    /// The authorities it belongs to.
    pub authorities: Vec<AuthorityId>,
    /// The divisions it lies in.
    pub divisions: Vec<DivisionCode>,
}

impl Object {
    /// Nothing in particular: a list, a form, the installation.
    pub fn none() -> Self {
        Object::default()
    }

    /// About a person.
    pub fn person(person: PersonId) -> Self {
        Object { person: Some(person), ..Object::default() }
    }

    /// Of a body.
    pub fn body(body: BodyId) -> Self {
        Object { bodies: vec![body], ..Object::default() }
    }

    /// Of authorities.
    pub fn offices(authorities: Vec<AuthorityId>) -> Self {
        Object { authorities, ..Object::default() }
    }

    /// Also lies in a division.
    pub fn in_division(mut self, division: DivisionCode) -> Self {
        self.divisions.push(division);
        self
    }

    /// Also belongs to a body.
    pub fn of_body(mut self, body: BodyId) -> Self {
        self.bodies.push(body);
        self
    }
}

/// The answer, with the reason it was not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Allowed, by the post when one was needed.
    Allowed,
    /// Nobody is signed in.
    SignInFirst,
    /// A post of the actor allows it elsewhere, but not for this object.
    NotYours,
    /// No post of the actor allows it anywhere.
    NoPost,
    /// It needs a sign-in with two factors.
    TwoFactorsFirst,
}

/// Decides. Pure: the same actor, action and object always give the same answer.
pub fn decide(actor: &Actor, action: &Action, object: &Object) -> Decision {
    if action.grants.contains(&Grant::Public) {
        return Decision::Allowed;
    }
    let account = match actor {
        Actor::Anonymous => return Decision::SignInFirst,
        Actor::System(part) => {
            let allowed = action.grants.contains(&Grant::System(*part));
            return if allowed { Decision::Allowed } else { Decision::NoPost };
        }
        Actor::Account(account) => account,
    };
    let mut elsewhere = false;
    for grant in action.grants {
        match grant {
            Grant::SignedIn => return Decision::Allowed,
            Grant::Own => {
                if account.person.is_some() && account.person == object.person {
                    return Decision::Allowed;
                }
                elsewhere |= account.person.is_some();
            }
            Grant::InBody(role)
            | Grant::InTerritory(role)
            | Grant::InOffice(role)
            | Grant::InAuthority(role)
            | Grant::OnNode(role) => {
                for post in account.posts.iter().filter(|post| post.role == *role) {
                    if holds(*grant, post, object) {
                        return by_post(account.assurance);
                    }
                    elsewhere = true;
                }
            }
            Grant::Public | Grant::System(_) => {}
        }
    }
    if elsewhere { Decision::NotYours } else { Decision::NoPost }
}

/// Whoever acts by a post, for others, has signed in with two factors.
fn by_post(assurance: Assurance) -> Decision {
    match assurance {
        Assurance::Two => Decision::Allowed,
        Assurance::One => Decision::TwoFactorsFirst,
    }
}

fn holds(grant: Grant, post: &Post, object: &Object) -> bool {
    match (grant, &post.office) {
        (Grant::InBody(_), Office::Body(body)) => object.bodies.contains(body),
        (Grant::InTerritory(_), Office::Authority { territory, .. }) => object
            .divisions
            .iter()
            .any(|division| territory.iter().any(|covered| covered.covers(*division))),
        (Grant::InOffice(_), Office::Authority { id, .. }) => object.authorities.contains(id),
        (Grant::InAuthority(_), Office::Authority { .. }) | (Grant::OnNode(_), Office::Node) => {
            true
        }
        _ => false,
    }
}

/// Lets the action pass or gives the refusal as people see it: what is not yours looks as if it did
/// not exist.
///
/// # Errors
/// `problem-sign-in`, `problem-two-factors`, `problem-no-post` or `problem-not-found`.
pub fn permit(ctx: &Ctx, action: &Action, object: &Object) -> Result<()> {
    let problem = match decide(&ctx.actor, action, object) {
        Decision::Allowed => return Ok(()),
        Decision::SignInFirst => Problem::new(ProblemKind::Unauthenticated, "problem-sign-in"),
        Decision::TwoFactorsFirst => Problem::new(ProblemKind::Forbidden, "problem-two-factors"),
        Decision::NoPost => Problem::new(ProblemKind::Forbidden, "problem-no-post"),
        Decision::NotYours => Problem::not_found(),
    };
    Err(problem.detail(action.code))
}

/// Lets whoever may do it to something pass: before a form or a search, when nothing is chosen yet.
/// What is chosen then is asked about with [`permit`].
///
/// # Errors
/// As [`permit`], save `problem-not-found`.
pub fn permit_somewhere(ctx: &Ctx, action: &Action) -> Result<()> {
    match decide(&ctx.actor, action, &Object::none()) {
        Decision::NotYours => Ok(()),
        _ => permit(ctx, action, &Object::none()),
    }
}

/// The authority or body for which the actor does this, for the record of who looked.
pub fn acting_office(actor: &Actor, action: &Action, object: &Object) -> Option<Office> {
    let account = actor.account()?;
    let grants = action.grants.iter();
    grants
        .flat_map(|grant| account.posts.iter().map(move |post| (grant, post)))
        .find(|(grant, post)| role_of(**grant) == Some(post.role) && holds(**grant, post, object))
        .map(|(_, post)| post.office.clone())
}

fn role_of(grant: Grant) -> Option<Role> {
    match grant {
        Grant::InBody(role)
        | Grant::InTerritory(role)
        | Grant::InOffice(role)
        | Grant::InAuthority(role)
        | Grant::OnNode(role) => Some(role),
        Grant::Public | Grant::SignedIn | Grant::Own | Grant::System(_) => None,
    }
}

/// The bodies for which the actor holds one of the action's roles: what a body's list shows.
pub fn bodies_for(actor: &Actor, action: &Action) -> Vec<BodyId> {
    let posts = actor.account().map(|account| account.posts.as_slice()).unwrap_or_default();
    let mut bodies: Vec<BodyId> = posts
        .iter()
        .filter(|post| action.grants.contains(&Grant::InBody(post.role)))
        .filter_map(|post| match post.office {
            Office::Body(body) => Some(body),
            Office::Node | Office::Authority { .. } => None,
        })
        .collect();
    bodies.sort();
    bodies.dedup();
    bodies
}

/// The authorities in which the actor holds one of the action's roles: whose tasks a list shows.
pub fn offices_for(actor: &Actor, action: &Action) -> Vec<AuthorityId> {
    let posts = actor.account().map(|account| account.posts.as_slice()).unwrap_or_default();
    let mut offices: Vec<AuthorityId> = posts
        .iter()
        .filter(|post| action.grants.contains(&Grant::InOffice(post.role)))
        .filter_map(|post| match &post.office {
            Office::Authority { id, .. } => Some(*id),
            Office::Node | Office::Body(_) => None,
        })
        .collect();
    offices.sort();
    offices.dedup();
    offices
}

/// The divisions for which the actor holds one of the action's roles: what an official's list shows.
pub fn territory_for(actor: &Actor, action: &Action) -> Vec<DivisionCode> {
    let posts = actor.account().map(|account| account.posts.as_slice()).unwrap_or_default();
    let mut divisions: Vec<DivisionCode> = posts
        .iter()
        .filter(|post| action.grants.contains(&Grant::InTerritory(post.role)))
        .flat_map(|post| match &post.office {
            Office::Authority { territory, .. } => territory.clone(),
            Office::Node | Office::Body(_) => Vec::new(),
        })
        .collect();
    divisions.sort();
    divisions.dedup();
    divisions
}

#[cfg(test)]
mod tests;
