//! What was decided about a body, by whom and why (办理记录): the history of its rows in words.

pub(crate) mod store;

use crate::body::BodyChange;
use crate::filing::FilingState;
use crate::instrument::{Instrument, Step};
use crate::key::BodyKey;
use ::store::Conn;
use kernel::{AccountId, BodyId, Instant, Problem, Result, SubjectId};
use std::collections::HashMap;

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The body was entered into the register.
    Registered,
    /// It became something else: another name or kind, closed, merged.
    Changed {
        /// What became of it.
        change: BodyChange,
        /// Why.
        reason: String,
    },
    /// It got a licence or a place on a list.
    Given {
        /// The number.
        number: String,
    },
    /// A licence, filing or listing was checked, renewed, suspended, taken up again or ended.
    Stepped {
        /// The number.
        number: String,
        /// What was done.
        step: Step,
        /// Why.
        reason: String,
    },
    /// It was filed for evaluation.
    Filed {
        /// 机构备案编码
        code: String,
    },
    /// A filing was suspended, taken up again or ended.
    FilingChanged {
        /// 机构备案编码
        code: String,
        /// Where the filing stood afterwards.
        state: FilingState,
        /// Why, in the words of who decided.
        reason: String,
    },
    /// A signing key of the body was made, confirmed, refused or taken out of use.
    Key {
        /// The stored word of the key's state afterwards.
        state: String,
    },
}

/// A decision with who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// When.
    pub at: Instant,
    /// Which account; none for a part of the system.
    pub by: Option<AccountId>,
    /// What.
    pub decision: Decision,
}

/// A row of the history, as it is stored.
pub(crate) struct Entry {
    pub subject: SubjectId,
    pub kind: String,
    pub action: String,
    pub at: Instant,
    pub actor: String,
    pub data: serde_json::Value,
}

/// Everything decided about a body, its filings and its keys, latest first.
pub(crate) async fn of_body(
    conn: &mut Conn,
    body: BodyId,
    held: &[Instrument],
    keys: &[BodyKey],
) -> Result<Vec<Decided>> {
    let mut subjects: Vec<SubjectId> = vec![body.cast()];
    subjects.extend(held.iter().map(|one| one.id.cast()));
    subjects.extend(keys.iter().map(|key| key.id.cast()));
    let codes = held.iter().map(|one| (one.id.cast(), one.number.clone())).collect();
    let entries = store::of_subjects(conn, body.home(), &subjects).await?;
    entries.into_iter().map(|entry| decided(entry, &codes)).collect()
}

fn decided(entry: Entry, codes: &HashMap<SubjectId, String>) -> Result<Decided> {
    let wrong = || Problem::inconsistent("history", "data", entry.subject);
    let code = || codes.get(&entry.subject).cloned().ok_or_else(wrong);
    let reason = || entry.data["reason"].as_str().map(str::to_owned).ok_or_else(wrong);
    let decision = match (entry.kind.as_str(), entry.action.as_str()) {
        ("body", "register") => Decision::Registered,
        ("body", _) => Decision::Changed {
            change: serde_json::from_value(entry.data["change"].clone()).map_err(|_| wrong())?,
            reason: reason()?,
        },
        ("instrument", "enter") => {
            let number = entry.data["number"].as_str().ok_or_else(wrong)?;
            Decision::Given { number: number.to_owned() }
        }
        ("instrument", _) => Decision::Stepped {
            number: code()?,
            step: serde_json::from_value(entry.data["step"].clone()).map_err(|_| wrong())?,
            reason: reason()?,
        },
        ("filing", "file") => Decision::Filed { code: code()? },
        ("filing", _) => Decision::FilingChanged {
            code: code()?,
            state: serde_json::from_value(entry.data["state"].clone()).map_err(|_| wrong())?,
            reason: entry.data["reason"].as_str().ok_or_else(wrong)?.to_owned(),
        },
        _ => Decision::Key { state: entry.action.clone() },
    };
    Ok(Decided { at: entry.at, by: entry.actor.parse().ok(), decision })
}
