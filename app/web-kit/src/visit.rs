//! What is known about one request before any handler runs: language, type size, address, who.

use crate::csrf::{Csrf, new_key};
use crate::{Here, NavEntry, Site, T};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{AccountActor, Actor, Ctx, Instant, Problem, Random, World};
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

/// Somebody who has signed in, as pages show them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account with its posts.
    pub actor: Arc<AccountActor>,
    /// The name in the header.
    pub name: String,
    /// The office of the post at work, such as 示例市职业技能评价机构; nothing for a worker.
    pub office: Option<String>,
    /// The pages this account works with, in the account menu.
    pub nav: Vec<NavEntry>,
    /// The secret of the session; nothing when a key of the API signed in instead of a cookie, since
    /// no foreign page can make a browser send such a key.
    pub csrf: Option<Csrf>,
}

/// One request. Handlers take it as an argument and pages keep it as their field `v`. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The texts in the visitor's language.
    pub t: T,
    /// 大字版: the large-type mode is on.
    pub large: bool,
    /// The address of the page.
    pub here: Here,
    /// Identifies the request to people and in the log.
    pub request: Arc<str>,
    /// When the request began.
    pub now: Instant,
    /// The network address of the visitor, seen through declared proxies.
    pub address: Option<IpAddr>,
    /// The site.
    pub site: Arc<Site>,
    /// Where tokens of forms come from.
    pub random: Random,
    /// Shared by all clones, so that an error page made outside the session layer still knows who
    /// was signed in.
    pub(crate) session: Arc<OnceLock<SignedIn>>,
}

impl Visit {
    /// A visit for samples, tests and the command line: nobody is signed in.
    pub fn new(t: T, here: Here, site: Arc<Site>, now: Instant, random: Random) -> Self {
        Visit {
            t,
            large: false,
            here,
            request: "0".into(),
            now,
            address: None,
            site,
            random,
            session: Arc::default(),
        }
    }

    /// Who is signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.session.get()
    }

    /// Says who is signed in. The session layer calls it once; a second call changes nothing.
    pub fn admit(&self, who: SignedIn) {
        let _ = self.session.set(who);
    }

    /// Who asks, for the areas.
    pub fn actor(&self) -> Actor {
        match self.signed_in() {
            Some(who) => Actor::Account(who.actor.clone()),
            None => Actor::Anonymous,
        }
    }

    /// The context for the areas.
    pub fn ctx(&self, world: impl Into<Arc<World>>) -> Ctx {
        Ctx {
            actor: self.actor(),
            now: self.now,
            world: world.into(),
            random: self.random.clone(),
            request: self.request.clone(),
            lang: self.t.lang,
        }
    }

    /// The value of the hidden field against forged requests; nothing when nobody is signed in.
    pub fn csrf_field(&self) -> Option<String> {
        let csrf = self.signed_in()?.csrf.as_ref()?;
        Some(csrf.field(&self.random))
    }

    /// Checks the hidden field of a form against the session.
    ///
    /// # Errors
    /// `problem-csrf` when somebody is signed in by cookie and the field does not fit.
    pub fn check_csrf(&self, field: &str) -> kernel::Result<()> {
        let Some(csrf) = self.signed_in().and_then(|who| who.csrf.as_ref()) else {
            return Ok(());
        };
        if csrf.matches(field) {
            return Ok(());
        }
        Err(Problem::new(kernel::ProblemKind::Forbidden, "problem-csrf"))
    }

    /// A new idempotency key for a form that is shown for the first time.
    pub fn new_key(&self) -> String {
        new_key(&self.random)
    }

    /// Whether the entry's page, or a page below it, is the one being shown.
    pub fn is_current(&self, entry: &NavEntry) -> bool {
        let path = self.here.path();
        path == entry.href
            || path.strip_prefix(entry.href).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visit = parts.extensions.get::<Visit>().cloned();
        visit.ok_or_else(|| Problem::internal("a route outside the frame").into())
    }
}
