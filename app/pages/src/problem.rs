//! The page of a problem: kind words, what to do next, and a number to read out when asking for help.

use crate::kit::show;
use crate::samples::{Sample, sample};
use askama::Template;
use axum::extract::Path;
use kernel::{FieldProblem, Problem, ProblemKind};
use web_kit::{Answer, Told, Visit};

/// The page of a problem.
#[derive(Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// The request.
    pub v: Visit,
    /// What people are told.
    pub told: Told,
}

/// Draws the page of a problem for the frame around all routes.
pub fn draw(v: &Visit, told: &Told) -> String {
    let page = ProblemPage { v: v.clone(), told: told.clone() };
    // Only a failing `Display` gets here; the status then has to speak for itself.
    page.render().unwrap_or_default()
}

/// What a problem code means: the page behind the `type` of a problem document.
///
/// # Errors
/// Not found for a code that has no text.
pub async fn meaning(v: Visit, Path(code): Path<String>) -> Answer {
    let known = code.starts_with("problem-") && v.t.maybe(&code).is_some();
    let next = v.t.maybe(&format!("{code}.next")).filter(|_| known);
    let next = next.ok_or_else(Problem::not_found)?;
    let title = v.t.get(&code);
    let told =
        Told { status: 200, title, next, code, fields: Vec::new(), sign_in: false, again: false };
    show(&ProblemPage { v, told })
}

impl ProblemPage {
    /// Where to sign in, and that one wants to come back here.
    fn sign_in_href(&self) -> String {
        web_kit::Here::new("/sign-in", None).with("back", &self.v.here.to_string())
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let page = |name, problem: &Problem| {
        sample(name, &ProblemPage { v: v.clone(), told: web_kit::problem::tell(v, problem) })
    };
    let fields = Problem::fields(vec![
        FieldProblem::new("born", "field-not-a-date"),
        FieldProblem::new("note", "field-too-long").arg("count", 200),
    ]);
    let of = Problem::new;
    vec![
        page("problem-401", &of(ProblemKind::Unauthenticated, "problem-unauthenticated")),
        page("problem-403", &of(ProblemKind::Forbidden, "problem-no-post")),
        page("problem-404", &Problem::not_found()),
        page("problem-409", &Problem::conflict("problem-conflict")),
        page("problem-413", &of(ProblemKind::TooLarge, "problem-too-large")),
        page("problem-422", &fields),
        page("problem-429", &of(ProblemKind::TooMany, "problem-too-many")),
        page("problem-500", &Problem::internal("a sample")),
        page("problem-503", &of(ProblemKind::Unavailable, "problem-unavailable")),
    ]
}
