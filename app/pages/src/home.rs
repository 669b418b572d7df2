//! The start page: a certificate can be checked at once; below it stands who the site is for.

use crate::kit::show;
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{Answer, FormState, Visit};

/// The start page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// The request.
    pub v: Visit,
    /// The form of the check, empty.
    pub form: FormState,
    /// What else one can do here; only what this node serves.
    pub doors: Vec<Door>,
    /// How things stand; nothing until there are figures.
    pub figures: Option<Figures>,
}

/// One thing people can do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The key of its name; its attribute `text` says for whom it is.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
}

/// A few numbers about the region.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The day they were counted.
    pub on: CivilDate,
    /// Each number with the key of its name.
    pub numbers: Vec<(i64, &'static str)>,
}

/// Everything the start page may offer.
const DOORS: [Door; 7] = [
    Door { key: "home-door-archive", href: "/archive" },
    Door { key: "home-door-imports", href: "/imports" },
    Door { key: "home-door-occupations", href: "/occupations" },
    Door { key: "home-door-bodies", href: "/bodies" },
    Door { key: "home-door-notices", href: "/notices" },
    Door { key: "home-door-policies", href: "/policies" },
    Door { key: "home-door-people", href: "/people" },
];

/// What the start page of a node offers, from the routes it serves.
pub fn doors(routes: &[web_kit::RouteInfo]) -> Vec<Door> {
    DOORS.into_iter().filter(|door| routes.iter().any(|route| route.path == door.href)).collect()
}

/// Shows the start page.
///
/// # Errors
/// As [`show`].
pub fn home(v: Visit, doors: Vec<Door>, figures: Option<Figures>) -> Answer {
    show(&HomePage { v, form: FormState::default(), doors, figures })
}

impl HomePage {
    /// The page with everything on it.
    pub fn sample(v: Visit) -> Self {
        let numbers = vec![
            (41_206, "home-figure-certificates"),
            (50_000, "home-figure-people"),
            (24, "home-figure-bodies"),
        ];
        let figures = Some(Figures { on: day(2026, 11, 23), numbers });
        HomePage { v, form: FormState::default(), doors: DOORS.to_vec(), figures }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let bare = HomePage { doors: Vec::new(), figures: None, ..HomePage::sample(v.clone()) };
    vec![sample("home", &HomePage::sample(v.clone())), sample("home-bare", &bare)]
}
