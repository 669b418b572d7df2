//! What the office decides about a ranking, and what becomes of designations afterwards.

use crate::holding::{self, Designation, Exit, HoldingState, HoldingStep, term_end};
use crate::permissions::{HOLDING_ASSESS, HOLDING_END};
use crate::round::{self, Round, RoundState};
use crate::{entry, facts, rounds};
use ::store::{About, Tx};
use approval::{Act, Ending, Party, State};
use authz::Object;
use chrono::Datelike as _;
use kernel::{DesignationId, FieldProblem, Problem, Result};
use organisations::OfficeAct;
use serde_json::json;

/// What an office does with the case of a ranking, and what follows.
pub(crate) async fn act(tx: &mut Tx, command: OfficeAct) -> Result<()> {
    let case = approval::case_in(tx, command.case).await?;
    approval::permit_in(tx.ctx(), &case)?;
    if case.version != command.version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let round = round::store::of_case(tx, case.id).await?.ok_or_else(Problem::not_found)?;
    // Nobody applied who could hand papers in: a ranking is sent back to be scored again instead.
    if matches!(command.act, Act::AskSupplement { .. }) {
        return Err(Problem::conflict("approval-not-now"));
    }
    let office = match case.party(&command.act) {
        Party::Step(step) => case.office(step).ok_or_else(Problem::not_found)?,
        Party::Applicant => return Err(Problem::not_found()),
    };
    let office = rounds::office(tx, office).await?;
    let chosen = round
        .state
        .ranking()
        .map_or(0, |(ranking, _)| ranking.iter().filter(|one| one.chosen).count());
    let told = [format!("本轮遴选共列入{chosen}家。"), format!("{chosen} on the list.")];
    let moved =
        approval::act_in(tx, case, command.act, &command.opinion, (office.id, &office.name), told)
            .await?;
    match moved.case.progress.state {
        State::Approved { on } if matches!(round.state, RoundState::Deciding { .. }) => {
            listed(tx, round, on).await
        }
        State::NotAccepted => scored_again(tx, round).await,
        State::Rejected => {
            let (on, reason) = (tx.ctx().today(), command.opinion.trim().to_owned());
            let round = Round { state: RoundState::Dropped { on, reason }, ..round };
            rounds::save(tx, &round, "drop").await
        }
        State::Ended { how, .. } => ended(tx, &round, how, &command.opinion).await,
        _ => Ok(()),
    }
}

/// Back to the sheets: the ranking was not taken in.
async fn scored_again(tx: &mut Tx, round: Round) -> Result<()> {
    let draw = round.state.draw().cloned();
    let draw = draw.ok_or_else(|| Problem::internal("a ranking without a draw"))?;
    let round = Round { state: RoundState::Scoring { draw }, ..round };
    rounds::save(tx, &round, "send_back").await
}

/// Gives the designations of a list that was decided.
async fn listed(tx: &mut Tx, round: Round, on: kernel::CivilDate) -> Result<()> {
    let RoundState::Deciding { draw, ranking, case } = round.state.clone() else {
        return Err(Problem::internal("a list without a ranking"));
    };
    let chosen: Vec<_> = ranking.iter().filter(|one| one.chosen).map(|one| one.key).collect();
    let entries = entry::store::of_round(tx, round.id).await?;
    let counter = format!("designation/{}/{}", round.kind.word, on.year());
    let home = kernel::Home::NODE;
    let first = tx.next_numbers(home, &counter, chosen.len().max(1) as i64).await?;
    let mut given = Vec::with_capacity(chosen.len());
    for (serial, id) in (first..).zip(&chosen) {
        let entry = entries.iter().find(|entry| entry.id == *id);
        let entry = entry.ok_or_else(|| Problem::internal("a ranking without its entry"))?;
        given.push(Designation {
            id: DesignationId::new(entry.body.home(), tx.now(), &tx.random()),
            version: 1,
            kind: round.kind.word.clone(),
            round: round.id,
            office: round.office,
            body: entry.body,
            name: entry.name.clone(),
            division: entry.division,
            number: format!("{}-{}-{serial:04}", round.kind.mark, on.year()),
            valid_from: on,
            valid_until: term_end(on, round.kind.term_years),
            assessed_by_month: round.kind.assessed_by_month,
            assessments: Vec::new(),
            state: HoldingState::Held,
        });
    }
    holding::store::insert_all(tx, &given).await?;
    for one in &given {
        let told = json!({ "round": one.round, "number": one.number, "until": one.valid_until });
        tx.history("designation", one.id.cast(), 1, "designate", &told)?;
        let fact = facts::Designated {
            designation: one.id,
            kind: one.kind.clone(),
            round: one.round,
            number: one.number.clone(),
            from: one.valid_from,
            until: one.valid_until,
        };
        tx.fact(about(one), &fact)?;
    }
    let round = Round { state: RoundState::Listed { draw, ranking, case, on }, ..round };
    rounds::save(tx, &round, "list").await
}

/// The whole list ends: what was decided about it has been taken back.
async fn ended(tx: &mut Tx, round: &Round, how: Ending, reason: &str) -> Result<()> {
    let today = tx.ctx().today();
    let how = if how == Ending::Rescinded { Exit::Rescinded } else { Exit::Misconduct };
    for one in holding::store::of_round(tx, round.id).await? {
        if !one.counts(today) {
            continue;
        }
        let on = if how == Exit::Rescinded { one.valid_from } else { today };
        let state = HoldingState::Exited { how, reason: reason.trim().to_owned(), on };
        let one = Designation { state, ..one };
        save(tx, &one, &HoldingStep::ConfirmExit).await?;
    }
    Ok(())
}

fn about(one: &Designation) -> About {
    About::body(one.body).subject(one.id.cast()).division(one.division)
}

async fn save(tx: &mut Tx, one: &Designation, step: &HoldingStep) -> Result<()> {
    holding::store::update(tx, one).await?;
    let told = json!({ "state": one.state, "assessments": one.assessments });
    tx.history("designation", one.id.cast(), one.version + 1, step.word(), &told)?;
    let fact = facts::HoldingChanged { designation: one.id, step: step.clone() };
    tx.fact(about(one), &fact)
}

/// What permission on a designation depends on for the office.
pub(crate) fn object(one: &Designation) -> Object {
    Object::offices(vec![one.office]).in_division(one.division)
}

pub(crate) async fn step(
    tx: &mut Tx,
    id: DesignationId,
    version: i64,
    step: HoldingStep,
) -> Result<()> {
    let one = holding::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let action = match step {
        HoldingStep::Assess { .. } | HoldingStep::ProposeExit { .. } => &HOLDING_ASSESS,
        HoldingStep::ConfirmExit | HoldingStep::DropExit => &HOLDING_END,
    };
    authz::permit(tx.ctx(), action, &object(&one))?;
    if one.version != version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    if let HoldingStep::ProposeExit { reason, .. } = &step
        && (reason.trim().is_empty() || reason.chars().count() > 500)
    {
        let finding = FieldProblem::new("reason", "designations-reason");
        return Err(Problem::fields(vec![finding]));
    }
    let (by, today) = (tx.ctx().actor.word(), tx.ctx().today());
    let next = one.after(step.clone(), &by, today)?;
    save(tx, &next, &step).await
}
