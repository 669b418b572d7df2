//! 查人员: officials find a person by number, or by name and birth date. Every look is recorded.

use crate::archive::{ArchivePage, OwnCertificate};
use crate::kit::{Event, Tone, show};
use crate::samples::{Sample, as_official, day, sample};
use askama::Template;
use kernel::{CivilDate, FieldProblem};
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
    /// The document's kind.
    pub document_kind: String,
    /// The document number with most of it hidden.
    pub document_number: String,
    /// Where they are registered.
    pub division: String,
    /// Since when.
    pub registered_on: CivilDate,
}

/// A person's record as an official sees it.
#[derive(Template)]
#[template(path = "people/one.html")]
pub struct PersonPage {
    /// The request.
    pub v: Visit,
    /// The name; nothing once everything that identified the person was erased.
    pub name: Option<String>,
    /// The documents: kind, and number with most of it hidden.
    pub documents: Vec<(String, String)>,
    /// The birth date.
    pub born: Option<CivilDate>,
    /// The telephone number with most of it hidden.
    pub phone: Option<String>,
    /// Where they are registered.
    pub division: String,
    /// The purpose under which the record was opened, in words.
    pub purpose: String,
    /// The person's certificates, newest first.
    pub certificates: Vec<OwnCertificate>,
    /// What the journal says about the person, newest first.
    pub events: Vec<Event>,
    /// Where the events before those shown are; empty when there are none.
    pub earlier: String,
    /// Where their own account is looked after; empty for whoever may not.
    pub account_href: String,
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
        let row = |name: &str, kind: &str, number: &str| PersonRow {
            name: name.to_owned(),
            href: "/people/1".to_owned(),
            document_kind: v.t.get(kind),
            document_number: number.to_owned(),
            division: lang.pick("示例市示例区", "Shili District, Shili City").to_owned(),
            registered_on: day(2026, 6, 3),
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
                row("示*工", "kind-citizen-id", "770101********1234"),
                row("示*工", "kind-hmt-permit", "810000********0021"),
            ]),
            paging: Paging { shown: 2, total: Some(2), first: None, next: None },
        }
    }
}

impl PersonPage {
    /// A worker with two certificates.
    pub fn sample(v: Visit) -> Self {
        let archive = ArchivePage::sample(v.clone());
        PersonPage {
            name: Some(archive.name),
            documents: vec![(v.t.get("kind-citizen-id"), "770101********1234".to_owned())],
            born: Some(day(1969, 2, 28)),
            phone: Some("120****0001".to_owned()),
            division: v.t.lang.pick("示例市示例区", "Shili District, Shili City").to_owned(),
            purpose: v.t.get("people-purpose-subsidy"),
            certificates: archive.certificates,
            events: archive.events,
            earlier: String::new(),
            account_href: "/people/1/account".to_owned(),
            v: as_official(&v),
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
        sample("person", &PersonPage::sample(v.clone())),
    ]
}
