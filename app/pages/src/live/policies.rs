//! 政策文件, read from the library.

use super::bodies::place;
use super::id;
use crate::kit::{State as Word, Tone, show};
use crate::policies::{
    ActionPart, MeasurePart, PlanPage, PoliciesPage, PolicyPage, PolicyRow, TargetRow,
};
use axum::extract::{Path, State};
use kernel::{CivilDate, DivisionCode, FieldProblem, Page};
use platform::App;
use policy::{Document, DocumentQuery, DocumentState, Precision, Standing, Target, Words};
use web_kit::form::date;
use web_kit::{Answer, Asked, Paging, Visit, list};

pub(super) fn pick(v: &Visit, zh: &str, en: &str) -> String {
    let words = Words { zh: zh.to_owned(), en: en.to_owned() };
    words.for_reader(v.t.lang).to_owned()
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Draft | Standing::Coming => Tone::Waiting,
        Standing::InForce => Tone::Done,
        Standing::Refused | Standing::Ended | Standing::Superseded | Standing::Repealed => {
            Tone::Stopped
        }
    }
}

/// The day of issue, as exactly as it is known.
fn issued(v: &Visit, one: &Document) -> String {
    match one.issued_to {
        Precision::Day => v.t.date(one.issued_on).to_string(),
        Precision::Month => one.issued_on.format("%Y-%m").to_string(),
        Precision::Year => one.issued_on.format("%Y").to_string(),
    }
}

pub(super) fn row(v: &Visit, one: &Document, on: CivilDate) -> PolicyRow {
    let standing = one.standing(on);
    PolicyRow {
        title: pick(v, &one.title, &one.title_en),
        href: format!("/policies/{}", one.id),
        number: one.number.clone(),
        issuer: pick(v, &one.issuer.name, &one.issuer.name_en),
        issued: issued(v, one),
        state: Word::new(standing.key(), tone(standing)),
    }
}

/// The search.
pub async fn search(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let division = form.optional("division", |typed| {
        let unknown = |_| FieldProblem::new("division", "policy-division");
        typed.parse::<DivisionCode>().map_err(unknown)
    });
    let on = form.optional("on", date("on"));
    let query = DocumentQuery {
        text: form.value("q").to_owned(),
        division: division.flatten(),
        on: on.flatten(),
        kind: None,
    };
    let page = if form.is_right() {
        app.policy.search(&ctx, &query, &list::page_request(&v.here)).await?
    } else {
        Page { items: Vec::new(), next: None }
    };
    let day = query.on.unwrap_or(ctx.today());
    show(&PoliciesPage {
        found: page.items.iter().map(|one| row(&v, one, day)).collect(),
        paging: Paging::new(&v.here, &page, None),
        form,
        v,
    })
}

/// The title in the reader's language, with the number where there is one.
pub(super) fn named(v: &Visit, one: &Document) -> String {
    let title = pick(v, &one.title, &one.title_en);
    if one.number.is_empty() { title } else { format!("{title}（{}）", one.number) }
}

