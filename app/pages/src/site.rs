//! The public navigation by intention, made from the routes a node serves.

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
