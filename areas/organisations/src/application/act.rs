//! What the office does with an application, and what follows for the register.

use super::{Application, OfficeAct, result, store};
use crate::filing::{Filing, FilingState, NewFiling};
use crate::filing_code::FilingCode;
use crate::use_cases::{add_filing, code_of, load_body};
use crate::{authority, facts, filing};
use ::store::{About, Tx};
use approval::{Act, Case, Ending, Moved, Party, State};
use chrono::Months;
use crypto::KeyRing;
use kernel::{AuthorityId, CivilDate, Problem, Result};
use serde_json::json;
use std::sync::Arc;

/// What the register gets when the act decides: a filing from today on.
fn granted(
    tx: &Tx,
    application: &Application,
    authority: AuthorityId,
    code: FilingCode,
) -> NewFiling {
    let valid_from = tx.ctx().today();
    let end = valid_from + Months::new(12 * u32::from(application.years));
    NewFiling {
        body: application.body,
        authority,
        code: code.to_string(),
        valid_from,
        valid_until: end.pred_opt().unwrap_or(end),
        scope: application.scope.clone(),
    }
}

/// Whether the act makes the decision to grant.
fn grants(case: &Case, act: &Act) -> bool {
    match act {
        Act::Approve => case.procedure.notice_days.is_none(),
        Act::Conclude => true,
        _ => false,
    }
}

pub(crate) async fn act(tx: &mut Tx, ring: Arc<KeyRing>, command: OfficeAct) -> Result<()> {
    let case = approval::case_in(tx, command.case).await?;
    approval::permit_in(tx.ctx(), &case)?;
    if case.version != command.version {
        return Err(Problem::conflict("problem-changed-meanwhile"));
    }
    let application = store::of_case(tx, case.id).await?.ok_or_else(Problem::not_found)?;
    // The letter is that of the office whose step it is, which may be above the one that took it in.
    let step = match case.party(&command.act) {
        Party::Step(step) => step,
        Party::Applicant => return Err(Problem::not_found()),
    };
    let office = case.office(step).ok_or_else(Problem::not_found)?;
    // Another office may have taken its place since then.
    let office = authority::current(tx, office).await?.ok_or_else(Problem::not_found)?;
    let new = match grants(&case, &command.act) {
        true => {
            let code = code_of(tx, command.code.as_deref().unwrap_or_default())?;
            let files = authority::current(tx, application.authority).await?;
            let files = files.ok_or_else(Problem::not_found)?.id;
            Some((granted(tx, &application, files, code), code))
        }
        false => None,
    };
    let told = new.as_ref().map(|(new, code)| result(code, new.valid_until)).unwrap_or_default();
    let Moved { case, .. } =
        approval::act_in(tx, case, command.act, &command.opinion, (office.id, &office.name), told)
            .await?;
    match (&case.progress.state, new) {
        (State::Approved { .. }, Some((new, code))) => {
            let body = load_body(tx, application.body).await?;
            let id = add_filing(tx, ring, &body, code, &new).await?;
            store::update(tx, &Application { filing: Some(id), ..application }).await
        }
        (State::Ended { how, effective }, _) => {
            end_filing(tx, &application, *how, *effective, &command.opinion).await
        }
        _ => Ok(()),
    }
}

/// 撤回、撤销、注销、吊销 in the register: from a day on, or from the beginning.
async fn end_filing(
    tx: &mut Tx,
    application: &Application,
    how: Ending,
    effective: CivilDate,
    reason: &str,
) -> Result<()> {
    let id = application.filing.ok_or_else(|| Problem::internal("granted without a filing"))?;
    let filing = filing::store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    if filing.state == FilingState::Ended {
        return Ok(());
    }
    let ended_on = match how {
        Ending::Rescinded => filing.valid_from,
        Ending::Withdrawn | Ending::Cancelled | Ending::Revoked => effective,
    };
    let body = load_body(tx, application.body).await?;
    let filing = Filing { state: FilingState::Ended, ended_on: Some(ended_on), ..filing };
    filing::store::set_state(tx, &filing, FilingState::Ended).await?;
    let told = json!({ "state": filing.state, "how": how, "ended_on": ended_on });
    tx.history("filing", id.cast(), filing.version + 1, "change", &told)?;
    let about = About::body(body.id).subject(id.cast()).division(body.division);
    let reason = reason.to_owned();
    let step = crate::FilingStep::End;
    tx.fact(about, &facts::FilingChanged { filing: id, step, reason })
}
