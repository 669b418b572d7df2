//! Pairs of records that may be of one person, and what officials decide about them.

use crate::json::{Listed, Sent, give, idem};
use crate::operation::Operation;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::{FieldProblem, PairId, PersonId, Problem, Result};
use people::duplicate::{PairAct, PairCard, PairQueue, Sign, Verdict};
use people::permissions::{DUPLICATE_ASSIGN, DUPLICATE_READ};
use platform::App;
use serde::{Deserialize, Serialize};
use store::FactRef;
use utoipa::ToSchema;
use web_kit::{Access, Answer, Asked, Route, Serves, Visit, list};

/// A pair in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicateRow {
    /// The identifier of the pair.
    id: String,
    /// `suspected`, `proposed`, `merged`, `parting_proposed`, `distinct` or `parted`.
    state: &'static str,
    /// What speaks for and against it, such as `same_name`.
    #[schema(value_type = Vec<String>)]
    signs: Vec<Sign>,
    /// The names of both, masked; absent for one whose data were erased.
    names: Vec<Option<String>>,
    /// Since when it is so, as RFC 3339.
    changed_at: String,
}

/// One pair.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicateFile {
    /// The identifier of the pair.
    id: String,
    /// The version, to be sent back with an act.
    version: i64,
    /// As in the list.
    state: &'static str,
    /// As in the list.
    #[schema(value_type = Vec<String>)]
    signs: Vec<Sign>,
    /// The two records.
    people: Vec<DuplicatePerson>,
    /// Whether names, birth dates, sexes and phones agree; null where one of the two has none.
    agree: DuplicateAgreement,
    /// What was recorded while the two were merged.
    facts: Vec<DuplicateFact>,
}

/// One record of a pair, masked.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicatePerson {
    /// The identifier.
    id: String,
    /// The name with a part hidden; absent once erased.
    name: Option<String>,
    /// Kinds and numbers of the documents, most of each number hidden.
    documents: Vec<(String, String)>,
    /// The code of the division whose offices are responsible.
    division: String,
}

/// What agrees.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicateAgreement {
    /// The names.
    name: Option<bool>,
    /// The birth dates.
    birth_on: Option<bool>,
    /// The sexes.
    sex: Option<bool>,
    /// The phone numbers.
    phone: Option<bool>,
}

/// A fact from the time of a merge that has ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicateFact {
    /// What names it: lane, node and number.
    fact: (i64, i64, i64),
    /// Its kind, such as `certificates.issued`.
    kind: String,
    /// When, as RFC 3339.
    at: String,
    /// The record under which it is shown.
    shown_under: String,
    /// Whether somebody has decided that.
    decided: bool,
}

/// Something said about a pair.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct DuplicateAct {
    /// The version that was seen.
    version: i64,
    /// `propose_same`, `propose_distinct`, `propose_parting`, `confirm` or `send_back`.
    act: String,
    /// With `propose_same`: the record to keep.
    survivor: Option<String>,
    /// Why; may stay empty when confirming.
    #[serde(default)]
    reason: String,
}

/// Facts to be shown under one of the two records.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct DuplicateAssigning {
    /// The facts, each by lane, node and number.
    facts: Vec<(u8, i64, i64)>,
    /// The record.
    to: String,
}

/// What was changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicateDone {
    /// The identifier of the pair.
    id: String,
}

pub(crate) fn operations() -> Vec<Operation> {
    let at = Serves::INNER;
    let read = Access::Action(DUPLICATE_READ.code);
    let assign = Access::Action(DUPLICATE_ASSIGN.code);
    let all = Route::get("/api/v1/duplicates", read, at, all);
    let one = Route::get("/api/v1/duplicates/{id}", read, at, one);
    // Proposing and confirming need different posts, so the use case asks for them.
    let act = Route::post("/api/v1/duplicates/{id}/acts", read, at, act);
    let assigned = Route::post("/api/v1/duplicates/{id}/assign", assign, at, assigned);
    vec![
        Operation::new::<Listed<DuplicateRow>>(
            all,
            "listDuplicates",
            "people",
            "Pairs of records that may be of one person, latest change first.",
        )
        .query("queue", "`suspected`, `proposed`, `merged` or `apart`.")
        .paged(),
        Operation::new::<DuplicateFile>(
            one,
            "getDuplicate",
            "people",
            "A pair with what agrees and what differs. The look is recorded for both.",
        )
        .path("id", "The pair."),
        Operation::new::<DuplicateDone>(
            act,
            "actOnDuplicate",
            "people",
            "Propose, confirm or send back: merging, keeping apart, ending a merge.",
        )
        .path("id", "The pair.")
        .takes::<DuplicateAct>()
        .idempotent(),
        Operation::new::<DuplicateDone>(
            assigned,
            "assignDuplicateFacts",
            "people",
            "Assign what was recorded during a merge that has ended to one of the two records.",
        )
        .path("id", "The pair.")
        .takes::<DuplicateAssigning>()
        .idempotent(),
    ]
}

