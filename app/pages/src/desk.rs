//! The desk of an evaluation body: what all of its pages share.

use crate::samples::as_clerk;
use web_kit::{T, Visit};

/// The body for which somebody works, and the way to its other pages.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The body's identifier, for forms.
    pub body: String,
    /// The body's name.
    pub name: String,
    /// Other bodies for which the same person holds a post: name and address of this page for it.
    pub others: Vec<(String, String)>,
}

/// The pages of a desk: key of the name, and address.
const PAGES: [(&str, &str); 7] = [
    ("desk-imports", "/imports"),
    ("desk-runs", "/runs"),
    ("desk-certificates", "/certificates"),
    ("desk-keys", "/keys"),
    ("desk-instruments", "/instruments"),
    ("desk-applications", "/applications"),
    ("desk-designations", "/designations/mine"),
];

impl Desk {
    /// The address of a page of this desk.
    pub fn href(&self, path: &str) -> String {
        if self.body.is_empty() { path.to_owned() } else { format!("{path}?body={}", self.body) }
    }

    /// The pages of this desk: name, address, and whether it is the one shown.
    pub fn pages(&self, t: &T, v: &Visit) -> Vec<(String, String, bool)> {
        let path = v.here.path();
        PAGES.map(|(key, href)| (t.get(key), self.href(href), path == href)).to_vec()
    }

    /// Somebody of two bodies.
    pub(crate) fn sample(v: &Visit) -> Self {
        let centre =
            v.t.lang
                .pick("示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre");
        let other = v.t.lang.pick("示例焊接技师学院", "Shili Welding College");
        Desk {
            body: "1".to_owned(),
            name: centre.to_owned(),
            others: vec![(other.to_owned(), "/imports?body=2".to_owned())],
        }
    }
}

/// A page of a desk as samples show it: who looks at it, and whose desk.
pub(crate) fn sample_desk(v: &Visit) -> (Visit, Desk) {
    (as_clerk(v), Desk::sample(v))
}
