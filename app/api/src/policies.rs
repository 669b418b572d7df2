//! The policy library and plans.

use crate::json::{Listed, give};
use crate::operation::Operation;
use axum::extract::{Path, State};
use kernel::{CivilDate, DivisionCode, FieldProblem, Page, Problem};
use platform::App;
use policy::{Document, DocumentFile, DocumentKind, DocumentQuery, Plan, Precision, Target};
use serde::Serialize;
use utoipa::ToSchema;
use web_kit::form::date;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A policy document in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyRow {
    /// The identifier.
    id: String,
    /// 文号; empty when the issuer gave none.
    number: String,
    /// The title.
    title: String,
    /// The title in English; may be empty.
    title_en: String,
    /// The issuer's name at the time.
    issuer: String,
    /// The stored word of its kind.
    kind: String,
    /// The code of the division where it holds; absent for the whole country.
    #[serde(skip_serializing_if = "Option::is_none")]
    division: Option<String>,
    /// The day of issue; the first of the month or year where no more is known.
    #[schema(value_type = String, format = Date)]
    issued_on: CivilDate,
    /// How exactly the day of issue is known: day, month or year.
    issued_to: String,
    /// The first day it holds.
    #[schema(value_type = String, format = Date)]
    in_force_on: CivilDate,
    /// The last day that it names itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    ends_on: Option<CivilDate>,
    /// The stored word of its state.
    state: String,
    /// The first day without it, once it was superseded or repealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    gone_from: Option<CivilDate>,
}

/// A policy document with what came before and after it, and its plans.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyRecord {
    /// The document.
    #[serde(flatten)]
    document: PolicyRow,
    /// What it is about.
    summary: String,
    /// The same in English; may be empty.
    summary_en: String,
    /// Where the entry comes from.
    source: String,
    /// How sure one may be of it: published or unchecked.
    confidence: String,
    /// Where attachments can be read.
    attachments: Vec<String>,
    /// What it does to earlier documents.
    earlier: Vec<PolicyRelation>,
    /// What later documents do to it.
    later: Vec<PolicyRelation>,
    /// Its plans.
    plans: Vec<PlanRow>,
}

/// What a later document does to an earlier one.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyRelation {
    /// The stored word: replaces, replaces_partly or amends.
    kind: String,
    /// The other document.
    document: PolicyRow,
}

/// A plan in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanRow {
    /// The identifier.
    id: String,
    /// The identifier of its document.
    document: String,
    /// Its name.
    title: String,
    /// Its name in English; may be empty.
    title_en: String,
    /// The first year.
    from_year: i64,
    /// The last year.
    until_year: i64,
}

/// A plan with its measures and targets.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanRecord {
    /// The plan.
    #[serde(flatten)]
    plan: PlanRow,
    /// Its measures, as officials number them.
    measures: Vec<PlanMeasure>,
    /// Its targets.
    targets: Vec<PlanTarget>,
}

/// A measure of a plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanMeasure {
    /// Counted through the whole plan.
    number: i64,
    /// The field of action it belongs to.
    action: String,
    /// What is to be done.
    title: String,
    /// The same in English; may be empty.
    title_en: String,
}

/// A target of a plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanTarget {
    /// Of which measure; absent for one of the whole plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    measure: Option<i64>,
    /// The key of the indicator.
    indicator: String,
    /// What is to be reached.
    title: String,
    /// The same in English; may be empty.
    title_en: String,
    /// The number in hundredths.
    value_hundredths: i64,
    /// The end of a range, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    upper_hundredths: Option<i64>,
    /// The stored word of what it counts.
    unit: String,
    /// By the end of which year.
    by_year: i64,
    /// How sure one may be of it: published or unchecked.
    confidence: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let all = Route::get("/api/v1/policies", Access::Public, Serves::EVERYWHERE, search);
    let one = Route::get("/api/v1/policies/{id}", Access::Public, Serves::EVERYWHERE, one);
    let plan = Route::get("/api/v1/plans/{id}", Access::Public, Serves::EVERYWHERE, plan);
    let plans = Route::get("/api/v1/plans", Access::Public, Serves::EVERYWHERE, plans);
    vec![
        Operation::new::<Listed<PolicyRow>>(
            all,
            "listPolicies",
            "policies",
            "Search confirmed policy documents by part of number or title.",
        )
        .query("q", "Part of a number or title, in either language.")
        .query("division", "The code of a division: what holds there.")
        .query("on", "Only what holds on this day.")
        .query("kind", "Only this kind: law, plan, opinion, measures or notice.")
        .paged(),
        Operation::new::<PolicyRecord>(
            one,
            "getPolicy",
            "policies",
            "A policy document with its succession and plans.",
        )
        .path("id", "The identifier."),
        Operation::new::<Listed<PlanRow>>(
            plans,
            "listPlans",
            "policies",
            "All plans of confirmed documents, the latest first.",
        ),
        Operation::new::<PlanRecord>(
            plan,
            "getPlan",
            "policies",
            "A plan with its measures and targets.",
        )
        .path("id", "The identifier."),
    ]
}

