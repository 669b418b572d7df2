//! Selection rounds (遴选): from the call to the list. States carry what they rest on, so that nothing
//! can be drawn before the list of experts is frozen, or listed before the notice has run.

pub(crate) mod store;

use crate::draw::{self, Draw, Pool};
use crate::kind::Kind;
use crate::score::{Places, Ranked};
use kernel::{AuthorityId, CaseId, CivilDate, DivisionCode, EntryId, Problem, Result, RoundId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Where a round stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RoundState {
    /// 申报中: bodies put their entries together and hand them in.
    Open {
        /// The last day.
        until: CivilDate,
    },
    /// 审核中: the office checks the entries.
    Checking,
    /// 待抽取: the list of experts is frozen and public; the seed is not known yet.
    Pooled {
        /// The list.
        pool: Pool,
    },
    /// 评审中: the panel scores.
    Scoring {
        /// How the panel was drawn.
        draw: Draw,
    },
    /// 审定中: the ranking is on its way through the office and under public notice.
    Deciding {
        /// How the panel was drawn.
        draw: Draw,
        /// The ranking as it was laid before the office.
        ranking: Vec<Ranked<EntryId>>,
        /// The case.
        case: CaseId,
    },
    /// 已公布: the list is public.
    Listed {
        /// How the panel was drawn.
        draw: Draw,
        /// The ranking that was decided.
        ranking: Vec<Ranked<EntryId>>,
        /// The case.
        case: CaseId,
        /// The day of the decision.
        on: CivilDate,
    },
    /// 已终止: nothing came of it.
    Dropped {
        /// When.
        on: CivilDate,
        /// Why.
        reason: String,
    },
}

/// What the office does with a round, apart from its entries and sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum RoundStep {
    /// Ends the time for entries.
    Close,
    /// Freezes the list of experts.
    Freeze {
        /// The list.
        pool: Pool,
    },
    /// Enters the seed; somebody else froze the list.
    Draw {
        /// The outcome of the public event.
        seed: String,
    },
    /// Puts the next in order in the place of an expert who has not scored.
    Replace {
        /// Whom.
        code: String,
    },
    /// Ends it without a list.
    Drop {
        /// Why.
        reason: String,
    },
}

impl RoundStep {
    /// The word in histories and addresses.
    pub fn word(&self) -> &'static str {
        match self {
            RoundStep::Close => "close",
            RoundStep::Freeze { .. } => "freeze",
            RoundStep::Draw { .. } => "draw",
            RoundStep::Replace { .. } => "replace",
            RoundStep::Drop { .. } => "drop",
        }
    }
}

fn not_now() -> Problem {
    Problem::conflict("designations-not-now")
}

