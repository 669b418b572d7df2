//! Looking people up, for officials.

use crate::json::{Sent, give};
use crate::operation::Operation;
use axum::extract::State;
use kernel::{CivilDate, FieldProblem, Problem, Result};
use people::permissions::PERSON_FIND;
use people::{Document, DocumentKind, PersonCard, PersonName, check, guess_kind};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web_kit::{Access, Answer, Route, Serves, Visit};

/// Who is looked for: by number, or by name and birth date.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PersonSearch {
    /// The number of a document.
    #[serde(default)]
    number: Option<String>,
    /// The word of the document's kind; guessed from the number when absent.
    #[serde(default)]
    kind: Option<String>,
    /// The name as on the document.
    #[serde(default)]
    name: Option<String>,
    /// The birth date.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth_on: Option<CivilDate>,
    /// Why; the person can read it.
    purpose: String,
}

/// Who was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct PeopleFound {
    /// At most 50.
    people: Vec<PersonRow>,
}

/// A person, masked.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonRow {
    /// The identifier.
    id: String,
    /// The name with a part hidden.
    name: String,
    /// The word of the first document's kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    document_kind: Option<&'static str>,
    /// Its number with most of it hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<String>,
    /// The code of the division whose offices are responsible.
    division: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let find = Access::Action(PERSON_FIND.code);
    let route = Route::post("/api/v1/people/search", find, Serves::INNER, search);
    vec![
        Operation::new::<PeopleFound>(
            route,
            "searchPeople",
            "people",
            "Find people by number, or by name and birth date. The look is recorded.",
        )
        .takes::<PersonSearch>(),
    ]
}

async fn search(v: Visit, State(app): State<App>, Sent(asked): Sent<PersonSearch>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let purpose = asked.purpose.clone();
    let found = match document(&v, &app, &asked)? {
        Some(document) => {
            let found = app.people.find_by_document(&ctx, document, purpose).await?;
            found.into_iter().collect()
        }
        None => {
            let (name, birth_on) = name_and_birth(&asked)?;
            app.people.find_by_name(&ctx, name, birth_on, purpose).await?
        }
    };
    give(&PeopleFound { people: found.into_iter().map(row).collect() })
}

fn document(v: &Visit, app: &App, asked: &PersonSearch) -> Result<Option<Document>> {
    let Some(number) = asked.number.as_deref() else { return Ok(None) };
    let refused = |field| Problem::fields(vec![field]);
    let kind = match asked.kind.as_deref() {
        Some(word) => DocumentKind::from_word(word),
        None => guess_kind(number).map(|guess| guess.kind),
    };
    let kind = kind.ok_or_else(|| refused(FieldProblem::new("kind", "document-kind-unknown")))?;
    let number = check(kind, number, &app.world, v.now.civil_date())
        .map_err(|findings| refused(findings[0].problem("number")))?;
    Ok(Some(Document::new(number)))
}

fn name_and_birth(asked: &PersonSearch) -> Result<(PersonName, CivilDate)> {
    let required = |name| Problem::fields(vec![FieldProblem::new(name, "field-required")]);
    let name = asked.name.as_deref().ok_or_else(|| required("name"))?;
    let name = PersonName::read(name)
        .map_err(|findings| Problem::fields(vec![findings[0].problem("name")]))?;
    Ok((name, asked.birth_on.ok_or_else(|| required("birth_on"))?))
}

fn row(card: PersonCard) -> PersonRow {
    let (kind, number) = card.document.map(|(kind, number)| (kind.word(), number)).unzip();
    PersonRow {
        id: card.id.to_string(),
        name: card.name,
        document_kind: kind,
        document_number: number,
        division: card.division.to_string(),
    }
}