/// What was entered about a document: keys of names, with values.
pub(super) fn facts(v: &Visit, app: &App, document: &Document) -> Vec<(&'static str, String)> {
    let territory = document.division.map(|code| place(app, code, v.now.civil_date()));
    let confidence = format!("policies-confidence-{}", document.confidence.word());
    let mut facts = vec![
        ("policies-number", document.number.clone()),
        ("policies-issuer", pick(v, &document.issuer.name, &document.issuer.name_en)),
        ("policies-kind", v.t.get(&format!("policies-kind-{}", document.kind.word()))),
        ("policies-issued", issued(v, document)),
        ("policies-territory", territory.unwrap_or_else(|| v.t.get("policies-country"))),
        ("policies-confidence", v.t.get(&confidence)),
        ("policies-source", document.source.clone()),
    ];
    if document.issued_to == Precision::Day {
        facts.push(("policies-in-force", v.t.date(document.in_force_on).to_string()));
    }
    if let Some(last) = document.ends_on {
        facts.push(("policies-ends", v.t.date(last).to_string()));
    }
    match &document.state {
        DocumentState::Refused { reason } => facts.push(("library-reason", reason.clone())),
        DocumentState::Repealed { from, reason } => {
            facts.push(("library-from", v.t.date(*from).to_string()));
            facts.push(("library-reason", reason.clone()));
        }
        DocumentState::Superseded { from, .. } => {
            facts.push(("library-from", v.t.date(*from).to_string()));
        }
        DocumentState::Draft | DocumentState::InForce => {}
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// One document.
pub async fn one(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.policy.document(&ctx, id(&text)?).await?;
    let (document, today) = (&file.document, ctx.today());
    let related = |side: &str, word: &str, other: &Document| {
        let one = row(&v, other, today);
        (format!("policies-{side}-{word}"), one.title, one.href)
    };
    let earlier = file.earlier.iter().map(|(kind, one)| related("earlier", kind.word(), one));
    let later = file.later.iter().map(|(kind, one)| related("later", kind.word(), one));
    let plans = file.plans.iter();
    let plans = plans
        .map(|plan| (plan.title.for_reader(v.t.lang).to_owned(), format!("/plans/{}", plan.id)));
    let step = |may: bool, word: &'static str| {
        may.then(|| (word, format!("/policies/{}/{word}", document.id)))
    };
    let steps = [step(file.may_confirm, "confirm"), step(file.may_repeal, "repeal")];
    show(&PolicyPage {
        summary: pick(&v, &document.summary, &document.summary_en),
        row: row(&v, document, today),
        plans: plans.collect(),
        related: earlier.chain(later).collect(),
        facts: facts(&v, &app, document),
        attachments: document.attachments.clone(),
        waits: document.state == DocumentState::Draft && !file.may_confirm,
        steps: steps.into_iter().flatten().collect(),
        v,
    })
}

fn target(v: &Visit, one: &Target) -> TargetRow {
    let unit = v.t.get(&format!("plans-indicator-unit-{}", one.unit.word()));
    let upper = one.upper.map(|upper| format!("–{upper}")).unwrap_or_default();
    TargetRow {
        title: one.title.for_reader(v.t.lang).to_owned(),
        value: format!("{}{upper} {unit}", one.value),
        by_year: one.by_year.to_string(),
        confidence: format!("policies-confidence-{}", one.confidence.word()),
    }
}

/// A plan with its measures and targets.
pub async fn plan(v: Visit, State(app): State<App>, Path(text): Path<String>) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let file = app.policy.plan(&ctx, id(&text)?).await?;
    let book = &file.book;
    let of = |measure: Option<i64>| -> Vec<TargetRow> {
        let own = book.targets.iter().filter(|one| one.measure == measure);
        own.map(|one| target(&v, one)).collect()
    };
    let actions = book.actions.iter().map(|action| {
        let own = book.measures.iter().filter(|measure| measure.action == action.number);
        let measures = own.map(|measure| MeasurePart {
            number: measure.number,
            title: measure.title.for_reader(v.t.lang).to_owned(),
            targets: of(Some(measure.number)),
        });
        ActionPart {
            title: action.title.for_reader(v.t.lang).to_owned(),
            measures: measures.collect(),
        }
    });
    let years = [("from", &book.plan.from_year), ("until", &book.plan.until_year)];
    let years = years.map(|(name, year)| (name, year.to_string()));
    let years: Vec<(&str, &dyn web_kit::texts::Arg)> =
        years.iter().map(|(name, year)| (*name, year as &dyn web_kit::texts::Arg)).collect();
    show(&PlanPage {
        title: book.plan.title.for_reader(v.t.lang).to_owned(),
        years: v.t.with("plans-lead", &years),
        document: row(&v, &file.document, ctx.today()).title,
        document_href: format!("/policies/{}", file.document.id),
        targets: of(None),
        assign: file.may_assign.then(|| format!("/plans/{}/tasks/new", book.plan.id)),
        actions: actions.collect(),
        v,
    })
}
