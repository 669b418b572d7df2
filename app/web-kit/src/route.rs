//! The one table of routes. The router, the list for OpenAPI and the 'not allowed' tests come from it.

use crate::problem::Error;
use crate::{Visit, guard};
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use kernel::{Problem, ProblemKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who may come to a route at all. What they may do with a certain record is decided where the
/// record has been loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Anybody, without signing in.
    Public,
    /// Whoever may do this action; the code comes from the area's permissions.
    Action(&'static str),
}

/// What a node of this installation does (部署角色).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeRole {
    /// Everything on one machine.
    All,
    /// The node inside the office network.
    Inner,
    /// The node in the internet zone; holds only what the public pages need, and does no background
    /// work.
    Public,
    /// An exam hall, school or training body that works for days without a network.
    Site,
}

impl NodeRole {
    /// All roles.
    pub const ALL: [NodeRole; 4] =
        [NodeRole::All, NodeRole::Inner, NodeRole::Public, NodeRole::Site];

    /// The word in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            NodeRole::All => "all",
            NodeRole::Inner => "inner",
            NodeRole::Public => "public",
            NodeRole::Site => "site",
        }
    }

    /// Whether a node of this role does background work.
    pub fn runs_jobs(self) -> bool {
        self != NodeRole::Public
    }
}

/// Which nodes serve a route. A node that is not named does not even know the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Serves {
    /// The node inside the office network.
    pub inner: bool,
    /// The node in the internet zone.
    pub public: bool,
    /// A hall, school or body.
    pub site: bool,
}

impl Serves {
    /// Every node.
    pub const EVERYWHERE: Serves = Serves { inner: true, public: true, site: true };
    /// Pages for anybody: the internet zone and the inner node.
    pub const PUBLIC: Serves = Serves { inner: true, public: true, site: false };
    /// Work of officials and administrators.
    pub const INNER: Serves = Serves { inner: true, public: false, site: false };
    /// Work of bodies, in the office network or in their own house.
    pub const INNER_AND_SITE: Serves = Serves { inner: true, public: false, site: true };

    /// Whether a node of the role serves it.
    pub fn on(self, role: NodeRole) -> bool {
        match role {
            NodeRole::All => true,
            NodeRole::Inner => self.inner,
            NodeRole::Public => self.public,
            NodeRole::Site => self.site,
        }
    }
}

/// How large a request may be and how long its answer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// The most bytes of the body.
    pub body_bytes: usize,
    /// The most seconds until the answer begins.
    pub seconds: u64,
}

impl Limits {
    /// Pages and their forms.
    pub const PAGE: Limits = Limits { body_bytes: 64 * 1024, seconds: 20 };
    /// Records of the JSON API.
    pub const RECORD: Limits = Limits { body_bytes: 1024 * 1024, seconds: 30 };
    /// Spreadsheets, also over a slow village line: a million candidates of 33 columns fit.
    pub const UPLOAD: Limits = Limits { body_bytes: 512 * 1024 * 1024, seconds: 30 * 60 };
}

/// One route: the only place where its path is written.
pub struct Route<S = ()> {
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Who may come.
    pub access: Access,
    /// Which nodes have it.
    pub serves: Serves,
    /// How large and how long.
    pub limits: Limits,
    handler: MethodRouter<S>,
}

/// What the table says about a route; for OpenAPI and tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RouteInfo {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Who may come.
    pub access: Access,
    /// Which nodes have it.
    pub serves: Serves,
    /// How large and how long.
    pub limits: Limits,
}

impl<S: Clone + Send + Sync + 'static> Route<S> {
    /// A page or answer to read.
    pub fn get<H, X>(path: &'static str, access: Access, serves: Serves, handler: H) -> Self
    where
        H: Handler<X, S>,
        X: 'static,
    {
        Self::new(Method::GET, path, access, serves, handler)
    }

    /// A form or call that changes something.
    pub fn post<H, X>(path: &'static str, access: Access, serves: Serves, handler: H) -> Self
    where
        H: Handler<X, S>,
        X: 'static,
    {
        Self::new(Method::POST, path, access, serves, handler)
    }

    /// A route of any method; the API also has PUT, PATCH and DELETE.
    ///
    /// # Panics
    /// For a method that HTTP does not define: a mistake in the table itself.
    pub fn new<H, X>(
        method: Method,
        path: &'static str,
        access: Access,
        serves: Serves,
        handler: H,
    ) -> Self
    where
        H: Handler<X, S>,
        X: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).expect("a method that HTTP defines");
        let limits = if path.starts_with("/api/") { Limits::RECORD } else { Limits::PAGE };
        Route { method, path, access, serves, limits, handler: on(filter, handler) }
    }

    /// The same route with other limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// What the table says about it.
    pub fn info(&self) -> RouteInfo {
        RouteInfo {
            method: self.method.to_string(),
            path: self.path,
            access: self.access,
            serves: self.serves,
            limits: self.limits,
        }
    }
}

/// What the table says about each route, in its order.
pub fn describe<S: Clone + Send + Sync + 'static>(routes: &[Route<S>]) -> Vec<RouteInfo> {
    routes.iter().map(Route::info).collect()
}

/// The router of a node: the only caller of axum's `.route`.
///
/// Each route gets its limits and asks for a signed-in visitor unless it is public.
///
/// # Panics
/// When two routes of the table have the same method and path: a mistake in the table itself.
pub fn build_router<S>(routes: Vec<Route<S>>, role: NodeRole) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let mut seen = BTreeSet::new();
    let mut paths: BTreeMap<&'static str, MethodRouter<S>> = BTreeMap::new();
    for route in routes {
        assert!(
            seen.insert((route.path, route.method.to_string())),
            "{} {} stands in the table twice",
            route.method,
            route.path
        );
        if route.serves.on(role) {
            let handler = guard::limit(route.handler, route.limits);
            let access = route.access;
            let handler =
                handler.route_layer(from_fn(move |request, next| admit(access, request, next)));
            let so_far = paths.remove(route.path).unwrap_or_default();
            paths.insert(route.path, so_far.merge(handler));
        }
    }
    paths.into_iter().fold(Router::new(), |router, (path, handler)| router.route(path, handler))
}

/// Nobody who has not signed in gets past a route with an action.
async fn admit(access: Access, request: Request, next: Next) -> Response {
    let known = request.extensions().get::<Visit>().is_some_and(|v| v.signed_in().is_some());
    match access {
        Access::Action(_) if !known => {
            let problem = Problem::new(ProblemKind::Unauthenticated, "problem-unauthenticated");
            Error::from(problem).into_response()
        }
        Access::Public | Access::Action(_) => next.run(request).await,
    }
}