impl RoundState {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            RoundState::Open { .. } => "open",
            RoundState::Checking => "checking",
            RoundState::Pooled { .. } => "pooled",
            RoundState::Scoring { .. } => "scoring",
            RoundState::Deciding { .. } => "deciding",
            RoundState::Listed { .. } => "listed",
            RoundState::Dropped { .. } => "dropped",
        }
    }

    /// The draw, once there was one.
    pub fn draw(&self) -> Option<&Draw> {
        match self {
            RoundState::Scoring { draw }
            | RoundState::Deciding { draw, .. }
            | RoundState::Listed { draw, .. } => Some(draw),
            RoundState::Open { .. }
            | RoundState::Checking
            | RoundState::Pooled { .. }
            | RoundState::Dropped { .. } => None,
        }
    }

    /// What is published about the draw, as JSON: the frozen list before the seed is known, the whole
    /// draw after.
    ///
    /// # Errors
    /// An internal problem when it cannot be written.
    pub fn published(&self) -> Result<Option<String>> {
        let json = match (self, self.draw()) {
            (RoundState::Pooled { pool }, _) => serde_json::to_string_pretty(&json!({
                "format": draw::FORMAT,
                "algorithm": pool.algorithm,
                "source": pool.source,
                "seats": pool.seats,
                "list": pool.list,
                "list_digest": draw::list_digest(pool.algorithm, &pool.list),
                "recusals": pool.recusals,
            })),
            (_, Some(draw)) => serde_json::to_string_pretty(draw),
            (_, None) => return Ok(None),
        };
        json.map(Some).map_err(Problem::internal)
    }

    /// The ranking with its case, once it was laid before the office.
    pub fn ranking(&self) -> Option<(&[Ranked<EntryId>], CaseId)> {
        match self {
            RoundState::Deciding { ranking, case, .. }
            | RoundState::Listed { ranking, case, .. } => Some((ranking, *case)),
            RoundState::Open { .. }
            | RoundState::Checking
            | RoundState::Pooled { .. }
            | RoundState::Scoring { .. }
            | RoundState::Dropped { .. } => None,
        }
    }

    /// Whether its places are spoken for: neither given out yet nor free.
    pub fn runs(&self) -> bool {
        !matches!(self, RoundState::Listed { .. } | RoundState::Dropped { .. })
    }

    /// Whether an entry may still be made or changed on a day.
    ///
    /// # Errors
    /// The conflict `designations-closed`.
    pub fn takes_entries(&self, today: CivilDate) -> Result<()> {
        match self {
            RoundState::Open { until } if today <= *until => Ok(()),
            _ => Err(Problem::conflict("designations-closed")),
        }
    }

    /// What a step leads to. The caller has checked what the step needs from entries.
    ///
    /// # Errors
    /// `designations-not-now`; `designations-still-open` before the last day has passed;
    /// `designations-two-people` when who froze the list enters the seed; as [`Pool::draw`].
    pub fn after(self, step: RoundStep, by: &str, today: CivilDate) -> Result<RoundState> {
        match (self, step) {
            (RoundState::Open { until }, RoundStep::Close) if today > until => {
                Ok(RoundState::Checking)
            }
            (RoundState::Open { until }, RoundStep::Close) => {
                Err(Problem::conflict("designations-still-open").arg("until", until))
            }
            (RoundState::Checking, RoundStep::Freeze { pool }) => {
                // A list that could never fill the panel is refused before it is public.
                pool.draw("0")?;
                Ok(RoundState::Pooled { pool })
            }
            (RoundState::Pooled { pool }, RoundStep::Draw { .. }) if pool.frozen_by == by => {
                Err(Problem::conflict("designations-two-people"))
            }
            (RoundState::Pooled { pool }, RoundStep::Draw { seed }) => {
                Ok(RoundState::Scoring { draw: pool.draw(&seed)? })
            }
            (RoundState::Scoring { draw }, RoundStep::Replace { code }) => {
                Ok(RoundState::Scoring { draw: draw.without(&code)? })
            }
            (
                RoundState::Open { .. }
                | RoundState::Checking
                | RoundState::Pooled { .. }
                | RoundState::Scoring { .. },
                RoundStep::Drop { reason },
            ) => Ok(RoundState::Dropped { on: today, reason }),
            _ => Err(not_now()),
        }
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which.
    pub id: RoundId,
    /// Counts its changes.
    pub version: i64,
    /// The kind as it was when the round was opened.
    pub kind: Kind,
    /// The office that holds it.
    pub office: AuthorityId,
    /// Where bodies may take part.
    pub division: DivisionCode,
    /// What people call it.
    pub title: String,
    /// How many may be chosen.
    pub places: Places,
    /// Where it stands.
    pub state: RoundState,
    /// When it was opened.
    pub opened_on: CivilDate,
}

/// A new round.
#[derive(Clone, Debug, Serialize)]
pub struct NewRound {
    /// The word of the kind.
    pub kind: String,
    /// The office that holds it.
    pub office: AuthorityId,
    /// What people call it.
    pub title: String,
    /// How many may be chosen.
    pub places: Places,
    /// The last day for entries.
    pub until: CivilDate,
}
