//! 查人员: looking people up, with a purpose that they will see.

use crate::kit::show;
use crate::live::PURPOSES;
use crate::live::archive as shared;
use crate::people::{PeoplePage, PersonPage, PersonRow};
use access::permissions::PERSONAL_ACCOUNT;
use authz::Object;
use axum::extract::{Path, State};
use kernel::{FieldProblem, PersonId};
use people::permissions::PERSON_FIND;
use people::{Document, PersonCard, PersonName, check, guess_kind};
use platform::App;
use web_kit::form::date;
use web_kit::{Answer, Asked, FormState, Paging, Submitted, Visit};

/// What an official looks for.
enum Wanted {
    Document(Document),
    Name(PersonName, kernel::CivilDate),
}

/// The empty form.
pub async fn form(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    authz::permit_somewhere(&v.ctx(app.world.clone()), &PERSON_FIND)?;
    shown(v, form, None)
}

/// Searches.
pub async fn search(v: Visit, State(app): State<App>, Submitted(mut form): Submitted) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let purpose = chosen_purpose(&mut form);
    let wanted = read(&v, &app, &mut form);
    let (Some(purpose), Some(wanted)) = (purpose, wanted) else { return shown(v, form, None) };
    let found = match wanted {
        Wanted::Document(document) => {
            let found = app.people.find_by_document(&ctx, document, purpose.clone()).await?;
            found.into_iter().collect()
        }
        Wanted::Name(name, born) => {
            app.people.find_by_name(&ctx, name, born, purpose.clone()).await?
        }
    };
    let rows = found.iter().map(|card| row(&v, &app, card, &purpose)).collect();
    shown(v, form, Some(rows))
}

fn chosen_purpose(form: &mut FormState) -> Option<String> {
    form.required("purpose", |typed| match PURPOSES.contains(&typed) {
        true => Ok(typed.to_owned()),
        false => Err(FieldProblem::new("purpose", "field-choose")),
    })
}

fn read(v: &Visit, app: &App, form: &mut FormState) -> Option<Wanted> {
    let today = v.now.civil_date();
    let number = form.optional("number", |typed| {
        let guess = guess_kind(typed)
            .ok_or_else(|| FieldProblem::new("number", "people-number-unknown"))?;
        check(guess.kind, typed, &app.world, today)
            .map_err(|findings| findings[0].problem("number"))
    })?;
    if let Some(number) = number {
        return Some(Wanted::Document(Document::new(number)));
    }
    let name = form.required("name", |typed| {
        PersonName::read(typed).map_err(|findings| findings[0].problem("name"))
    });
    let born = form.required("born", date("born"));
    Some(Wanted::Name(name?, born?))
}

fn row(v: &Visit, app: &App, card: &PersonCard, purpose: &str) -> PersonRow {
    let today = v.now.civil_date();
    let (kind, number) = card
        .document
        .as_ref()
        .map_or(("", String::new()), |(kind, number)| (kind.name(v.t.lang), number.clone()));
    PersonRow {
        name: card.name.clone(),
        href: format!("/people/{}?purpose={purpose}", card.id),
        document_kind: kind.to_owned(),
        document_number: number,
        division: app.world.divisions.path_on(card.division, today).unwrap_or_default(),
        registered_on: card.registered_at.civil_date(),
    }
}

fn shown(v: Visit, form: FormState, found: Option<Vec<PersonRow>>) -> Answer {
    let shown = found.as_ref().map_or(0, Vec::len);
    let purposes =
        PURPOSES.map(|p| (p.to_owned(), v.t.get(&format!("people-purpose-{p}")))).to_vec();
    let paging = Paging { shown, total: Some(shown as i64), ..Paging::default() };
    show(&PeoplePage { v, form, purposes, found, paging })
}

/// A person's record, opened for a purpose.
pub async fn one(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(mut form): Asked,
) -> Answer {
    let id: PersonId = crate::live::id(&id)?;
    let ctx = v.ctx(app.world.clone());
    let Some(purpose) = chosen_purpose(&mut form) else { return shown(v, form, None) };
    let archive = app.archive.open(&ctx, id, purpose.clone(), shared::asked(&v)).await?;
    let personal = archive.record.personal.as_ref();
    let numbers = personal.into_iter().flat_map(|p| &p.documents).map(|document| {
        let kind = document.number.kind().name(v.t.lang).to_owned();
        (kind, document.number.masked(people::Disclosure::Clerk))
    });
    let today = v.now.civil_date();
    let theirs = Object::person(id).in_division(archive.record.person.division);
    show(&PersonPage {
        name: personal.map(|p| p.name.reveal().to_owned()),
        documents: numbers.collect(),
        born: personal.and_then(|p| p.birth_on),
        phone: archive.record.masked_phone(),
        division: app
            .world
            .divisions
            .path_on(archive.record.person.division, today)
            .unwrap_or_default(),
        purpose: v.t.get(&format!("people-purpose-{purpose}")),
        certificates: shared::certificates(&v, &app, &archive, "/certificates"),
        events: archive
            .events
            .iter()
            .map(|event| shared::line(&v, &app, &archive.bodies, event, "/certificates"))
            .collect(),
        earlier: shared::earlier(&v, &archive),
        account_href: match authz::permit(&ctx, &PERSONAL_ACCOUNT, &theirs) {
            Ok(()) if personal.is_some() => format!("/people/{id}/account"),
            _ => String::new(),
        },
        v,
    })
}
