//! What is done later.

use crate::People;
use crate::duplicate::finding;
use crate::vault;
use futures_util::FutureExt as _;
use kernel::{Ctx, PersonId, Problem, Result};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Tx;
use store::jobs::{self, Claimed, Step};

/// Looks for further records of the same humans.
pub const FIND_DUPLICATES: &str = "people.find-duplicates";

/// How many people are compared in one transaction: tens of milliseconds.
const CHUNK: usize = 200;

/// Whose duplicates are looked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct FindDuplicates {
    /// These people, who are new or have changed.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// Everybody, in the order of their ids.
    #[serde(default)]
    pub everybody: bool,
    /// How far that has come.
    #[serde(default)]
    pub after: Option<PersonId>,
}

impl FindDuplicates {
    pub(crate) fn of(people: Vec<PersonId>) -> Self {
        FindDuplicates { people, ..Self::default() }
    }

    pub(crate) fn everybody() -> Self {
        FindDuplicates { everybody: true, ..Self::default() }
    }
}

/// One chunk; what is left becomes a job of its own in the same transaction, so that the place reached
/// and the pairs found are never one without the other.
pub(crate) async fn find_duplicates(area: &People, ctx: &Ctx, job: &Claimed) -> Result<Step> {
    let asked: FindDuplicates =
        serde_json::from_value(job.payload.clone()).map_err(Problem::internal)?;
    let (ring, job) = (Arc::clone(&area.ring), job.clone());
    let write = area.store.write(ctx, None, move |tx| {
        let (ring, job, asked) = (Arc::clone(&ring), job.clone(), asked.clone());
        async move {
            jobs::hold(tx, &job).await?;
            let (now, rest) = next(tx, asked).await?;
            finding::search(tx, &ring, &now).await?;
            if let Some(rest) = rest {
                let at = tx.now();
                tx.enqueue(FIND_DUPLICATES, &rest, at).await?;
            }
            jobs::finish(tx, &job).await
        }
        .boxed()
    });
    write.await.map(|()| Step::Done)
}

/// The people of this chunk, and what is left after it.
async fn next(
    tx: &mut Tx,
    asked: FindDuplicates,
) -> Result<(Vec<PersonId>, Option<FindDuplicates>)> {
    if asked.everybody {
        let now = vault::store::after(tx, asked.after, CHUNK as u32).await?;
        let rest =
            (now.len() == CHUNK).then(|| FindDuplicates { after: now.last().copied(), ..asked });
        return Ok((now, rest));
    }
    let mut now = asked.people;
    let rest = now.split_off(now.len().min(CHUNK));
    Ok((now, (!rest.is_empty()).then(|| FindDuplicates::of(rest))))
}