fn row(one: &Document) -> PolicyRow {
    PolicyRow {
        id: one.id.to_string(),
        number: one.number.clone(),
        title: one.title.clone(),
        title_en: one.title_en.clone(),
        issuer: one.issuer.name.clone(),
        kind: one.kind.word().to_owned(),
        division: one.division.map(|code| code.to_string()),
        issued_on: one.issued_on,
        issued_to: Precision::word(one.issued_to).to_owned(),
        in_force_on: one.in_force_on,
        ends_on: one.ends_on,
        state: one.state.word().to_owned(),
        gone_from: one.state.gone_from(),
    }
}

fn plan_row(one: &Plan) -> PlanRow {
    PlanRow {
        id: one.id.to_string(),
        document: one.document.to_string(),
        title: one.title.zh.clone(),
        title_en: one.title.en.clone(),
        from_year: one.from_year,
        until_year: one.until_year,
    }
}

fn refused(field: &'static str, code: &'static str) -> Problem {
    Problem::fields(vec![FieldProblem::new(field, code)])
}

async fn search(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let filled = |name: &str| Some(form.value(name)).filter(|typed| !typed.is_empty());
    let division = filled("division").map(|typed| {
        typed.parse::<DivisionCode>().map_err(|_| refused("division", "policy-division"))
    });
    let on = filled("on");
    let on = on.map(|typed| date("on")(typed).map_err(|field| Problem::fields(vec![field])));
    let kind = filled("kind")
        .map(|typed| DocumentKind::from_word(typed).ok_or_else(|| refused("kind", "field-choose")));
    let query = DocumentQuery {
        text: form.value("q").to_owned(),
        division: division.transpose()?,
        on: on.transpose()?,
        kind: kind.transpose()?,
    };
    let ctx = v.ctx(app.world.clone());
    let page = app.policy.search(&ctx, &query, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, |one| row(&one)))
}

fn record(file: &DocumentFile) -> PolicyRecord {
    let relation = |(kind, other): &(policy::RelationKind, Document)| PolicyRelation {
        kind: kind.word().to_owned(),
        document: row(other),
    };
    let document = &file.document;
    PolicyRecord {
        document: row(document),
        summary: document.summary.clone(),
        summary_en: document.summary_en.clone(),
        source: document.source.clone(),
        confidence: document.confidence.word().to_owned(),
        attachments: document.attachments.clone(),
        earlier: file.earlier.iter().map(relation).collect(),
        later: file.later.iter().map(relation).collect(),
        plans: file.plans.iter().map(plan_row).collect(),
    }
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let file = app.policy.document(&v.ctx(app.world.clone()), id).await?;
    give(&record(&file))
}

async fn plans(v: Visit, State(app): State<App>) -> Answer {
    let items = app.policy.plans(&v.ctx(app.world.clone())).await?;
    give(&Listed::of(Page { items, next: None }, |one| plan_row(&one)))
}

fn target(one: &Target) -> PlanTarget {
    PlanTarget {
        measure: one.measure,
        indicator: one.indicator.clone(),
        title: one.title.zh.clone(),
        title_en: one.title.en.clone(),
        value_hundredths: one.value.0,
        upper_hundredths: one.upper.map(|upper| upper.0),
        unit: one.unit.word().to_owned(),
        by_year: one.by_year,
        confidence: one.confidence.word().to_owned(),
    }
}

async fn plan(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let book = app.policy.plan(&v.ctx(app.world.clone()), id).await?.book;
    let action = |number: i64| book.actions.iter().find(|action| action.number == number);
    let measures = book.measures.iter().map(|one| PlanMeasure {
        number: one.number,
        action: action(one.action).map(|action| action.title.zh.clone()).unwrap_or_default(),
        title: one.title.zh.clone(),
        title_en: one.title.en.clone(),
    });
    give(&PlanRecord {
        plan: plan_row(&book.plan),
        measures: measures.collect(),
        targets: book.targets.iter().map(target).collect(),
    })
}
