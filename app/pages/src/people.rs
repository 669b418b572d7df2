//! 查人员: officials find a person by number, or by name and birth date. Every look is recorded.

use crate::kit::{Tone, show};
use crate::samples::{Sample, as_official, sample};
use askama::Template;
use kernel::FieldProblem;
use web_kit::{Answer, FormState, Paging, Visit};

/// The search. It is sent by POST, so that no number or name stands in an address.
#[derive(Template)]
#[template(path = "people/search.html")]
pub struct PeoplePage {
    /// The request.
    pub v: Visit,
    /// Fields `number`; or `name` and `born`; and `purpose`.
    pub form: FormState,
    /// Purposes to choose from: value and text.
    pub purposes: Vec<(String, String)>,
    /// What was found; nothing before a search.
    pub found: Option<Vec<PersonRow>>,
    /// The links below the list.
    pub paging: Paging,
}

/// One person in the list, with most of what names them hidden.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The name with a part hidden.
    pub name: String,
    /// The person's page.
    pub href: String,
    /// The key of the document's kind.
    pub document_kind: &'static str,
    /// The document number with most of it hidden.
    pub document_number: String,
    /// The year of birth.
    pub born: i32,
    /// Where they are registered.
    pub division: String,
    /// How many valid certificates they hold.
    pub certificates: u64,
}

/// Shows the search.
///
/// # Errors
/// As [`show`].
pub fn people(page: &PeoplePage) -> Answer {
    show(page)
}

impl PeoplePage {
    /// Two people of one name, born on one day.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let row = |name: &str, kind, number: &str, certificates| PersonRow {
            name: name.to_owned(),
            href: "/people/1".to_owned(),
            document_kind: kind,
            document_number: number.to_owned(),
            born: 1969,
            division: lang.pick("示例市示例区", "Shili District, Shili City").to_owned(),
            certificates,
        };
        let purposes = ["evaluation", "subsidy", "complaint", "audit"];
        PeoplePage {
            v: as_official(&v),
            form: FormState::with(&[
                ("name", "示例工"),
                ("born", "1969-02-28"),
                ("purpose", "subsidy"),
            ]),
            purposes: purposes
                .map(|p| (p.to_owned(), v.t.get(&format!("people-purpose-{p}"))))
                .to_vec(),
            found: Some(vec![
                row("示*工", "kind-citizen-id", "770101********1234", 2),
                row("示*工", "kind-hmt-permit", "810000********0021", 0),
            ]),
            paging: Paging { shown: 2, total: Some(2), first: None, next: None },
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut first = PeoplePage::sample(v.clone());
    first.form = FormState::default();
    first.found = None;
    let mut wrong = PeoplePage::sample(v.clone());
    wrong.found = None;
    wrong.form = FormState::with(&[("number", "770101196902281235")]);
    wrong.form.refuse(FieldProblem::new("number", "people-number-check"));
    wrong.form.refuse(FieldProblem::new("purpose", "field-choose"));
    let mut none = PeoplePage::sample(v.clone());
    none.found = Some(Vec::new());
    vec![
        sample("people", &first),
        sample("people-found", &PeoplePage::sample(v.clone())),
        sample("people-none", &none),
        sample("people-errors", &wrong),
    ]
}