fn choose(field: &'static str) -> Problem {
    Problem::fields(vec![FieldProblem::new(field, "field-choose")])
}

fn row(card: PairCard) -> DuplicateRow {
    DuplicateRow {
        id: card.id.to_string(),
        state: card.state.word(),
        signs: card.signs,
        names: card.people.into_iter().map(|person| person.map(|person| person.name)).collect(),
        changed_at: card.changed_at.rfc3339(),
    }
}

async fn all(v: Visit, State(app): State<App>, Asked(form): Asked) -> Answer {
    let queue = match form.value("queue") {
        "" => PairQueue::Suspected,
        word => PairQueue::from_word(word).ok_or_else(|| choose("queue"))?,
    };
    let ctx = v.ctx(app.world.clone());
    let page = app.people.duplicates(&ctx, queue, &list::page_request(&v.here)).await?;
    give(&Listed::of(page, row))
}

fn pair(text: &str) -> Result<PairId> {
    text.parse().map_err(|_| Problem::not_found())
}

async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let detail = app.people.duplicate(&v.ctx(app.world.clone()), pair(&id)?).await?;
    let [name, birth_on, sex, phone] = detail.agree;
    let people = detail.people.iter().map(|known| DuplicatePerson {
        id: known.id.to_string(),
        name: known.name.clone(),
        documents: known
            .documents
            .iter()
            .map(|(kind, number)| (kind.word().to_owned(), number.clone()))
            .collect(),
        division: known.division.to_string(),
    });
    let facts = detail.facts.iter().map(|open| {
        let FactRef { home, node, seq } = open.fact.origin;
        DuplicateFact {
            fact: (home.number(), node, seq),
            kind: open.fact.kind.clone(),
            at: open.fact.at.rfc3339(),
            shown_under: open.shown_under.to_string(),
            decided: open.decided,
        }
    });
    give(&DuplicateFile {
        id,
        version: detail.version,
        state: detail.state.word(),
        people: people.collect(),
        agree: DuplicateAgreement { name, birth_on, sex, phone },
        facts: facts.collect(),
        signs: detail.signs,
    })
}

fn read(asked: &DuplicateAct) -> Result<PairAct> {
    Ok(match asked.act.as_str() {
        "propose_same" => {
            let survivor = asked.survivor.as_deref().and_then(|id| id.parse().ok());
            let survivor = survivor.ok_or_else(|| choose("survivor"))?;
            PairAct::Propose(Verdict::SamePerson { survivor })
        }
        "propose_distinct" => PairAct::Propose(Verdict::NotSamePerson),
        "propose_parting" => PairAct::ProposeParting,
        "confirm" => PairAct::Confirm,
        "send_back" => PairAct::SendBack,
        _ => return Err(choose("act")),
    })
}

async fn act(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(asked): Sent<DuplicateAct>,
) -> Answer {
    let named = (pair(&id)?, asked.version);
    let idem = idem(&app, &headers, &(named, &asked))?;
    let act = read(&asked)?;
    let ctx = v.ctx(app.world.clone());
    app.people.act_on_duplicate(&ctx, idem, named, act, asked.reason).await?;
    give(&DuplicateDone { id })
}

async fn assigned(
    v: Visit,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(asked): Sent<DuplicateAssigning>,
) -> Answer {
    let pair = pair(&id)?;
    let idem = idem(&app, &headers, &(pair, &asked))?;
    let to: PersonId = asked.to.parse().map_err(|_| choose("to"))?;
    let fact = |(home, node, seq)| FactRef { home: kernel::Home(home), node, seq };
    let assigning = asked.facts.into_iter().map(|named| (fact(named), to)).collect();
    app.people.assign_facts(&v.ctx(app.world.clone()), idem, pair, assigning).await?;
    give(&DuplicateDone { id })
}
