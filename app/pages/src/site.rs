//! The public navigation by intention, made from the routes a node serves.

use kernel::{AccountActor, Role};
use web_kit::{NavEntry, RouteInfo};

/// What people come for, in the order of the header.
const INTENTIONS: [NavEntry; 5] = [
    NavEntry { key: "nav-check", href: "/check" },
    NavEntry { key: "nav-training", href: "/training" },
    NavEntry { key: "nav-occupations", href: "/occupations" },
    NavEntry { key: "nav-data", href: "/figures" },
    NavEntry { key: "nav-bodies", href: "/bodies" },
];

/// The entries whose pages are among the routes.
pub fn public_nav(routes: &[RouteInfo]) -> Vec<NavEntry> {
    let served = |entry: &NavEntry| routes.iter().any(|route| route.path == entry.href);
    INTENTIONS.into_iter().filter(served).collect()
}

/// What somebody works with, by their posts: the account menu and the list of tasks.
pub fn work_nav(actor: &AccountActor) -> Vec<NavEntry> {
    let holds = |roles: &[Role]| actor.posts.iter().any(|post| roles.contains(&post.role));
    let mut nav = vec![("nav-tasks", "/tasks")];
    if actor.person.is_some() {
        nav.push(("nav-archive", "/archive"));
    }
    if holds(&[Role::BodyClerk, Role::BodyIssuer, Role::BodyManager]) {
        nav.push(("nav-imports", "/imports"));
        nav.push(("nav-runs", "/runs"));
        nav.push(("nav-certificates", "/certificates"));
    }
    if holds(&[Role::BodyIssuer, Role::BodyManager]) {
        nav.push(("nav-keys", "/keys"));
        nav.push(("nav-applications", "/applications"));
        nav.push(("nav-proposals", "/proposals"));
    }
    if holds(&[Role::Handler, Role::Checker, Role::Approver]) {
        nav.push(("nav-cases", "/cases"));
        nav.push(("nav-people", "/people"));
        nav.push(("nav-duplicates", "/duplicates"));
        nav.push(("nav-corrections", "/corrections"));
        nav.push(("nav-filings", "/oversight/bodies"));
        nav.push(("nav-rounds", "/rounds"));
        nav.push(("nav-policies", "/library"));
        nav.push(("nav-plan-tasks", "/plans/tasks"));
        nav.push(("nav-returns", "/returns"));
    }
    if holds(&[Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::BodyManager]) {
        nav.push(("nav-accounts", "/accounts"));
    }
    if holds(&[Role::SystemAdmin]) {
        nav.push(("nav-authorities", "/authorities"));
    }
    if holds(&[Role::SystemAdmin, Role::AuditAdmin]) {
        nav.push(("nav-jobs", "/jobs"));
    }
    if holds(&[Role::AuditAdmin]) {
        nav.push(("nav-audit", "/audit"));
    }
    nav.push(("nav-own", "/account"));
    nav.into_iter().map(|(key, href)| NavEntry { key, href }).collect()
}
